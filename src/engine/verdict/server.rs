//! A server's error → which refusal it is, and the failure.
//!
//! Statuses, enum names and codes are judged, never the wording of a message, with the two exceptions that the
//! contract makes: Google says nowhere but in prose that a quota has `limit: 0`, and that it is the user's location
//! which it does not serve. Statuses and names are those of Google
//! (<https://ai.google.dev/gemini-api/docs/troubleshooting>) and of gateways in the manner of one-api.

use super::Context;
use super::billed::{Evidence, maybe_billed};
use super::refusal::Refusal;
use crate::error::{Failure, Sentence};
use crate::find;
use crate::models::Host;
use crate::wire::server_error::ServerError;
use crate::wire::words::{GatewayCode, Kind, Reason, State};

/// The failure that an error is, of HTTP or in a 200.
pub(super) fn failure(error: &ServerError, context: &Context) -> Failure {
    let status = meant(error);
    let refusal = refusal(error, context.host);
    Failure::new(refusal.code(), sentence(error)).hint(refusal.hint(error.page, context)).with(|told| {
        told.status = Some(named(error));
        told.retryable = refusal.is_retryable();
        told.maybe_billed = maybe_billed(Evidence::Refused(status));
        told.retry_after = error.retry_after.filter(|_| refusal.is_retryable());
        told.attempts = 1;
        told.request_id = error.request_id.clone();
    })
}

/// What is refused, by an error of HTTP or in a 200.
#[must_use]
pub fn refusal(error: &ServerError, host: Host) -> Refusal {
    of(error, meant(error), host)
}

/// What the server said.
pub(super) fn sentence(error: &ServerError) -> Sentence {
    let mut sentence = Sentence::ours(format!("the server answered {}", named(error)));
    if let Some(state) = &error.state {
        sentence = sentence.and(" ").theirs(state);
    }
    match &error.message {
        Some(message) => sentence.and(": ").theirs(message),
        None => sentence,
    }
}

/// The status that it names. An error in a 200 that names none is a failure of the server's.
const fn named(error: &ServerError) -> u16 {
    if error.status == 0 { 500 } else { error.status }
}

/// The status that Google's enum stands for, or that the body names, where a proxy wraps the answer of another in a 5xx of
/// its own (<https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto>). What Google itself failed at says
/// no more than the proxy's own status.
fn meant(error: &ServerError) -> u16 {
    let status = named(error);
    let state = State::of(error.state.as_deref()).filter(|_| status >= 500);
    match state {
        Some(State::InvalidArgument | State::FailedPrecondition | State::OutOfRange) => 400,
        Some(State::Unauthenticated) => 401,
        Some(State::PermissionDenied) => 403,
        Some(State::NotFound) => 404,
        Some(State::ResourceExhausted) => 429,
        Some(State::Unimplemented) => 501,
        Some(State::DeadlineExceeded) => 504,
        Some(
            State::Ok
            | State::Cancelled
            | State::Unsure
            | State::AlreadyExists
            | State::Aborted
            | State::Internal
            | State::Unavailable
            | State::DataLoss
            | State::Unknown,
        ) => status,
        // A key that was refused behind a gateway is the gateway's.
        None => error
            .inner_status
            .filter(|inner| status >= 500 && matches!(inner, 400 | 404 | 413 | 429 | 504 | 522 | 524))
            .unwrap_or(status),
    }
}

/// Of an error, whose status is what was meant.
fn of(error: &ServerError, status: u16, host: Host) -> Refusal {
    let code = GatewayCode::of(error.code.as_deref()).and_then(|code| of_code(code, host));
    let reason = Reason::of(error.reason.as_deref()).and_then(of_reason);
    code.or(reason).unwrap_or_else(|| of_status(error, status, host))
}

