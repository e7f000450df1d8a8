//! Reads a reply's bytes as they come: chunk → one reusable buffer → framing → scanner → base64 → Blob.
//!
//! The way of a byte, with its copies: the browser copies it into a buffer of js/receive.js's, from where it is copied into
//! [`Reader`]'s, decoded into the collector's (src/collect.rs), copied into one of JavaScript's (src/blob.rs) and from there
//! into a Blob.
//! Nothing here grows with the picture, so a call leaves wasm memory as large as it found it.

use crate::collect::{Collector, Failed, INPUT};
use crate::tee::Tee;
use engine::scan::{self, Fault, Scanner};
use engine::sse::{Form, Framing, Next};
use js_sys::{Array, Uint8Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// As many bytes of what is no JSON as show what it is: forty characters.
const SHOWN: usize = 160;

/// What is wrong with a reply, by its place in js/receive.js, and where in it.
#[derive(Serialize)]
struct Broken(u32, f64);

/// Why a reply ends before its end.
enum Trouble {
    Broken(Array),
    /// What `JSON.parse` or the Blob constructor threw.
    Thrown(u32, JsValue),
}

/// A reply while it arrives: one document after another.
#[wasm_bindgen(skip_typescript)]
pub struct Reader {
    input: Vec<u8>,
    framing: Framing,
    scanner: Scanner,
    collector: Collector,
    tee: Option<Tee>,
    any: bool,
    ended: bool,
}

#[wasm_bindgen]
impl Reader {
    pub(crate) fn new(tee: bool) -> Self {
        Self {
            input: vec![0; INPUT],
            framing: Framing::new(),
            scanner: Scanner::new(),
            collector: Collector::new(),
            tee: tee.then(Tee::new),
            any: false,
            ended: false,
        }
    }

    /// Reads of a chunk, from byte `from` on, what is decoded at a time. Adds to `came` the documents that end in it, each with what was
    /// found in it and its parts; then what is wrong with it, if anything is. Says where it stopped.
    pub fn push(&mut self, chunk: &Uint8Array, from: u32, came: &Array) -> u32 {
        let to = chunk.length().min(from + INPUT as u32);
        let mut buffer = std::mem::take(&mut self.input);
        if let Some(input) = buffer.get_mut(..(to - from) as usize) {
            chunk.subarray(from, to).copy_to(input);
            if let Err(trouble) = self.read(input, chunk, from, came) {
                tell(trouble, came);
            }
        }
        self.input = buffer;
        to
    }

    /// The body has ended: adds to `came` as [`Reader::push`] does.
    pub fn finish(&mut self, came: &Array) {
        if let Err(trouble) = self.end(came) {
            tell(trouble, came);
        }
    }

    /// Bytes read.
    #[wasm_bindgen(getter)]
    pub fn offset(&self) -> f64 {
        self.scanner.offset() as f64
    }

    /// Three bits. 1: it is at its end, whatever may follow; that of the JSON where it is bare: a server that then keeps the connection
    /// open, as some proxies do, is not waited for. 2: documents come as events. 4: they stood in an array.
    #[wasm_bindgen(getter)]
    pub fn state(&self) -> u32 {
        let is = [self.ended, self.framing.form() == Form::Events, self.scanner.is_array()];
        is.iter().rev().fold(0, |bits, is| bits << 1 | u32::from(*is))
    }
}

impl Reader {
    /// Reads `input`, the bytes of a chunk from byte `from` on.
    fn read(&mut self, input: &[u8], chunk: &Uint8Array, from: u32, came: &Array) -> Result<(), Trouble> {
        let base = self.scanner.offset() - u64::from(from);
        let mut at = 0;
        while let Some(rest) = input.get(at..).filter(|rest| !rest.is_empty()) {
            let (skipped, next) = self.framing.take(rest, self.scanner.is_open());
            self.scanner.skip(skipped);
            at += skipped;
            let rest = rest.get(skipped..).unwrap_or_default();
            match next {
                Next::More => break,
                Next::Odd => {
                    let held = self.framing.held();
                    let offset = self.scanner.offset() - held.len() as u64;
                    return Err(broken(&scan::Error { offset, fault: Fault::NotJson }, &[held, rest].concat()));
                }
                Next::Json => {}
            }
            let taken = self.scanner.push(rest, &mut self.collector).map_err(|error| broken(&error, rest))?;
            if let Some(tee) = &mut self.tee {
                let start = from + at as u32;
                tee.take(chunk, base, start, start + taken as u32, &self.collector.marks).map_err(unkept)?;
            }
            self.collector.marks.clear();
            at += taken;
            if self.scanner.is_done() {
                if !self.any && self.collector.documents.is_empty() {
                    self.collector.end_document(); // an array without a reply in it
                }
                self.framing.end_document();
                self.ended = self.framing.form() == Form::Bare;
            } else if self.scanner.is_terminator() {
                self.ended = true;
                if self.framing.form() == Form::Bare {
                    self.collector.end_document();
                }
            } else if self.scanner.is_at_line_end() {
                self.framing.end_line();
            }
            self.deliver(came)?;
            if self.ended {
                break;
            }
        }
        Ok(())
    }

    /// Hands over the documents that are whole.
    fn deliver(&mut self, came: &Array) -> Result<(), Trouble> {
        for document in self.collector.documents.drain(..) {
            let mut parts = Array::new();
            if let Some(tee) = &mut self.tee {
                let count = document.part_count.min(tee.parts.len());
                parts.extend(tee.parts.drain(..count));
            }
            came.push(&Array::of3(&document.value, &document.found, &parts));
            self.any = true;
        }
        match self.collector.failed.take() {
            None => Ok(()),
            Some(Failed::Json(thrown)) => Err(Trouble::Thrown(INVALID, thrown)),
            Some(Failed::Blob(thrown)) => Err(unkept(thrown)),
        }
    }

    fn end(&mut self, came: &Array) -> Result<(), Trouble> {
        self.ended = true;
        let between_events = self.framing.form() == Form::Events && !self.scanner.is_open();
        if between_events {
            return Ok(());
        }
        self.scanner.finish().map_err(|error| broken(&error, &[]))?;
        if !self.any {
            self.collector.end_document();
        }
        self.deliver(came)
    }
}

/// Behind the places of [`Fault`].
const INVALID: u32 = 4;
const UNKEPT: u32 = 5;

fn unkept(thrown: JsValue) -> Trouble {
    Trouble::Thrown(UNKEPT, thrown)
}

fn broken(error: &scan::Error, input: &[u8]) -> Trouble {
    let start = input.get(..SHOWN).unwrap_or(input);
    let told = Broken(error.fault as u32, error.offset as f64);
    let told: Array = serde_wasm_bindgen::to_value(&told).unwrap_or_default().unchecked_into();
    told.push(&Uint8Array::new_from_slice(start));
    Trouble::Broken(told)
}

fn tell(trouble: Trouble, came: &Array) {
    came.push(&match trouble {
        Trouble::Broken(told) => told.into(),
        Trouble::Thrown(kind, thrown) => Array::of2(&kind.into(), &thrown).into(),
    });
}
