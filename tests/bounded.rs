//! Replies of many megabytes, of whatever they are made: none of it stands in the engine's memory.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::restriction)] // a test may panic
#![allow(unsafe_code)] // an allocator that counts

use engine::face::error::Thrown;
use engine::face::pace::Pace;
use engine::face::receive::Reader;
use engine::face::reply::{Needs, Reply};
use engine::face::report::{Report, Teller};
use engine::face::world::{Answer, Piece, Request, Unanswered, Unread, World};
use std::alloc::{GlobalAlloc, Layout, System};
use std::future::Future;
use std::ops::Range;
use std::pin::pin;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

struct Counting;

static LIVE: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

// SAFETY: all of it is the system's.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let live = LIVE.fetch_add(layout.size(), Relaxed) + layout.size();
        MOST.fetch_max(live, Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// A world that knows of bytes only how many they were.
#[derive(Clone)]
struct Nowhere;

/// A start, the same again and again, and an end.
#[derive(Clone)]
struct Body {
    start: Option<&'static str>,
    unit: &'static str,
    /// Bytes of it that are still to come.
    left: usize,
    end: Option<&'static str>,
    chunk: Vec<u8>,
}

const CHUNK: usize = 64 * 1024;

impl Body {
    fn new(start: &'static str, unit: &'static str, end: &'static str) -> Self {
        Self { start: Some(start), unit, left: SIZE / unit.len() * unit.len(), end: Some(end), chunk: Vec::new() }
    }

    fn next(&mut self) -> bool {
        self.chunk.clear();
        if let Some(start) = self.start.take() {
            self.chunk.extend_from_slice(start.as_bytes());
        } else if self.left > 0 {
            let count = (CHUNK / self.unit.len()).max(1);
            while self.left > 0 && self.chunk.len() < count * self.unit.len() {
                self.chunk.extend_from_slice(self.unit.as_bytes());
                self.left -= self.unit.len();
            }
        } else if let Some(end) = self.end.take() {
            self.chunk.extend_from_slice(end.as_bytes());
        } else {
            return false;
        }
        true
    }
}

impl World for Nowhere {
    type Blob = u64;
    type Body = Body;
    type Writer = u64;
    type Text = u64;

    async fn send(&self, _: Request<'_, u64>) -> Result<Answer<Body>, Unanswered> {
        Err(Unanswered::Lost(None))
    }

    async fn read(&self, mut body: Body) -> Result<Option<(Body, usize)>, Unread> {
        Ok(body.next().then(|| {
            let length = body.chunk.len();
            (body, length)
        }))
    }

    fn copy(&self, body: &Body, at: usize, into: &mut [u8]) {
        into.copy_from_slice(&body.chunk[at..at + into.len()]);
    }

    fn leave(&self, body: Body) {
        drop(body);
    }

    fn writer(&self) -> u64 {
        0
    }

    fn write(&self, writer: &mut u64, bytes: &[u8]) -> Result<(), Thrown> {
        *writer += bytes.len() as u64;
        Ok(())
    }

    fn tee(&self, writer: &mut u64, _: &Body, range: Range<usize>) -> Result<(), Thrown> {
        *writer += range.len() as u64;
        Ok(())
    }

    fn finish(&self, writer: &mut u64, _: &str) -> Result<u64, Thrown> {
        Ok(std::mem::take(writer))
    }

    fn join(&self, pieces: &[Piece<'_, u64>], _: &str) -> Result<u64, Thrown> {
        let length = |piece: &Piece<'_, u64>| match piece {
            Piece::Text(text) => text.len() as u64,
            Piece::Bytes(bytes) => bytes.len() as u64,
            Piece::Blob(blob) => **blob,
            Piece::Slice(_, range) => range.end - range.start,
        };
        Ok(pieces.iter().map(length).sum())
    }

    fn size(&self, blob: &u64) -> u64 {
        *blob
    }

    async fn load(&self, _: &u64, _: Range<u64>) -> Result<Vec<u8>, Thrown> {
        Ok(Vec::new())
    }

    fn text(&self) -> u64 {
        0
    }

    fn append(&self, text: &mut u64, bytes: &[u8]) {
        *text += bytes.len() as u64;
    }

    fn string(&self, _: &u64) -> String {
        String::new() // of an error, which tells all of it
    }

    async fn sleep(&self, _: Duration) {}

    async fn turn(&self) {}

    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn random(&self) -> f64 {
        0.5
    }
}

/// What a reply came to.
#[derive(Debug, Default, PartialEq)]
struct Arrival {
    images: Vec<u64>,
    text: u64,
    json: u64,
}

async fn read(body: Body, asked: Needs) -> Option<Arrival> {
    let world = Nowhere;
    let report =
        Report::new(Teller { world: &world, told: None, queue: None, events: false, n: 1, started: Duration::ZERO }, 0);
    let (mut reader, mut reply) = (Reader::new(&world, &Pace::default(), body, asked), Reply::new(&world, asked));
    let mut end = Ok(());
    loop {
        match reader.next(|_| {}).await {
            Ok(Some(item)) => reply.add(item, &report),
            Ok(None) => break,
            Err(failure) => {
                end = Err(failure);
                break;
            }
        }
        reader.expect_end(reply.patience());
    }
    while let Some(item) = reader.rest() {
        reply.add(item, &report);
    }
    let context = engine::face::verdict::Context {
        host: engine::face::models::Host::Other,
        model: "",
        unsupported: &[],
        base: "",
        keyed: true,
        continues: false,
    };
    let response = reply.conclude(reader.into_received(), end.err(), &context, &report).ok()?;
    let images = response.images.iter().map(|image| image.blob).collect();
    Some(Arrival { images, text: response.text, json: response.raw.json })
}

const MIB: usize = 1024 * 1024;
/// Of each reply. Whatever grows with it shows with these as with twenty.
const SIZE: usize = 3 * MIB / 4;
/// The picture of 40 bytes that is in each of them, so that all of it is kept.
macro_rules! picture {
    () => {
        r#"{"inlineData":{"mimeType":"image/gif","data":"R0lGODlhAwACAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="}}"#
    };
}
const OPEN: &str = concat!(r#"{"candidates":[{"content":{"parts":["#, picture!(), ",");
const CLOSE: &str = r#"]},"finishReason":"STOP"}]}"#;

/// One at a time: they are counted together.
static TURN: Mutex<()> = Mutex::new(());

/// What of a reply is in memory at most, and what it comes to. Half of it takes as much as all.
#[track_caller]
fn bounded(name: &str, body: Body, asked: Needs) -> Arrival {
    let _turn = TURN.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let measured = |body: Body| {
        let before = LIVE.load(Relaxed);
        MOST.store(before, Relaxed);
        let mut future = pin!(read(body, asked));
        let Poll::Ready(came) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
            panic!("nothing is waited for")
        };
        (MOST.load(Relaxed) - before, came.unwrap_or_else(|| panic!("{name}: no picture")))
    };
    let half = body.left / 2 / body.unit.len() * body.unit.len();
    let (less, _) = measured(Body { left: half, ..body.clone() });
    let (most, came) = measured(body);
    assert!(most < MIB && most < less + 64 * 1024, "{name}: {} and {} KiB", less / 1024, most / 1024);
    came
}

const KEPT: Needs = Needs { events: false, keeps_parts: true };

fn concat(parts: &[&str]) -> &'static str {
    parts.concat().leak()
}

