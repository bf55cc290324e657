//! `messages.send` with a journal: a send that is safe to run again.
//!
//! The messages are in the journal before the first byte of the request leaves, and their results after its response
//! arrived, as in a campaign. A message that the journal knows as accepted, or as under way, is not sent again.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::chunk::{Chunk, ChunkResult, ChunkRow, RowResult, add_id};
use super::resume::{Journal, JournalRow, Waits, fingerprint, row_id};
use crate::clock::{Instant, SLICE};
use crate::engine::{Api, CallOptions, Engine, stopped};
use crate::error::{Error, Outcome};
use crate::http::call::Call;
use crate::messages::batch::{Batch, recipient_digits};
use crate::messages::validation::{Findings, in_words_of};
use crate::messages::{SendResult, SentMessage, only_channel};
use crate::model::{Json, Object, Record, Value, ValueRef, Wrap, write_wire};
use crate::problem::Problem;
use crate::rules::Rules;

/// Form of [`content`]. A journal of another form is refused, because its messages would be sent a second time.
const CONTENT_FORM: &str = "1";

/// Time that a result may wait for another program that reads the journal, beyond the end of the call.
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
    let rules = &engine.config().rules;
    let mut warnings: Vec<String> = batch.check(messages, rules)?.iter().map(ToString::to_string).collect();
    if path.as_os_str().is_empty() {
        return Err(Error::invalid("journal", "not_empty", "must not be empty"));
    }
    // Checks the credentials first, so that a failure leaves no message in the journal.
    engine.check_open()?;
    engine.config().credentials(Api::Messages)?;
    engine.prepare(Api::Messages)?;
    let call = engine.call(Api::Messages, options);
    let ended = |error: Error| call.go_on().err().filter(|_| error.is_in_use()).map_or(error, stopped);
    let journal = open(path, engine, &call, options).map_err(ended)?;
    let sorted = sort(&journal, batch, messages, rules, options.resend_unknown);
    let Sorted { mut chunk, pending, places, known } = sorted.map_err(ended)?;
    let mut sent = SendResult::of(Record::new(SendResult::class()));
    if !pending.is_empty() {
        call.go_on().map_err(stopped)?;
        let mut patience = |_| call.go_on().is_ok() && !call.left().is_zero();
        journal.record(std::slice::from_mut(&mut chunk), &[], &mut patience).map_err(ended)?;
        let options = CallOptions { timeout: Some(call.left().max(Duration::from_millis(1))), ..options.clone() };
        let reply = batch.send(engine, &pending, &options);
        let (result, reply) = settled(chunk, reply);
        let doubt = result.rows.iter().any(|row| row.outcome == Outcome::Unknown);
        let mut kept = true;
        let mut patience = |waited| waited < SETTLE || patience(waited);
        if let Err(error) = journal.record(&mut [], &[result], &mut patience) {
            let lost = format!(
                "the journal does not have the outcomes of this send, so the next run calls them unknown: {}",
                error.message()
            );
            log::warn!(target: "smsbat", "{lost}");
            warnings.push(lost);
            kept = false;
        }
        sent = reply.map_err(|error| {
            error.with(|d| {
                if doubt || !kept {
                    // An earlier run may have sent it, or the next one finds it under way in the journal.
                    d.outcome = Outcome::Unknown;
                }
                d.goes_on = kept && !options.resend_unknown && !journal.is_lost();
                d.field = d.field.take().map(|field| renumbered(field, &places));
                for problem in &mut d.problems {
                    let path = renumbered(problem.path().to_owned(), &places);
                    *problem = Problem::new(&path, problem.rule(), problem.message());
                }
            })
        })?;
    }
    Ok(joined(&sent, known, warnings))
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
    let first_index = journal.rows();
    for (i, message) in messages.iter().enumerate() {
        let [own_id, to] = batch.names(message);
        let own_id = own_id.filter(|id| !id.is_empty());
        let digits = to.clone().and_then(|to| recipient_digits(to, rules));
        let key = match &own_id {
            Some(id) => id.clone().into_owned(),
            None => row_id(journal.salt(), &content(message, digits.as_deref(), rules), 0),
        };
        let mut refuse = |text: String| {
            let place = if own_id.is_some() { batch.own_id } else { "" };
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
            index: first_index.saturating_add(pending.len() as u64),
            line: 0,
            id: chunk.texts.push(&key),
            to: chunk.texts.push(to.as_deref().unwrap_or_default()),
            phone,
            channel: only_channel(message),
            json: (0, 0),
            journal: earlier.as_ref().map_or(0, |row| row.id),
            maybe_sent: earlier.is_some_and(|row| row.outcome == Outcome::Unknown),
        };
        chunk.rows.push(row);
        pending.push(with_id(message, own_id.is_some(), &key));
        places.push(i);
    }
    findings.finish()?;
    Ok(Sorted { chunk, pending, places, known })
}

