//! The caller's arguments → [`Options`]. The only reader of user input: everything behind it may trust its types.
//!
//! Options are read field by field through `Reflect`, because serde-wasm-bindgen's `from_value` would add 14 KB of brotli,
//! half of it float formatting for messages that could not name the field. Every refusal names the field, what was given
//! and what is accepted, but for values that may hold a key, which are never repeated.

use crate::address;
use crate::code::Code;
use crate::credentials::{self, Key};
use crate::error::Error;
use crate::fields::{Fields, property, text_of};
use crate::input;
use crate::outcome::unsupported;
use crate::request::{self, Auth, Host, Target};
use crate::retry::Policy;
use crate::settings;
use js_sys::{Array, Function, Object};
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, RequestCredentials};

type Result<T> = core::result::Result<T, Error>;

/// What one call is asked to do.
pub struct Options {
    pub prompt: String,
    /// As src/input.rs holds them.
    pub images: Array,
    pub target: Target,
    /// Whether the caller said where to send it; see [`Options::check_key`].
    pub named: bool,
    pub key: Option<Key>,
    pub auth: Auth,
    pub headers: Vec<(String, String)>,
    pub credentials: Option<RequestCredentials>,
    pub fetch: Option<Function>,
    /// What is sent, but for `contents`.
    pub body: JsValue,
    pub seed: Option<i32>,
    pub extra_body: Option<Object>,
    /// Which other hosts' links are fetched.
    pub remote_images: Option<Function>,
    /// What the model is known not to take of it.
    pub unsupported: Array,
    pub signal: Option<AbortSignal>,
    /// Milliseconds; 0 is none.
    pub timeout: i32,
    pub on_progress: Option<Function>,
    pub on_image: Option<Function>,
    pub n: u32,
    pub concurrency: u32,
    pub retry: Policy,
}

const NAMES: [&str; 32] = [
    "prompt",
    "images",
    "system",
    "baseURL",
    "apiVersion",
    "model",
    "apiKey",
    "auth",
    "headers",
    "credentials",
    "fetch",
    "aspectRatio",
    "size",
    "seed",
    "temperature",
    "topP",
    "topK",
    "responseModalities",
    "safetySettings",
    "thinking",
    "search",
    "extraBody",
    "strict",
    "remoteImages",
    "signal",
    "timeout",
    "onProgress",
    "n",
    "concurrency",
    "maxRetries",
    "retryAmbiguous",
    "onImage",
];

/// What other packages and the wire call these.
const ALIASES: [(&str, &str); 14] = [
    ("image", "images"),
    ("referenceImages", "images"),
    ("abortSignal", "signal"),
    ("imageSize", "size"),
    ("key", "apiKey"),
    ("token", "apiKey"),
    ("url", "baseURL"),
    ("systemInstruction", "system"),
    ("ratio", "aspectRatio"),
    ("modalities", "responseModalities"),
    ("thinkingConfig", "thinking"),
    ("body", "extraBody"),
    ("numberOfImages", "n"),
    ("retries", "maxRetries"),
];

/// Of `n` and its kin: more is a mistake, and an expensive one.
const MOST: u16 = 1_000;

const DEFAULT_TIMEOUT: i32 = 300_000; // 3–8 minutes are reported under load; gateways advise at least this

impl Options {
    /// Reads the arguments of `generateImage(prompt, options?)` or `generateImage(options)`.
    pub fn read(first: &JsValue, second: &JsValue) -> Result<Self> {
        let (prompt, options) = match first.as_string() {
            Some(prompt) => (Some(prompt), second),
            None if !first.is_object() => {
                return Err(Error::option("prompt", "a non-empty string", first));
            }
            None if !second.is_undefined() => {
                return Err(Error::option("options", "the only argument when the first is an object", second));
            }
            None => (None, first),
        };
        let fields = Fields::new("options", options);
        fields.allow(&NAMES, &ALIASES);
        let option = fields.string("prompt");
        if prompt.is_some() && option.is_some() {
            let message = "`prompt` is given twice: as the first argument and as an option";
            fields.note(Error::new(Code::InvalidOption, message));
        }
        let prompt = prompt.or(option).unwrap_or_default();
        if prompt.trim().is_empty() {
            fields.note(Error::option("prompt", "a non-empty string", &prompt.as_str().into()));
        }
        Self::of(&fields, prompt)
    }

    /// Reads options for what draws nothing: a prompt may be among them.
    pub fn read_alone(options: &JsValue) -> Result<Self> {
        let fields = Fields::new("options", options);
        fields.allow(&NAMES, &ALIASES);
        let prompt = fields.string("prompt").unwrap_or_default();
        Self::of(&fields, prompt)
    }

