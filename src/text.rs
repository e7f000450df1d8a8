//! Searching in text without the standard library's substring search, which is 3 KB of wasm.

/// What follows the first `mark` in `text`.
#[must_use]
pub fn after<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    let at = text.as_bytes().windows(mark.len()).position(|window| window == mark.as_bytes())?;
    text.get(at + mark.len()..)
}

/// What stands between the first `open` and the `close` after it.
#[must_use]
pub fn between<'a>(text: &'a str, open: &str, close: char) -> Option<&'a str> {
    after(text, open)?.split(close).next()
}
