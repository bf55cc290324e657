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
    on_ctrl_c(move || {
        if pressed.swap(true, Ordering::SeqCst) {
            std::process::exit(ENDED);
        }
    });
    Arc::new(move || seen.load(Ordering::SeqCst))
}

/// Calls a function at each Ctrl-C. If no handler can be set, Ctrl-C ends the program as ever.
pub(crate) fn on_ctrl_c(handler: impl FnMut() + Send + 'static) {
    // A handler whose thread the system refuses would swallow Ctrl-C, so another thread is tried first.
    if std::thread::Builder::new().spawn(|| {}).is_ok_and(|thread| thread.join().is_ok()) {
        let _ = ctrlc::set_handler(handler);
    }
}
