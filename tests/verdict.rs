//! What servers, gateways and networks are known to answer, and what is made of it: a row each of
//! [given, code, retryable, maybe billed, hint]. Numbers in the names are those of the contract's sections.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic

use engine::error::{Code, Error, Failure, Thrown};
use engine::models::{self, Host, Warning};
use engine::redact::Redactor;
use engine::retry::{Policy, retry};
use engine::scan::{self, Fault};
use engine::verdict::*;
use engine::wire::reply::Usage;
use engine::wire::server_error::ServerError;
use engine::world::Head;
use std::time::Duration;

const KKIAI: Asked = asked(Host::Kkiai);
const GOOGLE: Asked = asked(Host::Google);
const OTHER: Asked = asked(Host::Other);

const fn asked(host: Host) -> Asked<'static> {
    Asked { host, model: "gemini-2.5-flash-image", unsupported: &[] }
}

fn told(failure: Failure) -> Error {
    failure.told(&Redactor::default())
}

/// `code [retry] [billed]`.
fn line(error: &Error) -> String {
    let flags = [(error.retryable, " retry"), (error.maybe_billed, " billed")];
    let flags: String = flags.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect();
    format!("{}{flags}", error.code)
}

fn check(name: &str, error: &Error, is: &str, hint: &str) {
    assert_eq!(line(error), is, "{name}: {error:?}");
    let told = error.hint.as_deref().unwrap_or_default();
    assert!(told.contains(hint) && (!hint.is_empty() || told.is_empty()), "{name}: {told}");
}

// ───────────── 6: errors of HTTP ─────────────

/// As the error of a 200 that is nothing but an error: what is judged is the same, and what HTTP said is not.
fn judged(error: &ServerError, asked: &Asked) -> Error {
    // Its number as a text says no more, but it says something.
    let code = error.code.clone().or(Some(error.status.to_string()));
    let error = ServerError { code, ..error.clone() };
    told(Known { error: Some(&error), ..Known::default() }.conclude(asked).unwrap_err())
}

fn error(status: u16) -> ServerError {
    ServerError { status, ..ServerError::default() }
}

/// Sets fields by `name=text` words.
fn says(status: u16, words: &str) -> ServerError {
    let mut error = error(status);
    for word in words.split('|').filter(|word| !word.is_empty()) {
        let (name, text) = word.split_once('=').unwrap_or((word, ""));
        let text = text.to_owned();
        match name {
            "message" => error.message = Some(text),
            "state" => error.state = Some(text),
            "code" => error.code = Some(text),
            "type" => error.kind = Some(text),
            "reason" => error.reason = Some(text),
            "quota" => error.quota_ids.push(text),
            "zero" => error.quota_is_zero = true,
            "page" => error.page = true,
            _ => panic!("{name}"),
        }
    }
    error
}

#[test]
fn section_6_2_each_status_has_its_code() {
    for (status, is, hint) in [
        (400, "invalid-request", "change what the server names"),
        (401, "invalid-api-key", "check that the key belongs to the server"),
        (402, "quota-exhausted", "no credit left"),
        (403, "permission-denied", "restrictions"),
        (404, "model-not-found", "does not offer"),
        (405, "invalid-request", "no image API at this address"),
        (408, "timeout retry", "took too long to reach the server"),
        (413, "payload-too-large", "fewer or smaller images"),
        (422, "invalid-request", "change what the server names"),
        (429, "rate-limited retry", "wait a little"),
        (499, "server-error", "the server failed"),
        (500, "server-error retry", "the server failed"),
        (501, "server-error", "does not offer image generation"),
        (502, "server-error retry", "the server failed"),
        (503, "server-error retry", "nobody left who serves this model"),
        (504, "timeout retry billed", "made and charged"),
        (505, "server-error", "the server failed"),
        (520, "server-error retry billed", "the server failed"),
        (521, "server-error retry billed", "the server failed"),
        (522, "timeout retry billed", "made and charged"),
        (523, "server-error retry billed", "the server failed"),
        (524, "timeout retry billed", "made and charged"),
        (525, "server-error", "the server failed"),
        (599, "server-error", "the server failed"),
        (999, "server-error", "the server failed"),
        (100, "invalid-response", "not how the image API answers"),
        (304, "invalid-response", "not how the image API answers"),
    ] {
        let head = Head { status, ..Head::default() };
        let error = told(verdict_of(&head, "", &OTHER));
        check(&status.to_string(), &error, is, hint);
        assert_eq!((error.status, error.attempts), (Some(status), 1));
        assert_eq!(error.message, format!("the server answered {status}"));
    }
}

