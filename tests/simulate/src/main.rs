//! `smsbat-simulate`: campaigns of one seed after another, until enough time was simulated.
#![allow(clippy::print_stdout)]

use std::process::ExitCode;
use std::time::{Duration, Instant};

use smsbat_simulate::Counts;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| {
        let place = arguments.iter().position(|argument| argument == name)?;
        arguments.get(place + 1)
    };
    let number = |name: &str, default: f64| value(name).map_or(Some(default), |text| text.parse().ok());
    let (Some(seed), Some(hours), Some(minutes)) =
        (number("--seed", 1.0), number("--hours", 24.0), number("--minutes", f64::MAX))
    else {
        println!("usage: smsbat-simulate [--seed N] [--hours OF-THE-WORLD] [--minutes OF-THE-CLOCK] [--one]");
        return ExitCode::from(2);
    };
    let one = arguments.iter().any(|argument| argument == "--one");
    let Ok(folder) = tempfile::tempdir() else { return ExitCode::from(2) };
    let (began, mut sum, mut campaigns) = (Instant::now(), Counts::default(), 0);
    let mut failed = false;
    let mut next = seed as u64;
    while !failed && sum.time.as_secs_f64() < hours * 3600.0 && began.elapsed().as_secs_f64() < minutes * 60.0 {
        let place = folder.path().join(next.to_string());
        if std::fs::create_dir(&place).is_err() {
            return ExitCode::from(2);
        }
        let done = smsbat_simulate::run(next, &place, one);
        sum.add(&done.counts);
        campaigns += 1;
        for failure in &done.failures {
            failed = true;
            println!("seed {next}: {failure}");
        }
        if failed && !one {
            println!("{}\nagain: make simulate SEED={next} ONE=1", done.tail);
        }
        if one {
            println!("trace {:016x}", done.hash);
            break;
        }
        let _ = std::fs::remove_dir_all(&place);
        next += 1;
    }
    print(&sum, campaigns, began.elapsed());
    println!("{} passed, {} failed", campaigns - usize::from(failed), usize::from(failed));
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn print(sum: &Counts, campaigns: usize, took: Duration) {
    let hours = |time: Duration| time.as_secs_f64() / 3600.0;
    println!(
        "{campaigns} campaigns, {} processes, {} killed ({} with the power), {} requests ({} disturbed), {} messages taken",
        sum.processes, sum.kills, sum.power_losses, sum.requests, sum.faults, sum.messages
    );
    println!("{} syncs, {} failures of the disk", sum.syncs, sum.disk_faults);
    println!("{} steps, {} switches between threads, {} events", sum.steps, sum.switches, sum.events);
    println!(
        "{:.2} hours simulated, {:.2} of them at work, in {:.1} s: {:.0} (at work {:.1}) simulated hours an hour",
        hours(sum.time),
        hours(sum.busy),
        took.as_secs_f64(),
        hours(sum.time) / hours(took),
        hours(sum.busy) / hours(took),
    );
}
