//! What the requests of a call came to → one result, or one rejection.
//!
//! One picture is a success: what failed beside it stands in `errors`. Only where none came does the call reject, with the
//! failure of the first request. Abort rejects at once, whatever came before.

use crate::code::Code;
use crate::error::{Error, Failure, Result};
use crate::fields::property;
use crate::host::{create_result, notify_image};
use crate::reply::Reply;
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

/// What came so far.
#[derive(Default)]
pub struct Outcome {
    responses: Vec<(u32, JsValue)>,
    failures: Vec<(u32, Error)>,
    warnings: Vec<Warning>,
    attempts: u32,
    ended: Option<Failure>,
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
    pub fn add(&mut self, index: u32, ended: Result<Answer>, on_image: Option<&Function>) -> bool {
        match ended {
            Ok(Answer { reply: Reply { response, warnings }, attempts }) => {
                match to_js(&response) {
                    Ok(response) => {
                        if let Some(callback) = on_image {
                            let images = property(&response, "images");
                            notify_image(callback, &Array::from(&images).pop(), index);
                        }
                        self.responses.push((index, response));
                    }
                    Err(error) => self.failures.push((index, error)),
                }
                self.warnings.extend(warnings);
                self.attempts += attempts;
                true
            }
            Err(Failure::Error(error)) => {
                self.attempts += error.sent();
                self.failures.push((index, error));
                true
            }
            Err(aborted) => {
                self.ended = Some(aborted);
                false
            }
        }
    }

    /// The `GenerateImageResult`; `first` are the warnings that the call began with, `tell` makes an error the caller's.
    pub fn into_result(mut self, first: &[Warning], tell: impl Fn(Failure) -> JsValue) -> Result<JsValue> {
        if let Some(aborted) = self.ended {
            return Err(aborted);
        }
        self.responses.sort_unstable_by_key(|(index, _)| *index);
        self.failures.sort_unstable_by_key(|(index, _)| *index);
        let mut failures = self.failures.into_iter().map(|(_, error)| error);
        if self.responses.is_empty() {
            let none = || Error::new(Code::Wasm, "no request was made");
            return Err(failures.next().unwrap_or_else(none).into());
        }
        let errors: Array = failures.map(|error| tell(error.into())).collect();
        let warnings = first.iter().chain(&self.warnings).collect();
        let rest = to_js(&Rest { errors: errors.into(), warnings, attempts: self.attempts })?;
        let responses: Array = self.responses.into_iter().map(|(_, response)| response).collect();
        Ok(create_result(&responses, &rest))
    }
}

fn to_js(value: &impl Serialize) -> core::result::Result<JsValue, Error> {
    serde_wasm_bindgen::to_value(value).map_err(|error| Error::new(Code::Wasm, error.to_string()))
}
