//! Ctrl-C while a request is under way.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use smsbat_core::Interrupt;

/// The exit code of a program that Ctrl-C ended.
const ENDED: i32 = 130;

/// Says yes once Ctrl-C was pressed: the call ends, and its error says whether anything may have been sent. The
/// second time ends the program at once.
pub(crate) fn interrupt() -> Interrupt {
    let pressed = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&pressed);
    // If no handler can be set, Ctrl-C ends the program as ever.
    let _ = ctrlc::set_handler(move || {
        if pressed.swap(true, Ordering::SeqCst) {
            std::process::exit(ENDED);
        }
    });
    Arc::new(move || seen.load(Ordering::SeqCst))
}
