//! Keeps the parts of a reply as they came, byte for byte: the next turn of a conversation has to send them back unchanged,
//! fields that nobody knows and megabytes of signature included.
//!
//! The bytes go from the network's chunk into Blobs and never through wasm. One thing is changed: keys in snake_case are
//! spelled as the API does, because gateways that answer in it lose `thought_signature` on the way back.

use crate::blob::BlobWriter;
use engine::scan::Mark;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// The parts so far.
pub struct Tee {
    writer: BlobWriter,
    inside: bool,
    /// Bytes of the current part.
    length: f64,
    /// Where its keys in snake_case end, and what they should be.
    keys: Vec<(f64, &'static str)>,
    /// Finished parts, in order.
    pub parts: Vec<Blob>,
}

impl Tee {
    /// Nothing so far.
    pub fn new() -> Self {
        Self { writer: BlobWriter::new(), inside: false, length: 0.0, keys: Vec::new(), parts: Vec::new() }
    }

    /// Takes of `chunk`, whose first byte is the body's byte `offset`, what belongs to parts between bytes `from` and `to`.
    pub fn take(
        &mut self,
        chunk: &Uint8Array,
        offset: u64,
        from: u32,
        to: u32,
        marks: &[(Mark, u64)],
    ) -> Result<(), JsValue> {
        let mut at = from;
        for &(mark, place) in marks {
            let place = (place - offset) as u32;
            self.write(chunk, at, place)?;
            at = place;
            match mark {
                Mark::PartOpens => self.inside = true,
                Mark::PartCloses => {
                    self.inside = false;
                    let part = self.finish()?;
                    self.parts.push(part);
                }
                Mark::SnakeCase(name) => self.keys.push((self.length, name)),
                Mark::Opens | Mark::Closes => {}
            }
        }
        self.write(chunk, at, to)
    }

    fn write(&mut self, chunk: &Uint8Array, from: u32, to: u32) -> Result<(), JsValue> {
        if self.inside && to > from {
            self.length += f64::from(to - from);
            self.writer.copy(&chunk.subarray(from, to))?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<Blob, JsValue> {
        let whole = self.writer.finish("")?;
        self.length = 0.0;
        if self.keys.is_empty() {
            return Ok(whole);
        }
        let pieces = Array::new();
        let mut at = 0.0;
        for (end, name) in self.keys.drain(..) {
            let start = end - name.len() as f64 - 1.0; // one underscore more
            pieces.push(whole.slice_with_f64_and_f64(at, start)?.as_ref());
            pieces.push(&name.into());
            at = end;
        }
        pieces.push(whole.slice_with_f64(at)?.as_ref());
        Blob::new_with_blob_sequence(&pieces)
    }
}
