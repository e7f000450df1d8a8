//! A reply → what stands in it, whole: other code than the engine's, which it is held against. It reads the bytes
//! again and again, as they are so far, and knows the forms that `scenario` writes.

use crate::memory::GIF;
use base64::prelude::*;

/// What came, in order within each kind.
#[derive(Debug, Default)]
pub struct Arrival {
    pub pictures: Vec<String>,
    pub drafts: Vec<String>,
    pub texts: Vec<String>,
    pub links: Vec<String>,
    pub finish: Option<String>,
    pub block: Option<String>,
    pub error: Option<u16>,
    pub tokens: u64,
    /// A page stands where a document should.
    pub page: bool,
    /// The server said that it was all.
    pub last: bool,
    /// It is bare JSON, which is at its end where its bracket closes.
    pub bare: bool,
    pub array: bool,
    /// The bracket is closed.
    pub closed: bool,
    /// Nothing is half.
    pub whole: bool,
    /// Of documents that are whole: that they say why it ends, and that this is a refusal.
    pub said_over: bool,
    pub said_refused: bool,
    /// How much of it is told while it comes: what is in parts that are whole.
    pub told: usize,
}

/// JSON as far as it came.
#[derive(Debug)]
enum Json {
    Object(Vec<(String, Json)>, bool),
    Array(Vec<Json>),
    Text(String),
    Number(u64),
    Other,
}

impl Arrival {
    pub fn of(body: &str) -> Self {
        let mut came = Self { whole: !body.is_empty(), ..Self::default() };
        let (mut rest, mut events) = (body, false);
        loop {
            rest = rest.trim_start_matches(['\r', '\n', ' ', ',']);
            if let Some(line) = rest.strip_prefix(':') {
                events = true;
                rest = line.split_once('\n').map_or("", |(_, rest)| rest);
            } else if let Some(value) = rest.strip_prefix("data:") {
                events = true;
                rest = value;
            } else if rest.starts_with("[D") {
                came.last = true;
                return came;
            } else if rest.starts_with('{') {
                let mut reader = Reader(rest);
                let document = reader.value().unwrap();
                rest = reader.0;
                let is_whole = matches!(document, Json::Object(_, true));
                came.document(unwrapped(&document), is_whole);
                came.whole &= is_whole;
                if !events && !came.array {
                    (came.bare, came.closed) = (true, is_whole);
                }
                if !is_whole || came.bare && !came.array {
                    return came;
                }
            } else if !events && rest.starts_with('[') {
                (came.bare, came.array) = (true, true);
                rest = &rest[1..];
            } else if came.array && rest.starts_with(']') {
                came.closed = true;
                return came;
            } else {
                // An array is open, or the beginning of a line is there, or of `[DONE]`.
                came.page = rest != "[" && !"data:".starts_with(rest);
                came.whole &= events && rest != "[";
                return came;
            }
        }
    }

    fn document(&mut self, document: &Json, is_whole: bool) {
        let candidates = document.field("candidates");
        for candidate in candidates.map(Json::list).unwrap_or_default() {
            let parts = candidate.field("content").and_then(|content| content.field("parts"));
            for part in parts.map(Json::list).unwrap_or_default() {
                self.part(part);
            }
            if let Some(reason) = candidate.said("finishReason") {
                self.finish = Some(reason.to_owned());
            }
        }
        if let Some(reason) = document.field("promptFeedback").and_then(|feedback| feedback.said("blockReason")) {
            self.block = Some(reason.to_owned());
        }
        let usage = document.field("usageMetadata");
        let counts = usage.and_then(|usage| usage.field("candidatesTokensDetails"));
        // Where all counts are zero, as far as they came, nothing is said.
        let has_total = usage.is_some_and(|usage| usage.field("totalTokenCount").is_some());
        if let Some(Json::Number(tokens)) =
            counts.and_then(|counts| counts.list().first().copied()).and_then(|count| count.field("tokenCount"))
            && (*tokens > 0 || has_total)
        {
            self.tokens = *tokens;
        }
        if let Some(error) = document.field("error")
            && let Some(Json::Number(code)) = error.field("code")
        {
            self.error = Some(*code as u16);
        }
        if is_whole {
            (self.said_over, self.said_refused) = (self.is_over(), self.is_refused());
        }
    }

    fn part(&mut self, part: &Json) {
        let Json::Object(members, is_whole) = part else { return };
        let is_thought = members.iter().any(|(name, _)| name == "thought");
        let told = self.pictures.len() + self.drafts.len() + self.texts.len();
        if let (Some(Json::Text(text)), true) = (part.field("text"), is_whole) {
            if let Some((_, data)) = text.split_once("base64,") {
                self.pictures.push(decoded(data.trim_end_matches(')')));
            } else {
                let link = text.split_once("![a](").and_then(|(_, link)| link.strip_suffix(')'));
                self.links.extend(link.map(str::to_owned));
                self.texts.push(text.clone());
            }
        }
        if let Some(Json::Text(uri)) = part.field("fileData").and_then(|file| file.field("fileUri")) {
            self.links.push(uri.clone());
        }
        if let Some(Json::Text(data)) = part.field("inlineData").and_then(|inline| inline.field("data")) {
            if is_thought { &mut self.drafts } else { &mut self.pictures }.push(decoded(data));
        }
        if *is_whole {
            self.told += self.pictures.len() + self.drafts.len() + self.texts.len() - told;
        }
    }

