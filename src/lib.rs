//! A prompt in, Blob URLs out: image generation over the Gemini API for the browser, decoded while the reply arrives.
//!
//! The way data takes is one direction, and `generate` in this file is that way in a few lines:
//!
//! ```text
//! options ─► body ─► transport ─► stream ( scan ─► base64 ─► blob ) ─► reply ─► result        any step ─► error
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

mod address;
pub mod base64;
mod blob;
mod body;
pub mod code;
mod error;
mod fields;
mod guard;
mod host;
pub mod models;
mod options;
mod panic;
mod progress;
pub mod refusal;
mod reply;
pub mod request;
pub mod scan;
mod server_error;
mod settings;
pub mod sniff;
mod stream;
pub mod text;
mod transport;

use error::{Failure, Result};
use guard::Guard;
use host::create_result;
use js_sys::{Array, Promise};
use options::{Key, Options};
use progress::{Phase, Progress};
use reply::{Reply, Warning};
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// `generateImage(prompt, options?)` or `generateImage(options)`: the promise of a `GenerateImageResult`.
#[wasm_bindgen(js_name = generateImage, skip_typescript)]
pub fn generate_image(first: JsValue, second: JsValue) -> Promise {
    // Read before anything else happens, so that a caller who changes the object afterwards changes nothing here.
    let options = Options::read(&first, &second);
    panic::promise(async move {
        let options = options.map_err(|error| Failure::from(error).into_js(Vec::new()))?;
        let mut secrets = options.secrets();
        generate(&options, &mut secrets).await.map_err(|failure| failure.into_js(secrets))
    })
}

async fn generate(options: &Options, secrets: &mut Vec<String>) -> Result<JsValue> {
    let guard = Guard::new(options.signal.as_ref(), options.timeout)?;
    let progress = Progress::new(options.on_progress.clone());
    progress.enter(Phase::Preparing);
    let body = body::write(options)?;
    let key = transport::ask_key(options, &guard).await?;
    secrets.extend(key.clone());
    let response = transport::send(options, key.as_deref(), body, &guard, &progress).await?;
    progress.expect(transport::content_length(&response));
    let read = stream::read(&response, &guard, &progress).await?;
    let loaded = read.loaded;
    let Reply { response, warnings } = reply::understand(read, options)?;
    progress.done(loaded);
    result(&response, warnings)
}

#[derive(Serialize)]
struct Rest {
    errors: [(); 0],
    warnings: Vec<Warning>,
    attempts: u32,
}

fn result(response: &reply::ImageResponse, warnings: Vec<Warning>) -> Result<JsValue> {
    let to_js = |value: core::result::Result<JsValue, serde_wasm_bindgen::Error>| {
        value.map_err(|error| Failure::from(error::Error::new(code::Code::Wasm, error.to_string())))
    };
    let rest = to_js(serde_wasm_bindgen::to_value(&Rest { errors: [], warnings, attempts: 1 }))?;
    let response = to_js(serde_wasm_bindgen::to_value(response))?;
    Ok(create_result(&Array::of1(&response), &rest))
}

impl Options {
    /// What must not appear in an error: the key, and what the caller's headers hold.
    fn secrets(&self) -> Vec<String> {
        let mut secrets = Vec::new();
        for (name, value) in &self.headers {
            if request::CREDENTIAL_HEADERS.contains(&name.as_str()) {
                secrets.push(request::token(value).to_owned());
            }
        }
        if let Some(Key::Text(key)) = &self.key {
            secrets.push(key.clone());
        }
        secrets
    }
}
