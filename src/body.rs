//! Options → the JSON that is sent, as a Blob of strings and Blobs: no picture of it stands in wasm or in a string. Where there is
//! none it is a string, which developer tools show and test tools can read.
//!
//! `contents` is written apart from the rest: `extraBody` is merged into the rest alone, and the requests of a call share it.

use crate::code::Code;
use crate::error::{Error, Result};
use crate::input;
use crate::options::{Options, rest_of};
use crate::request::{CONTENTS, Host, TEXT, USER};
use js_sys::{Array, JSON};
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Blob};

const MIB: f64 = 1_048_576.0;
/// Of a body, in [`MIB`]: 20 until January 2026. What gateways take is for them to say.
const GOOGLE_LIMIT: u32 = 100;

/// What the requests of a call share of their bodies.
pub struct Body {
    user: JsValue,
    contents: JsValue,
}

impl Body {
    /// Writes down what is to be shared: `history`, which is finished contents, and the user's own. `before` are parts that
    /// stand in front of the prompt, as JSON with commas between them; the pictures stand behind it.
    pub async fn new(options: &Options, history: &[Blob], before: Option<&Blob>) -> Result<Self> {
        let user = Array::of1(&USER.0.into());
        if let Some(before) = before {
            user.push(before);
            user.push(&",".into());
        }
        user.push(&TEXT.0.into());
        user.push(&JSON::stringify(&options.prompt.as_str().into()).map_or_else(|thrown| thrown, Into::into));
        user.push(&TEXT.1.into());
        input::write(&options.images, options.signal.as_ref(), options.timeout, &user).await?;
        user.push(&USER.1.into());
        let user = join(&user)?;
        let contents = Array::of1(&CONTENTS.0.into());
        for content in history {
            contents.push(content);
            contents.push(&",".into());
        }
        contents.push(&user);
        contents.push(&CONTENTS.1.into());
        Ok(Self { contents: join(&contents)?, user })
    }

    /// The content that is the user's: a later request's history.
    pub fn user(&self) -> Result<Blob> {
        blob(&Array::of1(&self.user))
    }

    /// The body of request `index`: it differs from the others in its tail, where the seed is.
    pub fn of(&self, options: &Options, index: u32) -> Result<JsValue> {
        let rest = rest_of(&options.body, &options.extra_body, index).map_err(|thrown| {
            Error::new(Code::InvalidOption, "`extraBody` must be what JSON can hold: no bigint, no cycle")
                .thrown(&thrown)
        })?;
        let body = join(&Array::of2(&self.contents, &rest))?;
        let size = body.dyn_ref().map_or(0.0, Blob::size);
        if options.target.host == Host::Google && size > f64::from(GOOGLE_LIMIT) * MIB {
            let tenths = (size * 10.0 / MIB).ceil() as u32;
            let message =
                format!("the request is {}.{} MB, and Google takes {GOOGLE_LIMIT} MB", tenths / 10, tenths % 10);
            return Err(Error::new(Code::PayloadTooLarge, message)
                .hint("send fewer or smaller `images`: as base64 they are a third larger than their files")
                .into());
        }
        Ok(body)
    }
}

/// Pictures as parts, with commas between them, for the front of a later prompt. What cannot be sent, a GIF that the browser
/// cannot draw perhaps, is left out.
pub async fn pictures(images: &Array, signal: Option<&AbortSignal>) -> Option<Blob> {
    let parts = Array::new();
    let _ = input::write(images, signal, 0, &parts).await;
    parts.shift(); // a comma
    blob(&parts).ok().filter(|_| parts.length() > 0)
}

/// Strings and Blobs, the latter without a copy of them.
fn join(parts: &Array) -> Result<JsValue> {
    if parts.iter().all(|part| part.is_string()) { Ok(parts.join("").into()) } else { blob(parts).map(Into::into) }
}

fn blob(parts: &Array) -> Result<Blob> {
    Blob::new_with_blob_sequence(parts)
        .map_err(|thrown| Error::new(Code::Wasm, "the browser has no room for the request").thrown(&thrown).into())
}
