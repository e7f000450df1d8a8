//! Takes `data:image/png;base64,` off the front of base64 that comes in pieces: some gateways put a data: URL where the API
//! has bare base64.
//!
//! `data` is base64 itself, so its letters are held back until the colon decides. What stands between colon and comma is not
//! read: what a picture is, its bytes say.

use std::ops::Deref;

/// A scheme's letters may be large ones (<https://www.rfc-editor.org/rfc/rfc3986#section-3.1>).
const MARK: [u8; 5] = *b"data:";

/// How much of a prefix has been seen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Prefix {
    held: Held,
    over: bool,
}

/// Text that may begin a prefix, as it came.
#[derive(Clone, Copy, Debug, Default)]
pub struct Held {
    letters: [u8; MARK.len()],
    length: usize,
}

impl Deref for Held {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.letters.get(..self.length).unwrap_or_default()
    }
}

impl Prefix {
    /// Takes what belongs to a prefix, and blanks before it: how many bytes of `text`, and text that was held back before
    /// and is none after all. Inside a prefix it stops before a quote, a backslash and what no JSON string holds, as base64
    /// would.
    pub fn take(&mut self, text: &[u8]) -> (usize, Held) {
        let mut taken = 0;
        for &byte in text {
            let Held { letters, length } = &mut self.held;
            match letters.get_mut(*length).zip(MARK.get(*length)) {
                _ if self.over => break,
                Some((letter, expected)) if byte.eq_ignore_ascii_case(expected) => {
                    (*letter, *length) = (byte, *length + 1)
                }
                Some(_) if *length == 0 && byte == b' ' => {}
                Some(_) => return (taken, self.give_up()),
                None if matches!(byte, b'"' | b'\\' | 0..b' ') => break,
                None => self.over = byte == b',',
            }
            taken += 1;
        }
        (taken, Held::default())
    }

    /// Says that no more text comes: what is still held back.
    pub fn give_up(&mut self) -> Held {
        let held = if self.over || self.found() { Held::default() } else { self.held };
        self.over = true;
        held
    }

    /// Whether what comes next is base64.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.over
    }

    /// Whether there was one.
    #[must_use]
    pub const fn found(&self) -> bool {
        self.held.length == MARK.len()
    }
}
