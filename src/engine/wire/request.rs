//! What a call is asked to do → the body of each of its requests.
//!
//! A body is `contents`, which all requests of a call share and in which pictures stand as Blobs that the world holds, and a tail,
//! which differs in its seed and takes the caller's `extraBody`. Names are camelCase, because gateways that re-encode a request
//! lose some snake_case ones, and only `imageConfig` is sent, never the newer `responseFormat`, which they drop
//! (<https://ai.google.dev/api/generate-content>).

use super::value::{Number, Value, quote, to_value};
use serde::Serialize;

// ───────────── contents ─────────────

/// Around the parts of a content of the user's.
pub const USER: (&str, &str) = (r#"{"role":"user","parts":["#, "]}");
/// The same of the model.
pub const MODEL: (&str, &str) = (r#"{"role":"model","parts":["#, "]}");

/// JSON, of which the world holds some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<B> {
    /// Written here; no two of these stand side by side.
    Text(String),
    /// A picture's base64, a part as it came, a content of the conversation.
    Blob(B),
}

/// A picture on its way to the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture<B> {
    /// What it is.
    pub media_type: &'static str,
    /// What it holds.
    pub base64: B,
}

/// JSON in pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pieces<B>(Vec<Piece<B>>);

impl<B> Default for Pieces<B> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<B> Pieces<B> {
    /// The user's content: `before`, which is parts with commas between them, the prompt, then the pictures.
    pub fn user(before: Option<B>, prompt: &str, pictures: impl IntoIterator<Item = Picture<B>>) -> Self {
        let mut user = Self::default();
        user.text(USER.0);
        if let Some(before) = before {
            user.blob(before);
            user.text(",");
        }
        user.text(&text_part(prompt));
        for picture in pictures {
            user.text(",");
            user.picture(picture);
        }
        user.text(USER.1);
        user
    }

    /// A content of the user's that only shows pictures: what stands in front of a later prompt.
    pub fn pictures(pictures: impl IntoIterator<Item = Picture<B>>) -> Self {
        let mut user = Self::default();
        user.text(USER.0);
        for (at, picture) in pictures.into_iter().enumerate() {
            if at > 0 {
                user.text(",");
            }
            user.picture(picture);
        }
        user.text(USER.1);
        user
    }

    /// The model's content, of its parts as they are to go back.
    pub fn model(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut model = Self::default();
        model.text(MODEL.0);
        for (at, part) in parts.into_iter().enumerate() {
            if at > 0 {
                model.text(",");
            }
            model.append(part);
        }
        model.text(MODEL.1);
        model
    }

