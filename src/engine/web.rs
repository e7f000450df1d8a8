//! The browser, as the engine needs it: `fetch` and streams, Blobs, timers, the page's turns.
//!
//! What is a caller's own, or may be a mock's, another realm's or a polyfill's, is taken by its shape, and every look at
//! it is one that may throw: an exception that passes through the engine ends it. What waits for JavaScript waits by
//! [`Called`] and [`Promised`], which leave nothing behind when they are dropped. It knows nothing of what the bytes say.

mod abort;
#[cfg(feature = "client")]
mod address;
mod ahead;
mod body;
mod called;
#[cfg(feature = "client")]
pub mod canvas;
mod fetch;
#[cfg(feature = "client")]
mod file;
mod hold;
mod signal;
#[cfg(feature = "client")]
mod snapshot;
mod text;
mod thrown;
mod turn;
mod writer;

#[cfg(feature = "client")]
pub use address::fetched;
pub use body::Body;
pub use called::{Called, Promised};
#[cfg(feature = "client")]
pub use file::{download, file_of};
pub use hold::Hold;
pub use signal::aborted;
#[cfg(feature = "client")]
pub use snapshot::{snapshot, stored};
pub use text::Text;
pub use thrown::thrown;
pub use writer::Writer;

use crate::error::{Thrown, millis};
use crate::options::Credentials;
use crate::world::{Answer, Piece, Request, Unanswered, Unread, World};
use ahead::Ahead;
use js_sys::{Array, Function, Math, Reflect, Uint8Array};
use std::cell::RefCell;
use std::future::Future;
use std::ops::Range;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, Url};

/// The world of one call. A clone is the same.
#[derive(Clone)]
pub struct Browser(Rc<Inner>);

struct Inner {
    settings: Settings,
    reason: RefCell<JsValue>,
    ahead: RefCell<Option<Ahead>>,
}

/// What a call has of its own.
#[derive(Clone, Default)]
pub struct Settings {
    /// The caller's, in place of the global one.
    pub fetch: Option<Function>,
    /// Whether cookies go along.
    pub credentials: Option<Credentials>,
    /// The caller's, if there is one. It may fire while the engine is at work, which learns of it when it waits next; until
    /// then nothing more is sent.
    pub signal: JsValue,
    /// Asked before each request for a picture, where a caller may end the call while the engine is at work.
    pub sends: Option<Rc<dyn Fn() -> bool>>,
    /// What ends the call's requests and timers where this instance of the wasm is lost, and its destructors with it.
    pub hold: Option<Hold>,
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, ms: f64) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(id: &JsValue);
    #[wasm_bindgen(thread_local_v2, js_name = clearTimeout)]
    static CLEAR_TIMEOUT: Function;
}

/// A longer one is over at once.
const LONGEST_TIMER: u64 = 2_147_483_647;

impl Browser {
    /// For one call.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self(Rc::new(Inner { settings, reason: RefCell::default(), ahead: RefCell::default() }))
    }

    /// Why requests that are dropped from now on are aborted: a caller's own `fetch` is told. An `AbortError` unless
    /// given.
    pub fn set_reason(&self, reason: JsValue) {
        self.0.reason.replace(reason);
    }

    fn hold(&self) -> Option<&Hold> {
        self.0.settings.hold.as_ref()
    }
}

/// `new URL(text, base).href`, or nothing where that throws.
#[must_use]
pub fn url_href(text: &str, base: Option<&str>) -> Option<String> {
    let url = base.map_or_else(|| Url::new(text), |base| Url::new_with_base(text, base));
    Some(url.ok()?.href())
}

/// What `fetch` resolves a relative address against: a document's base, a worker's location, nothing elsewhere.
#[must_use]
pub fn page_url() -> Option<String> {
    let global = js_sys::global().into();
    let of = |object, name| get(&get(&global, object), name).as_string();
    of("document", "baseURI").or_else(|| of("location", "href"))
}

/// A Blob of these bytes.
///
/// # Errors
/// When there is no room for it.
pub fn blob_of(bytes: &[u8]) -> Result<Blob, Thrown> {
    let parts = Array::of1(&Uint8Array::new_from_slice(bytes));
    Blob::new_with_u8_array_sequence(&parts).map_err(|value| thrown(&value))
}

