//! A reply without a picture → the error that says why.

use super::Gathered;
use crate::code::Code;
use crate::error::{Error, Failure};
use crate::options::Options;
use crate::refusal::{self, Ending};
use crate::server_error;
use wasm_bindgen::prelude::*;

impl Gathered<'_> {
    /// `cut` says that the stream ended before its end.
    pub(super) fn failure(self, raw: JsValue, options: &Options, cut: bool) -> Failure {
        if let Some(error) = self.error {
            return server_error::of_reply(&error, options).into();
        }
        let usage = serde_wasm_bindgen::to_value(&self.usage).unwrap_or_default();
        let reason = self.block_reason.clone().or(self.finish_reason.clone());
        let text = self.text.said.clone();
        self.why(reason.as_deref(), cut).status(200).attempts(1).ending(reason, text.into(), usage).body(raw).into()
    }

    fn why(self, reason: Option<&str>, cut: bool) -> Error {
        if let Some(error) = self.unfetched {
            return error;
        }
        if let Some(odd) = self.odd.first().or(self.text.odd.as_ref()) {
            return Error::new(Code::InvalidResponse, format!("the server sent {odd} where a picture should be"))
                .maybe_billed()
                .hint("it was given no URL, because only PNG, JPEG, WebP, GIF and AVIF are safe to show");
        }
        if cut {
            return Error::new(Code::InvalidResponse, "the stream ended before there was a picture")
                .retryable()
                .maybe_billed()
                .hint("the connection closed too early, often a proxy's limit; the picture may have been charged");
        }
        let verdict = refusal::of_reply(&Ending {
            block_reason: self.block_reason.as_deref(),
            finish_reason: self.finish_reason.as_deref(),
            has_text: self.text.said.trim().length() > 0,
        });
        let what = match verdict.code {
            Code::PromptBlocked => "the prompt was blocked",
            Code::ImageBlocked => "the picture was blocked",
            _ => "the reply holds no picture",
        };
        let reason = reason.map(|reason| format!(" ({reason})")).unwrap_or_default();
        let words = self.finish_message.map(|words| format!(": {words}")).unwrap_or_default();
        Error::judged(verdict, format!("{what}{reason}{words}"))
    }
}
