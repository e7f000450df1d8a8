//! Base64 in pieces → a Blob, and what picture it is: one after another, in the same buffer. Neither the text nor the
//! picture ever stands in the engine's memory whole. The world is given full buffers, so that a million beginnings of
//! what is no picture cost it nothing.

use crate::base64::{Decoder, Lenient, Stop};
use crate::error::Failure;
use crate::sniff::{Raster, Sniffer};
use crate::verdict;
use crate::world::World;

/// What the world is given at a time, in bytes.
const OUTPUT: usize = 36 * 1024;

/// Where the decoding is.
pub(super) struct Decoding<W: World> {
    world: W,
    blanks: bool,
    decoder: Lenient,
    output: Vec<u8>,
    /// So many bytes of it are decoded, and not yet written.
    filled: usize,
    writer: Option<W::Writer>,
    sniffer: Sniffer,
}

/// Bytes that were written as base64.
pub struct Decoded<B> {
    /// All of them.
    pub blob: B,
    /// What picture they are, if they are one.
    pub raster: Option<Raster>,
    /// The first of them.
    pub head: Vec<u8>,
    /// They were spelled otherwise than the API does.
    pub is_odd: bool,
}

impl<W: World> Decoding<W> {
    /// Before the first; with `blanks`, space and line ends are passed over.
    pub fn new(world: &W, blanks: bool) -> Self {
        Self {
            world: world.clone(),
            blanks,
            decoder: Lenient::new(blanks),
            output: Vec::new(),
            filled: 0,
            writer: None,
            sniffer: Sniffer::new(),
        }
    }

    /// Takes base64 from the front of `text`; says how many bytes that was.
    pub fn push(&mut self, text: &[u8]) -> Result<usize, Failure> {
        self.output.resize(OUTPUT, 0);
        let mut taken = 0;
        loop {
            let room = self.output.get_mut(self.filled..).unwrap_or_default();
            let progress = self.decoder.push(text.get(taken..).unwrap_or_default(), room);
            taken += progress.read;
            self.fill(progress.written);
            if progress.stop != Stop::Output {
                return Ok(taken);
            }
            self.write()?;
        }
    }

    /// What was decoded, and it is ready for the next; None, and nothing forgotten, where the base64 is not whole.
    pub fn finish(&mut self) -> Result<Option<Decoded<W::Blob>>, Failure> {
        self.output.resize(OUTPUT, 0);
        if self.filled + Decoder::SLACK > OUTPUT {
            self.write()?;
        }
        let room = self.output.get_mut(self.filled..).unwrap_or_default();
        let Ok(written) = self.decoder.finish(room) else { return Ok(None) };
        self.fill(written);
        self.write()?;
        let (raster, head) = (self.sniffer.raster(), self.sniffer.head().to_vec());
        let writer = self.writer.get_or_insert_with(|| self.world.writer());
        let blob =
            self.world.finish(writer, raster.map_or("", |raster| raster.media_type)).map_err(verdict::storage)?;
        let is_odd = self.decoder.is_odd();
        self.start();
        Ok(Some(Decoded { blob, raster, head, is_odd }))
    }

    /// Forgets what was decoded.
    pub fn clear(&mut self) {
        self.start();
        self.writer = None;
    }

    fn start(&mut self) {
        self.decoder = Lenient::new(self.blanks);
        self.sniffer = Sniffer::new();
        self.filled = 0;
    }

    /// What is known of the bytes so far.
    pub const fn sniffer(&self) -> &Sniffer {
        &self.sniffer
    }

    /// So many bytes more are decoded.
    fn fill(&mut self, length: usize) {
        let end = self.filled + length;
        self.sniffer.push(self.output.get(self.filled..end).unwrap_or_default());
        self.filled = end;
    }

    fn write(&mut self) -> Result<(), Failure> {
        let bytes = self.output.get(..self.filled).unwrap_or_default();
        self.filled = 0;
        if bytes.is_empty() {
            return Ok(());
        }
        let writer = self.writer.get_or_insert_with(|| self.world.writer());
        self.world.write(writer, bytes).map_err(verdict::storage)
    }
}
