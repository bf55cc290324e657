//! Prints the matrix; exit code 1 if client and server disagree about any message.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;
use std::time::Instant;

use smsbat_faults::{Disagreement, Settings};

const USAGE: &str = "\
usage: smsbat-faults [--hub] [--all] [--seed N] [--only NAME] [--workers N]

  --hub        sessions of the chat hub in place of requests
  --all        every byte offset (minutes); otherwise a sample (seconds)
  --seed N     which bytes a sample takes and how bytes are garbled; default 1
  --only NAME  only the trials whose name begins with NAME, as printed for a disagreement
  --workers N  trials at a time; default 32";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1).peekable();
    if arguments.next_if_eq("--child").is_some() {
        println!("{}", smsbat_faults::child(&arguments.next().unwrap_or_default()));
        return ExitCode::SUCCESS;
    }
    let mut settings = Settings { program: std::env::current_exe().ok(), ..Settings::default() };
    while let Some(argument) = arguments.next() {
        let understood = match argument.as_str() {
            "--all" => {
                settings.thin = 1;
                true
            }
            "--hub" => {
                settings.hub = true;
                true
            }
            "--seed" => arguments.next().and_then(|n| n.parse().ok()).map(|n| settings.seed = n).is_some(),
            "--workers" => arguments.next().and_then(|n| n.parse().ok()).map(|n| settings.workers = n).is_some(),
            "--only" => arguments.next().map(|name| settings.only = Some(name)).is_some(),
            _ => false,
        };
        if !understood {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    }
    let started = Instant::now();
    let report = smsbat_faults::run(&settings);
    print!("{report}");
    println!("{} s", started.elapsed().as_secs());
    let hub = if settings.hub { "--hub " } else { "" };
    let all = if settings.thin == 1 { "--all " } else { "" };
    for Disagreement { name, what } in &report.disagreements {
        println!("DISAGREEMENT {}: {what}", name.as_deref().unwrap_or("beside the trials"));
        if let Some(name) = name {
            let name = name.replace('\'', "'\\''");
            println!("    repeat: smsbat-faults {hub}{all}--seed {} --only '{name}'", settings.seed);
        }
    }
    ExitCode::from(u8::from(!report.disagreements.is_empty()))
}
