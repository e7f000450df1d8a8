//! 4.2 to 4.9, 5 and 12, row by row.

use super::*;

/// A stream that ended and never said why.
const CUT: &str = "invalid-response 200 retry billed";
const COUNTED: &str = r#"{"promptTokenCount":7,"candidatesTokensDetails":[{"modality":"IMAGE","tokenCount":1290}]}"#;

/// How a reply ends as one answer; what a stream of it tells; and how that ends.
struct Row {
    name: String,
    single: String,
    stream: String,
    ends: [String; 3],
}

/// Of events, of which the last is the single answer too.
fn row(name: &str, objects: &[Value], ends: [&str; 3]) -> Row {
    Row {
        name: name.to_owned(),
        single: objects.last().map(Value::to_string).unwrap_or_default(),
        stream: events(objects),
        ends: ends.map(str::to_owned),
    }
}

/// Of a body that is the same however it is asked for.
fn raw(name: &str, body: &str, ends: [&str; 3]) -> Row {
    let (name, single, stream) = (name.to_owned(), body.to_owned(), body.to_owned());
    Row { name, single, stream, ends: ends.map(str::to_owned) }
}

/// The same end both ways, and nothing told.
fn fails(name: &str, object: &Value, end: &str) -> Row {
    row(name, std::slice::from_ref(object), [end, "", end])
}

