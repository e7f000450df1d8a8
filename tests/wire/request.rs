//! Bodies, byte for byte.

use engine::face::wire::request::{
    Body, GenerationConfig, ImageConfig, Modality, Picture, Piece, Pieces, SafetySetting, System, ThinkingConfig,
    ThinkingLevel, Tool, text_part,
};
use engine::face::wire::value::{Number, Value};

fn config(change: impl FnOnce(&mut GenerationConfig)) -> Body {
    let mut body = Body::default();
    body.generation_config.response_modalities = vec![Modality::Text, Modality::Image];
    change(&mut body.generation_config);
    body
}

fn number(text: &str) -> Option<Number> {
    Some(Number::new(text).unwrap())
}

#[test]
fn each_option_has_its_place() {
    let image = |aspect_ratio: Option<&str>, image_size: Option<&str>| {
        config(|config| {
            let [aspect_ratio, image_size] = [aspect_ratio, image_size].map(|text| text.map(str::to_owned));
            config.image_config = Some(ImageConfig { aspect_ratio, image_size });
        })
    };
    let thinking = |thinking_level, include_thoughts| {
        config(|config| config.thinking_config = Some(ThinkingConfig { thinking_level, include_thoughts }))
    };
    let search = |web, image| Body { tools: Tool::search(web, image), ..config(|_| ()) };
    let safety = vec![SafetySetting { category: "HARM_CATEGORY_HARASSMENT".into(), threshold: "OFF".into() }];
    for (body, expected) in [
        (config(|_| ()), r#"{"generationConfig":{"responseModalities":["TEXT","IMAGE"]}}"#),
        (
            config(|config| config.response_modalities = vec![Modality::Image]),
            r#"{"generationConfig":{"responseModalities":["IMAGE"]}}"#,
        ),
        (
            image(Some("16:9"), None),
            r#"{"generationConfig":{"responseModalities":["TEXT","IMAGE"],"imageConfig":{"aspectRatio":"16:9"}}}"#,
        ),
        (
            image(None, Some("2K")),
            r#"{"generationConfig":{"responseModalities":["TEXT","IMAGE"],"imageConfig":{"imageSize":"2K"}}}"#,
        ),
        (
            image(Some("21:9"), Some("4K")),
            r#"{"generationConfig":{"responseModalities":["TEXT","IMAGE"],"imageConfig":{"aspectRatio":"21:9","imageSize":"4K"}}}"#,
        ),
        (
            config(|config| config.seed = Some(i32::MIN)),
            r#"{"generationConfig":{"responseModalities":["TEXT","IMAGE"],"seed":-2147483648}}"#,
        ),
        (
            config(|config| config.seed = Some(0)),
            r#"{"generationConfig":{"responseModalities":["TEXT","IMAGE"],"seed":0}}"#,
        ),
        (
            config(|config| {
                (config.temperature, config.top_p, config.top_k) = (number("0.1"), number("0.95"), Some(40));
            }),
            r#"{"generationConfig":{"responseModalities":["TEXT","IMAGE"],"temperature":0.1,"topP":0.95,"topK":40}}"#,
        ),
        (
            Body { system_instruction: Some(System::new("Paint “only” in\nblue.".into())), ..config(|_| ()) },
            r#"{"systemInstruction":{"parts":[{"text":"Paint “only” in\nblue."}]},"generationConfig":{"responseModalities":["TEXT","IMAGE"]}}"#,
        ),
        (
            Body { safety_settings: Some(safety), ..config(|_| ()) },
            r#"{"generationConfig":{"responseModalities":["TEXT","IMAGE"]},"safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"OFF"}]}"#,
        ),
        (
            thinking(Some(ThinkingLevel::High), None),
            r#"{"generationConfig":{"responseModalities":["TEXT","IMAGE"],"thinkingConfig":{"thinkingLevel":"HIGH"}}}"#,
        ),
        (
            thinking(Some(ThinkingLevel::Minimal), Some(false)),
            r#"{"generationConfig":{"responseModalities":["TEXT","IMAGE"],"thinkingConfig":{"thinkingLevel":"MINIMAL","includeThoughts":false}}}"#,
        ),
        (
            thinking(None, Some(true)),
            r#"{"generationConfig":{"responseModalities":["TEXT","IMAGE"],"thinkingConfig":{"includeThoughts":true}}}"#,
        ),
        (
            search(true, false),
            r#"{"generationConfig":{"responseModalities":["TEXT","IMAGE"]},"tools":[{"googleSearch":{}}]}"#,
        ),
        (
            search(false, true),
            r#"{"generationConfig":{"responseModalities":["TEXT","IMAGE"]},"tools":[{"googleSearch":{"searchTypes":{"imageSearch":{}}}}]}"#,
        ),
        (
            search(true, true),
            r#"{"generationConfig":{"responseModalities":["TEXT","IMAGE"]},"tools":[{"googleSearch":{"searchTypes":{"webSearch":{},"imageSearch":{}}}}]}"#,
        ),
        (search(false, false), r#"{"generationConfig":{"responseModalities":["TEXT","IMAGE"]}}"#),
    ] {
        assert_eq!(body.tail(None, 0), expected.replacen('{', ",", 1));
    }
}

#[test]
fn each_request_of_a_call_has_its_seed() {
    let body = config(|config| {
        config.seed = Some(7);
        config.top_k = Some(1);
    });
    let tail =
        |seed| format!(r#","generationConfig":{{"responseModalities":["TEXT","IMAGE"],"seed":{seed},"topK":1}}}}"#);
    assert_eq!([0, 1, 9].map(|index| body.tail(None, index)), [7, 8, 16].map(tail));
    assert_eq!(config(|_| ()).tail(None, 3), r#","generationConfig":{"responseModalities":["TEXT","IMAGE"]}}"#);
    assert!(config(|config| config.seed = Some(i32::MAX)).tail(None, 1).contains(r#""seed":2147483648"#));
}

#[test]
fn extra_body_lies_over_all_of_it() {
    let body = || {
        config(|config| {
            config.seed = Some(7);
            config.image_config = Some(ImageConfig { aspect_ratio: None, image_size: Some("1K".into()) });
        })
    };
    for (extra, expected) in [
        (
            r#"{"labels":{"a":"1"},"n":0.5,"flag":false,"none":null}"#,
            r#","generationConfig":{"responseModalities":["TEXT","IMAGE"],"imageConfig":{"imageSize":"1K"},"seed":8},"labels":{"a":"1"},"n":0.5,"flag":false,"none":null}"#,
        ),
        (
            r#"{"generationConfig":{"maxOutputTokens":9,"imageConfig":{"aspectRatio":"1:1"}}}"#,
            r#","generationConfig":{"responseModalities":["TEXT","IMAGE"],"imageConfig":{"imageSize":"1K","aspectRatio":"1:1"},"seed":8,"maxOutputTokens":9}}"#,
        ),
        (
            r#"{"generationConfig":{"seed":null,"responseModalities":["Image"]}}"#,
            r#","generationConfig":{"responseModalities":["Image"],"imageConfig":{"imageSize":"1K"},"seed":null}}"#,
        ),
        (r#"{"generationConfig":[1]}"#, r#","generationConfig":[1]}"#),
        (
            r#"{"__proto__":{"a":1},"generationConfig":{"__proto__":{"b":2},"constructor":{"prototype":{"c":3}}}}"#,
            r#","generationConfig":{"responseModalities":["TEXT","IMAGE"],"imageConfig":{"imageSize":"1K"},"seed":8,"__proto__":{"b":2},"constructor":{"prototype":{"c":3}}},"__proto__":{"a":1}}"#,
        ),
        (
            "{}",
            r#","generationConfig":{"responseModalities":["TEXT","IMAGE"],"imageConfig":{"imageSize":"1K"},"seed":8}}"#,
        ),
    ] {
        assert_eq!(body().tail(Value::parse(extra.as_bytes()).as_ref(), 1), expected);
    }
    let removed = |name: &str, value| Value::Object(vec![(name.to_owned(), value)]);
    assert_eq!(body().tail(Some(&removed("generationConfig", Value::Absent)), 1), "}", "nothing is left");
    let without_seed = removed("generationConfig", removed("seed", Value::Absent));
    assert!(!body().tail(Some(&without_seed), 1).contains("seed"));
}

#[test]
fn contents_are_text_around_blobs() {
    let contents = Pieces::<u8>::contents([], Pieces::user(None, "a pig", []));
    let whole = [contents.as_text().unwrap(), &config(|_| ()).tail(None, 0)].concat();
    // The request that kkiai documents.
    let expected = r#"{"contents":[{"role":"user","parts":[{"text":"a pig"}]}],"generationConfig":{"responseModalities":["TEXT","IMAGE"]}}"#;
    assert_eq!(whole, expected);

    let pictures = [("image/png", 3), ("image/jpeg", 4)].map(|(media_type, base64)| Picture { media_type, base64 });
    let user = Pieces::user(Some(2), "“ü” \"\u{0}\n", pictures);
    let contents = Pieces::contents([0, 1], user);
    let text = |text: &str| Piece::Text(text.to_owned());
    let expected = [
        text(r#"{"contents":["#),
        Piece::Blob(0),
        text(","),
        Piece::Blob(1),
        text(r#",{"role":"user","parts":["#),
        Piece::Blob(2),
        text(r#",{"text":"“ü” \"\u0000\n"},{"inlineData":{"mimeType":"image/png","data":""#),
        Piece::Blob(3),
        text(r#""}},{"inlineData":{"mimeType":"image/jpeg","data":""#),
        Piece::Blob(4),
        text(r#""}}]}]"#),
    ];
    assert_eq!(contents.pieces(), expected);
    assert_eq!(contents.as_text(), None);
}

#[test]
fn what_the_model_said_goes_back_part_by_part() {
    let part = |blob| {
        let mut part = Pieces::default();
        part.blob(blob);
        part
    };
    let mut words = Pieces::default();
    words.text(&text_part("Here is the picture."));
    let expected = [
        Piece::Text(r#"{"role":"model","parts":["#.into()),
        Piece::Blob(1),
        Piece::Text(r#",{"text":"Here is the picture."},"#.into()),
        Piece::Blob(2),
        Piece::Text("]}".into()),
    ];
    assert_eq!(Pieces::model([part(1), words, part(2)]).pieces(), expected);
}
