//! Options → gloo-net's Request → fetch → a response with status 200.
//!
//! gloo-net builds the request and wraps the response; the wait in between is ours, because gloo-net 0.7 never settles when a
//! header is not Latin-1, when an abort reason or a rejection is no Error, or when `fetch` gives something that is no
//! Response. It also makes the caller's own `fetch` possible.

use crate::code::Code;
use crate::error::{Error, Failure, Result};
use crate::fields::property;
use crate::guard::{self, Broken, Guard};
use crate::options::Options;
use crate::progress::{Phase, Progress};
use crate::reply::explain;
use crate::request::What;
use crate::stream;
use gloo_net::http::{Request, RequestBuilder, Response};
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use web_sys::{RequestRedirect, ResponseType};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = fetch, catch)]
    fn fetch(request: &web_sys::Request) -> core::result::Result<Promise, JsValue>;
}

/// A fetch that fails within this time of sending cannot have cost anything; later it may have been a proxy's 504 without
/// CORS headers, which looks just like a dead network.
const FREE: f64 = 3_000.0;

/// What to do about a redirect: js/refusal.js says the same.
const REDIRECTED: &str =
    "pass the final address as `baseURL`: redirects are not followed, so that key and prompt stay where you sent them";

/// Google's own errors are a few KB; an error page beyond this says nothing more.
const LIMIT: u32 = 64 * 1024;

/// Nor does one that takes longer than this.
const PATIENCE: i32 = 5_000;

/// Asks for the key, if there is one.
pub async fn ask_key(options: &Options, guard: &Guard) -> Result<Option<String>> {
    let Some(ask) = &options.ask else { return Ok(options.key.clone()) };
    let told = |thrown| Error::told(thrown).attempts(0).into();
    let promise = ask.call0(&JsValue::UNDEFINED).map_err(told)?;
    match guard.wait(promise.unchecked_into()).await {
        Ok(key) => Ok(key.as_string()),
        Err(Broken::Rejected(thrown)) => Err(told(thrown)),
        Err(Broken::Stopped(failure)) => Err(failure),
    }
}

/// How `fetch` ended.
pub enum Head {
    /// With a response that can be read.
    Answered(Response),
    /// With one that cannot: it only says that somebody answered.
    Opaque,
    /// With a redirect, which is never followed: a cross-origin 307 would carry key and prompt to the new host.
    Redirected,
    /// With a rejection, or with `Response.error()`.
    Lost(JsValue),
}

/// Sends the request and waits for the head of the response.
pub async fn send(
    options: &Options,
    key: Option<&str>,
    body: &JsValue,
    guard: &Guard,
    progress: &Progress,
) -> Result<Response> {
    let what = if progress.events.are_wanted() { What::Stream } else { What::Image };
    let url = options.target.url(what, options.auth, key);
    let request = dress(Request::post(&url), options, key, &[], guard).header("content-type", "application/json");
    let request = built(request.body(body.clone()))?;
    progress.enter(Phase::Sending);
    let sent = progress.elapsed();
    guard.sent();
    let started = start(options, &request);
    progress.enter(Phase::Waiting);
    match head(started, guard).await? {
        Head::Answered(response) if response.ok() => Ok(response),
        Head::Answered(response) => Err(refused(response, options).await),
        Head::Redirected => Err(Error::new(Code::InvalidResponse, "the server answered with a redirect")
            .hint(REDIRECTED)
            .attempts(1)
            .into()),
        Head::Opaque => Err(lost(&JsValue::UNDEFINED, progress.elapsed() - sent).into()),
        Head::Lost(thrown) => Err(lost(&thrown, progress.elapsed() - sent).into()),
    }
}

/// The error of a response that is not ok.
async fn refused(response: Response, options: &Options) -> Failure {
    let text = match Guard::new(options.signal.as_ref(), PATIENCE) {
        Ok(guard) => stream::read_text(&response, LIMIT, &guard).await,
        Err(aborted) => Err(aborted),
    };
    let text = match text {
        Ok(text) => text,
        Err(Failure::Aborted(reason)) => return Failure::Aborted(reason),
        Err(Failure::Error(_)) => "".into(), // the status alone says enough
    };
    let target = &options.target;
    let told = explain(&response.into(), &text, target.host.name(), &target.model);
    match guard::wait(options.signal.as_ref(), 0, &told).await {
        Ok(fields) => Error::told(fields).into(),
        Err(aborted) => aborted.into(),
    }
}

/// One credential and what the caller added: any other header would fail the preflight at Google and at many gateways.
/// `without` names what of the latter stays here.
pub fn dress(
    mut builder: RequestBuilder,
    options: &Options,
    key: Option<&str>,
    without: &[&str],
    guard: &Guard,
) -> RequestBuilder {
    builder = builder.redirect(RequestRedirect::Manual).abort_signal(Some(&guard.signal()));
    for (name, value) in options.headers.iter().filter(|(name, _)| !without.contains(&name.as_str())) {
        builder = builder.header(name, value);
    }
    if let Some((name, value)) = options.target.credential(options.auth, key) {
        builder = builder.header(name, &value);
    }
    match options.credentials {
        Some(credentials) => builder.credentials(credentials),
        None => builder,
    }
}

/// The finished request, as `fetch` takes it.
pub fn built(request: core::result::Result<Request, gloo_net::Error>) -> Result<web_sys::Request> {
    request.map(Into::into).map_err(|error| {
        Error::new(Code::InvalidOption, "the request cannot be built").thrown(&JsError::from(error).into()).into()
    })
}

/// Hands the request to the caller's `fetch`, or to the global one.
pub fn start(options: &Options, request: &web_sys::Request) -> core::result::Result<Promise, JsValue> {
    match &options.fetch {
        Some(own) => own.call1(&JsValue::UNDEFINED, request).map(|value| Promise::resolve(&value)),
        None => fetch(request),
    }
}

/// Waits for what comes of it.
pub async fn head(started: core::result::Result<Promise, JsValue>, guard: &Guard) -> Result<Head> {
    let value = match started {
        Ok(promise) => match guard.wait(promise).await {
            Ok(value) => value,
            Err(Broken::Rejected(thrown)) => return Ok(Head::Lost(thrown)),
            Err(Broken::Stopped(failure)) => return Err(failure),
        },
        Err(thrown) => return Ok(Head::Lost(thrown)),
    };
    let response = wrap(value)?;
    Ok(match (response.type_(), response.status()) {
        (ResponseType::Opaque, _) => Head::Opaque,
        (ResponseType::Opaqueredirect, _) | (_, 300..400) => Head::Redirected,
        (_, 0) => Head::Lost(JsValue::UNDEFINED),
        _ => Head::Answered(response),
    })
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
