//! Whole answers as servers send them, from the bytes of the body to what a caller is told: `wire` reads them, `verdict` judges.
//! Rows are [status, body, code and what follows, a part of the hint]; sections are the contract's.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic

use engine::face::error::Error;
use engine::face::models::Host;
use engine::face::redact::Redactor;
use engine::face::verdict::{Context, status};
use engine::face::world::Head;

/// `code [retry] [billed] [after MS] [id]`.
fn line(error: &Error) -> String {
    let after = error.retry_after.map(|after| format!(" after {}", after.as_millis()));
    let flags = [(error.retryable, " retry"), (error.maybe_billed, " billed")];
    let flags: String = flags.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect();
    let id = error.request_id.as_ref().map(|_| " id");
    format!("{}{flags}{}{}", error.code, after.unwrap_or_default(), id.unwrap_or_default())
}

const LIMIT_ZERO: &str = r#"{"error":{"code":429,"message":"* Quota exceeded for metric: x, limit: 0, model: y\nPlease retry in 34.4s.","status":"RESOURCE_EXHAUSTED"}}"#;
const PAGE: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body></body></html>";

#[test]
fn what_a_caller_is_told_of_each_answer() {
    for (http, body, is, hint) in [
        // 6.1 and 6.2
        (
            400,
            r#"{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID","domain":"googleapis.com"}]}}"#,
            "invalid-api-key",
            "check that the key",
        ),
        (
            400,
            r#"{"error":{"code":400,"message":"User location is not supported for the API use.","status":"FAILED_PRECONDITION"}}"#,
            "permission-denied",
            "where the server or proxy stands",
        ),
        (
            400,
            r#"{"error":{"message":"User location is not supported for the API use. (request id: 1)","type":"upstream_error","param":"","code":400}}"#,
            "permission-denied id",
            "where the server or proxy stands",
        ),
        (
            400,
            r#"{"error":{"code":400,"message":"Request contains an invalid argument.","status":"INVALID_ARGUMENT"}}"#,
            "invalid-request",
            "change what the server names",
        ),
        (
            403,
            r#"{"error":{"code":403,"message":"Requests from referer <empty> are blocked.","status":"PERMISSION_DENIED","details":[{"reason":"API_KEY_HTTP_REFERRER_BLOCKED"}]}}"#,
            "permission-denied",
            "referrer",
        ),
        (
            403,
            "<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>",
            "permission-denied",
            "not looked at",
        ),
        (
            404,
            r#"[{"error":{"code":404,"message":"models/x is not found","status":"NOT_FOUND"}}]"#,
            "model-not-found",
            "does not offer",
        ),
        (
            500,
            r#"{"error":{"code":504,"message":"Deadline expired","status":"DEADLINE_EXCEEDED"}}"#,
            "timeout retry billed",
            "charged",
        ),
        (
            503,
            r#"{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}"#,
            "server-error retry",
            "another `model`",
        ),
        (524, "<html><title>A timeout occurred</title></html>", "timeout retry billed", "charged"),
        // 6.3
        (
            429,
            r#"{"error":{"code":429,"message":"x","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.4s"}]}}"#,
            "rate-limited retry after 34400",
            "wait a little",
        ),
        (
            429,
            r#"{"error":{"code":429,"message":"x","status":"RESOURCE_EXHAUSTED","details":[{"violations":[{"quotaId":"GenerateRequestsPerDayPerProject","quotaValue":"250"}]},{"retryDelay":"7s"}]}}"#,
            "quota-exhausted",
            "plan and billing",
        ),
        (429, LIMIT_ZERO, "quota-exhausted", "plan and billing"),
        // 6.4
        (
            401,
            r#"{"error":{"message":"无效的令牌 (request id: 2026)","type":"new_api_error","code":""}}"#,
            "invalid-api-key id",
            "check that the key",
        ),
        (
            403,
            r#"{"error":{"message":"用户额度不足 (request id: 2026)","type":"new_api_error","code":"insufficient_user_quota"}}"#,
            "quota-exhausted id",
            "top it up",
        ),
        (
            503,
            r#"{"error":{"message":"no channel (request id: 2026)","type":"new_api_error","code":"model_not_found"}}"#,
            "model-not-found id",
            "does not offer",
        ),
        (
            429,
            r#"{"error":{"message":"Resource has been exhausted","type":"upstream_error","param":"","code":429}}"#,
            "rate-limited retry",
            "wait a little",
        ),
        (401, r#"{"success":false,"message":"未登录"}"#, "invalid-api-key", "check that the key"),
        (
            500,
            r#"{"error":{"message":{"error":{"message":{"error":{"code":400,"message":"Request contains an invalid argument.","status":"INVALID_ARGUMENT"}}}}}}"#,
            "invalid-request",
            "change",
        ),
        (
            500,
            r#"{"error":{"message":"{\"error\":{\"code\":429,\"message\":\"x\",\"status\":\"RESOURCE_EXHAUSTED\"}}","type":"upstream_error"}}"#,
            "rate-limited retry",
            "wait",
        ),
        (500, r#"{"error":"text"}"#, "server-error retry", "the server failed"),
        (500, r#"{"message":"text"}"#, "server-error retry", "the server failed"),
        (500, r#"{"detail":"text"}"#, "server-error retry", "the server failed"),
        (500, r#"{"msg":"text","code":1}"#, "server-error retry", "the server failed"),
        (
            404,
            r#"{"error":{"message":"Invalid URL (POST /v1beta/x)","type":"invalid_request_error","param":"","code":""}}"#,
            "invalid-request",
            "`baseURL`",
        ),
        (404, "<html><title>404 Not Found</title></html>", "invalid-request", "`baseURL`"),
        (413, "<html><title>413 Request Entity Too Large</title></html>", "payload-too-large", "fewer or smaller"),
        (502, PAGE, "server-error retry", "a proxy in front"),
        (500, "", "server-error retry", "the server failed"),
        (500, "{}", "server-error retry", "the server failed"),
        (500, r#"{"error":{}}"#, "server-error retry", "the server failed"),
        (500, "upstream connect error", "server-error retry", "the server failed"),
    ] {
        let head = Head { status: http, ..Head::default() };
        let asked = Context {
            host: Host::Other,
            model: "gemini-2.5-flash-image",
            unsupported: &[],
            base: "",
            keyed: true,
            continues: false,
        };
        let error = status(&head, body, &asked).told(&Redactor::default());
        assert_eq!(line(&error), is, "{http} {body}: {error:?}");
        assert!(error.hint.as_deref().unwrap().contains(hint), "{http} {body}: {error:?}");
        assert_eq!(error.body.as_deref().unwrap_or_default(), body);
    }
}

#[test]
fn no_key_is_in_anything_that_is_told() {
    let key = "sk-a/b+c=d&e12345678";
    for body in [
        format!("bad key {key}"),
        format!(r#"{{"error":{{"message":"bad key {key} (request id: {key})","status":"{key}"}}}}"#),
        r#"{"error":{"message":"GET https:\/\/x\/?key=sk-a%2Fb%2Bc%3Dd%26e12345678"}}"#.to_owned(),
        format!(r#"{{"error":{{"message":"bad key {}"#, &key[..12]),
    ] {
        let head = Head { status: 401, ..Head::default() };
        let asked =
            Context { host: Host::Other, model: "m", unsupported: &[], base: "", keyed: true, continues: false };
        let error = status(&head, &body, &asked).told(&Redactor::new(&[key.to_owned()]));
        let told = format!("{error:?}");
        assert!(!told.contains("a/b+c") && !told.contains("a%2Fb") && told.contains("[key]"), "{told}");
    }
}
