//! Bodies, and the chunks that they come in.

use super::*;
use wasm_bindgen_test::wasm_bindgen_test;

/// A Response by shape, with that reader.
fn shaped(reader: &str) -> String {
    format!(
        "async () => ({{ status: 200, ok: true, headers: new Headers(), body: {{ getReader: () => ({reader}) }} }})"
    )
}

/// One that gives these chunks.
fn chunks(list: &str) -> String {
    shaped(&format!(
        "{{ chunks: [{list}], async read() {{ return this.chunks.length ? {{ done: false, value: this.chunks.shift() }} : {{ done: true }}; }}, async cancel() {{}} }}"
    ))
}

async fn outcome(fetch: &str) -> String {
    let (_, body) = answered(fetch).await;
    let world = Browser::new(Settings::default());
    let named = |thrown: Option<engine::face::error::Thrown>| {
        thrown.map_or(String::new(), |thrown| format!(" {}: {}", thrown.name, thrown.message))
    };
    match read(&world, body).await {
        Ok((bytes, _)) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(Unread::Broken(thrown)) => format!("broken{}", named(Some(thrown))),
        Err(Unread::Sealed(thrown)) => if thrown.is_some() { "sealed" } else { "sealed by nothing" }.to_owned(),
        Err(Unread::NotBytes(thrown)) => format!("not bytes{}", named(thrown)),
    }
}

#[wasm_bindgen_test]
async fn bodies_of_all_kinds() {
    for (fetch, is) in [
        ("async () => new Response('abc')", "abc"),
        ("async () => new Response(new Blob(['abc']))", "abc"),
        ("async () => new Response(null)", ""),
        ("async () => ({ status: 200, ok: true, headers: {}, body: null })", ""),
        ("async () => ({ status: 200, ok: true, headers: {}, body: 5 })", ""),
        ("async () => ({ status: 200, ok: true, headers: {}, body: new Uint8Array(3) })", "sealed"),
        ("async () => ({ status: 200, ok: true, headers: {}, body: (async function* () {})() })", "sealed"),
        ("async () => { const response = new Response('abc'); response.body.getReader(); return response; }", "sealed"),
        ("async () => { const response = new Response('abc'); await response.text(); return response; }", "sealed"),
        ("async () => new Response(new ReadableStream({ pull(c) { c.error('cut'); } }))", "broken Error: \"cut\""),
        (
            "async () => new Response(new ReadableStream({ type: 'bytes', pull(c) { c.enqueue(new Uint8Array([97])); c.close(); } }))",
            "a",
        ),
    ] {
        assert_eq!(outcome(fetch).await, is, "{fetch}");
    }
}

#[wasm_bindgen_test]
async fn readers_of_all_kinds() {
    for (reader, is) in [
        ("undefined", "not bytes TypeError"),
        ("{ read() { throw new Error('no'); }, cancel() { throw new Error('no'); } }", "not bytes Error: no"),
        ("{ read: async () => {}, cancel: () => Promise.reject(new Error('no')) }", "not bytes"),
        ("{ read: async () => ({ get done() { throw new Error('no'); } }), cancel() {} }", "not bytes"),
        ("{ read: async () => ({ done: false, get value() { throw new Error('no'); } }), cancel() {} }", "not bytes"),
        ("{ read: () => Promise.reject(new TypeError('gone')) }", "broken TypeError: gone"),
        (
            "{ values: [{ value: new Uint8Array([97, 98]) }, { done: 1 }], read() { return this.values.shift(); }, cancel() {} }",
            "ab",
        ),
    ] {
        let told = outcome(&shaped(reader)).await;
        assert!(told.starts_with(is), "{reader}: {told}");
    }
}

