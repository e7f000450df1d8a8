//! A prompt in, Blob URLs out: image generation over the Gemini API for the browser, decoded by Rust while the reply arrives.
//!
//! The way data takes is one direction. What decides and waits is JavaScript (js/attempt.js has its steps in order); what touches a byte of the
//! wire is here: the request, its transport, and the reply on its way into Blobs.
//!
//! ```text
//! options ─► input ─► body ─► transport ─► stream ( sse ─► scan ─► base64 ─► blob ) ─► reply ─► result    any step ─► error
//! ```
//!
//! What names no browser is the engine (src/engine). The package's face is JavaScript's and stands in `src/types.d.ts`.

mod blob;
mod collect;
mod core;
mod decoding;
mod history;
mod host;
mod input;
mod panic;
mod stream;
mod tee;
mod text;
mod transport;

use crate::core::Core;
use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// `generateImage(prompt, options?)` or `generateImage(options)`: the promise of a `GenerateImageResult`.
#[wasm_bindgen(js_name = generateImage, skip_typescript)]
pub fn generate_image(first: JsValue, second: JsValue) -> Promise {
    host::run(Core::new(), &first, &second)
}

// Compiled into the face, because no test outside of it can link a cdylib.
#[cfg(all(test, target_arch = "wasm32"))]
#[path = "../tests/web/mod.rs"]
mod web;
