//! How it is asked: with what, for how long, and how much of an answer is read.

use super::*;
use engine::face::error::{Code, Failure};
use engine::face::world::Head;
use memory::{End, thrown};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

fn list_and_card(seen: &Seen) -> Given {
    if question(seen) == "Card" { ok(json!({ "id": MODEL })) } else { ok(openai(&[MODEL])) }
}

/// `question name: value, …` of each request.
fn told(world: &Memory) -> Vec<String> {
    let told = |seen: &Seen| {
        let headers: Vec<_> = seen.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        format!("{} {}", seen.url.strip_prefix("https://gateway.example/v1beta").unwrap(), headers.join(", "))
    };
    world.seen().iter().map(told).collect()
}

#[test]
fn the_key_and_the_callers_headers_go_only_where_they_must() {
    let own = || vec![("x-team".to_owned(), "a".to_owned())];
    let world = Memory::new(list_and_card);
    finds(&world, Draft { headers: own(), ..draft() });
    assert_eq!(
        told(&world),
        [
            format!("/models x-team: a, authorization: Bearer {KEY}"),
            "/models x-team: a".to_owned(),
            format!("/models/{MODEL} x-team: a, authorization: Bearer {KEY}"),
        ]
    );

    let world = Memory::new(|_| Given::Thrown);
    finds(&world, Draft { headers: own(), auth: Some(Auth::BearerQuery), ..draft() });
    let all = format!("/models?key={KEY} x-team: a, authorization: Bearer {KEY}");
    assert_eq!(told(&world), [all.as_str(), "/models ", "/models "]);

    // A credential of the caller's own goes along where a key would.
    let headers = vec![("authorization".to_owned(), format!("Bearer {KEY}")), ("x-team".to_owned(), "a".to_owned())];
    let world = Memory::new(|seen| match question(seen) {
        "Card" => ok(json!({ "id": MODEL })),
        "Open" => Given::response(401, ""),
        _ => ok(openai(&[MODEL])),
    });
    let finding = finds(&world, Draft { key: None, auth: Some(Auth::None), headers, ..draft() });
    assert_eq!(line(&finding), "ok, reachable, cors, auth, model");
    assert_eq!(questions(&world), ["List", "Open", "Card"]);
}

#[test]
fn pages_are_asked_for_by_their_names() {
    let world = Memory::new(|seen| match seen.url.split_once("pageToken=") {
        Some((_, "b%26%3D")) => ok(google(&["y", MODEL])),
        Some(_) => ok(json!({ "models": [{ "name": "models/x" }], "nextPageToken": "b&=" })),
        None if question(seen) == "Card" => Given::response(404, "<html>"),
        None => ok(json!({ "models": [{ "name": "models/x" }], "nextPageToken": "a" })),
    });
    let finding = finds(&world, Draft { auth: Some(Auth::Query), ..draft() });
    assert_eq!(line(&finding), "ok, reachable, cors, model");
    assert_eq!(
        told(&world),
        [
            format!("/models?key={KEY} "),
            "/models ".to_owned(),
            format!("/models/{MODEL}?key={KEY} "),
            format!("/models?key={KEY}&pageToken=a "),
            format!("/models?key={KEY}&pageToken=b%26%3D "),
        ]
    );
}

/// A header that the browser leaves out is none that the server's rules could stumble over.
#[test]
fn what_the_browser_leaves_out_is_blamed_for_nothing() {
    let headers = || vec![("referer".to_owned(), "x".to_owned())];
    let stumbles = |seen: &Seen| if seen.purpose == Purpose::Question { Given::Thrown } else { ok(openai(&[MODEL])) };
    let hint =
        |world: &Memory, key: Option<Key>| finds(world, Draft { headers: headers(), key, ..draft() }).hint.unwrap();
    let key = || Some(Key::Text(KEY.into()));

    let page = Memory::with(&["referer"], stumbles);
    assert!(hint(&page, key()).contains("not with the header `authorization`"));
    // Nothing went along that a plain request would go without.
    let page = Memory::with(&["referer"], stumbles);
    assert!(hint(&page, None).contains("(CORS)"));
    assert_eq!(page.seen().len(), 2);
    // Elsewhere it goes along.
    let elsewhere = Memory::new(stumbles);
    assert!(hint(&elsewhere, key()).contains("leave `headers` out"));
}

#[test]
fn each_request_has_fifteen_seconds_or_the_callers_timeout_where_that_is_shorter() {
    let seconds = Duration::from_secs;
    for (timeout, limit) in [(None, 15), (Some(0), 15), (Some(20), 15), (Some(14), 14)] {
        let world = Memory::new(|seen| if question(seen) == "List" { Given::Thrown } else { Given::Silent });
        let finding = finds(&world, Draft { timeout: timeout.map(seconds), ..draft() });
        assert_eq!(line(&finding), "not ok, dead");
        assert_eq!(world.longest(), seconds(limit));
        assert_eq!(engine::face::world::World::now(&world), seconds(2 * limit));
    }
}

