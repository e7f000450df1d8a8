//! A prompt in, Blob URLs out: image generation over the Gemini API for the browser, decoded while the reply arrives.
//!
//! The way data takes is one direction, and `Call::attempt` in this file is that way in a few lines:
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
mod body;
mod check;
pub mod code;
mod collect;
mod decoding;
pub mod envelope;
mod error;
mod events;
mod fields;
mod guard;
pub mod heap;
mod history;
mod host;
mod input;
pub mod many;
mod options;
mod outcome;
mod panic;
mod pause;
pub mod prefix;
mod progress;
mod reply;
pub mod request;
pub mod retry;
pub mod scan;
pub mod sniff;
pub mod sse;
mod stream;
mod talk;
mod tee;
mod transport;

use body::Body;
use error::{Failure, Result};
use events::{Events, Kind, Queue};
use guard::Guard;
use js_sys::{Array, Math, Promise};
use options::Options;
use outcome::Outcome;
use progress::{Phase, Progress, Start};
use reply::Reply;
use std::cell::Cell;
use stream::{Reader, unkept};
use talk::Talk;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// `generateImage(prompt, options?)` or `generateImage(options)`: the promise of a `GenerateImageResult`.
#[wasm_bindgen(js_name = generateImage, skip_typescript)]
pub fn generate_image(first: JsValue, second: JsValue) -> Promise {
    call(&first, &second, None)
}

/// The same for streams and sessions; a session's result is an array: the `GenerateImageResult`, the user's content and the
/// model's, and the parts that the next prompt has to begin with, if any.
#[wasm_bindgen(skip_typescript)]
pub fn converse(first: JsValue, second: JsValue, talk: Talk) -> Promise {
    call(&first, &second, Some(talk))
}

/// A content of a session's, as a response, read and checked; what it says is js/history.js.
#[wasm_bindgen(skip_typescript)]
pub fn restore(content: web_sys::Response, user: bool) -> Promise {
    panic::promise(async move { Ok(history::read(content, user).await.unwrap_or_else(JsValue::from)) })
}

fn call(first: &JsValue, second: &JsValue, talk: Option<Talk>) -> Promise {
    // Read before anything else happens, so that a caller who changes the object afterwards changes nothing here.
    let options = Options::read(first, second);
    panic::promise(async move {
        let told = |error| Failure::from(error).into_js(&Array::new());
        let mut options = options.map_err(told)?;
        if let Some(talk) = &talk {
            talk.adopt(&mut options);
        }
        let queue = talk.as_ref().and_then(Talk::queue);
        let history = talk.as_ref().and_then(Talk::contents);
        let call = Call { started: Start::now(), options, queue, history };
        call.run(talk.and_then(|talk| talk.before())).await.map_err(|failure| call.to_js(failure))
    })
}

/// One call: `n` requests, each of one attempt or more.
struct Call {
    options: Options,
    started: Start,
    /// Where events go.
    queue: Option<Queue>,
    /// The contents so far, in a conversation.
    history: Option<Vec<Blob>>,
}

impl Call {
    async fn run(&self, before: Option<Blob>) -> Result<JsValue> {
        let options = &self.options;
        if options.images.length() > 0 {
            self.progress(0).enter(Phase::Preparing);
        }
        let body = Body::new(options, self.history.as_deref().unwrap_or_default(), before.as_ref()).await?;
        let outcome = Outcome::new(&options.unsupported, &options.secrets);
        let ended = Cell::new(None);
        many::run(
            options.n,
            options.concurrency,
            async |index| {
                let progress = self.progress(index);
                let reply = self.request(&body, index, &progress).await;
                reply.map_err(|failure| self.failed(failure, &progress.events))
            },
            |index, reply| {
                match reply {
                    Ok((reply, attempts)) => outcome.answered(index, &reply, attempts, options.on_image.as_ref()),
                    Err((error, Some(attempts))) => outcome.failed(index, &error, attempts),
                    Err((reason, None)) => {
                        ended.set(Some(reason));
                        return false;
                    }
                }
                true
            },
        )
        .await;
        let result = ended.take().map_or_else(|| outcome.result(), Err).map_err(Failure::Aborted)?;
        if self.history.is_none() {
            return Ok(result);
        }
        let model = outcome.content().map_err(unkept)?;
        let next = body::pictures(&outcome.mended(), options.signal.as_ref()).await;
        Ok(Array::of4(&result, body.user()?.as_ref(), &model, &next.into()).into())
    }

    /// That of request `index`.
    fn progress(&self, index: u32) -> Progress {
        let events = Events::new(self.queue.clone(), index);
        Progress::new(self.options.on_progress.clone(), events, self.started, index, self.options.n)
    }

    /// Attempts until one succeeds or there is no use in another; how many requests that took.
    async fn request(&self, body: &Body, index: u32, progress: &Progress) -> Result<(JsValue, u32)> {
        let options = &self.options;
        let body = body.of(options, index)?;
        let (mut attempt, mut sent) = (1, 0);
        loop {
            let error = match self.attempt(&body, index, progress).await {
                Ok(reply) => return Ok((reply, sent + 1)),
                Err(Failure::Error(error)) => error.after(sent),
                Err(aborted) => return Err(aborted),
            };
            let wait = retry::wait(error.failed(), attempt, options.retry, Math::random());
            let Some(ms) = wait.filter(|_| !progress.events.have_told()) else {
                return Err(error.into());
            };
            sent = error.sent();
            attempt += 1;
            progress.retry(ms);
            guard::sleep(options.signal.as_ref(), ms).await?;
        }
    }

    /// The way of data, once.
    async fn attempt(&self, body: &JsValue, index: u32, progress: &Progress) -> Result<JsValue> {
        let options = &self.options;
        let guard = Guard::new(options.signal.as_ref(), options.timeout)?;
        progress.enter(Phase::Preparing);
        let key = transport::ask_key(options, &guard).await?;
        if let Some(key) = &key {
            options.secrets.push(&key.into());
        }
        let response = transport::send(options, key.as_deref(), body, &guard, progress).await?;
        progress.expect(transport::content_length(&response));
        let mut reply = Reply::new(self.queue.as_ref(), index, options, &progress.events);
        let mut reader = Reader::new(&response, &guard, progress, self.history.is_some())?;
        loop {
            let told = match reader.next().await {
                Ok(Some(document)) => match reply.prepare(&document, &guard).await {
                    Ok(()) => {
                        reply.add(&document)?;
                        reader.expect_end(reply.patience());
                        progress.events.drained(&guard).await
                    }
                    stopped => stopped,
                },
                Ok(None) => break,
                Err(failure) => Err(failure),
            };
            if let Err(failure) = told {
                reply.break_off(failure)?;
                break;
            }
        }
        reply.settle(options, &guard).await?;
        let reply = reply.finish(&reader)?;
        progress.done(reader.leave());
        Ok(reply)
    }

    /// A failure of one request, as it is told to whoever reads along and to the caller, and how many requests were sent; not
    /// where the caller ended it, and with it the call.
    fn failed(&self, failure: Failure, events: &Events) -> (JsValue, Option<u32>) {
        let attempts = match &failure {
            Failure::Error(error) => Some(error.sent()),
            Failure::Aborted(_) => None,
        };
        let value = self.to_js(failure);
        if self.options.n > 1 && attempts.is_some() {
            events.tell(Kind::Error, &value);
        }
        (value, attempts)
    }

    fn to_js(&self, failure: Failure) -> JsValue {
        failure.into_js(&self.options.secrets)
    }
}
