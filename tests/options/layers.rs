//! Options over defaults: whose value counts, and to which origin a default key may go.

use super::{checked, given};
use engine::face::options::{Draft, Given, Key, Layer, Options, Page, merge};
use serde_json::{Value, json};

const HOME: &str = "https://home.example";
const AWAY: &str = "https://away.example";

fn layer(options: &Value) -> Layer {
    let Given::Map(fields) = given(options) else { panic!("{options}") };
    Layer { fields, page: Page::default() }
}

/// A call's options, the last, over defaults.
fn call(levels: &[Value]) -> Result<Options, String> {
    let merged = merge(levels.iter().map(layer).collect());
    let draft = Draft::of_call(Given::String("a pig".into()), Given::Map(merged.fields));
    checked(Draft { home: merged.home, ..draft })
}

/// The key that goes along, or that it is refused.
fn key(levels: &[Value]) -> Result<Option<String>, String> {
    call(levels).map(|options| match options.key {
        Some(Key::Text(text)) => Some(text),
        Some(Key::Function) => Some("asked".into()),
        None => None,
    })
}

fn is_refused(levels: &[Value]) -> bool {
    key(levels).is_err_and(|said| {
        said.starts_with("`baseURL` leads to ")
            && said.contains("the default `apiKey` or `headers` belong to")
            && said.ends_with("pass an `apiKey` for that server beside `baseURL`, or make a client for each")
    })
}

#[test]
fn the_strongest_value_counts_and_undefined_is_none() {
    let levels = [
        json!({ "baseURL": HOME, "aspectRatio": "16:9", "size": "1K", "seed": 1 }),
        json!({ "size": "2K", "seed": "«undefined»" }),
        json!({ "aspectRatio": "1:1", "seed": "«undefined»", "size": "«undefined»" }),
    ];
    let options = call(&levels).unwrap();
    let settings = &options.settings;
    assert_eq!((settings.aspect_ratio.as_deref(), settings.size.as_deref()), (Some("1:1"), Some("2K")));
    assert_eq!((settings.seed, &*options.target.base), (Some(1), HOME));
}

#[test]
fn a_wrong_name_is_told_wherever_it_stands() {
    for levels in [[json!({ "colour": "red" }), json!({})], [json!({}), json!({ "colour": "«undefined»" })]] {
        assert!(call(&levels).is_err_and(|said| said.starts_with("`colour` is not an option")));
    }
}

#[test]
fn one_object_alone_goes_where_it_says() {
    for options in [json!({ "baseURL": AWAY, "apiKey": "sk-1" }), json!({ "apiKey": "sk-1" })] {
        assert_eq!(key(&[options]), Ok(Some("sk-1".into())));
    }
}

#[test]
fn a_default_key_belongs_to_the_origin_it_was_given_with() {
    let with = |more: Value| {
        let mut all = json!({ "baseURL": HOME });
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        all
    };
    let keys = [
        with(json!({ "apiKey": "sk-1" })),
        with(json!({ "apiKey": "«function»" })),
        with(json!({ "apiKey": "sk-1", "auth": "query" })),
        with(json!({ "headers": { "authorization": "Bearer sk-1" }, "auth": "none" })),
        with(json!({ "headers": [["Ocp-Apim-Subscription-Key", "sk-1"]], "auth": "none" })),
        with(json!({ "headers": { "cookie": "a=b" } })),
    ];
    let leads = [
        json!({ "baseURL": AWAY }),
        json!({ "baseURL": format!(" {AWAY}/path ") }),
        json!({ "baseURL": "https://home.example:8443" }),
        json!({ "baseURL": "http://home.example" }),
        json!({ "baseURL": "https://home.example.away.example" }),
        json!({ "baseURL": AWAY, "auth": "none" }),
        json!({ "baseURL": AWAY, "apiKey": "«undefined»" }),
        json!({ "baseURL": "google" }),
        json!({ "baseURL": "kkiai" }),
    ];
    for defaults in &keys {
        for options in &leads {
            assert!(is_refused(&[defaults.clone(), options.clone()]), "{defaults} {options}");
            assert!(is_refused(&[defaults.clone(), options.clone(), json!({})]), "a session's: {defaults} {options}");
            assert!(is_refused(&[defaults.clone(), json!({}), options.clone()]), "a turn's: {defaults} {options}");
        }
        for options in [json!({}), json!({ "baseURL": "https://home.example/another/path" })] {
            assert!(key(&[defaults.clone(), options.clone()]).is_ok(), "{defaults} {options}");
        }
    }
    let team = json!({ "baseURL": AWAY, "headers": { "x-team": "boats" } });
    assert!(is_refused(&[with(json!({ "apiKey": "sk-1" })), team.clone()]));
    // Headers replace headers: none that carries a credential is left.
    assert_eq!(key(&[with(json!({ "headers": { "cookie": "a=b" } })), team]), Ok(None));
    assert!(is_refused(&[json!({ "apiKey": "sk-1" }), json!({ "baseURL": AWAY })]), "kkiai's");
    assert_eq!(
        key(&[json!({ "apiKey": "sk-1" }), json!({ "baseURL": "https://www.kkiai.com/x" })]),
        Ok(Some("sk-1".into()))
    );
}

