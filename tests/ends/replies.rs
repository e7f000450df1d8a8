//! 4.2 to 4.9: what a reply holds.

use super::*;

const WORDS: &str = "the model answered in words";
const AGAIN: &str = "try again";

#[test]
fn section_4_2_parts() {
    let signed = |mut part: Value| {
        part["thoughtSignature"] = json!("AAAA");
        part
    };
    check(
        [
            both("4.2 an image", &stops(&[picture(1)]), Shows(&[1], &[])),
            both("4.2 an image of a Gemini 3 model", &stops(&[signed(picture(1))]), Shows(&[1], &[])),
            both("4.2 prose with a signature", &stops(&[signed(text("Here.")), signed(picture(1))]), Shows(&[1], &[])),
            both("4.2 a thought summary", &stops(&[thought(text("Hm")), picture(1)]), Shows(&[1], &[])),
            both("4.2 an interim picture", &stops(&[thought(picture(1)), picture(2)]), Shows(&[2], &[])),
            both("4.2 a signature alone, at the end", &stops(&[picture(1), signed(text(""))]), Shows(&[1], &[])),
            both("4.2 an empty tail", &stops(&[picture(1), text("")]), Shows(&[1], &[])),
            both(
                "4.2 fileData with a data URL",
                &stops(&[json!({ "fileData": { "fileUri": url(1) } })]),
                Shows(&[1], &["data: URL in `fileData`"]),
            ),
            both(
                "4.2 fileData with a URL elsewhere",
                &stops(&[json!({ "fileData": { "fileUri": "https://files.example/1.png" } })]),
                No(("no-image", false, true, 1, "pass `remoteImages:")),
            ),
            both(
                "4.2 (a) drafts come back as ordinary image parts",
                &stops(&[signed(picture(1)), signed(picture(2)), signed(picture(3))]),
                Shows(&[1, 2, 3], &[]),
            ),
            both("4.2 (b) the only image is marked as a thought", &stops(&[thought(picture(1))]), Shows(&[1], &[])),
            both(
                "4.2 the last thought image, if there is no other",
                &stops(&[thought(picture(1)), text("Hm"), thought(picture(2))]),
                Shows(&[2], &[]),
            ),
            both(
                "4.2 (c) interleaved stories",
                &stops(&[text("One"), picture(1), text("two"), picture(2)]),
                Shows(&[1, 2], &[]),
            ),
            both("4.2 [text, image]", &stops(&[text("Here."), picture(1)]), Shows(&[1], &[])),
            both("4.2 [image, text]", &stops(&[picture(1), text("There.")]), Shows(&[1], &[])),
        ]
        .concat(),
    );
}

#[test]
fn section_4_3_finish_reasons() {
    let blocked = |hint| No(("image-blocked", false, true, 1, hint));
    let none = |hint| No(("no-image", false, false, 1, hint));
    let mut rows = Vec::new();
    for (reason, end) in [
        ("STOP", none(AGAIN)),
        ("MAX_TOKENS", none("raise `maxOutputTokens`")),
        ("SAFETY", blocked("something milder")),
        ("RECITATION", blocked("something of its own")),
        ("LANGUAGE", none("another")),
        ("OTHER", none(AGAIN)),
        ("BLOCKLIST", blocked("forbidden term")),
        ("PROHIBITED_CONTENT", blocked("something milder")),
        ("SPII", blocked("personal data")),
        ("MALFORMED_FUNCTION_CALL", none("tool")),
        ("UNEXPECTED_TOOL_CALL", none("tool")),
        ("TOO_MANY_TOOL_CALLS", none("tool")),
        ("IMAGE_SAFETY", blocked("something milder")),
        ("IMAGE_PROHIBITED_CONTENT", blocked("something milder")),
        ("IMAGE_RECITATION", blocked("something of its own")),
        ("IMAGE_OTHER", none(AGAIN)),
        ("NO_IMAGE", none("the picture only")),
        ("SOLAR_FLARE", none(AGAIN)),
    ] {
        let name = format!("4.3 {reason}");
        let content = json!({ "candidates": [{ "content": {}, "finishReason": reason, "index": 0 }] });
        rows.extend(both(&name, &content, end.clone()));
        rows.extend(both(
            &format!("{name}, a gateway's spelling"),
            &json!({ "candidates": [{ "content": null, "finish_reason": reason, "finishMessage": null }] }),
            end,
        ));
        let reply = finishes(&[picture(1)], reason);
        // What was refused is told beside a picture, and any other reason is no matter.
        let warnings: &[_] = if matches!(end_of(&rows), "image-blocked") { &["the reply was stopped"] } else { &[] };
        rows.extend(both(&format!("{name} beside a picture"), &reply, Shows(&[1], warnings)));
    }
    rows.extend(both(
        "4.3 the words of a refusal stand in finishMessage",
        &json!({ "candidates": [{ "finishReason": "IMAGE_PROHIBITED_CONTENT", "finishMessage": "Support code 1" }] }),
        blocked("something milder"),
    ));
    check(rows);
}

