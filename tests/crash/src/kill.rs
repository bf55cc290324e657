//! Kills a campaign at every system call, some of them a second and a third time while they go on.

use std::sync::Arc;

use crate::bench::{Bench, JOURNAL, Trouble};
use crate::random::Random;
use crate::scenario::Scenario;
use crate::verdict::Excuse;

/// Stops of a run that nobody kills.
pub(crate) fn length(bench: &Bench, seed: u64) -> Result<usize, Trouble> {
    let scenario = Arc::new(Scenario::new(seed));
    let folder = bench.folder()?;
    let journal = folder.path().join(JOURNAL);
    bench.server.begin(&scenario, Vec::new());
    let (_, stops) = bench.child(&scenario, 0, &journal, None, None)?;
    bench.server.seen()?;
    bench.finish(&scenario, 1, &journal, Excuse { runs: 2, unknown: 0 })?;
    Ok(stops)
}

/// The stops at which the runs of a point are killed: the first at `at`, some of those that go on as well.
pub(crate) fn kills(seed: u64, at: usize, length: usize) -> Vec<usize> {
    let mut random = Random::new(seed, &[6, at as u64]);
    let mut kills = vec![at];
    while kills.len() < 4 && random.once_in(4) {
        // More of them near the beginning: runs that go on are shorter.
        let most = 1 + random.below(length);
        kills.push(1 + random.below(most));
    }
    kills
}

/// Kills each run where the point says, then lets the campaign come to its end. Gives how many were killed.
pub(crate) fn point(bench: &Bench, seed: u64, kills: &[usize]) -> Result<usize, Trouble> {
    let scenario = Arc::new(Scenario::new(seed));
    let folder = bench.folder()?;
    let journal = folder.path().join(JOURNAL);
    bench.server.begin(&scenario, Vec::new());
    let mut killed = 0;
    let mut unknown = 0;
    for (run, at) in kills.iter().enumerate() {
        let (was, _) = bench.child(&scenario, run, &journal, Some(*at), None)?;
        // So that what is still on its way from one run does not meet the next.
        bench.server.seen()?;
        killed += usize::from(was);
        unknown += if was { scenario.shape(run).most_taken() } else { 0 };
    }
    bench.finish(&scenario, kills.len(), &journal, Excuse { runs: kills.len() + 1, unknown })?;
    Ok(killed)
}
