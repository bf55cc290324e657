//! `messages.send`: check, write, match the rows of the reply to the messages.

use std::collections::HashMap;

use crate::client::{CallOptions, Client, Request};
use crate::endpoint::{Api, Effect, Endpoint, Method, RateClass};
use crate::error::{Error, Outcome};
use crate::error_body;
use crate::http::Answer;
use crate::messages::{Problem, SendResult, SentMessage};
use crate::model::{Object, Problems, Record, Value, check, read_record, write_wire};

/// Messages that one request may carry (reference `errors-and-limits.md` §4).
pub const MAX_MESSAGES: usize = 5000;

static SEND: Endpoint = Endpoint {
    name: "messages.send",
    method: Method::Post,
    path: "/bat/messagelist",
    api: Api::Messages,
    rate: RateClass::Messaging,
    effect: Effect::Send,
};

pub(crate) fn send_prepared(client: &Client, messages: &[Object], options: &CallOptions) -> Result<SendResult, Error> {
    let with_name = |e: Error| e.with(|d| d.operation = Some(SEND.name));
    let warnings = validate(messages).map_err(with_name)?;
    let made = crate::random::id().map_err(with_name)?;
    let ids = || messages.iter().enumerate().filter_map(|(i, m)| id_of(m, &made, i)).collect();
    let body = write_body(messages, &made);
    let request = Request { path: SEND.path.into(), body: Some(body), ids: &ids };
    let answer = client.run(&SEND, request, options)?;
    read_reply(&answer, messages, &made, &warnings).map_err(|error| {
        error.with(|d| {
            d.operation = Some(SEND.name);
            d.customer_message_ids = ids();
        })
    })
}

/// All problems of all messages at once; gives what the provider advises against.
fn validate(messages: &[Object]) -> Result<Vec<Problem>, Error> {
    if messages.is_empty() {
        return Err(Error::invalid("messages", "count", "is empty; give at least one message"));
    }
    if messages.len() > MAX_MESSAGES {
        let message =
            format!("has {} entries; at most {MAX_MESSAGES} go in one request: use send_bulk", messages.len());
        return Err(Error::invalid("messages", "count", message));
    }
    let (mut found, mut advice) = (Vec::new(), Vec::new());
    for (i, message) in messages.iter().enumerate() {
        // The path is made only where it is needed: most messages have no problem.
        let before = (found.len(), advice.len());
        check(message, &mut Problems::new(&mut found, &mut advice, ""));
        if !is_message(message) {
            found.push(Problem::new("", "type", "is not a message"));
        }
        let place = |p: &mut Problem| *p = p.below(&format!("messages[{i}]"));
        found[before.0..].iter_mut().for_each(place);
        advice[before.1..].iter_mut().for_each(place);
    }
    if found.is_empty() { Ok(advice) } else { Err(Error::validation(found)) }
}

/// A plain object goes out as given; a record must be one of the eight kinds.
fn is_message(object: &Object) -> bool {
    let Some(record) = object.record() else { return true };
    super::MESSAGE_CLASSES.iter().flat_map(|c| c.iter()).any(|c| std::ptr::eq(*c, record.class()))
}

/// The customer message id a message goes out with; a plain object may have none.
fn id_of(message: &Object, made: &str, position: usize) -> Option<String> {
    match message {
        Object::Typed(record) => {
            let own = record.get("customer_message_id").as_str().map(str::to_owned);
            own.or_else(|| Some(format!("{made}-{position}")))
        }
        Object::Plain(json) => json.text_member("customerMessageId"),
    }
}

fn write_body(messages: &[Object], made: &str) -> Vec<u8> {
    let mut body = Vec::with_capacity(64 + messages.len() * 200);
    body.extend_from_slice(b"{\"messages\":[");
    for (i, message) in messages.iter().enumerate() {
        if i > 0 {
            body.push(b',');
        }
        write_wire(message, Some(&format!("{made}-{i}")), &mut body);
    }
    body.extend_from_slice(b"]}");
    body
}

