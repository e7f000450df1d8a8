//! Reads a response's body as it comes: chunk → one reusable buffer → framing → scanner → base64 → Blob.
//!
//! The way of a byte, with its copies: the browser copies it into [`Body`]'s buffer, from where it is copied into
//! [`Reader`]'s, decoded into the collector's (src/collect.rs), copied into one of JavaScript's (src/blob.rs) and from there
//! into a Blob.
//! Nothing here grows with the picture, so a call leaves wasm memory as large as it found it.

use crate::code::Code;
use crate::collect::{Collector, Document, Failed, INPUT};
use crate::error::{Error, Failure, Result};
use crate::fields::property;
use crate::guard::Guard;
use crate::host::{decode_text, reader_of};
use crate::pause;
use crate::progress::Progress;
use crate::scan::{self, Fault, Scanner};
use crate::sse::{Form, Framing, Next};
use crate::tee::Tee;
use gloo_net::http::Response;
use js_sys::{Array, ArrayBuffer, JsString, Promise, Uint8Array};
use std::collections::VecDeque;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortController;

#[wasm_bindgen]
extern "C" {
    /// A body's reader, which fills the buffer that it is given, or a default reader, which passes it over.
    pub type BodyReader;
    // A mock's may give their values at once.
    #[wasm_bindgen(method, catch)]
    fn read(this: &BodyReader, buffer: &Uint8Array) -> core::result::Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn cancel(this: &BodyReader) -> core::result::Result<JsValue, JsValue>;
}

/// What is asked of a body at a time: 64 KiB take Firefox a tenth longer.
const BUFFER: u32 = 256 * 1024;

/// The start of an error's body as text, up to `limit` bytes.
pub async fn read_text(response: &Response, limit: u32, guard: &Guard) -> Result<JsValue> {
    let mut body = Body::of(response)?;
    let pieces = Array::new();
    let mut length = 0;
    while let Some(chunk) = body.next(guard).await? {
        pieces.push(&chunk.slice(0, chunk.length()));
        length += chunk.length();
        if length >= limit {
            break;
        }
    }
    if let Some(reader) = &body.reader {
        cancel(reader);
    }
    Ok(decode_text(&pieces))
}

/// A body that is read, into one buffer where it can: chunks of the browser's own lie about until they are collected, and a
/// picture of 20 MiB then holds 55 MiB in Chromium instead of 29.
pub struct Body {
    reader: Option<BodyReader>,
    buffer: Uint8Array,
}

impl Body {
    /// Of a response.
    pub fn of(response: &Response) -> Result<Self> {
        // Read through Reflect: a mock's body may be null where the type says ReadableStream.
        let stream = response.body().map(JsValue::from).filter(JsValue::is_object);
        let reader = stream.map(|stream| reader_of(&stream)).transpose().map_err(|thrown| {
            Error::new(Code::InvalidResponse, "the body of the response cannot be read").thrown(&thrown)
        })?;
        Ok(Self { reader, buffer: Uint8Array::new_with_length(BUFFER) })
    }

    /// Its next bytes, which are there until more are asked for; none at the end.
    pub async fn next(&mut self, guard: &Guard) -> Result<Option<Uint8Array>> {
        let Some(reader) = &self.reader else {
            return Ok(None);
        };
        let promise = reader.read(&self.buffer).map_err(|thrown| unreadable(&thrown))?;
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
        if !is_bytes {
            return Err(unreadable(&value).into());
        }
        let value = value.unchecked_into::<Uint8Array>();
        self.buffer = Uint8Array::new(&value.buffer());
        Ok(Some(value))
    }

