//! A caller's AbortSignal: this realm's, another's, or a polyfill's.

use super::{Called, get};
use js_sys::Function;
use std::future::Future;
use wasm_bindgen::prelude::*;
use web_sys::AbortController;

/// Ends when the signal has fired, with its reason; never where there is none, or it refuses to be listened to.
pub fn aborted(signal: &JsValue) -> impl Future<Output = JsValue> + use<> {
    let signal = signal.clone();
    async move {
        if !get(&signal, "aborted").is_truthy() {
            Called::new(|callback| {
                listen(&signal, "addEventListener", callback);
                let (signal, callback) = (signal.clone(), callback.clone());
                move || listen(&signal, "removeEventListener", &callback)
            })
            .await;
        }
        let reason = get(&signal, "reason");
        if reason.is_undefined() { default_reason().unwrap_or_default() } else { reason }
    }
}

fn listen(signal: &JsValue, method: &str, callback: &Function) {
    if let Ok(method) = get(signal, method).dyn_into::<Function>() {
        let _ = method.call2(signal, &"abort".into(), callback);
    }
}

/// An `AbortError`, where a polyfill has no reasons.
fn default_reason() -> Result<JsValue, JsValue> {
    let controller = AbortController::new()?;
    controller.abort();
    Ok(controller.signal().reason())
}
