//! A sample of the fault matrix. All of it: `make faults`.
#![allow(clippy::panic)]

use smsbat_faults::{Settings, run};

#[test]
fn client_and_server_agree_about_every_message() {
    let program = Some(env!("CARGO_BIN_EXE_smsbat-faults").into());
    let report = run(&Settings { thin: 300, program, ..Settings::default() });
    let wrong: Vec<String> = report.disagreements.iter().map(|d| format!("{:?}: {}", d.name, d.what)).collect();
    assert!(wrong.is_empty(), "{report}\n{}", wrong.join("\n"));
    assert_eq!(report.twice, 0);
    assert!(report.faults > 500, "{report}");
}

#[test]
fn every_chat_message_arrives_once_whatever_breaks() {
    let report = run(&Settings { thin: 3000, hub: true, ..Settings::default() });
    let wrong: Vec<String> = report.disagreements.iter().map(|d| format!("{:?}: {}", d.name, d.what)).collect();
    assert!(wrong.is_empty(), "{report}\n{}", wrong.join("\n"));
    assert!(report.faults > 20, "{report}");
}
