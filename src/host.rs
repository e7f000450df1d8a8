//! What Rust asks of js/: the classes that callers meet, pictures that a page holds, and what outlives a lost instance.

use engine::face::web::Hold;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Blob};

#[wasm_bindgen(module = "/js/api.js")]
extern "C" {
    // The classes go on to whoever imports the output of a plain wasm-pack build. As functions, because wasm-bindgen would declare a
    // re-exported type once more, as `unknown`, beside the class in src/types.d.ts.
    #[wasm_bindgen(reexport, skip_typescript, js_name = GeneratedImage)]
    fn generated_image();
    #[wasm_bindgen(reexport, skip_typescript, js_name = GenerateImageError)]
    fn generate_image_error();

    /// The one object that stands for that Blob.
    #[wasm_bindgen(js_name = createImage)]
    pub fn create_image(blob: &Blob, media_type: &str, width: u32, height: u32) -> JsValue;
    #[wasm_bindgen(js_name = createResult)]
    pub fn create_result(plain: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = createError)]
    pub fn create_error(fields: &JsValue) -> JsValue;

    /// Calls a caller's callback; what that throws is reported and ends nothing.
    pub fn notify(callback: &JsValue, value: &JsValue);
    #[wasm_bindgen(js_name = notify)]
    pub fn notify_of(callback: &JsValue, value: &JsValue, index: u32);
}

#[wasm_bindgen(module = "/js/held.js")]
extern "C" {
    /// A caller's picture as it is now; undefined where it is none.
    pub fn hold(value: &JsValue) -> JsValue;
    /// Its bytes. Rejects with a `{ says, hint, cause }`.
    #[wasm_bindgen(js_name = blobOf)]
    pub fn blob_of(held: &JsValue, signal: Option<&AbortSignal>) -> Promise;
    /// The same as PNG, where the page can show it. Rejects with a `{ says, hint, cause }`.
    pub fn redraw(held: &JsValue, blob: &Blob) -> Promise;
}

#[wasm_bindgen(module = "/js/signal.js")]
extern "C" {
    /// What stands for a caller's signal, on which all calls together listen once.
    pub fn shared(signal: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/js/guard.js")]
extern "C" {
    /// Is told of what has to end when the instance is lost.
    #[wasm_bindgen(thread_local_v2, js_name = guard)]
    pub static GUARD: Hold;
    /// Rejects all that is in flight.
    pub fn crashed(message: &str);
    /// Settles as the promise does, or when the instance is lost.
    pub fn outlive(promise: &Promise) -> Promise;
}

#[wasm_bindgen]
extern "C" {
    /// What js/ asks for with `run`.
    pub type Run;
    #[wasm_bindgen(method, getter)]
    pub fn first(this: &Run) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub fn second(this: &Run) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub fn layers(this: &Run) -> Vec<Level>;
    /// Ends the call in place of the caller's, with which it fires.
    #[wasm_bindgen(method, getter)]
    pub fn signal(this: &Run) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub fn talk(this: &Run) -> Option<Talk>;

    /// Defaults.
    pub type Level;
    #[wasm_bindgen(method, getter)]
    pub fn options(this: &Level) -> JsValue;
    /// What addresses were relative to when they were given.
    #[wasm_bindgen(method, getter)]
    pub fn base(this: &Level) -> Option<String>;

    /// What a stream or a session asks for beside the options.
    pub type Talk;
    #[wasm_bindgen(method, getter)]
    pub fn sink(this: &Talk) -> Option<Sink>;
    #[wasm_bindgen(method, getter)]
    pub fn history(this: &Talk) -> Option<Vec<Blob>>;
    #[wasm_bindgen(method, getter)]
    pub fn before(this: &Talk) -> Option<Blob>;

    /// Where a stream's events go.
    pub type Sink;
    #[wasm_bindgen(method)]
    pub fn push(this: &Sink, event: &JsValue);
    /// Settles when the reader has taken all but progress; undefined where there is nothing to wait for.
    #[wasm_bindgen(method)]
    pub fn drained(this: &Sink) -> Option<Promise>;
}

// What those files import, so that wasm-bindgen puts it beside them.
macro_rules! beside {
    ($($name:ident: $path:literal)*) => {
        $(#[wasm_bindgen(module = $path)]
        extern "C" {
            fn $name();
        })*
    };
}
beside! {
    canvas: "/js/canvas.js"
    convert: "/js/convert.js"
    describe: "/js/describe.js"
    later: "/js/later.js"
    pictures: "/js/pictures.js"
}
