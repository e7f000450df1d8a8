//! What was decided → what goes out beside the prompt and its pictures.

use super::given::{Given, Number};
use super::settings::Settings;
use super::thinking::Thinking;
use crate::wire::request::{Body, GenerationConfig, ImageConfig, System, ThinkingConfig, Tool};
use crate::wire::value::{self, Value};

impl Settings {
    /// The body but for its contents, as the first request has it.
    #[must_use]
    pub fn body(&self) -> Body {
        let Self { aspect_ratio, size, .. } = self;
        let image = ImageConfig { aspect_ratio: aspect_ratio.clone(), image_size: size.clone() };
        let think = |Thinking { level, include_thoughts }| ThinkingConfig { thinking_level: level, include_thoughts };
        Body {
            system_instruction: self.system.clone().map(System::new),
            generation_config: GenerationConfig {
                response_modalities: self.modalities.clone(),
                image_config: (aspect_ratio.is_some() || size.is_some()).then_some(image),
                seed: self.seed,
                temperature: self.temperature.as_ref().and_then(spelled),
                top_p: self.top_p.as_ref().and_then(spelled),
                top_k: self.top_k,
                thinking_config: self.thinking.map(think),
            },
            safety_settings: (!self.safety.is_empty()).then(|| self.safety.clone()),
            tools: Tool::search(self.search.web, self.search.image),
        }
    }
}

fn spelled(number: &Number) -> Option<value::Number> {
    value::Number::new(number.text.as_str())
}

/// As `JSON.stringify` has it: what JSON has no word for is absent, and a number that is none is null.
pub(super) fn value_of(given: Given) -> Value {
    match given {
        Given::Absent | Given::Function | Given::Symbol(_) | Given::BigInt(_) | Given::Opaque => Value::Absent,
        Given::Null => Value::Null,
        Given::Bool(value) => Value::Bool(value),
        Given::Number(number) => spelled(&number).map_or(Value::Null, Value::Number),
        Given::String(text) => Value::Text(text),
        Given::List(list) => Value::List(list.into_iter().map(value_of).collect()),
        Given::Map(members) => {
            Value::Object(members.into_iter().map(|(name, value)| (name, value_of(value))).collect())
        }
    }
}
