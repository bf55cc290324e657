//! The clock: that of the system, or that of a simulation.

use std::time::{Duration, SystemTime};

#[cfg(not(feature = "simulation"))]
pub(crate) use std::{thread::sleep, time::Instant};

#[cfg(feature = "simulation")]
pub(crate) use crate::simulation::{Instant, sleep};

use crate::time::LONGEST_TIME;

/// A wait is cut into slices of this length, so that a call can be stopped between them.
pub(crate) const SLICE: Duration = Duration::from_millis(50);

/// Time of day.
#[inline]
pub(crate) fn wall() -> SystemTime {
    #[cfg(feature = "simulation")]
    if let Some(world) = crate::simulation::current() {
        return world.wall();
    }
    SystemTime::now()
}

/// The same as a timestamp.
pub(crate) fn timestamp() -> jiff::Timestamp {
    jiff::Timestamp::try_from(wall()).unwrap_or(jiff::Timestamp::MAX)
}

/// The end of a wait that begins at a moment. No wait takes longer than [`LONGEST_TIME`].
pub(crate) fn after(start: Instant, time: Duration) -> Instant {
    start.checked_add(time.min(LONGEST_TIME)).unwrap_or(start)
}
