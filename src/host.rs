//! What Rust asks of js/: to run a call, the classes that callers meet, and what is smaller or only possible in JavaScript.

use crate::core::Core;
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/call.js")]
extern "C" {
    /// Runs a call from its arguments to its end.
    pub fn run(core: Core, first: &JsValue, second: &JsValue) -> Promise;
}

#[wasm_bindgen(module = "/js/api.js")]
extern "C" {
    // The classes go on to whoever imports the output of a plain wasm-pack build. As functions, because wasm-bindgen would
    // declare a re-exported type once more, as `unknown`, beside the class in src/types.d.ts.
    #[wasm_bindgen(reexport, skip_typescript, js_name = GeneratedImage)]
    fn generated_image();
    #[wasm_bindgen(reexport, skip_typescript, js_name = GenerateImageError)]
    fn generate_image_error();

    /// UTF-8 in pieces → what it says as JSON, without its text ever standing in wasm.
    #[wasm_bindgen(js_name = parseText, catch)]
    pub fn parse_text(pieces: &Array) -> Result<JsValue, JsValue>;

    /// Rejects all that is in flight.
    pub fn crashed(message: &str);
}

// What those snippets import, so that wasm-bindgen puts it beside them. The order in which they import each other asks for no more
// than four at a time: the server of `wasm-pack test` has four threads to begin with, and leaves a page hanging that asks for five.
// So some hand on what others would have to ask for beside them.
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
    attempt: "/js/attempt.js"
    body: "/js/body.js"
    convert: "/js/convert.js"
    failure: "/js/failure.js"
    guard: "/js/guard.js"
    holder: "/js/input.js"
    later: "/js/later.js"
    looks: "/js/looks.js"
    models: "/js/models.js"
    outcome: "/js/outcome.js"
    pictures: "/js/pictures.js"
    progress: "/js/progress.js"
    prose: "/js/prose.js"
    reader: "/js/read.js"
    receive: "/js/receive.js"
    refusal: "/js/refusal.js"
    reply: "/js/reply.js"
    retry: "/js/retry.js"
    said: "/js/said.js"
    warnings: "/js/warnings.js"
    words: "/js/words.js"
    wrong: "/js/wrong.js"
}
