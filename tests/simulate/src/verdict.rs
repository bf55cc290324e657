//! Checks of a run, from the provider's messages and the client's results.

use std::collections::HashMap;

use rusqlite::{Connection, OpenFlags};
use smsbat_core::bulk::{BulkReport, ReportRow};
use smsbat_core::{Error, Outcome};

use crate::campaign::{Campaign, Kind};
use crate::provider::Verdict;
use crate::vfs::OUTSIDE;
use crate::world::State;

/// Row of a report: its outcome, the provider's id, and the rule that stopped it.
pub(crate) type Told = (Outcome, String, String);

/// A process that was not killed gives a report: it says what the provider said, of every row.
pub(crate) fn of_report(
    state: &mut State,
    campaign: &Campaign,
    process: usize,
    mut report: BulkReport,
    order: &[usize],
    calm: bool,
) -> Vec<Told> {
    let rows: Vec<ReportRow> = match report.rows().and_then(Iterator::collect) {
        Ok(rows) => rows,
        Err(e) => {
            state.fail(format!("the report of process {process} cannot be read: {e}"));
            return Vec::new();
        }
    };
    let sums = [report.accepted(), report.rejected(), report.not_sent(), report.unknown()];
    state.trace.note(&sums);
    let error = report.error().map(ToString::to_string);
    state.say(|| format!("process {process} reports {sums:?} and {error:?}"));
    for (outcome, sum) in Outcome::ALL.into_iter().zip(by_outcome(&report)) {
        let counted = rows.iter().filter(|row| row.outcome == outcome).count() as u64;
        if counted != sum {
            state.fail(format!("process {process} sums up {sum} rows as {outcome}, and lists {counted}"));
        }
    }
    let whole = report.error().is_none();
    if sums.iter().sum::<u64>() != report.total() || (whole && rows.len() != order.len()) {
        state.fail(format!("process {process} accounts for {} of {} rows", rows.len(), order.len()));
    }
    if let Some(error) = report.error() {
        if calm {
            state.fail(format!("process {process} ends early though nothing went wrong: {error}"));
        }
        of_ended(state, campaign, process, error);
    }
    let mut told = vec![(Outcome::NotSent, String::new(), "not read".to_owned()); order.len()];
    let mut last = None;
    for row in rows {
        if last.is_some_and(|last| last >= row.index) || row.index as usize >= order.len() {
            state.fail(format!("process {process} lists row {} out of its order", row.index));
            continue;
        }
        last = Some(row.index);
        let number = order[row.index as usize];
        if row.to != campaign.rows[number].to {
            state.fail(format!("process {process} names somebody else in row {number}"));
        }
        of_row(state, campaign, process, number, &row);
        told[number] = (row.outcome, row.message_id, row.rule);
    }
    // A journal that took nothing any more, for which a run that is stopped does not wait long, is said.
    let is_kept = !error.is_some_and(|error| error.contains("in this report only"));
    state.processes[process].disk_trouble |= !is_kept;
    if campaign.journal.is_some() && is_kept {
        let mut known = campaign.known();
        for (number, (outcome, id, rule)) in told.iter().enumerate() {
            let settled = match outcome {
                Outcome::Accepted | Outcome::Rejected => true,
                Outcome::Unknown => !campaign.resend_unknown,
                _ => false,
            };
            if settled {
                known.insert(number, (*outcome, id.clone(), rule.clone()));
            }
        }
    }
    told
}

fn by_outcome(report: &BulkReport) -> [u64; 4] {
    Outcome::ALL.map(|outcome| match outcome {
        Outcome::Accepted => report.accepted(),
        Outcome::Rejected => report.rejected(),
        Outcome::NotSent => report.not_sent(),
        _ => report.unknown(),
    })
}

fn of_row(state: &mut State, campaign: &Campaign, process: usize, number: usize, row: &ReportRow) {
    let own: Vec<usize> = (0..state.provider.attempts.len())
        .filter(|i| {
            state.provider.attempts[*i].process == process && state.provider.attempts[*i].rows.contains(&number)
        })
        .collect();
    let mut problem = None;
    let attempts = &state.provider.attempts;
    let told = own.iter().rev().find_map(|i| attempts[*i].told(number));
    let ids = state.provider.taken.get(&number);
    // By its recipient alone, nobody can tell the id of one message to somebody from that of another.
    let is_own = |id: &String| {
        let same = |other: &usize| campaign.rows[*other].to == campaign.rows[number].to;
        state.provider.taken.iter().any(|(row, ids)| same(row) && ids.contains(id))
    };
    match row.outcome {
        // An earlier process was told.
        Outcome::Accepted if own.is_empty() => {
            if ids.is_none() || !is_own(&row.message_id) {
                problem = Some("is said to be accepted, and was not".to_owned());
            }
        }
        Outcome::Accepted => {
            let taken = own.iter().any(|i| attempts[*i].accepted.contains(&number) && attempts[*i].read_body);
            if !taken {
                problem = Some("is said to be accepted, and nobody said so".to_owned());
            } else if !is_own(&row.message_id) {
                problem = Some("has the id of another message".to_owned());
            }
        }
        Outcome::Rejected => {
            if !state.provider.rejected.contains_key(&number) {
                problem = Some("is said to be rejected, and was not".to_owned());
            }
        }
        Outcome::NotSent if ids.is_some() => {
            problem = Some("is said not to be sent, and the provider has it".to_owned());
        }
        Outcome::NotSent => {
            if let Some(i) = own.iter().find(|i| !attempts[**i].is_known_refusal()) {
                problem = Some(format!("is said not to be sent, and left in attempt {i}"));
            }
        }
        _ => {
            if let (Some((outcome, _)), false) = (told, campaign.resend_unknown) {
                problem = Some(format!("is said to be unknown, and the provider said {outcome}"));
            }
        }
    }
    // What was settled once stays.
    if let Some((outcome, id, _)) = campaign.known().get(&number) {
        let same = *outcome == row.outcome && (*outcome != Outcome::Accepted || *id == row.message_id);
        if !same {
            problem = Some(format!("was {outcome} in an earlier report and is {} in this one", row.outcome));
        }
    }
    if let Some(problem) = problem {
        state.fail(format!("process {process}: row {number} {problem} ({})", row.reason));
    }
}

