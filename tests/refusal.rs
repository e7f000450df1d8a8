//! Every way in which a server says no, and what we make of it.

#![cfg(not(target_arch = "wasm32"))]

use wasmagine::code::Code;
use wasmagine::models::Host;
use wasmagine::refusal::{Ending, ServerError, Verdict, of_reply, of_server};
use wasmagine::text::{after, between};

fn judge(error: &ServerError) -> Verdict {
    of_server(error, Host::Other, "gemini-2.5-flash-image")
}

fn status(status: u16) -> ServerError {
    ServerError { status, ..Default::default() }
}

#[test]
fn each_status_has_its_code() {
    use Code::*;
    // status, code, retryable, maybe billed
    let rows = [
        (400, InvalidRequest, false, false),
        (401, InvalidApiKey, false, false),
        (402, QuotaExhausted, false, false),
        (403, PermissionDenied, false, false),
        (404, ModelNotFound, false, false),
        (405, InvalidRequest, false, false),
        (408, Timeout, true, false),
        (413, PayloadTooLarge, false, false),
        (422, InvalidRequest, false, false),
        (429, RateLimited, true, false),
        (499, ServerError, false, false),
        (500, ServerError, true, false),
        (501, ServerError, false, false),
        (502, ServerError, true, false),
        (503, ServerError, true, false),
        (504, Timeout, true, true),
        (520, ServerError, true, true),
        (521, ServerError, true, true),
        (522, Timeout, true, true),
        (523, ServerError, true, true),
        (524, Timeout, true, true),
        (599, ServerError, false, false),
    ];
    for (number, code, retryable, maybe_billed) in rows {
        let verdict = judge(&status(number));
        assert_eq!(
            (verdict.code, verdict.retryable, verdict.maybe_billed),
            (code, retryable, maybe_billed),
            "{number}"
        );
        assert!(verdict.hint.len() > 20, "{number}: {}", verdict.hint);
    }
}

#[test]
fn names_and_codes_say_more_than_the_status() {
    let named = |number, set: fn(&mut ServerError)| {
        let mut error = status(number);
        set(&mut error);
        judge(&error).code
    };
    type Set = fn(&mut ServerError);
    let rows: [(u16, Set, Code); 14] = [
        (400, |error| error.reason = Some("API_KEY_INVALID".into()), Code::InvalidApiKey),
        (400, |error| error.state = Some("FAILED_PRECONDITION".into()), Code::PermissionDenied),
        (400, |error| error.state = Some("INVALID_ARGUMENT".into()), Code::InvalidRequest),
        (400, |error| error.code = Some("sensitive_words_detected".into()), Code::PromptBlocked),
        (400, |error| error.code = Some("prompt_blocked".into()), Code::PromptBlocked),
        (403, |error| error.code = Some("insufficient_user_quota".into()), Code::QuotaExhausted),
        (403, |error| error.code = Some("pre_consume_token_quota_failed".into()), Code::QuotaExhausted),
        (500, |error| error.code = Some("access_denied".into()), Code::PermissionDenied),
        (503, |error| error.code = Some("model_not_found".into()), Code::ModelNotFound),
        (404, |error| error.kind = Some("invalid_request_error".into()), Code::InvalidRequest),
        (404, |error| error.page = true, Code::InvalidRequest),
        (
            429,
            |error| error.quota_ids = vec!["RequestsPerMinute".into(), "RequestsPerDay-Free".into()],
            Code::QuotaExhausted,
        ),
        (429, |error| error.quota_is_zero = true, Code::QuotaExhausted),
        (429, |error| error.message = Some("Quota exceeded, limit: 0, model: x".into()), Code::QuotaExhausted),
    ];
    for (number, set, code) in rows {
        assert_eq!(named(number, set), code, "{number}");
    }
    assert_eq!(named(429, |error| error.quota_ids = vec!["RequestsPerMinute".into()]), Code::RateLimited);
    assert_eq!(named(429, |error| error.message = Some("limit: 20".into())), Code::RateLimited);
}

