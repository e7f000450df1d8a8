//! A conversation as a page stores it.

use super::get;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// `{ version: 1, contents }`.
pub fn snapshot<'a>(contents: impl Iterator<Item = &'a Blob>) -> JsValue {
    let snapshot = Object::new().into();
    let contents: Array = contents.map(JsValue::from).collect();
    for (name, value) in [("version", JsValue::from(1)), ("contents", contents.into())] {
        let set = Reflect::set(&snapshot, &name.into(), &value);
        debug_assert!(set.is_ok(), "it is one of ours");
    }
    snapshot
}

/// Its contents, where it is one. By shape: Blobs of another realm serve as well.
pub fn stored(snapshot: &JsValue) -> Option<Vec<Blob>> {
    let contents: Array = get(snapshot, "contents").dyn_into().ok()?;
    let is_blob = |value: &JsValue| get(value, "slice").is_function() && get(value, "size").as_f64().is_some();
    let is_one = get(snapshot, "version").as_f64() == Some(1.0) && contents.iter().all(|value| is_blob(&value));
    is_one.then(|| contents.iter().map(JsCast::unchecked_into).collect())
}
