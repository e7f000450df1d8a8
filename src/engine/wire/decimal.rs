//! A decimal number → an integer, without a float: Rust's parser of those is 14 KB of wasm.

/// `text` × 10 ^ `shift`, what is behind the point cut off. `+5`, `.5`, `5.` and `1e3` are numbers too; None for what is no number,
/// negative, or too large.
pub fn scaled(text: &[u8], shift: i32) -> Option<u64> {
    let (negative, unsigned) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let mark = unsigned.iter().position(|byte| matches!(byte, b'e' | b'E'));
    let (digits, exponent) = match mark {
        Some(at) => (unsigned.get(..at)?, power(unsigned.get(at + 1..)?)?),
        None => (unsigned, 0),
    };
    let point = digits.iter().position(|byte| *byte == b'.').unwrap_or(digits.len());
    let (whole, fraction) = (digits.get(..point)?, digits.get(point + 1..).unwrap_or_default());
    let mut all = whole.iter().chain(fraction);
    if whole.is_empty() && fraction.is_empty() || !all.clone().all(u8::is_ascii_digit) {
        return None;
    }
    // How many digits stand before the point in the end.
    let places = i64::try_from(point).ok()? + i64::from(exponent) + i64::from(shift);
    let mut value: u64 = 0;
    for place in 0.. {
        let digit = all.next();
        if place >= places || (digit.is_none() && value == 0) {
            break;
        }
        value = value.checked_mul(10)?.checked_add(u64::from(digit.map_or(0, |digit| digit - b'0')))?;
    }
    (value == 0 || !negative).then_some(value)
}

/// An exponent; one that is out of reach is as good as the furthest.
fn power(text: &[u8]) -> Option<i32> {
    let (sign, digits) = match text {
        [b'-', rest @ ..] => (-1, rest),
        [b'+', rest @ ..] => (1, rest),
        _ => (1, text),
    };
    let value = |sum: i32, digit: &u8| {
        digit.is_ascii_digit().then(|| sum.saturating_mul(10).saturating_add(i32::from(digit - b'0')))
    };
    let power = digits.iter().try_fold(0, value)?;
    (!digits.is_empty()).then_some(sign * power)
}
