//! `messages.send` with a journal: a send that is safe to run again.
//!
//! The messages are in the journal before the first byte of the request leaves, and their results after its response
//! arrived, as in a campaign. A message that the journal knows as accepted, or as under way, is not sent again.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::chunk::{Chunk, ChunkResult, ChunkRow, RowResult};
use super::message_content::{CONTENT_FORM, content, with_id};
use super::paths::check_named;
use super::resume::{Journal, JournalRow, NotRecorded, Waits, fingerprint, row_id};
use crate::clock::{Instant, SLICE};
use crate::engine::{Api, CallOptions, Engine, stopped};
use crate::error::{Error, Outcome};
use crate::http::call::{Call, Interrupt};
use crate::messages::batch::{Batch, recipient_digits};
use crate::messages::refusal::of_repeat;
use crate::messages::validation::{Findings, in_words_of};
use crate::messages::{SendResult, SentMessage, only_channel};
use crate::model::{Object, Record, Value, ValueRef, Wrap};
use crate::problem::Problem;
use crate::rules::Rules;

/// Least time that outcomes may wait for another program that reads the journal, even after the call's time.
const SETTLE: Duration = Duration::from_secs(5);

/// Sends the messages that the journal does not know as accepted or under way.
pub(crate) fn send_with_journal(
    engine: &Engine,
    batch: &Batch<'_>,
    messages: &[Object],
    path: &Path,
    options: &CallOptions,
) -> Result<SendResult, Error> {
    options.check()?;
    let options = &CallOptions { interrupt: options.interrupt.as_ref().map(latched), ..options.clone() };
    let rules = &engine.config().rules;
    let warnings: Vec<String> = batch.check(messages, rules)?.iter().map(ToString::to_string).collect();
    check_named(path)?;
    // Checks the credentials first, so that a failure leaves no message in the journal.
    engine.check_open()?;
    engine.config().credentials(Api::Messages)?;
    engine.prepare(Api::Messages)?;
    let call = engine.call(Api::Messages, options);
    let journal = open(path, engine, &call, options).map_err(|error| ended(&call, error))?;
    let sorted = sort(&journal, batch, messages, rules, options.resend_unknown);
    let Sorted { chunk, pending, places, known } = sorted.map_err(|error| ended(&call, error))?;
    if pending.is_empty() {
        return Ok(joined(&SendResult::of(Record::new(SendResult::class())), known, warnings));
    }
    let sent = send_pending(engine, batch, &journal, chunk, &pending, &call, options);
    let has_known = known.iter().any(Option::is_some);
    match sent {
        Ok((sent, lost)) => Ok(joined(&sent, known, warnings.into_iter().chain(lost).collect())),
        Err(error) => Err(error.with(|d| {
            if has_known {
                // The provider has or may have the others: to send all again without the journal sends those twice.
                d.goes_on |= d.outcome == Outcome::NotSent;
                (d.outcome, d.in_part) = (Outcome::Unknown, true);
            }
            d.field = d.field.take().map(|field| renumbered(field, &places));
            for problem in &mut d.problems {
                *problem = problem.at(|path| renumbered(path.to_owned(), &places));
            }
        })),
    }
}

/// Sends messages and stores their outcomes. Also returns why that failed, if it did.
fn send_pending(
    engine: &Engine,
    batch: &Batch<'_>,
    journal: &Journal,
    mut chunk: Chunk,
    pending: &[Object],
    call: &Call,
    options: &CallOptions,
) -> Result<(SendResult, Option<String>), Error> {
    call.go_on().map_err(stopped)?;
    let mut patience = |_| call.go_on().is_ok() && !call.left().is_zero();
    let reply = match journal.record(std::slice::from_mut(&mut chunk), &[], &mut patience) {
        Ok(()) => {
            let timeout = Some(call.left().max(Duration::from_millis(1)));
            batch.send(engine, pending, &CallOptions { timeout, ..options.clone() })
        }
        Err(NotRecorded { error, has_leaving, .. }) => {
            let error = ended(call, error);
            if !has_leaving {
                return Err(error);
            }
            // The journal has them as under way, so it must hear that they are not.
            Err(error)
        }
    };
    let (result, reply) = settled(chunk, reply);
    let doubt = result.rows.iter().any(|row| row.outcome == Outcome::Unknown);
    let mut patience = |waited| {
        let goes_on = patience(waited);
        waited < SETTLE || goes_on
    };
    let lost = journal.record(&mut [], &[result], &mut patience).err().filter(|lost| !lost.has_settled).map(|lost| {
        let lost = format!(
            "the journal does not have the outcomes of this send, so the next run calls them unknown: {}",
            lost.error.message()
        );
        log::warn!(target: "smsbat", "{lost}");
        lost
    });
    match reply {
        Ok(sent) => Ok((sent, lost)),
        Err(error) => Err(error.with(|d| {
            if doubt || lost.is_some() {
                // An earlier run may have sent it, or the next one finds it under way in the journal.
                d.outcome = Outcome::Unknown;
            }
            d.goes_on = lost.is_none() && !options.resend_unknown && !journal.is_lost();
            if let Some(lost) = lost {
                d.in_use = false;
                d.add_text(&format!("; {lost}"));
            }
        })),
    }
}

