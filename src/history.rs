//! A content of a stored conversation → its parts.
//!
//! A content is a Blob that will be sent as it is, so it must be what this package wrote and nothing else. What encloses the
//! parts is compared byte for byte (src/envelope.rs), and the parts are read as those of a reply are. What they say, and what may
//! follow what, is js/history.js.

use crate::collect::{Collector, INPUT};
use crate::envelope::Envelope;
use crate::guard::Guard;
use crate::request::{MODEL, USER};
use crate::scan::Scanner;
use crate::stream::Body;
use gloo_net::http::Response;
use js_sys::Array;
use wasm_bindgen::prelude::*;

/// Reads the content that is a response's body: the document, what was found in it, and where its parts begin. Else the end of a
/// sentence that says why it cannot be.
pub async fn read(content: web_sys::Response, user: bool) -> Result<JsValue, &'static str> {
    const UNREADABLE: &str = "its Blob cannot be read";
    let role = if user { USER } else { MODEL };
    let mut body = Body::of(&Response::from(content)).map_err(|_| UNREADABLE)?;
    let guard = Guard::new(None, 0).map_err(|_| UNREADABLE)?;
    let mut scanner = Scanner::content();
    let mut envelope = Envelope::new(Collector::new());
    let mut input = vec![0; INPUT];
    while let Some(chunk) = body.next(&guard).await.map_err(|_| UNREADABLE)? {
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
    let opens: Array = envelope.opens.iter().map(|at| JsValue::from(*at as f64)).collect();
    let document = envelope.sink.documents.pop().ok_or("its parts are no valid JSON")?;
    Ok(Array::of3(&document.value, &document.found, &opens).into())
}
