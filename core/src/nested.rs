//! Calls within calls: a program's functions may make calls, which then have functions of their own to call.

use std::cell::Cell;

use crate::error::Error;

/// Most calls within each other on one thread. The stack of a thread has room for several times as many; its end
/// would end the process, and with it what is known of the messages under way.
const MOST: u32 = 16;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// A call of this thread, until it is dropped.
pub(crate) struct Nested(());

impl Nested {
    pub(crate) fn enter() -> Result<Self, Error> {
        let depth = DEPTH.try_with(|depth| depth.replace(depth.get().saturating_add(1))).unwrap_or_default();
        let nested = Self(());
        if depth < MOST {
            return Ok(nested);
        }
        Err(Error::configuration(format!(
            "{MOST} calls are under way within each other: a function that they call, such as on_attempt, makes calls \
             that call it again"
        )))
    }
}

impl Drop for Nested {
    fn drop(&mut self) {
        let _ = DEPTH.try_with(|depth| depth.set(depth.get().saturating_sub(1)));
    }
}
