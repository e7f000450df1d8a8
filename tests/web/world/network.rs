//! What `fetch` is given, how what it gives is understood, and that who drops a request has aborted it.

use super::*;
use engine::face::error::Thrown;
use engine::face::options::Credentials;
use engine::face::world::Payload;
use wasm_bindgen_test::wasm_bindgen_test;

/// What `Answer` or why there is none, in a word or two.
async fn outcome(fetch: &str) -> String {
    let named = |thrown: Option<Thrown>| {
        thrown.map_or("nothing".to_owned(), |Thrown { name, message }| format!("{name}: {message}"))
    };
    match send(fetch).await {
        Ok(Answer::Head(head, _)) => format!("head {}", head.status),
        Ok(Answer::Opaque) => "opaque".to_owned(),
        Ok(Answer::Redirected) => "redirected".to_owned(),
        Err(Unanswered::Lost(thrown)) => format!("lost {}", named(thrown)),
        Err(Unanswered::Odd(given)) => format!("odd {given}"),
        Err(Unanswered::Unbuilt(thrown)) => format!("unbuilt {}", named(Some(thrown))),
    }
}

#[wasm_bindgen_test]
async fn a_file_comes_over_http() {
    let world = Browser::new(Settings::default());
    let expected = include_bytes!("../../fixtures/plain.png");
    let Ok(Answer::Head(head, body)) = world.send(to("/tests/fixtures/plain.png")).await else { panic!() };
    assert_eq!(head, Head { status: 200, length: Some(expected.len() as u64), ..Head::default() });
    assert_eq!(read(&world, body).await.unwrap().0, expected);
    let missing = world.send(to("/tests/fixtures/no.png")).await;
    assert!(matches!(missing, Ok(Answer::Head(Head { status: 404, .. }, _))));
}

#[wasm_bindgen_test]
async fn a_request_is_what_its_purpose_says() {
    let told = "request => { globalThis.got = [request.method, request.url, request.redirect, request.credentials, request.cache, request.mode, request.referrerPolicy].join(' '); return Response.error(); }";
    let all = [
        (Purpose::Call, "manual include default cors "),
        (Purpose::Question, "manual include no-store cors "),
        (Purpose::Plain, "manual omit no-store cors "),
        (Purpose::Probe, "follow omit no-store no-cors "),
    ];
    for (purpose, flags) in all {
        let settings =
            Settings { fetch: Some(function(told)), credentials: Some(Credentials::Include), ..Settings::default() };
        let request = Request { purpose, ..to("https://gw.example/v1?a=b%20c") };
        assert!(matches!(Browser::new(settings).send(request).await, Err(Unanswered::Lost(None))));
        assert_eq!(
            js("globalThis.got").as_string().unwrap(),
            format!("GET https://gw.example/v1?a=b%20c {flags}"),
            "{purpose:?}"
        );
    }
    assert!(send(told).await.is_err());
    assert!(js("globalThis.got").as_string().unwrap().contains(" same-origin "), "as fetch decides it");
}

#[wasm_bindgen_test]
async fn a_link_is_not_fetched_by_the_caller() {
    let world = browser("() => { throw new Error('the key would go along'); }");
    let fetched = world.send(Request { purpose: Purpose::Link, ..to("/tests/fixtures/plain.png") }).await;
    assert!(matches!(fetched, Ok(Answer::Head(Head { status: 200, .. }, _))));
}

#[wasm_bindgen_test]
async fn a_body_goes_as_it_is() {
    let told = "async request => { globalThis.got = [request.method, request.headers.get('content-type'), request.headers.get('x-goog-api-key'), await request.text()].join(' '); return Response.error(); }";
    let world = browser(told);
    let blob = world.join(&[engine::face::world::Piece::Text("{\"a\":2}")], "").unwrap();
    for (body, text) in [(Payload::Text("{\"a\":1}"), "{\"a\":1}"), (Payload::Blob(&blob), "{\"a\":2}")] {
        let headers = [("content-type", "application/json"), ("x-goog-api-key", "k")];
        let request = Request { headers: &headers, body: Some(body), ..to("https://gw.example/") };
        assert!(world.send(request).await.is_err());
        assert_eq!(js("globalThis.got").as_string().unwrap(), format!("POST application/json k {text}"));
    }
}