    /// What every request of a call begins with: the conversation so far, and the user's content.
    pub fn contents(history: impl IntoIterator<Item = B>, user: Self) -> Self {
        let mut contents = Self::default();
        contents.text(r#"{"contents":["#);
        for content in history {
            contents.blob(content);
            contents.text(",");
        }
        contents.append(user);
        contents.text("]");
        contents
    }

    /// All of them, in order.
    #[must_use]
    pub fn pieces(&self) -> &[Piece<B>] {
        &self.0
    }

    /// All of it, where no Blob is among it: developer tools show such a body, and test tools can read it.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self.0.as_slice() {
            [] => Some(""),
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// More, written here.
    pub fn text(&mut self, text: &str) {
        if let Some(Piece::Text(last)) = self.0.last_mut() {
            last.push_str(text);
        } else {
            self.0.push(Piece::Text(text.to_owned()));
        }
    }

    /// More, that the world holds.
    pub fn blob(&mut self, blob: B) {
        self.0.push(Piece::Blob(blob));
    }

    fn picture(&mut self, Picture { media_type, base64 }: Picture<B>) {
        self.text(r#"{"inlineData":{"mimeType":""#);
        self.text(media_type);
        self.text(r#"","data":""#);
        self.blob(base64);
        self.text(r#""}}"#);
    }

    fn append(&mut self, more: Self) {
        for piece in more.0 {
            match piece {
                Piece::Text(text) => self.text(&text),
                Piece::Blob(blob) => self.blob(blob),
            }
        }
    }
}

/// A part of that text.
#[must_use]
pub fn text_part(text: &str) -> String {
    let mut part = r#"{"text":"#.to_owned();
    quote(text, &mut part);
    part.push('}');
    part
}

// ───────────── all but contents ─────────────

/// The body but for `contents`. What is None is not sent.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Body {
    /// Instructions that stand above the conversation.
    pub system_instruction: Option<System>,
    /// What to make.
    pub generation_config: GenerationConfig,
    /// At most one a category; the server refuses an empty list.
    pub safety_settings: Option<Vec<SafetySetting>>,
    /// Google Search, if asked for.
    pub tools: Option<[Tool; 1]>,
}

impl Body {
    /// What follows `contents` in the body of the request of that index: its seed is so many higher, and over all of it lies the
    /// caller's `extraBody`, which has no `contents`.
    #[must_use]
    pub fn tail(&self, extra: Option<&Value>, index: u32) -> String {
        let mut rest = to_value(self);
        if let Some(seed) = self.generation_config.seed {
            let seed = Value::Number((i64::from(seed) + i64::from(index)).into());
            rest.merge(&Value::object([("generationConfig", Value::object([("seed", seed)]))]));
        }
        if let Some(extra) = extra {
            rest.merge(extra);
        }
        let rest = rest.to_json();
        match rest.strip_prefix('{') {
            Some("}") | None => "}".to_owned(),
            Some(rest) => [",", rest].concat(),
        }
    }
}

/// `systemInstruction`: a content without a role.
#[derive(Debug, Serialize)]
pub struct System {
    /// Exactly one part.
    pub parts: [SystemPart; 1],
}

/// The part of a [`System`].
#[derive(Debug, Serialize)]
pub struct SystemPart {
    /// The instructions.
    pub text: String,
}

impl System {
    /// Instructions of that text.
    #[must_use]
    pub const fn new(text: String) -> Self {
        Self { parts: [SystemPart { text }] }
    }
}

/// `generationConfig`, as far as image models have use for it.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GenerationConfig {
    /// What may come: a picture, and perhaps words.
    pub response_modalities: Vec<Modality>,
    /// Ratio and size.
    pub image_config: Option<ImageConfig>,
    /// Best effort on the server's side.
    pub seed: Option<i32>,
    /// 0 to 2.
    pub temperature: Option<Number>,
    /// 0 to 1.
    pub top_p: Option<Number>,
    /// 1 or more.
    pub top_k: Option<u32>,
    /// How hard to think, and whether to tell.
    pub thinking_config: Option<ThinkingConfig>,
}

/// One of `responseModalities`.
///
/// ```
/// use wasmagine::{Client, Modality};
///
/// let bare = Client::new("a-key").generate("a red boat").modalities([Modality::Image]);
/// # let _ = bare;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum Modality {
    /// Words.
    Text,
    /// Pictures.
    Image,
}

/// `generationConfig.imageConfig`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageConfig {
    /// `16:9` and the like.
    pub aspect_ratio: Option<String>,
    /// `512`, `1K`, `2K`, `4K`.
    pub image_size: Option<String>,
}

/// `generationConfig.thinkingConfig`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ThinkingConfig {
    /// How hard.
    pub thinking_level: Option<ThinkingLevel>,
    /// Asks for thought parts.
    pub include_thoughts: Option<bool>,
}

/// `thinkingConfig.thinkingLevel`.
///
/// ```
/// use wasmagine::{Level, Thinking};
///
/// let hard = Thinking { level: Some(Level::High), ..Thinking::default() };
/// # let _ = hard;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum ThinkingLevel {
    /// As little as the model can.
    Minimal,
    /// A little.
    Low,
    /// Some.
    Medium,
    /// As much as the model can.
    High,
}

/// One of `safetySettings`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SafetySetting {
    /// `HARM_CATEGORY_…`.
    pub category: String,
    /// `BLOCK_…` or `OFF`.
    pub threshold: String,
}

/// The one tool that image models have.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tool {
    /// Google Search: an empty object is a search of the web.
    pub google_search: GoogleSearch,
}

/// `tools[].googleSearch`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GoogleSearch {
    /// Named only where pictures are searched: unset means the web.
    pub search_types: Option<SearchTypes>,
}

/// Presence is choice.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SearchTypes {
    /// Search the web.
    pub web_search: Option<Empty>,
    /// Search pictures.
    pub image_search: Option<Empty>,
}

/// `{}`.
#[derive(Debug, Default, Serialize)]
pub struct Empty {}

impl Tool {
    /// The tools for a choice of searches.
    #[must_use]
    pub fn search(web: bool, image: bool) -> Option<[Self; 1]> {
        let types = SearchTypes { web_search: web.then_some(Empty {}), image_search: image.then_some(Empty {}) };
        (web || image).then_some([Self { google_search: GoogleSearch { search_types: image.then_some(types) } }])
    }
}