    fn of(fields: &Fields, prompt: String) -> Result<Self> {
        let api_version = read_api_version(fields);
        let base = fields.get("baseURL");
        let named = base.is_some();
        let (base, host) = base
            .and_then(|value| fields.accept(address::read(&value, &api_version)))
            .unwrap_or_else(|| (request::KKIAI.to_owned(), Host::Kkiai));
        let model = read_model(fields).unwrap_or_else(|| host.default_model().to_owned());
        let body = settings::read(fields);
        let images = input::read(fields, &model);
        let seed = body.generation_config.seed;
        let body = serde_wasm_bindgen::to_value(&body).unwrap_or_default();
        let unsupported = unsupported(&model, images.length(), &body);
        let options = Self {
            prompt,
            images,
            target: Target { base, host, api_version, model },
            named,
            key: credentials::key(fields),
            auth: credentials::auth(fields),
            headers: credentials::headers(fields),
            credentials: credentials::cookies(fields),
            fetch: fields.function("fetch"),
            body,
            seed,
            extra_body: read_extra_body(fields),
            remote_images: fields.function("remoteImages"),
            unsupported,
            signal: read_signal(fields),
            timeout: fields
                .number("timeout", "milliseconds from 0 (none) to 2147483647", 0.0..=2_147_483_647.0)
                .map_or(DEFAULT_TIMEOUT, |ms| ms as i32),
            on_progress: fields.function("onProgress"),
            on_image: fields.function("onImage"),
            n: count(fields, "n", 1).unwrap_or(1),
            concurrency: count(fields, "concurrency", 1).unwrap_or(3),
            retry: Policy {
                max_retries: count(fields, "maxRetries", 0).unwrap_or(2),
                ambiguous: fields.boolean("retryAmbiguous").unwrap_or(false),
            },
        };
        options.check_seeds(fields);
        fields.accept(options.check_credentials());
        options.check_support(fields);
        fields.finish()?;
        Ok(options)
    }

    /// Request i sends seed + i, which must be a seed too.
    fn check_seeds(&self, fields: &Fields) {
        let seed = self.seed.unwrap_or_default();
        if seed.checked_add(self.n as i32 - 1).is_none() {
            fields.refuse("seed", "so that `seed` + `n` - 1 is at most 2147483647");
        }
    }

    /// With `strict`, what would be a warning.
    fn check_support(&self, fields: &Fields) {
        if !fields.boolean("strict").unwrap_or(false) {
            return;
        }
        if let Some(message) = text_of(&self.unsupported.get(0), &["message"]) {
            fields.note(
                Error::new(Code::InvalidOption, message)
                    .hint("leave `strict` out to try all the same, or choose another `model`"),
            );
        }
    }
}

/// `n` and its kin.
fn count(fields: &Fields, name: &str, least: u8) -> Option<u32> {
    let must = format!("a whole number from {least} to {MOST}");
    fields.whole(name, &must, f64::from(least)..=f64::from(MOST)).map(|number| number as u32)
}

fn read_api_version(fields: &Fields) -> String {
    let version = fields.string("apiVersion").unwrap_or_else(|| "v1beta".to_owned());
    if version.is_empty() || !version.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        fields.refuse("apiVersion", "a version such as 'v1beta', without slashes");
    }
    version
}

fn read_model(fields: &Fields) -> Option<String> {
    let model = fields.string("model")?;
    if model.trim().is_empty() {
        fields.refuse("model", "a model id");
    }
    if let Some(bare) = model.strip_prefix("models/") {
        let hint = format!("leave 'models/' out: `model: '{bare}'`");
        fields.note(fields.wrong("model", "the bare id").hint(hint));
    }
    Some(model)
}

fn read_signal(fields: &Fields) -> Option<AbortSignal> {
    let value = fields.get("signal")?;
    // By shape, not by class: a signal of another realm or of a polyfill serves as well.
    let shaped = value.is_object()
        && property(&value, "aborted").as_bool().is_some()
        && ["addEventListener", "removeEventListener"].iter().all(|name| property(&value, name).is_function());
    if !shaped {
        fields.refuse("signal", "an AbortSignal");
    }
    Some(value.unchecked_into())
}

fn read_extra_body(fields: &Fields) -> Option<Object> {
    let value = fields.get("extraBody")?;
    if !value.is_object() || Array::is_array(&value) {
        fields.refuse("extraBody", "an object");
        return None;
    }
    let object: Object = value.unchecked_into();
    if Object::has_own(&object, &"contents".into()) {
        let message = "`extraBody` must leave `contents` to the package";
        fields.note(Error::new(Code::InvalidOption, message).hint("the prompt goes into `prompt`"));
    }
    Some(object)
}
