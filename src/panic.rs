//! What happens when this package itself fails.
//!
//! A panic on wasm ends in a trap, and the promise of every call in flight would pend for ever
//! (wasm-bindgen documents it at `future_to_promise`). Nothing in src panics, but dependencies may. So the hook rejects
//! all that is in flight with code `wasm` and has the next call start a fresh instance.

use crate::host::{crashed, track};
use js_sys::Promise;
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen::prelude::*;

/// Says that this instance is lost: the next call from JavaScript starts another.
#[wasm_bindgen(skip_typescript)]
pub fn condemn() {
    wasm_bindgen::handler::schedule_reinit();
}

/// Nothing; but coming here is a call, and so starts the instance that a condemned one is replaced by.
#[wasm_bindgen(skip_typescript)]
pub fn revive() {}

/// The promise of one call.
pub fn promise(call: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> Promise {
    settle(Box::pin(call))
}

/// Apart from [`promise`], which is made once for each kind of call.
fn settle(call: Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>) -> Promise {
    // Anew for each call: to set it again costs nothing, and to know whether it is set costs code.
    std::panic::set_hook(Box::new(|info| {
        condemn();
        crashed(&info.to_string());
    }));
    track(&wasm_bindgen_futures::future_to_promise(call))
}
