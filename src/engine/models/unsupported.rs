//! What is asked of a known model → a warning for each option that it is known to refuse or to ignore.
//!
//! It goes by the table alone. Of an id outside it nothing is known, so nothing is said; that Google has retired a
//! model is no matter here, because gateways keep the old names. What stands in `extraBody` is the caller's own.

use super::{Model, Warning, find};

/// What a model may have something against.
#[derive(Clone, Copy, Debug, Default)]
pub struct Features<'a> {
    /// How many pictures go in.
    pub images: usize,
    /// `imageConfig.aspectRatio`.
    pub aspect_ratio: Option<&'a str>,
    /// `imageConfig.imageSize`.
    pub size: Option<&'a str>,
    /// Whether there is a `seed`.
    pub seed: bool,
    /// Whether there is a `temperature`.
    pub temperature: bool,
    /// Whether there is a `topP`.
    pub top_p: bool,
    /// Whether there is a `topK`.
    pub top_k: bool,
    /// `thinking.level`, in lower case.
    pub level: Option<&'a str>,
    /// Whether thoughts are to be told.
    pub include_thoughts: bool,
    /// Whether it is to search the web.
    pub web_search: bool,
    /// Whether it is to search pictures.
    pub image_search: bool,
}

/// A warning for each option that the model does not take, in the order in which the options are documented.
#[must_use]
pub fn unsupported(id: &str, features: &Features) -> Vec<Warning> {
    find(id).map_or_else(Vec::new, |model| {
        let mut support = Support { model, warnings: Vec::new() };
        support.check(features);
        support.warnings
    })
}

struct Support {
    model: &'static Model,
    warnings: Vec<Warning>,
}

impl Support {
    fn check(&mut self, features: &Features) {
        let model = self.model;
        // More than a model refuses are an error of `options`.
        if features.images > model.max_images as usize {
            let message =
                format!("{} works best with up to {} `images`, got {}", model.id, model.max_images, features.images);
            self.warnings.push(Warning::Unsupported { option: "images", message });
        }
        self.choose("aspectRatio", features.aspect_ratio, model.aspect_ratios, "");
        self.choose("size", features.size, model.sizes, "it makes 1K only");
        for (option, given) in [
            ("seed", features.seed),
            ("temperature", features.temperature),
            ("topP", features.top_p),
            ("topK", features.top_k),
        ] {
            if given && !model.sampling {
                self.refuse(option, "", "it takes none of `seed`, `temperature`, `topP` and `topK`");
            }
        }
        let why = if model.thinks { "it always thinks, and ignores a level" } else { "it does not think" };
        self.choose("thinking.level", features.level, model.thinking, why);
        if features.include_thoughts && !model.thinks {
            self.refuse("thinking.includeThoughts", "", why);
        }
        if (features.web_search || features.image_search) && !model.web_search {
            self.refuse("search", "", "it does not search");
        } else if features.image_search && !model.image_search {
            self.refuse("search.image", "", "it searches the web only");
        }
    }

    /// One of a list; `none` is said where the list is empty.
    fn choose(&mut self, option: &'static str, given: Option<&str>, list: &[&str], none: &str) {
        match given {
            Some(given) if list.is_empty() => self.refuse(option, &format!(": '{given}'"), none),
            Some(given) if !list.contains(&given) => {
                self.refuse(option, &format!(": '{given}'"), &format!("it takes '{}'", list.join("', '")));
            }
            _ => {}
        }
    }

    fn refuse(&mut self, option: &'static str, given: &str, why: &str) {
        let message = format!("{} does not take `{option}{given}`: {why}", self.model.id);
        self.warnings.push(Warning::Unsupported { option, message });
    }
}
