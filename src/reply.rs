//! What was read → an `ImageResponse`, or the error that says why there is no picture.
//!
//! Names are Google's in camelCase; the snake_case that some gateways answer in is read as well. Every field may be absent or
//! null. Which pictures are the result: all that are not thoughts; if there are none, the last thought, because some
//! gateways mark the only picture as one.

use crate::code::Code;
use crate::error::{Error, Failure, Result};
use crate::fields::property;
use crate::host::create_image;
use crate::mismatch::mismatches;
use crate::options::Options;
use crate::refusal::{self, Ending};
use crate::server_error;
use crate::sniff::{self, Raster};
use crate::stream::{Found, Read};
use crate::warning::Warning;
use js_sys::{Array, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// One answered request, as callers see it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageResponse {
    index: u32,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    images: JsValue,
    text: String,
    thoughts: Thoughts,
    usage: Usage,
    finish_reason: String,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    safety_ratings: JsValue,
    #[serde(with = "serde_wasm_bindgen::preserve", skip_serializing_if = "JsValue::is_undefined")]
    grounding: JsValue,
    model: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_id: Option<String>,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    raw: JsValue,
}

#[derive(Serialize)]
struct Thoughts {
    text: String,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    images: JsValue,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Usage {
    #[serde(skip_serializing_if = "Option::is_none")]
    input_tokens: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output_tokens: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total_tokens: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_tokens: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thought_tokens: Option<f64>,
}

/// What a reply came to.
pub struct Reply {
    /// For the caller.
    pub response: ImageResponse,
    /// What was odd about it, or not as asked for.
    pub warnings: Vec<Warning>,
}

/// Understands a reply.
///
/// # Errors
/// If it holds no picture.
pub fn understand(read: Read, options: &Options, index: u32) -> Result<Reply> {
    let Read { raw, mut found, .. } = read;
    let mut gathered = Gathered::default();
    if Array::is_array(&raw) {
        gathered.repaired("the reply is an array of replies");
        for reply in Array::from(&raw).iter() {
            gathered.add(&reply, &mut found);
        }
    } else {
        gathered.add(&raw, &mut found);
    }
    gathered.into_reply(raw, options, index)
}

/// A picture, in the order of the reply.
struct Picture {
    blob: Blob,
    raster: Raster,
    thought: bool,
}

#[derive(Default)]
struct Gathered {
    pictures: Vec<Picture>,
    /// What bytes looked like that are no picture.
    odd: Vec<String>,
    text: String,
    thoughts: String,
    usage: Usage,
    finish_reason: Option<String>,
    finish_message: Option<String>,
    block_reason: Option<String>,
    safety_ratings: Array,
    grounding: JsValue,
    model: Option<String>,
    response_id: Option<String>,
    error: Option<JsValue>,
    /// What was odd and could be read all the same.
    repairs: Vec<&'static str>,
}

impl Gathered {
    fn repaired(&mut self, what: &'static str) {
        if !self.repairs.contains(&what) {
            self.repairs.push(what);
        }
    }

    fn add(&mut self, reply: &JsValue, found: &mut [Found]) {
        if field(reply, "error").is_object() {
            self.error = Some(reply.clone());
        }
        for candidate in list(&field(reply, "candidates")) {
            for part in list(&field(&field(&candidate, "content"), "parts")) {
                self.add_part(&part, found);
            }
            self.finish_reason = text(&candidate, "finishReason").or(self.finish_reason.take());
            self.finish_message = text(&candidate, "finishMessage").or(self.finish_message.take());
            self.rate(&candidate);
            let grounding = field(&candidate, "groundingMetadata");
            if grounding.is_object() {
                self.grounding = grounding;
            }
        }
        let feedback = field(reply, "promptFeedback");
        self.block_reason = text(&feedback, "blockReason").or(self.block_reason.take());
        self.rate(&feedback);
        let usage = field(reply, "usageMetadata");
        if usage.is_object() {
            self.usage = Usage::of(&usage); // cumulative: the last one counts
        }
        self.model = text(reply, "modelVersion").or(self.model.take());
        self.response_id = text(reply, "responseId").or(self.response_id.take());
    }

    /// Reads a part, and puts each lifted string's Blob where its index stands.
    fn add_part(&mut self, part: &JsValue, found: &mut [Found]) {
        let thought = field(part, "thought").is_truthy();
        if let Some(text) = text(part, "text") {
            if thought { &mut self.thoughts } else { &mut self.text }.push_str(&text);
        }
        for name in ["thoughtSignature", "thought_signature"] {
            if let Some(signature) = lifted(part, name, found) {
                let value = signature.blob.take().map_or(JsValue::NULL, JsValue::from);
                if value.is_null() {
                    self.repaired("a thought signature in the reply is no base64: it was left out");
                }
                if name == "thought_signature" {
                    self.repaired("the reply spells its names in snake_case");
                }
                let _ = Reflect::set(part, &name.into(), &value);
            }
        }
        for name in ["inlineData", "inline_data"] {
            let inline = property(part, name);
            let Some(data) = lifted(&inline, "data", found) else {
                continue;
            };
            let Some(blob) = data.blob.take() else {
                continue;
            };
            if data.prefixed {
                self.repaired("a picture in the reply is a data: URL where bare base64 should be");
            }
            if name == "inline_data" {
                self.repaired("the reply spells its names in snake_case");
            }
            if text(&inline, "mimeType").is_none() {
                self.repaired("a picture in the reply has no media type beside it");
            }
            let _ = Reflect::set(&inline, &"data".into(), &blob);
            match data.raster.take() {
                Some(raster) => self.pictures.push(Picture { blob, raster, thought }),
                None if data.head.is_empty() => {} // an empty string is no picture, and no odd one
                None => self.odd.push(sniff::name(&data.head)),
            }
        }
    }

