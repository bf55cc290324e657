//! Version of the loaded library, which may differ from the header's.

use std::ffi::{CStr, c_char};

const TEXT: &CStr = match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
    Ok(text) => text,
    Err(_) => c"",
};

/// Returns the version of the loaded library, such as "0.1.0". The version of the header is `SMSBAT_VERSION`.
///
/// The text is a constant. Do not free it.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_version() -> *const c_char {
    TEXT.as_ptr()
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_is_that_of_the_core() {
        assert_eq!(super::TEXT.to_str(), Ok(smsbat_core::VERSION));
    }
}
