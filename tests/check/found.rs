//! Each way has its questions and its finding.

use super::*;
use std::cell::RefCell;

fn card() -> Given {
    ok(json!({ "name": format!("models/{MODEL}"), "version": "001" }))
}

/// A page of a list that holds the model, one that does not and is the last, and one that is followed by another.
fn has() -> Given {
    ok(google(&["x", MODEL]))
}

fn lacks() -> Given {
    ok(openai(&["x", "y"]))
}

fn more() -> Given {
    ok(json!({ "models": [{ "name": "models/x" }], "nextPageToken": "a&b" }))
}

fn html() -> Given {
    Given::response(200, "\u{feff}\n<!doctype html><title>Welcome</title>")
}

fn other() -> Given {
    ok(json!({ "hello": "world" }))
}

fn hidden() -> Given {
    Given::Opaque
}

fn lost() -> Given {
    Given::Thrown
}

fn silent() -> Given {
    Given::Silent
}

fn redirected() -> Given {
    Given::Redirected
}

fn status(status: u16) -> Given {
    Given::response(status, "")
}

fn page(status: u16) -> Given {
    Given::response(status, "<html><title>no</title>")
}

fn says(status: u16, state: &str) -> Given {
    Given::response(status, json!({ "error": { "code": status, "status": state } }).to_string())
}

fn reason(status: u16, reason: &str) -> Given {
    let error = json!({ "code": status, "status": "INVALID_ARGUMENT", "details": [{ "reason": reason }] });
    Given::response(status, json!({ "error": error }).to_string())
}

fn coded(status: u16, code: &str) -> Given {
    Given::response(status, json!({ "error": { "message": "no", "code": code } }).to_string())
}

/// Who asks, and where.
fn who(name: &str) -> Draft {
    let google = || Draft { base_url: Some("google".into()), ..draft() };
    match name {
        "sent" => draft(),
        "no key" => Draft { key: None, ..draft() },
        "headers" => Draft { headers: vec![("x-team".into(), "a".into())], ..draft() },
        "cookies" => Draft { key: None, credentials: Some(engine::face::options::Credentials::Include), ..draft() },
        "google" => Draft { model: Some(MODEL.into()), ..google() },
        "google twice" => Draft { model: Some(MODEL.into()), auth: Some(Auth::BearerQuery), ..google() },
        "google retired" => Draft { model: Some("gemini-3-pro-image-preview".into()), ..google() },
        _ => panic!("{name}"),
    }
}

/// Goes through with these answers, all of which must be asked for.
fn goes(name: &str, answers: Vec<Given>) -> (Vec<&'static str>, Finding) {
    let left = RefCell::new(answers.into_iter());
    let world = Memory::new(move |seen| left.borrow_mut().next().unwrap_or_else(|| panic!("no answer to {seen:?}")));
    let finding = finds(&world, who(name));
    let mut asked = questions(&world);
    // A retired model has another card.
    for (asked, seen) in asked.iter_mut().zip(world.seen()) {
        if seen.url.ends_with("gemini-3-pro-image-preview") {
            *asked = "Card";
        }
    }
    (asked, finding)
}

