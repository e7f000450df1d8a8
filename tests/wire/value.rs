//! JSON that is changed, against serde_json.

use super::{naive, written};
use engine::face::wire::value::{Number, Value, quote, to_value};
use proptest::prelude::*;
use serde::Serialize;

fn value(text: &str) -> Value {
    Value::parse(text.as_bytes()).unwrap_or_else(|| panic!("{text}"))
}

#[test]
fn what_is_read_is_written_again() {
    for text in [
        "null",
        "[]",
        "{}",
        "[{},[[]],\"\",-0.10e+5,true,false,null]",
        r#"{"b":1,"a":{"__proto__":{"constructor":2}},"":3}"#,
        "100000000000000000000000000000000000000001",
    ] {
        assert_eq!(value(text).to_json(), text);
    }
    assert_eq!(value(r#"{"a":1,"b":2,"a":3}"#).to_json(), r#"{"a":3,"b":2}"#, "as JSON.parse does");
    assert_eq!(value("\t[ 1 , \"\\u0041\" ]\n").to_json(), r#"[1,"A"]"#);
    assert_eq!(Value::parse(b"{"), None);
}

#[test]
fn depth_ends_before_the_stack_does() {
    let nested = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(value(&nested(128)).to_json(), nested(128));
    assert_eq!(Value::parse(nested(129).as_bytes()), None);
    assert_eq!(Value::parse(nested(50_000).as_bytes()), None);
    assert_eq!(Value::parse("{\"a\":".repeat(50_000).as_bytes()), None);
}

#[test]
fn objects_merge_and_all_else_replaces() {
    for (base, over, expected) in [
        (r#"{"a":1,"b":2}"#, r#"{"c":3,"a":4}"#, r#"{"a":4,"b":2,"c":3}"#),
        (r#"{"a":{"b":{"c":1,"d":2}}}"#, r#"{"a":{"b":{"d":3}}}"#, r#"{"a":{"b":{"c":1,"d":3}}}"#),
        (r#"{"a":[1,2]}"#, r#"{"a":[3]}"#, r#"{"a":[3]}"#),
        (r#"{"a":{"b":1}}"#, r#"{"a":[1]}"#, r#"{"a":[1]}"#),
        (r#"{"a":[1]}"#, r#"{"a":{"b":1}}"#, r#"{"a":{"b":1}}"#),
        (r#"{"a":{"b":1}}"#, r#"{"a":null}"#, r#"{"a":null}"#),
        (r#"{"a":{"b":1}}"#, r#"{"a":{}}"#, r#"{"a":{"b":1}}"#),
        (r#"{"a":1}"#, r#"{"__proto__":{"a":2},"constructor":3}"#, r#"{"a":1,"__proto__":{"a":2},"constructor":3}"#),
    ] {
        let mut merged = value(base);
        merged.merge(&value(over));
        assert_eq!(merged.to_json(), expected, "{base} under {over}");
    }
}

#[test]
fn what_is_absent_removes_and_is_not_sent() {
    let mut merged = value(r#"{"a":1,"b":{"c":2,"d":3},"e":4}"#);
    let inner = Value::Object(vec![("c".into(), Value::Absent), ("f".into(), Value::Absent)]);
    merged.merge(&Value::Object(vec![("a".into(), Value::Absent), ("b".into(), inner), ("x".into(), Value::Absent)]));
    assert_eq!(merged.to_json(), r#"{"b":{"d":3},"e":4}"#);
    let list = Value::List(vec![Value::Absent, Value::Object(vec![("a".into(), Value::Absent)])]);
    let mut merged = value("{}");
    merged.merge(&Value::Object(vec![
        ("a".into(), list),
        ("b".into(), Value::Object(vec![("c".into(), Value::Absent)])),
    ]));
    assert_eq!(merged.to_json(), r#"{"a":[null,{}],"b":{}}"#, "as JSON.stringify writes undefined");
}

#[test]
fn numbers_keep_their_spelling() {
    for text in ["0", "-1", "0.1", "1e-7", "1e+21", "0.95", "2", "123456789012345680000"] {
        let number = Number::new(text).unwrap();
        assert_eq!((number.as_str(), number.to_string().as_str()), (text, text));
        assert_eq!(to_value(&number).to_json(), text);
        assert_eq!(to_value(&Some(number)).to_json(), text);
    }
    for text in ["NaN", "Infinity", "", " 1", "1 ", "1,2", "\"1\"", "null", "01", ".5", "[1]", "1}"] {
        assert_eq!(Number::new(text), None, "{text}");
    }
    assert_eq!(Number::from(i64::MIN).as_str(), "-9223372036854775808");
}

#[test]
fn types_become_values() {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Outer {
        nothing: Option<u8>,
        one_name: Option<&'static str>,
        pair: [i64; 2],
        list: Vec<bool>,
        unit: (),
        kind: Kind,
        letter: char,
        deep: Option<Option<u32>>,
    }
    #[derive(Serialize)]
    #[serde(rename_all = "UPPERCASE")]
    enum Kind {
        Some,
    }
    let outer = Outer {
        nothing: None,
        one_name: Some("\n"),
        pair: [-1, 2],
        list: vec![true],
        unit: (),
        kind: Kind::Some,
        letter: 'é',
        deep: Some(Some(7)),
    };
    let expected = r#"{"oneName":"\n","pair":[-1,2],"list":[true],"unit":null,"kind":"SOME","letter":"é","deep":7}"#;
    assert_eq!(to_value(&outer).to_json(), expected);
    assert_eq!(to_value(&0.5_f64), Value::Absent, "floats come as numbers that are spelled");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn values_are_those_of_serde_json(text in written::value()) {
        let ours = value(&text);
        let theirs: serde_json::Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&ours.to_json()).unwrap(), theirs);
        prop_assert_eq!(value(&ours.to_json()), ours);
    }

    #[test]
    fn text_is_quoted_as_serde_json_does(text in prop_oneof!["\\PC{0,9}", ".{0,9}", "[\u{0}-\u{7f}]{0,9}"]) {
        let mut quoted = String::new();
        quote(&text, &mut quoted);
        prop_assert_eq!(&quoted, &serde_json::to_string(&text).unwrap());
        prop_assert_eq!(value(&quoted), Value::Text(text));
    }

    #[test]
    fn merging_is_the_naive_one(base in written::value(), over in written::value(), again in written::value()) {
        let mut ours = value(&base);
        let mut theirs = serde_json::from_str(&base).unwrap();
        for over in [&over, &again] {
            let (wrapped, naive) = (Value::object([("a", value(over))]), naive::map(&[("a", serde_json::from_str(over).unwrap())]));
            for (our, their) in [(value(over), serde_json::from_str(over).unwrap()), (wrapped, naive)] {
                ours.merge(&our);
                theirs = naive::merged(theirs, their);
            }
        }
        prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&ours.to_json()).unwrap(), theirs);
    }
}
