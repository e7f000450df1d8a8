//! The browser's world, by itself: what callers, servers and the page do to it, and what it leaves behind.

#[path = "world/blobs.rs"]
mod blobs;
#[path = "world/bodies.rs"]
mod bodies;
#[path = "world/leaks.rs"]
mod leaks;
#[path = "world/network.rs"]
mod network;
#[path = "world/waits.rs"]
mod waits;

use engine::face::race::within;
use engine::face::web::{Body, Browser, Promised, Settings};
use engine::face::world::{Answer, Head, Purpose, Request, Unanswered, Unread, World};
use js_sys::{Function, Uint8Array};
use std::future::Future;
use std::pin::pin;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

#[wasm_bindgen(module = "/tests/web/world.js")]
extern "C" {
    /// Counts timers, listeners and channels, and rejections that nobody heard, until it is stopped.
    fn watch() -> Watch;
    type Watch;
    /// What lives still, as `timers 1`; nothing where nothing does.
    #[wasm_bindgen(method)]
    fn left(this: &Watch) -> String;
    #[wasm_bindgen(method)]
    fn stop(this: &Watch);
}

/// What JavaScript makes of an expression.
fn js(source: &str) -> JsValue {
    js_sys::eval(&format!("({source})")).unwrap()
}

fn function(source: &str) -> Function {
    js(source).unchecked_into()
}

/// With a caller's `fetch`.
fn browser(fetch: &str) -> Browser {
    Browser::new(Settings { fetch: Some(function(fetch)), ..Settings::default() })
}

/// Of a call, without a body.
fn to(url: &str) -> Request<'_, Blob> {
    Request { url, headers: &[], body: None, purpose: Purpose::Call }
}

/// Sends one with that `fetch`.
async fn send(fetch: &str) -> Result<Answer<Body>, Unanswered> {
    browser(fetch).send(to("https://gw.example/")).await
}

/// A head and a body.
async fn answered(fetch: &str) -> (Head, Body) {
    match send(fetch).await {
        Ok(Answer::Head(head, body)) => (head, body),
        Ok(Answer::Opaque) => panic!("opaque"),
        Ok(Answer::Redirected) => panic!("redirected"),
        Err(why) => panic!("{why:?}"),
    }
}

/// All of a body, and in what chunks it came.
async fn read(world: &Browser, mut body: Body) -> Result<(Vec<u8>, Vec<usize>), Unread> {
    let (mut all, mut lengths) = (Vec::new(), Vec::new());
    while let Some((next, length)) = world.read(body).await? {
        body = next;
        let before = all.len();
        all.resize(before + length, 0);
        world.copy(&body, 0, &mut all[before..]);
        lengths.push(length);
    }
    Ok((all, lengths))
}

async fn bytes_of(blob: &Blob) -> Vec<u8> {
    Uint8Array::new(
        &Promised::new(
            &js("blob => blob.arrayBuffer()").unchecked_into::<Function>().call1(&JsValue::UNDEFINED, blob).unwrap(),
        )
        .await
        .unwrap(),
    )
    .to_vec()
}

/// Does what `work` does for so long, and drops it.
async fn dropped(ms: u64, work: impl Future) {
    let world = Browser::new(Settings::default());
    assert!(within(&world, Some(Duration::from_millis(ms)), pin!(work)).await.is_none(), "it was to wait");
}

/// Waits until JavaScript's condition holds.
async fn until(condition: &str) {
    let world = Browser::new(Settings::default());
    let holds = function(&format!("() => {condition}"));
    for _ in 0..300 {
        if holds.call0(&JsValue::UNDEFINED).unwrap().is_truthy() {
            return;
        }
        world.sleep(Duration::from_millis(10)).await;
    }
    panic!("{condition} never was");
}

/// Bytes that are not the same anywhere.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..length).map(|_| next()).collect()
}
