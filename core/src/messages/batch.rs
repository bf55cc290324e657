//! A request with many messages: checks and writes them, and matches the rows of the reply to them.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::config::Config;
use crate::engine::{CallOptions, Endpoint, Engine, Operation, Request};
use crate::error::{Error, Outcome};
use crate::error_body;
use crate::http::Answer;
use crate::limits::MAX_MESSAGES;
use crate::messages::matching::{Known, Likeness, Place, RowNames, Sent, SentMessages, place_rows};
use crate::messages::refusal::{self, Refusal, default_reason, of_repeat};
use crate::messages::validation::Findings;
use crate::messages::{SendResult, SentMessage};
use crate::model::{
    Class, Gaps, Key, Object, Record, Rows, Value, Wrap, place_of, read_table, read_with_rows, write_wire,
};
use crate::phone::named_digits;
use crate::problem::Problem;
use crate::rules::Rules;

thread_local! {
    /// Buffer of the thread's last body, reused for its next. The allocator returns large buffers to the system after
    /// each request, and getting a fresh megabyte costs as much as filling it.
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Returns the thread's buffer. Destructors of a thread's data, which may run after the buffer's own, get a new one.
fn spare() -> Vec<u8> {
    SPARE.try_with(Cell::take).unwrap_or_default()
}

/// Largest buffer that is kept, in bytes; enough for 5,000 messages with ids and ordinary texts.
const SPARE_SIZE: usize = 2 << 20;

/// Messages from which on a request is one of many large ones.
pub(crate) const LARGE: usize = 500;

/// Makes the allocator keep twice as much free memory as a block of this size takes. glibc returns the end of its heap to the
/// system once it is more than twice the largest block that was ever freed; the messages, rows and texts of each batch would
/// then get fresh pages, which cost a tenth of its time.
pub(crate) fn keep_heap(bytes: usize) {
    static KEPT: AtomicUsize = AtomicUsize::new(0);
    if KEPT.fetch_max(bytes, Ordering::Relaxed) < bytes {
        drop(std::hint::black_box(Vec::<u8>::with_capacity(bytes)));
    }
}

/// Format in which an API takes a batch.
pub(crate) struct Batch<'a> {
    pub(crate) endpoint: &'static Endpoint,
    /// Classes of message that this API accepts.
    pub(crate) classes: &'a [&'a [&'static Class]],
    /// Text around the list of messages.
    pub(crate) before: &'static [u8],
    pub(crate) after: &'static [u8],
    /// Wire key of the caller's own id, for plain objects.
    pub(crate) own_id: Key,
    /// Wire keys of the recipient, for plain objects.
    pub(crate) to: [Key; 2],
    /// True if rows have a status. If they have none, an id means that the message was accepted.
    pub(crate) rows_have_status: bool,
    /// True if the provider demands that ids of one's own differ.
    pub(crate) ids_differ: bool,
    /// Advice for those who have more messages than a request takes.
    pub(crate) more: &'static str,
}

/// One request with many messages.
struct Send<'a> {
    batch: &'a Batch<'a>,
    messages: &'a [Object],
    /// Prefix of the ids that are made for messages without one.
    made: String,
    warnings: Vec<Problem>,
}

impl Operation for Send<'_> {
    type Reply = SendResult;

    fn endpoint(&self) -> &Endpoint {
        self.batch.endpoint
    }

    fn request(&mut self, config: &Config) -> Result<Request, Error> {
        let batch = self.batch;
        if self.messages.len() >= LARGE {
            keep_heap(SPARE_SIZE);
        }
        let made = Some(&mut self.made);
        let (before, after) = (batch.before, batch.after);
        check_count("messages", self.messages.len(), batch.more)?;
        let (body, advice) =
            checked_body(spare(), "messages", self.messages, batch.classes, made, &config.rules, before, after)?;
        self.warnings = advice;
        if batch.ids_differ {
            self.check_ids()?;
        }
        Ok(Request::to(batch.endpoint.path).json(body))
    }

    fn read(&mut self, answer: &Answer, config: &Config) -> Result<SendResult, Error> {
        let (mut result, mut rows) = reply_and_rows(answer)?;
        let ok = self.batch.match_rows(answer, &mut rows, self.messages, &self.made, &config.rules);
        result.put("messages", Value::Parts(rows.parts()));
        result.put("ok", Value::Bool(ok));
        result.put("warnings", Value::Texts(self.warnings.iter().map(ToString::to_string).collect()));
        Ok(SendResult::of(result))
    }

    fn ids(&self) -> Vec<String> {
        let id = |(i, message)| {
            let [id, _] = self.batch.known_of(message, &self.made, i);
            id.map(Cow::into_owned)
        };
        self.messages.iter().enumerate().filter_map(id).collect()
    }

    fn keep(&mut self, body: Vec<u8>) {
        if body.capacity() <= SPARE_SIZE {
            let _ = SPARE.try_with(|spare| spare.set(body));
        }
    }
}

