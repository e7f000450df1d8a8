//! 4 and 5: replies with 200.

use super::*;

const COUNTED: Usage = Usage {
    input_tokens: Some(7),
    output_tokens: Some(1300),
    total_tokens: Some(1307),
    image_tokens: Some(1290),
    thought_tokens: None,
};

const PICTURELESS: Usage = Usage { image_tokens: None, ..COUNTED };

#[test]
fn section_4_4_each_block_reason_blocks_the_prompt() {
    for (reason, hint) in [
        ("SAFETY", "the safety filter refused the prompt"),
        ("OTHER", "often a reference image"),
        ("BLOCKLIST", "forbidden term"),
        ("PROHIBITED_CONTENT", "no setting allows"),
        ("IMAGE_SAFETY", "a reference image or what the prompt asks for"),
        ("MODEL_ARMOR", "refused the prompt"),
        ("JAILBREAK", "refused the prompt"),
        ("SOLAR_FLARE", "refused the prompt"),
        ("constructor", "refused the prompt"),
        ("safety", "the safety filter refused the prompt"),
    ] {
        let error = ends(Known { block_reason: Some(reason), usage: PICTURELESS, ..Known::default() });
        check(reason, &error, "prompt-blocked", hint);
        assert_eq!((error.status, error.finish_reason.as_deref()), (Some(200), Some(reason)));
        assert_eq!(error.message, format!("the prompt was blocked ({reason})"));
        assert_eq!(error.usage, Some(PICTURELESS));
    }
}

#[test]
fn section_4_3_and_12_each_finish_reason() {
    for (reason, is, hint) in [
        ("STOP", "no-image", "the model made no picture; try again"),
        ("MAX_TOKENS", "no-image", "raise `maxOutputTokens`"),
        ("SAFETY", "image-blocked billed", "the safety filter refused"),
        ("RECITATION", "image-blocked billed", "too close to an existing work"),
        ("LANGUAGE", "no-image", "write the prompt in another"),
        ("OTHER", "no-image", "the model made no picture; try again"),
        ("BLOCKLIST", "image-blocked billed", "forbidden term"),
        ("PROHIBITED_CONTENT", "image-blocked billed", "the safety filter refused"),
        ("SPII", "image-blocked billed", "personal data"),
        ("MALFORMED_FUNCTION_CALL", "no-image", "`search` and the tools in `extraBody`"),
        ("UNEXPECTED_TOOL_CALL", "no-image", "the tools out of `extraBody`"),
        ("TOO_MANY_TOOL_CALLS", "no-image", "`search` and the tools in `extraBody`"),
        ("IMAGE_SAFETY", "image-blocked billed", "the picture was made and then refused by the safety filter"),
        ("IMAGE_PROHIBITED_CONTENT", "image-blocked billed", "made and then refused"),
        ("IMAGE_RECITATION", "image-blocked billed", "too close to an existing work"),
        ("IMAGE_OTHER", "no-image", "the model made no picture; try again"),
        ("NO_IMAGE", "no-image", "answer with the picture only"),
        ("MISSING_THOUGHT_SIGNATURE", "no-image", "begin a new one, with the last picture in `images`"),
        ("MALFORMED_RESPONSE", "no-image", "try again"),
        ("ESCALATION", "no-image", "say the prompt in other words"),
        ("PUP_LIMITED_DISABLED", "no-image", "limited the account under its Prohibited Use Policy"),
        ("CONTINUATION", "no-image", "ask plainly for a picture"),
        ("MODEL_ARMOR", "image-blocked billed", "Model Armor"),
        ("SOLAR_FLARE", "no-image", "the model made no picture; try again"),
        ("valueOf", "no-image", "the model made no picture; try again"),
        ("image_safety", "image-blocked billed", "made and then refused"),
    ] {
        for events in [false, true] {
            let error = ends(Known { finish_reason: Some(reason), events, usage: PICTURELESS, ..Known::default() });
            check(reason, &error, is, hint);
            assert_eq!((error.status, error.finish_reason.as_deref()), (Some(200), Some(reason)));
        }
    }
    let all = Finish::ALL.iter().filter(|reason| **reason != Finish::Unknown).count();
    assert_eq!(all, 23, "a new reason wants a row above");
}

#[test]
fn section_12_default_values_say_nothing() {
    for reason in ["", " ", "FINISH_REASON_UNSPECIFIED", "finish_reason_unspecified"] {
        let known = |events| Known { finish_reason: Some(reason), events, ..Known::default() };
        let error = ends(known(false));
        check(reason, &error, "no-image", "the server sent no picture and no reason");
        assert_eq!((error.finish_reason, error.message), (None, "the reply holds no picture".to_owned()));
        check("in a stream it has not ended", &ends(known(true)), "invalid-response retry billed", "closed too early");
        assert_eq!(known(true).patience(), None);
    }
    for reason in ["", "BLOCK_REASON_UNSPECIFIED", "BLOCKED_REASON_UNSPECIFIED"] {
        let error = ends(Known { block_reason: Some(reason), finish_reason: Some("NO_IMAGE"), ..Known::default() });
        assert_eq!((line(&error).as_str(), error.finish_reason.as_deref()), ("no-image", Some("NO_IMAGE")));
        let shown =
            Known { block_reason: Some(reason), finish_reason: Some("STOP"), picture: true, ..Known::default() };
        assert_eq!(shown.conclude(&KKIAI).unwrap().warnings, []);
    }
}

