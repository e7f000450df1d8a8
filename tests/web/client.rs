//! The Rust face in a browser: pictures and their URLs, and that who drops a call ends it.

use super::sandbox;
use engine::{Client, ErrorKind, Event, Generated, Image};
use js_sys::{Function, Promise, Reflect, global};
use std::cell::RefCell;
use std::future::IntoFuture;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

async fn client(fault: Option<&str>) -> Client {
    let fetch = JsFuture::from(sandbox(fault)).await.unwrap().unchecked_into();
    Client::builder().key("a-key").base_url("https://api.example").retries(0).fetch(fetch).build()
}

async fn is_there(url: &str) -> bool {
    let fetch: Function = Reflect::get(&global(), &"fetch".into()).unwrap().unchecked_into();
    let promise: Promise = fetch.call1(&global(), &url.into()).unwrap().unchecked_into();
    JsFuture::from(promise).await.is_ok()
}

/// Waits a turn of the page's, or some.
async fn turns() {
    let wait = Function::new_with_args("done", "setTimeout(done, 30)");
    JsFuture::from(Promise::new(&mut |done, _| drop(wait.call1(&JsValue::NULL, &done)))).await.unwrap();
}

/// A `fetch` that never settles, and whether the last request that it was given is aborted.
fn never() -> (Function, impl Fn() -> Option<bool>) {
    let seen = js_sys::Array::new();
    let fetch = Function::new_with_args("seen, request", "seen.push(request.signal); return new Promise(() => {})");
    let aborted = {
        let seen = seen.clone();
        move || Reflect::get(&seen.pop(), &"aborted".into()).ok()?.as_bool()
    };
    (fetch.bind1(&JsValue::NULL, &seen).unchecked_into(), aborted)
}

#[wasm_bindgen_test]
async fn five_lines_make_a_picture_whose_url_lives_as_long_as_it() {
    let made = client(None).await.generate("a red boat").aspect_ratio("16:9").await.unwrap();
    let url = made.url().to_owned();
    assert!(url.starts_with("blob:") && is_there(&url).await);
    assert_eq!(made.images, std::slice::from_ref(&made.image));
    let (width, height) = made.image.size();
    assert!(width > height && made.image.media_type() == "image/png");
    assert_eq!(made.image.bytes().await.unwrap().len() as f64, made.image.blob().size());
    let image = made.image.clone();
    drop(made);
    assert!(is_there(&url).await, "{image:?} is still held");
    assert_eq!(image.url(), url);
    drop(image);
    assert!(!is_there(&url).await);
}

#[wasm_bindgen_test]
async fn a_leaked_url_outlives_its_picture() {
    let Generated { image, .. } = client(None).await.generate("a red boat").await.unwrap();
    let url = image.leak_url();
    assert!(is_there(&url).await);
    web_sys::Url::revoke_object_url(&url).unwrap();
}

#[wasm_bindgen_test]
async fn pictures_go_in_as_they_are_held() {
    let client = client(None).await;
    let Generated { image, .. } = client.generate("a red boat").await.unwrap();
    let bytes = image.bytes().await.unwrap();
    let edited = client.generate("make it night").reference(&image).reference(bytes).await.unwrap();
    assert_ne!(edited.image.bytes().await.unwrap(), image.bytes().await.unwrap());
    let error = client.generate("make it night").reference(b"no picture".to_vec()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidImage, 0));
}

#[wasm_bindgen_test]
async fn who_drops_a_call_aborts_its_request() {
    let (fetch, aborted) = never();
    let client = Client::builder().base_url("https://api.example").fetch(fetch).build();
    let mut call = Box::pin(client.generate("a red boat").into_future());
    let limit = turns();
    engine::race::race(call.as_mut(), std::pin::pin!(limit)).await;
    assert_eq!(aborted(), Some(false));
    // Once more: what was asked about is popped.
    let (fetch, aborted) = never();
    let client = Client::builder().base_url("https://api.example").fetch(fetch).build();
    let mut call = Box::pin(client.generate("a red boat").into_future());
    engine::race::race(call.as_mut(), std::pin::pin!(turns())).await;
    drop(call);
    assert_eq!(aborted(), Some(true));
}

#[wasm_bindgen_test]
async fn a_task_ends_when_it_is_dropped_and_is_told_of_where_it_is_not() {
    let told: Rc<RefCell<Vec<Result<Generated, engine::Error>>>> = Rc::default();
    let done = || {
        let told = told.clone();
        move |end| told.borrow_mut().push(end)
    };
    let (fetch, aborted) = never();
    let slow = Client::builder().base_url("https://api.example").fetch(fetch).build();
    let task = slow.generate("a red boat").spawn(done());
    turns().await;
    drop(task);
    turns().await;
    assert_eq!((aborted(), told.borrow().len()), (Some(true), 0));
    client(None).await.generate("a red boat").spawn(done()).forget();
    while told.borrow().is_empty() {
        turns().await;
    }
    assert!(told.borrow()[0].is_ok());
}

#[wasm_bindgen_test]
async fn an_abort_handle_ends_what_is_awaited() {
    let (fetch, aborted) = never();
    let client = Client::builder().base_url("https://api.example").fetch(fetch).build();
    let pending = client.generate("a red boat").into_future();
    let handle = pending.abort_handle();
    wasm_bindgen_futures::spawn_local(async move {
        turns().await;
        handle.abort();
    });
    let error = pending.await.unwrap_err();
    assert_eq!((error.kind(), error.kind().as_str(), aborted()), (ErrorKind::Aborted, "aborted", Some(true)));
}

#[wasm_bindgen_test]
async fn a_stream_tells_the_very_pictures_of_its_result() {
    let mut events = client(None).await.generate("a red boat").stream();
    let (mut images, mut phases): (Vec<Image>, usize) = (Vec::new(), 0);
    while let Some(event) = events.next().await {
        match event.unwrap() {
            Event::Image(image) => images.push(image),
            Event::Progress(_) => phases += 1,
            _ => {}
        }
    }
    assert!(phases > 0);
    assert_eq!(events.finish().await.unwrap().images, images);
}

#[wasm_bindgen_test]
async fn an_error_is_the_last_event_and_says_what_javascript_says() {
    let mut events = client(Some("bad-key")).await.generate("a red boat").timeout(Duration::from_secs(9)).stream();
    let error = loop {
        if let Err(error) = events.next().await.unwrap() {
            break error;
        }
    };
    assert_eq!((error.kind(), error.status(), error.maybe_billed()), (ErrorKind::InvalidApiKey, Some(400), false));
    assert!(error.hint().is_some_and(|hint| hint.contains("key")));
    assert!(events.next().await.is_none());
}
