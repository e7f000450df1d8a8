//! Errors of servers, in the shapes in which they come.

use engine::face::wire::server_error::{ServerError, seconds};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::time::Duration;

fn read(body: &str) -> ServerError {
    ServerError::new(400, body)
}

fn said(change: impl FnOnce(&mut ServerError)) -> ServerError {
    let mut error = ServerError { status: 400, ..ServerError::default() };
    change(&mut error);
    error
}

fn message(text: &str) -> ServerError {
    said(|error| error.message = Some(text.to_owned()))
}

const RPC: &str = "type.googleapis.com/google.rpc.";

#[test]
fn googles_own_are_read_with_their_details() {
    let body = json!([{"error": {
        "code": 429, "message": "You exceeded your current quota.", "status": "RESOURCE_EXHAUSTED",
        "details": [
            {"@type": format!("{RPC}ErrorInfo"), "reason": "RATE_LIMIT_EXCEEDED", "domain": "googleapis.com", "metadata": {"service": "x"}},
            {"@type": format!("{RPC}LocalizedMessage"), "locale": "en-US", "message": "y"},
            {"@type": format!("{RPC}DebugInfo"), "detail": "[ORIGINAL ERROR] z"},
            {"@type": format!("{RPC}BadRequest"), "fieldViolations": [{"field": "a", "description": "b"}]},
            {"@type": format!("{RPC}QuotaFailure"), "violations": [
                {"quotaMetric": "m", "quotaId": "RequestsPerMinute", "quotaDimensions": {"model": "m"}, "quotaValue": "10"},
                {"quotaId": "RequestsPerDay-FreeTier", "quotaValue": "0"},
                {"quotaId": 7}, null, "x",
            ]},
            {"@type": format!("{RPC}Help"), "links": [{"description": "d", "url": "u"}]},
            {"@type": format!("{RPC}RetryInfo"), "retryDelay": "34.4s"},
            null, 7, "x",
        ],
    }}]);
    let expected = said(|error| {
        error.inner_status = Some(429);
        error.message = Some("You exceeded your current quota.".into());
        error.state = Some("RESOURCE_EXHAUSTED".into());
        error.reason = Some("RATE_LIMIT_EXCEEDED".into());
        error.quota_ids = vec!["RequestsPerMinute".into(), "RequestsPerDay-FreeTier".into()];
        error.quota_is_zero = true;
        error.retry_after = Some(Duration::from_millis(34_400));
    });
    assert_eq!(read(&body.to_string()), expected);
    assert_eq!(read(&body[0].to_string()), expected);
    assert_eq!(read(&format!("\u{feff}\r\n{body:#}\n")), expected, "laid out, behind a byte order mark");
    assert_eq!(read(&body[0]["error"].to_string()), expected, "without its envelope");
}

