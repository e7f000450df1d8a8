//! The scanner without a browser, and what serde_json makes of the same bytes.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use engine::face::base64::{Decoder, Stop};
use engine::face::scan::{Error, Lifted, Mark, Scanner, Sink};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// A sink that decodes as src/collect.rs does.
#[derive(Debug, Default)]
pub struct Collected {
    pub kept: Vec<u8>,
    pub lifted: Vec<(Lifted, Vec<u8>)>,
    /// Words and links, which are kept besides; what was escaped in them is 0xff, but for ASCII.
    pub said: Vec<Vec<u8>>,
    is_said: bool,
    pub marks: Vec<(Mark, u64)>,
    decoder: Decoder,
}

impl Sink for Collected {
    fn keep(&mut self, json: &[u8]) {
        self.kept.extend_from_slice(json);
    }

    fn begin(&mut self, what: Lifted) {
        self.is_said = matches!(what, Lifted::Text | Lifted::Uri);
        if self.is_said {
            return self.said.push(Vec::new());
        }
        self.kept.extend_from_slice(self.lifted.len().to_string().as_bytes());
        self.lifted.push((what, Vec::new()));
    }

    fn take(&mut self, text: &[u8]) -> usize {
        if self.is_said {
            self.said.last_mut().unwrap().extend_from_slice(text);
            return text.len();
        }
        let (_, bytes) = self.lifted.last_mut().unwrap();
        let mut output = [0; 64];
        let mut taken = 0;
        loop {
            let progress = self.decoder.push(&text[taken..], &mut output);
            bytes.extend_from_slice(&output[..progress.written]);
            taken += progress.read;
            if !matches!(progress.stop, Stop::Output) {
                return taken;
            }
        }
    }

    fn end(&mut self) -> bool {
        self.is_said || self.decoder.finish().is_ok()
    }

    fn mark(&mut self, mark: Mark, offset: u64) {
        self.marks.push((mark, offset));
    }
}

/// A sink that takes everything that a string may hold, as src/collect.rs does with a signature that is no base64.
#[derive(Default)]
pub struct Undecoded {
    pub kept: Vec<u8>,
    pub lifted: Vec<u8>,
}

impl Sink for Undecoded {
    fn keep(&mut self, json: &[u8]) {
        self.kept.extend_from_slice(json);
    }

    fn begin(&mut self, _: Lifted) {}

    fn take(&mut self, text: &[u8]) -> usize {
        let end = text.iter().position(|byte| matches!(byte, 0..b' ' | b'"' | b'\\')).unwrap_or(text.len());
        self.lifted.extend_from_slice(&text[..end]);
        end
    }

    fn end(&mut self) -> bool {
        true
    }

    fn mark(&mut self, _: Mark, _: u64) {}
}

/// Scans `pieces` one after another to the end, and says what it found and how it ended.
pub fn scan<'a>(scanner: &mut Scanner, pieces: impl IntoIterator<Item = &'a [u8]>) -> (Collected, Result<(), Error>) {
    let mut collected = Collected::default();
    let ended = scan_into(&mut collected, scanner, pieces);
    (collected, ended)
}

/// The same with another sink.
pub fn scan_into<'a>(
    sink: &mut dyn Sink,
    scanner: &mut Scanner,
    pieces: impl IntoIterator<Item = &'a [u8]>,
) -> Result<(), Error> {
    for mut piece in pieces {
        // It stops at each line's end.
        while !piece.is_empty() {
            match scanner.push(piece, sink)? {
                0 => break,
                taken => piece = &piece[taken..],
            }
        }
    }
    scanner.finish()
}

/// JSON as serde_json reads it, with the order of its keys and those that come twice.
#[derive(Debug, PartialEq)]
pub enum Tree {
    Leaf(Value),
    Array(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// What stands behind a key: at each place, if it stands there more than once.
    fn each(&mut self, names: &'static [&str]) -> impl Iterator<Item = (&str, &mut Tree)> {
        let pairs = if let Self::Object(pairs) = self { pairs.as_mut_slice() } else { &mut [] };
        pairs.iter_mut().filter(|(key, _)| names.contains(&key.as_str())).map(|(key, value)| (key.as_str(), value))
    }

    /// Of an array.
    pub fn members(&mut self) -> &mut [Tree] {
        if let Self::Array(members) = self { members } else { &mut [] }
    }

    /// Visits the parts of a reply, or of an array of them, the slow way.
    pub fn for_each_part(&mut self, visit: &mut impl FnMut(&mut Tree)) {
        let replies = if let Self::Array(replies) = self { replies } else { std::slice::from_mut(self) };
        for (_, candidates) in replies.iter_mut().flat_map(|reply| reply.each(&["candidates"])) {
            for (_, content) in candidates.members().iter_mut().flat_map(|candidate| candidate.each(&["content"])) {
                content.for_each_part_of_content(visit);
            }
        }
    }

    /// Visits the parts of a content.
    pub fn for_each_part_of_content(&mut self, visit: &mut impl FnMut(&mut Tree)) {
        for (_, parts) in self.each(&["parts"]) {
            parts.members().iter_mut().filter(|part| matches!(part, Self::Object(_))).for_each(&mut *visit);
        }
    }

    /// Visits the strings of a part that are lifted.
    pub fn for_each_lifted(&mut self, visit: &mut impl FnMut(Lifted, &mut String)) {
        for (key, value) in self.each(&["thoughtSignature", "thought_signature", "inlineData", "inline_data"]) {
            if key.starts_with("inline") {
                value.each(&["data"]).for_each(|(_, data)| data.visit(Lifted::Data, visit));
            } else {
                value.visit(Lifted::Signature, visit);
            }
        }
    }

    fn visit(&mut self, what: Lifted, visit: &mut impl FnMut(Lifted, &mut String)) {
        if let Self::Leaf(Value::String(text)) = self {
            visit(what, text);
        }
    }
}

/// The reply put together again: base64 of what was lifted, where its index stands.
pub fn rebuilt(collected: &Collected) -> Tree {
    let mut reply: Tree = serde_json::from_slice(&collected.kept).unwrap();
    let mut lifted = collected.lifted.iter().enumerate();
    reply.for_each_part(&mut |part| put_back(part, &mut lifted));
    assert!(lifted.next().is_none(), "all that was lifted has its place");
    reply
}

/// Replaces the indices in a part by what was lifted.
pub fn put_back<'a>(part: &mut Tree, lifted: &mut impl Iterator<Item = (usize, &'a (Lifted, Vec<u8>))>) {
    part.for_each_lifted(&mut |what, text| {
        let (index, (expected, bytes)) = lifted.next().unwrap();
        assert_eq!((what, text.as_str()), (*expected, index.to_string().as_str()), "its own, in order");
        *text = BASE64_STANDARD.encode(bytes);
    });
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Tree;

            fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
                formatter.write_str("JSON")
            }

            fn visit_unit<E>(self) -> Result<Tree, E> {
                Ok(Tree::Leaf(Value::Null))
            }

            fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
                Ok(Tree::Leaf(value.into()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
                Ok(Tree::Leaf(value.into()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
                Ok(Tree::Leaf(value.into()))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
                Ok(Tree::Leaf(value.into()))
            }

            fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
                Ok(Tree::Leaf(value.into()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Tree, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = seq.next_element()? {
                    members.push(member);
                }
                Ok(Tree::Array(members))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Tree::Object(pairs))
            }
        }
        deserializer.deserialize_any(Any)
    }
}
