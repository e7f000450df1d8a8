//! The key, and how it goes along: one credential, and one that is there where the host is known to want it.
//!
//! A key that looks like Google's goes to no host that the caller did not name, and a key among defaults belongs to the
//! origin that it was given with. Keys are never repeated in a sentence.

use super::given::Given;
use super::headers::{self, Header};
use super::rules::{Choice, Mistakes, STRING, invalid, trimmed, wrong};
use crate::error::{Code, Failure, Sentence, Thrown};
use crate::models::Host;
use crate::wire::target::Auth;

/// The key of a call.
#[derive(Clone, PartialEq, Eq)]
pub enum Key {
    /// Given as it is.
    Text(String),
    /// A function, which the face holds, gives one for each attempt.
    Function,
}

pub(super) const AUTH: Choice<Auth> = Choice {
    field: "auth",
    must: "'auto', 'bearer', 'x-goog-api-key', 'query', 'bearer+query' or 'none'",
    names: &[
        ("auto", Auth::Auto),
        ("bearer", Auth::Bearer),
        ("x-goog-api-key", Auth::GoogleKey),
        ("query", Auth::Query),
        ("bearer+query", Auth::BearerQuery),
        ("none", Auth::None),
    ],
};

/// Whether cookies go along, as in `fetch`.
///
/// ```
/// use wasmagine::{Client, Credentials};
///
/// let signed_in = Client::builder().base_url("/api").credentials(Credentials::Include).build();
/// # let _ = signed_in;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// Never.
    Omit,
    /// To the page's own origin.
    SameOrigin,
    /// Always.
    Include,
}

pub(super) const COOKIES: Choice<Credentials> = Choice {
    field: "credentials",
    must: "'omit', 'same-origin' or 'include'",
    names: &[("omit", Credentials::Omit), ("same-origin", Credentials::SameOrigin), ("include", Credentials::Include)],
};

pub(super) fn read(given: Given, mistakes: &mut Mistakes) -> Option<Key> {
    match given {
        Given::Absent => None,
        Given::String(text) => Some(Key::Text(text)),
        Given::Function => Some(Key::Function),
        other => {
            mistakes.must("apiKey", "a string, or a function that gives one", &described(&other));
            None
        }
    }
}

/// What was given for a key, without repeating it: a long number may be one.
fn described(given: &Given) -> String {
    let text = given.describe();
    if text.len() < 10 || !text.starts_with(|first: char| first.is_ascii_digit()) {
        text
    } else {
        "a number".to_owned()
    }
}

/// What a key is judged by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// How it goes along.
    pub auth: Auth,
    /// Where to.
    pub host: Host,
    /// Whether the caller said where to.
    pub named: bool,
}

impl Guard {
    /// What a key function gave, as it is sent.
    ///
    /// # Errors
    /// When it is no key, or none for this host.
    pub fn given(&self, given: &Given) -> Result<String, Failure> {
        match given {
            Given::String(text) => self.key(text),
            other => Err(wrong("apiKey()", STRING, &described(other))),
        }
    }

    /// A key function threw.
    #[must_use]
    pub fn failed(&self, thrown: Thrown) -> Failure {
        self.missing("the `apiKey` function failed").with(|error| error.cause = Some(thrown))
    }

    /// The check of every key before it is sent: what cannot stand in a header is told here, because gloo-net would
    /// hang on it.
    fn key(&self, text: &str) -> Result<String, Failure> {
        let key = trimmed(text);
        if self.auth != Auth::None {
            if key.is_empty() {
                return Err(self.missing("`apiKey` is empty"));
            }
            if let Some((at, odd)) = key.char_indices().find(|(_, char)| !char.is_ascii_graphic()) {
                let code = u32::from(odd);
                let message = format!("`apiKey` holds a character that no key has: U+{code:04X} at position {at}");
                return Err(invalid(message).hint("copy the key again, without quotes or spaces around it"));
            }
            self.home(key, "apiKey")?;
        }
        Ok(key.to_owned())
    }

    fn home(&self, key: &str, field: &str) -> Result<(), Failure> {
        if self.named || !looks_like_googles(key) {
            return Ok(());
        }
        let message =
            format!("`{field}` holds what looks like a Google key, and without `baseURL` it would go to www.kkiai.com");
        Err(invalid(message).hint(
            "pass `baseURL: 'google'` to use Google's own API, or `baseURL: 'kkiai'` if the key really is kkiai's",
        ))
    }

    fn missing(&self, message: &'static str) -> Failure {
        Failure::new(Code::MissingApiKey, message).hint(match self.host {
            Host::Google => "make a key at aistudio.google.com/apikey and pass it as `apiKey`",
            Host::Kkiai | Host::Other => "pass `apiKey`; or try without one: `fetch: sandbox()` from wasmagine/sandbox",
        })
    }

    /// The credentials of a call, held against each other. `served` says that a function stands in for `fetch`.
    pub(super) fn check(
        &self,
        key: Option<Key>,
        headers: &[Header],
        served: bool,
        mistakes: &mut Mistakes,
    ) -> Option<Key> {
        let held = headers::credential(headers);
        match (&key, held) {
            _ if self.auth == Auth::None => {}
            (Some(_), Some(name)) => mistakes.note_together(
                invalid(format!("`headers` holds a credential (`{name}`) beside `apiKey`, and servers refuse two"))
                    .hint("leave one out; `auth` says how `apiKey` is sent"),
            ),
            (None, _) if !served && self.host != Host::Other => {
                let missing = self.missing("`apiKey` is missing");
                mistakes.note_together(match held {
                    Some(_) => missing.hint("say `auth: 'none'` where `headers` carries the credential"),
                    None => missing,
                });
            }
            _ => {}
        }
        for (_, value) in headers {
            if let Err(astray) = self.home(headers::token(value), "headers") {
                mistakes.note_together(astray);
            }
        }
        match key {
            Some(Key::Text(text)) => match self.key(&text) {
                Ok(key) => return Some(Key::Text(key)),
                Err(failure) => mistakes.note_together(failure),
            },
            Some(Key::Function) => return Some(Key::Function),
            None => {}
        }
        None
    }
}

/// Whoever says `baseURL` in a call says whose key goes there. `home` is the origin that the defaults' credentials are
/// for.
pub(super) fn astray(origin: &str, home: &str) -> Failure {
    let home = if home.is_empty() { "another server" } else { home };
    let leads = Sentence::ours("`baseURL` leads to ").theirs(origin);
    invalid(leads.and(", and the default `apiKey` or `headers` belong to ").theirs(home))
        .hint("pass an `apiKey` for that server beside `baseURL`, or make a client for each")
}

/// What keys begin with, of Google's and of gateways. It may stand where none should.
pub(super) fn looks_like_a_key(text: &str) -> bool {
    text.split(['/', ' ']).any(|word| word.starts_with("sk-") || looks_like_googles(word))
}

/// What keys of Google's begin with, also with quotes around them or a name before them, as people paste them.
pub(super) fn looks_like_googles(key: &str) -> bool {
    let mut words = key.split(['"', '\'', '`', '=', ':', ' ']);
    words.any(|word| word.starts_with("AIza") || word.starts_with("AQ."))
}
