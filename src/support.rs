//! What is asked of a known model → what it is known to refuse or to ignore.
//!
//! It goes by the table in src/models.rs alone. Of an id outside the table nothing is known, so nothing is said; that Google
//! has retired a model is no matter here, because gateways keep the old names. What the caller writes into `extraBody` is the
//! caller's own.

use crate::models::{self, Model};
use crate::request::Body;
use crate::warning::Warning;

/// A warning for each option that `model` does not take, in the order in which the options are documented.
#[must_use]
pub fn unsupported(model: &str, images: u32, asked: &Body) -> Vec<Warning> {
    models::known(model).map_or_else(Vec::new, |model| {
        let mut support = Support { model, warnings: Vec::new() };
        support.count(images);
        support.check(asked);
        support.warnings
    })
}

struct Support {
    model: &'static Model,
    warnings: Vec<Warning>,
}

impl Support {
    /// More than the model refuses are an error before it comes to this.
    fn count(&mut self, images: u32) {
        let Model { id, max_images, .. } = self.model;
        if images > *max_images {
            let message = format!("{id} works best with up to {max_images} `images`, got {images}");
            self.warnings.push(Warning::Unsupported { option: "images", message });
        }
    }

    fn check(&mut self, asked: &Body) {
        let model = self.model;
        let config = &asked.generation_config;
        if let Some(image) = &config.image_config {
            self.choose("aspectRatio", image.aspect_ratio.as_deref(), model.aspect_ratios, "");
            self.choose("size", image.image_size.as_deref(), model.sizes, "it makes 1K only");
        }
        for (option, given) in [
            ("seed", config.seed.is_some()),
            ("temperature", config.temperature.is_some()),
            ("topP", config.top_p.is_some()),
            ("topK", config.top_k.is_some()),
        ] {
            if given && !model.sampling {
                self.refuse(option, "", "it takes none of `seed`, `temperature`, `topP` and `topK`");
            }
        }
        if let Some(thinking) = &config.thinking_config {
            let why = if model.thinks { "it always thinks, and ignores a level" } else { "it does not think" };
            let level = thinking.thinking_level.map(str::to_ascii_lowercase);
            self.choose("thinking.level", level.as_deref(), model.thinking, why);
            if thinking.include_thoughts == Some(true) && !model.thinks {
                self.refuse("thinking.includeThoughts", "", why);
            }
        }
        if let Some(tool) = asked.tools.first() {
            let image = tool.google_search.search_types.as_ref().is_some_and(|types| types.image_search.is_some());
            if !model.web_search {
                self.refuse("search", "", "it does not search");
            } else if image && !model.image_search {
                self.refuse("search.image", "", "it searches the web only");
            }
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