/// Rule and message for an id that two messages of one call have.
pub(crate) const SAME_ID: (&str, &str) = ("twice", "is the id of an earlier message; ids must differ");

impl Send<'_> {
    /// Refuses an id that two messages have.
    fn check_ids(&self) -> Result<(), Error> {
        let mut known = HashSet::new();
        for (i, message) in self.messages.iter().enumerate() {
            let [id, _] = self.batch.names(message);
            if id.is_some_and(|id| !id.is_empty() && !known.insert(id)) {
                let name = format!("messages[{i}].{}", self.batch.own_id.name());
                return Err(Error::invalid(&name, SAME_ID.0, SAME_ID.1));
            }
        }
        Ok(())
    }
}

impl Batch<'_> {
    pub(crate) fn send(
        &self,
        engine: &Engine,
        messages: &[Object],
        options: &CallOptions,
    ) -> Result<SendResult, Error> {
        engine.run(Send { batch: self, messages, made: String::new(), warnings: Vec::new() }, options)
    }

    /// Checks the messages. Returns the provider's advice that they ignore.
    #[cfg(feature = "journal")]
    pub(crate) fn check(&self, messages: &[Object], rules: &Rules) -> Result<Vec<Problem>, Error> {
        check_count("messages", messages.len(), self.more)?;
        let mut findings = Findings::default();
        for (i, message) in messages.iter().enumerate() {
            findings.add(message, || format!("messages[{i}]"), self.classes, rules);
        }
        findings.finish()
    }

    /// Arranges the rows so that there is one for each message. Returns true if all were accepted.
    fn match_rows(&self, answer: &Answer, rows: &mut Rows, messages: &[Object], made: &str, rules: &Rules) -> bool {
        let request = BatchMessages { batch: self, messages, made, rules };
        let places = match_rows(rows, &request);
        if let Some(places) = &places {
            let order: Vec<usize> = places.iter().map(|place| place.row().unwrap_or_else(|| rows.add())).collect();
            rows.arrange(&order);
        }
        let mut ok = true;
        for (i, message) in messages.iter().enumerate() {
            let in_doubt = places.as_ref().is_some_and(|places| places.get(i) == Some(&Place::Doubt));
            let judged = if in_doubt { in_doubt_because() } else { judge_row(answer, rows, i, self.rows_have_status) };
            let status = rows.text_at(i, STATUS).filter(|_| judged.0 != Outcome::Accepted);
            let hidden =
                status.map(|status| answer.without_texts(status)).filter(|hidden| Some(hidden.as_str()) != status);
            if let Some(hidden) = hidden {
                rows.put_text(i, STATUS, &hidden);
            }
            ok &= self.finish(rows, i, message, made, judged) == Outcome::Accepted;
        }
        ok
    }

    /// Customer message id and recipient of a message as sent.
    fn known_of<'m>(&self, message: &'m Object, made: &str, position: usize) -> [Known<'m>; 2] {
        let [id, to] = self.names(message);
        match message {
            Object::Typed(_) => [id.or_else(|| Some(made_id(made, position).into())), to],
            Object::Plain(_) => [id, to],
        }
    }

    /// Customer message id and recipient of a message as given.
    pub(crate) fn names<'m>(&self, message: &'m Object) -> [Known<'m>; 2] {
        match message {
            Object::Typed(record) => [record.own_id(), record.recipient()].map(|text| text.map(Cow::Borrowed)),
            Object::Plain(json) => {
                let [id, to, other] = json.scalar_members([self.own_id, self.to[0], self.to[1]]);
                [id, to.or(other)]
            }
        }
    }

    /// Fills in the fields that a row lacks. A message without a row may or may not have been accepted.
    fn finish(
        &self,
        rows: &mut Rows,
        row: usize,
        message: &Object,
        made: &str,
        (outcome, refusal): (Outcome, Option<Refusal>),
    ) -> Outcome {
        rows.put_outcome(row, OUTCOME, outcome);
        rows.put_flag(row, RESUMED, false);
        if let Some(refusal) = refusal {
            for (field, text) in [(CODE, refusal.code), (REASON, refusal.reason)] {
                if let Some(text) = text {
                    rows.put_text(row, field, &text);
                }
            }
        }
        if [OWN_ID, TO].iter().any(|field| rows.is_null(row, *field)) {
            for (field, known) in [OWN_ID, TO].into_iter().zip(self.known_of(message, made, row)) {
                if let Some(known) = known.filter(|_| rows.is_null(row, field)) {
                    rows.put_text(row, field, &known);
                }
            }
        }
        outcome
    }
}

