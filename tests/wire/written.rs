//! JSON as servers may write it: any spelling of text, any white space, names twice, values of any type at any name.

use proptest::collection::vec;
use proptest::prelude::*;

/// Any value, a few levels deep.
pub fn value() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        number(),
        string(any_text()),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_flat_map(array),
            vec((any_name(), inner), 0..5).prop_flat_map(members),
        ]
    })
    .boxed()
}

pub fn number() -> BoxedStrategy<String> {
    prop_oneof![
        any::<u64>().prop_map(|number| number.to_string()),
        any::<i32>().prop_map(|number| number.to_string()),
        (0..2000_u32).prop_map(|number| number.to_string()),
        any::<f32>().prop_filter("finite", |number| number.is_finite()).prop_map(|number| format!("{number:e}")),
    ]
    .boxed()
}

fn any_text() -> BoxedStrategy<String> {
    prop_oneof![
        ".{0,8}",
        "\\PC{0,4}[\u{0}-\u{1f}\"\\\\/]{0,3}",
        Just("STOP".to_owned()),
        Just("IMAGE".to_owned()),
        Just(String::new()),
        Just("FINISH_REASON_UNSPECIFIED".to_owned()),
        Just("BLOCKED_REASON_UNSPECIFIED".to_owned()),
        Just("\u{2028}漢🐷".to_owned()),
    ]
    .boxed()
}

fn any_name() -> BoxedStrategy<String> {
    prop_oneof![
        "[a-z_A-Z]{0,5}",
        proptest::sample::select(
            &["candidates", "parts", "text", "data", "0", "1", "error", "message", "__proto__", "…"][..]
        )
        .prop_map(str::to_owned),
    ]
    .boxed()
}

/// A string of that text, some of its characters escaped.
pub fn string(text: impl Strategy<Value = String> + 'static) -> BoxedStrategy<String> {
    (text, vec(0..6_u8, 1..8))
        .prop_map(|(text, ways)| {
            let mut written = "\"".to_owned();
            for (character, way) in text.chars().zip(ways.into_iter().cycle()) {
                let must = matches!(character, '"' | '\\' | '\0'..='\u{1f}');
                match (character, way) {
                    ('"' | '\\' | '/', 1 | 2) => written.extend(['\\', character]),
                    ('\n', 1 | 2) => written.push_str("\\n"),
                    ('\u{8}', 1 | 2) => written.push_str("\\b"),
                    (_, 0) => units(character, &mut written, false),
                    (_, 5) => units(character, &mut written, true),
                    _ if must => units(character, &mut written, false),
                    _ => written.push(character),
                }
            }
            written + "\""
        })
        .boxed()
}

fn units(character: char, into: &mut String, upper: bool) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        into.push_str(&if upper { format!("\\u{unit:04X}") } else { format!("\\u{unit:04x}") });
    }
}

fn space() -> BoxedStrategy<String> {
    prop_oneof![4 => Just(String::new()), 1 => "[ \t\r\n]{1,3}"].boxed()
}

pub fn array(elements: Vec<String>) -> BoxedStrategy<String> {
    vec(space(), elements.len() * 2 + 1)
        .prop_map(move |spaces| {
            let elements = elements.iter().zip(spaces.chunks(2));
            let inside: Vec<_> = elements.map(|(element, around)| around.join(element)).collect();
            format!("[{}{}]", spaces[spaces.len() - 1], inside.join(","))
        })
        .boxed()
}

pub fn members(members: Vec<(String, String)>) -> BoxedStrategy<String> {
    let names: Vec<_> = members.iter().map(|(name, _)| string(Just(name.clone()))).collect();
    (names, vec(space(), members.len() * 2 + 1))
        .prop_map(move |(names, spaces)| {
            let members = names.iter().zip(&members).zip(spaces.chunks(2));
            let inside: Vec<_> = members
                .map(|((name, (_, value)), around)| format!("{}{name}:{}{value}", around[0], around[1]))
                .collect();
            format!("{{{}{}}}", inside.join(","), spaces[spaces.len() - 1])
        })
        .boxed()
}

/// An object of mostly these fields, in either spelling, in any order and number, mostly with their own values.
fn shaped(fields: Vec<(&'static str, BoxedStrategy<String>)>) -> BoxedStrategy<String> {
    let member = proptest::sample::select(fields).prop_flat_map(|(name, own)| {
        let name = prop_oneof![4 => Just(name.to_owned()), 1 => Just(snake(name)), 1 => any_name()];
        (name, prop_oneof![6 => own, 1 => value()])
    });
    vec(member, 0..7).prop_flat_map(members).boxed()
}

fn snake(name: &str) -> String {
    name.chars()
        .flat_map(|c| c.is_ascii_uppercase().then_some('_').into_iter().chain([c.to_ascii_lowercase()]))
        .collect()
}

/// A list of mostly these, as JSON or as PHP writes it.
fn list(element: BoxedStrategy<String>) -> BoxedStrategy<String> {
    let elements = vec(prop_oneof![6 => element, 1 => value()], 0..4);
    (elements, 0..4)
        .prop_flat_map(|(elements, way)| match way {
            0 => members(elements.into_iter().enumerate().map(|(at, element)| (at.to_string(), element)).collect()),
            _ => array(elements),
        })
        .boxed()
}

/// A reply.
pub fn reply() -> BoxedStrategy<String> {
    let text = || string(any_text());
    let flag = || any::<bool>().prop_map(|flag| flag.to_string()).boxed();
    let file = shaped(vec![("fileUri", text()), ("mimeType", text())]);
    let inline = shaped(vec![("data", text()), ("mimeType", text())]);
    let part = shaped(vec![
        ("text", text()),
        ("thought", flag()),
        ("thoughtSignature", text()),
        ("inlineData", inline),
        ("fileData", file),
        ("videoMetadata", value()),
    ]);
    let candidate = shaped(vec![
        ("content", shaped(vec![("parts", list(part)), ("role", text())])),
        ("finishReason", text()),
        ("finishMessage", text()),
        ("groundingMetadata", value()),
    ]);
    let detail = shaped(vec![("modality", text()), ("tokenCount", number())]);
    let usage = shaped(vec![
        ("promptTokenCount", number()),
        ("candidatesTokenCount", number()),
        ("totalTokenCount", number()),
        ("thoughtsTokenCount", number()),
        ("candidatesTokensDetails", list(detail)),
    ]);
    let reply = shaped(vec![
        ("candidates", list(candidate)),
        ("promptFeedback", shaped(vec![("blockReason", text())])),
        ("usageMetadata", usage),
        ("modelVersion", text()),
        ("responseId", text()),
    ]);
    let wrapped = reply.clone().prop_flat_map(|reply| members(vec![("response".to_owned(), reply)]));
    prop_oneof![6 => reply, 1 => wrapped].boxed()
}
