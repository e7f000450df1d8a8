//! Holds one attempt: its abort, its timeout, and whatever it waits for.
//!
//! The idea is reqwest's guard: as long as it lives the network may work for us, and when it is dropped unfinished the
//! network is stopped. Everything that an attempt waits for, it waits for through [`Guard::wait`], so that abort and
//! timeout end the wait at once, even where a caller's `fetch` does not listen to the signal.

use crate::code::Code;
use crate::error::{Error, Failure};
use js_sys::Promise;
use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Closure<dyn FnMut()>, ms: i32) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(id: &JsValue);

    /// Anything with the face of an `EventTarget`: signals of other realms and of polyfills too.
    type Target;
    #[wasm_bindgen(method, catch, js_name = addEventListener)]
    fn listen(this: &Target, event: &str, callback: &Closure<dyn FnMut()>) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = removeEventListener)]
    fn unlisten(this: &Target, event: &str, callback: &Closure<dyn FnMut()>) -> Result<(), JsValue>;
}

#[derive(Clone)]
enum Stop {
    Aborted(JsValue),
    TimedOut,
}

struct State {
    controller: AbortController,
    stop: RefCell<Option<Stop>>,
    waker: RefCell<Option<Waker>>,
    sent: Cell<bool>,
}

/// One attempt's hold on the network.
pub struct Guard {
    state: Rc<State>,
    timeout: i32,
    caller: Option<(AbortSignal, Closure<dyn FnMut()>)>,
    timer: Option<(JsValue, Closure<dyn FnMut()>)>,
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
        if let Some(signal) = signal.filter(|signal| signal.aborted()) {
            return Err(Failure::Aborted(signal.reason()));
        }
        let controller = AbortController::new()
            .map_err(|thrown| Error::new(Code::Wasm, "there is no AbortController here").thrown(&thrown))?;
        let state =
            Rc::new(State { controller, stop: RefCell::new(None), waker: RefCell::new(None), sent: Cell::new(false) });
        let caller = signal.map(|signal| {
            let (state, source) = (Rc::clone(&state), signal.clone());
            let closure = Closure::<dyn FnMut()>::new(move || state.stop(Stop::Aborted(source.reason())));
            let _ = signal.unchecked_ref::<Target>().listen("abort", &closure);
            (signal.clone(), closure)
        });
        let timer = (timeout > 0).then(|| {
            let state = Rc::clone(&state);
            let closure = Closure::<dyn FnMut()>::new(move || state.stop(Stop::TimedOut));
            (set_timeout(&closure, timeout), closure)
        });
        Ok(Self { state, timeout, caller, timer, finished: Cell::new(false) })
    }

    /// Another under the same signal, for a time of its own.
    ///
    /// # Errors
    /// As [`Guard::new`].
    pub fn shorter(&self, timeout: i32) -> Result<Self, Failure> {
        Self::new(self.caller.as_ref().map(|(signal, _)| signal), timeout)
    }

    /// The signal for the request.
    pub fn signal(&self) -> AbortSignal {
        self.state.controller.signal()
    }

    /// From here on the server may have begun to work, and to charge.
    pub fn sent(&self) {
        self.state.sent.set(true);
    }

    /// The attempt has all it wants; dropping the guard leaves the network alone, which is the caller's to stop.
    pub fn finish(&self) -> AbortController {
        self.finished.set(true);
        self.state.controller.clone()
    }

    /// Waits for `promise`, but no longer than the attempt lives.
    pub async fn wait(&self, promise: Promise) -> Result<JsValue, Broken> {
        let mut settled = pin!(JsFuture::from(promise));
        poll_fn(|context| {
            if let Some(failure) = self.stopped() {
                return Poll::Ready(Err(Broken::Stopped(failure)));
            }
            *self.state.waker.borrow_mut() = Some(context.waker().clone());
            settled.as_mut().poll(context).map_err(|thrown| match self.stopped() {
                Some(failure) => Broken::Stopped(failure), // the rejection is only what our own abort led to
                None => Broken::Rejected(thrown),
            })
        })
        .await
    }

    fn stopped(&self) -> Option<Failure> {
        Some(match self.state.stop.borrow().as_ref()? {
            Stop::Aborted(reason) => Failure::Aborted(reason.clone()),
            Stop::TimedOut => {
                let error = Error::new(Code::Timeout, format!("no whole reply within {} ms", self.timeout)).retryable();
                if self.state.sent.get() {
                    error
                        .maybe_billed()
                        .attempts(1)
                        .hint("a larger `timeout` may help; the picture may have been charged")
                } else {
                    error.hint("the `apiKey` function took too long")
                }
                .into()
            }
        })
    }
}

/// Waits, unless the signal fires.
pub async fn sleep(signal: Option<&AbortSignal>, ms: f64) -> Result<(), Failure> {
    let guard = Guard::new(signal, (ms as i32).max(1))?;
    let never = Promise::new(&mut |_, _| {});
    match guard.wait(never).await {
        Err(Broken::Stopped(Failure::Aborted(reason))) => Err(Failure::Aborted(reason)),
        _ => Ok(()), // it "timed out", as it was to
    }
}

impl State {
    fn stop(&self, why: Stop) {
        if self.stop.borrow().is_some() {
            return;
        }
        let reason = match &why {
            Stop::Aborted(reason) => reason.clone(),
            Stop::TimedOut => JsValue::UNDEFINED, // an AbortError, as abort() makes it
        };
        *self.stop.borrow_mut() = Some(why);
        self.controller.abort_with_reason(&reason);
        if let Some(waker) = self.waker.borrow_mut().take() {
            waker.wake();
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some((id, _)) = &self.timer {
            clear_timeout(id);
        }
        if let Some((signal, closure)) = &self.caller {
            let _ = signal.unchecked_ref::<Target>().unlisten("abort", closure);
        }
        if !self.finished.get() {
            self.state.controller.abort();
        }
    }
}
