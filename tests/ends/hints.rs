//! A hint is true for the case at hand, or there is none.

use super::*;
use engine::face::options::Settings;

fn refused(ask: fn(Draft) -> Draft, hint: &'static str) -> Row {
    row(
        hint,
        status(400, json!({ "error": { "message": "Request contains an invalid argument." } })),
        No(("invalid-request", false, false, 1, hint)),
    )
    .asked(ask)
}

fn missing(ask: fn(Draft) -> Draft, hint: &'static str) -> Row {
    row(
        hint,
        status(404, json!({ "error": { "code": 404, "message": "not found", "status": "NOT_FOUND" } })),
        No(("model-not-found", false, false, 1, hint)),
    )
    .asked(ask)
}

/// The option is refused before anything is sent.
fn unsent(ask: fn(Draft) -> Draft, hint: &'static str) -> Row {
    row(hint, Given::Silent, No(("invalid-option", false, false, 0, hint))).asked(ask)
}

fn sized(draft: Draft, size: &str) -> Draft {
    Draft { settings: Settings { size: Some(size.into()), ..Settings::default() }, ..draft }
}

#[test]
fn a_400_that_names_nothing_is_told_what_the_model_does_not_take() {
    check([
        refused(|draft| sized(draft, "4K"), "gemini-2.5-flash-image does not take `size: '4K'`: it makes 1K only"),
        refused(
            |draft| Draft {
                model: Some("gemini-nano-banana-2.1".into()),
                settings: Settings { seed: Some(1), ..Settings::default() },
                ..draft
            },
            "does not take `seed`",
        ),
        refused(|draft| draft, "change what the server names"),
        refused(|draft| sized(Draft { model: Some("own".into()), ..draft }, "4K"), "change what the server names"),
    ]);
}

#[test]
fn a_model_that_is_not_there() {
    check([
        missing(
            |draft| Draft { model: Some("gemini-2.5-flash-imge".into()), ..draft },
            "did you mean `model: 'gemini-2.5-flash-image'`?",
        ),
        missing(
            |draft| Draft { model: Some("Gemini 2.5 Flash Image".into()), ..draft },
            "did you mean `model: 'gemini-2.5-flash-image'`?",
        ),
        missing(
            |draft| Draft { model: Some("nano-banana-pro".into()), ..draft },
            "did you mean `model: 'gemini-3-pro-image'`?",
        ),
        missing(|draft| Draft { model: Some("imagen-4.0-generate-001".into()), ..draft }, "look at its list of models"),
        missing(
            |draft| Draft {
                model: Some("gemini-3-pro-image-preview".into()),
                base_url: Some("google".into()),
                ..draft
            },
            "Google shut `gemini-3-pro-image-preview` down (2026-06-25); use `model: 'gemini-3-pro-image'`",
        ),
        missing(
            |draft| Draft { model: Some("gemini-3.1-flash-image".into()), base_url: Some("google".into()), ..draft },
            "use `model: 'gemini-nano-banana-2.1'`",
        ),
        missing(
            |draft| Draft {
                model: Some("gemini-2.5-flash-image-preview".into()),
                base_url: Some("google".into()),
                ..draft
            },
            "(2026-01-15)",
        ),
        missing(
            |draft| Draft { model: Some("gemini-3-pro-image-preview".into()), ..draft },
            "this server does not offer `gemini-3-pro-image-preview`",
        ),
    ]);
}

#[test]
fn options_that_are_written_as_others_write_them() {
    check([
        unsent(|draft| sized(draft, "1k"), "write `size: '1K'`"),
        unsent(|draft| sized(draft, "0.5K"), "write `size: '512'`"),
        unsent(|draft| sized(draft, "1024x1024"), "`aspectRatio: '1:1'`"),
        unsent(|draft| sized(draft, "1536×1024"), "`aspectRatio: '3:2'`"),
        unsent(
            |draft| Draft { base_url: Some("https://gateway.example/v1beta".into()), ..draft },
            "`baseURL: 'https://gateway.example'`",
        ),
        unsent(|draft| Draft { model: Some("models/gemini-2.5-flash-image".into()), ..draft }, "leave 'models/' out"),
    ]);
}

/// As others' addresses end. A server may be there all the same, so it is told where none is.
#[test]
fn an_address_with_a_version_of_others() {
    let lost = json!({ "error": { "message": "Invalid URL (POST /v1/v1beta/x)", "type": "invalid_request_error" } });
    let hint = "try `baseURL: 'https://gateway.example'`: the version";
    for (answer, code) in [
        (status(404, &lost), "invalid-request"),
        (status(404, "<html><title>404 Not Found</title>"), "invalid-request"),
        (status(404, json!({ "detail": "Not Found" })), "model-not-found"),
        (status(404, "404 page not found"), "model-not-found"),
        (status(405, ""), "invalid-request"),
    ] {
        let end = No((code, false, false, 1, hint));
        check([
            row("/v1", answer.clone(), end.clone())
                .asked(|draft| Draft { base_url: Some("https://gateway.example/v1".into()), ..draft }),
            row("/v1/chat/completions", answer.clone(), end)
                .asked(|draft| Draft { base_url: Some("https://gateway.example/v1/chat/completions".into()), ..draft }),
            row("none", answer.clone(), No((code, false, false, 1, "check ")))
                .asked(|draft| Draft { base_url: Some("https://gateway.example/x".into()), ..draft }),
        ]);
    }
}

