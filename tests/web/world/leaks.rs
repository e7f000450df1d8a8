//! Calls by the thousand leave memory as large as they found it, whatever they end by: wasm memory to the page, the
//! list of JavaScript's values that the wasm holds to the value, and JavaScript's heap where it can be measured.

use super::*;
use engine::face::race::{Either, race};
use engine::face::web::aborted;
use engine::face::world::Payload;
use js_sys::WebAssembly::Memory;
use wasm_bindgen_test::wasm_bindgen_test;

/// With a timeout and a signal, as most calls are.
const CALLS: usize = 5_000;
/// Of each other kind. The least that a call left behind once, 144 bytes of wasm and 790 of heap, shows in 200.
const FEW: usize = CALLS / 5;

/// Bytes by which JavaScript's heap differs from one look to the next.
const NOISE: f64 = 100_000.0;

/// Bytes of wasm memory, values held, and bytes of JavaScript's heap: the last where the browser was started so that it
/// tells.
#[derive(Clone, Copy, Debug)]
struct Size {
    wasm: u32,
    values: u32,
    heap: Option<f64>,
}

async fn size() -> Size {
    let world = Browser::new(Settings::default());
    for _ in 0..3 {
        js("globalThis.gc?.()");
        world.sleep(Duration::from_millis(50)).await; // what is finalised is freed by tasks
    }
    let memory: Memory = wasm_bindgen::memory().unchecked_into();
    let wasm = js_sys::Reflect::get(&memory.buffer(), &"byteLength".into()).unwrap().as_f64().unwrap() as u32;
    let heap = js("globalThis.gc && performance.memory?.usedJSHeapSize").as_f64();
    Size { wasm, values: wasm_bindgen::externref_heap_live_count(), heap }
}

/// What a call may do, from sending to its end, all at once with what can end it.
async fn call(world: &Browser, signal: &JsValue, body: &str) {
    let request = Request { headers: &[("x-key", "k")], body: Some(Payload::Text(body)), ..to("https://gw.example/") };
    let exchange = async {
        let Ok(Answer::Head(_, mut body)) = world.send(request).await else { return };
        let mut writer = world.writer();
        let mut text = world.text();
        while let Ok(Some((next, length))) = world.read(body).await {
            body = next;
            world.tee(&mut writer, &body, 0..length).unwrap();
            let mut bytes = vec![0; length];
            world.copy(&body, 0, &mut bytes);
            world.append(&mut text, &bytes);
        }
        let _ = world.finish(&mut writer, "image/png").unwrap();
        let _ = text.to_js();
    };
    let timed = async { within(world, Some(Duration::from_secs(60)), pin!(exchange)).await };
    let _ = race(pin!(timed), pin!(aborted(signal))).await;
}

async fn flat(name: &str, calls: usize, fetch: &str, mut once: impl AsyncFnMut(&Browser, &JsValue)) {
    let hold = js(
        "({ ends: new Map(), next: 0, hold(end) { this.ends.set(++this.next, end); return this.next; }, release(id) { this.ends.delete(id); } })",
    );
    let signal = js("new AbortController().signal");
    let fetch = function(fetch);
    let mut rounds = async |count: usize| {
        for _ in 0..count {
            let world = Browser::new(Settings {
                fetch: Some(fetch.clone()),
                hold: Some(hold.clone().unchecked_into()),
                ..Settings::default()
            });
            once(&world, &signal).await;
        }
    };
    rounds(calls / 5).await;
    let watch = watch();
    let before = size().await;
    rounds(calls).await;
    Browser::new(Settings::default()).sleep(Duration::from_millis(20)).await;
    let left = watch.left();
    let after = size().await;
    watch.stop();
    wasm_bindgen_test::console_log!("{name}: {before:?} → {after:?}");
    assert_eq!(left, "", "{name}");
    assert_eq!((after.wasm, after.values), (before.wasm, before.values), "{name}");
    assert_eq!(
        js_sys::Reflect::get(&js_sys::Reflect::get(&hold, &"ends".into()).unwrap(), &"size".into()).unwrap(),
        0,
        "{name}"
    );
    if let (Some(before), Some(after)) = (before.heap, after.heap) {
        assert!(after - before < NOISE, "{name}: {} bytes a call", (after - before) / calls as f64);
    }
}

#[wasm_bindgen_test]
async fn calls_that_end_well() {
    flat("well", CALLS, "async () => new Response('a reply')", async |world, signal| call(world, signal, "{}").await)
        .await;
}

#[wasm_bindgen_test]
async fn calls_that_are_dropped_while_they_wait() {
    flat("dropped before an answer", FEW, "() => new Promise(() => {})", async |world, signal| {
        let end = race(pin!(call(world, signal, "{}")), pin!(Promised::new(&JsValue::NULL))).await;
        assert!(matches!(end, Either::Second(_)));
    })
    .await;
}

#[wasm_bindgen_test]
async fn calls_that_are_dropped_while_they_read() {
    let stalled = "async () => new Response(new ReadableStream({ start(c) { c.enqueue(new Uint8Array(9)); } }))";
    flat("dropped in a body", FEW, stalled, async |world, signal| {
        let end = race(
            pin!(call(world, signal, "{}")),
            pin!(async {
                for _ in 0..30 {
                    let _ = Promised::new(&JsValue::NULL).await;
                }
            }),
        )
        .await;
        assert!(matches!(end, Either::Second(())));
    })
    .await;
}

#[wasm_bindgen_test]
async fn calls_that_fail() {
    flat("failing", FEW, "async () => { throw new TypeError('no'); }", async |world, signal| {
        call(world, signal, "{}").await
    })
    .await;
    flat("odd", FEW, "async () => 5", async |world, signal| call(world, signal, "{}").await).await;
}

#[wasm_bindgen_test]
async fn calls_that_a_signal_ends() {
    flat("aborted", FEW, "() => new Promise(() => {})", async |world, _| {
        let signal = js("(controller => { Promise.resolve().then(() => controller.abort('enough')); return controller.signal; })(new AbortController())");
        call(world, &signal, "{}").await;
    })
    .await;
}

#[wasm_bindgen_test]
async fn turns_and_blobs() {
    let blob: Blob = js("new Blob([new Uint8Array(1000)])").unchecked_into();
    flat("turns and blobs", FEW, "() => {}", async |world, _| {
        drop(world.turn());
        for at in (0..300).step_by(100) {
            let _ = world.load(&blob, at..at + 100).await;
        }
        world.turn().await;
    })
    .await;
}
