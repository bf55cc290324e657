//! Log lines for the program's own log.

use std::ffi::{CString, c_char, c_void};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, Ordering};

use log::{Level, LevelFilter, Log, Metadata, Record};

use crate::boundary;

/// Values of `smsbat_log_level`. A value is never reused with another meaning.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum smsbat_log_levels {
    /// No lines.
    SMSBAT_LOG_OFF = 0,
    /// Warnings that a person should see, such as a system without certificates.
    SMSBAT_LOG_WARNING = 2,
    /// Warnings, and one line for each attempt of a call.
    SMSBAT_LOG_DEBUG = 4,
}

/// Log level, or severity of a line: one of `smsbat_log_levels`.
pub type smsbat_log_level = i32;

/// Callback that receives log lines. `data` is the pointer passed to `smsbat_log_set`. `line` ends with a NUL, contains
/// no line break and is valid only during the call.
///
/// Called on the thread that calls the library or on a sending thread of a campaign, possibly on several threads at
/// once, while the library holds no lock. It may call any function of the library. It must return, without an exception
/// or `longjmp`.
pub type smsbat_log_callback =
    Option<unsafe extern "C" fn(data: *mut c_void, level: smsbat_log_level, line: *const c_char)>;

/// A callback and its data, published together.
struct Target {
    callback: unsafe extern "C" fn(*mut c_void, smsbat_log_level, *const c_char),
    data: *mut c_void,
    /// The previous target.
    next: *mut Target,
}

struct Callback(AtomicPtr<Target>);

static CALLBACK: Callback = Callback(AtomicPtr::new(null_mut()));
/// All targets so far, the last one first. None is ever freed, because a running call may be using it.
static MADE: AtomicPtr<Target> = AtomicPtr::new(null_mut());

/// Returns the target for this callback and data. Created only once, unless two threads do so at the same time.
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
        // SAFETY: it is not shared yet.
        unsafe { (*new).next = first };
    }
    new
}

impl Log for Callback {
    /// Accepts only our own lines, because those of the HTTP library may contain URLs and whole requests.
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
        // SAFETY: the caller of `smsbat_log_set` promised that it may be called like this.
        unsafe { (target.callback)(target.data, level as smsbat_log_level, line.as_ptr()) }
    }

    fn flush(&self) {}
}

/// Sets a callback for log lines of all clients of the process.
///
/// Each attempt of a call writes one line with the operation, the number of the attempt, its result, the HTTP status,
/// the duration in milliseconds and the provider's id of the request, such as `messages.send attempt=1 result=ok
/// status=200 ms=41 request_id=-`. No line contains a key, a phone number or a text.
///
/// `level` selects the lines; `SMSBAT_LOG_OFF` or a `NULL` `callback` turns them off. May be called at any time from
/// any thread. Running calls may still use an earlier `callback`, so it and its `data` must stay valid until they have
/// returned. A few bytes for each pair of `callback` and `data` are kept until the program ends.
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
        // It fails if a Rust program that links this library has its own logger, which then gets the lines.
        let _ = log::set_logger(&CALLBACK);
        log::set_max_level(if target.is_null() { LevelFilter::Off } else { wanted });
    });
}