    /// Gives a body that has said all it had to say a moment to end by itself, so that its connection can serve again, and
    /// then stops it, and the network with it: Firefox leaves an idle connection open when only its body is cancelled.
    fn drain(mut self, network: AbortController) {
        const MOMENT: i32 = 1_000;
        spawn_local(async move {
            let Ok(guard) = Guard::new(None, MOMENT) else { return };
            loop {
                match self.next(&guard).await {
                    Ok(None) => return,
                    Ok(Some(_)) => {}
                    Err(_) => break,
                }
            }
            if let Some(reader) = &self.reader {
                cancel(reader);
            }
            network.abort();
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

/// Bytes of the network's.
struct Chunk {
    bytes: Uint8Array,
    /// Of the body, before them.
    base: u64,
    /// Of them, read.
    from: u32,
}

impl Chunk {
    /// What is read of it next.
    fn left(&self) -> u32 {
        (self.bytes.length() - self.from).min(INPUT as u32)
    }
}

/// A reply while it arrives: one document after another.
pub struct Reader<'a> {
    body: Body,
    guard: &'a Guard,
    progress: &'a Progress,
    input: Vec<u8>,
    /// Of which not all is read yet.
    chunk: Option<Chunk>,
    framing: Framing,
    scanner: Scanner,
    collector: Collector,
    tee: Option<Tee>,
    ready: VecDeque<Document>,
    any: bool,
    ended: bool,
    failed: Option<Failure>,
    /// How long the end is waited for, and what holds that wait.
    patience: Option<i32>,
    last: Option<Guard>,
}

impl<'a> Reader<'a> {
    /// Of a response; with `tee`, parts are kept as they came.
    pub fn new(response: &Response, guard: &'a Guard, progress: &'a Progress, tee: bool) -> Result<Self> {
        Ok(Self {
            body: Body::of(response)?,
            guard,
            progress,
            input: vec![0; INPUT],
            chunk: None,
            framing: Framing::new(),
            scanner: Scanner::new(),
            collector: Collector::new(),
            tee: tee.then(Tee::new),
            ready: VecDeque::new(),
            any: false,
            ended: false,
            failed: None,
            patience: None,
            last: None,
        })
    }

    /// The next document; none at the end, which is the end of the JSON where it is bare: a server that then keeps the
    /// connection open, as some proxies do, is not waited for. What came whole is given before any failure.
    pub async fn next(&mut self) -> Result<Option<Document>> {
        loop {
            if let Some(document) = self.ready.pop_front() {
                return Ok(Some(document));
            }
            if let Some(failure) = self.failed.take() {
                return Err(failure);
            }
            if self.ended {
                return Ok(None);
            }
            let chunk = if let Some(chunk) = self.chunk.take() {
                Ok(Some(chunk))
            } else {
                if let (Some(ms), None) = (self.patience, &self.last) {
                    self.last = Some(self.guard.shorter(ms)?);
                }
                match self.body.next(self.last.as_ref().unwrap_or(self.guard)).await {
                    Ok(bytes) => Ok(bytes.map(|bytes| Chunk { bytes, base: self.scanner.offset(), from: 0 })),
                    Err(Failure::Error(_)) if self.last.is_some() => {
                        self.body.reader = None;
                        return Ok(None);
                    }
                    Err(failure) => Err(failure),
                }
            };
            let read = match chunk {
                Ok(Some(chunk)) => match pause::before(chunk.left(), self.guard).await {
                    Ok(()) => self.push(chunk),
                    Err(broken) => Err(broken.into()),
                },
                Ok(None) => self.finish(),
                Err(failure) => Err(failure),
            };
            self.failed = read.err();
            self.progress.receive(self.scanner.offset());
        }
    }

    /// The reply has said that it is at its end. What follows is waited for so many milliseconds, not for ever: events do not
    /// tell of their last, and some servers leave the connection open. They begin when the next bytes are asked for, anew after
    /// each document: the time that a stream's reader takes for one is not the server's.
    pub fn expect_end(&mut self, patience: Option<i32>) {
        self.patience = patience;
        self.last = None;
    }

    /// How the documents are framed.
    pub fn form(&self) -> Form {
        self.framing.form()
    }

    /// Whether the documents stood in an array.
    pub fn is_array(&self) -> bool {
        self.scanner.is_array()
    }

    /// Leaves the body to end by itself, if it has not been given up; says how many bytes of it came.
    pub fn leave(self) -> u64 {
        if self.body.reader.is_some() {
            self.body.drain(self.guard.finish());
        }
        self.scanner.offset()
    }

    /// Reads what is decoded at a time, however much there is: Firefox gives all that it has in one piece to a default reader.
    fn push(&mut self, mut chunk: Chunk) -> Result<()> {
        let mut buffer = std::mem::take(&mut self.input);
        if let Some(input) = buffer.get_mut(..chunk.left() as usize) {
            let to = chunk.from + chunk.left();
            chunk.bytes.subarray(chunk.from, to).copy_to(input);
            self.read(input, &chunk)?;
            chunk.from = to;
        }
        self.input = buffer;
        self.chunk = Some(chunk).filter(|chunk| chunk.left() > 0);
        Ok(())
    }

    /// Reads `input`, the next bytes of a chunk.
    fn read(&mut self, input: &[u8], chunk: &Chunk) -> Result<()> {
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
                let start = chunk.from + at as u32;
                tee.take(&chunk.bytes, chunk.base, start, start + taken as u32, &self.collector.marks)
                    .map_err(unkept)?;
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
            self.deliver()?;
            if self.ended {
                break;
            }
        }
        Ok(())
    }

    /// Hands over the documents that are whole.
    fn deliver(&mut self) -> Result<()> {
        for mut document in self.collector.documents.drain(..) {
            if let Some(tee) = &mut self.tee {
                let count = document.part_count.min(tee.parts.len());
                document.parts = tee.parts.drain(..count).collect();
            }
            self.any = true;
            self.ready.push_back(document);
        }
        match self.collector.failed.take() {
            None => Ok(()),
            Some(Failed::Json(thrown)) => Err(invalid("the reply is no valid JSON").thrown(&thrown).into()),
            Some(Failed::Blob(thrown)) => Err(unkept(thrown)),
        }
    }

    /// The body has ended.
    fn finish(&mut self) -> Result<()> {
        self.ended = true;
        let between_events = self.framing.form() == Form::Events && !self.scanner.is_open();
        if between_events {
            return Ok(());
        }
        self.scanner.finish().map_err(|error| broken(&error, &[]))?;
        if !self.any {
            self.collector.end_document();
        }
        self.deliver()
    }
}

/// The Blob constructor threw.
pub fn unkept(thrown: JsValue) -> Failure {
    Error::new(Code::Wasm, "no Blob could be made of the picture").thrown(&thrown).maybe_billed().into()
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(Code::InvalidResponse, message).attempts(1).maybe_billed()
}

fn broken(error: &scan::Error, input: &[u8]) -> Failure {
    let offset = error.offset;
    match error.fault {
        Fault::NotJson => {
            let text: JsString = decode_text(&Array::of1(&Uint8Array::new_from_slice(input))).unchecked_into();
            let start = String::from(text.slice(0, 40));
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
