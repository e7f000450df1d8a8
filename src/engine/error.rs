//! What a call can fail with: a [`Failure`] as it happened, which becomes an [`Error`] by [`Failure::told`] alone.
//!
//! A failure may quote what a server or `fetch` said, and that may quote the key. So it keeps apart what is ours and
//! what is theirs, prints its code alone, and only theirs is redacted: a key such as `k` must not garble our own
//! words. It knows no sentence; those stand where the mistake is found (`options`, `verdict`).

use crate::named::named;
use crate::redact::Redactor;
use crate::wire::reply::Usage;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

named! {
    /// What went wrong, in one word that a program can branch on.
    pub enum Code {
        /// An option is unknown, of the wrong type, or impossible. Nothing was sent.
        InvalidOption = "invalid-option",
        /// One of the pictures that go in is none that can be sent, or one too many. Nothing was sent.
        InvalidImage = "invalid-image",
        /// The host wants a key and none was given. Nothing was sent.
        MissingApiKey = "missing-api-key",
        /// The server does not know the key.
        InvalidApiKey = "invalid-api-key",
        /// The key is known and not allowed to do this.
        PermissionDenied = "permission-denied",
        /// The server does not have the model.
        ModelNotFound = "model-not-found",
        /// The server found fault with the request.
        InvalidRequest = "invalid-request",
        /// The request is larger than the server takes.
        PayloadTooLarge = "payload-too-large",
        /// Too many requests for now.
        RateLimited = "rate-limited",
        /// Nothing left until the quota is renewed or paid for.
        QuotaExhausted = "quota-exhausted",
        /// The prompt or an input picture was refused.
        PromptBlocked = "prompt-blocked",
        /// The picture was refused.
        ImageBlocked = "image-blocked",
        /// The server answered, without a picture.
        NoImage = "no-image",
        /// No connection, or it broke.
        Network = "network",
        /// It took too long.
        Timeout = "timeout",
        /// The server failed.
        ServerError = "server-error",
        /// The answer is none that this API gives.
        InvalidResponse = "invalid-response",
        /// The package itself failed.
        Wasm = "wasm",
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// What was thrown, in words alone: some errors of `fetch` carry the request, and with it the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thrown {
    /// `TypeError` and the like.
    pub name: String,
    /// What it said.
    pub message: String,
}

/// A sentence of ours, with what others said in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence(Vec<Words>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Words {
    Ours(Cow<'static, str>),
    Theirs(String),
}

impl Sentence {
    /// Words of ours: in lower case, without a full stop.
    pub fn ours(words: impl Into<Cow<'static, str>>) -> Self {
        Self::default().and(words)
    }

    /// More of ours.
    #[must_use]
    pub fn and(self, words: impl Into<Cow<'static, str>>) -> Self {
        self.with(Words::Ours(words.into()))
    }

    /// What a server, `fetch` or a caller's own code said.
    #[must_use]
    pub fn theirs(self, words: impl Into<String>) -> Self {
        self.with(Words::Theirs(words.into()))
    }

    fn with(mut self, words: Words) -> Self {
        self.0.push(words);
        self
    }

    /// More sentences in one.
    #[must_use]
    pub fn then(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    /// As a caller is told it: cut where it is longer than a message is.
    #[must_use]
    pub fn told(&self, redactor: &Redactor) -> String {
        shortened(self.whole(redactor))
    }

    fn whole(&self, redactor: &Redactor) -> String {
        let mut told = String::new();
        for words in &self.0 {
            match words {
                Words::Ours(words) => told.push_str(words),
                Words::Theirs(words) => told.push_str(&redactor.redact(words)),
            }
        }
        told
    }
}

impl<T: Into<Cow<'static, str>>> From<T> for Sentence {
    fn from(words: T) -> Self {
        Self::ours(words)
    }
}

/// A time as sentences tell it. [`Duration::as_millis`] is a u128, and to print one of those takes 1.4 KB of wasm.
pub fn millis(time: Duration) -> u64 {
    time.as_secs().saturating_mul(1000).saturating_add(time.subsec_millis().into())
}

/// Google's longest recorded message has some 400 characters; a page of plain text would be all message.
const LONGEST: usize = 600;

/// After redaction, which would not know half a key for one.
fn shortened(mut message: String) -> String {
    if let Some((end, _)) = message.char_indices().nth(LONGEST) {
        message.truncate(end);
        message.push('…');
    }
    message
}

/// A failure as it is told: no secret is in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    /// What to branch on.
    pub code: Code,
    /// What happened.
    pub message: String,
    /// One sentence on what to do, where there is one to say.
    pub hint: Option<String>,
    /// The HTTP status, where a server answered.
    pub status: Option<u16>,
    /// The same call may succeed later.
    pub retryable: bool,
    /// The picture may have been made and charged, though it did not arrive.
    pub maybe_billed: bool,
    /// How long the server asks to wait.
    pub retry_after: Option<Duration>,
    /// Requests sent; 0 where it failed before.
    pub attempts: u32,
    /// The server's name for the request.
    pub request_id: Option<String>,
    /// Why the model stopped or the prompt was blocked, as the server sent it.
    pub finish_reason: Option<String>,
    /// The model's own words, where it answered in words.
    pub text: Option<String>,
    /// What it cost, where the server says.
    pub usage: Option<Usage>,
    /// The server's own error or reply, as it came.
    pub body: Option<String>,
    /// What was thrown underneath.
    pub cause: Option<Thrown>,
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.message)?;
        match &self.hint {
            Some(hint) => write!(formatter, "; {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_ref().map(|cause| cause as _)
    }
}

