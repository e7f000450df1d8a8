//! A prompt in, pictures out: the engine of wasmagine, which knows no browser.
//!
//! The way data takes is one direction, and no module calls backwards:
//!
//! ```text
//! options ─► call ─► receive ( sse ─► scan ─► base64, prose ) ─► reply ─► verdict ─► result    any step ─► error
//! ```
//!
//! What is here does no I/O of its own and is tested natively: most of it is pure, and `call`, with what it is made of, asks
//! [`world::World`] for all that it needs. In a browser that is `web`, which is there on wasm alone.

// A new name in an enum of ours stops the build until each question is answered for it.
#![deny(clippy::wildcard_enum_match_arm)]

pub mod base64;
mod body;
pub mod call;
pub mod check;
pub mod envelope;
pub mod error;
mod find;
pub mod input;
pub mod link;
pub mod models;
mod named;
pub mod options;
pub mod pace;
pub mod picture;
pub mod prefix;
pub mod prose;
pub mod queue;
pub mod race;
pub mod receive;
pub mod redact;
pub mod reply;
pub mod report;
pub mod retry;
pub mod scan;
pub mod session;
pub mod sniff;
pub mod sse;
mod swar;
pub mod verdict;
#[cfg(target_arch = "wasm32")]
pub mod web;
pub mod wire;
pub mod world;
