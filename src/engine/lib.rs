#![doc = include_str!("README.md")]
//!
//! # The engine
//!
//! Behind this crate, and behind the JavaScript package, is one engine, which knows no browser. Its rooms are public for that
//! package alone, may change at any time, and are hidden here. The way data takes is one direction, and no module calls
//! backwards:
//!
//! ```text
//! options ─► call ─► receive ( sse ─► scan ─► base64, prose ) ─► reply ─► verdict ─► result    any step ─► error
//! ```
//!
//! It does no I/O of its own and is tested natively: most of it is pure, and `call`, with what it is made of, asks
//! `world::World` for all that it needs. In a browser that is `web`, which is there on wasm alone.

// A new name in an enum of ours stops the build until each question is answered for it.
#![deny(clippy::wildcard_enum_match_arm)]

#[cfg(feature = "client")]
mod api;
mod base64;
mod body;
mod call;
mod check;
mod envelope;
mod error;
mod find;
mod input;
mod link;
mod models;
mod named;
mod options;
mod pace;
mod picture;
mod prefix;
mod prose;
mod queue;
mod race;
mod receive;
mod redact;
mod reply;
mod report;
mod retry;
mod scan;
mod session;
mod sniff;
mod sse;
mod swar;
mod verdict;
#[cfg(target_arch = "wasm32")]
mod web;
mod wire;
mod world;

#[cfg(feature = "client")]
pub use api::{
    AbortHandle, AspectRatio, Client, ClientBuilder, Conversion, Error, ErrorKind, Event, Events, Format, Generate,
    Generated, Image, Pending, Phase, Progress, Reference, Response, SafetyRating, Session, Task, Thoughts, Turn,
};
pub use check::Finding;
pub use models::{ALL as MODELS, Host, Model, Retired, Warning};
pub use options::{Credentials, Level, Modality, Search, Thinking};
pub use wire::reply::Usage;
pub use wire::target::Auth;

// Their examples in Rust are compiled with those of the crate.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
#[cfg(doctest)]
#[doc = include_str!("../../docs/guide/rust.md")]
struct Guide;

// On wasm, where all that it links to is there.
#[cfg(all(doc, target_arch = "wasm32"))]
#[doc = include_str!("javascript.md")]
pub mod javascript {
    #[allow(unused_imports, reason = "links are")]
    use super::*;
}

/// The engine's rooms, for the JavaScript package and the tests alone: they may change at any time.
#[doc(hidden)]
pub mod face {
    macro_rules! rooms {
        ($($(#[$meta:meta])* $room:ident)+) => {
            $($(#[$meta])* pub mod $room { pub use crate::$room::*; })+
        };
    }

    rooms! {
        base64 call check envelope error input link models options pace picture prefix prose queue race receive redact reply report retry scan session sniff sse verdict wire world
        #[cfg(target_arch = "wasm32")]
        web
    }
}