#[wasm_bindgen_test]
async fn chunks_are_taken_by_their_shape() {
    js("document.body.append(Object.assign(document.createElement('iframe'), { id: 'realm' }))");
    for (list, is) in [
        ("new Uint8Array([97, 98])", "ab"),
        ("new Uint8Array(), new Uint8Array([97]), new Uint8Array(), new Uint8Array([98])", "ab"),
        ("new TextEncoder().encode('xxabxx').subarray(2, -2), new Uint8Array([99])", "abc"),
        ("new Uint8ClampedArray([97])", "a"),
        ("new Int8Array([97])", "a"),
        ("new (document.querySelector('#realm').contentWindow.Uint8Array)([97])", "a"),
        ("new (class extends Uint8Array { get length() { return 1e9; } })([97])", "a"),
        ("'abc'", "not bytes Error: \"abc\""),
        ("null", "not bytes Error: null"),
        ("undefined", "not bytes"),
        ("new ArrayBuffer(2)", "not bytes Error: an object"),
        ("new DataView(new ArrayBuffer(2))", "not bytes Error: an object"),
        ("new Uint16Array(2)", "not bytes Error: an object"),
        ("{ buffer: new ArrayBuffer(2), BYTES_PER_ELEMENT: 1, byteLength: 2 }", "not bytes Error: an object"),
        ("new Proxy(new Uint8Array(2), {})", "not bytes Error: an object"),
        (
            "(bytes => { structuredClone(bytes, { transfer: [bytes.buffer] }); return bytes; })(new Uint8Array(2))",
            "not bytes Error: an object",
        ),
    ] {
        assert_eq!(outcome(&chunks(list)).await, is, "{list}");
    }
    js("document.querySelector('#realm').remove()");
}

#[wasm_bindgen_test]
async fn a_chunk_that_is_taken_away_later_is_no_trap() {
    let (_, body) = answered(&chunks("globalThis.lent = new Uint8Array([97, 98])")).await;
    let world = Browser::new(Settings::default());
    let (body, length) = world.read(body).await.unwrap().unwrap();
    js("structuredClone(lent, { transfer: [lent.buffer] })");
    let mut into = [1, 2];
    world.copy(&body, 0, &mut into);
    assert_eq!((length, into), (2, [0, 0]));
    let mut writer = world.writer();
    world.tee(&mut writer, &body, 0..2).unwrap();
    assert_eq!(world.finish(&mut writer, "").unwrap().size(), 0.0);
}

#[wasm_bindgen_test]
async fn one_buffer_is_filled_over_and_over() {
    // As large as the browser likes where it is a byte stream, but never larger than the buffer.
    js("globalThis.seen = new Set()");
    let fetch = "async () => { const response = new Response(new Blob([new Uint8Array(3 << 20).fill(7)])); const get = response.body.getReader.bind(response.body); \
        response.body.getReader = options => { const reader = get(options); const read = reader.read.bind(reader); \
        reader.read = async into => { seen.add(into?.byteLength); return read(into); }; return reader; }; return response; }";
    let (_, body) = answered(fetch).await;
    let world = Browser::new(Settings::default());
    let (bytes, lengths) = read(&world, body).await.unwrap();
    assert_eq!(bytes.len(), 3 << 20);
    assert!(bytes.iter().all(|byte| *byte == 7));
    assert!(lengths.iter().all(|length| *length <= 256 * 1024), "{lengths:?}");
    assert_eq!(js("[...seen].join()").as_string().as_deref(), Some("262144"));
}

#[wasm_bindgen_test]
async fn what_is_copied_and_what_is_kept_are_the_bytes() {
    let (_, body) = answered(&chunks("new TextEncoder().encode('0123456789'), new TextEncoder().encode('abc')")).await;
    let world = Browser::new(Settings::default());
    let mut writer = world.writer();
    let (body, _) = world.read(body).await.unwrap().unwrap();
    let mut into = [0; 3];
    world.copy(&body, 4, &mut into);
    assert_eq!(&into, b"456");
    world.tee(&mut writer, &body, 8..10).unwrap();
    let (body, _) = world.read(body).await.unwrap().unwrap();
    world.tee(&mut writer, &body, 0..1).unwrap();
    world.tee(&mut writer, &body, 1..1).unwrap();
    world.write(&mut writer, b"!").unwrap();
    let blob = world.finish(&mut writer, "text/plain").unwrap();
    assert_eq!((bytes_of(&blob).await, blob.type_()), (b"89a!".to_vec(), "text/plain".to_owned()));
}
