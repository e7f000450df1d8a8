//! Where a request goes → gloo-net's Request → fetch → whatever that gives.
//!
//! gloo-net builds the request; the wait is ours, because gloo-net 0.7 never settles when a header is not Latin-1, when an abort
//! reason or a rejection is no Error, or when `fetch` gives something that is no Response. It also makes the caller's own `fetch`
//! possible. What the answer is, and what to do where there is none, js/attempt.js says.

use engine::wire::target::{Auth, Endpoint, Host, Target};
use gloo_net::http::{Method, RequestBuilder};
use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{AbortSignal, Request, RequestCredentials, RequestRedirect};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = fetch, catch)]
    fn fetch(request: &Request) -> Result<Promise, JsValue>;

    /// One attempt's hold on the network (js/guard.js).
    pub type Hold;
    /// Settles as `promise` does, or is rejected as soon as the hold has ended.
    #[wasm_bindgen(method)]
    fn wait(this: &Hold, promise: &Promise) -> Promise;
}

/// The request for what is asked. One credential and what the caller added: any other header would fail the preflight at Google and
/// at many gateways. A redirect is never followed: a cross-origin 307 would carry key and prompt to the new host.
pub fn request(wire: Array, signal: &AbortSignal, body: &JsValue) -> Result<Request, JsValue> {
    let wire = Values(wire);
    let (question, page, key) = (wire.number(), wire.next().as_string(), wire.next().as_string());
    let (page, key) = (page.as_deref(), key.as_deref());
    let target = Target {
        base: wire.string(),
        host: [Host::Kkiai, Host::Google].get(wire.number()).copied().unwrap_or(Host::Other),
        api_version: wire.string(),
        model: wire.string(),
    };
    let auth = [Auth::Auto, Auth::Bearer, Auth::GoogleKey, Auth::Query, Auth::BearerQuery]
        .get(wire.number())
        .copied()
        .unwrap_or(Auth::None);
    let endpoint = match question {
        0 => Endpoint::Generate,
        1 => Endpoint::Stream,
        2 => Endpoint::Model,
        _ => Endpoint::Models(page),
    };
    let mut builder = RequestBuilder::new(&target.url(endpoint, auth, key))
        .redirect(RequestRedirect::Manual)
        .abort_signal(Some(signal));
    for header in wire.next().unchecked_into::<Array>().iter() {
        let [name, value] = [0, 1].map(|at| header.unchecked_ref::<Array>().get(at).as_string().unwrap_or_default());
        builder = builder.header(&name, &value);
    }
    if let Some((name, value)) = target.credential(auth, key) {
        builder = builder.header(name, &value);
    }
    if let Some(credentials) = RequestCredentials::from_js_value(&wire.next()) {
        builder = builder.credentials(credentials);
    }
    let built = match endpoint {
        Endpoint::Generate | Endpoint::Stream => {
            builder.method(Method::POST).header("content-type", "application/json").body(body.clone())
        }
        Endpoint::Model | Endpoint::Models(_) => builder.build(),
    };
    built.map(Into::into).map_err(|error| JsError::from(error).into())
}

/// Hands it to the caller's `fetch`, or to the global one, at once; the promise waits.
pub fn send(request: &Request, own: Option<Function>, hold: Hold) -> Promise {
    let started = match own {
        Some(own) => own.call1(&JsValue::UNDEFINED, request).map(|value| Promise::resolve(&value)),
        None => fetch(request),
    };
    future_to_promise(async move { JsFuture::from(hold.wait(&started?)).await })
}

/// Values of known types, one after another.
struct Values(Array);

impl Values {
    #[inline(never)]
    fn next(&self) -> JsValue {
        self.0.shift()
    }

    #[inline(never)]
    fn string(&self) -> String {
        self.next().as_string().unwrap_or_default()
    }

    fn number(&self) -> usize {
        self.next().as_f64().unwrap_or_default() as usize
    }
}
