//! The Rust face in a browser: pictures and their URLs, and that who drops a call ends it.

use super::sandbox;
use engine::{Client, Conversion, ErrorKind, Event, Format, Generated, Image, Phase, Session};
use js_sys::{Function, Promise, Reflect, global};
use std::cell::RefCell;
use std::future::IntoFuture;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use wasm_bindgen::prelude::*;
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

async fn fetched(url: &str) -> Vec<u8> {
    let fetch = Function::new_with_args("url", "return fetch(url).then((response) => response.bytes())");
    let promise: Promise = fetch.call1(&JsValue::NULL, &url.into()).unwrap().unchecked_into();
    JsFuture::from(promise).await.unwrap().unchecked_into::<js_sys::Uint8Array>().to_vec()
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
        move || Reflect::get(&seen.at(-1), &"aborted".into()).ok()?.as_bool()
    };
    (fetch.bind1(&JsValue::NULL, &seen).unchecked_into(), aborted)
}

const fn crosses_threads<T: Send + Sync + 'static>() {}

#[wasm_bindgen_test]
fn what_an_app_keeps_crosses_threads_in_a_browser_too() {
    crosses_threads::<(Client, Session, engine::Reference, engine::Task, engine::AbortHandle)>();
    crosses_threads::<(Generated, Image, Event, engine::Turn, engine::Error)>();
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
    engine::face::race::race(call.as_mut(), std::pin::pin!(turns())).await;
    assert_eq!(aborted(), Some(false));
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
async fn who_aborts_a_task_is_told_how_it_ended() {
    let (fetch, aborted) = never();
    let client = Client::builder().base_url("https://api.example").fetch(fetch).build();
    let told: Rc<RefCell<Option<engine::Error>>> = Rc::default();
    let end = told.clone();
    let task = client.generate("a red boat").spawn(move |ended| *end.borrow_mut() = ended.err());
    turns().await;
    task.abort_handle().abort();
    turns().await;
    let error = told.take().unwrap();
    assert_eq!((error.kind(), error.attempts(), error.maybe_billed()), (ErrorKind::Aborted, 1, true));
    assert_eq!(aborted(), Some(true));
}

#[wasm_bindgen_test]
async fn who_drops_a_task_in_a_callback_has_nothing_sent_and_hears_no_more() {
    for handle in [false, true] {
        let (fetch, aborted) = never();
        let client = Client::builder().base_url("https://api.example").fetch(fetch).build();
        let held: Rc<RefCell<Option<engine::Task>>> = Rc::default();
        let (told, ends): (Rc<RefCell<Vec<Event>>>, Rc<RefCell<Vec<_>>>) = Default::default();
        let (heard, end, task) = (told.clone(), ends.clone(), held.clone());
        let ask = client.generate("a red boat").on_event(move |event| {
            heard.borrow_mut().push(event);
            match (handle, task.take()) {
                (true, Some(held)) => {
                    held.abort_handle().abort();
                    held.forget();
                }
                (false, task) => drop(task),
                (true, None) => {}
            }
        });
        *held.borrow_mut() =
            Some(ask.spawn(move |ended| end.borrow_mut().push(ended.map_err(|error| error.attempts()))));
        turns().await;
        assert!(matches!(told.borrow()[..], [Event::Progress(_)]), "{told:?}");
        assert_eq!(aborted(), None, "nothing is sent");
        assert_eq!(
            ends.borrow().iter().map(|end| end.as_ref().unwrap_err()).collect::<Vec<_>>(),
            [&0][..handle.into()]
        );
    }
}

#[wasm_bindgen_test]
async fn a_task_is_dropped_in_its_own_done() {
    let held: Rc<RefCell<Option<engine::Task>>> = Rc::default();
    let (task, told) = (held.clone(), Rc::new(RefCell::new(0)));
    let count = told.clone();
    let ask = client(None).await.generate("a red boat");
    *held.borrow_mut() = Some(ask.spawn(move |_| {
        *count.borrow_mut() += 1;
        task.take();
    }));
    while *told.borrow() == 0 {
        turns().await;
    }
    assert!(held.borrow().is_none());
}

#[wasm_bindgen_test]
async fn a_stream_is_aborted_from_elsewhere() {
    let (fetch, aborted) = never();
    let client = Client::builder().base_url("https://api.example").fetch(fetch).build();
    let mut events = client.generate("a red boat").stream();
    let handle = events.abort_handle();
    wasm_bindgen_futures::spawn_local(async move {
        turns().await;
        handle.abort();
    });
    let error = loop {
        if let Err(error) = events.next().await.unwrap() {
            break error;
        }
    };
    assert_eq!((error.kind(), error.attempts(), aborted()), (ErrorKind::Aborted, 1, Some(true)));
    assert!(events.next().await.is_none());
    assert_eq!(events.finish().await.unwrap_err(), error);
}

#[wasm_bindgen_test]
async fn findings_and_warnings_are_told_in_the_words_of_setters() {
    let found = client(Some("html-200")).await.check().await.unwrap();
    assert!(found.hint.as_ref().unwrap().contains("`base_url`"), "{found:?}");
    let fetch = Function::new_with_args(
        "answer, request",
        "return answer(new Request(request, { body: '{\"contents\":[{\"parts\":[{\"text\":\"x\"}]}],\"generationConfig\":{\"responseModalities\":[\"TEXT\",\"IMAGE\"]}}' }))",
    );
    let answer = JsFuture::from(sandbox(None)).await.unwrap();
    let fetch = fetch.bind1(&JsValue::NULL, &answer).unchecked_into();
    let client = Client::builder().base_url("https://api.example").fetch(fetch).build();
    let made = client.generate("a red boat").aspect_ratio("16:9").await.unwrap();
    let [engine::Warning::Mismatch { option, message, .. }] = &made.warnings[..] else { panic!("{made:?}") };
    assert_eq!((*option, message.starts_with("`aspect_ratio(\"16:9\")` was asked for")), ("aspect_ratio", true));
}

#[wasm_bindgen_test]
async fn what_a_server_says_is_repeated_as_it_is() {
    let answer = |body: &str| Function::new_with_args("", body);
    let says = "return Response.json({ error: { code: 400, message: '`images` is no field', status: 'INVALID_ARGUMENT' } }, { status: 400 })";
    let client = Client::builder().base_url("https://api.example").fetch(answer(says)).build();
    let error = client.generate("a red boat").await.unwrap_err();
    assert!(error.message().ends_with("`images` is no field"), "{error}");
    let error = self::client(Some("markdown-link")).await.generate("a red boat").await.unwrap_err();
    assert!(
        error.to_string().contains("`remote_images(|url| url.starts_with(\"https://files.example/\"))`"),
        "{error}"
    );
}

#[wasm_bindgen_test]
async fn a_stream_tells_the_very_pictures_of_its_result() {
    let mut events = client(None).await.generate("a red boat").stream();
    let (mut images, mut phases): (Vec<Image>, usize) = (Vec::new(), 0);
    while let Some(event) = events.next().await {
        match event.unwrap() {
            Event::Image { image, .. } => images.push(image),
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

/// A `fetch` that keeps the bodies that it is given, and answers as the sandbox does.
async fn noting() -> (Function, Rc<RefCell<Vec<String>>>) {
    let bodies: Rc<RefCell<Vec<String>>> = Rc::default();
    let noted = bodies.clone();
    let note = Closure::<dyn Fn(String)>::new(move |body| noted.borrow_mut().push(body)).into_js_value();
    let answer = JsFuture::from(sandbox(None)).await.unwrap();
    let fetch = Function::new_with_args(
        "note, answer, request",
        "return request.clone().text().then((text) => (note(text), answer(request)))",
    );
    (fetch.bind2(&JsValue::NULL, &note, &answer).unchecked_into(), bodies)
}

#[wasm_bindgen_test]
async fn a_turn_knows_those_before_it_and_waits_for_them() {
    let (fetch, bodies) = noting().await;
    let session = Client::builder().base_url("https://api.example").fetch(fetch).build().session();
    // Both are asked for at once, and the second one is polled first.
    let (first, second) = (session.send("a red boat").into_future(), session.send("make it night").into_future());
    let ends: Rc<RefCell<Vec<Generated>>> = Rc::default();
    let (one, other) = (ends.clone(), ends.clone());
    let tasks = [
        first.spawn(move |end| one.borrow_mut().push(end.unwrap())),
        second.spawn(move |end| other.borrow_mut().push(end.unwrap())),
    ];
    turns().await;
    assert_eq!(session.undo(1).unwrap_err().kind(), ErrorKind::InvalidOption);
    while ends.borrow().len() < 2 {
        turns().await;
    }
    drop(tasks);
    let ends = ends.borrow();
    let prompts: Vec<_> = session.turns().iter().map(|turn| turn.prompt.clone()).collect();
    assert_eq!(prompts, ["a red boat", "make it night"]);
    assert_eq!(session.current(), Some(ends[1].image.clone()));
    let contents = |body: &String| body.matches("\"role\"").count();
    assert_eq!(bodies.borrow().iter().map(contents).collect::<Vec<_>>(), [1, 3], "{:?}", bodies.borrow());
    // What one of them forgets, the other has.
    let fork = session.fork();
    fork.undo(1).unwrap();
    assert_eq!((fork.current(), fork.turns().len(), session.turns().len()), (Some(ends[0].image.clone()), 1, 2));
}

#[wasm_bindgen_test]
async fn a_turn_that_is_dropped_or_fails_leaves_all_as_it_was() {
    let (fetch, aborted) = never();
    let stuck = Client::builder().base_url("https://api.example").fetch(fetch).build().session();
    let running = stuck.send("a red boat").spawn(|_| {});
    let waiting = stuck.send("make it night").spawn(|_| {});
    turns().await;
    drop(running);
    turns().await;
    assert_eq!(aborted(), Some(false), "the one that waited is sent");
    drop(waiting);
    turns().await;
    assert_eq!((aborted(), stuck.turns().len()), (Some(true), 0));
    stuck.undo(1).unwrap();
    let refused = client(Some("bad-key")).await.session();
    assert_eq!(refused.send("a red boat").await.unwrap_err().kind(), ErrorKind::InvalidApiKey);
    assert_eq!((refused.turns().len(), refused.current()), (0, None));
}

#[wasm_bindgen_test]
async fn a_conversation_is_stored_and_restored() {
    let client = client(None).await;
    let session = client.session();
    let made = session.send("a red boat").await.unwrap();
    let stored = session.snapshot();
    let restored = Session::restore(&client, &stored).await.unwrap();
    let [turn] = &restored.turns()[..] else { panic!() };
    assert_eq!((&*turn.prompt, turn.generated.is_none()), ("a red boat", true));
    assert_eq!(turn.images[0].bytes().await.unwrap(), made.image.bytes().await.unwrap());
    restored.send("make it night").await.unwrap();
    assert_eq!((restored.turns().len(), session.turns().len()), (2, 1));
    for odd in [JsValue::NULL, JsValue::from("x"), js_sys::Object::new().into()] {
        let error = Session::restore(&client, &odd).await.unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::InvalidOption, Some("snapshot")));
    }
}

#[wasm_bindgen_test]
async fn a_server_is_asked_what_stands_in_the_way() {
    let found = client(None).await.check().await.unwrap();
    assert!(found.ok && found.reachable, "{found:?}");
    let found = client(Some("bad-key")).await.check().await.unwrap();
    assert_eq!((found.ok, found.auth, found.hint.is_some()), (false, Some(false), true));
}

#[wasm_bindgen_test]
async fn a_key_is_asked_for_at_each_attempt() {
    let asked = Arc::new(AtomicU32::new(0));
    let counted = asked.clone();
    let fetch = JsFuture::from(sandbox(None)).await.unwrap().unchecked_into();
    let builder = || Client::builder().base_url("https://api.example");
    let key = move || {
        counted.fetch_add(1, Ordering::Relaxed);
        async { Ok("a-key".to_owned()) }
    };
    builder().key_from(key).fetch(fetch).build().generate("a red boat").await.unwrap();
    assert_eq!(asked.load(Ordering::Relaxed), 1);
    let client = builder().key_from(|| async { Err("logged out".to_owned()) }).build();
    let error = client.generate("a red boat").await.unwrap_err();
    assert_eq!((error.kind(), error.field()), (ErrorKind::MissingApiKey, None));
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "Error: logged out");
}

#[wasm_bindgen_test]
async fn pictures_are_converted_and_what_the_api_does_not_take_is_drawn_anew() {
    let client = client(None).await;
    let image = client.generate("a red boat").await.unwrap().image;
    let (width, height) = image.size();
    let small = image.convert(Conversion { max_edge: Some(64), ..Conversion::default() }).await.unwrap();
    assert_eq!((small.size(), small.media_type()), ((64, 64 * height / width), "image/png"));
    let jpeg = Conversion { format: Some(Format::Jpeg), quality: Some(0.5), max_edge: None };
    let jpeg = image.convert(jpeg).await.unwrap();
    assert_eq!((jpeg.size(), jpeg.media_type()), ((width, height), "image/jpeg"));
    assert!(jpeg.bytes().await.unwrap().starts_with(&[0xff, 0xd8]));
    let error = image.convert(Conversion { quality: Some(2.0), ..Conversion::default() }).await.unwrap_err();
    assert_eq!(error.field(), Some("quality"));
    // The API takes no GIF: a red pixel.
    let gif = "data:image/gif;base64,R0lGODlhAQABAIAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==";
    client.generate("make it night").reference(gif).await.unwrap();
    let bytes = fetched(gif).await;
    let escaped: String = bytes.iter().map(|byte| format!("%{byte:02x}")).collect();
    client.generate("make it night").reference(format!("data:image/gif,{escaped}")).await.unwrap();
    let url = small.url().to_owned();
    client.generate("make it night").reference(&*url).reference(&jpeg).await.unwrap();
    drop(small);
    for (gone, says) in [
        (&*url, "could not be fetched"),
        ("data:image/png,x", "looks like"),
        ("data:image/png;base64,!", "no base64"),
        (&*format!("iVBORw0KGgo{}", "A".repeat(80)), "bare base64"),
        ("/no-such-picture.png", "status 404"),
    ] {
        let error = client.generate("make it night").reference(gone).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts(), error.field()), (ErrorKind::InvalidImage, 0, Some("reference[0]")));
        assert!(error.message().contains(says), "{error}");
    }
}

