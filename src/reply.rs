//! The documents of a reply, as they come → events, and at the end an `ImageResponse`, or the error that says why there is no
//! picture.
//!
//! Names are Google's in camelCase; the snake_case that some gateways answer in is read as well. Every field may be absent or
//! null. Which pictures are the result: all that are not thoughts; if there are none, the last thought, because some
//! gateways mark the only picture as one. A picture that came whole is the caller's, whatever happens after it.

use crate::code::Code;
use crate::collect::{Document, Found};
use crate::error::{Error, Failure, Result};
use crate::events::{Events, Kind};
use crate::fields::{field, list, property, text};
use crate::host::create_image;
use crate::mismatch::mismatches;
use crate::options::Options;
use crate::refusal::{self, Ending};
use crate::response::{ImageResponse, Thoughts, Usage};
use crate::server_error;
use crate::sniff::{self, Raster};
use crate::sse::Form;
use crate::stream::Reader;
use crate::talk::Turn;
use crate::warning::Warning;
use js_sys::{Array, JsString, Reflect};
use std::borrow::Cow;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// What a reply came to.
pub struct Reply {
    /// For the caller.
    pub response: ImageResponse,
    /// What was odd about it, or not as asked for.
    pub warnings: Vec<Warning>,
    /// For the conversation.
    pub turn: Turn,
}

/// A reply as far as it came.
pub struct Gathered<'a> {
    events: &'a Events,
    raw: Array,
    images: Array,
    drafts: Array,
    /// Of the last in `images`: drafts may stand before it.
    size: Option<(u32, u32)>,
    draft_size: Option<(u32, u32)>,
    /// What bytes looked like that are no picture.
    odd: Vec<String>,
    text: JsString,
    thoughts: JsString,
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
    repairs: Vec<Cow<'static, str>>,
    turn: Turn,
}

impl<'a> Gathered<'a> {
    /// Nothing yet.
    pub fn new(events: &'a Events) -> Self {
        let empty = || JsString::from("");
        Self {
            events,
            raw: Array::new(),
            images: Array::new(),
            drafts: Array::new(),
            size: None,
            draft_size: None,
            odd: Vec::new(),
            text: empty(),
            thoughts: empty(),
            usage: Usage::default(),
            finish_reason: None,
            finish_message: None,
            block_reason: None,
            safety_ratings: Array::new(),
            grounding: JsValue::UNDEFINED,
            model: None,
            response_id: None,
            error: None,
            repairs: Vec::new(),
            turn: Turn::default(),
        }
    }

    /// Adds a document, and tells what it brings.
    pub fn add(&mut self, document: Document) {
        let Document { value: reply, mut found, parts, .. } = document;
        self.raw.push(&reply);
        if field(&reply, "error").is_object() {
            self.error = Some(reply.clone());
        }
        let mut parts = parts.into_iter();
        for candidate in list(&field(&reply, "candidates")) {
            for part in list(&field(&field(&candidate, "content"), "parts")) {
                let returns = self.add_part(&part, &mut found);
                self.turn.parts.extend(parts.next().filter(|_| returns));
            }
            self.finish_reason = text(&candidate, "finishReason").or(self.finish_reason.take());
            self.finish_message = text(&candidate, "finishMessage").or(self.finish_message.take());
            self.rate(&candidate);
            let grounding = field(&candidate, "groundingMetadata");
            if grounding.is_object() {
                self.grounding = grounding;
            }
        }
        let feedback = field(&reply, "promptFeedback");
        self.block_reason = text(&feedback, "blockReason").or(self.block_reason.take());
        self.rate(&feedback);
        let usage = field(&reply, "usageMetadata");
        if usage.is_object() {
            self.usage = Usage::of(&usage); // cumulative: the last one counts
        }
        self.model = text(&reply, "modelVersion").or(self.model.take());
        self.response_id = text(&reply, "responseId").or(self.response_id.take());
    }

    /// Whether it has said that it is at its end; usage may still follow.
    pub fn is_finished(&self) -> bool {
        self.finish_reason.is_some() || self.block_reason.is_some()
    }

    /// The reply broke off. Without a picture that is the end of it.
    pub fn break_off(&mut self, failure: Failure) -> Result<()> {
        match failure {
            Failure::Error(error) if self.images.length() > 0 => {
                self.repaired(format!("the reply broke off after the picture: {}", error.message()));
                Ok(())
            }
            failure => Err(failure),
        }
    }

    fn repaired(&mut self, what: impl Into<Cow<'static, str>>) {
        let what = what.into();
        if !self.repairs.contains(&what) {
            self.repairs.push(what);
        }
    }

