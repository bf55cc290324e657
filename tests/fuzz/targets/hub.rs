#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| smsbat_fuzz::hub::run(data));