/// A property, where there is one and reading it does not throw.
fn get(of: &JsValue, name: &str) -> JsValue {
    if !of.is_object() && !of.is_function() {
        return JsValue::UNDEFINED; // what would be thrown costs more, and leaves something behind (called.rs)
    }
    Reflect::get(of, &name.into()).unwrap_or_default()
}

fn typed(media_type: &str) -> BlobPropertyBag {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    options
}

/// In numbers of JavaScript's, which are exact up to 8 PiB.
fn slice(blob: &Blob, range: &Range<u64>) -> Result<Blob, JsValue> {
    blob.slice_with_f64_and_f64(range.start as f64, range.end as f64)
}

impl World for Browser {
    type Blob = Blob;
    type Body = Body;
    type Writer = Writer;
    type Text = Text;

    fn send(&self, request: Request<'_, Blob>) -> impl Future<Output = Result<Answer<Body>, Unanswered>> {
        fetch::send(self, request)
    }

    fn carries(&self, name: &str, value: &str) -> bool {
        fetch::carries(name, value).unwrap_or_default()
    }

    fn read(&self, body: Body) -> impl Future<Output = Result<Option<(Body, usize)>, Unread>> {
        body.next()
    }

    fn copy(&self, body: &Body, at: usize, into: &mut [u8]) {
        body.copy(at, into);
    }

    fn leave(&self, body: Body) {
        body.leave(self);
    }

    fn writer(&self) -> Writer {
        Writer::default()
    }

    fn write(&self, writer: &mut Writer, bytes: &[u8]) -> Result<(), Thrown> {
        writer.write(bytes).map_err(|value| thrown(&value))
    }

    fn tee(&self, writer: &mut Writer, body: &Body, range: Range<usize>) -> Result<(), Thrown> {
        body.piece(range).map_or(Ok(()), |piece| writer.copy(&piece)).map_err(|value| thrown(&value))
    }

    fn finish(&self, writer: &mut Writer, media_type: &str) -> Result<Blob, Thrown> {
        writer.finish(media_type).map_err(|value| thrown(&value))
    }

    fn join(&self, pieces: &[Piece<'_, Blob>], media_type: &str) -> Result<Blob, Thrown> {
        let parts = Array::new();
        for piece in pieces {
            parts.push(&match piece {
                Piece::Text(text) => (*text).into(),
                Piece::Bytes(bytes) => Uint8Array::new_from_slice(bytes).into(),
                Piece::Blob(blob) => JsValue::from(*blob),
                Piece::Slice(blob, range) => slice(blob, range).map_err(|value| thrown(&value))?.into(),
            });
        }
        Blob::new_with_blob_sequence_and_options(&parts, &typed(media_type)).map_err(|value| thrown(&value))
    }

    fn size(&self, blob: &Blob) -> u64 {
        blob.size() as u64
    }

    async fn load(&self, blob: &Blob, range: Range<u64>) -> Result<Vec<u8>, Thrown> {
        ahead::load(&self.0.ahead, blob, range).await.map_err(|value| thrown(&value))
    }

    fn text(&self) -> Text {
        Text::default()
    }

    fn string(&self, text: &Text) -> String {
        text.to_js().into()
    }

    fn append(&self, text: &mut Text, bytes: &[u8]) {
        text.append(bytes);
    }

    fn sleep(&self, time: Duration) -> impl Future<Output = ()> {
        // Up: a time below a millisecond is one, and none is over before it is.
        let ms = millis(time.saturating_add(Duration::from_nanos(999_999))).min(LONGEST_TIMER);
        Called::new(|callback| {
            let id = set_timeout(callback, ms as f64);
            let mut held = hold::Held::new(self.hold(), || CLEAR_TIMEOUT.with(|clear| called::bound(clear, &id)));
            move || {
                held.take();
                clear_timeout(&id);
            }
        })
    }

    fn turn(&self) -> impl Future<Output = ()> {
        turn::turn(self.hold())
    }

    fn now(&self) -> Duration {
        Duration::from_micros((performance_now() * 1000.0) as u64)
    }

    fn random(&self) -> f64 {
        Math::random()
    }
}
