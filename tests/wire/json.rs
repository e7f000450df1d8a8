//! What is JSON, and what stands in it.

use super::written;
use engine::face::wire::json::{Json, completed};
use proptest::prelude::*;
use serde::Deserialize;
use serde::de::IgnoredAny;

fn json(text: &str) -> Json<'_> {
    Json::parse(text.as_bytes()).unwrap_or_else(|| panic!("{text}"))
}

/// What `JSON.parse` of the decoded bytes would say.
fn is_json(bytes: &[u8]) -> bool {
    serde_json::from_str::<IgnoredAny>(&String::from_utf8_lossy(bytes)).is_ok()
}

#[test]
fn json_is_told_from_what_is_none() {
    for text in [
        "{}",
        "[]",
        "null",
        "true",
        "false",
        "0",
        "-0",
        "-1.5e+300",
        "1E2",
        "0.0",
        "\"\"",
        " \t\r\n[ ] ",
        "{\"a\":[{}]}",
        "[1,2]",
        "\"\\u00e9\\n\\/\\\"\"",
        "[[],[]]",
        "{\"\":{},\"a\":1}",
        "\"\u{2028}\u{7f}\"",
    ] {
        assert!(is_json(text.as_bytes()), "{text}");
        assert!(Json::parse(text.as_bytes()).is_some(), "{text}");
    }
    for text in [
        "",
        " ",
        "<html>",
        "{",
        "}",
        "[",
        "]",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{1:1}",
        "{\"a\" 1}",
        "{\"a\",1}",
        "[1}",
        "{\"a\":1]",
        "nul",
        "nulls",
        "True",
        "01",
        "-",
        "+1",
        ".5",
        "1.",
        "1e",
        "1e+",
        "0x1",
        "NaN",
        "\"",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\n\"",
        "\"\0\"",
        "'a'",
        "{}{}",
        "[] x",
        "//",
        "\u{a0}{}",
        "[1]]",
        "-\"a\"",
        "1-",
        "[\"a\" \"b\"]",
        "{\"a\":1 \"b\":2}",
        "data: {}",
        "502 Bad Gateway",
        "429",
    ] {
        let expected = text == "429";
        assert_eq!(is_json(text.as_bytes()), expected, "{text}");
        assert_eq!(Json::parse(text.as_bytes()).is_some(), expected, "{text}");
    }
    assert!(Json::parse(b"\xef\xbb\xbf{}").is_some(), "a byte order mark");
    assert!(Json::parse(b"[\"\xff\"]").is_some(), "no UTF-8 in a string");
    assert!(Json::parse(b"[\xff]").is_none(), "and elsewhere");
}

