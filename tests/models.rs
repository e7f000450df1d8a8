//! The table of models agrees with itself, and with what the contract says of it.

#![cfg(not(target_arch = "wasm32"))]

use std::collections::HashSet;
use wasmagine::models::{Host, MODELS, default_for, known, to_js};

#[test]
fn ids_are_unique_and_found() {
    let ids: HashSet<_> = MODELS.iter().map(|model| model.id).collect();
    assert_eq!(ids.len(), MODELS.len());
    for model in MODELS {
        assert_eq!(known(model.id).map(|found| found.id), Some(model.id));
    }
    assert!(known("gemini-2.5-flash").is_none());
}

#[test]
fn every_host_has_one_default_that_is_not_retired_there() {
    for (host, id) in [
        (Host::Kkiai, "gemini-2.5-flash-image"),
        (Host::Google, "gemini-nano-banana-2.1"),
        (Host::Other, "gemini-2.5-flash-image"),
    ] {
        assert_eq!(default_for(host), id);
        assert_eq!(MODELS.iter().filter(|model| model.default_for.contains(&host)).count(), 1, "{host:?}");
    }
    assert!(known(default_for(Host::Google)).is_some_and(|model| model.retired.is_none()));
}

#[test]
fn successors_are_known_and_alive() {
    for retired in MODELS.iter().filter_map(|model| model.retired.as_ref()) {
        assert!(known(retired.successor).is_some_and(|model| model.retired.is_none()), "{}", retired.successor);
    }
}

const TEN: &str = "1:1 2:3 3:2 3:4 4:3 4:5 5:4 9:16 16:9 21:9";
const FOURTEEN: &str = "1:1 1:4 1:8 2:3 3:2 3:4 4:1 4:3 4:5 5:4 8:1 9:16 16:9 21:9";

/// Ratios, sizes, reference images and whether more are refused, thinking and its levels, sampling, web and image search.
type Row = (&'static str, &'static str, (u32, bool), (bool, &'static str), bool, (bool, bool));

#[test]
fn capabilities_are_those_of_the_contract() {
    let expected: [(&str, Row); 5] = [
        ("gemini-2.5-flash-image", (TEN, "", (3, false), (false, ""), true, (false, false))),
        ("gemini-3-pro-image", (TEN, "1K 2K 4K", (14, true), (true, ""), true, (true, false))),
        ("gemini-3.1-flash-image", (FOURTEEN, "512 1K 2K 4K", (14, true), (true, "minimal high"), true, (true, true))),
        ("gemini-3.1-flash-lite-image", (TEN, "1K", (14, true), (true, "minimal high"), true, (false, false))),
        (
            "gemini-nano-banana-2.1",
            (FOURTEEN, "1K 2K 4K", (14, true), (true, "minimal medium high"), false, (true, true)),
        ),
    ];
    let mut rows = 0;
    for model in MODELS {
        // A preview takes what came after it takes.
        let id = model.retired.as_ref().map_or(model.id, |retired| retired.successor);
        let row = expected.iter().find(|(known, _)| *known == id).map(|(_, row)| row);
        let (ratios, sizes, images, (thinks, levels), sampling, search) = row.unwrap_or_else(|| panic!("{id}"));
        assert_eq!(
            (model.aspect_ratios.join(" ").as_str(), model.sizes.join(" ").as_str()),
            (*ratios, *sizes),
            "{}",
            model.id
        );
        assert_eq!((model.max_images, model.refuses_more), *images, "{}", model.id);
        assert_eq!((model.thinks, model.thinking.join(" ").as_str()), (*thinks, *levels), "{}", model.id);
        assert_eq!((model.sampling, (model.web_search, model.image_search)), (*sampling, *search), "{}", model.id);
        rows += usize::from(model.retired.is_none());
    }
    assert_eq!(rows, expected.len());
}

#[test]
fn what_google_shut_down_and_when() {
    let retired = MODELS.iter().filter_map(|model| Some((model.id, model.retired.as_ref()?)));
    let retired: Vec<_> = retired.map(|(id, retired)| (id, retired.on, retired.successor)).collect();
    assert_eq!(
        retired,
        [
            ("gemini-2.5-flash-image-preview", "2026-03", "gemini-2.5-flash-image"),
            ("gemini-3-pro-image-preview", "2026-06-25", "gemini-3-pro-image"),
            ("gemini-3.1-flash-image-preview", "2026-06-25", "gemini-3.1-flash-image"),
        ]
    );
}

#[test]
fn the_javascript_holds_every_row() {
    let js = to_js();
    assert_eq!(js.matches("{ id: '").count(), MODELS.len());
    assert!(js.contains(
        "{ id: 'gemini-2.5-flash-image', name: 'Nano Banana', aspectRatios: ['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', \
         '5:4', '9:16', '16:9', '21:9'], sizes: [], maxImages: 3, thinking: [], search: { web: false, image: false }, \
         defaultFor: ['kkiai', 'other'] },"
    ));
    assert!(js.contains("retired: { on: '2026-06-25', successor: 'gemini-3-pro-image' }"));
}
