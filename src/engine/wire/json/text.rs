//! A JSON string → its text.

use std::borrow::Cow;

/// The text of a string with its quotes; None where there are none.
pub fn of(quoted: &[u8]) -> Option<Cow<'_, str>> {
    let inside = quoted.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    if !inside.contains(&b'\\') {
        return Some(String::from_utf8_lossy(inside));
    }
    Some(Cow::Owned(String::from_utf8_lossy(&resolved(inside)).into_owned()))
}

/// With its escapes resolved. What they stand for begins and ends as UTF-8 does, so that the rest is as wrong as before.
fn resolved(mut rest: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(rest.len());
    while let Some((plain, [_, letter, after @ ..])) =
        rest.iter().position(|byte| *byte == b'\\').and_then(|at| rest.split_at_checked(at))
    {
        text.extend_from_slice(plain);
        rest = after;
        let character = match letter {
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let (character, after) = escaped(rest);
                rest = after;
                character
            }
            _ => char::from(*letter),
        };
        text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    }
    text.extend_from_slice(rest);
    text
}

/// The character behind `\u`, and what follows it. Half of a surrogate pair is none.
fn escaped(bytes: &[u8]) -> (char, &[u8]) {
    let (high, after) = unit(bytes);
    if let (0xd800..0xdc00, Some((low @ 0xdc00..0xe000, after))) = (high, after.strip_prefix(b"\\u").map(unit)) {
        let code = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
        return (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), after);
    }
    (char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER), after)
}

/// Four hexadecimal digits.
fn unit(bytes: &[u8]) -> (u32, &[u8]) {
    let (digits, after) = bytes.split_at_checked(4).unwrap_or_default();
    let value = digits.iter().fold(0, |value, digit| value << 4 | char::from(*digit).to_digit(16).unwrap_or_default());
    (value, after)
}
