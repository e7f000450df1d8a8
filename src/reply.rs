//! A reply, document by document, to js/reply.js, which knows what it means: images, text, usage, warnings, or why there is no
//! picture. Here is what that needs of bytes: base64 that stands in text, and what pictures bytes are.

use crate::collect::Document;
use crate::decoding::{Decoding, found};
use crate::error::{Error, Failure, Result};
use crate::events::{Events, Queue};
use crate::fields::property;
use crate::guard::Guard;
use crate::options::Options;
use crate::sniff::Sniffer;
use crate::sse::Form;
use crate::stream::{Reader, unkept};
use js_sys::{Array, Function, JsString, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Response};

#[wasm_bindgen(module = "/js/reply.js")]
extern "C" {
    /// A reply as far as it came.
    type Gathered;
    #[wasm_bindgen(constructor)]
    fn new(queue: Option<&Queue>, index: u32, host: &str, model: &str, asked: &JsValue) -> Gathered;
    #[wasm_bindgen(method)]
    fn prepare(this: &Gathered, document: &JsValue) -> Option<Promise>;
    #[wasm_bindgen(method, catch)]
    fn add(
        this: &Gathered,
        document: &JsValue,
        found: &Array,
        parts: &Array,
    ) -> core::result::Result<Option<JsString>, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn decoded(this: &Gathered, end: u32, picture: &JsValue) -> core::result::Result<Option<JsString>, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn settle(this: &Gathered) -> core::result::Result<Option<JsString>, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn thought(this: &Gathered) -> bool;
    #[wasm_bindgen(method, getter)]
    fn last(this: &Gathered) -> bool;
    #[wasm_bindgen(method, getter)]
    fn told(this: &Gathered) -> bool;
    #[wasm_bindgen(method)]
    fn patience(this: &Gathered) -> i32;
    #[wasm_bindgen(method, js_name = breakOff)]
    fn break_off(this: &Gathered, message: &str) -> bool;
    #[wasm_bindgen(method)]
    fn load(this: &Gathered, base: &str, allows: Option<&Function>, signal: &AbortSignal) -> Option<Promise>;
    #[wasm_bindgen(method, catch)]
    fn loaded(this: &Gathered, found: &JsValue) -> core::result::Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn finish(this: &Gathered, events: bool, array: bool) -> core::result::Result<JsValue, JsValue>;

    /// The fields of the error for a response that is not ok, whose body begins with that text.
    pub fn explain(response: &Response, text: &JsValue, host: &str, model: &str) -> Promise;
}

/// Bytes that are looked at together: all that is needed, mostly.
const SLICE: u32 = 64 * 1024;

/// A reply while it is read.
pub struct Reply<'a> {
    gathered: Gathered,
    events: &'a Events,
    /// Of base64 in text and in thoughts.
    text: Option<Decoding>,
    thoughts: Option<Decoding>,
}

impl<'a> Reply<'a> {
    /// Nothing yet, of request `index`.
    pub fn new(queue: Option<&Queue>, index: u32, options: &Options, events: &'a Events) -> Self {
        let target = &options.target;
        let gathered = Gathered::new(queue, index, target.host.name(), &target.model, &options.body);
        Self { gathered, events, text: None, thoughts: None }
    }

    /// Waits for what is needed to read a document, which most do without.
    pub async fn prepare(&self, document: &Document, guard: &Guard) -> Result<()> {
        if let Some(loading) = self.gathered.prepare(&document.value) {
            guard.wait(loading).await?;
        }
        Ok(())
    }

    /// Adds a document, and tells what it brings.
    pub fn add(&mut self, document: &Document) -> Result<()> {
        let next = self.gathered.add(&document.value, &document.found, &document.parts);
        self.decode(next)
    }

    /// How many milliseconds more to wait for, once it has said why it ended.
    pub fn patience(&self) -> Option<i32> {
        Some(self.gathered.patience()).filter(|ms| *ms > 0)
    }

    /// The reply broke off. Without a picture that is the end of it.
    pub fn break_off(&self, failure: Failure) -> Result<()> {
        match failure {
            Failure::Error(error) if self.gathered.break_off(error.message()) => Ok(()),
            failure => Err(failure),
        }
    }

    /// No more comes. Where no picture came, the links that may lead to one are fetched; abort and timeout end that.
    pub async fn settle(&mut self, options: &Options, guard: &Guard) -> Result<()> {
        let next = self.gathered.settle();
        self.decode(next)?;
        let (base, allows) = (&options.target.base, options.remote_images.as_ref());
        while let Some(loading) = self.gathered.load(base, allows, &guard.signal()) {
            let pieces = guard.wait(loading).await?;
            if !pieces.is_undefined() {
                self.gathered.loaded(&look(pieces.unchecked_ref())).map_err(unkept)?;
            }
        }
        Ok(())
    }

    /// What it all came to; `reader` says how it came.
    pub fn finish(&self, reader: &Reader) -> Result<JsValue> {
        let events = reader.form() == Form::Events;
        let reply = self.gathered.finish(events, !events && reader.is_array()).map_err(unkept)?;
        let error = property(&reply, "error");
        if error.is_object() { Err(Error::told(error).into()) } else { Ok(reply) }
    }

    fn decode(&mut self, mut next: core::result::Result<Option<JsString>, JsValue>) -> Result<()> {
        while let Some(text) = next.map_err(unkept)? {
            let decoding = if self.gathered.thought() { &mut self.thoughts } else { &mut self.text };
            let decoding = decoding.get_or_insert_with(Decoding::new);
            let (end, picture) = decoding.read(&text, self.gathered.last()).map_err(unkept)?;
            next = self.gathered.decoded(end, &picture);
        }
        if self.gathered.told() {
            self.events.have_been_told();
        }
        Ok(())
    }
}

/// What picture the bytes are.
fn look(pieces: &Array) -> JsValue {
    let mut sniffer = Sniffer::new();
    for piece in pieces.iter() {
        let piece: Uint8Array = piece.unchecked_into();
        let mut at = 0;
        while at < piece.length() && sniffer.raster().is_none() && !sniffer.is_none() {
            sniffer.push(&piece.subarray(at, at + SLICE).to_vec());
            at += SLICE;
        }
    }
    found(None, sniffer.raster(), false, sniffer.head())
}
