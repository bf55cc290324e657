//! File descriptors, whose number is limited for each process.

use std::io;

/// Error text for too many open files.
pub(crate) const TOO_MANY: &str = "too many open files: raise `ulimit -n` or lower `connections`";

/// `EMFILE` and `ENFILE`, which have these numbers on every Unix.
#[cfg(unix)]
const CODES: [i32; 2] = [24, 23];
/// `WSAEMFILE` and `ERROR_TOO_MANY_OPEN_FILES`.
#[cfg(not(unix))]
const CODES: [i32; 2] = [10024, 4];

/// Returns true if the system refused a descriptor because too many are open.
pub(crate) fn refused(error: &io::Error) -> bool {
    error.raw_os_error().is_some_and(|code| CODES.contains(&code))
}

/// Returns an error for too many open files.
pub(crate) fn refusal() -> io::Error {
    io::Error::from_raw_os_error(CODES[0])
}

/// Number of descriptors that a new connection leaves free. A response must not be lost because the journal, or a
/// module that Python loads to report it, cannot be opened.
pub(crate) const SPARE: usize = 3;

/// Returns true if hardly any descriptors are left, for errors that do not say why a file cannot be opened.
pub(crate) fn exhausted() -> bool {
    let open = (0..SPARE).map(|_| std::fs::File::open("/")).collect::<io::Result<Vec<_>>>();
    open.is_err_and(|e| refused(&e))
}
