//! No key stands in what is told, and our own words are never garbled.

use super::*;
use engine::face::options::Header;

fn told(server: Given, change: impl FnOnce(Draft) -> Draft) -> String {
    let world = Memory::new(move |_| server.clone());
    let asked = change(Draft { max_retries: Some(0), ..draft() });
    let secrets = engine::face::redact::Redactor::new(&asked.secrets());
    let options = match asked.check(&Page::default()) {
        Ok(options) => options,
        Err(failure) => return format!("{:?}", failure.told(&secrets)),
    };
    let call = Call::new(world.clone(), Pace::default(), options, Handed::default());
    format!("{:?}", world.run(call.run()).err().expect("a failure"))
}

fn headers(name: &str, value: &str) -> Vec<Header> {
    vec![(name.to_owned(), value.to_owned())]
}

#[test]
fn what_a_header_carries_is_in_no_error() {
    for (name, value, secret) in [
        ("api-key", "abc123", "abc123"),
        ("x-auth", "Token abc123", "abc123"),
        ("x-gateway", "long-value-0123", "long-value-0123"),
        ("authorization", "Basic dXNlcjpwYXNz", "dXNlcjpwYXNz"),
        ("cookie", "session=abcdef12", "abcdef12"),
        ("x-team", "boats-and-more", "boats-and-more"),
        ("x-team", "boats", "boats"),
        ("x-credential", "short", "short"),
        ("x-forward", "Token abc12", "abc12"),
    ] {
        let body = json!({ "error": { "message": format!("no such key: {secret}."), "code": secret } });
        for answer in [status(401, &body), ok(body.to_string()), ok(format!("{secret} is no JSON"))] {
            let told = told(answer.clone(), |draft| Draft { key: None, headers: headers(name, value), ..draft });
            assert!(!told.contains(secret), "{name}: {told}");
        }
    }
}

#[test]
fn a_key_given_as_something_else_is_not_repeated() {
    for key in [
        "AIzaSyA1234567890abcdefghijklmnopqrstuv",
        "AQ.Ab8RN6abcdef",
        "sk-0123456789abcdef",
        "sk-or-v1-0123456789abcdef0123",
    ] {
        for change in [
            (|draft, key: &str| Draft { base_url: Some(key.into()), ..draft }) as fn(Draft, &str) -> Draft,
            |draft, key| Draft { base_url: Some(format!("https://gateway.example/?key={key}")), ..draft },
            |draft, key| Draft { base_url: Some(format!("https://user:{key}@gateway.example")), ..draft },
            |draft, key| Draft { base_url: Some(format!(" {key} ")), ..draft },
            |draft, key| Draft { model: Some(key.into()), ..draft },
            |draft, key| Draft { api_version: Some(format!("v1beta/{key}")), ..draft },
        ] {
            let told = told(status(404, "{}"), |draft| change(draft, key));
            assert!(!told.contains(key), "{told}");
        }
    }
}

#[test]
fn a_short_key_garbles_no_words_of_ours() {
    for key in ["k", "e", "the", "server", "200", "503", "try again"] {
        if key.contains(' ') {
            continue;
        }
        let answer = status(503, json!({ "error": { "message": format!("{key} is busy"), "status": "UNAVAILABLE" } }));
        let world = Memory::new(move |_| answer.clone());
        let asked = Draft { key: Some(Key::Text(key.into())), max_retries: Some(0), ..draft() };
        let call = Call::new(world.clone(), Pace::default(), asked.check(&Page::default()).unwrap(), Handed::default());
        let error = world.run(call.run()).err().unwrap();
        assert!(error.message.starts_with("the server answered 503"), "{key}: {}", error.message);
        assert!(error.hint.as_deref().unwrap().starts_with("the server is busy"), "{key}: {:?}", error.hint);
    }
}
