//! What the library does, line by line, for the program's own log.

use std::ffi::{CString, c_char, c_void};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, Ordering};

use log::{Level, LevelFilter, Log, Metadata, Record};

use crate::boundary;

/// What `smsbat_log_level` may be. A value is never used for anything else later.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum smsbat_log_levels {
    /// Nothing.
    SMSBAT_LOG_OFF = 0,
    /// What a person should look at, such as a system without certificates.
    SMSBAT_LOG_WARNING = 2,
    /// Also one line for each attempt of a call.
    SMSBAT_LOG_DEBUG = 4,
}

/// How much is said, or how grave a line is: one of `smsbat_log_levels`.
pub type smsbat_log_level = i32;

/// A function that gets the lines. `data` is what `smsbat_log_set` was given; `line` ends with a NUL, has no line
/// break and is valid during the call only.
///
/// It is called on the thread that is in a call of the library, or on one that a campaign sends from, by several
/// threads at once, while the library holds no lock. It may call any function of the library but must return: no
/// exception, no `longjmp`.
pub type smsbat_log_callback =
    Option<unsafe extern "C" fn(data: *mut c_void, level: smsbat_log_level, line: *const c_char)>;

/// A callback and its data, published as one.
struct Target {
    callback: unsafe extern "C" fn(*mut c_void, smsbat_log_level, *const c_char),
    data: *mut c_void,
    /// The one that was made before.
    next: *mut Target,
}

struct Callback(AtomicPtr<Target>);

static CALLBACK: Callback = Callback(AtomicPtr::new(null_mut()));
/// All that were ever made, the last first. None is freed: a call that is under way may be using it.
static MADE: AtomicPtr<Target> = AtomicPtr::new(null_mut());

/// The target of this callback and data, made at most once unless two threads do so at once.
fn target(
    callback: unsafe extern "C" fn(*mut c_void, smsbat_log_level, *const c_char),
    data: *mut c_void,
) -> *mut Target {
    let mut first = MADE.load(Ordering::Acquire);
    let mut made = first;
    // SAFETY: a target is never freed once it was published.
    while let Some(target) = unsafe { made.as_ref() } {
        if target.callback as usize == callback as usize && target.data == data {
            return made;
        }
        made = target.next;
    }
    let new = Box::into_raw(Box::new(Target { callback, data, next: first }));
    while let Err(other) = MADE.compare_exchange(first, new, Ordering::AcqRel, Ordering::Acquire) {
        first = other;
        // SAFETY: nobody else has it yet.
        unsafe { (*new).next = first };
    }
    new
}

impl Log for Callback {
    /// Ours alone: the HTTP library's lines may hold addresses and whole requests.
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "smsbat" && !self.0.load(Ordering::Acquire).is_null()
    }

    fn log(&self, record: &Record<'_>) {
        // SAFETY: a target is never freed once it was published.
        let target = unsafe { self.0.load(Ordering::Acquire).as_ref() };
        let Some(target) = target.filter(|_| record.target() == "smsbat") else { return };
        let level = match record.level() {
            Level::Error | Level::Warn => smsbat_log_levels::SMSBAT_LOG_WARNING,
            Level::Info | Level::Debug | Level::Trace => smsbat_log_levels::SMSBAT_LOG_DEBUG,
        };
        let Ok(line) = CString::new(record.args().to_string()) else { return };
        // SAFETY: whoever set it promised that it may be called so.
        unsafe { (target.callback)(target.data, level as smsbat_log_level, line.as_ptr()) }
    }

    fn flush(&self) {}
}

/// Hands lines about what the library does to a function of the program, for all clients of the process.
///
/// One line for each attempt of a call says the operation, the number of the attempt, its result, the HTTP status,
/// the time in milliseconds and the server's id of the request; no line holds a key, a phone number or a text. For
/// example `messages.send attempt=1 result=ok status=200 ms=41 request_id=-`.
///
/// `level` is how much is wanted; `SMSBAT_LOG_OFF` or a NULL `callback` ends it. May be called at any time from any
/// thread; calls that are under way may still use an earlier `callback`, so it and its `data` must stay good until
/// they have ended. Some bytes are kept for each pair of `callback` and `data` until the program ends.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_log_set(level: smsbat_log_level, callback: smsbat_log_callback, data: *mut c_void) {
    boundary::value((), || {
        let wanted = match level {
            ..=0 => LevelFilter::Off,
            1..=3 => LevelFilter::Warn,
            4.. => LevelFilter::Debug,
        };
        let target = match callback {
            Some(callback) if wanted != LevelFilter::Off => target(callback, data),
            _ => null_mut(),
        };
        CALLBACK.0.store(target, Ordering::Release);
        // It fails if a Rust program that links this has a logger of its own, which then gets the lines.
        let _ = log::set_logger(&CALLBACK);
        log::set_max_level(if target.is_null() { LevelFilter::Off } else { wanted });
    });
}
