//! What a caller asks for → [`Options`], of which everything is decided, or the mistake that is told.
//!
//! Two readers end in a [`Draft`]: what a JavaScript caller gave is read field by field, as data of unknown type
//! ([`Given`]), and Rust callers fill in the fields. Its [`check`](Draft::check) knows the rules for both, so all
//! behind it may trust what it finds. Every sentence names the field, what was given and what is accepted, but for
//! keys, which are never repeated.
//!
//! It knows neither the names on the wire (`wire`) nor what a model takes (`models`). Pictures, signals, functions and
//! their like stay with the face, which tells of them only that they are there.

// What a caller gives may be anything, and anything but what a field takes is one mistake.
#![allow(clippy::wildcard_enum_match_arm)]

mod address;
mod body;
mod credential;
mod fields;
mod given;
mod headers;
mod input;
mod layers;
mod limits;
mod names;
mod read;
mod rules;
mod settings;
mod thinking;

pub use crate::retry::Policy;
pub use crate::wire::request::{Modality, SafetySetting as Safety, ThinkingLevel as Level};
#[cfg(feature = "client")]
pub(crate) use address::printable;
pub use address::{Address, GOOGLE, KKIAI, Page};
pub use credential::{Credentials, Guard, Key};
pub use given::{Given, Number};
pub(crate) use headers::CREDENTIALS;
pub use headers::Header;
pub use layers::{Layer, Merged, merge};
pub use names::NAMES;
pub use rules::Mistakes;
pub use settings::Settings;
pub use thinking::{Search, Thinking};

use crate::error::Failure;
use crate::models::{self, Host, Warning};
use crate::wire::target::{Auth, Target};
use crate::wire::value::Value;
use address::{API_VERSION, check_model};
use body::value_of;
use input::{check_extra_body, check_images, check_prompt};
use limits::{CONCURRENCY, DEFAULT_CONCURRENCY, DEFAULT_RETRIES, DEFAULT_TIMEOUT, MAX_RETRIES, N, check_timeout};
use rules::{invalid, trimmed};
use std::time::Duration;

/// What one call is asked to do.
#[derive(Clone)]
pub struct Options {
    /// Not blank, but where nothing is drawn.
    pub prompt: String,
    /// How many pictures go in.
    pub images: usize,
    /// Where requests go.
    pub target: Target,
    /// What a key is held against, once it is known.
    pub guard: Guard,
    /// The key, if there is one.
    pub key: Option<Key>,
    /// More headers, in lower case and in order.
    pub headers: Vec<Header>,
    /// Whether cookies go along; `fetch` decides unless given.
    pub credentials: Option<Credentials>,
    /// What the model is asked for.
    pub settings: Settings,
    /// Merged last into the body: what is absent in it removes a field.
    pub extra_body: Option<Value>,
    /// How many requests, at least one.
    pub n: u32,
    /// How many of them at a time, at least one.
    pub concurrency: u32,
    /// For one attempt; none where it may take for ever.
    pub timeout: Option<Duration>,
    /// When a request is sent again.
    pub policy: Policy,
    /// What the model is known not to take of it.
    pub warnings: Vec<Warning>,
    /// What no text may hold that a caller is told.
    pub secrets: Vec<String>,
}

/// What a caller asks for, before it is checked. What is absent has a default.
#[derive(Clone, Default, PartialEq)]
pub struct Draft {
    /// What to draw; absent where nothing is.
    pub prompt: Option<String>,
    /// How many pictures go in.
    pub images: usize,
    /// What the model is asked for.
    pub settings: Settings,
    /// `kkiai`, `google` or an address.
    pub base_url: Option<String>,
    /// `v1beta` unless given.
    pub api_version: Option<String>,
    /// The host's default unless given.
    pub model: Option<String>,
    /// The key.
    pub key: Option<Key>,
    /// [`Auth::Auto`] unless given.
    pub auth: Option<Auth>,
    /// More headers.
    pub headers: Vec<Header>,
    /// Whether cookies go along.
    pub credentials: Option<Credentials>,
    /// The origin that credentials among defaults are for: [`Merged::home`].
    pub home: Option<String>,
    /// Whether a function stands in for `fetch`, which may need no key.
    pub served: bool,
    /// [`Given::Map`].
    pub extra_body: Option<Given>,
    /// Whether what the model does not take is a mistake.
    pub strict: bool,
    /// 1 unless given.
    pub n: Option<u32>,
    /// 3 unless given.
    pub concurrency: Option<u32>,
    /// Five minutes unless given; zero is none.
    pub timeout: Option<Duration>,
    /// 2 unless given.
    pub max_retries: Option<u32>,
    /// Whether what may have been charged is sent again.
    pub retry_ambiguous: bool,
    /// What a reader found wrong already: a value of a type that its field here does not have.
    pub mistakes: Mistakes,
}

