//! The options that say what to make → [`Body`].

use crate::error::Error;
use crate::fields::Fields;
use crate::request::{Body, GenerationConfig, ImageConfig, SafetySetting, System, ThinkingConfig, Tool};

type Result<T> = core::result::Result<T, Error>;

/// Reads all of them.
pub fn read(fields: &Fields) -> Result<Body> {
    let between = |least: f64, most: f64| move |number: f64| (least..=most).contains(&number);
    let (least, most) = (f64::from(i32::MIN), f64::from(i32::MAX));
    let aspect_ratio = read_aspect_ratio(fields)?;
    let image_size = read_size(fields)?;
    let sized = aspect_ratio.is_some() || image_size.is_some();
    let (web, image) = read_search(fields)?;
    Ok(Body {
        system_instruction: fields.string("system")?.map(System::new),
        generation_config: GenerationConfig {
            response_modalities: read_modalities(fields)?,
            image_config: sized.then_some(ImageConfig { aspect_ratio, image_size }),
            seed: fields
                .whole("seed", "a whole number from -2147483648 to 2147483647", least..=most)?
                .map(|seed| seed as i32),
            temperature: fields.number("temperature", "a number from 0 to 2", between(0.0, 2.0))?,
            top_p: fields.number("topP", "a number from 0 to 1", between(0.0, 1.0))?,
            top_k: fields.whole("topK", "a whole number from 1", 1.0..=most)?.map(|k| k as u32),
            thinking_config: read_thinking(fields)?,
        },
        safety_settings: read_safety(fields)?,
        tools: Tool::search(web, image),
    })
}

fn read_aspect_ratio(fields: &Fields) -> Result<Option<String>> {
    let Some(ratio) = fields.string("aspectRatio")? else {
        return Ok(None);
    };
    let side = |text: &str| text.len() <= 4 && text.parse::<u16>().is_ok_and(|side| side > 0);
    let good = ratio.split_once(':').is_some_and(|(width, height)| side(width) && side(height));
    if good {
        Ok(Some(ratio))
    } else {
        Err(fields.refuse("aspectRatio", "width:height in whole numbers, such as '16:9'"))
    }
}

fn read_size(fields: &Fields) -> Result<Option<String>> {
    let Some(size) = fields.string("size")? else {
        return Ok(None);
    };
    let must = "'512', '1K', '2K', '4K' or another size that the model takes";
    let fix = match size.strip_suffix('k') {
        _ if size == "0.5K" || size == "0.5k" => Some("512".to_owned()),
        Some(number) if !number.is_empty() => Some(format!("{number}K")), // the server refuses the lower-case k
        _ => None,
    };
    match fix {
        Some(fix) => Err(fields.refuse("size", must).hint(format!("write `size: '{fix}'`"))),
        None if size.trim().is_empty() => Err(fields.refuse("size", must)),
        None => Ok(Some(size)),
    }
}

fn read_modalities(fields: &Fields) -> Result<Vec<&'static str>> {
    const MUST: &str = "an array of 'TEXT' and 'IMAGE' with 'IMAGE' in it";
    let Some(list) = fields.array("responseModalities", MUST)? else {
        return Ok(vec!["TEXT", "IMAGE"]); // with TEXT, so that a refusal can be read
    };
    let named = list.iter().map(|item| match item.as_string().as_deref() {
        Some("TEXT") => Some("TEXT"),
        Some("IMAGE") => Some("IMAGE"),
        _ => None,
    });
    let modalities: Option<Vec<_>> = named.collect();
    modalities.filter(|named| named.contains(&"IMAGE")).ok_or_else(|| fields.refuse("responseModalities", MUST))
}

fn read_thinking(fields: &Fields) -> Result<Option<ThinkingConfig>> {
    let Some(thinking) = fields.object("thinking")? else {
        return Ok(None);
    };
    thinking.allow(&["level", "includeThoughts"], &[])?;
    let thinking_level = match thinking.string("level")?.as_deref() {
        None => None,
        Some("minimal") => Some("MINIMAL"),
        Some("low") => Some("LOW"),
        Some("medium") => Some("MEDIUM"),
        Some("high") => Some("HIGH"),
        Some(_) => return Err(thinking.refuse("level", "'minimal', 'low', 'medium' or 'high'")),
    };
    Ok(Some(ThinkingConfig { thinking_level, include_thoughts: thinking.boolean("includeThoughts")? }))
}

/// Web and image search, as asked for.
fn read_search(fields: &Fields) -> Result<(bool, bool)> {
    let Some(value) = fields.get("search") else { return Ok((false, false)) };
    if let Some(web) = value.as_bool() {
        return Ok((web, false));
    }
    if !value.is_object() {
        return Err(fields.refuse("search", "true, false or { web, image }"));
    }
    let search = Fields::of("", "search", &value)?;
    search.allow(&["web", "image"], &[])?;
    Ok((search.boolean("web")?.unwrap_or(false), search.boolean("image")?.unwrap_or(false)))
}

fn read_safety(fields: &Fields) -> Result<Vec<SafetySetting>> {
    const MUST: &str = "an array of { category, threshold }";
    let Some(list) = fields.array("safetySettings", MUST)? else {
        return Ok(Vec::new());
    };
    let mut settings = Vec::new();
    for (at, item) in list.iter().enumerate() {
        let item = Fields::of("", &format!("safetySettings[{at}]"), &item)?;
        item.allow(&["category", "threshold"], &[])?;
        let text = |name| item.string(name)?.ok_or_else(|| item.refuse(name, "a string"));
        settings.push(SafetySetting { category: text("category")?, threshold: text("threshold")? });
    }
    Ok(settings)
}