#[test]
fn each_way_has_its_finding() {
    let nobody = "nothing answers at `baseURL`";
    let cors = "the server must allow the page's origin (CORS)";
    let no_model = "this server does not offer `gemini-2.5-flash-image`";
    let mute = "the server tells nothing of its models";
    let other_server = "check that the key belongs to the server that `baseURL` names";
    let not_api = "this is not how the image API answers";
    let rows: Vec<(&str, Vec<Given>, &str, &str, &str)> = vec![
        // nobody, or nobody for this page
        ("sent", vec![lost(), lost(), lost()], "List Plain Probe", "not ok, dead", nobody),
        ("no key", vec![lost(), lost()], "List Probe", "not ok, dead", nobody),
        ("sent", vec![lost(), silent(), silent()], "List Plain Probe", "not ok, dead", nobody),
        ("sent", vec![silent()], "List", "not ok, dead", "did not answer in time"),
        ("sent", vec![lost(), lost(), hidden()], "List Plain Probe", "not ok, reachable, no cors", cors),
        ("no key", vec![lost(), hidden()], "List Probe", "not ok, reachable, no cors", cors),
        ("no key", vec![hidden(), hidden()], "List Probe", "not ok, reachable, no cors", cors),
        (
            "sent",
            vec![lost(), status(401)],
            "List Plain",
            "not ok, reachable, no cors",
            "not with the header `authorization`: try `auth: 'x-goog-api-key'`",
        ),
        (
            "google",
            vec![lost(), lacks()],
            "List Plain",
            "not ok, reachable, no cors",
            "not with the header `x-goog-api-key`: try `auth: 'bearer'`",
        ),
        ("headers", vec![lost(), has()], "List Plain", "not ok, reachable, no cors", "leave `headers` out"),
        ("cookies", vec![lost(), has()], "List Plain", "not ok, reachable, no cors", "leave `credentials` out"),
        ("sent", vec![redirected()], "List", "not ok, reachable", "pass the final address as `baseURL`"),
        ("sent", vec![status(307)], "List", "not ok, reachable", "pass the final address as `baseURL`"),
        ("sent", vec![lost(), redirected()], "List Plain", "not ok, reachable", "pass the final address"),
        // all is well
        ("sent", vec![has(), status(401), card()], "List Open Card", "ok, reachable, cors, auth, model", ""),
        ("google", vec![more(), status(403), card()], "List Open Card", "ok, reachable, cors, auth, model", ""),
        ("sent", vec![has(), has(), card()], "List Open Card", "ok, reachable, cors, model", ""),
        ("sent", vec![has(), lost(), card()], "List Open Card", "ok, reachable, cors, model", ""),
        ("sent", vec![has(), status(429), card()], "List Open Card", "ok, reachable, cors, model", ""),
        ("no key", vec![has(), card()], "List Card", "ok, reachable, cors, model", ""),
        // the key
        ("sent", vec![status(401)], "List", "not ok, reachable, cors, no auth", other_server),
        (
            "sent",
            vec![coded(403, "access_denied")],
            "List",
            "not ok, reachable, cors, no auth",
            "the key may not do this",
        ),
        (
            "google",
            vec![reason(400, "API_KEY_INVALID")],
            "List",
            "not ok, reachable, cors, no auth",
            "aistudio.google.com/apikey",
        ),
        ("google", vec![says(403, "PERMISSION_DENIED")], "List", "not ok, reachable, cors, no auth", "referrer"),
        ("no key", vec![status(401)], "List", "not ok, reachable, cors, no auth", "pass `apiKey`"),
        ("sent", vec![has(), has(), status(401)], "List Open Card", "not ok, reachable, cors, no auth", other_server),
        ("sent", vec![has(), status(401), status(403)], "List Open Card", "ok, reachable, cors, auth, model", ""),
        ("no key", vec![status(404), status(401)], "List Card", "not ok, reachable, cors, no auth", "pass `apiKey`"),
        // what is refused for another reason
        ("sent", vec![page(403)], "List", "not ok, reachable, cors", "a proxy or a firewall in front of the server"),
        ("google", vec![says(400, "FAILED_PRECONDITION")], "List", "not ok, reachable, cors", "at the country"),
        ("google twice", vec![says(400, "INVALID_ARGUMENT")], "List", "not ok, reachable, cors", "one credential"),
        ("google", vec![says(404, "NOT_FOUND")], "List", "not ok, reachable, cors", "no image API at this address"),
        ("sent", vec![status(500)], "List", "not ok, reachable, cors", "the server failed"),
        ("sent", vec![status(503)], "List", "not ok, reachable, cors", "the server failed; try again"),
        ("sent", vec![status(504)], "List", "not ok, reachable, cors", "the server did not answer in time"),
        ("sent", vec![page(502)], "List", "not ok, reachable, cors", "a proxy in front of the server failed"),
        ("sent", vec![status(429)], "List", "not ok, reachable, cors", "wait a little"),
        ("sent", vec![status(402)], "List", "not ok, reachable, cors", "no credit left"),
        // the model
        (
            "sent",
            vec![lacks(), has(), says(404, "NOT_FOUND")],
            "List Open Card",
            "not ok, reachable, cors, no model",
            no_model,
        ),
        (
            "google retired",
            vec![lacks(), status(403), says(404, "NOT_FOUND")],
            "List Open Card",
            "not ok, reachable, cors, auth, no model",
            "Google shut `gemini-3-pro-image-preview` down (2026-06-25); use `model: 'gemini-3-pro-image'`",
        ),
        (
            "no key",
            vec![status(404), coded(404, "model_not_found")],
            "List Card",
            "not ok, reachable, cors, no model",
            no_model,
        ),
        (
            "sent",
            vec![lacks(), has(), coded(200, "model_not_found")],
            "List Open Card",
            "not ok, reachable, cors, no model",
            no_model,
        ),
        // a gateway that has only the list
        ("no key", vec![has(), page(404)], "List Card", "ok, reachable, cors, model", ""),
        ("no key", vec![has(), html()], "List Card", "ok, reachable, cors, model", ""),
        ("no key", vec![has(), silent()], "List Card", "ok, reachable, cors, model", ""),
        ("no key", vec![has(), status(500)], "List Card", "ok, reachable, cors, model", ""),
        ("no key", vec![lacks(), status(405)], "List Card", "not ok, reachable, cors, no model", no_model),
        ("no key", vec![lacks(), status(404)], "List Card", "not ok, reachable, cors, no model", no_model),
        ("no key", vec![more(), status(404), more(), has()], "List Card Page Page", "ok, reachable, cors, model", ""),
        ("no key", vec![more(), status(404), lacks()], "List Card Page", "not ok, reachable, cors, no model", no_model),
        ("no key", vec![more(), status(404), status(400)], "List Card Page", "ok, reachable, cors", ""),
        // one that has only the card
        ("no key", vec![status(404), card()], "List Card", "ok, reachable, cors, model", ""),
        // none of it
        ("sent", vec![status(404), status(404)], "List Card", "ok, reachable, cors", mute),
        ("sent", vec![status(405), status(405)], "List Card", "ok, reachable, cors", mute),
        ("sent", vec![status(400), status(400)], "List Card", "ok, reachable, cors", mute),
        ("sent", vec![status(501), page(404)], "List Card", "ok, reachable, cors", mute),
        ("sent", vec![other(), other()], "List Card", "ok, reachable, cors", mute),
        ("sent", vec![status(404), says(404, "NOT_FOUND")], "List Card", "ok, reachable, cors", mute),
        ("sent", vec![html(), html()], "List Card", "not ok, reachable, cors", not_api),
        ("sent", vec![html(), card()], "List Card", "ok, reachable, cors, model", ""),
    ];
    for (who, answers, asked, found, hint) in rows {
        let what = format!("{who} {answers:?}");
        let count = answers.len();
        let (questions, finding) = goes(who, answers);
        assert_eq!(questions.len(), count, "{what}: only {questions:?}");
        assert_eq!(line(&finding), found, "{what}: {finding:?}");
        assert_eq!(questions.join(" "), asked, "{what}");
        let told = finding.hint.unwrap_or_default();
        assert!(told.contains(hint) && hint.is_empty() == told.is_empty(), "{what}: {told}");
    }
}

