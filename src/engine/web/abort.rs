//! The network's guard: for as long as it lives, a request works for us. The model is reqwest's.

use super::hold::Held;
use super::{Browser, called, get};
use wasm_bindgen::JsValue;
use web_sys::{AbortController, AbortSignal, Request};

/// Dropping it aborts.
pub(super) struct Abort(Option<Armed>);

struct Armed {
    controller: AbortController,
    browser: Browser,
    /// Node's `fetch` no longer hears of an abort once its Request has been collected.
    request: JsValue,
    _held: Option<Held>,
}

impl Abort {
    pub fn new(browser: &Browser) -> Result<(Self, AbortSignal), JsValue> {
        let controller = AbortController::new()?;
        let signal = controller.signal();
        let held = Held::new(browser.hold(), || called::method(&get(&controller, "abort"), &controller));
        Ok((
            Self(Some(Armed { controller, browser: browser.clone(), request: JsValue::UNDEFINED, _held: held })),
            signal,
        ))
    }

    /// It ends that request.
    pub fn of(&mut self, request: &Request) {
        if let Some(armed) = &mut self.0 {
            armed.request = request.into();
        }
    }

    /// All has come: a caller's own `fetch` would see an abort after the end.
    pub fn defuse(&mut self) {
        self.0 = None;
    }
}

impl Drop for Abort {
    fn drop(&mut self) {
        if let Some(Armed { controller, browser, .. }) = self.0.take() {
            let reason = browser.0.reason.borrow().clone(); // not while a caller's code runs, which hears of the abort
            controller.abort_with_reason(&reason);
        }
    }
}
