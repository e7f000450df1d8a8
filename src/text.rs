//! Base64 that stands in a text of a reply, in pieces as they come.

use crate::decoding::Decoding;
use js_sys::{Array, JsString};
use wasm_bindgen::prelude::*;

/// One picture after another.
#[wasm_bindgen(skip_typescript)]
pub struct Text(Decoding);

#[wasm_bindgen]
impl Text {
    pub(crate) fn new() -> Self {
        Self(Decoding::new())
    }

    /// Where the base64 at the front of `text` ends, and what it is, unless it goes on there ([`Decoding::read`]).
    pub fn read(&mut self, text: &JsString, last: bool) -> Result<Array, JsValue> {
        let (end, picture) = self.0.read(text, last)?;
        Ok(Array::of2(&end.into(), &picture))
    }
}
