//! The scanner against serde_json: whatever it lifts and whatever it keeps, together they are the reply, however its bytes
//! are cut.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic

#[path = "scan/naive.rs"]
mod naive;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use engine::face::scan::{Error, Fault, Lifted, Mark, Scanner, Sink};
use naive::{Collected, Tree, Undecoded, rebuilt, scan_into};
use proptest::prelude::*;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

fn scan<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Result<Collected, Error> {
    let (collected, ended) = naive::scan(&mut Scanner::new(), pieces);
    ended.map(|()| collected)
}

fn scan_whole(text: &str) -> Result<Collected, Error> {
    scan([text.as_bytes()])
}

/// Replies as Google, gateways and nobody in particular send them.
fn fixtures() -> Vec<String> {
    let picture = BASE64_STANDARD.encode((0..=255).collect::<Vec<u8>>());
    let signature = BASE64_STANDARD.encode([7; 400]);
    vec![
        format!(
            "{{\n  \"candidates\": [\n    {{\n      \"content\": {{\n        \"parts\": [\n          {{\n            \
             \"text\": \"Here: \\u003cb\\u003e \\\"data\\\": {{[\"\n          }},\n          {{\n            \
             \"inlineData\": {{\n              \"mimeType\": \"image/png\",\n              \"data\": \"{picture}\"\n\
             \x20           }},\n            \"thoughtSignature\": \"{signature}\"\n          }}\n        ],\n        \
             \"role\": \"model\"\n      }},\n      \"finishReason\": \"STOP\",\n      \"index\": 0\n    }}\n  ],\n  \
             \"usageMetadata\": {{\n    \"totalTokenCount\": 1302\n  }}\n}}\n"
        ),
        format!(
            r#"{{"candidates":[{{"content":{{"parts":[{{"inline_data":{{"data":"{picture}","mime_type":"image/png"}},"thought_signature":"AAAA"}},{{"text":"é 漢 🐷"}}]}}}}],"z":[]}}"#
        ),
        json!([{"candidates": [{"content": {"parts": [{"inlineData": {"data": picture}}]}}]}, {"candidates": null}])
            .to_string(),
        // Escapes, in the base64 and in the keys.
        r#"{"candidates":[{"content":{"parts":[{"inline\u0044ata":{"\u0064ata":"ab\/\/\u002b\u002Bcd\u0063Q\u003D\u003d"}}]}}]}"#
            .to_owned(),
        // What only looks like it.
        json!({
            "data": "AAAA", "inlineData": {"data": "not here"}, "thoughtSignature": "nor here",
            "candidates": [
                {"content": {"parts": [{"data": "!", "inlineData": "!", "thoughtSignature": ["!"], "x": {"inlineData": {"data": "!"}}}]}},
                {"content": {"parts": {"inlineData": {"data": "!"}}}, "parts": [{"inlineData": {"data": "!"}}]},
                [{"content": {"parts": [{"inlineData": {"data": "!"}}]}}],
            ],
        })
        .to_string(),
        r#"{"candidates":[{"content":{"parts":[{"inlineData":{"data":""}},{"inlineData":{"data":null}},{"inlineData":{"data":7}}]}}]}"#
            .to_owned(),
        "{}".to_owned(),
        " [ ] ".to_owned(),
        "null".to_owned(),
    ]
}

fn parsed(text: &str) -> Tree {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_fixture_is_the_same_whole_and_cut_at_every_byte() {
    for text in fixtures() {
        let bytes = text.as_bytes();
        let whole = scan([bytes]).unwrap();
        assert_eq!(rebuilt(&whole), parsed(&text), "{text}");
        for at in 0..=bytes.len() {
            let (before, after) = bytes.split_at(at);
            let cut = scan([before, after]).unwrap();
            assert_eq!((&cut.kept, &cut.lifted), (&whole.kept, &whole.lifted), "cut at {at}");
            assert_eq!(cut.marks, whole.marks, "cut at {at}");
        }
        let drops = scan(bytes.chunks(1)).unwrap();
        assert_eq!((&drops.kept, &drops.lifted), (&whole.kept, &whole.lifted), "byte by byte");
    }
}

#[test]
fn pictures_and_signatures_are_told_apart() {
    let collected = scan_whole(&fixtures()[0]).unwrap();
    let lifted: Vec<_> = collected.lifted.iter().map(|(what, bytes)| (*what, bytes.len())).collect();
    assert_eq!(lifted, [(Lifted::Data, 256), (Lifted::Signature, 400)]);
    assert!(collected.kept.len() < 600, "the rest is small: {}", collected.kept.len());
}

/// The bytes between each pair of marks.
fn between<'a>(text: &'a str, marks: &[(Mark, u64)], opens: Mark, closes: Mark) -> Vec<&'a str> {
    let places = |wanted| marks.iter().filter(move |(mark, _)| *mark == wanted).map(|(_, at)| *at as usize);
    places(opens).zip(places(closes)).map(|(from, to)| &text[from..to]).collect()
}

