//! What is to be ended where this instance of the wasm is lost: after a trap no destructor runs.

use js_sys::Function;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// JavaScript's list of what runs, and of how to end that.
    #[derive(Clone)]
    pub type Hold;

    /// Takes what ends something; gives a name for it.
    #[wasm_bindgen(method)]
    pub fn hold(this: &Hold, end: &Function) -> JsValue;

    /// Forgets what has ended.
    #[wasm_bindgen(method)]
    pub fn release(this: &Hold, id: &JsValue);
}

/// Stands in the list for as long as it lives.
pub(super) struct Held {
    hold: Hold,
    id: JsValue,
}

impl Held {
    /// With a list; where there is none, nothing is made.
    pub fn new(hold: Option<&Hold>, end: impl FnOnce() -> Function) -> Option<Self> {
        hold.map(|hold| Self { hold: hold.clone(), id: hold.hold(&end()) })
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.hold.release(&self.id);
    }
}
