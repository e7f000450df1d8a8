//! What came is not lost: a picture, a reason, a status, what it cost, whatever happens behind it.

use super::*;
use engine::face::error::Thrown;
use engine::face::world::Unread;

const UNFINISHED: &str = "without a finish reason";
const SVG: &str = "the reply also held SVG";

fn svg() -> Value {
    let bytes = b"<svg xmlns='http://www.w3.org/2000/svg'/>";
    json!({ "inlineData": { "mimeType": "image/svg+xml", "data": base64(bytes) } })
}

/// With a line that breaks, that closes, and that stays open.
fn however(body: &str) -> [Given; 3] {
    [memory::End::Cut, memory::End::Close, memory::End::Stall]
        .map(|end| Given::Response(Head { status: 200, ..Head::default() }, vec![body.as_bytes().to_vec()], end))
}

#[test]
fn a_picture_that_came_whole_is_shown() {
    let some = sse(&[parts(&[picture(1)])]);
    let error = json!({ "error": { "code": 503, "message": "overloaded" } });
    let [cut, closed, open] = however(&format!("{some}{}", sse(&[parts(&[svg()])])));
    check([
        streamed("an SVG behind it, and a break", cut, Shows(&[1], &[SVG, "broke off", UNFINISHED])),
        streamed("an SVG behind it, and the end", closed, Shows(&[1], &[SVG, UNFINISHED])),
        streamed(
            "an SVG behind it, and silence",
            open,
            Shows(&[1], &[SVG, "no whole reply within 300000 ms", UNFINISHED]),
        ),
    ]);
    check(however(&format!("{some}{}", sse(&[error]))).map(|server| {
        streamed("an error behind it", server, Shows(&[1], &["after the picture the server answered 503: overloaded"]))
    }));
    // A refusal of another candidate, or behind it.
    let refused = sse(&[finishes(&[], "IMAGE_SAFETY")]);
    check(however(&format!("{some}{refused}")).map(|server| {
        streamed(
            "a refusal behind it",
            server,
            Shows(&[1], &["after the picture the reply was stopped (IMAGE_SAFETY)"]),
        )
    }));
    check(
        however(&format!("{some}<html>\n"))
            .map(|server| streamed("a page behind it", server, Shows(&[1], &["the reply is no JSON", UNFINISHED]))),
    );
    let none = r#"data: {"candidates":[{"index":NaN}]}"#;
    check(
        however(&format!("{some}{none}\n\n"))
            .map(|server| streamed("no JSON behind it", server, Shows(&[1], &["no valid JSON", UNFINISHED]))),
    );
    let damaged = json!({ "inlineData": { "mimeType": "image/gif", "data": "R0lG*" } });
    let damaged = sse(&[parts(&[damaged])]);
    check(
        however(&format!("{some}{damaged}"))
            .map(|server| streamed("a damaged one behind it", server, Shows(&[1], &["no valid base64", UNFINISHED]))),
    );
}

#[test]
fn a_reason_that_was_given_is_told() {
    let whole = |reply: Value| sse(&[reply]);
    let blocked = No(("image-blocked", false, true, 1, "milder"));
    let prompt = No(("prompt-blocked", false, false, 1, "other words"));
    let none = No(("no-image", false, false, 1, "the picture only"));
    let busy = No(("server-error", true, false, 2, "try again"));
    let error = json!({ "error": { "code": 503, "message": "overloaded" } });
    for (name, body, end) in [
        ("IMAGE_SAFETY", whole(finishes(&[], "IMAGE_SAFETY")), blocked.clone()),
        ("IMAGE_SAFETY behind words", whole(finishes(&[text("I cannot.")], "IMAGE_SAFETY")), blocked.clone()),
        (
            "IMAGE_SAFETY in an event that is not whole",
            r#"data: {"candidates":[{"finishReason":"IMAGE_SAFETY","#.into(),
            blocked,
        ),
        ("a blocked prompt", whole(json!({ "promptFeedback": { "blockReason": "SAFETY" } })), prompt),
        ("NO_IMAGE", whole(finishes(&[], "NO_IMAGE")), none),
        ("an error", whole(error), busy),
    ] {
        check(however(&body).map(|server| streamed(name, server, end.clone())));
    }
    // Words behind STOP: if more was still waited for when it broke off, it may have been a picture.
    let words = "the model answered in words";
    let [cut, closed, open] = however(&sse(&[stops(&[text("No.")])]));
    check([
        streamed("words and STOP, and a break", cut, No(("no-image", false, true, 1, words))),
        streamed("words and STOP, and the end", closed, No(("no-image", false, false, 1, words))),
        streamed("words and STOP, and silence", open, No(("no-image", false, false, 1, words))),
    ]);
    let done = format!("{}data: [DONE]\n\n", sse(&[parts(&[text("No.")])]));
    check(however(&done).map(|server| streamed("words and [DONE]", server, No(("no-image", false, false, 1, words)))));
}

