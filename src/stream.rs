//! Reads a response's body as it comes: chunk → one reusable buffer → scanner → base64 → Blob.
//!
//! The way of a byte, with its copies: the network's chunk is copied into [`Reader`]'s input buffer, decoded into its output
//! buffer, copied into a buffer of JavaScript's (src/blob.rs) and from there into a Blob. Nothing here grows with the
//! picture, so a call leaves wasm memory as large as it found it.

use crate::base64::{Decoder, Stop};
use crate::blob::BlobWriter;
use crate::code::Code;
use crate::error::{Error, Failure, Result};
use crate::fields::property;
use crate::guard::Guard;
use crate::host::{decode_text, parse_text};
use crate::prefix::Prefix;
use crate::progress::Progress;
use crate::scan::{self, Fault, Lifted, Scanner, Sink};
use crate::sniff::{Raster, Sniffer};
use gloo_net::http::Response;
use js_sys::{Array, ArrayBuffer, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Blob;

#[wasm_bindgen]
extern "C" {
    type Stream;
    #[wasm_bindgen(method, catch, js_name = getReader)]
    fn get_reader(this: &Stream) -> core::result::Result<BodyReader, JsValue>;

    /// A body's default reader.
    pub type BodyReader;
    // A mock's may give their values at once.
    #[wasm_bindgen(method, catch)]
    fn read(this: &BodyReader) -> core::result::Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn cancel(this: &BodyReader) -> core::result::Result<JsValue, JsValue>;
}

/// What was read.
pub struct Read {
    /// The reply as an object, in which each lifted string is its index in `found`, in digits.
    pub raw: JsValue,
    /// The lifted strings, in order.
    pub found: Vec<Found>,
    /// Bytes of the body.
    pub loaded: u64,
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

/// Reads the body of a reply to its end, which is the end of its JSON: a server that then keeps the connection open, as some
/// proxies do, is not waited for.
pub async fn read(response: &Response, guard: &Guard, progress: &Progress) -> Result<Read> {
    let body = Body::of(response)?;
    let mut reader = Reader::new();
    while let Some(chunk) = body.next(guard).await? {
        reader.push(&chunk)?;
        progress.receive(reader.scanner.offset());
        if reader.scanner.is_done() {
            break;
        }
    }
    let read = reader.finish()?;
    guard.finish();
    body.drain();
    Ok(read)
}

/// The start of an error's body as text, up to `limit` bytes.
pub async fn read_text(response: &Response, limit: u32, guard: &Guard) -> Result<String> {
    let body = Body::of(response)?;
    let pieces = Array::new();
    let mut length = 0;
    while let Some(chunk) = body.next(guard).await? {
        pieces.push(&chunk);
        length += chunk.length();
        if length >= limit {
            break;
        }
    }
    body.drain();
    Ok(decode_text(&pieces).as_string().unwrap_or_default())
}

struct Body(Option<BodyReader>);

impl Body {
    fn of(response: &Response) -> Result<Self> {
        // Read through Reflect: a mock's body may be null where the type says ReadableStream.
        let Some(stream) = response.body().map(JsValue::from).filter(JsValue::is_object) else {
            return Ok(Self(None));
        };
        let reader = stream.unchecked_ref::<Stream>().get_reader().map_err(|thrown| {
            Error::new(Code::InvalidResponse, "the body of the response cannot be read").thrown(&thrown)
        })?;
        Ok(Self(Some(reader)))
    }

    async fn next(&self, guard: &Guard) -> Result<Option<Uint8Array>> {
        let Some(reader) = &self.0 else {
            return Ok(None);
        };
        let promise = reader.read().map_err(|thrown| unreadable(&thrown))?;
        let result = match guard.wait(Promise::resolve(&promise)).await {
            Ok(result) => result,
            Err(broken) => {
                cancel(reader); // a body that does not listen to the signal
                return Err(broken.into());
            }
        };
        if property(&result, "done").is_truthy() {
            return Ok(None);
        }
        let value = property(&result, "value");
        // By shape: another realm's Uint8Array is none by class. A DataView or a Uint16Array would be read as other bytes.
        let is_bytes = ArrayBuffer::is_view(&value) && property(&value, "BYTES_PER_ELEMENT") == 1;
        if is_bytes { Ok(Some(value.unchecked_into())) } else { Err(unreadable(&value).into()) }
    }

    /// Gives a body that has said all it had to say a moment to end by itself, so that its connection can serve again, and
    /// then stops it.
    fn drain(self) {
        const MOMENT: i32 = 1_000;
        spawn_local(async move {
            if let (Ok(guard), Some(reader)) = (Guard::new(None, MOMENT), &self.0) {
                let _ = self.next(&guard).await;
                cancel(reader);
            }
        });
    }
}

/// Stops a body; one that has failed says so again, to nobody.
fn cancel(reader: &BodyReader) {
    if let Ok(promise) = reader.cancel() {
        spawn_local(async move { drop(JsFuture::from(Promise::resolve(&promise)).await) });
    }
}

fn unreadable(thrown: &JsValue) -> Error {
    Error::new(Code::InvalidResponse, "the body of the response gives something other than bytes").thrown(thrown)
}

const INPUT: usize = 64 * 1024;
const OUTPUT: usize = INPUT / 4 * 3 + Decoder::SLACK;

struct Reader {
    input: Vec<u8>,
    scanner: Scanner,
    collector: Collector,
}

impl Reader {
    fn new() -> Self {
        Self { input: vec![0; INPUT], scanner: Scanner::new(), collector: Collector::new() }
    }

    fn push(&mut self, chunk: &Uint8Array) -> Result<()> {
        let length = chunk.length();
        let mut from = 0;
        while from < length && !self.scanner.is_done() {
            let to = length.min(from + INPUT as u32);
            let Some(input) = self.input.get_mut(..(to - from) as usize) else {
                break;
            };
            chunk.subarray(from, to).copy_to(input);
            self.scanner.push(input, &mut self.collector).map_err(|error| broken(&error, input))?;
            if let Some(thrown) = self.collector.failed.take() {
                return Err(Error::new(Code::Wasm, "no Blob could be made of the picture")
                    .thrown(&thrown)
                    .maybe_billed()
                    .into());
            }
            from = to;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Read> {
        let loaded = self.scanner.offset();
        self.scanner.finish().map_err(|error| broken(&error, &[]))?;
        self.collector.spill();
        let raw = parse_text(&self.collector.pieces)
            .map_err(|thrown| invalid("the reply is no valid JSON").thrown(&thrown))?;
        Ok(Read { raw, found: self.collector.found, loaded })
    }
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(Code::InvalidResponse, message).attempts(1).maybe_billed()
}

fn broken(error: &scan::Error, input: &[u8]) -> Failure {
    let offset = error.offset;
    match error.fault {
        Fault::NotJson => {
            let start: String = String::from_utf8_lossy(input).chars().take(40).collect();
            let hint = "a page or a proxy may answer at this address in place of the API: check `baseURL`";
            invalid(format!("the reply is no JSON: at byte {offset} of it stands \"{start}\"")).hint(hint)
        }
        Fault::Cut if offset == 0 => {
            invalid("the reply is empty").hint("the server or a proxy closed without an answer; try again")
        }
        Fault::Cut => invalid(format!("the reply is cut off at byte {offset}"))
            .retryable()
            .hint("the connection closed too early, often a proxy's limit; the picture may have been charged"),
        Fault::Bracket => invalid(format!("the reply is no valid JSON: a bracket closes nothing at byte {offset}")),
        Fault::Base64 => invalid(format!("the picture in the reply is no valid base64 at byte {offset}"))
            .hint("the server or a proxy damaged the reply; try again"),
    }
    .into()
}

/// Receives what the scanner finds.
struct Collector {
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
    failed: Option<JsValue>,
}

impl Collector {
    fn new() -> Self {
        Self {
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
            failed: None,
        }
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
                self.failed.get_or_insert(thrown);
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
                self.failed.get_or_insert(thrown);
                None
            }
        };
        let prefixed = self.prefix.found();
        self.found.push(Found { blob, raster, prefixed, head: self.sniffer.head().to_vec() });
        self.current = None;
        true
    }
}
