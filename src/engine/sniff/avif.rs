//! An AVIF's boxes up to `meta`, which says the size of the primary item.
//!
//! A file has a size for each item, and for a grid one for each tile too; the right one hangs on the
//! primary item: `pitm` names it, `ipma` lists its properties by their place in `ipco`, and there are
//! `ispe`, the size, and `irot`, by how many quarters it is shown turned. Cropping (`clap`) is not
//! applied, as browsers differ there, and a sequence without a still item has no size here. Boxes are
//! those of ISO/IEC 14496-12 and 23008-12; others are passed over.

use std::ops::ControlFlow::{self, Break, Continue};

use super::Raster;

/// A `meta` is some 250 bytes long, and 57 more for each tile of a grid (libavif): a thousand tiles.
const LONGEST: usize = 64 * 1024;

#[derive(Debug, Default)]
pub(super) struct Walk {
    /// The current top-level box, as far as it came: its header, or all of it if it matters.
    bytes: Vec<u8>,
    /// How many bytes to pass over before the next.
    skip: usize,
}

impl Walk {
    /// Takes the next bytes, from the file's first on, until it knows.
    pub(super) fn push(&mut self, mut bytes: &[u8]) -> ControlFlow<Option<Raster>> {
        loop {
            let skipped = self.skip.min(bytes.len());
            self.skip -= skipped;
            bytes = bytes.get(skipped..).unwrap_or_default();
            let Some((size, kind)) = header(&self.bytes) else {
                let Some((byte, rest)) = bytes.split_first() else {
                    return Continue(());
                };
                self.bytes.push(*byte);
                bytes = rest;
                continue;
            };
            if size < 8 {
                return Break(None); // 0 is to the end of the file, 1 of 64 bits: not before a meta
            }
            if !matches!(&kind, b"ftyp" | b"meta") {
                self.skip = size - 8;
                self.bytes.clear();
                continue;
            }
            if size > LONGEST {
                return Break(None);
            }
            let missing = size - self.bytes.len();
            let (last, rest) = bytes.split_at_checked(missing).unwrap_or((bytes, &[]));
            self.bytes.extend_from_slice(last);
            bytes = rest;
            if self.bytes.len() < size {
                return Continue(());
            }
            let body = self.bytes.get(8..).unwrap_or_default();
            if &kind == b"meta" {
                return Break(primary_size(body));
            }
            // The major brand, a version, the compatible brands.
            let (words, _) = body.as_chunks::<4>();
            if !words.iter().any(|word| matches!(word, b"avif" | b"avis")) {
                return Break(None);
            }
            self.bytes.clear();
        }
    }
}

/// Size and kind of the box that starts here.
fn header(bytes: &[u8]) -> Option<(usize, [u8; 4])> {
    let (size, rest) = bytes.split_first_chunk()?;
    Some((u32::from_be_bytes(*size) as usize, *rest.first_chunk()?))
}

/// The boxes inside a box, as kind and body, up to the first that does not fit.
fn boxes(mut bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    std::iter::from_fn(move || {
        let (size, kind) = header(bytes)?;
        let (this, rest) = bytes.split_at_checked(size)?;
        bytes = rest;
        Some((kind, this.get(8..)?))
    })
}

fn primary_size(meta: &[u8]) -> Option<Raster> {
    let children = meta.get(4..)?; // after version and flags
    let find = |wanted| move |(kind, body)| (kind == wanted).then_some(body);
    let mut pitm = boxes(children).find_map(find(*b"pitm"))?;
    let version = number(&mut pitm, 4)? >> 24;
    let primary = number(&mut pitm, if version == 0 { 2 } else { 4 })?;
    let iprp = boxes(children).find_map(find(*b"iprp"))?;
    let ipco = boxes(iprp).find_map(find(*b"ipco"))?;
    let properties: Vec<_> = boxes(ipco).collect();
    let (mut size, mut turned) = (None, false);
    for ipma in boxes(iprp).filter_map(find(*b"ipma")) {
        for index in associations(ipma, primary)? {
            let Some((kind, body)) = properties.get(index.wrapping_sub(1)) else {
                continue;
            };
            match (kind, *body) {
                (b"ispe", mut body) => {
                    number(&mut body, 4)?; // version and flags
                    size = Some((number(&mut body, 4)?, number(&mut body, 4)?));
                }
                (b"irot", [quarters, ..]) => turned = quarters & 1 == 1,
                _ => {}
            }
        }
    }
    let (width, height) = size?;
    if turned {
        return Raster::new("image/avif", height, width);
    }
    Raster::new("image/avif", width, height)
}

/// Which properties an `ipma` gives to an item, counted from one.
fn associations(mut ipma: &[u8], item: u32) -> Option<Vec<usize>> {
    let version_and_flags = number(&mut ipma, 4)?;
    let id_width = if version_and_flags >> 24 == 0 { 2 } else { 4 };
    let index_width = if version_and_flags & 1 == 0 { 1 } else { 2 };
    let mut found = Vec::new();
    for _ in 0..number(&mut ipma, 4)? {
        let id = number(&mut ipma, id_width)?;
        for _ in 0..number(&mut ipma, 1)? {
            let index = number(&mut ipma, index_width)? as usize;
            if id == item {
                // The highest bit says whether a reader must understand the property.
                found.push(index & ((1 << (8 * index_width - 1)) - 1));
            }
        }
    }
    Some(found)
}

/// Takes a big-endian number of so many bytes.
fn number(bytes: &mut &[u8], width: usize) -> Option<u32> {
    let (number, rest) = bytes.split_at_checked(width)?;
    *bytes = rest;
    let join = |all, byte: &u8| all << 8 | u32::from(*byte);
    Some(number.iter().fold(0, join))
}