#[test]
fn a_list_without_end_is_left() {
    let answers = [more(), status(404)].into_iter().chain((0..19).map(|_| more())).collect();
    let (asked, finding) = goes("no key", answers);
    assert_eq!(asked.iter().filter(|asked| **asked == "Page").count(), 19);
    assert_eq!(line(&finding), "ok, reachable, cors");
}

#[test]
fn a_place_that_is_not_served_says_nothing_of_the_key() {
    // As a gateway passes it on, which loses the state.
    let words = "User location is not supported for the API use.";
    let refused = Given::response(400, json!({ "error": { "message": words } }).to_string());
    let (_, finding) = goes("sent", vec![refused]);
    assert_eq!(line(&finding), "not ok, reachable, cors");
    assert!(finding.hint.unwrap().contains("in a country that Google serves"));
}

#[test]
fn hints_are_sentences_without_capital_and_full_stop() {
    let rows = [
        vec![lost(), lost(), lost()],
        vec![lost(), lost(), hidden()],
        vec![lost(), has()],
        vec![silent()],
        vec![page(403)],
        vec![status(404), status(404)],
    ];
    for answers in rows {
        let hint = goes("sent", answers).1.hint.unwrap();
        assert!(hint.starts_with(|first: char| first.is_ascii_lowercase()) && !hint.ends_with('.'), "{hint}");
        assert!(!hint.contains("  "), "{hint}");
    }
}

#[test]
fn what_is_not_known_is_not_there() {
    let finding = serde_json::to_value(goes("sent", vec![silent()]).1).unwrap();
    assert_eq!(
        finding,
        json!({
            "ok": false, "reachable": false,
            "hint": "the server did not answer in time: check the address, or try again in a minute",
        })
    );
    let finding = serde_json::to_value(goes("sent", vec![has(), status(401), card()]).1).unwrap();
    assert_eq!(finding, json!({ "ok": true, "reachable": true, "cors": true, "auth": true, "model": true }));
}
