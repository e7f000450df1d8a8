//! What a caller gave, as data: what a face makes of a JavaScript value before anything is known of its meaning.
//!
//! What only the face can hold, such as a Blob, an AbortSignal or a function, is here as a word for it. A face hands
//! over objects and arrays to a depth that its stack bears, and [`Given::Opaque`] for what lies deeper or holds itself.

use super::credential::looks_like_a_key;
#[cfg(feature = "client")]
use crate::wire::value::Value;
use crate::wire::value::quote;

/// One value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Given {
    /// `undefined`, a field that is not there, or one whose getter throws.
    #[default]
    Absent,
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A bigint, in digits.
    BigInt(String),
    /// A symbol, as `String()` writes it.
    Symbol(String),
    /// A string, with U+FFFD for each half of a surrogate pair; for an address also the `href` of a URL.
    String(String),
    /// An array.
    List(Vec<Given>),
    /// Any other object: its own enumerable fields in their order, and those among the asked ones that it inherits.
    Map(Vec<(String, Given)>),
    /// A function.
    Function,
    /// An object that stays with the face, and is of the kind that its field takes: a picture, a signal.
    Opaque,
}

/// A number with its spelling, because writing one takes more code than carrying a few letters.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// What it is.
    pub value: f64,
    /// As `String()` of JavaScript writes it, which is JSON too where it is finite.
    pub text: String,
}

impl Number {
    /// The same as a whole number, where it is one.
    #[must_use]
    pub fn whole(&self) -> Option<i64> {
        // 2 ** 53, from which on neighbours are missing.
        (self.value.fract() == 0.0 && self.value.abs() <= 9_007_199_254_740_992.0).then_some(self.value as i64)
    }
}

#[cfg(feature = "client")]
impl From<Value> for Given {
    fn from(value: Value) -> Self {
        match value {
            Value::Absent => Self::Absent,
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(value),
            Value::Number(number) => {
                let text = number.as_str().to_owned();
                Self::Number(Number { value: text.parse().unwrap_or(f64::NAN), text })
            }
            Value::Text(text) => Self::String(text),
            Value::List(list) => Self::List(list.into_iter().map(Self::from).collect()),
            Value::Object(members) => {
                Self::Map(members.into_iter().map(|(name, value)| (name, Self::from(value))).collect())
            }
        }
    }
}

#[cfg(feature = "client")]
impl From<f64> for Number {
    fn from(value: f64) -> Self {
        Self { value, text: value.to_string() }
    }
}

impl Given {
    /// Whether nothing was given.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// What it is, in words short enough for a sentence.
    #[must_use]
    pub fn describe(&self) -> String {
        let word = match self {
            Self::Absent => "undefined",
            Self::Null => "null",
            Self::Bool(true) => "true",
            Self::Bool(false) => "false",
            Self::Number(Number { text, .. }) | Self::BigInt(text) | Self::Symbol(text) => text,
            Self::String(text) => return quoted(text),
            Self::List(_) => "an array",
            Self::Map(_) | Self::Opaque => "an object",
            Self::Function => "a function",
        };
        word.to_owned()
    }
}

/// UTF-16 units of a text that are shown, as JavaScript counts.
const SHOWN: usize = 60;

/// The text as JSON, cut short; a key that stands where none should is not repeated.
pub(super) fn quoted(text: &str) -> String {
    let text = if looks_like_a_key(text) { "something else" } else { text };
    let mut units = 0;
    let cut = text.char_indices().find(|(_, char)| {
        units += char.len_utf16();
        units > SHOWN
    });
    let mut shown = String::new();
    match cut.and_then(|(at, _)| text.get(..at)) {
        Some(start) => quote(&format!("{start}…"), &mut shown),
        None => quote(text, &mut shown),
    }
    shown
}
