//! What a reply says, as types: one document of it, which is a whole answer or an event of a stream.
//!
//! Every field may be missing; one of null or of a wrong type is. Names come in camelCase or snake_case (`json`). What says nothing,
//! an empty text or an enum's default, is missing too: gateways that encode a reply anew write such values into every event. What
//! the fields mean when all documents are there is `reply`'s affair; what only a caller reads, ratings and grounding, is not here.

use super::json::Json;
use super::server_error::ServerError;
use serde::{Deserialize, Deserializer, Serialize};

/// One document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Reply {
    /// Usually one.
    pub candidates: Vec<Candidate>,
    /// Says why nothing was made.
    pub prompt_feedback: PromptFeedback,
    usage_metadata: UsageMetadata,
    /// The model that answered.
    #[serde(deserialize_with = "stated")]
    pub model_version: Option<String>,
    /// The server's name for the reply.
    #[serde(deserialize_with = "stated")]
    pub response_id: Option<String>,
    /// An error in place of a reply, or behind a part of one.
    #[serde(skip)]
    pub error: Option<Box<ServerError>>,
    /// The first names of an object that has none of a reply's: another API's. "`choices`, `id`".
    #[serde(skip)]
    pub foreign: Option<String>,
}

impl Reply {
    /// Reads a document; None where the bytes are no JSON. JSON of another form is a reply that says nothing.
    ///
    /// Where the scanner lifted base64 out, the digits that it left are the text.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let outer = Json::parse(bytes)?;
        let json = unwrapped(outer);
        let mut reply = Self::deserialize(json).unwrap_or_default();
        reply.foreign = foreign(outer, json);
        let errors = [json, outer].into_iter().find_map(ServerError::in_reply);
        let error = errors.or_else(|| ServerError::in_words(outer).filter(|_| reply.foreign.is_some()));
        reply.error = error.map(Box::new);
        Some(reply)
    }

    /// Whether it says why the reply ends.
    #[must_use]
    pub fn is_over(&self) -> bool {
        let is_finished = self.candidates.iter().any(|candidate| candidate.finish_reason.is_some());
        is_finished || self.prompt_feedback.block_reason.is_some() || self.error.is_some()
    }

    /// What it has cost so far, where that is told: the last document's counts.
    #[must_use]
    pub fn usage(&self) -> Option<Usage> {
        let usage = self.usage_metadata.usage();
        usage.is_counted().then_some(usage)
    }
}

/// Names that only a reply of this API has.
const OURS: [&str; 5] = ["candidates", "promptFeedback", "usageMetadata", "modelVersion", "responseId"];
/// Names that any API may have: a reply in which nothing else stands is nobody's.
const ANYBODYS: [&str; 3] = ["error", "success", "response"];

fn foreign(outer: Json, inner: Json) -> Option<String> {
    const SHOWN: usize = 6;
    if OURS.into_iter().any(|name| outer.has(name) || inner.has(name)) {
        return None;
    }
    let names = outer.members().filter_map(|(key, _)| key.text()).filter(|name| !ANYBODYS.contains(&&**name));
    names.take(SHOWN).map(|name| format!("`{name}`")).reduce(|all, name| [all, name].join(", "))
}

/// Some gateways wrap each reply as `{"response": {…}}`.
fn unwrapped(mut json: Json) -> Json {
    while let (None, None, Some(inner)) = (json.get("candidates"), json.get("promptFeedback"), json.get("response")) {
        if !inner.is_object() {
            break;
        }
        json = inner;
    }
    json
}

/// One of `candidates`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Candidate {
    /// What was made.
    pub content: Content,
    /// Why the model stopped, as the server names it.
    #[serde(deserialize_with = "stated")]
    pub finish_reason: Option<String>,
    /// What it says of that.
    #[serde(deserialize_with = "stated")]
    pub finish_message: Option<String>,
    /// There, where it searched.
    pub grounding_metadata: Option<Present>,
}

/// `candidates[].content`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Content {
    /// In order; PHP writes an object with numbers for names.
    pub parts: Vec<Part>,
}

/// One of `parts`. What of it counts depends on more than it: an empty text may carry a signature.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Part {
    /// Words.
    pub text: Option<String>,
    /// It belongs to the model's thoughts.
    pub thought: bool,
    /// Has to go back with the part.
    pub thought_signature: Option<String>,
    /// A picture.
    pub inline_data: Option<InlineData>,
    /// A picture that lies elsewhere.
    pub file_data: Option<FileData>,
    /// A picture as OpenAI's image API has it, in base64.
    #[serde(rename = "b64_json")]
    pub b64_json: Option<String>,
    /// A link to one.
    pub url: Option<String>,
    /// A picture as OpenAI's chat API has it.
    #[serde(rename = "image_url")]
    pub image_url: Option<ImageUrl>,
    /// It says more than that: a kind of part that only the server has to understand.
    #[serde(rename = "…")] // json::REST
    pub has_more: bool,
}

