//! What a call came to.

use super::browser::{Browser, string};
use super::error::Error;
use super::image::{Image, Shown};
use super::spelling::{path, spelled};
use crate::call;
use crate::models::Warning;
use crate::reply::{self, Path, Step};
use crate::wire::json::Json;
use crate::wire::reply::Usage;
use crate::world::World;
use std::fmt;
use std::sync::Arc;

/// What a call came to: at least one picture.
///
/// Of several requests ([`Generate::count`](crate::Generate::count)) `image`, `text` and `model` are the first's that
/// was answered; each has its own [`Response`].
///
/// ```
/// # async fn draw(client: &wasmagine::Client) -> Result<(), wasmagine::Error> {
/// let made = client.generate("a red boat").await?;
/// println!("{} by {:?}: {}", made.url(), made.model, made.text);
/// for warning in &made.warnings {
///     println!("{}", warning.message());
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Generated {
    /// The picture: the last one of the first response.
    pub image: Image,
    /// All pictures, in the order of the requests.
    pub images: Vec<Image>,
    /// What the model said beside the picture.
    pub text: String,
    /// What all requests together cost, as the server counts it.
    pub usage: Usage,
    /// The model that answered, as the server calls it.
    pub model: Option<String>,
    /// What each request that was answered came to.
    pub responses: Vec<Response>,
    /// Why others of several requests came to nothing.
    pub failures: Vec<Error>,
    /// What the model does not take, what is not as asked for, and what was odd in the reply.
    pub warnings: Vec<Warning>,
    /// Requests sent, of all attempts.
    pub attempts: u32,
}

/// One request that was answered.
///
/// ```
/// # async fn draw(client: &wasmagine::Client) -> Result<(), wasmagine::Error> {
/// let made = client.generate("a red boat").count(4).await?;
/// for response in &made.responses {
///     println!("{}: {:?}, {:?} tokens", response.index, response.images, response.usage.output_tokens);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Response {
    /// The request's, from 0.
    pub index: u32,
    /// At least one; the last is the picture that was asked for.
    pub images: Vec<Image>,
    /// What the model said.
    pub text: String,
    /// What it thought, where it was asked to tell.
    pub thoughts: Thoughts,
    /// What it cost, as the server counts it.
    pub usage: Usage,
    /// Why it stopped, as the server sent it.
    pub finish_reason: Option<String>,
    /// The model that answered, as the server calls it.
    pub model: Option<String>,
    /// The server's name for the reply.
    pub response_id: Option<String>,
    raw: Held,
}

/// What a model thought before it drew.
///
/// ```
/// # async fn draw(client: &wasmagine::Client) -> Result<(), wasmagine::Error> {
/// use wasmagine::Thinking;
///
/// let thinking = Thinking { include_thoughts: Some(true), ..Thinking::default() };
/// let made = client.generate("a red boat").thinking(thinking).await?;
/// println!("{}", made.responses[0].thoughts.text);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Thoughts {
    /// In words.
    pub text: String,
    /// In pictures.
    pub images: Vec<Image>,
}

/// How the server's filter rated prompt or picture, in its own words.
///
/// ```
/// # async fn draw(client: &wasmagine::Client) -> Result<(), wasmagine::Error> {
/// let made = client.generate("a red boat").await?;
/// for rating in made.responses[0].safety_ratings() {
///     println!("{}: {}", rating.category, rating.probability);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SafetyRating {
    /// `HARM_CATEGORY_…`.
    pub category: String,
    /// `NEGLIGIBLE`, `LOW`, `MEDIUM` or `HIGH`.
    pub probability: String,
    /// Whether it is why something is missing.
    pub blocked: bool,
}

/// Of one reply: equal to itself and its clones.
#[derive(Clone, Debug)]
struct Held(Arc<Raw>);

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// A reply's JSON, which the browser holds until somebody asks, and where in it something stands.
struct Raw {
    json: <Browser as World>::Text,
    grounding: Option<Path>,
    ratings: Vec<Path>,
}

/// Without what may be megabytes.
impl fmt::Debug for Raw {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("Raw")
    }
}

impl Generated {
    /// The picture's URL, which lives as long as `image` or a clone of it.
    #[must_use]
    pub fn url(&self) -> &str {
        self.image.url()
    }