#[wasm_bindgen_test]
async fn fetch_is_called_at_once_and_of_nothing() {
    js("globalThis.called = []");
    let world = browser(
        "function () { 'use strict'; called.push(this === undefined ? 'of nothing' : 'of something'); return new Response('a'); }",
    );
    let sending = world.send(to("https://gw.example/"));
    assert_eq!(js("called.join()").as_string().unwrap(), "of nothing");
    drop(sending);
    assert_eq!(js("called.length").as_f64(), Some(1.0));
    // The global one is looked up when it is needed: a page may put another in its place.
    js(
        "globalThis.before = fetch, globalThis.fetch = function () { 'use strict'; called.push(this === undefined); return before('/tests/fixtures/plain.png'); }",
    );
    let sent = Browser::new(Settings::default()).send(to("https://gw.example/")).await;
    js("globalThis.fetch = before");
    assert!(matches!(sent, Ok(Answer::Head(..))));
    assert_eq!(js("called.at(-1)"), true);
}

#[wasm_bindgen_test]
async fn what_fetch_gives_is_understood_by_its_shape() {
    let shape = "status: 200, ok: true, headers: new Headers(), body: null";
    let sore = "new Proxy({}, { get() { throw new Error('no'); }, ownKeys() { throw new Error('no'); } })";
    let circle = "(() => { const circle = {}; circle.self = circle; return circle; })()";
    for (fetch, is) in [
        ("async () => new Response('a')".to_owned(), "head 200"),
        ("() => new Response('a')".to_owned(), "head 200"),
        ("async () => new Response('a', { status: 404 })".to_owned(), "head 404"),
        ("() => ({ then: yes => yes(new Response('a')) })".to_owned(), "head 200"),
        (format!("async () => ({{ {shape} }})"), "head 200"),
        (format!("async () => ({{ {shape}, status: 307 }})"), "redirected"),
        (format!("async () => ({{ {shape}, type: 'opaqueredirect', status: 0 }})"), "redirected"),
        (format!("async () => ({{ {shape}, type: 'opaque', status: 0 }})"), "opaque"),
        (format!("async () => ({{ {shape}, status: 0 }})"), "lost nothing"),
        (format!("async () => ({{ {shape}, status: 'no' }})"), "lost nothing"),
        (format!("async () => ({{ {shape}, headers: null }})"), "head 200"),
        ("async () => { let asked = 0; return { ok: true, headers: {}, body: null, get status() { if (asked++) throw new Error('no'); return 200; } }; }".to_owned(), "head 200"),
        ("async () => Response.error()".to_owned(), "lost nothing"),
        ("async () => null".to_owned(), "odd null"),
        ("() => {}".to_owned(), "odd undefined"),
        ("async () => 200".to_owned(), "odd 200"),
        ("async () => 5n".to_owned(), "odd 5"),
        ("async () => Symbol('a')".to_owned(), "odd Symbol(a)"),
        ("async () => 'a \"reply\"'".to_owned(), r#"odd "a \"reply\"""#),
        ("async () => [1]".to_owned(), "odd an array"),
        ("async () => () => 1".to_owned(), "odd a function"),
        ("async () => ({ ok: true })".to_owned(), "odd an object"),
        ("async () => Object.assign(() => 1, { status: 200, ok: true, headers: {}, body: null })".to_owned(), "odd a function"),
        (format!("() => [{sore}]"), "odd an array"),
        (format!("async () => ({{ __proto__: {sore} }})"), "lost Error: no"), // it has a `then` that throws
        ("async () => { const { proxy, revoke } = Proxy.revocable({}, {}); return { status: 200, ok: true, headers: proxy, body: 1, revoke: revoke() }; }".to_owned(), "head 200"),
        ("() => { throw new TypeError('no'); }".to_owned(), "lost TypeError: no"),
        ("() => { throw 'no'; }".to_owned(), "lost Error: \"no\""),
        ("() => Promise.reject()".to_owned(), "lost Error: undefined"),
        ("() => Promise.reject(null)".to_owned(), "lost Error: null"),
        ("() => Promise.reject({ status: 5 })".to_owned(), "lost Error: an object"),
        (format!("() => Promise.reject({circle})"), "lost Error: an object"),
        (format!("() => Promise.reject({sore})"), "lost Error: an object"),
        ("() => Promise.reject(Proxy.revocable({}, {}).proxy)".to_owned(), "lost Error: an object"),
        ("() => { const { proxy, revoke } = Proxy.revocable([], {}); revoke(); return Promise.reject(proxy); }".to_owned(), "lost Error: an object"),
        ("() => Promise.reject(Object.assign(new Error('no'), { name: Object.create(null) }))".to_owned(), "lost Error: an object"),
        ("() => Promise.reject({ message: 'no' })".to_owned(), "lost undefined: no"),
        ("() => Object.defineProperty(Promise.resolve(), 'constructor', { get() { throw new Error('look away'); } })".to_owned(), "lost Error: look away"),
        ("() => Object.defineProperty(Promise.resolve(), 'then', { get() { throw new Error('look away'); } })".to_owned(), "lost Error: look away"),
    ] {
        assert_eq!(outcome(&fetch).await, is, "{fetch}");
    }
}

#[wasm_bindgen_test]
async fn a_head_says_what_can_be_known() {
    let basic = "type: 'basic', status: 200, ok: true, body: null";
    let with = |headers: &str| format!("async () => ({{ {basic}, headers: new Headers({headers}) }})");
    let known = Head { status: 200, ..Head::default() };
    let seconds = |secs| Some(Duration::from_millis(secs));
    for (fetch, head) in [
        (with("{}"), known.clone()),
        (with("{ 'retry-after': '2' }"), Head { retry_after: seconds(2_000), ..known.clone() }),
        (with("{ 'retry-after': ' 0.5 ' }"), Head { retry_after: seconds(500), ..known.clone() }),
        (with("{ 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }"), Head { retry_after: seconds(0), ..known.clone() }),
        (with("{ 'retry-after': 'soon' }"), known.clone()),
        (with("{ 'retry-after': '' }"), known.clone()),
        (with("{ 'x-request-id': 'a', 'x-oneapi-request-id': 'b' }"), Head { request_id: Some("a".into()), ..known.clone() }),
        (with("{ 'x-oneapi-request-id': 'b' }"), Head { request_id: Some("b".into()), ..known.clone() }),
        (with("{ 'content-length': '1234567890' }"), Head { length: Some(1_234_567_890), ..known.clone() }),
        (with("{ 'content-length': '12345678901' }"), known.clone()),
        (with("{ 'content-length': '1e3' }"), known.clone()),
        (with("{ 'content-length': '12', 'content-encoding': 'gzip' }"), known.clone()),
        ("async () => ({ type: 'cors', status: 200, ok: true, body: null, headers: new Headers({ 'content-length': '12' }) })".into(), known.clone()),
        ("async () => ({ status: 200, ok: true, body: null, headers: new Headers({ 'content-length': '12' }) })".into(), known.clone()),
        (format!("async () => ({{ {basic}, headers: new Map([['retry-after', '2']]) }})"), Head { retry_after: seconds(2_000), ..known.clone() }),
        (format!("async () => ({{ {basic}, headers: {{}} }})"), known.clone()),
        (format!("async () => ({{ {basic}, headers: {{ get: () => 5 }} }})"), known.clone()),
        (format!("async () => ({{ {basic}, headers: {{ get() {{ throw new Error('no'); }} }} }})"), known.clone()),
    ] {
        assert_eq!(answered(&fetch).await.0, head, "{fetch}");
    }
    let soon = "{ 'retry-after': new Date(Date.now() + 10_000).toUTCString() }";
    let after = answered(&with(soon)).await.0.retry_after.unwrap();
    assert!((Duration::from_secs(8)..=Duration::from_secs(10)).contains(&after), "{after:?}");
}

#[wasm_bindgen_test]
async fn a_request_that_cannot_be_built_is_not_sent() {
    js("globalThis.called = 0");
    let world = browser("() => { called++; return new Response('a'); }");
    for (url, header) in [
        ("https://gw.example/", ("x-key", "“k”")),
        ("https://gw.example/", ("x key", "k")),
        ("https://gw.example/", ("x-key", "a\nb")),
        ("http://", ("x-key", "k")),
    ] {
        let sent = world.send(Request { headers: &[header], ..to(url) }).await;
        let Err(Unanswered::Unbuilt(thrown)) = sent else { panic!("{url} {header:?}") };
        assert_eq!(thrown.name, "TypeError", "{thrown:?}");
    }
    assert_eq!(js("called"), 0);
}

#[wasm_bindgen_test]
async fn who_drops_a_request_has_aborted_it_with_the_reason() {
    let world = browser("request => { globalThis.signal = request.signal; return new Promise(() => {}); }");
    dropped(20, world.send(to("https://gw.example/"))).await;
    assert_eq!(js("signal.aborted && signal.reason.name").as_string().as_deref(), Some("AbortError"));
    let sending = world.send(to("https://gw.example/"));
    world.set_reason("enough".into());
    drop(sending);
    assert_eq!(js("signal.reason").as_string().as_deref(), Some("enough"));
    // By a fetch that listens, and rejects.
    let world = browser(
        "request => new Promise((_, no) => request.signal.addEventListener('abort', () => no(request.signal.reason)))",
    );
    dropped(20, world.send(to("https://gw.example/"))).await;
}

#[wasm_bindgen_test]
async fn who_drops_a_body_has_aborted_and_cancelled_it() {
    let stalled = "async request => { globalThis.signal = request.signal; globalThis.cancelled = false; return new Response(new ReadableStream({ start(c) { c.enqueue(new Uint8Array(9)); }, cancel() { cancelled = true; } })); }";
    let world = browser(stalled);
    for reads in 0..3 {
        let Ok(Answer::Head(_, mut body)) = world.send(to("https://gw.example/")).await else { panic!() };
        assert_eq!(js("signal.aborted"), false);
        if reads > 0 {
            let (next, length) = world.read(body).await.unwrap().unwrap();
            assert_eq!(length, 9);
            body = next;
        }
        if reads > 1 {
            dropped(20, world.read(body)).await;
        } else {
            drop(body);
        }
        assert_eq!(js("signal.aborted && cancelled"), true, "after {reads}");
    }
}

#[wasm_bindgen_test]
async fn a_body_at_its_end_is_not_aborted() {
    let world = browser("async request => { globalThis.signal = request.signal; return new Response('abc'); }");
    let Ok(Answer::Head(_, body)) = world.send(to("https://gw.example/")).await else { panic!() };
    assert_eq!(read(&world, body).await.unwrap().0, b"abc");
    assert_eq!(js("signal.aborted"), false);
}

#[wasm_bindgen_test]
async fn a_body_that_is_left_has_a_second_to_end() {
    let fetch = |then: &str| {
        format!(
            "async request => {{ globalThis.signal = request.signal; globalThis.cancelled = false; return new Response(new ReadableStream({{ async pull(c) {{ c.enqueue(new Uint8Array(9)); {then} }}, cancel() {{ cancelled = true; }} }})); }}"
        )
    };
    let wait = |ms| format!("await new Promise(wake => setTimeout(wake, {ms}));");
    let leave = async |then: &str| {
        let world = browser(&fetch(then));
        let Ok(Answer::Head(_, body)) = world.send(to("https://gw.example/")).await else { panic!() };
        let (body, _) = world.read(body).await.unwrap().unwrap();
        world.leave(body);
    };
    leave(&format!("{} c.close(); globalThis.hasClosed = true;", wait(100))).await;
    until("globalThis.hasClosed").await;
    Browser::new(Settings::default()).sleep(Duration::from_millis(1_200)).await;
    assert_eq!(js("signal.aborted || cancelled"), false, "it ended by itself");
    leave(&wait(5_000)).await;
    assert_eq!(js("signal.aborted"), false);
    until("signal.aborted && cancelled").await;
    leave("").await; // as fast as it is asked
    until("signal.aborted && cancelled").await;
}

#[wasm_bindgen_test]
async fn what_lives_is_held_where_the_instance_may_be_lost() {
    let hold = js(
        "globalThis.held = { ends: new Map(), next: 0, hold(end) { this.ends.set(++this.next, end); return this.next; }, release(id) { this.ends.delete(id); } }",
    );
    let settings = Settings {
        fetch: Some(function("request => { globalThis.signal = request.signal; return new Promise(() => {}); }")),
        hold: Some(hold.unchecked_into()),
        ..Settings::default()
    };
    let world = Browser::new(settings);
    let sending = world.send(to("https://gw.example/"));
    let sleeping = world.sleep(Duration::from_secs(60));
    assert_eq!(js("held.ends.size"), 2);
    js("[...held.ends.values()].forEach(end => end('lost'))"); // as JavaScript does then
    assert_eq!(js("signal.reason").as_string().as_deref(), Some("lost"));
    drop((sending, sleeping));
    assert_eq!(js("held.ends.size"), 0);
    // Of a port too, until the page has had its turn.
    let turning = world.turn();
    assert_eq!(js("held.ends.size"), 1);
    turning.await;
    assert_eq!(js("held.ends.size"), 0);
}
