//! JSON that is changed before it is sent: what a caller's `extraBody` lays over a body.

mod ser;

use super::json::Json;
pub use ser::to_value;
use serde::{Serialize, Serializer};
use std::fmt::{self, Display, Formatter};

/// A value. Names stand in the order in which they came, and none of them means anything, `__proto__` included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// JavaScript's `undefined`: laid over a value it removes it, and it is not sent.
    Absent,
    /// `null`, which is sent.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(Number),
    /// Text.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// Names and values; no name twice.
    Object(Vec<(String, Value)>),
}

/// Deeper JSON is none that anybody sends, and a stack ends somewhere.
const DEEPEST: u8 = 128;

impl Value {
    /// The value that bytes of JSON are; None where they are none, or nested more than 128 deep.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        Self::of(Json::parse(bytes)?, DEEPEST)
    }

    fn of(json: Json, depth: u8) -> Option<Self> {
        if json.is_null() {
            return Some(Self::Null);
        }
        if let Some(value) = json.bool() {
            return Some(Self::Bool(value));
        }
        if let Some(number) = json.number() {
            return Some(Self::Number(Number(String::from_utf8_lossy(number).into_owned())));
        }
        if let Some(text) = json.text() {
            return Some(Self::Text(text.into_owned()));
        }
        let depth = depth.checked_sub(1)?;
        if !json.is_object() {
            return json.elements().map(|element| Self::of(element, depth)).collect::<Option<_>>().map(Self::List);
        }
        let mut members = Vec::new();
        for (name, value) in json.members() {
            set(&mut members, name.text()?.into_owned(), Self::of(value, depth)?);
        }
        Some(Self::Object(members))
    }

    /// An object of these; what is absent is left out.
    #[must_use]
    pub fn object<const N: usize>(members: [(&str, Self); N]) -> Self {
        let is_there = |(_, value): &(&str, Self)| !value.is_absent();
        Self::Object(members.into_iter().filter(is_there).map(|(name, value)| (name.to_owned(), value)).collect())
    }

    const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// What an object has under that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// Lays another over it: objects merge, all else replaces, and what is absent removes.
    pub fn merge(&mut self, over: &Self) {
        let (Self::Object(members), Self::Object(over)) = (&mut *self, over) else {
            self.clone_from(over);
            return;
        };
        for (name, value) in over {
            let known = members.iter_mut().find(|(known, _)| known == name);
            match (value, known) {
                (Self::Absent, _) => members.retain(|(known, _)| known != name),
                (_, Some((_, known))) => known.merge(value),
                (_, None) => members.push((name.clone(), value.clone())),
            }
        }
    }

    /// The JSON that it is, as `JSON.stringify` writes it.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut json = String::new();
        self.write(&mut json);
        json
    }

    fn write(&self, json: &mut String) {
        match self {
            Self::Absent | Self::Null => json.push_str("null"),
            Self::Bool(value) => json.push_str(if *value { "true" } else { "false" }),
            Self::Number(Number(text)) => json.push_str(text),
            Self::Text(text) => quote(text, json),
            Self::List(elements) => {
                let mut before = '[';
                for element in elements {
                    json.push(before);
                    before = ',';
                    element.write(json);
                }
                json.push_str(if before == '[' { "[]" } else { "]" });
            }
            Self::Object(members) => {
                let mut before = '{';
                for (name, value) in members.iter().filter(|(_, value)| !value.is_absent()) {
                    json.push(before);
                    before = ',';
                    quote(name, json);
                    json.push(':');
                    value.write(json);
                }
                json.push_str(if before == '{' { "{}" } else { "}" });
            }
        }
    }
}

/// Of a name that comes twice the last value counts, where the first stood.
fn set(members: &mut Vec<(String, Value)>, name: String, value: Value) {
    match members.iter_mut().find(|(known, _)| *known == name) {
        Some((_, known)) => *known = value,
        None => members.push((name, value)),
    }
}

/// Writes text as a JSON string, as `JSON.stringify` does.
pub fn quote(text: &str, json: &mut String) {
    json.push('"');
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let short = match byte {
            b'"' | b'\\' => char::from(byte),
            8 => 'b',
            9 => 't',
            10 => 'n',
            12 => 'f',
            13 => 'r',
            0..32 => 'u',
            _ => continue,
        };
        json.push_str(text.get(from..at).unwrap_or_default());
        from = at + 1;
        json.push('\\');
        json.push(short);
        if short == 'u' {
            json.push_str(if byte < 16 { "000" } else { "001" });
            json.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or_default());
        }
    }
    json.push_str(text.get(from..).unwrap_or_default());
    json.push('"');
}

/// A number as JSON spells it: a face has it from JavaScript in words, and no float is printed here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number(String);

/// By this name of a newtype [`to_value`] knows the digits of a number.
const NUMBER: &str = "wasmagine::Number";

impl Number {
    /// The number that a text spells, if JSON has such a one: `String(0.1)` of JavaScript, but for NaN and infinities.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Option<Self> {
        let text = text.into();
        let is_number = Json::parse(text.as_bytes()).and_then(Json::number) == Some(text.as_bytes());
        is_number.then_some(Self(text))
    }

    /// Its digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Display for Number {
    fn fmt(&self, formatter: &mut Formatter) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl From<i64> for Number {
    fn from(number: i64) -> Self {
        Self(number.to_string())
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(NUMBER, &self.0)
    }
}