#[wasm_bindgen_test]
async fn a_picture_is_a_file_a_data_url_and_pixels() {
    let image = client(None).await.generate("a red boat").await.unwrap().image;
    let file = image.to_file("boat.png").unwrap();
    assert_eq!((file.name(), file.type_(), file.size()), ("boat.png".into(), "image/png".into(), image.blob().size()));
    let data_url = image.data_url().await.unwrap();
    assert!(data_url.starts_with("data:image/png;base64,iVBORw0KGgo"));
    assert_eq!(data_url.len() - 22, image.bytes().await.unwrap().len().div_ceil(3) * 4);
    let bitmap = image.bitmap().await.unwrap();
    assert_eq!((bitmap.width(), bitmap.height()), image.size());
}

#[wasm_bindgen_test]
async fn several_requests_are_told_one_by_one() {
    let told: Rc<RefCell<Vec<(u32, Image)>>> = Rc::default();
    let phases: Rc<RefCell<Vec<Phase>>> = Rc::default();
    let (image, phase) = (told.clone(), phases.clone());
    let made = client(None)
        .await
        .generate("a red boat")
        .count(2)
        .on_event(move |event| {
            if let Event::Image { index, image: shown } = event {
                image.borrow_mut().push((index, shown));
            }
        })
        .on_progress(move |progress| phase.borrow_mut().push(progress.phase))
        .await
        .unwrap();
    let mut told = told.borrow().clone();
    told.sort_by_key(|(index, _)| *index);
    let images: Vec<_> = told.into_iter().map(|(_, image)| image).collect();
    assert_eq!((made.responses.len(), &made.images), (2, &images));
    let sum = made.responses.iter().map(|response| response.usage.output_tokens.unwrap()).sum();
    assert_eq!((made.attempts, made.usage.output_tokens), (2, Some(sum)));
    assert!(matches!(phases.borrow()[..], [Phase::Sending | Phase::Preparing, .., Phase::Done { .. }]));
}

#[wasm_bindgen_test]
async fn what_is_added_to_a_body_is_in_it_and_a_reply_is_there_as_it_came() {
    let (fetch, bodies) = noting().await;
    let client = Client::builder().base_url("https://api.example").fetch(fetch).build();
    let extra = serde_json::json!({ "labels": { "team": "web" }, "generationConfig": { "seed": null } });
    let made = client.generate("a red boat").seed(7).extra(&extra).await.unwrap();
    let body: serde_json::Value = serde_json::from_str(&bodies.borrow()[0]).unwrap();
    assert_eq!((&body["labels"]["team"], &body["generationConfig"]["seed"]), (&"web".into(), &serde_json::Value::Null));
    let [response] = &made.responses[..] else { panic!() };
    let raw: serde_json::Value = serde_json::from_str(&response.raw()).unwrap();
    assert_eq!(raw["candidates"][0]["finishReason"], "STOP");
    assert_eq!((response.finish_reason.as_deref(), response.grounding()), (Some("STOP"), None));
}
