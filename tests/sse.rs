//! Bodies of events, however servers frame them and however their bytes are cut: the same documents come out.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic

#[path = "sse/naive.rs"]
mod naive;

use engine::face::sse::Form;
use naive::find;

#[track_caller]
fn check(body: &str, documents: &[&str], form: Form, ended: &'static str) {
    let bytes = body.as_bytes();
    let expected = find([bytes]);
    assert_eq!((expected.form, expected.ended), (form, ended), "{body:?}");
    assert_eq!(expected.documents, documents, "{body:?}");
    for at in 0..=bytes.len() {
        let (before, after) = bytes.split_at(at);
        assert_eq!(find([before, after]), expected, "cut at {at}: {body:?}");
    }
    assert_eq!(find(bytes.chunks(1)), expected, "byte by byte: {body:?}");
}

#[test]
fn events_as_google_and_gateways_frame_them() {
    let both = [r#"{"a":"é\n"}"#, r#"{"b":[{}]}"#];
    for body in [
        "data: {\"a\": \"é\\n\"}\r\n\r\ndata: {\"b\":[{}]}\r\n\r\n",
        "data: {\"a\": \"é\\n\"}\n\ndata: {\"b\":[{}]}\n\n",
        "data: {\"a\": \"é\\n\"}\r\rdata: {\"b\":[{}]}\r\r",
        "data: {\"a\": \"é\\n\"}\ndata: {\"b\":[{}]}",
        "data:{\"a\":\"é\\n\"}\n\ndata:{\"b\":[{}]}\n\n",
        ": PING\n\ndata: {\"a\":\"é\\n\"}\n\n: PING\n: {\"c\":0}\n\ndata: {\"b\":[{}]}\n\n",
        "event: message\nid: 1\nretry: 10\ndata: {\"a\":\"é\\n\"}\n\nid:{\"c\":0}\nid\nevent\ndata\ndata:\n\ndata: {\"b\":[{}]}\n\n",
        "\u{feff}data: {\"a\":\"é\\n\"}\n\ndata: {\"b\":[{}]}\n\n",
        "\n\n data: {\"a\":\"é\\n\"} \n\ndata:   {\"b\":[{}]} trailing {\n\n",
        // Over several lines, each with its own `data:` or only the first.
        "data: {\ndata:   \"a\":\ndata: \"é\\n\"\r\ndata: }\n\ndata: {\"b\": [\r\n  {\n}\r]\n}\n\n",
        // An object without `data:` between events, in one line or more.
        "data: {\"a\":\"é\\n\"}\n\n{\n  \"b\": [\n    {}\n  ]\n}\n",
    ] {
        check(body, &both, Form::Events, "");
    }
}

#[test]
fn objects_in_one_line_are_one_after_another() {
    let both = [r#"{"a":1}"#, r#"{"b":[2]}"#];
    for between in ["", " ", ",", " , \t"] {
        check(&format!("data: {}{between}{}\n\n", both[0], both[1]), &both, Form::Events, "");
    }
    check("data: {\"a\":1} and {\"no\":0}\ndata: {\"b\":[2]} ]\n", &both, Form::Events, "");
}

#[test]
fn the_terminator_ends_a_stream() {
    check("data: {\"a\":1}\n\ndata: [DONE]\n\ndata: {}\n\n", &[r#"{"a":1}"#], Form::Events, "done");
    check("data:[DONE]", &[], Form::Events, "done");
}

#[test]
fn arrays_and_single_answers() {
    check("[{\"a\":1}\n,\r\n{\"b\":2}\n]\n", &[r#"{"a":1}"#, r#"{"b":2}"#], Form::Bare, "whole");
    check(
        "\u{feff} {\n  \"a\": {\r\n    \"data\": \"data: {\"\n  }\n}\n",
        &[r#"{"a":{"data":"data: {"}}"#],
        Form::Bare,
        "whole",
    );
    check("{\"a\"\n: 1\n,\"b\"\r\n  :2}\n", &[r#"{"a":1,"b":2}"#], Form::Bare, "whole");
    check("data: [{\"a\":1},{\"b\":2}]\n\n", &[r#"{"a":1}"#, r#"{"b":2}"#], Form::Events, "");
}

/// Parts of a reply go back as they came, so that no space within JSON is anybody's but the scanner's.
#[test]
fn space_within_a_document_is_kept() {
    let json = "{\n  \"a\": [\n\t 1,\r\n    {\n\"b\" \n  : \n2 }\n\n  ]\n}";
    let events: String = json.split('\n').map(|line| format!("data: {line}\n")).collect();
    let joined = json.replace("\r\n", "\r"); // a line of events ends once
    let unbroken = joined.replace("\n\n", "\n"); // a blank line is none of theirs
    for (body, expected) in [
        (json.to_owned(), json),
        (format!("\u{feff}\n {json}\n"), json),
        (format!("data: {json}\n\n"), &unbroken),
        (events, &joined),
    ] {
        for size in 1..=body.len() {
            assert_eq!(find(body.as_bytes().chunks(size)).spaced, [expected], "{size} bytes at a time: {body:?}");
        }
    }
}

#[test]
fn what_is_cut_or_foreign_is_told() {
    check("data: {\"a\":1}\n\ndata: {\"b\":[", &[r#"{"a":1}"#], Form::Events, "open");
    check("data: {\"a\":1}\n\nupstream error\n", &[r#"{"a":1}"#], Form::Events, "odd");
    check("data: {\"a\":1}\n\ndatum: 5\n", &[r#"{"a":1}"#], Form::Events, "odd");
    check("internal error", &[], Form::Bare, "odd");
    check("error: none", &[], Form::Bare, "odd");
    check("<!doctype html>\n<p>data: {}", &[], Form::Bare, "fault");
    check("data: oops\n\n", &[], Form::Events, "fault");
    check("", &[], Form::Bare, "");
}