    fn rate(&mut self, holder: &JsValue) {
        for rating in list(&field(holder, "safetyRatings")) {
            self.safety_ratings.push(&rating);
        }
    }

    fn into_reply(mut self, raw: JsValue, options: &Options, index: u32) -> Result<Reply> {
        let last = self.pictures.len().wrapping_sub(1);
        let only_thoughts = self.pictures.iter().all(|picture| picture.thought);
        let (images, thoughts) = (Array::new(), Array::new());
        let mut warnings = Vec::new();
        let asked = options.body.generation_config.image_config.as_ref();
        for (at, picture) in self.pictures.iter().enumerate() {
            let final_one = !picture.thought || (only_thoughts && at == last);
            let Raster { media_type, width, height } = picture.raster;
            let image = create_image(&picture.blob, media_type, width, height);
            if final_one { &images } else { &thoughts }.push(&image);
            if final_one && let Some(asked) = asked {
                warnings = mismatches(asked, width, height); // of the last: drafts may stand before it
            }
        }
        if images.length() == 0 {
            return Err(self.failure(raw, options));
        }
        let left_out = |odd: &String| format!("the reply also held {odd}, which is no picture: it was left out");
        warnings.extend(self.odd.iter().map(|odd| Warning::compat(left_out(odd))));
        warnings.extend(self.repairs.iter().map(|repair| Warning::compat(*repair)));
        let response = ImageResponse {
            index,
            images: images.into(),
            text: self.text,
            thoughts: Thoughts { text: self.thoughts, images: thoughts.into() },
            usage: self.usage,
            finish_reason: self.finish_reason.unwrap_or_default(),
            safety_ratings: self.safety_ratings.into(),
            grounding: self.grounding,
            model: self.model.take().unwrap_or_else(|| options.target.model.clone()),
            response_id: self.response_id,
            raw,
        };
        Ok(Reply { response, warnings })
    }

    fn failure(self, raw: JsValue, options: &Options) -> Failure {
        if let Some(error) = self.error {
            return server_error::of_reply(&error, options).into();
        }
        let usage = serde_wasm_bindgen::to_value(&self.usage).unwrap_or_default();
        let reason = self.block_reason.clone().or(self.finish_reason.clone());
        let error = match self.odd.first() {
            Some(odd) => Error::new(Code::InvalidResponse, format!("the server sent {odd} where a picture should be"))
                .maybe_billed()
                .hint("it was given no URL, because only PNG, JPEG, WebP, GIF and AVIF are safe to show"),
            None => {
                let verdict = refusal::of_reply(&Ending {
                    block_reason: self.block_reason.as_deref(),
                    finish_reason: self.finish_reason.as_deref(),
                    has_text: !self.text.trim().is_empty(),
                });
                let what = match verdict.code {
                    Code::PromptBlocked => "the prompt was blocked",
                    Code::ImageBlocked => "the picture was blocked",
                    _ => "the reply holds no picture",
                };
                let reason = reason.as_deref().map(|reason| format!(" ({reason})")).unwrap_or_default();
                let words = self.finish_message.as_deref().map(|words| format!(": {words}")).unwrap_or_default();
                Error::judged(verdict, format!("{what}{reason}{words}"))
            }
        };
        error.status(200).attempts(1).ending(reason, Some(self.text), usage).body(raw).into()
    }
}

impl Usage {
    /// <https://ai.google.dev/api/generate-content#UsageMetadata>
    fn of(usage: &JsValue) -> Self {
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

/// The field of that camelCase name, or of its snake_case twin; undefined where `value` has none or is nothing.
fn field(value: &JsValue, name: &str) -> JsValue {
    if !value.is_object() {
        return JsValue::UNDEFINED;
    }
    let found = property(value, name);
    if !found.is_undefined() {
        return found;
    }
    let mut snake = String::with_capacity(name.len() + 2);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    property(value, &snake)
}

fn text(value: &JsValue, name: &str) -> Option<String> {
    field(value, name).as_string()
}

fn list(value: &JsValue) -> Array {
    if Array::is_array(value) { Array::from(value) } else { Array::new() }
}

/// What was lifted from `holder[name]`: any string that stands there is an index of ours (src/scan.rs).
fn lifted<'a>(holder: &JsValue, name: &str, found: &'a mut [Found]) -> Option<&'a mut Found> {
    if !holder.is_object() {
        return None;
    }
    let index = property(holder, name).as_string()?;
    found.get_mut(index.parse::<usize>().ok()?)
}
