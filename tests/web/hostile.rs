//! Calls that gloo-net alone would never end, and others that a caller's `fetch` can think of: each ends, in the right code.

use super::{at, call, code, hostile_options};
use wasm_bindgen_test::wasm_bindgen_test;

async fn failure(name: &str) -> String {
    code(&call(&hostile_options(name)).await.unwrap_err())
}

#[wasm_bindgen_test]
async fn a_key_that_no_header_can_hold() {
    assert_eq!(failure("curly quote in the key").await, "invalid-option");
}

#[wasm_bindgen_test]
async fn an_abort_reason_that_is_no_error() {
    let reason = call(&hostile_options("abort with a string")).await.unwrap_err();
    assert_eq!(reason.as_string().as_deref(), Some("enough"));
}

#[wasm_bindgen_test]
async fn a_rejection_that_is_no_error() {
    let error = call(&hostile_options("fetch rejects with a string")).await.unwrap_err();
    assert_eq!(code(&error), "network");
    assert_eq!(at(&error, &["cause", "message"]).as_string().as_deref(), Some("\"no route\""));
}

#[wasm_bindgen_test]
async fn a_fetch_that_gives_no_response() {
    for name in ["fetch gives null", "fetch gives a string", "fetch gives an object"] {
        assert_eq!(failure(name).await, "invalid-option", "{name}");
    }
}

#[wasm_bindgen_test]
async fn a_fetch_that_throws_at_once() {
    assert_eq!(failure("fetch throws").await, "network");
}

#[wasm_bindgen_test]
async fn a_fetch_and_a_body_that_never_answer() {
    assert_eq!(failure("fetch never settles").await, "timeout");
    assert_eq!(failure("body never comes").await, "timeout");
}
