//! Every sentence of a verdict beside what it is said of, in tests/sentences.txt: a word that changes is seen in
//! review. `UPDATE=1 cargo test --test sentences` writes the file anew.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic

use engine::face::error::{Code, Error, Failure, Sentence, Thrown};
use engine::face::models::{Host, Warning};
use engine::face::redact::Redactor;
use engine::face::scan::{self, Fault};
use engine::face::verdict::*;
use engine::face::wire::reply::Usage;
use engine::face::wire::server_error::ServerError;
use std::fmt::Write;
use std::time::Duration;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sentences.txt");

const HOSTS: [Host; 3] = [Host::Google, Host::Kkiai, Host::Other];

#[test]
fn each_sentence_is_the_one_that_was_agreed_on() {
    let said = [refusals(), blocks(), finishes(), network(), ends(), warnings()].concat();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(FILE, &said).unwrap();
    }
    let agreed = std::fs::read_to_string(FILE).unwrap();
    let (mut said, mut agreed) = (said.lines(), agreed.lines());
    loop {
        match (said.next(), agreed.next()) {
            (None, None) => break,
            (said, agreed) => assert_eq!(said, agreed),
        }
    }
}

#[test]
fn each_sentence_is_a_sentence_of_ours() {
    for line in [refusals(), blocks(), finishes(), network(), ends(), warnings()].concat().lines() {
        let Some(sentence) = line.strip_prefix("  ") else { continue };
        let sentence = sentence.trim_start();
        assert!(!sentence.ends_with('.') && !sentence.contains("  ") && sentence.len() < 230, "{sentence}");
        let first = sentence.chars().next().unwrap();
        let is_name = ["Google", "Model Armor", "`fetch()`"].iter().any(|name| sentence.starts_with(name));
        assert!(first.is_lowercase() || is_name, "{sentence}");
    }
}

fn section(name: &str) -> String {
    format!("# {name}\n")
}

fn line(error: &Error) -> String {
    let flags = [(error.retryable, " retry"), (error.maybe_billed, " billed")];
    let flags: String = flags.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect();
    format!("{}{flags}", error.code)
}

fn put(all: &mut String, name: &str, failure: Failure) {
    let error = failure.told(&Redactor::default());
    writeln!(all, "{name}: {}\n  {}", line(&error), error.message).unwrap();
    if let Some(hint) = &error.hint {
        writeln!(all, "    {hint}").unwrap();
    }
}

fn refusals() -> String {
    let mut all = section("What a server refuses, by host where that makes a difference");
    let unsupported =
        [Warning::Unsupported { option: "size", message: "MODEL does not take `size: '4K'`: it makes 1K only".into() }];
    for refusal in Refusal::ALL {
        let retry = if refusal.is_retryable() { " retry" } else { "" };
        writeln!(all, "{}: {}{retry}", refusal.as_str(), refusal.code()).unwrap();
        let mut hints: Vec<String> = Vec::new();
        for model in ["MODEL", "gemini-3-pro-image-preview", "gemini-3-pro-imag"] {
            for (host, page, unsupported) in HOSTS
                .into_iter()
                .flat_map(|host| [(host, false, &[][..]), (host, true, &[][..]), (host, false, &unsupported[..])])
            {
                let hint =
                    refusal.hint(page, &Context { host, model, unsupported, ..ASKED }).told(&Redactor::default());
                if !hints.contains(&hint) {
                    hints.push(hint);
                }
            }
        }
        hints.iter().for_each(|hint| writeln!(all, "    {hint}").unwrap());
    }
    all
}

const ASKED: Context = Context {
    host: Host::Other,
    model: "MODEL",
    unsupported: &[],
    base: "https://gateway.example",
    keyed: true,
    continues: false,
};

fn failure(known: Known) -> Failure {
    match known.conclude(&ASKED) {
        Ok(_) => panic!("a picture"),
        Err(failure) => failure,
    }
}

fn blocks() -> String {
    let mut all = section("Why a prompt was blocked");
    for block in Block::ALL {
        let word = Some(block.as_str());
        put(&mut all, block.as_str(), failure(Known { block_reason: word, ..Known::default() }));
    }
    all
}

