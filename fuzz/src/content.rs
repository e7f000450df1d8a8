//! A stored content: what is accepted is exactly a role and parts, in bytes that could be sent as they are; and what is exactly
//! that is accepted.

use super::input::{Choices, Input};
use super::json::{Lines, Writer};
use super::naive_scan::{Collected, Tree, put_back};
use super::reply::{Reply, places};
use base64::{Engine, engine::general_purpose::STANDARD};
use engine::face::envelope::{Envelope, Role};
use engine::face::scan::Scanner;
use engine::face::wire::request::{MODEL, USER};
use std::ops::Range;

pub fn check(input: &[u8]) {
    let input = Input::new(input);
    for role in [USER, MODEL] {
        check_bytes(&input, role);
    }
    written_is_accepted(&input);
}

/// Any bytes.
fn check_bytes(input: &Input, role: Role) -> Option<Vec<Range<usize>>> {
    let [whole, by_byte, as_sized] = input.ways().map(|pieces| accepted(pieces, role));
    let parts = whole.as_ref().map(|collected| places(&collected.marks));
    for other in [by_byte, as_sized] {
        assert_eq!(other.map(|collected| places(&collected.marks)), parts);
    }
    assert_eq!(parts, parts_of(input.bytes, role));
    if let (Some(collected), Some(parts)) = (whole, &parts) {
        let mut lifted = collected.lifted.iter().enumerate();
        let mut content: Tree = serde_json::from_slice(&collected.kept).unwrap();
        content.for_each_part_of_content(&mut |part| put_back(part, &mut lifted));
        assert_eq!(content, serde_json::from_slice(input.bytes).unwrap());
        // Sent as it is, and put together again from what was understood: the same bytes.
        let parts: Vec<_> = parts.iter().map(|place| &input.bytes[place.clone()]).collect();
        assert_eq!([role.0.as_bytes(), &parts.join(&b','), role.1.as_bytes()].concat(), input.bytes);
    }
    parts
}

/// What src/history.rs accepts, where the JSON is whole.
fn accepted(pieces: Vec<&[u8]>, role: Role) -> Option<Collected> {
    let (mut scanner, mut envelope) = (Scanner::content(), Envelope::new(role, Collected::default()));
    for piece in pieces {
        envelope.push(&mut scanner, piece).ok()?;
    }
    let is_json = serde_json::from_slice::<Tree>(&envelope.sink.kept).is_ok();
    (envelope.finish().is_ok() && is_json).then_some(envelope.sink)
}

/// The oracle: objects between the role's two halves, with commas between them and nothing else.
fn parts_of(bytes: &[u8], role: Role) -> Option<Vec<Range<usize>>> {
    let inside = bytes.strip_prefix(role.0.as_bytes())?.strip_suffix(role.1.as_bytes())?;
    serde_json::from_slice::<Tree>(bytes).ok()?;
    let (mut parts, mut at) = (Vec::new(), 0);
    loop {
        let mut values = serde_json::Deserializer::from_slice(&inside[at..]).into_iter::<Tree>();
        let mut part = values.next()?.ok().filter(|part| matches!(part, Tree::Object(_)))?;
        if inside[at] != b'{' {
            return None;
        }
        let mut is_base64 = true;
        part.for_each_lifted(&mut |_, text| is_base64 &= STANDARD.decode(text).is_ok());
        if !is_base64 {
            return None;
        }
        let end = at + values.byte_offset();
        parts.push(role.0.len() + at..role.0.len() + end);
        match inside.get(end) {
            None => return Some(parts),
            Some(b',') => at = end + 1,
            Some(_) => return None,
        }
    }
}

/// The bytes as choices of parts.
fn written_is_accepted(input: &Input) {
    let mut choices = Choices(input.bytes);
    let role = choices.pick(&[USER, MODEL]);
    let length = choices.below(4) + 1;
    let mut text = role.0.to_owned();
    let mut expected = Vec::new();
    for at in 0..length {
        if at > 0 {
            text.push(',');
        }
        let mut reply = Reply { parts: Vec::new(), lifted: Vec::new() };
        let mut writer = Writer::new(choices, Lines::Many);
        reply.part(&mut writer);
        let part = writer.text.trim_start();
        expected.push(text.len()..text.len() + part.len());
        text.push_str(part);
        choices = writer.choices;
    }
    text.push_str(role.1);
    assert_eq!(check_bytes(&input.of(text.as_bytes()), role), Some(expected));
}
