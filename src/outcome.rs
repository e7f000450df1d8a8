//! What a call tells → JavaScript: the one writer of values. Plain structs go out by serde; pictures and texts, which JavaScript holds
//! already, are put in as they are.

use crate::host::{create_error, create_image, create_result};
use crate::listeners::Listeners;
use engine::face::call::Generated;
use engine::face::check::Finding;
use engine::face::error::{Code, Error, Thrown};
use engine::face::models::Warning;
use engine::face::picture::Picture;
use engine::face::queue::{self, Phase};
use engine::face::reply::{self, Response};
use engine::face::session::Restored;
use engine::face::web::Browser;
use engine::face::wire::reply::Usage;
use js_sys::{Array, JSON, Object, Reflect};
use serde::Serialize;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// An object of these fields; what is absent is undefined.
fn object(fields: &impl Serialize) -> JsValue {
    serde_wasm_bindgen::to_value(fields).unwrap_or_default()
}

pub fn set(object: &JsValue, name: &str, value: &JsValue) {
    let set = Reflect::set(object, &name.into(), value);
    debug_assert!(set.is_ok(), "it is one of ours");
}

/// In milliseconds.
fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

// ───────────── pictures ─────────────

pub fn image(picture: &Picture<Blob>) -> JsValue {
    create_image(&picture.blob, picture.media_type, picture.width, picture.height)
}

fn images(pictures: &[Picture<Blob>]) -> JsValue {
    pictures.iter().map(image).collect::<Array>().into()
}

// ───────────── errors ─────────────

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fields<'a> {
    code: Code,
    message: &'a str,
    hint: Option<&'a str>,
    status: Option<u16>,
    retryable: bool,
    maybe_billed: bool,
    retry_after: Option<f64>,
    attempts: u32,
    request_id: Option<&'a str>,
    finish_reason: Option<&'a str>,
    text: Option<&'a str>,
    usage: Option<Usage>,
    cause: Option<Cause<'a>>,
}

#[derive(Serialize)]
struct Cause<'a> {
    name: &'a str,
    message: &'a str,
}

impl<'a> Cause<'a> {
    fn of(thrown: &'a Thrown) -> Self {
        Self { name: &thrown.name, message: &thrown.message }
    }
}

/// A `GenerateImageError`.
pub fn error(error: &Error) -> JsValue {
    let fields = object(&Fields {
        code: error.code,
        message: &error.message,
        hint: error.hint.as_deref(),
        status: error.status,
        retryable: error.retryable,
        maybe_billed: error.maybe_billed,
        retry_after: error.retry_after.map(ms),
        attempts: error.attempts,
        request_id: error.request_id.as_deref(),
        finish_reason: error.finish_reason.as_deref(),
        text: error.text.as_deref(),
        usage: error.usage,
        cause: error.cause.as_ref().map(Cause::of),
    });
    if let Some(body) = &error.body {
        set(&fields, "body", &JSON::parse(body).unwrap_or_else(|_| body.into()));
    }
    create_error(&fields)
}

// ───────────── on the way ─────────────

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Progress {
    phase: &'static str,
    elapsed: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    loaded: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<u64>,
    index: u32,
    n: u32,
    attempt: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_in: Option<f64>,
}

pub fn progress(progress: &queue::Progress) -> JsValue {
    let queue::Progress { index, n, attempt, elapsed, ref phase } = *progress;
    let (mut loaded, mut total, mut retry_in, mut why) = (None, None, None, None);
    let phase = match phase {
        Phase::Preparing => "preparing",
        Phase::Sending => "sending",
        Phase::Waiting => "waiting",
        Phase::Receiving { loaded: received, total: whole } => {
            (loaded, total) = (Some(*received), *whole);
            "receiving"
        }
        Phase::Retrying { wait, error } => {
            (retry_in, why) = (Some(ms(*wait)), Some(error));
            "retrying"
        }
        Phase::Done { loaded: received, total: whole } => {
            (loaded, total) = (Some(*received), *whole);
            "done"
        }
    };
    let told = object(&Progress { phase, elapsed: ms(elapsed), loaded, total, index, n, attempt, retry_in });
    if let Some(why) = why {
        set(&told, "error", &error(why));
    }
    told
}

