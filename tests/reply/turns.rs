//! What goes back to the server with the next turn of a conversation: each part as it came, byte for byte.

use super::*;

fn ask(events: bool) -> Ask {
    Ask { events, keeps: true, ..Ask::default() }
}

/// What goes back of parts, as JSON, and the pictures that the user has to show.
fn back(came: &Arrival) -> (Vec<String>, Vec<Vec<u8>>) {
    let turn = &came.response().turn;
    let parts = turn.parts.iter().map(Blob::text).collect::<Vec<_>>().join("\n");
    let mended = turn.substitutes.iter().map(|picture| picture.blob.bytes()).collect();
    (parts.split('\n').filter(|part| !part.is_empty()).map(str::to_owned).collect(), mended)
}

fn replied(parts: &[String]) -> String {
    format!(
        r#"{{"candidates":[{{"content":{{"role":"model","parts":[{}]}},"finishReason":"STOP"}}]}}"#,
        parts.join(" ,\t")
    )
}

/// A name, what came, what goes back, and the pictures of the next turn.
type Row<'a> = (&'a str, &'a [String], &'a [String], &'a [Vec<u8>]);

fn check(rows: &[Row<'_>]) {
    for (name, came, expected, next) in rows {
        let single = replied(came);
        let stream =
            came.iter().map(|part| format!("data: {}\n\n", replied(std::slice::from_ref(part)))).collect::<String>();
        for (body, events) in [(single, false), (stream, true)] {
            for cut in CUTS {
                let came = asked(body.as_bytes(), cut, End::Close, &ask(events));
                let (parts, mended) = back(&came);
                assert_eq!((&parts[..], &mended[..]), (*expected, *next), "{name}, {cut:?}, {events}");
            }
        }
    }
}

fn of(parts: &[&str]) -> Vec<String> {
    parts.iter().map(|part| (*part).to_owned()).collect()
}

#[test]
fn parts_go_back_as_they_came() {
    let good = picture(1).to_string();
    let signed = r#"{ "x":1.0 ,"text" : "H\u0065re \"}{]","thoughtSignature":"c2ln" ,"é — 文🚤": [-0,1E+2,12345678901234567890,{}] }"#.to_owned();
    let nothing = of(&[
        r#"{"text":""}"#,
        r#"{ "thought":true, "text":"" }"#,
        "{ }",
        r#"{"text":null,"inlineData":null,"functionCall":null}"#,
        r#"{"text":"","thoughtSignature":""}"#,
        r#"{"text":"","thoughtSignature":null}"#,
        r#"{"text":"","thought_signature":"*"}"#,
    ]);
    let empty = of(&[
        r#"{"inlineData":{"mimeType":"image/png","data":""}}"#,
        r#"{"inlineData":{"mimeType":"image/png"}}"#,
        r#"{"inlineData":{"data":null}}"#,
        r#"{"inlineData":{}}"#,
        r#"{"inlineData":{"mimeType":"image/png","data":""},"thoughtSignature":"c2ln"}"#,
    ]);
    let other = of(&[
        r#"{"text":"","functionCall":{"name":"f"}}"#,
        r#"{"thoughtSignature":"c2ln"}"#,
        r#"{"text":"","thoughtSignature":"c2ln"}"#,
        r#"{"renderHint":{"layers":[3,1.50]}}"#,
        r#"{"text":"said","inlineData":null}"#,
        r#"{"thought":true,"text":"hm"}"#,
        r#"{"fileData":{"fileUri":"files/1"}}"#,
    ]);
    let no_parts = [of(&["null", "5", r#"[{"text":"x"}]"#, r#""x""#]), vec![good.clone()], of(&["true"])].concat();
    check(&[
        ("as they came", &[signed.clone(), good.clone()], &[signed, good.clone()], &[]),
        ("text that is empty", &[nothing, vec![good.clone()]].concat(), std::slice::from_ref(&good), &[]),
        ("pictures without data", &[empty, vec![good.clone()]].concat(), std::slice::from_ref(&good), &[]),
        ("other kinds", &[other.clone(), vec![good.clone()]].concat(), &[other, vec![good.clone()]].concat(), &[]),
        ("no parts", &no_parts, std::slice::from_ref(&good), &[]),
    ]);
}

#[test]
fn keys_in_snake_case_are_spelled_as_the_api_does_and_no_others() {
    let data = base64(&bytes(1));
    let came = [
        format!(
            r#"{{ "inline_data" : {{"mime_type":"image/gif", "data":"{data}","x_y":{{"mime_type":1}}}}, "thought_signature":"c2ln", "un_known":{{"thought_signature":"x","inline_data":[{{"mime_type":0}}]}} }}"#
        ),
        r#"{"thought":true,"text":"thought_signature \"mime_type\":","thought_signature":"c2ln"}"#.to_owned(),
        r#"{"file_data":{"file_uri":"files/1","mime_type":"image/png"}}"#.to_owned(),
        r#"{"text":"x","thought\u005fsignature":"c2ln"}"#.to_owned(),
    ];
    let back = [
        format!(
            r#"{{ "inlineData" : {{"mimeType":"image/gif", "data":"{data}","x_y":{{"mime_type":1}}}}, "thoughtSignature":"c2ln", "un_known":{{"thought_signature":"x","inline_data":[{{"mime_type":0}}]}} }}"#
        ),
        r#"{"thought":true,"text":"thought_signature \"mime_type\":","thoughtSignature":"c2ln"}"#.to_owned(),
        r#"{"fileData":{"fileUri":"files/1","mimeType":"image/png"}}"#.to_owned(),
        r#"{"text":"x","thought\u005fsignature":"c2ln"}"#.to_owned(),
    ];
    check(&[("snake_case", &came, &back, &[])]);
}

#[test]
fn pictures_that_cannot_go_back_are_the_users_to_show() {
    let (good, said) = (picture(1).to_string(), r#"{"text":"said"}"#.to_owned());
    let inline = |data: &str| format!(r#"{{"inlineData":{{"mimeType":"image/gif","data":"{data}"}}}}"#);
    let untyped = format!(r#"{{"inlineData":{{"data":"{}"}}}}"#, base64(&bytes(2)));
    let in_text = format!(r#"{{"text":"Here: ![a]({}) and {} — “two”.","x":1}}"#, url(&bytes(2)), url(&bytes(3)));
    let file = format!(r#"{{"fileData":{{"mimeType":"image/png","fileUri":"{}"}}}}"#, url(&bytes(2)));
    let thought = format!(r#"{{"thought":true,"text":"so ![a]({}) then"}}"#, url(&bytes(2)));
    let prefixed_thought = format!(r#"{{"thought":true,"inlineData":{{"data":"data:,{}"}}}}"#, base64(&bytes(2)));
    let halves = [
        format!(r#"{{"text":"Here: ![a]({}"}}"#, &url(&bytes(2))[..40]),
        format!(r#"{{"text":"{}"}}"#, &url(&bytes(2))[40..]),
        r#"{"text":") Enjoy"}"#.to_owned(),
        r#"{"text":"!"}"#.to_owned(),
    ];
    let rest = of(&[r#"{"text":"Here:"}"#, r#"{"text":" Enjoy"}"#, r#"{"text":"!"}"#]);
    check(&[
        ("a data: prefix", &[said.clone(), inline(&url(&bytes(2)))], std::slice::from_ref(&said), &[bytes(2)]),
        ("no media type", &[untyped, said.clone(), good.clone()], &[said.clone(), good.clone()], &[bytes(2)]),
        (
            "another spelling",
            &[inline(base64(&bytes(2)).trim_end_matches('=')), said.clone()],
            std::slice::from_ref(&said),
            &[bytes(2)],
        ),
        (
            "in text, of which the prose goes back",
            &[in_text, said.clone()],
            &[r#"{"text":"Here: and — “two”."}"#.to_owned(), said.clone()],
            &[bytes(2), bytes(3)],
        ),
        ("in fileData", &[file, said.clone()], std::slice::from_ref(&said), &[bytes(2)]),
        ("in several parts of text", &halves, &rest, &[bytes(2)]),
        ("a thought is left out, and is not shown", &[thought, good.clone()], std::slice::from_ref(&good), &[]),
        ("nor one with a prefix", &[prefixed_thought.clone(), good.clone()], std::slice::from_ref(&good), &[]),
        (
            "but where it is the only picture",
            &[prefixed_thought, said.clone()],
            std::slice::from_ref(&said),
            &[bytes(2)],
        ),
        ("nothing goes back", &[inline(&format!("data:,{}", base64(&bytes(2))))], &[], &[bytes(2)]),
    ]);
}

#[test]
fn a_file_that_is_a_link_does_not_go_back_where_it_was_fetched() {
    for (part, goes_back) in [
        (json!({ "fileData": { "fileUri": "https://gateway.example/1.gif" } }), false),
        (text("![a](https://gateway.example/1.gif)"), true),
    ] {
        let body = stops(&[text("There!"), part.clone()]).to_string();
        let world = Memory::new(move |seen| {
            Given::response(200, if seen.body.is_some() { body.clone().into_bytes() } else { bytes(5) })
        });
        let handed = Handed {
            conversation: Some(Conversation { history: Vec::new(), before: None, redraw: None }),
            ..Handed::default()
        };
        let draft = Draft {
            prompt: Some("a red boat".into()),
            base_url: Some("https://gateway.example".into()),
            ..Draft::default()
        };
        let call = Call::new(world.clone(), Pace::default(), draft.check(&Page::default()).unwrap(), handed);
        let came = Arrival { end: world.run(call.run()), events: String::new(), told: String::new() };
        let (parts, mended) = back(&came);
        assert_eq!(
            parts,
            [vec![text("There!").to_string()], if goes_back { vec![part.to_string()] } else { vec![] }].concat()
        );
        assert_eq!(mended, [bytes(5)]);
        assert_eq!(came.warnings(), ["the picture came as a link and was fetched from gateway.example"]);
    }
}

#[test]
fn many_parts_are_few_blobs() {
    let parts: Vec<_> = (0..2_000).map(|number| format!(r#"{{"text":"{number} "}}"#)).collect();
    let came = asked(
        replied(&[parts.clone(), vec![picture(1).to_string()]].concat()).as_bytes(),
        Cut::Random(1),
        End::Close,
        &ask(false),
    );
    let turn = &came.response().turn;
    assert!(turn.parts.len() < 300, "{}", turn.parts.len());
    let all = turn.parts.iter().map(Blob::text).collect::<Vec<_>>().join(",");
    assert_eq!(all, format!("{},{}", parts.join(","), picture(1)));
}