fn verdict_of(head: &Head, body: &str, asked: &Asked) -> Failure {
    engine::verdict::status(head, body, asked)
}

#[test]
fn section_6_names_and_codes_say_more_than_the_status() {
    for (status, words, asked, is, hint) in [
        (400, "state=INVALID_ARGUMENT", GOOGLE, "invalid-request", "change what the server names"),
        (400, "reason=API_KEY_INVALID|state=INVALID_ARGUMENT", GOOGLE, "invalid-api-key", "aistudio.google.com/apikey"),
        (400, "reason=api_key_invalid", KKIAI, "invalid-api-key", "in your account at kkiai.com"),
        (403, "reason=API_KEY_HTTP_REFERRER_BLOCKED", GOOGLE, "permission-denied", "referrer"),
        (403, "reason=SERVICE_DISABLED", GOOGLE, "permission-denied", "restrictions"),
        (
            400,
            "message=Multiple authentication credentials received. Please pass only one.",
            GOOGLE,
            "invalid-request",
            "change",
        ),
        (400, "code=sensitive_words_detected", KKIAI, "prompt-blocked", "say it in other words"),
        (400, "code=prompt_blocked", OTHER, "prompt-blocked", "say it in other words"),
        (400, "code=invalid_request", OTHER, "invalid-request", "change"),
        (403, "code=insufficient_user_quota", KKIAI, "quota-exhausted", "top it up"),
        (403, "code=pre_consume_token_quota_failed", OTHER, "quota-exhausted", "top it up"),
        (429, "code=insufficient_quota", GOOGLE, "quota-exhausted", "plan and billing"),
        (500, "code=access_denied", OTHER, "permission-denied", "restrictions"),
        (503, "code=model_not_found", KKIAI, "model-not-found", "does not offer"),
        (500, "code=get_channel_failed", OTHER, "server-error retry", "the server failed"),
        (500, "code=channel:no_available_key", OTHER, "server-error retry", "the server failed"),
        (500, "code=do_request_failed", OTHER, "server-error retry", "the server failed"),
        (502, "code=bad_response_status_code", OTHER, "server-error retry", "the server failed"),
        (500, "code=bad_response_body", OTHER, "server-error retry", "the server failed"),
        (500, "code=empty_response", OTHER, "server-error retry", "the server failed"),
        (413, "code=read_request_body_failed", OTHER, "payload-too-large", "fewer or smaller"),
        (501, "code=api_not_implemented", OTHER, "server-error", "does not offer"),
        (
            404,
            "type=invalid_request_error|message=Invalid URL (POST /v1beta/model)",
            OTHER,
            "invalid-request",
            "`baseURL`",
        ),
        (404, "type=new_api_error", OTHER, "model-not-found", "does not offer"),
        (503, "type=upstream_error", OTHER, "server-error retry", "another `model`"),
        (404, "page", OTHER, "invalid-request", "no image API at this address"),
        (400, "code=constructor|state=toString", OTHER, "invalid-request", "change"),
        (500, "code=__proto__|state=valueOf|reason=x|type=y", OTHER, "server-error retry", "the server failed"),
        (500, "page", OTHER, "server-error retry", "a proxy in front of the server failed"),
        (502, "page|message=502 Bad Gateway", OTHER, "server-error retry", "a proxy in front of the server failed"),
        (503, "page", KKIAI, "server-error retry", "a proxy in front of the server failed"),
        (503, "state=UNAVAILABLE", GOOGLE, "server-error retry", "the server failed; try again in a minute"),
        (504, "page", OTHER, "timeout retry billed", "made and charged"),
        (524, "page", OTHER, "timeout retry billed", "made and charged"),
        (413, "page|message=413 Request Entity Too Large", OTHER, "payload-too-large", "fewer or smaller"),
        (408, "page", OTHER, "timeout retry", "took too long to reach"),
    ] {
        check(&format!("{status} {words}"), &judged(&says(status, words), &asked), is, hint);
    }
}

