//! Options → the URL, the credential and the JSON of one request. Every name that goes over the wire stands here.
//!
//! The contract is Google's `models.generateContent` (<https://ai.google.dev/api/generate-content>), which gateways speak
//! under the same path. Names are camelCase, because gateways that re-encode a request lose some snake_case ones, and only
//! `imageConfig` is sent, never the newer `responseFormat`, which they drop.

use serde::Serialize;

/// kkiai's address.
pub const KKIAI: &str = "https://www.kkiai.com";
/// Google's address.
pub const GOOGLE: &str = "https://generativelanguage.googleapis.com";

/// Which kind of host a request goes to; each has its own default model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// kkiai.com.
    Kkiai,
    /// generativelanguage.googleapis.com.
    Google,
    /// Any other gateway or proxy.
    Other,
}

impl Host {
    /// As js/ knows it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kkiai => "kkiai",
            Self::Google => "google",
            Self::Other => "other",
        }
    }

    /// The model that a call uses when it names none; js/models.js says the same in `defaultFor`.
    #[must_use]
    pub const fn default_model(self) -> &'static str {
        match self {
            Self::Google => "gemini-nano-banana-2.1",
            _ => "gemini-2.5-flash-image",
        }
    }
}

/// How the key goes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// Google's host gets [`Auth::GoogleKey`], every other [`Auth::Bearer`].
    Auto,
    /// `Authorization: Bearer KEY`.
    Bearer,
    /// `x-goog-api-key: KEY`.
    GoogleKey,
    /// `?key=KEY`.
    Query,
    /// Both of them, as kkiai's page shows; Google's own host refuses two credentials.
    BearerQuery,
    /// The key stays here.
    None,
}

/// Which server, and which model on it.
#[derive(Clone, Debug)]
pub struct Target {
    /// Scheme, host and path prefix, without a trailing slash.
    pub base: String,
    /// What kind of host that is.
    pub host: Host,
    /// `v1beta` unless the caller says otherwise.
    pub api_version: String,
    /// The bare id.
    pub model: String,
}

/// What is asked of the server.
#[derive(Clone, Copy, Debug)]
pub enum What<'a> {
    /// A picture, in a single answer.
    Image,
    /// A picture, as a stream of events.
    Stream,
    /// What it tells of the model.
    Card,
    /// The models that it has, or the page of them that a token names.
    List(Option<&'a str>),
}

/// A header of the request.
pub type Header = (&'static str, String);

impl Target {
    /// The URL of `what`, with the key in it only where `auth` asks for that.
    #[must_use]
    pub fn url(&self, what: What, auth: Auth, key: Option<&str>) -> String {
        let mut url = format!("{}/{}/models", self.base, self.api_version);
        let mut page = None;
        let mut mark = '?';
        if let What::List(token) = what {
            page = token;
        } else {
            url.push('/');
            percent_encode(&self.model, &mut url);
        }
        match what {
            What::Image => url.push_str(":generateContent"),
            What::Stream => {
                url.push_str(":streamGenerateContent?alt=sse");
                mark = '&';
            }
            What::Card | What::List(_) => {}
        }
        let key = key.filter(|_| matches!(auth, Auth::Query | Auth::BearerQuery));
        for (name, value) in [("key=", key), ("pageToken=", page)] {
            if let Some(value) = value {
                url.push(mark);
                url.push_str(name);
                percent_encode(value, &mut url);
                mark = '&';
            }
        }
        url
    }

    /// The header that carries the key, if one does.
    #[must_use]
    pub fn credential(&self, auth: Auth, key: Option<&str>) -> Option<Header> {
        let key = key?;
        match (auth, self.host) {
            (Auth::Auto, Host::Google) | (Auth::GoogleKey, _) => Some(("x-goog-api-key", key.to_owned())),
            (Auth::Auto | Auth::Bearer | Auth::BearerQuery, _) => Some(("authorization", format!("Bearer {key}"))),
            (Auth::Query | Auth::None, _) => None,
        }
    }
}

/// Names of headers and query parameters that carry a key.
pub const CREDENTIAL_HEADERS: [&str; 3] = ["authorization", "x-goog-api-key", "x-api-key"];

/// The key in a header's value: all of it, or what follows the scheme. Schemes are written in any case and with any space.
#[must_use]
pub fn token(value: &str) -> &str {
    value.rsplit(' ').next().unwrap_or(value)
}

/// Whether a key looks like one of Google's (`AIza…`, and since 2026 `AQ.…`). Used only to keep such a key from a host that
/// the caller did not name, never to judge whether a key is good.
#[must_use]
pub fn is_googles(key: &str) -> bool {
    key.starts_with("AIza") || key.starts_with("AQ.")
}

/// All but RFC 3986's unreserved characters.
fn percent_encode(text: &str, into: &mut String) {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => into.push(byte as char),
            _ => {
                let digits = [byte >> 4, byte & 15].map(|digit| HEX.get(usize::from(digit)).copied().unwrap_or('0'));
                into.push('%');
                into.extend(digits);
            }
        }
    }
}

