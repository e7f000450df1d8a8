//! A prompt in, Blob URLs out: image generation over the Gemini API for the browser, decoded by Rust while the reply arrives.
//!
//! The way data takes is one direction. What decides and waits is JavaScript (js/attempt.js has its steps in order); what touches a byte of the
//! wire is here: the request, its transport, and the reply on its way into Blobs.
//!
//! ```text
//! options ─► input ─► body ─► transport ─► stream ( sse ─► scan ─► base64 ─► blob ) ─► reply ─► result    any step ─► error
//! ```
//!
//! The modules that are public here are the pure core: they name no browser, and are tested natively. The package's face is
//! JavaScript's and stands in `src/types.d.ts`.

// A panic on wasm leaves the caller's promise pending for ever, so nothing here panics.
#![deny(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::todo,
    clippy::unreachable,
    clippy::unwrap_used
)]

pub mod base64;
mod blob;
mod collect;
mod core;
mod decoding;
pub mod envelope;
pub mod heap;
mod history;
mod host;
mod input;
mod panic;
pub mod prefix;
pub mod request;
pub mod scan;
pub mod sniff;
pub mod sse;
mod stream;
mod tee;
mod text;
mod transport;

use crate::core::Core;
use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// `generateImage(prompt, options?)` or `generateImage(options)`: the promise of a `GenerateImageResult`.
#[wasm_bindgen(js_name = generateImage, skip_typescript)]
pub fn generate_image(first: JsValue, second: JsValue) -> Promise {
    host::run(Core::new(), &first, &second)
}
