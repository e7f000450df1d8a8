//! A prompt in, Blob URLs out: image generation over the Gemini API for the browser, decoded while the reply arrives.
//!
//! The way data takes is one direction, and `Call::attempt` in this file is that way in a few lines:
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
pub mod many;
pub mod mismatch;
pub mod models;
mod options;
mod outcome;
mod panic;
pub mod prefix;
mod progress;
pub mod refusal;
mod reply;
pub mod request;
pub mod retry;
pub mod scan;
mod server_error;
mod settings;
pub mod sniff;
mod stream;
pub mod support;
pub mod text;
mod transport;
pub mod warning;

use body::Body;
use error::{Failure, Result};
use guard::Guard;
use js_sys::{Math, Promise};
use options::{Key, Options};
use outcome::{Answer, Outcome};
use progress::{Phase, Progress, Start};
use reply::Reply;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// `generateImage(prompt, options?)` or `generateImage(options)`: the promise of a `GenerateImageResult`.
#[wasm_bindgen(js_name = generateImage, skip_typescript)]
pub fn generate_image(first: JsValue, second: JsValue) -> Promise {
    // Read before anything else happens, so that a caller who changes the object afterwards changes nothing here.
    let options = Options::read(&first, &second);
    panic::promise(async move {
        let options = options.map_err(|error| Failure::from(error).into_js(Vec::new()))?;
        let call = Call { secrets: RefCell::new(options.secrets()), started: Start::now(), options };
        call.run().await.map_err(|failure| call.to_js(failure))
    })
}

/// One call: `n` requests, each of one attempt or more.
struct Call {
    options: Options,
    started: Start,
    /// What must not appear in an error.
    secrets: RefCell<Vec<String>>,
}

impl Call {
    async fn run(&self) -> Result<JsValue> {
        let options = &self.options;
        let body = Body::new(options, &[], None).await?;
        let mut outcome = Outcome::default();
        many::run(
            options.n,
            options.concurrency,
            async |index| self.request(&body, index).await,
            |index, ended| outcome.add(index, ended, options.on_image.as_ref()),
        )
        .await;
        outcome.into_result(&options.unsupported, |failure| self.to_js(failure))
    }

    /// Attempts until one succeeds or there is no use in another.
    async fn request(&self, body: &Body, index: u32) -> Result<Answer> {
        let options = &self.options;
        let progress = Progress::new(options.on_progress.clone(), self.started, index, options.n);
        let body = body.of(options, index)?;
        let (mut attempt, mut sent) = (1, 0);
        loop {
            let error = match self.attempt(&body, index, &progress).await {
                Ok(reply) => return Ok(Answer { reply, attempts: sent + 1 }),
                Err(Failure::Error(error)) => error.after(sent),
                Err(aborted) => return Err(aborted),
            };
            let Some(ms) = retry::wait(error.failed(), attempt, options.retry, Math::random()) else {
                return Err(error.into());
            };
            sent = error.sent();
            attempt += 1;
            progress.retry(ms);
            guard::sleep(options.signal.as_ref(), ms).await?;
        }
    }

    /// The way of data, once.
    async fn attempt(&self, body: &Blob, index: u32, progress: &Progress) -> Result<Reply> {
        let options = &self.options;
        let guard = Guard::new(options.signal.as_ref(), options.timeout)?;
        progress.enter(Phase::Preparing);
        let key = transport::ask_key(options, &guard).await?;
        self.secrets.borrow_mut().extend(key.clone());
        let response = transport::send(options, key.as_deref(), body, &guard, progress).await?;
        progress.expect(transport::content_length(&response));
        let read = stream::read(&response, &guard, progress).await?;
        let loaded = read.loaded;
        let reply = reply::understand(read, options, index)?;
        progress.done(loaded);
        Ok(reply)
    }

    fn to_js(&self, failure: Failure) -> JsValue {
        failure.into_js(self.secrets.borrow().clone())
    }
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
