//! Ctrl-C during a request.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use smsbat_core::Interrupt;

/// Exit code of a program that was ended by Ctrl-C.
const ENDED: i32 = 130;

/// Returns true after Ctrl-C, which ends the call with an error that says whether anything may have been sent. A second
/// Ctrl-C ends the program at once.
pub(crate) fn interrupt() -> Interrupt {
    let pressed = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&pressed);
    on_ctrl_c(move || {
        if pressed.swap(true, Ordering::SeqCst) {
            std::process::exit(ENDED);
        }
    });
    Arc::new(move || seen.load(Ordering::SeqCst))
}

/// Calls a function for each Ctrl-C. If no handler can be set, Ctrl-C ends the program as usual.
pub(crate) fn on_ctrl_c(handler: impl FnMut() + Send + 'static) {
    // A handler whose thread the system refuses would ignore Ctrl-C, so starting a thread is tried first.
    if std::thread::Builder::new().spawn(|| {}).is_ok_and(|thread| thread.join().is_ok()) {
        let _ = ctrlc::set_handler(handler);
    }
}
