//! The contents of a stored conversation → its turns.
//!
//! A content is a Blob that will be sent as it is, so it must be what this package wrote and nothing else. What encloses the
//! parts is compared byte for byte (src/envelope.rs), and the parts are read as those of a reply are.

use crate::code::Code;
use crate::collect::{Collector, Found, INPUT, lifted};
use crate::envelope::{Envelope, Role};
use crate::error::{Error, Result};
use crate::fields::{field, list, property};
use crate::guard::Guard;
use crate::host::create_image;
use crate::request::{ANSWER, MODEL, USER};
use crate::scan::Scanner;
use crate::stream::Body;
use gloo_net::http::Response;
use js_sys::{Array, JsString};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// What a content says.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    text: JsString,
    /// The model's pictures. Of the user's, those in front of the text: they are the model's of the turn before, which
    /// could not go back as they came.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    images: Array,
    /// The last picture of its thoughts, which is the result where there is no other.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    draft: JsValue,
    /// Where the user's text begins, in bytes; 0 where there is none.
    text_at: u32,
}

/// Reads contents that alternate from the user's on; each comes out as a [`Content`].
pub async fn read(contents: &Array) -> Result<JsValue> {
    let read = Array::new();
    for (at, content) in contents.iter().enumerate() {
        let role = if at % 2 == 0 { USER } else { MODEL };
        let last = at + 1 == contents.length() as usize;
        let content = read_one(content.unchecked_ref(), role, at, last).await.map_err(|why| {
            let message = format!("`history.contents[{at}]` is not what `snapshot()` gave: {why}");
            Error::new(Code::InvalidOption, message).hint("pass a whole snapshot, unchanged; or begin a new session")
        })?;
        read.push(&content);
    }
    Ok(read.into())
}

async fn read_one(blob: &Blob, role: Role, at: usize, last: bool) -> core::result::Result<JsValue, &'static str> {
    let unreadable = |_| "its Blob cannot be read";
    let response = web_sys::Response::new_with_opt_blob(Some(blob)).map_err(unreadable)?;
    let body = Body::of(&Response::from(response)).map_err(|_| "its Blob cannot be read")?;
    let guard = Guard::new(None, 0).map_err(|_| "it took too long")?;
    let mut scanner = Scanner::content();
    let mut envelope = Envelope::new(Collector::new());
    let mut input = vec![0; INPUT];
    while let Some(chunk) = body.next(&guard).await.map_err(|_| "its Blob cannot be read")? {
        let mut at = 0;
        while at < chunk.length() {
            let piece = chunk.subarray(at, chunk.length().min(at + INPUT as u32));
            let input = input.get_mut(..piece.length() as usize).unwrap_or_default();
            piece.copy_to(input);
            envelope.push(&mut scanner, input, role)?;
            at += piece.length();
        }
    }
    guard.finish();
    if !envelope.is_exactly(role) {
        return Err("it is not exactly the parts of the role whose turn it is");
    }
    let opens = envelope.opens;
    let mut documents = envelope.sink.documents.into_iter();
    let mut document = documents.next().ok_or("its parts are no valid JSON")?;
    let mut content = understand(&list(&field(&document.value, "parts")), &mut document.found, &opens, role == USER);
    if role == USER && content.text_at == 0 && !last {
        return Err("it holds no prompt");
    }
    if role == USER && last && content.text_at != 0 {
        return Err("it is a prompt without an answer");
    }
    if role == USER && last && (content.images.length() == 0 || at == 0) {
        return Err("it holds nothing of a turn");
    }
    if role == MODEL && opens.len() == 1 && content.text == ANSWER {
        content.text = "".into(); // our words
    }
    serde_wasm_bindgen::to_value(&content).map_err(|_| "it cannot be told")
}

fn understand(parts: &Array, found: &mut [Found], opens: &[u64], user: bool) -> Content {
    let images = Array::new();
    let mut draft = JsValue::UNDEFINED;
    let mut text = JsString::from("");
    let mut text_at = 0;
    for (part, at) in parts.iter().zip(opens) {
        let thought = field(&part, "thought").is_truthy();
        if let Ok(piece) = field(&part, "text").dyn_into::<JsString>() {
            if !thought {
                text = text.concat(&piece);
            }
            if text_at == 0 {
                text_at = *at as u32;
            }
        }
        let picture = lifted(&property(&part, "inlineData"), "data", found);
        let Some((blob, raster)) = picture.and_then(|found| found.blob.take().zip(found.raster.take())) else {
            continue;
        };
        if !user || text_at == 0 {
            let image = create_image(&blob, raster.media_type, raster.width, raster.height);
            if thought {
                draft = image;
            } else {
                images.push(&image);
            }
        }
    }
    Content { text, images, draft, text_at }
}
