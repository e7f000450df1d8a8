//! A server's error, in any of the shapes that Google, gateways and proxies give it → [`ServerError`] → our error.
//!
//! It knows where in a body the facts stand. What they mean is src/refusal.rs.

use crate::error::{Error, Failure};
use crate::fields::{list, property, text_of};
use crate::guard::Guard;
use crate::options::Options;
use crate::refusal::{self, ServerError};
use crate::stream;
use crate::text;
use crate::transport::header;
use gloo_net::http::Response;
use js_sys::{Array, Date, JSON};
use wasm_bindgen::prelude::*;

/// Google's own errors are a few KB; an error page beyond this says nothing more.
const LIMIT: u32 = 64 * 1024;

/// Nor does one that takes longer than this.
const PATIENCE: i32 = 5_000;

/// The error of a response that is not ok.
pub async fn of(response: &Response, options: &Options) -> Failure {
    let text = match Guard::new(options.signal.as_ref(), PATIENCE) {
        Ok(guard) => stream::read_text(response, LIMIT, &guard).await,
        Err(aborted) => Err(aborted),
    };
    let text = match text {
        Ok(text) => text,
        Err(Failure::Aborted(reason)) => return Failure::Aborted(reason),
        Err(Failure::Error(_)) => String::new(), // the status alone says enough
    };
    let (error, body) = told(response, &text);
    judge(&error, body, request_id(response, error.message.as_deref()), options).into()
}

/// What a response that is not ok says with its status, its headers and its text; and the text, parsed where it is JSON.
pub fn told(response: &Response, text: &str) -> (ServerError, JsValue) {
    let body = JSON::parse(text).unwrap_or_else(|_| JsValue::from(text));
    let mut error = read(&body);
    error.status = response.status();
    error.retry_after = error
        .retry_after
        .or_else(|| header(response, "retry-after").and_then(|value| wait(&value).or_else(|| until(&value))));
    (error, body)
}

/// The error for a reply that holds an error where its status says 200.
pub fn of_reply(raw: &JsValue, options: &Options) -> Error {
    judge(&told_in_reply(raw), raw.clone(), None, options)
}

/// What such a reply says.
pub fn told_in_reply(raw: &JsValue) -> ServerError {
    let mut error = read(raw);
    let code = property(&property(raw, "error"), "code");
    error.status = code.as_f64().map_or(500, |code| code as u16);
    error
}

fn judge(error: &ServerError, body: JsValue, request_id: Option<String>, options: &Options) -> Error {
    let verdict = refusal::of_server(error, options.target.host, &options.target.model);
    let state = error.state.as_deref().map(|state| format!(" {state}")).unwrap_or_default();
    let message = match error.message.as_deref() {
        Some(message) => format!("the server answered {}{state}: {message}", error.status),
        None => format!("the server answered {}{state}", error.status),
    };
    Error::judged(verdict, message).status(error.status).attempts(1).request_id(request_id).body(body)
}

fn read(body: &JsValue) -> ServerError {
    if let Some(text) = body.as_string() {
        let page = text.trim_start().starts_with('<');
        let message = if page {
            text::between(&text, "<title>", '<').map(|title| title.trim().to_owned())
        } else {
            Some(text.trim().to_owned())
        };
        return ServerError { message: message.filter(|text: &String| !text.is_empty()), page, ..Default::default() };
    }
    let (message, holder) = innermost(body, 8).unwrap_or((None, body.clone()));
    let field = |name: &str| text_of(&holder, &[name]);
    let code = property(&holder, "code");
    let mut error = ServerError {
        message,
        state: field("status"),
        code: code.as_string().filter(|code| !code.is_empty()),
        kind: field("type"),
        ..Default::default()
    };
    for detail in list(&property(&holder, "details")) {
        error.reason = text_of(&detail, &["reason"]).or(error.reason);
        error.retry_after =
            text_of(&detail, &["retryDelay"]).and_then(|delay| wait(delay.trim_end_matches('s'))).or(error.retry_after);
        for violation in list(&property(&detail, "violations")) {
            error.quota_ids.extend(text_of(&violation, &["quotaId"]));
            error.quota_is_zero |= text_of(&violation, &["quotaValue"]).is_some_and(|value| value == "0");
        }
    }
    error
}

/// The deepest message and the object that it stands in: chains of proxies wrap one error into the next, as an object or as
/// JSON in a string.
fn innermost(value: &JsValue, depth: u8) -> Option<(Option<String>, JsValue)> {
    if depth == 0 {
        return None;
    }
    if let Some(text) = value.as_string() {
        let nested = text.trim_start().starts_with('{').then(|| JSON::parse(&text).ok()).flatten();
        return nested.and_then(|nested| innermost(&nested, depth - 1));
    }
    if Array::is_array(value) {
        return innermost(&Array::from(value).get(0), depth - 1);
    }
    if !value.is_object() {
        return None;
    }
    for name in ["error", "message", "detail", "msg"] {
        let inner = property(value, name);
        if let Some(found) = innermost(&inner, depth - 1) {
            return Some(found);
        }
        if let Some(text) = inner.as_string().filter(|text| !text.is_empty()) {
            return Some((Some(text), value.clone()));
        }
    }
    None
}

/// Seconds, as a decimal number → milliseconds. JavaScript reads the number: Rust's own float parser is 14 KB of wasm.
fn wait(seconds: &str) -> Option<f64> {
    let text = seconds.trim();
    let seconds = JsValue::from(text).unchecked_into_f64();
    (!text.is_empty() && seconds >= 0.0).then_some(seconds * 1000.0) // to JavaScript an empty string is 0
}

/// A date, as `Retry-After` may be one (<https://www.rfc-editor.org/rfc/rfc9110#field.retry-after>) → milliseconds from now.
fn until(date: &str) -> Option<f64> {
    let ms = Date::parse(date) - Date::now();
    (!ms.is_nan()).then_some(ms.max(0.0))
}

/// Servers in the manner of one-api put it into the message as well, where a cross-origin page can read it.
fn request_id(response: &Response, message: Option<&str>) -> Option<String> {
    let told = ["x-request-id", "x-oneapi-request-id"].iter().find_map(|name| header(response, name));
    told.or_else(|| Some(text::between(message?, "(request id: ", ')')?.to_owned()))
}
