//! What a JavaScript caller gave, as data → a [`Draft`], with the first mistake in it.
//!
//! Only types are looked at here, and names; what a value may be its rule says, which [`Draft::check`] asks.

use super::credential::{self, AUTH, COOKIES};
use super::fields::Fields;
use super::input::{PROMPT, read_images};
use super::limits::{CONCURRENCY, MAX_RETRIES, N, TIMEOUT};
use super::rules::{Mistakes, invalid};
use super::{Draft, Given, NAMES, address, headers};
use std::time::Duration;

impl Draft {
    /// The arguments of `generateImage(prompt, options?)` or `generateImage(options)`.
    #[must_use]
    pub fn of_call(first: Given, second: Given) -> Self {
        let mut mistakes = Mistakes::default();
        let (spoken, options) = match first {
            Given::String(prompt) => (Some(prompt), second),
            Given::Map(_) | Given::List(_) | Given::Opaque => {
                if !second.is_absent() {
                    let must = "the only argument when the first is an object";
                    mistakes.must("options", must, &second.describe());
                }
                (None, first)
            }
            other => {
                mistakes.must("prompt", PROMPT, &other.describe());
                (None, Given::Absent)
            }
        };
        let mut draft = Self::of(options, mistakes);
        if spoken.is_some() && draft.prompt.is_some() {
            draft.mistakes.note("prompt", invalid("`prompt` is given twice: as the first argument and as an option"));
        }
        draft.prompt = Some(spoken.or(draft.prompt.take()).unwrap_or_default());
        draft
    }

    /// Options for what draws nothing: a prompt may be among them.
    #[must_use]
    pub fn of_options(options: Given) -> Self {
        let mut draft = Self::of(options, Mistakes::default());
        draft.prompt = None;
        draft
    }

    fn of(options: Given, mut mistakes: Mistakes) -> Self {
        let mut fields = Fields::of("", options, &NAMES, &mut mistakes);
        let base_url = match fields.take("baseURL") {
            Given::Absent => None,
            Given::String(text) => Some(text),
            other => {
                fields.mistakes.note("baseURL", address::wrong_type(&other));
                None
            }
        };
        match fields.take("signal") {
            Given::Absent | Given::Opaque => {}
            other => fields.mistakes.must("signal", "an AbortSignal", &other.describe()),
        }
        let mut draft = Self {
            prompt: fields.string("prompt"),
            images: read_images(fields.take("images"), fields.mistakes),
            settings: fields.settings(),
            base_url,
            api_version: fields.string("apiVersion"),
            model: fields.string("model"),
            key: credential::read(fields.take("apiKey"), fields.mistakes),
            auth: fields.choice("auth", &AUTH),
            headers: headers::read(fields.take("headers"), fields.mistakes),
            credentials: fields.choice("credentials", &COOKIES),
            home: None,
            served: fields.function("fetch"),
            extra_body: Some(fields.take("extraBody")).filter(|given| !given.is_absent()),
            strict: fields.boolean("strict").unwrap_or_default(),
            n: fields.whole(&N),
            concurrency: fields.whole(&CONCURRENCY),
            timeout: fields.real(&TIMEOUT).map(|ms| Duration::from_millis(ms.value.ceil() as u64)),
            max_retries: fields.whole(&MAX_RETRIES),
            retry_ambiguous: fields.boolean("retryAmbiguous").unwrap_or_default(),
            mistakes: Mistakes::default(),
        };
        for name in ["remoteImages", "onProgress", "onImage"] {
            fields.function(name);
        }
        draft.mistakes = mistakes;
        draft
    }
}
