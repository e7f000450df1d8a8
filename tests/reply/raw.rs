//! What a result says beside its pictures, and what of a reply is kept for whoever wants to look.

use super::*;
use engine::face::reply::{Path, Step};

/// `raw` as JavaScript makes it: with what was lifted, in base64, where its number stands.
fn raw(came: &Arrival) -> Value {
    let kept = &came.response().raw;
    let mut raw = serde_json::from_slice(&kept.json).unwrap();
    let mut places = 0;
    put_back(&mut raw, &kept.lifted, &mut places);
    assert_eq!(places, kept.lifted.len(), "each has its place");
    raw
}

fn put_back(value: &mut Value, lifted: &[Option<Blob>], places: &mut usize) {
    match value {
        Value::String(text) => {
            if let Some(number) = text.strip_prefix('\u{ffff}') {
                *places += 1;
                let blob = &lifted[number.parse::<usize>().unwrap()];
                *value = blob.as_ref().map_or(Value::Null, |blob| base64(&blob.bytes()).into());
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|value| put_back(value, lifted, places)),
        Value::Object(all) => all.values_mut().for_each(|value| put_back(value, lifted, places)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn at<'a>(raw: &'a Value, path: &Path) -> &'a Value {
    path.0.iter().fold(raw, |value, step| match step {
        Step::Name(name) => &value[name],
        Step::Index(at) => &value[*at as usize],
    })
}

fn each_way(objects: &[Value]) -> [(String, Ask); 2] {
    let wanted = Ask { events: true, ..Ask::default() };
    [(objects.last().unwrap().to_string(), Ask::default()), (events(objects), wanted)]
}

#[test]
fn each_field_is_what_the_server_says_of_it_the_last_that_came() {
    let usage = json!({
        "promptTokenCount": 1, "candidatesTokenCount": 20, "totalTokenCount": 300, "thoughtsTokenCount": 4000,
        "candidatesTokensDetails": [{ "modality": "IMAGE", "tokenCount": 7 }, { "modality": "TEXT", "tokenCount": 9 }, { "modality": "IMAGE", "tokenCount": 5 }],
    });
    let mut whole =
        finishes(&[text("One "), picture(1), text("two."), thought(text("hm")), thought(picture(2))], "ODD_REASON");
    let mut first = parts(&[]);
    for (object, usage) in [
        (&mut first, json!({ "promptTokenCount": 1, "totalTokenCount": 2000, "thoughtsTokenCount": 5000 })),
        (&mut whole, usage),
    ] {
        object["usageMetadata"] = usage;
        object["modelVersion"] = json!("the-model-itself");
        object["responseId"] = json!("id-1");
    }
    for (body, ask) in each_way(&[first, whole]) {
        let came = asked(body.as_bytes(), Cut::Random(1), End::Close, &ask);
        let response = came.response();
        assert_eq!((came.text(), &*response.thoughts), ("One two.", &b"hm"[..]));
        let picture = &response.images[0];
        assert_eq!(
            (picture.media_type, &*picture.blob.media_type, picture.width, picture.height),
            ("image/gif", "image/gif", 3, 2)
        );
        assert_eq!(response.drafts.iter().map(|draft| draft.blob.bytes()).collect::<Vec<_>>(), [bytes(2)]);
        let counts = [
            response.usage.input_tokens,
            response.usage.output_tokens,
            response.usage.total_tokens,
            response.usage.image_tokens,
            response.usage.thought_tokens,
        ];
        assert_eq!(counts, [Some(1), Some(20), Some(300), Some(12), Some(4000)]);
        let named = [&response.finish_reason, &response.model, &response.response_id].map(Option::as_deref);
        assert_eq!(named, [Some("ODD_REASON"), Some("the-model-itself"), Some("id-1")]);
        assert_eq!(came.warnings(), [""; 0]);
    }
    let came = single(parts(&[picture(1)]).to_string());
    let response = came.response();
    assert_eq!([&response.finish_reason, &response.model, &response.response_id], [&None; 3]);
    assert_eq!(
        (response.usage, response.raw.grounding.as_ref(), response.raw.ratings.len()),
        (Default::default(), None, 0)
    );
}

#[test]
fn what_is_kept_is_the_reply_with_what_was_lifted_apart() {
    let signature = base64(b"a signature");
    for (inline, signed, other) in
        [("inlineData", "thoughtSignature", "inline_data"), ("inline_data", "thought_signature", "inlineData")]
    {
        let data = base64(&bytes(1));
        let answer = json!({
            "candidates": [{ "content": { "parts": [
                { "text": "Here: \\ \" é 🐷 \u{1}", signed: signature },
                { inline: { "mimeType": "image/gif", "data": data }, signed: signature, "n": 1.5 },
                { "functionCall": { "args": { "data": data, other: null } } },
                { "fileData": { "fileUri": "files/1" } },
            ] }, "odd": null }],
            "odd": [{ "data": data }, -0.0, 1e300, "\u{fffe}"],
        });
        for cut in CUTS {
            let came = asked(format!("{answer:#}").as_bytes(), cut, End::Close, &Ask::default());
            assert_eq!(raw(&came), answer, "{cut:?}");
            assert_eq!(came.response().raw.lifted.iter().flatten().count(), 3);
        }
        let list = [answer.clone(), stops(&[])];
        assert_eq!(raw(&stream(events(&list))), json!(list));
        assert_eq!(raw(&stream(json!(list).to_string())), json!(list));
        assert_eq!(raw(&stream(format!("{}\n{}\n", list[0], list[1]))), json!(list));
        assert_eq!(raw(&stream(answer.to_string())), answer);
        assert_eq!(raw(&single(events(&list[..1]))), json!([answer]));
    }
    // Lists of PHP, and replies in replies.
    let numbered = json!({ "response": { "candidates": { "0": { "content": { "parts": { "0": picture(1), "7": picture(2) } } } } } });
    let came = single(numbered.to_string());
    assert_eq!((raw(&came), came.images()), (numbered, vec![bytes(1), bytes(2)]));
}

#[test]
fn what_is_not_whole_is_not_kept() {
    let list = [parts(&[picture(1)]), parts(&[text("x")])];
    let cut = events(&list);
    let came = stream(&cut[..cut.len() - 10]);
    assert_eq!((came.images().len(), raw(&came)), (1, json!([list[0]])));
    let bare = list[0].to_string();
    assert_eq!(
        raw(&Arrival { end: single(&bare[..bare.len() - 2]).end, events: String::new(), told: String::new() }),
        json!(null)
    );
    // Also where it is large, and was on its way already.
    let large = parts(&[picture(2), text(&"words ".repeat(50_000))]);
    let cut = events(&[list[0].clone(), large.clone()]);
    let came =
        asked(&cut.as_bytes()[..cut.len() - 20], Cut::Random(1), End::Close, &Ask { events: true, ..Ask::default() });
    let kept = &came.response().raw;
    assert_eq!(serde_json::from_slice::<Value>(&kept.json).unwrap().as_array().unwrap().len(), 1);
    assert_eq!(raw(&stream(events(&[large.clone(), list[1].clone()]))), json!([large, list[1]]));
}

#[test]
fn a_signature_that_is_no_base64_costs_nobody_the_picture() {
    let part = json!({ "inlineData": { "mimeType": "image/gif", "data": base64(&bytes(1)) }, "thoughtSignature": "no base64 \u{1}\"\\ é" });
    for cut in CUTS {
        let came = asked(stops(std::slice::from_ref(&part)).to_string().as_bytes(), cut, End::Close, &Ask::default());
        assert_eq!(came.warnings(), ["a thought signature in the reply is no base64: it was left out"]);
        assert_eq!(raw(&came)["candidates"][0]["content"]["parts"][0]["thoughtSignature"], json!(null));
    }
    // URL-safe, as a signature may be as well.
    let came = single(
        stops(&[
            json!({ "inlineData": { "mimeType": "image/gif", "data": base64(&bytes(1)) }, "thoughtSignature": "-_8" }),
        ])
        .to_string(),
    );
    assert_eq!((came.warnings().len(), came.response().raw.lifted[1].as_ref().unwrap().bytes()), (0, vec![0xfb, 0xff]));
}

#[test]
fn grounding_and_ratings_are_found_where_they_stand() {
    let ratings = json!([{ "category": "HARM_CATEGORY_HARASSMENT", "probability": "LOW" }]);
    let grounding =
        json!({ "webSearchQueries": ["a"], "searchEntryPoint": { "renderedContent": "<div>".repeat(20_000) } });
    let mut whole = stops(&[picture(1)]);
    whole["candidates"][0]["safetyRatings"] = ratings.clone();
    whole["candidates"][0]["groundingMetadata"] = grounding.clone();
    whole["promptFeedback"] = json!({ "safetyRatings": ratings });
    let snake: Value = serde_json::from_str(
        &whole
            .to_string()
            .replace("safetyRatings", "safety_ratings")
            .replace("groundingMetadata", "grounding_metadata")
            .replace("promptFeedback", "prompt_feedback"),
    )
    .unwrap();
    let wrapped = json!({ "response": whole });
    let numbered: Value = serde_json::from_str(
        &whole
            .to_string()
            .replace("\"candidates\":[{", "\"candidates\":{\"0\":{")
            .replace("}],\"promptFeedback\"", "}},\"promptFeedback\""),
    )
    .unwrap();
    assert!(numbered["candidates"]["0"].is_object());
    for object in [whole, snake, wrapped, numbered] {
        for (body, ask) in each_way(&[parts(&[text("Here.")]), object]) {
            let came = asked(body.as_bytes(), Cut::Random(2), End::Close, &ask);
            let (raw, kept) = (raw(&came), &came.response().raw);
            assert_eq!(at(&raw, kept.grounding.as_ref().unwrap()), &grounding, "{body:.300}");
            let found: Vec<_> = kept.ratings.iter().map(|path| at(&raw, path).clone()).collect();
            assert_eq!(found, [ratings.clone(), ratings.clone()]);
        }
    }
    let came = single(json!({ "candidates": [{ "content": { "parts": [picture(1)] }, "safetyRatings": null, "groundingMetadata": null }] }).to_string());
    assert_eq!((came.response().raw.ratings.len(), came.response().raw.grounding.as_ref()), (0, None));
}

#[test]
fn an_error_has_the_reply_as_it_came() {
    let body = json!({
        "promptFeedback": { "blockReason": "SAFETY", "safetyRatings": [{ "category": "HARM_CATEGORY_HARASSMENT", "probability": "HIGH", "blocked": true }] },
        "usageMetadata": { "promptTokenCount": 9, "totalTokenCount": 9 }, "modelVersion": "m", "responseId": "r",
    });
    let told = |came: &Arrival| serde_json::from_str::<Value>(came.error().body.as_deref().unwrap()).unwrap();
    assert_eq!(told(&single(body.to_string())), body);
    assert_eq!(told(&stream(events(&[parts(&[text("a")]), body.clone()]))), json!([parts(&[text("a")]), body]));
    let words = "The picture is there. ".repeat(100_000);
    let came = single(stops(&[text(&words)]).to_string());
    assert_eq!(came.error().text.as_deref(), Some(&*words), "to the letter");
    assert!(came.error().body.as_ref().unwrap().len() <= 64 * 1024);
}
