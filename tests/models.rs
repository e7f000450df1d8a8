//! The table of models agrees with itself, and with what the contract says of it.

#![cfg(not(target_arch = "wasm32"))]

use std::collections::HashSet;
use wasmagine::models::{Host, MODELS, Model, default_for, known, to_js};

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

#[test]
fn capabilities_are_those_of_the_contract() {
    let row = |model: &Model| {
        (
            model.aspect_ratios.len(),
            model.sizes.join(" "),
            (model.max_images, model.refuses_more),
            model.thinking.join(" "),
            model.web_search,
            model.image_search,
        )
    };
    let expected = [
        ("gemini-2.5-flash-image", (10, "", (3, false), "", false, false)),
        ("gemini-3-pro-image", (10, "1K 2K 4K", (14, true), "", true, false)),
        ("gemini-3.1-flash-image", (14, "512 1K 2K 4K", (14, true), "minimal high", true, true)),
        ("gemini-3.1-flash-lite-image", (10, "1K", (14, true), "minimal high", false, false)),
        ("gemini-nano-banana-2.1", (14, "1K 2K 4K", (14, true), "minimal medium high", true, true)),
    ];
    for (id, (ratios, sizes, images, thinking, web, image)) in expected {
        assert_eq!(
            known(id).map(row),
            Some((ratios, sizes.to_owned(), images, thinking.to_owned(), web, image)),
            "{id}"
        );
    }
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