/// The error of a call whose wait for another program came to an end: why it did, if the call was stopped.
fn ended(call: &Call, error: Error) -> Error {
    call.go_on().err().filter(|_| error.is_in_use()).map_or(error, stopped)
}

/// An interrupt that stays true: each of several waits of the call asks it.
fn latched(interrupt: &Interrupt) -> Interrupt {
    let (interrupt, was_true) = (Arc::clone(interrupt), AtomicBool::new(false));
    Arc::new(move || {
        let now = interrupt();
        was_true.fetch_or(now, Ordering::AcqRel) || now
    })
}

/// Opens the journal. While another run has it, waits until the call's time is up.
fn open(path: &Path, engine: &Engine, call: &Call, options: &CallOptions) -> Result<Journal, Error> {
    let campaign = [("kind", "send"), ("id_form", CONTENT_FORM), ("base_url", engine.base_url())];
    let campaign = campaign.map(|(name, value)| (name, fingerprint(value)));
    let (engine, interrupt, deadline) = (engine.clone(), options.interrupt.clone(), call.deadline);
    let is_interrupted = move || interrupt.as_ref().is_some_and(|interrupt| interrupt());
    let patience = Arc::new(move |_| !engine.is_closed() && Instant::now() < deadline && !is_interrupted());
    loop {
        match Journal::open(path, &campaign, Waits { write: SLICE, patience: patience.clone() }) {
            Err(error) if error.is_in_use() && call.sleep(SLICE).is_ok() => {}
            result => return result,
        }
    }
}

/// The messages of a send, by what the journal knows of them.
struct Sorted {
    /// Rows of the messages to send.
    chunk: Chunk,
    /// Messages to send, with their ids.
    pending: Vec<Object>,
    /// Their positions in the call.
    places: Vec<usize>,
    /// Rows of the other messages, at their positions.
    known: Vec<Option<Record>>,
}

fn sort(
    journal: &Journal,
    batch: &Batch<'_>,
    messages: &[Object],
    rules: &Rules,
    resend_unknown: bool,
) -> Result<Sorted, Error> {
    let (mut chunk, mut pending, mut places, mut known) = (Chunk::default(), Vec::new(), Vec::new(), Vec::new());
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut findings = Findings::of(messages.len());
    let (first_index, mut new) = (journal.rows(), 0_u64);
    for (i, message) in messages.iter().enumerate() {
        let [own_id, to] = batch.names(message);
        let own_id = own_id.filter(|id| !id.is_empty());
        let digits = to.clone().and_then(|to| recipient_digits(to, rules));
        let key = match &own_id {
            Some(id) => id.clone().into_owned(),
            None => row_id(journal.salt(), &content(message, digits.as_deref(), rules), 0),
        };
        let mut refuse = |text: String| {
            let place = if own_id.is_some() { batch.own_id.name() } else { "" };
            let problem = in_words_of(message, Problem::new(place, "duplicate", text));
            findings.refuse(problem.below(&format!("messages[{i}]")));
        };
        if let Some(first) = seen.insert(key.clone(), i) {
            refuse(match own_id {
                Some(_) => format!("is that of messages[{first}] as well"),
                None => format!(
                    "is the same message as messages[{first}], and the journal cannot tell them apart; give each an id \
                     of its own"
                ),
            });
            continue;
        }
        let phone = digits.and_then(|digits| digits.parse::<u64>().ok()).unwrap_or(0);
        let earlier = journal.find(&key)?;
        if earlier.as_ref().is_some_and(|row| row.recipient != 0 && phone != 0 && row.recipient != phone) {
            refuse("is that of a message to another recipient in the journal; give this one an id of its own".into());
            continue;
        }
        let resend = |outcome| match outcome {
            Outcome::Accepted => false,
            Outcome::Unknown => resend_unknown,
            Outcome::Rejected | Outcome::NotSent => true,
        };
        let earlier = match earlier {
            Some(row) if !resend(row.outcome) => {
                known.push(Some(resumed(row, &key, to.as_deref())));
                continue;
            }
            other => other,
        };
        known.push(None);
        let row = ChunkRow {
            // One that is sent again keeps its position.
            index: first_index.saturating_add(new),
            line: 0,
            id: chunk.texts.push(&key),
            to: chunk.texts.push(to.as_deref().unwrap_or_default()),
            phone,
            channel: only_channel(message),
            json: (0, 0),
            journal: earlier.as_ref().map_or(0, |row| row.id),
            maybe_sent: earlier.is_some_and(|row| row.outcome == Outcome::Unknown),
        };
        new = new.saturating_add(u64::from(row.journal == 0));
        chunk.rows.push(row);
        pending.push(with_id(message, own_id.is_some(), &key));
        places.push(i);
    }
    findings.finish()?;
    Ok(Sorted { chunk, pending, places, known })
}