fn finishes() -> String {
    let mut all = section("Why the model finished, without a picture");
    for finish in Finish::ALL {
        let finish_reason = Some(finish.as_str());
        put(&mut all, finish.as_str(), failure(Known { finish_reason, ..Known::default() }));
    }
    all
}

fn thrown() -> Thrown {
    Thrown { name: "TypeError".into(), message: "Failed to fetch".into() }
}

fn network() -> String {
    let mut all = section("How a request ends that comes to no whole reply");
    let second = Duration::from_secs(1);
    let at = |offset, what| fault(&scan::Error { offset, fault: what }, b"<!DOCTYPE html>");
    let rows = [
        ("timeout before sending", timeout(false, second)),
        ("timeout", timeout(true, second)),
        ("lost at once", lost(Some(thrown()), Duration::ZERO)),
        ("lost later", lost(None, FREE)),
        ("redirected", redirected()),
        ("unbuilt", unbuilt(None)),
        ("no_response", no_response("null")),
        ("no_room", no_room(None)),
        ("broken", broken(thrown())),
        ("sealed", sealed(None)),
        ("not_bytes", not_bytes(None)),
        ("fault NotJson", at(0, Fault::NotJson)),
        ("fault Cut, empty", at(0, Fault::Cut)),
        ("fault Cut", at(9, Fault::Cut)),
        ("fault Bracket", at(9, Fault::Bracket)),
        ("fault Base64", at(9, Fault::Base64)),
        ("fault Json", at(9, Fault::Json)),
        ("not_json", not_json()),
        ("storage", storage(thrown())),
    ];
    let source = include_str!("../src/engine/verdict/network.rs");
    for function in source.split("\npub fn ").skip(1).map(|rest| rest.split('(').next().unwrap()) {
        assert!(rows.iter().any(|(name, _)| name.split(' ').next() == Some(function)), "{function} wants a row");
    }
    rows.into_iter().for_each(|(name, failure)| put(&mut all, name, failure));
    all
}

/// An example of each end, by a match that the compiler completes.
fn example(end: End, error: &ServerError) -> Vec<Known<'_>> {
    let none = Known::default;
    let counted = Usage { image_tokens: Some(1290), ..Usage::default() };
    match end {
        End::Picture | End::Draft => vec![],
        End::Error => vec![Known { error: Some(error), ..none() }],
        End::Refusal => vec![Known { finish_reason: Some("IMAGE_SAFETY"), finish_message: Some("WORDS"), ..none() }],
        End::Unfetched => {
            let why = Sentence::ours("was not fetched");
            vec![Known {
                unfetched: Some(unfetched("a.example", why, "a hint of the caller's", Code::NoImage)),
                ..none()
            }]
        }
        End::Odd => vec![Known { odd: Some("an SVG"), ..none() }],
        End::Reason => vec![Known { finish_reason: Some("NO_IMAGE"), ..none() }],
        End::Text => vec![Known { text: "WORDS", finish_reason: Some("STOP"), ..none() }],
        End::Broken => vec![Known { broken: Some(broken(thrown())), ..none() }],
        End::Foreign => vec![Known { foreign: Some("`choices`, `id`"), ..none() }],
        End::Cut => vec![Known { events: true, ..none() }],
        End::Empty => vec![
            none(),
            Known { finish_reason: Some("STOP"), ..none() },
            Known { finish_reason: Some("STOP"), usage: counted, ..none() },
        ],
    }
}

fn error() -> ServerError {
    let (message, state) = (Some("WORDS".into()), Some("UNAVAILABLE".into()));
    ServerError { status: 503, message, state, ..ServerError::default() }
}

fn ends() -> String {
    let mut all = section("How a reply ends");
    let error = error();
    for end in End::ALL {
        for known in example(*end, &error) {
            assert_eq!(known.end(), *end);
            put(&mut all, end.as_str(), failure(known));
        }
    }
    all
}

fn warnings() -> String {
    let mut all = section("What is told beside a picture");
    let error = error();
    for end in End::ALL {
        for known in example(*end, &error) {
            let shown = Known { picture: true, ..known }.conclude(&ASKED).unwrap();
            for warning in shown.warnings {
                writeln!(all, "{}\n  {}", end.as_str(), warning.told(&Redactor::default())).unwrap();
            }
        }
    }
    all
}
