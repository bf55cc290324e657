//! One process of a simulated world, and its end.

use std::time::Duration;

use crate::random::Random;

/// Points at which a process may be killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Point {
    Step,
    Connect,
    SocketWrite,
    SocketRead,
    DiskWrite,
    DiskSync,
    DiskTruncate,
    DiskOther,
}

impl Point {
    pub(crate) const ALL: [Self; 8] = [
        Self::Step,
        Self::Connect,
        Self::SocketWrite,
        Self::SocketRead,
        Self::DiskWrite,
        Self::DiskSync,
        Self::DiskTruncate,
        Self::DiskOther,
    ];
}

/// The end of a process that does not see it coming.
#[derive(Debug, Clone)]
pub(crate) struct Kill {
    pub(crate) point: Point,
    /// Number of earlier passes through the point.
    pub(crate) after: u64,
    /// The machine ends with it: what was not synced may be lost.
    pub(crate) power: bool,
}

/// One process: one run of a campaign.
#[derive(Debug)]
pub(crate) struct Process {
    pub(crate) kill: Option<Kill>,
    /// Killed. Its threads run on to their ends, but nothing of what they do leaves them.
    pub(crate) dead: bool,
    /// When its user presses Ctrl-C.
    pub(crate) interrupts: Vec<Duration>,
    /// Share of threads that the system refuses it.
    pub(crate) refused_threads: f64,
    /// A byte of a request left it.
    pub(crate) sent: bool,
    /// Its journal's file failed it, or was held by a reader for too long.
    pub(crate) disk_trouble: bool,
    pub(crate) random: Random,
}

impl Process {
    pub(crate) fn new() -> Self {
        Self {
            kill: None,
            dead: false,
            interrupts: Vec::new(),
            refused_threads: 0.0,
            sent: false,
            disk_trouble: false,
            random: Random::new(0),
        }
    }
}

impl Default for Process {
    fn default() -> Self {
        Self::new()
    }
}
