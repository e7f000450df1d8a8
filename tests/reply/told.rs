//! Text and pictures in the order of the reply, what is told of them beside it, and what was odd.

use super::*;

const IN_TEXT: &str = "a picture in the reply is a data: URL inside its text";

fn svg() -> String {
    format!("data:image/svg+xml;base64,{}", base64(br#"<svg xmlns="http://www.w3.org/2000/svg"/>"#))
}

#[test]
fn pictures_in_text_and_beside_it_come_in_the_order_of_the_reply() {
    let [one, two, three] = [1, 2, 3].map(|fill| url(&bytes(fill)));
    let all = [
        text(&format!("One ![a]({one}) two ![b](")),
        text(&format!("{two}) three")),
        picture(4),
        text(&format!("!\n\n{three}")),
    ];
    for cut in CUTS {
        let came = asked(stops(&all).to_string().as_bytes(), cut, End::Close, &Ask::default());
        assert_eq!((came.text(), came.images()), ("One two three!", [1, 2, 4, 3].map(bytes).to_vec()), "{cut:?}");
        assert_eq!(came.warnings(), [IN_TEXT]);
    }
    let came = stream(events(&all.map(|part| parts(&[part]))));
    assert_eq!(came.events, "text image text image text image text image", "{}", came.told);
    assert_eq!(came.told, came.text());
}

#[test]
fn a_thought_keeps_its_pictures_to_itself_and_is_the_result_only_where_there_is_nothing_else() {
    let see = |order: bool| {
        let words = format!("Let me ![see]({}) now", url(&bytes(1)));
        let words = serde_json::to_string(&words).unwrap();
        let (text, thought) = (format!("\"text\":{words}"), "\"thought\":true".to_owned());
        format!("{{{}}}", if order { [text, thought] } else { [thought, text] }.join(","))
    };
    for order in [false, true] {
        let reply = |more: &str| {
            format!(r#"{{"candidates":[{{"content":{{"parts":[{}{more}]}},"finishReason":"STOP"}}]}}"#, see(order))
        };
        let both = single(reply(&format!(",{}", text(&format!("There: {}", url(&bytes(2)))))));
        assert_eq!(
            (both.text(), &*both.response().thoughts, both.images()),
            ("There:", &b"Let me now"[..], vec![bytes(2)])
        );
        assert_eq!((both.response().drafts.len(), both.warnings()), (1, vec![IN_TEXT]));
        let alone = single(reply(""));
        assert_eq!((alone.images(), alone.response().drafts.len()), (vec![bytes(1)], 0));
    }
}

#[test]
fn a_file_that_is_a_data_url() {
    for part in [
        json!({ "fileData": { "mimeType": "image/png", "fileUri": url(&bytes(1)) } }),
        json!({ "file_data": { "mime_type": "image/png", "file_uri": url(&bytes(1)).replace("data", "DATA") } }),
    ] {
        for cut in CUTS {
            let came =
                asked(stops(&[text("There!"), part.clone()]).to_string().as_bytes(), cut, End::Close, &Ask::default());
            assert_eq!((came.text(), came.images()), ("There!", vec![bytes(1)]));
            assert_eq!(came.warnings(), ["a picture in the reply is a data: URL in `fileData`"]);
        }
    }
}

#[test]
fn what_is_no_picture_stays_text_and_is_named() {
    let words = format!("See ![s]({})", svg());
    let came = single(stops(&[text(&words), text(&url(&bytes(1)))]).to_string());
    assert_eq!((came.text(), came.images()), (&*words, vec![bytes(1)]));
    assert_eq!(
        came.warnings(),
        [
            IN_TEXT,
            "a data: URL inside the reply's text holds SVG (3c 73 76 67 20 78 6d 6c …), which is no picture: it stays text"
        ]
    );
    for part in [text(&words), json!({ "fileData": { "fileUri": svg() } })] {
        let came = single(stops(&[part]).to_string());
        assert_eq!(
            (came.error().message.as_str(), came.line().as_str()),
            (
                "the server sent SVG (3c 73 76 67 20 78 6d 6c …) where a picture should be",
                "invalid-response 200 STOP billed"
            )
        );
    }
    let came = single(stops(&[text("Write data:image/png;base64,iVBORw0KGgo... there")]).to_string());
    assert_eq!(
        (came.line().as_str(), came.error().text.as_deref()),
        ("no-image 200 STOP", Some("Write data:image/png;base64,iVBORw0KGgo... there"))
    );
    let large = format!("See ![it]({}*) there", url(&gif(7, 100_000)));
    let came = single(stops(&[text(&large), picture(1)]).to_string());
    assert_eq!((came.text(), came.images().len()), ("See *) there", 2), "what came of it is a picture");
    let cut = format!("See ![it]({}", url(&gif(7, 100_000)));
    let came = single(stops(&[text(&cut), picture(1)]).to_string());
    assert_eq!(
        (came.text(), came.warnings()),
        ("See", vec!["a picture inside the reply's text is damaged: it was left out"])
    );
}

#[test]
fn what_is_odd_is_told_in_order() {
    let page = json!({ "inlineData": { "mimeType": "image/png", "data": base64(b"<html>no picture</html>") } });
    let settings = Settings { aspect_ratio: Some("16:9".into()), size: Some("2K".into()), ..Settings::default() };
    let prefixed = json!({ "inlineData": { "data": url(&bytes(1)) } });
    let ask = Ask { settings, ..Ask::default() };
    let snake = json!({ "inline_data": { "mime_type": "image/gif", "data": base64(&bytes(2)) } });
    let body = events(&[parts(&[page, prefixed, snake]), json!({ "error": { "code": 503, "message": "overloaded" } })]);
    let came = asked(body.as_bytes(), Cut::Bytes, End::Close, &ask);
    assert_eq!(
        came.warnings()[1..],
        [
            "`aspectRatio: '16:9'` was asked for, and the picture has 3×2 pixels, which is 3:2",
            "`size: '2K'` was asked for, and the picture has 3×2 pixels, which is 512",
            "the reply also held HTML (3c 68 74 6d 6c 3e 6e 6f …), which is no picture: it was left out",
            "a picture in the reply is a data: URL where bare base64 should be",
            "a picture in the reply has no media type beside it",
            "the reply spells its names in snake_case",
            "the reply is a stream of events where a single answer was asked for",
            "after the picture the server answered 503: overloaded",
        ]
    );
    assert_eq!(came.images().len(), 2);
    assert_eq!(stream(json!([stops(&[picture(1)])]).to_string()).warnings(), ["the reply is an array of replies"]);
    assert_eq!(
        stream(stops(&[picture(1)]).to_string()).warnings(),
        ["the reply is a single answer where a stream of events was asked for"]
    );
    assert_eq!(stream(events(&[parts(&[picture(1)])])).warnings(), ["the reply ended without a finish reason"]);
    let odd = vec![json!({ "inlineData": { "data": base64(&[0; 40]) } }); 100];
    let came = single(stops(&[odd, vec![picture(1)]].concat()).to_string());
    assert_eq!((came.warnings().len(), came.images().len()), (16, 1), "not all of them");
}

#[test]
fn a_letter_an_event_is_text_whatever_it_is() {
    let words = "Éa 漢字 🐷👩‍🚀 \"\\\n\t\u{1}\u{7f}\u{2028} </b>!";
    let units: Vec<String> = words
        .encode_utf16()
        .map(|unit| format!(r#"data: {{"candidates":[{{"content":{{"parts":[{{"text":"\u{unit:04x}"}}]}}}}]}}"#))
        .collect();
    let body = format!("{}\n{}", units.join("\n"), events(&[stops(&[picture(1)])]));
    let came = stream(&body);
    assert_eq!((came.text(), came.told.as_str()), (words, words));
    // Half a pair, and bytes that are no UTF-8.
    for (json, text) in [
        (&b"\\ud83d"[..], "\u{fffd}"),
        (b"\\udc37\\ud83d\\ud83d\\udc37", "\u{fffd}\u{fffd}🐷"),
        (b"a\xffb\xf0\x9f\x90c", "a\u{fffd}b\u{fffd}c"),
        (b"\xed\xa0\xbd\xed\xb0\xb7", "🐷"),
        (b"\xe6\xbc\xa2 \\u6f22", "漢 漢"),
        (b"\\/\\b\\f\\r", "/\u{8}\u{c}\r"),
    ] {
        let body = [
            &br#"{"candidates":[{"content":{"parts":[{"text":""#[..],
            json,
            br#""},"#,
            picture(1).to_string().as_bytes(),
            b"]}}]}",
        ]
        .concat();
        for cut in CUTS {
            assert_eq!(asked(&body, cut, End::Close, &Ask::default()).text(), text, "{cut:?}");
        }
    }
}

#[test]
fn words_that_are_many_are_told_before_their_part_is_at_its_end() {
    let words = "Here is what I thought. ".repeat(20_000);
    let reply = |part: &str| {
        format!(r#"{{"candidates":[{{"content":{{"parts":[{part},{}]}},"finishReason":"STOP"}}]}}"#, picture(1))
    };
    let quoted = serde_json::to_string(&words).unwrap();
    let came = asked(
        reply(&format!(r#"{{"text":{quoted}}}"#)).as_bytes(),
        Cut::Random(3),
        End::Close,
        &Ask { events: true, ..Ask::default() },
    );
    assert_eq!((came.text(), &came.told), (&*words, &words));
    let came = single(reply(&format!(r#"{{"thought":true,"text":{quoted}}}"#)));
    assert_eq!((came.text(), came.response().thoughts.len()), ("", words.len()));
    // What is said of the part behind its words is in time for a hundred thousand letters, and not for any number.
    let long = "a".repeat(100_000);
    let came = single(reply(&format!(r#"{{"text":"{long}","thought":true}}"#)));
    assert_eq!((came.text(), came.response().thoughts.len()), ("", long.len()));
    let came = single(reply(&format!(r#"{{"text":{quoted},"thought":true}}"#)));
    assert_eq!(came.text().len(), words.len());
}

#[test]
fn the_same_is_told_and_given() {
    let all = [
        text("One "),
        thought(text("hm ")),
        picture(1),
        text("![a]("),
        text(&url(&bytes(2))),
        text(")\n\n two "),
        thought(picture(3)),
        text("wow!"),
        text(" ![ not"),
    ];
    for cut in CUTS {
        let body = events(&all.clone().map(|part| parts(&[part])));
        let came = asked(
            format!("{body}{}", events(&[stops(&[])])).as_bytes(),
            cut,
            End::Close,
            &Ask { events: true, ..Ask::default() },
        );
        assert_eq!(came.told, came.text());
        assert_eq!(
            (came.events.as_str(), came.text()),
            ("text thought image×2 text preview text×2", "One \n\n two wow! ![ not")
        );
    }
}
