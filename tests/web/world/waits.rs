//! Timers, turns, signals and promises: when they end, and that nothing is left of those that are dropped.

use super::*;
use engine::face::race::{Either, race};
use engine::face::web::{aborted, url_href};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_sleep_takes_its_time() {
    let world = Browser::new(Settings::default());
    let before = world.now();
    world.sleep(Duration::from_millis(50)).await;
    let took = world.now() - before;
    assert!((Duration::from_millis(45)..Duration::from_millis(1_500)).contains(&took), "{took:?}");
    dropped(30, world.sleep(Duration::MAX)).await; // which as a timer's number would be over at once
    let watch = watch();
    drop(world.sleep(Duration::from_secs(60)));
    dropped(5, world.sleep(Duration::from_secs(60))).await;
    let left = watch.left();
    watch.stop();
    assert_eq!(left, "");
}

#[wasm_bindgen_test]
fn a_time_below_a_millisecond_is_one() {
    js(
        "globalThis.set = setTimeout, globalThis.times = [], globalThis.setTimeout = (callback, ms) => { times.push(ms); return set(callback, ms); }",
    );
    let world = Browser::new(Settings::default());
    for time in [Duration::ZERO, Duration::from_micros(1), Duration::from_micros(1_001), Duration::from_secs(300)] {
        drop(world.sleep(time));
    }
    js("globalThis.setTimeout = set");
    assert_eq!(js("times.join()").as_string().as_deref(), Some("0,1,2,300000"));
}

#[wasm_bindgen_test]
fn chance_is_chance_and_time_goes_on() {
    let world = Browser::new(Settings::default());
    let all: Vec<_> = (0..100).map(|_| world.random()).collect();
    assert!(all.iter().all(|number| (0.0..1.0).contains(number)) && all.iter().any(|number| *number != all[0]));
    assert!(world.now() > Duration::ZERO);
}

/// Which of those that wait have had their turn, in order.
async fn turns(world: &Browser, count: usize, dropped: &[usize]) -> Vec<String> {
    let told = Rc::new(RefCell::new(Vec::new()));
    let ended = Rc::new(RefCell::new(0));
    for index in 0..count {
        if dropped.contains(&index) {
            drop(world.turn());
            continue;
        }
        let (world, told, ended) = (world.clone(), told.clone(), ended.clone());
        spawn_local(async move {
            world.turn().await;
            told.borrow_mut().push(index.to_string());
            // What a turn leads to at once is done before the next.
            Promised::new(&JsValue::NULL).await.unwrap();
            told.borrow_mut().push(format!("{index}'"));
            *ended.borrow_mut() += 1;
        });
    }
    while *ended.borrow() < count - dropped.len() {
        world.sleep(Duration::from_millis(1)).await;
    }
    told.take()
}

#[wasm_bindgen_test]
async fn each_that_waits_has_a_turn_of_its_own() {
    let world = Browser::new(Settings::default());
    let watch = watch();
    assert_eq!(turns(&world, 3, &[]).await.join(" "), "0 0' 1 1' 2 2'");
    assert_eq!(turns(&world, 4, &[0, 2]).await.join(" "), "1 1' 3 3'");
    drop(world.turn());
    until("true").await;
    js(
        "globalThis.Channel = MessageChannel, globalThis.MessageChannel = class { constructor() { throw new Error('no'); } }",
    );
    let by_timers = turns(&world, 3, &[1]).await.join(" ");
    js("delete globalThis.MessageChannel, globalThis.MessageChannel = Channel");
    world.sleep(Duration::from_millis(30)).await;
    let left = watch.left();
    watch.stop();
    assert_eq!(by_timers, "0 0' 2 2'");
    assert_eq!(left, "", "no open port: it would keep Node from ending");
}

#[wasm_bindgen_test]
async fn the_page_has_its_turn() {
    let world = Browser::new(Settings::default());
    js("globalThis.had = 0");
    for _ in 0..50 {
        js("void setTimeout(() => { had++; })");
        world.turn().await;
    }
    until("had === 50").await;
    // A task that waits in microtasks alone would have kept all of them waiting.
    js("globalThis.had = 0, setTimeout(() => { had = 1; })");
    for _ in 0..1_000 {
        world.turn().await;
        if js("had") == 1 {
            return;
        }
    }
    panic!("a thousand turns, and the page had none");
}