#[test]
fn every_shape_has_its_words() {
    let kind = |message: &str, kind: &str| {
        said(|error| (error.message, error.kind) = (Some(message.into()), Some(kind.into())))
    };
    for (body, expected) in [
        (
            json!({"error": {"message": "无效的令牌 (request id: 2026)", "type": "new_api_error", "code": ""}}),
            ServerError {
                request_id: Some("2026".into()), ..kind("无效的令牌 (request id: 2026)", "new_api_error")
            },
        ),
        (
            json!({"error": {"message": "x", "type": "upstream_error", "param": "", "code": 429}}),
            ServerError { inner_status: Some(429), ..kind("x", "upstream_error") },
        ),
        (
            json!({"error": {"message": "x", "type": "new_api_error", "param": null, "code": "insufficient_user_quota"}}),
            ServerError { code: Some("insufficient_user_quota".into()), ..kind("x", "new_api_error") },
        ),
        (json!({"success": false, "message": "x"}), message("x")),
        (json!({"status": "error", "message": "x"}), message("x")),
        (
            json!({"status": "error", "error": {"message": "x", "status": "NOT_FOUND"}}),
            said(|error| {
                (error.message, error.state) = (Some("x".into()), Some("NOT_FOUND".into()));
            }),
        ),
        (json!({"error": "x"}), message("x")),
        (json!({"message": "x"}), message("x")),
        (json!({"detail": "x"}), message("x")),
        (json!({"msg": "x", "code": 7}), message("x")),
        (json!({"detail": [{"loc": ["body"], "msg": "x", "type": "missing"}]}), kind("x", "missing")),
        (json!({"error": {"message": {"error": {"message": {"error": {"message": "x"}}}}}}), message("x")),
        (json!({"error": {"message": json!({"error": {"message": "x"}}).to_string()}}), message("x")),
        (json!({"error": {"message": json!([{"error": {"message": "x"}}]).to_string()}}), message("x")),
        (
            json!({"error": {"message": format!("{} (request id: 7)", json!({"error": {"message": "x"}}))}}),
            ServerError { request_id: Some("7".into()), ..message("x") },
        ),
        (json!([{"error": {"message": "x"}}]), message("x")),
        (json!({"error": ["x"]}), message("x")),
        (json!("x"), message("x")),
        (json!(json!({"error": {"message": "x"}}).to_string()), message("x")),
        (json!({"error": null, "message": "x"}), message("x")),
        (json!({"error": "", "msg": "x"}), message("x")),
        (json!({"error": {"message": ""}, "message": "x"}), message("x")),
        (json!({"error": {"message": "<html><head><title>502 Bad Gateway</title>"}}), message("502 Bad Gateway")),
        (json!({"error": {"message": "<nil>"}}), message("<nil>")),
        (json!({"error": {"message": "\"x\" is not supported"}}), message("\"x\" is not supported")),
        (json!({"error": {"message": "[500] x"}}), message("[500] x")),
        (json!({"error": {"message": "{x} is odd"}}), message("{x} is odd")),
        (json!({"error": {"message": "{}"}}), message("{}")),
        (json!({"error": {"message": "{"}}), message("{")),
        (
            json!({"error": {"message": "x", "requestId": "7"}}),
            ServerError { request_id: Some("7".into()), ..message("x") },
        ),
        (
            json!({"error": {"message": "x"}, "request_id": "7"}),
            ServerError { request_id: Some("7".into()), ..message("x") },
        ),
        (json!({"__proto__": {"message": "no"}, "constructor": "no", "message": "x"}), message("x")),
        (json!({}), said(|_| ())),
        (json!([]), said(|_| ())),
        (json!(null), said(|_| ())),
        (json!(7), said(|_| ())),
        (
            json!({"error": {"code": 503, "status": "UNAVAILABLE"}}),
            said(|error| (error.inner_status, error.state) = (Some(503), Some("UNAVAILABLE".into()))),
        ),
        (
            json!({"error": {"message": json!({"message": "x"}).to_string(), "code": "insufficient_user_quota"}}),
            ServerError { code: Some("insufficient_user_quota".into()), ..message("x") },
        ),
        (json!({"error": {"message": "x", "code": 5, "status": 7, "type": [], "details": {"0": null}}}), message("x")),
    ] {
        assert_eq!(read(&body.to_string()), expected, "{body}");
        assert_eq!(read(&format!("{body:#}\n")), expected, "{body:#}");
    }
}

#[test]
fn pages_and_plain_text_speak_too() {
    let page = |title: Option<&str>| said(|error| (error.message, error.page) = (title.map(str::to_owned), true));
    for (body, expected) in [
        ("<html>\r\n<head><title>502 Bad Gateway</title></head>", page(Some("502 Bad Gateway"))),
        (
            "\n <!DOCTYPE html><TITLE lang=en>\n a.example | 524: A timeout occurred \n</TITLE>",
            page(Some("a.example | 524: A timeout occurred")),
        ),
        ("<html><body>no title</body></html>", page(None)),
        ("<title></title>", page(None)),
        ("<title>cut", page(Some("cut"))),
        ("<title", page(None)),
        ("<İ><title>x</title>", page(Some("x"))),
        ("upstream connect error\n", message("upstream connect error")),
        ("404 page not found", message("404 page not found")),
        ("429 ", said(|_| ())),
        ("a (request id: 7", ServerError { request_id: Some("7".into()), ..message("a (request id: 7") }),
        ("", said(|_| ())),
        (" \n", said(|_| ())),
        ("\u{feff}", said(|_| ())),
        ("\"x", message("\"x")),
        ("true story", message("true story")),
    ] {
        assert_eq!(read(body), expected, "{body}");
    }
    let long = format!("x (request id: {})", "7".repeat(201));
    assert_eq!(read(&long).request_id, None);
}