/// Returns what makes a message the same as another one: its recipient and everything that the recipient sees, whichever
/// way it is written.
fn content(message: &Object, digits: Option<&str>, rules: &Rules) -> Vec<u8> {
    let mut wire = Vec::new();
    write_wire(message, None, rules, &mut wire);
    let Ok(serde_json::Value::Object(mut fields)) = serde_json::from_slice(&wire) else { return wire };
    for hidden in ["ttl", "customerMessageId"] {
        fields.remove(hidden);
    }
    if let Some(digits) = digits {
        fields.remove("recipient");
        fields.insert("to".to_owned(), digits.into());
    }
    fields.retain(|_, value| !value.is_null());
    let mut whole = serde_json::Value::Object(fields);
    // A no-op, unless another crate of the program turns on the order of insertion.
    whole.sort_all_objects();
    serde_json::to_vec(&whole).unwrap_or(wire)
}

/// Returns the message as it goes out: with the id by which the journal knows it.
fn with_id(message: &Object, has_id: bool, id: &str) -> Object {
    let mut message = message.clone();
    match &mut message {
        _ if has_id => {}
        Object::Typed(record) => record.put("customer_message_id", id.into()),
        Object::Plain(json) => {
            let fields: Option<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(json.as_str()).ok();
            if fields.is_some_and(|fields| !fields.contains_key("customerMessageId")) {
                let mut body = json.as_str().as_bytes().to_vec();
                add_id(&mut body, 0, id);
                *json = Json::trusted(String::from_utf8_lossy(&body));
            }
        }
    }
    message
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

/// Returns what the journal keeps of a reply, and the reply.
fn settled(chunk: Chunk, reply: Result<SendResult, Error>) -> (ChunkResult, Result<SendResult, Error>) {
    let mut result = ChunkResult::new(chunk);
    let reply = match reply {
        Ok(reply) => {
            for ((row, sent), own) in result.rows.iter_mut().zip(reply.messages()).zip(&result.chunk.rows) {
                let mut push = |text: Option<&str>| result.texts.push(text.unwrap_or_default());
                *row = RowResult {
                    outcome: own.at_least(sent.outcome()),
                    message_id: push(sent.message_id()),
                    status: push(sent.status()),
                    parts: sent.parts().and_then(|parts| parts.try_into().ok()),
                    code: push(sent.code()),
                    reason: push(sent.reason()),
                };
            }
            Ok(reply)
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
    use crate::messages::{Sms, ViberTransactional};

    fn content_of(message: impl Into<Object>) -> String {
        let message = message.into();
        String::from_utf8(content(&message, Some("380671234567"), &Rules::default())).unwrap()
    }

    /// If this fails, the ids of messages changed: raise [`CONTENT_FORM`], so that no journal of before is taken.
    #[test]
    fn a_message_is_the_same_however_it_is_written() {
        let sms = content_of(Sms::new("+38 (067) 123-45-67", "MyShop", "Привіт"));
        assert_eq!(sms, r#"{"from":"MyShop","text":"Привіт","to":"380671234567","type":"sms"}"#);
        assert_eq!(content_of(Sms::new("380671234567", "MyShop", "Привіт").ttl(300).customer_message_id("a")), sms);
        let plain =
            r#"{"text": "\u041fривіт", "recipient": 380671234567, "from": "MyShop", "ttl": null, "type": "sms"}"#;
        assert_eq!(content_of(Json::object(plain).unwrap()), sms);
        for other in [
            content_of(Sms::new("380671234567", "OurShop", "Привіт")),
            content_of(Sms::new("380671234567", "MyShop", "Привіт!")),
            content_of(ViberTransactional::new("380671234567", "MyShop").text("Привіт")),
        ] {
            assert_ne!(other, sms);
        }
        assert_eq!(row_id("salt", sms.as_bytes(), 0), "195b94342c22485b139a4c67e7b8cd03");
    }

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
