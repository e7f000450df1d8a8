//! `images` → parts of a request.
//!
//! Where the bytes come from, and what is said where they do not, is js/pictures.js's: most forms that a page holds pictures in are DOM.
//! What they are is said here, by their first bytes and never by a name or a type that came along. Text is made a megabyte at a time and
//! leaves as Blobs, so that neither wasm nor JavaScript ever holds a picture, or its base64, in one piece.

use crate::base64;
use crate::blob::BlobWriter;
use crate::error::{Error, Failure, Result};
use crate::fields::property;
use crate::guard::{Broken, Guard};
use crate::sniff;
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

#[wasm_bindgen(module = "/js/api.js")]
extern "C" {
    /// Their bytes, step by step; js/pictures.js says in which, and adds to `parts`.
    type Pieces;
    #[wasm_bindgen(constructor)]
    fn new(inputs: &Array, parts: &Array, first: u32, signal: &AbortSignal) -> Pieces;
    #[wasm_bindgen(method)]
    fn next(this: &Pieces, answer: &JsValue) -> Promise;
    /// The fields of the error when time is up.
    #[wasm_bindgen(method)]
    fn late(this: &Pieces, timeout: i32) -> JsValue;
}

/// Bytes that are encoded at a time: 64 KiB of text.
const CHUNK: u32 = 48 * 1024;

/// Adds a part for each of `images` to `parts`, with a comma before it; where one fails, those before it.
pub async fn write(images: &Array, signal: Option<&AbortSignal>, timeout: i32, parts: &Array) -> Result<()> {
    if images.length() == 0 {
        return Ok(());
    }
    let guard = Guard::new(signal, timeout)?;
    let pieces = Pieces::new(images, parts, sniff::INPUT_HEAD as u32, &guard.signal());
    let told = |fields| Failure::from(Error::told(fields).attempts(0));
    let mut writer = Writer::new();
    let mut answer = JsValue::UNDEFINED;
    loop {
        let piece = guard.wait(pieces.next(&answer)).await.map_err(|broken| match broken {
            Broken::Rejected(fields) => told(fields),
            Broken::Stopped(Failure::Error(_)) => told(pieces.late(timeout)),
            Broken::Stopped(aborted) => aborted,
        })?;
        let piece = property(&piece, "value");
        if piece.is_undefined() {
            guard.finish();
            return Ok(());
        }
        answer = writer.take(piece).unwrap_or_else(|thrown| Array::of1(&thrown).into());
    }
}

/// Writes one picture after the other.
struct Writer {
    /// Its first bytes came.
    begun: bool,
    base64: BlobWriter,
    bytes: Vec<u8>,
    text: Vec<u8>,
}

impl Writer {
    fn new() -> Self {
        let (bytes, text) = (vec![0; CHUNK as usize], vec![0; CHUNK as usize / 3 * 4]);
        Self { begun: false, base64: BlobWriter::new(), bytes, text }
    }

    /// Takes the next piece: of first bytes the media type under which they go as they are, if they do; of the end a Blob of the base64.
    fn take(&mut self, piece: JsValue) -> core::result::Result<JsValue, JsValue> {
        if piece.is_null() {
            self.begun = false;
            return self.base64.finish("").map(JsValue::from);
        }
        let piece: Uint8Array = piece.unchecked_into();
        if !self.begun {
            self.begun = true;
            return Ok(sniff::input(&piece.to_vec()).into());
        }
        let mut from = 0;
        while from < piece.length() {
            let chunk = piece.subarray(from, piece.length().min(from + CHUNK));
            let bytes = self.bytes.get_mut(..chunk.length() as usize).unwrap_or_default();
            chunk.copy_to(bytes);
            let written = base64::encode(bytes, &mut self.text);
            self.base64.write(self.text.get(..written).unwrap_or_default())?;
            from += CHUNK;
        }
        Ok(JsValue::UNDEFINED)
    }
}
