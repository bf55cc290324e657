//! A sample of simulated campaigns, and what the simulation itself promises.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use smsbat_simulate::{Counts, Simulated, run};

fn campaign(seed: u64) -> Simulated {
    let folder = tempfile::tempdir().unwrap();
    run(seed, folder.path(), false)
}

#[test]
fn nobody_gets_two_messages_and_every_row_is_accounted_for() {
    let mut sum = Counts::default();
    for seed in 1..=40 {
        let done = campaign(seed);
        assert!(done.failures.is_empty(), "seed {seed}: {:#?}\n{}", done.failures, done.tail);
        sum.add(&done.counts);
    }
    // Otherwise nothing was tried.
    assert!(sum.kills > 10 && sum.power_losses > 5 && sum.faults > 50 && sum.messages > 500, "{sum:?}");
}

#[test]
fn a_seed_repeats_itself() {
    for seed in [3, 14, 15] {
        let (first, second) = (campaign(seed), campaign(seed));
        assert_eq!((first.hash, &first.counts), (second.hash, &second.counts), "seed {seed}");
    }
    assert_ne!(campaign(3).hash, campaign(4).hash);
}

/// A call that bypasses the hooks is not simulated and differs in each run.
#[test]
fn the_core_takes_time_and_threads_from_the_hooks() {
    let core = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../core/src");
    let mut folders = vec![core.clone()];
    let mut around = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(&core).unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            // The hooks themselves; the resolver's look-ups, which a world does in its own way.
            if ["clock.rs", "sync.rs", "random.rs", "http/resolver.rs"].contains(&name.as_str())
                || name.starts_with("simulation")
            {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let uses =
                ["std::time::Instant", "Duration, Instant}", "SystemTime::now", "Timestamp::now", "thread::sleep"];
            let uses = uses.into_iter().chain(["std::sync::mpsc::{Receiver", "getrandom::"]);
            around.extend(uses.filter(|word| code.contains(word)).map(|word| format!("{name}: {word}")));
        }
    }
    assert!(around.is_empty(), "{around:#?}");
}
