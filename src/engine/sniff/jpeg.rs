//! A JPEG's segments up to its frame header, the one that has the size.
//!
//! Segments before it are counted and skipped, whatever they hold: an APP1 may contain a thumbnail,
//! which is a whole JPEG with a frame header of its own. Markers are those of ITU-T T.81, table B.1.

use std::ops::ControlFlow::{self, Break, Continue};

use super::Raster;

#[derive(Debug, Default)]
pub(super) struct Walk {
    /// The beginning of the current segment: ff, code, length, and of a frame header precision,
    /// height and width.
    segment: [u8; 9],
    have: usize,
    /// How many bytes to pass over before the next segment.
    skip: usize,
}

impl Walk {
    /// Takes the next bytes, from the file's first on, until it knows.
    pub(super) fn push(&mut self, mut bytes: &[u8]) -> ControlFlow<Option<Raster>> {
        loop {
            let skipped = self.skip.min(bytes.len());
            self.skip -= skipped;
            let Some((&byte, rest)) = bytes.get(skipped..).and_then(<[u8]>::split_first) else {
                return Continue(());
            };
            bytes = rest;
            if let Some(place) = self.segment.get_mut(self.have) {
                *place = byte;
                self.have += 1;
            }
            match self.segment.get(..self.have).unwrap_or_default() {
                // Fill bytes repeat the ff. Anything else between segments is damage that decoders skip.
                [0xff] | [0xff, 0xff] => self.have = 1,
                // Stuffing and the markers that have no length: TEM, RST0 to RST7, SOI.
                [_] | [_, 0x00 | 0x01 | 0xd0..=0xd8] => self.have = 0,
                // EOI or SOS: the end, or pixels, and no frame header yet.
                [_, 0xd9 | 0xda] => return Break(None),
                [_, code, a, b] if !is_frame(*code) => {
                    // The length counts its own two bytes.
                    let Some(skip) = u16::from_be_bytes([*a, *b]).checked_sub(2) else {
                        return Break(None);
                    };
                    self.skip = skip.into();
                    self.have = 0;
                }
                // Only a frame header is gathered so far.
                [_, _, _, _, _, h0, h1, w0, w1] => {
                    let width = u16::from_be_bytes([*w0, *w1]);
                    let height = u16::from_be_bytes([*h0, *h1]);
                    return Break(Raster::new("image/jpeg", width.into(), height.into()));
                }
                _ => {}
            }
        }
    }
}

/// SOF0 to SOF15, less DHT, JPG and DAC in their midst.
fn is_frame(code: u8) -> bool {
    matches!(code, 0xc0..=0xcf) && !matches!(code, 0xc4 | 0xc8 | 0xcc)
}
