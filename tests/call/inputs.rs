//! Pictures that go in.

use super::memory::{Blob, Given, Memory, thrown};
use super::replies::picture;
use super::{draft, fails, is_unsent, line, run};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use engine::face::call::Handed;
use engine::face::error::Thrown;
use engine::face::input::{Input, Redraw, Unusable};
use engine::face::options::Draft;
use engine::face::queue::{Event, Phase};
use engine::face::world::World;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01";
const GIF: &[u8] = b"GIF89a\x25\0\x15\0 and what follows";
const TAKEN: &str = "PNG, JPEG, WebP, HEIC and HEIF are sent as they are, whatever else the browser can show as PNG";

/// Bytes that are there at once, and nobody can draw.
fn input(world: &Memory, bytes: impl AsRef<[u8]>) -> Input<Blob> {
    let blob = world.blob(bytes);
    Input { blob: Box::pin(async move { Ok(blob) }), redraw: None }
}

/// What comes after a while.
fn later(world: &Memory, after: u64, came: Result<Blob, Unusable>) -> Input<Blob> {
    let world = world.clone();
    let blob = Box::pin(async move {
        world.sleep(Duration::from_millis(after)).await;
        came
    });
    Input { blob, redraw: None }
}

fn handed(pictures: Vec<Input<Blob>>) -> Handed<Memory> {
    Handed { pictures, ..Handed::default() }
}

fn of(count: usize) -> Draft {
    Draft { images: count, model: Some("any".into()), ..draft() }
}

/// The parts of the first request that was sent.
fn parts(world: &Memory) -> Vec<Value> {
    let seen = &world.seen()[0];
    assert!(!seen.is_text, "no picture stands in a text of the engine's");
    let mut body: Value = serde_json::from_slice(seen.body.as_ref().unwrap()).unwrap();
    body["contents"][0]["parts"].as_array_mut().unwrap().drain(..).collect()
}

fn part(media_type: &str, bytes: &[u8]) -> Value {
    json!({ "inlineData": { "mimeType": media_type, "data": BASE64_STANDARD.encode(bytes) } })
}

fn drawing() -> Memory {
    Memory::new(|_| Given::response(200, picture()))
}

