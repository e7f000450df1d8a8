//! What options put on the wire beside `contents`, byte for byte as a browser's `JSON.stringify` writes it.

use super::elsewhere;
use serde_json::json;

#[test]
fn each_option_is_sent_as_the_api_calls_it() {
    let config = |more: &str| format!(r#","generationConfig":{{"responseModalities":["TEXT","IMAGE"]{more}}}}}"#);
    let tools = |search: &str| config("").replacen('}', &format!(r#"}},"tools":[{{"googleSearch":{search}}}]"#), 1);
    for (options, sent) in [
        (json!({}), config("")),
        (json!({ "aspectRatio": "16:9" }), config(r#","imageConfig":{"aspectRatio":"16:9"}"#)),
        (json!({ "size": "2K" }), config(r#","imageConfig":{"imageSize":"2K"}"#)),
        (
            json!({ "size": "4K", "aspectRatio": "21:9" }),
            config(r#","imageConfig":{"aspectRatio":"21:9","imageSize":"4K"}"#),
        ),
        (json!({ "seed": -2_147_483_648_i64 }), config(r#","seed":-2147483648"#)),
        (json!({ "seed": 0 }), config(r#","seed":0"#)),
        (
            json!({ "topK": 40, "topP": 0.95, "temperature": 0.1 }),
            config(r#","temperature":0.1,"topP":0.95,"topK":40"#),
        ),
        (json!({ "responseModalities": ["IMAGE"] }), r#","generationConfig":{"responseModalities":["IMAGE"]}}"#.into()),
        (
            json!({ "system": "Paint “only”\nin blue." }),
            format!(r#","systemInstruction":{{"parts":[{{"text":"Paint “only”\nin blue."}}]}}{}"#, config("")),
        ),
        (
            json!({ "safetySettings": [{ "category": "A", "threshold": "OFF" }] }),
            config("").replacen('}', r#"},"safetySettings":[{"category":"A","threshold":"OFF"}]"#, 1),
        ),
        (json!({ "safetySettings": [] }), config("")),
        (json!({ "thinking": { "level": "high" } }), config(r#","thinkingConfig":{"thinkingLevel":"HIGH"}"#)),
        (json!({ "thinking": { "includeThoughts": true } }), config(r#","thinkingConfig":{"includeThoughts":true}"#)),
        (json!({ "search": true }), tools("{}")),
        (json!({ "search": false }), config("")),
        (json!({ "search": { "web": false } }), config("")),
        (json!({ "search": { "image": true } }), tools(r#"{"searchTypes":{"imageSearch":{}}}"#)),
        (
            json!({ "search": { "web": true, "image": true } }),
            tools(r#"{"searchTypes":{"webSearch":{},"imageSearch":{}}}"#),
        ),
        (
            json!({ "extraBody": { "labels": { "a": "1" }, "n": 0.5, "flag": false } }),
            config("").replacen('}', r#"},"flag":false,"labels":{"a":"1"},"n":0.5"#, 1),
        ),
        (
            json!({ "seed": 7, "extraBody": { "generationConfig": { "seed": "«undefined»", "maxOutputTokens": 9 } } }),
            config(r#","maxOutputTokens":9"#),
        ),
        (
            json!({ "extraBody": { "generationConfig": { "seed": null }, "labels": "«function»" } }),
            config(r#","seed":null"#),
        ),
        (json!({ "extraBody": { "generationConfig": "«undefined»" } }), "}".into()),
        (
            json!({ "extraBody": { "list": [1, "«undefined»", "«NaN»"] } }),
            config("").replacen('}', r#"},"list":[1,null,null]"#, 1),
        ),
    ] {
        let read = elsewhere(options.clone()).unwrap();
        assert_eq!(read.settings.body().tail(read.extra_body.as_ref(), 0), sent, "{options}");
    }
}

#[test]
fn the_seed_of_each_request_is_one_more() {
    let read = elsewhere(json!({ "seed": 7, "n": 3 })).unwrap();
    let body = read.settings.body();
    let tails: Vec<_> = (0..3).map(|index| body.tail(None, index)).collect();
    for (index, tail) in tails.iter().enumerate() {
        assert!(tail.contains(&format!(r#""seed":{}"#, 7 + index)), "{tail}");
    }
}
