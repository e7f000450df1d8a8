//! What happened → code, sentence, hint, whether to try again, whether it may have been charged. Synchronous.
//!
//! Each way to end has one place: a server's error `server` and `refusal`, a reply without a picture `ending`, a
//! request that comes to no whole reply `network`. Which of several ends wins is `known`, whether it may have been
//! charged `billed`, and no sentence or decision stands anywhere else. It waits for nothing and knows no World; what
//! follows from a verdict for the next attempt is `retry`.

mod billed;
mod ending;
mod known;
mod nearest;
mod network;
mod refusal;
mod server;
mod words;

pub use billed::{Evidence, FREE, maybe_billed};
pub use ending::{Why, blocked, finished};
pub use known::{End, Known, Shown, unfetched};
pub use nearest::nearest;
pub use network::{broken, fault, lost, no_room, not_bytes, not_json, redirected, sealed, storage, timeout, unbuilt};
pub use refusal::Refusal;
pub use words::{Block, Finish, GatewayCode, Kind, Reason, State, said};

use crate::error::Failure;
use crate::models::{Host, Warning};
use crate::wire::server_error::ServerError;
use crate::world::Head;

/// What of a call its verdict depends on.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Who was asked.
    pub host: Host,
    /// For what model.
    pub model: &'a str,
    /// Options that the model is known not to take.
    pub unsupported: &'a [Warning],
}

/// A response that is not ok; `body` is its text as far as it came.
#[must_use]
pub fn status(head: &Head, body: &str, asked: &Asked) -> Failure {
    let mut error = ServerError::new(head.status, body);
    error.retry_after = error.retry_after.or(head.retry_after);
    error.request_id = head.request_id.clone().or(error.request_id);
    let body = (!body.is_empty()).then(|| body.to_owned());
    server::failure(&error, asked).with(|told| told.body = body)
}