#[test]
fn a_proxys_5xx_around_googles_4xx_is_read_as_what_it_wraps() {
    let wrapped = |state: &str| {
        let verdict = judge(&ServerError { state: Some(state.into()), ..status(500) });
        (verdict.code, verdict.retryable)
    };
    assert_eq!(wrapped("INVALID_ARGUMENT"), (Code::InvalidRequest, false));
    assert_eq!(wrapped("UNAUTHENTICATED"), (Code::InvalidApiKey, false));
    assert_eq!(wrapped("PERMISSION_DENIED"), (Code::PermissionDenied, false));
    assert_eq!(wrapped("NOT_FOUND"), (Code::ModelNotFound, false));
    assert_eq!(wrapped("RESOURCE_EXHAUSTED"), (Code::RateLimited, true));
    assert_eq!(wrapped("INTERNAL"), (Code::ServerError, true));
    assert_eq!(judge(&ServerError { state: Some("UNAVAILABLE".into()), ..status(429) }).code, Code::RateLimited);
}

#[test]
fn a_wait_counts_only_where_waiting_helps() {
    let wait = |error: ServerError| judge(&ServerError { retry_after: Some(34_400.0), ..error }).retry_after;
    assert_eq!(wait(status(429)), Some(34_400.0));
    assert_eq!(wait(status(503)), Some(34_400.0));
    assert_eq!(wait(ServerError { quota_is_zero: true, ..status(429) }), None);
    assert_eq!(wait(status(400)), None);
}

#[test]
fn a_retired_model_names_its_successor_at_google_alone() {
    let hint = |host| of_server(&status(404), host, "gemini-3-pro-image-preview").hint;
    assert_eq!(
        hint(Host::Google),
        "Google shut `gemini-3-pro-image-preview` down (2026-06-25); use `model: 'gemini-3-pro-image'`"
    );
    assert!(!hint(Host::Other).contains("shut"));
    assert!(of_server(&status(404), Host::Google, "who").hint.contains("does not offer `who`"));
}

#[test]
fn blocked_prompts_and_pictures_are_told_from_mere_absence() {
    let blocked = |reason| of_reply(&Ending { block_reason: Some(reason), ..Default::default() });
    for reason in ["SAFETY", "OTHER", "BLOCKLIST", "PROHIBITED_CONTENT", "IMAGE_SAFETY", "JAILBREAK", "NEW_ONE"] {
        assert_eq!(blocked(reason).code, Code::PromptBlocked, "{reason}");
    }
    let ended = |reason, has_text| of_reply(&Ending { finish_reason: Some(reason), has_text, ..Default::default() });
    for reason in [
        "IMAGE_SAFETY",
        "SAFETY",
        "IMAGE_PROHIBITED_CONTENT",
        "PROHIBITED_CONTENT",
        "IMAGE_RECITATION",
        "RECITATION",
        "BLOCKLIST",
        "SPII",
    ] {
        let verdict = ended(reason, true);
        assert_eq!(
            (verdict.code, verdict.retryable, verdict.maybe_billed),
            (Code::ImageBlocked, false, true),
            "{reason}"
        );
    }
    for reason in ["STOP", "MAX_TOKENS", "LANGUAGE", "OTHER", "NO_IMAGE", "IMAGE_OTHER", "MALFORMED_RESPONSE"] {
        assert_eq!(ended(reason, false).code, Code::NoImage, "{reason}");
    }
    assert!(ended("STOP", true).hint.contains("`text`"));
    assert!(!ended("STOP", false).hint.contains("`text`"));
    assert_eq!(of_reply(&Ending::default()).code, Code::NoImage);
}

#[test]
fn text_is_found_where_it_stands() {
    assert_eq!(after("abcabc", "bc"), Some("abc"));
    assert_eq!(after("abc", "abc"), Some(""));
    assert_eq!(after("ab", "abc"), None);
    assert_eq!(after("é漢x", "漢"), Some("x"));
    assert_eq!(between("m (request id: 42) x", "(request id: ", ')'), Some("42"));
    assert_eq!(between("<title>a</title>", "<title>", '<'), Some("a"));
    assert_eq!(between("no", "<title>", '<'), None);
}
