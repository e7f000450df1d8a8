//! Keys leave no text of others, in whatever spelling they come, and nothing else does.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic

use engine::face::redact::Redactor;
use proptest::prelude::*;
use std::borrow::Cow;

fn redacted(secrets: &[&str], text: &str) -> String {
    let secrets: Vec<String> = secrets.iter().map(|secret| secret.to_string()).collect();
    Redactor::new(&secrets).redact(text).into_owned()
}

/// All but RFC 3986's unreserved characters and those of `keep`, in digits of either case.
fn percent(text: &str, keep: &str, lower: bool) -> String {
    let byte = |byte: u8| match byte {
        _ if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || keep.as_bytes().contains(&byte) => {
            char::from(byte).to_string()
        }
        _ if lower => format!("%{byte:02x}"),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

fn all_percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn json(text: &str) -> String {
    let json = serde_json::to_string(text).unwrap();
    json[1..json.len() - 1].to_owned()
}

/// As it is, as encodeURIComponent and as our URLs write it, in small digits, in the query of another URL, and as
/// JSON may write it.
fn spellings(key: &str) -> Vec<String> {
    vec![
        key.to_owned(),
        percent(key, "!'()*", false),
        percent(key, "", false),
        percent(key, "", true),
        percent(&percent(key, "", false), "", false),
        json(key),
        json(key).replace('/', "\\/"),
    ]
}

/// As nobody is known to write it.
fn odd_spellings(key: &str) -> Vec<String> {
    let numbers: String = key.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    let mixed = percent(key, "", true).replacen("%2b", "%2B", 1).replacen("S", "%53", 1);
    vec![all_percent(key), numbers, mixed, json(&percent(key, "", false))]
}

const KEY: &str = "AIza/Sy+D_e=f&g%41*(1)é";

#[test]
fn a_key_goes_in_every_spelling() {
    for spelling in [spellings(KEY), odd_spellings(KEY)].concat() {
        assert_eq!(redacted(&[KEY], &format!("at {spelling}, said it")), "at [key], said it", "{spelling}");
        assert_eq!(redacted(&[KEY], &spelling), "[key]");
        assert_eq!(redacted(&[KEY], &format!("{spelling}{spelling}")), "[key][key]");
    }
}

#[test]
fn what_is_left_is_left_as_it_was() {
    for text in ["", "plain", "100 % of \\u0041 and %41 stay", "trailing \\", "trailing %", "%4", "\\u12", "é…"] {
        let redactor = Redactor::new(&[KEY.to_owned()]);
        assert!(matches!(redactor.redact(text), Cow::Borrowed(same) if same == text), "{text}");
        assert_eq!(redacted(&[KEY], &format!("{text}{KEY}{text}")), format!("{text}[key]{text}"));
    }
    assert_eq!(redacted(&[], "text"), "text");
    assert_eq!(redacted(&["", "b"], "abc"), "a[key]c");
}

#[test]
fn half_a_key_at_the_end_of_a_cut_text_goes() {
    let key = "AIzaSyAbcdefghijklmnop";
    for (text, clean) in [
        ("the key AIzaSyAb", "the key [key]"),
        ("the key AIzaSyA", "the key AIzaSyA"),
        ("the key AIzaSyAbcdefghijklmno", "the key [key]"),
        ("stands \"AIzaSyAb\"", "stands \"[key]\""),
        ("stands 'AIzaSyAb...'", "stands '[key]...'"),
        ("stands AIzaSyAbcd…", "stands [key]…"),
        ("AIzaSyAb in the middle", "AIzaSyAb in the middle"),
        ("AIzaSyAIzaSyAb", "AIzaSy[key]"),
        ("AIzaSyAbcdefghijklmnopAIzaSyAb", "[key][key]"),
    ] {
        assert_eq!(redacted(&[key], text), clean);
    }
    // In the middle of an escape, too.
    for (text, clean) in [
        ("key=k%2B%2F%", "key=[key]"),
        ("key=k%2B%2F", "key=k%2B%2F"),
        ("key=k+%2F", "key=k+%2F"),
        ("key=k%2B%2F%3D%26abc", "key=[key]"),
        ("key=k%2B%2F%3D%26abc%", "key=[key]"),
        ("key=k%2b%2f%3d%26abc%2", "key=[key]"),
        ("k+\\/=&abc\\", "[key]"),
    ] {
        assert_eq!(redacted(&["k+/=&abc/def"], text), clean);
    }
}

#[test]
fn several_secrets_and_such_as_overlap_go_together() {
    assert_eq!(redacted(&["abcdefgh", "efghijkl"], "<abcdefghijkl>"), "<[key]>");
    assert_eq!(redacted(&["abcdefgh", "abcdefghij"], "<abcdefghij>"), "<[key]>");
    assert_eq!(redacted(&["aaaa"], "<aaaaaaa>"), "<[key]>");
    assert_eq!(redacted(&["cookie=1", "k"], "k, cookie=1"), "[key], [key]");
}

#[test]
fn a_long_text_of_half_keys_takes_no_time_by_the_square() {
    let key = format!("{}b", "a".repeat(4_000));
    let text = "a".repeat(400_000);
    let clean = redacted(&[&key], &format!("{text}b {text}%"));
    assert!(!clean.contains(&key) && clean.len() < text.len() * 2);
}

#[test]
fn a_key_without_its_prefix_is_one_too() {
    assert_eq!(
        redacted(&["sk-0123456789abcdef"], "invalid token 0123456789abcdef, sk-0123456789abcdef"),
        "invalid token [key], [key]"
    );
    assert_eq!(redacted(&["sk-0123"], "0123"), "0123");
}

#[test]
fn json_in_strings_of_json_hides_none() {
    let key = "sk-a/b-cdefgh";
    let inner = r#"{"k":"sk-a\/b-cdefgh"}"#;
    let escaped = r#"{"k":"\u0073\u006b-a/b-cdefgh"}"#;
    for text in [inner, escaped] {
        let nested = serde_json::to_string(&serde_json::to_string(text).unwrap()).unwrap();
        let clean = redacted(&[key], &nested);
        assert!(clean.contains("[key]") && !clean.contains("cdefgh"), "{clean}");
    }
}

#[test]
fn it_does_not_print_what_it_keeps() {
    assert_eq!(format!("{:?}", Redactor::new(&[KEY.to_owned()])), "Redactor(1)");
}

/// Keys as they may be: what a header takes, but for brackets, which ours would complete.
fn keys() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z0-9_-]{1,40}",
        "[!#-Z^-~é\"\\\\]{4,40}",
        "[ab%2]{6,14}",
        "(sk-)?[a-z]{3}%[0-9A-F]{2}[a-z+/=]{6,20}"
    ]
}

