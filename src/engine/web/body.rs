//! A response's body, while it is read.
//!
//! Into one buffer where it can be: chunks of the browser's own lie about until they are collected, and a picture of
//! 20 MiB then holds 55 MiB in Chromium instead of 29.

use super::abort::Abort;
use super::called::{self, Promised};
use super::thrown::{cause, thrown};
use super::{Browser, get};
use crate::race::within;
use crate::world::Unread;
use js_sys::{ArrayBuffer, Object, Reflect, Uint8Array};
use std::ops::Range;
use std::pin::pin;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// What is asked of a body at a time, in bytes: 64 KiB take Firefox a tenth longer.
pub(super) const BUFFER: u32 = 256 * 1024;

#[wasm_bindgen]
extern "C" {
    type Stream;
    #[wasm_bindgen(method, catch, js_name = getReader)]
    fn reader(this: &Stream) -> Result<Reader, JsValue>;

    pub(super) type Reader;
    #[wasm_bindgen(method, catch)]
    pub(super) fn read(this: &Reader, into: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn cancel(this: &Reader) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = Uint8Array)]
    type View;
    #[wasm_bindgen(constructor, js_class = "Uint8Array", catch)]
    fn new(buffer: &JsValue, offset: &JsValue, length: &JsValue) -> Result<View, JsValue>;
}

/// With the chunk read last. Dropping it stops it.
pub struct Body {
    source: Source,
    chunk: Uint8Array,
    abort: Abort,
}

enum Source {
    /// Nobody has read of it.
    Fresh(JsValue),
    /// `into` is the buffer for what comes next, where the reader takes one.
    Open { reader: Reader, into: Option<Uint8Array> },
    /// It is at its end, or there never was one.
    Ended,
}

/// Stops a stream or its reader, of which nobody hears any more.
pub(super) fn stop(stream: &JsValue) {
    if let Ok(stopped) = stream.unchecked_ref::<Reader>().cancel() {
        called::forget(&stopped);
    }
}

/// A reader that fills our buffer, where the stream has such: WebKit's bodies have none, nor have most mocks.
pub(super) async fn filling(stream: &JsValue) -> Result<Reader, JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"mode".into(), &"byob".into())?;
    Ok(Promised::of_call(&get(stream, "getReader"), stream, &options).await?.unchecked_into())
}

/// The bytes of a chunk, by shape: another realm's Uint8Array is none by class. A DataView or a Uint16Array would be read
/// as other bytes, and a detached one has none.
pub(super) fn bytes(chunk: &JsValue) -> Option<Uint8Array> {
    if !ArrayBuffer::is_view(chunk) || get(chunk, "BYTES_PER_ELEMENT").as_f64() != Some(1.0) {
        return None;
    }
    let [buffer, offset, length] = ["buffer", "byteOffset", "byteLength"].map(|name| get(chunk, name));
    Some(View::new(&buffer, &offset, &length).ok()?.unchecked_into())
}

impl Body {
    pub(super) fn new(stream: &JsValue, abort: Abort) -> Self {
        let source = if stream.is_object() { Source::Fresh(stream.clone()) } else { Source::Ended };
        Self { source, chunk: Uint8Array::new_with_length(0), abort }
    }

    pub(super) async fn next(mut self) -> Result<Option<(Self, usize)>, Unread> {
        if let Source::Fresh(stream) = &self.source {
            self.source = open(stream).await.map_err(|value| Unread::Sealed(cause(&value)))?;
        }
        let Source::Open { reader, into } = &self.source else { return Ok(None) };
        let read = reader.read(into.as_ref().map_or(&JsValue::UNDEFINED, |into| into));
        // A mock's may give its values at once.
        let read = Promised::new(&read.map_err(|value| Unread::NotBytes(cause(&value)))?).await;
        let read = read.map_err(|value| Unread::Broken(thrown(&value)))?;
        let done = Reflect::get(&read, &"done".into()).map_err(|_| Unread::NotBytes(None))?;
        if done.is_truthy() {
            self.source = Source::Ended;
            self.abort.defuse();
            return Ok(None);
        }
        let chunk = get(&read, "value");
        self.chunk = bytes(&chunk).ok_or_else(|| Unread::NotBytes(cause(&chunk)))?;
        if let Source::Open { into: Some(into), .. } = &mut self.source {
            *into = Uint8Array::new(&self.chunk.buffer());
        }
        let length = self.chunk.length() as usize;
        Ok(Some((self, length)))
    }

    /// Of the chunk. None where it has become shorter, which is when somebody detached it.
    pub(super) fn piece(&self, range: Range<usize>) -> Option<Uint8Array> {
        let (start, end) = (u32::try_from(range.start).ok()?, u32::try_from(range.end).ok()?);
        (end <= self.chunk.length()).then(|| self.chunk.subarray(start, end))
    }

    pub(super) fn copy(&self, at: usize, into: &mut [u8]) {
        match self.piece(at..at + into.len()) {
            Some(piece) => piece.copy_to(into),
            None => into.fill(0),
        }
    }

    /// Gives it a moment to end by itself, so that its connection can serve again. Then the network is stopped with it:
    /// Firefox leaves an idle connection open where only the body is cancelled.
    pub(super) fn leave(self, browser: &Browser) {
        let browser = browser.clone();
        spawn_local(async move {
            let _ = within(&browser, Some(MOMENT), pin!(self.drain())).await;
        });
    }

    async fn drain(mut self) {
        let mut left = REST;
        while let Ok(Some((body, length))) = self.next().await {
            left = left.saturating_sub(length.max(1024));
            if left == 0 {
                return;
            }
            self = body;
        }
    }
}

/// How long the end of a body is waited for that has said all it had to say.
const MOMENT: Duration = Duration::from_secs(1);
/// How many bytes may stand before it. A stream that always has some would leave the page no turn.
const REST: usize = 1024 * 1024;

async fn open(stream: &JsValue) -> Result<Source, JsValue> {
    Ok(match filling(stream).await {
        Ok(reader) => Source::Open { reader, into: Some(Uint8Array::new_with_length(BUFFER)) },
        Err(_) => Source::Open { reader: stream.unchecked_ref::<Stream>().reader()?, into: None },
    })
}

impl Drop for Body {
    fn drop(&mut self) {
        match &self.source {
            Source::Fresh(stream) => stop(stream),
            Source::Open { reader, .. } => stop(reader),
            Source::Ended => {}
        }
    }
}