#[test]
fn section_4_9_a_reply_without_a_picture_in_each_form() {
    let text = "Here is your picture.";
    let lost = "counted, and lost on its way";
    for (name, known, is, hint) in [
        ("{}", Known::default(), "no-image", "no picture and no reason"),
        (
            "only thoughts, or content: {}",
            Known { finish_reason: Some("STOP"), ..Known::default() },
            "no-image",
            "try again",
        ),
        ("text and STOP", Known { text, finish_reason: Some("STOP"), ..Known::default() }, "no-image", "(see `text`)"),
        ("text, no reason", Known { text, ..Known::default() }, "no-image", "(see `text`)"),
        (
            "text and OTHER",
            Known { text, finish_reason: Some("OTHER"), ..Known::default() },
            "no-image",
            "(see `text`)",
        ),
        ("blank text", Known { text: " \n", finish_reason: Some("STOP"), ..Known::default() }, "no-image", "try again"),
        (
            "events, nothing",
            Known { events: true, ..Known::default() },
            "invalid-response retry billed",
            "closed too early",
        ),
        (
            "events, text",
            Known { events: true, text, ..Known::default() },
            "invalid-response retry billed",
            "closed too early",
        ),
        (
            "[DONE] alone",
            Known { events: true, done: true, ..Known::default() },
            "invalid-response retry billed",
            "closed too early",
        ),
        ("text, [DONE]", Known { events: true, done: true, text, ..Known::default() }, "no-image", "(see `text`)"),
        (
            "an SVG",
            Known { odd: Some("an SVG"), finish_reason: Some("STOP"), text, ..Known::default() },
            "invalid-response billed",
            "safe to show",
        ),
        // 12: made, charged, and lost on the way
        (
            "STOP, counted",
            Known { finish_reason: Some("STOP"), usage: COUNTED, ..Known::default() },
            "no-image billed",
            lost,
        ),
        (
            "text, STOP, counted",
            Known { text, finish_reason: Some("STOP"), usage: COUNTED, ..Known::default() },
            "no-image billed",
            lost,
        ),
        ("no reason, counted", Known { usage: COUNTED, ..Known::default() }, "no-image billed", lost),
        (
            "NO_IMAGE, counted",
            Known { finish_reason: Some("NO_IMAGE"), usage: COUNTED, ..Known::default() },
            "no-image billed",
            lost,
        ),
        (
            "blocked, counted",
            Known { block_reason: Some("SAFETY"), usage: COUNTED, ..Known::default() },
            "prompt-blocked billed",
            "refused",
        ),
        (
            "STOP, 0 counted",
            Known {
                finish_reason: Some("STOP"),
                usage: Usage { image_tokens: Some(0), ..COUNTED },
                ..Known::default()
            },
            "no-image",
            "try again",
        ),
    ] {
        let (usage, events) = (known.usage, known.events);
        let error = ends(known);
        check(name, &error, is, hint);
        assert_eq!(error.status, Some(200), "{name}");
        assert_eq!(error.text.is_some(), name.contains("text") || name == "an SVG", "{name}");
        assert_eq!(error.usage, (usage != Usage::default()).then_some(usage), "{name}");
        assert!(events || !error.retryable);
    }
    let error = ends(Known { odd: Some("an SVG"), ..Known::default() });
    assert_eq!(error.message, "the server sent an SVG where a picture should be");
    let known =
        Known { finish_reason: Some("IMAGE_OTHER"), finish_message: Some("Support code 7"), ..Known::default() };
    assert_eq!(ends(known).message, "the reply holds no picture (IMAGE_OTHER): Support code 7");
}

#[test]
fn section_4_9_and_12_an_error_in_a_200() {
    let in_reply = |error: &ServerError, usage| ends(Known { error: Some(error), usage, ..Known::default() });
    for (words, status, usage, is) in [
        ("state=UNAVAILABLE|message=overloaded", 503, Usage::default(), "server-error retry"),
        ("message=x", 0, Usage::default(), "server-error retry"), // names no status
        ("state=DEADLINE_EXCEEDED", 504, Usage::default(), "timeout retry billed"),
        ("state=DEADLINE_EXCEEDED", 0, Usage::default(), "timeout retry billed"),
        ("state=RESOURCE_EXHAUSTED", 429, PICTURELESS, "rate-limited retry"),
        // It was made and counted: whoever tries again pays again, so `retry` does not without leave.
        ("state=INTERNAL|message=x", 500, COUNTED, "server-error retry billed"),
        ("state=INVALID_ARGUMENT", 400, COUNTED, "invalid-request billed"),
        // {"success":false,"message":…}
        ("message=not logged in", 200, Usage::default(), "invalid-response"),
        ("message=not logged in", 401, Usage::default(), "invalid-api-key"),
    ] {
        let error = in_reply(&says(status, words), usage);
        assert_eq!(line(&error), is, "{status} {words}");
        assert_eq!(error.status, Some(200), "what HTTP said");
        let policy = Policy { max_retries: 2, retry_ambiguous: false };
        assert_eq!(retry(&error, 1, policy, 0.5).is_some(), is.ends_with(" retry"), "{status} {words}");
        assert_eq!(error.usage, (usage != Usage::default()).then_some(usage));
    }
    let error = in_reply(&says(200, "message=not logged in"), Usage::default());
    assert_eq!(error.message, "the server answered 200: not logged in");
    assert_eq!(Known { error: Some(&error_of("code=model_not_found")), ..Known::default() }.end(), End::Error);
    assert_eq!(Known { error: Some(&says(503, "")), ..Known::default() }.end(), End::Error);
    assert_eq!(Known { error: Some(&says(500, "code=500")), ..Known::default() }.end(), End::Error);
}

fn error_of(words: &str) -> ServerError {
    says(0, words)
}
