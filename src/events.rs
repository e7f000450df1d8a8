//! Tells a stream's reader what comes, and waits for a reader that lags. Where nobody reads along it does nothing.

use crate::error::Result;
use crate::guard::Guard;
use js_sys::Promise;
use std::cell::Cell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The queue of js/stream.js.
    #[derive(Clone)]
    pub type Queue;
    #[wasm_bindgen(method)]
    fn push(this: &Queue, kind: u32, index: u32, value: &JsValue);
    /// A promise where the reader lags.
    #[wasm_bindgen(method)]
    fn ready(this: &Queue) -> Option<Promise>;
}

/// The `type` of an `ImageEvent`, by its place in js/stream.js's list. Those of a reply js/reply.js tells.
#[derive(Clone, Copy)]
pub enum Kind {
    Progress = 0,
    Error = 5,
}

/// The events of one request.
pub struct Events {
    queue: Option<Queue>,
    index: u32,
    told: Cell<bool>,
}

impl Events {
    /// Of request `index`.
    pub fn new(queue: Option<Queue>, index: u32) -> Self {
        Self { queue, index, told: Cell::new(false) }
    }

    /// Whether somebody reads along.
    pub fn are_wanted(&self) -> bool {
        self.queue.is_some()
    }

    /// Tells one.
    pub fn tell(&self, kind: Kind, value: &JsValue) {
        if let Some(queue) = &self.queue {
            queue.push(kind as u32, self.index, value);
        }
    }

    /// js/reply.js told something of a reply.
    pub fn have_been_told(&self) {
        self.told.set(true);
    }

    /// Whether anything of a reply was told: to try again would tell it twice.
    pub fn have_told(&self) -> bool {
        self.told.get()
    }

    /// Waits until the reader has caught up: as long as it takes, nothing more is taken from the network.
    pub async fn drained(&self, guard: &Guard) -> Result<()> {
        if let Some(promise) = self.queue.as_ref().and_then(Queue::ready) {
            guard.wait(promise).await?;
        }
        Ok(())
    }
}
