//! `images` → parts of a request: what each is, and its bytes as base64.
//!
//! Where the bytes come from is js/input.js's: most forms that a page holds pictures in are DOM. What they are is said here, by
//! their first bytes and never by a name or a type that came along. Text is made a megabyte at a time and leaves as Blobs, so
//! that neither wasm nor JavaScript ever holds a picture, or its base64, in one piece.

use crate::base64;
use crate::blob::BlobWriter;
use crate::code::Code;
use crate::error::{Error, Failure, Result};
use crate::fields::{Fields, property, text_of};
use crate::guard::{Broken, Guard};
use crate::host::describe;
use crate::models;
use crate::request::PICTURE;
use crate::sniff;
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Blob};

#[wasm_bindgen(module = "/js/input.js")]
extern "C" {
    /// An input as it is now; undefined where it is none.
    #[wasm_bindgen(catch)]
    fn hold(value: &JsValue) -> core::result::Result<JsValue, JsValue>;
    /// The promise of its bytes, as a Blob.
    fn load(held: &JsValue, signal: &AbortSignal) -> Promise;
    /// The promise of the same picture as PNG.
    fn redraw(held: &JsValue, bytes: &Blob) -> Promise;
}

/// Bytes that are read at a time: three quarters of what a [`BlobWriter`] folds.
const SLICE: f64 = 786_432.0;
/// Bytes that are encoded at a time, 64 KiB of text.
const CHUNK: u32 = 48 * 1024;

/// Reads the option: one picture or an array of them, held as they are at this moment.
pub fn read(fields: &Fields, model: &str) -> core::result::Result<Vec<JsValue>, Error> {
    let list = match fields.get("images") {
        None => return Ok(Vec::new()),
        Some(value) if Array::is_array(&value) => value.unchecked_into(),
        Some(value) => Array::of1(&value),
    };
    let most = models::known(model).filter(|model| model.refuses_more).map_or(u32::MAX, |model| model.max_images);
    if list.length() > most {
        let says = format!("is one too many: {model} takes {most} at most");
        return Err(refuse(most, &says).hint("leave some out, or put several into one picture"));
    }
    let held = list.iter().zip(0..).map(|(value, at)| match hold(&value) {
        Ok(held) if !held.is_undefined() => Ok(held),
        Ok(_) => Err(refuse(at, &format!("must be a Blob, bytes, an address, an <img> or a canvas, got {}", describe(&value)))
            .hint("`images` takes one picture or an array of them: `[...input.files]` for a list of files, `await` for a promise")),
        Err(thrown) => Err(refuse(at, UNREADABLE).thrown(&thrown)),
    });
    held.collect()
}

/// Adds a part for each of `images` to `parts`, with a comma before it. They are fetched all at once.
pub async fn write(images: &[JsValue], signal: Option<&AbortSignal>, timeout: i32, parts: &Array) -> Result<()> {
    if images.is_empty() {
        return Ok(());
    }
    let guard = Guard::new(signal, timeout)?;
    let loading: Vec<Promise> = images.iter().map(|held| load(held, &guard.signal())).collect();
    for ((held, loading), at) in images.iter().zip(loading).zip(0..) {
        let input = Input { at, guard: &guard, timeout };
        let (media_type, data) = input.encode(held, loading).await?;
        for piece in [",", PICTURE.0, media_type, PICTURE.1] {
            parts.push(&piece.into());
        }
        parts.push(&data);
        parts.push(&PICTURE.2.into());
    }
    guard.finish();
    Ok(())
}

const UNREADABLE: &str = "cannot be read";

fn refuse(at: u32, says: &str) -> Error {
    Error::new(Code::InvalidImage, format!("`images[{at}]` {says}"))
}

/// One of them, while it is read.
struct Input<'a> {
    at: u32,
    guard: &'a Guard,
    timeout: i32,
}

impl Input<'_> {
    /// Media type and base64.
    async fn encode(&self, held: &JsValue, loading: Promise) -> Result<(&'static str, Blob)> {
        let mut blob: Blob = self.wait(loading, UNREADABLE).await?.unchecked_into();
        let head = self.bytes(&blob, 0.0, sniff::INPUT_HEAD as f64).await?.to_vec();
        let media_type = match sniff::input(&head) {
            Some(media_type) => media_type,
            None if head.is_empty() => {
                return Err(refuse(self.at, "is empty").hint("it has no bytes: check what it was made from").into());
            }
            None => {
                let name = sniff::name(head.get(..16).unwrap_or(&head));
                let name = name.strip_prefix("damaged ").unwrap_or(&name); // where there is no browser it may be whole
                let otherwise = format!("is no picture that can be sent: it looks like {name}");
                blob = self.wait(redraw(held, &blob), &otherwise).await?.unchecked_into();
                "image/png"
            }
        };
        Ok((media_type, self.base64(&blob).await?))
    }

    async fn base64(&self, blob: &Blob) -> Result<Blob> {
        let mut writer = BlobWriter::new();
        let (mut bytes, mut text) = (vec![0; CHUNK as usize], vec![0; CHUNK as usize / 3 * 4]);
        let (mut start, size) = (0.0, blob.size());
        while start < size {
            let slice = self.bytes(blob, start, start + SLICE).await?;
            for from in (0..slice.length()).step_by(CHUNK as usize) {
                let chunk = slice.subarray(from, slice.length().min(from + CHUNK));
                let Some(bytes) = bytes.get_mut(..chunk.length() as usize) else { continue };
                chunk.copy_to(bytes);
                let written = base64::encode(bytes, &mut text);
                writer
                    .write(text.get(..written).unwrap_or_default())
                    .map_err(|thrown| self.refused(&thrown, UNREADABLE))?;
            }
            start += SLICE;
        }
        writer.finish("").map_err(|thrown| self.refused(&thrown, UNREADABLE))
    }

    async fn bytes(&self, blob: &Blob, start: f64, end: f64) -> Result<Uint8Array> {
        let slice = blob.slice_with_f64_and_f64(start, end).map_err(|thrown| self.refused(&thrown, UNREADABLE))?;
        Ok(Uint8Array::new(&self.wait(slice.array_buffer(), UNREADABLE).await?))
    }

    async fn wait(&self, promise: Promise, otherwise: &str) -> Result<JsValue> {
        self.guard.wait(promise).await.map_err(|broken| match broken {
            Broken::Rejected(thrown) => self.refused(&thrown, otherwise),
            Broken::Stopped(Failure::Error(_)) => {
                Error::new(Code::Timeout, format!("`images[{}]` was not read within {} ms", self.at, self.timeout))
                    .retryable()
                    .hint("a larger `timeout` may help")
                    .into()
            }
            Broken::Stopped(aborted) => aborted,
        })
    }

    /// In the words of js/input.js, if it has any.
    fn refused(&self, thrown: &JsValue, otherwise: &str) -> Failure {
        let text = |name| text_of(thrown, &[name]);
        let Some(says) = text("says") else {
            return refuse(self.at, otherwise)
                .hint("PNG, JPEG, WebP, HEIC and HEIF are sent as they are, whatever else the browser can show as PNG")
                .thrown(thrown)
                .into();
        };
        let mut error = refuse(self.at, &says).thrown(&property(thrown, "cause"));
        if let Some(hint) = text("hint") {
            error = error.hint(hint);
        }
        error.into()
    }
}
