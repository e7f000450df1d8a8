//! What a Rust caller is told of a call that failed: strings alone, so that it can be sent, kept and compared.

use super::spelling::spelled;
use crate::error::{self, Code, Failure};
use crate::redact::Redactor;
use crate::wire::reply::Usage;
use std::fmt;
use std::time::Duration;

macro_rules! kinds {
    ($($(#[$meta:meta])* $kind:ident,)+) => {
        /// What went wrong, in one word that a program can branch on: the codes of the JavaScript package, and `Aborted`.
        ///
        /// ```
        /// assert_eq!(wasmagine::ErrorKind::PromptBlocked.as_str(), "prompt-blocked");
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorKind {
            $($(#[$meta])* $kind,)+
            /// By [`AbortHandle::abort`](crate::AbortHandle::abort).
            Aborted,
        }

        impl ErrorKind {
            const fn of(code: Code) -> Self {
                match code {
                    $(Code::$kind => Self::$kind,)+
                }
            }

            /// `"prompt-blocked"` and the like, as in JavaScript.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => Code::$kind.as_str(),)+
                    Self::Aborted => "aborted",
                }
            }
        }
    };
}

kinds! {
    /// A setter got what is impossible. Nothing was sent.
    InvalidOption,
    /// A reference is no picture that can be sent. Nothing was sent.
    InvalidImage,
    /// The host wants a key and none was given. Nothing was sent.
    MissingApiKey,
    /// The server does not know the key.
    InvalidApiKey,
    /// The key is known and not allowed to do this.
    PermissionDenied,
    /// The server does not have the model.
    ModelNotFound,
    /// The server found fault with the request.
    InvalidRequest,
    /// The request is larger than the server takes.
    PayloadTooLarge,
    /// Too many requests for now.
    RateLimited,
    /// Nothing left until the quota is renewed or paid for.
    QuotaExhausted,
    /// The prompt or a reference was refused.
    PromptBlocked,
    /// The picture was refused.
    ImageBlocked,
    /// The server answered, without a picture.
    NoImage,
    /// No connection, or it broke.
    Network,
    /// It took too long.
    Timeout,
    /// The server failed.
    ServerError,
    /// The answer is none that this API gives.
    InvalidResponse,
    /// This crate failed, or runs where there is no browser.
    Wasm,
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// Why there is no picture. No key is in it.
///
/// ```
/// # async fn draw(client: &wasmagine::Client) {
/// use wasmagine::ErrorKind;
///
/// match client.generate("a red boat").await {
///     Ok(made) => println!("{}", made.url()),
///     Err(error) if error.kind() == ErrorKind::PromptBlocked => println!("say it otherwise"),
///     Err(error) => println!("{error}"), // with what to do, where there is something
/// }
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    kind: ErrorKind,
    told: Box<error::Error>,
}

impl Error {
    /// What to branch on.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The setter that got what is wrong, where it is one: `"aspect_ratio"`, `"reference[1]"`.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.message().strip_prefix('`').and_then(|rest| rest.split('`').next())
    }

    /// What happened, in a sentence without a full stop.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.told.message
    }

    /// One sentence on what to do, where there is one to say.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.told.hint.as_deref()
    }

    /// The HTTP status, where a server answered.
    #[must_use]
    pub const fn status(&self) -> Option<u16> {
        self.told.status
    }

    /// How long the server asks to wait.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        self.told.retry_after
    }

    /// Whether the same call may succeed later.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        self.told.retryable
    }

    /// Whether the picture may have been made and charged, though it did not arrive.
    #[must_use]
    pub const fn maybe_billed(&self) -> bool {
        self.told.maybe_billed
    }

    /// Requests sent; 0 where it failed before.
    #[must_use]
    pub const fn attempts(&self) -> u32 {
        self.told.attempts
    }

    /// The server's name for the request, for whoever runs it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.told.request_id.as_deref()
    }

    /// What it cost, where the server says.
    #[must_use]
    pub const fn usage(&self) -> Option<Usage> {
        self.told.usage
    }

    /// Why the model stopped or the prompt was blocked, as the server sent it.
    #[must_use]
    pub fn finish_reason(&self) -> Option<&str> {
        self.told.finish_reason.as_deref()
    }

    /// The model's own words, where it answered in words.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.told.text.as_deref()
    }

    /// The server's own error or reply, as it came.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.told.body.as_deref()
    }

    /// Of a call that was ended from outside, after so many requests. Whether one of them made a picture, nobody can know.
    pub(super) fn aborted(sent: u32) -> Self {
        let told = Failure::new(Code::Network, "the call was aborted");
        let told = told.with(|error| (error.attempts, error.maybe_billed) = (sent, sent > 0));
        let told = told.told(&Redactor::default());
        Self { kind: ErrorKind::Aborted, told: Box::new(told) }
    }
}

/// In the words of this face, where the mistake is the caller's.
impl From<Box<error::Error>> for Error {
    fn from(mut told: Box<error::Error>) -> Self {
        // A server's own words are repeated as they are.
        if told.status.is_none() {
            told.message = spelled(&told.message);
        }
        told.hint = told.hint.map(|hint| spelled(&hint));
        Self { kind: ErrorKind::of(told.code), told }
    }
}

impl From<error::Error> for Error {
    fn from(told: error::Error) -> Self {
        Box::new(told).into()
    }
}

/// Of what knows no secret.
impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        failure.told(&Redactor::default()).into()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        self.told.fmt(formatter)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&*self.told)
    }
}
