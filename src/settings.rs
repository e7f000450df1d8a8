//! The options that say what to make → [`Body`].

use crate::fields::Fields;
use crate::request::{Body, GenerationConfig, ImageConfig, SafetySetting, System, ThinkingConfig, Tool};

/// Reads all of them.
pub fn read(fields: &Fields) -> Body {
    let (least, most) = (f64::from(i32::MIN), f64::from(i32::MAX));
    let aspect_ratio = read_aspect_ratio(fields);
    let image_size = read_size(fields);
    let sized = aspect_ratio.is_some() || image_size.is_some();
    let (web, image) = read_search(fields);
    Body {
        system_instruction: fields.string("system").map(System::new),
        generation_config: GenerationConfig {
            response_modalities: read_modalities(fields),
            image_config: sized.then_some(ImageConfig { aspect_ratio, image_size }),
            seed: fields
                .whole("seed", "a whole number from -2147483648 to 2147483647", least..=most)
                .map(|seed| seed as i32),
            temperature: fields.number("temperature", "a number from 0 to 2", 0.0..=2.0),
            top_p: fields.number("topP", "a number from 0 to 1", 0.0..=1.0),
            top_k: fields.whole("topK", "a whole number from 1", 1.0..=most).map(|k| k as u32),
            thinking_config: read_thinking(fields),
        },
        safety_settings: read_safety(fields),
        tools: Tool::search(web, image),
    }
}

fn read_aspect_ratio(fields: &Fields) -> Option<String> {
    let ratio = fields.string("aspectRatio")?;
    let side = |text: &str| text.len() <= 4 && text.parse::<u16>().is_ok_and(|side| side > 0);
    if !ratio.split_once(':').is_some_and(|(width, height)| side(width) && side(height)) {
        fields.refuse("aspectRatio", "width:height in whole numbers, such as '16:9'");
    }
    Some(ratio)
}

fn read_size(fields: &Fields) -> Option<String> {
    let size = fields.string("size")?;
    let fix = match size.strip_suffix('k') {
        _ if size == "0.5K" || size == "0.5k" => Some("512".to_owned()),
        Some(number) if !number.is_empty() => Some(format!("{number}K")), // the server refuses the lower-case k
        _ => None,
    };
    if fix.is_some() || size.trim().is_empty() {
        let wrong = fields.wrong("size", "'512', '1K', '2K', '4K' or another size that the model takes");
        fields.note(match fix {
            Some(fix) => wrong.hint(format!("write `size: '{fix}'`")),
            None => wrong,
        });
    }
    Some(size)
}

fn read_modalities(fields: &Fields) -> Vec<&'static str> {
    const MUST: &str = "an array of 'TEXT' and 'IMAGE' with 'IMAGE' in it";
    let Some(list) = fields.array("responseModalities", MUST) else {
        return vec!["TEXT", "IMAGE"]; // with TEXT, so that a refusal can be read
    };
    let mut named = Vec::new();
    for item in list.iter() {
        named.extend(["TEXT", "IMAGE"].into_iter().find(|name| item == *name));
    }
    if named.len() != list.length() as usize || !named.contains(&"IMAGE") {
        fields.refuse("responseModalities", MUST);
    }
    named
}

fn read_thinking(fields: &Fields) -> Option<ThinkingConfig> {
    let thinking = fields.object("thinking")?;
    thinking.allow(&["level", "includeThoughts"], &[]);
    let level = thinking.string("level").and_then(|level| {
        let known = ["MINIMAL", "LOW", "MEDIUM", "HIGH"].into_iter();
        let found = known.into_iter().find(|known| known.to_ascii_lowercase() == level);
        if found.is_none() {
            thinking.refuse("level", "'minimal', 'low', 'medium' or 'high'");
        }
        found
    });
    Some(ThinkingConfig { thinking_level: level, include_thoughts: thinking.boolean("includeThoughts") })
}

/// Web and image search, as asked for.
fn read_search(fields: &Fields) -> (bool, bool) {
    let Some(value) = fields.get("search") else { return (false, false) };
    if let Some(web) = value.as_bool() {
        return (web, false);
    }
    if !value.is_object() {
        fields.refuse("search", "true, false or { web, image }");
        return (false, false);
    }
    let search = fields.within("search", &value);
    search.allow(&["web", "image"], &[]);
    (search.boolean("web").unwrap_or(false), search.boolean("image").unwrap_or(false))
}

fn read_safety(fields: &Fields) -> Vec<SafetySetting> {
    let mut settings = Vec::new();
    for (item, at) in
        fields.array("safetySettings", "an array of { category, threshold }").unwrap_or_default().iter().zip(0..)
    {
        let item = fields.within(&format!("safetySettings[{at}]"), &item);
        item.allow(&["category", "threshold"], &[]);
        let text = |name| {
            item.string(name).unwrap_or_else(|| {
                item.refuse(name, "a string");
                String::new()
            })
        };
        settings.push(SafetySetting { category: text("category"), threshold: text("threshold") });
    }
    settings
}
