//! What a caller may say: every refusal word for word, what comes of what is right, and which of two mistakes is told.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic

#[path = "options/address.rs"]
mod address;
#[path = "options/credential.rs"]
mod credential;
#[path = "options/decided.rs"]
mod decided;
#[path = "options/layers.rs"]
mod layers;
#[path = "options/refused.rs"]
mod refused;
#[path = "options/typed.rs"]
mod typed;
#[path = "options/wire.rs"]
mod wire;

use engine::face::error::{Code, Failure};
use engine::face::options::{Draft, Given, Options, Page};
use engine::face::redact::Redactor;
use serde_json::{Value, json};

/// Code but for `invalid-option`, message and hint, as a caller is told them.
fn told(failure: Failure, secrets: &[String]) -> String {
    let error = failure.told(&Redactor::new(secrets));
    assert_eq!((error.attempts, error.maybe_billed, error.retryable), (0, false, false));
    let code = serde_json::to_value(error.code).unwrap();
    let code = if error.code == Code::InvalidOption { String::new() } else { format!("{}: ", code.as_str().unwrap()) };
    let hint = error.hint.map(|hint| format!(" — {hint}")).unwrap_or_default();
    format!("{code}{}{hint}", error.message)
}

/// The options, or what is said of them.
fn checked(draft: Draft) -> Result<Options, String> {
    let secrets = draft.secrets();
    draft.check(&Page::default()).map_err(|failure| told(failure, &secrets))
}

/// `generateImage(prompt, options)`.
fn call(options: Value) -> Result<Options, String> {
    checked(Draft::of_call(Given::String("a pig".into()), given(&options)))
}

/// The same on a host that wants no key.
fn elsewhere(options: Value) -> Result<Options, String> {
    let mut all = json!({ "baseURL": "https://gateway.example" });
    all.as_object_mut().unwrap().extend(options.as_object().unwrap().clone());
    call(all)
}

/// As a face would hand it over; what JSON has no word for is written between guillemets.
fn given(value: &Value) -> Given {
    match value {
        Value::Null => Given::Null,
        Value::Bool(value) => Given::Bool(*value),
        Value::Number(number) => Given::Number(number.as_f64().unwrap().into()),
        Value::String(text) => match text.strip_prefix('«').and_then(|text| text.strip_suffix('»')) {
            Some("undefined") => Given::Absent,
            Some("function") => Given::Function,
            Some("opaque") => Given::Opaque,
            Some(text) if text.ends_with('n') => Given::BigInt(text.trim_end_matches('n').into()),
            Some(text) if text.starts_with("Symbol") => Given::Symbol(text.into()),
            Some(text) => {
                Given::Number(engine::face::options::Number { value: text.parse().unwrap(), text: text.into() })
            }
            None => Given::String(text.clone()),
        },
        Value::Array(list) => Given::List(list.iter().map(given).collect()),
        Value::Object(fields) => Given::Map(fields.iter().map(|(name, value)| (name.clone(), given(value))).collect()),
    }
}
