//! Reading of one property of anything.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;

/// A property of anything; undefined where there is none, and where reading it throws.
#[inline(never)]
pub fn property(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap_or_default()
}
