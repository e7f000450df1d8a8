//! What the scanner finds in a reply → documents: JSON as objects, pictures and signatures as Blobs.
//!
//! It decodes and sniffs the lifted strings, and leaves their numbers where they stood. What a document means is src/reply.rs.

use crate::base64::{Decoder, Stop};
use crate::blob::BlobWriter;
use crate::host::parse_text;
use crate::prefix::Prefix;
use crate::scan::{Lifted, Mark, Sink};
use crate::sniff::{Raster, Sniffer};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// One reply, or one event of a streamed one.
pub struct Document {
    /// The JSON as an object, in which each lifted string is its index in `found`, in digits.
    pub value: JsValue,
    /// The lifted strings, in order.
    pub found: Vec<Found>,
    /// How many parts it has.
    pub part_count: usize,
    /// They as they came, byte for byte, where they are kept.
    pub parts: Vec<Blob>,
}

/// One lifted string, decoded.
pub struct Found {
    /// Its bytes; None where a signature is not base64.
    pub blob: Option<Blob>,
    /// What picture they are, if any.
    pub raster: Option<Raster>,
    /// A data: prefix stood before them.
    pub prefixed: bool,
    /// The first of them.
    pub head: Vec<u8>,
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
const OUTPUT: usize = INPUT / 4 * 3 + Decoder::SLACK;

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
    decoder: Decoder,
    output: Vec<u8>,
    writer: BlobWriter,
    sniffer: Sniffer,
    found: Vec<Found>,
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
            decoder: Decoder::new(),
            output: vec![0; OUTPUT],
            writer: BlobWriter::new(),
            sniffer: Sniffer::new(),
            found: Vec::new(),
        }
    }

    /// Ends a document; also what is none by its form, such as a bare `null`.
    pub fn end_document(&mut self) {
        self.spill();
        let pieces = std::mem::replace(&mut self.pieces, Array::new());
        let found = std::mem::take(&mut self.found);
        let part_count = std::mem::take(&mut self.part_count);
        match parse_text(&pieces) {
            Ok(value) => self.documents.push(Document { value, found, part_count, parts: Vec::new() }),
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
        let mut taken = 0;
        while !self.broken {
            let rest = text.get(taken..).unwrap_or_default();
            let progress = self.decoder.push(rest, &mut self.output);
            taken += progress.read;
            let bytes = self.output.get(..progress.written).unwrap_or_default();
            if self.is_picture() {
                self.sniffer.push(bytes);
            }
            if let Err(thrown) = self.writer.write(bytes) {
                self.fail(Failed::Blob(thrown));
            }
            match progress.stop {
                Stop::Input => return taken,
                Stop::Output => {}
                Stop::Byte if self.is_picture() => return taken,
                Stop::Byte => {
                    let ends = matches!(text.get(taken), Some(b'"' | b'\\'));
                    if ends {
                        return taken;
                    }
                    self.broken = true;
                }
            }
        }
        let rest = text.get(taken..).unwrap_or_default();
        taken + rest.iter().position(|byte| matches!(byte, b'"' | b'\\')).unwrap_or(rest.len())
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
        self.sniffer = Sniffer::new();
        self.prefix = Prefix::default();
        let index = self.found.len().to_string();
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
        let whole = self.decoder.finish().is_ok();
        if !whole && self.is_picture() {
            return false;
        }
        let raster = self.sniffer.raster(); // none of a signature: its bytes never came to the sniffer
        let media_type = raster.as_ref().map_or("", |raster| raster.media_type);
        let blob = match self.writer.finish(media_type) {
            Ok(blob) => Some(blob).filter(|_| whole && !self.broken),
            Err(thrown) => {
                self.fail(Failed::Blob(thrown));
                None
            }
        };
        let prefixed = self.prefix.found();
        self.found.push(Found { blob, raster, prefixed, head: self.sniffer.head().to_vec() });
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
