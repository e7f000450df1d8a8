//! The caller's arguments → [`Options`]. The only reader of user input: everything behind it may trust its types.
//!
//! Options are read field by field through `Reflect`, because serde-wasm-bindgen's `from_value` would add 14 KB of brotli,
//! half of it float formatting for messages that could not name the field. Every refusal names the field, what was given
//! and what is accepted, but for values that may hold a key, which are never repeated.

use crate::address;
use crate::code::Code;
use crate::credentials::{self, Key};
use crate::error::Error;
use crate::fields::{Fields, property};
use crate::input;
use crate::models::{self, Host};
use crate::request::{self, Auth, Body, Target};
use crate::retry::Policy;
use crate::settings;
use crate::support;
use crate::warning::Warning;
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
    pub body: Body,
    pub extra_body: Option<Object>,
    /// Which other hosts' links are fetched.
    pub remote_images: Option<Function>,
    /// What the model is known not to take of it.
    pub unsupported: Vec<Warning>,
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
const MOST: u32 = 1_000;

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
        let fields = open(options)?;
        let prompt = match (prompt, fields.string("prompt")?) {
            (Some(_), Some(_)) => {
                return Err(Error::new(
                    Code::InvalidOption,
                    "`prompt` is given twice: as the first argument and as an option",
                ));
            }
            (given, option) => given.or(option).unwrap_or_default(),
        };
        if prompt.trim().is_empty() {
            return Err(Error::option("prompt", "a non-empty string", &prompt.into()));
        }
        Self::of(&fields, prompt)
    }

    /// Reads options for what draws nothing: a prompt may be among them.
    pub fn read_alone(options: &JsValue) -> Result<Self> {
        let fields = open(options)?;
        let prompt = fields.string("prompt")?.unwrap_or_default();
        Self::of(&fields, prompt)
    }

    fn of(fields: &Fields, prompt: String) -> Result<Self> {
        let api_version = read_api_version(fields)?;
        let base = fields.get("baseURL");
        let named = base.is_some();
        let (base, host) = match base {
            Some(value) => address::read(&value, &api_version)?,
            None => (request::KKIAI.to_owned(), Host::Kkiai),
        };
        let model = read_model(fields)?.unwrap_or_else(|| models::default_for(host).to_owned());
        let body = settings::read(fields)?;
        let images = input::read(fields, &model)?;
        let unsupported = support::unsupported(&model, images.length(), &body);
        let count = |name: &str, least: u32| {
            let must = format!("a whole number from {least} to {MOST}");
            let number = fields.whole(name, &must, f64::from(least)..=f64::from(MOST))?;
            Ok::<_, Error>(number.map(|number| number as u32))
        };
        let options = Self {
            prompt,
            images,
            target: Target { base, host, api_version, model },
            named,
            key: credentials::key(fields)?,
            auth: credentials::auth(fields)?,
            headers: credentials::headers(fields)?,
            credentials: credentials::cookies(fields)?,
            fetch: fields.function("fetch")?,
            body,
            extra_body: read_extra_body(fields)?,
            remote_images: fields.function("remoteImages")?,
            unsupported,
            signal: read_signal(fields)?,
            timeout: fields
                .number("timeout", "milliseconds from 0 (none) to 2147483647", |ms| {
                    (0.0..=2_147_483_647.0).contains(&ms)
                })?
                .map_or(DEFAULT_TIMEOUT, |ms| ms as i32),
            on_progress: fields.function("onProgress")?,
            on_image: fields.function("onImage")?,
            n: count("n", 1)?.unwrap_or(1),
            concurrency: count("concurrency", 1)?.unwrap_or(3),
            retry: Policy {
                max_retries: count("maxRetries", 0)?.unwrap_or(2),
                ambiguous: fields.boolean("retryAmbiguous")?.unwrap_or(false),
            },
        };
        options.check_seeds(fields)?;
        options.check_credentials()?;
        options.check_support(fields)?;
        Ok(options)
    }

    /// Request i sends seed + i, which must be a seed too.
    fn check_seeds(&self, fields: &Fields) -> Result<()> {
        let last = |seed: i32| seed.checked_add(self.n as i32 - 1);
        match self.body.generation_config.seed {
            Some(seed) if last(seed).is_none() => {
                Err(fields.refuse("seed", "so that `seed` + `n` - 1 is at most 2147483647"))
            }
            _ => Ok(()),
        }
    }

    /// With `strict`, what would be a warning.
    fn check_support(&self, fields: &Fields) -> Result<()> {
        let strict = fields.boolean("strict")?.unwrap_or(false);
        match self.unsupported.first().filter(|_| strict) {
            Some(first) => Err(Error::new(Code::InvalidOption, first.message())
                .hint("leave `strict` out to try all the same, or choose another `model`")),
            None => Ok(()),
        }
    }
}

fn open(options: &JsValue) -> Result<Fields> {
    let fields = Fields::of("", "options", options)?;
    fields.allow(&NAMES, &ALIASES)?;
    Ok(fields)
}

fn read_api_version(fields: &Fields) -> Result<String> {
    let version = fields.string("apiVersion")?.unwrap_or_else(|| "v1beta".to_owned());
    let plain = !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain.then_some(version).ok_or_else(|| fields.refuse("apiVersion", "a version such as 'v1beta', without slashes"))
}

fn read_model(fields: &Fields) -> Result<Option<String>> {
    let Some(model) = fields.string("model")? else {
        return Ok(None);
    };
    if model.trim().is_empty() {
        return Err(fields.refuse("model", "a model id"));
    }
    match model.strip_prefix("models/") {
        Some(bare) => {
            Err(fields.refuse("model", "the bare id").hint(format!("leave 'models/' out: `model: '{bare}'`")))
        }
        None => Ok(Some(model)),
    }
}

fn read_signal(fields: &Fields) -> Result<Option<AbortSignal>> {
    let Some(value) = fields.get("signal") else {
        return Ok(None);
    };
    // By shape, not by class: a signal of another realm or of a polyfill serves as well.
    let shaped = value.is_object()
        && property(&value, "aborted").as_bool().is_some()
        && ["addEventListener", "removeEventListener"].iter().all(|name| property(&value, name).is_function());
    if shaped { Ok(Some(value.unchecked_into())) } else { Err(Error::option("signal", "an AbortSignal", &value)) }
}

fn read_extra_body(fields: &Fields) -> Result<Option<Object>> {
    let Some(value) = fields.get("extraBody") else {
        return Ok(None);
    };
    if !value.is_object() || Array::is_array(&value) {
        return Err(Error::option("extraBody", "an object", &value));
    }
    let object = Object::from(value);
    if Object::has_own(&object, &"contents".into()) {
        let message = "`extraBody` must leave `contents` to the package";
        return Err(Error::new(Code::InvalidOption, message).hint("the prompt goes into `prompt`"));
    }
    Ok(Some(object))
}
