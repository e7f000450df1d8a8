//! What of a reply goes back to the server with the next turn of a conversation.
//!
//! Parts go back as they came, byte for byte. What cannot, because the server would not read it: a picture that stood in text
//! or behind a link goes into the user's next turn, and the text goes back without it.

use crate::code::Code;
use crate::error::{Error, Failure, Result};
use crate::request::{ANSWER, MODEL, TEXT};
use js_sys::{Array, JSON, JsString};
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// One turn of the model's.
#[derive(Default)]
pub struct Turn {
    /// Its parts as JSON; None for those that do not go back.
    pub parts: Vec<Option<Blob>>,
    /// Pictures that could be read but cannot go back as they came, as Blobs: the user has to show them.
    pub mended: Array,
}

impl Turn {
    /// The model's content.
    pub fn content(&self) -> Result<Blob> {
        let pieces = Array::of1(&MODEL.0.into());
        for part in self.parts.iter().flatten() {
            if pieces.length() > 1 {
                pieces.push(&",".into());
            }
            pieces.push(part);
        }
        if pieces.length() == 1 {
            pieces.push(text_part(&ANSWER.into()).map_err(unmade)?.as_ref());
        }
        pieces.push(&MODEL.1.into());
        Blob::new_with_blob_sequence(&pieces).map_err(unmade)
    }

    /// Makes of each part of `replaced`, as `[part, text]`, one of that text, where there is any left. A thought is left out:
    /// the server has no need of it, and would take it for speech.
    pub fn replace(&mut self, replaced: &Array, thoughts: bool) {
        for entry in replaced.iter() {
            let entry: Array = entry.unchecked_into();
            let (Some(part), text) = (entry.get(0).as_f64(), JsString::from(entry.get(1))) else { continue };
            if let Some(slot) = self.parts.get_mut(part as usize).filter(|slot| slot.is_some()) {
                *slot = if !thoughts && text.trim().length() > 0 { text_part(&text).ok() } else { None };
            }
        }
    }

    /// Leaves parts out.
    pub fn leave_out(&mut self, parts: &[usize]) {
        for part in parts {
            if let Some(slot) = self.parts.get_mut(*part) {
                *slot = None;
            }
        }
    }
}

fn text_part(text: &JsString) -> core::result::Result<Blob, JsValue> {
    let json = JSON::stringify(text)?;
    Blob::new_with_blob_sequence(&Array::of3(&TEXT.0.into(), &json, &TEXT.1.into()))
}

fn unmade(thrown: JsValue) -> Failure {
    Error::new(Code::Wasm, "no Blob could be made of the turn").thrown(&thrown).into()
}