/// Makes the id of a message that has none. Called for every row, so it avoids `format!`.
fn made_id(made: &str, position: usize) -> String {
    let mut id = String::with_capacity(made.len().saturating_add(8));
    id.push_str(made);
    id.push('-');
    id.push_str(itoa::Buffer::new().format(position));
    id
}

// Positions of a row's fields.
pub(crate) const MESSAGE_ID: usize = place_of(SentMessage::FIELDS, "message_id");
pub(crate) const STATUS: usize = place_of(SentMessage::FIELDS, "status");
const OUTCOME: usize = place_of(SentMessage::FIELDS, "outcome");
pub(crate) const OWN_ID: usize = place_of(SentMessage::FIELDS, "customer_message_id");
#[cfg(feature = "bulk")]
pub(crate) const PARTS: usize = place_of(SentMessage::FIELDS, "parts");
const RESUMED: usize = place_of(SentMessage::FIELDS, "resumed");
const TO: usize = place_of(SentMessage::FIELDS, "to");
const CODE: usize = place_of(SentMessage::FIELDS, "code");
const REASON: usize = place_of(SentMessage::FIELDS, "reason");

/// The messages of a batch, for matching.
struct BatchMessages<'a> {
    batch: &'a Batch<'a>,
    messages: &'a [Object],
    made: &'a str,
    rules: &'a Rules,
}

impl SentMessages for BatchMessages<'_> {
    fn count(&self) -> usize {
        self.messages.len()
    }

    fn sent(&self, message: usize) -> Sent<'_> {
        let Some(object) = self.messages.get(message) else { return Sent { id: None, to: None } };
        let [id, to] = self.batch.known_of(object, self.made, message);
        Sent { id: id.filter(|id| !id.is_empty()), to: to.and_then(|to| recipient_digits(to, self.rules)) }
    }

    fn is_exactly(&self, message: usize, row: RowNames<'_>) -> bool {
        let Some(Object::Typed(record)) = self.messages.get(message) else { return false };
        let is_id = |id: &str| match record.own_id() {
            Some(own) => own == id,
            None => is_made_id(id, self.made, message),
        };
        row.id.is_none_or(is_id) && row.to.is_none_or(|to| record.recipient().is_some_and(|own| same(to, own)))
    }
}

/// Returns true if two texts hold the same number, ignoring a leading plus sign.
pub(crate) fn same(to: &str, own: &str) -> bool {
    to == own || own.strip_prefix('+').is_some_and(|digits| digits == to)
}

/// Digits of a recipient as sent. A text without digits cannot be named by a row.
pub(crate) fn recipient_digits<'m>(to: Cow<'m, str>, rules: &Rules) -> Known<'m> {
    let digits = rules.phones.digits(&to).ok().or_else(|| named_digits(&to)).map(Cow::into_owned)?;
    Some(Cow::Owned(digits))
}

fn is_made_id(id: &str, made: &str, position: usize) -> bool {
    let number = id.strip_prefix(made).and_then(|rest| rest.strip_prefix('-'));
    number.is_some_and(|number| number == itoa::Buffer::new().format(position))
}