#[test]
fn of_a_cut_body_what_is_whole_is_read() {
    let whole = json!({"error": {"code": 429, "message": "x", "status": "RESOURCE_EXHAUSTED", "details": [{"retryDelay": "34s"}]}}).to_string();
    let mut known = [false; 3];
    for end in 1..whole.len() {
        let error = read(&whole[..end]);
        let now = [error.state.is_some(), error.retry_after.is_some(), error.message.as_deref() == Some("x")];
        assert!(known.iter().zip(now).all(|(before, now)| now || !before), "{}", &whole[..end]);
        assert!(error.message.is_some(), "at least as it came: {}", &whole[..end]);
        assert!(error.retry_after.is_none_or(|time| time.as_secs() == 34), "half a number is none: {}", &whole[..end]);
        known = now;
    }
    assert_eq!(known, [true; 3]);
    let long = format!(r#"{{"error":{{"message":"{}"#, "x".repeat(1000));
    assert_eq!(read(&long), message(&long), "a message that is cut is told as it came");
}

#[test]
fn waits_are_decimal_seconds() {
    let micros = |text: &str| seconds(text.as_bytes()).map(|time| time.as_micros());
    for (text, expected) in [
        ("34.4", Some(34_400_000)),
        ("1.5", Some(1_500_000)),
        ("0", Some(0)),
        (" 2 ", Some(2_000_000)),
        (".5", Some(500_000)),
        ("5.", Some(5_000_000)),
        ("+5", Some(5_000_000)),
        ("1e2", Some(100_000_000)),
        ("0.000001", Some(1)),
        ("0.0000019", Some(1)),
        ("0.12345678901234567890123456789", Some(123_456)),
        ("00000000000000000000000000000000007", Some(7_000_000)),
        ("315576000000", Some(315_576_000_000_000_000)),
        ("315576000001", None),
        ("99999999999999999999999999", None),
        ("1e999", None),
        ("-1", None),
        ("-0.5", None),
        ("", None),
        (" ", None),
        (".", None),
        ("-", None),
        ("e5", None),
        ("1e", None),
        ("1.2.3", None),
        ("1,5", None),
        ("0x10", None),
        ("NaN", None),
        ("Infinity", None),
        ("soon", None),
        ("Sun, 29 Nov 2026 05:00:00 GMT", None),
        ("٣", None),
    ] {
        assert_eq!(micros(text), expected, "{text}");
    }
    let delay = |value: Value| {
        read(&json!({"error": {"message": "x", "details": [{"retryDelay": value}]}}).to_string()).retry_after
    };
    assert_eq!(delay(json!("34.4s")), Some(Duration::from_millis(34_400)));
    assert_eq!(delay(json!("0.000001s")), Some(Duration::from_micros(1)));
    assert_eq!(delay(json!(" 7 ")), Some(Duration::from_secs(7)));
    for value in [
        json!("s"),
        json!("-3s"),
        json!(""),
        json!("1e99s"),
        json!(-3),
        json!(7.5),
        json!(null),
        json!({}),
        json!([3]),
        json!(true),
    ] {
        assert_eq!(delay(value.clone()), None, "{value}");
    }
    let twice = json!({"error": {"message": "x", "details": [{"retryDelay": "1s"}, {"retryDelay": "2s"}, {"retryDelay": "?"}]}});
    assert_eq!(read(&twice.to_string()).retry_after, Some(Duration::from_secs(2)));
}

#[test]
fn a_quota_of_zero_is_one_in_any_type() {
    let zero = |value: Value| {
        read(&json!({"error": {"message": "x", "details": [{"violations": [{"quotaValue": value}]}]}}).to_string())
            .quota_is_zero
    };
    assert!(["0"].map(|text| zero(json!(text))).iter().all(|zero| *zero) && zero(json!(0)));
    assert!(
        [json!("1"), json!(10), json!(""), json!(null), json!("x"), json!(false)].into_iter().all(|value| !zero(value))
    );
}

#[test]
fn nesting_without_end_overflows_nothing() {
    for (open, close) in [("[", "]"), ("{\"error\":", "}"), ("{\"message\":[", "]}")] {
        let deep = format!("{}\"x\"{}", open.repeat(10_000), close.repeat(10_000));
        assert!(!read(&deep).page);
        assert!(!read(&open.repeat(10_000)).page);
    }
    let mut text = "x".to_owned();
    for _ in 0..12 {
        text = json!({ "error": text }).to_string();
    }
    assert!(read(&text).message.unwrap().contains("error"), "deeper than eight, it is told as it is");
}

fn wrapped(inner: Value, ways: &[u8]) -> Value {
    ways.iter().fold(inner, |inner, way| match way {
        0 => json!({ "error": inner }),
        1 => json!({"error": {"message": inner, "type": "upstream_error"}}),
        2 => json!([inner]),
        3 => json!({"success": false, "message": inner.to_string()}),
        4 => json!({"code": "outer", "msg": inner}),
        _ => json!({"error": {"message": format!(" {inner:#}\n"), "code": 500}, "detail": "no"}),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn chains_of_proxies_keep_what_the_first_said(ways in proptest::collection::vec(0..6_u8, 0..4), words in "[a-z][a-z\"\\\\é\n]{0,9}[a-z]") {
        let inner = json!({"error": {"code": 429, "message": words, "status": "RESOURCE_EXHAUSTED", "details": [{"retryDelay": "3s"}]}});
        let error = read(&wrapped(inner, &ways).to_string());
        prop_assert_eq!(error.message.as_deref(), Some(words.as_str()));
        prop_assert_eq!(error.state.as_deref(), Some("RESOURCE_EXHAUSTED"));
        prop_assert_eq!(error.retry_after, Some(Duration::from_secs(3)));
        prop_assert!(!error.page);
    }

    #[test]
    fn no_text_is_too_much(body in prop_oneof![".{0,40}", "[\\[\\]{}\":,a0-9<> \\\\]{0,40}"]) {
        let error = read(&body);
        prop_assert_eq!(error.status, 400);
        prop_assert!(error.message.is_none_or(|message| !message.trim().is_empty()));
    }
}
