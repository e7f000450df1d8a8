//! Texts of others → the same without secrets.
//!
//! A secret is found as it is, as `encodeURIComponent`, our own URLs and JSON write it, and in any mixture of these;
//! and at the end of a text, which may have been cut, the beginning of one is enough. It knows nothing of what is
//! ours: whoever has words of ours and of others in one sentence redacts theirs alone (`error`).
//!
//! It takes time in proportion to the text and the number of secrets. Each spelling is a pattern of Knuth, Morris and
//! Pratt, whose state at the end of a text is the longest beginning of the secret that stands there.

use crate::find::replace;
use crate::wire::target::percent_encode;
use std::borrow::Cow;
use std::fmt;

/// Takes keys, and what else is secret, out of whatever servers and `fetch` had to say.
#[derive(Default)]
pub struct Redactor {
    /// Each secret as it is.
    plain: Vec<Pattern>,
    /// Each in another spelling. A decoder alone would not find it where `%` or `\\u` stands right before it by chance.
    spelled: Vec<Pattern>,
}

/// What stands in place of a secret.
const REDACTED: &str = "[key]";

/// So often at most is text decoded that is spelled in escapes of escapes.
const DEEPEST: usize = 4;

/// From so many bytes on, what stands at the end of a text may be the beginning of a secret.
const HALF: usize = 8;

impl Redactor {
    /// Of these secrets.
    #[must_use]
    pub fn new(secrets: &[String]) -> Self {
        let mut redactor = Self::default();
        // Servers in the manner of one-api drop the prefix, and take keys without it.
        let bare = secrets.iter().filter_map(|secret| secret.strip_prefix("sk-").filter(|bare| bare.len() >= HALF));
        for secret in secrets.iter().map(String::as_str).chain(bare).filter(|secret| !secret.is_empty()) {
            redactor.plain.push(Pattern::new(secret));
            redactor.spelled.extend(spellings(secret).iter().map(|spelling| Pattern::new(spelling)));
        }
        redactor
    }

    /// The text with `[key]` in place of each.
    #[must_use]
    pub fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut ends = vec![0; text.len()];
        let view = View::of(text);
        self.plain.iter().chain(&self.spelled).for_each(|pattern| pattern.find(&view, &mut ends));
        // JSON in a string of JSON, and so on.
        let mut decoded = view.decoded();
        for _ in 0..DEEPEST {
            let Some(view) = decoded else { break };
            self.plain.iter().for_each(|pattern| pattern.find(&view, &mut ends));
            decoded = view.decoded();
        }
        if ends.iter().all(|end| *end == 0) { Cow::Borrowed(text) } else { Cow::Owned(without(text, &ends)) }
    }
}

/// How else a secret may be spelled: in a URL, in the query of another URL, in JSON.
fn spellings(secret: &str) -> Vec<String> {
    let mut percent = String::new();
    percent_encode(secret, &mut percent);
    let mut uri = percent.clone();
    for (kept, code) in [("!", "%21"), ("'", "%27"), ("(", "%28"), (")", "%29"), ("*", "%2A")] {
        uri = replace(&uri, code, kept); // encodeURIComponent leaves these
    }
    let json = replace(&replace(secret, "\\", "\\\\"), "\"", "\\\"");
    let mut all = Vec::new();
    for spelling in [uri, replace(&percent, "%", "%25"), lower(&percent), percent, replace(&json, "/", "\\/"), json] {
        if spelling != secret && !all.contains(&spelling) {
            all.push(spelling);
        }
    }
    all
}

/// With the digits of its escapes in lower case.
fn lower(percent: &str) -> String {
    let mut pieces = percent.split('%');
    let mut all = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (digits, rest) = piece.split_at_checked(2).unwrap_or((piece, ""));
        all.push('%');
        all.push_str(&digits.to_ascii_lowercase());
        all.push_str(rest);
    }
    all
}

/// No secret stands in a log because somebody printed what was to keep it out.
impl fmt::Debug for Redactor {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "Redactor({})", self.plain.len())
    }
}

/// The text without what ends there, for each byte that a secret begins with; 0 where none does.
fn without(text: &str, ends: &[usize]) -> String {
    let mut clean = String::new();
    let mut at = 0;
    for (start, &end) in ends.iter().enumerate().filter(|(_, end)| **end > 0) {
        if start >= at {
            clean.push_str(text.get(at..start).unwrap_or_default());
            clean.push_str(REDACTED);
        }
        at = at.max(end);
    }
    clean.push_str(text.get(at..).unwrap_or_default());
    clean
}

