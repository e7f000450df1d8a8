//! What a check asks, in which order and with what, and what it finds. Servers misbehave in the ways that servers do.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic

#[path = "check/asked.rs"]
mod asked;
#[path = "check/found.rs"]
mod found;
#[path = "memory/mod.rs"]
mod memory;

use engine::face::call::Ask;
use engine::face::check::{Finding, check};
use engine::face::error::Error;
use engine::face::options::{Draft, Key, Options, Page};
use engine::face::wire::target::Auth;
use engine::face::world::Purpose;
use memory::{Given, Memory, Seen};
use serde_json::{Value, json};

const KEY: &str = "sk-secret-0123456789";
const MODEL: &str = "gemini-2.5-flash-image";

/// With a key, on a gateway.
fn draft() -> Draft {
    Draft { base_url: Some("https://gateway.example/".into()), key: Some(Key::Text(KEY.into())), ..Draft::default() }
}

fn options(draft: Draft) -> Options {
    draft.check(&Page::default()).unwrap()
}

fn finds(world: &Memory, draft: Draft) -> Finding {
    let finding = world.run(check(world, &options(draft), None)).unwrap();
    assert_eq!(world.open(), 0, "nothing is left open");
    assert!(!format!("{finding:?}").contains(KEY));
    finding
}

/// A finding in one line: its fields but the hint.
fn line(finding: &Finding) -> String {
    let told = |name: &str, is: Option<bool>| match is {
        Some(is) => format!(", {}{name}", if is { "" } else { "no " }),
        None => String::new(),
    };
    let fields = [told("cors", finding.cors), told("auth", finding.auth), told("model", finding.model)].concat();
    let (ok, reachable) =
        (if finding.ok { "ok" } else { "not ok" }, if finding.reachable { "reachable" } else { "dead" });
    format!("{ok}, {reachable}{fields}")
}

/// Which question a request puts.
fn question(seen: &Seen) -> &'static str {
    let is_open = || !seen.url.contains("key=") && seen.headers.iter().all(|(name, _)| name == "x-team");
    assert_eq!(seen.body, None, "a question is a GET");
    assert_eq!(seen.header("content-type"), None);
    match seen.purpose {
        Purpose::Plain => "Plain",
        Purpose::Probe => "Probe",
        Purpose::Question if seen.url.contains("pageToken=") => "Page",
        Purpose::Question if seen.url.split('?').next().unwrap().ends_with(MODEL) => "Card",
        Purpose::Question if is_open() => "Open",
        Purpose::Question => "List",
        Purpose::Call | Purpose::Link => panic!("{seen:?}"),
    }
}

/// What is asked, in a word each; the first is the list, with a key or without.
fn questions(world: &Memory) -> Vec<&'static str> {
    let mut asked: Vec<_> = world.seen().iter().map(question).collect();
    asked[0] = "List";
    asked
}

fn ok(body: Value) -> Given {
    Given::response(200, body.to_string())
}

fn google(ids: &[&str]) -> Value {
    json!({ "models": ids.iter().map(|id| json!({ "name": format!("models/{id}") })).collect::<Vec<_>>() })
}

fn openai(ids: &[&str]) -> Value {
    json!({ "object": "list", "data": ids.iter().map(|id| json!({ "id": id })).collect::<Vec<_>>() })
}
