//! What one call is asked to do, as js/read.js reads it from the caller's arguments: everything behind it may trust its types.
//!
//! In JavaScript, because thirty options of JavaScript's values, and what is said of the wrong ones, were 12 KB of wasm here.

use crate::error::Error;
use crate::request::{Auth, Host, Target};
use crate::retry::Policy;
use js_sys::{Array, Function, JsString};
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, RequestCredentials};

#[wasm_bindgen(module = "/js/api.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = readOptions)]
    fn read_options(first: &JsValue, second: &JsValue, alone: bool) -> Result<Array, JsValue>;

    /// What follows `contents` in the body of request `index`, from a comma on.
    #[wasm_bindgen(catch, js_name = restOf)]
    pub fn rest_of(body: &JsValue, extra: &JsValue, index: u32) -> Result<JsString, JsValue>;
}

/// What one call is asked to do.
pub struct Options {
    pub prompt: String,
    /// As js/input.js holds them.
    pub images: Array,
    pub target: Target,
    pub key: Option<String>,
    /// Gives the promise of a key.
    pub ask: Option<Function>,
    pub auth: Auth,
    pub headers: Vec<(String, String)>,
    pub credentials: Option<RequestCredentials>,
    pub fetch: Option<Function>,
    /// All of it but `contents` and `extraBody`.
    pub body: JsValue,
    pub extra_body: JsValue,
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
    /// What must not appear in an error: the key, and what the caller's headers hold.
    pub secrets: Array,
}

impl Options {
    /// Reads the arguments of `generateImage(prompt, options?)` or `generateImage(options)`.
    pub fn read(first: &JsValue, second: &JsValue) -> Result<Self, Error> {
        Self::of(read_options(first, second, false))
    }

    /// Reads options for what draws nothing: a prompt may be among them.
    pub fn read_alone(options: &JsValue) -> Result<Self, Error> {
        Self::of(read_options(options, &JsValue::UNDEFINED, true))
    }

    fn of(read: Result<Array, JsValue>) -> Result<Self, Error> {
        let read = Values(read.map_err(|thrown| Error::told(thrown).attempts(0))?);
        Ok(Self {
            prompt: read.string(),
            images: read.next().unchecked_into(),
            target: Target {
                base: read.string(),
                host: [Host::Kkiai, Host::Google].get(read.number() as usize).copied().unwrap_or(Host::Other),
                api_version: read.string(),
                model: read.string(),
            },
            key: read.next().as_string(),
            ask: read.object(),
            auth: [Auth::Auto, Auth::Bearer, Auth::GoogleKey, Auth::Query, Auth::BearerQuery]
                .get(read.number() as usize)
                .copied()
                .unwrap_or(Auth::None),
            headers: read.next().unchecked_into::<Array>().iter().map(pair).collect(),
            credentials: RequestCredentials::from_js_value(&read.next()),
            fetch: read.object(),
            body: read.next(),
            extra_body: read.next(),
            remote_images: read.object(),
            unsupported: read.next().unchecked_into(),
            signal: read.object(),
            timeout: read.number() as i32,
            on_progress: read.object(),
            on_image: read.object(),
            n: read.number() as u32,
            concurrency: read.number() as u32,
            retry: Policy { max_retries: read.number() as u32, ambiguous: read.next().is_truthy() },
            secrets: read.next().unchecked_into(),
        })
    }
}

/// A header's name and value.
fn pair(entry: JsValue) -> (String, String) {
    let entry = Values(entry.unchecked_into());
    (entry.string(), entry.string())
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

    #[inline(never)]
    fn number(&self) -> f64 {
        self.next().as_f64().unwrap_or_default()
    }

    #[inline(never)]
    fn given(&self) -> Option<JsValue> {
        Some(self.next()).filter(|value| !value.is_undefined())
    }

    fn object<T: JsCast>(&self) -> Option<T> {
        self.given().map(JsCast::unchecked_into)
    }
}
