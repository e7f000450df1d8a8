#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| wasmagine_fuzz::value::check(input));
