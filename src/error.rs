//! What a call can fail with, and its one way into JavaScript.
//!
//! An [`Error`] never holds the request, so that no key can reach a message by accident; what servers and `fetch` say is
//! theirs, and may well quote the key, so it passes through `createError` in js/api.js, which takes the key out.

use crate::code::Code;
use crate::fields::property;
use crate::host::{create_failure, describe};
use crate::retry::Failed;
use js_sys::Array;
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

/// What is known of it.
struct Facts {
    code: Code,
    message: String,
    hint: String,
    retryable: bool,
    maybe_billed: bool,
    retry_after: Option<f64>,
    attempts: u32,
    thrown: JsValue,
    /// The fields of an error that js/ worded, of what a server answered.
    told: JsValue,
}

impl Error {
    /// An error of that code; the message says what happened, in lower case and without a full stop.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self(Box::new(Facts {
            code,
            message: message.into(),
            hint: String::new(),
            retryable: false,
            maybe_billed: false,
            retry_after: None,
            attempts: 0,
            thrown: JsValue::UNDEFINED,
            told: JsValue::UNDEFINED,
        }))
    }

    /// An error in the fields of js/, of a request that was answered.
    pub fn told(fields: JsValue) -> Self {
        let mut error = Self::new(Code::InvalidResponse, "").attempts(1);
        let facts = &mut *error.0;
        facts.retryable = property(&fields, "retryable").is_truthy();
        facts.maybe_billed = property(&fields, "maybeBilled").is_truthy();
        facts.retry_after = property(&fields, "retryAfter").as_f64();
        facts.told = fields;
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
        self.0.hint = hint.into();
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
    pub fn into_js(self, secrets: &Array) -> JsValue {
        match self {
            Self::Aborted(reason) => reason,
            Self::Error(error) => {
                let Facts { code, message, hint, retryable, maybe_billed, attempts, thrown, told, .. } = &*error.0;
                let code = code.name();
                create_failure(told, code, message, hint, *retryable, *maybe_billed, *attempts, thrown, secrets)
            }
        }
    }
}