#[test]
fn words() {
    for (name, unit) in [
        ("words", "The model has much to say. "),
        ("beginnings", "![](data:image/gif;base64,"),
        ("white space", "\\n \\t"),
        ("escapes", "\\ud83d\\udc37\\\""),
        ("brackets", "![](https://x.example/)"),
        ("pictures that are none", "data:image/gif;base64,R0lGODlhAwACAAAA* "),
    ] {
        let came = bounded(name, Body::new(concat(&[OPEN, r#"{"text":""#]), unit, concat(&["\"}", CLOSE])), KEPT);
        assert!(came.images == [40] && came.json as usize > SIZE, "{name}: {came:?}");
        bounded(name, Body::new(concat(&[OPEN, r#"{"thought":true,"text":""#]), unit, concat(&["\"}", CLOSE])), KEPT);
    }
}

#[test]
fn base64() {
    let letters = "AAAABBBBCCCCDDDD";
    let gif = "R0lGODlhAwACAAAA";
    for (name, start, end) in [
        ("a picture", r#"{"inlineData":{"mimeType":"image/gif","data":""#, "\"}}"),
        ("with a prefix", r#"{"inlineData":{"data":"data:image/gif;base64,"#, "\"}}"),
        ("in text", r#"{"text":"See ![it](data:image/gif;base64,"#, ") there\"}"),
        ("in fileData", r#"{"fileData":{"fileUri":"data:image/gif;base64,"#, "\"}}"),
    ] {
        let body = Body::new(concat(&[OPEN, start, gif]), letters, concat(&[end, CLOSE]));
        assert_eq!(bounded(name, body, KEPT).images, [40, 12 + SIZE as u64 / 4 * 3], "{name}");
    }
    let damaged = Body::new(
        concat(&[OPEN, r#"{"text":"See data:image/gif;base64,"#, gif]),
        letters,
        concat(&["A there\"}", CLOSE]),
    );
    assert_eq!(bounded("a damaged picture in text", damaged, KEPT).images, [40]);
    let signature = Body::new(concat(&[OPEN, r#"{"text":"x","thoughtSignature":""#]), letters, concat(&["\"}", CLOSE]));
    assert_eq!(bounded("a signature", signature, KEPT).text, 1);
    let broken = Body::new(concat(&[OPEN, r#"{"text":"x","thoughtSignature":"*"#]), letters, concat(&["\"}", CLOSE]));
    bounded("a signature that is none", broken, KEPT);
    let link =
        Body::new(concat(&[OPEN, r#"{"fileData":{"fileUri":"https://x.example/"#]), letters, concat(&["\"}}", CLOSE]));
    bounded("a link", link, KEPT);
}

#[test]
fn many_parts() {
    for (name, unit) in [
        ("empty ones", "{},"),
        ("letters", r#"{"text":"a"},"#),
        ("no parts", "null,"),
        ("odd ones", r#"{"inlineData":{"data":"AAAAAAAAAAAAAAAAAAAAAAAA"}},"#),
        ("a picture over many", r#"{"text":"R0lG"},"#),
        ("unknown ones", r#"{"functionCall":{"name":"f","args":{"a":[1,2,3]}}},"#),
        ("thoughts", r#"{"text":"a","thought":true},"#),
        ("links", r#"{"fileData":{"fileUri":"https://x.example/1"}},"#),
    ] {
        let body = || Body::new(OPEN, unit, concat(&[picture!(), CLOSE]));
        let came = bounded(name, body(), Needs::default());
        assert_eq!(came.images.len(), 2, "{name}");
    }
    let parts = Body::new(
        concat(&[OPEN, r#"{"text":"See ![it](data:image/gif;base64,R0lGODlhAwACAAAA"},"#]),
        r#"{"text":"AAAABBBBCCCCDDDD"},"#,
        concat(&[r#"{"text":") there"}"#, CLOSE]),
    );
    assert_eq!(bounded("a picture in the text of many", parts, Needs::default()).images.len(), 2);
}

#[test]
fn what_nobody_reads() {
    for (name, start, unit, end) in [
        ("an unknown text", r#"{"x":""#, "abcdefgh", "\","),
        ("an unknown list", r#"{"x":["#, r#"{"a":[1,"b",null]},"#, "0],"),
        ("many names", "{", r#""x":1,"#, ""),
        ("a long name", r#"{""#, "name", "\":1,"),
        ("a long number", r#"{"x":1"#, "0000", ","),
        ("grounding", r#"{"candidates":[{"groundingMetadata":{"a":["#, "[0.5],", "0]}}],"),
        (
            "counts",
            r#"{"usageMetadata":{"candidatesTokensDetails":["#,
            r#"{"modality":"TEXT","tokenCount":1},"#,
            "null]},",
        ),
        ("white space", "{", " \n", ""),
        ("candidates", r#"{"candidates":["#, "{},", r#"{}],"#),
    ] {
        let rest = concat(&[end, r#""candidates":[{"content":{"parts":["#, picture!(), CLOSE]);
        let came = bounded(name, Body::new(start, unit, rest), KEPT);
        assert_eq!(came.images, [40], "{name}");
    }
    let error = Body::new(
        concat(&[r#"{"candidates":[{"content":{"parts":["#, picture!(), r#"]}}],"error":{"message":""#]),
        "it broke ",
        "\",\"code\":503}}",
    );
    bounded("an error", error, KEPT);
}

#[test]
fn many_documents() {
    let events = Needs { events: true, ..Needs::default() };
    for (name, unit) in [
        ("letters", "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}\n\n"),
        ("pings", ": PING\n\n"),
        ("ratings", "data: {\"candidates\":[{\"safetyRatings\":[]}],\"usageMetadata\":{\"totalTokenCount\":1}}\n\n"),
        ("errors", "{\"error\":{\"code\":503,\"message\":\"it broke\"}}\n"),
        ("of another API", "data: {\"choices\":[]}\n\n"),
        ("empty ones", "data: {}{}{}{}{}\n\n"),
    ] {
        let start = concat(&["data: ", OPEN, "{}", r#"]}}]}"#, "\n\n"]);
        let came =
            bounded(name, Body::new(start, unit, "data: {\"candidates\":[{\"finishReason\":\"STOP\"}]}\n\n"), events);
        assert_eq!(came.images, [40], "{name}");
    }
}
