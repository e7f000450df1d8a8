//! The codes by which a caller tells failures apart.

use serde::Serialize;

/// What went wrong, in one word that a program can branch on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// An option is unknown, of the wrong type, or impossible. Nothing was sent.
    InvalidOption,
    /// One of `images` is no picture that can be sent, or one too many. Nothing was sent.
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
    /// The prompt or an input image was refused.
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
    /// The package itself failed.
    Wasm,
}