#[test]
fn who_leads_elsewhere_brings_a_key_and_no_header_comes_along() {
    let defaults = json!({ "baseURL": HOME, "apiKey": "sk-1", "headers": { "x-team": "boats" } });
    for (options, sent) in [
        (json!({ "baseURL": AWAY, "apiKey": "sk-2" }), Some("sk-2")),
        (json!({ "baseURL": AWAY, "apiKey": "«function»" }), Some("asked")),
        (json!({ "baseURL": AWAY, "headers": { "Authorization": "Bearer sk-2" } }), None),
        (json!({ "baseURL": AWAY, "headers": [["x-auth-token", "sk-2"]] }), None),
    ] {
        let held = call(&[defaults.clone(), options.clone()]).unwrap();
        assert!(!held.headers.iter().any(|(name, _)| name == "x-team"), "{options}");
        assert_eq!(key(&[defaults.clone(), options]), Ok(sent.map(str::to_owned)));
    }
    // Where there is no credential to follow, headers stay all the same.
    let plain = json!({ "baseURL": HOME, "headers": { "x-team": "boats" } });
    assert_eq!(call(&[plain, json!({ "baseURL": AWAY })]).unwrap().headers, []);
}

#[test]
fn a_key_that_a_session_brings_stays_where_that_leads() {
    let client = json!({ "baseURL": HOME, "apiKey": "sk-1" });
    let own = json!({ "baseURL": AWAY, "apiKey": "sk-2" });
    assert_eq!(key(&[client.clone(), own.clone(), json!({})]), Ok(Some("sk-2".into())));
    assert!(is_refused(&[client.clone(), own.clone(), json!({ "baseURL": HOME })]), "back home");
    assert_eq!(key(&[client.clone(), own, json!({ "baseURL": HOME, "apiKey": "sk-1" })]), Ok(Some("sk-1".into())));
    // A turn can bring what its session lacks, and go back to where the key is at home.
    let bare = json!({ "baseURL": AWAY });
    assert_eq!(key(&[client.clone(), bare.clone(), json!({ "apiKey": "sk-2" })]), Ok(Some("sk-2".into())));
    assert_eq!(key(&[client, bare, json!({ "baseURL": HOME })]), Ok(Some("sk-1".into())));
}

/// `<base>` may come after the client.
#[test]
fn a_relative_address_means_what_it_meant_when_it_was_given() {
    let page = |url: &str| Page {
        url: Some(url.to_owned()),
        href: |text, base| {
            let base = base.filter(|_| !text.contains("://")).unwrap_or_default();
            Some(format!("{base}{text}"))
        },
    };
    let defaults = || Layer { page: page(HOME), ..layer(&json!({ "baseURL": "/api", "apiKey": "sk-1" })) };
    let home = |now: &str, options: Value| {
        let merged = merge(vec![defaults(), Layer { page: page(now), ..layer(&options) }]);
        let draft = Draft::of_call(Given::String("a pig".into()), Given::Map(merged.fields));
        Draft { home: merged.home, ..draft }.check(&page(now)).is_ok()
    };
    assert!(home(HOME, json!({})));
    assert!(!home(AWAY, json!({})), "it would go there");
    assert!(home(AWAY, json!({ "baseURL": format!("{HOME}/api") })));
}
