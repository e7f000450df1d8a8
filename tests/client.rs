//! The Rust face where there is no browser: setters, their one check, and what is printed.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic

use engine::face::error::Code;
use engine::{
    AbortHandle, Client, Error, ErrorKind, Event, Generated, Image, Modality, Reference, Session, Task, Turn,
};
use serde_json::json;
use std::collections::BTreeMap;
use std::future::{Future, IntoFuture};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

const fn crosses_threads<T: Send + Sync + 'static>() {}
const fn is_a_prop<T: Clone + PartialEq + std::fmt::Debug + 'static>() {}

// Leptos keeps signals, contexts and what runs at an unmount where only this may be; Yew compares props.
#[test]
fn what_an_app_keeps_crosses_threads_and_can_be_compared() {
    crosses_threads::<(Client, Session, Reference, Task, AbortHandle)>();
    crosses_threads::<(Generated, Image, Event, Turn, Error)>();
    is_a_prop::<(Client, Session, Generated, Image, Event, Turn, Error)>();
}

#[test]
fn all_is_checked_at_once_and_the_first_mistake_is_told() {
    let google = Client::builder().key("a-key").base_url("google").build();
    let ask = || google.generate("a red boat");
    assert_eq!(ask().aspect_ratio((16, 9)).size("2K").seed(7).count(1).check(), Ok(()));
    for (generate, field) in [
        (google.generate("  "), "prompt"),
        (ask().aspect_ratio("wide"), "aspect_ratio"),
        (ask().size("1024x1024"), "size"),
        (ask().temperature(3.0), "temperature"),
        (ask().temperature(f64::NAN), "temperature"),
        (ask().top_p(1.5), "top_p"),
        (ask().top_k(0), "top_k"),
        (ask().modalities([Modality::Text]), "modalities"),
        (ask().count(65_535), "count"),
        (ask().retries(2000), "retries"),
        (ask().timeout(Duration::from_secs(1 << 40)), "timeout"),
        (ask().model(""), "model"),
        (ask().extra(&json!({ "contents": "x" })), "extra"),
        (ask().extra(&json!(["contents"])), "extra"),
        (ask().extra(&BTreeMap::from([((), 1)])), "extra"),
        (google.session().send("a red boat").count(1), "count"),
        (google.session().send("a red boat").concurrency(1), "concurrency"),
    ] {
        let error = generate.check().expect_err(field);
        assert_eq!((error.kind(), error.attempts(), error.maybe_billed()), (ErrorKind::InvalidOption, 0, false));
        assert_eq!(error.field(), Some(field), "{error}");
    }
    let error = Client::builder().base_url("google").build().generate("a red boat").check().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MissingApiKey);
    // A key that looks like Google's goes to no host that was not named.
    let google_key = format!("AIza{}", "x".repeat(35));
    let error = Client::new(google_key.clone()).generate("a red boat").check().unwrap_err();
    assert!(!format!("{error} {error:?}").contains(&google_key));
}

#[test]
fn a_mistake_is_told_in_the_words_of_setters() {
    let ask = || Client::builder().key("a-key").base_url("google").build().generate("a red boat");
    let told = |generate: engine::Generate| generate.check().unwrap_err().to_string();
    assert!(told(ask().size("1920x1080")).contains("write `aspect_ratio(\"16:9\")`"));
    assert!(told(ask().size("2k")).ends_with("write `size(\"2K\")`"));
    let google_key = format!("AIza{}", "x".repeat(35));
    let told = told(Client::new(google_key).generate("a red boat"));
    assert!(told.contains("pass `base_url(\"google\")` to use") && told.starts_with("`key` holds"), "{told}");
}

#[test]
fn a_setter_is_called_by_its_own_name() {
    let error = Client::builder().base_url("google").header("a b", "x").build().generate("a red boat").check();
    assert_eq!(error.unwrap_err().field(), Some("header"));
    let keyed = Client::builder().base_url("google").header("authorization", "Bearer a-key").build();
    let told = keyed.generate("a red boat").check().unwrap_err().to_string();
    assert!(told.contains("say `auth(Auth::None)` where `header` carries"), "{told}");
}

