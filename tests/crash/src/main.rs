//! Tries crashes of campaigns; exit code 1 if one of them loses a message or sends it twice.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn main() -> ExitCode {
    println!("skip   crashes: they are made with ptrace, on Linux with glibc");
    println!("0 passed, 0 failed, 1 skipped");
    ExitCode::SUCCESS
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn main() -> ExitCode {
    use smsbat_crash::{Settings, run};

    const USAGE: &str = "\
usage: smsbat-crash [--all] [--seed N] [--kills N] [--states N] [--only NAME] [--workers N]

  --all        every system call of each campaign, with 10,000 points of each kind; otherwise a sample
  --seed N     first campaign; default 1
  --kills N    points with a kill, at least; 0 for none
  --states N   states of a disk after a power loss, at least; 0 for none
  --only NAME  only the point with this name, as printed for a failure
  --workers N  points at a time; default: one for each processor";

    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [first, rest @ ..] = arguments.as_slice()
        && first == "--child"
    {
        return smsbat_crash::child(rest);
    }
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    let Ok(program) = std::env::current_exe() else { return ExitCode::from(2) };
    let mut settings = Settings { all: false, kills: 150, states: 150, seed: 1, only: None, program, workers };
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        let mut number =
            |value: &mut usize| arguments.next().and_then(|n| n.parse().ok()).map(|n| *value = n).is_some();
        let understood = match argument.as_str() {
            "--all" => {
                settings.all = true;
                (settings.kills, settings.states) = (10_000, 10_000);
                true
            }
            "--kills" => number(&mut settings.kills),
            "--states" => number(&mut settings.states),
            "--workers" => number(&mut settings.workers),
            "--seed" => arguments.next().and_then(|n| n.parse().ok()).map(|n| settings.seed = n).is_some(),
            "--only" => arguments.next().map(|name| settings.only = Some(name)).is_some(),
            _ => false,
        };
        if !understood {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    }
    let report = run(&settings);
    print!("{report}");
    if let Some(reason) = &report.skipped {
        println!("skip   crashes: {reason}");
    }
    for wrong in &report.wrong {
        println!("FAILED {}: {}\n    repeat: smsbat-crash --only '{}'", wrong.name, wrong.what, wrong.name);
    }
    println!("{} passed, {} failed", report.points(), report.wrong.len());
    ExitCode::from(u8::from(!report.wrong.is_empty()))
}
