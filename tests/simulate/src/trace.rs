//! Trace of a run: a hash, equal for two runs of the same seed, and the last events in words.

use std::collections::VecDeque;
use std::io::Write;
use std::time::Duration;

/// Lines that are kept.
const LINES: usize = 120;

#[derive(Debug)]
pub(crate) struct Trace {
    hash: u64,
    lines: VecDeque<String>,
    verbose: bool,
}

impl Trace {
    pub(crate) fn new(verbose: bool) -> Self {
        Self { hash: 0xcbf2_9ce4_8422_2325, lines: VecDeque::new(), verbose }
    }

    /// Takes numbers into the hash.
    pub(crate) fn note(&mut self, numbers: &[u64]) {
        for number in numbers {
            self.hash = (self.hash ^ number).wrapping_mul(0x0100_0000_01b3).rotate_left(23);
        }
    }

    /// Takes bytes into the hash.
    pub(crate) fn note_bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.hash = (self.hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        self.note(&[bytes.len() as u64]);
    }

    /// Keeps a line.
    pub(crate) fn say(&mut self, now: Duration, line: impl FnOnce() -> String) {
        let line = format!("{:>14.6} {}", now.as_secs_f64(), line());
        if self.verbose {
            let _ = writeln!(std::io::stdout(), "{line}");
        }
        if self.lines.len() == LINES {
            self.lines.pop_front();
        }
        self.lines.push_back(line);
    }

    pub(crate) fn hash(&self) -> u64 {
        self.hash
    }

    /// The last lines.
    pub(crate) fn tail(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(String::as_str).collect();
        lines.join("\n")
    }
}
