//! Tells the caller how far a call is.

use crate::events::{Events, Kind};
use crate::host::{create_progress, notify};
use js_sys::Function;
use serde::Serialize;
use std::cell::Cell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;
}

/// A step that a person waits for, by its place in js/api.js's list.
#[derive(Clone, Copy)]
pub enum Phase {
    Preparing,
    Sending,
    Waiting,
    Receiving,
    Retrying,
    Done,
}

/// Small chunks come by the thousand; a page redraws at most this often anyway.
const EVERY: f64 = 50.0;

/// When a call began, in the clock of [`Progress`].
#[derive(Clone, Copy)]
pub struct Start(f64);

impl Start {
    /// Now.
    pub fn now() -> Self {
        Self(now())
    }
}

/// The progress of one request of a call.
pub struct Progress {
    callback: Option<Function>,
    /// Where it is told too, with what else a stream tells.
    pub events: Events,
    started: Start,
    index: u32,
    n: u32,
    attempt: Cell<u32>,
    told: Cell<f64>,
    total: Cell<Option<f64>>,
}

/// Phase, elapsed, loaded, total, index, n, attempt, retryIn. Without names, which js/api.js gives: an object's keys cost serde-wasm-bindgen
/// a table of them, 2 KB of wasm.
#[derive(Serialize)]
struct Report(u32, f64, Option<f64>, Option<f64>, u32, u32, u32, Option<f64>);

impl Progress {
    /// For request `index` of `n`.
    pub fn new(callback: Option<Function>, events: Events, started: Start, index: u32, n: u32) -> Self {
        let (attempt, told, total) = (Cell::new(1), Cell::new(f64::NEG_INFINITY), Cell::new(None));
        Self { callback, events, started, index, n, attempt, told, total }
    }

    /// Milliseconds since the call began.
    pub fn elapsed(&self) -> f64 {
        now() - self.started.0
    }

    /// A phase begins.
    pub fn enter(&self, phase: Phase) {
        self.tell(phase, None, None);
    }

    /// An attempt failed; the next comes after so many milliseconds.
    pub fn retry(&self, ms: f64) {
        self.total.set(None);
        self.attempt.set(self.attempt.get() + 1);
        self.tell(Phase::Retrying, None, Some(ms));
    }

    /// The body begins, of so many bytes if that is known.
    pub fn expect(&self, total: Option<f64>) {
        self.total.set(total);
        self.tell(Phase::Receiving, Some(0), None);
        self.told.set(f64::NEG_INFINITY);
    }

    /// So many bytes have come.
    pub fn receive(&self, loaded: u64) {
        if now() - self.told.get() >= EVERY {
            self.told.set(now());
            self.tell(Phase::Receiving, Some(loaded), None);
        }
    }

    /// The request is over and has its picture.
    pub fn done(&self, loaded: u64) {
        self.tell(Phase::Done, Some(loaded), None);
    }

    fn tell(&self, phase: Phase, loaded: Option<u64>, retry_in: Option<f64>) {
        if self.callback.is_none() && !self.events.are_wanted() {
            return;
        }
        let bytes = loaded.map(|bytes| bytes as f64);
        let total = self.total.get().filter(|_| loaded.is_some());
        let (elapsed, attempt) = (self.elapsed(), self.attempt.get());
        let report = Report(phase as u32, elapsed, bytes, total, self.index, self.n, attempt, retry_in);
        if let Ok(values) = serde_wasm_bindgen::to_value(&report) {
            let report = create_progress(&values);
            self.events.tell(Kind::Progress, &report);
            if let Some(callback) = &self.callback {
                notify(callback, &report);
            }
        }
    }
}
