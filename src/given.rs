//! What a caller gave, as JavaScript → [`Given`]: the one reader of values whose type nobody knows.
//!
//! A value may be a Proxy, or have getters that throw: all that is asked of it is asked where an exception is caught, because one that came
//! through the wasm would end the instance.

use crate::host;
use engine::face::options::{Given, NAMES, Number};
use js_sys::{Array, Function, Reflect, Symbol};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = String)]
    fn spelled(value: &JsValue) -> String;
    #[wasm_bindgen(js_namespace = Array, js_name = isArray, catch)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;
    #[wasm_bindgen(js_namespace = Array, js_name = from, catch)]
    fn listed(value: &JsValue) -> Result<Array, JsValue>;
    #[wasm_bindgen(js_namespace = Object, js_name = keys, catch)]
    fn keys(value: &JsValue) -> Result<Array, JsValue>;
}

/// Deeper JSON is none that anybody sends, and the stack ends somewhere.
const DEEPEST: usize = 500;

/// Options that only JavaScript can hold.
const HELD: [&str; 6] = ["apiKey", "fetch", "remoteImages", "signal", "onProgress", "onImage"];

/// What one object of options is.
#[derive(Default)]
pub struct Options {
    /// Its fields, as data.
    pub fields: Vec<(String, Given)>,
    /// Those that have to be kept as they are.
    pub held: Vec<(String, JsValue)>,
    /// Its pictures as they are now, where it says something of pictures.
    pub pictures: Option<Vec<JsValue>>,
}

/// The fields of an object, where it is one: its own, and those of options that it inherits.
pub fn options(value: &JsValue) -> Option<Options> {
    let mut options = Options::default();
    let fields = members(value, &NAMES, |name, value| {
        if HELD.contains(&name) && !value.is_undefined() {
            options.held.push((name.to_owned(), value.clone()));
        }
        match name {
            "images" if !value.is_undefined() => images(value, options.pictures.insert(Vec::new())),
            "signal" if is_signal(value) => Given::Opaque,
            "baseURL" => address(value),
            "headers" => headers(value),
            "thinking" => map(value, &["level", "includeThoughts"]),
            "search" => map(value, &["web", "image"]),
            "safetySettings" => list(value, |item| map(item, &["category", "threshold"])),
            "responseModalities" => list(value, shallow),
            "extraBody" => Json::default().read(value),
            _ => shallow(value),
        }
    })?;
    options.fields = fields;
    Some(options)
}

/// A value, of which nothing is read but what it is.
pub fn shallow(value: &JsValue) -> Given {
    plain(value).unwrap_or_else(|| match is_array(value) {
        Ok(true) => Given::List(Vec::new()),
        Ok(false) | Err(_) => Given::Map(Vec::new()),
    })
}

/// A getter that throws counts as absent. What is no object is not asked, because it would throw each time, and
/// wasm-bindgen's glue keeps eight bytes of each exception that it catches.
pub fn get(object: &JsValue, name: &str) -> JsValue {
    let has_fields = object.is_object() || object.is_function();
    has_fields.then(|| Reflect::get(object, &name.into()).ok()).flatten().unwrap_or_default()
}

/// What is no object.
fn plain(value: &JsValue) -> Option<Given> {
    Some(if value.is_undefined() {
        Given::Absent
    } else if value.is_null() {
        Given::Null
    } else if let Some(value) = value.as_bool() {
        Given::Bool(value)
    } else if let Some(number) = value.as_f64() {
        Given::Number(Number { value: number, text: spelled(value) })
    } else if let Some(text) = value.as_string() {
        Given::String(text)
    } else if value.is_bigint() {
        Given::BigInt(spelled(value))
    } else if value.is_symbol() {
        Given::Symbol(spelled(value))
    } else if value.is_function() {
        Given::Function
    } else {
        return None;
    })
}

fn is_object(value: &JsValue) -> bool {
    value.is_object() && !value.is_function()
}

