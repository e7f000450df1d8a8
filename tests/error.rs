//! What a caller is told: no secret, none of our own words garbled, and nothing endless.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic

use engine::face::error::{Code, Failure, Sentence, Thrown};
use engine::face::redact::Redactor;
use std::error::Error as _;

fn redactor(secrets: &[&str]) -> Redactor {
    Redactor::new(&secrets.iter().map(|secret| secret.to_string()).collect::<Vec<_>>())
}

#[test]
fn each_code_is_told_in_javascript_as_in_rust() {
    for code in Code::ALL {
        assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        assert_eq!(code.to_string(), code.as_str());
        let kebab = format!("{code:?}").chars().fold(String::new(), |mut kebab, letter| {
            if letter.is_uppercase() && !kebab.is_empty() {
                kebab.push('-');
            }
            kebab.push(letter.to_ascii_lowercase());
            kebab
        });
        assert_eq!(code.as_str(), kebab);
    }
    let types = include_str!("../src/types.d.ts");
    for code in Code::ALL {
        assert!(types.contains(&format!("'{code}'")), "{code} is in the public types");
    }
}

#[test]
fn secrets_go_from_what_others_said_and_from_nothing_else() {
    let message = Sentence::ours("the key k: ").theirs("k said k").and(" k");
    let failure = Failure::new(Code::Network, message).hint("keep k").with(|told| {
        told.text = Some("k".into());
        told.body = Some("{\"k\":1}".into());
        told.request_id = Some("id-k".into());
        told.finish_reason = Some("k".into());
        told.cause = Some(Thrown { name: "k".into(), message: "at k".into() });
    });
    let error = failure.told(&redactor(&["k"]));
    assert_eq!(error.message, "the key k: [key] said [key] k");
    assert_eq!(error.hint.as_deref(), Some("keep k"));
    assert_eq!(error.text.as_deref(), Some("[key]"));
    assert_eq!(error.body.as_deref(), Some("{\"[key]\":1}"));
    assert_eq!(error.request_id.as_deref(), Some("id-[key]"));
    assert_eq!(error.finish_reason.as_deref(), Some("[key]"));
    assert_eq!(error.cause, Some(Thrown { name: "[key]".into(), message: "at [key]".into() }));
}

#[test]
fn a_long_message_is_cut_after_it_is_redacted() {
    let key = "AIzaSyAbcdefghijkl";
    let words = format!("{}{key}", "é".repeat(590));
    let error = Failure::new(Code::ServerError, Sentence::ours("").theirs(words)).told(&redactor(&[key]));
    assert_eq!(error.message, format!("{}[key]", "é".repeat(590)));
    let error = Failure::new(Code::ServerError, "é".repeat(900)).told(&redactor(&[]));
    assert_eq!(error.message, format!("{}…", "é".repeat(600)));
}

#[test]
fn an_error_is_one_to_rust_too_and_a_failure_prints_no_secret() {
    let failure =
        Failure::new(Code::Network, Sentence::ours("it failed: ").theirs("AIza")).hint("try again").with(|told| {
            told.cause = Some(Thrown { name: "TypeError".into(), message: "AIza".into() });
        });
    assert_eq!(format!("{failure:?}"), "Failure(network)");
    let error = failure.told(&redactor(&["AIza"]));
    assert_eq!(error.to_string(), "it failed: [key]; try again");
    assert_eq!(error.source().unwrap().to_string(), "TypeError: [key]");
}
