//! What may stand between strings and brackets ([RFC 8259]), a byte at a time: so that of JSON of any size not all has to
//! be kept to know that it is JSON.
//!
//! [RFC 8259]: https://www.rfc-editor.org/rfc/rfc8259

/// What has to come next.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    Value,
    /// Or the end of the array.
    Element,
    Name,
    /// Or the end of the object.
    Member,
    Colon,
    /// A comma, or the end of what is open.
    Next,
    /// The rest of `true`, `false` or `null`.
    Word(&'static [u8]),
    Number(Number),
}

/// How far a number is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    Minus,
    Zero,
    Whole,
    Point,
    Fraction,
    Mark,
    Sign,
    Exponent,
}

impl Syntax {
    /// Behind a byte that is no quote and no bracket; None where it cannot stand there. `in_object` is None outside
    /// brackets.
    pub(super) fn behind(self, byte: u8, in_object: Option<bool>) -> Option<Self> {
        if let Some(next) = self.goes_on(byte) {
            return Some(next);
        }
        Some(match (self.settled()?, byte) {
            (state, b' ' | b'\t' | b'\n' | b'\r') => state,
            (Self::Colon, b':') => Self::Value,
            (Self::Next, b',') => {
                if in_object? {
                    Self::Name
                } else {
                    Self::Value
                }
            }
            (Self::Value | Self::Element, b't') => Self::Word(b"rue"),
            (Self::Value | Self::Element, b'f') => Self::Word(b"alse"),
            (Self::Value | Self::Element, b'n') => Self::Word(b"ull"),
            (Self::Value | Self::Element, b'-') => Self::Number(Number::Minus),
            (Self::Value | Self::Element, b'0') => Self::Number(Number::Zero),
            (Self::Value | Self::Element, b'1'..=b'9') => Self::Number(Number::Whole),
            _ => return None,
        })
    }

    /// Behind an opening bracket.
    pub(super) fn opened(self, object: bool) -> Option<Self> {
        let opened = if object { Self::Member } else { Self::Element };
        matches!(self, Self::Value | Self::Element).then_some(opened)
    }

    /// Behind a closing bracket, of the right kind.
    pub(super) fn closed(self) -> Option<Self> {
        matches!(self.settled()?, Self::Element | Self::Member | Self::Next).then_some(Self::Next)
    }

    /// Behind a string, and whether it is a name.
    pub(super) const fn string(self) -> Option<(Self, bool)> {
        match self {
            Self::Value | Self::Element => Some((Self::Next, false)),
            Self::Name | Self::Member => Some((Self::Colon, true)),
            Self::Colon | Self::Next | Self::Word(_) | Self::Number(_) => None,
        }
    }

    /// Where a number is whole, what has to come behind it; None inside of a word or number that is not.
    pub(super) const fn settled(self) -> Option<Self> {
        match self {
            Self::Word(_) => None,
            Self::Number(Number::Zero | Number::Whole | Number::Fraction | Number::Exponent) => Some(Self::Next),
            Self::Number(Number::Minus | Number::Point | Number::Mark | Number::Sign) => None,
            Self::Value | Self::Element | Self::Name | Self::Member | Self::Colon | Self::Next => Some(self),
        }
    }

    /// Where the byte belongs to the word or number.
    fn goes_on(self, byte: u8) -> Option<Self> {
        match self {
            Self::Word([first, rest @ ..]) if *first == byte => {
                Some(if rest.is_empty() { Self::Next } else { Self::Word(rest) })
            }
            Self::Number(number) => number.behind(byte).map(Self::Number),
            Self::Word(_) | Self::Value | Self::Element | Self::Name | Self::Member | Self::Colon | Self::Next => None,
        }
    }
}

impl Number {
    const fn behind(self, byte: u8) -> Option<Self> {
        Some(match (self, byte) {
            (Self::Minus, b'0') => Self::Zero,
            (Self::Minus, b'1'..=b'9') | (Self::Whole, b'0'..=b'9') => Self::Whole,
            (Self::Zero | Self::Whole, b'.') => Self::Point,
            (Self::Point | Self::Fraction, b'0'..=b'9') => Self::Fraction,
            (Self::Zero | Self::Whole | Self::Fraction, b'e' | b'E') => Self::Mark,
            (Self::Mark, b'+' | b'-') => Self::Sign,
            (Self::Mark | Self::Sign | Self::Exponent, b'0'..=b'9') => Self::Exponent,
            _ => return None,
        })
    }
}
