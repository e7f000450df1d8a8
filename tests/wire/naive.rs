//! A reply and a body's merge the slow way, over what serde_json reads.

use super::naive_scan::Tree;
use engine::face::wire::reply::{
    Candidate, Content, FileData, ImageUrl, InlineData, Part, Present, PromptFeedback, Reply, Usage,
};
use serde_json::{Map, Value};

/// What a reply says, but for its error.
#[derive(Debug, PartialEq)]
pub struct Said {
    pub candidates: Vec<Candidate>,
    pub prompt_feedback: PromptFeedback,
    pub model_version: Option<String>,
    pub response_id: Option<String>,
    pub usage: Option<Usage>,
}

impl From<Reply> for Said {
    fn from(reply: Reply) -> Self {
        let usage = reply.usage();
        let Reply { candidates, prompt_feedback, model_version, response_id, .. } = reply;
        Self { candidates, prompt_feedback, model_version, response_id, usage }
    }
}

/// The same of a tree.
pub fn said(mut reply: &Tree) -> Said {
    while field(reply, "candidates").is_none() && field(reply, "promptFeedback").is_none() {
        match field(reply, "response") {
            Some(inner @ Tree::Object(_)) => reply = inner,
            _ => break,
        }
    }
    let feedback = field(reply, "promptFeedback");
    Said {
        candidates: list(field(reply, "candidates")).into_iter().map(candidate).collect(),
        prompt_feedback: PromptFeedback { block_reason: feedback.and_then(|feedback| stated(feedback, "blockReason")) },
        model_version: stated(reply, "modelVersion"),
        response_id: stated(reply, "responseId"),
        usage: field(reply, "usageMetadata").map(usage).filter(is_counted),
    }
}

/// Zeros alone count nothing.
fn is_counted(usage: &Usage) -> bool {
    let Usage { input_tokens, output_tokens, total_tokens, image_tokens, thought_tokens } = *usage;
    [input_tokens, output_tokens, total_tokens, image_tokens, thought_tokens].iter().any(|count| count.unwrap_or(0) > 0)
}

/// Whether a number is among it that a float would be right about only by luck.
pub fn has_float(tree: &Tree) -> bool {
    match tree {
        Tree::Leaf(Value::Number(number)) => number.is_f64(),
        Tree::Leaf(_) => false,
        Tree::Array(elements) => elements.iter().any(has_float),
        Tree::Object(members) => members.iter().any(|(_, value)| has_float(value)),
    }
}

/// The last of that name, or else of its twin.
fn field<'a>(tree: &'a Tree, name: &str) -> Option<&'a Tree> {
    let Tree::Object(members) = tree else { return None };
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    let last = |name: &str| members.iter().rfind(|(key, _)| key == name).map(|(_, value)| value);
    let there = |value: &&Tree| **value != Tree::Leaf(Value::Null);
    last(name).filter(there).or(last(&snake).filter(there))
}

/// Its objects.
fn list(tree: Option<&Tree>) -> Vec<&Tree> {
    let elements: Vec<_> = match tree {
        Some(Tree::Array(elements)) => elements.iter().collect(),
        Some(Tree::Object(members)) if members.iter().all(|(key, _)| key.chars().all(|c| c.is_ascii_digit())) => {
            members.iter().map(|(_, value)| value).collect()
        }
        _ => Vec::new(),
    };
    elements.into_iter().filter(|element| matches!(element, Tree::Object(_))).collect()
}

fn text(tree: &Tree, name: &str) -> Option<String> {
    match field(tree, name) {
        Some(Tree::Leaf(Value::String(text))) => Some(text.clone()),
        _ => None,
    }
}

fn stated(tree: &Tree, name: &str) -> Option<String> {
    text(tree, name)
        .filter(|text| !text.trim().is_empty() && !text.trim().to_ascii_uppercase().ends_with("_UNSPECIFIED"))
}

fn count(tree: &Tree, name: &str) -> Option<u64> {
    match field(tree, name) {
        Some(Tree::Leaf(value)) => value.as_u64(),
        _ => None,
    }
}

fn object<'a>(tree: &'a Tree, name: &str) -> Option<&'a Tree> {
    field(tree, name).filter(|value| matches!(value, Tree::Object(_)))
}

fn candidate(tree: &Tree) -> Candidate {
    let parts = field(tree, "content").and_then(|content| field(content, "parts"));
    Candidate {
        content: Content { parts: list(parts).into_iter().map(part).collect() },
        finish_reason: stated(tree, "finishReason"),
        finish_message: stated(tree, "finishMessage"),
        grounding_metadata: object(tree, "groundingMetadata").map(|_| Present {}),
    }
}

fn part(tree: &Tree) -> Part {
    let Tree::Object(members) = tree else { return Part::default() };
    const KNOWN: [&str; 11] = [
        "text",
        "thought",
        "thoughtSignature",
        "thought_signature",
        "inlineData",
        "inline_data",
        "fileData",
        "file_data",
        "b64_json",
        "url",
        "image_url",
    ];
    Part {
        text: text(tree, "text"),
        thought: field(tree, "thought") == Some(&Tree::Leaf(Value::Bool(true))),
        thought_signature: text(tree, "thoughtSignature"),
        inline_data: object(tree, "inlineData")
            .map(|inline| InlineData { mime_type: stated(inline, "mimeType"), data: text(inline, "data") }),
        file_data: object(tree, "fileData")
            .map(|file| FileData { mime_type: stated(file, "mimeType"), file_uri: stated(file, "fileUri") }),
        b64_json: text(tree, "b64_json"),
        url: text(tree, "url"),
        image_url: object(tree, "image_url").map(|image| ImageUrl { url: text(image, "url") }),
        has_more: members
            .iter()
            .any(|(key, value)| !KNOWN.contains(&key.as_str()) && *value != Tree::Leaf(Value::Null)),
    }
}

fn usage(tree: &Tree) -> Usage {
    let details = list(field(tree, "candidatesTokensDetails"));
    let images = details
        .into_iter()
        .filter(|detail| text(detail, "modality").is_some_and(|modality| modality.eq_ignore_ascii_case("image")));
    Usage {
        input_tokens: count(tree, "promptTokenCount"),
        output_tokens: count(tree, "candidatesTokenCount"),
        total_tokens: count(tree, "totalTokenCount"),
        image_tokens: images.filter_map(|detail| count(detail, "tokenCount")).reduce(u64::saturating_add),
        thought_tokens: count(tree, "thoughtsTokenCount"),
    }
}

/// Objects merge, all else replaces.
pub fn merged(base: Value, over: Value) -> Value {
    match (base, over) {
        (Value::Object(mut base), Value::Object(over)) => {
            for (name, value) in over {
                let before = base.remove(&name).unwrap_or(Value::Null);
                base.insert(name, if before.is_object() { merged(before, value) } else { value });
            }
            Value::Object(base)
        }
        (_, over) => over,
    }
}

/// An object of these.
pub fn map(members: &[(&str, Value)]) -> Value {
    Value::Object(Map::from_iter(members.iter().map(|(name, value)| ((*name).to_owned(), value.clone()))))
}
