//! Reads replies: which row belongs to which recipient, and what became of it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::codes;
use super::replies::{TurboSmsRecipient, TurboSmsResult};
use crate::error::{Error, Outcome};
use crate::error_body;
use crate::http::Answer;
use crate::messages::batch::{in_doubt_because, recipient_digits};
use crate::messages::matching::{Likeness, Place, RowNames, Sent, place_rows};
use crate::messages::refusal;
use crate::messages::{id_key, set_delivery};
use crate::model::{Class, Json, Key, Object, Raw, Record, Value, ValueRef, Wrap, each_member, read_record};
use crate::problem::Problem;
use crate::rules::Rules;

pub(super) fn sequence_id(message: &Object) -> Option<String> {
    match message {
        Object::Typed(record) => record.get("sequence_id").as_str().map(str::to_owned),
        Object::Plain(json) => {
            let [id] = json.scalar_members([Key::new("sequence_id")]);
            id.map(Cow::into_owned)
        }
    }
}

pub(super) fn envelope(answer: &Answer, class: &'static Class) -> Result<Record, Error> {
    match read_record(class, &answer.json()) {
        Ok(reply) if !reply.get("response_code").is_null() => Ok(reply),
        Ok(_) => Err(error_body::refused_or_unreadable(answer, || "it has no 'response_code'")),
        Err(why) => Err(error_body::unreadable(answer, why)),
    }
}

pub(super) fn has_rows(reply: &Record) -> bool {
    matches!(reply.get("recipients"), ValueRef::Parts(rows) if !rows.is_empty())
}

/// Makes the error for a reply without rows, whose code applies to the whole request.
pub(super) fn refused(answer: &Answer, reply: &Record) -> Error {
    let code = reply.get("response_code").as_i64().unwrap_or_default();
    let said = error_body::read(answer).unwrap_or_default();
    error_body::from_refusal(answer, said).with(|d| {
        d.outcome = match codes::outcome(code) {
            // Success without rows does not say for which recipients.
            Outcome::Accepted => Outcome::Unknown,
            outcome => outcome,
        };
    })
}

/// Returns one row for each id, in the order of the ids.
pub(super) fn by_id(rows: Vec<Record>, ids: &[String], class: &'static Class) -> Vec<Record> {
    let keys: Vec<Option<Cow<'_, str>>> = rows.iter().map(|row| row.get("message_id").as_str().map(id_key)).collect();
    let twice = |row: &Record| row.is_refused("message_id");
    let names: Vec<RowNames<'_>> =
        rows.iter().zip(&keys).map(|(row, id)| RowNames { id: id.as_deref(), to: None, twice: twice(row) }).collect();
    // The same id may be requested twice; one row answers both.
    let mut asked: Vec<Sent<'_>> = Vec::new();
    let mut numbers: HashMap<Cow<'_, str>, usize> = HashMap::new();
    let mut order: Vec<usize> = Vec::with_capacity(ids.len());
    for id in ids {
        let key = id_key(id);
        order.push(*numbers.entry(key.clone()).or_insert_with(|| {
            let number = asked.len();
            asked.push(Sent { id: Some(key), to: None });
            number
        }));
    }
    let likeness = |one: usize, other: usize| match rows.get(one).zip(rows.get(other)) {
        Some((one, other)) if one.values().eq(other.values()) => Likeness::Same,
        _ => Likeness::None,
    };
    let (places, _) = place_rows(&asked, &names, likeness);
    let row = |(id, number): (&String, &usize)| {
        let row = places.get(*number).and_then(|place| rows.get(place.row()?)).cloned();
        row.unwrap_or_else(|| {
            let mut row = Record::new(class);
            row.put("message_id", Value::from(id.as_str()));
            row
        })
    };
    ids.iter().zip(&order).map(row).collect()
}

