//! What is measured, and against what. Inputs are made and results compared before a clock starts. Each writes where it wrote
//! before, but for the browser's encoder and parser, which cannot.
//!
//! - decode, encode: base64. Beside it base64-simd, and the browser's `setFromBase64` and `toBase64`, or `atob` and `btoa` with a loop
//!   where it has none. The browser decodes a string, as it would have it from `JSON.parse`; a second time bytes, as they arrive, of
//!   which `TextDecoder` makes that string.
//! - scan: a reply in pieces, as they are read, down to the bytes of its picture; with every slash of the base64 escaped; and with
//!   prose in place of the picture. Beside it the browser's `JSON.parse` of a string, which leaves base64 as it is.
//! - sniff: a JPEG with metadata before its frame header, in usual segments and in the smallest. A browser tells the size of a
//!   picture only with its pixels, so nothing of the browser's is beside it.
//!
//! `memcpy` copies what goes in; base64-simd, which has no scanner, decodes the base64 of the reply alone.

use base64_simd::{AsOut, STANDARD};
use engine::face::base64::{Decoder, Stop, encode as encode_base64};
use engine::face::scan::{Lifted, Mark, Scanner, Sink};
use engine::face::sniff::Sniffer;
use std::hint::black_box;

/// Input of about so many bytes, and who runs each contender.
pub type Subject = fn(usize, &mut dyn FnMut(Turn));

/// One contender, ready to run.
pub struct Turn<'a> {
    /// What is measured, who does it, the bytes that go in, and about how many were asked for.
    name: (&'a str, &'a str, usize, usize),
    pub run: &'a mut dyn FnMut(),
}

impl Turn<'_> {
    /// Its name on one line.
    pub fn id(&self) -> String {
        let (what, who, bytes, size) = self.name;
        format!("{what}|{who}|{bytes}|{size}")
    }
}

/// What the package reads at once, and gives at once: src/stream.rs.
const PIECE: usize = 64 << 10;
const OUTPUT: usize = PIECE / 4 * 3 + Decoder::SLACK;

pub fn decode(size: usize, turn: &mut dyn FnMut(Turn)) {
    let bytes = picture(size / 4 * 3);
    let text = STANDARD.encode_to_string(&bytes);
    let (mut ours, mut theirs, mut copy) = (vec![0; OUTPUT], vec![0; bytes.len()], Copy::of(text.as_bytes()));
    assert_eq!(decoded(text.as_bytes(), &mut ours), bytes);
    assert_eq!(STANDARD.decode(text.as_bytes(), theirs.as_out()).unwrap(), bytes);

    let mut turn = |who: &str, run: &mut dyn FnMut()| turn(Turn { name: ("decode", who, text.len(), size), run });
    turn("memcpy", &mut || copy.run(text.as_bytes()));
    turn("ours", &mut || {
        drain(&mut Decoder::new(), black_box(text.as_bytes()), &mut ours, |_| {});
    });
    turn("base64-simd", &mut || {
        black_box(STANDARD.decode(black_box(text.as_bytes()), theirs.as_out()).is_ok());
    });
    #[cfg(target_arch = "wasm32")]
    for from_bytes in [false, true] {
        let browsers = browser::Decoder::new(&text, from_bytes);
        assert_eq!(browsers.bytes(), bytes);
        turn(&browsers.name(), &mut || browsers.run());
    }
}

pub fn encode(size: usize, turn: &mut dyn FnMut(Turn)) {
    let bytes = picture(size / 4 * 3);
    let expected = STANDARD.encode_to_string(&bytes).into_bytes();
    let (mut ours, mut theirs, mut copy) = (vec![0; expected.len()], vec![0; expected.len()], Copy::of(&bytes));
    encode_base64(&bytes, &mut ours);
    assert_eq!(ours, expected);

    let mut turn = |who: &str, run: &mut dyn FnMut()| turn(Turn { name: ("encode", who, bytes.len(), size), run });
    turn("memcpy", &mut || copy.run(&bytes));
    turn("ours", &mut || {
        // A multiple of three, as src/input.rs has it.
        for piece in black_box(&bytes).chunks(PIECE / 4 * 3) {
            black_box(encode_base64(piece, &mut ours));
        }
    });
    turn("base64-simd", &mut || {
        black_box(STANDARD.encode(black_box(&bytes), theirs.as_out()).len());
    });
    #[cfg(target_arch = "wasm32")]
    {
        let browsers = browser::Encoder::new(&bytes);
        assert_eq!(browsers.text().as_bytes(), expected);
        turn(&browsers.name(), &mut || browsers.run());
    }
}

