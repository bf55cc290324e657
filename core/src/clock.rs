//! The clock of the system or of a simulation.

use std::time::{Duration, SystemTime};

#[cfg(not(feature = "simulation"))]
pub(crate) use std::{thread::sleep, time::Instant};

#[cfg(feature = "simulation")]
pub(crate) use crate::simulation::{Instant, sleep};

use crate::time::LONGEST_TIME;

/// Length of a slice of a wait. A call can be stopped between two slices.
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

/// Time of day, as a timestamp.
pub(crate) fn timestamp() -> jiff::Timestamp {
    jiff::Timestamp::try_from(wall()).unwrap_or(jiff::Timestamp::MAX)
}

/// The end of a wait that begins at a moment. No wait takes longer than [`LONGEST_TIME`].
pub(crate) fn after(start: Instant, time: Duration) -> Instant {
    start.checked_add(time.min(LONGEST_TIME)).unwrap_or(start)
}
