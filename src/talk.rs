//! What js/ asks for beside a call's options: to follow its signal, to hear of events, to go on with a conversation.

use crate::code::Code;
use crate::error::{Error, Result};
use crate::events::Queue;
use crate::options::Options;
use crate::request::{ANSWER, MODEL};
use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Blob};

#[wasm_bindgen]
extern "C" {
    /// An object of js/stream.js or js/session.js.
    pub type Talk;
    /// The signal that ends the call, which fires with the caller's.
    #[wasm_bindgen(method)]
    fn follow(this: &Talk, signal: Option<&AbortSignal>) -> AbortSignal;
    /// Where events go, in a stream.
    #[wasm_bindgen(method, getter)]
    pub fn queue(this: &Talk) -> Option<Queue>;
    #[wasm_bindgen(method, getter)]
    fn history(this: &Talk) -> Option<Array>;
    /// Parts that go in front of the prompt, as JSON with commas between them.
    #[wasm_bindgen(method, getter)]
    pub fn before(this: &Talk) -> Option<Blob>;
}

impl Talk {
    /// The contents so far, in a conversation.
    pub fn contents(&self) -> Option<Vec<Blob>> {
        Some(self.history()?.iter().map(JsCast::unchecked_into).collect())
    }

    /// Puts its signal in place of the caller's.
    pub fn adopt(&self, options: &mut Options) {
        options.signal = Some(self.follow(options.signal.as_ref()));
    }
}

/// What goes back to the server with the next turn.
#[derive(Default)]
pub struct Turn {
    /// The model's parts, as they came.
    pub parts: Vec<Blob>,
    /// Pictures that could be read but cannot go back as they came, with their media types: the user has to show them.
    pub mended: Vec<(Blob, &'static str)>,
}

impl Turn {
    /// The model's content.
    pub fn content(&self) -> Result<Blob> {
        let pieces = Array::of1(&MODEL.0.into());
        for (at, part) in self.parts.iter().enumerate() {
            if at > 0 {
                pieces.push(&",".into());
            }
            pieces.push(part);
        }
        if self.parts.is_empty() {
            pieces.push(&ANSWER.into());
        }
        pieces.push(&MODEL.1.into());
        Blob::new_with_blob_sequence(&pieces)
            .map_err(|thrown| Error::new(Code::Wasm, "no Blob could be made of the turn").thrown(&thrown).into())
    }
}
