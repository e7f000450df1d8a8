//! What js/ asks for beside a call's options: to follow its signal, to hear of events, to go on with a conversation.

use crate::events::Queue;
use crate::options::Options;
use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Blob};

#[wasm_bindgen]
extern "C" {
    /// An object of js/stream.js or js/session.js.
    pub type Talk;
    /// The signal that ends the call, which fires with the caller's.
    #[wasm_bindgen(method)]
    fn follow(this: &Talk, signal: Option<&AbortSignal>) -> AbortSignal;
    /// Where events go, in a stream.
    #[wasm_bindgen(method, getter)]
    pub fn queue(this: &Talk) -> Option<Queue>;
    #[wasm_bindgen(method, getter)]
    fn history(this: &Talk) -> Option<Array>;
    /// Parts that go in front of the prompt, as JSON with commas between them.
    #[wasm_bindgen(method, getter)]
    pub fn before(this: &Talk) -> Option<Blob>;
}

impl Talk {
    /// The contents so far, in a conversation.
    pub fn contents(&self) -> Option<Vec<Blob>> {
        Some(self.history()?.iter().map(JsCast::unchecked_into).collect())
    }

    /// Puts its signal in place of the caller's.
    pub fn adopt(&self, options: &mut Options) {
        options.signal = Some(self.follow(options.signal.as_ref()));
    }
}
