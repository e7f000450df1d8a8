//! Rows of what is given and what is said.

use super::{call, checked, elsewhere, given};
use engine::face::options::{Draft, Given, NAMES};
use serde_json::{Value, json};

const BASES: &str = "'kkiai', 'google', an http(s) URL, or a path on this page's host such as '/api/images'";
const AUTH: &str = "'auto', 'bearer', 'x-goog-api-key', 'query', 'bearer+query' or 'none'";
const HEADERS: &str =
    "`headers` must be what `new Headers()` takes: valid names, and values of Latin-1 without line breaks";
const MODALITIES: &str = "an array of 'TEXT' and 'IMAGE' with 'IMAGE' in it";
const SEED: &str = "a whole number from -2147483648 to 2147483647";
const TIMEOUT: &str = "milliseconds from 0 (none) to 2147483647";
const SIZE: &str = "'512', '1K', '2K', '4K' or another size that the model takes";
const RATIO: &str = "width:height in whole numbers, such as '16:9'";
const IMAGES: &str =
    "`images` takes one picture or an array of them: `[...input.files]` for a list of files, `await` for a promise";
const ID: &str = "a model id";
const DOTLESS: &str = "a model id without '.' or '..' between slashes";
const VERSION: &str = "a version such as 'v1beta', without slashes";
const COUNT: &str = "a whole number from 1 to 1000";

