//! The lists of points and the workers that try them.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::bench::{Bench, Trouble};
use crate::power::{self, Place, Tried};
use crate::random::Random;
use crate::report::{Report, Wrong};
use crate::scenario::Scenario;
use crate::{Settings, kill, trace};

/// The campaign that is killed: the arguments after `--child`.
pub fn child(arguments: &[String]) -> ExitCode {
    let [seed, run, url, journal] = arguments else { return ExitCode::from(2) };
    let (Ok(seed), Ok(run)) = (seed.parse(), run.parse()) else { return ExitCode::from(2) };
    let scenario = Scenario::new(seed);
    if let Err(e) = trace::be_traced() {
        eprintln!("the child cannot be traced: {e}");
        return ExitCode::from(2);
    }
    let report = scenario.send(run, url, Path::new(journal));
    match report.map(|report| report.error().map(ToString::to_string)) {
        Ok(None) => ExitCode::SUCCESS,
        Ok(Some(error)) => {
            eprintln!("the campaign stopped: {error}");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("the campaign was refused: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Tries it all.
pub fn run(settings: &Settings) -> Report {
    let mut report = Report::default();
    if let Some(name) = &settings.only {
        match Job::named(name) {
            Some(job) => pool(settings, vec![job], &mut report),
            None => report.fail(name, "is no name of a point"),
        }
        return report;
    }
    kills(settings, &mut report);
    states(settings, &mut report);
    report
}

/// Different states that are tried of one campaign.
const STATES_OF_ONE: usize = 300;

fn states(settings: &Settings, report: &mut Report) {
    let mut seed = settings.seed;
    while report.states < settings.states && report.skipped.is_none() && report.wrong.is_empty() {
        let left = settings.states - report.states;
        let seeds = seed..seed + settings.workers.clamp(1, left.div_ceil(STATES_OF_ONE) + 1) as u64;
        seed = seeds.end;
        let most = left.min(STATES_OF_ONE);
        pool(settings, seeds.map(|seed| Job::States { seed, most }).collect(), report);
    }
}

/// Campaigns that a sample takes its points from.
const SAMPLED: usize = 6;

fn kills(settings: &Settings, report: &mut Report) {
    let mut jobs = Vec::new();
    let mut seed = settings.seed;
    while jobs.len() < settings.kills && report.skipped.is_none() && report.wrong.is_empty() {
        // As many campaigns at a time as there are workers.
        let seeds = seed..seed + settings.workers.max(1) as u64;
        seed = seeds.end;
        pool(settings, seeds.map(Job::Length).collect(), report);
        for (seed, length) in report.lengths.drain(..) {
            report.campaigns += 1;
            let kill = |at| Job::Kill { seed, kills: kill::kills(seed, at, length) };
            if settings.all {
                jobs.extend((1..=length).map(kill));
            } else {
                let mut random = Random::new(seed, &[7]);
                jobs.extend((0..settings.kills.div_ceil(SAMPLED)).map(|_| kill(1 + random.below(length))));
            }
        }
    }
    pool(settings, jobs, report);
}

/// Something for a worker to do.
#[derive(Debug, Clone)]
enum Job {
    /// Counts the stops of a campaign.
    Length(u64),
    Kill {
        seed: u64,
        kills: Vec<usize>,
    },
    States {
        seed: u64,
        most: usize,
    },
    State {
        seed: u64,
        place: Place,
    },
}

impl Job {
    fn name(&self) -> String {
        match self {
            Self::Length(seed) => format!("kill/{seed}"),
            Self::Kill { seed, kills } => {
                let kills: Vec<String> = kills.iter().map(ToString::to_string).collect();
                format!("kill/{seed}@{}", kills.join("+"))
            }
            Self::States { seed, .. } => format!("power/{seed}"),
            Self::State { seed, place } => name_of_state(*seed, *place),
        }
    }

    fn named(name: &str) -> Option<Self> {
        if let Some(rest) = name.strip_prefix("power/") {
            let Some((seed, place)) = rest.split_once('+') else {
                return Some(Self::States { seed: rest.parse().ok()?, most: STATES_OF_ONE });
            };
            let (level, place) = place.split_once('@')?;
            let (cut, choice) = place.split_once('/')?;
            let place = Place { level: level.parse().ok()?, cut: cut.parse().ok()?, choice: choice.parse().ok()? };
            return Some(Self::State { seed: seed.parse().ok()?, place });
        }
        let rest = name.strip_prefix("kill/")?;
        match rest.split_once('@') {
            None => Some(Self::Length(rest.parse().ok()?)),
            Some((seed, kills)) => {
                let kills = kills.split('+').map(|n| n.parse().ok()).collect::<Option<_>>()?;
                Some(Self::Kill { seed: seed.parse().ok()?, kills })
            }
        }
    }

    fn work(&self, bench: &Bench) -> Result<Done, Trouble> {
        Ok(match self {
            Self::Length(seed) => Done::Length(*seed, kill::length(bench, *seed)?),
            Self::Kill { seed, kills } => Done::Killed(kill::point(bench, *seed, kills)?),
            Self::States { seed, most } => Done::Tried(*seed, power::tries(bench, *seed, *most)?),
            Self::State { seed, place } => Done::Tried(*seed, power::one(bench, *seed, *place)?),
        })
    }
}

fn name_of_state(seed: u64, Place { level, cut, choice }: Place) -> String {
    format!("power/{seed}+{level}@{cut}/{choice}")
}

/// Result of a worker.
enum Done {
    Length(u64, usize),
    Killed(usize),
    Tried(u64, Tried),
}

/// Longest time for one job: this finds what hangs, it measures nothing.
const PATIENCE: Duration = Duration::from_secs(300);

/// Lets the workers do the jobs.
fn pool(settings: &Settings, jobs: Vec<Job>, report: &mut Report) {
    let jobs: Arc<[Job]> = jobs.into();
    let next = Arc::new(AtomicUsize::new(0));
    let (done, results) = channel();
    for _ in 0..settings.workers.clamp(1, jobs.len().max(1)) {
        let (jobs, next, done, program) =
            (Arc::clone(&jobs), Arc::clone(&next), done.clone(), settings.program.clone());
        // Not waited for: one that hangs is reported, and must not keep the others from being heard.
        thread::spawn(move || {
            let bench = Bench::new(&program).unwrap();
            while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                if done.send((job.name(), job.work(&bench))).is_err() {
                    return;
                }
            }
        });
    }
    drop(done);
    loop {
        match results.recv_timeout(PATIENCE) {
            Ok((name, result)) => report.add(&name, result),
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => return report.fail("all workers", "hang"),
        }
    }
}

impl Report {
    fn add(&mut self, name: &str, result: Result<Done, Trouble>) {
        match result {
            Ok(Done::Length(seed, length)) => self.lengths.push((seed, length)),
            Ok(Done::Killed(0)) => self.ended_before += 1,
            Ok(Done::Killed(times)) => {
                self.killed += 1;
                self.killed_again += usize::from(times > 1);
            }
            Ok(Done::Tried(seed, tried)) => {
                self.recordings += tried.recordings;
                self.states += tried.states;
                self.wrong.extend(
                    tried.wrong.into_iter().map(|(place, what)| Wrong { name: name_of_state(seed, place), what }),
                );
            }
            Err(Trouble::Skip(reason)) => self.skipped = Some(reason),
            Err(Trouble::Wrong(what)) => self.fail(name, &what),
        }
    }

    fn fail(&mut self, name: &str, what: &str) {
        self.wrong.push(Wrong { name: name.to_owned(), what: what.to_owned() });
    }
}
