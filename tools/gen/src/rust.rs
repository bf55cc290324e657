//! Formats Rust text with rustfmt.

use std::io::Write;
use std::process::{Command, Stdio};

/// The text as rustfmt would have it.
pub(crate) fn format(text: &str) -> Result<String, String> {
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
        if !output.status.success() {
            return Err(std::io::Error::other(format!("{} for:\n{text}", output.status)));
        }
        String::from_utf8(output.stdout).map_err(std::io::Error::other)
    };
    run().map_err(|e| format!("rustfmt: {e}"))
}
