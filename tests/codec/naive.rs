//! The base64 codec as built and its scalar twin, beside a decoder too simple to be wrong.

use engine::face::base64::{Decoder, Progress, Stop, encode, encode_scalar};

/// What became of a text.
#[derive(Debug, PartialEq)]
pub struct Outcome {
    pub bytes: Vec<u8>,
    /// How much of the text could be taken.
    pub read: usize,
    /// What `finish` says.
    pub whole: bool,
}

/// The oracle: all leading symbols, as much padding as they ask for, and the bits in between.
pub fn naive(text: &[u8]) -> Outcome {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let symbols: Vec<usize> = text.iter().map_while(|byte| ALPHABET.iter().position(|symbol| symbol == byte)).collect();
    let wanted = match (symbols.len() % 4, symbols.last()) {
        (2, Some(last)) if last % 16 == 0 => 2,
        (3, Some(last)) if last % 4 == 0 => 1,
        _ => 0,
    };
    let padding = text[symbols.len()..].iter().take(wanted).take_while(|&&byte| byte == b'=').count();
    let bits: String = symbols.iter().map(|symbol| format!("{symbol:06b}")).collect();
    let decided = if padding > 0 { bits.len() } else { symbols.len() / 4 * 24 };
    let bytes = bits.as_bytes()[..decided].chunks_exact(8);
    Outcome {
        bytes: bytes.map(|bits| u8::from_str_radix(std::str::from_utf8(bits).unwrap(), 2).unwrap()).collect(),
        read: symbols.len() + padding,
        whole: (symbols.len() + padding).is_multiple_of(4),
    }
}

type Push = fn(&mut Decoder, &[u8], &mut [u8]) -> Progress;

/// The decoder as it is built, and its scalar twin.
pub const PUSHES: [Push; 2] = [Decoder::push, Decoder::push_scalar];

/// Decodes the pieces one after the other into an output of `room` bytes, emptied whenever it is full.
pub fn decode<'a>(push: Push, pieces: impl IntoIterator<Item = &'a [u8]>, room: usize) -> Outcome {
    let mut decoder = Decoder::new();
    let mut out = vec![0xa5; room];
    let (mut bytes, mut total) = (Vec::new(), 0);
    'pieces: for mut piece in pieces {
        loop {
            let Progress { read, written, stop } = push(&mut decoder, piece, &mut out);
            bytes.extend_from_slice(&out[..written]);
            total += read;
            piece = &piece[read..];
            match stop {
                Stop::Input => {
                    assert!(piece.is_empty(), "all input is taken");
                    break;
                }
                Stop::Byte => {
                    assert!(!piece.is_empty(), "there is a byte to blame");
                    break 'pieces;
                }
                Stop::Output => {
                    assert!(room - written < Decoder::SLACK, "{written} of {room} bytes are no full output");
                    assert!(read > 0, "an empty output makes progress");
                }
            }
        }
    }
    Outcome { bytes, read: total, whole: decoder.finish().is_ok() }
}

/// Both ways of decoding in pieces have the outcome that the oracle has in one.
pub fn agrees(pieces: &[&[u8]], room: usize) {
    let text = pieces.concat();
    let expected = naive(&text);
    for push in PUSHES {
        assert_eq!(decode(push, pieces.iter().copied(), room), expected, "{:?}", String::from_utf8_lossy(&text));
    }
}

type Encode = fn(&[u8], &mut [u8]) -> usize;

/// The encoder as it is built, and its scalar twin.
pub const ENCODERS: [Encode; 2] = [encode, encode_scalar];

/// Both encoders write `text` for `bytes`, and nothing behind it.
pub fn encodes(bytes: &[u8], text: &[u8]) {
    for encode in ENCODERS {
        let mut out = vec![0xa5; text.len() + 40];
        assert_eq!(encode(bytes, &mut out), text.len(), "{bytes:?}");
        let (written, rest) = out.split_at(text.len());
        assert_eq!(written, text, "{bytes:?}");
        assert!(rest.iter().all(|&byte| byte == 0xa5), "nothing is written behind the text");
    }
}