/// A text made of a key's pieces in all spellings, and of words.
fn texts(key: String) -> impl Strategy<Value = (String, String)> {
    let whole = spellings(&key);
    let piece = prop_oneof![
        4 => (0..whole.len(), any::<prop::sample::Index>(), any::<prop::sample::Index>()).prop_map(move |(which, from, to)| {
            let chars: Vec<char> = whole[which].chars().collect();
            let (from, to) = (from.index(chars.len() + 1), to.index(chars.len() + 1));
            chars[from.min(to)..from.max(to)].iter().collect::<String>()
        }),
        2 => { let whole = spellings(&key); (0..whole.len()).prop_map(move |which| whole[which].clone()) },
        1 => "[ \"%\\\\a-f0-9u.…é]{0,6}",
    ];
    (Just(key), prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_output_holds_a_key_or_ends_with_half_of_one((key, text) in keys().prop_flat_map(texts)) {
        let redactor = Redactor::new(std::slice::from_ref(&key));
        let clean = redactor.redact(&text).into_owned();
        let own = |spelling: &str| "[key]".contains(spelling);
        for spelling in spellings(&key) {
            prop_assert!(own(&spelling) || !clean.contains(&spelling), "{key:?} in {clean:?} of {text:?}");
        }
        let chars: Vec<char> = key.chars().collect();
        for length in 8..chars.len() {
            let half: String = chars[..length].iter().collect();
            for spelling in [half.clone(), percent(&half, "", false), json(&half)] {
                prop_assert!(!clean.ends_with(&spelling), "half of {key:?} ends {clean:?} of {text:?}");
            }
        }
    }

    #[test]
    fn what_holds_nothing_of_a_key_stays(text in "[g-z %\\\\é…\"]{0,60}") {
        prop_assert_eq!(redacted(&["ABCDEF0123456789"], &text), text);
    }
}
