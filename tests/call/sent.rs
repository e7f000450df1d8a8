//! What a server sees of a call.

use super::memory::{Given, Memory, Seen};
use super::replies::picture;
use super::{KEY, MODEL, call, draft, fails, is_unsent, line, options, run};
use engine::face::call::{Ask, Conversation, Handed};
use engine::face::error::{Failure, Thrown};
use engine::face::options::{Draft, Given as Value, Key, Settings};
use engine::face::wire::target::Auth;
use engine::face::world::Purpose;
use serde_json::json;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

fn drawing() -> Memory {
    Memory::new(|_| Given::response(200, picture()))
}

fn body(seen: &Seen) -> serde_json::Value {
    serde_json::from_slice(seen.body.as_ref().unwrap()).unwrap()
}

#[test]
fn a_request_is_what_the_api_asks_for_and_nothing_else() {
    let world = drawing();
    let headers = vec![("X-Team".to_owned(), "boats".to_owned())];
    assert_eq!(call(&world, Draft { headers, ..draft() }).ok().map(|all| all.attempts), Some(1));
    let [seen] = &world.seen()[..] else { panic!("one request") };
    assert_eq!(seen.url, format!("https://gateway.example/x/v1beta/models/{MODEL}:generateContent"));
    let headers: Vec<_> = seen.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let bearer = format!("Bearer {KEY}");
    assert_eq!(headers, [("x-team", "boats"), ("authorization", &*bearer), ("content-type", "application/json")]);
    assert_eq!(seen.purpose, Purpose::Call);
    assert!(seen.is_text, "what holds no picture can be read in developer tools");
    let sent = json!({
        "contents": [{ "role": "user", "parts": [{ "text": "a red boat" }] }],
        "generationConfig": { "responseModalities": ["TEXT", "IMAGE"] },
    });
    assert_eq!(body(seen), sent);
}

#[test]
fn the_key_goes_the_way_that_auth_says() {
    let bearer = format!("Bearer {KEY}");
    for (base, auth, headers, query) in [
        ("kkiai", None, vec![("authorization", &*bearer)], ""),
        ("google", None, vec![("x-goog-api-key", KEY)], ""),
        ("google", Some(Auth::Bearer), vec![("authorization", &*bearer)], ""),
        ("https://gateway.example", Some(Auth::GoogleKey), vec![("x-goog-api-key", KEY)], ""),
        ("https://gateway.example", Some(Auth::Query), vec![], "?key=sk-secret-0123456789"),
        (
            "https://gateway.example",
            Some(Auth::BearerQuery),
            vec![("authorization", &*bearer)],
            "?key=sk-secret-0123456789",
        ),
        ("https://gateway.example", Some(Auth::None), vec![], ""),
    ] {
        let world = drawing();
        call(&world, Draft { base_url: Some(base.into()), auth, ..draft() }).ok().unwrap();
        let [seen] = &world.seen()[..] else { panic!("one request") };
        let sent: Vec<_> = seen.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let all: Vec<_> = headers.into_iter().chain([("content-type", "application/json")]).collect();
        assert_eq!((sent, seen.url.contains(KEY)), (all, !query.is_empty()), "{base}, {auth:?}");
        assert!(seen.url.ends_with(&format!(":generateContent{query}")), "{}", seen.url);
    }
}

#[test]
fn events_are_asked_for_where_somebody_reads_them() {
    let world = drawing();
    run(&world, draft(), Handed { events: true, ..Handed::default() }).ok().unwrap();
    assert!(world.seen()[0].url.ends_with(":streamGenerateContent?alt=sse"), "{}", world.seen()[0].url);
}

#[test]
fn requests_of_a_call_differ_in_their_seed_alone() {
    let world = drawing();
    let settings = Settings { seed: Some(40), ..Settings::default() };
    let all = call(&world, Draft { settings, n: Some(7), concurrency: Some(3), ..draft() }).ok().unwrap();
    assert_eq!(all.responses.iter().map(|(index, _)| *index).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5, 6]);
    assert_eq!((all.attempts, all.failures.len()), (7, 0));
    let mut bodies: Vec<_> = world.seen().iter().map(body).collect();
    let seeds: Vec<_> = bodies.iter_mut().map(|body| body["generationConfig"]["seed"].take()).collect();
    assert_eq!(seeds, (40..47).map(serde_json::Value::from).collect::<Vec<_>>());
    assert!(bodies.iter().all(|body| *body == bodies[0]));
}

#[test]
fn what_a_caller_adds_lies_over_the_body() {
    let world = drawing();
    let extra = vec![
        ("labels".to_owned(), Value::Map(vec![("a".to_owned(), Value::String("1".into()))])),
        ("generationConfig".to_owned(), Value::Map(vec![("responseModalities".to_owned(), Value::Absent)])),
    ];
    call(&world, Draft { extra_body: Some(Value::Map(extra)), ..draft() }).ok().unwrap();
    let sent = body(&world.seen()[0]);
    assert_eq!((&sent["labels"], &sent["generationConfig"]), (&json!({ "a": "1" }), &json!({})));
}

