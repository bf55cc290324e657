//! Reads replies: which row belongs to which recipient, and what became of it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet, VecDeque};

use serde::Deserialize;

use super::replies::{TurboSmsRecipient, TurboSmsResult};
use crate::error::{Error, Outcome};
use crate::error_body;
use crate::http::Answer;
use crate::messages::batch::{in_doubt_because, recipient_digits};
use crate::messages::matching::{Likeness, Place, RowNames, Sent, place_rows};
use crate::messages::refusal;
use crate::messages::{id_key, set_delivery};
use crate::model::{
    Class, Gaps, Json, Key, Object, Raw, Record, Value, ValueRef, Wrap, each_member, read_record, read_with_rows,
};
use crate::native_codes;
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

/// Reads a reply with rows of any kind.
pub(super) fn envelope(answer: &Answer) -> Result<Record, Error> {
    checked(answer, read_record(Envelope::class(), &answer.json()))
}

/// Reads the reply to a send.
pub(super) fn result(answer: &Answer) -> Result<Record, Error> {
    checked(answer, read_result(&answer.json()))
}

/// Reads one result. An item of its list that is no object is a row that says nothing.
fn read_result(whole: &Json) -> Result<Record, serde_json::Error> {
    let (mut result, rows) = read_with_rows(TurboSmsResult::class(), "recipients", whole, Gaps::Kept)?;
    if let Some(rows) = rows {
        result.put("recipients", Value::Parts(rows.parts()));
    }
    Ok(result)
}

/// Returns a reply that has a code, even if it cannot be read, or rows. Rows say more than a code.
fn checked(answer: &Answer, reply: Result<Record, serde_json::Error>) -> Result<Record, Error> {
    match reply {
        Ok(reply) if has_member(&reply, "response_code") || has_result(&reply) => Ok(reply),
        Ok(_) => Err(error_body::refused_or_unreadable(answer, || "it has no 'response_code'")),
        Err(why) => Err(error_body::unreadable(answer, why)),
    }
}

pub(super) fn has_rows(reply: &Record) -> bool {
    matches!(reply.get("recipients"), ValueRef::Parts(rows) if !rows.is_empty())
}

/// Returns true if the JSON of a record has this member, of any type but null.
fn has_member(record: &Record, name: &str) -> bool {
    let mut found = false;
    let whole = each_member(record.raw().unwrap_or_default(), |key, value| {
        found |= key == name && value.as_str() != "null";
    });
    found && whole.is_some()
}

/// Returns true if a reply has a result, even one that cannot be read.
fn has_result(reply: &Record) -> bool {
    error_body::has_result(reply.raw().unwrap_or_default(), "response_result", true)
}

/// Returns the outcome that a code gives to all messages of a reply without rows.
fn outcome_without_rows(reply: &Record) -> Outcome {
    match reply.get("response_code").as_i64().map(native_codes::outcome) {
        // A result that cannot be read may say of some messages that they were accepted.
        Some(Outcome::Rejected) if !has_result(reply) => Outcome::Rejected,
        // Success without rows does not say for which recipients.
        _ => Outcome::Unknown,
    }
}

/// Makes the error for a reply without rows, whose code applies to the whole request.
pub(super) fn refused(answer: &Answer, reply: &Record) -> Error {
    if reply.get("response_code").is_null() {
        return error_body::unreadable(answer, "it has no 'response_code' that can be read");
    }
    error_body::from_refusal(answer, error_body::of_native_code(answer), outcome_without_rows(reply))
}

