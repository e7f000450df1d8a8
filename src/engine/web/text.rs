//! UTF-8 that comes in pieces, is kept outside of the wasm, and becomes a string when it is first read.

use js_sys::{JsString, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type TextDecoder;
    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<TextDecoder, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn decode(this: &TextDecoder, bytes: &Uint8Array, options: &Object) -> Result<JsString, JsValue>;
}

/// How much of it stands in the wasm, in bytes.
const PIECE: usize = 4 * 1024;

/// Pieces never change, so that a clone shares them.
#[derive(Clone, Default)]
pub struct Text {
    pieces: Vec<Uint8Array>,
    rest: Vec<u8>,
}

impl Text {
    pub(super) fn append(&mut self, bytes: &[u8]) {
        self.rest.extend_from_slice(bytes);
        if self.rest.len() >= PIECE {
            self.pieces.push(Uint8Array::new_from_slice(&self.rest));
            self.rest.clear();
        }
    }

    /// All of it, with U+FFFD for what is no UTF-8; as far as a string may be long.
    #[must_use]
    pub fn to_js(&self) -> JsString {
        self.decoded().unwrap_or_else(|_| "".into())
    }

    fn decoded(&self) -> Result<JsString, JsValue> {
        let decoder = TextDecoder::new()?;
        let more = Object::new();
        Reflect::set(&more, &"stream".into(), &true.into())?;
        let mut text = JsString::from("");
        for piece in &self.pieces {
            let piece = decoder.decode(piece, &more)?;
            text = text.concat(&piece);
        }
        let rest = decoder.decode(&Uint8Array::new_from_slice(&self.rest), &Object::new())?;
        Ok(text.concat(&rest))
    }
}