#[test]
fn text_is_read_whatever_is_wrong_with_it() {
    for (bytes, text) in [
        (&br#""""#[..], ""),
        (br#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
        (br#""\u00e9\u6f22\u0000""#, "é漢\0"),
        (br#""\ud83d\uDC37""#, "🐷"),
        (br#""\ud83d""#, "\u{fffd}"),
        (br#""\ud83dx""#, "\u{fffd}x"),
        (br#""\udc37""#, "\u{fffd}"),
        (br#""\udc37\ud83d""#, "\u{fffd}\u{fffd}"),
        (br#""\ud83d\ud83d\udc37""#, "\u{fffd}🐷"),
        (br#""\ud83d\u0041""#, "\u{fffd}A"),
        (br#""\ud83d\n""#, "\u{fffd}\n"),
        (br#""\ud83d\\udc37""#, "\u{fffd}\\udc37"),
        (br#""\\ud83d""#, "\\ud83d"),
        (b"\"a\xffb\"", "a\u{fffd}b"),
        (b"\"\xe6\xbc\"", "\u{fffd}"),
        (b"\"\xe6\xbc\\u00a2\"", "\u{fffd}\u{a2}"),
        (b"\"\\n\xf0\x9f\x90\"", "\n\u{fffd}"),
        (b"\"\xed\xa0\xbd\"", "\u{fffd}\u{fffd}\u{fffd}"),
    ] {
        let read = Json::parse(bytes).and_then(Json::text);
        assert_eq!(read.as_deref(), Some(text), "{}", bytes.escape_ascii());
    }
    for text in ["1", "null", "{}", "[\"a\"]"] {
        assert_eq!(json(text).text(), None, "{text}");
    }
}

#[test]
fn integers_are_exact_and_what_is_none_is_absent() {
    for (text, expected) in [
        ("0", Some(0)),
        ("-0", Some(0)),
        ("429", Some(429)),
        ("429.0", Some(429)),
        ("429.9", Some(429)),
        ("4.29e2", Some(429)),
        ("42900e-2", Some(429)),
        ("0.00429E+5", Some(429)),
        ("18446744073709551615", Some(u64::MAX)),
        ("18446744073709551615.99", Some(u64::MAX)),
        ("1844674407370955161.5e1", Some(u64::MAX)),
        ("18446744073709551616", None),
        ("1e19", Some(10_000_000_000_000_000_000)),
        ("1e20", None),
        ("1e300", None),
        ("1e99999999999999999999", None),
        ("1e-99999999999999999999", Some(0)),
        ("0e99999999999999999999", Some(0)),
        ("0.1", Some(0)),
        ("-0.5", Some(0)),
        ("-1", None),
        ("-1e300", None),
        ("\"1\"", None),
        ("true", None),
        ("null", None),
        ("[1]", None),
    ] {
        assert_eq!(json(text).integer(), expected, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn decimals_are_those_of_long_arithmetic(whole in 0..10_u64.pow(12), fraction in "[0-9]{0,9}", exponent in -15..8_i32) {
        let digits = format!("{whole}{fraction}").parse::<u128>().unwrap();
        let power = exponent - fraction.len() as i32;
        let expected = if power < 0 { digits / 10_u128.pow(-power as u32) } else { digits * 10_u128.pow(power as u32) };
        let point = if fraction.is_empty() { "" } else { "." };
        let text = format!("{whole}{point}{fraction}e{exponent}");
        prop_assert_eq!(json(&text).integer(), u64::try_from(expected).ok(), "{}", text);
    }
}

#[test]
fn the_last_of_a_name_counts_in_either_spelling() {
    let get = |text, name| {
        json(text)
            .get(name)
            .map(|value| format!("{:?}", value.text().or(value.number().map(String::from_utf8_lossy)).unwrap()))
    };
    for (text, expected) in [
        (r#"{"finishReason":"A"}"#, Some("A")),
        (r#"{"finish_reason":"A"}"#, Some("A")),
        (r#"{"finishReason":"A","finishReason":"B"}"#, Some("B")),
        (r#"{"finish_reason":"A","finish_reason":"B"}"#, Some("B")),
        (r#"{"finishReason":"A","finish_reason":"B"}"#, Some("A")),
        (r#"{"finish_reason":"B","finishReason":"A"}"#, Some("A")),
        (r#"{"finishReason":null,"finish_reason":"B"}"#, Some("B")),
        (r#"{"finishReason":"A","finishReason":null}"#, None),
        (r#"{"finish\u0052eason":"A"}"#, Some("A")),
        (r#"{"finish\u005freason":"A"}"#, Some("A")),
        (r#"{"FinishReason":"A","finish_Reason":"A","finishreason":"A","finish_reasons":"A","finish":"A"}"#, None),
        (r#"{"x":{"finishReason":"A"}}"#, None),
        (r#"["finishReason","A"]"#, None),
        (r#"{}"#, None),
    ] {
        assert_eq!(get(text, "finishReason"), expected.map(|value| format!("{value:?}")), "{text}");
    }
    assert_eq!(json(r#"{"__proto__":"A"}"#).get("__proto__").and_then(Json::text).as_deref(), Some("A"));
}

#[test]
fn lists_are_arrays_or_what_php_makes_of_them() {
    let count = |text| json(text).elements().count();
    let table =
        [("[]", 0), ("[1,[2],{}]", 3), ("{}", 0), (r#"{"0":1,"1":2}"#, 2), (r#"{"3":1}"#, 1), (r#"{"a":1}"#, 0)];
    for (text, expected) in table.into_iter().chain([(r#"{"0":1,"a":2}"#, 0), ("\"ab\"", 0), ("12", 0), ("null", 0)]) {
        assert_eq!(count(text), expected, "{text}");
    }
}

#[test]
fn what_was_whole_of_a_cut_text_is_kept() {
    for (text, expected) in [
        ("", ""),
        ("\"a", ""),
        ("{", "{}"),
        ("[", "[]"),
        ("{\"a", "{}"),
        ("{\"a\":", "{}"),
        ("{\"a\":\"b", "{}"),
        ("{\"a\":\"b\\", "{}"),
        ("{\"a\":\"b\"", "{\"a\":\"b\"}"),
        ("{\"a\":\"b\",\"c\":\"d", "{\"a\":\"b\"}"),
        ("{\"a\":12", "{}"),
        ("{\"a\":12,", "{\"a\":12}"),
        ("{\"a\":12 ", "{\"a\":12}"),
        ("{\"a\":tru", "{}"),
        ("[1,{\"a\":[2", "[1,{\"a\":[]}]"),
        ("[1,{\"a\":[2]", "[1,{\"a\":[2]}]"),
        ("[1,{\"a\":[2]},", "[1,{\"a\":[2]}]"),
    ] {
        assert_eq!(
            completed(text.as_bytes()).map(|bytes| String::from_utf8(bytes).unwrap()).as_deref(),
            Some(expected),
            "{text}"
        );
    }
    for text in ["{}", "[1]", "12", "{a", "[1}", "nil", "{}x", "<"] {
        assert_eq!(completed(text.as_bytes()), None, "{text}");
    }
}

#[test]
fn no_depth_overflows_the_stack() {
    #[derive(Deserialize, Default)]
    #[serde(default)]
    struct Beside {
        a: Option<String>,
        z: Option<String>,
    }
    for open in ["[", "{\"a\":"] {
        let close = if open == "[" { "]" } else { "}" };
        let deep = format!("{}1{}", open.repeat(50_000), close.repeat(50_000));
        let text = format!(r#"{{"a":{deep},"z":"there"}}"#);
        let beside = Beside::deserialize(json(&text)).unwrap();
        assert_eq!((beside.a, beside.z.as_deref()), (None, Some("there")));
        let cut = completed(open.repeat(50_000).as_bytes()).unwrap();
        assert!(Json::parse(&cut).is_some());
    }
}

#[test]
fn what_cannot_be_read_costs_nothing_beside_it() {
    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default, rename_all = "camelCase")]
    struct Outer {
        text: Option<String>,
        small_number: Option<u8>,
        flag: bool,
        inner: Option<Inner>,
        list: Vec<Inner>,
    }
    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Inner {
        text: Option<String>,
    }
    let all = Outer {
        text: Some("a".into()),
        small_number: Some(200),
        flag: true,
        inner: Some(Inner { text: Some("b".into()) }),
        list: vec![Inner { text: Some("c".into()) }],
    };
    let right = [
        ("text", "\"a\""),
        ("smallNumber", "200"),
        ("flag", "true"),
        ("inner", r#"{"text":"b"}"#),
        ("list", r#"[{"text":"c"}]"#),
    ];
    for (wrong, _) in right {
        for value in [
            "null",
            "0.5",
            "-1",
            "300",
            "1e300",
            "\"x\"",
            "[]",
            "[[1]]",
            "[{\"text\":7}]",
            "{}",
            "{\"text\":[\"a\"]}",
            "false",
        ] {
            let members =
                right.map(|(name, right)| format!("\"{name}\":{}", if name == wrong { value } else { right }));
            let text = format!("{{{}}}", members.join(","));
            let read = Outer::deserialize(json(&text)).unwrap();
            let beside = |name, same: bool| assert!(same || name == wrong, "{name} in {text}");
            beside("text", read.text == all.text);
            beside("smallNumber", read.small_number == all.small_number);
            beside("flag", read.flag == all.flag);
            beside("inner", read.inner == all.inner);
            beside("list", read.list == all.list);
        }
    }
    let list =
        Outer::deserialize(json(r#"{"list":[1,"x",null,[{"text":"no"}],{"text":1},{"text":"c"},true]}"#)).unwrap().list;
    assert_eq!(list, [Inner { text: None }, Inner { text: Some("c".into()) }]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_damaged_is_json_or_not_as_serde_json_says(text in written::value(), at in any::<prop::sample::Index>(), byte in any::<u8>(), way in 0..4) {
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len());
        match way {
            0 => bytes[at] = byte,
            1 => bytes.insert(at, byte),
            2 => drop(bytes.remove(at)),
            _ => bytes.truncate(at),
        }
        prop_assert_eq!(Json::parse(&bytes).is_some(), is_json(&bytes), "{}", bytes.escape_ascii());
        if let Some(completed) = completed(&bytes) {
            prop_assert!(!is_json(&bytes));
            prop_assert!(completed.is_empty() || is_json(&completed));
        }
    }
}