/// A field that must be something, and what was got instead.
fn must() -> Vec<(Value, &'static str, &'static str, &'static str)> {
    vec![
        (json!({ "prompt": 5 }), "prompt", "a string", "5"),
        // where it goes
        (json!({ "baseURL": 5 }), "baseURL", BASES, "5"),
        (json!({ "baseURL": null }), "baseURL", BASES, "null"),
        (json!({ "baseURL": {} }), "baseURL", BASES, "an object"),
        (json!({ "baseURL": "" }), "baseURL", BASES, "\"\" — an address on another host starts with https://"),
        (json!({ "apiVersion": "" }), "apiVersion", VERSION, "\"\""),
        (json!({ "apiVersion": "v1/.." }), "apiVersion", VERSION, "\"v1/..\""),
        (json!({ "apiVersion": "v1\n" }), "apiVersion", VERSION, "\"v1\\n\""),
        (json!({ "apiVersion": 1 }), "apiVersion", "a string", "1"),
        (json!({ "model": "" }), "model", ID, "\"\""),
        (json!({ "model": " \u{feff}" }), "model", ID, "\" \u{feff}\""),
        (json!({ "model": "." }), "model", DOTLESS, "\".\""),
        (json!({ "model": ".." }), "model", DOTLESS, "\"..\""),
        (json!({ "model": "%2e%2E" }), "model", DOTLESS, "\"%2e%2E\""),
        (json!({ "model": "../files" }), "model", DOTLESS, "\"../files\""),
        (json!({ "model": "x/../../files" }), "model", DOTLESS, "\"x/../../files\""),
        (json!({ "model": "x\\..\\y" }), "model", DOTLESS, "\"x\\\\..\\\\y\""),
        (json!({ "model": "x%2F..%2fy" }), "model", DOTLESS, "\"x%2F..%2fy\""),
        (json!({ "model": "x%5c." }), "model", DOTLESS, "\"x%5c.\""),
        (json!({ "model": "models/.." }), "model", DOTLESS, "\"models/..\""),
        (json!({ "model": "models/x" }), "model", "the bare id", "\"models/x\" — leave 'models/' out: `model: 'x'`"),
        (json!({ "model": ["x"] }), "model", "a string", "an array"),
        (json!({ "model": null }), "model", "a string", "null"),
        (json!({ "auth": "basic" }), "auth", AUTH, "\"basic\""),
        (json!({ "auth": true }), "auth", "a string", "true"),
        (json!({ "credentials": "all" }), "credentials", "'omit', 'same-origin' or 'include'", "\"all\""),
        (json!({ "fetch": "fetch" }), "fetch", "a function", "\"fetch\""),
        (json!({ "apiKey": 5 }), "apiKey", "a string, or a function that gives one", "5"),
        (json!({ "apiKey": null }), "apiKey", "a string, or a function that gives one", "null"),
        (json!({ "apiKey": ["sk-secret"] }), "apiKey", "a string, or a function that gives one", "an array"),
        // what to make
        (json!({ "system": ["x"] }), "system", "a string", "an array"),
        (json!({ "aspectRatio": "16/9" }), "aspectRatio", RATIO, "\"16/9\""),
        (json!({ "aspectRatio": "0:1" }), "aspectRatio", RATIO, "\"0:1\""),
        (json!({ "aspectRatio": "1:00" }), "aspectRatio", RATIO, "\"1:00\""),
        (json!({ "aspectRatio": "1.5:1" }), "aspectRatio", RATIO, "\"1.5:1\""),
        (json!({ "aspectRatio": "+1:1" }), "aspectRatio", RATIO, "\"+1:1\""),
        (json!({ "aspectRatio": "16:9:1" }), "aspectRatio", RATIO, "\"16:9:1\""),
        (json!({ "aspectRatio": "12345:1" }), "aspectRatio", RATIO, "\"12345:1\""),
        (json!({ "aspectRatio": "16:9\n" }), "aspectRatio", RATIO, "\"16:9\\n\""),
        (json!({ "aspectRatio": "٣:٢" }), "aspectRatio", RATIO, "\"٣:٢\""),
        (json!({ "aspectRatio": 16.0 / 9.0 }), "aspectRatio", "a string", "1.7777777777777777"),
        (json!({ "size": "2k" }), "size", SIZE, "\"2k\" — write `size: '2K'`"),
        (json!({ "size": "0.5K" }), "size", SIZE, "\"0.5K\" — write `size: '512'`"),
        (json!({ "size": "0.5k" }), "size", SIZE, "\"0.5k\" — write `size: '512'`"),
        (json!({ "size": "" }), "size", SIZE, "\"\""),
        (json!({ "size": "\t" }), "size", SIZE, "\"\\t\""),
        (json!({ "size": 512 }), "size", "a string", "512"),
        (json!({ "seed": 1.5 }), "seed", SEED, "1.5"),
        (json!({ "seed": 2_147_483_648_u32 }), "seed", SEED, "2147483648"),
        (json!({ "seed": -2_147_483_649_i64 }), "seed", SEED, "-2147483649"),
        (json!({ "seed": "«NaN»" }), "seed", SEED, "NaN"),
        (json!({ "seed": "«1e+300»" }), "seed", SEED, "1e+300"),
        (json!({ "seed": "7" }), "seed", SEED, "\"7\""),
        (json!({ "seed": "«7n»" }), "seed", SEED, "7"),
        (json!({ "temperature": 2.1 }), "temperature", "a number from 0 to 2", "2.1"),
        (json!({ "temperature": "«NaN»" }), "temperature", "a number from 0 to 2", "NaN"),
        (json!({ "temperature": null }), "temperature", "a number from 0 to 2", "null"),
        (json!({ "topP": -0.1 }), "topP", "a number from 0 to 1", "-0.1"),
        (json!({ "topK": 0 }), "topK", "a whole number from 1", "0"),
        (json!({ "topK": 1.5 }), "topK", "a whole number from 1", "1.5"),
        (json!({ "responseModalities": "IMAGE" }), "responseModalities", MODALITIES, "\"IMAGE\""),
        (json!({ "responseModalities": [] }), "responseModalities", MODALITIES, "an array"),
        (json!({ "responseModalities": ["TEXT"] }), "responseModalities", MODALITIES, "an array"),
        (json!({ "responseModalities": ["IMAGE", "AUDIO"] }), "responseModalities", MODALITIES, "an array"),
        (json!({ "responseModalities": ["Image"] }), "responseModalities", MODALITIES, "an array"),
        (json!({ "safetySettings": {} }), "safetySettings", "an array of { category, threshold }", "an object"),
        (json!({ "safetySettings": ["x"] }), "safetySettings[0]", "an object", "\"x\""),
        (json!({ "safetySettings": ["«undefined»"] }), "safetySettings[0].category", "a string", "undefined"),
        (
            json!({ "safetySettings": [{ "category": "A", "threshold": "B" }, { "category": "A" }] }),
            "safetySettings[1].threshold",
            "a string",
            "undefined",
        ),
        (
            json!({ "safetySettings": [{ "category": 1, "threshold": "B" }] }),
            "safetySettings[0].category",
            "a string",
            "1",
        ),
        (json!({ "thinking": "high" }), "thinking", "an object", "\"high\""),
        (json!({ "thinking": null }), "thinking", "an object", "null"),
        (
            json!({ "thinking": { "level": "max" } }),
            "thinking.level",
            "'minimal', 'low', 'medium' or 'high'",
            "\"max\"",
        ),
        (json!({ "thinking": { "level": 1 } }), "thinking.level", "a string", "1"),
        (json!({ "thinking": { "includeThoughts": 1 } }), "thinking.includeThoughts", "true or false", "1"),
        (json!({ "search": "web" }), "search", "true, false or { web, image }", "\"web\""),
        (json!({ "search": null }), "search", "true, false or { web, image }", "null"),
        (json!({ "search": [] }), "search", "true, false or { web, image }", "an array"),
        (json!({ "search": { "web": 1 } }), "search.web", "true or false", "1"),
        (json!({ "extraBody": "{}" }), "extraBody", "an object", "\"{}\""),
        (json!({ "extraBody": [] }), "extraBody", "an object", "an array"),
        (json!({ "extraBody": null }), "extraBody", "an object", "null"),
        (json!({ "strict": "yes" }), "strict", "true or false", "\"yes\""),
        (json!({ "remoteImages": true }), "remoteImages", "a function", "true"),
        (json!({ "remoteImages": ["files.example"] }), "remoteImages", "a function", "an array"),
        // how it behaves
        (json!({ "signal": {} }), "signal", "an AbortSignal", "an object"),
        (json!({ "signal": null }), "signal", "an AbortSignal", "null"),
        (json!({ "timeout": -1 }), "timeout", TIMEOUT, "-1"),
        (json!({ "timeout": 2_147_483_648_u32 }), "timeout", TIMEOUT, "2147483648"),
        (json!({ "timeout": "«Infinity»" }), "timeout", TIMEOUT, "Infinity"),
        (json!({ "timeout": "5s" }), "timeout", TIMEOUT, "\"5s\""),
        (json!({ "onProgress": true }), "onProgress", "a function", "true"),
        (json!({ "n": 0 }), "n", COUNT, "0"),
        (json!({ "n": 1001 }), "n", COUNT, "1001"),
        (json!({ "n": 1.5 }), "n", COUNT, "1.5"),
        (json!({ "n": "2" }), "n", COUNT, "\"2\""),
        (
            json!({ "n": 2, "seed": 2_147_483_647 }),
            "seed",
            "so that `seed` + `n` - 1 is at most 2147483647",
            "2147483647",
        ),
        (json!({ "concurrency": 0 }), "concurrency", COUNT, "0"),
        (json!({ "maxRetries": -1 }), "maxRetries", "a whole number from 0 to 1000", "-1"),
        (json!({ "maxRetries": 1001 }), "maxRetries", "a whole number from 0 to 1000", "1001"),
        (json!({ "retryAmbiguous": 1 }), "retryAmbiguous", "true or false", "1"),
        (json!({ "onImage": {} }), "onImage", "a function", "an object"),
        (json!({ "onImage": "«Symbol(x)»" }), "onImage", "a function", "Symbol(x)"),
    ]
}