#[test]
fn section_6_2_a_proxys_5xx_around_googles_answer_is_read_as_what_it_wraps() {
    for (status, state, is) in [
        (500, "INVALID_ARGUMENT", "invalid-request"),
        (500, "OUT_OF_RANGE", "invalid-request"),
        (502, "FAILED_PRECONDITION", "permission-denied"),
        (500, "UNAUTHENTICATED", "invalid-api-key"),
        (503, "PERMISSION_DENIED", "permission-denied"),
        (500, "NOT_FOUND", "model-not-found"),
        (500, "RESOURCE_EXHAUSTED", "rate-limited retry"),
        (504, "INVALID_ARGUMENT", "invalid-request"), // refused before anything was made
        (500, "DEADLINE_EXCEEDED", "timeout retry billed"),
        (500, "UNIMPLEMENTED", "server-error"),
        (500, "INTERNAL", "server-error retry"),
        (524, "UNAVAILABLE", "timeout retry billed"), // the careful one of two answers
        (504, "INTERNAL", "timeout retry billed"),
        (429, "UNAVAILABLE", "rate-limited retry"), // no 5xx
        (500, "", "server-error retry"),
    ] {
        assert_eq!(line(&judged(&says(status, &format!("state={state}")), &OTHER)), is, "{status} {state}");
    }
}

#[test]
fn section_6_3_a_429_is_a_matter_of_seconds_or_of_money() {
    for (words, is) in [
        ("", "rate-limited retry"),
        ("quota=GenerateRequestsPerMinutePerProjectPerModel", "rate-limited retry"),
        ("quota=GenerateRequestsPerDayPerProjectPerModel", "quota-exhausted"),
        ("quota=RequestsPerMinute|quota=RequestsPerDay-Free", "quota-exhausted"),
        ("zero", "quota-exhausted"),
        ("message=* Quota exceeded for metric: x, limit: 0, model: y", "quota-exhausted"),
        ("message=Quota exceeded, limit: 0", "quota-exhausted"),
        ("message=Quota exceeded, limit: 0. Retry", "quota-exhausted"),
        ("message=limit: 20", "rate-limited retry"),
        ("message=limit: 0.5", "rate-limited retry"),
        ("message=limit: 05", "rate-limited retry"),
        ("message=limit: 20, limit: 0, model: y", "quota-exhausted"),
    ] {
        let error = judged(&says(429, words), &OTHER);
        assert_eq!(line(&error), is, "{words}");
        let money = is == "quota-exhausted";
        assert_eq!(error.hint.unwrap().contains("plan and billing"), money, "{words}");
    }
}

#[test]
fn section_6_3_a_wait_counts_only_where_waiting_helps() {
    let wait = Duration::from_millis(34_400);
    for (words, status, counts) in
        [("", 429, true), ("", 503, true), ("zero", 429, false), ("quota=PerDay", 429, false), ("", 400, false)]
    {
        let error = ServerError { retry_after: Some(wait), ..says(status, words) };
        assert_eq!(judged(&error, &OTHER).retry_after, counts.then_some(wait), "{status} {words}");
    }
    let head = Head { status: 429, retry_after: Some(wait), ..Head::default() };
    assert_eq!(told(verdict_of(&head, "", &OTHER)).retry_after, Some(wait));
}

#[test]
fn section_12_a_location_is_no_matter_of_billing() {
    let place = "User location is not supported for the API use.";
    let billing = "User location is not supported for the API use without a billing account linked.";
    for (status, words, hint) in [
        (400, format!("state=FAILED_PRECONDITION|message={place}"), "where the server or proxy stands"),
        (500, format!("state=FAILED_PRECONDITION|message={place}"), "where the server or proxy stands"),
        (400, format!("message={place}"), "where the server or proxy stands"), // relayed: the state is lost
        (400, format!("message=upstream: {}", place.to_uppercase()), "where the server or proxy stands"),
        (400, format!("state=FAILED_PRECONDITION|message={billing}"), "with billing turned on"),
        (400, format!("message={billing}"), "with billing turned on"),
        (400, "state=FAILED_PRECONDITION|message=Precondition check failed.".into(), "a condition of Google's"),
        (400, "state=FAILED_PRECONDITION".into(), "a condition of Google's"),
    ] {
        for asked in [GOOGLE, KKIAI, OTHER] {
            let error = judged(&says(status, &words), &asked);
            check(&words, &error, "permission-denied", hint);
            assert_eq!(
                error.hint.unwrap().contains("with billing turned on"),
                hint.contains("with billing"),
                "{words}"
            );
        }
    }
    let elsewhere = judged(&says(400, &format!("state=INVALID_ARGUMENT|message={place}")), &GOOGLE);
    assert_eq!(line(&elsewhere), "invalid-request");
}

