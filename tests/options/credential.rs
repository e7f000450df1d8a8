//! Keys and headers: who must bring one, where it may go, and that none is repeated.

use super::{call, elsewhere, given, told};
use engine::face::error::Thrown;
use engine::face::options::{Given, Key, Options};
use engine::face::redact::Redactor;
use serde_json::{Value, json};

const ELSEWHERE: &str = "pass `apiKey`; or try without one: `fetch: sandbox()` from wasmagine/sandbox";
/// Keys in the form of Google's; none is real.
const GOOGLES: [&str; 5] = [
    "AIzaSyThisIsNoKeyThisIsNoKeyThisIsNoKey",
    "AQ.Ab8ThisIsNoKey",
    "\"AIzaSyThisIsNoKeyThisIsNoKeyThisIsNoKey\"",
    "GEMINI_API_KEY=AIzaSyThisIsNoKeyThisIsNoKeyThisIsNoKey",
    "x-goog-api-key:AQ.Ab8ThisIsNoKey",
];

fn text(options: &Options) -> Option<&str> {
    match options.key.as_ref()? {
        Key::Text(text) => Some(text),
        Key::Function => None,
    }
}

fn no_key_has(code: &str, at: usize) -> String {
    let hint = "copy the key again, without quotes or spaces around it";
    format!("`apiKey` holds a character that no key has: U+{code} at position {at} — {hint}")
}

/// What is wrong with a key, whether it is given or asked for.
fn odd() -> [(Value, String); 6] {
    [
        (json!(""), format!("missing-api-key: `apiKey` is empty — {ELSEWHERE}")),
        (json!("  \u{feff}"), format!("missing-api-key: `apiKey` is empty — {ELSEWHERE}")),
        (json!("sk-“secret”"), no_key_has("201C", 3)),
        (json!("sk-se cret"), no_key_has("0020", 5)),
        (json!("sk-\nsecret"), no_key_has("000A", 3)),
        (json!("sk-🐷"), no_key_has("1F437", 3)),
    ]
}

#[test]
fn a_key_is_what_can_stand_in_a_header() {
    for (key, said) in odd() {
        assert_eq!(elsewhere(json!({ "apiKey": key })).err(), Some(said.clone()), "{key}");
        let options = elsewhere(json!({ "apiKey": "«function»" })).unwrap();
        assert!(options.key == Some(Key::Function) && options.secrets.is_empty());
        assert_eq!(told(options.guard.given(&given(&key)).unwrap_err(), &[]), said, "{key}");
        assert!(options.guard.given(&given(&json!(" sk-1\n"))).is_ok_and(|key| key == "sk-1"));
        // It stays here, so whatever it holds is no matter.
        assert!(elsewhere(json!({ "apiKey": key, "auth": "none" })).is_ok(), "{key}");
    }
    let options = elsewhere(json!({ "apiKey": " sk-1\n" })).unwrap();
    assert_eq!((text(&options), &*options.secrets), (Some("sk-1"), &["sk-1".to_owned()][..]));
}

#[test]
fn a_key_function_that_gives_none() {
    let guard = elsewhere(json!({ "apiKey": "«function»" })).unwrap().guard;
    for (answer, got) in [(json!(7), "7"), (json!("«undefined»"), "undefined"), (json!(["sk-secret"]), "an array")] {
        assert_eq!(
            told(guard.given(&given(&answer)).unwrap_err(), &[]),
            format!("`apiKey()` must be a string, got {got}")
        );
    }
    let thrown = Thrown { name: "Error".into(), message: "vault".into() };
    let failure = guard.failed(thrown.clone());
    assert_eq!(failure.clone().told(&Redactor::new(&[])).cause, Some(thrown));
    assert_eq!(told(failure, &[]), format!("missing-api-key: the `apiKey` function failed — {ELSEWHERE}"));
}

#[test]
fn who_must_bring_a_key() {
    let missing = |hint: &str| Some(format!("missing-api-key: `apiKey` is missing — {hint}"));
    assert_eq!(call(json!({})).err(), missing(ELSEWHERE));
    assert_eq!(call(json!({ "baseURL": "https://www.kkiai.com" })).err(), missing(ELSEWHERE));
    let google = "make a key at aistudio.google.com/apikey and pass it as `apiKey`";
    assert_eq!(call(json!({ "baseURL": "google" })).err(), missing(google));
    let header = "say `auth: 'none'` where `headers` carries the credential";
    assert_eq!(call(json!({ "headers": { "authorization": "Bearer x" } })).err(), missing(header));
    for options in [
        json!({ "auth": "none" }),
        json!({ "fetch": "«function»" }),
        json!({ "baseURL": "google", "auth": "none" }),
        json!({ "baseURL": "https://proxy.example" }),
        json!({ "headers": { "authorization": "Bearer x" }, "auth": "none" }),
        json!({ "apiKey": "«function»" }),
    ] {
        assert!(call(options.clone()).is_ok(), "{options}");
    }
}

#[test]
fn one_credential_at_a_time() {
    for name in ["Authorization", "X-Goog-Api-Key", "X-Api-Key"] {
        let said = format!(
            "`headers` holds a credential (`{}`) beside `apiKey`, and servers refuse two — leave one out; `auth` says \
             how `apiKey` is sent",
            name.to_lowercase()
        );
        for key in ["sk-1", "«function»"] {
            let options = json!({ "apiKey": key, "headers": { name: "secret" } });
            assert_eq!(elsewhere(options).err().as_ref(), Some(&said));
        }
        assert!(elsewhere(json!({ "apiKey": "sk-1", "auth": "none", "headers": { name: "secret" } })).is_ok());
    }
}

