//! The rule: nobody gets a message twice, every row is accounted for, and report, journal and server agree.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::Connection;
use smsbat_core::Outcome;
use smsbat_core::bulk::BulkReport;

use crate::scenario::{Fate, Scenario};
use crate::server::Seen;

/// Deviations that a history of crashes excuses.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Excuse {
    /// Runs in which a row may have been sent, for campaigns that may send again what is unknown.
    pub(crate) runs: usize,
    /// Most rows whose outcome may be unknown.
    pub(crate) unknown: usize,
}

/// Rows that are the same to the server: one recipient and one text.
#[derive(Debug, Default)]
struct Group {
    rows: usize,
    accepted: usize,
    rejected: usize,
    not_sent: usize,
    unknown: usize,
    /// Messages that the server took and accepted, and that it took and rejected.
    taken: usize,
    refused: usize,
}

/// Compares the last report of a campaign with what the server received.
pub(crate) fn judge(
    scenario: &Scenario,
    run: usize,
    report: &mut BulkReport,
    seen: &Seen,
    excuse: Excuse,
    journal: &Path,
) -> Result<(), String> {
    if let Some(error) = report.error() {
        return Err(format!("the campaign does not go on: {error}"));
    }
    let outcomes = outcomes(scenario, run, report)?;
    let mut groups: HashMap<(&str, &str), Group> = HashMap::new();
    let mut people: HashMap<&str, usize> = HashMap::new();
    for (row, outcome) in scenario.rows.iter().zip(&outcomes) {
        let group = groups.entry((&row.to, &row.text)).or_default();
        group.rows += 1;
        *match outcome {
            Outcome::Accepted => &mut group.accepted,
            Outcome::Rejected => &mut group.rejected,
            Outcome::NotSent => &mut group.not_sent,
            _ => &mut group.unknown,
        } += 1;
    }
    for message in &seen.received {
        let Some(group) = groups.get_mut(&(message.to.as_str(), message.text.as_str())) else {
            return Err("the server received a message that is in no row".to_owned());
        };
        *if message.accepted { &mut group.taken } else { &mut group.refused } += 1;
        // Who was refused has nothing yet: another text may be tried.
        *people.entry(&message.to).or_default() += usize::from(message.accepted);
    }
    let times = if scenario.resend_unknown { excuse.runs } else { 1 };
    let rows_of_each = if scenario.allow_duplicates { usize::MAX } else { times };
    for ((to, text), group) in &groups {
        let received = group.taken + group.refused;
        let wrong = if received > group.rows * times || people.get(to).is_some_and(|n| *n > rows_of_each) {
            "was received twice"
        } else if group.accepted > group.taken {
            "is accepted and was not received"
        } else if group.rejected > group.refused {
            "is rejected and was not refused"
        } else if received > 0 && times == 1 && received > group.rows - group.not_sent {
            "is not sent and was received"
        } else {
            continue;
        };
        return Err(format!("{text:?} to {to} {wrong}: {group:?}"));
    }
    let unknown: usize = groups.values().map(|g| g.unknown).sum();
    if unknown > excuse.unknown {
        return Err(format!("{unknown} rows are unknown, where {} can be", excuse.unknown));
    }
    // What is in doubt is sent again and is known then, unless that is refused: by the provider, or because another row
    // to the same person was sent. Neither says anything of the first time.
    let stays =
        |to: &str| scenario.fate(to) != Fate::Accepted || scenario.rows.iter().filter(|r| r.to == to).count() > 1;
    let unsent = groups.iter().find(|((to, _), g)| scenario.resend_unknown && g.unknown > 0 && !stays(to));
    if let Some(((to, text), _)) = unsent {
        return Err(format!("{text:?} to {to} is unknown and was not sent again"));
    }
    agrees_with_journal(report, journal)
}

/// The outcome of each row of the scenario; each must be there once, and the sums must be theirs.
fn outcomes(scenario: &Scenario, run: usize, report: &mut BulkReport) -> Result<Vec<Outcome>, String> {
    let order = scenario.order(run);
    let mut outcomes: Vec<Option<Outcome>> = vec![None; order.len()];
    let mut sums = [0; 4];
    for row in report.rows().map_err(|e| format!("the report cannot be read: {e}"))? {
        let row = row.map_err(|e| format!("the report cannot be read: {e}"))?;
        let Some(position) = order.get(row.index as usize).copied() else {
            return Err(format!("the report has a row {} of {}", row.index, order.len()));
        };
        let source = &scenario.rows[position];
        let good = match row.outcome {
            Outcome::Accepted => scenario.fate(&source.to) == Fate::Accepted && !source.broken,
            Outcome::Rejected => scenario.fate(&source.to) == Fate::Rejected && !source.broken,
            Outcome::NotSent => source.broken || scenario.fate(&source.to) == Fate::Poison || row.rule == "duplicate",
            _ => !source.broken,
        };
        if !good {
            return Err(format!("row {position} is {} ({}): {}", row.outcome, row.rule, row.reason));
        }
        let sum = [Outcome::Accepted, Outcome::Rejected, Outcome::NotSent, Outcome::Unknown];
        sums[sum.iter().position(|o| *o == row.outcome).unwrap_or(3)] += 1;
        if outcomes[position].replace(row.outcome).is_some() {
            return Err(format!("row {position} is in the report twice"));
        }
    }
    let said = [report.accepted(), report.rejected(), report.not_sent(), report.unknown()];
    if said != sums {
        return Err(format!("the report says {said:?} and lists {sums:?}"));
    }
    let outcomes: Option<Vec<Outcome>> = outcomes.into_iter().collect();
    outcomes.ok_or_else(|| "a row is missing in the report".to_owned())
}

/// The journal is sound and has the report's word for every row that was sent.
fn agrees_with_journal(report: &mut BulkReport, journal: &Path) -> Result<(), String> {
    let read = || -> rusqlite::Result<(String, HashMap<String, String>)> {
        let database = Connection::open(journal)?;
        let sound = database.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
        let mut rows = database.prepare("SELECT customer_message_id, outcome FROM report")?;
        let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
        Ok((sound, rows))
    };
    let (sound, kept) = read().map_err(|e| format!("the journal cannot be read: {e}"))?;
    if sound != "ok" {
        return Err(format!("the journal is broken: {sound}"));
    }
    for row in report.rows().map_err(|e| e.to_string())? {
        let row = row.map_err(|e| e.to_string())?;
        match kept.get(&row.customer_message_id) {
            Some(word) if word == row.outcome.as_str() => {}
            // A second row with the same content has the id of the first.
            _ if row.outcome == Outcome::NotSent => {}
            word => {
                return Err(format!("row {} is {} in the report and {word:?} in the journal", row.index, row.outcome));
            }
        }
    }
    Ok(())
}
