//! The first bytes of a picture that is to be sent → its media type, if the API takes it as it is.
//!
//! That is PNG, JPEG, WebP, HEIC and HEIF. How large it is is no matter here: that is in the head of some formats only.

use super::{png, webp};

/// Holds the brands of any HEIC that cameras write, and all that the other formats need.
pub const HEAD: usize = 64;

/// The media type of what the API takes; `head` are the file's first bytes, up to [`HEAD`] of them.
#[must_use]
pub fn input(head: &[u8]) -> Option<&'static str> {
    match head {
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [a, b, c, d, b'f', b't', b'y', b'p', rest @ ..] => {
            let size = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
            heif(rest.get(..size.saturating_sub(8)).unwrap_or(rest))
        }
        _ => png(head).or_else(|| webp(head)).map(|raster| raster.media_type),
    }
}

/// By the first brand that names a codec: HEVC's begin with `hei` or `hev` (ISO/IEC 23008-12, annex B), AV1's are AVIF's. A file
/// without one is only said to have the structure.
fn heif(brands: &[u8]) -> Option<&'static str> {
    let (brands, _) = brands.as_chunks::<4>();
    for brand in brands {
        match brand {
            b"avif" | b"avis" => return None,
            [b'h', b'e', b'i' | b'v', _] => return Some("image/heic"),
            _ => {}
        }
    }
    matches!(brands.first(), Some(b"mif1" | b"msf1")).then_some("image/heif")
}
