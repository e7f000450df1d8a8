//! Blobs that are written, joined and read, and texts.

use super::*;
use engine::face::world::Piece;
use wasm_bindgen_test::wasm_bindgen_test;

const MIB: usize = 1 << 20;

#[wasm_bindgen_test]
async fn what_is_written_is_there_whatever_its_length() {
    let world = Browser::new(Settings::default());
    let all = noise(18 * MIB);
    let mut writer = world.writer();
    for length in [0, 1, MIB - 1, MIB, MIB + 1, 15 * MIB, 16 * MIB - 1, 16 * MIB, 16 * MIB + 1, 18 * MIB] {
        for step in [48 * 1024, 3 * MIB] {
            for piece in all[..length].chunks(step) {
                world.write(&mut writer, piece).unwrap();
            }
            let blob = world.finish(&mut writer, "image/png").unwrap();
            assert_eq!(blob.type_(), "image/png");
            assert!(bytes_of(&blob).await == all[..length], "{length} by {step}");
        }
    }
}

#[wasm_bindgen_test]
async fn pieces_are_joined_in_order() {
    let world = Browser::new(Settings::default());
    let blob = world.join(&[Piece::Text("é"), Piece::Bytes(&[0, 255])], "").unwrap();
    let pieces = [Piece::Text("{"), Piece::Blob(&blob), Piece::Slice(&blob, 1..3), Piece::Bytes(b"}"), Piece::Text("")];
    let joined = world.join(&pieces, "application/json").unwrap();
    assert_eq!(bytes_of(&joined).await, [b'{', 0xc3, 0xa9, 0, 255, 0xa9, 0, b'}']);
    assert_eq!((world.size(&joined), joined.type_().as_str()), (8, "application/json"));
}

#[wasm_bindgen_test]
async fn a_blob_is_read_in_any_ranges() {
    let world = Browser::new(Settings::default());
    let all = noise(3 * MIB + 5);
    let blob = world.join(&[Piece::Bytes(&all)], "").unwrap();
    let other = world.join(&[Piece::Bytes(&all[1..])], "").unwrap();
    for step in [100_000, 786_432, 3 * MIB, 4 * MIB] {
        let mut at = 0;
        while at < all.len() {
            let range = at..all.len().min(at + step);
            let loaded = world.load(&blob, at as u64..(at + step) as u64).await.unwrap();
            assert!(loaded == all[range.clone()], "{range:?}");
            at = range.end;
        }
    }
    // Out of order, past the end, and of two in turns.
    for (of, from, to) in [
        (0, 0, 64),
        (0, 64, 128),
        (1, 128, 192),
        (0, 128, 300_000),
        (1, 0, 10),
        (1, 10, 20),
        (0, 300_000, 300_001),
        (0, 9, 9),
        (0, 4_000_000, 4_000_001),
        (0, 5, 4_000_000),
        (1, 20, 30),
    ] {
        let (blob, bytes) = if of == 0 { (&blob, &all[..]) } else { (&other, &all[1..]) };
        let expected = &bytes[bytes.len().min(from)..bytes.len().min(to)];
        assert!(world.load(blob, from as u64..to as u64).await.unwrap() == expected, "{of} {from} {to}");
    }
}

#[wasm_bindgen_test]
async fn a_blob_is_read_through_one_pipe_but_for_its_first_and_last_range() {
    let told = js("globalThis.told = []");
    let blob: Blob = js("(() => { \
        const watched = (of, name) => { const own = Object.getPrototypeOf(of)[name]; of[name] = (...args) => { told.push(name); return own.apply(of, args); }; return of; }; \
        const blob = watched(new Blob([new Uint8Array(1000).fill(9)]), 'stream'); \
        blob.slice = (from, to) => watched(Blob.prototype.slice.call(blob, from, to), 'arrayBuffer'); \
        return blob; })()").unchecked_into();
    let read = async || {
        let world = Browser::new(Settings::default());
        for at in (0..1000).step_by(100) {
            assert_eq!(world.load(&blob, at..at + 100).await.unwrap(), [9; 100]);
        }
        js("told.splice(0).join()").as_string().unwrap()
    };
    assert_eq!(read().await, "arrayBuffer,stream,arrayBuffer");
    // Where no pipe fills a buffer, as in WebKit, nothing is piped.
    js(
        "globalThis.getReader = ReadableStream.prototype.getReader, ReadableStream.prototype.getReader = function (options) { if (options) throw new TypeError('no'); return getReader.call(this); }",
    );
    let told_then = read().await;
    js("ReadableStream.prototype.getReader = getReader");
    assert_eq!(
        told_then,
        ["arrayBuffer", "stream"].into_iter().chain([("arrayBuffer"); 9]).collect::<Vec<_>>().join(",")
    );
    drop(told);
}

#[wasm_bindgen_test]
async fn a_read_that_is_dropped_takes_its_pipe_along() {
    js("globalThis.cancelled = 0");
    let blob: Blob = js("(() => { const blob = new Blob([new Uint8Array(1000)]); \
        blob.stream = () => new ReadableStream({ type: 'bytes', pull: () => new Promise(() => {}), cancel() { cancelled++; } }); \
        return blob; })()").unchecked_into();
    let world = Browser::new(Settings::default());
    assert_eq!(world.load(&blob, 0..100).await.unwrap().len(), 100);
    dropped(20, world.load(&blob, 100..200)).await;
    assert_eq!(js("cancelled"), 1);
    assert_eq!(world.load(&blob, 100..200).await.unwrap().len(), 100, "by a slice");
}

#[wasm_bindgen_test]
async fn a_blob_that_cannot_be_read_says_why() {
    let world = Browser::new(Settings::default());
    let blob: Blob = js("(() => { const blob = new Blob(['abc']); blob.slice = () => ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')) }); return blob; })()").unchecked_into();
    let thrown = world.load(&blob, 0..3).await.unwrap_err();
    assert_eq!((thrown.name.as_str(), thrown.message.as_str()), ("NotReadableError", "gone"));
}

#[wasm_bindgen_test]
fn a_text_is_its_bytes() {
    let world = Browser::new(Settings::default());
    assert_eq!(world.text().to_js(), "");
    let all = "a pig 🐷 é漢 ".repeat(20_000);
    for step in [1, 7, 1000, 65_536, 10_000_000] {
        let mut text = world.text();
        all.as_bytes().chunks(step).for_each(|piece| world.append(&mut text, piece));
        assert!(text.to_js() == all.as_str(), "by {step}");
        let clone = text.clone();
        world.append(&mut text, b"!");
        assert!(clone.to_js() == all.as_str(), "a clone is what it was");
        assert!(text.to_js() == format!("{all}!").as_str());
    }
    let mut text = world.text();
    world.append(&mut text, &[b'a', 0xf0, 0x9f]);
    assert_eq!(text.to_js(), "a\u{fffd}");
}
