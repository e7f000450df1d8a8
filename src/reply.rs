//! The documents of a reply, as they come → events, and at the end an `ImageResponse`, or the error that says why there is no
//! picture.
//!
//! Names are Google's in camelCase; the snake_case that some gateways answer in is read as well. Every field may be absent or
//! null. Which pictures are the result: all that are not thoughts; if there are none, the last thought, because some
//! gateways mark the only picture as one. A picture that came whole is the caller's, whatever happens after it.

mod failure;
mod mended;

use crate::collect::{Document, Found, lifted};
use crate::error::{Error, Failure, Result};
use crate::events::{Events, Kind};
use crate::fields::{field, has_others, list, property, text};
use crate::host::create_image;
use crate::mismatch::mismatches;
use crate::options::Options;
use crate::prose::Prose;
use crate::response::{ImageResponse, Thoughts, Usage};
use crate::server_error;
use crate::sniff::{self, Raster};
use crate::sse::Form;
use crate::stream::Reader;
use crate::turn::Turn;
use crate::warning::Warning;
use js_sys::{Array, JsString, Reflect};
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
    /// The last of them cannot go back as it came.
    draft_mended: bool,
    /// What bytes looked like that are no picture.
    odd: Vec<String>,
    text: Prose,
    thoughts: Prose,
    /// Files that are links, and the parts that they stand in.
    links: Vec<String>,
    linking: Vec<usize>,
    unfetched: Option<Error>,
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
    repairs: Vec<String>,
    turn: Turn,
}

impl<'a> Gathered<'a> {
    /// Nothing yet.
    pub fn new(events: &'a Events) -> Self {
        Self {
            events,
            raw: Array::new(),
            images: Array::new(),
            drafts: Array::new(),
            size: None,
            draft_size: None,
            draft_mended: false,
            odd: Vec::new(),
            text: Prose::new(),
            thoughts: Prose::new(),
            links: Vec::new(),
            linking: Vec::new(),
            unfetched: None,
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
    pub fn add(&mut self, document: Document) -> Result<()> {
        let Document { value: reply, mut found, parts, .. } = document;
        self.raw.push(&reply);
        if field(&reply, "error").is_object() {
            self.error = Some(reply.clone());
        }
        let mut parts = parts.into_iter();
        for candidate in list(&field(&reply, "candidates")) {
            for part in list(&field(&field(&candidate, "content"), "parts")) {
                // What is no object is no part, and was not kept as one.
                let came = if part.is_object() && !Array::is_array(&part) { parts.next() } else { None };
                let returns = self.add_part(&part, &mut found)?;
                self.turn.parts.push(came.filter(|_| returns));
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
        Ok(())
    }

    /// Whether it has said why it ended.
    fn is_finished(&self) -> bool {
        self.finish_reason.is_some() || self.block_reason.is_some() || self.error.is_some()
    }

    /// How many milliseconds more to wait for, once it has said why it ended: usage may follow. Some servers say STOP in every
    /// event, so without a picture the word means little.
    pub fn patience(&self) -> Option<i32> {
        let vague = self.images.length() == 0 && self.finish_reason.as_deref() == Some("STOP");
        self.is_finished().then_some(if vague { 60_000 } else { 5_000 })
    }

    /// The reply broke off. Without a picture that is the end of it.
    pub fn break_off(&mut self, failure: Failure) -> Result<()> {
        match failure {
            Failure::Error(error) if self.images.length() > 0 => {
                self.repaired(&format!("the reply broke off after the picture: {}", error.message()));
                Ok(())
            }
            failure => Err(failure),
        }
    }

    /// Notes it once. In one place: it is called from a dozen.
    #[inline(never)]
    fn repaired(&mut self, what: &str) {
        if !self.repairs.iter().any(|repair| repair == what) {
            self.repairs.push(what.to_owned());
        }
    }

    /// Reads a part, and puts each lifted string's Blob where its index stands; says whether the part can go back to the
    /// server as it came. Empty ones cannot, text that is not signed and pictures without data: the API refuses them.
    fn add_part(&mut self, part: &JsValue, found: &mut [Found]) -> Result<bool> {
        const READ: [&str; 6] =
            ["text", "thought", "thoughtSignature", "thought_signature", "inlineData", "inline_data"];
        let thought = field(part, "thought").is_truthy();
        let (mut signed, mut full, mut blank, mut mended) = (false, has_others(part, &READ), false, false);
        for name in ["thoughtSignature", "thought_signature"] {
            if let Some(signature) = lifted(part, name, found) {
                let signature = signature.blob.take();
                signed |= signature.as_ref().is_some_and(|signature| signature.size() > 0.0);
                let value = signature.map_or(JsValue::NULL, JsValue::from);
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
            full |= text.length() > 0;
            self.add_text(&text, thought)?;
        }
        if let Ok(uri) = field(&field(part, "fileData"), "fileUri").dyn_into::<JsString>() {
            mended = self.add_file(&uri, thought)?;
        }
        for name in ["inlineData", "inline_data"] {
            let inline = property(part, name);
            let data = lifted(&inline, "data", found);
            blank |= inline.is_object();
            let Some((data, blob)) = data.and_then(|data| data.blob.take().map(|blob| (data, blob))) else {
                continue;
            };
            full |= blob.size() > 0.0;
            if name == "inline_data" {
                self.repaired("the reply spells its names in snake_case");
            }
            let _ = Reflect::set(&inline, &"data".into(), &blob);
            let Some(raster) = data.raster.take() else {
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
            self.end_text()?;
            if data.prefixed || untyped {
                mended = true;
                self.mend(&blob, raster, thought);
            } else {
                self.add_picture(&blob, raster, thought);
            }
        }
        Ok(!mended && (full || signed && !blank))
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
        self.draft_mended &= !thought;
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
            if self.draft_mended {
                self.turn.mended.push(&property(&only, "blob"));
            }
        }
        let raw = if events || array { self.raw.clone().into() } else { self.raw.get(0) };
        let cut = events && !self.is_finished();
        if self.images.length() == 0 {
            return Err(self.failure(raw, options, cut));
        }
        if let Some(error) = self.error.take() {
            let error = server_error::of_reply(&error, options);
            self.repaired(&format!("after the picture {}", error.message()));
        } else if cut {
            self.repaired("the reply ended without a finish reason");
        }
        let mut warnings = Vec::new();
        if let (Some(asked), Some((width, height))) = (&options.body.generation_config.image_config, self.size) {
            warnings = mismatches(asked, width, height);
        }
        if let Some(error) = self.unfetched.take() {
            self.repaired(error.message());
        }
        if let Some(odd) = self.text.odd.as_ref().or(self.thoughts.odd.as_ref()) {
            self.repaired(&format!(
                "a data: URL inside the reply's text holds {odd}, which is no picture: it stays text"
            ));
        }
        self.turn.replace(&self.text.replaced(), false);
        self.turn.replace(&self.thoughts.replaced(), true);
        let left_out = |odd: &String| format!("the reply also held {odd}, which is no picture: it was left out");
        warnings.extend(self.odd.iter().map(|odd| Warning::compat(left_out(odd))));
        warnings.extend(self.repairs.into_iter().map(Warning::compat));
        let response = ImageResponse {
            index,
            images: self.images.into(),
            text: self.text.said.into(),
            thoughts: Thoughts { text: self.thoughts.said.into(), images: self.drafts.into() },
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
}
