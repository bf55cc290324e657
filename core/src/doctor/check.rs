//! Checks and their results.

use std::time::Duration;

use crate::config::Origin;

/// Result of [`crate::ClientBuilder::diagnose`]. Contains no secret.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Diagnosis {
    /// Settings that have a value, and the source of each.
    pub settings: Vec<Origin>,
    /// Checks in the order in which they ran.
    pub checks: Vec<Check>,
}

impl Diagnosis {
    /// Returns true if no check failed.
    pub fn ok(&self) -> bool {
        self.checks.iter().all(|check| check.state != CheckState::Failed)
    }
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Check {
    /// Name: `settings`, `name`, `connection`, `proxy`, `tls`, `server`, `clock` or `credentials`.
    pub name: &'static str,
    /// Host that was checked; `None` for the settings.
    pub host: Option<String>,
    /// Result.
    pub state: CheckState,
    /// Finding, in one line.
    pub found: String,
    /// Next step, for a failed check.
    pub next: Option<String>,
    /// Details by name, such as `issuer`.
    pub details: Vec<(&'static str, String)>,
    /// Time that the check took.
    pub duration: Duration,
}

/// Result of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CheckState {
    /// All is well.
    Ok,
    /// Calls will fail.
    Failed,
    /// Not checked, for the reason in [`Check::found`].
    Skipped,
}

impl CheckState {
    /// Returns `ok`, `failed` or `skipped`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}