const fn of_code(code: GatewayCode, host: Host) -> Option<Refusal> {
    match code {
        GatewayCode::SensitiveWords | GatewayCode::PromptBlocked => Some(Refusal::Prompt),
        GatewayCode::UserQuota | GatewayCode::TokenQuota | GatewayCode::Quota => Some(spent(host)),
        GatewayCode::ModelNotFound => Some(Refusal::Model),
        GatewayCode::AccessDenied => Some(Refusal::Forbidden),
        // Their statuses say as much.
        GatewayCode::InvalidRequest
        | GatewayCode::NoChannel
        | GatewayCode::NoKey
        | GatewayCode::NotSentOn
        | GatewayCode::BadStatus
        | GatewayCode::BadBody
        | GatewayCode::Empty
        | GatewayCode::Unread
        | GatewayCode::NotImplemented
        | GatewayCode::Unknown => None,
    }
}

const fn of_reason(reason: Reason) -> Option<Refusal> {
    match reason {
        Reason::KeyInvalid => Some(Refusal::Key),
        Reason::ReferrerBlocked | Reason::ServiceDisabled | Reason::Unknown => None,
    }
}

fn of_status(error: &ServerError, status: u16, host: Host) -> Refusal {
    match status {
        400 => of_state(error),
        401 => Refusal::Key,
        402 => spent(host),
        403 if error.page => Refusal::Firewall,
        403 => Refusal::Forbidden,
        404 if error.page || Kind::of(error.kind.as_deref()) == Some(Kind::InvalidRequest) => Refusal::Address,
        404 if host != Host::Google && error.state.is_none() && error.kind.is_none() => Refusal::Missing,
        404 => Refusal::Model,
        405 => Refusal::Address,
        408 => Refusal::SlowRequest,
        413 => Refusal::Size,
        429 if is_used_up(error) => Refusal::Quota,
        429 => Refusal::Rate,
        500 | 502 | 520 | 521 | 523 => Refusal::Failed,
        501 => Refusal::Unimplemented,
        503 if error.page || host == Host::Google => Refusal::Failed,
        503 | 529 => Refusal::Busy,
        504 | 522 | 524 => Refusal::SlowServer,
        _ if status < 400 => Refusal::Answer,
        _ if status < 499 => Refusal::Request,
        _ => Refusal::Broken,
    }
}

/// Of a 400. A gateway that passes Google's error on may lose its state.
fn of_state(error: &ServerError) -> Refusal {
    let says = |words: &str| error.message.as_ref().is_some_and(|message| find::contains(message, words));
    let place = says("user location is not supported");
    match State::of(error.state.as_deref()) {
        Some(State::FailedPrecondition) | None if place && says("billing") => Refusal::Billing,
        Some(State::FailedPrecondition) | None if place => Refusal::Location,
        Some(State::FailedPrecondition) => Refusal::Condition,
        Some(
            State::Ok
            | State::Cancelled
            | State::Unsure
            | State::InvalidArgument
            | State::DeadlineExceeded
            | State::NotFound
            | State::AlreadyExists
            | State::PermissionDenied
            | State::Unauthenticated
            | State::ResourceExhausted
            | State::Aborted
            | State::OutOfRange
            | State::Unimplemented
            | State::Internal
            | State::Unavailable
            | State::DataLoss
            | State::Unknown,
        )
        | None => Refusal::Request,
    }
}

const fn spent(host: Host) -> Refusal {
    match host {
        Host::Google => Refusal::Quota,
        Host::Kkiai | Host::Other => Refusal::Credit,
    }
}

/// A quota of the day, or none at all: `retryDelay` may still speak of seconds, and misleads.
fn is_used_up(error: &ServerError) -> bool {
    let by_day = error.quota_ids.iter().any(|id| find::contains(id, "PerDay"));
    error.quota_is_zero || by_day || error.message.as_deref().is_some_and(says_zero)
}

/// Whether it says `limit: 0`, and not `limit: 0.5`.
fn says_zero(message: &str) -> bool {
    let mut rest = message;
    while let Some((_, behind)) = find::split_once(rest, "limit: 0") {
        let digits = behind.strip_prefix('.').unwrap_or(behind);
        if !digits.starts_with(|next: char| next.is_ascii_digit()) {
            return true;
        }
        rest = behind;
    }
    false
}