fn end_of(rows: &[Row]) -> &'static str {
    match rows.last().map(|row| &row.end) {
        Some(No((code, ..))) => code,
        Some(Shows(..)) | None => "",
    }
}

#[test]
fn section_4_4_prompt_feedback() {
    let mut rows = Vec::new();
    for (reason, hint) in [
        ("SAFETY", "other words"),
        ("OTHER", "another picture or model"),
        ("BLOCKLIST", "other words"),
        ("PROHIBITED_CONTENT", "prohibited"),
        ("IMAGE_SAFETY", "a reference image"),
        ("MODEL_ARMOR", "other words"),
        ("JAILBREAK", "other words"),
        ("SOLAR_FLARE", "other words"),
    ] {
        let end = No(("prompt-blocked", false, false, 1, hint));
        let name = format!("4.4 {reason}");
        rows.extend(both(&name, &json!({ "promptFeedback": { "blockReason": reason } }), end.clone()));
        let again = json!({ "candidates": null, "prompt_feedback": { "block_reason": reason, "safety_ratings": [] },
            "usageMetadata": { "promptTokenCount": 7, "totalTokenCount": 7 } });
        rows.extend(both(&name, &again, end));
    }
    // It comes in the first event only.
    let first = json!({ "promptFeedback": { "blockReason": "SAFETY" } });
    let usage = json!({ "usageMetadata": { "promptTokenCount": 7 } });
    let end = No(("prompt-blocked", false, false, 1, "other words"));
    rows.push(streamed("4.4 in the first event only", ok(sse(&[first, usage])), end));
    check(rows);
}

#[test]
fn section_4_5_and_4_6_ratings_and_usage() {
    let rated = json!({ "candidates": [{ "content": {}, "finishReason": "SAFETY", "safetyRatings": [
        { "category": "HARM_CATEGORY_SEXUALLY_EXPLICIT", "probability": "HIGH", "blocked": true }] }] });
    let counted = counts(stops(&[]), 1290);
    let zero = json!({ "promptTokenCount": 0, "candidatesTokenCount": 0, "totalTokenCount": 0,
        "candidatesTokensDetails": [], "thoughtsTokenCount": 0 });
    let lost = No(("no-image", false, true, 1, "lost on its way"));
    let zeros = json!({ "candidates": [{ "finishReason": "STOP" }], "usageMetadata": zero });
    check(
        [
            both("4.5 a rating with blocked", &rated, No(("image-blocked", false, true, 1, "something milder"))),
            both("4.6 a picture is counted, and none is there", &counted, lost.clone()),
            both(
                "4.6 counters that are zero, of a gateway that encodes anew",
                &zeros,
                No(("no-image", false, false, 1, AGAIN)),
            ),
            both("4.6 usage beside a picture", &counts(stops(&[picture(1)]), 1290), Shows(&[1], &[])),
        ]
        .concat(),
    );
    // Cumulative: what a later event says nothing of stays as it was.
    let early = counts(parts(&[text("Here it is.")]), 1290);
    for (name, late) in [
        ("4.6 the last event counts nothing", json!({ "candidates": [{ "finishReason": "STOP" }] })),
        (
            "4.6 the last event has no details",
            json!({ "candidates": [{ "finishReason": "STOP" }],
            "usageMetadata": { "promptTokenCount": 7, "totalTokenCount": 1400 } }),
        ),
        ("4.6 the last event has zeros for defaults", zeros),
    ] {
        check([streamed(name, ok(sse(&[early.clone(), late])), lost.clone())]);
    }
}

#[test]
fn section_4_8_bytes_on_the_wire() {
    let reply = stops(&[text("Here."), picture(1)]);
    let pretty = serde_json::to_string_pretty(&reply).unwrap();
    let data = base64(&gif(1));
    let first = format!(
        r#"{{"candidates":[{{"content":{{"parts":[{{"inlineData":{{"data":"{data}","mimeType":"image/gif"}}}}]}}}}]}}"#
    );
    let escaped = reply.to_string().replace('/', "\\/").replace("Here", "\\u003cHere");
    let other = json!({ "inlineData": { "mimeType": "image/png", "data": data } });
    check([
        row("4.8 pretty printed, two spaces, trailing newline", ok(format!("{pretty}\n")), Shows(&[1], &[])),
        row("4.8 sorted keys, data first", ok(first), Shows(&[1], &[])),
        row("4.8 escapes", ok(escaped), Shows(&[1], &[])),
        row("4.8 trust the bytes, not the type", ok(stops(&[other]).to_string()), Shows(&[1], &[])),
        row("4.8 a byte-order mark", ok(format!("\u{feff}{reply}")), Shows(&[1], &[])),
    ]);
}

