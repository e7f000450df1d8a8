//! What bytes look like that are no picture, for sentences such as "the server sent SVG (3c 73 76 67 20 78 6d 6c …)".

use super::SHOWN;

/// A short name for the head of a file, with its first bytes.
#[must_use]
pub fn name(head: &[u8]) -> String {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let head = head.get(..SHOWN).unwrap_or(head);
    if head.is_empty() {
        return "nothing".to_owned();
    }
    let mut name = kind(head).to_owned();
    let mut before = " (";
    for byte in head.iter().take(8) {
        name.push_str(before);
        name.extend([byte >> 4, byte & 15].map(|digit| HEX.get(usize::from(digit)).copied().unwrap_or('0')));
        before = " ";
    }
    name.push_str(if head.len() > 8 { " …)" } else { ")" });
    name
}

/// What servers and people send by mistake. The first that fits counts.
fn kind(head: &[u8]) -> &'static str {
    match head {
        [0x89, b'P', b'N', b'G', ..] => "damaged PNG",
        [0xff, 0xd8, 0xff, ..] => "damaged JPEG",
        [b'G', b'I', b'F', b'8', ..] => "damaged GIF",
        [_, _, _, _, _, _, _, _, b'W', b'E', b'B', b'P', ..] => "damaged WebP",
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => match brand {
            [b'a', b'v', b'i', ..] => "damaged AVIF",
            [b'h', b'e', ..] => "HEIC",
            [b'm', b'i' | b's', b'f', ..] => "HEIF",
            _ => "MP4",
        },
        [0x1a, b'E', 0xdf, 0xa3, ..] => "WebM",
        [0xff, b'\n', ..] | [_, _, _, _, b'J', b'X', b'L', b' ', ..] => "JPEG XL",
        [b'B', b'M', ..] => "BMP",
        [0, 0, 1, 0, ..] => "ICO",
        [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => "TIFF",
        [b'%', b'P', b'D', b'F', ..] => "PDF",
        [b'P', b'K', 3, 4, ..] => "ZIP",
        [0x1f, 0x8b, ..] => "gzip",
        _ => text(head).map_or("unknown bytes", kind_of_text),
    }
}

/// Text without its byte order mark and the white space before it. Its last character may be cut.
fn text(head: &[u8]) -> Option<&str> {
    let whole = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => std::str::from_utf8(head.get(..error.valid_up_to())?).ok()?,
        Err(_) => return None,
    };
    let is_text = |char: char| !char.is_ascii_control() || matches!(char, '\t' | '\n' | '\x0c' | '\r');
    let text = whole.strip_prefix('\u{feff}').unwrap_or(whole);
    text.chars().all(is_text).then(|| text.trim_start_matches(['\t', '\n', '\x0c', '\r', ' ']))
}

fn kind_of_text(text: &str) -> &'static str {
    let begins = |start: &str| text.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start));
    match text {
        _ if begins("<svg") || begins("<!doctype svg") => "SVG",
        _ if begins("<html") || begins("<!doctype html") => "HTML",
        _ if begins("<?xml") => "XML",
        _ if text.starts_with(['{', '[']) => "JSON",
        _ if begins("data:") => "a data: URL",
        _ => "text",
    }
}
