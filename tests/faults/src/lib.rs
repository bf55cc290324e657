//! The fault matrix: whatever happens between client and server, the client's outcome and the messages that the server
//! received must agree. See the README.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

mod answer_cases;
mod answers;
mod bench;
mod canary;
mod certificates;
mod connect;
mod connections;
mod hub;
mod injection;
mod relay;
mod report;
mod run;
mod server;
mod storm;
mod sweep;
mod verdict;

use std::path::PathBuf;

pub use connections::child;
pub use report::{Disagreement, Report};

/// Faults to try.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Takes one of so many bytes; 1 for all.
    pub thin: usize,
    /// Which bytes a sample takes, how bytes are garbled, and the order.
    pub seed: u64,
    /// Sessions of the chat hub in place of requests.
    pub hub: bool,
    /// Only trials whose name begins like this.
    pub only: Option<String>,
    /// This program, for what needs a process with an environment of its own.
    pub program: Option<PathBuf>,
    /// Trials at a time.
    pub workers: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { thin: 60, seed: 1, hub: false, only: None, program: None, workers: 32 }
    }
}

/// Tries it all.
pub fn run(settings: &Settings) -> Report {
    canary::watch();
    let mut random = run::Random::new(settings.seed);
    let mut work = run::Work::default();
    if settings.hub {
        hub::add(&mut work, settings.seed, settings.thin);
    } else {
        sweep::add(&mut work, settings.seed, settings.thin);
        answers::add(&mut work, settings.seed, settings.thin);
        connections::add(&mut work, settings.thin, settings.program.as_deref());
        injection::add(&mut work, settings.seed, settings.thin);
        storm::add(&mut work, settings.seed, settings.thin);
    }
    if let Some(prefix) = &settings.only {
        work.only(prefix);
    }
    eprintln!("{} trials, {} at a time, seed {}", work.len(), settings.workers, settings.seed);
    work.run(settings.workers, &mut random)
}