/// Returns the row for each message, or `None` if every row is already at the position of its message.
pub(crate) fn match_rows(rows: &Rows, request: &impl SentMessages) -> Option<Vec<Place>> {
    let count = request.count();
    let said =
        |row: usize| RowNames { id: rows.text_at(row, OWN_ID), to: rows.text_at(row, TO), ..RowNames::default() };
    let silent = |row: usize| rows.is_null(row, OWN_ID) && rows.is_null(row, TO);
    let says = |row: usize| [STATUS, MESSAGE_ID].map(|field| rows.text_at(row, field));
    let has_error = |row: usize| rows.raw(row as u32).is_some_and(may_say_error);
    let likeness = |one, other| match (says(one), says(other)) {
        _ if has_error(one) != has_error(other) => Likeness::None,
        (one, other) if one == other => Likeness::Same,
        // Two words may say the same, but a word and none do not.
        ([one, id], [other, other_id])
            if [one.is_some(), id.is_some()] == [other.is_some(), other_id.is_some()]
                && outcome_of(one, id.is_some(), false) == outcome_of(other, id.is_some(), false) =>
        {
            Likeness::Outcome
        }
        _ => Likeness::None,
    };
    let is_plain = rows.len() == count && !rows.has_refused() && !rows.has_others();
    if is_plain && (0..count).all(|i| silent(i) || request.is_exactly(i, said(i))) {
        // Two messages to one person cannot be told apart by the recipient alone.
        let names_id = |i: usize| rows.is_null(i, TO) || !rows.is_null(i, OWN_ID);
        if (0..count).all(names_id) || (1..count).all(|i| likeness(0, i) != Likeness::None) {
            return None;
        }
    }
    let sent: Vec<Sent<'_>> = (0..count).map(|message| request.sent(message)).collect();
    let names = |row: usize| {
        let mut other_to = rows.others(row, TO);
        let twice =
            [OWN_ID, TO].iter().any(|field| rows.is_refused(row, *field)) || rows.others(row, OWN_ID).next().is_some();
        // Three recipients are too many to compare.
        RowNames { other_to: other_to.next(), twice: twice || other_to.next().is_some(), ..said(row) }
    };
    let names: Vec<RowNames<'_>> = (0..rows.len()).map(names).collect();
    Some(place_rows(&sent, &names, likeness).0)
}

/// Outcome and reason for a message whose rows contradict each other.
pub(crate) fn in_doubt_because() -> (Outcome, Option<Refusal>) {
    let reason = Some("the rows of the response contradict each other or the request".to_owned());
    (Outcome::Unknown, Some(Refusal { reason, ..Refusal::default() }))
}

/// Returns the outcome of a row's message, and the reason if it was not accepted.
pub(crate) fn judge_row(
    answer: &Answer,
    rows: &Rows,
    row: usize,
    rows_have_status: bool,
) -> (Outcome, Option<Refusal>) {
    let (has_id, status) = (!rows.is_null(row, MESSAGE_ID), rows.text_at(row, STATUS));
    let mut outcome = outcome_of(status, has_id, rows_have_status);
    if outcome == Outcome::Accepted && status.is_some() {
        return (outcome, None);
    }
    let raw = rows.raw(row as u32);
    // An id together with an error is a contradiction; only a row without a status can have both.
    if outcome == Outcome::Accepted && !raw.is_some_and(may_say_error) {
        return (outcome, None);
    }
    let mut refusal = raw.map(|raw| refusal::read(raw, answer)).unwrap_or_default();
    if status.is_none() && refusal.is_error {
        outcome = if has_id { Outcome::Unknown } else { Outcome::Rejected };
    }
    if outcome == Outcome::Accepted {
        return (outcome, None);
    }
    if answer.at_most(outcome) != outcome {
        refusal.reason = Some(of_repeat(refusal.reason.as_deref()).to_owned());
        return (answer.at_most(outcome), Some(refusal));
    }
    if refusal.reason.is_none() {
        refusal.reason = default_reason(outcome, raw.is_some(), status.is_some()).map(str::to_owned);
    }
    (outcome, Some(refusal))
}

/// Returns false for a row that surely has no member `error…`.
fn may_say_error(row: &str) -> bool {
    row.contains("\"error")
}

