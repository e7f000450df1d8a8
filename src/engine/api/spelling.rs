//! Names of options in what is told of them: the engine writes them as JavaScript callers do, and here they are setters.

use crate::options::NAMES;
use std::fmt::Write;

/// Those whose setter has another name than the option in snake case.
const RENAMED: [(&str, &str); 11] = [
    ("apiKey", "key"),
    ("baseURL", "base_url"),
    ("headers", "header"),
    ("images", "reference"),
    ("responseModalities", "modalities"),
    ("safetySettings", "safety"),
    ("extraBody", "extra"),
    ("maxRetries", "retries"),
    ("n", "count"),
    ("history", "snapshot"),
    ("includeThoughts", "include_thoughts"),
];

/// Values that are no text here, by their option and as it has them.
const TYPED: [(&str, &str, &str); 6] = [
    ("auth", "auto", "Auth::Auto"),
    ("auth", "bearer", "Auth::Bearer"),
    ("auth", "x-goog-api-key", "Auth::GoogleKey"),
    ("auth", "query", "Auth::Query"),
    ("auth", "bearer+query", "Auth::BearerQuery"),
    ("auth", "none", "Auth::None"),
];

/// The setter of an option that a warning names, or its path.
pub(super) fn path(option: &'static str) -> &'static str {
    match option {
        "aspectRatio" => "aspect_ratio",
        "topP" => "top_p",
        "topK" => "top_k",
        "images" => "reference",
        "thinking.includeThoughts" => "thinking.include_thoughts",
        same => same,
    }
}

/// The sentence with what stands between backticks as Rust: `aspectRatio: '16:9'` is `aspect_ratio("16:9")`.
pub(super) fn spelled(sentence: &str) -> String {
    let mut spelled = String::new();
    for (at, part) in sentence.split('`').enumerate() {
        if at > 0 {
            spelled.push('`');
        }
        match setter(part).filter(|_| at % 2 == 1) {
            Some(setter) => spelled.push_str(&setter),
            None => spelled.push_str(part),
        }
    }
    spelled
}

/// Of code that begins with an option's name.
fn setter(code: &str) -> Option<String> {
    let end = code.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(code.len());
    let (name, rest) = code.split_at_checked(end)?;
    let mut setter = match RENAMED.iter().find(|(option, _)| *option == name) {
        Some((_, setter)) => (*setter).to_owned(),
        None if NAMES.contains(&name) => snake_case(name),
        None => return None,
    };
    let Some(value) = rest.strip_prefix(": ") else {
        match rest {
            "()" => setter.push_str("_from"), // a function gives it
            _ => setter.push_str(rest),
        }
        return Some(setter);
    };
    let written = match text(value) {
        Some(text) => match TYPED.iter().find(|(option, value, _)| (*option, *value) == (name, text)) {
            Some((_, _, typed)) => write!(setter, "({typed})"),
            None => write!(setter, "(\"{text}\")"),
        },
        None => match value.strip_prefix("(url) => url.host === ").and_then(text) {
            Some(host) => write!(setter, "(|url| url.starts_with(\"https://{host}/\"))"),
            None => write!(setter, "({value})"),
        },
    };
    written.ok()?;
    Some(setter)
}

/// What stands between single quotes.
fn text(value: &str) -> Option<&str> {
    value.strip_prefix('\'')?.strip_suffix('\'')
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}
