//! Holds one attempt: its abort, its timeout, and whatever it waits for.
//!
//! The idea is reqwest's guard: as long as it lives the network may work for us, and when it is dropped unfinished the
//! network is stopped. Everything that an attempt waits for, it waits for through [`Guard::wait`], so that abort and
//! timeout end the wait at once, even where a caller's `fetch` does not listen to the signal.

use crate::code::Code;
use crate::error::{Error, Failure};
use js_sys::Promise;
use std::cell::Cell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal};

#[wasm_bindgen(module = "/js/api.js")]
extern "C" {
    /// Timer, listener and controller, in JavaScript: closures of Rust's for them are 1 KB of brotli.
    #[wasm_bindgen(js_name = Guard)]
    type Hold;
    #[wasm_bindgen(constructor, catch, js_class = "Guard")]
    fn new(signal: Option<&AbortSignal>, timeout: i32) -> Result<Hold, JsValue>;
    /// Settles as `promise` does, or is rejected as soon as the hold has ended.
    #[wasm_bindgen(method)]
    fn wait(this: &Hold, promise: &JsValue) -> Promise;
    #[wasm_bindgen(method, getter)]
    fn network(this: &Hold) -> AbortController;
    #[wasm_bindgen(method, getter)]
    fn ended(this: &Hold) -> u32;
    #[wasm_bindgen(method, getter)]
    fn reason(this: &Hold) -> JsValue;
    #[wasm_bindgen(method)]
    fn release(this: &Hold, finished: bool);
}

/// [`Hold::ended`].
const ABORTED: u32 = 1;
const TIMED_OUT: u32 = 2;

/// One attempt's hold on the network.
pub struct Guard {
    hold: Hold,
    timeout: i32,
    caller: Option<AbortSignal>,
    sent: Cell<bool>,
    finished: Cell<bool>,
}

/// What a wait ends with when it does not end well.
pub enum Broken {
    /// The promise was rejected.
    Rejected(JsValue),
    /// Abort or timeout.
    Stopped(Failure),
}

impl Guard {
    /// Starts the clock and listens to the caller's signal.
    ///
    /// # Errors
    /// If the signal has fired already, with its reason.
    pub fn new(signal: Option<&AbortSignal>, timeout: i32) -> Result<Self, Failure> {
        let hold = Hold::new(signal, timeout)
            .map_err(|thrown| Error::new(Code::Wasm, "there is no AbortController here").thrown(&thrown))?;
        let (sent, finished) = (Cell::new(false), Cell::new(false));
        let guard = Self { hold, timeout, caller: signal.cloned(), sent, finished };
        guard.stopped().map_or(Ok(guard), Err)
    }

    /// Another under the same signal, for a time of its own.
    ///
    /// # Errors
    /// As [`Guard::new`].
    pub fn shorter(&self, timeout: i32) -> Result<Self, Failure> {
        Self::new(self.caller.as_ref(), timeout)
    }

    /// The signal for the request.
    pub fn signal(&self) -> AbortSignal {
        self.hold.network().signal()
    }

    /// From here on the server may have begun to work, and to charge.
    pub fn sent(&self) {
        self.sent.set(true);
    }

    /// The attempt has all it wants; dropping the guard leaves the network alone, which is the caller's to stop.
    pub fn finish(&self) -> AbortController {
        self.finished.set(true);
        self.hold.network()
    }

    /// Waits for `promise`, but no longer than the attempt lives.
    pub async fn wait(&self, promise: Promise) -> Result<JsValue, Broken> {
        let settled = JsFuture::from(self.hold.wait(&promise)).await;
        // A rejection may be only what our own abort led to.
        self.stopped().map_or(settled.map_err(Broken::Rejected), |failure| Err(Broken::Stopped(failure)))
    }

    #[inline(never)]
    fn stopped(&self) -> Option<Failure> {
        match self.hold.ended() {
            ABORTED => Some(Failure::Aborted(self.hold.reason())),
            TIMED_OUT => Some(self.timed_out().into()),
            _ => None,
        }
    }

    fn timed_out(&self) -> Error {
        let error = Error::new(Code::Timeout, format!("no whole reply within {} ms", self.timeout as u32)).retryable();
        if self.sent.get() {
            error.maybe_billed().attempts(1).hint("a larger `timeout` may help; the picture may have been charged")
        } else {
            error.hint("the `apiKey` function took too long")
        }
    }
}

/// Waits for what no attempt holds: for `promise`, for so many milliseconds, or until the signal fires.
pub async fn wait(signal: Option<&AbortSignal>, timeout: i32, promise: &JsValue) -> Result<JsValue, Broken> {
    let guard = Guard::new(signal, timeout).map_err(Broken::Stopped)?;
    guard.wait(promise.clone().unchecked_into()).await
}

/// Waits, unless the signal fires.
pub async fn sleep(signal: Option<&AbortSignal>, ms: f64) -> Result<(), Failure> {
    match wait(signal, (ms as i32).max(1), &JsValue::UNDEFINED).await {
        Err(Broken::Stopped(Failure::Aborted(reason))) => Err(Failure::Aborted(reason)),
        _ => Ok(()), // it "timed out", as it was to
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.hold.release(self.finished.get());
    }
}
