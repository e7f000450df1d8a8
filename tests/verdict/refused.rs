//! 6: errors of HTTP.

use super::*;

/// As the error of a 200 that is nothing but an error: what is judged is the same, and what HTTP said is not.
fn judged(error: &ServerError, asked: &Context) -> Error {
    // Its number as a text says no more, but it says something.
    let code = error.code.clone().or(Some(error.status.to_string()));
    let error = ServerError { code, ..error.clone() };
    told(Known { error: Some(&error), ..Known::default() }.conclude(asked).unwrap_err())
}

#[test]
fn section_6_2_each_status_has_its_code() {
    for (status, is, hint) in [
        (400, "invalid-request", "change what the server names"),
        (401, "invalid-api-key", "check that the key belongs to the server"),
        (402, "quota-exhausted", "no credit left"),
        (403, "permission-denied", "restrictions"),
        (404, "model-not-found", "no such model, or no image API"),
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

fn verdict_of(head: &Head, body: &str, asked: &Context) -> Failure {
    engine::face::verdict::status(head, body, asked)
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
fn a_403_without_a_key_may_be_of_a_proxy_that_does_not_know_the_page() {
    let open = |context: Context<'static>| Context { keyed: false, ..context };
    let error = judged(&says(403, "message=this page may not use the proxy"), &open(OTHER));
    check("403 of a proxy", &error, "permission-denied", "serves the pages that it is set up for");
    let error = judged(&says(403, "message=no"), &open(GOOGLE));
    check("403 of Google", &error, "permission-denied", "wants to know who asks");
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
    let asked = Context { unsupported: &unsupported, ..OTHER };
    let request = says(400, "message=Request contains an invalid argument.");
    check("400", &judged(&request, &asked), "invalid-request", message);
    assert!(!judged(&request, &asked).hint.unwrap().contains("something else"));
    check("another matter", &judged(&error(401), &asked), "invalid-api-key", "check that the key");
    check("nothing known", &judged(&request, &OTHER), "invalid-request", "change what the server names");
}

#[test]
fn a_model_that_is_not_there_has_a_successor_or_a_neighbour() {
    let missing = says(404, "state=NOT_FOUND");
    let hint = |host, model| judged(&missing, &Context { host, model, ..OTHER }).hint.unwrap();
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