/// A text's bytes, or what they stand for, and where in the text each of them is.
struct View {
    bytes: Vec<u8>,
    /// Where each begins, and behind them the text's end. None where each is itself.
    places: Option<Vec<usize>>,
}

impl View {
    fn of(text: &str) -> Self {
        Self { bytes: text.as_bytes().to_vec(), places: None }
    }

    fn place(&self, at: usize) -> usize {
        self.places.as_ref().map_or(at, |places| places.get(at).copied().unwrap_or_default())
    }

    /// What it stands for; None where that is itself.
    fn decoded(&self) -> Option<Self> {
        if !self.bytes.iter().any(|byte| matches!(byte, b'%' | b'\\')) {
            return None;
        }
        let (mut bytes, mut places) = (Vec::new(), Vec::new());
        let mut at = 0;
        while let Some(rest) = self.bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let (unit, length) = Unit::first_of(rest);
            for &byte in unit.bytes() {
                bytes.push(byte);
                places.push(self.place(at));
            }
            at += length;
        }
        places.push(self.place(at));
        Some(Self { bytes, places: Some(places) })
    }

    /// How many of its bytes stand before what whoever cut it put behind it: quotes and dots.
    fn trimmed(&self) -> usize {
        let mut bytes = self.bytes.as_slice();
        loop {
            bytes = match bytes {
                [rest @ .., b'"' | b'\'' | b'`' | b'.' | b'\\' | b'*'] => rest,
                [rest @ .., 0xe2, 0x80, 0xa6] => rest, // …
                _ => return bytes.len(),
            };
        }
    }
}

/// A byte, or the bytes of the character that an escape stands for.
struct Unit {
    bytes: [u8; 4],
    length: usize,
}

impl Unit {
    fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    fn byte(byte: u8) -> Self {
        Self { bytes: [byte, 0, 0, 0], length: 1 }
    }

    fn char(char: char) -> Self {
        let mut bytes = [0; 4];
        let length = char.encode_utf8(&mut bytes).len();
        Self { bytes, length }
    }

    /// The first of some text, and how many bytes of the text it takes.
    fn first_of(text: &[u8]) -> (Self, usize) {
        let escaped = match *text {
            [b'%', a, b, ..] => hex(&[a, b]).map(|code| (Self::byte(code as u8), 3)),
            [b'\\', b'u', a, b, c, d, ..] => {
                hex(&[a, b, c, d]).and_then(char::from_u32).map(|char| (Self::char(char), 6))
            }
            [b'\\', byte @ (b'"' | b'\\' | b'/'), ..] => Some((Self::byte(byte), 2)),
            _ => None,
        };
        let first = text.first().copied().unwrap_or_default();
        escaped.unwrap_or((Self::byte(first), 1))
    }
}

fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |code, digit| Some(code << 4 | char::from(*digit).to_digit(16)?))
}

/// A secret, and for each of its beginnings how long the longest is that it ends with.
struct Pattern {
    secret: Vec<u8>,
    borders: Vec<usize>,
}

impl Pattern {
    fn new(secret: &str) -> Self {
        let mut pattern = Self { secret: secret.as_bytes().to_vec(), borders: vec![0, 0] };
        let mut border = 0;
        for byte in secret.bytes().skip(1) {
            border = pattern.after(border, byte);
            pattern.borders.push(border);
        }
        pattern
    }

    /// How much of the secret stands at the end of a text, after one more byte of it.
    fn after(&self, mut matched: usize, byte: u8) -> usize {
        loop {
            if self.secret.get(matched) == Some(&byte) {
                return matched + 1;
            }
            if matched == 0 {
                return 0;
            }
            matched = self.borders.get(matched).copied().unwrap_or_default();
        }
    }

    /// Notes where it ends, at each place where it begins; and the same of what may be its beginning at the end.
    fn find(&self, view: &View, ends: &mut [usize]) {
        let (trimmed, length) = (view.trimmed(), view.bytes.len());
        let mut matched = 0;
        for (end, &byte) in (1..).zip(&view.bytes) {
            matched = self.after(matched, byte);
            let is_half = matched >= HALF && (end == trimmed || end == length);
            if (matched == self.secret.len() || is_half)
                && let Some(furthest) = ends.get_mut(view.place(end - matched))
            {
                *furthest = view.place(end).max(*furthest);
            }
        }
    }
}
