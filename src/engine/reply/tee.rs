//! Keeps the parts of a reply as they came, byte for byte: the next turn of a conversation has to send them back unchanged,
//! fields that nobody knows and megabytes of signature included.
//!
//! The bytes go from the network's chunk into Blobs and never through the engine's memory. One thing is changed: keys in
//! snake_case are spelled as the API does, because gateways that answer in it lose `thought_signature` on the way back.

use crate::error::Thrown;
use crate::world::{Piece, World};

/// The part so far.
pub(super) struct Tee<W: World> {
    world: W,
    writer: Option<W::Writer>,
    /// Where in the body the next byte of the part is, inside of one.
    from: Option<u64>,
    /// Bytes of it so far.
    length: u64,
    /// Where its keys in snake_case end, and what they should be.
    keys: Vec<(u64, &'static str)>,
}

impl<W: World> Tee<W> {
    /// Outside of parts.
    pub fn new(world: &W) -> Self {
        Self { world: world.clone(), writer: None, from: None, length: 0, keys: Vec::new() }
    }

    /// A part begins there in the body.
    pub fn open(&mut self, offset: u64) {
        self.from = Some(offset);
        self.length = 0;
        self.keys.clear();
    }

    /// What stands before that place in the body is no part's.
    pub fn skip_to(&mut self, offset: u64) {
        if let Some(from) = &mut self.from {
            *from = offset;
        }
    }

    /// Takes all up to there of the body, whose chunk begins at `start` of it.
    pub fn take(&mut self, body: &W::Body, start: u64, to: u64) -> Result<(), Thrown> {
        let Some(from) = self.from.replace(to) else {
            self.from = None;
            return Ok(());
        };
        self.length += to - from;
        let range = (from - start) as usize..(to - start) as usize;
        let writer = self.writer.get_or_insert_with(|| self.world.writer());
        self.world.tee(writer, body, range)
    }

    /// A key in snake_case ends there.
    pub fn key(&mut self, name: &'static str) {
        self.keys.push((self.length, name));
    }

    /// The part ends there.
    pub fn close(&mut self) -> Result<W::Blob, Thrown> {
        self.from = None;
        let writer = self.writer.get_or_insert_with(|| self.world.writer());
        let whole = self.world.finish(writer, "")?;
        if self.keys.is_empty() {
            return Ok(whole);
        }
        let (mut pieces, mut at) = (Vec::new(), 0);
        for (end, name) in self.keys.drain(..) {
            pieces.push(Piece::Slice(&whole, at..end - name.len() as u64 - 1)); // one underscore more
            pieces.push(Piece::Text(name));
            at = end;
        }
        pieces.push(Piece::Slice(&whole, at..self.length));
        self.world.join(&pieces, "")
    }
}
