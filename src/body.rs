//! Options → the JSON that is sent.
//!
//! `contents` is written apart from the rest: `extraBody` is merged into the rest alone.

use crate::code::Code;
use crate::error::{Error, Failure, Result};
use crate::fields::property;
use crate::options::Options;
use crate::request::{Content, Part};
use js_sys::{Array, JSON, Object, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// What the requests of a call share of their bodies.
pub struct Body {
    contents: String,
}

impl Body {
    /// Writes down what is to be shared.
    pub fn new(options: &Options) -> Result<Self> {
        let contents = [Content { role: "user", parts: vec![Part { text: &options.prompt }] }];
        Ok(Self { contents: stringify(&to_js(&contents)?)? })
    }

    /// The body of request `index`: it differs from the others in its tail, where the seed is.
    pub fn of(&self, options: &Options, index: u32) -> Result<String> {
        let mut rest = to_js(&options.body)?;
        if let Some(seed) = options.body.generation_config.seed {
            let config = property(&rest, "generationConfig");
            Reflect::set(&config, &"seed".into(), &(seed + index as i32).into()).map_err(unwritable)?;
        }
        if let Some(extra) = &options.extra_body {
            rest = merge(&Object::from(rest), extra).map_err(unwritable)?.into();
        }
        let rest = stringify(&rest)?;
        Ok(match rest.as_str() {
            "{}" => format!("{{\"contents\":{}}}", self.contents),
            _ => format!("{{\"contents\":{},{}", self.contents, rest.strip_prefix('{').unwrap_or_default()),
        })
    }
}

fn to_js(value: &impl Serialize) -> Result<JsValue> {
    serde_wasm_bindgen::to_value(value).map_err(|error| unwritable(error.into()))
}

/// `JSON.stringify` prints the numbers, so that no float formatting has to be shipped.
fn stringify(value: &JsValue) -> Result<String> {
    JSON::stringify(value).map(String::from).map_err(unwritable)
}

fn unwritable(thrown: JsValue) -> Failure {
    Error::new(Code::InvalidOption, "`extraBody` must be what JSON can hold: no bigint, no cycle")
        .thrown(&thrown)
        .into()
}

/// `base` with `extra` over it: objects merge, all else replaces, undefined removes. The copy has no prototype, which makes
/// `__proto__` a name like any other.
fn merge(base: &Object, extra: &Object) -> core::result::Result<Object, JsValue> {
    let merged = Object::create(JsValue::NULL.unchecked_ref());
    for name in Object::keys(base).iter() {
        Reflect::set(&merged, &name, &Reflect::get(base, &name)?)?;
    }
    for name in Object::keys(extra).iter() {
        let value = Reflect::get(extra, &name)?;
        let before = Reflect::get(&merged, &name)?;
        if value.is_undefined() {
            Reflect::delete_property(&merged, &name)?;
        } else if is_map(&value) && is_map(&before) {
            Reflect::set(&merged, &name, &merge(before.unchecked_ref(), value.unchecked_ref())?.into())?;
        } else {
            Reflect::set(&merged, &name, &value)?;
        }
    }
    Ok(merged)
}

fn is_map(value: &JsValue) -> bool {
    value.is_object() && !Array::is_array(value)
}
