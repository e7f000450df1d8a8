//! What is refused, by content.

use super::*;
use serde_json::Value;

const ONE: &str = r#"{"role":"user","parts":[{"text":"x"}]}"#;

/// A conversation of two turns.
fn whole() -> Vec<String> {
    let signed = r#"{ "text" : "Here", "thoughtSignature": "c2ln" }"#;
    let turn = |prompt: &str| [user(&[&format!(r#"{{"text":"{prompt}"}}"#)]), model(&[signed, &png()])];
    [turn("x"), turn("y")].concat()
}

/// The conversation with another content in the place of its own.
fn with(at: usize, content: &str) -> Vec<String> {
    let mut contents = whole();
    contents[at] = content.to_owned();
    contents
}

#[test]
fn a_content_is_a_role_and_parts_and_nothing_else() {
    assert!(turns_of(&whole()).is_ok());
    let around = "it is not exactly the parts of the role whose turn it is";
    let more = "it holds more than a role and parts";
    let invalid = "it is no valid JSON";
    let rows = [
        (format!("{ONE},{ONE}"), more),
        (format!("{ONE}{{}}"), more),
        (format!("{ONE} "), more),
        (format!("{ONE}\n"), more),
        (format!(" {ONE}"), around),
        (format!("\u{feff}{ONE}"), invalid),
        (String::new(), around),
        ("x".into(), invalid),
        ("null".into(), around),
        (format!("[{ONE}]"), around),
        (format!("\"{ONE}\""), invalid),
        (r#"{"role":"model","parts":[{"text":"x"}]}"#.into(), around),
        (r#"{"role":"system","parts":[{"text":"x"}]}"#.into(), around),
        (r#"{"role":"\u0075ser","parts":[{"text":"x"}]}"#.into(), around),
        (r#"{"parts":[{"text":"x"}],"role":"user"}"#.into(), around),
        (r#"{"role":"user","parts":[{"text":"x"}],"x":1}"#.into(), around),
        (r#"{"x":1,"role":"user","parts":[{"text":"x"}]}"#.into(), around),
        (r#"{"role":"user","role":"model","parts":[{"text":"x"}]}"#.into(), around),
        (r#"{"role":"user","parts":[{"text":"x"}],"parts":[{"text":"y"}]}"#.into(), around),
        (r#"{"role":"user","parts":[]}"#.into(), around),
        (r#"{"role":"user","parts":[{"text":"x"},1]}"#.into(), around),
        (r#"{"role":"user","parts":[[{"text":"x"}]]}"#.into(), around),
        (r#"{"role":"user","parts":[null]}"#.into(), around),
        (r#"{"role":"user","parts":[{"text":"x"},]}"#.into(), invalid),
        (r#"{"role":"user","parts":[,{"text":"x"}]}"#.into(), invalid),
        (r#"{"role":"user","parts":[{"text":"x"} ]}"#.into(), around),
        (r#"{"role":"user","parts":[ {"text":"x"}]}"#.into(), around),
        (r#"{"role":"user","parts":[{"text":"x"}, {"text":"y"}]}"#.into(), around),
        (r#"{"role":"user","parts":[{"text":"x"}{"text":"y"}]}"#.into(), invalid),
        (r#"{"role":"user","parts":{"text":"x"}}"#.into(), around),
        (r#"{"role":"user","parts":[{"text":x}]}"#.into(), invalid),
        (r#"{"role":"user","parts":[{"text":"x"}]"#.into(), around),
        (r#"{"role":"user","parts":[{"text":"x""#.into(), around),
        (r#"{"role":"user","parts":[{"text":"x"}]}]}"#.into(), more),
        ("{\"role\":\"user\",\"parts\":[{\"text\":\"x\n\"}]}".into(), invalid),
        (r#"{"role":"user","parts":[{"text":01}]}"#.into(), invalid),
        (r#"{"role":"user","parts":[{"text":"\x"}]}"#.into(), invalid),
        (r#"{"role":"user","parts":[{"text":NaN}]}"#.into(), invalid),
        (r#"{"role":"user","parts":[{"text":"x",}]}"#.into(), invalid),
        (
            r#"{"role":"user","parts":[{"inlineData":{"mimeType":"image/png","data":"*"}},{"text":"x"}]}"#.into(),
            invalid,
        ),
        (r#"{"role":"user","parts":[{"text":"x"},{"inlineData":{"data":"AAAAA"}}]}"#.into(), invalid),
        (user(&[&png()]), "it holds no prompt"),
        (user(&[r#"{"x":1}"#]), "it holds no prompt"),
    ];
    for (content, why) in rows {
        assert_eq!(refused(&with(0, &content)), (0, why.to_owned()), "{content}");
    }
    let answer = &whole()[1];
    for (content, why) in [
        (format!("{answer} "), more),
        (format!("{answer},{answer}"), more),
        (whole()[0].clone(), around),
        (answer[..answer.len() - 1].to_owned(), around),
        (answer.replace("\"model\"", "\"user\""), around),
        (format!("{answer}}}"), more),
    ] {
        assert_eq!(refused(&with(1, &content)), (1, why.to_owned()), "{content}");
        assert_eq!(refused(&with(3, &content)), (3, why.to_owned()), "{content}");
    }
}

#[test]
fn contents_alternate_and_end_with_an_answer() {
    let Ok([user, model, ..]) = <[String; 4]>::try_from(whole()) else { panic!("four contents") };
    assert_eq!(refused(&[&user]), (0, "it is a prompt without an answer".into()));
    assert_eq!(refused(&[&user, &model, &user]), (2, "it is a prompt without an answer".into()));
    assert_eq!(refused(&[&user, &user]).0, 1);
    assert_eq!(refused(&[&model]).0, 0);
    // Behind the last answer stand at most pictures of it.
    let shown = super::user(&[&png()]);
    assert!(turns_of(&[&user, &model, &shown]).is_ok());
    assert_eq!(refused(&[&shown]), (0, "it holds nothing of a turn".into()));
    let nothing = super::user(&[r#"{"inlineData":{"mimeType":"image/png","data":""}}"#]);
    assert_eq!(refused(&[&user, &model, &nothing]), (2, "it holds nothing of a turn".into()));
    assert_eq!(refused(&[&user, &model, &shown, &model]), (2, "it holds no prompt".into()));
}

#[test]
fn a_blob_that_cannot_be_read_or_made() {
    let world = Memory::alone();
    let contents = || whole().iter().map(|content| world.blob(content)).collect();
    world.fill();
    let error = restored(&world, contents()).err().unwrap();
    assert_eq!((error.code, error.attempts, error.maybe_billed), (Code::Wasm, 0, false));
    assert_eq!(error.cause.unwrap().message, "QuotaExceededError");
    world.lose();
    let error = restored(&world, contents()).err().unwrap();
    assert_eq!(error.code, Code::InvalidOption);
    assert!(error.message.ends_with("`snapshot()` gave: its Blob cannot be read"), "{}", error.message);
    assert_eq!(error.cause.unwrap().message, "NotReadableError");
}

/// Whatever byte is changed, what is taken is a role and parts.
#[test]
fn no_change_brings_foreign_json_in() {
    let contents = [
        r#"{"role":"user","parts":[{"text":"x"}]}"#.to_owned(),
        r#"{"role":"model","parts":[{"text":"y\u0041","n":[-1.5e+3,true],"thoughtSignature":"c2ln"},{"inlineData":{"data":"AAAA"}}]}"#.to_owned(),
    ];
    let letters = ["\"", "{", "}", "[", "]", ",", ":", " ", "\\", "x", "\n", "0", "-", "e"];
    let (mut taken, mut refusals) = (0, 0);
    for (which, text) in contents.iter().enumerate() {
        for at in 0..=text.len() {
            let over = |letter: &str, over: usize| {
                let rest = text.get(at + over..).unwrap_or_default();
                format!("{}{letter}{rest}", &text[..at])
            };
            let mut changed = vec![text[..at].to_owned(), over("", 1)];
            changed.extend(letters.iter().flat_map(|letter| [over(letter, 0), over(letter, 1)]));
            for each in changed.into_iter().filter(|each| each != text) {
                let mut stored = contents.clone();
                stored[which] = each.clone();
                if turns_of(&stored).is_err() {
                    refusals += 1;
                    continue;
                }
                taken += 1;
                let Ok(Value::Object(content)) = serde_json::from_str(&each) else { panic!("taken: {each}") };
                let names: Vec<_> = content.keys().map(String::as_str).collect();
                assert_eq!(
                    (names, &content["role"]),
                    (vec!["parts", "role"], &["user", "model"][which].into()),
                    "{each}"
                );
                let parts = content["parts"].as_array().unwrap();
                assert!(!parts.is_empty() && parts.iter().all(Value::is_object), "{each}");
                assert!(each.starts_with(&text[..text.find('[').unwrap() + 2]) && each.ends_with("}]}"), "{each}");
            }
        }
    }
    assert!(taken > 100 && refusals > 1000, "{taken} taken, {refusals} refused");
}

/// And what is refused of the parts is no JSON.
#[test]
fn what_is_json_is_taken() {
    let values = [
        "0",
        "-0",
        "1",
        "10",
        "-1",
        "01",
        "1.",
        ".5",
        "1.5",
        "1e5",
        "1E+5",
        "1e-05",
        "1e",
        "1e+",
        "-",
        "+1",
        "0x1",
        "00",
        "0.0.0",
        "\"\"",
        "\"\\u00e9\"",
        "\"\\u00g9\"",
        "\"\\u00\"",
        "\"\\\"",
        "\"\\/\"",
        "\"\\'\"",
        "\"\t\"",
        "\"\u{7f}\"",
        "'a'",
        "true",
        "True",
        "tru",
        "truee",
        "false",
        "null",
        "nul",
        "nulll",
        "NaN",
        "Infinity",
        "undefined",
        "[]",
        "[ ]",
        "[1]",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1,2]",
        "[[[]]]",
        "[[]",
        "[}",
        "[{]}",
        "{}",
        "{ }",
        "{\"a\":1}",
        "{\"a\":1,}",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\" : [ 1 , {} ] }",
        "{a:1}",
        "{\"a\":1 \"b\":2}",
        "{1:2}",
        "{\"a\":1]",
        "{\"a\":1,\"a\":2}",
        "/**/1",
        "1//",
        "",
        " ",
        "\u{a0}1",
        "1\r\n",
        "\u{c}1",
    ];
    for value in values {
        let part = format!(r#"{{"text":"x","value":{value}}}"#);
        let is_json = serde_json::from_str::<Value>(&part).is_ok();
        let turns = turns_of(&[user(&[&part]), model(&[r#"{"text":"y"}"#])]);
        assert_eq!(turns.is_ok(), is_json, "{value}: {turns:?}");
    }
}
