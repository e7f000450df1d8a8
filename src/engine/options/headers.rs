//! `headers` → names in lower case with their values, as the `Headers` of a browser hold them:
//! <https://fetch.spec.whatwg.org/#headers-class>.

use super::given::Given;
use super::rules::{Mistakes, invalid};
use crate::error::Failure;

/// A name and its value.
pub type Header = (String, String);

/// Names of headers that carry a key.
const CREDENTIALS: [&str; 3] = ["authorization", "x-goog-api-key", "x-api-key"];

/// What does not count at the ends of a value.
const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];

fn wrong() -> Failure {
    invalid("`headers` must be what `new Headers()` takes: valid names, and values of Latin-1 without line breaks")
}

/// A map of strings, or a list of pairs, which a face makes of a `Headers` too.
pub(super) fn read(given: Given, mistakes: &mut Mistakes) -> Vec<Header> {
    let pair = |given| match given {
        Given::List(pair) => match <[Given; 2]>::try_from(pair) {
            Ok([Given::String(name), given]) => Some((name, text(given)?)),
            _ => None,
        },
        _ => None,
    };
    let read: Option<Vec<Header>> = match given {
        Given::Absent => Some(Vec::new()),
        Given::List(pairs) => pairs.into_iter().map(pair).collect(),
        Given::Map(entries) => entries.into_iter().map(|(name, given)| Some((name, text(given)?))).collect(),
        _ => None,
    };
    read.unwrap_or_else(|| {
        mistakes.note("headers", wrong());
        Vec::new()
    })
}

/// As a browser makes strings of values.
fn text(given: Given) -> Option<String> {
    match given {
        Given::String(text) => Some(text),
        Given::List(_) | Given::Map(_) | Given::Opaque | Given::Function | Given::Symbol(_) => None,
        Given::Absent | Given::Null | Given::Bool(_) | Given::Number(_) | Given::BigInt(_) => Some(given.describe()),
    }
}

/// Joined where a name stands twice, and in the order of names.
pub(super) fn check(given: Vec<Header>, mistakes: &mut Mistakes) -> Vec<Header> {
    let mut headers = Vec::<Header>::new();
    for (name, value) in given {
        let value = value.trim_matches(BLANK);
        if !is_name(&name) || !value.chars().all(|char| char <= 'ÿ' && !matches!(char, '\0' | '\r' | '\n')) {
            mistakes.note("headers", wrong());
        }
        let name = name.to_ascii_lowercase();
        if name == "content-type" {
            mistakes.note("headers", invalid("`headers` must leave `content-type` to the package"));
        }
        let at = headers.iter().position(|(held, _)| *held >= name).unwrap_or(headers.len());
        match headers.get_mut(at) {
            Some((held, values)) if *held == name => {
                values.push_str(", ");
                values.push_str(value);
            }
            _ => headers.insert(at, (name, value.to_owned())),
        }
    }
    headers
}

/// The first that carries a key.
pub(super) fn credential(headers: &[Header]) -> Option<&str> {
    headers.iter().map(|(name, _)| name.as_str()).find(|name| CREDENTIALS.contains(name))
}

/// The keys in them, by whatever spelling of their names.
pub(super) fn secrets(headers: &[Header]) -> impl Iterator<Item = &str> {
    let carries = |name: &str| CREDENTIALS.iter().any(|known| known.eq_ignore_ascii_case(name));
    headers.iter().filter(move |(name, _)| carries(name)).map(|(_, value)| token(value))
}

/// The key in a header's value: all of it, or what follows the scheme.
pub(super) fn token(value: &str) -> &str {
    let value = value.trim_matches(BLANK);
    value.rsplit_once(BLANK).map_or(value, |(_, token)| token)
}

/// A token: <https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2>.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}
