//! Replies as servers send them, bytes in, through whole calls: what comes of them, as one answer and as a stream,
//! however their bytes are cut. Sections are those of the contract of the API.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic

#[path = "reply/contract.rs"]
mod contract;
#[path = "memory/mod.rs"]
mod memory;
#[path = "reply/raw.rs"]
mod raw;
#[path = "reply/told.rs"]
mod told;
#[path = "reply/turns.rs"]
mod turns;

use base64::prelude::*;
use engine::face::call::{Call, Conversation, Generated, Handed};
use engine::face::error::Error;
use engine::face::models::Warning;
use engine::face::options::{Draft, Page, Settings};
use engine::face::pace::Pace;
use engine::face::queue::Event;
use engine::face::reply::Response;
use engine::face::world::Head;
use memory::{Blob, End, Given, Memory};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

/// What a call came to.
struct Arrival {
    end: Result<Generated<Memory>, Box<Error>>,
    /// What was told of it, in words: `text×2 image`.
    events: String,
    /// Texts that were told, one after another.
    told: String,
}

impl Arrival {
    fn response(&self) -> &Response<Memory> {
        match &self.end {
            Ok(all) => &all.responses[0].1,
            Err(error) => panic!("{error:?}"),
        }
    }

    fn error(&self) -> &Error {
        self.end.as_ref().err().expect("a failure")
    }

    /// Bytes of its pictures.
    fn images(&self) -> Vec<Vec<u8>> {
        self.response().images.iter().map(|image| image.blob.bytes()).collect()
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.response().text).unwrap()
    }

    fn warnings(&self) -> Vec<&str> {
        let all = self.end.as_ref().expect("a picture");
        all.warnings.iter().map(Warning::message).collect()
    }

    /// The end in a line: `ok compat`, or code, status, reason, `retry` and `billed`.
    fn line(&self) -> String {
        match &self.end {
            Ok(all) => {
                let kind = |warning: &Warning| match warning {
                    Warning::Unsupported { .. } => " unsupported",
                    Warning::Mismatch { .. } => " mismatch",
                    _ => " compat",
                };
                format!("ok{}", all.warnings.iter().map(kind).collect::<String>())
            }
            Err(error) => {
                let mut line = error.code.to_string();
                for word in [
                    error.status.map(|status| status.to_string()),
                    error.finish_reason.clone(),
                    error.retryable.then(|| "retry".to_owned()),
                    error.maybe_billed.then(|| "billed".to_owned()),
                    error.retry_after.map(|after| format!("after {}", after.as_millis())),
                ]
                .into_iter()
                .flatten()
                {
                    line += " ";
                    line += &word;
                }
                line
            }
        }
    }
}

/// How a body is cut into chunks.
#[derive(Clone, Copy, Debug)]
enum Cut {
    Whole,
    Bytes,
    /// Into pieces of sizes that look random.
    Random(u32),
}

const CUTS: [Cut; 4] = [Cut::Whole, Cut::Bytes, Cut::Random(1), Cut::Random(2)];

fn chunks(body: &[u8], cut: Cut) -> Vec<Vec<u8>> {
    let mut seed = match cut {
        Cut::Whole => return vec![body.to_vec()],
        Cut::Bytes => return body.chunks(1).map(<[u8]>::to_vec).collect(),
        Cut::Random(seed) => seed,
    };
    let (mut rest, mut chunks) = (body, Vec::new());
    while !rest.is_empty() {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let (chunk, later) = rest.split_at(rest.len().min(1 + (seed >> 20) as usize % 300));
        chunks.push(chunk.to_vec());
        rest = later;
    }
    chunks
}

/// How it is asked.
#[derive(Clone, Default)]
struct Ask {
    events: bool,
    keeps: bool,
    settings: Settings,
    timeout: Option<Duration>,
}

fn asked(body: &[u8], cut: Cut, end: End, ask: &Ask) -> Arrival {
    let given = Given::Response(Head { status: 200, ..Head::default() }, chunks(body, cut), end);
    let world = Memory::new(move |_| given.clone());
    let heard = Rc::new(RefCell::new((Vec::<(&str, usize)>::new(), String::new())));
    let hears = heard.clone();
    let told = Rc::new(move |event: &Event<Blob>| {
        let (kinds, words) = &mut *hears.borrow_mut();
        let kind = match event {
            Event::Text { text, .. } => {
                words.push_str(text);
                "text"
            }
            Event::Thought { .. } => "thought",
            Event::Preview { .. } => "preview",
            Event::Image { .. } => "image",
            Event::Progress(_) | Event::Answered { .. } | Event::Failed { .. } => return,
        };
        match kinds.last_mut().filter(|(last, _)| *last == kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((kind, 1)),
        }
    });
    let conversation = ask.keeps.then(|| Conversation { history: Vec::new(), before: None, redraw: None });
    let handed = Handed { events: ask.events, told: Some(told), conversation, ..Handed::default() };
    let draft = Draft {
        prompt: Some("a red boat".into()),
        base_url: Some("https://gateway.example".into()),
        model: Some("gemini-2.5-flash-image".into()),
        settings: ask.settings.clone(),
        max_retries: Some(0),
        timeout: ask.timeout,
        ..Draft::default()
    };
    let call = Call::new(world.clone(), Pace::default(), draft.check(&Page::default()).unwrap(), handed);
    let end = world.run(call.run());
    assert_eq!(world.open(), 0, "nothing is left open");
    let (kinds, told) = Rc::try_unwrap(heard).ok().unwrap().into_inner();
    let kinds: Vec<_> = kinds
        .into_iter()
        .map(|(kind, count)| if count == 1 { kind.to_owned() } else { format!("{kind}×{count}") })
        .collect();
    Arrival { end, events: kinds.join(" "), told }
}

/// As one answer.
fn single(body: impl AsRef<[u8]>) -> Arrival {
    asked(body.as_ref(), Cut::Whole, End::Close, &Ask::default())
}

/// As a stream.
fn stream(body: impl AsRef<[u8]>) -> Arrival {
    asked(body.as_ref(), Cut::Whole, End::Close, &Ask { events: true, ..Ask::default() })
}

/// Events as Google frames them.
fn events(objects: &[Value]) -> String {
    objects.iter().map(|object| format!("data: {object}\r\n\r\n")).collect()
}

/// A GIF of three by two pixels, and so many bytes.
fn gif(fill: u8, length: usize) -> Vec<u8> {
    let mut bytes = vec![fill; length];
    bytes[..10].copy_from_slice(b"GIF89a\x03\0\x02\0");
    bytes
}

fn base64(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}

fn url(bytes: &[u8]) -> String {
    format!("data:image/gif;base64,{}", base64(bytes))
}

fn picture(fill: u8) -> Value {
    json!({ "inlineData": { "mimeType": "image/gif", "data": base64(&gif(fill, 40)) } })
}

/// The bytes of [`picture`].
fn bytes(fill: u8) -> Vec<u8> {
    gif(fill, 40)
}

fn text(text: &str) -> Value {
    json!({ "text": text })
}

fn thought(mut part: Value) -> Value {
    part["thought"] = json!(true);
    part
}

/// One candidate with these parts.
fn parts(parts: &[Value]) -> Value {
    json!({ "candidates": [{ "content": { "role": "model", "parts": parts }, "index": 0 }] })
}

/// And the end.
fn stops(parts: &[Value]) -> Value {
    finishes(parts, "STOP")
}

fn finishes(all: &[Value], reason: &str) -> Value {
    let mut reply = parts(all);
    reply["candidates"][0]["finishReason"] = json!(reason);
    reply
}
