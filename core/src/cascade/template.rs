//! `cascade.send_template`: one text, many rows (`docs/provider/cascade-api.md` §5, D44–D46).

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::value::RawValue;

use super::message::{CascadeMessage, Variable};
use super::send;
use crate::engine::argument::{Argument, ArgumentKind, FromArgument, Given};
use crate::engine::{CallOptions, Engine, operation};
use crate::error::{Error, Outcome};
use crate::messages::batch::SAME_ID;
use crate::messages::validation::Findings;
use crate::messages::{SendResult, SentMessage};
use crate::model::{Model, Object, Record, Value, ValueRef, Wrap};
use crate::placeholders;
use crate::problem::Problem;

/// Messages in one request; 100 to 1,000 are advised (`docs/provider/cascade-api.md` §6).
const CHUNK: usize = 500;

/// One recipient and the values for the placeholders of the text.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct TemplateRow {
    /// Recipient in international form.
    pub to: String,
    /// Your own message id. Default: a new unique id.
    pub id: Option<String>,
    /// Values by placeholder name.
    pub values: Vec<(String, String)>,
}

impl TemplateRow {
    /// Creates a row for this recipient, without values.
    pub fn new(to: impl Into<String>) -> Self {
        Self { to: to.into(), ..Self::default() }
    }

    /// Sets your own message id.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets the value for a placeholder.
    #[must_use]
    pub fn value(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.put(name.into(), value.to_string());
        self
    }
}

/// Shows only the names of the values; the rest is personal.
impl std::fmt::Debug for TemplateRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<&str> = self.values.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("TemplateRow").field("id", &self.id).field("values", &names).finish_non_exhaustive()
    }
}

/// The text and the settings that all messages of a template share.
#[derive(Clone)]
#[non_exhaustive]
pub struct Template {
    /// Text with placeholders: `{name}` for any text, `{name:url}` for a URL that is inserted unchanged,
    /// `{name:short_url}` for a URL that the provider shortens. `{{` and `}}` are literal braces.
    pub text: String,
    /// Sender name registered for your account.
    pub sender: String,
    /// Message type, such as `transaction` or `promo`. Default: `transaction`.
    pub message_type: String,
    /// Seconds to wait for delivery before a message expires.
    pub ttl: Option<u32>,
    /// Time to send the messages: ISO 8601 with a time zone.
    pub scheduled: Option<String>,
    /// Try Telegram and Viber before the other channels.
    pub telegram_viber_first: bool,
    /// First and last id for uploaded variables. Default: a block at a random place below 2^30. Two processes that use
    /// one account may still pick the same ids; to rule that out, give each process its own range.
    pub variable_ids: Option<(u32, u32)>,
}

impl Template {
    /// Creates a template with this text and sender.
    pub fn new(text: impl Into<String>, sender: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            sender: sender.into(),
            message_type: "transaction".to_owned(),
            ttl: None,
            scheduled: None,
            telegram_viber_first: false,
            variable_ids: None,
        }
    }

    /// Sets the message type, such as `transaction` or `promo`.
    #[must_use]
    pub fn message_type(mut self, name: impl Into<String>) -> Self {
        self.message_type = name.into();
        self
    }

    /// Sets the seconds to wait for delivery before a message expires.
    #[must_use]
    pub fn ttl(mut self, seconds: u32) -> Self {
        self.ttl = Some(seconds);
        self
    }

    /// Sets the time to send the messages: ISO 8601 with a time zone.
    #[must_use]
    pub fn scheduled(mut self, time: impl Into<String>) -> Self {
        self.scheduled = Some(time.into());
        self
    }

    /// Tries Telegram and Viber before the other channels.
    #[must_use]
    pub fn telegram_viber_first(mut self, on: bool) -> Self {
        self.telegram_viber_first = on;
        self
    }

    /// Sets the first and the last id for uploaded variables.
    #[must_use]
    pub fn variable_ids(mut self, first: u32, last: u32) -> Self {
        self.variable_ids = Some((first, last));
        self
    }
}

/// Leaves out the text and the sender, which may be personal.
impl std::fmt::Debug for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Template")
            .field("message_type", &self.message_type)
            .field("ttl", &self.ttl)
            .finish_non_exhaustive()
    }
}