/// Returns one row for each id, in the order of the ids.
pub(super) fn by_id(rows: Vec<Record>, ids: &[String], class: &'static Class) -> Vec<Record> {
    let keys: Vec<Option<Cow<'_, str>>> = rows.iter().map(|row| row.get("message_id").as_str().map(id_key)).collect();
    let twice = |row: &Record| row.is_refused("message_id");
    let names: Vec<RowNames<'_>> = rows
        .iter()
        .zip(&keys)
        .map(|(row, id)| RowNames { id: id.as_deref(), twice: twice(row), ..RowNames::default() })
        .collect();
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
    let mut rows: Vec<Record> = match reply.get("recipients") {
        ValueRef::Parts(rows) => rows.records().collect(),
        _ => Vec::new(),
    };
    let recipients = recipients_of(message, rules);
    let mut done = Vec::with_capacity(rows.len());
    if let Some(recipients) = &recipients {
        let mut repeats = take_repeats(&mut rows, recipients, rules);
        let mut seen = HashSet::new();
        // A number with rows for its repeats gets one message.
        let numbers = recipients.iter().map(String::as_str);
        let numbers: Vec<&str> = numbers.filter(|to| !repeats.contains_key(*to) || seen.insert(*to)).collect();
        let sent: Vec<Sent<'_>> = numbers.iter().map(|to| Sent { id: None, to: Some((*to).into()) }).collect();
        let names: Vec<RowNames<'_>> = rows
            .iter()
            .map(|row| RowNames {
                to: row.get("phone").as_str(),
                twice: row.is_refused("phone"),
                ..RowNames::default()
            })
            .collect();
        let says = |row: usize| {
            let value = |name| rows.get(row).map_or(ValueRef::Null, |row| row.get(name));
            (["response_code", "response_status"].map(value), value("message_id"), rows.get(row).map(outcome_of))
        };
        let likeness = |one, other| match (says(one), says(other)) {
            (one, other) if one == other => Likeness::Same,
            ((one, id, judged), (other, other_id, other_judged))
                if one == other && id.is_null() == other_id.is_null() && judged == other_judged =>
            {
                Likeness::Outcome
            }
            _ => Likeness::None,
        };
        let (places, strays) = place_rows(&sent, &names, likeness);
        let own = numbers.iter().zip(&places).map(|(number, place)| {
            let mut row = match (place, place.row().and_then(|row| rows.get(row))) {
                (_, Some(row)) => row.clone(),
                (Place::Doubt, None) => in_doubt(number),
                (_, None) => missing(answer, number, &reply),
            };
            judge_recipient(answer, &mut row);
            row
        });
        let mut own = own.collect::<VecDeque<_>>();
        let mut first: HashMap<&str, Record> = HashMap::new();
        for number in recipients {
            if let Some(first) = first.get(number.as_str()) {
                let repeat = repeats.get_mut(number).and_then(VecDeque::pop_front);
                done.extend(repeat.map(|row| with_outcome_of(row, first)));
            } else if let Some(row) = own.pop_front() {
                if repeats.contains_key(number) {
                    first.insert(number, row.clone());
                }
                done.push(row);
            }
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
    done.iter_mut().for_each(|row| judge_recipient(answer, row));
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
    let whole = if has_rows(reply) { Outcome::Unknown } else { outcome_without_rows(reply) };
    let outcome = answer.at_most(whole);
    let mut row = Record::new(TurboSmsRecipient::class());
    row.put("phone", Value::from(number));
    row.put("outcome", Value::Outcome(outcome));
    if whole == Outcome::Rejected {
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

/// Takes out the rows that say of a number that it is repeated, if there is one for each repeat, and one more for the number.
fn take_repeats(rows: &mut Vec<Record>, recipients: &[String], rules: &Rules) -> HashMap<String, VecDeque<Record>> {
    let number = |row: &Record| {
        let to = row.get("phone").as_str().filter(|_| !row.is_refused("phone"));
        to.and_then(|to| recipient_digits(to.into(), rules)).map(Cow::into_owned)
    };
    let is_repeat = |row: &Record| {
        row.get("response_code").as_i64() == Some(native_codes::REPEATED_RECIPIENT) && row.get("message_id").is_null()
    };
    if !rows.iter().any(is_repeat) {
        return HashMap::new();
    }
    let mut has_row: HashSet<String> = rows.iter().filter(|row| !is_repeat(row)).filter_map(number).collect();
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, row) in rows.iter().enumerate().filter(|(_, row)| is_repeat(row)) {
        if let Some(to) = number(row)
            && !has_row.insert(to.clone())
        {
            places.entry(to).or_default().push(place);
        }
    }
    places
        .retain(|to, places| recipients.iter().filter(|other| *other == to).count() == places.len().saturating_add(1));
    let taken: HashSet<usize> = places.values().flatten().copied().collect();
    let repeats = places.into_iter().map(|(to, places)| {
        (to, places.into_iter().filter_map(|place| rows.get(place)).cloned().collect::<VecDeque<Record>>())
    });
    let repeats = repeats.collect();
    let mut place = 0..;
    rows.retain(|_| place.next().is_none_or(|place| !taken.contains(&place)));
    repeats
}

/// Gives the row of a repeat the outcome of the number's own row, which stands for both
/// (`docs/provider/turbosms-codes.md` §1).
fn with_outcome_of(mut repeat: Record, own: &Record) -> Record {
    let outcome = own.get("outcome");
    if outcome != ValueRef::Outcome(Outcome::Accepted) {
        for name in ["code", "reason"] {
            repeat.put(name, own.get(name).to_value());
        }
    }
    repeat.put("outcome", outcome.to_value());
    repeat
}

/// Sets the outcome of a recipient that has none yet, and the reason if the message was not accepted.
fn judge_recipient(answer: &Answer, row: &mut Record) {
    if !row.get("outcome").is_null() {
        return;
    }
    let judged = outcome_of(row);
    let code = row.get("response_code").as_i64();
    let outcome = answer.at_most(judged.unwrap_or(Outcome::Unknown));
    if outcome != Outcome::Accepted {
        // A success code without an id gives no reason.
        let said = row
            .raw()
            .filter(|_| judged.is_some() && code.map(native_codes::outcome) != Some(Outcome::Accepted))
            .map(|row| refusal::read(row, answer));
        let said = said.unwrap_or_default();
        if let Some(status) = row.get("response_status").as_str().map(|status| answer.without_texts(status)) {
            row.put("response_status", Value::from(status));
        }
        let reason = match judged {
            None => Some(CONTRADICTION.to_owned()),
            Some(judged) if judged != outcome => Some(refusal::of_repeat(said.reason.as_deref()).to_owned()),
            Some(_) => said.reason,
        };
        explain(row, said.code, reason, outcome);
    }
    row.put("outcome", Value::Outcome(outcome));
}

/// Reason for a row whose members contradict each other.
const CONTRADICTION: &str = "the response contradicts itself about this message";

/// Returns the outcome that id, code and status imply together (D61, D76); `None` if they contradict each other.
fn outcome_of(row: &Record) -> Option<Outcome> {
    if ["response_code", "response_status"].iter().any(|name| row.is_refused(name)) {
        return None;
    }
    let has_id = !row.get("message_id").is_null();
    let status = row.get("response_status").as_str().map(str::trim).filter(|status| !status.is_empty());
    let by_status = status.map(native_codes::outcome_of_status);
    let is_duplicate = |status: Option<&str>| {
        let code = status.and_then(native_codes::code_named);
        code.is_some_and(|code| native_codes::is_duplicate(code.code))
    };
    let Some(code) = row.get("response_code").as_i64() else {
        return match by_status {
            _ if has_member(row, "response_code") || is_duplicate(status) => Some(Outcome::Unknown),
            None | Some(Some(Outcome::Accepted)) if has_id => Some(Outcome::Accepted),
            Some(Some(Outcome::Rejected)) => (!has_id).then_some(Outcome::Rejected),
            _ => Some(Outcome::Unknown),
        };
    };
    let by_code = native_codes::outcome(code);
    if by_status.flatten().is_some_and(|by_status| by_status != by_code) {
        return None;
    }
    // Success without an id cannot be confirmed, except for messages that the provider already had.
    let is_open = by_code == Outcome::Accepted && !has_id && !native_codes::is_duplicate(code);
    Some(if is_open { Outcome::Unknown } else { by_code })
}

pub(super) fn read_multi(
    answer: &Answer,
    messages: &[(String, Object)],
    warnings: &[Problem],
    rules: &Rules,
) -> Result<Vec<(String, TurboSmsResult)>, Error> {
    let reply = envelope(answer)?;
    let ValueRef::Json(rows) = reply.get("rows") else { return Err(refused(answer, &reply)) };
    let names: HashMap<&str, usize> = (0..).zip(messages).map(|(i, (name, _))| (name.as_str(), i)).collect();
    let mut found: Vec<Option<Raw<'_>>> = vec![None; messages.len()];
    let mut in_doubt = vec![false; messages.len()];
    let whole = each_member(rows.as_str(), |key, row| {
        let Some(i) = names.get(key) else { return };
        let (Some(found), Some(in_doubt)) = (found.get_mut(*i), in_doubt.get_mut(*i)) else { return };
        *in_doubt |= found.replace(row).is_some_and(|before| before.as_str() != row.as_str());
    });
    whole.ok_or_else(|| refused(answer, &reply))?;
    let mut results = Vec::with_capacity(messages.len());
    for (((name, message), row), in_doubt) in messages.iter().zip(found).zip(in_doubt) {
        let inner = row.filter(|_| !in_doubt).and_then(|row| read_result(&rows.part(row.as_str())).ok());
        let mut inner = inner.unwrap_or_else(|| Record::new(TurboSmsResult::class()));
        if in_doubt {
            let recipients = recipients_of(message, rules).unwrap_or_default();
            let recipients = recipients.iter().map(|number| Object::Typed(self::in_doubt(number)));
            inner.put("recipients", Value::Parts(recipients.collect()));
        }
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