#[test]
fn a_list_that_stalls_half_way_leaves_the_card() {
    for end in [End::Stall, End::Cut] {
        let world = Memory::new(move |seen| match question(seen) {
            "Card" => ok(json!({ "name": "models/x" })),
            _ => Given::Response(Head { status: 200, ..Head::default() }, vec![b"{\"models\":[".to_vec()], end),
        });
        let finding = finds(&world, Draft { key: None, timeout: Some(Duration::from_millis(50)), ..draft() });
        assert_eq!(line(&finding), "ok, reachable, cors, model");
    }
}

#[test]
fn an_error_that_stalls_is_told_by_what_came_of_it() {
    let world = Memory::new(|_| {
        let words = br#"{"error":{"code":403,"message":"The account is empty","#;
        Given::Response(Head { status: 402, ..Head::default() }, vec![words.to_vec()], End::Stall)
    });
    let finding = finds(&world, draft());
    assert!(finding.hint.unwrap().contains("no credit left"));
}

#[test]
fn an_answer_of_megabytes_is_read_no_further_than_it_helps() {
    let blanks = vec![b' '; 64 * 1024];
    let world = Memory::new(move |_| {
        Given::Response(Head { status: 200, ..Head::default() }, vec![blanks.clone()], End::Endless)
    });
    let finding = finds(&world, Draft { key: None, ..draft() });
    assert_eq!(line(&finding), "ok, reachable, cors");
    assert!(finding.hint.unwrap().starts_with("the server tells nothing of its models"));
    assert!(world.given() <= 2 * 1024 * 1024, "{} bytes of two answers", world.given());
}

fn asks(answer: impl Fn() -> Result<String, Failure> + 'static) -> (Ask, Rc<Cell<u32>>) {
    let count = Rc::new(Cell::new(0));
    let counted = count.clone();
    let answer = Rc::new(answer);
    let ask: Ask = Rc::new(move || {
        counted.set(counted.get() + 1);
        let answer = answer.clone();
        Box::pin(async move { answer() })
    });
    (ask, count)
}

fn asked(world: &Memory, ask: &Ask) -> Result<Finding, Box<Error>> {
    let options = options(Draft { key: Some(Key::Function), timeout: Some(Duration::from_secs(1)), ..draft() });
    world.run(check(world, &options, Some(ask)))
}

#[test]
fn a_key_function_is_asked_once() {
    let world = Memory::new(list_and_card);
    let (ask, count) = asks(|| Ok(KEY.to_owned()));
    assert_eq!(line(&asked(&world, &ask).unwrap()), "ok, reachable, cors, model");
    assert_eq!(count.get(), 1);
    assert_eq!(world.seen()[0].header("authorization"), Some(format!("Bearer {KEY}").as_str()));
}

#[test]
fn without_its_key_nothing_is_asked() {
    let world = Memory::alone();
    let (ask, _) = asks(|| {
        Err(Failure::new(Code::MissingApiKey, "the `apiKey` function failed").with(|told| {
            told.cause = Some(thrown("no"));
        }))
    });
    let error = asked(&world, &ask).unwrap_err();
    assert_eq!((error.code, error.message.as_str()), (Code::MissingApiKey, "the `apiKey` function failed"));

    let never: Ask = Rc::new(|| Box::pin(std::future::pending()));
    let error = asked(&world, &never).unwrap_err();
    assert_eq!((error.code, error.attempts, error.maybe_billed), (Code::Timeout, 0, false));
    assert_eq!(error.hint.as_deref(), Some("the `apiKey` function took too long"));
}

#[test]
fn what_the_callers_fetch_gives_must_be_a_response() {
    let world = Memory::new(|_| Given::Odd(format!("\"no {KEY}\"")));
    let error = world.run(check(&world, &options(draft()), None)).unwrap_err();
    assert_eq!(
        (error.code, error.message.as_str()),
        (Code::InvalidOption, "`fetch()` must be a Response, got \"no [key]\"")
    );
    assert!(!error.maybe_billed);
}

/// A server may repeat what it was sent.
#[test]
fn no_hint_holds_the_key() {
    let (ask, _) = asks(|| Ok(KEY.to_owned()));
    let world = Memory::new(|_| {
        Given::response(404, json!({ "error": { "status": "NOT_FOUND", "code": "model_not_found" } }).to_string())
    });
    let options = options(Draft { key: Some(Key::Function), model: Some(format!("x-{KEY}")), ..draft() });
    let finding = world.run(check(&world, &options, Some(&ask))).unwrap();
    assert!(finding.hint.as_deref().unwrap().contains("does not offer `x-[key]`"), "{finding:?}");
}
