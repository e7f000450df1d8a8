//! What only a browser shows, with no server beside it: `wasm-pack test --headless --chrome`. One file a subject; `fixture.js` stands in
//! for the network.

#![allow(clippy::restriction)] // a test may panic

#[path = "../codec/checks.rs"]
mod checks;
mod client;
mod codec;
mod hostile;
mod oracle;
mod sandbox;
mod world;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(module = "/tests/web/fixture.js")]
extern "C" {
    /// A fetch that answers with `text`, in chunks of those sizes, over and over.
    fn answering(text: &str, sizes: &[u32]) -> Function;
    /// The sandbox's fetch.
    fn sandbox(fault: Option<&str>) -> Promise;
    /// The same reply, read by `JSON.parse` and `atob`: its pictures as one comma-separated list of hex.
    #[wasm_bindgen(js_name = naiveImages)]
    fn naive_images(text: &str) -> String;
    /// The pictures of a result in the same form.
    #[wasm_bindgen(js_name = images)]
    fn images(result: &JsValue) -> Promise;
    /// The reply that a result or an error holds, as JSON with base64 for its Blobs.
    #[wasm_bindgen(js_name = rawOf)]
    fn raw_of(outcome: &JsValue) -> Promise;
    /// The reply as `JSON.parse` alone reads it.
    #[wasm_bindgen(js_name = naiveRaw)]
    fn naive_raw(text: &str, failed: bool) -> String;
    /// A reply made at random from a seed.
    #[wasm_bindgen(js_name = randomReply)]
    fn random_reply(seed: u32) -> String;
    /// A named way for `fetch` or its caller to misbehave: what to call it with.
    #[wasm_bindgen(js_name = hostile)]
    fn hostile_options(name: &str) -> Object;
}

/// Calls `generateImage('a red boat', { fetch })`.
async fn generate(fetch: &Function) -> Result<JsValue, JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"fetch".into(), fetch)?;
    Reflect::set(&options, &"maxRetries".into(), &0.into())?;
    call(&options).await
}

async fn call(options: &Object) -> Result<JsValue, JsValue> {
    JsFuture::from(crate::generate_image("a red boat".into(), options.into())).await
}

/// A property at the end of a path.
fn at(value: &JsValue, path: &[&str]) -> JsValue {
    path.iter().fold(value.clone(), |value, name| Reflect::get(&value, &(*name).into()).unwrap_or_default())
}

fn code(error: &JsValue) -> String {
    at(error, &["code"]).as_string().unwrap_or_else(|| format!("{error:?}"))
}
