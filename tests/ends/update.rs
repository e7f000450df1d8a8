//! 12: what the update of 2026-11-29 says otherwise.

use super::*;

const OTHER_BASE64: &str = "base64 as the API does not write it";

#[test]
fn section_12_finish_reasons() {
    let none = |hint| No(("no-image", false, false, 1, hint));
    let mut rows = Vec::new();
    for (reason, end) in [
        ("MISSING_THOUGHT_SIGNATURE", none("begin a new one")),
        ("MALFORMED_RESPONSE", none("try again")),
        ("ESCALATION", none("another model")),
        ("PUP_LIMITED_DISABLED", none("Prohibited Use Policy")),
        ("CONTINUATION", none("a text too long")),
        ("MODEL_ARMOR", No(("image-blocked", false, true, 1, "Model Armor"))),
    ] {
        rows.extend(both(&format!("12 {reason}"), &json!({ "candidates": [{ "finishReason": reason }] }), end));
    }
    // In mid-stream, while a built-in tool runs a round, and the reply goes on.
    for reason in ["STOP", "TOO_MANY_TOOL_CALLS", "OTHER", "SOLAR_FLARE"] {
        let round = json!({ "candidates": [{ "content": { "parts": [text("Searching.")] }, "finishReason": reason }] });
        rows.push(streamed(
            &format!("12 finishReason {reason} in mid-stream"),
            ok(sse(&[round, stops(&[picture(1)])])),
            Shows(&[1], &[]),
        ));
    }
    check(rows);
}

#[test]
fn section_12_default_enum_values_assert_nothing() {
    let mut rows = Vec::new();
    for word in [
        "",
        " ",
        "FINISH_REASON_UNSPECIFIED",
        "finish_reason_unspecified",
        "BLOCK_REASON_UNSPECIFIED",
        "BLOCKED_REASON_UNSPECIFIED",
    ] {
        let said = json!({ "candidates": [{ "content": { "parts": [] }, "finishReason": word, "finishMessage": word }],
            "promptFeedback": { "blockReason": word }, "error": null });
        let name = |what: &str| format!("12 \"{word}\" {what}");
        rows.push(row(
            &name("alone"),
            ok(said.to_string()),
            No(("no-image", false, false, 1, "no picture and no reason")),
        ));
        rows.push(streamed(
            &name("alone"),
            ok(sse(std::slice::from_ref(&said))),
            No(("invalid-response", true, true, 1, "too early")),
        ));
        rows.push(streamed(&name("before"), ok(sse(&[said.clone(), stops(&[picture(1)])])), Shows(&[1], &[])));
        rows.push(streamed(&name("behind"), ok(sse(&[stops(&[picture(1)]), said.clone()])), Shows(&[1], &[])));
        let refused = finishes(&[], "IMAGE_SAFETY");
        let blocked = No(("image-blocked", false, true, 1, "milder"));
        rows.push(streamed(&name("behind a refusal"), ok(sse(&[refused, said.clone()])), blocked));
        // And on a line that stays open for a picture that takes its time.
        let wait = |ms, event: &Value| (Duration::from_millis(ms), sse(std::slice::from_ref(event)).into_bytes());
        for ms in [6_500, 61_000] {
            let slow = Given::Paced(vec![wait(0, &said), wait(ms, &stops(&[picture(1)]))], memory::End::Close);
            rows.push(streamed(&name("in an early event, the picture later"), slow, Shows(&[1], &[])));
        }
    }
    // An error of default values says as little.
    for error in [
        json!({}),
        json!(""),
        json!([]),
        json!(false),
        json!(0),
        json!({ "code": 0, "message": "", "status": "" }),
        json!({ "code": 0, "message": "success", "status": "OK" }),
        json!({ "code": 200, "message": "ok" }),
        json!({ "code": "", "message": null, "details": [] }),
    ] {
        let mut said = stops(&[picture(1)]);
        said["error"] = error.clone();
        rows.extend(both(&format!("12 \"error\": {error} beside a picture"), &said, Shows(&[1], &[])));
        let mut said = stops(&[text("No.")]);
        said["error"] = error.clone();
        let words = No(("no-image", false, false, 1, "the model answered in words"));
        rows.extend(both(&format!("12 \"error\": {error} beside words"), &said, words));
    }
    check(rows);
}

#[test]
fn section_12_counted_and_lost() {
    let lost = No(("no-image", false, true, 1, "lost on its way"));
    let told = json!({ "error": { "message": "x" } });
    check(
        [
            both("12 IMAGE tokens and no picture", &counts(stops(&[]), 1290), lost.clone()),
            both("12 IMAGE tokens, words and no picture", &counts(stops(&[text("Here it is!")]), 1290), lost),
            both(
                "12 IMAGE tokens and NO_IMAGE",
                &counts(finishes(&[], "NO_IMAGE"), 1290),
                No(("no-image", false, true, 1, "lost on its way")),
            ),
            both("12 IMAGE tokens and an error", &counts(told, 1290), No(("server-error", true, true, 1, "try again"))),
        ]
        .concat(),
    );
    // Under another status too.
    let error = counts(json!({ "error": { "message": "x" } }), 1290);
    check([row("12 IMAGE tokens and a 500", status(500, error), No(("server-error", true, true, 1, "try again")))]);
}