/// Returns the outcome for a status. An unknown word is not an error: the outcome is `unknown` (D14). Cascade's rows
/// have no status; there an id means that the message was accepted.
fn outcome_of(status: Option<&str>, has_id: bool, rows_have_status: bool) -> Outcome {
    // Fast path: nearly every row has exactly the first word.
    let is = |status: &str, words: &[&str]| words.iter().any(|w| status == *w || status.eq_ignore_ascii_case(w));
    match status {
        Some(status) if is(status, &["accepted", "sent"]) => Outcome::Accepted,
        Some(status) if is(status, &["rejected", "failed"]) => Outcome::Rejected,
        Some(_) => Outcome::Unknown,
        None if !rows_have_status && has_id => Outcome::Accepted,
        None => Outcome::Unknown,
    }
}

/// Reads an object with a list `messages`, or the bare list.
pub(crate) fn reply_and_rows(answer: &Answer) -> Result<(Record, Rows), Error> {
    let whole = answer.json();
    let understood = if whole.as_str().starts_with('[') {
        read_table(SentMessage::class(), &whole, Gaps::Kept)
            .map(|rows| (Record::new(SendResult::class()).with_raw(whole.clone()), rows))
    } else {
        read_with_rows(SendResult::class(), ROWS, &whole, Gaps::Kept).and_then(|(reply, rows)| match rows {
            Some(rows) => Ok((reply, rows)),
            None => Err(serde::de::Error::custom("it has no list 'messages'")),
        })
    };
    understood.map_err(|why| match error_body::has_result(answer.text(), ROWS, false) {
        // Rows that cannot be read may say of some messages that they were accepted.
        true => error_body::unreadable(answer, why),
        false => error_body::refused_or_unreadable(answer, || why),
    })
}

/// Key of the rows.
const ROWS: &str = "messages";

/// Checks objects against these classes and writes them as one body.
pub(crate) fn write_checked(
    name: &str,
    objects: &[Object],
    classes: &[&[&'static Class]],
    rules: &Rules,
    before: &[u8],
    after: &[u8],
) -> Result<Vec<u8>, Error> {
    check_count(name, objects.len(), "")?;
    checked_body(Vec::new(), name, objects, classes, None, rules, before, after).map(|(body, _)| body)
}

/// Returns an error, with the advice `more`, if there are no objects, or more than one request takes.
pub(crate) fn check_count(name: &str, count: usize, more: &str) -> Result<(), Error> {
    let message = match count {
        0 => "must not be empty".to_owned(),
        1..=MAX_MESSAGES => return Ok(()),
        count => format!("has {count} entries; one request takes at most {MAX_MESSAGES}{more}"),
    };
    Err(Error::invalid(name, "count", message))
}

/// Checks all objects and writes them as one body into the given buffer. Returns the body and the provider's advice that
/// the objects ignore, or every problem at once. A typed message without an id gets one with the prefix `made`, which is
/// created for the first.
#[allow(clippy::too_many_arguments)]
fn checked_body(
    mut body: Vec<u8>,
    name: &str,
    objects: &[Object],
    classes: &[&[&'static Class]],
    mut made: Option<&mut String>,
    rules: &Rules,
    before: &[u8],
    after: &[u8],
) -> Result<(Vec<u8>, Vec<Problem>), Error> {
    body.clear();
    body.reserve(objects.len().saturating_mul(200).saturating_add(64));
    body.extend_from_slice(before);
    let mut findings = Findings::default();
    for (i, object) in objects.iter().enumerate() {
        findings.add(object, || format!("{name}[{i}]"), classes, rules);
        // Written while the processor still has it at hand. After a problem nothing is sent, so the rest is only checked.
        if !findings.is_sendable() {
            continue;
        }
        if i > 0 {
            body.push(b',');
        }
        let id = match made.as_deref_mut() {
            Some(made) if object.record().is_some_and(|record| record.own_id().is_none()) => {
                if made.is_empty() {
                    *made = crate::random::id()?;
                }
                Some(made_id(made, i))
            }
            _ => None,
        };
        write_wire(object, id.as_deref(), rules, &mut body);
    }
    body.extend_from_slice(after);
    Ok((body, findings.finish()?))
}
