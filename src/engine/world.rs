//! What the engine needs of the world it runs in: a stand-in with no more than `verdict` reads.

use std::time::Duration;

/// The head of a response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Of HTTP.
    pub status: u16,
    /// `Retry-After`, seconds or a date.
    pub retry_after: Option<Duration>,
    /// `x-request-id` or `x-oneapi-request-id`.
    pub request_id: Option<String>,
    /// Of the body, where it is known to be right.
    pub length: Option<u64>,
}
