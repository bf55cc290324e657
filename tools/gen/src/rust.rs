//! Formats Rust text with rustfmt.

use std::io::Write;
use std::process::{Command, Stdio};

/// The text as rustfmt would have it; as it is if rustfmt cannot be run, which the drift check then shows.
pub(crate) fn format(text: &str) -> String {
    let run = || -> std::io::Result<String> {
        let config = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rustfmt.toml");
        let mut child = Command::new("rustfmt")
            .args(["--edition", "2024", "--config-path", config])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        if let Some(stdin) = child.stdin.as_mut() {
            stdin.write_all(text.as_bytes())?;
        }
        let output = child.wait_with_output()?;
        String::from_utf8(output.stdout).map_err(std::io::Error::other)
    };
    run().ok().filter(|t| !t.is_empty()).unwrap_or_else(|| text.to_owned())
}