    /// None where there is no picture, which the engine tells as an error.
    pub(super) fn new(call: call::Generated<Browser>, shown: &Shown) -> Option<Self> {
        let call::Generated { responses, warnings, failures, attempts, .. } = call;
        let responses: Vec<_> =
            responses.into_iter().map(|(index, response)| Response::new(index, response, shown)).collect();
        let Response { text, model, images, .. } = responses.first()?;
        Some(Self {
            image: images.last()?.clone(),
            images: responses.iter().flat_map(|response| response.images.clone()).collect(),
            text: text.clone(),
            usage: responses.iter().map(|response| response.usage).reduce(sum).unwrap_or_default(),
            model: model.clone(),
            failures: failures.into_iter().map(|(_, error)| error.into()).collect(),
            warnings: warnings.into_iter().map(told).collect(),
            attempts,
            responses,
        })
    }
}

impl Response {
    /// The reply's JSON as it came, of one document or of an array of them: copied into the app's memory each time. In
    /// place of each picture's base64 stands a number behind U+FFFF.
    #[must_use]
    pub fn raw(&self) -> String {
        string(&self.raw.0.json)
    }

    /// What a search found, as the server's JSON: whoever shows such a picture must show where it is from
    /// (<https://ai.google.dev/gemini-api/docs/google-search>).
    #[must_use]
    pub fn grounding(&self) -> Option<String> {
        let path = self.raw.0.grounding.as_ref()?;
        let raw = self.raw();
        let found = at(Json::parse(raw.as_bytes())?, path)?;
        std::str::from_utf8(found.bytes()).ok().map(str::to_owned)
    }

    /// How the server's filter rated prompt and picture.
    #[must_use]
    pub fn safety_ratings(&self) -> Vec<SafetyRating> {
        let raw = self.raw();
        let Some(root) = Json::parse(raw.as_bytes()) else { return Vec::new() };
        self.raw.0.ratings.iter().filter_map(|path| at(root, path)).flat_map(Json::elements).map(rating).collect()
    }

    fn new(index: u32, response: reply::Response<Browser>, shown: &Shown) -> Self {
        let reply::Response { images, text, thoughts, drafts, usage, finish_reason, model, response_id, raw, .. } =
            response;
        let reply::Raw { json, grounding, ratings, .. } = raw;
        Self {
            index,
            images: shown.images(images),
            text: string(&text),
            thoughts: Thoughts { text: string(&thoughts), images: shown.images(drafts) },
            usage,
            finish_reason,
            model,
            response_id,
            raw: Held(Arc::new(Raw { json, grounding, ratings })),
        }
    }
}

/// In the words of setters.
fn told(warning: Warning) -> Warning {
    match warning {
        Warning::Unsupported { option, message } => {
            Warning::Unsupported { option: path(option), message: spelled(&message) }
        }
        Warning::Mismatch { option, requested, actual, message } => {
            Warning::Mismatch { option: path(option), requested, actual, message: spelled(&message) }
        }
        Warning::Compat { message } => Warning::Compat { message: spelled(&message) },
    }
}

fn rating(json: Json) -> SafetyRating {
    let text = |name| json.get(name).and_then(Json::text).unwrap_or_default().into_owned();
    let blocked = json.get("blocked").and_then(Json::bool).unwrap_or_default();
    SafetyRating { category: text("category"), probability: text("probability"), blocked }
}

/// What stands there.
fn at<'a>(root: Json<'a>, path: &Path) -> Option<Json<'a>> {
    path.0.iter().try_fold(root, |json, step| match step {
        Step::Name(name) => {
            json.members().filter(|(key, _)| key.text().as_deref() == Some(name)).last().map(|(_, value)| value)
        }
        Step::Index(index) => json.elements().nth(*index as usize),
    })
}

fn sum(a: Usage, b: Usage) -> Usage {
    let add = |a: Option<u64>, b: Option<u64>| a.zip(b).map(|(a, b)| a.saturating_add(b)).or(a).or(b);
    Usage {
        input_tokens: add(a.input_tokens, b.input_tokens),
        output_tokens: add(a.output_tokens, b.output_tokens),
        total_tokens: add(a.total_tokens, b.total_tokens),
        image_tokens: add(a.image_tokens, b.image_tokens),
        thought_tokens: add(a.thought_tokens, b.thought_tokens),
    }
}
