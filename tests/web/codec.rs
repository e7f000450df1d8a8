//! The codec's checks, here with the SIMD kernel at work.

use super::checks;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn plain_text_decodes() {
    checks::plain_text_decodes();
}

#[wasm_bindgen_test]
fn every_split_is_the_same() {
    checks::every_split_is_the_same();
}

#[wasm_bindgen_test]
fn every_byte_at_every_place_is_judged() {
    checks::every_byte_at_every_place_is_judged();
}

#[wasm_bindgen_test]
fn damage_anywhere_in_any_pieces_is_judged() {
    checks::damage_anywhere_in_any_pieces_is_judged();
}

#[wasm_bindgen_test]
fn padding_is_strict() {
    checks::padding_is_strict();
}

#[wasm_bindgen_test]
fn a_full_output_resumes() {
    checks::a_full_output_resumes();
}

#[wasm_bindgen_test]
fn finish_is_ready_for_the_next_string() {
    checks::finish_is_ready_for_the_next_string();
}

#[wasm_bindgen_test]
fn other_spellings_are_read() {
    checks::other_spellings_are_read();
}

#[wasm_bindgen_test]
fn encoded_bytes_are_their_text() {
    checks::encoded_bytes_are_their_text();
}

#[wasm_bindgen_test]
fn an_encoder_writes_whole_groups_as_far_as_there_is_room() {
    checks::an_encoder_writes_whole_groups_as_far_as_there_is_room();
}
