//! 6: what servers refuse, in every body that they put it into.

use super::*;

/// Google's body.
fn google(code: u16, state: &str, message: &str, details: Value) -> Given {
    status(code, json!({ "error": { "code": code, "message": message, "status": state, "details": details } }))
}

fn page(code: u16, title: &str) -> Given {
    status(
        code,
        format!("<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>"),
    )
}

#[test]
fn section_6_2_codes() {
    let none = json!([]);
    let kind = "type.googleapis.com/google.rpc.ErrorInfo";
    let info = |reason: &str| json!([{ "@type": kind, "reason": reason, "domain": "googleapis.com" }]);
    let again = "try again";
    check([
        row(
            "6.2 400 INVALID_ARGUMENT",
            google(400, "INVALID_ARGUMENT", "Unknown name \"x\": Cannot find field.", none.clone()),
            No(("invalid-request", false, false, 1, "what the server names")),
        ),
        row(
            "6.2 400 invalid API key",
            google(400, "INVALID_ARGUMENT", "API key not valid.", info("API_KEY_INVALID")),
            No(("invalid-api-key", false, false, 1, "aistudio")),
        )
        .google(),
        row(
            "6.2 400 FAILED_PRECONDITION, billing off",
            google(400, "FAILED_PRECONDITION", "Billing is not enabled.", none.clone()),
            No(("permission-denied", false, false, 1, "billing")),
        )
        .google(),
        row(
            "6.2 400 two credentials sent",
            google(
                400,
                "INVALID_ARGUMENT",
                "Multiple authentication credentials received. Please pass only one.",
                none.clone(),
            ),
            No(("invalid-request", false, false, 1, "what the server names")),
        )
        .google(),
        row(
            "6.2 401 UNAUTHENTICATED",
            google(401, "UNAUTHENTICATED", "Request had invalid credentials.", none.clone()),
            No(("invalid-api-key", false, false, 1, "key")),
        )
        .google(),
        row("6.2 401 of a gateway", status(401, "{}"), No(("invalid-api-key", false, false, 1, "key"))),
        row(
            "6.2 403 PERMISSION_DENIED",
            google(
                403,
                "PERMISSION_DENIED",
                "Requests from referer <empty> are blocked.",
                info("API_KEY_HTTP_REFERRER_BLOCKED"),
            ),
            No(("permission-denied", false, false, 1, "restrictions")),
        )
        .google(),
        row(
            "6.2 404 NOT_FOUND",
            google(404, "NOT_FOUND", "models/x is not found for API version v1beta", none.clone()),
            No(("model-not-found", false, false, 1, "`model`")),
        ),
        row("6.2 408", status(408, ""), No(("timeout", true, false, 2, again))),
        row(
            "6.2 413",
            page(413, "413 Request Entity Too Large"),
            No(("payload-too-large", false, false, 1, "smaller images")),
        ),
        row(
            "6.2 429 RESOURCE_EXHAUSTED",
            google(429, "RESOURCE_EXHAUSTED", "Slow down", none.clone()),
            No(("rate-limited", true, false, 2, again)),
        ),
        row(
            "6.2 499 CANCELLED",
            google(499, "CANCELLED", "The operation was cancelled.", none.clone()),
            No(("server-error", false, false, 1, "tell whoever runs")),
        ),
        row(
            "6.2 500 INTERNAL",
            google(500, "INTERNAL", "An internal error has occurred.", none.clone()),
            No(("server-error", true, false, 2, again)),
        ),
        row(
            "6.2 501",
            status(501, json!({ "error": { "code": "api_not_implemented" } })),
            No(("server-error", false, false, 1, "does not offer")),
        ),
        row("6.2 502 HTML", page(502, "502 Bad Gateway"), No(("server-error", true, false, 2, "a proxy"))),
        row(
            "6.2 503 UNAVAILABLE",
            google(503, "UNAVAILABLE", "The model is overloaded.", none.clone()),
            No(("server-error", true, false, 2, again)),
        )
        .google(),
        row(
            "6.2 503 of a gateway",
            status(503, json!({ "error": { "message": "no channel" } })),
            No(("server-error", true, false, 2, "another `model`")),
        ),
        row(
            "6.2 503, as others have it",
            status(529, json!({ "error": { "message": "Overloaded" } })),
            No(("server-error", true, false, 2, "another `model`")),
        ),
        row(
            "6.2 504 DEADLINE_EXCEEDED",
            google(504, "DEADLINE_EXCEEDED", "too slow", none),
            No(("timeout", true, true, 1, "charged")),
        )
        .google(),
        row("6.2 504 HTML", page(504, "504 Gateway Time-out"), No(("timeout", true, true, 1, "charged"))),
        row("6.2 520 HTML", page(520, "520"), No(("server-error", true, true, 1, again))),
        row("6.2 521 HTML", page(521, "521: Web server is down"), No(("server-error", true, true, 1, again))),
        row("6.2 522 HTML", page(522, "522: Connection timed out"), No(("timeout", true, true, 1, "charged"))),
        row("6.2 523 HTML", page(523, "523: Origin is unreachable"), No(("server-error", true, true, 1, again))),
        row("6.2 524 HTML", page(524, "524: A timeout occurred"), No(("timeout", true, true, 1, "charged"))),
    ]);
}

