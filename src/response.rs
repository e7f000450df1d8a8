//! What callers get of one answered request. Shapes alone; src/reply.rs fills them.

use crate::fields::{field, list, text};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// One answered request, as callers see it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageResponse {
    pub index: u32,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub images: JsValue,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub text: JsValue,
    pub thoughts: Thoughts,
    pub usage: Usage,
    pub finish_reason: String,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub safety_ratings: JsValue,
    #[serde(with = "serde_wasm_bindgen::preserve", skip_serializing_if = "JsValue::is_undefined")]
    pub grounding: JsValue,
    pub model: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_id: Option<String>,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub raw: JsValue,
}

/// What the model thought.
#[derive(Serialize)]
pub struct Thoughts {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub text: JsValue,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub images: JsValue,
}

/// Tokens, as far as the server counted them.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Usage {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_tokens: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_tokens: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_tokens: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_tokens: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thought_tokens: Option<f64>,
}

impl Usage {
    /// `usageMetadata`: <https://ai.google.dev/api/generate-content#UsageMetadata>
    pub fn of(usage: &JsValue) -> Self {
        let count = |name: &str| field(usage, name).as_f64();
        let images: Vec<f64> = list(&field(usage, "candidatesTokensDetails"))
            .iter()
            .filter(|detail| text(detail, "modality").as_deref() == Some("IMAGE"))
            .filter_map(|detail| field(&detail, "tokenCount").as_f64())
            .collect();
        Self {
            input_tokens: count("promptTokenCount"),
            output_tokens: count("candidatesTokenCount"),
            total_tokens: count("totalTokenCount"),
            image_tokens: (!images.is_empty()).then(|| images.iter().sum()),
            thought_tokens: count("thoughtsTokenCount"),
        }
    }
}
