//! A sample of the crashes. All of them: `cargo run -p smsbat-crash -- --all`.
#![allow(clippy::panic, clippy::print_stderr)]

#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn sample(kills: usize, states: usize) -> smsbat_crash::Report {
    let program = env!("CARGO_BIN_EXE_smsbat-crash").into();
    let settings = smsbat_crash::Settings { all: false, kills, states, seed: 1, only: None, program, workers: 2 };
    let report = smsbat_crash::run(&settings);
    if let Some(reason) = &report.skipped {
        eprintln!("skipped: {reason}");
    }
    assert!(report.wrong.is_empty(), "{report}\n{:#?}", report.wrong);
    report
}

#[test]
#[cfg_attr(not(all(target_os = "linux", target_env = "gnu")), ignore = "made with ptrace, on Linux with glibc")]
fn nobody_gets_a_message_twice_and_none_is_lost_wherever_the_campaign_is_killed() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        let report = sample(150, 0);
        assert!(report.skipped.is_some() || report.killed > 120 && report.killed_again > 15, "{report}");
    }
}

#[test]
#[cfg_attr(not(all(target_os = "linux", target_env = "gnu")), ignore = "made with ptrace, on Linux with glibc")]
fn nobody_gets_a_message_twice_and_none_is_lost_whatever_a_loss_of_power_leaves_on_the_disk() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        let report = sample(0, 150);
        assert!(report.skipped.is_some() || report.states >= 150, "{report}");
    }
}
