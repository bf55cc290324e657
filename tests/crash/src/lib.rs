//! Crashes of a campaign with a journal: kills at every system call, and power losses with any possible part of its
//! writes on disk. See the README.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]
#![cfg_attr(not(all(target_os = "linux", target_env = "gnu")), allow(dead_code))]

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod bench;
mod disk;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod kill;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod power;
mod random;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod record;
mod report;
mod scenario;
mod server;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod suite;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod trace;
mod verdict;

use std::path::PathBuf;

pub use report::{Report, Wrong};
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub use suite::{child, run};

/// Crashes to try.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Every stop of each campaign; otherwise a sample of them.
    pub all: bool,
    /// Points with a kill, at least; 0 for none.
    pub kills: usize,
    /// States of a disk, at least; 0 for none.
    pub states: usize,
    /// Campaigns whose points are tried, and which of them a sample takes.
    pub seed: u64,
    /// Only the point with this name.
    pub only: Option<String>,
    /// This program, which is also the child that is killed.
    pub program: PathBuf,
    /// Points at a time.
    pub workers: usize,
}