/// A conversation goes to the model that it was had with.
#[test]
fn a_turn_on_another_model_than_its_historys() {
    let refused =
        json!({ "error": { "code": 400, "status": "INVALID_ARGUMENT", "message": "Thought signature is not valid." } });
    for (turns, hint) in [(0, "leave out one option"), (2, "nor a conversation that was had with another model")] {
        let answer = status(400, &refused);
        let world = Memory::new(move |_| answer.clone());
        let history = vec![world.blob(r#"{"role":"user","parts":[{"text":"a pig"}]}"#); turns];
        let conversation = Some(engine::face::call::Conversation { history, before: None, redraw: None });
        let options = draft().check(&Page::default()).unwrap();
        let handed = Handed { conversation, ..Handed::default() };
        let error = world.run(Call::new(world.clone(), Pace::default(), options, handed).run()).err().unwrap();
        assert!(error.hint.as_deref().unwrap_or_default().contains(hint), "{error:?}");
    }
}

/// Who sent no key is told so, and not to look at one.
#[test]
fn no_key_went_along() {
    let denied = status(
        403,
        json!({ "error": { "code": 403, "status": "PERMISSION_DENIED", "message": "unregistered callers" } }),
    );
    let keyless = |draft| Draft { key: None, ..draft };
    check([
        row("401", status(401, "{}"), No(("invalid-api-key", false, false, 1, "no key went along"))).asked(keyless),
        row("403", denied, No(("permission-denied", false, false, 1, "no key went along"))).asked(keyless),
    ]);
}

#[test]
fn what_is_no_json_says_where() {
    let none = |hint| No(("invalid-response", false, true, 1, hint));
    check([
        row("NaN", ok(r#"{"candidates":[{"avgLogprobs":NaN}]}"#), none("at byte 30")),
        row("Infinity", ok(r#"{"a":Infinity}"#), none("at byte 5")),
        row(
            "a raw line break in a string",
            ok("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\nb\"}]}}]}"),
            none("a line's end inside a text"),
        ),
        row("a comma too many", ok(r#"{"candidates":[],}"#), none("at byte 17")),
        row("a bracket too many", ok(r#"{"candidates":[]]}"#), none("tell whoever runs the server")),
        row("single quotes", ok("{'candidates':[]}"), none("at byte 1")),
    ]);
}

#[test]
fn wrapped_and_under_200() {
    let rate = No(("rate-limited", true, false, 2, "wait a little"));
    let failed = No(("server-error", true, false, 2, "try again"));
    check([
        row("wrapped", ok(json!({ "response": stops(&[picture(1)]) }).to_string()), Shows(&[1], &[])),
        row(
            "an error, wrapped",
            ok(json!({ "response": { "error": { "code": 429, "message": "slow down" } } }).to_string()),
            rate,
        ),
        row("a dashboard's", ok(json!({ "success": false, "message": "no such channel" }).to_string()), failed.clone()),
        row("a word that is an error", ok(json!({ "error": "it broke" }).to_string()), failed),
    ]);
    // As proxies put an error into a 200.
    check([
        row(
            "code and msg",
            ok(json!({ "code": 401, "msg": "token invalid" }).to_string()),
            No(("invalid-api-key", false, false, 1, "key")),
        ),
        row(
            "detail",
            ok(json!({ "detail": "no channel" }).to_string()),
            No(("server-error", true, false, 2, "try again")),
        ),
        row(
            "message and type",
            ok(json!({ "type": "error", "message": "no channel" }).to_string()),
            No(("server-error", true, false, 2, "try again")),
        ),
        row(
            "it worked",
            ok(json!({ "code": 0, "msg": "done", "data": { "url": "x" } }).to_string()),
            No(("invalid-response", false, true, 1, "check `baseURL`")),
        ),
        row(
            "a message that is no word",
            ok(json!({ "message": { "content": "Here" }, "done": true }).to_string()),
            No(("invalid-response", false, true, 1, "check `baseURL`")),
        ),
        streamed(
            "an event",
            ok("event: error\ndata: {\"type\":\"overloaded\",\"message\":\"no channel\"}\n\n"),
            No(("server-error", true, false, 2, "try again")),
        ),
        row(
            "a page with 400",
            status(400, "<html><title>400 Bad Request</title>"),
            No(("invalid-request", false, false, 1, "a proxy in front")),
        ),
    ]);
    let message = |reply: Value| call(ok(reply.to_string()), false, |draft| draft).err().unwrap().message;
    for reply in [
        json!({ "success": false, "message": "no such channel" }),
        json!({ "response": { "success": false, "message": "no such channel" } }),
        json!({ "response": { "error": { "message": "no such channel" } } }),
        json!({ "code": 503, "msg": "no such channel" }),
    ] {
        assert!(message(reply.clone()).ends_with("no such channel"), "{reply}: {}", message(reply.clone()));
    }
}
