//! What servers answer.

use serde_json::{Value, json};

fn reply(parts: Value, more: Value) -> Value {
    let mut candidate = json!({ "content": { "role": "model", "parts": parts } });
    candidate.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({ "candidates": [candidate] })
}

/// A picture, and the end.
pub fn picture() -> String {
    // A GIF of three by two pixels.
    let inline = json!({ "inlineData": { "mimeType": "image/gif", "data": "R0lGODlhAwACAAAAAAAAAAAAAAAA" } });
    reply(json!([inline]), json!({ "finishReason": "STOP" })).to_string()
}

/// Words, and the end.
pub fn words(text: &str) -> String {
    reply(json!([{ "text": text }]), json!({ "finishReason": "STOP" })).to_string()
}

/// Words that break off, as events.
pub fn unfinished(text: &str) -> String {
    format!("data: {}\n\n", reply(json!([{ "text": text }]), json!({})))
}

/// Links where a picture should be.
pub fn links(urls: &[&str]) -> String {
    let links: Vec<_> = urls.iter().map(|url| json!({ "text": format!("![picture]({url})") })).collect();
    reply(json!(links), json!({ "finishReason": "STOP" })).to_string()
}

pub fn blocked(reason: &str) -> String {
    json!({ "promptFeedback": { "blockReason": reason } }).to_string()
}
