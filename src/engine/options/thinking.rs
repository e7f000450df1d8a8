//! What the model does before it draws: how hard it thinks, and whether it searches.

use super::fields::Fields;
use super::given::Given;
use super::rules::{Choice, Mistakes};

/// How hard the model thinks, and whether it tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Thinking {
    /// The model's own unless given.
    pub level: Option<Level>,
    /// The model's own unless given.
    pub include_thoughts: Option<bool>,
}

/// How hard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// As little as it can.
    Minimal,
    /// A little.
    Low,
    /// More.
    Medium,
    /// As much as it can.
    High,
}

impl Level {
    /// As callers write it; on the wire it stands in capitals.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Minimal => "minimal",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// What may be searched before drawing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The web.
    pub web: bool,
    /// Pictures.
    pub image: bool,
}

const LEVEL: Choice<Level> = Choice {
    field: "thinking.level",
    must: "'minimal', 'low', 'medium' or 'high'",
    names: &[
        (Level::Minimal.name(), Level::Minimal),
        (Level::Low.name(), Level::Low),
        (Level::Medium.name(), Level::Medium),
        (Level::High.name(), Level::High),
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
