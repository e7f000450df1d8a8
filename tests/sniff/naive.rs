//! What a whole file says of itself, read without haste: every format with all of its bytes at hand.

use engine::face::sniff::{Raster, Sniffer};

/// Pushes the pieces; what is known once stays known.
pub fn sniff<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Option<Raster> {
    let mut sniffer = Sniffer::new();
    for piece in pieces {
        let before = sniffer.raster();
        sniffer.push(piece);
        assert!(before.is_none() || sniffer.raster() == before, "{before:?} stays the answer");
    }
    sniffer.raster()
}

/// The oracle.
pub fn naive(file: &[u8]) -> Option<Raster> {
    let (media_type, size) = match file {
        _ if file.len() < 16 => return None,
        [0xff, 0xd8, 0xff, ..] => ("image/jpeg", jpeg(file)),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => ("image/avif", avif(file)),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => {
            ("image/gif", Some((little(file, 6, 2)?, little(file, 8, 2)?)))
        }
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => ("image/webp", webp(file)),
        _ if file.starts_with(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR") => {
            ("image/png", Some((big(file, 16, 4)?, big(file, 20, 4)?)))
        }
        _ => return None,
    };
    let (width, height) = size.filter(|&(width, height)| width > 0 && height > 0)?;
    Some(Raster { media_type, width: width as u32, height: height as u32 })
}

type Size = Option<(u64, u64)>;

/// The number in so many bytes.
fn big(bytes: &[u8], at: usize, width: usize) -> Option<u64> {
    Some(bytes.get(at..at + width)?.iter().fold(0, |number, &byte| number * 256 + u64::from(byte)))
}

fn little(bytes: &[u8], at: usize, width: usize) -> Option<u64> {
    Some(bytes.get(at..at + width)?.iter().rev().fold(0, |number, &byte| number * 256 + u64::from(byte)))
}

fn webp(file: &[u8]) -> Size {
    match &file[12..16] {
        b"VP8X" => Some((little(file, 24, 3)? + 1, little(file, 27, 3)? + 1)),
        b"VP8L" if file.get(20) == Some(&0x2f) => {
            let bits = little(file, 21, 4)?;
            Some((bits % 0x4000 + 1, bits / 0x4000 % 0x4000 + 1))
        }
        b"VP8 " if file.get(20)? % 2 == 0 && file.get(23..26)? == [0x9d, 0x01, 0x2a] => {
            Some((little(file, 26, 2)? % 0x4000, little(file, 28, 2)? % 0x4000))
        }
        _ => None,
    }
}

fn jpeg(file: &[u8]) -> Size {
    let mut at = 0;
    loop {
        at += file[at..].iter().position(|&byte| byte == 0xff)?;
        at += file[at..].iter().position(|&byte| byte != 0xff)?;
        let code = file[at];
        at += 1;
        match code {
            0x00 | 0x01 | 0xd0..=0xd8 => {}
            0xd9 | 0xda => return None,
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                return Some((big(file, at + 5, 2)?, big(file, at + 3, 2)?));
            }
            _ => {
                let length = big(file, at, 2)? as usize;
                at += length;
                if length < 2 || at > file.len() {
                    return None;
                }
            }
        }
    }
}

fn avif(file: &[u8]) -> Size {
    let mut at = 0;
    loop {
        let size = big(file, at, 4)? as usize;
        let kind = file.get(at + 4..at + 8)?;
        if size < 8 {
            return None;
        }
        let end = at.checked_add(size)?;
        let body = file.get(at + 8..end);
        match kind {
            b"ftyp" | b"meta" if size > 0x1_0000 => return None,
            b"meta" => return primary_size(body?),
            b"ftyp" if !body?.chunks(4).any(|brand| brand == b"avif" || brand == b"avis") => return None,
            _ => at = end,
        }
    }
}

/// The boxes in a box, up to one that is larger than the rest of it.
fn boxes(bytes: &[u8]) -> Vec<(&[u8], &[u8])> {
    let (mut all, mut at) = (Vec::new(), 0);
    while let Some(size) = big(bytes, at, 4).filter(|&size| size >= 8) {
        let Some(body) = bytes.get(at + 8..).and_then(|rest| rest.get(..size as usize - 8)) else { break };
        all.push((&bytes[at + 4..at + 8], body));
        at += size as usize;
    }
    all
}

fn first<'a>(boxes: &[(&[u8], &'a [u8])], kind: &[u8]) -> Option<&'a [u8]> {
    boxes.iter().find(|(other, _)| *other == kind).map(|(_, body)| *body)
}

fn primary_size(meta: &[u8]) -> Size {
    let children = boxes(meta.get(4..)?);
    let pitm = first(&children, b"pitm")?;
    let primary = big(pitm, 4, if pitm[..4.min(pitm.len())].first() == Some(&0) { 2 } else { 4 })?;
    let properties = boxes(first(&children, b"iprp")?);
    let container = boxes(first(&properties, b"ipco")?);
    let (mut size, mut turned) = (None, false);
    for (_, ipma) in properties.iter().filter(|(kind, _)| kind == b"ipma") {
        for (item, index) in associations(ipma)? {
            match container.get(index.wrapping_sub(1)) {
                Some((b"ispe", body)) if item == primary => size = Some((big(body, 4, 4)?, big(body, 8, 4)?)),
                Some((b"irot", [quarters, ..])) if item == primary => turned = quarters % 2 == 1,
                _ => {}
            }
        }
    }
    size.map(|(width, height)| if turned { (height, width) } else { (width, height) })
}

/// Items and the properties that they have, counted from one.
fn associations(ipma: &[u8]) -> Option<Vec<(u64, usize)>> {
    let id_width = if *ipma.first()? == 0 { 2 } else { 4 };
    let index_width = 1 + (*ipma.get(3)? % 2) as usize;
    let (mut all, mut at) = (Vec::new(), 8);
    for _ in 0..big(ipma, 4, 4)? {
        let item = big(ipma, at, id_width)?;
        let count = big(ipma, at + id_width, 1)?;
        at += id_width + 1;
        for _ in 0..count {
            let essential = if index_width == 1 { 0x80 } else { 0x8000 };
            all.push((item, big(ipma, at, index_width)? as usize % essential));
            at += index_width;
        }
    }
    Some(all)
}