#[test]
fn section_12_base64_in_other_spellings() {
    // Bytes whose base64 has both symbols that differ, and padding.
    let mut file = gif(0xfb);
    file[30..].fill(0xff);
    let data = base64(&file);
    assert!(data.contains('+') && data.contains('/') && data.ends_with("=="));
    let safe = data.replace('+', "-").replace('/', "_");
    let mut rows = Vec::new();
    for (name, odd) in [
        ("12 URL-safe", safe.clone()),
        ("12 URL-safe, unpadded", safe.trim_end_matches('=').to_owned()),
        ("12 unpadded", data.trim_end_matches('=').to_owned()),
    ] {
        let inline = json!({ "inlineData": { "mimeType": "image/gif", "data": odd } });
        rows.extend(both(name, &stops(&[inline]), Shows(&[0xfb], &[OTHER_BASE64])));
        let marked = text(&format!("See ![it](data:image/gif;base64,{odd}) there"));
        rows.extend(both(
            &format!("{name}, in text"),
            &stops(&[marked]),
            Shows(&[0xfb], &["inside its text", OTHER_BASE64]),
        ));
        let file = json!({ "fileData": { "fileUri": format!("data:image/gif;base64,{odd}") } });
        rows.extend(both(
            &format!("{name}, in fileData"),
            &stops(&[file]),
            Shows(&[0xfb], &["in `fileData`", OTHER_BASE64]),
        ));
    }
    // Broken into lines, of 76 letters as MIME has them, or of 64 as PEM.
    let mut long = gif(0xfb);
    long.resize(400, 0xff);
    for (width, by) in [(76, "\n"), (76, "\r\n"), (64, "\n")] {
        let data = base64(&long);
        let lines: Vec<_> = data.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).unwrap()).collect();
        let lines = lines.join(by);
        let name = format!("12 broken into lines of {width}");
        let inline = json!({ "inlineData": { "mimeType": "image/gif", "data": lines } });
        rows.extend(both(&name, &stops(&[inline]), Shows(&[0xfb], &[OTHER_BASE64])));
        let marked = text(&format!("See ![it](data:image/gif;base64,{lines}) there"));
        rows.extend(both(&name, &stops(&[marked]), Shows(&[0xfb], &["inside its text", OTHER_BASE64])));
    }
    let prefixed =
        json!({ "inlineData": { "mimeType": "image/gif", "data": format!("data:image/gif;base64, {data}") } });
    let marked = text(&format!("![it](data:image/gif;base64, {data})"));
    rows.extend(both(
        "12 a blank after the comma",
        &stops(&[prefixed]),
        Shows(&[0xfb], &["bare base64", OTHER_BASE64]),
    ));
    rows.extend(both("12 the same in text", &stops(&[marked]), Shows(&[0xfb], &["inside its text", OTHER_BASE64])));
    check(rows);
}

#[test]
fn section_12_other_framings() {
    let (here, there) = (parts(&[text("Here.")]), stops(&[picture(1)]));
    let list = json!({ "0": text("Here."), "1": picture(1) });
    let numbered = json!({ "candidates": [{ "content": { "parts": list }, "finishReason": "STOP" }] });
    check([
        streamed("12 JSON lines without `data:`", ok(format!("{here}\n{there}\n")), Shows(&[1], &["JSON in lines"])),
        streamed("12 two objects in one `data:` line", ok(format!("data: {here}{there}\n\n")), Shows(&[1], &[])),
        row("12 parts as an object with numbers for names", ok(numbered.to_string()), Shows(&[1], &[])),
        streamed("12 the same as an event", ok(sse(&[numbered])), Shows(&[1], &[])),
    ]);
}

