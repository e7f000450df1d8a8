//! Bytes of a picture that goes up → its media type and its base64.
//!
//! Where the bytes come from, and what is said where they do not, is js/pictures.js's. What they are is said here, by the first of them and
//! never by a name or a type that came along. Text is made a megabyte at a time and leaves as Blobs, so that neither wasm nor JavaScript
//! ever holds a picture, or its base64, in one piece.

use crate::blob::BlobWriter;
use engine::base64;
use engine::sniff;
use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// Bytes that are encoded at a time: 64 KiB of text.
const CHUNK: u32 = 48 * 1024;

/// Writes one picture after the other.
#[wasm_bindgen(skip_typescript)]
pub struct Encoder {
    base64: BlobWriter,
    bytes: Vec<u8>,
    text: Vec<u8>,
}

#[wasm_bindgen]
impl Encoder {
    pub(crate) fn new() -> Self {
        Self { base64: BlobWriter::new(), bytes: vec![0; CHUNK as usize], text: vec![0; CHUNK as usize / 3 * 4] }
    }

    /// The media type under which a picture that begins like that goes as it is, if it does.
    pub fn sniff(&self, head: &Uint8Array) -> JsValue {
        sniff::input(&head.to_vec()).into()
    }

    /// Adds bytes: a multiple of three, but at the end.
    pub fn write(&mut self, piece: &Uint8Array) -> Result<(), JsValue> {
        let mut from = 0;
        while from < piece.length() {
            let chunk = piece.subarray(from, piece.length().min(from + CHUNK));
            let bytes = self.bytes.get_mut(..chunk.length() as usize).unwrap_or_default();
            chunk.copy_to(bytes);
            let written = base64::encode(bytes, &mut self.text);
            self.base64.write(self.text.get(..written).unwrap_or_default())?;
            from += CHUNK;
        }
        Ok(())
    }

    /// The base64 of what was added; the encoder starts over.
    pub fn finish(&mut self) -> Result<Blob, JsValue> {
        self.base64.finish("")
    }
}