#[test]
fn what_a_value_must_be() {
    for (options, field, must, got) in must() {
        let said = elsewhere(options.clone()).err();
        assert_eq!(said.as_deref(), Some(&*format!("`{field}` must be {must}, got {got}")), "{options}");
    }
}

#[test]
fn every_option_has_a_row_and_none_takes_null() {
    for name in NAMES {
        // Of a key the sentence is another.
        let beside = ["images", "headers"].contains(&name);
        assert!(beside || must().iter().any(|(options, ..)| options.get(name).is_some()), "{name}");
        assert!(elsewhere(json!({ name: null })).is_err(), "{name}");
        assert!(call(json!({ "apiKey": "sk-1", name: "«undefined»" })).is_ok() || name == "apiKey", "{name}");
    }
}

#[test]
fn other_sentences() {
    let all = format!("options here are {}", NAMES.join(", "));
    let rows: Vec<(Value, String)> = vec![
        (json!({ "colour": "red" }), format!("`colour` is not an option — {all}")),
        (json!({ "colour": "«undefined»" }), format!("`colour` is not an option — {all}")),
        (json!({ "": 1 }), format!("`` is not an option — {all}")),
        (json!({ "Seed": 1 }), "`Seed` is not an option — did you mean `seed`?".into()),
        (json!({ "baseUrl": "x" }), "`baseUrl` is not an option — did you mean `baseURL`?".into()),
        (json!({ "abortSignal": "«opaque»" }), "`abortSignal` is not an option — did you mean `signal`?".into()),
        (json!({ "imageSize": "1K" }), "`imageSize` is not an option — did you mean `size`?".into()),
        (json!({ "image": "x" }), "`image` is not an option — did you mean `images`?".into()),
        (json!({ "key": "k" }), "`key` is not an option — did you mean `apiKey`?".into()),
        (
            json!({ "safetySettings": [{ "category": "A", "threshold": "B", "method": "C" }] }),
            "`safetySettings[0].method` is not an option — options here are category, threshold".into(),
        ),
        (
            json!({ "thinking": { "budget": 1 } }),
            "`thinking.budget` is not an option — options here are level, includeThoughts".into(),
        ),
        (
            json!({ "search": { "Image": true } }),
            "`search.Image` is not an option — did you mean `search.image`?".into(),
        ),
        (
            json!({ "search": { "image": true, "key": 1 } }),
            "`search.key` is not an option — options here are web, image".into(),
        ),
        (
            json!({ "extraBody": { "contents": [] } }),
            "`extraBody` must leave `contents` to the package — the prompt goes into `prompt`".into(),
        ),
        (
            json!({ "extraBody": { "contents": "«undefined»" } }),
            "`extraBody` must leave `contents` to the package — the prompt goes into `prompt`".into(),
        ),
        (
            json!({ "extraBody": { "labels": { "n": ["«1n»"] } } }),
            "`extraBody` must be what JSON can hold: no bigint, no cycle".into(),
        ),
        (
            json!({ "extraBody": { "loop": "«opaque»" } }),
            "`extraBody` must be what JSON can hold: no bigint, no cycle".into(),
        ),
        (json!({ "headers": "x" }), HEADERS.into()),
        (json!({ "headers": { "bad name": "x" } }), HEADERS.into()),
        (json!({ "headers": { "": "x" } }), HEADERS.into()),
        (json!({ "headers": { "x-name": "Łódź" } }), HEADERS.into()),
        (json!({ "headers": { "x-name": "a\nb" } }), HEADERS.into()),
        (json!({ "headers": [["x-name"]] }), HEADERS.into()),
        (json!({ "headers": [["x-name", "a", "b"]] }), HEADERS.into()),
        (
            json!({ "headers": { "Content-Type": "text/plain" } }),
            "`headers` must leave `content-type` to the package".into(),
        ),
        (
            json!({ "model": "gemini-3-pro-image", "images": vec!["a.png"; 15] }),
            "invalid-image: `images[14]` is one too many: gemini-3-pro-image takes 14 at most — leave some out, or put \
             several into one picture"
                .into(),
        ),
        (
            json!({ "model": "gemini-nano-banana-2.1", "seed": 5, "strict": true, "n": 3 }),
            "gemini-nano-banana-2.1 does not take `seed`: it takes none of `seed`, `temperature`, `topP` and `topK` — \
             leave `strict` out to try all the same, or choose another `model`"
                .into(),
        ),
    ];
    for (options, said) in rows {
        assert_eq!(elsewhere(options.clone()).err(), Some(said), "{options}");
    }
    for (images, got) in [
        (json!(null), "null"),
        (json!(5), "5"),
        (json!({}), "an object"),
        (json!("«function»"), "a function"),
        (json!([null]), "null"),
        (json!([[]]), "an array"),
    ] {
        let said = format!(
            "invalid-image: `images[0]` must be a Blob, bytes, an address, an <img> or a canvas, got {got} — {IMAGES}"
        );
        assert_eq!(elsewhere(json!({ "images": images })).err(), Some(said));
    }
}

