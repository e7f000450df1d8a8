//! `headers` → names in lower case with their values, as the `Headers` of a browser hold them:
//! <https://fetch.spec.whatwg.org/#headers-class>.

use super::given::Given;
use super::rules::{Mistakes, invalid};
use crate::error::Failure;
use crate::find;

/// A name and its value.
pub type Header = (String, String);

/// Names of headers that carry a key.
pub(crate) const CREDENTIALS: [&str; 3] = ["authorization", "x-goog-api-key", "x-api-key"];

/// What stands in names of headers that carry a credential, as far as names tell.
const TELLING: [&str; 10] =
    ["auth", "cookie", "key", "token", "secret", "pass", "session", "sign", "credential", "jwt"];

/// No key has fewer bytes; and a word among others that has fewer than [`LONG`] is a word.
const SHORTEST: usize = 4;
const LONG: usize = 8;

/// What does not count at the ends of a value.
const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];

fn wrong() -> Failure {
    invalid("`headers` must be what `new Headers()` takes: valid names, and values of Latin-1 without line breaks")
}

/// A map of strings, or a list of pairs, which a face makes of a `Headers` too.
pub(super) fn read(given: Given, mistakes: &mut Mistakes) -> Vec<Header> {
    let entries = match given {
        Given::Absent => Vec::new(),
        Given::List(pairs) => pairs.into_iter().map(pair).collect(),
        Given::Map(entries) => entries,
        other => vec![pair(other)],
    };
    let mut headers = Vec::new();
    for (name, given) in entries {
        match text(given) {
            Some(value) => headers.push((name, value)),
            None => mistakes.note("headers", wrong()),
        }
    }
    headers
}

/// A name and its value; one that has no text, where it is no pair.
fn pair(given: Given) -> (String, Given) {
    match given {
        Given::List(pair) => match <[Given; 2]>::try_from(pair) {
            Ok([Given::String(name), value]) => (name, value),
            _ => (String::new(), Given::Opaque),
        },
        _ => (String::new(), Given::Opaque),
    }
}

/// Whether a credential is among them, as far as names tell.
pub(super) fn carry(given: &Given) -> bool {
    match given {
        Given::List(pairs) => pairs.iter().any(|pair| match pair {
            Given::List(pair) => matches!(pair.first(), Some(Given::String(name)) if tells(name)),
            _ => false,
        }),
        Given::Map(entries) => entries.iter().any(|(name, _)| tells(name)),
        _ => false,
    }
}

fn tells(name: &str) -> bool {
    TELLING.iter().any(|telling| find::contains(name, telling))
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

/// What in them may be a key: any header can carry one, as all of its value or behind a scheme. Of several words only long
/// ones are; and what is shorter than any key is one only where the header's name tells.
pub(super) fn secrets(headers: &[Header]) -> Vec<String> {
    let mut secrets = Vec::<String>::new();
    let mut note = |word: &str, shortest: usize| {
        if word.len() >= shortest && !secrets.iter().any(|known| known == word) {
            secrets.push(word.to_owned());
        }
    };
    for (name, value) in headers {
        match value.split(BLANK).count() {
            _ if tells(name) => note(token(value), 0),
            1 => note(value, SHORTEST),
            2 => note(token(value), 0),
            _ => {}
        }
        for word in value.split(BLANK) {
            note(word.trim_matches([',', ';']), LONG);
            // Of `session=…; theme=dark` and `username="…"`, too.
            word.split(['=', ',', ';', '"']).skip(1).for_each(|word| note(word, LONG));
        }
    }
    secrets
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