fn read_reply(answer: &Answer, messages: &[Object], made: &str, warnings: &[Problem]) -> Result<SendResult, Error> {
    let reply = match read_record(SendResult::class(), &answer.body) {
        Ok(reply) if !reply.get("messages").is_null() => reply,
        other => {
            // No rows: either a refusal of the whole request, or nothing that we understand.
            if let Some(said) = error_body::read(&answer.body) {
                return Err(error_body::from_refusal(answer, said));
            }
            let why = other.err().map_or_else(|| "it has no list 'messages'".to_owned(), |e| e.to_string());
            return Err(error_body::unreadable(answer, why));
        }
    };
    let Value::Parts(rows) = reply.get("messages").clone() else {
        return Err(error_body::unreadable(answer, "'messages' is not a list"));
    };
    let rows: Vec<Record> = rows.into_iter().filter_map(|row| row.record().cloned()).collect();
    let matched = match_rows(rows, messages, made);
    let ok = matched.iter().all(|row| row.get("outcome") == &Value::Outcome(Outcome::Accepted));
    let mut result = reply;
    result.put("messages", Value::Parts(matched.into_iter().map(Object::Typed).collect()));
    result.put("ok", Value::Bool(ok));
    result.put("warnings", Value::Texts(warnings.iter().map(ToString::to_string).collect()));
    Ok(result.into())
}

/// One row for each message: by our id where it is echoed, else by position if the counts agree.
fn match_rows(rows: Vec<Record>, messages: &[Object], made: &str) -> Vec<Record> {
    let ids: Vec<Option<String>> = messages.iter().enumerate().map(|(i, m)| id_of(m, made, i)).collect();
    let same_count = rows.len() == messages.len();
    let echoed = |row: &Record| row.get("customer_message_id").as_str().map(str::to_owned);
    let mut slots: Vec<Option<Record>> = vec![None; messages.len()];
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    let in_order = same_count && rows.iter().zip(&ids).all(|(row, id)| echoed(row).is_none_or(|e| Some(e) == *id));
    if in_order {
        slots = rows.into_iter().map(Some).collect();
    } else {
        for (i, id) in ids.iter().enumerate().rev() {
            if let Some(id) = id {
                places.entry(id).or_default().push(i);
            }
        }
        for (position, row) in rows.into_iter().enumerate() {
            let place = match echoed(&row) {
                Some(id) => places.get_mut(id.as_str()).and_then(Vec::pop),
                None => Some(position).filter(|p| same_count && slots[*p].is_none()),
            };
            if let Some(place) = place {
                slots[place] = Some(row);
            }
        }
    }
    slots.into_iter().zip(messages).zip(ids).map(|((row, message), id)| finish(row, message, id)).collect()
}

/// Fills in what a row does not say. A message without a row may or may not have been taken.
fn finish(row: Option<Record>, message: &Object, id: Option<String>) -> Record {
    let mut row = row.unwrap_or_else(|| Record::new(SentMessage::class()));
    let outcome = outcome_of(row.get("status").as_str());
    row.put("outcome", Value::Outcome(outcome));
    if row.get("customer_message_id").is_null() {
        row.put("customer_message_id", id.map_or(Value::Null, Value::from));
    }
    if row.get("to").is_null() {
        let to = match message {
            Object::Typed(record) => record.get("to").clone(),
            Object::Plain(json) => {
                json.text_member("to").or_else(|| json.text_member("recipient")).map_or(Value::Null, Value::from)
            }
        };
        row.put("to", to);
    }
    row
}

/// Reference D14. A word that is not known is not an error: the outcome is unknown.
fn outcome_of(status: Option<&str>) -> Outcome {
    let is = |words: &[&str]| status.is_some_and(|s| words.iter().any(|w| s.eq_ignore_ascii_case(w)));
    if is(&["accepted", "sent"]) {
        Outcome::Accepted
    } else if is(&["rejected", "failed"]) {
        Outcome::Rejected
    } else {
        Outcome::Unknown
    }
}
