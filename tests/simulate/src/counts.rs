//! Counters of campaigns.

use std::time::Duration;

/// Counters.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Moments at which another thread could run.
    pub steps: u64,
    /// Times another thread did.
    pub switches: u64,
    /// Events of the network and the clock.
    pub events: u64,
    /// Processes that ran.
    pub processes: u64,
    /// Of them, those that were killed.
    pub kills: u64,
    /// Of these, those that lost what was not synced.
    pub power_losses: u64,
    /// Requests that began to leave.
    pub requests: u64,
    /// Messages that the provider took.
    pub messages: u64,
    /// Requests to which something happened.
    pub faults: u64,
    /// Operations of the disk that failed.
    pub disk_faults: u64,
    /// Syncs of the disk.
    pub syncs: u64,
    /// Time in which a process ran.
    pub busy: Duration,
    /// The same with the time between processes.
    pub time: Duration,
}

impl Counts {
    /// Adds those of another campaign.
    pub fn add(&mut self, other: &Self) {
        self.steps += other.steps;
        self.switches += other.switches;
        self.events += other.events;
        self.processes += other.processes;
        self.kills += other.kills;
        self.power_losses += other.power_losses;
        self.requests += other.requests;
        self.messages += other.messages;
        self.faults += other.faults;
        self.disk_faults += other.disk_faults;
        self.syncs += other.syncs;
        self.busy += other.busy;
        self.time += other.time;
    }
}
