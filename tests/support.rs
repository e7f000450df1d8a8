//! What a known model is said not to take: for each option, against what the contract says of the model.

#![cfg(not(target_arch = "wasm32"))]

use wasmagine::models::MODELS;
use wasmagine::request::{Body, GenerationConfig, ImageConfig, ThinkingConfig, Tool};
use wasmagine::support::unsupported;
use wasmagine::warning::Warning;

fn image(ratio: Option<&str>, size: Option<&str>) -> Body {
    let config = ImageConfig { aspect_ratio: ratio.map(Into::into), image_size: size.map(Into::into) };
    config_of(GenerationConfig { image_config: Some(config), ..Default::default() })
}

fn thinking(level: Option<&'static str>, include_thoughts: Option<bool>) -> Body {
    let config = ThinkingConfig { thinking_level: level, include_thoughts };
    config_of(GenerationConfig { thinking_config: Some(config), ..Default::default() })
}

fn config_of(generation_config: GenerationConfig) -> Body {
    Body { generation_config, ..Default::default() }
}

fn search(web: bool, image: bool) -> Body {
    Body { tools: Tool::search(web, image), ..Default::default() }
}

/// Every option, each with a value that no model takes.
fn everything() -> Body {
    Body {
        generation_config: GenerationConfig {
            seed: Some(0),
            temperature: Some(0.0),
            top_p: Some(0.0),
            top_k: Some(1),
            thinking_config: thinking(Some("LOW"), Some(true)).generation_config.thinking_config,
            ..image(Some("9:21"), Some("8K")).generation_config
        },
        ..search(true, true)
    }
}

/// The options that are named, each with what is said of it.
fn told(model: &str, asked: &Body) -> Vec<(&'static str, String)> {
    let fields = |warning| match warning {
        Warning::Unsupported { option, message } => (option, message),
        other => panic!("{other:?}"),
    };
    unsupported(model, 0, asked).into_iter().map(fields).collect()
}

fn options(model: &str, asked: &Body) -> Vec<&'static str> {
    told(model, asked).into_iter().map(|(option, _)| option).collect()
}

#[test]
fn each_sentence() {
    const TEN: &str = "'1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9'";
    let rows = [
        ("gemini-3-pro-image", image(Some("1:8"), None), "aspectRatio: '1:8'`: it takes TEN"),
        ("gemini-2.5-flash-image", image(None, Some("1K")), "size: '1K'`: it makes 1K only"),
        ("gemini-nano-banana-2.1", image(None, Some("512")), "size: '512'`: it takes '1K', '2K', '4K'"),
        ("gemini-3.1-flash-lite-image", image(None, Some("2K")), "size: '2K'`: it takes '1K'"),
        ("gemini-2.5-flash-image", thinking(Some("HIGH"), None), "thinking.level: 'high'`: it does not think"),
        (
            "gemini-3-pro-image",
            thinking(Some("HIGH"), None),
            "thinking.level: 'high'`: it always thinks, and ignores a level",
        ),
        (
            "gemini-3.1-flash-image",
            thinking(Some("MEDIUM"), None),
            "thinking.level: 'medium'`: it takes 'minimal', 'high'",
        ),
        ("gemini-2.5-flash-image", thinking(None, Some(true)), "thinking.includeThoughts`: it does not think"),
        ("gemini-2.5-flash-image", search(true, false), "search`: it does not search"),
        ("gemini-3.1-flash-lite-image", search(false, true), "search`: it does not search"),
        ("gemini-3-pro-image", search(true, true), "search.image`: it searches the web only"),
        (
            "gemini-nano-banana-2.1",
            config_of(GenerationConfig { top_p: Some(0.5), ..Default::default() }),
            "topP`: it takes none of `seed`, `temperature`, `topP` and `topK`",
        ),
    ];
    for (model, asked, said) in rows {
        let option = said.split(['`', ':']).next().unwrap_or_default();
        let message = format!("{model} does not take `{}", said.replace("TEN", TEN));
        assert_eq!(
            told(model, &asked).iter().map(|(o, m)| (*o, m.as_str())).collect::<Vec<_>>(),
            [(option, &*message)]
        );
    }
}

#[test]
fn all_at_once_in_the_order_of_the_documentation() {
    let of = |model| options(model, &everything()).join(" ");
    assert_eq!(
        of("gemini-2.5-flash-image"),
        "aspectRatio size thinking.level thinking.includeThoughts search",
        "never thinks nor searches"
    );
    assert_eq!(of("gemini-3-pro-image"), "aspectRatio size thinking.level search.image");
    assert_eq!(of("gemini-3.1-flash-image"), "aspectRatio size thinking.level");
    assert_eq!(of("gemini-3.1-flash-lite-image"), "aspectRatio size thinking.level search");
    assert_eq!(of("gemini-nano-banana-2.1"), "aspectRatio size seed temperature topP topK thinking.level");
}

#[test]
fn what_a_model_takes_is_not_spoken_of() {
    for model in MODELS {
        assert!(unsupported(model.id, 0, &Body::default()).is_empty(), "{}", model.id);
        assert!(unsupported(model.id, 0, &thinking(None, Some(false))).is_empty(), "{}", model.id);
        for ratio in model.aspect_ratios {
            assert!(unsupported(model.id, 0, &image(Some(ratio), None)).is_empty(), "{} {ratio}", model.id);
        }
        for size in model.sizes {
            assert!(unsupported(model.id, 0, &image(None, Some(size))).is_empty(), "{} {size}", model.id);
        }
        let levels = ["MINIMAL", "LOW", "MEDIUM", "HIGH"];
        let taken = levels.iter().filter(|level| unsupported(model.id, 0, &thinking(Some(level), None)).is_empty());
        assert!(taken.map(|level| level.to_lowercase()).eq(model.thinking.iter().copied()), "{}", model.id);
    }
}

#[test]
fn nothing_is_known_of_other_ids() {
    for id in ["nano-banana-2", "models/gemini-2.5-flash-image", "gemini-2.5-flash-image ", "GEMINI-2.5-FLASH-IMAGE"] {
        assert!(unsupported(id, 0, &everything()).is_empty(), "{id}");
    }
}

#[test]
fn a_retired_model_is_told_apart_by_its_id_alone() {
    for model in MODELS {
        if let Some(retired) = &model.retired {
            assert_eq!(options(model.id, &everything()), options(retired.successor, &everything()));
            assert!(told(model.id, &everything()).iter().all(|(_, message)| message.starts_with(model.id)));
        }
    }
}

#[test]
fn more_pictures_than_a_model_works_well_with() {
    for (model, images, said) in [
        ("gemini-2.5-flash-image", 3, None),
        ("gemini-2.5-flash-image", 4, Some("gemini-2.5-flash-image works best with up to 3 `images`, got 4")),
        ("gemini-3-pro-image", 14, None),
        ("nano-banana-2", 99, None),
    ] {
        let warnings = unsupported(model, images, &Body::default());
        let expected = said.map(|message| Warning::Unsupported { option: "images", message: message.into() });
        assert_eq!(warnings.first(), expected.as_ref(), "{model} {images}");
    }
}
