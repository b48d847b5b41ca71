#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| morgue_fuzz::reader("rtf", bytes));
