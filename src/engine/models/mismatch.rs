//! What was asked for, against the pixels that came. Gateways drop `imageConfig`, and models follow it as they please.
//!
//! Only what is sure is told: a size outside the four documented ones is compared with nothing.

use super::{FOURTEEN, Warning};

/// Thousandths by which two ratios may differ. Documented pictures are up to 29 off their own name, a 16:9 by 1408×768
/// was seen, which is 31 off, and from 37 on a picture may be the next ratio's: 896×1152 is a 4:5, and no 3:4.
const SLACK: u64 = 35;

/// The same from 8:1 on, which has no neighbour: it is reported as 2928×352, which is 39.8 off.
const SLACK_OF_EXTREMES: u64 = 40;

/// Google's table has this for 21:9 at 512. Half of its 1K is 792×336, so it looks like a slip of the pen; a server
/// that keeps to the letter of it is not to be blamed.
const AS_PRINTED: (&str, u32, u32) = ("21:9", 792, 168);

/// A warning for each of ratio and size that a picture of so many pixels does not have.
#[must_use]
pub fn mismatches(aspect_ratio: Option<&str>, size: Option<&str>, width: u32, height: u32) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let mut tell = |option, requested: &str, actual: String| {
        let message = format!(
            "`{option}: '{requested}'` was asked for, and the picture has {width}×{height} pixels, which is {actual}"
        );
        warnings.push(Warning::Mismatch { option, requested: requested.to_owned(), actual, message });
    };
    if let Some(ratio) = aspect_ratio
        && !has_ratio(ratio, width, height)
    {
        tell("aspectRatio", ratio, reduced(width, height));
    }
    if let Some(size @ ("512" | "1K" | "2K" | "4K")) = size {
        let actual = size_class(width, height);
        if size != actual {
            tell("size", size, actual.to_owned());
        }
    }
    warnings
}

fn has_ratio(ratio: &str, width: u32, height: u32) -> bool {
    let side = |text: &str| text.parse::<u16>().map(u64::from);
    let Some((Ok(across), Ok(down))) = ratio.split_once(':').map(|(across, down)| (side(across), side(down))) else {
        return true; // nothing to compare with
    };
    let slack = if across.max(down) >= 8 * across.min(down) { SLACK_OF_EXTREMES } else { SLACK };
    let (a, b) = (across * u64::from(height), down * u64::from(width));
    a.max(b) * 1000 <= a.min(b) * (1000 + slack) || (ratio, width, height) == AS_PRINTED
}

/// A size in pixels, `1024x1024`, as other APIs have it → the ratio and the size that this API has for it.
#[must_use]
pub fn of_pixels(size: &str) -> Option<(&'static str, &'static str)> {
    let (width, height) = size.split_once(['x', '×'])?;
    let (width, height) = (width.parse::<u16>().ok()?.into(), height.parse::<u16>().ok()?.into());
    let ratio = FOURTEEN.iter().find(|ratio| has_ratio(ratio, width, height))?;
    Some((ratio, size_class(width, height)))
}

/// The size whose square has the nearest number of pixels, by factor: each size has four times as many as the one
/// before, so one ends at twice its own.
fn size_class(width: u32, height: u32) -> &'static str {
    match u64::from(width) * u64::from(height) {
        pixels if pixels <= 2 * 512 * 512 => "512",
        pixels if pixels <= 2 * 1024 * 1024 => "1K",
        pixels if pixels <= 2 * 2048 * 2048 => "2K",
        _ => "4K",
    }
}

/// `1408×768` as `11:6`.
fn reduced(width: u32, height: u32) -> String {
    let (mut a, mut b) = (width, height);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    let divisor = a.max(1);
    format!("{}:{}", width / divisor, height / divisor)
}