#[test]
fn a_key_that_looks_like_googles_goes_to_no_host_that_was_not_named() {
    let astray = |field: &str| {
        format!(
            "`{field}` holds what looks like a Google key, and without `baseURL` it would go to www.kkiai.com — pass \
             `baseURL: 'google'` to use Google's own API, or `baseURL: 'kkiai'` if the key really is kkiai's"
        )
    };
    for key in GOOGLES {
        for options in [
            json!({ "apiKey": key }),
            json!({ "apiKey": format!(" {key}\n") }),
            json!({ "apiKey": key, "auth": "query" }),
            json!({ "apiKey": key, "fetch": "«function»" }),
        ] {
            assert_eq!(call(options.clone()).err(), Some(astray("apiKey")), "{options}");
        }
        let guard = call(json!({ "apiKey": "«function»" })).unwrap().guard;
        assert_eq!(told(guard.given(&Given::String(format!(" {key}"))).unwrap_err(), &[]), astray("apiKey"));
        for headers in [
            json!({ "authorization": format!("Bearer {key}") }),
            json!({ "authorization": format!("bearer  {key}") }),
            json!({ "Authorization": key }),
            json!({ "x-goog-api-key": key }),
            json!([["x-other", key]]),
        ] {
            let options = json!({ "headers": headers, "auth": "none" });
            assert_eq!(call(options.clone()).err(), Some(astray("headers")), "{options}");
        }
        for options in [
            json!({ "apiKey": key, "baseURL": "google" }),
            json!({ "apiKey": key, "baseURL": "kkiai" }),
            json!({ "apiKey": key, "baseURL": "https://proxy.example" }),
            json!({ "apiKey": key, "auth": "none" }),
        ] {
            assert!(call(options.clone()).is_ok(), "{options}");
        }
    }
}

#[test]
fn headers_are_held_as_a_browser_holds_them() {
    for (headers, held) in [
        (json!({ "X-One": "1", "x-two": " zwei ü " }), vec![("x-one", "1"), ("x-two", "zwei ü")]),
        (json!([["X-One", "1"], ["x-one", "2"]]), vec![("x-one", "1, 2")]),
        (json!([["x", ""], ["X", "1"], ["y", ""]]), vec![("x", ", 1"), ("y", "")]),
        (json!([["b", "1"], ["A", "2"]]), vec![("a", "2"), ("b", "1")]),
        (
            json!({ "x-number": 5, "x-true": true, "x-null": null }),
            vec![("x-null", "null"), ("x-number", "5"), ("x-true", "true")],
        ),
        (json!({}), vec![]),
        (json!("«undefined»"), vec![]),
    ] {
        let options = elsewhere(json!({ "headers": headers })).unwrap();
        let pairs: Vec<_> = options.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(pairs, held, "{headers}");
    }
    let held = json!({ "headers": { "Authorization": " Basic\tabc \n", "x-api-key": "k-2", "x-team": "boats" } });
    assert_eq!(elsewhere(held).unwrap().secrets, ["abc", "k-2", "boats"]);
}

#[test]
fn any_header_may_carry_a_key() {
    for (name, value, secrets) in [
        ("api-key", "k-1", vec!["k-1"]),
        ("X-Auth", "Token k-1", vec!["k-1"]),
        ("x-gateway", "0123456789abcdef", vec!["0123456789abcdef"]),
        ("x-gateway", "id 0123456789abcdef; v=1", vec!["0123456789abcdef"]),
        ("x-team", "boats", vec!["boats"]),
        ("x-version", "1.2", vec![]),
    ] {
        let options = elsewhere(json!({ "headers": { name: value } })).unwrap();
        assert_eq!(options.secrets, secrets, "{name}: {value}");
        let refused = elsewhere(json!({ "headers": { name: value }, "auth": value })).err().unwrap_or_default();
        assert!(secrets.iter().all(|secret| !refused.contains(secret)), "{refused}");
    }
}

#[test]
fn a_key_in_place_of_an_address_is_not_repeated() {
    for key in
        ["sk-0123456789abcdef", "AQ.Ab8ThisIsNoKey", "AIzaSyThisIsNoKeyThisIsNoKeyThisIsNoKey", "Bearer sk-0123456789"]
    {
        let said = call(json!({ "baseURL": key })).err().unwrap_or_default();
        assert!(said.contains("got \"something else\"") && !said.contains(key), "{said}");
    }
    for host in ["gateway.example", "localhost:8080", "api.some-gateway.example/images", "gateway", "ftp://x.example"] {
        assert!(call(json!({ "baseURL": host })).err().unwrap_or_default().contains(host));
    }
}

#[test]
fn a_key_in_the_wrong_place_is_not_repeated() {
    let key = "sk-0123456789abcdef";
    for options in [
        json!({ "apiKey": key, "auth": key }),
        json!({ "apiKey": key, "baseURL": key }),
        json!({ "apiKey": key, "apiVersion": format!("{key}/") }),
        json!({ "apiKey": key, "aspectRatio": key }),
        json!({ "headers": { "Authorization": format!("Bearer {key}") }, "signal": key }),
    ] {
        let said = call(options.clone()).err().unwrap_or_default();
        let hidden = said.contains("[key]") || said.contains("something else");
        assert!(hidden && !said.contains(key), "{options}: {said}");
    }
}
