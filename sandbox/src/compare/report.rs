//! Differences between the answers of a provider and of the sandbox, counted by operation and field.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde_json::Value;

/// Most differences that are kept.
const MAX_DIFFERENCES: usize = 10_000;

/// How two answers differ in one field. Values are masked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Difference {
    /// Path of the field, such as `messages[0].status`; `status` and `content-type` stand for those of HTTP.
    pub(crate) field: String,
    pub(crate) kind: DifferenceKind,
    /// What the provider answered; null if it has no such field.
    pub(crate) provider: Value,
    /// What the sandbox would have answered.
    pub(crate) sandbox: Value,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DifferenceKind {
    /// Only the provider has the field.
    Missing,
    /// Only the sandbox has the field.
    Extra,
    /// The JSON types differ.
    Type,
    /// Both are ids or times, in different forms.
    Form,
    Value,
}

#[derive(Debug, Serialize)]
struct Counted {
    operation: String,
    #[serde(flatten)]
    first: Difference,
    count: u64,
}

/// Everything that was compared.
#[derive(Debug, Default)]
pub(crate) struct Report {
    counted: Mutex<Counts>,
    prints: AtomicBool,
}

#[derive(Debug, Default)]
struct Counts {
    calls: u64,
    equal: u64,
    differences: BTreeMap<(String, String, DifferenceKind), Counted>,
}

impl Report {
    /// Prints each difference when it is first seen.
    pub(crate) fn print(&self) {
        self.prints.store(true, Ordering::Relaxed);
    }

    pub(crate) fn tell(&self, line: &str) {
        if self.prints.load(Ordering::Relaxed) {
            // A reader that is gone is no reason to stop.
            let _ = writeln!(io::stdout(), "{line}").and_then(|()| io::stdout().flush());
        }
    }

    /// Adds the differences of one call.
    pub(crate) fn add(&self, operation: &str, differences: &[Difference]) {
        let mut counts = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        counts.calls += 1;
        counts.equal += u64::from(differences.is_empty());
        for difference in differences {
            let key = (operation.to_owned(), without_indices(&difference.field), difference.kind);
            if let Some(known) = counts.differences.get_mut(&key) {
                known.count += 1;
            } else if counts.differences.len() < MAX_DIFFERENCES {
                let Difference { field, kind, provider, sandbox } = difference;
                let kind = format!("{kind:?}").to_lowercase();
                self.tell(&format!("{operation}: {field} ({kind}): provider {provider}, sandbox {sandbox}"));
                let first = difference.clone();
                counts.differences.insert(key, Counted { operation: operation.to_owned(), first, count: 1 });
            }
        }
    }

    /// The number of calls and of those without a difference, and the differences.
    pub(crate) fn show(&self) -> Value {
        let counts = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let differences: Vec<_> = counts.differences.values().collect();
        serde_json::json!({"calls": counts.calls, "equal": counts.equal, "differences": differences})
    }
}

/// `messages[3].status` as `messages[].status`.
fn without_indices(field: &str) -> String {
    field.split_inclusive('[').map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit())).collect()
}
