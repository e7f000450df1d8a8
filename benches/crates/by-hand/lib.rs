//! As one writes it in an afternoon: gloo-net, serde_json and base64.

#[path = "../url.rs"]
mod url;

use base64::{Engine, prelude::BASE64_STANDARD};
use gloo_net::http::Request;
use serde::Deserialize;
use wasm_bindgen::prelude::*;

#[derive(Deserialize)]
struct Reply {
    candidates: Vec<Candidate>,
}

#[derive(Deserialize)]
struct Candidate {
    content: Content,
}

#[derive(Deserialize)]
struct Content {
    parts: Vec<Part>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Part {
    inline_data: Option<InlineData>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct InlineData {
    mime_type: String,
    data: String,
}

#[wasm_bindgen]
pub async fn draw(base: String, key: String, prompt: String) -> Result<String, JsValue> {
    let body = serde_json::json!({
        "contents": [{ "role": "user", "parts": [{ "text": prompt }] }],
        "generationConfig": { "responseModalities": ["IMAGE"], "imageConfig": { "aspectRatio": "16:9" } },
    });
    let address = format!("{base}/v1beta/models/gemini-3.1-flash-image:generateContent");
    let request = Request::post(&address).header("x-goog-api-key", &key).json(&body).map_err(JsError::from)?;
    let reply = request.send().await.map_err(JsError::from)?;
    if !reply.ok() {
        return Err(JsError::new(&reply.text().await.map_err(JsError::from)?).into());
    }
    let reply: Reply = reply.json().await.map_err(JsError::from)?;
    let mut parts = reply.candidates.into_iter().flat_map(|candidate| candidate.content.parts);
    let picture = parts.find_map(|part| part.inline_data).ok_or_else(|| JsError::new("no picture"))?;
    let bytes = BASE64_STANDARD.decode(&picture.data).map_err(JsError::from)?;
    url::url_of(&bytes, &picture.mime_type)
}