/// Puts the rows in the order of the recipients. The outcome is unknown for a recipient without a row or with rows that
/// contradict each other.
pub(super) fn finish(
    answer: &Answer,
    mut reply: Record,
    message: &Object,
    warnings: &[Problem],
    rules: &Rules,
) -> TurboSmsResult {
    let rows: Vec<Record> = match reply.get("recipients") {
        ValueRef::Parts(rows) => rows.records().collect(),
        _ => Vec::new(),
    };
    let recipients = recipients_of(message, rules);
    let mut done = Vec::with_capacity(rows.len());
    if let Some(recipients) = &recipients {
        let sent: Vec<Sent<'_>> = recipients.iter().map(|to| Sent { id: None, to: Some(to.as_str().into()) }).collect();
        let names: Vec<RowNames<'_>> = rows
            .iter()
            .map(|row| RowNames { id: None, to: row.get("phone").as_str(), twice: row.is_refused("phone") })
            .collect();
        let says = |row: usize| {
            ["response_code", "message_id"].map(|name| rows.get(row).map_or(ValueRef::Null, |row| row.get(name)))
        };
        let likeness = |one, other| match (says(one), says(other)) {
            (one, other) if one == other => Likeness::Same,
            ([one, id], [other, other_id]) if one == other && id.is_null() == other_id.is_null() => Likeness::Outcome,
            _ => Likeness::None,
        };
        let (places, strays) = place_rows(&sent, &names, likeness);
        for (number, place) in recipients.iter().zip(&places) {
            done.push(match (place, place.row().and_then(|row| rows.get(row))) {
                (_, Some(row)) => row.clone(),
                (Place::Doubt, None) => in_doubt(number),
                (_, None) => missing(answer, number, &reply),
            });
        }
        // Rows for other recipients are kept, after ours.
        for stray in
            strays.into_iter().filter_map(|row| rows.get(row)).filter(|row| row.get("phone").as_str().is_some())
        {
            let mut row = stray.clone();
            let reason = "the message was not sent to this recipient".to_owned();
            explain(&mut row, None, Some(reason), Outcome::Unknown);
            row.put("outcome", Value::Outcome(Outcome::Unknown));
            done.push(row);
        }
    } else {
        done = rows;
    }
    for row in &mut done {
        if row.get("outcome").is_null() {
            judge_recipient(answer, row);
        }
    }
    // No row says nothing of success.
    let ok = !done.is_empty() && done.iter().all(|r| r.get("outcome") == ValueRef::Outcome(Outcome::Accepted));
    reply.put("recipients", Value::Parts(done.into_iter().map(Object::Typed).collect()));
    reply.put("ok", Value::Bool(ok));
    reply.put("warnings", Value::Texts(warnings.iter().map(ToString::to_string).collect()));
    TurboSmsResult::of(reply)
}

/// Returns the digits of the message's recipients; `None` if a plain object has no list of them.
fn recipients_of(message: &Object, rules: &Rules) -> Option<Vec<String>> {
    let digits = |to: &str| recipient_digits(to.into(), rules).map_or_else(|| to.to_owned(), Cow::into_owned);
    match message {
        Object::Typed(record) => match record.get("recipients") {
            ValueRef::Texts(recipients) => Some(recipients.iter().map(|to| digits(to)).collect()),
            _ => None,
        },
        Object::Plain(json) => match json.scalar_items("recipients") {
            Some(recipients) => Some(recipients.iter().map(|to| digits(to)).collect()),
            None => recipients_of_channels(json, digits),
        },
    }
}

/// Returns the digits of the recipients of the blocks `viber` and `sms`, each once; `None` if they have none.
fn recipients_of_channels(json: &Json, digits: impl Fn(&str) -> String) -> Option<Vec<String>> {
    #[derive(Deserialize)]
    struct Channels {
        viber: Option<Channel>,
        sms: Option<Channel>,
    }
    #[derive(Deserialize)]
    struct Channel {
        #[serde(default)]
        recipients: Vec<serde_json::Value>,
    }
    let Channels { viber, sms } = serde_json::from_str(json.as_str()).ok()?;
    let mut seen = HashSet::new();
    let all = [viber, sms].into_iter().flatten().flat_map(|channel| channel.recipients);
    let all = all.map(|to| digits(&to.as_str().map_or_else(|| to.to_string(), str::to_owned)));
    let all: Vec<String> = all.filter(|to| seen.insert(to.clone())).collect();
    (!all.is_empty()).then_some(all)
}

fn in_doubt(number: &str) -> Record {
    let mut row = Record::new(TurboSmsRecipient::class());
    row.put("phone", Value::from(number));
    row.put("outcome", Value::Outcome(Outcome::Unknown));
    explain(&mut row, None, in_doubt_because().1.and_then(|refusal| refusal.reason), Outcome::Unknown);
    row
}