#[test]
fn the_two_call_forms_and_what_is_neither() {
    let base = json!({ "baseURL": "https://gateway.example" });
    let prompted = |prompt: Value| json!({ "baseURL": "https://gateway.example", "prompt": prompt });
    let none = json!("«undefined»");
    let rows = [
        (none.clone(), none.clone(), "`prompt` must be a non-empty string, got undefined"),
        (json!(5), none.clone(), "`prompt` must be a non-empty string, got 5"),
        (json!("«function»"), base.clone(), "`prompt` must be a non-empty string, got a function"),
        (json!(null), base.clone(), "`prompt` must be a non-empty string, got null"),
        (json!(""), base.clone(), "`prompt` must be a non-empty string, got \"\""),
        (json!(" \n"), base.clone(), "`prompt` must be a non-empty string, got \" \\n\""),
        (base.clone(), none.clone(), "`prompt` must be a non-empty string, got \"\""),
        (prompted(json!(5)), none.clone(), "`prompt` must be a string, got 5"),
        (json!("a pig"), prompted(json!("a cow")), "`prompt` is given twice: as the first argument and as an option"),
        (json!("a pig"), json!("a cow"), "`options` must be an object, got \"a cow\""),
        (json!("a pig"), json!(null), "`options` must be an object, got null"),
        (json!("a pig"), json!([]), "`options` must be an object, got an array"),
        (json!([]), none.clone(), "`options` must be an object, got an array"),
        (
            prompted(json!("a pig")),
            json!({}),
            "`options` must be the only argument when the first is an object, got an object",
        ),
    ];
    for (first, second, said) in rows {
        let draft = Draft::of_call(given(&first), given(&second));
        assert_eq!(checked(draft).err().as_deref(), Some(said), "{first} {second}");
    }
    for (first, second) in [(json!("a pig"), base.clone()), (prompted(json!("a pig")), none.clone())] {
        let options = checked(Draft::of_call(given(&first), given(&second))).unwrap();
        assert_eq!(options.prompt, "a pig");
    }
}

