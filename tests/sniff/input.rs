//! What goes to the API as it is.

use engine::face::sniff::{INPUT_HEAD, input};

#[test]
fn real_files_go_as_they_are_if_the_api_takes_them() {
    for (file, bytes, media_type, _) in super::FILES {
        let taken = ["image/png", "image/jpeg", "image/webp"].contains(&media_type);
        assert_eq!(input(&bytes[..INPUT_HEAD]), taken.then_some(media_type), "{file}");
    }
    assert_eq!(input(&fixture!("picture.heic")[..INPUT_HEAD]), Some("image/heic"));
}

/// A file that begins with these brands: major, version, compatible.
fn branded(major: &str, compatible: &[&str]) -> Vec<u8> {
    let brands = compatible.concat();
    let size = (16 + brands.len()) as u32;
    [&size.to_be_bytes(), b"ftyp".as_slice(), major.as_bytes(), &[0; 4], brands.as_bytes(), &[0, 0, 1, 2], b"metaavif"]
        .concat()
}

#[test]
fn a_brand_says_the_codec() {
    let rows: [(&str, &[&str], _); 14] = [
        ("heic", &["mif1", "heic"], Some("image/heic")),
        ("heix", &["mif1", "heix"], Some("image/heic")),
        ("hevc", &["msf1", "hevc"], Some("image/heic")),
        ("heim", &[], Some("image/heic")),
        ("mif1", &["heic", "mif1", "miaf"], Some("image/heic")),
        ("mif1", &["miaf", "MiHB", "heix"], Some("image/heic")),
        ("mif1", &["miaf"], Some("image/heif")),
        ("msf1", &[], Some("image/heif")),
        ("mif1", &["avif", "miaf"], None),
        ("avif", &["mif1", "miaf"], None),
        ("avis", &["msf1", "avis"], None),
        ("isom", &["iso2", "avc1", "mp41"], None),
        ("qt  ", &[], None),
        ("crx ", &["isom"], None),
    ];
    for (major, compatible, expected) in rows {
        assert_eq!(input(&branded(major, compatible)), expected, "{major} {compatible:?}");
    }
}

#[test]
fn a_head_that_is_short_or_damaged_is_none() {
    for (file, bytes, ..) in super::FILES {
        let whole = input(&bytes[..INPUT_HEAD]);
        for end in 0..INPUT_HEAD {
            assert!([None, whole].contains(&input(&bytes[..end])), "{file} cut to {end}");
        }
    }
    assert_eq!(input(b""), None);
    assert_eq!(input(b"\x89PNG\r\n\x1a\n"), None);
    assert_eq!(input(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), None);
    // A box that claims to be shorter than its header, and one that is longer than the head.
    for size in [0, 4, 8, 12, 255] {
        let mut file = branded("heic", &["mif1"]);
        file[3] = size;
        assert_eq!(input(&file), (size > 8).then_some("image/heic"), "{size}");
    }
}
