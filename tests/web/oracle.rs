//! Replies at random, in pieces at random: what is read is what `JSON.parse` and `atob` read.

use super::{answering, code, generate, images, naive_images, random_reply};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn pictures_are_those_that_the_slow_way_finds() {
    for seed in 0..120 {
        let text = random_reply(seed);
        let expected = naive_images(&text);
        let sizes = [seed % 7 + 1, seed * 31 % 900 + 1, 64 * 1024];
        match generate(&answering(&text, &sizes)).await {
            Ok(result) => {
                let found = JsFuture::from(images(&result)).await.unwrap().as_string().unwrap();
                assert_eq!(found, expected, "seed {seed}");
            }
            Err(error) => {
                assert_eq!((code(&error).as_str(), expected.as_str()), ("no-image", ""), "seed {seed}");
            }
        }
    }
}

#[wasm_bindgen_test]
async fn a_reply_is_read_byte_by_byte_and_in_one_chunk() {
    let text = random_reply(1_000_003);
    let expected = naive_images(&text);
    assert!(expected.len() > 100);
    for sizes in [&[1][..], &[2], &[3], &[u32::MAX]] {
        let result = generate(&answering(&text, sizes)).await.unwrap();
        let found = JsFuture::from(images(&result)).await.unwrap().as_string().unwrap();
        assert_eq!(found, expected, "chunks of {sizes:?}");
    }
}