operation! {
    /// Sends one text to many recipients, filled with the values of each row.
    ///
    /// URLs to be shortened are uploaded as variables; all other values are inserted into the text. Rows are sent in
    /// requests of 500. The result has one row for each, in the same order. If a later request fails, its rows have
    /// that error's outcome, the rows after it are `not_sent`, and a warning names the error. Two processes that send
    /// `short_url` values on one account may pick the same ids: give each its own range with `variable_ids`.
    SendTemplate<'a> = "cascade.send_template" {
        /// Text with `{name}` for any value, `{name:url}` for a URL that is inserted unchanged, `{name:short_url}` for a
        /// URL that the provider shortens. `{{` and `}}` are literal braces.
        template: Cow<'a, str>,
        /// One row for each message: the recipient in `to`, optionally your own message id in `id`, and the values by
        /// name, each text or a number.
        rows: Vec<TemplateRow>,
    }
    named {
        /// Sender name registered for your account.
        sender: Cow<'a, str>,
        /// Message type, such as `transaction` or `promo`.
        message_type: Cow<'a, str> = "\"transaction\"",
        /// Seconds to wait for delivery before a message expires.
        ttl: Option<u32>,
        /// Time to send the messages.
        scheduled: Option<Cow<'a, str>> [ArgumentKind::Time],
        /// Try Telegram and Viber before the other channels.
        telegram_viber_first: bool = "false",
        /// First and last id for uploaded variables. Default: a block at a random place.
        variable_ids: Option<(u32, u32)>,
    }
    -> SendResult = "A `SendResult` with a `SentMessage` for each row, in the same order.";
    on Post "/api/CascadeMessage/send_message/async", Cascade, Messaging, Send;
    by by_name;
}

fn by_name(engine: &Engine, given: SendTemplate<'_>, options: &CallOptions) -> Result<SendResult, Error> {
    let template = Template {
        text: given.template.into_owned(),
        sender: given.sender.into_owned(),
        message_type: given.message_type.into_owned(),
        ttl: given.ttl,
        scheduled: given.scheduled.map(Cow::into_owned),
        telegram_viber_first: given.telegram_viber_first,
        variable_ids: given.variable_ids,
    };
    send_template(engine, &template, &given.rows, options)
}

/// Reads `to` and `id` as the row's own fields and everything else as a value for the text.
impl FromArgument<'_> for Vec<TemplateRow> {
    const KIND: ArgumentKind = ArgumentKind::Rows;

    fn read(argument: &Argument, json: &RawValue) -> Result<Self, Error> {
        let rows: Vec<&RawValue> = argument.parse(json)?;
        let value = |i: usize, name: &str, given: &RawValue| match serde_json::from_str(given.get()) {
            Ok(serde_json::Value::String(text)) => Ok(Some(text)),
            // As written, because a parsed number would lose digits.
            Ok(serde_json::Value::Number(_)) => Ok(Some(given.get().to_owned())),
            Ok(serde_json::Value::Null) => Ok(None),
            _ => Err(Error::invalid(&format!("{}[{i}].{name}", argument.name), "type", "must be text or a number")),
        };
        let row = |(i, given): (usize, &RawValue)| {
            // Of two recipients in one row, either could be meant.
            let given = Given::read(given.get()).map_err(|_| {
                let path = format!("{}[{i}]", argument.name);
                Error::invalid(&path, "object", "must be an object in which no name occurs twice")
            })?;
            let mut row = TemplateRow::default();
            for (name, given) in given.values {
                if let Some(text) = value(i, &name, given)? {
                    row.set(name, text);
                }
            }
            Ok(row)
        };
        rows.into_iter().enumerate().map(row).collect()
    }
}

impl TemplateRow {
    /// Sets `to`, `id`, or a value for the text. An earlier value of this name is replaced.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let (name, value) = (name.into(), value.into());
        match name.as_str() {
            "to" => self.to = value,
            "id" => self.id = Some(value),
            _ => self.put(name, value),
        }
    }

    fn put(&mut self, name: String, value: String) {
        match self.values.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.values.push((name, value)),
        }
    }
}

/// A piece of a template's text.
#[derive(Debug, PartialEq)]
enum Piece {
    Text(String),
    Value { name: String, kind: ValueKind },
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum ValueKind {
    Text,
    Url,
    ShortUrl,
}

fn parse(text: &str) -> Result<Vec<Piece>, Error> {
    let wrong = |message: &str| Error::invalid("template", "placeholder", message);
    let pieces = placeholders::split(text).map_err(wrong)?.into_iter().map(|piece| match piece {
        placeholders::Piece::Text(text) => Ok(Piece::Text(text)),
        placeholders::Piece::Placeholder(inside) => {
            let (name, kind) = inside.split_once(':').unwrap_or((inside, "name"));
            let kind = match kind {
                "name" => ValueKind::Text,
                "url" => ValueKind::Url,
                "short_url" => ValueKind::ShortUrl,
                other => return Err(wrong(&format!("has the unknown type '{other}'; use name, url or short_url"))),
            };
            if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || c == '_') {
                return Err(wrong(&format!("has the invalid name '{name}'; use letters, digits and '_'")));
            }
            Ok(Piece::Value { name: name.to_owned(), kind })
        }
    });
    pieces.collect()
}