fn check(rows: &[Row]) {
    let mut wrong = Vec::new();
    for Row { name, single, stream, ends: [one, events, last] } in rows {
        for cut in CUTS {
            let came = asked(single.as_bytes(), cut, End::Close, &Ask::default());
            if came.line() != *one {
                wrong.push(format!("{name}, {cut:?}: {}, not {one}", came.line()));
            }
            let came = asked(stream.as_bytes(), cut, End::Close, &Ask { events: true, ..Ask::default() });
            if (&came.events, &came.line()) != (events, last) {
                wrong.push(format!(
                    "{name}, {cut:?}, streamed: {}: {}, not {events}: {last}",
                    came.events,
                    came.line()
                ));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn section_4_2_parts() {
    let some = [text("Here."), picture(1)];
    check(&[
        row("a picture", &[stops(&[picture(1)])], ["ok", "image", "ok"]),
        row("in any order", &[stops(&[picture(1), text("Here.")])], ["ok", "image text", "ok"]),
        row("drafts as ordinary pictures", &[stops(&[picture(1), picture(2), picture(3)])], ["ok", "image×3", "ok"]),
        row("the only picture a thought", &[stops(&[thought(picture(1))])], ["ok", "preview image", "ok"]),
        row(
            "thoughts first",
            &[parts(&[thought(text("Hm"))]), parts(&[thought(picture(1))]), stops(&some)],
            ["ok", "thought preview text image", "ok"],
        ),
        row(
            "a signature alone",
            &[parts(&some), stops(&[json!({ "text": "", "thoughtSignature": "AAAA" })])],
            ["no-image 200 STOP", "text image", "ok"],
        ),
        row("an empty tail", &[parts(&some), stops(&[text("")])], ["no-image 200 STOP", "text image", "ok"]),
        row(
            "fields that nobody knows",
            &[stops(&[json!({ "hologram": { "data": [1, {}] } }), picture(1)])],
            ["ok", "image", "ok"],
        ),
    ]);
}

#[test]
fn section_4_3_and_12_finish_reasons() {
    let mut rows = Vec::new();
    for (reason, end) in [
        ("STOP", "no-image 200 STOP"),
        ("MAX_TOKENS", "no-image 200 MAX_TOKENS"),
        ("SAFETY", "image-blocked 200 SAFETY billed"),
        ("RECITATION", "image-blocked 200 RECITATION billed"),
        ("LANGUAGE", "no-image 200 LANGUAGE"),
        ("OTHER", "no-image 200 OTHER"),
        ("BLOCKLIST", "image-blocked 200 BLOCKLIST billed"),
        ("PROHIBITED_CONTENT", "image-blocked 200 PROHIBITED_CONTENT billed"),
        ("SPII", "image-blocked 200 SPII billed"),
        ("MALFORMED_FUNCTION_CALL", "no-image 200 MALFORMED_FUNCTION_CALL"),
        ("UNEXPECTED_TOOL_CALL", "no-image 200 UNEXPECTED_TOOL_CALL"),
        ("TOO_MANY_TOOL_CALLS", "no-image 200 TOO_MANY_TOOL_CALLS"),
        ("IMAGE_SAFETY", "image-blocked 200 IMAGE_SAFETY billed"),
        ("IMAGE_PROHIBITED_CONTENT", "image-blocked 200 IMAGE_PROHIBITED_CONTENT billed"),
        ("IMAGE_RECITATION", "image-blocked 200 IMAGE_RECITATION billed"),
        ("IMAGE_OTHER", "no-image 200 IMAGE_OTHER"),
        ("NO_IMAGE", "no-image 200 NO_IMAGE"),
        ("MISSING_THOUGHT_SIGNATURE", "no-image 200 MISSING_THOUGHT_SIGNATURE"),
        ("MALFORMED_RESPONSE", "no-image 200 MALFORMED_RESPONSE"),
        ("ESCALATION", "no-image 200 ESCALATION"),
        ("PUP_LIMITED_DISABLED", "no-image 200 PUP_LIMITED_DISABLED"),
        ("CONTINUATION", "no-image 200 CONTINUATION"),
        ("MODEL_ARMOR", "image-blocked 200 MODEL_ARMOR billed"),
        ("SOLAR_FLARE", "no-image 200 SOLAR_FLARE"),
    ] {
        rows.push(fails(
            reason,
            &json!({ "candidates": [{ "content": {}, "finishReason": reason, "index": 0 }] }),
            end,
        ));
        rows.push(fails(reason, &json!({ "candidates": [{ "finish_reason": reason }] }), end));
        let early = json!({ "candidates": [{ "finishReason": reason }] });
        rows.push(row(reason, &[early, stops(&[picture(1)])], ["ok", "image", "ok"])); // the last that came counts
    }
    check(&rows);
}

#[test]
fn section_4_4_and_12_what_blocks_a_prompt() {
    let mut rows = Vec::new();
    for reason in [
        "SAFETY",
        "OTHER",
        "BLOCKLIST",
        "PROHIBITED_CONTENT",
        "IMAGE_SAFETY",
        "MODEL_ARMOR",
        "JAILBREAK",
        "SOLAR_FLARE",
    ] {
        let end = format!("prompt-blocked 200 {reason}");
        rows.push(fails(reason, &json!({ "promptFeedback": { "blockReason": reason, "safetyRatings": [] } }), &end));
        rows.push(fails(reason, &json!({ "prompt_feedback": { "block_reason": reason } }), &end));
    }
    // Gateways that encode a reply anew write every field.
    let defaults =
        json!({ "finishReason": "FINISH_REASON_UNSPECIFIED", "finishMessage": "", "content": { "parts": [] } });
    for reason in ["", "BLOCK_REASON_UNSPECIFIED", "BLOCKED_REASON_UNSPECIFIED"] {
        let all = json!({ "candidates": [defaults], "promptFeedback": { "blockReason": reason }, "error": null });
        rows.push(row(reason, std::slice::from_ref(&all), ["no-image 200", "", CUT]));
        rows.push(row(reason, &[all.clone(), stops(&[picture(1)])], ["ok", "image", "ok"]));
        rows.push(row(reason, &[stops(&[picture(1)]), all], ["no-image 200", "image", "ok"]));
    }
    check(&rows);
}

#[test]
fn section_4_8_bytes_on_the_wire() {
    let reply = stops(&[text("Here <it> is: “é”."), picture(1)]);
    let pretty = serde_json::to_string_pretty(&reply).unwrap();
    let ok = ["ok", "text image", "ok compat"];
    let escaped = reply.to_string().replace('/', "\\/").replace('<', "\\u003c").replace("R0lG", "R0l\\u0047");
    let named = r#"{"c\u0061ndidates":[{"content":{"p\u0061rts":[{"inline\u0044ata":{"d\u0061ta":"$","mimeType":"x"}}]},"finishReason":"STOP"}]}"#;
    check(&[
        raw("pretty printed", &format!("{pretty}\n"), ok),
        raw("with line ends of another kind", &pretty.replace('\n', "\r\n"), ok),
        raw("a byte-order mark", &format!("\u{feff}{reply}"), ok),
        raw("escapes", &escaped, ok),
        raw("escaped names", &named.replace('$', &base64(&gif(1, 40))), ["ok", "image", "ok compat"]),
        raw("data before its type", r#"{"candidates":[{"finishReason":"STOP","content":{"parts":[{"inlineData":{"data":"$","mimeType":"image/gif"}}]}}]}"#.replace('$', &base64(&gif(1, 40))).as_str(), ["ok", "image", "ok compat"]),
        row("another type than it says", &[stops(&[json!({ "inlineData": { "mimeType": "text/html", "data": base64(&gif(1, 40)) } })])], ["ok", "image", "ok"]),
        row("SVG", &[stops(&[json!({ "inlineData": { "mimeType": "image/png", "data": base64(b"<svg xmlns='http://www.w3.org/2000/svg'/>") } })])], ["invalid-response 200 STOP billed", "", "invalid-response 200 STOP billed"]),
        row("a picture and a page", &[stops(&[picture(1), json!({ "inlineData": { "data": base64(b"<html>no picture</html>") } })])], ["ok compat", "image", "ok compat"]),
    ]);
}

#[test]
fn section_4_9_no_picture_in_any_form() {
    let nothing = ["no-image 200", "", CUT];
    let stopped = "no-image 200 STOP";
    let spoilt = ["invalid-response billed", "", "invalid-response billed"];
    let link = json!({ "fileData": { "mimeType": "image/png", "fileUri": "https://files.example/1.png" } });
    check(&[
        row("candidates: []", &[json!({ "candidates": [] })], nothing),
        row("with usage", &[json!({ "candidates": [], "usageMetadata": { "promptTokenCount": 7 } })], nothing),
        row("candidates: null", &[json!({ "candidates": null })], nothing),
        fails("content: {}", &json!({ "candidates": [{ "content": {}, "finishReason": "STOP" }] }), stopped),
        fails(
            "no parts",
            &json!({ "candidates": [{ "content": { "role": "model" }, "finishReason": "STOP" }] }),
            stopped,
        ),
        row("parts: null", &[json!({ "candidates": [{ "content": { "parts": null } }] })], nothing),
        fails("parts: []", &stops(&[]), stopped),
        fails("parts of nothing", &stops(&[json!(null), json!({}), json!(5), json!([text("x")])]), stopped),
        row("text alone", &[stops(&[text("Here is your picture.")])], [stopped, "text", stopped]),
        row("only thoughts", &[stops(&[thought(text("Hm"))])], [stopped, "thought", stopped]),
        row("{}", &[json!({})], nothing),
        row("null", &[json!(null)], nothing),
        fails("data: \"\"", &stops(&[json!({ "inlineData": { "mimeType": "image/png", "data": "" } })]), stopped),
        fails("no data", &stops(&[json!({ "inlineData": { "mimeType": "image/png" } })]), stopped),
        row(
            "Markdown",
            &[stops(&[text(&format!("Here: ![a]({}) and ![b]({})!", url(&bytes(1)), url(&bytes(2))))])],
            ["ok compat", "text image text image text", "ok compat"],
        ),
        row(
            "a Markdown link",
            &[stops(&[text("![a](https://files.example/1.png)")])],
            ["no-image 200 STOP billed", "text", "no-image 200 STOP billed"],
        ),
        fails("a link in fileData", &stops(&[link]), "no-image 200 STOP billed"),
        row(
            "a data: URL in fileData",
            &[stops(&[json!({ "fileData": { "fileUri": url(&bytes(1)) } })])],
            ["ok compat", "image", "ok compat"],
        ),
        row(
            "snake_case",
            &[
                json!({ "candidates": [{ "content": { "parts": [{ "inline_data": { "mime_type": "image/gif", "data": base64(&bytes(1)) }, "thought_signature": "AAAA" }] }, "finish_reason": "STOP" }] }),
            ],
            ["ok compat", "image", "ok compat"],
        ),
        row(
            "no media type",
            &[stops(&[json!({ "inlineData": { "data": base64(&bytes(1)) } })])],
            ["ok compat", "image", "ok compat"],
        ),
        row(
            "a data: prefix",
            &[stops(&[json!({ "inlineData": { "mimeType": "image/gif", "data": url(&bytes(1)) } })])],
            ["ok compat", "image", "ok compat"],
        ),
        raw("HTML", "<!doctype html><title>Sign in</title>", spoilt),
        raw("text", "upstream connect error", spoilt),
        raw("nothing", "", spoilt),
        fails(
            "an error",
            &json!({ "error": { "code": 503, "message": "overloaded", "status": "UNAVAILABLE" } }),
            "server-error 200 retry",
        ),
        fails("an error that is text", &json!({ "error": "it broke" }), "server-error 200 retry"),
        row(
            "an error that says nothing beside a picture",
            &[json!({ "candidates": stops(&[picture(1)])["candidates"], "error": {} })],
            ["ok", "image", "ok"],
        ),
        fails(
            "counted, and lost on its way",
            &json!({ "candidates": [{ "finishReason": "STOP" }], "usageMetadata": serde_json::from_str::<Value>(COUNTED).unwrap() }),
            "no-image 200 STOP billed",
        ),
        fails(
            "an error, and a picture counted",
            &json!({ "error": { "message": "x" }, "usageMetadata": serde_json::from_str::<Value>(COUNTED).unwrap() }),
            "server-error 200 retry billed",
        ),
    ]);
}

#[test]
fn section_5_streams() {
    let some = [text("Here."), picture(1)];
    let [first, last] = [parts(&some), stops(&[])];
    let whole = events(&[first.clone(), last.clone()]);
    let one = ["ok compat", "text image", "ok"];
    let (error, array) =
        (json!({ "error": { "code": 500, "message": "x", "status": "INTERNAL" } }), |all: &[Value]| {
            json!(all).to_string()
        });
    let failed = ["server-error 200 retry", "text", "server-error 200 retry"];
    let grounded = json!({ "candidates": [{ "groundingMetadata": { "webSearchQueries": ["x"] } }] });
    let lines =
        first.to_string().replace("{\"content", "\ndata: {\ndata: \"content").replace("\"role", "\r\ndata:\"role");
    check(&[
        raw("CR LF", &whole, one),
        raw("LF", &whole.replace("\r\n", "\n"), one),
        raw("CR", &whole.replace("\r\n", "\r"), one),
        raw("single line ends", &whole.replace("\r\n\r\n", "\n"), one),
        raw("without space", &whole.replace("data: ", "data:"), one),
        raw("pings", &format!(": PING\n\n\n{whole}: PING\n\n"), one),
        raw("fields", &whole.replace("data: ", "event: message\nid: 1\nretry: 10\ndata: "), one),
        raw("over many lines", &format!("data: {lines}\n\ndata: {last}\n\n"), one),
        raw("[DONE]", &format!("{whole}data: [DONE]\n\ndata: <\n\n"), one),
        raw("usage alone", &format!("{whole}{}", events(&[json!({ "usageMetadata": { "totalTokenCount": 9 } })])), one),
        raw("grounding before the end", &events(&[first.clone(), grounded, last.clone()]), one),
        raw("no finish reason", &events(std::slice::from_ref(&first)), ["ok compat compat", "text image", "ok compat"]),
        raw("an end too early", &events(&[parts(&[text("Here.")])]), [CUT, "text", CUT]),
        raw("nothing but [DONE]", "data: [DONE]\n\n", [CUT, "", CUT]),
        raw("nothing but pings", ": PING\n\n: PING\n\n", [CUT, "", CUT]),
        raw(
            "[DONE] behind text",
            &format!("{}data: [DONE]\n\n", events(&[parts(&[text("Here.")])])),
            ["no-image 200", "text", "no-image 200"],
        ),
        raw("one answer", &stops(&some).to_string(), ["ok", "text image", "ok compat"]),
        raw("an array", &array(&[first.clone(), last.clone()]), ["ok compat", "text image", "ok compat"]),
        raw("an array without a reply", "[]", ["no-image 200", "", "no-image 200"]),
        raw("an error in an array", &array(&[parts(&[text("Here.")]), error.clone()]), failed),
        raw("an error as an event", &events(&[parts(&[text("Here.")]), error.clone()]), failed),
        raw("an error without data:", &format!("{}{error}\n", events(&[parts(&[text("Here.")])])), failed),
        raw("the same over many lines", &format!("{}{error:#}\n", events(&[parts(&[text("Here.")])])), failed),
        raw(
            "an error behind the picture",
            &format!("{whole}{}", events(&[error])),
            ["ok compat compat", "text image", "ok compat"],
        ),
        raw(
            "a page behind the picture",
            &format!("{}data: <html>\n\n", events(&[first])),
            ["ok compat compat compat", "text image", "ok compat compat"],
        ),
    ]);
}

#[test]
fn section_5_streams_that_break_off() {
    let some = events(&[parts(&[text("Here.")]), stops(&[picture(1)])]);
    let end =
        some.len() - r#"AAAAA","mimeType":"image/gif"}}],"role":"model"},"finishReason":"STOP","index":0}]}"#.len();
    for (body, end, line) in [
        (&some[..end], End::Close, "text: invalid-response retry billed"),
        (&some[..end], End::Cut, "text: network retry billed"),
        (&some[..end], End::Stall, "text: timeout retry billed"),
        (&some[..some.len() / 4], End::Close, "text: invalid-response retry billed"),
        (&some[..10], End::Close, ": invalid-response retry billed"),
        (&some[..], End::Cut, "text image: ok"),
        (&some[..], End::Stall, "text image: ok"),
        (
            "data: {\"candidates\":[{\"finishReason\":\"IMAGE_SAFETY\"}]}\n\n",
            End::Stall,
            ": image-blocked 200 IMAGE_SAFETY billed",
        ),
        (
            "data: {\"candidates\":[{\"finishReason\":\"IMAGE_SAFETY\"}",
            End::Stall,
            ": image-blocked 200 IMAGE_SAFETY billed",
        ),
    ] {
        for cut in CUTS {
            let ask = Ask { events: true, timeout: Some(Duration::from_secs(30)), ..Ask::default() };
            let came = asked(body.as_bytes(), cut, end, &ask);
            assert_eq!(format!("{}: {}", came.events, came.line()), line, "{body} {end:?} {cut:?}");
        }
    }
}

/// A picture that came whole is the caller's, and so is a reason that was given.
#[test]
fn what_is_whole_of_a_document_that_is_not() {
    let signed = json!({ "inlineData": { "mimeType": "image/gif", "data": base64(&bytes(1)) }, "thoughtSignature": "A".repeat(400) });
    let whole = json!({ "candidates": [{ "content": { "parts": [text("Here."), signed, picture(2)] }, "finishReason": "STOP" }] }).to_string();
    let places = |what: &str| whole.find(what).unwrap();
    let first = places("thoughtSignature") - 2;
    for end in [first, first + 200, whole.rfind("\"},{\"inlineData").unwrap(), whole.len() - 1] {
        for cut in CUTS {
            let came = asked(&whole.as_bytes()[..end], cut, End::Close, &Ask::default());
            assert_eq!(came.images()[0], bytes(1), "{end}");
            assert_eq!(came.text(), "Here.");
            assert_eq!(
                came.warnings(),
                [format!("the reply broke off after the picture: the reply is cut off at byte {end}")]
            );
        }
    }
    assert_eq!(
        asked(&whole.as_bytes()[..first - 40], Cut::Whole, End::Close, &Ask::default()).line(),
        "invalid-response retry billed"
    );
    let told = r#"{"candidates":[{"content":{"parts":[{"text":"No."}]},"finishReason":"IMAGE_SAFETY","#;
    assert_eq!(single(told).line(), "image-blocked 200 IMAGE_SAFETY billed");
    let blocked = r#"{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":7,"totalTok"#;
    let error = single(blocked);
    assert_eq!(
        (error.line().as_str(), error.error().usage.unwrap().input_tokens),
        ("prompt-blocked 200 SAFETY", Some(7))
    );
}

#[test]
fn a_line_that_stays_open_is_not_waited_for_without_end() {
    let some = [text("Here."), picture(1)];
    let ask = |events, seconds| Ask { events, timeout: Some(Duration::from_secs(seconds)), ..Ask::default() };
    // Bare JSON is at its end where its bracket closes.
    for body in [stops(&some).to_string(), json!([parts(&some)]).to_string(), parts(&some).to_string()] {
        assert_eq!(asked(body.as_bytes(), Cut::Bytes, End::Stall, &ask(false, 1)).images().len(), 1, "{body}");
    }
    assert_eq!(asked(stops(&some).to_string().as_bytes(), Cut::Bytes, End::Stall, &ask(true, 1)).line(), "ok compat");
    assert_eq!(
        asked(stops(&[text("No.")]).to_string().as_bytes(), Cut::Bytes, End::Stall, &ask(false, 1)).line(),
        "no-image 200 STOP"
    );
    // Events are waited for: for usage a moment, for a picture behind a mere STOP longer.
    for (body, seconds, line) in [
        (events(&[stops(&some)]), 6, "ok"),
        (events(&[stops(&[text("No.")])]), 61, "no-image 200 STOP"),
        (events(&[finishes(&[], "NO_IMAGE")]), 6, "no-image 200 NO_IMAGE"),
        (events(&[json!({ "promptFeedback": { "blockReason": "SAFETY" } })]), 6, "prompt-blocked 200 SAFETY"),
    ] {
        let came = asked(body.as_bytes(), Cut::Whole, End::Stall, &ask(true, seconds));
        assert_eq!(came.line(), line, "{body}");
        let none = came.end.as_ref().err().is_none_or(|error| !error.maybe_billed);
        assert!(none, "it was not the time that ended it");
    }
}

#[test]
fn section_12_other_framings_and_shapes() {
    let lines = format!("{}\n{}\n{}\n", parts(&[text("Here.")]), parts(&[picture(1)]), stops(&[]));
    let one = ["ok compat", "text image", "ok"];
    let numbered = |list: &str| format!(r#"{{"candidates":{list}}}"#);
    let part = |part: Value| {
        format!(r#"{{"content":{{"parts":{{"0":{},"1":{part}}}}},"finishReason":"STOP"}}"#, text("Here."))
    };
    let wrapped = json!({ "response": stops(&[text("Here."), picture(1)]), "traceId": "x" });
    check(&[
        raw("two objects in a line", &format!("data: {}{}\n\n", parts(&[text("Here.")]), stops(&[picture(1)])), one),
        raw(
            "with a space between them",
            &format!("data: {} {}\n\n", parts(&[text("Here.")]), stops(&[picture(1)])),
            one,
        ),
        raw(
            "parts with numbers for names",
            &numbered(&format!("[{}]", part(picture(1)))),
            ["ok", "text image", "ok compat"],
        ),
        raw("candidates too", &numbered(&format!("{{\"0\":{}}}", part(picture(1)))), ["ok", "text image", "ok compat"]),
        row("wrapped", std::slice::from_ref(&wrapped), ["ok", "text image", "ok"]),
        row("wrapped twice", &[json!({ "response": wrapped })], ["ok", "text image", "ok"]),
        fails(
            "an error in a response",
            &json!({ "response": { "error": { "code": 429, "message": "slow down" } } }),
            "rate-limited 200 retry",
        ),
        fails("a dashboard's", &json!({ "success": false, "message": "no such channel" }), "server-error 200 retry"),
        row(
            "OpenAI's chat",
            &[
                json!({ "id": "x", "choices": [{ "message": { "images": [{ "image_url": { "url": url(&bytes(1)) } }] } }] }),
            ],
            ["ok compat", "image", "ok compat"],
        ),
        row(
            "OpenAI's images",
            &[json!({ "created": 1, "data": [{ "b64_json": base64(&bytes(1)) }] })],
            ["ok compat", "image", "ok compat"],
        ),
    ]);
    // Lines of JSON, where a stream was asked for.
    for cut in CUTS {
        let came = asked(lines.as_bytes(), cut, End::Close, &Ask { events: true, ..Ask::default() });
        assert_eq!((came.line().as_str(), came.events.as_str()), ("ok compat", "text image"), "{cut:?}");
        assert_eq!(came.warnings(), ["the reply is JSON in lines where a stream of events was asked for"]);
    }
    let words = stream(format!("{}\n{}\n", parts(&[text("Here ")]), parts(&[text("it is.")])));
    assert_eq!((words.line().as_str(), words.told.as_str()), (CUT, "Here it is."));
    let other = single(json!({ "id": "x", "choices": [{ "message": { "content": "Here" } }] }).to_string());
    assert_eq!(other.error().message, "the reply is none that this API gives: it holds `choices`, `id`");
    assert_eq!(other.error().hint.as_deref(), Some("another API may answer at this address: check `baseURL`"));
    assert_eq!(
        single(json!({ "success": false, "message": "no such channel" }).to_string()).error().message,
        "the server answered 500: no such channel"
    );
}

#[test]
fn section_12_base64_in_other_spellings() {
    // Bytes whose base64 has both symbols that differ, and two of padding.
    let mut file = gif(0xfb, 40);
    file[20..30].fill(0xff);
    let standard = base64(&file);
    assert!(standard.contains('+') && standard.contains('/') && standard.ends_with("=="));
    let safe = standard.replace('+', "-").replace('/', "_");
    let broken = |by: &str| {
        standard.as_bytes().chunks(20).map(|line| std::str::from_utf8(line).unwrap()).collect::<Vec<_>>().join(by)
    };
    let odd = "a picture in the reply is base64 as the API does not write it";
    for data in [
        safe.clone(),
        safe.trim_end_matches('=').into(),
        standard.trim_end_matches('=').into(),
        broken("\n"),
        broken("\r\n"),
        broken(" "),
        format!(" {standard}\n"),
        standard.replace("==", "="),
    ] {
        for (prefix, more) in [
            ("", None),
            ("data:image/gif;base64,", Some("a picture in the reply is a data: URL where bare base64 should be")),
            ("data:image/gif;base64, ", Some("a picture in the reply is a data: URL where bare base64 should be")),
        ] {
            let part = json!({ "inlineData": { "mimeType": "image/gif", "data": format!("{prefix}{data}") } });
            for cut in CUTS {
                let came =
                    asked(stops(std::slice::from_ref(&part)).to_string().as_bytes(), cut, End::Close, &Ask::default());
                assert_eq!(came.images(), std::slice::from_ref(&file), "{data}");
                assert_eq!(came.warnings(), more.into_iter().chain([odd]).collect::<Vec<_>>());
            }
        }
    }
    // In text a blank may stand behind the comma, and lines are as MIME breaks them.
    let lines = base64(&gif(7, 200))
        .as_bytes()
        .chunks(76)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect::<Vec<_>>()
        .join("\n");
    for (data, file) in [
        (safe.clone(), &file),
        (safe.trim_end_matches('=').into(), &file),
        (format!(" {standard}"), &file),
        (lines, &gif(7, 200)),
    ] {
        let came = single(stops(&[text(&format!("See ![it](data:image/gif;base64,{data}) there"))]).to_string());
        assert_eq!((came.images(), came.text()), (vec![file.clone()], "See there"), "{data}");
        assert_eq!(came.warnings(), ["a picture in the reply is a data: URL inside its text", odd]);
    }
    // Damage is none of them.
    for data in [
        standard.replacen('+', "*", 1),
        format!("{}=", &standard[..standard.len() - 3]),
        standard.replacen('+', "=", 1),
        format!("{standard}AAAA"),
    ] {
        let at = r#"{"candidates":[{"content":{"parts":[{"inlineData":{"data":""#.len();
        let end = data.bytes().zip(standard.bytes()).position(|(one, other)| one != other).unwrap_or(standard.len());
        let came =
            single(format!(r#"{{"candidates":[{{"content":{{"parts":[{{"inlineData":{{"data":"{data}"}}}}]}}}}]}}"#));
        assert_eq!(
            came.error().message,
            format!("the picture in the reply is no valid base64 at byte {}", at + end),
            "{data}"
        );
    }
}

#[test]
fn what_is_no_json() {
    for (body, message) in [
        (r#"{"a":1]}"#, "the reply is no valid JSON: a bracket closes nothing at byte 6"),
        (r#"{"candidates":[nul]}"#, "the reply is no valid JSON"),
        (r#"{"candidates":[{"index":NaN}]}"#, "the reply is no valid JSON"),
        ("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\nb\"}]}}]}", "the reply is no valid JSON"),
        (r#"{"x":[{"y":tru}]}"#, "the reply is no valid JSON"),
        ("<html>", "the reply is no JSON: at byte 0 of it stands \"<html>\""),
        ("data: oops\n\n", "the reply is no JSON: at byte 6 of it stands \"oops\n\n\""),
        ("", "the reply is empty"),
    ] {
        let came = single(body);
        assert_eq!(
            (came.error().message.as_str(), came.line().as_str()),
            (message, "invalid-response billed"),
            "{body}"
        );
    }
    let hint = single(r#"{"a":NaN}"#).error().hint.clone().unwrap();
    assert!(hint.starts_with("at byte 5 of it stands what no JSON has there"), "{hint}");
}