#[test]
fn section_12_a_page_with_403_is_a_firewalls_and_says_nothing_of_the_key() {
    let error = judged(&says(403, "page|message=Just a moment..."), &GOOGLE);
    check("403 page", &error, "permission-denied", "the key was not looked at");
    assert!(!error.hint.unwrap().contains("the key is known"));
}

#[test]
fn a_400_that_names_nothing_is_told_with_what_the_model_is_known_not_to_take() {
    let message = "gemini-2.5-flash-image does not take `size: '4K'`: it makes 1K only";
    let unsupported = [
        Warning::Unsupported { option: "size", message: message.into() },
        Warning::Compat { message: "something else".into() },
    ];
    let asked = Asked { unsupported: &unsupported, ..OTHER };
    let request = says(400, "message=Request contains an invalid argument.");
    check("400", &judged(&request, &asked), "invalid-request", message);
    assert!(!judged(&request, &asked).hint.unwrap().contains("something else"));
    check("another matter", &judged(&error(401), &asked), "invalid-api-key", "check that the key");
    check("nothing known", &judged(&request, &OTHER), "invalid-request", "change what the server names");
}

#[test]
fn a_model_that_is_not_there_has_a_successor_or_a_neighbour() {
    let hint = |host, model| judged(&error(404), &Asked { host, model, unsupported: &[] }).hint.unwrap();
    assert_eq!(
        hint(Host::Google, "gemini-3-pro-image-preview"),
        "Google shut `gemini-3-pro-image-preview` down (2026-06-25); use `model: 'gemini-3-pro-image'`"
    );
    assert!(!hint(Host::Other, "gemini-3-pro-image-preview").contains("shut"));
    for (given, meant) in [
        ("gemini-2.5-flash-imge", "gemini-2.5-flash-image"),
        ("gemini-2.5-flsah-image", "gemini-2.5-flash-image"),
        ("gemini-2-5-flash-image", "gemini-2.5-flash-image"),
        ("Gemini 2.5 Flash Image", "gemini-2.5-flash-image"),
        ("gemini-3-pro-images", "gemini-3-pro-image"),
        ("gemini-3.0-pro-image", "gemini-3-pro-image"),
        ("gemini-3.1-flash-light-image", "gemini-3.1-flash-lite-image"),
        ("gemini_nano_banana_2.1", "gemini-nano-banana-2.1"),
        ("gemini-3-pro-image-preveiw", "gemini-3-pro-image-preview"),
        ("nano-banana", "gemini-2.5-flash-image"),
        ("nano-banana-2", "gemini-3.1-flash-image"),
        ("nano-banana-2.1", "gemini-nano-banana-2.1"),
        ("nano-banana-pro", "gemini-3-pro-image"),
    ] {
        // At Google what it has retired is of no use.
        let successor = models::find(meant).unwrap().retired.as_ref().map_or(meant, |retired| retired.successor);
        for (host, meant) in [(Host::Google, successor), (Host::Kkiai, meant), (Host::Other, meant)] {
            let hint = hint(host, given);
            assert_eq!(hint, format!("this server does not offer `{given}`: did you mean `model: '{meant}'`?"));
        }
    }
    for given in [
        "who",
        "",
        "gpt-image-1",
        "imagen-4",
        "gemini-2.5-pro",
        "gemini-3.1-flash-image",
        "flux",
        "é",
        &"x".repeat(5_000),
    ] {
        assert!(hint(Host::Other, given).contains("look at its list of models"), "{given}");
    }
}