/// Beginnings of the provider's own placeholders; ours are of the last kind.
const STARTS: [&str; 3] = ["%name=", "%url=", SHORT_URL];
const SHORT_URL: &str = "%short_url=";

/// Returns true if the text holds a placeholder of the provider, beside `own` ones for short URLs.
fn holds_placeholder(text: &str, own: usize) -> bool {
    let text = text.to_ascii_lowercase();
    STARTS.iter().any(|start| text.matches(start).count() > if *start == SHORT_URL { own } else { 0 })
}

const AS_PLACEHOLDER: &str = "contains text that the provider reads as a placeholder";

/// Hands out ids that are unique over all types.
struct Ids {
    next: u64,
    last: u64,
}

impl Ids {
    fn new(range: Option<(u32, u32)>, wanted: usize) -> Result<Self, Error> {
        let (first, last) = match range {
            Some((first, last)) if first >= 1 && first <= last => (u64::from(first), u64::from(last)),
            Some(_) => {
                return Err(Error::invalid(
                    "variable_ids",
                    "range",
                    "must be a first id and a last id that is not smaller, both at least 1",
                ));
            }
            None => (crate::random::below(1 << 30)?.saturating_add(1), u64::from(i32::MAX as u32)),
        };
        let count = last.saturating_sub(first).saturating_add(1);
        if count < wanted as u64 {
            let message = format!("covers {count} ids, but {wanted} are needed");
            return Err(Error::invalid("variable_ids", "range", message));
        }
        Ok(Self { next: first, last })
    }

    fn take(&mut self) -> u64 {
        debug_assert!(self.next <= self.last);
        let taken = self.next;
        self.next = taken.saturating_add(1);
        taken
    }
}

/// A row with its text filled in, and the variables to upload for it.
struct Filled {
    message: Object,
    variables: Vec<Object>,
}

fn fill(
    template: &Template,
    pieces: &[Piece],
    row: &TemplateRow,
    path: &str,
    ids: &mut Ids,
    findings: &mut Findings,
) -> Filled {
    let mut text = String::new();
    let mut variables = Vec::new();
    let mut is_refused = false;
    for piece in pieces {
        let (name, kind) = match piece {
            Piece::Text(plain) => {
                text.push_str(plain);
                continue;
            }
            Piece::Value { name, kind } => (name, *kind),
        };
        let path = format!("{path}.{name}");
        // As in a campaign, an empty value is one that is missing.
        let given = row.values.iter().find(|(n, value)| n == name && !value.trim().is_empty());
        let Some((_, value)) = given else {
            findings.refuse(Problem::new(&path, "required", "is required by the template"));
            continue;
        };
        if holds_placeholder(value, 0) {
            findings.refuse(Problem::new(&path, "placeholder", AS_PLACEHOLDER));
            is_refused = true;
        }
        let is_address = value.starts_with("https://") || value.starts_with("http://");
        if kind != ValueKind::Text && !is_address {
            findings.refuse(Problem::new(&path, "url", "must start with http:// or https://"));
        }
        if kind == ValueKind::ShortUrl {
            let id = ids.take();
            text.push_str(&format!("{SHORT_URL}{id}%"));
            let variable = Variable::new(id, value).r#type("short_url");
            variables.push(variable.into());
        } else {
            text.push_str(value);
        }
    }
    // Put together from pieces, of which none is one.
    if !is_refused && holds_placeholder(&text, variables.len()) {
        findings.refuse(Problem::new(&format!("{path}.text"), "placeholder", AS_PLACEHOLDER));
    }
    let message = CascadeMessage::new(&row.to, &template.sender, &template.message_type)
        .text(text)
        .maybe_id(row.id.as_ref())
        .maybe_ttl(template.ttl)
        .maybe_scheduled(template.scheduled.as_ref());
    Filled { message: message.into(), variables }
}

pub(crate) fn send_template(
    engine: &Engine,
    template: &Template,
    rows: &[TemplateRow],
    options: &CallOptions,
) -> Result<SendResult, Error> {
    const NAME: &str = "cascade.send_template";
    run(engine, template, rows, options).map_err(|e| e.of(NAME))
}

