//! The pictures that gateways write into text. js/prose.js finds where they begin and end and says what is left as prose; the
//! base64 between is decoded here.

use crate::decoding::{Decoded, Decoding};
use crate::sniff::{self, Raster};
use js_sys::{Array, JsString};
use wasm_bindgen::prelude::*;
use web_sys::Blob;

#[wasm_bindgen(module = "/js/prose.js")]
extern "C" {
    #[wasm_bindgen(js_name = Prose)]
    type Text;
    #[wasm_bindgen(constructor, js_class = "Prose")]
    fn new() -> Text;
    #[wasm_bindgen(method)]
    fn push(this: &Text, part: u32, piece: &JsString) -> Option<JsString>;
    #[wasm_bindgen(method)]
    fn finish(this: &Text) -> Option<JsString>;
    #[wasm_bindgen(method)]
    fn decoded(this: &Text, text: &JsString, end: u32, picture: &JsValue) -> Option<JsString>;
    #[wasm_bindgen(method)]
    fn take(this: &Text) -> Array;
    #[wasm_bindgen(method, getter)]
    fn replaced(this: &Text) -> Array;

    /// The addresses of the Markdown images in a text, in order.
    pub fn links(text: &JsString) -> Vec<String>;

    /// The text, if it is an http(s) address and nothing else.
    pub fn link(text: &JsString) -> Option<String>;
}

/// What was found, in order.
pub enum Item {
    /// Prose.
    Text(JsString),
    /// A picture that stood in it.
    Picture(Blob, Raster),
}

/// A text so far.
pub struct Prose {
    text: Text,
    /// What is settled of it and no picture.
    pub said: JsString,
    decoding: Option<Decoding>,
    pictures: Vec<(Blob, Raster)>,
    /// What the first data: URL looked like that is no picture.
    pub odd: Option<String>,
}

impl Prose {
    /// An empty text.
    pub fn new() -> Self {
        Self { text: Text::new(), said: JsString::from(""), decoding: None, pictures: Vec::new(), odd: None }
    }

    /// Adds a piece, the text of part `part`; gives what is settled.
    pub fn push(&mut self, part: u32, piece: &JsString) -> Result<Vec<Item>, JsValue> {
        let next = self.text.push(part, piece);
        self.run(next, false)
    }

    /// Settles what is held back: something else follows than text, or nothing.
    pub fn finish(&mut self) -> Result<Vec<Item>, JsValue> {
        let next = self.text.finish();
        self.run(next, true)
    }

    /// `[part, text]` of the parts that pictures were taken out of: the prose that is left.
    pub fn replaced(&self) -> Array {
        self.text.replaced()
    }

    fn run(&mut self, mut next: Option<JsString>, last: bool) -> Result<Vec<Item>, JsValue> {
        while let Some(text) = next {
            let decoding = self.decoding.get_or_insert_with(Decoding::new);
            let end = decoding.push_text(&text)?;
            let mut picture = JsValue::UNDEFINED;
            if last || end < text.length() || decoding.sniffer().is_none() {
                let is_raster = decoding.sniffer().raster().is_some();
                let decoded = if is_raster { decoding.finish()? } else { None };
                if let Some(Decoded { blob, raster: Some(raster), .. }) = decoded {
                    picture = JsValue::from(self.pictures.len() as u32);
                    self.pictures.push((blob, raster));
                } else {
                    picture = JsValue::NULL;
                    let head = decoding.sniffer().head();
                    // Fewer bytes are an example of a data: URL, not a file.
                    if self.odd.is_none() && head.len() == sniff::SHOWN {
                        self.odd = Some(sniff::name(head));
                    }
                    decoding.clear();
                }
            }
            next = self.text.decoded(&text, end, &picture);
        }
        let mut items = Vec::new();
        for item in self.text.take().iter() {
            let Some(number) = item.as_f64() else {
                let text: JsString = item.unchecked_into();
                self.said = self.said.concat(&text);
                items.push(Item::Text(text));
                continue;
            };
            if let Some((blob, raster)) = self.pictures.get(number as usize) {
                items.push(Item::Picture(blob.clone(), *raster));
            }
        }
        Ok(items)
    }
}
