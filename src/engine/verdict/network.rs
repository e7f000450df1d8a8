//! How a request ends that does not come to a whole reply.

use super::billed::{Evidence, FREE, maybe_billed};
use crate::error::{Code, Failure, Sentence, Thrown, millis};
use crate::scan::{self, Fault};
use std::time::Duration;

/// No whole reply came in time; `sent` says that the request had been handed over.
#[must_use]
pub fn timeout(sent: bool, limit: Duration) -> Failure {
    let evidence = if sent { Evidence::TimedOut } else { Evidence::NotSent };
    let hint = if sent {
        "a larger `timeout` may help; the picture may have been charged"
    } else {
        "the `apiKey` function took too long"
    };
    let message = format!("no whole reply within {} ms", millis(limit));
    failed(Code::Timeout, message, evidence).hint(hint).with(|told| told.retryable = true)
}

/// Nothing was answered, or nothing that can be read, so long after sending.
#[must_use]
pub fn lost(thrown: Option<Thrown>, after: Duration) -> Failure {
    let hint = if after < FREE {
        "browsers do not say which: check the address and the connection, and that the server allows this page's \
         origin (CORS)"
    } else {
        "the connection broke while the server worked; the picture may have been charged"
    };
    let message = "the server could not be reached, or refuses this page";
    failed(Code::Network, message, Evidence::Unanswered(after)).hint(hint).with(|told| {
        told.retryable = true;
        told.cause = thrown;
    })
}

/// The server answered with a redirect, which is never followed: a cross-origin 307 would carry key and prompt to the
/// new host.
#[must_use]
pub fn redirected() -> Failure {
    failed(Code::InvalidResponse, "the server answered with a redirect", Evidence::Redirected).hint(REDIRECTED)
}

/// What to do about a redirect.
pub const REDIRECTED: &str =
    "pass the final address as `baseURL`: redirects are not followed, so that key and prompt stay where you sent them";

/// The request cannot be built.
#[must_use]
pub fn unbuilt(thrown: Option<Thrown>) -> Failure {
    failed(Code::InvalidOption, "the request cannot be built", Evidence::NotSent).with(|told| told.cause = thrown)
}

/// A caller's `fetch` gave something else, in words: it may have read the reply away.
#[must_use]
pub fn no_response(given: &str) -> Failure {
    let message = Sentence::ours("`fetch()` must be a Response, got ").theirs(given);
    failed(Code::InvalidOption, message, Evidence::Spoilt)
}

/// There is no Blob for the request's body.
#[must_use]
pub fn no_room(thrown: Option<Thrown>) -> Failure {
    failed(Code::Wasm, "the browser has no room for the request", Evidence::NotSent).with(|told| told.cause = thrown)
}

/// The body broke off.
#[must_use]
pub fn broken(thrown: Thrown) -> Failure {
    let message = "the connection broke before the reply was whole";
    failed(Code::Network, message, Evidence::Spoilt)
        .hint("the picture may have been charged; check the connection and try again")
        .with(|told| {
            told.retryable = true;
            told.cause = Some(thrown);
        })
}

/// There is a body, and no way to read it.
#[must_use]
pub fn sealed(thrown: Option<Thrown>) -> Failure {
    let message = "the body of the response cannot be read";
    failed(Code::InvalidResponse, message, Evidence::Spoilt).with(|told| told.cause = thrown)
}

/// The body is not made of bytes.
#[must_use]
pub fn not_bytes(thrown: Option<Thrown>) -> Failure {
    let message = "the body of the response gives something other than bytes";
    failed(Code::InvalidResponse, message, Evidence::Spoilt).with(|told| told.cause = thrown)
}

/// The bytes are no reply; `start` is what stands at the fault.
#[must_use]
pub fn fault(error: &scan::Error, start: &[u8]) -> Failure {
    let at = error.offset;
    let invalid = |message: Sentence| failed(Code::InvalidResponse, message, Evidence::Spoilt);
    match error.fault {
        Fault::NotJson => {
            let start: String = String::from_utf8_lossy(start).chars().take(SHOWN).collect();
            let message = Sentence::ours(format!("the reply is no JSON: at byte {at} of it stands \"")).theirs(start);
            invalid(message.and("\""))
                .hint("a page or a proxy may answer at this address in place of the API: check `baseURL`")
        }
        Fault::Cut if at == 0 => {
            invalid("the reply is empty".into()).hint("the server or a proxy closed without an answer; try again")
        }
        Fault::Cut => {
            invalid(format!("the reply is cut off at byte {at}").into()).hint(CUT).with(|told| told.retryable = true)
        }
        Fault::Bracket => invalid(format!("the reply is no valid JSON: a bracket closes nothing at byte {at}").into())
            .hint("the server or a proxy garbled the reply: tell whoever runs the server"),
        Fault::Base64 => invalid(format!("the picture in the reply is no valid base64 at byte {at}").into())
            .hint("the server or a proxy damaged the reply; try again"),
        Fault::Json => not_json().hint(format!(
            "at byte {at} of it stands what no JSON has there, `NaN` or a line's end inside a text perhaps: tell whoever \
             runs the server"
        )),
    }
}

/// Of what stands at a fault, in characters.
const SHOWN: usize = 40;

/// The reply looks like JSON and is none.
#[must_use]
pub fn not_json() -> Failure {
    failed(Code::InvalidResponse, "the reply is no valid JSON", Evidence::Spoilt)
}

/// A stream of events ended and never said why.
pub(super) fn cut() -> Failure {
    let message = "the stream ended before there was a picture";
    failed(Code::InvalidResponse, message, Evidence::Spoilt).hint(CUT).with(|told| told.retryable = true)
}

const CUT: &str = "the connection closed too early, often a proxy's limit; the picture may have been charged";

/// The picture came and there is no Blob for it.
#[must_use]
pub fn storage(thrown: Thrown) -> Failure {
    let message = "no Blob could be made of the picture";
    failed(Code::Wasm, message, Evidence::Spoilt).with(|told| told.cause = Some(thrown))
}

fn failed(code: Code, message: impl Into<Sentence>, evidence: Evidence) -> Failure {
    Failure::new(code, message).with(|told| {
        told.maybe_billed = maybe_billed(evidence);
        told.attempts = u32::from(evidence != Evidence::NotSent);
    })
}