/// Returns the row of a message that is not sent again.
fn resumed(row: JournalRow, id: &str, to: Option<&str>) -> Record {
    let row = row.report();
    let mut record = Record::new(SentMessage::class());
    let texts = [
        ("message_id", row.message_id.as_str()),
        ("status", &row.status),
        ("code", &row.code),
        ("reason", &row.reason),
        ("customer_message_id", id),
        ("to", to.unwrap_or_default()),
    ];
    for (field, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
        record.put(field, text.into());
    }
    record.put("outcome", Value::Outcome(row.outcome));
    record.put("parts", row.parts.map_or(Value::Null, |parts| Value::Int(parts.into())));
    record.put("resumed", Value::Bool(true));
    record
}

/// Returns what the journal keeps of a reply, and the reply with the same outcomes.
fn settled(chunk: Chunk, reply: Result<SendResult, Error>) -> (ChunkResult, Result<SendResult, Error>) {
    let mut result = ChunkResult::new(chunk);
    let reply = match reply {
        Ok(reply) => {
            let (mut whole, mut rows) = (reply.record().clone(), Vec::with_capacity(result.rows.len()));
            for ((row, sent), own) in result.rows.iter_mut().zip(reply.messages()).zip(&result.chunk.rows) {
                let mut push = |text: Option<&str>| result.texts.push(text.unwrap_or_default());
                let outcome = own.at_least(sent.outcome());
                let mut settled = sent.record().clone();
                if outcome != sent.outcome() {
                    settled.put("outcome", Value::Outcome(outcome));
                    settled.put("reason", Value::from(of_repeat(sent.reason())));
                }
                let sent = SentMessage::of(settled.clone());
                rows.push(Object::Typed(settled));
                *row = RowResult {
                    outcome,
                    message_id: push(sent.message_id()),
                    status: push(sent.status()),
                    parts: sent.parts().and_then(|parts| parts.try_into().ok()),
                    code: push(sent.code()),
                    reason: push(sent.reason()),
                };
            }
            whole.put("messages", Value::Parts(rows.into()));
            Ok(SendResult::of(whole))
        }
        Err(error) => {
            let all = result.rows.len();
            result.fail(0..all, error);
            Err(result.error.take().unwrap_or_else(Error::panicked))
        }
    };
    (result, reply)
}

/// Puts the rows of the reply and those of the journal into the order of the messages.
fn joined(sent: &SendResult, known: Vec<Option<Record>>, warnings: Vec<String>) -> SendResult {
    let mut replied = sent.messages().iter().map(|row| row.record().clone());
    let rows: Vec<Record> = known.into_iter().filter_map(|row| row.or_else(|| replied.next())).collect();
    let accepted = |row: &Record| row.get("outcome") == ValueRef::Outcome(Outcome::Accepted);
    let ok = rows.iter().all(accepted);
    let mut whole = sent.record().clone();
    whole.put("messages", Value::Parts(rows.into_iter().map(Object::Typed).collect()));
    whole.put("ok", Value::Bool(ok));
    whole.put("warnings", Value::Texts(warnings));
    SendResult::of(whole)
}

/// Turns the position in a field that the provider names into that in the call.
fn renumbered(field: String, places: &[usize]) -> String {
    let rest = field.strip_prefix("messages[").and_then(|rest| rest.split_once(']'));
    let place = rest.and_then(|(number, rest)| Some((places.get(number.parse::<usize>().ok()?)?, rest)));
    place.map_or_else(|| field.clone(), |(place, rest)| format!("messages[{place}]{rest}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_the_provider_names_is_that_of_the_call() {
        for (field, expected) in [
            ("messages[1].to", "messages[4].to"),
            ("messages[0]", "messages[2]"),
            ("messages[2].to", "messages[2].to"),
            ("to", "to"),
        ] {
            assert_eq!(renumbered(field.to_owned(), &[2, 4]), expected);
        }
    }
}