#[test]
fn section_4_9_200_without_a_usable_image() {
    let none = No(("no-image", false, false, 1, "no picture and no reason"));
    let stopped = No(("no-image", false, false, 1, AGAIN));
    let words = No(("no-image", false, false, 1, WORDS));
    // As a single answer; a stream of it never says that it is at its end.
    let single = |name: &str, reply: Value, end: &End| {
        let cut = No(("invalid-response", true, true, 1, "closed too early"));
        vec![row(name, ok(reply.to_string()), end.clone()), streamed(name, ok(sse(&[reply])), cut)]
    };
    let inline = |inline: Value| stops(&[json!({ "inlineData": inline })]);
    let snake = json!({ "candidates": [{ "content": { "parts": [{ "inline_data": { "mime_type": "image/gif",
        "data": base64(&gif(1)) }, "thought_signature": "AAAA" }] }, "finish_reason": "STOP" }] });
    let page = No(("invalid-response", false, true, 1, "check `baseURL`"));
    let mut rows = Vec::new();
    rows.extend(single("4.9 `candidates: []`", json!({ "candidates": [] }), &none));
    rows.extend(single(
        "4.9 `candidates: []` with usage",
        json!({ "candidates": [], "usageMetadata": { "promptTokenCount": 7 } }),
        &none,
    ));
    rows.extend(single("4.9 `candidates: null`", json!({ "candidates": null }), &none));
    rows.extend(single("4.9 body `{}`", json!({}), &none));
    for (name, reply) in [
        ("4.9 `content: {}` and a finishReason", json!({ "candidates": [{ "content": {}, "finishReason": "STOP" }] })),
        (
            "4.9 `content: {role}` without parts",
            json!({ "candidates": [{ "content": { "role": "model" }, "finishReason": "STOP" }] }),
        ),
        ("4.9 `parts: null`", json!({ "candidates": [{ "content": { "parts": null }, "finishReason": "STOP" }] })),
        ("4.9 `parts: []`", stops(&[])),
        ("4.9 inline part with empty data", inline(json!({ "mimeType": "image/png", "data": "" }))),
        ("4.9 inline part without data", inline(json!({ "mimeType": "image/png" }))),
        ("4.9 inline part of null", inline(json!({ "mimeType": null, "data": null }))),
        ("4.9 only thought parts", stops(&[thought(text("Hm"))])),
    ] {
        rows.extend(both(name, &reply, stopped.clone()));
    }
    rows.extend(both("4.9 text only with STOP", &stops(&[text("Here is your picture.")]), words));
    rows.extend(both(
        "4.9 Markdown with data URLs, several per part, mixed with prose",
        &stops(&[text(&format!("One ![a]({}) two ![b]({}) three", url(1), url(2)))]),
        Shows(&[1, 2], &["a data: URL inside its text"]),
    ));
    rows.extend(both(
        "4.9 Markdown link to an https URL",
        &stops(&[text("![a](https://files.example/1.png)")]),
        No(("no-image", false, true, 1, "pass `remoteImages:")),
    ));
    rows.extend(both("4.9 snake_case keys", &snake, Shows(&[1], &["snake_case"])));
    rows.extend(both(
        "4.9 mimeType missing",
        &inline(json!({ "data": base64(&gif(1)) })),
        Shows(&[1], &["no media type"]),
    ));
    rows.extend(both(
        "4.9 a `data:` prefix inside data",
        &inline(json!({ "mimeType": "image/gif", "data": url(1) })),
        Shows(&[1], &["data: URL where bare base64"]),
    ));
    for (name, body) in [
        ("4.9 HTML with status 200", "<!doctype html><title>Sign in</title>"),
        ("4.9 plain text with status 200", "upstream connect error"),
        ("4.9 plain text that begins as JSON does", "too many requests"),
        ("4.9 the same", "no healthy upstream"),
        ("4.9 the same", "429 Too Many Requests"),
        ("4.9 a JSON string", "\"data:image/gif;base64,R0lGODlhAwACAAAA\""),
    ] {
        rows.push(row(name, ok(body), page.clone()));
        rows.push(streamed(name, ok(body), page.clone()));
    }
    rows.extend(
        both(
            "4.9 an error object with status 200",
            &json!({ "error": { "code": 503, "message": "overloaded", "status": "UNAVAILABLE" } }),
            No(("server-error", true, false, 2, "")),
        )
        .map(|row| Row { end: No(("server-error", true, false, 2, "try again")), ..row }),
    );
    check(rows);
}
