//! Typed reading of one plain object of the caller's, with errors that name the field.
//!
//! It knows JavaScript's types and nothing of what the fields mean.

use crate::code::Code;
use crate::error::Error;
use js_sys::{Array, Function, Object, Reflect};
use std::ops::RangeInclusive;
use wasm_bindgen::prelude::*;

type Result<T> = core::result::Result<T, Error>;

/// An object whose fields are read by name; `path` is how it is called in a sentence, empty at the top.
pub struct Fields {
    path: String,
    object: Object,
}

impl Fields {
    /// Reads `value` as an object called `parent.name`; absent is an empty one.
    pub fn of(parent: &str, name: &str, value: &JsValue) -> Result<Self> {
        let path = join(parent, name);
        if value.is_undefined() {
            return Ok(Self { path, object: Object::new() });
        }
        if !value.is_object() || Array::is_array(value) {
            return Err(Error::option(&path, "an object", value));
        }
        let path = if path == "options" { String::new() } else { path };
        Ok(Self { path, object: Object::from(value.clone()) })
    }

    /// Refuses every name that is none of `names`; `aliases` are what people may have meant.
    pub fn allow(&self, names: &[&str], aliases: &[(&str, &'static str)]) -> Result<()> {
        for key in Object::keys(&self.object).iter().filter_map(|key| key.as_string()) {
            if names.contains(&key.as_str()) {
                continue;
            }
            let meant = names
                .iter()
                .find(|name| name.eq_ignore_ascii_case(&key))
                .copied()
                .or_else(|| aliases.iter().find(|(alias, _)| *alias == key).map(|(_, name)| *name));
            let error = Error::new(Code::InvalidOption, format!("`{}` is not an option", join(&self.path, &key)));
            return Err(match meant {
                Some(name) => error.hint(format!("did you mean `{}`?", join(&self.path, name))),
                None => error.hint(format!("options here are {}", names.join(", "))),
            });
        }
        Ok(())
    }

    /// The value of that name, unless it is undefined. A getter that throws counts as absent.
    pub fn get(&self, name: &str) -> Option<JsValue> {
        Some(property(&self.object, name)).filter(|value| !value.is_undefined())
    }

    /// The error for a value that is not what it must be.
    pub fn refuse(&self, name: &str, must_be: &str) -> Error {
        Error::option(&join(&self.path, name), must_be, &self.get(name).unwrap_or_default())
    }

    fn typed<T>(&self, name: &str, must_be: &str, read: impl FnOnce(JsValue) -> Option<T>) -> Result<Option<T>> {
        match self.get(name) {
            None => Ok(None),
            Some(value) => read(value).map(Some).ok_or_else(|| self.refuse(name, must_be)),
        }
    }

    /// A string.
    pub fn string(&self, name: &str) -> Result<Option<String>> {
        self.typed(name, "a string", |value| value.as_string())
    }

    /// A boolean.
    pub fn boolean(&self, name: &str) -> Result<Option<bool>> {
        self.typed(name, "true or false", |value| value.as_bool())
    }

    /// A function.
    pub fn function(&self, name: &str) -> Result<Option<Function>> {
        self.typed(name, "a function", |value| value.dyn_into().ok())
    }

    /// A number that `fits`.
    pub fn number(&self, name: &str, must_be: &str, fits: impl Fn(f64) -> bool) -> Result<Option<f64>> {
        self.typed(name, must_be, |value| value.as_f64().filter(|number| fits(*number)))
    }

    /// A whole number in a range.
    pub fn whole(&self, name: &str, must_be: &str, range: RangeInclusive<f64>) -> Result<Option<f64>> {
        self.number(name, must_be, |number| number.fract() == 0.0 && range.contains(&number))
    }

    /// An array.
    pub fn array(&self, name: &str, must_be: &str) -> Result<Option<Array>> {
        self.typed(name, must_be, |value| Array::is_array(&value).then(|| Array::from(&value)))
    }

    /// An object within this one.
    pub fn object(&self, name: &str) -> Result<Option<Self>> {
        self.get(name).map(|value| Self::of(&self.path, name, &value)).transpose()
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// A property of anything; undefined where there is none, and where reading it throws.
pub fn property(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap_or_default()
}

/// The string at the end of a path of properties, if all of it is there.
pub fn text_of(object: &JsValue, path: &[&str]) -> Option<String> {
    path.iter().fold(object.clone(), |value, name| property(&value, name)).as_string()
}

/// The field of that camelCase name, or of its snake_case twin; undefined where `value` has none or is nothing.
pub fn field(value: &JsValue, name: &str) -> JsValue {
    if !value.is_object() {
        return JsValue::UNDEFINED;
    }
    let found = property(value, name);
    if !found.is_undefined() {
        return found;
    }
    let mut snake = String::with_capacity(name.len() + 2);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    property(value, &snake)
}

/// A string of that name, as [`field`] finds it.
pub fn text(value: &JsValue, name: &str) -> Option<String> {
    field(value, name).as_string()
}

/// The value as an array; empty where it is none.
pub fn list(value: &JsValue) -> Array {
    if Array::is_array(value) { Array::from(value) } else { Array::new() }
}
