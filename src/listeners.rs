//! What a call tells while it runs → callbacks, which hear it at once, and the reader of a stream, who may lag.

use crate::arguments::Held;
use crate::host::{Sink, notify, notify_of};
use crate::outcome;
use engine::face::error::Error;
use engine::face::queue::{Event, Queue};
use engine::face::web::Promised;
use js_sys::Function;
use std::cell::RefCell;
use std::convert::Infallible;
use std::future::poll_fn;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// Who hears of a call.
pub struct Listeners {
    on_progress: Option<Function>,
    on_image: Option<Function>,
    sink: Option<Sink>,
    /// By request, errors that were told: the result has the same.
    errors: RefCell<Vec<(u32, JsValue)>>,
}

impl Listeners {
    pub fn new(held: &Held, sink: Option<Sink>) -> Self {
        let (on_progress, on_image) = (held.function("onProgress"), held.function("onImage"));
        Self { on_progress, on_image, sink, errors: RefCell::default() }
    }

    /// Whether anybody does.
    pub const fn is_anybody(&self) -> bool {
        self.sink.is_some() || self.on_progress.is_some() || self.on_image.is_some()
    }

    /// What happens, as it happens: a reader who waits has it at once.
    pub fn hear(&self, event: &Event<Blob>) {
        match event {
            Event::Progress(progress) if self.sink.is_some() || self.on_progress.is_some() => {
                let told = outcome::progress(progress);
                self.push("progress", progress.index, "progress", &told);
                if let Some(callback) = &self.on_progress {
                    notify(callback, &told);
                }
            }
            Event::Answered { index, picture } => {
                if let Some(callback) = &self.on_image {
                    notify_of(callback, &outcome::image(picture), *index);
                }
            }
            Event::Text { index, text } => self.push("text", *index, "text", &text.into()),
            Event::Thought { index, text } => self.push("thought", *index, "text", &text.into()),
            Event::Preview { index, picture } => self.push("preview", *index, "image", &outcome::image(picture)),
            Event::Image { index, picture } => self.push("image", *index, "image", &outcome::image(picture)),
            Event::Failed { index, error } if self.sink.is_some() => {
                self.push("error", *index, "error", &self.error(*index, error));
            }
            Event::Progress(_) | Event::Failed { .. } => {}
        }
    }

    fn push(&self, kind: &str, index: u32, name: &str, value: &JsValue) {
        if let Some(sink) = &self.sink {
            sink.push(&outcome::event(kind, index, name, value));
        }
    }

    /// A `GenerateImageError`, one for each request.
    pub fn error(&self, index: u32, error: &Error) -> JsValue {
        let known = self.errors.borrow().iter().find(|(known, _)| *known == index).map(|(_, told)| told.clone());
        known.unwrap_or_else(|| {
            let told = outcome::error(error);
            self.errors.borrow_mut().push((index, told.clone()));
            told
        })
    }

    /// Takes from the queue, where the network waits, what the reader of the stream has taken. Never ends.
    pub async fn follow(&self, queue: &Queue<Blob>) -> Infallible {
        loop {
            poll_fn(|context| queue.poll_pop(context)).await;
            if let Some(drained) = self.sink.as_ref().and_then(Sink::drained) {
                // It settles whatever happens, and is none of a caller's.
                Promised::new(&drained).await.ok();
            }
        }
    }
}
