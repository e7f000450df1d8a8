//! base64 in both directions, in any pieces and into outputs of any length, against the naive decoder and the base64 crate.

use super::input::Input;
use super::naive_codec::{ENCODERS, PUSHES, agrees, decode, encodes};
use base64::{Engine, engine::general_purpose::STANDARD};
use engine::face::base64::Decoder;

pub fn check(input: &[u8]) {
    let input = Input::new(input);
    let room = Decoder::SLACK + input.number();
    decodes(&input, room);
    // The same bytes the other way, and back again in pieces as large.
    let text = STANDARD.encode(input.bytes);
    encodes(input.bytes, text.as_bytes());
    cut_encoding_joins(input.bytes, &text, room);
    agrees(&text.as_bytes().chunks(room).collect::<Vec<_>>(), room);
}

fn decodes(input: &Input, room: usize) {
    for pieces in input.ways() {
        agrees(&pieces, room);
    }
    for push in PUSHES {
        let outcome = decode(push, [input.bytes], room);
        let ours = (outcome.whole && outcome.read == input.bytes.len()).then_some(outcome.bytes);
        assert_eq!(ours, STANDARD.decode(input.bytes).ok());
    }
}

fn cut_encoding_joins(bytes: &[u8], text: &str, room: usize) {
    for encode in ENCODERS {
        let mut out = vec![0xa5; room];
        let written = encode(bytes, &mut out);
        assert_eq!(written, text.len().min(room / 4 * 4), "as much as there is room for");
        assert_eq!(out[..written], text.as_bytes()[..written]);
        assert!(out[written..].iter().all(|&byte| byte == 0xa5), "nothing is written behind it");

        let mut joined = Vec::new();
        for piece in bytes.chunks(room / 3 * 3) {
            let mut out = vec![0; room.div_ceil(3) * 4];
            let written = encode(piece, &mut out);
            joined.extend_from_slice(&out[..written]);
        }
        assert_eq!(joined, text.as_bytes(), "multiples of three join");
    }
}
