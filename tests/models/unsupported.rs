//! What a known model is said not to take: for each option, against what the contract says of the model.

use engine::face::models::{ALL, Features, Warning, unsupported};

const NOTHING: Features<'static> = Features {
    images: 0,
    aspect_ratio: None,
    size: None,
    seed: false,
    temperature: false,
    top_p: false,
    top_k: false,
    level: None,
    include_thoughts: false,
    web_search: false,
    image_search: false,
};

/// Every option, each with a value that no model takes.
const EVERYTHING: Features<'static> = Features {
    images: 0,
    aspect_ratio: Some("9:21"),
    size: Some("8K"),
    seed: true,
    temperature: true,
    top_p: true,
    top_k: true,
    level: Some("low"),
    include_thoughts: true,
    web_search: true,
    image_search: true,
};

/// The options that are named, each with what is said of it.
fn told(model: &str, asked: &Features) -> Vec<(&'static str, String)> {
    let fields = |warning| match warning {
        Warning::Unsupported { option, message } => (option, message),
        other => panic!("{other:?}"),
    };
    unsupported(model, asked).into_iter().map(fields).collect()
}

fn options(model: &str, asked: &Features) -> String {
    told(model, asked).into_iter().map(|(option, _)| option).collect::<Vec<_>>().join(" ")
}

fn level(level: &str) -> Features<'_> {
    Features { level: Some(level), ..NOTHING }
}

#[test]
fn each_sentence() {
    const TEN: &str = "'1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9'";
    const FOURTEEN: &str =
        "'1:1', '1:4', '1:8', '2:3', '3:2', '3:4', '4:1', '4:3', '4:5', '5:4', '8:1', '9:16', '16:9', '21:9'";
    let ratio = |ratio| Features { aspect_ratio: Some(ratio), ..NOTHING };
    let size = |size| Features { size: Some(size), ..NOTHING };
    let search = |web_search, image_search| Features { web_search, image_search, ..NOTHING };
    let rows = [
        ("gemini-3-pro-image", ratio("1:8"), "aspectRatio: '1:8'`: it takes {10}"),
        ("gemini-3.1-flash-lite-image", ratio("9:21"), "aspectRatio: '9:21'`: it takes {14}"),
        ("gemini-2.5-flash-image", size("1K"), "size: '1K'`: it makes 1K only"),
        ("gemini-nano-banana-2.1", size("512"), "size: '512'`: it takes '1K', '2K', '4K'"),
        ("gemini-3.1-flash-lite-image", size("2K"), "size: '2K'`: it takes '1K'"),
        ("gemini-2.5-flash-image", level("high"), "thinking.level: 'high'`: it does not think"),
        ("gemini-3-pro-image", level("high"), "thinking.level: 'high'`: it always thinks, and ignores a level"),
        ("gemini-3.1-flash-image", level("medium"), "thinking.level: 'medium'`: it takes 'minimal', 'high'"),
        (
            "gemini-2.5-flash-image",
            Features { include_thoughts: true, ..NOTHING },
            "thinking.includeThoughts`: it does not think",
        ),
        ("gemini-2.5-flash-image", search(true, false), "search`: it does not search"),
        ("gemini-3.1-flash-lite-image", search(false, true), "search`: it does not search"),
        ("gemini-3-pro-image", search(true, true), "search.image`: it searches the web only"),
        (
            "gemini-nano-banana-2.1",
            Features { top_p: true, ..NOTHING },
            "topP`: it takes none of `seed`, `temperature`, `topP` and `topK`",
        ),
    ];
    for (model, asked, said) in rows {
        let option = said.split(['`', ':']).next().unwrap_or_default();
        let message = format!("{model} does not take `{}", said.replace("{10}", TEN).replace("{14}", FOURTEEN));
        let told = told(model, &asked);
        assert_eq!(told.iter().map(|(o, m)| (*o, m.as_str())).collect::<Vec<_>>(), [(option, &*message)]);
    }
}

#[test]
fn all_at_once_in_the_order_of_the_documentation() {
    let of = |model| options(model, &EVERYTHING);
    assert_eq!(of("gemini-2.5-flash-image"), "aspectRatio size thinking.level thinking.includeThoughts search");
    assert_eq!(of("gemini-3-pro-image"), "aspectRatio size thinking.level search.image");
    assert_eq!(of("gemini-3.1-flash-image"), "aspectRatio size thinking.level");
    assert_eq!(of("gemini-3.1-flash-lite-image"), "aspectRatio size thinking.level search");
    assert_eq!(of("gemini-nano-banana-2.1"), "aspectRatio size seed temperature topP topK thinking.level");
}

#[test]
fn what_a_model_takes_is_not_spoken_of() {
    for model in ALL {
        assert!(unsupported(model.id, &NOTHING).is_empty(), "{}", model.id);
        for ratio in model.aspect_ratios {
            assert_eq!(
                options(model.id, &Features { aspect_ratio: Some(ratio), ..NOTHING }),
                "",
                "{} {ratio}",
                model.id
            );
        }
        for size in model.sizes {
            assert_eq!(options(model.id, &Features { size: Some(size), ..NOTHING }), "", "{} {size}", model.id);
        }
        let levels = ["minimal", "low", "medium", "high"];
        let taken = levels.into_iter().filter(|name| unsupported(model.id, &level(name)).is_empty());
        assert!(taken.eq(model.thinking.iter().copied()), "{}", model.id);
    }
}

#[test]
fn nothing_is_known_of_other_ids() {
    let everything = Features { images: 99, ..EVERYTHING };
    for id in
        ["nano-banana-2", "models/gemini-2.5-flash-image", "gemini-2.5-flash-image ", "GEMINI-2.5-FLASH-IMAGE", ""]
    {
        assert!(unsupported(id, &everything).is_empty(), "{id}");
    }
}

#[test]
fn a_preview_is_told_apart_by_its_id_alone() {
    for model in ALL {
        assert_eq!(options(model.id, &EVERYTHING), options(model.id.trim_end_matches("-preview"), &EVERYTHING));
        assert!(told(model.id, &EVERYTHING).iter().all(|(_, message)| message.starts_with(model.id)));
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
        let warnings = unsupported(model, &Features { images, ..NOTHING });
        let expected = said.map(|message| Warning::Unsupported { option: "images", message: message.into() });
        assert_eq!(warnings.first(), expected.as_ref(), "{model} {images}");
    }
}
