//! A prompt in, pictures out: the engine of wasmagine, which knows no browser.
//!
//! The way data takes is one direction, and no module calls backwards:
//!
//! ```text
//! options ─► request ─► transport ─► stream ( sse ─► scan ─► base64 ─► blob ) ─► reply ─► result    any step ─► error
//! ```
//!
//! What is here is pure: it does no I/O and is tested natively.

pub mod base64;
pub mod envelope;
pub mod error;
pub mod models;
pub mod options;
pub mod prefix;
pub mod redact;
pub mod scan;
pub mod sniff;
pub mod sse;
pub mod wire;
