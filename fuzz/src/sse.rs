//! Any bytes as a body: however they are cut, the same documents come out. They are the JSON, where the whole body is that, and
//! the events that the standard finds, where it finds nothing but JSON.

use super::input::Input;
use super::naive_scan::Tree;
use super::naive_sse::{find, shortest};
use base64::{Engine, engine::general_purpose::STANDARD};
use engine::face::sse::Form;

pub fn check(input: &[u8]) {
    let input = Input::new(input);
    let [found, by_byte, as_sized] = input.ways().map(find);
    assert_eq!(found, by_byte);
    assert_eq!(found, as_sized);
    if let Some(documents) = bare(input.bytes) {
        assert_eq!((found.form, found.ended), (Form::Bare, "whole"));
        assert_eq!(found.documents, documents.iter().map(shortest).collect::<Vec<_>>());
        assert!(documents.iter().eq(&found.spaced), "every byte of a document is kept");
    } else if let Some(documents) = events(input.bytes) {
        assert!(["", "done"].contains(&found.ended), "{found:?}");
        assert_eq!(found.documents, documents.iter().map(shortest).collect::<Vec<_>>());
        // Lines end as they did, and empty ones are not there.
        let unbroken = |text: &String| text.replace(['\r', '\n'], "");
        assert!(documents.iter().map(unbroken).eq(found.spaced.iter().map(unbroken)), "every byte in a line is kept");
    }
}

/// The body as one JSON object, or an array of them and of what is none.
fn bare(body: &[u8]) -> Option<Vec<String>> {
    let mut tree: Tree = serde_json::from_slice(body).ok()?;
    if matches!(tree, Tree::Leaf(_)) || !is_plain(&mut tree, body) {
        return None;
    }
    let text = str::from_utf8(body).ok()?.trim_ascii();
    let Some(mut rest) = text.strip_prefix('[') else { return Some(vec![text.to_owned()]) };
    let mut documents = Vec::new();
    for _ in tree.members() {
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Tree>();
        let value = values.next()?.ok()?;
        let (text, after) = rest.split_at(values.byte_offset());
        if matches!(value, Tree::Object(_)) {
            documents.push(text.trim_ascii().to_owned());
        }
        rest = after.trim_ascii_start().get(1..)?; // a comma or the array's end
    }
    Some(documents)
}

/// What <https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation> makes of it, if that is
/// known fields and comments around objects of JSON. The end of the body ends an event too, unlike there.
fn events(body: &[u8]) -> Option<Vec<String>> {
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    let text = str::from_utf8(body).ok()?.replace("\r\n", "\n").replace('\r', "\n");
    let (mut documents, mut data) = (Vec::new(), Vec::new());
    for line in text.split('\n').chain([""]) {
        match line.split_once(':').unwrap_or((line, "")) {
            _ if line.is_empty() => {
                let event = std::mem::take(&mut data).join("\n");
                let event = event.trim_matches([' ', '\t', '\n']);
                if event == "[DONE]" {
                    break;
                }
                if event.is_empty() {
                    continue;
                }
                let mut tree: Tree = serde_json::from_str(event).ok()?;
                let is_document = matches!(tree, Tree::Object(_)) && is_plain(&mut tree, event.as_bytes());
                documents.push(is_document.then(|| event.to_owned())?);
            }
            ("data", value) => data.push(value.strip_prefix(' ').unwrap_or(value)),
            ("" | "event" | "id" | "retry", _) => {}
            _ => return None,
        }
    }
    Some(documents)
}

/// What the scanner lifts is base64 without escapes: those are not kept.
fn is_plain(tree: &mut Tree, json: &[u8]) -> bool {
    let stands = |text: &str| json.windows(text.len() + 2).any(|bytes| bytes == format!("\"{text}\"").as_bytes());
    let mut is_plain = true;
    tree.for_each_part(&mut |part| {
        part.for_each_lifted(&mut |_, text| is_plain &= STANDARD.decode(&text).is_ok() && stands(text));
    });
    is_plain
}