#[test]
fn a_draft_loses_to_what_a_server_refuses_and_to_nothing_else() {
    let draft = sse(&[parts(&[thought(picture(1))])]);
    let behind = |event: Value| format!("{draft}{}", sse(&[event]));
    let error = json!({ "error": { "code": 503, "message": "overloaded" } });
    for (name, body, end) in [
        (
            "a draft, and IMAGE_SAFETY",
            behind(finishes(&[], "IMAGE_SAFETY")),
            No(("image-blocked", false, true, 1, "milder")),
        ),
        (
            "a draft, and a blocked prompt",
            behind(json!({ "promptFeedback": { "blockReason": "SAFETY" } })),
            No(("prompt-blocked", false, true, 1, "other words")),
        ),
        ("a draft, and an error", behind(error), No(("server-error", true, true, 1, "try again"))),
        ("a draft, and STOP", behind(stops(&[])), Shows(&[1], &[])),
        ("a draft, and NO_IMAGE", behind(finishes(&[], "NO_IMAGE")), Shows(&[1], &[])),
        ("a draft, and MAX_TOKENS", behind(finishes(&[], "MAX_TOKENS")), Shows(&[1], &[])),
        ("a draft, and the picture", behind(stops(&[picture(2)])), Shows(&[2], &[])),
    ] {
        let [_, closed, open] = however(&body);
        check([closed, open].map(|server| streamed(name, server, end.clone())));
    }
    let [cut, closed, open] = however(&draft);
    check([
        streamed("a draft, and a break", cut, Shows(&[1], &["broke off", UNFINISHED])),
        streamed("a draft, and the end", closed, Shows(&[1], &[UNFINISHED])),
        streamed("a draft, and silence", open, Shows(&[1], &["no whole reply", UNFINISHED])),
    ]);
}

#[test]
fn a_body_that_cannot_be_read_was_answered_all_the_same() {
    let head = |status| Head { status, ..Head::default() };
    let thrown = || Some(Thrown { name: "TypeError".into(), message: "locked".into() });
    let none = |hint| No(("invalid-response", false, true, 1, hint));
    let broken = Unread::Broken(thrown().unwrap());
    let empty = Given::Response(head(200), vec![], memory::End::Close);
    check([
        row("there is no way to read it", Given::Unread(head(200), Unread::Sealed(None)), none("")),
        row("it is locked", Given::Unread(head(200), Unread::Sealed(thrown())), none("")),
        row("it gives something else than bytes", Given::Unread(head(200), Unread::NotBytes(thrown())), none("")),
        row(
            "it breaks off at once",
            Given::Unread(head(200), broken.clone()),
            No(("network", true, true, 1, "charged")),
        ),
        row("it is empty", empty.clone(), none("closed without an answer")),
        streamed("it is empty", empty, none("closed without an answer")),
        row("204", Given::response(204, ""), none("closed without an answer")),
        row(
            "a status whose words cannot be read",
            Given::Unread(head(401), broken),
            No(("invalid-api-key", false, false, 1, "key")),
        ),
        row(
            "a status whose words never come",
            Given::Unread(head(429), Unread::Sealed(None)),
            No(("rate-limited", true, false, 2, "wait")),
        ),
        row("an opaque answer", Given::Opaque, No(("network", true, false, 2, "CORS"))),
        row("a redirect", Given::Redirected, No(("invalid-response", false, false, 1, "the final address"))),
        row("what `fetch` gave is no Response", Given::Odd("null".into()), No(("invalid-option", false, true, 1, ""))),
        row("nothing, for as long as it may take", Given::Silent, No(("timeout", true, true, 1, "charged"))),
    ]);
}

#[test]
fn no_blob_can_be_made_of_a_picture_that_came() {
    for events in [false, true] {
        let world = Memory::new(move |_| {
            let reply = counts(stops(&[picture(1)]), 1290);
            ok(if events { sse(&[reply]) } else { reply.to_string() })
        });
        world.fill();
        let options = draft().check(&Page::default()).unwrap();
        let call = Call::new(world.clone(), Pace::default(), options, Handed { events, ..Handed::default() });
        let error = world.run(call.run()).err().unwrap();
        assert_eq!((error.code.as_str(), error.maybe_billed, error.attempts), ("wasm", true, 1), "{error:?}");
        assert_eq!(error.cause.map(|thrown| thrown.message).as_deref(), Some("QuotaExceededError"));
    }
}

#[test]
fn what_it_cost_is_told_however_it_ended() {
    for reply in [
        counts(json!({ "error": { "message": "x" } }), 1290),
        counts(stops(&[text("Here.")]), 1290),
        counts(finishes(&[], "IMAGE_SAFETY"), 1290),
        counts(json!({ "promptFeedback": { "blockReason": "SAFETY" } }), 1290),
    ] {
        for server in however(&sse(std::slice::from_ref(&reply))) {
            let error = call(server, true, |draft| draft).err().unwrap();
            assert_eq!(error.usage.and_then(|usage| usage.image_tokens), Some(1290), "{reply}");
            assert_eq!((error.maybe_billed, error.status), (true, Some(200)), "what HTTP said: {reply}");
        }
    }
}