#[test]
fn marks_enclose_documents_and_parts() {
    let text = r#"[ {"candidates":[{"content":{"parts":[ {"a":[{}]} ,{"text":"}"}]}}]}, {"parts":[{}]} ]"#;
    let marks = scan_whole(text).unwrap().marks;
    assert_eq!(between(text, &marks, Mark::PartOpens, Mark::PartCloses), [r#"{"a":[{}]}"#, r#"{"text":"}"}"#]);
    let documents = between(text, &marks, Mark::Opens, Mark::Closes);
    assert_eq!(documents, [&text[2..text.len() - 18], r#"{"parts":[{}]}"#]);
}

#[test]
fn a_content_has_parts_of_its_own() {
    let text = r#"{"role":"user","parts":[{"text":"a"},{"inlineData":{"data":"AAAA"}}]}"#;
    let (collected, ended) = naive::scan(&mut Scanner::content(), [text.as_bytes()]);
    assert_eq!(ended, Ok(()));
    let parts = between(text, &collected.marks, Mark::PartOpens, Mark::PartCloses);
    assert_eq!(parts, [r#"{"text":"a"}"#, r#"{"inlineData":{"data":"AAAA"}}"#]);
    assert_eq!(collected.lifted, [(Lifted::Data, vec![0; 3])]);
    assert_eq!(collected.said, [b"a"]);
}

#[test]
fn open_brackets_have_an_end() {
    let deep = |levels| scan_whole(&format!("{}1{}", "[".repeat(levels), "]".repeat(levels))).map(|_| ());
    assert_eq!(deep(1024 * 1024), Ok(()));
    assert_eq!(deep(1024 * 1024 + 1), Err(Error { offset: 1024 * 1024, fault: Fault::Json }));
}

#[test]
fn snake_case_is_marked_at_the_end_of_its_keys() {
    let part = concat!(
        r#"{"inline_data":{"mime_type":"x","data":"AAAA","x":{"mime_type":0}},"thought_signature":"AAAA","y_z":0,"#,
        r#""file_data":{"file_uri":"x","mime_type":"x"},"file_uri":0,"inline\u005fdata":0}"#
    );
    let text = format!(r#"{{"thought_signature":0,"candidates":[{{"content":{{"parts":[{part}]}}}}]}}"#);
    let marks = scan_whole(&text).unwrap().marks;
    let keys = marks.iter().filter_map(|&(mark, at)| match mark {
        Mark::SnakeCase(name) => Some((name, text[..at as usize].rsplit('"').next().unwrap())),
        _ => None,
    });
    let expected = [
        ("inlineData", "inline_data"),
        ("mimeType", "mime_type"),
        ("thoughtSignature", "thought_signature"),
        ("fileData", "file_data"),
        ("fileUri", "file_uri"),
        ("mimeType", "mime_type"),
    ];
    assert_eq!(keys.collect::<Vec<_>>(), expected);
}

/// What of a text is lifted, and what is read of it.
fn told(text: &str) -> (Vec<(Lifted, String)>, String) {
    #[derive(Default)]
    struct Told {
        lifted: Vec<(Lifted, String)>,
        read: String,
        part: bool,
    }
    impl Sink for Told {
        fn keep(&mut self, _: &[u8]) {}

        fn read(&mut self, json: &[u8]) {
            if !self.part {
                self.read += std::str::from_utf8(json).unwrap();
            }
        }

        fn begin(&mut self, what: Lifted) {
            self.lifted.push((what, String::new()));
        }

        fn take(&mut self, text: &[u8]) -> usize {
            let end = text.iter().position(|byte| matches!(byte, b'"' | b'\\')).unwrap_or(text.len());
            self.lifted.last_mut().unwrap().1 += std::str::from_utf8(&text[..end]).unwrap();
            end
        }

        fn escaped(&mut self, unit: u16) -> bool {
            self.lifted.last_mut().unwrap().1 += &format!("<{unit:x}>");
            true
        }

        fn end(&mut self) -> bool {
            true
        }

        fn mark(&mut self, mark: Mark, _: u64) {
            match mark {
                Mark::PartOpens => self.part = true,
                Mark::PartCloses => self.part = false,
                Mark::Opens | Mark::Closes | Mark::SnakeCase(_) => {}
            }
        }
    }
    let whole = {
        let mut told = Told::default();
        naive::scan_into(&mut told, &mut Scanner::reply(), [text.as_bytes()]).unwrap();
        (told.lifted, told.read)
    };
    let mut told = Told::default();
    naive::scan_into(&mut told, &mut Scanner::reply(), text.as_bytes().chunks(1)).unwrap();
    assert_eq!((&told.lifted, &told.read), (&whole.0, &whole.1), "byte by byte");
    whole
}

#[test]
fn words_and_links_of_files_are_lifted_from_replies() {
    let parts = r#"[{"text":"a\"b\u00e9\n","thoughtSignature":"AAAA","x":{"text":"no"}},{"fileData":{"fileUri":"u","text":"no"}},{"inlineData":{"data":"BB"}},{"file_data":{"file_uri":"v"}}]"#;
    let expected = [
        (Lifted::Text, "a<22>b<e9><a>"),
        (Lifted::Signature, "AAAA"),
        (Lifted::Uri, "u"),
        (Lifted::Data, "BB"),
        (Lifted::Uri, "v"),
    ];
    let numbered = r#"{"0":{"text":"a\"b\u00e9\n","thoughtSignature":"AAAA","x":{"text":"no"}},"1":{"fileData":{"fileUri":"u"}},"x":{"text":"no"},"20":{"inlineData":{"data":"BB"}},"3":{"fileData":{"fileUri":"v"}}}"#;
    for text in [
        format!(r#"{{"text":"no","candidates":[{{"content":{{"parts":{parts}}}}}]}}"#),
        format!(r#"{{"response":{{"response":{{"candidates":[{{"content":{{"parts":{parts}}}}}]}}}}}}"#),
        format!(
            r#"{{"candidates":{{"0":{{"content":{{"parts":{numbered}}}}},"x":{{"content":{{"parts":{parts}}}}}}}}}"#
        ),
    ] {
        let lifted = told(&text).0;
        assert_eq!(lifted.iter().map(|(what, text)| (*what, text.as_str())).collect::<Vec<_>>(), expected, "{text}");
    }
}

#[test]
fn of_what_is_not_named_only_brackets_are_read() {
    let long = "x".repeat(10_000);
    for (text, read) in [
        (r#"{"a":[1,{"b":"c"}],"x":{"y":[]},"z":1}"#.to_owned(), r#"{"a":[],"x":{},"z":1}"#.to_owned()),
        (
            r#"{"candidates":[{"content":{"role":"model","parts":[{"text":"x"},null]},"safetyRatings":[{"a":1}]}]}"#
                .into(),
            r#"{"candidates":[{"content":{"role":"model","parts":[]},"safetyRatings":[]}]}"#.into(),
        ),
        (
            r#"{"error":{"details":[{"a":{"b":[1]}}]},"usageMetadata":{"x":[{}]},"prompt_feedback":{"y":{}}}"#.into(),
            r#"{"error":{"details":[{"a":{"b":[1]}}]},"usageMetadata":{"x":[{}]},"prompt_feedback":{"y":{}}}"#.into(),
        ),
        (format!(r#"{{"x":["{long}"],"y":2}}"#), r#"{"x":[],"y":2}"#.into()),
        (r#"[{"a":1}, {"b":[2]}]"#.into(), r#"{"a":1}{"b":[]}"#.into()),
    ] {
        assert_eq!(told(&text).1, read, "{text}");
    }
}

/// Also of a text that is read in part.
#[test]
fn what_is_read_is_json_where_the_whole_is() {
    #[derive(Default)]
    struct Read(Vec<u8>);
    impl Sink for Read {
        fn keep(&mut self, _: &[u8]) {}

        fn read(&mut self, json: &[u8]) {
            self.0.extend_from_slice(json);
        }

        fn begin(&mut self, _: Lifted) {}

        fn take(&mut self, text: &[u8]) -> usize {
            text.iter().position(|byte| matches!(byte, b'"' | b'\\')).unwrap_or(text.len())
        }

        fn escaped(&mut self, _: u16) -> bool {
            true
        }

        fn end(&mut self) -> bool {
            true
        }

        fn mark(&mut self, _: Mark, _: u64) {}
    }
    let texts =
        [r"\\", r"\u00e9", "é", r#"\""#].map(|unit| format!(r#"{{"modelVersion":"{}","a":"b"}}"#, unit.repeat(3_000)));
    for text in texts {
        for size in [1, 2, 3, 7, 1000, 4095, 4096, 4097, 100_000] {
            let mut read = Read::default();
            naive::scan_into(&mut read, &mut Scanner::reply(), text.as_bytes().chunks(size)).unwrap();
            let text = String::from_utf8_lossy(&read.0); // a character may be cut
            let json: Value =
                serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text:.40} by {size}"));
            assert_eq!(json["a"], "b");
            assert!(read.0.len() < 4096 + size + 100, "{} bytes by {size}", read.0.len());
        }
    }
}

#[test]
fn every_beginning_of_a_reply_is_cut() {
    let text = &fixtures()[0];
    let end = text.trim_end().len();
    for at in 0..end {
        let error = scan([&text.as_bytes()[..at]]).err();
        assert_eq!(error, Some(Error { offset: at as u64, fault: Fault::Cut }));
    }
}

#[test]
fn nothing_after_the_reply_is_read() {
    let mut scanner = Scanner::new();
    let (collected, ended) = naive::scan(&mut scanner, [&b"{\"a\":1}garbage }}"[..]]);
    assert!(scanner.is_done() && ended.is_ok());
    assert_eq!((collected.kept.as_slice(), scanner.offset()), (&b"{\"a\":1}"[..], 7));
}

#[test]
fn faults_say_where() {
    let part =
        |data: &str| format!(r#"{{"candidates":[{{"content":{{"parts":[{{"inlineData":{{"data":"{data}"}}}}]}}}}]}}"#);
    let start = part("").find("\"}").unwrap() as u64;
    let cases = [
        ("", 0, Fault::Cut),
        (" \n", 2, Fault::Cut),
        ("<!doctype html>", 0, Fault::NotJson),
        ("  oops", 2, Fault::NotJson),
        ("\"text\"", 0, Fault::NotJson),
        ("-12.5e3", 0, Fault::NotJson),
        ("no healthy upstream", 1, Fault::NotJson),
        ("}", 0, Fault::NotJson),
        ("[}", 1, Fault::Bracket),
        ("{\"a\":[1}", 7, Fault::Bracket),
        (&part("AAAA*AAA"), start + 4, Fault::Base64),
        (&part("AAAA AAA"), start + 4, Fault::Base64),
        (&part("AAA"), start + 3, Fault::Base64),
        (&part("AA==AAAA"), start + 4, Fault::Base64),
        (&part("AAB="), start + 3, Fault::Base64), // bits beyond the last byte
        (&part("AAAA\\n"), start + 5, Fault::Base64),
        (&part("AAAA\\u00e9"), start + 9, Fault::Base64),
        (&part("AAAA\\u012f"), start + 9, Fault::Base64), // not the '/' that its last digits are
        (&part("AAAA\\uxyzw"), start + 6, Fault::Base64),
        (&part("AAAA\\\\"), start + 5, Fault::Base64),
    ];
    for (text, offset, fault) in cases {
        for chunk in [1, 2, 3, 7, 1000] {
            let error = scan(text.as_bytes().chunks(chunk)).err();
            assert_eq!(error, Some(Error { offset, fault }), "{text} in chunks of {chunk}");
        }
    }
}

#[test]
fn no_escape_ends_a_string() {
    let text = r#"{"candidates":[{"content":{"parts":[{"thoughtSignature":"a\/\"b\\c\u0022\u005C\u000Ad\né\ud83d\udc37","text":""}]}}]}"#;
    for size in 1..=text.len() {
        let mut sink = Undecoded::default();
        assert_eq!(scan_into(&mut sink, &mut Scanner::new(), text.as_bytes().chunks(size)), Ok(()), "{size} at a time");
        assert_eq!(sink.lifted, b"a/\xffb\xffc\xff\xff\xffd\xff\xc3\xa9\xff\xff");
    }
}

#[test]
fn depth_has_no_limit() {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(scan_whole(&deep).unwrap().kept, deep.as_bytes());
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[ -~é漢🐷\"\\\\\n]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key(), inner), 0..4).prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "candidates",
            "content",
            "parts",
            "text",
            "data",
            "thought",
            "thoughtSignatureX",
            "inlineDat",
            "",
        ])
        .prop_map(str::to_owned),
        "[a-z\"\\\\é]{0,20}",
    ]
}

fn base64() -> impl Strategy<Value = Value> {
    prop::collection::vec(any::<u8>(), 0..200).prop_map(|bytes| Value::from(BASE64_STANDARD.encode(bytes)))
}

fn part() -> impl Strategy<Value = Value> {
    (prop::option::of((base64(), any::<bool>())), prop::option::of((base64(), any::<bool>())), anything()).prop_map(
        |(picture, signature, rest)| {
            let mut part = json!({"rest": rest});
            if let Some((data, camel)) = picture {
                part[if camel { "inlineData" } else { "inline_data" }] = json!({"mimeType": "image/png", "data": data});
            }
            if let Some((text, camel)) = signature {
                part[if camel { "thoughtSignature" } else { "thought_signature" }] = text;
            }
            part
        },
    )
}

fn reply() -> impl Strategy<Value = Value> {
    (prop::collection::vec(prop::collection::vec(part(), 0..4), 0..3), anything(), any::<bool>()).prop_map(
        |(candidates, rest, in_array)| {
            let candidates: Vec<_> =
                candidates.into_iter().map(|parts| json!({"content": {"parts": parts, "role": "model"}})).collect();
            let reply = json!({"candidates": candidates, "rest": rest});
            if in_array { json!([reply.clone(), reply]) } else { reply }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_reply_in_any_pieces(reply in reply(), pretty: bool, sizes in prop::collection::vec(1usize..300, 1..20)) {
        let text = if pretty { serde_json::to_string_pretty(&reply) } else { serde_json::to_string(&reply) }.unwrap();
        let mut rest = text.as_bytes();
        let pieces = sizes.iter().cycle().map_while(|&size| {
            let (piece, later) = rest.split_at(size.min(rest.len()));
            rest = later;
            (!piece.is_empty()).then_some(piece)
        });
        let collected = scan(pieces).unwrap();
        prop_assert_eq!(rebuilt(&collected), parsed(&text));
    }

    /// Damage: what is no JSON is refused, whoever reads it.
    #[test]
    fn no_damage_is_healed(reply in reply(), at: prop::sample::Index, byte: u8) {
        let mut bytes = serde_json::to_vec(&reply).unwrap();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let Ok(collected) = scan([bytes.as_slice()]) else { return Ok(()) };
        prop_assume!(!bytes.starts_with(b"[D")); // [DONE], which is told by its D
        // By the grammar alone: a Value wants numbers that a double can be, whole pairs and UTF-8 as well. What follows an object or array
        // that is whole is not read.
        let is_json = |json: &[u8]| serde_json::from_slice::<IgnoredAny>(json).is_ok();
        let whole = match bytes.trim_ascii_start() {
            [b'{' | b'[', ..] => serde_json::Deserializer::from_slice(&bytes).into_iter::<IgnoredAny>().next().unwrap().is_ok(),
            _ => is_json(&bytes),
        };
        prop_assert!(whole);
        prop_assert!(is_json(&collected.kept));
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), chunk in 1usize..40) {
        let _ = scan(bytes.chunks(chunk));
    }
}
