//! How every answer that servers are known to give ends: the contract of the API, row by row, through the whole call.
//! A row's name is the contract's section and words, and what it expects was written from those: the pictures with
//! what is told beside them, or `[code, retryable, maybeBilled, attempts]` and some words of the hint. One retry is
//! allowed, so that `attempts` says what is sent again.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic

#[path = "ends/errors.rs"]
mod errors;
#[path = "ends/hints.rs"]
mod hints;
#[path = "ends/keys.rs"]
mod keys;
#[path = "ends/lost.rs"]
mod lost;
#[path = "memory/mod.rs"]
mod memory;
#[path = "ends/replies.rs"]
mod replies;
#[path = "ends/streams.rs"]
mod streams;
#[path = "ends/update.rs"]
mod update;

use base64::prelude::*;
use engine::face::call::{Call, Generated, Handed};
use engine::face::error::Error;
use engine::face::models::Warning;
use engine::face::options::{Draft, Key, Page};
use engine::face::pace::Pace;
use engine::face::world::Head;
use memory::{Given, Memory};
use serde_json::{Value, json};
use std::time::Duration;

const KEY: &str = "sk-secret-0123456789";

/// `[code, retryable, maybeBilled, attempts]`, and words of the hint: none where it is empty.
type Fails = (&'static str, bool, bool, u32, &'static str);

