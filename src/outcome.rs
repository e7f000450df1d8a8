//! What the requests of a call came to: js/outcome.js makes one result or one rejection of it. And what is told beside a result.

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;
use web_sys::Blob;

#[wasm_bindgen(module = "/js/outcome.js")]
extern "C" {
    /// What came so far.
    pub type Outcome;
    /// With the warnings that the call begins with, and keys to be taken out of all.
    #[wasm_bindgen(constructor)]
    pub fn new(warnings: &Array, secrets: &Array) -> Outcome;
    /// Request `index` was answered, after so many attempts: a reply of js/reply.js.
    #[wasm_bindgen(method)]
    pub fn answered(this: &Outcome, index: u32, reply: &JsValue, attempts: u32, on_image: Option<&Function>);
    /// It failed.
    #[wasm_bindgen(method)]
    pub fn failed(this: &Outcome, index: u32, error: &JsValue, attempts: u32);
    /// The `GenerateImageResult`; throws what the call rejects with.
    #[wasm_bindgen(method, catch)]
    pub fn result(this: &Outcome) -> Result<JsValue, JsValue>;
    /// For a conversation: the model's content.
    #[wasm_bindgen(method, catch)]
    pub fn content(this: &Outcome) -> Result<Blob, JsValue>;
    /// Pictures that the user has to show in the next turn.
    #[wasm_bindgen(method)]
    pub fn mended(this: &Outcome) -> Array;
}
