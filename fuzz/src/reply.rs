//! Replies by choice, with parts, pictures and signatures in any number and spelling: what goes in comes out, in whatever
//! pieces; and where a byte is damaged, nothing is healed.

use super::input::{Choices, Input};
use super::json::{Lines, Writer};
use super::naive_scan::{Tree, rebuilt, scan};
use engine::face::scan::{Lifted, Mark, Scanner};
use std::ops::Range;

pub fn check(input: &[u8]) {
    let input = Input::new(input);
    let mut choices = Choices(input.bytes);
    let damage = choices.flip().then(|| [choices.byte(), choices.byte(), choices.byte()]);
    let mut reply = Reply { parts: Vec::new(), lifted: Vec::new() };
    let mut writer = Writer::new(choices, Lines::Many);
    if writer.choices.flip() {
        let length = writer.choices.below(3);
        writer.array(length, |writer| reply.write(writer));
    } else {
        reply.write(&mut writer);
    }
    let mut bytes = writer.text.into_bytes();
    let expected: Tree = serde_json::from_slice(&bytes).expect("valid JSON");
    for pieces in input.of(&bytes).ways() {
        let (collected, ended) = scan(&mut Scanner::new(), pieces);
        assert_eq!(ended, Ok(()));
        assert_eq!(collected.lifted, reply.lifted);
        assert_eq!(rebuilt(&collected), expected);
        assert_eq!(places(&collected.marks), reply.parts);
    }
    if let Some([high, low, byte]) = damage {
        let at = usize::from(u16::from_be_bytes([high, low])) % bytes.len();
        bytes[at] = byte;
        super::scan::check_input(&input.of(&bytes));
    }
}

/// Where the marks say that parts are.
pub fn places(marks: &[(Mark, u64)]) -> Vec<Range<usize>> {
    let of = |wanted| marks.iter().filter(move |(mark, _)| *mark == wanted).map(|(_, at)| *at as usize);
    of(Mark::PartOpens).zip(of(Mark::PartCloses)).map(|(from, to)| from..to).collect()
}

/// What was written that has to be found.
pub struct Reply {
    pub parts: Vec<Range<usize>>,
    pub lifted: Vec<(Lifted, Vec<u8>)>,
}

impl Reply {
    fn write(&mut self, writer: &mut Writer) {
        object(writer, "candidates", |writer| {
            let candidates = writer.choices.below(3);
            writer.array(candidates, |writer| {
                object(writer, "content", |writer| {
                    object(writer, "parts", |writer| {
                        let parts = writer.choices.below(4);
                        writer.array(parts, |writer| self.part(writer));
                    });
                });
            });
        });
    }

    pub fn part(&mut self, writer: &mut Writer) {
        let length = writer.choices.below(4);
        let place = writer.members(length, |writer| match writer.choices.below(4) {
            0 => rest(writer),
            1 => {
                let key = writer.choices.pick(&["thoughtSignature", "thought_signature", "though\\u0074Signature"]);
                writer.key(key);
                self.string(writer, Lifted::Signature);
            }
            _ => {
                let key = writer.choices.pick(&["inlineData", "inline_data", "inline\\u0044ata"]);
                writer.key(key);
                object(writer, "data", |writer| self.string(writer, Lifted::Data));
            }
        });
        self.parts.push(place);
    }

    /// A string to lift, or something else in its place.
    fn string(&mut self, writer: &mut Writer, what: Lifted) {
        if writer.choices.below(8) == 7 {
            writer.array(1, |writer| writer.value(2));
        } else {
            self.lifted.push((what, writer.base64()));
        }
    }
}

/// An object with that key, or without it, or twice, and others.
fn object(writer: &mut Writer, key: &str, mut value: impl FnMut(&mut Writer)) {
    let length = writer.choices.pick(&[1, 1, 2, 3, 0]);
    writer.members(length, |writer| {
        if writer.choices.below(4) == 3 {
            rest(writer);
        } else {
            writer.key(key);
            value(writer);
        }
    });
}

/// A key that is on the way to nothing.
fn rest(writer: &mut Writer) {
    let key = writer.choices.pick(&[
        "role",
        "text",
        "mimeType",
        "mime_type",
        "finishReason",
        "a very long key that nobody knows",
    ]);
    writer.key(key);
    writer.value(3);
}
