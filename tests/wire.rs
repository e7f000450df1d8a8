//! What goes over the wire, and what comes back.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic

#[path = "wire/json.rs"]
mod json;
#[path = "wire/request.rs"]
mod request;
#[path = "wire/target.rs"]
mod target;
#[path = "wire/written.rs"]
mod written;
