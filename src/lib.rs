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

mod address;
pub mod base64;
mod blob;
mod body;
mod check;
pub mod code;
mod collect;
mod credentials;
mod decoding;
pub mod diagnosis;
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
pub mod mismatch;
pub mod models;
mod options;
mod outcome;
mod panic;
pub mod prefix;
mod progress;
mod prose;
pub mod refusal;
mod remote;
mod reply;
pub mod request;
mod response;
pub mod retry;
pub mod scan;
mod server_error;
mod settings;
pub mod sniff;
pub mod sse;
mod stream;
pub mod support;
mod talk;
mod tee;
pub mod text;
mod transport;
mod turn;
pub mod warning;

use body::Body;
use error::{Failure, Result};
use events::{Events, Kind, Queue};
use guard::Guard;
use js_sys::{Array, Math, Promise};
use options::Options;
use outcome::{Answer, Failed, Outcome};
use progress::{Phase, Progress, Start};
use reply::{Gathered, Reply};
use std::cell::RefCell;
use stream::Reader;
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

/// A session's contents as its turns, read and checked.
#[wasm_bindgen(skip_typescript)]
pub fn restore(contents: Array) -> Promise {
    panic::promise(async move { history::read(&contents).await.map_err(|failure| failure.into_js(Vec::new())) })
}

fn call(first: &JsValue, second: &JsValue, talk: Option<Talk>) -> Promise {
    // Read before anything else happens, so that a caller who changes the object afterwards changes nothing here.
    let options = Options::read(first, second);
    panic::promise(async move {
        let told = |error| Failure::from(error).into_js(Vec::new());
        let mut options = options.map_err(told)?;
        if let Some(talk) = &talk {
            talk.adopt(&mut options);
        }
        let queue = talk.as_ref().and_then(Talk::queue);
        let history = talk.as_ref().and_then(Talk::contents);
        let call = Call { secrets: RefCell::new(options.secrets()), started: Start::now(), options, queue, history };
        call.run(talk.and_then(|talk| talk.before())).await.map_err(|failure| call.to_js(failure))
    })
}

/// One call: `n` requests, each of one attempt or more.
struct Call {
    options: Options,
    started: Start,
    /// What must not appear in an error.
    secrets: RefCell<Vec<String>>,
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
        let mut outcome = Outcome::default();
        many::run(
            options.n,
            options.concurrency,
            async |index| {
                let progress = self.progress(index);
                self.request(&body, index, &progress).await.map_err(|failure| self.failed(failure, &progress.events))
            },
            |index, ended| outcome.add(index, ended, options.on_image.as_ref()),
        )
        .await;
        let result = outcome.result(&options.unsupported)?;
        if self.history.is_none() {
            return Ok(result);
        }
        let model = outcome.turn.content()?;
        let next = body::pictures(&outcome.turn.mended, options.signal.as_ref()).await;
        Ok(Array::of4(&result, body.user()?.as_ref(), &model, &next.into()).into())
    }

    /// That of request `index`.
    fn progress(&self, index: u32) -> Progress {
        let events = Events::new(self.queue.clone(), index);
        Progress::new(self.options.on_progress.clone(), events, self.started, index, self.options.n)
    }

    /// Attempts until one succeeds or there is no use in another.
    async fn request(&self, body: &Body, index: u32, progress: &Progress) -> Result<Answer> {
        let options = &self.options;
        let body = body.of(options, index)?;
        let (mut attempt, mut sent) = (1, 0);
        loop {
            let error = match self.attempt(&body, index, progress).await {
                Ok(reply) => return Ok(Answer { reply, attempts: sent + 1 }),
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
    async fn attempt(&self, body: &JsValue, index: u32, progress: &Progress) -> Result<Reply> {
        let options = &self.options;
        let guard = Guard::new(options.signal.as_ref(), options.timeout)?;
        progress.enter(Phase::Preparing);
        let key = transport::ask_key(options, &guard).await?;
        self.secrets.borrow_mut().extend(key.clone());
        let response = transport::send(options, key.as_deref(), body, &guard, progress).await?;
        progress.expect(transport::content_length(&response));
        let mut gathered = Gathered::new(&progress.events);
        let mut reader = Reader::new(&response, &guard, progress, self.history.is_some())?;
        loop {
            let told = match reader.next().await {
                Ok(Some(document)) => {
                    gathered.add(document)?;
                    reader.expect_end(gathered.patience());
                    progress.events.drained(&guard).await
                }
                Ok(None) => break,
                Err(failure) => Err(failure),
            };
            if let Err(failure) = told {
                gathered.break_off(failure)?;
                break;
            }
        }
        let links = gathered.settle()?;
        gathered.resolve(remote::fetch(&links, options, &guard).await?);
        let reply = gathered.finish(&reader, options, index)?;
        progress.done(reader.leave());
        Ok(reply)
    }

    /// A failure of one request, as it is told to whoever reads along and to the caller.
    fn failed(&self, failure: Failure, events: &Events) -> Failed {
        let (attempts, aborted) = match &failure {
            Failure::Error(error) => (error.sent(), false),
            Failure::Aborted(_) => (0, true),
        };
        let value = self.to_js(failure);
        if self.options.n > 1 && !aborted {
            events.tell(Kind::Error, &value);
        }
        Failed { value, attempts, aborted }
    }

    fn to_js(&self, failure: Failure) -> JsValue {
        failure.into_js(self.secrets.borrow().clone())
    }
}
