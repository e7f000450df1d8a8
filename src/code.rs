//! The codes by which a caller tells failures apart, as far as Rust tells them: those of a server's answer are js/refusal.js's.

/// What went wrong, in one word that a program can branch on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// An option is unknown, of the wrong type, or impossible. Nothing was sent.
    InvalidOption,
    /// One of `images` is no picture that can be sent, or one too many. Nothing was sent.
    InvalidImage,
    /// The host wants a key and none was given. Nothing was sent.
    MissingApiKey,
    /// The request is larger than the server takes.
    PayloadTooLarge,
    /// No connection, or it broke.
    Network,
    /// It took too long.
    Timeout,
    /// The answer is none that this API gives.
    InvalidResponse,
    /// The package itself failed.
    Wasm,
}

impl Code {
    /// As callers see it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::InvalidOption => "invalid-option",
            Self::InvalidImage => "invalid-image",
            Self::MissingApiKey => "missing-api-key",
            Self::PayloadTooLarge => "payload-too-large",
            Self::Network => "network",
            Self::Timeout => "timeout",
            Self::InvalidResponse => "invalid-response",
            Self::Wasm => "wasm",
        }
    }
}