#[test]
fn a_path_on_the_page_is_right_on_a_server_too() {
    let own = |path: &str| Client::builder().base_url(path).build().generate("a red boat").check();
    assert_eq!((own("/api"), own("./api"), own("/")), (Ok(()), Ok(()), Ok(())));
    assert_eq!(own("/api?key=1").unwrap_err().field(), Some("base_url"));
    assert_eq!(own("ftp://x").unwrap_err().field(), Some("base_url"));
}

#[test]
fn a_reference_is_made_of_all_that_holds_one() {
    let (text, ratio) = ("data:,".to_owned(), "16:9".to_owned());
    let client = Client::builder().base_url("google").key("a-key").build();
    let ask = client.generate("x").reference(include_bytes!("fixtures/plain.png")).reference(&text).reference(&*text);
    assert_eq!(ask.reference(&[1][..]).reference(vec![1]).aspect_ratio(&ratio).check(), Ok(()), "{ratio} {text}");
}

#[test]
fn what_was_added_to_the_body_is_laid_over_what_was_added_before() {
    let client = Client::builder().key("a-key").base_url("google").build();
    let over = json!({ "generationConfig": { "mediaResolution": "MEDIA_RESOLUTION_LOW", "topK": 1.5e3 } });
    let ask = client.generate("a red boat").extra(&json!({ "labels": { "team": "web" } })).extra(&over);
    assert_eq!(ask.check(), Ok(()));
}

#[test]
fn a_template_is_filled_in() {
    let client = Client::builder().key("a-key").base_url("google").build();
    let template = client.generate("").size("2K");
    assert_eq!(template.check().unwrap_err().field(), Some("prompt"));
    assert_eq!(template.prompt("a red boat").check(), Ok(()));
}

#[test]
fn a_key_is_never_printed() {
    let client = Client::builder().key("sesame-open-1").header("x-auth", "Token sesame-open-2").build();
    let printed = format!("{client:?} {:?} {:?}", client.generate("a red boat"), client.generate("a").into_future());
    assert!(!printed.contains("sesame"), "{printed}");
    let odd = Client::builder().base_url("https://me:sesame@api.example/?key=sesame").build();
    assert!(!format!("{odd:?}").contains("sesame"));
}

#[test]
fn clients_of_the_same_are_equal_so_that_no_effect_runs_again() {
    let client = Client::new("a-key");
    assert_eq!(client, client.clone());
    assert_eq!(client, Client::new("a-key"));
    assert_ne!(client, Client::new("another-key"));
    assert_ne!(client, Client::builder().key("a-key").header("x-team", "web").build());
    let asks = Client::builder().key_from(|| async { Ok("a-key".to_owned()) }).build();
    assert_eq!(asks, asks.clone());
    assert_ne!(asks, Client::builder().key_from(|| async { Ok("a-key".to_owned()) }).build());
}

#[test]
fn the_kinds_are_the_codes_of_javascript() {
    for code in Code::ALL {
        let error: Error =
            engine::face::error::Failure::new(*code, "x").told(&engine::face::redact::Redactor::default()).into();
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

fn at_once<T>(future: impl Future<Output = T>) -> T {
    let Poll::Ready(end) = pin!(future).poll(&mut Context::from_waker(Waker::noop())) else { panic!() };
    end
}

#[test]
fn a_stream_that_failed_says_so_again() {
    let mut events = Client::new("a-key").generate("a red boat").stream();
    let error = at_once(events.next()).unwrap().unwrap_err();
    assert!(at_once(events.next()).is_none());
    assert_eq!(at_once(events.finish()).unwrap_err(), error);
}

#[test]
fn what_is_aborted_before_it_is_sent_cost_nothing() {
    let ask = Client::new("a-key").generate("a red boat");
    let (pending, mut events) = (ask.clone().into_future(), ask.stream());
    pending.abort_handle().abort();
    events.abort_handle().abort();
    for error in [at_once(pending).unwrap_err(), at_once(events.next()).unwrap().unwrap_err()] {
        let told = (error.kind(), error.attempts(), error.maybe_billed());
        assert_eq!(told, (ErrorKind::Aborted, 0, false));
    }
}
