//! What a call tells while it runs → callbacks, which hear it at once, and the reader of a stream, who may lag.

use crate::asked::Held;
use crate::host::{Sink, notify, notify_of};
use crate::out;
use engine::error::Error;
use engine::queue::{Event, Queue};
use engine::web::Promised;
use js_sys::Function;
use std::cell::RefCell;
use std::convert::Infallible;
use std::future::poll_fn;
use std::task::{Context, Poll, Waker};
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// Who hears of a call.
pub struct Hearers {
    on_progress: Option<Function>,
    on_image: Option<Function>,
    sink: Option<Sink>,
    /// By request, what was told last: a callback and a stream are given the same object.
    progress: RefCell<ByRequest>,
    /// By request, errors that were told: the result has the same.
    errors: RefCell<ByRequest>,
}

type ByRequest = Vec<(u32, JsValue)>;

fn of(all: &ByRequest, index: u32) -> Option<&JsValue> {
    all.iter().find(|(known, _)| *known == index).map(|(_, value)| value)
}

impl Hearers {
    pub fn new(held: &Held, sink: Option<Sink>) -> Self {
        let (on_progress, on_image) = (held.function("onProgress"), held.function("onImage"));
        Self { on_progress, on_image, sink, progress: RefCell::default(), errors: RefCell::default() }
    }

    /// Whether anybody does.
    pub const fn is_anybody(&self) -> bool {
        self.sink.is_some() || self.on_progress.is_some() || self.on_image.is_some()
    }

    /// What happens, as it happens.
    pub fn hear(&self, event: &Event<Blob>) {
        match event {
            Event::Progress(progress) if self.sink.is_some() || self.on_progress.is_some() => {
                let told = out::progress(progress);
                self.keep(progress.index, told.clone());
                if let Some(callback) = &self.on_progress {
                    notify(callback, &told);
                }
            }
            Event::Answered { index, picture } => {
                if let Some(callback) = &self.on_image {
                    notify_of(callback, &out::image(picture), *index);
                }
            }
            Event::Progress(_)
            | Event::Text { .. }
            | Event::Thought { .. }
            | Event::Preview { .. }
            | Event::Image { .. }
            | Event::Failed { .. } => {}
        }
    }

    fn keep(&self, index: u32, told: JsValue) {
        if self.sink.is_some() {
            let mut progress = self.progress.borrow_mut();
            progress.retain(|(known, _)| *known != index);
            progress.push((index, told));
        }
    }

    /// A `GenerateImageError`, one for each request.
    pub fn error(&self, index: u32, error: &Error) -> JsValue {
        let known = of(&self.errors.borrow(), index).cloned();
        known.unwrap_or_else(|| {
            let told = out::error(error);
            self.errors.borrow_mut().push((index, told.clone()));
            told
        })
    }

    /// Hands on each event when the reader has taken those before it. Never ends.
    pub async fn tell(&self, queue: &Queue<Blob>) -> Infallible {
        loop {
            let event = poll_fn(|context| queue.poll_pop(context)).await;
            let Some(sink) = self.push(event) else { continue };
            if let Some(drained) = sink.drained() {
                // It settles whatever happens, and is none of a caller's.
                Promised::new(&drained).await.ok();
            }
        }
    }

    /// Hands on what nobody has taken yet, when the call has ended.
    pub fn tell_rest(&self, queue: &Queue<Blob>) {
        let mut context = Context::from_waker(Waker::noop());
        while let Poll::Ready(event) = queue.poll_pop(&mut context) {
            self.push(event);
        }
    }

    fn push(&self, event: Event<Blob>) -> Option<&Sink> {
        let sink = self.sink.as_ref()?;
        let event = match event {
            Event::Progress(progress) => {
                let told = of(&self.progress.borrow(), progress.index).cloned().unwrap_or_default();
                out::event("progress", progress.index, "progress", &told)
            }
            Event::Text { index, text } => out::event("text", index, "text", &text.into()),
            Event::Thought { index, text } => out::event("thought", index, "text", &text.into()),
            Event::Preview { index, picture } => out::event("preview", index, "image", &out::image(&picture)),
            Event::Image { index, picture } => out::event("image", index, "image", &out::image(&picture)),
            Event::Failed { index, error } => out::event("error", index, "error", &self.error(index, &error)),
            Event::Answered { .. } => return None,
        };
        sink.push(&event);
        Some(sink)
    }
}
