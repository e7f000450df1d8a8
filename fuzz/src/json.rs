//! Valid JSON by choice: any value, any white space between its tokens, any spelling of its strings.

use super::input::Choices;
use base64::{Engine, engine::general_purpose::STANDARD};
use std::ops::Range;

/// Where line's ends may stand.
#[derive(Clone, Copy, PartialEq)]
pub enum Lines {
    One,
    /// None before a colon, which would begin a comment in a stream of events.
    NotBeforeColons,
    Many,
}

/// Writes JSON token by token.
pub struct Writer<'a> {
    pub choices: Choices<'a>,
    pub text: String,
    lines: Lines,
}

const TEXTS: [&str; 24] = [
    "a",
    "é",
    "漢",
    "🐷",
    "\\n",
    "\\\"",
    "\\\\",
    "\\u003c",
    "\\ud83d\\udc37",
    "\\/",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    " ",
    "data: ",
    "data:image/png;base64,",
    "\\b",
    "\\u0000",
    "[DONE]",
    "/",
    "AAAA",
];
const KEYS: [&str; 20] = [
    "a",
    "candidates",
    "content",
    "parts",
    "text",
    "thought",
    "data",
    "inlineData",
    "inline_data",
    "mimeType",
    "mime_type",
    "thoughtSignature",
    "thought_signature",
    "thoughtSignatureX",
    "inlineDat",
    "role",
    "error",
    "",
    "\\u0064ata",
    "p\\u0061rts",
];
const NUMBERS: [&str; 8] = ["0", "-1", "12.5e3", "1E-2", "-0.0", "18446744073709551615", "1e300", "7"];
const SPACES: [&str; 8] = ["", "", "", " ", "\t  ", "\n", "\r\n  ", "\r"];

impl<'a> Writer<'a> {
    pub fn new(choices: Choices<'a>, lines: Lines) -> Self {
        Self { choices, text: String::new(), lines }
    }

    /// A bracket, a comma, a value of one word.
    pub fn token(&mut self, token: &str) {
        let end = match self.lines {
            Lines::One => SPACES.len() - 3,
            Lines::NotBeforeColons if token == ":" => SPACES.len() - 3,
            _ => SPACES.len(),
        };
        self.text.push_str(self.choices.pick(&SPACES[..end]));
        self.text.push_str(token);
    }

    pub fn value(&mut self, depth: usize) {
        match self.choices.below(if depth == 0 { 5 } else { 9 }) {
            0 => self.token("null"),
            1 => self.token("true"),
            2 => self.token("false"),
            3 => {
                let number = self.choices.pick(&NUMBERS);
                self.token(number);
            }
            4 => self.string(),
            5 | 6 => {
                let length = self.choices.below(4);
                self.array(length, |writer| writer.value(depth - 1));
            }
            _ => {
                self.object(depth);
            }
        }
    }

    /// An object of anything. Gives its place.
    pub fn object(&mut self, depth: usize) -> Range<usize> {
        let length = self.choices.below(4);
        self.members(length, |writer| {
            let key = writer.choices.pick(&KEYS);
            writer.key(key);
            writer.value(depth.saturating_sub(1));
        })
    }

    /// An object; gives its place, too.
    pub fn members(&mut self, length: usize, member: impl FnMut(&mut Self)) -> Range<usize> {
        self.list("{", length, member, "}")
    }

    pub fn array(&mut self, length: usize, member: impl FnMut(&mut Self)) {
        self.list("[", length, member, "]");
    }

    fn list(&mut self, open: &str, length: usize, mut member: impl FnMut(&mut Self), close: &str) -> Range<usize> {
        self.token(open);
        let start = self.text.len() - open.len();
        for at in 0..length {
            if at > 0 {
                self.token(",");
            }
            member(self);
        }
        self.token(close);
        start..self.text.len()
    }

    /// A key as it is written, and its colon.
    pub fn key(&mut self, key: &str) {
        self.token(&format!("\"{key}\""));
        self.token(":");
    }

    pub fn string(&mut self) {
        let length = self.choices.below(6);
        let text: String = (0..length).map(|_| self.choices.pick(&TEXTS)).collect();
        self.token(&format!("\"{text}\""));
    }

    /// A string of base64, some of its symbols escaped. Gives the bytes that it stands for.
    pub fn base64(&mut self) -> Vec<u8> {
        let length = self.choices.below(256);
        let (mut byte, step) = (self.choices.byte(), self.choices.byte());
        let bytes: Vec<u8> = std::iter::repeat_with(|| {
            byte = byte.wrapping_mul(5).wrapping_add(step);
            byte
        })
        .take(length)
        .collect();
        let escaped = self.choices.byte(); // a multiple of one in so many
        let mut text = String::new();
        for (at, symbol) in STANDARD.encode(&bytes).char_indices() {
            match symbol {
                '/' if escaped & 1 == 1 => text.push_str("\\/"),
                _ if escaped > 1 && at % usize::from(escaped) == 1 => {
                    text.push_str(&format!("\\u{:04x}", symbol as u32))
                }
                _ => text.push(symbol),
            }
        }
        self.token(&format!("\"{text}\""));
        bytes
    }
}
