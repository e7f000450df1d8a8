//! A content of a stored conversation → its parts.
//!
//! A content is a Blob that will be sent as it is, so it must be what this package wrote and nothing else. What encloses the
//! parts is compared byte for byte (src/engine/envelope.rs), and the parts are read as those of a reply are. What they say, and what may
//! follow what, is js/history.js.

use crate::collect::{Collector, INPUT};
use engine::envelope::{Envelope, Role};
use engine::scan::Scanner;
use engine::wire::request::{MODEL, USER};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;

/// A content while it is read.
#[wasm_bindgen(skip_typescript)]
pub struct Content {
    role: Role,
    scanner: Scanner,
    envelope: Envelope<Collector>,
    input: Vec<u8>,
}

#[wasm_bindgen]
impl Content {
    pub(crate) fn new(user: bool) -> Self {
        let (role, scanner) = (if user { USER } else { MODEL }, Scanner::content());
        Self { role, scanner, envelope: Envelope::new(Collector::new()), input: vec![0; INPUT] }
    }

    /// Takes its next bytes; says why they cannot be, if they cannot: the end of a sentence.
    pub fn push(&mut self, chunk: &Uint8Array) -> JsValue {
        let mut at = 0;
        while at < chunk.length() {
            let piece = chunk.subarray(at, chunk.length().min(at + INPUT as u32));
            let input = self.input.get_mut(..piece.length() as usize).unwrap_or_default();
            piece.copy_to(input);
            if let Err(why) = self.envelope.push(&mut self.scanner, input, self.role) {
                return why.into();
            }
            at += piece.length();
        }
        JsValue::UNDEFINED
    }

    /// The document, what was found in it, and where its parts begin; nothing but the end of a sentence where it cannot be.
    pub fn finish(&mut self) -> Array {
        if !self.envelope.is_exactly(self.role) {
            return Array::of1(&"it is not exactly the parts of the role whose turn it is".into());
        }
        let opens: Array = self.envelope.opens.iter().map(|at| JsValue::from(*at as f64)).collect();
        match self.envelope.sink.documents.pop() {
            Some(document) => Array::of3(&document.value, &document.found, &opens),
            None => Array::of1(&"its parts are no valid JSON".into()),
        }
    }
}