impl Part {
    /// Reads a part by itself; None where the bytes are no object.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        Self::deserialize(Json::parse(bytes)?).ok()
    }
}

/// `inlineData`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct InlineData {
    /// What the server says it is.
    #[serde(deserialize_with = "stated")]
    pub mime_type: Option<String>,
    /// Base64.
    pub data: Option<String>,
}

/// `fileData`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FileData {
    /// What the server says it is.
    #[serde(deserialize_with = "stated")]
    pub mime_type: Option<String>,
    /// A link, or a data: URL.
    #[serde(deserialize_with = "stated")]
    pub file_uri: Option<String>,
}

/// OpenAI's `image_url`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ImageUrl {
    /// A link, or a data: URL.
    pub url: Option<String>,
}

/// `promptFeedback`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PromptFeedback {
    /// Why the prompt was blocked, as the server names it.
    #[serde(deserialize_with = "stated")]
    pub block_reason: Option<String>,
}

/// An object of which only its being there counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Present {}

/// Text that asserts something.
fn stated<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    Ok(Some(text).filter(|text| specified(Some(text)).is_some()))
}

/// What a word says, if it says anything: an empty one and an enum's default, `FINISH_REASON_UNSPECIFIED` and its like,
/// do not.
#[must_use]
pub fn specified(word: Option<&str>) -> Option<&str> {
    word.map(str::trim).filter(|word| !word.is_empty() && !word.to_ascii_uppercase().ends_with("_UNSPECIFIED"))
}

/// <https://ai.google.dev/api/generate-content#UsageMetadata>
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct UsageMetadata {
    prompt_token_count: Option<u64>,
    candidates_token_count: Option<u64>,
    total_token_count: Option<u64>,
    thoughts_token_count: Option<u64>,
    candidates_tokens_details: Vec<ModalityTokenCount>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct ModalityTokenCount {
    modality: Option<String>,
    token_count: Option<u64>,
}

impl UsageMetadata {
    fn usage(&self) -> Usage {
        let is_image = |count: &&ModalityTokenCount| {
            count.modality.as_deref().is_some_and(|modality| modality.eq_ignore_ascii_case("IMAGE"))
        };
        let images = self.candidates_tokens_details.iter().filter(is_image).filter_map(|count| count.token_count);
        Usage {
            input_tokens: self.prompt_token_count,
            output_tokens: self.candidates_token_count,
            total_tokens: self.total_token_count,
            image_tokens: images.reduce(u64::saturating_add),
            thought_tokens: self.thoughts_token_count,
        }
    }
}

/// What a reply cost, as the server counts it.
///
/// ```
/// fn told(usage: &wasmagine::Usage) -> String {
///     match usage.output_tokens {
///         Some(tokens) => format!("{tokens} tokens"),
///         None => "the server does not say".to_owned(),
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Usage {
    /// `promptTokenCount`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_tokens: Option<u64>,
    /// `candidatesTokenCount`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_tokens: Option<u64>,
    /// `totalTokenCount`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_tokens: Option<u64>,
    /// The sum of `candidatesTokensDetails` whose modality is `IMAGE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_tokens: Option<u64>,
    /// `thoughtsTokenCount`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thought_tokens: Option<u64>,
}

impl Usage {
    /// Whether anything is counted: gateways that encode a reply anew write zeros for what they do not know.
    fn is_counted(self) -> bool {
        let Self { input_tokens, output_tokens, total_tokens, image_tokens, thought_tokens } = self;
        let counts = [input_tokens, output_tokens, total_tokens, image_tokens, thought_tokens];
        counts.into_iter().flatten().any(|count| count > 0)
    }

    /// The counts of a later event, which are cumulative, and of an earlier one what the later does not say.
    #[must_use]
    pub fn or(self, before: Self) -> Self {
        Self {
            input_tokens: self.input_tokens.or(before.input_tokens),
            output_tokens: self.output_tokens.or(before.output_tokens),
            total_tokens: self.total_tokens.or(before.total_tokens),
            image_tokens: self.image_tokens.or(before.image_tokens),
            thought_tokens: self.thought_tokens.or(before.thought_tokens),
        }
    }
}
