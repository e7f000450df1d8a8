//! What only a browser shows, with no server beside it: `wasm-pack test --headless --chrome`.

#![cfg(target_arch = "wasm32")]

#[path = "codec/checks.rs"]
mod checks;
#[path = "web/mod.rs"]
mod web;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
