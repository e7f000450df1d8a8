//! Typed reading of one plain object of the caller's, with errors that name the field.
//!
//! It knows JavaScript's types and nothing of what the fields mean.

use crate::code::Code;
use crate::error::Error;
use js_sys::{Array, Function, Object, Reflect};
use std::cell::RefCell;
use std::ops::RangeInclusive;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// An object whose fields are read by name; `path` is how it is called in a sentence, empty at the top.
///
/// What is wrong is noted and read as absent, so that reading goes straight on; [`Fields::finish`] tells the first of it.
/// Leaving at each mistake would repeat the end of all that was read so far: 15 KB of code for thirty options.
pub struct Fields {
    path: String,
    object: Object,
    wrong: Rc<RefCell<Option<Error>>>,
}

impl Fields {
    /// Reads `value`, called `name` where it is wrong.
    pub fn new(name: &str, value: &JsValue) -> Self {
        let mut fields = Self { path: String::new(), object: Object::new(), wrong: Rc::default() };
        fields.hold(name, value);
        fields
    }

    fn hold(&mut self, name: &str, value: &JsValue) {
        if value.is_object() && !Array::is_array(value) {
            self.object = value.clone().unchecked_into();
        } else if !value.is_undefined() {
            self.note(Error::option(name, "an object", value));
        }
    }

    /// Notes what is wrong, if it is the first.
    pub fn note(&self, error: Error) {
        self.wrong.borrow_mut().get_or_insert(error);
    }

    /// The value, where there is nothing wrong with it.
    pub fn accept<T>(&self, read: Result<T, Error>) -> Option<T> {
        read.map_err(|error| self.note(error)).ok()
    }

    /// What is wrong, if anything is.
    pub fn finish(&self) -> Result<(), Error> {
        self.wrong.borrow_mut().take().map_or(Ok(()), Err)
    }

    /// Refuses every name that is none of `names`; `aliases` are what people may have meant.
    pub fn allow(&self, names: &[&str], aliases: &[(&str, &'static str)]) {
        for key in Object::keys(&self.object).iter().filter_map(|key| key.as_string()) {
            if names.contains(&key.as_str()) {
                continue;
            }
            let meant = names
                .iter()
                .find(|name| name.eq_ignore_ascii_case(&key))
                .copied()
                .or_else(|| aliases.iter().find(|(alias, _)| *alias == key).map(|(_, name)| *name));
            let error = Error::new(Code::InvalidOption, format!("`{}` is not an option", self.called(&key)));
            self.note(match meant {
                Some(name) => error.hint(format!("did you mean `{}`?", self.called(name))),
                None => error.hint(format!("options here are {}", names.join(", "))),
            });
        }
    }

    /// The value of that name, unless it is undefined. A getter that throws counts as absent.
    pub fn get(&self, name: &str) -> Option<JsValue> {
        Some(property(&self.object, name)).filter(|value| !value.is_undefined())
    }

    fn called(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// The error for a value that is not what it must be.
    pub fn wrong(&self, name: &str, must_be: &str) -> Error {
        Error::option(&self.called(name), must_be, &self.get(name).unwrap_or_default())
    }

    /// Notes that a value is not what it must be.
    pub fn refuse(&self, name: &str, must_be: &str) {
        self.note(self.wrong(name, must_be));
    }

    /// A value that `fits`.
    fn fitting(&self, name: &str, must_be: &str, fits: bool, value: JsValue) -> Option<JsValue> {
        if !fits {
            self.refuse(name, must_be);
        }
        fits.then_some(value)
    }

    /// A string.
    pub fn string(&self, name: &str) -> Option<String> {
        let value = self.get(name)?;
        self.fitting(name, "a string", value.is_string(), value)?.as_string()
    }

    /// A boolean.
    pub fn boolean(&self, name: &str) -> Option<bool> {
        let value = self.get(name)?;
        self.fitting(name, "true or false", value.as_bool().is_some(), value)?.as_bool()
    }

    /// A function.
    pub fn function(&self, name: &str) -> Option<Function> {
        let value = self.get(name)?;
        Some(self.fitting(name, "a function", value.is_function(), value)?.unchecked_into())
    }

    /// A number in a range.
    pub fn number(&self, name: &str, must_be: &str, range: RangeInclusive<f64>) -> Option<f64> {
        let value = self.get(name)?;
        let fits = value.as_f64().is_some_and(|number| range.contains(&number));
        self.fitting(name, must_be, fits, value)?.as_f64()
    }

    /// A whole number in a range.
    pub fn whole(&self, name: &str, must_be: &str, range: RangeInclusive<f64>) -> Option<f64> {
        let number = self.number(name, must_be, range)?;
        self.fitting(name, must_be, number.fract() == 0.0, number.into())?.as_f64()
    }

    /// An array.
    pub fn array(&self, name: &str, must_be: &str) -> Option<Array> {
        let value = self.get(name)?;
        Some(self.fitting(name, must_be, Array::is_array(&value), value)?.unchecked_into())
    }

    /// An object within this one.
    pub fn object(&self, name: &str) -> Option<Self> {
        Some(self.within(name, &self.get(name)?))
    }

    /// `value` as an object within this one, called `name`.
    pub fn within(&self, name: &str, value: &JsValue) -> Self {
        let mut fields = Self { path: self.called(name), object: Object::new(), wrong: Rc::clone(&self.wrong) };
        let path = fields.path.clone();
        fields.hold(&path, value);
        fields
    }
}

/// A property of anything; undefined where there is none, and where reading it throws.
pub fn property(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap_or_default()
}

/// The string at the end of a path of properties, if all of it is there.
pub fn text_of(object: &JsValue, path: &[&str]) -> Option<String> {
    path.iter().fold(object.clone(), |value, name| property(&value, name)).as_string()
}
