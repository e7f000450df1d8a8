//! What a server tells of its models: Google's list and cards (<https://ai.google.dev/api/models>), or the list of
//! gateways in the manner of OpenAI. What follows from it is `check`'s affair.

use super::json::Json;
use super::server_error::ServerError;
use std::borrow::Cow;

/// What the body of an answer is that came with 200.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Catalog {
    /// Models.
    Page(Page),
    /// One of them.
    Card,
    /// An error all the same.
    Error(Box<ServerError>),
    /// None of these.
    Other,
}

/// Models, all of them or a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The model that is looked for is among them.
    pub has: bool,
    /// The name of the page that follows.
    pub next: Option<String>,
}

impl Catalog {
    /// Reads a body, and looks for a model in it.
    #[must_use]
    pub fn read(body: &[u8], model: &str) -> Self {
        let Some(json) = Json::parse(body) else { return Self::Other };
        let list = [json.get("models"), json.get("data")].into_iter().flatten().map(Json::elements);
        if let Some(mut models) = list.into_iter().find(|models| models.clone().next().is_some()) {
            let next = json.get("nextPageToken").and_then(Json::text).filter(|token| !token.is_empty());
            let has =
                models.any(|entry| names(entry).any(|name| name.strip_prefix("models/").unwrap_or(&name) == model));
            return Self::Page(Page { has, next: next.map(Into::into) });
        }
        if let Some(error) = ServerError::in_reply(json) {
            return Self::Error(Box::new(error));
        }
        if names(json).next().is_some() { Self::Card } else { Self::Other }
    }
}

/// Google calls a model by its `name`, others by its `id`.
fn names(json: Json<'_>) -> impl Iterator<Item = Cow<'_, str>> {
    ["name", "id"].into_iter().filter_map(move |field| json.get(field)?.text())
}
