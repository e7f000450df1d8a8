//! What the scanner finds in a reply → documents: JSON as objects, pictures and signatures as Blobs.
//!
//! It decodes and sniffs the lifted strings, and leaves their numbers where they stood. What a document means is js/reply.js.

use crate::decoding::{Decoding, found};
use crate::host::parse_text;
use engine::prefix::Prefix;
use engine::scan::{Lifted, Mark, Sink};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;

/// One reply, or one event of a streamed one.
pub struct Document {
    /// The JSON as an object, in which each lifted string is its index in `found`, in digits.
    pub value: JsValue,
    /// What the lifted strings are, in order (src/decoding.rs).
    pub found: Array,
    /// How many parts it has.
    pub part_count: usize,
}

/// Why there is no document.
pub enum Failed {
    /// `JSON.parse` threw.
    Json(JsValue),
    /// The Blob constructor threw.
    Blob(JsValue),
}

/// What is decoded at a time.
pub const INPUT: usize = 64 * 1024;

/// Receives what the scanner finds.
pub struct Collector {
    /// Finished documents; their parts are still to be added.
    pub documents: Vec<Document>,
    /// Where parts begin and end, and which of their keys are in snake_case.
    pub marks: Vec<(Mark, u64)>,
    /// What went wrong, once.
    pub failed: Option<Failed>,
    part_count: usize,
    json: Vec<u8>,
    pieces: Array,
    current: Option<Lifted>,
    /// A signature that is not base64 costs nobody the picture: it is left out.
    broken: bool,
    prefix: Prefix,
    decoding: Decoding,
    found: Array,
}

impl Collector {
    pub fn new() -> Self {
        Self {
            documents: Vec::new(),
            marks: Vec::new(),
            failed: None,
            part_count: 0,
            json: Vec::new(),
            pieces: Array::new(),
            current: None,
            broken: false,
            prefix: Prefix::default(),
            decoding: Decoding::new(),
            found: Array::new(),
        }
    }

    /// Ends a document; also what is none by its form, such as a bare `null`.
    pub fn end_document(&mut self) {
        self.spill();
        let pieces = std::mem::replace(&mut self.pieces, Array::new());
        let found = std::mem::replace(&mut self.found, Array::new());
        let part_count = std::mem::take(&mut self.part_count);
        match parse_text(&pieces) {
            Ok(value) => self.documents.push(Document { value, found, part_count }),
            Err(thrown) => self.fail(Failed::Json(thrown)),
        }
    }

    fn fail(&mut self, failed: Failed) {
        self.failed.get_or_insert(failed);
    }

    /// What is kept leaves wasm too, in pieces: a reply may hold megabytes of prose.
    fn spill(&mut self) {
        self.pieces.push(&Uint8Array::new_from_slice(&self.json));
        self.json.clear();
    }

    fn is_picture(&self) -> bool {
        self.current == Some(Lifted::Data)
    }

    fn decode(&mut self, text: &[u8]) -> usize {
        let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..b' ');
        let mut taken = 0;
        if !self.broken {
            taken = match self.decoding.push(text) {
                Ok(taken) => taken,
                Err(thrown) => {
                    self.fail(Failed::Blob(thrown));
                    text.len()
                }
            };
            if self.is_picture() || text.get(taken).is_none_or(ends) {
                return taken;
            }
            self.broken = true;
        }
        let rest = text.get(taken..).unwrap_or_default();
        taken + rest.iter().position(ends).unwrap_or(rest.len())
    }
}

impl Sink for Collector {
    fn keep(&mut self, json: &[u8]) {
        self.json.extend_from_slice(json);
        if self.json.len() >= INPUT {
            self.spill();
        }
    }

    fn begin(&mut self, what: Lifted) {
        self.current = Some(what);
        self.broken = false;
        self.prefix = Prefix::default();
        let index = self.found.length().to_string();
        self.keep(index.as_bytes());
    }

    fn take(&mut self, text: &[u8]) -> usize {
        if !self.is_picture() || self.prefix.is_over() {
            return self.decode(text);
        }
        let (taken, held) = self.prefix.take(text);
        self.decode(held);
        let rest = text.get(taken..).filter(|_| self.prefix.is_over()).unwrap_or_default();
        taken + self.decode(rest)
    }

    fn end(&mut self) -> bool {
        let held = self.prefix.give_up();
        self.decode(held);
        let prefixed = self.prefix.found();
        let decoded = self.decoding.finish(prefixed).unwrap_or_else(|thrown| {
            self.fail(Failed::Blob(thrown));
            None
        });
        if decoded.is_none() {
            self.decoding.clear();
            if self.is_picture() && self.failed.is_none() {
                return false;
            }
        }
        let whole = decoded.filter(|_| !self.broken);
        self.found.push(&whole.unwrap_or_else(|| found(None, None, prefixed, &[])));
        self.current = None;
        true
    }

    fn mark(&mut self, mark: Mark, offset: u64) {
        match mark {
            Mark::Opens => {
                // Before it stands at most the comma of an array.
                self.json.clear();
                self.pieces.set_length(0);
            }
            Mark::Closes => self.end_document(),
            _ => {
                self.part_count += usize::from(mark == Mark::PartCloses);
                self.marks.push((mark, offset));
            }
        }
    }
}
