//! JSON at all: it is told from what is none, and its values are read and written, as serde_json does.

use super::input::{Choices, Input};
use super::json::{Lines, Writer};
use engine::face::wire::json::{Json, completed};
use engine::face::wire::value::Value;
use serde::de::IgnoredAny;

pub fn check(input: &[u8]) {
    check_bytes(input);
    let choices = Choices(Input::new(input).bytes);
    let mut writer = Writer::new(choices, Lines::Many);
    writer.value(5);
    assert!(Value::parse(writer.text.as_bytes()).is_some());
    check_bytes(writer.text.as_bytes());
}

/// Any bytes.
fn check_bytes(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let is_json = serde_json::from_str::<IgnoredAny>(&text).is_ok();
    assert_eq!(Json::parse(bytes).is_some(), is_json);
    let value = Value::parse(bytes);
    if let Some(value) = &value {
        let json = value.to_json();
        assert_eq!(Value::parse(json.as_bytes()).as_ref(), Some(value));
        // Half surrogate pairs, floats out of reach and deep nesting are no values to it.
        if let Ok(theirs) = serde_json::from_str::<serde_json::Value>(&text) {
            assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap(), theirs);
        }
        let mut merged = value.clone();
        merged.merge(value);
        assert_eq!(&merged, value, "over itself it stays as it is");
    }
    if let Some(completed) = completed(bytes) {
        assert!(!is_json);
        assert!(completed.is_empty() || Json::parse(&completed).is_some());
        let same = completed.iter().zip(bytes).take_while(|(ours, theirs)| ours == theirs).count();
        assert!(completed[same..].iter().all(|byte| matches!(byte, b'}' | b']')), "nothing but brackets is made up");
    }
}
