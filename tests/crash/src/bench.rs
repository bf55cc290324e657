//! Environment of a point: a server, a folder for the journal, and campaigns inside and outside this process.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use tempfile::TempDir;

use crate::scenario::Scenario;
use crate::server::Server;
use crate::trace::{self, End, Observer};
use crate::verdict::{Excuse, judge};

/// Why a point could not be tried, or what was wrong with it.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The system cannot do it.
    Skip(String),
    Wrong(String),
}

impl From<String> for Trouble {
    fn from(what: String) -> Self {
        Self::Wrong(what)
    }
}

impl From<io::Error> for Trouble {
    fn from(e: io::Error) -> Self {
        Self::Wrong(format!("the suite itself failed: {e}"))
    }
}

/// Name of the journal in its folder.
pub(crate) const JOURNAL: &str = "campaign.db";

/// Resources of one worker.
pub(crate) struct Bench {
    pub(crate) server: Server,
    program: PathBuf,
}

impl Bench {
    pub(crate) fn new(program: &Path) -> io::Result<Self> {
        Ok(Self { server: Server::start()?, program: program.to_owned() })
    }

    /// An empty folder, in memory if there is such a place: what a disk would lose is computed, so that nothing needs to
    /// wait for one.
    pub(crate) fn folder(&self) -> io::Result<TempDir> {
        let memory = Path::new("/dev/shm");
        let mut builder = tempfile::Builder::new();
        builder.prefix("smsbat-crash");
        builder.tempdir_in(memory).or_else(|_| builder.tempdir())
    }

    /// Runs the campaign in a child, which is killed at one of its stops. Gives whether it was, and the stops.
    pub(crate) fn child(
        &self,
        scenario: &Scenario,
        run: usize,
        journal: &Path,
        kill_at: Option<usize>,
        observer: Option<&mut dyn Observer>,
    ) -> Result<(bool, usize), Trouble> {
        let mut command = Command::new(&self.program);
        let numbers = [scenario.seed.to_string(), run.to_string()];
        command.arg("--child").args(numbers).arg(self.server.url()).arg(journal).stdin(Stdio::null());
        match trace::run(&mut command, kill_at, observer)? {
            (End::Killed, stops) => Ok((true, stops)),
            (End::Exited(0), stops) => Ok((false, stops)),
            (End::Forbidden, _) => Err(Trouble::Skip("this system does not allow ptrace".to_owned())),
            (End::Hung, _) => Err(Trouble::Wrong(format!("run {run} hangs"))),
            (end, _) => Err(Trouble::Wrong(format!("run {run} does not go on: {end:?}, see above"))),
        }
    }

    /// Runs the campaign to its end against a server that has no faults any more, and judges it.
    pub(crate) fn finish(
        &self,
        scenario: &Arc<Scenario>,
        run: usize,
        journal: &Path,
        excuse: Excuse,
    ) -> Result<(), Trouble> {
        self.server.calm();
        let mut report =
            scenario.send(run, &self.server.url(), journal).map_err(|e| format!("the campaign does not go on: {e}"))?;
        let seen = self.server.seen()?;
        let unknown = excuse.unknown + seen.troubled * most_rows(scenario, run);
        judge(scenario, run, &mut report, &seen, Excuse { unknown, ..excuse }, journal)?;
        Ok(())
    }
}

/// Rows of the largest request of the first runs.
fn most_rows(scenario: &Scenario, last: usize) -> usize {
    (0..=last).map(|run| scenario.shape(run).chunk).max().unwrap_or(0)
}
