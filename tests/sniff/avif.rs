//! AVIFs put together from boxes.

use super::*;

fn boxed(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let size = u32::try_from(body.len() + 8).unwrap().to_be_bytes();
    [size.as_slice(), kind, body].concat()
}

fn ftyp(brands: &[u8]) -> Vec<u8> {
    boxed(b"ftyp", &[&brands[..4], &[0; 4], brands].concat())
}

fn ispe(width: u32, height: u32) -> Vec<u8> {
    boxed(b"ispe", &[[0; 4], width.to_be_bytes(), height.to_be_bytes()].concat())
}

fn meta(pitm: &[u8], properties: &[&[u8]], ipma: &[u8]) -> Vec<u8> {
    let ipco = boxed(b"ipco", &properties.concat());
    let iprp = boxed(b"iprp", &[ipco, boxed(b"ipma", ipma)].concat());
    boxed(b"meta", &[&[0; 4], boxed(b"pitm", pitm).as_slice(), &iprp].concat())
}

/// A primary item 2, whose size is the second of three properties.
fn plain() -> Vec<u8> {
    let ipma = [0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 1, 1, 0, 2, 1, 2];
    meta(&[0, 0, 0, 0, 0, 2], &[&ispe(9, 9), &ispe(300, 200), &ispe(8, 8)], &ipma)
}

fn avif(boxes: &[&[u8]]) -> Option<(u32, u32)> {
    let file = [ftyp(b"avif").as_slice(), &boxes.concat()].concat();
    let whole = size("image/avif", &file);
    let bytes: Vec<&[u8]> = file.chunks(1).collect();
    assert_eq!(sniff(&bytes), sniff(&[&file]), "byte by byte");
    whole
}

const GOOD: Option<(u32, u32)> = Some((300, 200));

#[test]
fn the_size_is_that_of_the_primary_item() {
    assert_eq!(avif(&[&plain()]), GOOD);
}

#[test]
fn wide_ids_and_wide_indices_are_read() {
    // Versions 1, ids of 32 bits, indices of 16 with the bit for "essential".
    let pitm = [1, 0, 0, 0, 0, 1, 0, 2];
    let ipma = [1, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 1, 0, 1, 0, 1, 0, 2, 1, 0x80, 2];
    assert_eq!(avif(&[&meta(&pitm, &[&ispe(9, 9), &ispe(300, 200)], &ipma)]), GOOD);
}

#[test]
fn a_quarter_turn_swaps_and_a_half_turn_does_not() {
    for (quarters, expected) in [(0, (300, 200)), (1, (200, 300)), (2, (300, 200)), (3, (200, 300))] {
        for association in [[1, 2], [2, 1]] {
            let ipma = [&[0, 0, 0, 0, 0, 0, 0, 1, 0, 2, 2], association.as_slice()].concat();
            let properties = [ispe(300, 200), boxed(b"irot", &[quarters])];
            let properties: Vec<&[u8]> = properties.iter().map(Vec::as_slice).collect();
            let meta = meta(&[0, 0, 0, 0, 0, 2], &properties, &ipma);
            assert_eq!(avif(&[&meta]), Some(expected), "{quarters} quarters");
        }
    }
}

#[test]
fn other_boxes_in_front_are_passed_over() {
    let pixels = boxed(b"mdat", &b"\0\0\0\x14ispe".repeat(20_000));
    assert_eq!(avif(&[&boxed(b"free", &[]), &pixels, &plain()]), GOOD);
}

#[test]
fn the_brand_may_be_any_of_the_list() {
    for (brands, expected) in [(b"avif", GOOD), (b"avis", GOOD), (b"mif1", None), (b"heic", None), (b"isom", None)] {
        let alone = [ftyp(brands), plain()].concat();
        assert_eq!(size("image/avif", &alone), expected, "{brands:?}");
    }
    let later = [ftyp(b"mif1miafavif"), plain()].concat();
    assert_eq!(size("image/avif", &later), GOOD);
    assert_eq!(sniff(&[fixture!("picture.heic")]), None, "a picture that no page can show");
}

#[test]
fn a_meta_is_kept_up_to_64_kib_and_not_further() {
    for (padding, expected) in [(0xfc00, GOOD), (0x1_0000, None)] {
        let padded = [&plain()[8..], boxed(b"free", &vec![0; padding]).as_slice()].concat();
        assert_eq!(avif(&[&boxed(b"meta", &padded)]), expected, "{padding} bytes more");
    }
}

#[test]
fn what_has_no_size_is_no_raster() {
    let pitm = [0, 0, 0, 0, 0, 2];
    let sizes = [ispe(9, 9), ispe(0, 200)];
    let sizes: Vec<&[u8]> = sizes.iter().map(Vec::as_slice).collect();
    for (ipma, why) in [
        ([0, 0, 0, 0, 0, 0, 0, 1, 0, 2, 1, 2], "a width of zero"),
        ([0, 0, 0, 0, 0, 0, 0, 1, 0, 2, 1, 3], "a property that is not there"),
        ([0, 0, 0, 0, 0, 0, 0, 1, 0, 2, 1, 0], "no property"),
        ([0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 1], "another item"),
        ([0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 1, 1], "a list that is cut"),
    ] {
        assert_eq!(avif(&[&meta(&pitm, &sizes, &ipma)]), None, "{why}");
    }
    assert_eq!(avif(&[&boxed(b"meta", &[0; 4])]), None, "an empty meta");
    assert_eq!(avif(&[&[0, 0, 0, 0], b"meta", &plain()[8..]]), None, "a box without an end");
    assert_eq!(avif(&[&[0, 0, 0, 7], b"free", &plain()]), None, "a size too short for itself");
    assert_eq!(avif(&[&[0xff; 4], b"meta", &plain()[8..]]), None, "a meta without bounds");
    let mut cut = plain();
    cut.pop();
    assert_eq!(avif(&[&cut]), None, "a meta that is cut");
}