#[derive(Clone, Debug)]
enum End {
    /// By what they are filled with; and words of each warning, in order.
    Shows(&'static [u8], &'static [&'static str]),
    Fails(Fails),
}

use End::{Fails as No, Shows};

/// One answer, and how it ends.
#[derive(Clone)]
struct Row {
    name: String,
    server: Given,
    end: End,
    ask: fn(Draft) -> Draft,
    events: bool,
}

impl Row {
    fn asked(self, ask: fn(Draft) -> Draft) -> Self {
        Self { ask, ..self }
    }

    fn google(self) -> Self {
        self.asked(|draft| Draft { base_url: Some("google".into()), ..draft })
    }

    fn kkiai(self) -> Self {
        self.asked(|draft| Draft { base_url: Some("kkiai".into()), ..draft })
    }
}

/// As one answer was asked for.
fn row(name: &str, server: Given, end: End) -> Row {
    Row { name: name.into(), server, end, ask: |draft| draft, events: false }
}

/// As a stream was asked for.
fn streamed(name: &str, server: Given, end: End) -> Row {
    Row { events: true, ..row(name, server, end) }
}

/// A reply that ends the same as one answer and as a stream of one event, where it says that it is at its end.
fn both(name: &str, reply: &Value, end: End) -> [Row; 2] {
    [row(name, ok(reply.to_string()), end.clone()), streamed(name, ok(sse(std::slice::from_ref(reply))), end)]
}

/// Holds all rows, and says of each that is wrong what came in its place.
fn check(rows: impl IntoIterator<Item = Row>) {
    let wrong: Vec<_> = rows.into_iter().filter_map(|row| wrong(&row)).collect();
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}

fn wrong(row: &Row) -> Option<String> {
    let servers = match &row.server {
        Given::Response(head, chunks, end) => {
            let bytes = chunks.concat().chunks(1).map(<[u8]>::to_vec).collect();
            vec![row.server.clone(), Given::Response(head.clone(), bytes, *end)]
        }
        other => vec![other.clone()],
    };
    servers.into_iter().find_map(|server| {
        let came = call(server, row.events, row.ask);
        let is = match (&row.end, &came) {
            (Shows(fills, warnings), Ok(all)) => {
                let (shown, told) = (fills_of(all), warnings_of(all));
                let alike = told.len() == warnings.len() && told.iter().zip(*warnings).all(|(a, b)| a.contains(b));
                shown == *fills && alike
            }
            (No((code, retryable, billed, attempts, hint)), Err(error)) => {
                let told = error.hint.as_deref().unwrap_or_default();
                let facts = (error.code.as_str(), error.retryable, error.maybe_billed, error.attempts);
                facts == (*code, *retryable, *billed, *attempts)
                    && told.contains(hint)
                    && hint.is_empty() == told.is_empty()
            }
            (Shows(..), Err(_)) | (No(_), Ok(_)) => false,
        };
        let way = if row.events { "streamed" } else { "single" };
        (!is).then(|| format!("{} ({way}): {}\n    not {:?}", row.name, line(&came), row.end))
    })
}

type Arrival = Result<Generated<Memory>, Box<Error>>;

fn line(came: &Arrival) -> String {
    match came {
        Ok(all) => format!("pictures {:?}, {:?}", fills_of(all), warnings_of(all)),
        Err(error) => {
            let Error { code, retryable, maybe_billed, attempts, message, hint, .. } = &**error;
            format!("{code}, {retryable}, {maybe_billed}, {attempts}, {hint:?} — {message}")
        }
    }
}

fn fills_of(all: &Generated<Memory>) -> Vec<u8> {
    let pictures = all.responses.iter().flat_map(|(_, response)| &response.images);
    pictures.map(|picture| picture.blob.bytes()[20]).collect()
}

fn warnings_of(all: &Generated<Memory>) -> Vec<&str> {
    all.warnings.iter().map(Warning::message).collect()
}

/// A red boat of a gateway's.
fn draft() -> Draft {
    Draft {
        prompt: Some("a red boat".into()),
        base_url: Some("https://gateway.example".into()),
        model: Some("gemini-2.5-flash-image".into()),
        key: Some(Key::Text(KEY.into())),
        max_retries: Some(1),
        timeout: Some(Duration::from_secs(300)),
        ..Draft::default()
    }
}

fn call(server: Given, events: bool, ask: fn(Draft) -> Draft) -> Arrival {
    let world = Memory::new(move |_| server.clone());
    let options = ask(draft()).check(&Page::default());
    let options = match options {
        Ok(options) => options,
        Err(failure) => return Err(Box::new(failure.told(&engine::face::redact::Redactor::default()))),
    };
    let call = Call::new(world.clone(), Pace::default(), options, Handed { events, ..Handed::default() });
    let came = world.run(call.run());
    assert_eq!(world.open(), 0, "nothing is left open");
    if let Err(error) = &came {
        assert!(!format!("{error:?}").contains(KEY), "no key is told: {error:?}");
        assert_eq!(world.seen().len(), error.attempts as usize, "requests are told as they were sent");
    }
    came
}

// ───────────── what servers answer ─────────────

fn ok(body: impl AsRef<[u8]>) -> Given {
    Given::response(200, body)
}

fn status(status: u16, body: impl ToString) -> Given {
    Given::response(status, body.to_string())
}

/// With `Retry-After`.
fn later(status: u16, seconds: u64, body: &str) -> Given {
    let head = Head { status, retry_after: Some(Duration::from_secs(seconds)), ..Head::default() };
    Given::Response(head, vec![body.as_bytes().to_vec()], memory::End::Close)
}

/// Events, as Google frames them.
fn sse(events: &[Value]) -> String {
    events.iter().map(|event| format!("data: {event}\r\n\r\n")).collect()
}

/// A GIF of three by two pixels, filled with that.
fn gif(fill: u8) -> Vec<u8> {
    let mut bytes = vec![fill; 40];
    bytes[..10].copy_from_slice(b"GIF89a\x03\0\x02\0");
    bytes
}

fn base64(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}

fn picture(fill: u8) -> Value {
    json!({ "inlineData": { "mimeType": "image/gif", "data": base64(&gif(fill)) } })
}

fn url(fill: u8) -> String {
    format!("data:image/gif;base64,{}", base64(&gif(fill)))
}

fn text(text: &str) -> Value {
    json!({ "text": text })
}

fn thought(mut part: Value) -> Value {
    part["thought"] = json!(true);
    part
}

fn parts(parts: &[Value]) -> Value {
    json!({ "candidates": [{ "content": { "role": "model", "parts": parts }, "index": 0 }] })
}

fn finishes(all: &[Value], reason: &str) -> Value {
    let mut reply = parts(all);
    reply["candidates"][0]["finishReason"] = json!(reason);
    reply
}

fn stops(parts: &[Value]) -> Value {
    finishes(parts, "STOP")
}

/// With tokens of pictures.
fn counts(mut reply: Value, tokens: u32) -> Value {
    reply["usageMetadata"] = json!({ "promptTokenCount": 7, "totalTokenCount": tokens + 95,
        "candidatesTokensDetails": [{ "modality": "IMAGE", "tokenCount": tokens }] });
    reply
}