#[test]
fn options_alone_need_no_prompt() {
    for (options, said) in [
        (json!("«undefined»"), "missing-api-key: `apiKey` is missing"),
        (json!({ "prompt": "" }), "missing-api-key: `apiKey` is missing"),
        (json!({ "prompt": 5 }), "`prompt` must be a string, got 5"),
        (json!(5), "`options` must be an object, got 5"),
        (json!("x"), "`options` must be an object, got \"x\""),
    ] {
        let refused = checked(Draft::of_options(given(&options))).err().unwrap_or_default();
        assert_eq!(refused.split(" — ").next(), Some(said), "{options}");
    }
    assert!(checked(Draft::of_options(given(&json!({ "baseURL": "https://gateway.example" })))).is_ok());
}

#[test]
fn the_first_in_documented_order_is_told() {
    for (options, field) in [
        (json!({ "onImage": 1, "n": 0, "timeout": -1, "aspectRatio": "x" }), "`aspectRatio`"),
        (json!({ "retryAmbiguous": 1, "size": "2k" }), "`size`"),
        (json!({ "n": 0, "thinking": { "level": "x" } }), "`thinking.level`"),
        (json!({ "n": 0, "safetySettings": [1] }), "`safetySettings[0]`"),
        (json!({ "strict": 1, "apiVersion": "/" }), "`apiVersion`"),
        (json!({ "n": 0, "colour": 1 }), "`colour`"),
        // A value that is wrong by itself comes before what options say together.
        (json!({ "baseURL": "kkiai", "n": 0 }), "`n`"),
        (json!({ "size": "4K", "strict": true, "onImage": 1 }), "`onImage`"),
        (json!({ "baseURL": "kkiai", "size": "4K", "strict": true }), "missing-api-key"),
    ] {
        let said = elsewhere(options.clone()).err().unwrap_or_default();
        assert!(said.starts_with(field), "{options}: {said}");
    }
    assert!(call(json!({ "seed": 0.5 })).err().is_some_and(|said| said.starts_with("`seed`")), "not the key");
}

#[test]
fn what_is_given_is_shown_short_and_as_json() {
    let rows = [
        (
            "\u{8}\u{c}\n\r\t\"\\\u{1}\u{7f}\u{2028}é🐷".to_owned(),
            "\"\\b\\f\\n\\r\\t\\\"\\\\\\u0001\u{7f}\u{2028}é🐷\"".to_owned(),
        ),
        ("x".repeat(60), format!("\"{}\"", "x".repeat(60))),
        ("x".repeat(61), format!("\"{}…\"", "x".repeat(60))),
        ("🐷".repeat(30), format!("\"{}\"", "🐷".repeat(30))),
        ("🐷".repeat(31), format!("\"{}…\"", "🐷".repeat(30))),
        (format!("x{}", "🐷".repeat(30)), format!("\"x{}…\"", "🐷".repeat(29))),
    ];
    for (text, shown) in rows {
        assert_eq!(Given::String(text).describe(), shown);
    }
}
