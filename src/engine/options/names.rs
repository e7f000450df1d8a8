//! The names of options: their order, and what is said of a name that is none.

use super::rules::invalid;
use crate::error::Failure;

/// In the order in which they are documented.
pub const NAMES: [&str; 32] = [
    "prompt",
    "images",
    "system",
    "baseURL",
    "apiVersion",
    "model",
    "apiKey",
    "auth",
    "headers",
    "credentials",
    "fetch",
    "aspectRatio",
    "size",
    "seed",
    "temperature",
    "topP",
    "topK",
    "responseModalities",
    "safetySettings",
    "thinking",
    "search",
    "extraBody",
    "strict",
    "remoteImages",
    "signal",
    "timeout",
    "onProgress",
    "n",
    "concurrency",
    "maxRetries",
    "retryAmbiguous",
    "onImage",
];

/// What other packages and the wire call these.
const ALIASES: [(&str, &str); 14] = [
    ("image", "images"),
    ("referenceImages", "images"),
    ("abortSignal", "signal"),
    ("imageSize", "size"),
    ("key", "apiKey"),
    ("token", "apiKey"),
    ("url", "baseURL"),
    ("systemInstruction", "system"),
    ("ratio", "aspectRatio"),
    ("modalities", "responseModalities"),
    ("thinkingConfig", "thinking"),
    ("body", "extraBody"),
    ("numberOfImages", "n"),
    ("retries", "maxRetries"),
];

/// Where a field stands in that order, by its path: one for `prompt`, and zero for what is no option, which comes
/// first.
pub(super) fn place(field: &str) -> usize {
    let name = field.split(['.', '[', '(']).next();
    NAMES.iter().position(|known| Some(*known) == name).map_or(0, |at| at + 1)
}

/// `path` is empty for the options themselves.
pub(super) fn unknown(path: &str, key: &str, names: &[&str]) -> Failure {
    let meant = names
        .iter()
        .find(|name| name.eq_ignore_ascii_case(key))
        .or_else(|| ALIASES.iter().find(|(alias, _)| path.is_empty() && *alias == key).map(|(_, name)| name));
    let failure = invalid(format!("`{}` is not an option", joined(path, key)));
    failure.hint(match meant {
        Some(name) => format!("did you mean `{}`?", joined(path, name)),
        None => format!("options here are {}", names.join(", ")),
    })
}

/// The path of a field within another.
pub(super) fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