/// Why a run ended early: it may not be taken for one that sent nothing.
fn of_ended(state: &mut State, campaign: &Campaign, process: usize, error: &Error) {
    let taken =
        state.provider.attempts.iter().any(|a| a.process == process && !a.rows.is_empty() && !a.is_known_refusal());
    if taken && error.outcome() == Outcome::NotSent {
        state.fail(format!("process {process} sent messages, and its error says not_sent: {error}"));
    }
    if taken && campaign.journal.is_none() && error.retryable() {
        state.fail(format!("process {process} sent messages without a journal, and its error is retryable: {error}"));
    }
}

/// A process that gives no report has sent nothing.
pub(crate) fn of_error(state: &mut State, campaign: &Campaign, process: usize, error: &Error, calm: bool) {
    state.say(|| format!("process {process} ends with {error}"));
    if state.processes[process].sent {
        state.fail(format!("process {process} sent something and has no report: {error}"));
    }
    if calm {
        state.fail(format!("process {process} cannot begin though nothing is wrong: {error}"));
    }
    of_ended(state, campaign, process, error);
}

/// After a process in which nothing went wrong, all is settled that ever can be.
pub(crate) fn of_campaign(state: &mut State, campaign: &Campaign, told: &[Told]) {
    let mut by_recipient: HashMap<&str, usize> = HashMap::new();
    let mut failures = Vec::new();
    for (number, ((outcome, _, rule), row)) in told.iter().zip(&campaign.rows).enumerate() {
        let taken = state.provider.taken.get(&number).map_or(0, Vec::len);
        *by_recipient.entry(&row.to).or_default() += taken;
        let fits = match outcome {
            Outcome::Accepted => taken >= 1,
            Outcome::Rejected => taken == 0 || campaign.resend_unknown,
            Outcome::NotSent => taken == 0,
            _ => true,
        };
        if !fits {
            failures.push(format!("row {number} is {outcome} at the end, and the provider has it {taken} times"));
        }
        let explained = match outcome {
            Outcome::Accepted | Outcome::Rejected => true,
            Outcome::NotSent => match row.kind {
                Kind::Invalid => true,
                _ => row.verdict == Verdict::RefusesAll || (rule == "duplicate" && !campaign.allow_duplicates),
            },
            // Something must have gone wrong when it was sent; in a process that was killed, just before.
            _ => {
                let attempts = &state.provider.attempts;
                let odd = attempts.iter().any(|a| {
                    let process = &state.processes[a.process];
                    a.rows.contains(&number) && (a.told(number).is_none() || process.dead || process.disk_trouble)
                });
                let died = state.processes.iter().any(|process| process.dead || process.disk_trouble);
                odd || died
            }
        };
        if !explained {
            failures.push(format!("row {number} ends as {outcome} for no reason"));
        }
    }
    if !campaign.resend_unknown && !campaign.allow_duplicates {
        let twice = by_recipient.iter().filter(|(_, count)| **count > 1).count();
        if twice > 0 {
            failures.push(format!("{twice} people have two messages"));
        }
    }
    failures.into_iter().for_each(|failure| state.fail(failure));
}

/// A run after the end sends nothing and says the same.
pub(crate) fn of_second_run(state: &mut State, campaign: &Campaign, first: &[Told], second: &[Told], before: u64) {
    if state.counts.messages != before && !campaign.resend_unknown {
        state.fail(format!("{} messages were taken after the end", state.counts.messages - before));
    }
    for (number, (first, second)) in first.iter().zip(second).enumerate() {
        // A row that was not sent is sent in this run, perhaps over a connection that the provider has just closed.
        let attempts = &state.provider.attempts;
        let this_run = attempts.last().map(|a| a.process);
        let is_in_doubt = attempts.iter().any(|a| Some(a.process) == this_run && a.leaves_doubt(number));
        let may_go_on =
            campaign.resend_unknown && (first.0 == Outcome::Unknown || (is_in_doubt && second.0 == Outcome::Unknown));
        if first != second && !may_go_on {
            state.fail(format!("row {number} is {} in the last run and {} after it", first.0, second.0));
        }
    }
}

/// Whoever reads the journal finds in it what the last report says.
pub(crate) fn of_journal(state: &mut State, campaign: &Campaign, told: &[Told]) {
    let Some(path) = &campaign.journal else { return };
    let read = |outcome: Outcome| -> rusqlite::Result<i64> {
        let connection = Connection::open_with_flags_and_vfs(path, OpenFlags::SQLITE_OPEN_READ_ONLY, OUTSIDE)?;
        let sql = "SELECT count(*) FROM report WHERE outcome = ?1";
        connection.query_row(sql, [outcome.as_str()], |row| row.get(0))
    };
    for outcome in [Outcome::Accepted, Outcome::Rejected, Outcome::Unknown] {
        let listed = told.iter().filter(|told| told.0 == outcome).count();
        match read(outcome) {
            Ok(count) if count as usize == listed => {}
            Ok(count) => state.fail(format!("the journal has {count} rows {outcome}, and the report {listed}")),
            Err(e) => state.fail(format!("the journal cannot be read: {e}")),
        }
    }
}