pub fn scan(size: usize, turn: &mut dyn FnMut(Turn)) {
    let bytes = picture(size / 4 * 3);
    let text = STANDARD.encode_to_string(&bytes);
    let prose = "A pig with wings flies over a green city, as pigs do when the wind is fair:\\n".repeat(size / 77);
    let data =
        |data: &str| reply(&format!("{{\"inlineData\": {{\"mimeType\": \"image/png\", \"data\": \"{data}\"}}}}"));
    let replies = [
        ("scan", data(&text)),
        ("scan, slashes escaped", data(&text.replace('/', "\\/"))),
        ("scan, prose", reply(&format!("{{\"text\": \"{prose}\"}}"))),
    ];
    for (what, reply) in replies {
        let mut pictures = Pictures::new();
        pictures.seen = Some(Vec::new());
        pictures.scan(reply.as_bytes());
        assert_eq!(pictures.seen.take().unwrap(), if what == "scan, prose" { &[] } else { bytes.as_slice() });
        let (mut theirs, mut copy) = (vec![0; bytes.len()], Copy::of(reply.as_bytes()));

        let mut turn = |who: &str, run: &mut dyn FnMut()| turn(Turn { name: (what, who, reply.len(), size), run });
        turn("memcpy", &mut || copy.run(reply.as_bytes()));
        turn("ours", &mut || pictures.scan(black_box(reply.as_bytes())));
        if what != "scan, prose" {
            turn("base64-simd", &mut || {
                black_box(STANDARD.decode(black_box(text.as_bytes()), theirs.as_out()).is_ok());
            });
        }
        #[cfg(target_arch = "wasm32")]
        {
            let browsers = browser::Parser::new(&reply);
            turn(&browsers.name(), &mut || browsers.run());
        }
    }
}

pub fn sniff(size: usize, turn: &mut dyn FnMut(Turn)) {
    for (what, segment) in [("sniff", 0xffff), ("sniff, smallest segments", 2)] {
        let file = jpeg(size, segment);
        let sniffed = || {
            let mut sniffer = Sniffer::new();
            black_box(&file).chunks(OUTPUT).for_each(|piece| sniffer.push(piece));
            sniffer.raster().map(|raster| (raster.width, raster.height))
        };
        assert_eq!(sniffed(), Some((7, 5)));
        let mut copy = Copy::of(&file);

        let mut turn = |who: &str, run: &mut dyn FnMut()| turn(Turn { name: (what, who, file.len(), size), run });
        turn("memcpy", &mut || copy.run(&file));
        turn("ours", &mut || {
            black_box(sniffed());
        });
    }
}

/// Bytes that look random and are the same every time.
fn picture(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_u32;
    let next = |_| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state >> 8) as u8
    };
    (0..length).map(next).collect()
}

/// A reply of that part.
fn reply(part: &str) -> String {
    format!(
        "{{\"candidates\": [{{\"content\": {{\"parts\": [{part}], \"role\": \"model\"}}, \"finishReason\": \"STOP\"}}]}}\n"
    )
}

/// Seven by five, behind about so many bytes of segments of that length.
fn jpeg(size: usize, length: u16) -> Vec<u8> {
    let mut file = vec![0xff, 0xd8];
    while file.len() < size {
        file.extend([0xff, 0xe1]);
        file.extend(length.to_be_bytes());
        file.resize(file.len() + usize::from(length) - 2, 0);
    }
    file.extend([0xff, 0xc0, 0, 11, 8, 0, 5, 0, 7, 1, 1, 0x11, 0]);
    file
}

