//! What must hold of the pure core for any bytes at all: a function for each fuzz target.
//!
//! Each takes the input of one run, compares the code with an oracle that is slow and simple, and panics where they differ.
//! `targets/` hands them to libFuzzer; tests/fuzz.rs runs them on the seeds, and on what a fixed sequence of changes makes of
//! those, in every `cargo test`. Oracles that other tests use too are theirs, in tests/.

pub mod base64;
pub mod content;
pub mod events;
mod input;
mod json;
pub mod prefix;
pub mod reply;
pub mod scan;
pub mod sniff;
pub mod sse;
pub mod value;
pub mod wire;

#[path = "../../tests/codec/naive.rs"]
mod naive_codec;
#[path = "../../tests/prefix/naive.rs"]
mod naive_prefix;
#[path = "../../tests/scan/naive.rs"]
mod naive_scan;
#[path = "../../tests/sniff/naive.rs"]
mod naive_sniff;
#[path = "../../tests/sse/naive.rs"]
mod naive_sse;
#[allow(dead_code)]
#[path = "../../tests/wire/naive.rs"]
mod naive_wire;

/// A target's name and what it runs.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: [Target; 10] = [
    ("base64", base64::check),
    ("content", content::check),
    ("events", events::check),
    ("prefix", prefix::check),
    ("reply", reply::check),
    ("scan", scan::check),
    ("sniff", sniff::check),
    ("sse", sse::check),
    ("value", value::check),
    ("wire", wire::check),
];
