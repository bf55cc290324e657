//! File descriptors, of which the system allows a process only so many.

use std::io;

/// The error's text.
pub(crate) const TOO_MANY: &str = "too many open files: raise `ulimit -n` or lower `connections`";

/// `EMFILE` and `ENFILE`, which have these numbers on every Unix.
#[cfg(unix)]
const CODES: [i32; 2] = [24, 23];
/// `WSAEMFILE` and `ERROR_TOO_MANY_OPEN_FILES`.
#[cfg(not(unix))]
const CODES: [i32; 2] = [10024, 4];

/// Whether the system refused a descriptor because too many are open.
pub(crate) fn refused(error: &io::Error) -> bool {
    error.raw_os_error().is_some_and(|code| CODES.contains(&code))
}

/// Whether the system refuses one now, for errors that do not say why a file cannot be opened.
#[cfg(feature = "journal")]
pub(crate) fn exhausted() -> bool {
    std::fs::File::open("/").is_err_and(|e| refused(&e))
}

/// The error in words, with advice if too many files are open.
pub(crate) fn why(error: &io::Error) -> String {
    if refused(error) { TOO_MANY.to_owned() } else { error.to_string() }
}