/// A place for a copy, half a page away from the input in a page: where the two have the same place, some processors copy at a tenth
/// of their speed.
struct Copy {
    to: Vec<u8>,
    at: usize,
}

impl Copy {
    const PAGE: usize = 4096;

    fn of(from: &[u8]) -> Self {
        let to = vec![0; from.len() + Self::PAGE];
        let at = (from.as_ptr() as usize + Self::PAGE / 2).wrapping_sub(to.as_ptr() as usize) % Self::PAGE;
        Self { to, at }
    }

    fn run(&mut self, from: &[u8]) {
        self.to[self.at..][..from.len()].copy_from_slice(black_box(from));
    }
}

/// All of the text that the decoder takes, its output told piece by piece.
fn drain(decoder: &mut Decoder, text: &[u8], output: &mut [u8], mut told: impl FnMut(&[u8])) -> usize {
    let mut taken = 0;
    loop {
        let progress = decoder.push(&text[taken..], output);
        told(black_box(&output[..progress.written]));
        taken += progress.read;
        if progress.stop != Stop::Output {
            return taken;
        }
    }
}

fn decoded(text: &[u8], output: &mut [u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    drain(&mut Decoder::new(), text, output, |piece| bytes.extend_from_slice(piece));
    bytes
}

/// A sink that decodes as src/collect.rs does, and forgets what it is told unless asked.
struct Pictures {
    decoder: Decoder,
    output: Vec<u8>,
    kept: Vec<u8>,
    seen: Option<Vec<u8>>,
}

impl Pictures {
    fn new() -> Self {
        Self { decoder: Decoder::new(), output: vec![0; OUTPUT], kept: Vec::new(), seen: None }
    }

    fn scan(&mut self, reply: &[u8]) {
        self.kept.clear();
        let mut scanner = Scanner::new();
        for mut piece in reply.chunks(PIECE) {
            while !piece.is_empty() && !scanner.is_done() {
                let taken = scanner.push(piece, self).unwrap();
                piece = &piece[taken..];
            }
        }
        scanner.finish().unwrap();
    }
}

impl Sink for Pictures {
    fn keep(&mut self, json: &[u8]) {
        self.kept.extend_from_slice(json);
        if self.kept.len() >= PIECE {
            self.kept.clear();
        }
    }

    fn begin(&mut self, _: Lifted) {}

    fn take(&mut self, text: &[u8]) -> usize {
        let Self { decoder, output, seen, .. } = self;
        drain(decoder, text, output, |bytes| {
            if let Some(seen) = seen {
                seen.extend_from_slice(bytes);
            }
        })
    }

    fn end(&mut self) -> bool {
        self.decoder.finish().is_ok()
    }

    fn mark(&mut self, _: Mark, _: u64) {}
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(module = "/benches/micro/browser.js")]
    extern "C" {
        pub type Decoder;
        #[wasm_bindgen(constructor)]
        pub fn new(text: &str, from_bytes: bool) -> Decoder;
        #[wasm_bindgen(method, getter)]
        pub fn name(this: &Decoder) -> String;
        #[wasm_bindgen(method)]
        pub fn run(this: &Decoder);
        #[wasm_bindgen(method, getter)]
        pub fn bytes(this: &Decoder) -> Vec<u8>;

        pub type Encoder;
        #[wasm_bindgen(constructor)]
        pub fn new(bytes: &[u8]) -> Encoder;
        #[wasm_bindgen(method, getter)]
        pub fn name(this: &Encoder) -> String;
        #[wasm_bindgen(method)]
        pub fn run(this: &Encoder);
        #[wasm_bindgen(method, getter)]
        pub fn text(this: &Encoder) -> String;

        pub type Parser;
        #[wasm_bindgen(constructor)]
        pub fn new(text: &str) -> Parser;
        #[wasm_bindgen(method, getter)]
        pub fn name(this: &Parser) -> String;
        #[wasm_bindgen(method)]
        pub fn run(this: &Parser);
    }
}