/// JSON in lines, also where one answer was asked for: a line that does not say why it ends is not the last.
#[test]
fn section_12_json_lines_where_one_answer_was_asked_for() {
    let lines = |all: &[Value]| ok(all.iter().map(|line| format!("{line}\n")).collect::<String>());
    let drawn = |fill| json!({ "text": "", "thought": true, "inlineData": picture(fill)["inlineData"] });
    let refused = json!({ "candidates": [{ "finishReason": "IMAGE_SAFETY" }] });
    let slow = json!({ "error": { "code": 429, "message": "slow down", "status": "RESOURCE_EXHAUSTED" } });
    check([
        row(
            "12 words, then a picture",
            lines(&[parts(&[text("Here.")]), stops(&[picture(1)])]),
            Shows(&[1], &["stream of events"]),
        ),
        row(
            "12 a draft, then the picture",
            lines(&[parts(&[drawn(2)]), stops(&[picture(1)])]),
            Shows(&[1], &["stream of events"]),
        ),
        row(
            "12 a draft, then a refusal",
            lines(&[parts(&[drawn(2)]), refused]),
            No(("image-blocked", false, true, 1, "milder")),
        ),
        row(
            "12 words, then an error",
            lines(&[parts(&[text("Here.")]), slow]),
            No(("rate-limited", true, false, 2, "wait a little")),
        ),
    ]);
}

/// A refusal stays one, whatever reason an event behind it gives, unless the reply goes on.
#[test]
fn section_4_3_a_reason_behind_a_refusal() {
    let drawn = json!({ "text": "", "thought": true, "inlineData": picture(2)["inlineData"] });
    let (refused, stop) = (
        json!({ "candidates": [{ "finishReason": "IMAGE_SAFETY" }] }),
        json!({ "candidates": [{ "finishReason": "STOP" }] }),
    );
    let blocked = No(("image-blocked", false, true, 1, "milder"));
    check([
        streamed(
            "4.3 a draft, a refusal, STOP",
            ok(sse(&[parts(&[drawn]), refused.clone(), stop.clone()])),
            blocked.clone(),
        ),
        streamed("4.3 a refusal, STOP", ok(sse(&[refused.clone(), stop])), blocked),
        streamed(
            "4.3 a refusal, and the picture after all",
            ok(sse(&[refused, stops(&[picture(1)])])),
            Shows(&[1], &[]),
        ),
    ]);
}

/// OpenAI's shapes under this path: what holds a picture is read.
#[test]
fn section_12_openai_shapes() {
    let chat = |part: &str, url: &str| {
        json!({ "id": "x", "choices": [{ "finish_reason": "stop", part: { "content": "Here.",
            "images": [{ "type": "image_url", "image_url": { "url": url } }] } }], "usage": { "total_tokens": 9 } })
    };
    let mut rows = Vec::new();
    for (name, reply) in [
        ("12 OpenAI's choices", chat("message", &url(1))),
        ("12 OpenAI's choices in pieces", chat("delta", &url(1))),
        ("12 OpenAI's data", json!({ "created": 1, "data": [{ "revised_prompt": "a", "b64_json": base64(&gif(1)) }] })),
        ("12 OpenAI's data: a data: URL", json!({ "created": 1, "data": [{ "url": url(1) }] })),
    ] {
        rows.extend(both(name, &reply, Shows(&[1], &["the shape of OpenAI's API"])));
    }
    let elsewhere = No(("no-image", false, true, 1, "remoteImages"));
    rows.extend(both(
        "12 OpenAI's data: a link",
        &json!({ "data": [{ "url": "https://files.example/1.png" }] }),
        elsewhere,
    ));
    check(rows);
}

/// What is another API's is told as that, by its names, and charged as what it is.
#[test]
fn section_12_other_shapes() {
    let foreign = No(("invalid-response", false, true, 1, "check `baseURL`"));
    let mut rows = Vec::new();
    for (name, reply) in [
        (
            "12 OpenAI's responses",
            json!({ "id": "x", "error": null, "output": [{ "type": "picture", "result": base64(&gif(1)) }] }),
        ),
        ("12 Imagen's predictions", json!({ "predictions": [{ "bytesBase64Encoded": base64(&gif(1)) }] })),
        ("12 a gateway's own", json!({ "success": true, "data": { "url": "https://files.example/1.png" } })),
    ] {
        rows.extend(both(name, &reply, foreign.clone()));
    }
    check(rows);
    let names = |reply: Value| call(ok(reply.to_string()), false, |draft| draft).err().unwrap().message;
    assert!(names(json!({ "id": "x", "choices": [] })).ends_with("it holds `choices`, `id`"));
    assert!(names(json!({ "error": null, "output": [] })).contains("`output`"));
}

#[test]
fn section_12_places_pages_and_models() {
    let google = |message: &str| {
        status(400, json!({ "error": { "code": 400, "status": "FAILED_PRECONDITION", "message": message } }))
    };
    let denied = |hint| No(("permission-denied", false, false, 1, hint));
    check([
        row(
            "12 user location",
            google("User location is not supported for the API use."),
            denied("where the server or proxy stands"),
        ),
        row(
            "12 user location and a billing account",
            google("User location is not supported for the API use without a billing account linked."),
            denied("billing"),
        ),
        row(
            "12 HTML with 403",
            status(403, "<html><title>Just a moment...</title>"),
            denied("the key was not looked at"),
        ),
    ]);
}
