//! A request → gloo-net's Request → `fetch` → whatever that gives.
//!
//! gloo-net builds the request; the wait is ours, because gloo-net 0.7 never settles when a header is not Latin-1, when an
//! abort reason or a rejection is no Error, or when `fetch` gives something that is no Response. It also makes a caller's
//! own `fetch` possible.

use super::abort::Abort;
use super::body::Body;
use super::thrown::{described, text, thrown};
use super::{Browser, Promised, get};
use crate::error::Thrown;
use crate::options::Credentials;
use crate::wire::server_error::seconds;
use crate::world::{Answer, Head, Payload, Purpose, Request, Unanswered};
use gloo_net::http::{Headers, Method, RequestBuilder};
use js_sys::{Date, Function, Reflect};
use std::future::{Future, pending};
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::{
    AbortSignal, Blob, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit, RequestMode, RequestRedirect,
};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch)]
    fn fetch(request: &web_sys::Request) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch_link(url: &str, init: &RequestInit) -> Result<JsValue, JsValue>;
}

/// Hands the request over at once.
pub(super) fn send(
    browser: &Browser,
    request: Request<'_, Blob>,
) -> impl Future<Output = Result<Answer<Body>, Unanswered>> + use<> {
    let aborted = get(&browser.0.settings.signal, "aborted").is_truthy();
    let sends = browser.0.settings.sends.as_ref().filter(|_| request.purpose == Purpose::Call);
    let started = (!aborted && sends.is_none_or(|sends| sends())).then(|| start(browser, request));
    async move {
        let Some(started) = started else { return pending().await };
        let (abort, answer) = started?;
        let response = answer.await.map_err(|value| lost(&value))?;
        read(&response, abort)
    }
}

fn start(browser: &Browser, request: Request<'_, Blob>) -> Result<(Abort, Promised), Unanswered> {
    let unbuilt = |value: JsValue| Unanswered::Unbuilt(thrown(&value));
    let (mut abort, signal) = Abort::new(browser).map_err(unbuilt)?;
    let started = if request.purpose == Purpose::Link {
        fetch_link(request.url, &without_trace(&signal))
    } else {
        let built = build(browser, &request, &signal).map_err(Unanswered::Unbuilt)?;
        abort.of(&built);
        let own = browser.0.settings.fetch.as_ref();
        own.map_or_else(|| fetch(&built), |own| own.call1(&JsValue::UNDEFINED, &built))
    };
    Ok((abort, Promised::new(&started.map_err(|value| lost(&value))?)))
}

/// Asked of a Request, which leaves out what is the browser's to set.
pub(super) fn carries(name: &str, value: &str) -> Result<bool, JsValue> {
    let headers = web_sys::Request::new_with_str("about:blank")?.headers();
    headers.set(name, value)?;
    headers.has(name)
}

fn lost(value: &JsValue) -> Unanswered {
    Unanswered::Lost(Some(thrown(value)))
}

fn build(browser: &Browser, request: &Request<'_, Blob>, signal: &AbortSignal) -> Result<web_sys::Request, Thrown> {
    let headers = of_headers(request.headers).map_err(|value| thrown(&value))?;
    let builder = RequestBuilder::new(request.url).headers(headers).abort_signal(Some(signal));
    let builder = match request.purpose {
        Purpose::Call => with_cookies(builder, browser),
        Purpose::Question => with_cookies(builder, browser).cache(RequestCache::NoStore),
        Purpose::Plain => without_cookies(builder).cache(RequestCache::NoStore),
        Purpose::Probe => without_cookies(builder).cache(RequestCache::NoStore).mode(RequestMode::NoCors),
        Purpose::Link => builder,
    };
    // Without CORS a redirect can but be followed, or fail.
    let builder = if request.purpose == Purpose::Probe { builder } else { builder.redirect(RequestRedirect::Manual) };
    let built = match &request.body {
        None => builder.build(),
        Some(Payload::Text(text)) => builder.method(Method::POST).body(*text),
        Some(Payload::Blob(blob)) => builder.method(Method::POST).body(*blob),
    };
    built.map(Into::into).map_err(|error| match error {
        gloo_net::Error::JsError(error) => Thrown { name: error.name, message: error.message },
        gloo_net::Error::GlooError(message) => Thrown { name: "Error".to_owned(), message },
        // gloo-net has one more where an app turns on its `json`; no request is built of that.
        #[allow(unreachable_patterns, clippy::wildcard_enum_match_arm)]
        _ => Thrown { name: "Error".to_owned(), message: String::new() },
    })
}