/// Makes the row of a recipient that the reply does not mention: refused if the whole message was, else unknown.
fn missing(answer: &Answer, number: &str, reply: &Record) -> Record {
    let whole = reply.get("response_code").as_i64().map_or(Outcome::Unknown, codes::outcome);
    let mut row = Record::new(TurboSmsRecipient::class());
    row.put("phone", Value::from(number));
    let outcome = if whole == Outcome::Rejected && !has_rows(reply) { Outcome::Rejected } else { Outcome::Unknown };
    row.put("outcome", Value::Outcome(outcome));
    if outcome == Outcome::Rejected {
        let code = reply.get("response_code").as_i64().map(|code| code.to_string());
        let reason = reply.get("response_status").as_str().map(|text| answer.without_texts(text));
        explain(&mut row, code, reason, outcome);
    } else {
        let reason = refusal::default_reason(outcome, false, false);
        explain(&mut row, None, reason.map(str::to_owned), outcome);
    }
    row
}

fn explain(row: &mut Record, code: Option<String>, reason: Option<String>, outcome: Outcome) {
    let ours = || refusal::default_reason(outcome, true, false).map(str::to_owned);
    row.put("code", code.map_or(Value::Null, Value::from));
    row.put("reason", reason.or_else(ours).map_or(Value::Null, Value::from));
}

/// Sets the outcome of a recipient, and the reason if the message was not accepted.
fn judge_recipient(answer: &Answer, row: &mut Record) {
    let outcome = outcome_of(row);
    let code = row.get("response_code").as_i64();
    if outcome != Outcome::Accepted {
        // A success code without an id gives no reason.
        let said = row
            .raw()
            .filter(|_| code.map(codes::outcome) != Some(Outcome::Accepted))
            .map(|row| refusal::read(row, answer));
        let said = said.unwrap_or_default();
        if let Some(status) = row.get("response_status").as_str().map(|status| answer.without_texts(status)) {
            row.put("response_status", Value::from(status));
        }
        explain(row, said.code, said.reason, outcome);
    }
    row.put("outcome", Value::Outcome(outcome));
}

/// Returns the outcome that id and code imply together (D61).
fn outcome_of(row: &Record) -> Outcome {
    let has_id = !row.get("message_id").is_null();
    match row.get("response_code").as_i64() {
        None if has_id => Outcome::Accepted,
        None => Outcome::Unknown,
        Some(code) => match codes::outcome(code) {
            // Success without an id cannot be confirmed, except for messages that the provider already had.
            Outcome::Accepted if !has_id && ![407, 427, 507].contains(&code) => Outcome::Unknown,
            outcome => outcome,
        },
    }
}

pub(super) fn read_multi(
    answer: &Answer,
    messages: &[(String, Object)],
    warnings: &[Problem],
    rules: &Rules,
) -> Result<Vec<(String, TurboSmsResult)>, Error> {
    let reply = envelope(answer, Envelope::class())?;
    let ValueRef::Json(rows) = reply.get("rows") else { return Err(refused(answer, &reply)) };
    let names: HashMap<&str, usize> = (0..).zip(messages).map(|(i, (name, _))| (name.as_str(), i)).collect();
    let mut found = vec![None; messages.len()];
    let place = |key: &str, row| {
        if let Some(found) = names.get(key).and_then(|i| found.get_mut(*i)) {
            *found = Some(row);
        }
    };
    each_member(rows.as_str(), place).ok_or_else(|| refused(answer, &reply))?;
    let mut results = Vec::with_capacity(messages.len());
    for ((name, message), row) in messages.iter().zip(found) {
        let inner = row.and_then(|row: Raw<'_>| read_record(TurboSmsResult::class(), &rows.part(row.as_str())).ok());
        let inner = inner.unwrap_or_else(|| Record::new(TurboSmsResult::class()));
        let path = format!("messages.{name}");
        let is_own = |warning: &&Problem| {
            let rest = warning.path().strip_prefix(path.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        let own: Vec<Problem> = warnings.iter().filter(is_own).cloned().collect();
        results.push((name.clone(), finish(answer, inner, message, &own, rules)));
    }
    Ok(results)
}

/// Sets the fields that a status implies (`docs/provider/turbosms-codes.md` §3).
pub(super) fn judge(row: &mut Record) {
    set_delivery(row, "status", &["expired", "undelivered", "rejected", "failed", "cancelled"]);
}

crate::model::reply! {
    /// Common fields of every reply.
    Envelope {
        /// Native code.
        response_code: crate::model::Number = "response_code",
        /// Name of the code.
        response_status: crate::model::Word = "response_status",
        /// Content of the reply.
        rows: crate::model::Extra = "response_result",
    }
}
