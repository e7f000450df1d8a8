//! `baseURL` → the address to which `/v1beta/models/…` is added, and whose it is.

use crate::code::Code;
use crate::error::Error;
use crate::fields::text_of;
use crate::request::{self, Host};
use wasm_bindgen::prelude::*;
use web_sys::Url;

const MUST: &str = "'kkiai', 'google', an http(s) URL, or a path on this page's host such as '/api/images'";

/// Reads `baseURL`. Nothing of a refused address is repeated that could hold a key: not its user part, not its query.
pub fn read(value: &JsValue, api_version: &str) -> Result<(String, Host), Error> {
    let text = value.as_string().or_else(|| text_of(value, &["href"]));
    let text = text.ok_or_else(|| Error::option("baseURL", MUST, value))?;
    let text = match text.trim() {
        "kkiai" => return Ok((request::KKIAI.to_owned(), Host::Kkiai)),
        "google" => return Ok((request::GOOGLE.to_owned(), Host::Google)),
        text => text,
    };
    let refuse = || {
        let safe = text.split(['@', '?', '#']).next().filter(|safe| safe.len() == text.len());
        Error::option("baseURL", MUST, &safe.map_or("something else".into(), JsValue::from))
    };
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let url = if lower.starts_with("https://") || lower.starts_with("http://") {
        Url::new(text)
    } else if text.starts_with(['/', '.']) {
        let page = page().ok_or_else(|| refuse().hint("there is no page here: pass the whole URL"))?;
        Url::new_with_base(text, &page)
    } else {
        return Err(refuse().hint("an address on another host starts with https://"));
    };
    let url = url.map_err(|_| refuse())?;
    if [url.username(), url.password(), url.search(), url.hash()].iter().any(|part| !part.is_empty()) {
        let message = "`baseURL` must have no user name, query or fragment";
        let hint = "pass the key as `apiKey`; `auth: 'query'` puts it into the query";
        return Err(Error::new(Code::InvalidOption, message).hint(hint));
    }
    let href = url.href();
    let base = href.trim_end_matches('/');
    if let Some(fixed) = before_version(base, api_version) {
        let message = format!("`baseURL` must end before the version, which is added to it, got \"{base}\"");
        return Err(Error::new(Code::InvalidOption, message).hint(format!("use `baseURL: '{fixed}'`")));
    }
    let host = match url.hostname().as_str() {
        "generativelanguage.googleapis.com" => Host::Google,
        "www.kkiai.com" | "kkiai.com" => Host::Kkiai,
        _ => Host::Other,
    };
    Ok((base.to_owned(), host))
}

/// What stands before a version that was pasted along, at the end or with `/models` after it.
fn before_version<'a>(base: &'a str, api_version: &str) -> Option<&'a str> {
    let mut end = 0;
    let mut segments = base.split('/').peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none_or(|next| *next == "models");
        if last && (segment == api_version || matches!(segment, "v1beta" | "v1alpha")) {
            return base.get(..end)?.strip_suffix('/');
        }
        end += segment.len() + 1;
    }
    None
}

/// What `fetch` resolves a relative URL against: the document's base, a worker's location, nothing in Node.
fn page() -> Option<String> {
    let global = js_sys::global();
    text_of(&global, &["document", "baseURI"]).or_else(|| text_of(&global, &["location", "href"]))
}