fn with_cookies(builder: RequestBuilder, browser: &Browser) -> RequestBuilder {
    match browser.0.settings.credentials {
        None => builder,
        Some(Credentials::Omit) => builder.credentials(RequestCredentials::Omit),
        Some(Credentials::SameOrigin) => builder.credentials(RequestCredentials::SameOrigin),
        Some(Credentials::Include) => builder.credentials(RequestCredentials::Include),
    }
}

fn without_cookies(builder: RequestBuilder) -> RequestBuilder {
    builder.credentials(RequestCredentials::Omit)
}

/// Of a link, which says nothing of page, user or key.
fn without_trace(signal: &AbortSignal) -> RequestInit {
    let init = RequestInit::new();
    init.set_credentials(RequestCredentials::Omit);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(Some(signal));
    init
}

/// By the browser's own rules, where gloo-net's would panic.
fn of_headers(given: &[(&str, &str)]) -> Result<Headers, JsValue> {
    let headers = web_sys::Headers::new()?;
    for (name, value) in given {
        headers.set(name, value)?;
    }
    Ok(Headers::from_raw(headers))
}

/// What `fetch` gave: by shape, because mocks and other realms have Responses of their own. Each property is read once.
fn read(response: &JsValue, abort: Abort) -> Result<Answer<Body>, Unanswered> {
    let odd = || Err(Unanswered::Odd(described(response)));
    if !response.is_object() {
        return odd();
    }
    let fields = ["status", "ok", "headers", "body"].map(|name| Reflect::get(response, &name.into()));
    let [Ok(status), Ok(ok), Ok(headers), Ok(body)] = fields else { return odd() };
    if [&status, &ok, &headers, &body].iter().any(|field| field.is_undefined()) {
        return odd();
    }
    let kind = text(&get(response, "type"));
    let status = status.as_f64().unwrap_or_default() as u16;
    match (kind.as_deref(), status) {
        (Some("opaque"), _) => Ok(Answer::Opaque),
        (Some("opaqueredirect"), _) | (_, 300..400) => Ok(Answer::Redirected),
        (_, 0) => Err(Unanswered::Lost(None)),
        (kind, _) => {
            let head = Head {
                status,
                retry_after: header(&headers, "retry-after")
                    .and_then(|after| seconds(after.as_bytes()).or_else(|| until(&after))),
                request_id: header(&headers, "x-request-id").or_else(|| header(&headers, "x-oneapi-request-id")),
                length: length(kind, &headers),
            };
            Ok(Answer::Head(head, Body::new(&body, abort)))
        }
    }
}

/// None too where a server does not expose it to other origins; a mock may have none at all.
fn header(headers: &JsValue, name: &str) -> Option<String> {
    let get: Function = get(headers, "get").dyn_into().ok()?;
    text(&get.call1(headers, &name.into()).ok()?).filter(|value| !value.is_empty())
}

/// A date, as [`Retry-After`](https://www.rfc-editor.org/rfc/rfc9110#field.retry-after) may be one.
fn until(date: &str) -> Option<Duration> {
    let ms = Date::parse(date) - Date::now();
    (!ms.is_nan()).then(|| Duration::from_millis(ms as u64))
}

/// Of the body, where it is known to be right: from another origin it is hidden, or that of the compressed body.
fn length(kind: Option<&str>, headers: &JsValue) -> Option<u64> {
    let encoded = header(headers, "content-encoding").is_some();
    header(headers, "content-length")
        .filter(|_| kind == Some("basic") && !encoded)
        .filter(|length| length.len() <= 10 && length.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|length| length.parse().ok())
}