/// What an object has that is no array: all of its own, and of `names` those that it inherits.
fn members<'n>(
    value: &JsValue,
    names: &'n [&'n str],
    mut read: impl FnMut(&str, &JsValue) -> Given,
) -> Option<Vec<(String, Given)>> {
    if !is_object(value) || is_array(value) != Ok(false) {
        return None;
    }
    let own = keys(value).unwrap_or_default();
    let mut members: Vec<_> =
        own.iter().filter_map(|name| name.as_string()).map(|name| (name, Given::Absent)).collect();
    for name in names {
        if !members.iter().any(|(own, _)| own == name) && !get(value, name).is_undefined() {
            members.push(((*name).to_owned(), Given::Absent));
        }
    }
    for (name, given) in &mut members {
        *given = read(name, &get(value, name));
    }
    Some(members)
}

fn map(value: &JsValue, names: &[&str]) -> Given {
    members(value, names, |_, value| shallow(value)).map_or_else(|| shallow(value), Given::Map)
}

fn list(value: &JsValue, read: impl Fn(&JsValue) -> Given) -> Given {
    match is_array(value).and_then(|is| if is { listed(value).map(Some) } else { Ok(None) }) {
        Ok(Some(items)) => Given::List(items.iter().map(|item| read(&item)).collect()),
        Ok(None) | Err(_) => shallow(value),
    }
}

/// What can be iterated, and is no string.
fn items(value: &JsValue) -> Option<Array> {
    let iterates =
        is_object(value) && Reflect::get(value, &Symbol::iterator()).is_ok_and(|iterator| iterator.is_function());
    iterates.then(|| listed(value).ok()).flatten()
}

/// One picture, or any iterable of them.
fn images(value: &JsValue, held: &mut Vec<JsValue>) -> Given {
    let mut one = |value: &JsValue| {
        let picture = host::hold(value);
        if picture.is_undefined() {
            return shallow(value);
        }
        held.push(picture);
        Given::Opaque
    };
    match one(value) {
        Given::Opaque => Given::Opaque,
        other => items(value).map_or(other, |items| Given::List(items.iter().map(|item| one(&item)).collect())),
    }
}

/// By shape, not by class: one of another realm or of a polyfill serves as well.
fn is_signal(value: &JsValue) -> bool {
    let has = |name| get(value, name).is_function();
    is_object(value)
        && get(value, "aborted").as_bool().is_some()
        && has("addEventListener")
        && has("removeEventListener")
}

/// A URL is asked once: it might say something else the next time.
fn address(value: &JsValue) -> Given {
    let href = if is_object(value) { get(value, "href").as_string() } else { None };
    href.map_or_else(|| shallow(value), Given::String)
}

/// What `new Headers()` takes.
fn headers(value: &JsValue) -> Given {
    let pair = |pair: JsValue| {
        items(&pair).map_or(Given::Opaque, |pair| Given::List(pair.iter().map(|text| shallow(&text)).collect()))
    };
    items(value).map_or_else(|| map(value, &[]), |pairs| Given::List(pairs.iter().map(pair).collect()))
}

/// What JSON can hold of a value, as `JSON.stringify` walks it.
#[derive(Default)]
struct Json {
    /// The objects that the value is in.
    above: Vec<JsValue>,
}

impl Json {
    fn read(&mut self, value: &JsValue) -> Given {
        if let Some(plain) = plain(value) {
            return plain;
        }
        if self.above.len() == DEEPEST || self.above.contains(value) {
            return Given::Opaque;
        }
        self.above.push(value.clone());
        let given = match is_array(value).and_then(|is| if is { listed(value).map(Some) } else { Ok(None) }) {
            Ok(Some(items)) => {
                let items = items.iter().enumerate();
                Given::List(items.map(|(at, item)| self.member(&at.to_string(), item)).collect())
            }
            Ok(None) => {
                members(value, &[], |name, value| self.member(name, value.clone())).map_or(Given::Opaque, Given::Map)
            }
            Err(_) => Given::Opaque,
        };
        self.above.pop();
        given
    }

    /// Dates and their like say by `toJSON` what stands in for them.
    fn member(&mut self, name: &str, value: JsValue) -> Given {
        let to_json = if is_object(&value) { get(&value, "toJSON") } else { JsValue::UNDEFINED };
        match to_json.dyn_ref::<Function>().map(|to_json| to_json.call1(&value, &name.into())) {
            None => self.read(&value),
            Some(Ok(value)) => self.read(&value),
            Some(Err(_)) => Given::Opaque,
        }
    }
}
