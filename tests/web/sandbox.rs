//! The sandbox answers through the `fetch` option.

use super::{at, code, generate, sandbox};
use js_sys::Function;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

async fn handler(fault: Option<&str>) -> Function {
    JsFuture::from(sandbox(fault)).await.unwrap().unchecked_into()
}

#[wasm_bindgen_test]
async fn a_prompt_becomes_a_picture() {
    let result = generate(&handler(None).await).await.unwrap();
    assert_eq!(at(&result, &["image", "mediaType"]).as_string().as_deref(), Some("image/png"));
    assert_eq!(at(&result, &["image", "width"]).as_f64(), Some(1024.0));
    assert!(at(&result, &["url"]).as_string().unwrap().starts_with("blob:"));
    assert!(at(&result, &["blob", "size"]).as_f64().unwrap() > 10_000.0);
    assert_eq!(at(&result, &["finishReason"]).as_string().as_deref(), Some("STOP"));
    assert!(at(&result, &["usage", "imageTokens"]).as_f64() == Some(1290.0));
}

#[wasm_bindgen_test]
async fn faults_end_in_their_codes() {
    for (fault, expected) in [
        ("bad-key", "invalid-api-key"),
        ("rate-limit", "rate-limited"),
        ("quota-day", "quota-exhausted"),
        ("http-413", "payload-too-large"),
        ("http-503", "server-error"),
        ("big-6KiB+bad-base64", "invalid-response"),
        ("big-6KiB+short-body", "invalid-response"),
        ("big-6KiB+cut-body", "network"),
        ("html-200", "invalid-response"),
        ("svg-image", "invalid-response"),
        ("redirect", "invalid-response"),
        ("network", "network"),
    ] {
        let error = generate(&handler(Some(fault)).await).await.unwrap_err();
        assert_eq!(code(&error), expected, "{fault}");
    }
}
