//! JSON in bytes → its values, looked up where they stand, and types of serde's.
//!
//! [`Json::parse`] says whether bytes are JSON at all, as `JSON.parse` would. What it gave is read leniently, because servers,
//! gateways and proxies write what they like: names in camelCase or snake_case, null for what is not there, the last of a name that
//! stands twice, lists as PHP writes them, text that is no UTF-8 or half a surrogate pair. Nothing is copied but text, nothing
//! recurses deeper than who asks. It knows no name of the API's.

mod de;
mod syntax;
mod text;

use super::decimal::scaled;
pub use de::{Error, REST};
use std::borrow::Cow;
pub use syntax::completed;

/// A value, somewhere in bytes that are valid JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Json<'a>(&'a [u8]);

impl<'a> Json<'a> {
    /// The value that the bytes are, if they are JSON; what stands in strings need not be UTF-8.
    #[must_use]
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (json, rest) = Self::first(bytes)?;
        syntax::is_space(rest).then_some(json)
    }

    /// The value that the bytes begin with, and what follows it.
    #[must_use]
    pub fn first(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let at = syntax::check(bytes).ok()?;
        let (json, rest) = bytes.split_at_checked(at)?;
        Some((Self(json.trim_ascii_start()), rest))
    }

    /// As it is spelled.
    #[must_use]
    pub const fn bytes(self) -> &'a [u8] {
        self.0
    }

    /// Whether it is an object.
    #[must_use]
    pub fn is_object(self) -> bool {
        self.0.first() == Some(&b'{')
    }

    /// Whether it is an object or an array.
    #[must_use]
    pub fn is_container(self) -> bool {
        matches!(self.0.first(), Some(b'{' | b'['))
    }

    /// Whether it is null.
    #[must_use]
    pub fn is_null(self) -> bool {
        self.0 == b"null"
    }

    /// The boolean that it is.
    #[must_use]
    pub fn bool(self) -> Option<bool> {
        match self.0 {
            b"true" => Some(true),
            b"false" => Some(false),
            _ => None,
        }
    }

    /// The text that it is. What it holds of no UTF-8 and of no character is U+FFFD.
    #[must_use]
    pub fn text(self) -> Option<Cow<'a, str>> {
        text::of(self.0)
    }

    /// The number that it is, as it is spelled.
    #[must_use]
    pub fn number(self) -> Option<&'a [u8]> {
        matches!(self.0.first(), Some(b'-' | b'0'..=b'9')).then_some(self.0)
    }

    /// The whole number that it is but for what stands behind its point; none below 0.
    #[must_use]
    pub fn integer(self) -> Option<u64> {
        scaled(self.number()?, 0)
    }

    /// What an object has under that camelCase name or else under its snake_case twin. Null is nothing.
    #[must_use]
    pub fn get(self, name: &str) -> Option<Self> {
        self.named(name).map(|(_, value)| value)
    }

    /// The same, with its name as it is spelled.
    #[must_use]
    pub fn named(self, name: &str) -> Option<(Cow<'a, str>, Self)> {
        let (mut camel, mut snake) = (None, None);
        for (key, value) in self.members() {
            let key = key.text()?;
            if key == name {
                camel = Some((key, value));
            } else if is_snake(&key, name) {
                snake = Some((key, value));
            }
        }
        [camel, snake].into_iter().flatten().find(|(_, value)| !value.is_null())
    }

    /// Whether an object has such a name, whatever it is worth.
    #[must_use]
    pub fn has(self, name: &str) -> bool {
        self.members().any(|(key, _)| key.text().is_some_and(|key| key == name || is_snake(&key, name)))
    }

    /// The names and values of an object, in order.
    #[must_use]
    pub fn members(self) -> Members<'a> {
        Members(if self.is_object() { self.inside() } else { Inside(b"") })
    }

    /// The elements of an array, or of the object that PHP makes of one: all its names are numbers.
    #[must_use]
    pub fn elements(self) -> Elements<'a> {
        let numbered =
            |(key, _): (Json, _)| key.text().is_some_and(|key| key.bytes().all(|byte| byte.is_ascii_digit()));
        let is_list = self.0.first() == Some(&b'[') || self.members().all(numbered);
        Elements { inside: if is_list { self.inside() } else { Inside(b"") }, keyed: self.is_object() }
    }

    fn inside(self) -> Inside<'a> {
        Inside(self.0.get(1..).filter(|_| self.is_container()).unwrap_or_default())
    }
}

/// Whether `key` is that name in snake_case; of a name in lower case alone, that is the name.
fn is_snake(key: &str, name: &str) -> bool {
    let mut rest = key.bytes();
    let same = |letter: u8| match letter {
        b'A'..=b'Z' => rest.next() == Some(b'_') && rest.next() == Some(letter.to_ascii_lowercase()),
        _ => rest.next() == Some(letter),
    };
    name.bytes().all(same) && rest.next().is_none()
}

/// What stands behind an open bracket.
#[derive(Clone, Debug)]
struct Inside<'a>(&'a [u8]);

impl<'a> Inside<'a> {
    /// The next value or name, whichever comes; None at the bracket's end.
    fn next(&mut self) -> Option<Json<'a>> {
        let is_between = |byte: &u8| matches!(byte, b',' | b':' | b' ' | b'\t' | b'\n' | b'\r');
        let start = self.0.iter().position(|byte| !is_between(byte))?;
        let rest = self.0.get(start..)?;
        let (value, rest) = rest.split_at_checked(syntax::length(rest))?;
        self.0 = rest;
        (!value.is_empty()).then_some(Json(value))
    }
}

/// The names and values of an object.
#[derive(Clone, Debug)]
pub struct Members<'a>(Inside<'a>);

impl<'a> Iterator for Members<'a> {
    type Item = (Json<'a>, Json<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        Some((self.0.next()?, self.0.next()?))
    }
}

/// The elements of a list.
#[derive(Clone, Debug)]
pub struct Elements<'a> {
    inside: Inside<'a>,
    keyed: bool,
}

impl<'a> Iterator for Elements<'a> {
    type Item = Json<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.keyed {
            self.inside.next()?;
        }
        self.inside.next()
    }
}
