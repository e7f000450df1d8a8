//! Whole calls, each against a server that does one thing: what is sent, what is told, and what it comes to. Every
//! schedule of them is `simulate`'s.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic

#[path = "call/inputs.rs"]
mod inputs;
#[path = "call/links.rs"]
mod links;
#[path = "memory/mod.rs"]
mod memory;
#[path = "call/pace.rs"]
mod pace;
#[path = "call/replies.rs"]
mod replies;
#[path = "call/sent.rs"]
mod sent;
#[path = "call/told.rs"]
mod told;
#[path = "call/tried.rs"]
mod tried;
#[path = "call/turns.rs"]
mod turns;

use engine::face::call::{Call, Generated, Handed};
use engine::face::error::{Code, Error};
use engine::face::options::{Draft, Key, Options, Page};
use engine::face::pace::Pace;
use memory::Memory;

const KEY: &str = "sk-secret-0123456789";
const MODEL: &str = "gemini-2.5-flash-image";

/// A red boat of a gateway's, without another try.
fn draft() -> Draft {
    Draft {
        prompt: Some("a red boat".into()),
        base_url: Some("https://gateway.example/x/".into()),
        key: Some(Key::Text(KEY.into())),
        max_retries: Some(0),
        ..Draft::default()
    }
}

fn options(draft: Draft) -> Options {
    draft.check(&Page::default()).unwrap()
}

fn run(world: &Memory, draft: Draft, handed: Handed<Memory>) -> Result<Generated<Memory>, Box<Error>> {
    let call = Call::new(world.clone(), Pace::default(), options(draft), handed);
    let end = world.run(call.run());
    assert_eq!(world.open(), 0, "nothing is left open");
    end
}

fn call(world: &Memory, draft: Draft) -> Result<Generated<Memory>, Box<Error>> {
    run(world, draft, Handed::default())
}

/// Of a call that comes to none.
fn fails(world: &Memory, draft: Draft, handed: Handed<Memory>) -> Error {
    let error = run(world, draft, handed).err().expect("a failure");
    assert!(!format!("{error:?}").contains(KEY), "no key is told: {error:?}");
    *error
}

/// An error as one line.
fn line(error: &Error) -> String {
    let Error { code, message, hint, attempts, .. } = error;
    let of = |is: bool, word| if is { word } else { "" };
    let (again, billed) = (of(error.retryable, " retryable"), of(error.maybe_billed, " billed"));
    format!("{code}{again}{billed} {attempts}: {message} — {}", hint.as_deref().unwrap_or_default())
}

/// Nothing was sent, and nothing will be.
fn is_unsent(world: &Memory, error: &Error) {
    assert_eq!((world.seen().len(), error.attempts, error.maybe_billed), (0, 0, false), "{error:?}");
    assert!(matches!(error.code, Code::Timeout) == error.retryable, "{error:?}");
}
