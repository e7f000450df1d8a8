//! What a reply and a server's error say: the first as the naive way reads it, the second whatever stands there.

use super::input::{Choices, Input};
use super::json::{Lines, Writer};
use super::naive_scan::Tree;
use super::naive_wire::{Said, has_float, said};
use engine::face::wire::catalog::Catalog;
use engine::face::wire::json::Json;
use engine::face::wire::reply::Reply;
use engine::face::wire::server_error::ServerError;

pub fn check(input: &[u8]) {
    check_bytes(input);
    let mut writer = Writer::new(Choices(Input::new(input).bytes), Lines::Many);
    object(&mut writer, 8);
    assert!(Reply::parse(writer.text.as_bytes()).is_some());
    check_bytes(writer.text.as_bytes());
}

/// Any bytes.
fn check_bytes(bytes: &[u8]) {
    let reply = Reply::parse(bytes);
    assert_eq!(reply.is_some(), Json::parse(bytes).is_some());
    let text = String::from_utf8_lossy(bytes);
    if let (Some(reply), Ok(tree)) = (reply, serde_json::from_str::<Tree>(text.trim_start_matches('\u{feff}'))) {
        let error = reply.error.clone();
        assert!(error.is_none_or(|error| (400..600).contains(&error.status)));
        let (mut ours, mut naive) = (Said::from(reply), said(&tree));
        if has_float(&tree) {
            (ours.usage, naive.usage) = (None, None);
        }
        assert_eq!(ours, naive);
    }
    let error = ServerError::new(418, &text);
    assert_eq!(error.status, 418);
    assert!(Json::parse(bytes).is_some() || Catalog::read(bytes, "a") == Catalog::Other);
    assert!(error.message.is_none_or(|message| !message.trim().is_empty()));
}

const NAMES: [&str; 40] = [
    "candidates",
    "content",
    "parts",
    "text",
    "thought",
    "thoughtSignature",
    "thought_signature",
    "inlineData",
    "inline_data",
    "mimeType",
    "data",
    "fileData",
    "fileUri",
    "finishReason",
    "finish_reason",
    "finishMessage",
    "groundingMetadata",
    "promptFeedback",
    "blockReason",
    "usageMetadata",
    "promptTokenCount",
    "prompt_token_count",
    "candidatesTokensDetails",
    "modality",
    "tokenCount",
    "modelVersion",
    "response",
    "error",
    "message",
    "details",
    "retryDelay",
    "violations",
    "quotaValue",
    "code",
    "status",
    "0",
    "1",
    "…",
    "m\\u006fdelVersion",
    "other",
];

/// What most often stands behind a name, so that the way to what matters is short.
fn object(writer: &mut Writer, depth: usize) {
    let length = writer.choices.below(5);
    writer.members(length, |writer| {
        let name = writer.choices.pick(&NAMES);
        writer.key(name);
        match (depth, name, writer.choices.below(8)) {
            (0, ..) | (_, _, 7) => writer.value(2),
            (_, "candidates" | "parts" | "candidatesTokensDetails" | "details" | "violations", _) => {
                let length = writer.choices.below(3);
                writer.array(length, |writer| object(writer, depth - 1));
            }
            (_, "text" | "finishReason" | "finish_reason" | "blockReason" | "data" | "mimeType" | "modality", _) => {
                let text = writer.choices.pick(&[
                    "\"STOP\"",
                    "\"IMAGE\"",
                    "\"\"",
                    "\"X_UNSPECIFIED\"",
                    "null",
                    "\"\\ud83d\\udc37\"",
                ]);
                writer.token(text);
            }
            (_, "promptTokenCount" | "prompt_token_count" | "tokenCount" | "code" | "quotaValue" | "retryDelay", _) => {
                let number = writer.choices.pick(&[
                    "7",
                    "0",
                    "18446744073709551615",
                    "18446744073709551616",
                    "-1",
                    "\"7\"",
                    "\"0.5s\"",
                ]);
                writer.token(number);
            }
            _ => object(writer, depth - 1),
        }
    });
}
