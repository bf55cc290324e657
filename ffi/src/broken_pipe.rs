//! `SIGPIPE`, which ends a program that does not ignore it, as few programs in C do.

/// Runs what may write into a pipe, so that a pipe without a reader causes an error and no signal.
#[cfg(not(unix))]
pub(crate) fn without_signal<R>(write: impl FnOnce() -> R) -> R {
    write()
}

/// Runs what may write into a pipe, so that a pipe without a reader causes an error and no signal. Other threads and
/// the program's handlers are left alone.
#[cfg(unix)]
pub(crate) fn without_signal<R>(write: impl FnOnce() -> R) -> R {
    let _blocked = Blocked::new();
    write()
}

/// `SIGPIPE` blocked in this thread. One that arrives meanwhile is taken away.
#[cfg(unix)]
struct Blocked {
    before: libc::sigset_t,
}

#[cfg(unix)]
impl Blocked {
    /// `None` if the program blocks it and one is pending: there is nothing to do, and it is the program's.
    fn new() -> Option<Self> {
        let mut before = no_signal();
        // SAFETY: both sets are initialized.
        let changed = unsafe { libc::pthread_sigmask(libc::SIG_BLOCK, &sigpipe(), &raw mut before) };
        // One that was pending before the block would have been delivered, unless it was blocked already.
        let own = changed == 0 && !(has_sigpipe(&before) && is_pending());
        own.then_some(Self { before })
    }
}

#[cfg(unix)]
impl Drop for Blocked {
    fn drop(&mut self) {
        let mut signal = 0;
        // SAFETY: the sets are initialized. `sigwait` does not wait: the signal is pending and blocked.
        unsafe {
            if is_pending() {
                libc::sigwait(&sigpipe(), &raw mut signal);
            }
            libc::pthread_sigmask(libc::SIG_SETMASK, &raw const self.before, std::ptr::null_mut());
        }
    }
}

#[cfg(unix)]
fn no_signal() -> libc::sigset_t {
    let mut set = std::mem::MaybeUninit::uninit();
    // SAFETY: `sigemptyset` initializes the set.
    unsafe {
        libc::sigemptyset(set.as_mut_ptr());
        set.assume_init()
    }
}

#[cfg(unix)]
fn sigpipe() -> libc::sigset_t {
    let mut set = no_signal();
    // SAFETY: the set is initialized.
    unsafe { libc::sigaddset(&raw mut set, libc::SIGPIPE) };
    set
}

#[cfg(unix)]
fn has_sigpipe(set: &libc::sigset_t) -> bool {
    // SAFETY: the set is initialized.
    unsafe { libc::sigismember(set, libc::SIGPIPE) == 1 }
}

#[cfg(unix)]
fn is_pending() -> bool {
    let mut set = no_signal();
    // SAFETY: the set is initialized.
    unsafe { libc::sigpending(&raw mut set) == 0 && has_sigpipe(&set) }
}
