//! Text that is cut anywhere, in characters and in surrogate pairs → text.

use std::str;

/// The halves of a character that may be whole with what comes next.
#[derive(Debug, Default)]
pub(super) struct Utf8(Vec<u8>);

impl Utf8 {
    /// What is whole with these bytes; U+FFFD stands for what is no UTF-8. Halves of surrogate pairs come as UTF-8 would
    /// write them: a server that cuts its text by the letter writes each half as an escape of its own.
    pub fn push(&mut self, bytes: &[u8]) -> String {
        let mut all = std::mem::take(&mut self.0);
        all.extend_from_slice(bytes);
        let (mut text, mut rest) = (String::with_capacity(all.len()), all.as_slice());
        loop {
            match str::from_utf8(rest) {
                Ok(whole) => {
                    text.push_str(whole);
                    return text;
                }
                Err(error) => {
                    let (whole, odd) = rest.split_at_checked(error.valid_up_to()).unwrap_or_default();
                    text.push_str(str::from_utf8(whole).unwrap_or_default());
                    let length = match half(odd) {
                        Half::Pair(character) => {
                            text.push(character);
                            6
                        }
                        Half::Open => {
                            self.0 = odd.to_vec();
                            return text;
                        }
                        Half::Alone => {
                            text.push(char::REPLACEMENT_CHARACTER);
                            3
                        }
                        Half::None if error.error_len().is_none() => {
                            self.0 = odd.to_vec();
                            return text;
                        }
                        Half::None => {
                            text.push(char::REPLACEMENT_CHARACTER);
                            error.error_len().unwrap_or(1)
                        }
                    };
                    rest = odd.get(length..).unwrap_or_default();
                }
            }
        }
    }

    /// No more comes: what half a character is.
    pub fn finish(&mut self) -> &'static str {
        if std::mem::take(&mut self.0).is_empty() { "" } else { "\u{fffd}" }
    }
}

/// What bytes that are no UTF-8 begin with.
enum Half {
    /// Both halves of a pair.
    Pair(char),
    /// One that may become a pair.
    Open,
    /// One without the other.
    Alone,
    /// None of a surrogate pair.
    None,
}

fn half(bytes: &[u8]) -> Half {
    match *bytes {
        [0xed, high @ 0xa0..0xb0, a, 0xed, low @ 0xb0..0xc0, b, ..] => {
            let ten = |first: u8, second: u8| u32::from(first & 0xf) << 6 | u32::from(second & 0x3f);
            char::from_u32(0x1_0000 + (ten(high, a) << 10) + ten(low, b)).map_or(Half::Alone, Half::Pair)
        }
        [0xed] | [0xed, 0xa0..0xb0] | [0xed, 0xa0..0xb0, _] | [0xed, 0xa0..0xb0, _, 0xed] => Half::Open,
        [0xed, 0xa0..0xb0, _, 0xed, 0xb0..0xc0] | [0xed, 0xb0..0xc0] => Half::Open,
        [0xed, 0xa0..0xc0, _, ..] => Half::Alone,
        _ => Half::None,
    }
}

/// A UTF-16 unit, as UTF-8 would write it were it a character.
pub(super) fn push_unit(unit: u16, bytes: &mut Vec<u8>) {
    let [high, low] = unit.to_be_bytes();
    let last = 0x80 | low & 0x3f;
    match unit {
        0..0x80 => bytes.push(low),
        0x80..0x800 => bytes.extend([0xc0 | high << 2 | low >> 6, last]),
        _ => bytes.extend([0xe0 | high >> 4, 0x80 | (high & 0xf) << 2 | low >> 6, last]),
    }
}