#[test]
fn section_6_4_a_status_is_told_with_its_words_and_ids() {
    let head = Head { status: 502, request_id: Some("abc".into()), ..Head::default() };
    let error = told(verdict_of(&head, "bad day", &OTHER));
    assert_eq!(error.message, "the server answered 502: bad day");
    assert_eq!((error.request_id.as_deref(), error.body.as_deref()), (Some("abc"), Some("bad day")));
    let error = judged(&says(429, "state=RESOURCE_EXHAUSTED|message=Slow down"), &OTHER);
    assert_eq!(error.message, "the server answered 429 RESOURCE_EXHAUSTED: Slow down");
}

// ───────────── 4 and 5: replies with 200 ─────────────

fn ends(known: Known) -> Error {
    told(known.conclude(&KKIAI).unwrap_err())
}

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
        ("IMAGE_SAFETY", "a reference image was refused"),
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
        ("SOLAR_FLARE", "no-image", "check that `model` is one that makes images"),
        ("valueOf", "no-image", "check that `model` is one that makes images"),
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
        check(reason, &error, "no-image", "check that `model` is one that makes images");
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
        ("{}", Known::default(), "no-image", "one that makes images"),
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
            "answer with",
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
    // An empty object says nothing.
    for silent in [
        error_of(""),
        error_of("state="),
        error_of("message= |code="),
        error_of("code=0"),
        says(200, "code=200"),
        says(500, ""),
        says(200, "state=OK"),
        says(200, ""),
    ] {
        let known = |finish_reason| Known { error: Some(&silent), finish_reason, ..Known::default() };
        assert_eq!(known(Some("IMAGE_SAFETY")).end(), End::Refusal, "{silent:?}");
        assert_eq!(known(None).end(), End::Empty, "{silent:?}");
        assert_eq!(known(None).patience(), None);
    }
    assert_eq!(Known { error: Some(&error_of("code=model_not_found")), ..Known::default() }.end(), End::Error);
    assert_eq!(Known { error: Some(&says(503, "")), ..Known::default() }.end(), End::Error);
    assert_eq!(Known { error: Some(&says(500, "code=500")), ..Known::default() }.end(), End::Error);
}

fn error_of(words: &str) -> ServerError {
    says(0, words)
}

// ───────────── the network ─────────────

fn thrown() -> Thrown {
    Thrown { name: "TypeError".into(), message: "Failed to fetch".into() }
}

#[test]
fn what_ends_before_a_reply() {
    let second = Duration::from_secs(1);
    for (name, failure, is, hint) in [
        ("timeout before sending", timeout(false, second), "timeout retry", "`apiKey` function"),
        ("timeout after it", timeout(true, second), "timeout retry billed", "a larger `timeout`"),
        ("at once", lost(Some(thrown()), Duration::ZERO), "network retry", "(CORS)"),
        ("just before 3 s", lost(None, Duration::from_millis(2_999)), "network retry", "(CORS)"),
        ("at 3 s", lost(Some(thrown()), Duration::from_secs(3)), "network retry billed", "while the server worked"),
        ("a proxy's 504", lost(None, Duration::from_secs(60)), "network retry billed", "while the server worked"),
        ("redirect", redirected(), "invalid-response", "pass the final address"),
        ("unbuilt", unbuilt(None), "invalid-option", ""),
        ("no room", no_room(Some(thrown())), "wasm", ""),
    ] {
        let error = told(failure);
        check(name, &error, is, hint);
        let sent = !["timeout before sending", "unbuilt", "no room"].contains(&name);
        assert_eq!((error.attempts, error.status), (u32::from(sent), None), "{name}");
    }
    assert_eq!(told(timeout(true, second)).message, "no whole reply within 1000 ms");
    assert_eq!(told(lost(Some(thrown()), second)).cause, Some(thrown()));
}