#[test]
fn section_6_3_429_in_detail() {
    let limited = No(("rate-limited", true, false, 2, "wait a little"));
    let spent = No(("quota-exhausted", false, false, 1, "quota"));
    let too_long = No(("rate-limited", true, false, 1, "wait a little"));
    let quota = |id: &str, delay: Option<&str>| {
        let mut details = vec![json!({ "@type": "type.googleapis.com/google.rpc.QuotaFailure",
            "violations": [{ "quotaMetric": "x", "quotaId": id, "quotaValue": "10" }] })];
        details.extend(
            delay.map(|delay| json!({ "@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay })),
        );
        google(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota.", json!(details))
    };
    let delay = |delay: &str| google(429, "RESOURCE_EXHAUSTED", "x", json!([{ "retryDelay": delay }]));
    let zero = "Quota exceeded for metric: x, limit: 0, model: gemini-3-pro-image";
    check([
        row("6.3 retryDelay \"34.4s\"", delay("34.4s"), limited.clone()),
        row("6.3 longer than a minute is the caller's to wait", delay("61s"), too_long),
        row(
            "6.3 quotaId contains PerMinute",
            quota("GenerateRequestsPerMinutePerProject", Some("20s")),
            limited.clone(),
        ),
        row(
            "6.3 quotaId contains PerDay, whatever retryDelay says",
            quota("GenerateRequestsPerDayPerProject", Some("3s")),
            spent.clone(),
        )
        .google(),
        row("6.3 message contains `limit: 0`", google(429, "RESOURCE_EXHAUSTED", zero, json!([])), spent).google(),
        row(
            "6.3 no details",
            google(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted.", json!([])),
            limited.clone(),
        ),
        row("6.3 header Retry-After", later(429, 20, ""), limited),
    ]);
}

#[test]
fn section_6_4_gateway_bodies() {
    let own = |code: u16, message: &str| {
        status(
            code,
            json!({ "error": { "message": format!("{message} (request id: 1)"), "type": "new_api_error", "code": "" } }),
        )
    };
    let relay = |http: u16, code: Value| {
        status(http, json!({ "error": { "message": "x", "type": "new_api_error", "param": "", "code": code } }))
    };
    let again = "try again";
    let key = No(("invalid-api-key", false, false, 1, "key"));
    let denied = No(("permission-denied", false, false, 1, "account"));
    let failed = No(("server-error", true, false, 2, again));
    let credit = No(("quota-exhausted", false, false, 1, "top it up"));
    let prompt = No(("prompt-blocked", false, false, 1, "other words"));
    let request = No(("invalid-request", false, false, 1, "what the server names"));
    let nested =
        json!({ "error": { "message": { "error": { "message": { "error": { "code": 429, "message": "deep" } } } } } });
    check([
        row("6.4 new-api, 401 bad token", own(401, "无效的令牌"), key.clone()),
        row("6.4 new-api, 403 banned", own(403, "用户已被封禁"), denied.clone()),
        row("6.4 new-api, 500 database", own(500, "database"), failed.clone()),
        row("6.4 invalid_request", relay(400, json!("invalid_request")), request.clone()),
        row("6.4 sensitive_words_detected", relay(400, json!("sensitive_words_detected")), prompt.clone()),
        row("6.4 prompt_blocked", relay(400, json!("prompt_blocked")), prompt.clone()),
        row("6.4 prompt_blocked under 500", relay(500, json!("prompt_blocked")), prompt),
        row("6.4 insufficient_user_quota", relay(403, json!("insufficient_user_quota")), credit.clone()),
        row("6.4 pre_consume_token_quota_failed", relay(403, json!("pre_consume_token_quota_failed")), credit.clone()),
        row("6.4 insufficient_user_quota of kkiai", relay(403, json!("insufficient_user_quota")), credit).kkiai(),
        row(
            "6.4 model_not_found",
            relay(503, json!("model_not_found")),
            No(("model-not-found", false, false, 1, "`model`")),
        ),
        row(
            "6.4 get_channel_failed",
            relay(503, json!("get_channel_failed")),
            No(("server-error", true, false, 2, "another `model`")),
        ),
        row("6.4 channel:no_available_key", relay(500, json!("channel:no_available_key")), failed.clone()),
        row("6.4 do_request_failed", relay(500, json!("do_request_failed")), failed.clone()),
        row("6.4 bad_response_status_code", relay(502, json!("bad_response_status_code")), failed.clone()),
        row("6.4 bad_response_body", relay(500, json!("bad_response_body")), failed.clone()),
        row("6.4 empty_response", relay(500, json!("empty_response")), failed.clone()),
        row(
            "6.4 read_request_body_failed (413)",
            relay(413, json!("read_request_body_failed")),
            No(("payload-too-large", false, false, 1, "smaller")),
        ),
        row("6.4 access_denied", relay(403, json!("access_denied")), denied),
        row("6.4 code is a number", relay(429, json!(429)), No(("rate-limited", true, false, 2, "wait a little"))),
        row(
            "6.4 the code of who stands behind it",
            relay(500, json!(429)),
            No(("rate-limited", true, false, 2, "wait a little")),
        ),
        row("6.4 the same, of a request", relay(502, json!("400")), request.clone()),
        row("6.4 the same, of a deadline", relay(500, json!(504)), No(("timeout", true, true, 1, "charged"))),
        row("6.4 the same, of the gateway's key", relay(500, json!(401)), failed.clone()),
        row("6.4 dashboard middleware", status(401, json!({ "success": false, "message": "no token" })), key),
        row("6.4 nested three deep", status(429, &nested), No(("rate-limited", true, false, 2, "wait a little"))),
        row(
            "6.4 nested three deep, with 200",
            ok(nested.to_string()),
            No(("rate-limited", true, false, 2, "wait a little")),
        ),
        row("6.4 {\"error\":\"text\"}", status(400, json!({ "error": "text" })), request.clone()),
        row("6.4 {\"message\":\"text\"}", status(400, json!({ "message": "text" })), request.clone()),
        row("6.4 {\"detail\":\"text\"}", status(400, json!({ "detail": "text" })), request.clone()),
        row("6.4 {\"msg\":\"text\",\"code\":N}", status(400, json!({ "msg": "text", "code": 7 })), request.clone()),
        row(
            "6.4 [{\"error\":{…}}]",
            status(400, json!([{ "error": { "message": "x", "status": "INVALID_ARGUMENT" } }])),
            request,
        ),
        row(
            "6.4 unknown route",
            status(
                404,
                json!({ "error": { "message": "Invalid URL (POST /x)", "type": "invalid_request_error", "code": "" } }),
            ),
            No(("invalid-request", false, false, 1, "check `baseURL`")),
        ),
        row(
            "6.4 front proxies without CORS headers: only a failed fetch",
            Given::Thrown,
            No(("network", true, false, 2, "CORS")),
        ),
        row(
            "6.4 the same, late",
            Given::After(Duration::from_secs(60), Box::new(Given::Thrown)),
            No(("network", true, true, 1, "charged")),
        ),
    ]);
}

#[test]
fn section_6_1_and_6_4_words_and_ids() {
    for (server, message, id) in [
        (
            google(400, "INVALID_ARGUMENT", "Unknown name", json!([])),
            "the server answered 400 INVALID_ARGUMENT: Unknown name",
            None,
        ),
        (
            status(401, json!({ "error": { "message": "no (request id: 2026)" } })),
            "the server answered 401: no (request id: 2026)",
            Some("2026"),
        ),
        (
            status(
                500,
                json!({ "error": { "message": { "error": { "message": { "error": { "message": "deep" } } } } } }),
            ),
            "the server answered 500: deep",
            None,
        ),
        (status(400, json!({ "msg": "text", "code": 7 })), "the server answered 400: text", None),
        (page(502, "502 Bad Gateway"), "the server answered 502: 502 Bad Gateway", None),
        (status(400, ""), "the server answered 400", None),
    ] {
        let error = call(server, false, |draft| Draft { max_retries: Some(0), ..draft }).err().unwrap();
        assert_eq!((error.message.as_str(), error.request_id.as_deref()), (message, id));
    }
}
