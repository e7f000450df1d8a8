//! What Rust asks of js/api.js: the classes that callers meet, and what is smaller or only possible in JavaScript.

use crate::stream::BodyReader;
use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/api.js")]
extern "C" {
    // The classes go on to whoever imports the output of a plain wasm-pack build. As functions, because wasm-bindgen would
    // declare a re-exported type once more, as `unknown`, beside the class in src/types.d.ts.
    #[wasm_bindgen(reexport, skip_typescript, js_name = GeneratedImage)]
    fn generated_image();
    #[wasm_bindgen(reexport, skip_typescript, js_name = GenerateImageError)]
    fn generate_image_error();

    /// A `GenerateImageError`; `told` are fields that js/ worded and that come before the others, `thrown` becomes its cause, and
    /// the secrets are taken out of all of it.
    #[wasm_bindgen(js_name = createFailure)]
    pub fn create_failure(
        told: &JsValue,
        code: &str,
        message: &str,
        hint: &str,
        retryable: bool,
        maybe_billed: bool,
        attempts: u32,
        thrown: &JsValue,
        secrets: &Array,
    ) -> JsValue;

    /// What a value is, in words short enough for a sentence.
    pub fn describe(value: &JsValue) -> String;

    /// UTF-8 in pieces → a string of JavaScript's.
    #[wasm_bindgen(js_name = decodeText)]
    pub fn decode_text(pieces: &Array) -> JsValue;

    /// UTF-8 in pieces → what it says as JSON, without its text ever standing in wasm.
    #[wasm_bindgen(js_name = parseText, catch)]
    pub fn parse_text(pieces: &Array) -> core::result::Result<JsValue, JsValue>;

    /// A `Progress`, of its values in order.
    #[wasm_bindgen(js_name = createProgress)]
    pub fn create_progress(values: &JsValue) -> JsValue;

    /// Calls a callback of the caller's; what it throws is reported and ends nothing.
    pub fn notify(callback: &Function, value: &JsValue);

    /// A body's reader, of the kind that fills a buffer if it has one.
    #[wasm_bindgen(js_name = readerOf, catch)]
    pub fn reader_of(body: &JsValue) -> core::result::Result<BodyReader, JsValue>;

    /// Kept when the page has had a turn; of several one at a time, with a turn of the page's between them.
    #[wasm_bindgen(js_name = nextTurn)]
    pub fn next_turn() -> Promise;

    /// The promise that a caller gets; rejected when the instance dies.
    pub fn track(promise: &Promise) -> Promise;

    /// Rejects all that is tracked.
    pub fn crashed(message: &str);
}

// What those snippets import, so that wasm-bindgen puts it beside them. The order in which they import each other asks for no more
// than four at a time: the server of `wasm-pack test` has four threads to begin with, and leaves a page hanging that asks for five.
macro_rules! beside {
    ($($name:ident: $path:literal)*) => {
        $(#[wasm_bindgen(module = $path)]
        extern "C" {
            fn $name();
        })*
    };
}
beside! {
    answer: "/js/answer.js"
    convert: "/js/convert.js"
    later: "/js/later.js"
    looks: "/js/looks.js"
    models: "/js/models.js"
    prose: "/js/prose.js"
    refusal: "/js/refusal.js"
    said: "/js/said.js"
    warnings: "/js/warnings.js"
    holder: "/js/input.js"
    pictures: "/js/pictures.js"
    reader: "/js/read.js"
    words: "/js/words.js"
    wrong: "/js/wrong.js"
}
