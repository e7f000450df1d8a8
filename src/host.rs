//! What Rust asks of js/api.js: the classes that callers meet, and what is smaller or only possible in JavaScript.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use web_sys::Blob;

#[wasm_bindgen(module = "/js/api.js")]
extern "C" {
    // The classes go on to whoever imports the output of a plain wasm-pack build. As functions, because wasm-bindgen would
    // declare a re-exported type once more, as `unknown`, beside the class in src/types.d.ts.
    #[wasm_bindgen(reexport, skip_typescript, js_name = GeneratedImage)]
    fn generated_image();
    #[wasm_bindgen(reexport, skip_typescript, js_name = GenerateImageError)]
    fn generate_image_error();

    /// A `GeneratedImage`.
    #[wasm_bindgen(js_name = createImage)]
    pub fn create_image(blob: &Blob, media_type: &str, width: u32, height: u32) -> JsValue;

    /// A `GenerateImageResult` of `ImageResponse`s and what stands beside them.
    #[wasm_bindgen(js_name = createResult)]
    pub fn create_result(responses: &Array, rest: &JsValue) -> JsValue;

    /// A `GenerateImageError`; `thrown` becomes its cause, and the secrets are taken out of all of it.
    #[wasm_bindgen(js_name = createError)]
    pub fn create_error(fields: &JsValue, thrown: &JsValue, secrets: Vec<String>) -> JsValue;

    /// What a value is, in words short enough for a sentence.
    pub fn describe(value: &JsValue) -> String;

    /// UTF-8 in pieces → a string of JavaScript's.
    #[wasm_bindgen(js_name = decodeText)]
    pub fn decode_text(pieces: &Array) -> JsValue;

    /// UTF-8 in pieces → what it says as JSON, without its text ever standing in wasm.
    #[wasm_bindgen(js_name = parseText, catch)]
    pub fn parse_text(pieces: &Array) -> core::result::Result<JsValue, JsValue>;

    /// Whether a reply that lists models, in Google's manner or in OpenAI's, has that one; undefined where it lists none.
    #[wasm_bindgen(js_name = inList)]
    pub fn in_list(reply: &JsValue, model: &str) -> JsValue;

    /// Calls a callback of the caller's; what it throws is reported and ends nothing.
    pub fn notify(callback: &Function, value: &JsValue);

    /// The same, for `onImage`.
    #[wasm_bindgen(js_name = notify)]
    pub fn notify_image(callback: &Function, image: &JsValue, index: u32);

    /// The promise that a caller gets; rejected when the instance dies.
    pub fn track(promise: &Promise) -> Promise;

    /// Rejects all that is tracked.
    pub fn crashed(message: &str);
}
