//! What JavaScript threw or gave, in words. It may be anything, may throw when it is looked at, and may hold the request,
//! and with it the key: so nothing of it is kept but words.

use super::get;
use crate::error::Thrown;
use crate::wire::value::quote;
use js_sys::JsString;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = String)]
    fn string(value: &JsValue) -> Result<String, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;
}

/// Of a text, in UTF-16 units: longer ones are no message, and are not brought into the wasm.
const LONGEST: u32 = 64 * 1024;

/// What was thrown, whatever it is.
#[must_use]
pub fn thrown(value: &JsValue) -> Thrown {
    if let Some(message) = text(&get(value, "message"))
        && let Ok(name) = string(&get(value, "name"))
    {
        return Thrown { name, message };
    }
    Thrown { name: "Error".to_owned(), message: described(value) }
}

/// The same, where there is something.
pub(super) fn cause(value: &JsValue) -> Option<Thrown> {
    (!value.is_undefined()).then(|| thrown(value))
}

/// A string as text.
pub(super) fn text(value: &JsValue) -> Option<String> {
    value.is_string().then(|| value.unchecked_ref::<JsString>().slice(0, LONGEST).into())
}

/// What a value is, in words. Strings are not cut short: what is cut in the middle of a key is not found to be one.
pub(super) fn described(value: &JsValue) -> String {
    if let Some(text) = text(value) {
        let mut quoted = String::new();
        quote(&text, &mut quoted);
        return quoted;
    }
    let word = if value.is_function() {
        "a function"
    } else if is_array(value).unwrap_or_default() {
        "an array"
    } else if value.is_object() {
        "an object"
    } else {
        return string(value).unwrap_or_default();
    };
    word.to_owned()
}
