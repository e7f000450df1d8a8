//! Options → gloo-net's Request → fetch → a response with status 200.
//!
//! gloo-net builds the request and wraps the response; the wait in between is ours, because gloo-net 0.7 never settles when a
//! header is not Latin-1, when an abort reason or a rejection is no Error, or when `fetch` gives something that is no
//! Response. It also makes the caller's own `fetch` possible.

use crate::code::Code;
use crate::error::{Error, Failure, Result};
use crate::fields::property;
use crate::guard::{Broken, Guard};
use crate::options::{Key, Options};
use crate::progress::{Phase, Progress};
use crate::server_error;
use gloo_net::http::{Request, Response};
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, RequestRedirect, ResponseType};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = fetch, catch)]
    fn fetch(request: &web_sys::Request) -> core::result::Result<Promise, JsValue>;
}

/// A fetch that fails within this time of sending cannot have cost anything; later it may have been a proxy's 504 without
/// CORS headers, which looks just like a dead network.
const FREE: f64 = 3_000.0;

/// Asks for the key, if there is one.
pub async fn ask_key(options: &Options, guard: &Guard) -> Result<Option<String>> {
    let ask = match &options.key {
        None => return Ok(None),
        Some(Key::Text(key)) => return Ok(Some(key.clone())),
        Some(Key::Ask(ask)) => ask,
    };
    let failed = |thrown: &JsValue| options.missing_key("the `apiKey` function failed").thrown(thrown);
    let promise = ask.call0(&JsValue::UNDEFINED).map_err(|thrown| failed(&thrown))?;
    let key = match guard.wait(Promise::resolve(&promise)).await {
        Ok(key) => key.as_string().ok_or_else(|| Error::option("apiKey()", "a string", &key))?,
        Err(Broken::Rejected(thrown)) => return Err(failed(&thrown).into()),
        Err(Broken::Stopped(failure)) => return Err(failure),
    };
    let key = key.trim().to_owned();
    options.check_key(&key)?;
    Ok(Some(key))
}

/// Sends the request and waits for the head of the response.
pub async fn send(
    options: &Options,
    key: Option<&str>,
    body: &Blob,
    guard: &Guard,
    progress: &Progress,
) -> Result<Response> {
    let request = build(options, key, body, guard).map_err(|error| {
        Error::new(Code::InvalidOption, "the request cannot be built").thrown(&JsError::from(error).into())
    })?;
    progress.enter(Phase::Sending);
    let sent = progress.elapsed();
    guard.sent();
    let lost = |thrown: &JsValue| lost(thrown, progress.elapsed() - sent);
    let promise = match &options.fetch {
        Some(own) => own.call1(&JsValue::UNDEFINED, &request).map(|value| Promise::resolve(&value)),
        None => fetch(&request),
    }
    .map_err(|thrown| lost(&thrown))?;
    progress.enter(Phase::Waiting);
    let value = match guard.wait(promise).await {
        Ok(value) => value,
        Err(Broken::Rejected(thrown)) => return Err(lost(&thrown).into()),
        Err(Broken::Stopped(failure)) => return Err(failure),
    };
    let response = wrap(value)?;
    let status = response.status();
    if response.type_() == ResponseType::Opaqueredirect || (300..400).contains(&status) {
        // Followed, a cross-origin 307 would carry key and prompt to the new host.
        return Err(Error::new(Code::InvalidResponse, "the server answered with a redirect")
            .hint("pass the final address as `baseURL`: redirects are not followed, so that key and prompt stay where you sent them")
            .attempts(1)
            .into());
    }
    if status == 0 {
        return Err(lost(&JsValue::UNDEFINED).into()); // Response.error(), or an opaque response: a caller's fetch may give either
    }
    if !response.ok() {
        return Err(server_error::of(&response, options).await);
    }
    Ok(response)
}

/// `content-type` and one credential, and what the caller added: any other header would fail the preflight at Google and at
/// many gateways.
fn build(
    options: &Options,
    key: Option<&str>,
    body: &Blob,
    guard: &Guard,
) -> core::result::Result<web_sys::Request, gloo_net::Error> {
    let url = options.target.url("generateContent", options.auth, key);
    let mut builder = Request::post(&url)
        .header("content-type", "application/json")
        .redirect(RequestRedirect::Manual)
        .abort_signal(Some(&guard.signal()));
    for (name, value) in &options.headers {
        builder = builder.header(name, value);
    }
    if let Some((name, value)) = options.target.credential(options.auth, key) {
        builder = builder.header(name, &value);
    }
    if let Some(credentials) = options.credentials {
        builder = builder.credentials(credentials);
    }
    builder.body(body.clone()).map(Into::into)
}

/// By shape, not by class: mocks and other realms have Responses of their own.
fn wrap(value: JsValue) -> Result<Response> {
    let has = |name: &str| !property(&value, name).is_undefined();
    let shaped = value.is_object() && has("status") && has("ok") && has("headers") && has("body");
    if !shaped {
        return Err(Error::option("fetch()", "a Response", &value).into());
    }
    Ok(Response::from(value.unchecked_into::<web_sys::Response>()))
}

/// One response header; None too where a cross-origin server does not expose it.
pub fn header(response: &Response, name: &str) -> Option<String> {
    let headers = response.headers().into_raw();
    property(&headers, "get").dyn_into::<Function>().ok()?;
    headers.get(name).ok().flatten()
}

fn lost(thrown: &JsValue, after: f64) -> Error {
    let error = Error::new(Code::Network, "the server could not be reached, or refuses this page")
        .thrown(thrown)
        .attempts(1)
        .retryable();
    let hint = "browsers do not say which: check the address and the connection, and that the server allows this page's origin (CORS)";
    if after < FREE {
        error.hint(hint)
    } else {
        error.maybe_billed().hint("the connection broke while the server worked; the picture may have been charged")
    }
}

impl From<Broken> for Failure {
    /// For a body: it broke off.
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::Stopped(failure) => failure,
            Broken::Rejected(thrown) => Error::new(Code::Network, "the connection broke before the reply was whole")
                .thrown(&thrown)
                .attempts(1)
                .retryable()
                .maybe_billed()
                .hint("the picture may have been charged; check the connection and try again")
                .into(),
        }
    }
}

/// The length of the body, where it is known to be right: cross-origin it is hidden or that of the compressed body.
pub fn content_length(response: &Response) -> Option<f64> {
    let plain = response.type_() == ResponseType::Basic && header(response, "content-encoding").is_none();
    let length = header(response, "content-length").filter(|_| plain)?;
    length.parse::<u32>().ok().map(f64::from)
}
