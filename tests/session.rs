//! Conversations that are put away and come back: what of a turn goes back to the server, what a snapshot tells, and
//! what is refused, so that no JSON of anybody else's comes into a request.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic

#[path = "session/back.rs"]
mod back;
#[path = "session/bounds.rs"]
mod bounds;
#[path = "session/foreign.rs"]
mod foreign;
#[path = "memory/mod.rs"]
mod memory;
#[path = "session/turns.rs"]
mod turns;

use base64::{Engine, engine::general_purpose::STANDARD};
use engine::face::error::{Code, Error};
use engine::face::pace::Pace;
use engine::face::redact::Redactor;
use engine::face::session::{Restored, restore};
use memory::{Blob, Memory};
use std::fs;
use std::path::Path;

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)).unwrap()
}

/// As the package writes it.
fn picture(media_type: &str, bytes: &[u8]) -> String {
    format!(r#"{{"inlineData":{{"mimeType":"{media_type}","data":"{}"}}}}"#, STANDARD.encode(bytes))
}

fn png() -> String {
    picture("image/png", &fixture("plain.png"))
}

fn jpeg() -> String {
    picture("image/jpeg", &fixture("baseline.jpg"))
}

fn user(parts: &[&str]) -> String {
    format!(r#"{{"role":"user","parts":[{}]}}"#, parts.join(","))
}

fn model(parts: &[&str]) -> String {
    format!(r#"{{"role":"model","parts":[{}]}}"#, parts.join(","))
}

fn restored(world: &Memory, contents: Vec<Blob>) -> Result<Vec<Restored<Memory>>, Box<Error>> {
    let restored = world.run(restore(world, &Pace::default(), contents));
    restored.map_err(|failure| Box::new(failure.told(&Redactor::default())))
}

/// A turn: prompt, text, pictures as `type width×height`, and what goes before the next prompt.
type Turn = (String, String, Vec<String>, Option<String>);

fn told(turn: &Restored<Memory>) -> Turn {
    let text = |text: &Vec<u8>| String::from_utf8(text.clone()).unwrap();
    let images = turn.images.iter().map(|image| {
        assert_eq!(image.blob.media_type, image.media_type);
        format!("{} {}×{}", image.media_type, image.width, image.height)
    });
    (text(&turn.prompt), text(&turn.text), images.collect(), turn.next.as_ref().map(Blob::text))
}

fn turns_of(contents: &[impl AsRef<str>]) -> Result<Vec<Turn>, Box<Error>> {
    let world = Memory::alone();
    let contents = contents.iter().map(|content| world.blob(content.as_ref())).collect();
    Ok(restored(&world, contents)?.iter().map(told).collect())
}

/// Why it is refused, and which content.
fn refused(contents: &[impl AsRef<str>]) -> (usize, String) {
    let error = turns_of(contents).expect_err("refused");
    assert_eq!((error.code, error.attempts, error.maybe_billed), (Code::InvalidOption, 0, false));
    assert_eq!(error.hint.as_deref(), Some("pass a whole snapshot, unchanged; or begin a new session"));
    let rest = error.message.strip_prefix("`history.contents[").unwrap();
    let (at, why) = rest.split_once("]` is not what `snapshot()` gave: ").unwrap();
    (at.parse().unwrap(), why.to_owned())
}
