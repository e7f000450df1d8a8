//! Tells the caller how far a call is.

use crate::host::notify;
use js_sys::Function;
use serde::Serialize;
use std::cell::Cell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;
}

/// A step that a person waits for.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Phase {
    Preparing,
    Sending,
    Waiting,
    Receiving,
    Done,
}

/// Small chunks come by the thousand; a page redraws at most this often anyway.
const EVERY: f64 = 50.0;

/// The progress of one call.
pub struct Progress {
    callback: Option<Function>,
    started: f64,
    told: Cell<f64>,
    total: Cell<Option<f64>>,
}

#[derive(Serialize)]
struct Report {
    phase: Phase,
    elapsed: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    loaded: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<f64>,
    index: u32,
    n: u32,
    attempt: u32,
}

impl Progress {
    /// The clock starts here.
    pub fn new(callback: Option<Function>) -> Self {
        Self { callback, started: now(), told: Cell::new(f64::NEG_INFINITY), total: Cell::new(None) }
    }

    /// Milliseconds since the call began.
    pub fn elapsed(&self) -> f64 {
        now() - self.started
    }

    /// A phase begins.
    pub fn enter(&self, phase: Phase) {
        self.tell(phase, None);
    }

    /// The body begins, of so many bytes if that is known.
    pub fn expect(&self, total: Option<f64>) {
        self.total.set(total);
        self.tell(Phase::Receiving, Some(0));
        self.told.set(f64::NEG_INFINITY);
    }

    /// So many bytes have come.
    pub fn receive(&self, loaded: u64) {
        if self.callback.is_some() && now() - self.told.get() >= EVERY {
            self.told.set(now());
            self.tell(Phase::Receiving, Some(loaded));
        }
    }

    /// The call is over and has its picture.
    pub fn done(&self, loaded: u64) {
        self.tell(Phase::Done, Some(loaded));
    }

    fn tell(&self, phase: Phase, loaded: Option<u64>) {
        let Some(callback) = &self.callback else {
            return;
        };
        let report = Report {
            phase,
            elapsed: self.elapsed(),
            loaded: loaded.map(|bytes| bytes as f64),
            total: self.total.get().filter(|_| loaded.is_some()),
            index: 0,
            n: 1,
            attempt: 1,
        };
        if let Ok(report) = serde_wasm_bindgen::to_value(&report) {
            notify(callback, &report);
        }
    }
}
