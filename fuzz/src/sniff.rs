//! Any bytes as a file: however they are cut, they are a raster where their header says so, and of the size that it says.

use super::input::Input;
use super::naive_sniff::{naive, sniff};
use engine::face::sniff::Sniffer;

pub fn check(input: &[u8]) {
    let input = Input::new(input);
    let expected = naive(input.bytes);
    for pieces in input.ways() {
        assert_eq!(sniff(pieces), expected);
    }
    let mut sniffer = Sniffer::new();
    input.bytes.chunks(1 + input.number() % 40).for_each(|piece| sniffer.push(piece));
    assert_eq!(sniffer.head(), &input.bytes[..input.bytes.len().min(16)]);
}
