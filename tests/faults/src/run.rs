//! The list of trials and the workers that do them.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use crate::bench::Bench;
use crate::canary;
use crate::report::{Disagreement, Report};
use crate::verdict::Trial;

/// Small and repeatable; nothing here needs good random numbers.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// For one trial, whatever other trials there are.
    pub(crate) fn named(seed: u64, name: &str) -> Self {
        let hash =
            name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        Self(seed ^ hash)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end.max(1) as u64) as usize
    }
}

/// Trials from one line of progress to the next.
const PROGRESS: usize = 2_000;

type Job = Box<dyn FnOnce(&Bench) -> Vec<Trial> + Send>;

/// Arguments of the command line.
#[derive(Default)]
pub(crate) struct Work {
    jobs: Vec<(String, Job)>,
}

impl Work {
    pub(crate) fn push(&mut self, name: String, job: impl FnOnce(&Bench) -> Vec<Trial> + Send + 'static) {
        self.jobs.push((name, Box::new(job)));
    }

    /// Keeps the jobs whose name begins like this.
    pub(crate) fn only(&mut self, prefix: &str) {
        self.jobs.retain(|(name, _)| name.starts_with(prefix));
    }

    pub(crate) fn len(&self) -> usize {
        self.jobs.len()
    }

    /// Does it all. Most jobs wait, so there are many more workers than processors.
    pub(crate) fn run(self, workers: usize, random: &mut Random) -> Report {
        let report = Mutex::new(Report::default());
        // Shuffled, so that those who wait and those who compute meet.
        let mut jobs = self.jobs;
        for i in (1..jobs.len()).rev() {
            jobs.swap(i, random.below(i + 1));
        }
        let (all, started, done) = (jobs.len(), Instant::now(), AtomicUsize::new(0));
        let queue = Mutex::new(VecDeque::from(jobs));
        thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| {
                    let bench = Bench::default();
                    loop {
                        let job = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                        let Some((_, job)) = job else { return };
                        let trials = job(&bench);
                        let number = done.fetch_add(1, Ordering::Relaxed) + 1;
                        if number.is_multiple_of(PROGRESS) {
                            eprintln!("{number} of {all} after {} s", started.elapsed().as_secs());
                        }
                        let mut report = report.lock().unwrap_or_else(PoisonError::into_inner);
                        trials.iter().for_each(|trial| report.add(trial));
                    }
                });
            }
        });
        let mut report = report.into_inner().unwrap_or_else(PoisonError::into_inner);
        report.disagreements.extend(canary::take_leaks().into_iter().map(|what| Disagreement { name: None, what }));
        report
    }
}
