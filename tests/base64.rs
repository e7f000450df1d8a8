//! The base64 codec against a naive one (tests/codec/checks.rs), against the base64 crate, and against random input.

#![cfg(not(target_arch = "wasm32"))] // the oracles are native; browsers run the same checks in tests/web/codec.rs
#![allow(clippy::restriction)] // a test may panic

#[path = "codec/checks.rs"]
mod checks;

use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use base64::{Engine, alphabet};
use checks::naive;
use proptest::prelude::*;

#[test]
fn plain_text_decodes() {
    checks::plain_text_decodes();
}

#[test]
fn every_split_is_the_same() {
    checks::every_split_is_the_same();
}

#[test]
fn every_byte_at_every_place_is_judged() {
    checks::every_byte_at_every_place_is_judged();
}

#[test]
fn damage_anywhere_in_any_pieces_is_judged() {
    checks::damage_anywhere_in_any_pieces_is_judged();
}

#[test]
fn padding_is_strict() {
    checks::padding_is_strict();
}

#[test]
fn a_full_output_resumes() {
    checks::a_full_output_resumes();
}

#[test]
fn finish_is_ready_for_the_next_string() {
    checks::finish_is_ready_for_the_next_string();
}

#[test]
fn other_spellings_are_read() {
    checks::other_spellings_are_read();
}

#[test]
fn encoded_bytes_are_their_text() {
    checks::encoded_bytes_are_their_text();
}

#[test]
fn an_encoder_writes_whole_groups_as_far_as_there_is_room() {
    checks::an_encoder_writes_whole_groups_as_far_as_there_is_room();
}

/// Base64 with, as often as not, one byte of damage: any at all, or one that matters to the format.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![any::<u8>(), proptest::sample::select(&b"=\"\\/+-_\n A"[..])];
    let damage = proptest::option::of((any::<proptest::sample::Index>(), byte));
    (proptest::collection::vec(any::<u8>(), 0..300), damage).prop_map(|(bytes, damage)| {
        let mut text = STANDARD.encode(bytes).into_bytes();
        match damage {
            Some((at, byte)) if !text.is_empty() => *at.get_mut(&mut text) = byte,
            Some((_, byte)) => text.push(byte),
            None => {}
        }
        text
    })
}

/// The text in pieces, cut where the list says.
fn cut<'a>(text: &'a [u8], cuts: &[proptest::sample::Index]) -> Vec<&'a [u8]> {
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(text.len() + 1)).collect();
    cuts.extend([0, text.len()]);
    cuts.sort_unstable();
    cuts.windows(2).map(|pair| &text[pair[0]..pair[1]]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_pieces_agree_with_the_naive_decoder(
        text in damaged(),
        cuts in proptest::collection::vec(any::<proptest::sample::Index>(), 0..6),
        room in 3usize..400,
    ) {
        naive::agrees(&cut(&text, &cuts), room);
    }

    #[test]
    fn a_whole_text_is_one_that_the_base64_crate_takes(text in damaged()) {
        for push in naive::PUSHES {
            let outcome = naive::decode(push, [&text[..]], 512);
            let ours = (outcome.whole && outcome.read == text.len()).then_some(outcome.bytes);
            prop_assert_eq!(ours, STANDARD.decode(&text).ok());
        }
    }

    #[test]
    fn other_spellings_are_what_the_base64_crate_takes_in_any_of_them(text in damaged(), piece in 1usize..50) {
        let text = String::from_utf8_lossy(&text);
        let (read, decoded, _) = checks::lenient(&text, true, piece, 64);
        let decoded = decoded.filter(|_| read == text.len());
        let plain = text.replace('-', "+").replace('_', "/").replace([' ', '\t', '\r', '\n'], "");
        let indifferent = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
        prop_assert_eq!(decoded, GeneralPurpose::new(&alphabet::STANDARD, indifferent).decode(plain).ok());
    }

    #[test]
    fn an_encoded_text_is_the_base64_crates(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        naive::encodes(&bytes, STANDARD.encode(&bytes).as_bytes());
    }

    #[test]
    fn any_bytes_at_all_agree_with_the_naive_decoder(text in proptest::collection::vec(any::<u8>(), 0..100)) {
        naive::agrees(&[&text], 128);
    }
}
