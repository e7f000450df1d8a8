//! Replies at random, in pieces at random: what is read, pictures and all the rest, is what `JSON.parse` and `atob` read.

use super::{answering, code, generate, images, naive_images, naive_raw, random_reply, raw_of};
use js_sys::Promise;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_reply_is_what_the_slow_way_finds() {
    for seed in 0..120 {
        let text = random_reply(seed);
        let expected = naive_images(&text);
        let sizes = [seed % 7 + 1, seed * 31 % 900 + 1, 64 * 1024];
        let outcome = generate(&answering(&text, &sizes)).await;
        match &outcome {
            Ok(result) => assert_eq!(told(images(result)).await, expected, "seed {seed}"),
            Err(error) => assert_eq!((code(error).as_str(), expected.as_str()), ("no-image", ""), "seed {seed}"),
        }
        let failed = outcome.is_err();
        let outcome = outcome.unwrap_or_else(|error| error);
        assert_eq!(told(raw_of(&outcome)).await, naive_raw(&text, failed), "seed {seed}");
    }
}

#[wasm_bindgen_test]
async fn a_reply_is_read_byte_by_byte_and_in_one_chunk() {
    let text = random_reply(1_000_003);
    let expected = naive_images(&text);
    assert!(expected.len() > 100);
    for sizes in [&[1][..], &[2], &[3], &[u32::MAX]] {
        let result = generate(&answering(&text, sizes)).await.unwrap();
        assert_eq!(told(images(&result)).await, expected, "chunks of {sizes:?}");
        assert_eq!(told(raw_of(&result)).await, naive_raw(&text, false), "chunks of {sizes:?}");
    }
}

async fn told(promise: Promise) -> String {
    JsFuture::from(promise).await.unwrap().as_string().unwrap()
}
