//! What the model is asked for beside the prompt and its pictures: each value's rule, and what is said of a wrong one.
//!
//! How these are called on the wire is not known here, nor what a model takes of them (`models`).

use super::fields::Fields;
use super::given::{Given, Number};
use super::rules::{INT32, Mistakes, Real, STRING, Text, Whole, is_space};
use super::thinking::{Search, Thinking, name_of, read_search, read_thinking};
use crate::error::Sentence;
use crate::models::{Features, of_pixels};
use crate::wire::request::{Modality, SafetySetting};

/// What is asked for; nothing is said of what is absent.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Instructions that stand above the prompt.
    pub system: Option<String>,
    /// Width to height: `16:9`.
    pub aspect_ratio: Option<String>,
    /// `1K` and the like.
    pub size: Option<String>,
    /// Of the first request; each after it has one more.
    pub seed: Option<i32>,
    /// From 0 to 2.
    pub temperature: Option<Number>,
    /// From 0 to 1.
    pub top_p: Option<Number>,
    /// From 1.
    pub top_k: Option<u32>,
    /// What the answer may hold, as the caller put it.
    pub modalities: Vec<Modality>,
    /// Thresholds of the filter.
    pub safety: Vec<SafetySetting>,
    /// How hard to think.
    pub thinking: Option<Thinking>,
    /// Whether to search first.
    pub search: Search,
}

/// Text and picture: with text, a refusal can be read.
impl Default for Settings {
    fn default() -> Self {
        Self {
            system: None,
            aspect_ratio: None,
            size: None,
            seed: None,
            temperature: None,
            top_p: None,
            top_k: None,
            modalities: vec![Modality::Text, Modality::Image],
            safety: Vec::new(),
            thinking: None,
            search: Search::default(),
        }
    }
}

// ───────────── values ─────────────

const ASPECT_RATIO: Text =
    Text { field: "aspectRatio", must: "width:height in whole numbers, such as '16:9'", holds: is_ratio };

fn is_ratio(text: &str) -> bool {
    let side = |side: &str| {
        matches!(side.len(), 1..=4)
            && side.bytes().all(|byte| byte.is_ascii_digit())
            && side.bytes().any(|byte| byte != b'0')
    };
    text.split_once(':').is_some_and(|(across, down)| side(across) && side(down))
}

/// The server refuses a lower-case k, and half of a K that is no name of a size.
fn check_size(given: Option<&str>, mistakes: &mut Mistakes) {
    const RULE: Text = Text {
        field: "size",
        must: "'512', '1K', '2K', '4K' or another size that the model takes",
        holds: |text| !text.chars().all(is_space),
    };
    let fix = given.and_then(|size| {
        let write = Sentence::ours("write `size: '");
        Some(match (of_pixels(size), size.strip_suffix('k')) {
            (Some((ratio, size)), _) => {
                let ratio = Sentence::ours("write `aspectRatio: '").and(ratio);
                ratio.and("'`, and where the model takes sizes `size: '").and(size).and("'`")
            }
            _ if size.eq_ignore_ascii_case("0.5k") => write.and("512'`"),
            (None, Some(number)) if !number.is_empty() => write.theirs(number).and("K'`"),
            _ => return None,
        })
    });
    match fix.zip(given) {
        Some((fix, size)) => mistakes.must_hint(RULE.field, RULE.must, size, fix),
        None => RULE.check(given, mistakes),
    }
}

const SEED: Whole =
    Whole { field: "seed", must: "a whole number from -2147483648 to 2147483647", least: -INT32, most: INT32 - 1 };

/// Request `i` sends `seed` + `i`, which must be a seed too.
fn check_seed(seed: Option<i32>, n: u32, mistakes: &mut Mistakes) {
    if let Some(seed) = seed.filter(|seed| i64::from(*seed) + i64::from(n) > INT32) {
        mistakes.must("seed", "so that `seed` + `n` - 1 is at most 2147483647", &seed.to_string());
    }
}

