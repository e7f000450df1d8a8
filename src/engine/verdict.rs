//! What happened → code, sentence, hint, whether to try again, whether it may have been charged. Synchronous.
//!
//! Each way to end has one place: a server's error `server` and `refusal`, a reply without a picture `ending`, a
//! request that comes to no whole reply `network`. Which of several ends wins is `precedence`, whether it may have been
//! charged `billed`, and no sentence or decision stands anywhere else. It waits for nothing and knows no World; what
//! follows from a verdict for the next attempt is `retry`.

mod billed;
mod ending;
mod nearest;
mod network;
mod patience;
mod precedence;
mod refusal;
mod server;

pub use crate::wire::reply::specified;
pub use crate::wire::words::{Block, Finish, GatewayCode, Kind, Reason, State};
pub use billed::{Evidence, FREE, maybe_billed};
pub use ending::{Why, blocked, finished};
pub use nearest::nearest;
pub use network::{
    REDIRECTED, broken, fault, lost, no_response, no_room, not_bytes, not_json, redirected, sealed, storage, timeout,
    unbuilt,
};
pub use patience::PATIENCE;
pub use precedence::{End, Known, Shown, unfetched};
pub use refusal::Refusal;
pub use server::refusal;

use crate::error::Failure;
use crate::models::{Host, Warning};
use crate::wire::reply::Reply;
use crate::wire::server_error::ServerError;
use crate::world::{Head, Unanswered, Unread};
use std::time::Duration;

/// What of a call its verdict depends on.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Who was asked.
    pub host: Host,
    /// For what model.
    pub model: &'a str,
    /// Options that the model is known not to take.
    pub unsupported: &'a [Warning],
    /// Scheme, host and path, without a trailing slash.
    pub base: &'a str,
    /// A key went along, or what may be one.
    pub keyed: bool,
    /// What was said before went along.
    pub continues: bool,
}

impl<'a> Context<'a> {
    /// The address without a version that was pasted along, as other APIs have it: `/v1`, `/v1/chat/completions`.
    fn shorter(&self) -> Option<&'a str> {
        let is_version = |segment: &str| matches!(segment.as_bytes(), [b'v', b'0'..=b'9', ..]);
        let mut end = 0;
        // Scheme, nothing and host come first.
        for (at, segment) in self.base.split('/').enumerate() {
            if at > 2 && is_version(segment) {
                return self.base.get(..end);
            }
            end += usize::from(at > 0) + segment.len();
        }
        None
    }
}

/// A response that is not ok; `body` is its text as far as it came.
#[must_use]
pub fn status(head: &Head, body: &str, context: &Context) -> Failure {
    let mut error = ServerError::new(head.status, body);
    error.retry_after = error.retry_after.or(head.retry_after);
    error.request_id = head.request_id.clone().or(error.request_id);
    let usage = Reply::parse(body.as_bytes()).and_then(|reply| reply.usage());
    let counted = usage.is_some_and(|usage| usage.image_tokens > Some(0)) && maybe_billed(Evidence::Counted);
    let body = (!body.is_empty()).then(|| body.to_owned());
    server::failure(&error, context).with(|told| {
        told.maybe_billed |= counted;
        (told.usage, told.body) = (usage, body);
    })
}

/// There was no answer, so long after sending.
#[must_use]
pub fn unanswered(why: Unanswered, after: Duration) -> Failure {
    match why {
        Unanswered::Unbuilt(thrown) => unbuilt(Some(thrown)),
        Unanswered::Lost(thrown) => lost(thrown, after),
        Unanswered::Odd(given) => no_response(&given),
    }
}

/// The body gives no more.
#[must_use]
pub fn unread(why: Unread) -> Failure {
    match why {
        Unread::Broken(thrown) => broken(thrown),
        Unread::Sealed(thrown) => sealed(thrown),
        Unread::NotBytes(thrown) => not_bytes(thrown),
    }
}
