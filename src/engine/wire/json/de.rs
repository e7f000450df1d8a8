//! JSON → types of serde's, leniently: what cannot be read is not there, and costs nothing that stands beside it.
//!
//! A struct is read as serde reads a sequence, one element for each of its fields, in the order of the fields. So it is the
//! deserializer that looks a field up, whatever name stands there and how often, and an element that it does not give takes the
//! struct's default: derive it with `#[serde(default)]`. Lists are lists of objects, and what else stands in one is passed over.

use super::{Elements, Json};
use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use std::fmt::{self, Display, Formatter};
use std::iter::Take;

/// A field of that name is true where the object says more than what the struct's other fields ask for.
pub const REST: &str = "…";

/// A value of another type stands there: nobody asks which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error;

impl Display for Error {
    fn fmt(&self, formatter: &mut Formatter) -> fmt::Result {
        formatter.write_str("a value of another type")
    }
}

impl std::error::Error for Error {}

impl serde::de::Error for Error {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

macro_rules! integers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.visit_u64(self.integer().ok_or(Error)?)
        })*
    };
}

impl<'de> Deserializer<'de> for Json<'de> {
    type Error = Error;

    /// A type says what it is, or is not read.
    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bool(self.bool().ok_or(Error)?)
    }

    integers!(deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64);

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(&self.text().ok_or(Error)?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_string(self.text().ok_or(Error)?.into_owned())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(Objects(self.elements().take(MOST)))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if self.is_object() { visitor.visit_seq(Fields { object: self, names, at: 0 }) } else { Err(Error) }
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u128 f32 f64 char bytes byte_buf unit unit_struct newtype_struct tuple tuple_struct map enum
        identifier ignored_any
    }
}

struct Fields<'de> {
    object: Json<'de>,
    names: &'static [&'static str],
    at: usize,
}

impl<'de> Fields<'de> {
    fn next(&mut self) -> Option<Json<'de>> {
        let name = self.names.get(self.at)?;
        self.at += 1;
        if *name == REST { self.rest().then_some(Json(b"true")) } else { self.object.get(name) }
    }

    fn rest(&self) -> bool {
        let is_asked = |key: Json| {
            let key = key.text().unwrap_or_default();
            self.names.iter().any(|name| *name != REST && (key == *name || super::is_snake(&key, name)))
        };
        self.object.members().any(|(key, value)| !value.is_null() && !is_asked(key))
    }
}

impl<'de> SeqAccess<'de> for Fields<'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        Ok(self.next().and_then(|value| seed.deserialize(value).ok()))
    }
}

struct Objects<'de>(Take<Elements<'de>>);

/// Of a list: nobody sends more, and an element takes more memory than it has bytes.
const MOST: usize = 1000;

impl<'de> SeqAccess<'de> for Objects<'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        self.0.find(|element| element.is_object()).map(|object| seed.deserialize(object)).transpose()
    }
}
