//! Pictures from a prompt, for Rust front-ends in the browser: over the Gemini image API, decoded while the reply arrives.
//!
//! ```
//! # async fn draw(key: &str) -> Result<(), wasmagine::Error> {
//! use wasmagine::Client;
//!
//! let made = Client::new(key).generate("a red boat").aspect_ratio("16:9").await?;
//! println!("<img src={:?}>", made.url()); // for as long as `made`, or its `image`, is held
//! # Ok(())
//! # }
//! ```
//!
//! A call is a future: dropping it aborts its request. [`Generate::spawn`] runs one by itself and gives a [`Task`], which
//! ends the call when it is dropped, and [`Generate::stream`] tells of it while it runs. What the setters got is checked once,
//! before anything is sent, and [`Generate::check`] does that natively too; pictures are made in browsers alone, and
//! elsewhere a call fails with [`ErrorKind::Wasm`].
//!
//! It is not there yet: conversations, `check()` of a server, and pictures that a browser has to draw anew.
//!
//! # The engine
//!
//! Behind it, and behind the JavaScript package, is one engine, which knows no browser. Its rooms are public for that
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

mod client;
mod events;
mod fault;
mod generate;
mod image;
mod pending;

pub use client::{Client, ClientBuilder};
pub use events::{Event, Events};
pub use fault::{Error, ErrorKind};
pub use generate::{AspectRatio, Generate, Reference};
pub use image::{Generated, Image};
pub use models::Warning;
pub use options::{Level, Search, Thinking};
pub use pending::{AbortHandle, Pending, Task};
pub use queue::{Phase, Progress};
pub use wire::reply::Usage;
pub use wire::target::Auth;

#[doc(hidden)]
pub mod base64;
mod body;
#[doc(hidden)]
pub mod call;
#[doc(hidden)]
pub mod check;
#[doc(hidden)]
pub mod envelope;
#[doc(hidden)]
pub mod error;
mod find;
#[doc(hidden)]
pub mod input;
#[doc(hidden)]
pub mod link;
#[doc(hidden)]
pub mod models;
mod named;
#[doc(hidden)]
pub mod options;
#[doc(hidden)]
pub mod pace;
#[doc(hidden)]
pub mod picture;
#[doc(hidden)]
pub mod prefix;
#[doc(hidden)]
pub mod prose;
#[doc(hidden)]
pub mod queue;
#[doc(hidden)]
pub mod race;
#[doc(hidden)]
pub mod receive;
#[doc(hidden)]
pub mod redact;
#[doc(hidden)]
pub mod reply;
#[doc(hidden)]
pub mod report;
#[doc(hidden)]
pub mod retry;
#[doc(hidden)]
pub mod scan;
#[doc(hidden)]
pub mod session;
#[doc(hidden)]
pub mod sniff;
#[doc(hidden)]
pub mod sse;
mod swar;
#[doc(hidden)]
pub mod verdict;
#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
pub mod web;
#[doc(hidden)]
pub mod wire;
#[doc(hidden)]
pub mod world;
