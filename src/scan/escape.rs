//! Backslash escapes in strings, a byte at a time.

/// How far into a backslash escape the bytes so far reach.
#[derive(Clone, Copy)]
pub(super) enum Escape {
    None,
    Backslash,
    Hex { digits: u8, value: u16 },
}

impl Escape {
    /// Whether no JSON has that byte there.
    pub(super) fn refuses(self, byte: u8) -> bool {
        match self {
            Self::None => byte < b' ',
            Self::Backslash => !matches!(byte, b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' | b'u'),
            Self::Hex { .. } => !byte.is_ascii_hexdigit(),
        }
    }

    /// Takes one byte of a string; gives the byte that it completes. What an escape stands for matters here only where it
    /// stands for ASCII: all else comes out as a byte that no key and no base64 holds.
    pub(super) fn step(&mut self, byte: u8) -> Option<u8> {
        const FOREIGN: u8 = 0xff;
        let (next, resolved) = match (*self, byte) {
            (Self::None, b'\\') => (Self::Backslash, None),
            (Self::None, _) => (Self::None, Some(byte)),
            (Self::Backslash, b'u') => (Self::Hex { digits: 0, value: 0 }, None),
            (Self::Backslash, b'/' | b'\\' | b'"') => (Self::None, Some(byte)),
            (Self::Backslash, _) => (Self::None, Some(FOREIGN)),
            (Self::Hex { digits, value }, _) => match (byte as char).to_digit(16) {
                None => (Self::None, Some(FOREIGN)),
                Some(digit) => {
                    let value = value << 4 | digit as u16;
                    match digits {
                        3 => (Self::None, Some(u8::try_from(value).unwrap_or(FOREIGN))),
                        _ => (Self::Hex { digits: digits + 1, value }, None),
                    }
                }
            },
        };
        *self = next;
        resolved
    }
}
