//! By wasmagine-rs.

use wasm_bindgen::prelude::*;
use wasmagine::Client;

#[wasm_bindgen]
pub async fn draw(base: String, key: String, prompt: String) -> Result<String, JsError> {
    let client = Client::builder().key(key).base_url(base).build();
    Ok(client.generate(prompt).aspect_ratio("16:9").await?.image.leak_url())
}
