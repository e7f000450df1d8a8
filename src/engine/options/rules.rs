//! The kinds of rule that a value is held against, each with its sentence; and which of several mistakes is told.
//!
//! It knows no option. A rule stands as a constant beside what it is about.

use super::given::{Number, quoted};
use super::names::place;
use crate::error::{Code, Failure, Sentence};

/// What a text must be, beyond being a text.
pub(super) struct Text {
    pub field: &'static str,
    pub must: &'static str,
    pub holds: fn(&str) -> bool,
}

/// A whole number within bounds, both included.
pub(super) struct Whole {
    pub field: &'static str,
    pub must: &'static str,
    pub least: i64,
    pub most: i64,
}

/// A number within bounds, both included.
pub(super) struct Real {
    pub field: &'static str,
    pub must: &'static str,
    pub least: f64,
    pub most: f64,
}

/// One of some names, each for a value.
pub(super) struct Choice<T: 'static> {
    pub field: &'static str,
    pub must: &'static str,
    pub names: &'static [(&'static str, T)],
}

pub(super) const STRING: &str = "a string";
pub(super) const BOOLEAN: &str = "true or false";
pub(super) const FUNCTION: &str = "a function";
pub(super) const OBJECT: &str = "an object";

/// 2 ** 31.
pub(super) const INT32: i64 = 1 << 31;

impl Text {
    pub fn check(&self, given: Option<&str>, mistakes: &mut Mistakes) {
        if let Some(text) = given.filter(|text| !(self.holds)(text)) {
            mistakes.must(self.field, self.must, &quoted(text));
        }
    }
}

impl Whole {
    pub const fn holds(&self, given: i64) -> bool {
        self.least <= given && given <= self.most
    }

    /// A typed value has its own bounds already, which may be wider.
    pub fn check(&self, given: Option<u32>, mistakes: &mut Mistakes) {
        if let Some(given) = given.filter(|given| !self.holds(i64::from(*given))) {
            mistakes.must(self.field, self.must, &given.to_string());
        }
    }
}

impl Real {
    pub fn check(&self, given: Option<&Number>, mistakes: &mut Mistakes) {
        if let Some(number) = given.filter(|number| !self.holds(number.value)) {
            mistakes.must(self.field, self.must, &number.text);
        }
    }

    /// No number is within bounds of what is none.
    pub fn holds(&self, given: f64) -> bool {
        self.least <= given && given <= self.most
    }
}

/// What went wrong so far, of which one is told. To note it and go on takes less code than thirty ways out.
#[derive(Clone, Default, PartialEq)]
pub struct Mistakes(Option<(usize, Failure)>);

impl Mistakes {
    /// Of options that make a mistake by themselves, the first in documented order is told.
    pub(super) fn note(&mut self, field: &str, failure: Failure) {
        self.note_at(place(field), failure);
    }

    /// Of options that make one together, the first that is noted, and only where each is right by itself.
    pub(super) fn note_together(&mut self, failure: Failure) {
        self.note_at(usize::MAX, failure);
    }

    /// `got` is what was given, in words.
    pub(super) fn must(&mut self, field: &str, must: &str, got: &str) {
        self.note(field, wrong(field, must, got));
    }

    /// The same of a text, with what to do.
    pub(super) fn must_hint(&mut self, field: &str, must: &str, got: &str, hint: Sentence) {
        self.note(field, wrong(field, must, &quoted(got)).hint(hint));
    }

    /// The one that is told, if there is any.
    pub(super) fn told(self) -> Result<(), Failure> {
        self.0.map_or(Ok(()), |(_, failure)| Err(failure))
    }

    fn note_at(&mut self, place: usize, failure: Failure) {
        if self.0.as_ref().is_none_or(|(first, _)| place < *first) {
            self.0 = Some((place, failure));
        }
    }
}

/// `got` is a caller's own and may hold a key that stands in the wrong place.
pub(super) fn wrong(field: &str, must: &str, got: &str) -> Failure {
    invalid(Sentence::ours(format!("`{field}` must be {must}, got ")).theirs(got))
}

pub(super) fn invalid(message: impl Into<Sentence>) -> Failure {
    Failure::new(Code::InvalidOption, message)
}

/// What `trim()` of JavaScript takes away, which is Unicode's white space and the byte-order mark.
pub(super) const fn is_space(char: char) -> bool {
    char.is_whitespace() || char == '\u{feff}'
}

pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(is_space)
}
