//! `images` → parts of a request: what each is, and its bytes as base64.
//!
//! Where the bytes come from is js/input.js's: most forms that a page holds pictures in are DOM. What they are is said here, by
//! their first bytes and never by a name or a type that came along. Text is made a megabyte at a time and leaves as Blobs, so
//! that neither wasm nor JavaScript ever holds a picture, or its base64, in one piece.

use crate::base64;
use crate::blob::BlobWriter;
use crate::code::Code;
use crate::error::{Error, Failure, Result};
use crate::fields::property;
use crate::guard::{Broken, Guard};
use crate::request::PICTURE;
use crate::sniff;
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

#[wasm_bindgen(module = "/js/api.js")]
extern "C" {
    /// What bytes look like that are no picture.
    #[wasm_bindgen(js_name = nameOf)]
    fn name_of(head: &[u8]) -> String;

    /// A generator of their bytes; js/input.js says in which steps.
    fn open(inputs: &Array, first: u32, signal: &AbortSignal) -> Pieces;

    type Pieces;
    #[wasm_bindgen(method)]
    fn next(this: &Pieces, taken: bool) -> Promise;
}

/// Bytes that are encoded at a time: 64 KiB of text.
const CHUNK: u32 = 48 * 1024;

/// Adds a part for each of `images` to `parts`, with a comma before it; where one fails, those before it.
pub async fn write(images: &Array, signal: Option<&AbortSignal>, timeout: i32, parts: &Array) -> Result<()> {
    if images.length() == 0 {
        return Ok(());
    }
    let guard = Guard::new(signal, timeout)?;
    let pieces = open(images, sniff::INPUT_HEAD as u32, &guard.signal());
    let mut writer = Writer::new(parts);
    let mut taken = false;
    loop {
        let piece = guard.wait(pieces.next(taken)).await.map_err(|broken| writer.broken(broken, timeout))?;
        let piece = property(&piece, "value");
        if piece.is_undefined() {
            guard.finish();
            return Ok(());
        }
        taken = writer.take(&piece)?;
    }
}

const UNREADABLE: &str = "cannot be read";

fn refuse(at: u32, says: &str) -> Error {
    Error::new(Code::InvalidImage, format!("`images[{at}]` {says}"))
}

/// Writes one picture after the other.
struct Writer<'a> {
    parts: &'a Array,
    at: u32,
    /// What it goes as, when its first bytes came.
    media_type: Option<&'static str>,
    /// What is said of it if it cannot be read.
    otherwise: String,
    base64: BlobWriter,
    bytes: Vec<u8>,
    text: Vec<u8>,
}

impl<'a> Writer<'a> {
    fn new(parts: &'a Array) -> Self {
        let (bytes, text) = (vec![0; CHUNK as usize], vec![0; CHUNK as usize / 3 * 4]);
        let otherwise = UNREADABLE.to_owned();
        Self { parts, at: 0, media_type: None, otherwise, base64: BlobWriter::new(), bytes, text }
    }

    /// Takes the next piece; says of first bytes whether the picture goes as it is.
    fn take(&mut self, piece: &JsValue) -> Result<bool> {
        let Some(piece) = piece.dyn_ref::<Uint8Array>() else {
            let base64 = self.base64.finish("").map_err(|thrown| self.refused(&thrown))?;
            for piece in [",", PICTURE.0, self.media_type.take().unwrap_or_default(), PICTURE.1] {
                self.parts.push(&piece.into());
            }
            self.parts.push(&base64);
            self.parts.push(&PICTURE.2.into());
            self.at += 1;
            self.otherwise = UNREADABLE.to_owned();
            return Ok(true);
        };
        if self.media_type.is_some() {
            return self.encode(piece).map(|()| true).map_err(|thrown| self.refused(&thrown));
        }
        let head = piece.to_vec();
        if head.is_empty() {
            return Err(refuse(self.at, "is empty").hint("it has no bytes: check what it was made from").into());
        }
        let media_type = sniff::input(&head);
        if media_type.is_none() {
            let name = name_of(head.get(..sniff::SHOWN).unwrap_or(&head));
            let name = name.strip_prefix("damaged ").unwrap_or(&name); // where there is no browser it may be whole
            self.otherwise = format!("is no picture that can be sent: it looks like {name}");
        }
        self.media_type = Some(media_type.unwrap_or("image/png"));
        Ok(media_type.is_some())
    }

    fn encode(&mut self, piece: &Uint8Array) -> core::result::Result<(), JsValue> {
        let mut from = 0;
        while from < piece.length() {
            let chunk = piece.subarray(from, piece.length().min(from + CHUNK));
            let bytes = self.bytes.get_mut(..chunk.length() as usize).unwrap_or_default();
            chunk.copy_to(bytes);
            let written = base64::encode(bytes, &mut self.text);
            self.base64.write(self.text.get(..written).unwrap_or_default())?;
            from += CHUNK;
        }
        Ok(())
    }

    fn broken(&self, broken: Broken, timeout: i32) -> Failure {
        match broken {
            Broken::Rejected(thrown) => self.refused(&thrown),
            Broken::Stopped(Failure::Error(_)) => {
                let message = format!("`images[{}]` was not read within {timeout} ms", self.at);
                Error::new(Code::Timeout, message).retryable().hint("a larger `timeout` may help").into()
            }
            Broken::Stopped(aborted) => aborted,
        }
    }

    /// In the words of js/input.js, if it has any.
    fn refused(&self, thrown: &JsValue) -> Failure {
        let text = |name| property(thrown, name).as_string();
        let Some(says) = text("says") else {
            return refuse(self.at, &self.otherwise)
                .hint("PNG, JPEG, WebP, HEIC and HEIF are sent as they are, whatever else the browser can show as PNG")
                .thrown(thrown)
                .into();
        };
        let error = refuse(self.at, &says).thrown(&property(thrown, "cause"));
        error.hint(text("hint").unwrap_or_default()).into()
    }
}