impl Draft {
    /// What no text may hold that a caller is told of it, right or wrong.
    #[must_use]
    pub fn secrets(&self) -> Vec<String> {
        let mut secrets = headers::secrets(&self.headers);
        if let Some(Key::Text(text)) = &self.key {
            secrets.push(trimmed(text).to_owned());
        }
        secrets
    }

    /// Lays a Rust caller's own over what is there of `extra_body`.
    #[cfg(feature = "client")]
    pub(crate) fn add_extra(&mut self, body: &impl serde::Serialize) {
        let Some(body) = serde_json::to_vec(body).ok().and_then(|json| Value::parse(&json)) else {
            self.mistakes.note("extraBody", invalid("`extraBody` must be what JSON can hold"));
            return;
        };
        let mut all = self.extra_body.take().map_or(Value::Object(Vec::new()), value_of);
        all.merge(&body);
        self.extra_body = Some(all.into());
    }

    /// Decides all that is absent, and holds all that is there against its rules.
    ///
    /// # Errors
    /// With the first mistake in documented order; with one that options make together only where each is right by
    /// itself.
    pub fn check(self, page: &Page) -> Result<Options, Failure> {
        let secrets = self.secrets();
        let mut mistakes = self.mistakes;
        check_prompt(self.prompt.as_deref(), &mut mistakes);
        API_VERSION.check(self.api_version.as_deref(), &mut mistakes);
        check_model(self.model.as_deref(), &mut mistakes);
        N.check(self.n, &mut mistakes);
        CONCURRENCY.check(self.concurrency, &mut mistakes);
        MAX_RETRIES.check(self.max_retries, &mut mistakes);
        check_timeout(self.timeout, &mut mistakes);
        check_extra_body(self.extra_body.as_ref(), &mut mistakes);
        let n = self.n.unwrap_or(1);
        self.settings.check(n, &mut mistakes);
        let headers = headers::check(self.headers, &mut mistakes);

        let api_version = self.api_version.unwrap_or_else(|| "v1beta".to_owned());
        let found = Address::read(self.base_url.as_deref(), &api_version, page);
        let address = found.unwrap_or_else(|failure| {
            mistakes.note("baseURL", failure);
            Address { base: String::new(), host: Host::Other }
        });
        let guard = Guard { auth: self.auth.unwrap_or(Auth::Auto), host: address.host, named: self.base_url.is_some() };
        if let Some(home) = self.home.filter(|home| home != address.origin()) {
            mistakes.note_together(credential::astray(address.origin(), &home));
        }
        let key = guard.check(self.key, &headers, self.served, &mut mistakes);
        let model = self.model.unwrap_or_else(|| models::default_for(address.host).to_owned());
        check_images(self.images, &model, &mut mistakes);
        let warnings = models::unsupported(&model, &self.settings.features(self.images));
        if let Some(warning) = warnings.first().filter(|_| self.strict) {
            let failure = invalid(warning.message().to_owned());
            mistakes.note_together(failure.hint("leave `strict` out to try all the same, or choose another `model`"));
        }
        mistakes.told()?;
        Ok(Options {
            prompt: self.prompt.unwrap_or_default(),
            images: self.images,
            target: Target { base: address.base, host: address.host, api_version, model },
            guard,
            key,
            headers,
            credentials: self.credentials,
            settings: self.settings,
            extra_body: self.extra_body.map(value_of),
            n,
            concurrency: self.concurrency.unwrap_or(DEFAULT_CONCURRENCY),
            timeout: Some(self.timeout.unwrap_or(DEFAULT_TIMEOUT)).filter(|timeout| !timeout.is_zero()),
            policy: Policy {
                max_retries: self.max_retries.unwrap_or(DEFAULT_RETRIES),
                retry_ambiguous: self.retry_ambiguous,
            },
            warnings,
            secrets,
        })
    }
}
