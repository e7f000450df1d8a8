//! Base64 text → bytes, resumable at any byte; and bytes → text.
//!
//! The caller is inside a JSON string and hands over whatever the network gave, so the text usually
//! runs past the string's end. One pass therefore validates, decodes and finds that end:
//! [`Decoder::push`] stops exactly at the first byte that cannot stand there (the closing quote, a
//! backslash, damage, anything after the padding), with everything before it decoded and the beginning
//! of an unfinished group kept for the next push. What that byte means is the caller's business.
//!
//! The alphabet is the standard one of [RFC 4648, section 4]; padding is required, and the bits that
//! it cuts off are zero. Other spellings are [`Lenient`]'s, which hands all the rest to this one.
//!
//! The work is divided in two. A *prefix* function decodes whole groups in bulk and gives up at the
//! first doubt: on wasm 32 symbols at a time, elsewhere eight by table. `State::after` takes one byte
//! at a time and is the only judge of carry, padding and where to stop, so a fast path can
//! change how soon an answer comes, never the answer.
//!
//! Encoding is simpler, because the caller cuts at multiples of three: [`encode`] writes whole groups in
//! bulk and the last ones one by one.
//!
//! [RFC 4648, section 4]: https://www.rfc-editor.org/rfc/rfc4648#section-4

mod lenient;
mod scalar;
#[cfg(target_arch = "wasm32")]
mod simd128;

#[cfg(not(target_arch = "wasm32"))]
use scalar as bulk;
#[cfg(target_arch = "wasm32")]
use simd128 as bulk;

pub use lenient::Lenient;

/// Why [`Decoder::push`] stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// All of the text is taken.
    Input,
    /// Fewer than [`Decoder::SLACK`] bytes of `out` are left; `text[read]` can be taken.
    Output,
    /// `text[read]` cannot stand here.
    Byte,
}

/// How far a [`Decoder::push`] came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of `text` taken.
    pub read: usize,
    /// Bytes of `out` that hold output; those behind may be overwritten with anything.
    pub written: usize,
    /// What ended it.
    pub stop: Stop,
}

/// The text ended inside a group: symbols or padding are missing, or `=` was refused for the bits that
/// it would have cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Incomplete;

/// A decoder somewhere in a text, at the start to begin with.
#[derive(Clone, Copy, Debug)]
pub struct Decoder(State);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before padding: the symbols of the current group, six bits each and the latest lowest, and how
    /// many there are, 0 to 3.
    Group(u32, u8),
    /// The first `=` of two is taken.
    Half,
    /// All padding is taken; nothing may follow.
    Whole,
}

const START: State = State::Group(0, 0);

impl Default for Decoder {
    fn default() -> Self {
        Self::new()
    }
}

impl Decoder {
    /// One group decoded. An `out` of this length or more always makes progress.
    pub const SLACK: usize = 3;

    /// At the start of a text.
    pub const fn new() -> Self {
        Self(START)
    }

    /// Decodes `text` into `out` until one of them ends or a byte cannot be taken.
    ///
    /// Neither the bytes that come out nor the place of a [`Stop::Byte`] depend on how the text is cut
    /// into pushes.
    pub fn push(&mut self, text: &[u8], out: &mut [u8]) -> Progress {
        self.push_by(bulk::prefix, text, out)
    }

    /// [`push`](Self::push) without SIMD, so that a test can hold one against the other.
    #[doc(hidden)]
    pub fn push_scalar(&mut self, text: &[u8], out: &mut [u8]) -> Progress {
        self.push_by(scalar::prefix, text, out)
    }

    /// Says whether the text was whole, and is ready for the next one.
    pub fn finish(&mut self) -> Result<(), Incomplete> {
        match std::mem::take(self).0 {
            START | State::Whole => Ok(()),
            State::Group(..) | State::Half => Err(Incomplete),
        }
    }