const TEMPERATURE: Real = Real { field: "temperature", must: "a number from 0 to 2", least: 0.0, most: 2.0 };
const TOP_P: Real = Real { field: "topP", must: "a number from 0 to 1", least: 0.0, most: 1.0 };
const TOP_K: Whole = Whole { field: "topK", must: "a whole number from 1", least: 1, most: INT32 - 1 };

const MODALITIES: &str = "an array of 'TEXT' and 'IMAGE' with 'IMAGE' in it";

fn read_modalities(given: &Given) -> Option<Vec<Modality>> {
    let Given::List(list) = given else { return None };
    let modality = |item: &Given| match item {
        Given::String(name) if name == "TEXT" => Some(Modality::Text),
        Given::String(name) if name == "IMAGE" => Some(Modality::Image),
        _ => None,
    };
    list.iter().map(modality).collect::<Option<Vec<_>>>().filter(|list| list.contains(&Modality::Image))
}

fn read_safety(given: Given, mistakes: &mut Mistakes) -> Vec<SafetySetting> {
    let list = match given {
        Given::Absent => Vec::new(),
        Given::List(list) => list,
        other => {
            mistakes.must("safetySettings", "an array of { category, threshold }", &other.describe());
            Vec::new()
        }
    };
    let mut read = Vec::new();
    for (at, item) in list.into_iter().enumerate() {
        let path = format!("safetySettings[{at}]");
        let mut fields = Fields::of(&path, item, &["category", "threshold"], mistakes);
        let mut part = |name| {
            let text = fields.string(name);
            text.or_else(|| fields.must(name, STRING, &Given::Absent)).unwrap_or_default()
        };
        read.push(SafetySetting { category: part("category"), threshold: part("threshold") });
    }
    read
}

// ───────────── all of them ─────────────

impl Settings {
    /// A typed value is within the bounds that its type does not know.
    pub(super) fn check(&self, n: u32, mistakes: &mut Mistakes) {
        ASPECT_RATIO.check(self.aspect_ratio.as_deref(), mistakes);
        check_size(self.size.as_deref(), mistakes);
        check_seed(self.seed, n, mistakes);
        TEMPERATURE.check(self.temperature.as_ref(), mistakes);
        TOP_P.check(self.top_p.as_ref(), mistakes);
        TOP_K.check(self.top_k, mistakes);
        if !self.modalities.contains(&Modality::Image) {
            mistakes.must("responseModalities", MODALITIES, &Given::List(Vec::new()).describe());
        }
    }

    /// What a model may have something against.
    pub(super) fn features(&self, images: usize) -> Features<'_> {
        Features {
            images,
            aspect_ratio: self.aspect_ratio.as_deref(),
            size: self.size.as_deref(),
            seed: self.seed.is_some(),
            temperature: self.temperature.is_some(),
            top_p: self.top_p.is_some(),
            top_k: self.top_k.is_some(),
            level: self.thinking.and_then(|thinking| thinking.level).map(name_of),
            include_thoughts: self.thinking.is_some_and(|thinking| thinking.include_thoughts == Some(true)),
            web_search: self.search.web,
            image_search: self.search.image,
        }
    }
}

impl Fields<'_> {
    /// Those among the options.
    pub(super) fn settings(&mut self) -> Settings {
        let modalities = match self.take("responseModalities") {
            Given::Absent => None,
            given => read_modalities(&given).or_else(|| self.must("responseModalities", MODALITIES, &given)),
        };
        Settings {
            system: self.string("system"),
            aspect_ratio: self.string("aspectRatio"),
            size: self.string("size"),
            seed: self.whole(&SEED),
            temperature: self.real(&TEMPERATURE),
            top_p: self.real(&TOP_P),
            top_k: self.whole(&TOP_K),
            modalities: modalities.unwrap_or_else(|| Settings::default().modalities),
            safety: read_safety(self.take("safetySettings"), self.mistakes),
            thinking: read_thinking(self.take("thinking"), self.mistakes),
            search: read_search(self.take("search"), self.mistakes),
        }
    }
}
