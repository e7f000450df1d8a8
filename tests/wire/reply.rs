//! Replies as they come.

use super::naive::{Said, has_float, said};
use super::naive_scan::Tree;
use super::written;
use engine::face::scan::{Lifted, Mark, Scanner, Sink};
use engine::face::wire::reply::{Candidate, Part, Reply, Usage};
use proptest::prelude::*;

fn reply(text: &str) -> Reply {
    Reply::parse(text.as_bytes()).unwrap_or_else(|| panic!("{text}"))
}

fn candidate(text: &str) -> Candidate {
    reply(&format!(r#"{{"candidates":[{text}]}}"#)).candidates.remove(0)
}

fn part(text: &str) -> Part {
    candidate(&format!(r#"{{"content":{{"parts":[{text}]}}}}"#)).content.parts.remove(0)
}

#[test]
fn a_whole_reply_is_read() {
    let reply = reply(
        r#"{
          "candidates": [{
            "content": {"parts": [
              {"thought": true, "text": "A cow…"},
              {"text": "Here.", "thoughtSignature": "0"},
              {"inlineData": {"mimeType": "image/png", "data": "1"}, "thoughtSignature": "2"},
              {"fileData": {"fileUri": "https://a.example/b.png", "mimeType": "image/png"}},
              {"text": "", "functionCall": {"name": "x"}}
            ], "role": "model"},
            "finishReason": "STOP", "finishMessage": "done", "index": 0,
            "groundingMetadata": {"webSearchQueries": [""]},
            "safetyRatings": [{"category": "HARM_CATEGORY_HARASSMENT", "probability": "LOW"}]
          }],
          "usageMetadata": {
            "promptTokenCount": 7, "candidatesTokenCount": 1400, "totalTokenCount": 1500, "thoughtsTokenCount": 93,
            "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 7}],
            "candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": 1120}, {"modality": "TEXT", "tokenCount": 5}, {"modality": "IMAGE", "tokenCount": 10}],
            "serviceTier": "standard"
          },
          "modelVersion": "gemini-3-pro-image", "responseId": "abc", "turnToken": "x"
        }"#,
    );
    let [candidate] = reply.candidates.as_slice() else { panic!("one candidate") };
    let [thought, words, picture, file, other] = candidate.content.parts.as_slice() else { panic!("five parts") };
    assert_eq!((thought.thought, thought.text.as_deref(), thought.has_more), (true, Some("A cow…"), false));
    assert_eq!(
        (words.thought, words.text.as_deref(), words.thought_signature.as_deref()),
        (false, Some("Here."), Some("0"))
    );
    let inline = picture.inline_data.as_ref().unwrap();
    assert_eq!((inline.mime_type.as_deref(), inline.data.as_deref()), (Some("image/png"), Some("1")));
    assert_eq!((picture.thought_signature.as_deref(), picture.text.as_deref()), (Some("2"), None));
    let file = file.file_data.as_ref().unwrap();
    assert_eq!(
        (file.file_uri.as_deref(), file.mime_type.as_deref()),
        (Some("https://a.example/b.png"), Some("image/png"))
    );
    assert_eq!((other.text.as_deref(), other.has_more), (Some(""), true));
    assert_eq!((candidate.finish_reason.as_deref(), candidate.finish_message.as_deref()), (Some("STOP"), Some("done")));
    assert!(candidate.grounding_metadata.is_some());
    assert_eq!(
        (reply.model_version.as_deref(), reply.response_id.as_deref()),
        (Some("gemini-3-pro-image"), Some("abc"))
    );
    let usage = Usage {
        input_tokens: Some(7),
        output_tokens: Some(1400),
        total_tokens: Some(1500),
        image_tokens: Some(1130),
        thought_tokens: Some(93),
    };
    assert_eq!(reply.usage(), Some(usage));
    assert_eq!(reply.error, None);
}

#[test]
fn what_is_no_reply_says_nothing_or_is_no_json() {
    for text in [
        "{}",
        "null",
        "[]",
        "7",
        "\"x\"",
        r#"{"candidates":null}"#,
        r#"{"candidates":[]}"#,
        r#"{"candidates":[null,7,[]]}"#,
    ] {
        assert_eq!(reply(text), Reply::default(), "{text}");
    }
    for text in ["", "<html>", "{", "{\"candidates\":[", "{}}", "data: {}"] {
        assert_eq!(Reply::parse(text.as_bytes()), None, "{text}");
    }
    for text in [
        "{}",
        r#"{"content":{}}"#,
        r#"{"content":{"role":"model"}}"#,
        r#"{"content":{"parts":null}}"#,
        r#"{"content":{"parts":[]}}"#,
    ] {
        assert_eq!(candidate(text), Candidate::default(), "{text}");
    }
}

#[test]
fn default_values_say_nothing() {
    for value in [
        r#""""#,
        r#""FINISH_REASON_UNSPECIFIED""#,
        r#""BLOCK_REASON_UNSPECIFIED""#,
        r#""BLOCKED_REASON_UNSPECIFIED""#,
        "null",
        "0",
        "{}",
    ] {
        assert_eq!(
            candidate(&format!(r#"{{"finishReason":{value},"finishMessage":""}}"#)),
            Candidate::default(),
            "{value}"
        );
        assert_eq!(candidate(&format!(r#"{{"finish_reason":{value}}}"#)), Candidate::default(), "{value}");
        assert_eq!(reply(&format!(r#"{{"promptFeedback":{{"blockReason":{value}}}}}"#)), Reply::default(), "{value}");
    }
    assert_eq!(reply(r#"{"modelVersion":"","responseId":"","usageMetadata":{}}"#), Reply::default());
    assert_eq!(reply(r#"{"usageMetadata":{"promptTokenCount":null}}"#).usage(), None);
    assert_eq!(
        candidate(r#"{"finishReason":"SOLAR_FLARE"}"#).finish_reason.as_deref(),
        Some("SOLAR_FLARE"),
        "unknown is no default"
    );
    assert_eq!(
        reply(r#"{"promptFeedback":{"blockReason":"OTHER"}}"#).prompt_feedback.block_reason.as_deref(),
        Some("OTHER")
    );
    assert_eq!(part(r#"{"inlineData":{"mimeType":"","data":""}}"#).inline_data.unwrap().mime_type, None);
}

#[test]
fn both_spellings_are_read() {
    let snake = reply(
        r#"{"candidates":[{"content":{"parts":[{"inline_data":{"mime_type":"image/png","data":"0"},"thought_signature":"1"},{"file_data":{"file_uri":"u","mime_type":"t"}}]},
          "finish_reason":"STOP","finish_message":"m","grounding_metadata":{}}],
          "prompt_feedback":{"block_reason":"SAFETY"},"usage_metadata":{"prompt_token_count":1,"candidates_tokens_details":[{"modality":"IMAGE","token_count":2}]},
          "model_version":"v","response_id":"r"}"#,
    );
    let camel = reply(
        r#"{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"0"},"thoughtSignature":"1"},{"fileData":{"fileUri":"u","mimeType":"t"}}]},
          "finishReason":"STOP","finishMessage":"m","groundingMetadata":{}}],
          "promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":1,"candidatesTokensDetails":[{"modality":"IMAGE","tokenCount":2}]},
          "modelVersion":"v","responseId":"r"}"#,
    );
    assert_eq!(snake, camel);
    assert!(!snake.candidates[0].content.parts[0].has_more);
    assert_eq!(camel.usage().unwrap().image_tokens, Some(2));
}

#[test]
fn counts_are_whole_numbers_or_absent() {
    let input = |count: &str| {
        let usage = reply(&format!(r#"{{"usageMetadata":{{"promptTokenCount":{count},"totalTokenCount":5}}}}"#))
            .usage()
            .unwrap();
        assert_eq!(usage.total_tokens, Some(5), "{count} costs its neighbour nothing");
        usage.input_tokens
    };
    assert_eq!(
        ["7", "7.0", "0", "1e3", "18446744073709551615"].map(input),
        [Some(7), Some(7), Some(0), Some(1000), Some(u64::MAX)]
    );
    assert_eq!(["-7", "1e300", "\"7\"", "null", "[7]", "{}", "true"].map(input), [None; 7]);
    let images = |details: &str| {
        reply(&format!(r#"{{"usageMetadata":{{"promptTokenCount":1,"candidatesTokensDetails":{details}}}}}"#))
            .usage()
            .unwrap()
            .image_tokens
    };
    assert_eq!(images(r#"[{"modality":"TEXT","tokenCount":3}]"#), None);
    assert_eq!(
        images(r#"[{"modality":"IMAGE"},{"modality":7,"tokenCount":3},"x",{"modality":"IMAGE","tokenCount":0}]"#),
        Some(0)
    );
    assert_eq!(
        images(r#"[{"modality":"IMAGE","tokenCount":18446744073709551615},{"modality":"IMAGE","tokenCount":9}]"#),
        Some(u64::MAX)
    );
    assert_eq!(images(r#"{"modality":"IMAGE","tokenCount":3}"#), None);
}

#[test]
fn wrapped_replies_and_lists_of_php_are_read() {
    let plain = reply(
        r#"{"candidates":[{"content":{"parts":[{"text":"a"},{"text":"b"}]},"finishReason":"STOP"}],"modelVersion":"v"}"#,
    );
    for text in [
        r#"{"response":{"candidates":[{"content":{"parts":[{"text":"a"},{"text":"b"}]},"finishReason":"STOP"}],"modelVersion":"v"},"traceId":"x"}"#,
        r#"{"response":{"response":{"candidates":[{"content":{"parts":[{"text":"a"},{"text":"b"}]},"finishReason":"STOP"}],"modelVersion":"v"}}}"#,
        r#"{"candidates":[{"content":{"parts":{"0":{"text":"a"},"1":{"text":"b"}}},"finishReason":"STOP"}],"modelVersion":"v"}"#,
        r#"{"candidates":[{"content":{"parts":{"1":{"text":"a"},"3":{"text":"b"}}},"finishReason":"STOP"}],"modelVersion":"v"}"#,
        r#"{"candidates":{"0":{"content":{"parts":[{"text":"a"},null,{"text":"b"}]},"finishReason":"STOP"}},"modelVersion":"v"}"#,
        r#"{"candidates":[{"content":{"parts":[{"text":"a"},{"text":"b"}]},"finishReason":"STOP"}],"modelVersion":"v","response":{"candidates":[]}}"#,
    ] {
        assert_eq!(reply(text), plain, "{text}");
    }
    assert_eq!(reply(r#"{"response":"x"}"#), Reply::default());
    assert_eq!(reply(r#"{"response":[{"candidates":[{}]}]}"#), Reply::default());
    let blocked = reply(r#"{"promptFeedback":{"blockReason":"SAFETY"},"response":{}}"#);
    assert_eq!(blocked.prompt_feedback.block_reason.as_deref(), Some("SAFETY"));
}

#[test]
fn an_error_in_a_reply_is_told_beside_what_else_it_says() {
    let failed = reply(
        r#"{"candidates":[{"content":{"parts":[{"text":"a"}]}}],"error":{"code":503,"message":"overloaded","status":"UNAVAILABLE"}}"#,
    );
    assert_eq!(failed.candidates.len(), 1);
    let error = failed.error.unwrap();
    assert_eq!(
        (error.status, error.message.as_deref(), error.state.as_deref()),
        (503, Some("overloaded"), Some("UNAVAILABLE"))
    );
    for (text, status, message) in [
        (r#"{"error":"it broke"}"#, 500, Some("it broke")),
        (r#"{"error":"slow down","code":429}"#, 429, Some("slow down")),
        (r#"{"error":{"code":429.0,"message":"x"}}"#, 429, Some("x")),
        (r#"{"error":{"code":"429","message":"x"}}"#, 429, Some("x")),
        (r#"{"error":{"code":1e300,"message":"x"}}"#, 500, Some("x")),
        (r#"{"error":{"code":-1,"message":"x"}}"#, 500, Some("x")),
        (r#"{"error":{"code":200,"message":"x"}}"#, 500, Some("x")),
        (r#"{"error":{"code":8,"message":"x"}}"#, 500, Some("x")),
        (r#"{"error":{"code":65965,"message":"x"}}"#, 500, Some("x")),
        (r#"{"error":{"code":null,"message":"x"}}"#, 500, Some("x")),
        (r#"{"error":{"message":{"error":{"code":404,"message":"x"}}}}"#, 404, Some("x")),
        (r#"{"error":{"code":503}}"#, 503, None),
        (r#"{"success":false}"#, 500, None),
        (r#"{"error":[{"message":"x","code":401}]}"#, 401, Some("x")),
        (r#"{"response":{"error":{"code":404,"message":"x"}}}"#, 404, Some("x")),
        (r#"{"response":{"candidates":[]},"error":{"code":404,"message":"x"}}"#, 404, Some("x")),
    ] {
        let error = reply(text).error.unwrap_or_else(|| panic!("{text}"));
        assert_eq!((error.status, error.message.as_deref()), (status, message), "{text}");
    }
    for text in [
        r#"{"error":null}"#,
        r#"{"error":""}"#,
        r#"{"error":false}"#,
        r#"{"error":0}"#,
        // Gateways put these beside a good picture.
        r#"{"error":{}}"#,
        r#"{"error":[]}"#,
        r#"{"error":{"code":0,"message":"","status":""}}"#,
        r#"{"error":{"code":200,"message":"Success","status":"OK"}}"#,
        r#"{"errors":[{"message":"x"}]}"#,
    ] {
        assert_eq!(reply(text).error, None, "{text}");
    }
}

/// Leaves the number of what was lifted, as whoever decodes it does.
#[derive(Default)]
struct Numbers {
    kept: Vec<u8>,
    count: usize,
}

impl Sink for Numbers {
    fn keep(&mut self, json: &[u8]) {
        self.kept.extend_from_slice(json);
    }

    fn begin(&mut self, _: Lifted) {
        self.kept.extend_from_slice(self.count.to_string().as_bytes());
        self.count += 1;
    }

    fn take(&mut self, text: &[u8]) -> usize {
        text.iter().position(|byte| *byte == b'"').unwrap_or(text.len())
    }

    fn end(&mut self) -> bool {
        true
    }

    fn mark(&mut self, _: Mark, _: u64) {}
}

#[test]
fn where_base64_was_lifted_its_number_is_the_text() {
    let mut numbers = Numbers::default();
    let text = br#"{"candidates":[{"content":{"parts":[
        {"text":"0","thoughtSignature":"AAAA"},{"inline_data":{"mime_type":"image/png","data":"BBBB"},"thought_signature":"CCCC"}]}}]}"#;
    let (mut scanner, mut bytes) = (Scanner::new(), &text[..]);
    while !bytes.is_empty() && !scanner.is_done() {
        let taken = scanner.push(bytes, &mut numbers).unwrap();
        bytes = &bytes[taken..];
    }
    let mut reply = Reply::parse(&numbers.kept).unwrap();
    let [words, picture] = reply.candidates.remove(0).content.parts.try_into().unwrap();
    assert_eq!([words.text, words.thought_signature].map(Option::unwrap), ["0", "0"]);
    assert_eq!([picture.inline_data.unwrap().data, picture.thought_signature].map(Option::unwrap), ["1", "2"]);
}

#[test]
fn a_bad_field_costs_nothing_beside_it() {
    for bad in ["null", "7", "-1e300", "\"x\"", "[]", "[[[]]]", "{}", r#"{"a":{"b":[]}}"#, "true", r#""\ud800""#] {
        for name in ["content", "finishMessage", "groundingMetadata", "index", "safetyRatings"] {
            assert_eq!(
                candidate(&format!(r#"{{"{name}":{bad},"finishReason":"STOP"}}"#)).finish_reason.as_deref(),
                Some("STOP"),
                "{name}: {bad}"
            );
        }
        for name in ["text", "thought", "thoughtSignature", "fileData", "videoMetadata"] {
            let picture = part(&format!(r#"{{"{name}":{bad},"inlineData":{{"mimeType":{bad},"data":"0"}}}}"#));
            assert_eq!(picture.inline_data.unwrap().data.as_deref(), Some("0"), "{name}: {bad}");
        }
        let parts = candidate(&format!(r#"{{"content":{{"parts":[{bad},{{"text":"a"}},{bad}]}}}}"#)).content.parts;
        assert!(parts.iter().any(|part| part.text.as_deref() == Some("a")), "{bad}");
        for name in ["promptFeedback", "usageMetadata", "modelVersion", "error", "response"] {
            let text = format!(r#"{{"{name}":{bad},"candidates":[{{"finishReason":"STOP"}}]}}"#);
            assert_eq!(reply(&text).candidates[0].finish_reason.as_deref(), Some("STOP"), "{text}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn replies_are_read_as_the_naive_way_reads_them(text in prop_oneof![4 => written::reply(), 1 => written::value()]) {
        let tree: Tree = serde_json::from_str(&text).unwrap();
        let (mut ours, mut naive) = (Said::from(reply(&text)), said(&tree));
        if has_float(&tree) {
            (ours.usage, naive.usage) = (None, None);
        }
        prop_assert_eq!(ours, naive);
    }
}