    /// `prefix` decodes whole groups from the front of the text into the front of the output and returns
    /// how many. It must take nothing but symbols, and may stop where it likes, also before good groups.
    fn push_by(&mut self, prefix: impl Fn(&[u8], &mut [u8]) -> usize, text: &[u8], out: &mut [u8]) -> Progress {
        let (mut read, mut written) = (0, 0);
        let stop = loop {
            let left = text.get(read..).unwrap_or_default();
            let room = out.get_mut(written..).unwrap_or_default();
            if self.0 == START {
                let groups = prefix(left, room);
                let mut taken = left.iter().take(groups * 4);
                debug_assert!(taken.all(|&byte| symbol(byte).is_some()), "all symbols");
                debug_assert!(groups * 3 <= room.len(), "all in the output");
                if groups > 0 {
                    read += groups * 4;
                    written += groups * 3;
                    continue;
                }
            }
            let Some(&byte) = left.first() else {
                break Stop::Input;
            };
            let Some((next, bytes, count)) = self.0.after(byte) else {
                break Stop::Byte;
            };
            let Some(slot) = room.first_chunk_mut() else {
                break Stop::Output;
            };
            *slot = bytes;
            self.0 = next;
            read += 1;
            written += count;
        };
        Progress { read, written, stop }
    }
}

impl State {
    /// The state after one more byte, with the bytes that it completes and their count, or `None` if it
    /// cannot stand here.
    fn after(self, byte: u8) -> Option<(State, [u8; Decoder::SLACK], usize)> {
        let join = |bits, symbol| bits << 6 | u32::from(symbol);
        let (next, group, count) = match (self, symbol(byte), byte) {
            (State::Group(bits, 3), Some(symbol), _) => (START, join(bits, symbol), 3),
            (State::Group(bits, held), Some(symbol), _) => (State::Group(join(bits, symbol), held + 1), 0, 0),
            // Two symbols are one byte and four bits over, three are two bytes and two bits over.
            (State::Group(bits, 2), _, b'=') if bits & 0xf == 0 => (State::Half, bits << 12, 1),
            (State::Group(bits, 3), _, b'=') if bits & 3 == 0 => (State::Whole, bits << 6, 2),
            (State::Half, _, b'=') => (State::Whole, 0, 0),
            _ => return None,
        };
        let [_, bytes @ ..] = group.to_be_bytes();
        Some((next, bytes, count))
    }
}

/// Writes `bytes` as padded text to the front of `out` and returns its length: four for each three bytes
/// begun, or less, where `out` has no room for all of it. Texts of multiples of three bytes join to one.
pub fn encode(bytes: &[u8], out: &mut [u8]) -> usize {
    encode_by(bulk::encode, bytes, out)
}

/// [`encode`] without SIMD, so that a test can hold one against the other.
#[doc(hidden)]
pub fn encode_scalar(bytes: &[u8], out: &mut [u8]) -> usize {
    encode_by(scalar::encode, bytes, out)
}

/// `bulk` encodes groups from the front and returns how many; it may leave some, but takes four where there is room for them.
fn encode_by(bulk: impl Fn(&[u8], &mut [u8]) -> usize, bytes: &[u8], out: &mut [u8]) -> usize {
    let mut groups = bulk(bytes, out);
    for rest in bytes.get(groups * 3..).unwrap_or_default().chunks(12) {
        let (mut whole, mut text) = ([0; 12], [0; 16]);
        whole.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        bulk(&whole, &mut text);
        // Of a group of one byte two symbols count, of one of two bytes three.
        text.iter_mut().skip(rest.len() + rest.len().div_ceil(3)).for_each(|symbol| *symbol = b'=');
        let room = out.get_mut(groups * 4..).unwrap_or_default();
        let (slots, _) = room.as_chunks_mut::<4>();
        groups +=
            slots.iter_mut().zip(text.as_chunks().0).take(rest.len().div_ceil(3)).map(|(to, from)| *to = *from).count();
    }
    groups * 4
}

/// The symbol that stands for six bits.
const fn of(bits: u8) -> u8 {
    match bits {
        0..26 => b'A' + bits,
        26..52 => b'a' + bits - 26,
        52..62 => b'0' + bits - 52,
        62 => b'+',
        _ => b'/',
    }
}

/// The six bits that a symbol stands for.
const fn symbol(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}