/// A key function that gives these, one for each time that it is asked.
fn asks(keys: &'static [&'static str]) -> (Draft, Handed<Memory>) {
    let guard = options(draft()).guard;
    let next = Cell::new(0);
    let ask: Ask = Rc::new(move || {
        let key = keys.get(next.replace(next.get() + 1)).copied();
        let guard = guard.clone();
        Box::pin(async move {
            match key {
                Some(key) => guard.given(&Value::String(key.to_owned())),
                None => Err(guard.failed(Thrown { name: "Error".into(), message: "no more of sk-second-key".into() })),
            }
        })
    });
    (
        Draft { key: Some(Key::Function), max_retries: Some(3), ..draft() },
        Handed { ask: Some(ask), ..Handed::default() },
    )
}

#[test]
fn a_key_function_is_asked_for_each_attempt_and_its_keys_are_secrets() {
    let world = Memory::new(|seen| {
        let (_, key) = seen.header("authorization").unwrap().split_once(' ').unwrap();
        let message = format!(r#"{{"error":{{"message":"{key} is not the last","status":"UNAVAILABLE"}}}}"#);
        Given::response(if key == "sk-third-key" { 401 } else { 503 }, message)
    });
    let (draft, handed) = asks(&["sk-first-key", " sk-second-key ", "sk-third-key"]);
    let error = fails(&world, draft, handed);
    let keys: Vec<_> = world.seen().iter().map(|seen| seen.header("authorization").unwrap().to_owned()).collect();
    assert_eq!(keys, ["Bearer sk-first-key", "Bearer sk-second-key", "Bearer sk-third-key"]);
    assert_eq!((error.status, error.attempts), (Some(401), 3));
    assert!(error.message.contains("[key] is not the last"), "{error:?}");
    assert!(!format!("{error:?}").contains("sk-"), "{error:?}");
}

#[test]
fn a_key_function_that_fails_ends_the_request_and_what_was_sent_before_counts() {
    let world = Memory::new(|_| Given::response(503, ""));
    let (draft, handed) = asks(&["sk-first-key", "sk-second-key"]);
    let error = fails(&world, draft, handed);
    let told = "missing-api-key 2: the `apiKey` function failed — pass `apiKey`; or try without one: `fetch: sandbox()` \
                from wasmagine/sandbox";
    assert_eq!(line(&error), told);
    assert_eq!(error.cause.as_ref().map(|cause| cause.message.as_str()), Some("no more of [key]"));
    assert_eq!(world.seen().len(), 2);
}

#[test]
fn what_is_no_key_is_not_sent() {
    for (given, told) in [
        ("", "missing-api-key 0: `apiKey` is empty"),
        ("sk secret", "invalid-option 0: `apiKey` holds a character that no key has: U+0020 at position 2"),
    ] {
        let world = Memory::alone();
        let guard = options(draft()).guard;
        let ask: Ask = Rc::new(move || {
            let given = guard.given(&Value::String(given.to_owned()));
            Box::pin(async move { given })
        });
        let draft = Draft { key: Some(Key::Function), ..draft() };
        let error = fails(&world, draft, Handed { ask: Some(ask), ..Handed::default() });
        is_unsent(&world, &error);
        assert!(line(&error).starts_with(told), "{error:?}");
    }
}

#[test]
fn a_key_function_that_takes_too_long_is_not_charged() {
    let world = Memory::alone();
    let waits = world.clone();
    let ask: Ask = Rc::new(move || {
        let waits = waits.clone();
        Box::pin(async move {
            engine::face::world::World::sleep(&waits, Duration::from_secs(9)).await;
            Err(Failure::new(engine::face::error::Code::Wasm, "late"))
        })
    });
    let draft = Draft { key: Some(Key::Function), timeout: Some(Duration::from_secs(1)), ..draft() };
    let error = fails(&world, draft, Handed { ask: Some(ask), ..Handed::default() });
    is_unsent(&world, &error);
    let told = "timeout retryable 0: no whole reply within 1000 ms — the `apiKey` function took too long";
    assert_eq!(line(&error), told);
}

/// A turn with a history of so many bytes.
fn after(world: &Memory, bytes: usize) -> Handed<Memory> {
    let history = vec![world.repeated([b' '; 1024], bytes / 1024)];
    Handed { conversation: Some(Conversation { history, before: None, redraw: None }), ..Handed::default() }
}

#[test]
fn what_google_does_not_take_is_not_sent_to_google() {
    let mib = 1024 * 1024;
    let world = Memory::new(|_| Given::response(200, picture()));
    let google = Draft { base_url: Some("google".into()), ..draft() };
    let error = fails(&world, google.clone(), after(&world, 101 * mib + mib / 2));
    is_unsent(&world, &error);
    let told = "payload-too-large 0: the request is 101.6 MB, and Google takes 100 MB — send fewer or smaller `images`: \
                as base64 they are a third larger than their files";
    assert_eq!(line(&error), told);
    assert!(run(&world, google, after(&world, 99 * mib)).is_ok());
    assert!(run(&world, draft(), after(&world, 101 * mib)).is_ok(), "what gateways take is for them to say");
}

#[test]
fn where_there_is_no_room_for_a_body_nothing_is_sent() {
    let world = Memory::alone();
    let history = vec![world.blob("{}")];
    world.fill();
    let conversation = Some(Conversation { history, before: None, redraw: None });
    let error = fails(&world, draft(), Handed { conversation, ..Handed::default() });
    is_unsent(&world, &error);
    assert_eq!(line(&error), "wasm 0: the browser has no room for the request — ");
    assert_eq!(error.cause.map(|cause| cause.message).as_deref(), Some("QuotaExceededError"));
}
