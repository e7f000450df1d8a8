//! An id that nobody has → the known one that was meant.

use crate::models::{self, Model};

/// The known model whose id, or name, is nearest to what was given, if that is near. Gateways keep what Google has
/// retired, so it may be one of those.
#[must_use]
pub fn nearest(given: &str) -> Option<&'static Model> {
    // Longer than any id, and what is compared takes time by the square. One that is known is not mistyped.
    if given.len() > 64 || models::find(given).is_some() {
        return None;
    }
    let given = plain(given);
    let near = |model: &'static Model| {
        let distance = [model.id, model.name].map(|name| distance(&given, &plain(name))).into_iter().min()?;
        // One mistake in six letters: `flash` is no `image`.
        (distance * 6 <= given.len()).then_some((distance, model))
    };
    models::ALL.iter().filter_map(near).min_by_key(|(distance, _)| *distance).map(|(_, model)| model)
}

/// Lower case, and a hyphen for what people put in its place: `Nano Banana 2` is `nano-banana-2`.
fn plain(name: &str) -> Vec<u8> {
    let byte = |byte: u8| if matches!(byte, b' ' | b'_' | b'/') { b'-' } else { byte.to_ascii_lowercase() };
    name.trim().bytes().map(byte).collect()
}

/// How many bytes to put in, leave out or change (Levenshtein's distance).
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (line, from) in a.iter().enumerate() {
        let mut diagonal = line; // of the row before, one to the left
        let mut left = line + 1;
        let mut next = vec![left];
        for (above, to) in row.iter().skip(1).zip(b) {
            left = (diagonal + usize::from(from != to)).min(above + 1).min(left + 1);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
