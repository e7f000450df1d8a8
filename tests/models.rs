//! The table of models agrees with itself, and with what the contract says of it.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic

#[path = "models/mismatch.rs"]
mod mismatch;
#[path = "models/script.rs"]
mod script;
#[path = "models/unsupported.rs"]
mod unsupported;

use engine::face::models::{ALL, Host, Warning, default_for, find};
use std::collections::BTreeSet;

#[test]
fn ids_are_unique_and_found() {
    let ids: BTreeSet<_> = ALL.iter().map(|model| model.id).collect();
    assert_eq!(ids.len(), ALL.len());
    for model in ALL {
        assert_eq!(find(model.id), Some(model));
    }
    assert!(find("gemini-2.5-flash").is_none());
}

#[test]
fn every_host_has_one_default_that_has_not_ended_there() {
    for (host, id) in [
        (Host::Kkiai, "gemini-2.5-flash-image"),
        (Host::Google, "gemini-nano-banana-2.1"),
        (Host::Other, "gemini-2.5-flash-image"),
    ] {
        assert_eq!(default_for(host), id);
        assert_eq!(ALL.iter().filter(|model| model.default_for.contains(&host)).count(), 1, "{host:?}");
    }
    assert!(ALL.iter().all(|model| model.default_for.is_empty() || model.retired.is_none()));
}

#[test]
fn successors_are_known_and_have_not_ended() {
    for retired in ALL.iter().filter_map(|model| model.retired) {
        assert!(find(retired.successor).is_some_and(|model| model.retired.is_none()), "{}", retired.successor);
    }
}

#[test]
fn what_google_shut_down_and_when() {
    let retired = ALL.iter().filter_map(|model| Some((model.id, model.retired?)));
    let retired: Vec<_> = retired.map(|(id, retired)| (id, retired.on, retired.successor)).collect();
    assert_eq!(
        retired,
        [
            ("gemini-2.5-flash-image-preview", "2026-01-15", "gemini-2.5-flash-image"),
            ("gemini-3-pro-image-preview", "2026-06-25", "gemini-3-pro-image"),
            ("gemini-3.1-flash-image", "2026-10-29", "gemini-nano-banana-2.1"),
            ("gemini-3.1-flash-image-preview", "2026-06-25", "gemini-nano-banana-2.1"),
        ]
    );
}

/// Ratios, sizes, reference images and whether more are refused, thinking and its levels, sampling, web and image
/// search.
type Row = (&'static str, &'static str, (u32, bool), (bool, &'static str), bool, (bool, bool));

#[test]
fn capabilities_are_those_of_the_contract() {
    const TEN: &str = "1:1 2:3 3:2 3:4 4:3 4:5 5:4 9:16 16:9 21:9";
    const FOURTEEN: &str = "1:1 1:4 1:8 2:3 3:2 3:4 4:1 4:3 4:5 5:4 8:1 9:16 16:9 21:9";
    let expected: [(&str, Row); 5] = [
        ("gemini-2.5-flash-image", (TEN, "", (3, false), (false, ""), true, (false, false))),
        ("gemini-3-pro-image", (TEN, "1K 2K 4K", (14, true), (true, ""), true, (true, false))),
        ("gemini-3.1-flash-image", (FOURTEEN, "512 1K 2K 4K", (14, true), (true, "minimal high"), true, (true, true))),
        ("gemini-3.1-flash-lite-image", (FOURTEEN, "1K", (14, true), (true, "minimal high"), true, (false, false))),
        (
            "gemini-nano-banana-2.1",
            (FOURTEEN, "1K 2K 4K", (14, true), (true, "minimal medium high"), false, (true, true)),
        ),
    ];
    let mut rows = 0;
    for model in ALL {
        // A preview takes what came after it takes.
        let id = model.id.trim_end_matches("-preview");
        let row = expected.iter().find(|(known, _)| *known == id).map(|(_, row)| row);
        let (ratios, sizes, images, (thinks, levels), sampling, search) = row.unwrap_or_else(|| panic!("{id}"));
        let joined = |list: &[&str]| list.join(" ");
        assert_eq!(joined(model.aspect_ratios), *ratios, "{}", model.id);
        assert_eq!(joined(model.sizes), *sizes, "{}", model.id);
        assert_eq!((model.max_images, model.refuses_more), *images, "{}", model.id);
        assert_eq!((model.thinks, &*joined(model.thinking)), (*thinks, *levels), "{}", model.id);
        assert_eq!((model.sampling, (model.web_search, model.image_search)), (*sampling, *search), "{}", model.id);
        rows += usize::from(id == model.id);
    }
    assert_eq!(rows, expected.len());
}

#[test]
fn warnings_are_told_as_the_types_say() {
    let rows = [
        (
            Warning::Unsupported { option: "thinking.level", message: "m".into() },
            r#"{"type":"unsupported","option":"thinking.level","message":"m"}"#,
        ),
        (
            Warning::Mismatch { option: "size", requested: "2K".into(), actual: "1K".into(), message: "m".into() },
            r#"{"type":"mismatch","option":"size","requested":"2K","actual":"1K","message":"m"}"#,
        ),
        (Warning::Compat { message: "m".into() }, r#"{"type":"compat","message":"m"}"#),
    ];
    for (warning, json) in rows {
        assert_eq!(serde_json::to_string(&warning).unwrap(), json);
        assert_eq!(warning.message(), "m");
    }
}
