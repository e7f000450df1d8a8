//! What the requests of a call came to → one result, or one rejection.
//!
//! One picture is a success: what failed beside it stands in `errors`. Only where none came does the call reject, with the
//! failure of the first request. Abort rejects at once, whatever came before.

use crate::code::Code;
use crate::error::{Error, Failure, Result};
use crate::fields::property;
use crate::host::{create_result, notify_image};
use crate::reply::Reply;
use crate::turn::Turn;
use crate::warning::Warning;
use js_sys::{Array, Function};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// One answered request.
pub struct Answer {
    /// What it was answered with.
    pub reply: Reply,
    /// Requests sent for it.
    pub attempts: u32,
}

/// One that failed, as the caller hears of it.
pub struct Failed {
    /// The error, or the abort's reason.
    pub value: JsValue,
    /// Requests sent for it.
    pub attempts: u32,
    /// The caller ended it, and with it the call.
    pub aborted: bool,
}

/// What came so far.
#[derive(Default)]
pub struct Outcome {
    /// By request; a hole where one failed.
    responses: Array,
    /// The same of those.
    failures: Array,
    warnings: Vec<Warning>,
    attempts: u32,
    ended: Option<JsValue>,
    /// Of the last that was answered.
    pub turn: Turn,
}

#[derive(Serialize)]
struct Rest<'a> {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    errors: JsValue,
    warnings: Vec<&'a Warning>,
    attempts: u32,
}

impl Outcome {
    /// Adds what request `index` came to, and shows its picture to `on_image`; false if the call is over.
    pub fn add(
        &mut self,
        index: u32,
        ended: core::result::Result<Answer, Failed>,
        on_image: Option<&Function>,
    ) -> bool {
        match ended {
            Ok(Answer { reply: Reply { response, warnings, turn }, attempts }) => {
                if let Ok(response) = to_js(&response) {
                    if let Some(callback) = on_image {
                        let images = property(&response, "images");
                        notify_image(callback, &Array::from(&images).pop(), index);
                    }
                    self.responses.set(index, response);
                }
                self.warnings.extend(warnings);
                self.attempts += attempts;
                self.turn = turn;
                true
            }
            Err(Failed { value, attempts, aborted: false }) => {
                self.attempts += attempts;
                self.failures.set(index, value);
                true
            }
            Err(Failed { value, .. }) => {
                self.ended = Some(value);
                false
            }
        }
    }

    /// The `GenerateImageResult`; `first` are the warnings that the call began with.
    pub fn result(&mut self, first: &[Warning]) -> Result<JsValue> {
        if let Some(reason) = self.ended.take() {
            return Err(Failure::Aborted(reason));
        }
        let there = |value: &JsValue| !value.is_undefined();
        let responses: Array = self.responses.iter().filter(there).collect();
        let errors: Array = self.failures.iter().filter(there).collect();
        if responses.length() == 0 {
            return Err(if errors.length() > 0 {
                Failure::Aborted(errors.get(0))
            } else {
                Error::new(Code::Wasm, "no request was made").into()
            });
        }
        let warnings = first.iter().chain(&self.warnings).collect();
        let rest = to_js(&Rest { errors: errors.into(), warnings, attempts: self.attempts })?;
        Ok(create_result(&responses, &rest))
    }
}

fn to_js(value: &impl Serialize) -> core::result::Result<JsValue, Error> {
    serde_wasm_bindgen::to_value(value).map_err(|error| Error::new(Code::Wasm, error.to_string()))
}
