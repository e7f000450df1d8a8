//! What js/ asks of the wasm.

use crate::history::Content;
use crate::input::Encoder;
use crate::stream::Reader;
use crate::text::Text;
use crate::transport::{self, Hold};
use crate::{decoding, panic};
use engine::sniff::Sniffer;
use js_sys::{Array, Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Request};

/// Bytes that are looked at together: all that is needed, mostly.
const SLICE: u32 = 64 * 1024;

/// This instance of the wasm, as js/ holds it.
#[wasm_bindgen(skip_typescript)]
pub struct Core;

#[wasm_bindgen]
impl Core {
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        panic::arm();
        Self
    }

    /// Says that this instance is lost: the next call of it starts another.
    pub fn condemn(&self) {
        panic::condemn();
    }

    /// The request, as `fetch` takes it, of `wire`: what is asked, and what js/read.js has of where it goes (src/transport.rs).
    pub fn request(&self, wire: Array, signal: &AbortSignal, body: &JsValue) -> Result<Request, JsValue> {
        transport::request(wire, signal, body)
    }

    /// Sends it, by the caller's `fetch` or the global one; the promise of whatever that gives.
    pub fn send(&self, request: &Request, own: Option<Function>, hold: Hold) -> Promise {
        transport::send(request, own, hold)
    }

    /// Of a reply; with `tee`, its parts are kept as they came.
    pub fn reader(&self, tee: bool) -> Reader {
        Reader::new(tee)
    }

    /// Of a stored content.
    pub fn content(&self, user: bool) -> Content {
        Content::new(user)
    }

    /// Of pictures that stand in text.
    pub fn text(&self) -> Text {
        Text::new()
    }

    /// Of pictures that go up.
    pub fn encoder(&self) -> Encoder {
        Encoder::new()
    }

    /// What picture the bytes are, as js/said.js takes it.
    pub fn look(&self, pieces: &Array) -> JsValue {
        let mut sniffer = Sniffer::new();
        for piece in pieces.iter().map(JsCast::unchecked_into::<Uint8Array>) {
            let mut from = 0;
            while from < piece.length() && sniffer.raster().is_none() && !sniffer.is_none() {
                let to = piece.length().min(from + SLICE);
                sniffer.push(&piece.subarray(from, to).to_vec());
                from = to;
            }
        }
        decoding::found(None, sniffer.raster(), false, sniffer.head())
    }
}
