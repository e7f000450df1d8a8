//! What a call can fail with, and its one way into JavaScript.
//!
//! An [`Error`] never holds the request, so that no key can reach a message by accident; what servers and `fetch` say is
//! theirs, and may well quote the key, so it passes through `createError` in js/api.js, which takes the key out.

use crate::code::Code;
use crate::host::{create_error, describe};
use crate::refusal::Verdict;
use crate::retry::Failed;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// Why a call ends without a result.
pub enum Failure {
    /// Something is wrong: becomes a `GenerateImageError`.
    Error(Error),
    /// The caller's signal fired: its reason is thrown as it is, as `fetch` does.
    Aborted(JsValue),
}

/// The result of a step.
pub type Result<T> = core::result::Result<T, Failure>;

/// One pointer wide, because nearly every step returns it: held by value it made the wasm a third larger.
pub struct Error(Box<Facts>);

/// The fields of a `GenerateImageError`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Facts {
    code: Code,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    retryable: bool,
    maybe_billed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<f64>,
    attempts: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    finish_reason: Option<String>,
    #[serde(with = "serde_wasm_bindgen::preserve", skip_serializing_if = "JsValue::is_undefined")]
    text: JsValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    #[serde(with = "serde_wasm_bindgen::preserve", skip_serializing_if = "JsValue::is_undefined")]
    usage: JsValue,
    #[serde(with = "serde_wasm_bindgen::preserve", skip_serializing_if = "JsValue::is_undefined")]
    body: JsValue,
    #[serde(skip)]
    thrown: JsValue,
}

impl Error {
    /// An error of that code; the message says what happened, in lower case and without a full stop.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self(Box::new(Facts {
            code,
            message: message.into(),
            status: None,
            retryable: false,
            maybe_billed: false,
            retry_after: None,
            attempts: 0,
            request_id: None,
            finish_reason: None,
            text: JsValue::UNDEFINED,
            hint: None,
            usage: JsValue::UNDEFINED,
            body: JsValue::UNDEFINED,
            thrown: JsValue::UNDEFINED,
        }))
    }

    /// An error as a server's answer was judged.
    pub fn judged(verdict: Verdict, message: impl Into<String>) -> Self {
        let mut error = Self::new(verdict.code, message).hint(verdict.hint);
        error.0.retryable = verdict.retryable;
        error.0.maybe_billed = verdict.maybe_billed;
        error.0.retry_after = verdict.retry_after;
        error
    }

    /// An option that cannot be: "`seed` must be a whole number, got 1.5".
    pub fn option(field: &str, must_be: &str, given: &JsValue) -> Self {
        Self::new(Code::InvalidOption, format!("`{field}` must be {must_be}, got {}", describe(given)))
    }

    /// What happened.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// One sentence on what to do.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// The HTTP status.
    pub fn status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    /// The same call may succeed later.
    pub fn retryable(mut self) -> Self {
        self.0.retryable = true;
        self
    }

    /// The picture may have been made and charged.
    pub fn maybe_billed(mut self) -> Self {
        self.0.maybe_billed = true;
        self
    }

    /// Requests sent.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Requests sent, by this attempt and those before it.
    pub fn after(mut self, attempts: u32) -> Self {
        self.0.attempts += attempts;
        self
    }

    /// What it is, in one word.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// How many requests were sent until this happened.
    pub fn sent(&self) -> u32 {
        self.0.attempts
    }

    /// What it says about trying again.
    pub fn failed(&self) -> Failed {
        let facts = &self.0;
        Failed { retryable: facts.retryable, maybe_billed: facts.maybe_billed, retry_after: facts.retry_after }
    }

    /// The server's name for this request.
    pub fn request_id(mut self, id: Option<String>) -> Self {
        self.0.request_id = id.or(self.0.request_id.take());
        self
    }

    /// Why the model stopped, in the server's word, and what it said.
    pub fn ending(mut self, finish_reason: Option<String>, text: JsValue, usage: JsValue) -> Self {
        self.0.finish_reason = finish_reason;
        self.0.text = if text.is_truthy() { text } else { JsValue::UNDEFINED };
        self.0.usage = usage;
        self
    }

    /// The server's own error.
    pub fn body(mut self, body: JsValue) -> Self {
        self.0.body = body;
        self
    }

    /// What was thrown; becomes `cause`, in words alone.
    pub fn thrown(mut self, thrown: &JsValue) -> Self {
        self.0.thrown = thrown.clone();
        self
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl Failure {
    /// What the promise rejects with; `secrets` are taken out of every text in it.
    pub fn into_js(self, secrets: Vec<String>) -> JsValue {
        match self {
            Self::Aborted(reason) => reason,
            Self::Error(error) => {
                let fields = serde_wasm_bindgen::to_value(&*error.0).unwrap_or_default();
                create_error(&fields, &error.0.thrown, secrets)
            }
        }
    }
}
