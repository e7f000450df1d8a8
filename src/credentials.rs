//! What goes along with a request: the key and how, headers, cookies. It knows which of them may not go together, or not to
//! that host. What may be a key is never repeated in an error.

use crate::code::Code;
use crate::error::Error;
use crate::fields::Fields;
use crate::options::Options;
use crate::request::{self, Auth, CREDENTIAL_HEADERS, Host};
use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;
use web_sys::{Headers, RequestCredentials};

type Result<T> = core::result::Result<T, Error>;

/// An API key, or who to ask for one.
pub enum Key {
    Text(String),
    Ask(Function),
}

impl Options {
    /// What must not appear in an error: the key, and what the caller's headers hold.
    pub fn secrets(&self) -> Vec<String> {
        let mut secrets = Vec::new();
        for (name, value) in &self.headers {
            if request::CREDENTIAL_HEADERS.contains(&name.as_str()) {
                secrets.push(request::token(value).to_owned());
            }
        }
        if let Some(Key::Text(key)) = &self.key {
            secrets.push(key.clone());
        }
        secrets
    }

    /// One credential, and one that is there where the host is known to want it.
    pub fn check_credentials(&self) -> Result<()> {
        let sends_key = self.auth != Auth::None;
        let in_headers = self.headers.iter().find(|(name, _)| CREDENTIAL_HEADERS.contains(&name.as_str()));
        if let (Some(_), true, Some((name, _))) = (&self.key, sends_key, in_headers) {
            let message = format!("`headers` holds a credential (`{name}`) beside `apiKey`, and servers refuse two");
            return Err(
                Error::new(Code::InvalidOption, message).hint("leave one out; `auth` says how `apiKey` is sent")
            );
        }
        if self.key.is_none() && sends_key && self.fetch.is_none() && self.target.host != Host::Other {
            let missing = self.missing_key("`apiKey` is missing");
            return Err(match in_headers {
                Some(_) => missing.hint("say `auth: 'none'` where `headers` carries the credential"),
                None => missing,
            });
        }
        for (_, value) in &self.headers {
            self.guard(request::token(value), "headers")?;
        }
        match &self.key {
            Some(Key::Text(key)) => self.check_key(key),
            _ => Ok(()),
        }
    }

    /// The check that every key passes before it is sent, those of a key function too: what cannot stand in a header is
    /// told here (gloo-net would hang on it), and a key that looks like Google's goes to no host that the caller did not
    /// name.
    pub fn check_key(&self, key: &str) -> Result<()> {
        if self.auth == Auth::None {
            return Ok(());
        }
        if key.is_empty() {
            return Err(self.missing_key("`apiKey` is empty"));
        }
        if let Some((at, odd)) = key.char_indices().find(|(_, char)| !char.is_ascii_graphic()) {
            let message = format!("`apiKey` holds a character that no key has: U+{:04X} at position {at}", odd as u32);
            return Err(
                Error::new(Code::InvalidOption, message).hint("copy the key again, without quotes or spaces around it")
            );
        }
        self.guard(key, "apiKey")
    }

    fn guard(&self, key: &str, field: &str) -> Result<()> {
        if self.named || !request::is_googles(key) {
            return Ok(());
        }
        let message =
            format!("`{field}` holds what looks like a Google key, and without `baseURL` it would go to www.kkiai.com");
        Err(Error::new(Code::InvalidOption, message).hint(
            "pass `baseURL: 'google'` to use Google's own API, or `baseURL: 'kkiai'` if the key really is kkiai's",
        ))
    }

    pub fn missing_key(&self, message: &str) -> Error {
        let hint = match self.target.host {
            Host::Google => "make a key at aistudio.google.com/apikey and pass it as `apiKey`",
            _ => "pass `apiKey`; or try without one: `fetch: sandbox()` from wasmagine/sandbox",
        };
        Error::new(Code::MissingApiKey, message).hint(hint)
    }
}

pub fn key(fields: &Fields) -> Option<Key> {
    let value = fields.get("apiKey")?;
    if value.is_function() {
        return Some(Key::Ask(value.unchecked_into()));
    }
    let key = value.as_string();
    if key.is_none() {
        fields.refuse("apiKey", "a string, or a function that gives one");
    }
    Some(Key::Text(key?.trim().to_owned()))
}

pub fn auth(fields: &Fields) -> Auth {
    match fields.string("auth").as_deref().unwrap_or("auto") {
        "auto" => Auth::Auto,
        "bearer" => Auth::Bearer,
        "x-goog-api-key" => Auth::GoogleKey,
        "query" => Auth::Query,
        "bearer+query" => Auth::BearerQuery,
        "none" => Auth::None,
        _ => {
            fields.refuse("auth", "'auto', 'bearer', 'x-goog-api-key', 'query', 'bearer+query' or 'none'");
            Auth::None
        }
    }
}

pub fn headers(fields: &Fields) -> Vec<(String, String)> {
    let mut read = Vec::new();
    let Some(init) = fields.get("headers") else {
        return read;
    };
    let headers = init.is_object().then(|| Headers::new_with_record_from_str_to_str(init.unchecked_ref()));
    let Some(Ok(headers)) = headers else {
        let message =
            "`headers` must be what `new Headers()` takes: valid names, and values of Latin-1 without line breaks";
        fields.note(Error::new(Code::InvalidOption, message));
        return read;
    };
    for entry in headers.entries() {
        let entry = Array::from(&entry.unwrap_or_default());
        let (Some(name), Some(value)) = (entry.get(0).as_string(), entry.get(1).as_string()) else {
            continue;
        };
        if name == "content-type" {
            fields.note(Error::new(Code::InvalidOption, "`headers` must leave `content-type` to the package"));
        }
        read.push((name, value));
    }
    read
}

pub fn cookies(fields: &Fields) -> Option<RequestCredentials> {
    match fields.string("credentials")?.as_str() {
        "omit" => Some(RequestCredentials::Omit),
        "same-origin" => Some(RequestCredentials::SameOrigin),
        "include" => Some(RequestCredentials::Include),
        _ => {
            fields.refuse("credentials", "'omit', 'same-origin' or 'include'");
            None
        }
    }
}
