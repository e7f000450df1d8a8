//! What the model does before it draws: how hard it thinks, and whether it searches.

use super::fields::Fields;
use super::given::Given;
use super::rules::{Choice, Mistakes};
use crate::wire::request::ThinkingLevel;

/// How hard the model thinks, and whether it tells.
///
/// ```
/// use wasmagine::{Level, Thinking};
///
/// let hard = Thinking { level: Some(Level::High), ..Thinking::default() };
/// # let _ = hard;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Thinking {
    /// The model's own unless given.
    pub level: Option<ThinkingLevel>,
    /// The model's own unless given.
    pub include_thoughts: Option<bool>,
}

/// As callers write it; on the wire it stands in capitals.
pub(super) const fn name_of(level: ThinkingLevel) -> &'static str {
    match level {
        ThinkingLevel::Minimal => "minimal",
        ThinkingLevel::Low => "low",
        ThinkingLevel::Medium => "medium",
        ThinkingLevel::High => "high",
    }
}

/// What may be searched before drawing.
///
/// ```
/// use wasmagine::Search;
///
/// let web = Search { web: true, image: false };
/// # let _ = web;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The web.
    pub web: bool,
    /// Pictures.
    pub image: bool,
}

const LEVEL: Choice<ThinkingLevel> = Choice {
    field: "thinking.level",
    must: "'minimal', 'low', 'medium' or 'high'",
    names: &[
        (name_of(ThinkingLevel::Minimal), ThinkingLevel::Minimal),
        (name_of(ThinkingLevel::Low), ThinkingLevel::Low),
        (name_of(ThinkingLevel::Medium), ThinkingLevel::Medium),
        (name_of(ThinkingLevel::High), ThinkingLevel::High),
    ],
};

pub(super) fn read_thinking(given: Given, mistakes: &mut Mistakes) -> Option<Thinking> {
    let absent = given.is_absent();
    let mut fields = Fields::of("thinking", given, &["level", "includeThoughts"], mistakes);
    let read = Thinking { level: fields.choice("level", &LEVEL), include_thoughts: fields.boolean("includeThoughts") };
    (!absent).then_some(read)
}

pub(super) fn read_search(given: Given, mistakes: &mut Mistakes) -> Search {
    match given {
        Given::Absent => Search::default(),
        Given::Bool(web) => Search { web, image: false },
        Given::Map(_) => {
            let mut fields = Fields::of("search", given, &["web", "image"], mistakes);
            let mut on = |name| fields.boolean(name).unwrap_or_default();
            Search { web: on("web"), image: on("image") }
        }
        other => {
            mistakes.must("search", "true, false or { web, image }", &other.describe());
            Search::default()
        }
    }
}
