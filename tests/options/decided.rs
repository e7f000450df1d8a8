//! What comes of options that are right, and of those that are absent.

use super::{call, elsewhere};
use engine::face::models::Host;
use engine::face::options::{Credentials, Level, Modality, Number, Policy, Safety, Search, Settings, Thinking};
use engine::face::wire::target::Auth;
use serde_json::json;
use std::time::Duration;

#[test]
fn defaults() {
    let options = call(json!({ "apiKey": "sk-1" })).unwrap();
    let target = &options.target;
    assert_eq!((&*target.base, target.host, &*target.api_version), ("https://www.kkiai.com", Host::Kkiai, "v1beta"));
    assert_eq!(target.model, "gemini-2.5-flash-image");
    assert_eq!((options.guard.auth, options.guard.named), (Auth::Auto, false));
    assert_eq!((options.prompt.as_str(), options.images, options.credentials), ("a pig", 0, None));
    assert_eq!((options.n, options.concurrency, options.timeout), (1, 3, Some(Duration::from_secs(300))));
    assert_eq!(options.policy, Policy { max_retries: 2, retry_ambiguous: false });
    assert_eq!(options.settings, Settings::default());
    assert_eq!(options.settings.modalities, [Modality::Text, Modality::Image]);
    assert!(options.extra_body.is_none() && options.headers.is_empty() && options.warnings.is_empty());
    let google = call(json!({ "apiKey": "sk-1", "baseURL": "google" })).unwrap().target;
    assert_eq!((&*google.model, google.host), ("gemini-nano-banana-2.1", Host::Google));
}

#[test]
fn everything_at_once() {
    let options = elsewhere(json!({
        "images": ["a.png", "«opaque»"], "system": "Flat colours.", "apiVersion": "v1", "model": "tuned/ä b?c#d%20:x..",
        "auth": "bearer+query", "apiKey": "sk-1", "credentials": "same-origin",
        "aspectRatio": "0021:9", "size": "2K", "seed": -2_147_483_648_i64,
        "temperature": 0.1, "topP": 1, "topK": 2_147_483_647, "responseModalities": ["IMAGE", "TEXT", "IMAGE"],
        "safetySettings": [{ "category": "A", "threshold": "OFF" }],
        "thinking": { "level": "high", "includeThoughts": false },
        "search": { "image": true },
        "extraBody": { "labels": { "a": [1, null, "«undefined»", "«function»"] } }, "strict": true,
        "remoteImages": "«function»", "signal": "«opaque»", "timeout": 0.2,
        "onProgress": "«function»", "onImage": "«function»",
        "n": 1000, "concurrency": 1000, "maxRetries": 0, "retryAmbiguous": true, "fetch": "«function»",
    }));
    let options = options.unwrap();
    assert_eq!(options.images, 2);
    assert_eq!((&*options.target.model, &*options.target.api_version), ("tuned/ä b?c#d%20:x..", "v1"));
    assert_eq!((options.guard.auth, options.credentials), (Auth::BearerQuery, Some(Credentials::SameOrigin)));
    assert_eq!((options.n, options.concurrency, options.timeout), (1000, 1000, Some(Duration::from_millis(1))));
    assert_eq!(options.policy, Policy { max_retries: 0, retry_ambiguous: true });
    assert_eq!(options.extra_body.unwrap().to_json(), r#"{"labels":{"a":[1,null,null,null]}}"#);
    assert_eq!(
        options.settings,
        Settings {
            system: Some("Flat colours.".into()),
            aspect_ratio: Some("0021:9".into()),
            size: Some("2K".into()),
            seed: Some(i32::MIN),
            temperature: Some(Number { value: 0.1, text: "0.1".into() }),
            top_p: Some(Number { value: 1.0, text: "1".into() }),
            top_k: Some(2_147_483_647),
            modalities: vec![Modality::Image, Modality::Text, Modality::Image],
            safety: vec![Safety { category: "A".into(), threshold: "OFF".into() }],
            thinking: Some(Thinking { level: Some(Level::High), include_thoughts: Some(false) }),
            search: Search { web: false, image: true },
        }
    );
}

#[test]
fn ends_of_ranges_and_forms_of_one_value() {
    let timeout = |ms: f64| elsewhere(json!({ "timeout": ms })).unwrap().timeout;
    assert_eq!(timeout(0.0), None);
    assert_eq!(timeout(2_147_483_647.0), Some(Duration::from_millis(2_147_483_647)));
    assert_eq!(timeout(1500.5), Some(Duration::from_millis(1501)));
    let settings = |options| elsewhere(options).unwrap().settings;
    assert_eq!(settings(json!({ "seed": 2_147_483_646, "n": 2 })).seed, Some(2_147_483_646));
    assert_eq!(settings(json!({ "seed": "«-0»" })).seed, Some(0));
    assert_eq!(settings(json!({ "temperature": 2, "topP": 0 })).temperature.map(|number| number.value), Some(2.0));
    for (given, search) in [(json!(true), (true, false)), (json!(false), (false, false)), (json!({}), (false, false))] {
        let Search { web, image } = settings(json!({ "search": given })).search;
        assert_eq!((web, image), search);
    }
    assert_eq!(settings(json!({ "thinking": {} })).thinking, Some(Thinking::default()));
    assert_eq!(settings(json!({ "thinking": "«undefined»" })).thinking, None);
    assert_eq!(settings(json!({ "safetySettings": [] })).safety, []);
    for size in ["k", "huge", "8K", "1 K"] {
        assert_eq!(settings(json!({ "size": size })).size.as_deref(), Some(size));
    }
    for (images, count) in [(json!("a.png"), 1), (json!("«opaque»"), 1), (json!([]), 0), (json!("«undefined»"), 0)]
    {
        assert_eq!(elsewhere(json!({ "images": images })).unwrap().images, count);
    }
}

#[test]
fn what_the_model_does_not_take_is_told_beside() {
    let options = elsewhere(json!({ "size": "2K", "search": true, "images": vec!["a.png"; 4] })).unwrap();
    let said: Vec<_> = options.warnings.iter().map(|warning| warning.message()).collect();
    assert_eq!(
        said,
        [
            "gemini-2.5-flash-image works best with up to 3 `images`, got 4",
            "gemini-2.5-flash-image does not take `size: '2K'`: it makes 1K only",
            "gemini-2.5-flash-image does not take `search`: it does not search",
        ]
    );
    for options in [
        json!({ "model": "nano-banana-2", "images": vec!["a.png"; 99], "aspectRatio": "9:21", "strict": true }),
        json!({ "extraBody": { "generationConfig": { "imageConfig": { "imageSize": "1K" } } }, "strict": true }),
        json!({ "model": "gemini-3.1-flash-lite-image", "aspectRatio": "8:1", "strict": true }),
    ] {
        assert!(elsewhere(options.clone()).unwrap().warnings.is_empty(), "{options}");
    }
}
