//! Base64 in pieces → a Blob, and what picture it is: one after another, in the same buffers.
//!
//! The pieces are bytes, or strings of JavaScript's, which pass through wasm a slice at a time: neither the text nor the
//! picture ever stands there whole.

use crate::blob::BlobWriter;
use engine::base64::{Decoder, Stop};
use engine::sniff::{self, Raster, Sniffer};
use js_sys::JsString;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// The first slice of a string is small, so that what only begins like a picture costs little; each is twice the one before.
const FIRST: u32 = 64;
const LARGEST: u32 = 64 * 1024;
const OUTPUT: usize = LARGEST as usize / 4 * 3 + Decoder::SLACK;

/// Where the decoding is.
pub struct Decoding {
    decoder: Decoder,
    output: Vec<u8>,
    writer: BlobWriter,
    sniffer: Sniffer,
}

#[wasm_bindgen(module = "/js/said.js")]
extern "C" {
    #[wasm_bindgen(js_name = createFound)]
    fn create_found(
        blob: Option<&Blob>,
        media_type: &str,
        width: u32,
        height: u32,
        prefixed: bool,
        head: &[u8],
    ) -> JsValue;
}

/// Bytes, and what picture they are, as js/said.js takes them. `prefixed`: a data: prefix stood before them. The first of them say
/// what they look like where they are no picture.
#[inline(never)]
pub fn found(blob: Option<&Blob>, raster: Option<Raster>, prefixed: bool, head: &[u8]) -> JsValue {
    let Raster { media_type, width, height } = raster.unwrap_or(Raster { media_type: "", width: 0, height: 0 });
    create_found(blob, media_type, width, height, prefixed, head)
}

impl Decoding {
    /// Before the first.
    pub fn new() -> Self {
        Self { decoder: Decoder::new(), output: vec![0; OUTPUT], writer: BlobWriter::new(), sniffer: Sniffer::new() }
    }

    /// Takes base64 from the front of `text`; says how many bytes that was.
    #[inline(never)] // three callers, each a long loop around it
    pub fn push(&mut self, text: &[u8]) -> Result<usize, JsValue> {
        let mut taken = 0;
        loop {
            let progress = self.decoder.push(text.get(taken..).unwrap_or_default(), &mut self.output);
            taken += progress.read;
            let bytes = self.output.get(..progress.written).unwrap_or_default();
            self.sniffer.push(bytes);
            self.writer.write(bytes)?;
            if progress.stop != Stop::Output {
                return Ok(taken);
            }
        }
    }

    /// The same of a string; stops also where the bytes are known to be no picture. With `last` no more of it comes. Says where
    /// it ended, and, unless it goes on there, what it is: found, without a Blob if it is no picture.
    pub fn read(&mut self, text: &JsString, last: bool) -> Result<(u32, JsValue), JsValue> {
        let end = self.push_text(text)?;
        if !last && end == text.length() && !self.sniffer.is_none() {
            return Ok((end, JsValue::UNDEFINED));
        }
        if self.sniffer.raster().is_some()
            && let Some(picture) = self.finish(false)?
        {
            return Ok((end, picture));
        }
        // Fewer bytes are an example of a data: URL, not a file.
        let shown = Some(self.sniffer.head()).filter(|head| head.len() == sniff::SHOWN);
        let odd = found(None, None, false, shown.unwrap_or_default());
        self.clear();
        Ok((end, odd))
    }

    fn push_text(&mut self, text: &JsString) -> Result<u32, JsValue> {
        let (mut at, mut size) = (0, FIRST);
        loop {
            let slice = String::from(text.slice(at, at + size));
            let taken = self.push(slice.as_bytes())?;
            at += taken as u32; // all of them ASCII
            if taken < slice.len() || slice.is_empty() || self.sniffer.is_none() {
                return Ok(at);
            }
            size = (size * 2).min(LARGEST);
        }
    }

    /// What was decoded, as found; None, and nothing forgotten, where the base64 is not whole.
    pub fn finish(&mut self, prefixed: bool) -> Result<Option<JsValue>, JsValue> {
        if self.decoder.finish().is_err() {
            return Ok(None);
        }
        let sniffer = std::mem::take(&mut self.sniffer);
        let raster = sniffer.raster();
        let blob = self.writer.finish(raster.map_or("", |raster| raster.media_type))?;
        Ok(Some(found(Some(&blob), raster, prefixed, sniffer.head())))
    }

    /// Forgets what was decoded.
    pub fn clear(&mut self) {
        self.decoder = Decoder::new();
        self.sniffer = Sniffer::new();
        self.writer.clear();
    }
}
