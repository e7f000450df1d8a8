//! By rig-core's own Gemini client.

#[path = "../url.rs"]
mod url;

use rig_core::image_generation::ImageGenerationRequestBuilder;
use rig_core::providers::gemini::{GEMINI_3_1_FLASH_IMAGE, GeminiConfig};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
pub async fn draw(base: String, key: String, prompt: String) -> Result<String, JsValue> {
    let model = GeminiConfig::new(key).with_base_url(base).client().image_generation(GEMINI_3_1_FLASH_IMAGE);
    let request = ImageGenerationRequestBuilder::new(prompt).width(16).height(9).build();
    let made = model.call(request).await.map_err(JsError::from)?;
    url::url_of(&made.image, "image/png")
}