    /// Reads a part, and puts each lifted string's Blob where its index stands; says whether the part can go back to the
    /// server as it came. Empty ones cannot: the API refuses them.
    fn add_part(&mut self, part: &JsValue, found: &mut [Found]) -> bool {
        let thought = field(part, "thought").is_truthy();
        let mut returns = true;
        let mut signed = false;
        for name in ["thoughtSignature", "thought_signature"] {
            if let Some(signature) = lifted(part, name, found) {
                signed = true;
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
        if let Ok(text) = field(part, "text").dyn_into::<JsString>() {
            returns &= signed || text.length() > 0;
            self.add_text(&text, thought);
        }
        for name in ["inlineData", "inline_data"] {
            let inline = property(part, name);
            let Some(data) = lifted(&inline, "data", found) else {
                continue;
            };
            let Some(blob) = data.blob.take() else {
                continue;
            };
            if name == "inline_data" {
                self.repaired("the reply spells its names in snake_case");
            }
            let _ = Reflect::set(&inline, &"data".into(), &blob);
            let Some(raster) = data.raster.take() else {
                returns &= !data.head.is_empty();
                if !data.head.is_empty() {
                    self.odd.push(sniff::name(&data.head));
                }
                continue;
            };
            let untyped = text(&inline, "mimeType").is_none();
            if data.prefixed {
                self.repaired("a picture in the reply is a data: URL where bare base64 should be");
            }
            if untyped {
                self.repaired("a picture in the reply has no media type beside it");
            }
            if data.prefixed || untyped {
                returns = false;
                self.turn.mended.push((blob.clone(), raster.media_type));
            }
            self.add_picture(&blob, raster, thought);
        }
        returns
    }

    fn add_text(&mut self, text: &JsString, thought: bool) {
        if text.length() == 0 {
            return;
        }
        let (all, kind) = if thought { (&mut self.thoughts, Kind::Thought) } else { (&mut self.text, Kind::Text) };
        *all = all.concat(text);
        self.events.tell(kind, text);
    }

    fn add_picture(&mut self, blob: &Blob, raster: Raster, thought: bool) {
        let Raster { media_type, width, height } = raster;
        let image = create_image(blob, media_type, width, height);
        let (list, size, kind) = if thought {
            (&self.drafts, &mut self.draft_size, Kind::Preview)
        } else {
            (&self.images, &mut self.size, Kind::Image)
        };
        list.push(&image);
        *size = Some((width, height));
        self.events.tell(kind, &image);
    }

    fn rate(&mut self, holder: &JsValue) {
        for rating in list(&field(holder, "safetyRatings")) {
            self.safety_ratings.push(&rating);
        }
    }

    /// What it all came to; `reader` says how it came.
    pub fn finish(mut self, reader: &Reader, options: &Options, index: u32) -> Result<Reply> {
        let events = reader.form() == Form::Events;
        let array = !events && reader.is_array();
        if array {
            self.repaired("the reply is an array of replies");
        } else if events && !self.events.are_wanted() {
            self.repaired("the reply is a stream of events where a single answer was asked for");
        } else if !events && self.events.are_wanted() {
            self.repaired("the reply is a single answer where a stream of events was asked for");
        }
        if self.images.length() == 0 && self.drafts.length() > 0 {
            let only = self.drafts.pop();
            self.events.tell(Kind::Image, &only);
            self.images.push(&only);
            self.size = self.draft_size;
        }
        let raw = if events || array { self.raw.clone().into() } else { self.raw.get(0) };
        let cut = events && !self.is_finished();
        if self.images.length() == 0 {
            return Err(self.failure(raw, options, cut));
        }
        if let Some(error) = &self.error {
            let error = server_error::of_reply(error, options);
            self.repaired(format!("after the picture {}", error.message()));
        } else if cut {
            self.repaired("the reply ended without a finish reason");
        }
        let mut warnings = Vec::new();
        if let (Some(asked), Some((width, height))) = (&options.body.generation_config.image_config, self.size) {
            warnings = mismatches(asked, width, height);
        }
        let left_out = |odd: &String| format!("the reply also held {odd}, which is no picture: it was left out");
        warnings.extend(self.odd.iter().map(|odd| Warning::compat(left_out(odd))));
        warnings.extend(self.repairs.into_iter().map(Warning::compat));
        let response = ImageResponse {
            index,
            images: self.images.into(),
            text: self.text.into(),
            thoughts: Thoughts { text: self.thoughts.into(), images: self.drafts.into() },
            usage: self.usage,
            finish_reason: self.finish_reason.unwrap_or_default(),
            safety_ratings: self.safety_ratings.into(),
            grounding: self.grounding,
            model: self.model.take().unwrap_or_else(|| options.target.model.clone()),
            response_id: self.response_id,
            raw,
        };
        Ok(Reply { response, warnings, turn: self.turn })
    }

    fn failure(self, raw: JsValue, options: &Options, cut: bool) -> Failure {
        if let Some(error) = self.error {
            return server_error::of_reply(&error, options).into();
        }
        let usage = serde_wasm_bindgen::to_value(&self.usage).unwrap_or_default();
        let reason = self.block_reason.clone().or(self.finish_reason.clone());
        let error = match self.odd.first() {
            Some(odd) => Error::new(Code::InvalidResponse, format!("the server sent {odd} where a picture should be"))
                .maybe_billed()
                .hint("it was given no URL, because only PNG, JPEG, WebP, GIF and AVIF are safe to show"),
            None if cut => Error::new(Code::InvalidResponse, "the stream ended before there was a picture")
                .retryable()
                .maybe_billed()
                .hint("the connection closed too early, often a proxy's limit; the picture may have been charged"),
            None => {
                let verdict = refusal::of_reply(&Ending {
                    block_reason: self.block_reason.as_deref(),
                    finish_reason: self.finish_reason.as_deref(),
                    has_text: self.text.trim().length() > 0,
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
        error.status(200).attempts(1).ending(reason, self.text.into(), usage).body(raw).into()
    }
}

/// What was lifted from `holder[name]`: any string that stands there is an index of ours (src/scan.rs).
pub fn lifted<'a>(holder: &JsValue, name: &str, found: &'a mut [Found]) -> Option<&'a mut Found> {
    if !holder.is_object() {
        return None;
    }
    let index = property(holder, name).as_string()?;
    found.get_mut(index.parse::<usize>().ok()?)
}
