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

    /// Takes one byte of a string; gives the byte that it completes. What an escape stands for matters here only where a key
    /// or base64 may hold it. All else comes out as a byte that neither does; so do quotes, backslashes and control characters,
    /// which a sink would take for the string's end.
    pub(super) fn step(&mut self, byte: u8) -> Option<u8> {
        const FOREIGN: u8 = 0xff;
        let (next, resolved) = match (*self, byte) {
            (Self::None, b'\\') => (Self::Backslash, None),
            (Self::None, _) => (Self::None, Some(byte)),
            (Self::Backslash, b'u') => (Self::Hex { digits: 0, value: 0 }, None),
            (Self::Backslash, b'/') => (Self::None, Some(byte)),
            (Self::Backslash, _) => (Self::None, Some(FOREIGN)),
            (Self::Hex { digits, value }, _) => match (byte as char).to_digit(16) {
                None => (Self::None, Some(FOREIGN)),
                Some(digit) => {
                    let value = value << 4 | digit as u16;
                    match digits {
                        3 => {
                            let byte = u8::try_from(value).ok().filter(|byte| !matches!(byte, 0..b' ' | b'"' | b'\\'));
                            (Self::None, byte.or(Some(FOREIGN)))
                        }
                        _ => (Self::Hex { digits: digits + 1, value }, None),
                    }
                }
            },
        };
        *self = next;
        resolved
    }
}