#[test]
fn what_ends_within_a_reply() {
    let at = |offset, what| fault(&scan::Error { offset, fault: what }, b"<!DOCTYPE html>");
    for (name, failure, is, hint) in [
        ("broke", broken(thrown()), "network retry billed", "check the connection"),
        ("sealed", sealed(None), "invalid-response billed", ""),
        ("no bytes", not_bytes(None), "invalid-response billed", ""),
        ("a page", at(0, Fault::NotJson), "invalid-response billed", "a page or a proxy may answer"),
        ("empty", at(0, Fault::Cut), "invalid-response billed", "try again"),
        ("cut", at(9, Fault::Cut), "invalid-response retry billed", "closed too early"),
        ("bracket", at(9, Fault::Bracket), "invalid-response billed", ""),
        ("base64", at(9, Fault::Base64), "invalid-response billed", "damaged the reply"),
        ("no JSON", not_json(), "invalid-response billed", ""),
        ("no Blob", storage(thrown()), "wasm billed", ""),
    ] {
        let error = told(failure);
        check(name, &error, is, hint);
        assert_eq!(error.attempts, 1, "{name}");
    }
    assert_eq!(told(at(3, Fault::NotJson)).message, "the reply is no JSON: at byte 3 of it stands \"<!DOCTYPE html>\"");
    let key = "AIzaSyAbcdefgh".to_owned();
    let odd = fault(&scan::Error { offset: 0, fault: Fault::NotJson }, b"no AIzaSyAbc");
    let message = odd.told(&Redactor::new(&[key])).message;
    assert_eq!(message, "the reply is no JSON: at byte 0 of it stands \"no [key]\"", "half a key, then our own quote");
    let bytes = fault(&scan::Error { offset: 0, fault: Fault::NotJson }, &[0xff; 400]);
    assert!(told(bytes).message.chars().count() < 120);
}

// ───────────── which end wins ─────────────

/// Everything that can be known, in each combination, against the order as architecture words it.
#[test]
fn one_order_holds_for_every_combination() {
    let error = says(503, "message=x");
    let reasons = [None, Some("STOP"), Some("IMAGE_SAFETY"), Some("NO_IMAGE"), Some("SOLAR_FLARE"), Some("")];
    let mut seen = std::collections::HashSet::new();
    for bits in 0..1 << 8 {
        let has = |bit: u32| bits >> bit & 1 == 1;
        for finish_reason in reasons {
            for block_reason in [None, Some("SAFETY"), Some("BLOCK_REASON_UNSPECIFIED")] {
                let known = Known {
                    picture: has(0),
                    draft: has(1),
                    error: has(2).then_some(&error),
                    text: if has(3) { "words" } else { "" },
                    odd: has(4).then_some("an SVG"),
                    broken: has(5).then(|| broken(thrown())),
                    done: has(6),
                    events: has(7),
                    finish_reason,
                    block_reason,
                    ..Known::default()
                };
                let refused = block_reason == Some("SAFETY") || finish_reason == Some("IMAGE_SAFETY");
                let reason = matches!(finish_reason, Some("NO_IMAGE" | "SOLAR_FLARE"));
                let stop = finish_reason == Some("STOP");
                let over = stop || has(6) || !(has(5) || has(7));
                let first = [
                    (has(0), End::Picture),
                    (has(2), End::Error),
                    (refused, End::Refusal),
                    (has(1), End::Draft),
                    (has(4), End::Odd),
                    (reason, End::Reason),
                    (has(3) && over, End::Text),
                    (has(5), End::Broken),
                    (has(7) && !stop, End::Cut),
                    (true, End::Empty),
                ];
                let expected = first.iter().find(|(is, _)| *is).unwrap().1;
                assert_eq!(known.end(), expected);
                seen.insert(expected);
                let shown = known.clone().conclude(&KKIAI);
                assert_eq!(shown.is_ok(), matches!(expected, End::Picture | End::Draft));
                if let Err(failure) = shown {
                    let error = told(failure);
                    assert_eq!(error.text.is_some(), has(3), "{expected:?}: what it said is never lost");
                    assert!(error.maybe_billed || !(has(1) || has(5) && matches!(expected, End::Text | End::Broken)));
                }
            }
        }
    }
    assert_eq!(seen.len(), End::ALL.len() - 1, "all but a link that was not fetched");
}

