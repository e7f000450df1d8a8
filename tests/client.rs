//! The Rust face where there is no browser: setters, their one check, and what is printed.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic

use engine::error::Code;
use engine::{Client, Error, ErrorKind};
use std::future::{Future, IntoFuture};
use std::num::NonZeroU8;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

const fn crosses_threads<T: Send + Sync + Clone + 'static>() {}

#[test]
fn what_an_app_keeps_crosses_threads() {
    crosses_threads::<Client>();
    crosses_threads::<Error>();
}

#[test]
fn all_is_checked_at_once_and_the_first_mistake_is_told() {
    let google = Client::builder().key("a-key").base_url("google").build();
    let ask = || google.generate("a red boat");
    assert_eq!(ask().aspect_ratio((16, 9)).size("2K").seed(7).count(NonZeroU8::MIN).check(), Ok(()));
    for (generate, field) in [
        (google.generate("  "), "prompt"),
        (ask().aspect_ratio("wide"), "aspectRatio"),
        (ask().size("1024x1024"), "size"),
        (ask().temperature(3.0), "temperature"),
        (ask().temperature(f64::NAN), "temperature"),
        (ask().retries(2000), "maxRetries"),
        (ask().timeout(Duration::from_secs(1 << 40)), "timeout"),
        (ask().model(""), "model"),
        (ask().extra(&["contents"], "x"), "extraBody"),
    ] {
        let error = generate.check().expect_err(field);
        assert_eq!((error.kind(), error.attempts(), error.maybe_billed()), (ErrorKind::InvalidOption, 0, false));
        assert!(error.message().starts_with(&format!("`{field}`")), "{field}: {error}");
    }
    let error = Client::builder().base_url("google").build().generate("a red boat").check().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MissingApiKey);
    // A key that looks like Google's goes to no host that was not named.
    let google_key = format!("AIza{}", "x".repeat(35));
    let error = Client::new(google_key.clone()).generate("a red boat").check().unwrap_err();
    assert!(!format!("{error} {error:?}").contains(&google_key));
}

#[test]
fn a_key_is_never_printed() {
    let client = Client::builder().key("sesame-open-1").header("x-auth", "Token sesame-open-2").build();
    let printed = format!("{client:?} {:?} {:?}", client.generate("a red boat"), client.generate("a").into_future());
    assert!(!printed.contains("sesame"), "{printed}");
}

#[test]
fn clones_are_equal_and_nothing_else_is() {
    let client = Client::new("a-key");
    assert_eq!(client, client.clone());
    assert_ne!(client, Client::new("a-key"));
}

#[test]
fn the_kinds_are_the_codes_of_javascript() {
    for code in Code::ALL {
        let error: Error = engine::error::Failure::new(*code, "x").told(&engine::redact::Redactor::default()).into();
        assert_eq!(error.kind().as_str(), code.as_str());
    }
}

#[test]
fn where_there_is_no_browser_that_is_told() {
    let ask = Client::new("a-key").generate("a red boat");
    let Poll::Ready(Err(error)) = pin!(ask.into_future()).poll(&mut Context::from_waker(Waker::noop())) else {
        panic!()
    };
    assert_eq!((error.kind(), error.message()), (ErrorKind::Wasm, "pictures are made in a browser, and here is none"));
}