    /// It said why it ended.
    pub fn is_over(&self) -> bool {
        self.finish.is_some() || self.is_refused()
    }

    /// And not because it is through.
    pub fn is_refused(&self) -> bool {
        self.block.is_some() || self.error.is_some() || self.finish.as_ref().is_some_and(|reason| reason != "STOP")
    }

    /// Nothing more is read.
    pub fn is_at_end(&self, asked_for_events: bool) -> bool {
        self.last || self.closed && (self.array || !asked_for_events || self.said_over)
    }

    /// Something of it is told while it comes.
    pub fn is_told(&self) -> bool {
        !(self.pictures.is_empty() && self.drafts.is_empty() && self.texts.is_empty())
    }

    pub fn has_picture(&self) -> bool {
        !(self.pictures.is_empty() && self.drafts.is_empty())
    }
}

/// As `told::shown` shows a picture.
fn decoded(data: &str) -> String {
    let bytes = BASE64_STANDARD.decode(data).unwrap();
    assert!(bytes.starts_with(GIF.as_bytes()), "{data}");
    String::from_utf8(bytes).unwrap()
}

fn unwrapped(document: &Json) -> &Json {
    match document.field("response") {
        Some(inner) if document.field("candidates").is_none() => unwrapped(inner),
        Some(_) | None => document,
    }
}

impl Json {
    fn field(&self, name: &str) -> Option<&Self> {
        let Self::Object(members, _) = self else { return None };
        let snake: String = name
            .chars()
            .map(|char| if char.is_uppercase() { format!("_{}", char.to_lowercase()) } else { char.to_string() })
            .collect();
        members.iter().find(|(key, _)| key == name || *key == snake).map(|(_, value)| value)
    }

    /// An array, or an object with numbers for names.
    fn list(&self) -> Vec<&Self> {
        match self {
            Self::Array(elements) => elements.iter().collect(),
            Self::Object(members, _) => members.iter().map(|(_, value)| value).collect(),
            Self::Text(_) | Self::Number(_) | Self::Other => Vec::new(),
        }
    }

    fn said(&self, name: &str) -> Option<&str> {
        match self.field(name) {
            Some(Self::Text(word)) if !word.is_empty() && !word.ends_with("_UNSPECIFIED") => Some(word),
            Some(_) | None => None,
        }
    }
}

/// Reads JSON that is valid as far as it goes.
struct Reader<'a>(&'a str);

impl Reader<'_> {
    fn space(&mut self) {
        self.0 = self.0.trim_start_matches([' ', '\n', '\r', '\t', ',', ':']);
    }

    /// None where it is cut off.
    fn value(&mut self) -> Option<Json> {
        self.space();
        match self.0.as_bytes().first()? {
            b'"' => self.text().map(Json::Text),
            b'{' => {
                self.0 = &self.0[1..];
                let mut members = Vec::new();
                loop {
                    self.space();
                    if let Some(rest) = self.0.strip_prefix('}') {
                        self.0 = rest;
                        return Some(Json::Object(members, true));
                    }
                    let Some((name, value)) = self.text().and_then(|name| Some((name, self.value()?))) else {
                        return Some(Json::Object(members, false));
                    };
                    members.push((name, value));
                }
            }
            b'[' => {
                self.0 = &self.0[1..];
                let mut elements = Vec::new();
                loop {
                    self.space();
                    if let Some(rest) = self.0.strip_prefix(']') {
                        self.0 = rest;
                        return Some(Json::Array(elements));
                    }
                    let Some(value) = self.value() else { return Some(Json::Array(elements)) };
                    elements.push(value);
                }
            }
            _ => {
                let end = self.0.find([',', '}', ']', '\n', '\r', ' ']);
                let (word, rest) = self.0.split_at(end.unwrap_or(self.0.len()));
                if end.is_none() && word != "true" {
                    return None; // a number may go on
                }
                self.0 = rest;
                Some(word.parse().map_or(Json::Other, Json::Number))
            }
        }
    }

    /// No escape is in it but that of a quote.
    fn text(&mut self) -> Option<String> {
        let inside = self.0.strip_prefix('"')?;
        let mut escaped = false;
        let end = inside.find(|char| {
            let ends = char == '"' && !escaped;
            escaped = char == '\\' && !escaped;
            ends
        });
        let Some(end) = end else {
            self.0 = "";
            return None;
        };
        let (text, rest) = inside.split_at(end);
        self.0 = &rest[1..];
        Some(text.replace("\\\"", "\""))
    }
}