/// Around all messages, with which a body begins.
pub const CONTENTS: (&str, &str) = (r#"{"contents":["#, "]");
/// Around the parts of a message of the user's.
pub const USER: (&str, &str) = (r#"{"role":"user","parts":["#, "]}");
/// The same of the model.
pub const MODEL: (&str, &str) = (r#"{"role":"model","parts":["#, "]}");
/// What the model says where none of its parts can go back: the API refuses a content without parts.
pub const ANSWER: &str = "Here is the picture.";
/// Around the text of a part, which is a JSON string.
pub const TEXT: (&str, &str) = (r#"{"text":"#, "}");

/// A part that is a picture: before its media type, before its base64, and behind.
pub const PICTURE: (&str, &str, &str) = (r#"{"inlineData":{"mimeType":""#, r#"","data":""#, r#""}}"#);

/// The whole body but for `contents`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Body {
    /// Instructions that stand above the conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system_instruction: Option<System>,
    /// What to make.
    pub generation_config: GenerationConfig,
    /// At most one a category.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub safety_settings: Vec<SafetySetting>,
    /// Google Search, if asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tools: Vec<Tool>,
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
    pub fn new(text: String) -> Self {
        Self { parts: [SystemPart { text }] }
    }
}

/// `generationConfig`, as far as image models have use for it.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GenerationConfig {
    /// `TEXT`, `IMAGE` or both.
    pub response_modalities: Vec<&'static str>,
    /// Ratio and size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_config: Option<ImageConfig>,
    /// Best effort on the server's side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<i32>,
    /// 0 to 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub temperature: Option<f64>,
    /// 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top_p: Option<f64>,
    /// 1 or more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top_k: Option<u32>,
    /// How hard to think, and whether to tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thinking_config: Option<ThinkingConfig>,
}

/// `generationConfig.imageConfig`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageConfig {
    /// `16:9` and the like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aspect_ratio: Option<String>,
    /// `512`, `1K`, `2K`, `4K`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_size: Option<String>,
}

/// `generationConfig.thinkingConfig`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ThinkingConfig {
    /// The enum's upper-case name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thinking_level: Option<&'static str>,
    /// Asks for thought parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include_thoughts: Option<bool>,
}

/// One of `safetySettings`.
#[derive(Debug, Serialize)]
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
    /// Google Search.
    pub google_search: GoogleSearch,
}

/// An empty object is web search.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GoogleSearch {
    /// Named only where image search is wanted: unset means web.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search_types: Option<SearchTypes>,
}

/// Presence is choice.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SearchTypes {
    /// Search pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web_search: Option<Empty>,
    /// Search pictures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_search: Option<Empty>,
}

/// `{}`.
#[derive(Debug, Default, Serialize)]
pub struct Empty {}

impl Tool {
    /// The tools for a choice of searches.
    #[must_use]
    pub fn search(web: bool, image: bool) -> Vec<Self> {
        if !web && !image {
            return Vec::new();
        }
        let types = SearchTypes { web_search: web.then(Empty::default), image_search: image.then(Empty::default) };
        vec![Self { google_search: GoogleSearch { search_types: image.then_some(types) } }]
    }
}
