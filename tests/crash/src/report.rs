//! Results of all points.

use std::fmt;

/// A point at which something was wrong.
#[derive(Debug)]
pub struct Wrong {
    /// Its name, by which it can be repeated.
    pub name: String,
    /// Description.
    pub what: String,
}

/// Results of all points.
#[derive(Debug, Default)]
pub struct Report {
    /// Campaigns that were killed.
    pub campaigns: usize,
    /// Points with a kill.
    pub killed: usize,
    /// Points with a second kill or more.
    pub killed_again: usize,
    /// Points whose campaign came to its end before the kill.
    pub ended_before: usize,
    /// Runs that were recorded.
    pub recordings: usize,
    /// Different states of a disk.
    pub states: usize,
    /// Why nothing or only a part could be tried.
    pub skipped: Option<String>,
    /// Broken promises.
    pub wrong: Vec<Wrong>,
    /// Campaigns by their seed, with the stops of a run that nobody kills.
    pub(crate) lengths: Vec<(u64, usize)>,
}

impl Report {
    /// Points that were tried.
    pub fn points(&self) -> usize {
        self.killed + self.states
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { campaigns, killed, killed_again, ended_before, recordings, states, .. } = self;
        writeln!(
            f,
            "kills: {killed} points in {campaigns} campaigns, {killed_again} of them killed again while they went on; {ended_before} ended before"
        )?;
        writeln!(f, "power: {states} different states of the disk from {recordings} recordings")
    }
}