impl fmt::Display for Thrown {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "{}: {}", self.name, self.message)
    }
}

impl std::error::Error for Thrown {}

/// A failure as it happened: secrets may be in it. One pointer wide, because nearly every step returns it.
#[derive(Clone, PartialEq)]
pub struct Failure(Box<Happened>);

#[derive(Clone, PartialEq)]
struct Happened {
    message: Sentence,
    hint: Option<Sentence>,
    /// The rest, not redacted; message and hint of it are empty.
    rest: Error,
}

impl Failure {
    /// One that is not worth another try and cost nothing, until it is said otherwise.
    pub fn new(code: Code, message: impl Into<Sentence>) -> Self {
        Self::of(code, message.into())
    }

    fn of(code: Code, message: Sentence) -> Self {
        let rest = Error {
            code,
            message: String::new(),
            hint: None,
            status: None,
            retryable: false,
            maybe_billed: false,
            retry_after: None,
            attempts: 0,
            request_id: None,
            finish_reason: None,
            text: None,
            usage: None,
            body: None,
            cause: None,
        };
        Self(Box::new(Happened { message, hint: None, rest }))
    }

    /// The same with one sentence on what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Sentence>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// The same, changed in what is known beside the message.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut Error)) -> Self {
        change(&mut self.0.rest);
        self
    }

    /// What happened.
    pub const fn message(&self) -> &Sentence {
        &self.0.message
    }

    /// All but message and hint, not redacted.
    pub const fn facts(&self) -> &Error {
        &self.0.rest
    }

    /// As a caller is told it.
    pub fn told(self, redactor: &Redactor) -> Error {
        let Happened { message, hint, rest: mut error } = *self.0;
        error.message = message.told(redactor);
        error.hint = hint.map(|hint| hint.whole(redactor));
        let Error { request_id, finish_reason, text, body, cause, .. } = &mut error;
        let (name, message) = cause.as_mut().map(|Thrown { name, message }| (name, message)).unzip();
        let texts = [request_id.as_mut(), finish_reason.as_mut(), text.as_mut(), body.as_mut(), name, message];
        for text in texts.into_iter().flatten() {
            *text = redactor.redact(text).into_owned();
        }
        error
    }
}

/// Its code alone: no secret stands in a log because somebody printed a failure.
impl fmt::Debug for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "Failure({})", self.0.rest.code)
    }
}