#[wasm_bindgen_test]
async fn a_signal_of_any_kind_ends_with_its_reason() {
    let polyfill = |more: &str| {
        format!(
            "(() => {{ const listeners = []; globalThis.fire = () => {{ signal.aborted = true; listeners.forEach(hear => hear({{}})); }}; \
        const signal = {{ aborted: false, addEventListener(_, hear) {{ listeners.push(hear); }}, removeEventListener() {{}}, {more} }}; return signal; }})()"
        )
    };
    for (signal, fire, reason) in [
        ("AbortSignal.abort('enough')".to_owned(), "", "enough"),
        ("AbortSignal.abort()".to_owned(), "", "AbortError"),
        ("AbortSignal.timeout(5)".to_owned(), "", "TimeoutError"),
        ("(() => { globalThis.controller = new AbortController(); return controller.signal; })()".to_owned(), "controller.abort('enough')", "enough"),
        ("(() => { globalThis.controller = new AbortController(); return controller.signal; })()".to_owned(), "controller.abort(0)", "0"),
        ("(() => { const frame = document.createElement('iframe'); document.body.append(frame); globalThis.controller = new frame.contentWindow.AbortController(); return controller.signal; })()".to_owned(), "controller.abort('realm')", "realm"),
        ("({ aborted: true })".to_owned(), "", "AbortError"),
        (polyfill(""), "fire()", "AbortError"),
        (polyfill("reason: 'own'"), "fire()", "own"),
        (polyfill("get reason() { throw new Error('no'); }"), "fire()", "AbortError"),
    ] {
        let given = js(&signal);
        let mut ended = pin!(aborted(&given));
        if !fire.is_empty() {
            dropped(5, ended.as_mut()).await;
            js(fire);
        }
        let why = ended.await;
        let name = js_sys::Reflect::get(&why, &"name".into()).ok().and_then(|name| name.as_string());
        let told = name.or_else(|| why.as_string()).or_else(|| why.as_f64().map(|number| number.to_string()));
        assert_eq!(told.as_deref(), Some(reason), "{signal}");
    }
    js("document.querySelectorAll('iframe').forEach(frame => frame.remove())");
}

#[wasm_bindgen_test]
async fn a_signal_that_refuses_to_be_heard_never_ends() {
    for signal in [
        "undefined",
        "null",
        "5",
        "({})",
        "({ get aborted() { throw new Error('no'); }, addEventListener() { throw new Error('no'); } })",
    ] {
        dropped(5, aborted(&js(signal))).await;
    }
}

#[wasm_bindgen_test]
async fn a_promise_that_is_dropped_leaves_nothing() {
    let watch = watch();
    assert_eq!(Promised::new(&5.into()).await.unwrap(), 5);
    assert_eq!(Promised::new(&js("Promise.reject('no')")).await.unwrap_err(), "no");
    drop(Promised::new(&js("Promise.reject('no')")));
    drop(Promised::new(&js("new Promise((_, no) => setTimeout(no, 5))")));
    dropped(5, Promised::new(&js("new Promise(() => {})"))).await;
    let signal = js("new AbortController().signal");
    drop(aborted(&signal));
    dropped(5, aborted(&signal)).await;
    // Whichever ends first, the other is let go of.
    let world = Browser::new(Settings::default());
    for _ in 0..3 {
        let end = race(pin!(aborted(&signal)), pin!(world.sleep(Duration::from_millis(1)))).await;
        assert!(matches!(end, Either::Second(())));
    }
    world.sleep(Duration::from_millis(50)).await;
    let left = watch.left();
    watch.stop();
    assert_eq!(left, "");
}

#[wasm_bindgen_test]
fn an_address_is_read_as_fetch_reads_it() {
    for (text, base, href) in [
        ("https://Gw.Example:443/a b", None, Some("https://gw.example/a%20b")),
        ("/a", Some("https://gw.example/x/y"), Some("https://gw.example/a")),
        ("/a", None, None),
        ("https://", None, None),
        ("https://bücher.example", None, Some("https://xn--bcher-kva.example/")),
    ] {
        assert_eq!(url_href(text, base).as_deref(), href, "{text}");
    }
}