#[test]
fn pictures_stand_behind_the_prompt_in_order_with_what_their_bytes_say_they_are() {
    let world = drawing();
    let kinds: [(&str, &[u8]); 5] = [
        ("image/png", PNG),
        ("image/jpeg", b"\xff\xd8\xff\xe0 and what follows"),
        ("image/webp", b"RIFF\x24\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x24\0\0\x14\0\0"),
        ("image/heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
        ("image/heif", b"\0\0\0\x14ftypmif1\0\0\0\0mif1"),
    ];
    let pictures = kinds.map(|(_, bytes)| input(&world, bytes));
    run(&world, of(5), handed(pictures.into())).ok().unwrap();
    let mut expected = vec![json!({ "text": "a red boat" })];
    expected.extend(kinds.map(|(media_type, bytes)| part(media_type, bytes)));
    assert_eq!(parts(&world), expected);
}

#[test]
fn a_picture_of_any_length_arrives_as_it_is_and_little_of_it_is_in_memory() {
    const STEP: usize = 48 * 1024;
    for length in [PNG.len(), 64, 65, STEP - 1, STEP, STEP + 1, STEP + 2, 3 * STEP, 3 * STEP + 1] {
        let world = drawing();
        let mut bytes = PNG.to_vec();
        bytes.extend((0..).map(|at: u32| (at * 31) as u8).take(length - PNG.len()));
        run(&world, of(1), handed(vec![input(&world, &bytes)])).ok().unwrap();
        assert_eq!(parts(&world)[1], part("image/png", &bytes), "{length}");
        assert!(world.most() <= 64 * 1024, "{length}: {} bytes at once", world.most());
    }
}

#[test]
fn a_large_picture_leaves_the_page_its_turns() {
    let world = drawing();
    let mut bytes = PNG.to_vec();
    bytes.resize(4 * 1024 * 1024, 7);
    run(&world, of(1), handed(vec![input(&world, bytes)])).ok().unwrap();
    assert!((7..=9).contains(&world.turns()), "each half megabyte: {}", world.turns());
}

#[test]
fn all_are_begun_at_once_and_read_in_order() {
    let world = drawing();
    let came = |bytes: &[u8]| Ok(world.blob(bytes));
    let pictures =
        vec![later(&world, 300, came(PNG)), later(&world, 200, came(b"\xff\xd8\xff")), later(&world, 300, came(PNG))];
    run(&world, of(3), handed(pictures)).ok().unwrap();
    assert_eq!(world.now(), Duration::from_millis(300));
    let kinds: Vec<_> = parts(&world)[1..].iter().map(|part| part["inlineData"]["mimeType"].clone()).collect();
    assert_eq!(kinds, ["image/png", "image/jpeg", "image/png"]);
}

#[test]
fn requests_and_their_retries_share_what_was_read_once() {
    let mut sent = 0;
    let world = Memory::new(move |_| {
        sent += 1;
        if sent == 1 { Given::response(503, "") } else { Given::response(200, picture()) }
    });
    let told = Rc::new(RefCell::new(Vec::new()));
    let hears = told.clone();
    let handed = Handed {
        told: Some(Rc::new(move |event: &Event<Blob>| {
            if let Event::Progress(progress) = event {
                hears.borrow_mut().push((progress.index, progress.phase.clone()));
            }
        })),
        ..handed(vec![input(&world, PNG)])
    };
    run(&world, Draft { n: Some(2), concurrency: Some(1), max_retries: Some(1), ..of(1) }, handed).ok().unwrap();
    let bodies: Vec<_> = world.seen().into_iter().map(|seen| seen.body).collect();
    assert_eq!(bodies.len(), 3);
    assert!(bodies.iter().all(|body| body == &bodies[0]));
    assert_eq!(told.borrow()[0], (0, Phase::Preparing));
}

fn redrawn(draws: impl Fn(Blob) -> Result<Blob, Unusable> + 'static) -> Option<Redraw<Blob>> {
    Some(Rc::new(move |blob| {
        let drawn = draws(blob);
        Box::pin(async move { drawn })
    }))
}

#[test]
fn what_the_api_does_not_take_is_drawn_anew() {
    let world = drawing();
    let drawn = world.blob(PNG);
    let redraw = redrawn(move |blob| {
        assert_eq!(blob.bytes(), GIF);
        Ok(drawn.clone())
    });
    let pictures = vec![Input { redraw, ..input(&world, GIF) }];
    run(&world, of(1), handed(pictures)).ok().unwrap();
    assert_eq!(parts(&world)[1], part("image/png", PNG));
}

#[test]
fn what_is_no_picture_is_refused_by_its_place_and_nothing_is_sent() {
    let looks = |what: &str| format!("is no picture that can be sent: it looks like {what} — {TAKEN}");
    let heads: [(&[u8], String); 12] = [
        (b"", "is empty — it has no bytes: check what it was made from".into()),
        (b"a cat", looks("text (61 20 63 61 74)")),
        (b"<svg/>", looks("SVG (3c 73 76 67 2f 3e)")),
        (b"<!doctype html><title>x</title>", looks("HTML (3c 21 64 6f 63 74 79 70 …)")),
        (GIF, looks("GIF (47 49 46 38 39 61 25 00 …)")),
        (b"\x89PNG", looks("PNG (89 50 4e 47)")),
        (b"\0\0\0\x1cftypavif\0\0\0\0avif", looks("AVIF (00 00 00 1c 66 74 79 70 …)")),
        (b"\0\0\0\x1cftypisom\0\0\0\0", looks("MP4 (00 00 00 1c 66 74 79 70 …)")),
        (b"%PDF-1.7", looks("PDF (25 50 44 46 2d 31 2e 37)")),
        (b"PK\x03\x04", looks("ZIP (50 4b 03 04)")),
        (br#"{"image":1}"#, looks("JSON (7b 22 69 6d 61 67 65 22 …)")),
        (b"\xfe\x00", looks("unknown bytes (fe 00)")),
    ];
    for (head, told) in heads {
        let world = Memory::alone();
        let error = fails(&world, of(2), handed(vec![input(&world, PNG), input(&world, head)]));
        is_unsent(&world, &error);
        assert_eq!(line(&error), format!("invalid-image 0: `images[1]` {told}"));
    }
}

#[test]
fn why_there_are_no_bytes_is_told_in_the_words_of_who_knows() {
    let cause = || Some(thrown("SecurityError"));
    let known = Unusable {
        says: Some("was answered with status 410".into()),
        hint: Some("check the address".into()),
        ..Unusable::default()
    };
    let unknown = Unusable { cause: cause(), ..Unusable::default() };
    let unread = format!("cannot be read — {TAKEN}");
    let undrawn = format!("is no picture that can be sent: it looks like GIF (47 49 46 38 39 61 25 00 …) — {TAKEN}");
    let world = Memory::alone();
    let failed = |refusal: &Unusable| later(&world, 1, Err(refusal.clone()));
    let undrawable = |refusal: &Unusable| {
        let refusal = refusal.clone();
        Input { redraw: redrawn(move |_| Err(refusal.clone())), ..input(&world, GIF) }
    };
    let cases: [(Input<Blob>, &str, Option<Thrown>); 4] = [
        (failed(&known), "was answered with status 410 — check the address", None),
        (failed(&unknown), &unread, cause()),
        (undrawable(&known), "was answered with status 410 — check the address", None),
        (undrawable(&unknown), &undrawn, cause()),
    ];
    for (input, told, cause) in cases {
        let error = fails(&world, of(1), handed(vec![input]));
        is_unsent(&world, &error);
        assert_eq!((line(&error), error.cause), (format!("invalid-image 0: `images[0]` {told}"), cause));
    }
}

#[test]
fn the_first_in_order_is_told_whichever_failed_first() {
    let world = Memory::alone();
    let failed = |after| later(&world, after, Err(Unusable::default()));
    let error = fails(&world, of(2), handed(vec![failed(500), failed(10)]));
    assert!(error.message.starts_with("`images[0]` "), "{error:?}");
}

#[test]
fn a_blob_that_is_lost_while_it_is_read_cannot_be_read() {
    let world = Memory::alone();
    let loses = world.clone();
    let blob = world.blob(PNG);
    let blob = Box::pin(async move {
        loses.lose();
        Ok(blob)
    });
    let error = fails(&world, of(1), handed(vec![Input { blob, redraw: None }]));
    is_unsent(&world, &error);
    assert_eq!(line(&error), format!("invalid-image 0: `images[0]` cannot be read — {TAKEN}"));
    assert_eq!(error.cause, Some(thrown("NotReadableError")));
}

#[test]
fn the_time_of_an_attempt_is_all_that_reading_has() {
    let world = Memory::alone();
    let came = || Ok(world.blob(PNG));
    let draft = Draft { timeout: Some(Duration::from_millis(50)), ..of(2) };
    let error = fails(&world, draft, handed(vec![later(&world, 10, came()), later(&world, 60, came())]));
    is_unsent(&world, &error);
    let told = "timeout retryable 0: `images[1]` was not read within 50 ms — a larger `timeout` may help";
    assert_eq!((line(&error), world.now()), (told.to_owned(), Duration::from_millis(50)));
}

#[test]
fn where_there_is_no_room_for_its_base64_nothing_is_sent() {
    let world = Memory::alone();
    let picture = input(&world, PNG);
    world.fill();
    let error = fails(&world, of(1), handed(vec![picture]));
    is_unsent(&world, &error);
    assert_eq!(line(&error), "wasm 0: the browser has no room for the request — ");
}
