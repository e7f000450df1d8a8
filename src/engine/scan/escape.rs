//! Backslash escapes in strings, a byte at a time.

/// How far into a backslash escape the bytes so far reach.
#[derive(Clone, Copy, PartialEq, Eq)]
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

    /// How many bytes belong to an escape that has begun.
    pub(super) fn rest(mut self, bytes: &[u8]) -> usize {
        let goes_on = |byte: &&u8| {
            let goes_on = self != Self::None;
            if goes_on {
                self.step(**byte);
            }
            goes_on
        };
        bytes.iter().take_while(goes_on).count()
    }

    /// Takes one byte of an escape, from its backslash on; gives the UTF-16 unit that it completes.
    pub(super) fn step(&mut self, byte: u8) -> Option<u16> {
        let (next, unit) = match (*self, byte) {
            (Self::None, _) => (Self::Backslash, None),
            (Self::Backslash, b'u') => (Self::Hex { digits: 0, value: 0 }, None),
            (Self::Backslash, _) => (Self::None, Some(letter(byte).into())),
            (Self::Hex { digits, value }, _) => {
                let value = value << 4 | (byte as char).to_digit(16).unwrap_or_default() as u16;
                if digits == 3 { (Self::None, Some(value)) } else { (Self::Hex { digits: digits + 1, value }, None) }
            }
        };
        *self = next;
        unit
    }
}

/// What a letter behind a backslash stands for.
const fn letter(byte: u8) -> u8 {
    match byte {
        b'b' => 0x8,
        b'f' => 0xc,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        _ => byte,
    }
}

/// What a unit is where only ASCII is known: all else is a byte that no key and no base64 holds; so are quotes,
/// backslashes and control characters, which would be taken for the string's end.
pub(crate) fn byte_of(unit: u16) -> u8 {
    u8::try_from(unit).ok().filter(|byte| !matches!(byte, 0..b' ' | b'"' | b'\\')).unwrap_or(0xff)
}
