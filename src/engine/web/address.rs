//! A picture's address → its bytes.

use super::abort::Abort;
use super::{Browser, Promised, Settings, blob_of, get, thrown};
use crate::base64::{Lenient, Stop};
use crate::input::Unusable;
use std::borrow::Cow;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, RequestInit};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch)]
    fn fetch(url: &str, init: &RequestInit) -> Result<JsValue, JsValue>;
}

/// What stands there. Whoever drops this ends the request.
///
/// # Errors
/// When nothing does, or this page may not read it.
pub async fn fetched(url: &str) -> Result<Blob, Unusable> {
    let url = url.trim_start();
    // Never by fetch, which a page's connect-src may forbid.
    if let Some(("data:", rest)) = url.split_at_checked(5).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("data:")) {
        return decoded(rest);
    }
    if is_bare(url) {
        return Err(Unusable::new("is bare base64", "put what it is in front: `data:image/png;base64,`"));
    }
    let unfetched = |value: JsValue| {
        let hint = if url.starts_with("blob:") {
            "a blob: URL works until it is revoked, in the page that made it"
        } else {
            "check the address; a server on another host must allow this page's origin (CORS), else fetch the picture \
             through your own server"
        };
        Unusable { cause: Some(thrown(&value)), ..Unusable::new("could not be fetched", hint) }
    };
    let (mut abort, signal) = Abort::new(&Browser::new(Settings::default())).map_err(unfetched)?;
    let init = RequestInit::new();
    init.set_signal(Some(&signal));
    let response = Promised::new(&fetch(url, &init).map_err(unfetched)?).await.map_err(unfetched)?;
    if !get(&response, "ok").is_truthy() {
        let status = get(&response, "status").as_f64().unwrap_or_default() as u16; // to print a float takes 12 KB of wasm
        return Err(Unusable::new(format!("was answered with status {status}"), "check the address"));
    }
    let blob = Promised::of_call(&get(&response, "blob"), &response, &JsValue::UNDEFINED).await.map_err(unfetched)?;
    abort.defuse();
    Ok(blob.unchecked_into())
}

/// Base64 of a PNG, a JPEG or a WebP where an address should be: it would go to the page's own server, in a path.
fn is_bare(url: &str) -> bool {
    let rest = ["iVBORw0KGgo", "/9j/", "UklGR"].iter().find_map(|start| url.strip_prefix(start)).unwrap_or_default();
    rest.bytes().take(60).filter(|byte| byte.is_ascii_alphanumeric() || b"_+/".contains(byte)).count() == 60
}

/// Of a `data:` URL, what follows the scheme.
fn decoded(rest: &str) -> Result<Blob, Unusable> {
    let again = "copy it again, to its end";
    let (kind, data) = rest.split_once(',').ok_or_else(|| Unusable::new("is a data: URL without a comma", again))?;
    let data = data.split('#').next().unwrap_or_default();
    let plain = unescaped(data);
    let is_base64 = kind.rsplit(';').next().is_some_and(|last| last.trim().eq_ignore_ascii_case("base64"));
    let bytes = if is_base64 {
        unwrapped(&plain).ok_or_else(|| Unusable::new("is a data: URL that holds no base64", again))?
    } else {
        plain.into_owned()
    };
    blob_of(&bytes).map_err(Unusable::thrown)
}

/// As `fetch` reads it: bytes, which need not be UTF-8. What is no escape stands for itself.
fn unescaped(data: &str) -> Cow<'_, [u8]> {
    if !data.contains('%') {
        return Cow::Borrowed(data.as_bytes());
    }
    let mut bytes = Vec::with_capacity(data.len());
    let mut rest = data.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digit = |at: usize| after.get(at).and_then(|&digit| char::from(digit).to_digit(16));
        let escaped = (first == b'%').then(|| digit(0).zip(digit(1))).flatten();
        bytes.push(escaped.map_or(first, |(high, low)| (high << 4 | low) as u8));
        rest = after.get(if escaped.is_some() { 2 } else { 0 }..).unwrap_or_default();
    }
    Cow::Owned(bytes)
}

fn unwrapped(text: &[u8]) -> Option<Vec<u8>> {
    let (mut decoder, mut bytes) = (Lenient::new(true), vec![0; text.len() / 4 * 3 + 6]);
    let pushed = decoder.push(text, &mut bytes);
    let end = bytes.get_mut(pushed.written..).filter(|_| pushed.stop == Stop::Input)?;
    let written = pushed.written + decoder.finish(end).ok()?;
    bytes.truncate(written);
    Some(bytes)
}
