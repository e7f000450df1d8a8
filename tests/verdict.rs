//! What servers, gateways and networks are known to answer, and what is made of it: a row each of
//! [given, code, retryable, maybe billed, hint]. Numbers in the names are those of the contract's sections.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic

#[path = "verdict/network.rs"]
mod network;
#[path = "verdict/order.rs"]
mod order;
#[path = "verdict/refused.rs"]
mod refused;
#[path = "verdict/replies.rs"]
mod replies;

use engine::face::error::{Code, Error, Failure, Thrown};
use engine::face::models::{self, Host, Warning};
use engine::face::redact::Redactor;
use engine::face::retry::{Policy, retry};
use engine::face::scan::{self, Fault};
use engine::face::verdict::*;
use engine::face::wire::reply::Usage;
use engine::face::wire::server_error::ServerError;
use engine::face::world::Head;
use std::time::Duration;

const KKIAI: Context = asked(Host::Kkiai);
const GOOGLE: Context = asked(Host::Google);
const OTHER: Context = asked(Host::Other);

const fn asked(host: Host) -> Context<'static> {
    Context {
        host,
        model: "gemini-2.5-flash-image",
        unsupported: &[],
        base: "https://gateway.example",
        keyed: true,
        continues: false,
    }
}

fn told(failure: Failure) -> Error {
    failure.told(&Redactor::default())
}

/// `code [retry] [billed]`.
fn line(error: &Error) -> String {
    let flags = [(error.retryable, " retry"), (error.maybe_billed, " billed")];
    let flags: String = flags.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect();
    format!("{}{flags}", error.code)
}

fn check(name: &str, error: &Error, is: &str, hint: &str) {
    assert_eq!(line(error), is, "{name}: {error:?}");
    let told = error.hint.as_deref().unwrap_or_default();
    assert!(told.contains(hint) && (!hint.is_empty() || told.is_empty()), "{name}: {told}");
}

fn error(status: u16) -> ServerError {
    ServerError { status, ..ServerError::default() }
}

/// Sets fields by `name=text` words.
fn says(status: u16, words: &str) -> ServerError {
    let mut error = error(status);
    for word in words.split('|').filter(|word| !word.is_empty()) {
        let (name, text) = word.split_once('=').unwrap_or((word, ""));
        let text = text.to_owned();
        match name {
            "message" => error.message = Some(text),
            "state" => error.state = Some(text),
            "code" => error.code = Some(text),
            "type" => error.kind = Some(text),
            "reason" => error.reason = Some(text),
            "quota" => error.quota_ids.push(text),
            "zero" => error.quota_is_zero = true,
            "page" => error.page = true,
            _ => panic!("{name}"),
        }
    }
    error
}

fn ends(known: Known) -> Error {
    told(known.conclude(&KKIAI).unwrap_err())
}

fn thrown() -> Thrown {
    Thrown { name: "TypeError".into(), message: "Failed to fetch".into() }
}
