//! The documented pictures against their own names, and against each other's.

use engine::face::models::{Warning, mismatches};

/// Gemini 2.5 Flash Image, which makes 1K only: <https://ai.google.dev/gemini-api/docs/image-generation>
const FLASH_2_5: [(&str, u32, u32); 10] = [
    ("1:1", 1024, 1024),
    ("2:3", 832, 1248),
    ("3:2", 1248, 832),
    ("3:4", 864, 1184),
    ("4:3", 1184, 864),
    ("4:5", 896, 1152),
    ("5:4", 1152, 896),
    ("9:16", 768, 1344),
    ("16:9", 1344, 768),
    ("21:9", 1536, 672),
];

/// Gemini 3 family at 512, 1K, 2K and 4K, as printed there: 792×168 too.
const GEMINI_3: [(&str, [(u32, u32); 4]); 14] = [
    ("1:1", [(512, 512), (1024, 1024), (2048, 2048), (4096, 4096)]),
    ("1:4", [(256, 1024), (512, 2048), (1024, 4096), (2048, 8192)]),
    ("1:8", [(192, 1536), (384, 3072), (768, 6144), (1536, 12288)]),
    ("2:3", [(424, 632), (848, 1264), (1696, 2528), (3392, 5056)]),
    ("3:2", [(632, 424), (1264, 848), (2528, 1696), (5056, 3392)]),
    ("3:4", [(448, 600), (896, 1200), (1792, 2400), (3584, 4800)]),
    ("4:1", [(1024, 256), (2048, 512), (4096, 1024), (8192, 2048)]),
    ("4:3", [(600, 448), (1200, 896), (2400, 1792), (4800, 3584)]),
    ("4:5", [(464, 576), (928, 1152), (1856, 2304), (3712, 4608)]),
    ("5:4", [(576, 464), (1152, 928), (2304, 1856), (4608, 3712)]),
    ("8:1", [(1536, 192), (3072, 384), (6144, 768), (12288, 1536)]),
    ("9:16", [(384, 688), (768, 1376), (1536, 2752), (3072, 5504)]),
    ("16:9", [(688, 384), (1376, 768), (2752, 1536), (5504, 3072)]),
    ("21:9", [(792, 168), (1584, 672), (3168, 1344), (6336, 2688)]),
];

const SIZES: [&str; 4] = ["512", "1K", "2K", "4K"];

/// Ratio, size, width, height.
fn documented() -> Vec<(&'static str, &'static str, u32, u32)> {
    let mut rows: Vec<_> = FLASH_2_5.iter().map(|(ratio, width, height)| (*ratio, "1K", *width, *height)).collect();
    for (ratio, row) in GEMINI_3 {
        rows.extend(SIZES.iter().zip(row).map(|(size, (width, height))| (ratio, *size, width, height)));
    }
    rows
}

fn warns_of(ratio: Option<&str>, size: Option<&str>, width: u32, height: u32) -> bool {
    !mismatches(ratio, size, width, height).is_empty()
}

#[test]
fn every_documented_picture_is_what_its_row_says_and_nothing_else() {
    assert_eq!(documented().len(), 66);
    for (ratio, size, width, height) in documented() {
        assert_eq!(mismatches(Some(ratio), Some(size), width, height), [], "{ratio} at {size}");
        for other in SIZES {
            assert_eq!(warns_of(None, Some(other), width, height), other != size, "{width}×{height} as {other}");
        }
        if (width, height) != (792, 168) {
            for (other, _) in GEMINI_3 {
                assert_eq!(warns_of(Some(other), None, width, height), other != ratio, "{width}×{height} as {other}");
            }
        }
    }
}

#[test]
fn the_odd_row_is_forgiven_as_printed_and_as_meant() {
    assert!(!warns_of(Some("21:9"), Some("512"), 792, 168));
    assert!(!warns_of(Some("21:9"), Some("512"), 792, 336));
    assert!(warns_of(Some("21:9"), None, 168, 792));
    assert!(warns_of(Some("21:9"), None, 1584, 336));
    assert!(warns_of(Some("16:9"), None, 792, 168));
}

#[test]
fn both_are_told_with_what_came() {
    let [ratio, size] = &*mismatches(Some("16:9"), Some("2K"), 1024, 1024) else { panic!("two warnings") };
    let message = "`aspectRatio: '16:9'` was asked for, and the picture has 1024×1024 pixels, which is 1:1";
    assert_eq!(ratio, &mismatch("aspectRatio", "16:9", "1:1", message));
    let message = "`size: '2K'` was asked for, and the picture has 1024×1024 pixels, which is 1K";
    assert_eq!(size, &mismatch("size", "2K", "1K", message));
}

fn mismatch(option: &'static str, requested: &str, actual: &str, message: &str) -> Warning {
    Warning::Mismatch { option, requested: requested.into(), actual: actual.into(), message: message.into() }
}

#[test]
fn a_ratio_may_be_three_and_a_half_percent_off() {
    for (width, height, off) in [(1000, 1035, false), (1000, 1036, true), (1035, 1000, false), (1036, 1000, true)] {
        assert_eq!(warns_of(Some("1:1"), None, width, height), off, "{width}×{height}");
    }
    assert!(!warns_of(Some("16:9"), None, 1408, 768));
    assert!(!warns_of(Some("32:18"), None, 1344, 768));
}

#[test]
fn the_extreme_ratios_are_as_asked_for_in_both_of_their_tables() {
    for (size, long, short) in [("1K", 2928, 352), ("2K", 5856, 704), ("4K", 11712, 1408)] {
        assert_eq!(mismatches(Some("8:1"), Some(size), long, short), [], "{size}");
        assert_eq!(mismatches(Some("1:8"), Some(size), short, long), [], "{size}");
        for (other, _) in GEMINI_3.iter().filter(|(ratio, _)| *ratio != "8:1") {
            assert!(warns_of(Some(other), None, long, short), "{long}×{short} as {other}");
        }
    }
    assert!(warns_of(Some("8:1"), None, 8400, 1000), "there is an end to it");
    assert!(warns_of(Some("1:1"), None, 1040, 1000), "others are as strict as ever");
}

#[test]
fn a_size_ends_at_twice_its_pixels() {
    for (width, size, next) in [(1024, "512", "1K"), (4096, "1K", "2K"), (16384, "2K", "4K")] {
        assert_eq!(
            [(size, 512), (next, 513)].map(|(size, height)| warns_of(None, Some(size), width, height)),
            [false; 2]
        );
    }
}

#[test]
fn what_cannot_be_compared_is_not() {
    for (ratio, size) in
        [(None, None), (None, Some("8K")), (None, Some("huge")), (Some("wide"), None), (Some("a:b"), None)]
    {
        assert!(!warns_of(ratio, size, 1, 1), "{ratio:?} {size:?}");
    }
}

#[test]
fn extremes_do_not_overflow() {
    let most = u32::MAX;
    assert!(!warns_of(Some("1:1"), Some("4K"), most, most));
    let [Warning::Mismatch { actual, .. }] = &*mismatches(Some("1:65535"), None, most, 1) else {
        panic!("one warning")
    };
    assert_eq!(actual, "4294967295:1");
    assert!(!warns_of(Some("1:1"), Some("512"), 1, 1));
}