fn run(engine: &Engine, template: &Template, rows: &[TemplateRow], options: &CallOptions) -> Result<SendResult, Error> {
    if rows.is_empty() {
        return Err(Error::invalid("rows", "count", "must not be empty"));
    }
    if holds_placeholder(&template.text, 0) {
        let message = "contains one of the provider's placeholders; use {name}, {name:url} or {name:short_url} instead";
        return Err(Error::invalid("template", "placeholder", message));
    }
    let pieces = parse(&template.text)?;
    let short = pieces.iter().filter(|p| matches!(p, Piece::Value { kind: ValueKind::ShortUrl, .. })).count();
    let mut ids = Ids::new(template.variable_ids, short.saturating_mul(rows.len()))?;
    let mut findings = Findings::default();
    let filled: Vec<Filled> = rows
        .iter()
        .enumerate()
        .map(|(i, row)| fill(template, &pieces, row, &format!("rows[{i}]"), &mut ids, &mut findings))
        .collect();
    // Every row is checked before the first one is sent.
    let messages: Vec<Object> = filled.iter().map(|f| f.message.clone()).collect();
    for (i, message) in messages.iter().enumerate() {
        findings.add(message, || format!("rows[{i}]"), &[CascadeMessage::CLASSES], &engine.config().rules);
    }
    let mut ids = HashSet::new();
    for (i, id) in rows.iter().enumerate().filter_map(|(i, row)| Some((i, row.id.as_ref()?))) {
        if !ids.insert(id) {
            findings.refuse(Problem::new(&format!("rows[{i}].id"), SAME_ID.0, SAME_ID.1));
        }
    }
    findings.finish()?;
    let mut done: Vec<Object> = Vec::with_capacity(rows.len());
    let mut warnings = Vec::new();
    for (n, chunk) in filled.chunks(CHUNK).enumerate() {
        match send_chunk(engine, chunk, template.telegram_viber_first, options) {
            Ok(result) => {
                done.extend(result.messages().iter().map(Object::from));
                warnings.extend(result.warnings().iter().cloned());
            }
            Err(error) if n == 0 => return Err(error),
            Err(error) => {
                // An error here would lose the outcomes of the requests before, so each row carries its own.
                let first = n.saturating_mul(CHUNK);
                warnings.push(format!("from row {first} on: {error}"));
                for (i, row) in rows.iter().skip(first).enumerate() {
                    let here = i < CHUNK;
                    let id = error.customer_message_ids().get(i).filter(|_| here).or(row.id.as_ref());
                    done.push(missed(row, id, here.then_some(&error)).into());
                }
                break;
            }
        }
    }
    let mut result = Record::new(SendResult::class());
    let ok = done.iter().filter_map(Object::record).all(|r| r.get("outcome") == ValueRef::Outcome(Outcome::Accepted));
    result.put("messages", Value::Parts(done.into()));
    result.put("ok", Value::Bool(ok));
    result.put("warnings", Value::Texts(warnings));
    Ok(SendResult::of(result))
}

fn send_chunk(
    engine: &Engine,
    chunk: &[Filled],
    telegram_viber_first: bool,
    options: &CallOptions,
) -> Result<SendResult, Error> {
    let variables: Vec<Object> = chunk.iter().flat_map(|f| f.variables.iter().cloned()).collect();
    for part in variables.chunks(crate::limits::MAX_MESSAGES) {
        // No message was sent yet, even if the upload failed halfway.
        engine
            .run(send::UploadVariables { variables: part.into() }, options)
            .map_err(|e| e.with(|d| d.outcome = Outcome::NotSent))?;
    }
    let messages: Vec<Object> = chunk.iter().map(|f| f.message.clone()).collect();
    send::send(engine, &messages, telegram_viber_first, options)
}

/// The row of a message that was in no successful request. Without an error, its request was not made.
fn missed(row: &TemplateRow, id: Option<&String>, error: Option<&Error>) -> Record {
    let mut record = Record::new(SentMessage::class());
    record.put("to", Value::from(row.to.as_str()));
    record.put("customer_message_id", id.map_or(Value::Null, |id| Value::from(id.as_str())));
    record.put("outcome", Value::Outcome(error.map_or(Outcome::NotSent, Error::outcome)));
    let code = error.and_then(Error::code).map(ToString::to_string);
    record.put("code", code.map_or(Value::Null, |code| Value::from(code.as_str())));
    let reason = error.map_or("an earlier request of the call failed, so this one was not made", |e| e.message());
    record.put("reason", Value::from(reason));
    record
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_read_piece_by_piece() {
        let value = |name: &str, kind| Piece::Value { name: name.to_owned(), kind };
        assert_eq!(
            parse("Hi {name}: {{x}} {link:short_url}").unwrap(),
            [
                Piece::Text("Hi ".into()),
                value("name", ValueKind::Text),
                Piece::Text(": {x} ".into()),
                value("link", ValueKind::ShortUrl),
            ]
        );
        for bad in ["{", "}", "{a{b}}", "{}", "{a:b}", "{a b}"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_later_value_of_a_name_replaces_the_earlier_one() {
        let mut row = TemplateRow::new("+380671234567").value("name", "Ada").value("name", "Bob");
        row.set("name", "Cid");
        row.set("id", "a");
        row.set("id", "b");
        assert_eq!(row.values, [("name".to_owned(), "Cid".to_owned())]);
        assert_eq!(row.id.as_deref(), Some("b"));
    }
}
