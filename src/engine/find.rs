//! A text within a text, whatever the case of its ASCII letters. By hand, because `str`'s own search is 2 KB of wasm.

/// What stands before and behind the first `what`.
pub fn split_once<'a>(text: &'a str, what: &str) -> Option<(&'a str, &'a str)> {
    let is_what = |bytes: &[u8]| bytes.eq_ignore_ascii_case(what.as_bytes());
    let at = text.as_bytes().windows(what.len()).position(is_what)?;
    Some((text.get(..at)?, text.get(at + what.len()..)?))
}

/// Whether it is there.
pub fn contains(text: &str, what: &str) -> bool {
    split_once(text, what).is_some()
}

/// The text with another in place of each.
pub fn replace(text: &str, what: &str, with: &str) -> String {
    let (mut replaced, mut rest) = (String::new(), text);
    while let Some((before, behind)) = split_once(rest, what) {
        replaced.push_str(before);
        replaced.push_str(with);
        rest = behind;
    }
    replaced.push_str(rest);
    replaced
}