#[test]
fn a_whole_picture_is_the_callers_and_what_went_wrong_is_a_warning() {
    let error = says(500, "message=x");
    let picture = || Known { picture: true, events: true, ..Known::default() };
    let link = || unfetched("a.example", "was not fetched".into(), "let it", Code::NoImage);
    for (known, warning) in [
        (Known { finish_reason: Some("STOP"), ..picture() }, ""),
        (picture(), "the reply ended without a finish reason"),
        (Known { events: false, ..picture() }, ""),
        (Known { error: Some(&error), ..picture() }, "after the picture the server answered 500: x"),
        (
            Known { broken: Some(broken(thrown())), ..picture() },
            "the reply broke off after the picture: the connection broke before the reply was whole",
        ),
        (
            Known { finish_reason: Some("IMAGE_SAFETY"), ..picture() },
            "after the picture the reply was stopped (IMAGE_SAFETY)",
        ),
        (
            Known { finish_reason: Some("STOP"), unfetched: Some(link()), ..picture() },
            "in place of a picture came a link to a.example, which was not fetched",
        ),
    ] {
        let shown = known.conclude(&KKIAI).unwrap();
        let warnings: Vec<String> = shown.warnings.iter().map(|words| words.told(&Redactor::default())).collect();
        assert_eq!(warnings.join("\n"), warning);
        assert!(!shown.draft);
    }
    // A draft is one, too, where nothing refuses it: whatever else is known.
    for known in [
        Known { draft: true, finish_reason: Some("STOP"), ..Known::default() },
        Known { draft: true, text: "words", finish_reason: Some("NO_IMAGE"), ..Known::default() },
        Known { draft: true, broken: Some(timeout(true, Duration::from_secs(9))), ..Known::default() },
    ] {
        assert!(known.conclude(&KKIAI).unwrap().draft);
    }
    // Where one is refused after all, it may have been charged.
    let error = ends(Known { draft: true, block_reason: Some("SAFETY"), ..Known::default() });
    assert_eq!(line(&error), "prompt-blocked billed");
    let error = told(
        Known { unfetched: Some(link()), finish_reason: Some("STOP"), ..Known::default() }
            .conclude(&KKIAI)
            .unwrap_err(),
    );
    check("link", &error, "no-image billed", "let it");
    assert_eq!((error.status, error.finish_reason.as_deref()), (Some(200), Some("STOP")));
}

#[test]
fn what_is_known_when_the_time_is_over_is_told() {
    let late = || Some(timeout(true, Duration::from_secs(9)));
    let error = says(503, "state=UNAVAILABLE");
    for (name, known, is) in [
        ("nothing", Known { broken: late(), ..Known::default() }, "timeout retry billed"),
        (
            "text",
            Known { broken: late(), text: "Here it is:", events: true, ..Known::default() },
            "timeout retry billed",
        ),
        ("STOP", Known { broken: late(), finish_reason: Some("STOP"), ..Known::default() }, "timeout retry billed"),
        (
            "text and STOP",
            Known { broken: late(), text: "No.", finish_reason: Some("STOP"), ..Known::default() },
            "no-image billed",
        ),
        ("NO_IMAGE", Known { broken: late(), finish_reason: Some("NO_IMAGE"), ..Known::default() }, "no-image"),
        (
            "a refusal",
            Known { broken: late(), finish_reason: Some("IMAGE_SAFETY"), ..Known::default() },
            "image-blocked billed",
        ),
        (
            "a blocked prompt",
            Known { broken: late(), block_reason: Some("OTHER"), ..Known::default() },
            "prompt-blocked",
        ),
        ("an error", Known { broken: late(), error: Some(&error), ..Known::default() }, "server-error retry"),
    ] {
        assert_eq!(line(&ends(known)), is, "{name}");
    }
}

#[test]
fn what_may_follow_is_waited_for_and_not_for_ever() {
    let error = says(503, "");
    let seconds = |known: Known| known.patience().map(|wait| wait.as_secs());
    assert_eq!(seconds(Known::default()), None);
    assert_eq!(seconds(Known { picture: true, ..Known::default() }), None);
    assert_eq!(seconds(Known { finish_reason: Some("STOP"), ..Known::default() }), Some(60));
    assert_eq!(seconds(Known { finish_reason: Some("STOP"), draft: true, ..Known::default() }), Some(60));
    assert_eq!(seconds(Known { finish_reason: Some("STOP"), picture: true, ..Known::default() }), Some(5));
    assert_eq!(seconds(Known { finish_reason: Some("IMAGE_SAFETY"), ..Known::default() }), Some(5));
    assert_eq!(
        seconds(Known { block_reason: Some("OTHER"), finish_reason: Some("STOP"), ..Known::default() }),
        Some(5)
    );
    assert_eq!(seconds(Known { error: Some(&error), finish_reason: Some("STOP"), ..Known::default() }), Some(5));
    assert_eq!(seconds(Known { done: true, text: "x", ..Known::default() }), Some(5));
}
