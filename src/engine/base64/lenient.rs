//! Base64 as servers write it: in the URL-safe alphabet, without padding, with blanks or broken into lines.
//!
//! All of it is the strict decoder's work, which stops at what it does not know; so text without any of that costs
//! nothing more. Bits that padding cuts off are still zero, and no group is half: those are signs of damage.

use super::{Decoder, Incomplete, Progress, Stop};

/// A decoder that knows other spellings, at the start of a text to begin with.
#[derive(Clone, Copy, Debug)]
pub struct Lenient {
    decoder: Decoder,
    blanks: bool,
    odd: bool,
}

impl Lenient {
    /// With `blanks`, space and line ends are passed over, wherever they stand.
    #[must_use]
    pub const fn new(blanks: bool) -> Self {
        Self { decoder: Decoder::new(), blanks, odd: false }
    }

    /// As [`Decoder::push`].
    pub fn push(&mut self, text: &[u8], out: &mut [u8]) -> Progress {
        let (mut read, mut written) = (0, 0);
        loop {
            let rest = text.get(read..).unwrap_or_default();
            let plain = self.decoder.push(rest, out.get_mut(written..).unwrap_or_default());
            read += plain.read;
            written += plain.written;
            let other: &[u8] = match text.get(read) {
                Some(b'-') => b"+",
                Some(b'_') => b"/",
                Some(b' ' | b'\t' | b'\r' | b'\n') if self.blanks => b"",
                Some(_) | None => return Progress { read, written, stop: plain.stop },
            };
            let symbol = self.decoder.push(other, out.get_mut(written..).unwrap_or_default());
            if symbol.stop != Stop::Input {
                return Progress { read, written, stop: symbol.stop };
            }
            read += 1;
            written += symbol.written;
            self.odd = true;
        }
    }

    /// Ends the text, with the padding that it may lack: how many bytes that completes, at the front of `out`. Ready
    /// for the next one.
    ///
    /// # Errors
    /// When a group is not whole.
    pub fn finish(&mut self, out: &mut [u8]) -> Result<usize, Incomplete> {
        let mut end = [0; 2 * Decoder::SLACK];
        let padding = self.decoder.push(b"==", &mut end);
        self.odd |= padding.read > 0;
        self.decoder.finish()?;
        out.iter_mut().zip(end).take(padding.written).for_each(|(to, from)| *to = from);
        Ok(padding.written)
    }

    /// Whether any text so far was spelled otherwise than the API does.
    #[must_use]
    pub const fn is_odd(&self) -> bool {
        self.odd
    }
}