#[derive(Serialize)]
struct Event<'a> {
    r#type: &'a str,
    index: u32,
}

/// An event of a stream: what it carries stands under `name`.
pub fn event(r#type: &str, index: u32, name: &str, value: &JsValue) -> JsValue {
    let event = object(&Event { r#type, index });
    set(&event, name, value);
    event
}

// ───────────── at the end ─────────────

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answered<'a> {
    index: u32,
    usage: Usage,
    finish_reason: &'a str,
    model: &'a str,
    response_id: Option<&'a str>,
}

#[derive(Serialize)]
struct Raw<'a> {
    grounding: Option<&'a reply::Path>,
    ratings: &'a [reply::Path],
}

/// One answered request. `model` is the one that was asked for.
fn response(index: u32, response: &Response<Browser>, model: &str) -> JsValue {
    let told = object(&Answered {
        index,
        usage: response.usage,
        finish_reason: response.finish_reason.as_deref().unwrap_or_default(),
        model: response.model.as_deref().unwrap_or(model),
        response_id: response.response_id.as_deref(),
    });
    set(&told, "images", &images(&response.images));
    set(&told, "text", &response.text.to_js());
    let thoughts = Object::new().into();
    set(&thoughts, "text", &response.thoughts.to_js());
    set(&thoughts, "images", &images(&response.drafts));
    set(&told, "thoughts", &thoughts);
    let kept = object(&Raw { grounding: response.raw.grounding.as_ref(), ratings: &response.raw.ratings });
    set(&kept, "json", &response.raw.json.to_js());
    let lifted = response.raw.lifted.iter().map(|blob| blob.as_ref().map_or(JsValue::UNDEFINED, JsValue::from));
    set(&kept, "lifted", &lifted.collect::<Array>());
    set(&told, "kept", &kept);
    told
}

#[derive(Serialize)]
struct Rest<'a> {
    warnings: &'a [Warning],
    attempts: u32,
}

/// A `GenerateImageResult`; of a turn, beside it what js/session.js keeps. `model` is the one that was asked for.
pub fn generated(generated: Generated<Browser>, model: &str, listeners: &Listeners) -> JsValue {
    let Generated { responses, warnings, failures, attempts, turn } = generated;
    let plain = object(&Rest { warnings: &warnings, attempts });
    let responses = responses.iter().map(|(index, answered)| response(*index, answered, model));
    set(&plain, "responses", &responses.collect::<Array>());
    let errors = failures.iter().map(|(index, error)| listeners.error(*index, error));
    set(&plain, "errors", &errors.collect::<Array>());
    let result = create_result(&plain);
    let Some(turn) = turn else { return result };
    let kept = kept(&turn.user, &turn.model, turn.next.as_ref());
    set(&kept, "result", &result);
    kept
}

/// What a session keeps of a turn.
fn kept(user: &Blob, model: &Blob, next: Option<&Blob>) -> JsValue {
    let kept = Object::new().into();
    set(&kept, "user", user);
    set(&kept, "model", model);
    set(&kept, "next", &next.map_or(JsValue::UNDEFINED, JsValue::from));
    kept
}

pub fn finding(finding: &Finding) -> JsValue {
    object(finding)
}

/// The turns of a stored conversation.
pub fn restored(turns: Vec<Restored<Browser>>) -> JsValue {
    let told = |turn: Restored<Browser>| {
        let told = kept(&turn.user, &turn.model, turn.next.as_ref());
        set(&told, "prompt", &turn.prompt.to_js());
        set(&told, "text", &turn.text.to_js());
        set(&told, "images", &images(&turn.images));
        told
    };
    turns.into_iter().map(told).collect::<Array>().into()
}
