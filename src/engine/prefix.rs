//! Takes `data:image/png;base64,` off the front of base64 that comes in pieces: some gateways put a data: URL where the API
//! has bare base64.
//!
//! `data` is base64 itself, so its letters are held back until the colon decides. What stands between colon and comma is not
//! read: what a picture is, its bytes say.

const MARK: &[u8] = b"data:";

/// How much of a prefix has been seen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Prefix {
    matched: usize,
    over: bool,
}

impl Prefix {
    /// Takes what belongs to a prefix: how many bytes of `text`, and text that was held back before and is none after all.
    /// Inside a prefix it stops before a quote, a backslash and what no JSON string holds, as base64 would.
    pub fn take(&mut self, text: &[u8]) -> (usize, &'static [u8]) {
        let mut taken = 0;
        for &byte in text {
            match MARK.get(self.matched) {
                _ if self.over => break,
                Some(&expected) if expected == byte => self.matched += 1,
                Some(_) => return (taken, self.give_up()),
                None if matches!(byte, b'"' | b'\\' | 0..b' ') => break,
                None => self.over = byte == b',',
            }
            taken += 1;
        }
        (taken, &[])
    }

    /// Says that no more text comes: what is still held back.
    pub fn give_up(&mut self) -> &'static [u8] {
        let held = if self.over || self.found() { None } else { MARK.get(..self.matched) };
        self.over = true;
        held.unwrap_or_default()
    }

    /// Whether what comes next is base64.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.over
    }

    /// Whether there was one.
    #[must_use]
    pub const fn found(&self) -> bool {
        self.matched == MARK.len()
    }
}
