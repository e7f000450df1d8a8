//! What goes over the wire, and what comes back.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic

#[path = "wire/json.rs"]
mod json;
#[path = "wire/naive.rs"]
mod naive;
#[allow(dead_code)]
#[path = "scan/naive.rs"]
mod naive_scan;
#[path = "wire/reply.rs"]
mod reply;
#[path = "wire/request.rs"]
mod request;
#[path = "wire/server_error.rs"]
mod server_error;
#[path = "wire/target.rs"]
mod target;
#[path = "wire/value.rs"]
mod value;
#[path = "wire/written.rs"]
mod written;
