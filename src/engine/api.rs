//! What Rust apps meet: calls by setters, futures that end what they stand for when they are dropped, and pictures whose
//! URLs live as long as they do. All that a call does is the engine's.

mod browser;
mod client;
mod error;
mod events;
mod generate;
mod generated;
mod image;
mod pending;
mod reference;
mod run;
mod session;
mod spelling;

pub use client::{Client, ClientBuilder};
pub use error::{Error, ErrorKind};
pub use events::{Event, Events, Phase, Progress};
pub use generate::{AspectRatio, Generate};
pub use generated::{Generated, Response, SafetyRating, Thoughts};
pub use image::{Conversion, Format, Image};
pub use pending::{AbortHandle, Pending, Task};
pub use reference::Reference;
pub use session::{Session, Turn};
