//! The layer that speaks TurboSMS: HTTP 200 always, the outcome is in the body (`docs/provider/turbosms.md`).

mod codes;
mod message;
mod replies;

pub use codes::{TURBOSMS_CODES, TurboSmsCode};
pub use message::{TurboCard, TurboSms, TurboSmsMessage, TurboViber};
pub use replies::{TurboSmsChannel, TurboSmsDetails, TurboSmsEvent, TurboSmsRecipient, TurboSmsResult, TurboSmsStatus};

use std::borrow::Cow;
use std::collections::HashMap;

use crate::config::Config;
use crate::engine::{Api, CallOptions, Effect, Endpoint, Engine, Method, Operation, RateClass, Request, options};
use crate::error::{Error, ErrorKind, Outcome};
use crate::error_body;
use crate::http::Answer;
use crate::messages::batch::{in_doubt_because, recipient_digits};
use crate::messages::matching::{Place, RowNames, Sent, place_rows};
use crate::messages::refusal;
use crate::model::{
    Class, Model, Object, Problems, Raw, Record, Value, ValueRef, Wrap, check, each_member, read_record, read_rows,
    write_string, write_wire,
};
use crate::problem::Problem;
use crate::rules::Rules;

static SEND: Endpoint = Endpoint {
    name: "turbosms.send",
    method: Method::Post,
    path: "/api/tsms/message/send",
    api: Api::TurboSms,
    rate: RateClass::Messaging,
    effect: Effect::Send,
};
static SEND_MULTI: Endpoint = Endpoint { name: "turbosms.send_multi", path: "/api/tsms/message/sendmulti", ..SEND };
static STATUS: Endpoint = Endpoint {
    name: "turbosms.status",
    path: "/api/tsms/message/status",
    rate: RateClass::Data,
    effect: Effect::Read,
    ..SEND
};
static DETAILS: Endpoint = Endpoint { name: "turbosms.details", path: "/api/tsms/message/details", ..STATUS };

/// The TurboSMS layer of a client. Options set here hold for the calls made through it.
#[derive(Debug, Clone)]
#[must_use = "no request is made until one of its methods is called"]
pub struct TurboSmsApi<'c> {
    pub(crate) engine: &'c Engine,
    pub(crate) options: CallOptions,
}

options!(TurboSmsApi);

impl TurboSmsApi<'_> {
    /// Sends one message to its recipients.
    ///
    /// # Errors
    /// [`ErrorKind::Provider`] if the reply has no rows of recipients; refused recipients are no error.
    ///
    /// ```no_run
    /// use smsbat_core::{Client, TurboSms, TurboSmsMessage};
    ///
    /// let client = Client::builder().api_key("…").build()?;
    /// let message = TurboSmsMessage::new(["+380671234567", "+380501234567"]).sender("MyShop").text("Hello");
    /// let result = client.turbosms().send(message.sms(TurboSms::new()))?;
    /// for recipient in &result {
    ///     println!("{} {:?}", recipient.outcome(), recipient.reason());
    /// }
    /// # Ok::<(), smsbat_core::Error>(())
    /// ```
    pub fn send(&self, message: impl Into<Object>) -> Result<TurboSmsResult, Error> {
        self.engine.run(Send { message: message.into(), warnings: Vec::new() }, &self.options)
    }

    /// Sends several messages in one request, each under a name of yours, and gives the results by name.
    ///
    /// # Errors
    /// [`ErrorKind::Provider`] if the whole request was refused. A message that was refused alone has that
    /// outcome in all its rows.
    ///
    /// ```no_run
    /// # use smsbat_core::{Client, TurboSms, TurboSmsMessage};
    /// # let client = Client::builder().build()?;
    /// let message = TurboSmsMessage::new(["+380671234567"]).sender("MyShop").text("Hello").sms(TurboSms::new());
    /// for (name, result) in client.turbosms().send_multi([("first", &message)])? {
    ///     println!("{name}: {result}");
    /// }
    /// # Ok::<(), smsbat_core::Error>(())
    /// ```
    pub fn send_multi(
        &self,
        messages: impl IntoIterator<Item = (impl Into<String>, impl Into<Object>)>,
    ) -> Result<Vec<(String, TurboSmsResult)>, Error> {
        let messages = messages.into_iter().map(|(name, message)| (name.into(), message.into())).collect();
        self.engine.run(SendMulti { messages, warnings: Vec::new() }, &self.options)
    }

    /// Delivery statuses of messages, one for each id in the same order. One that the reply has no clear row for has
    /// nothing but its id.
    ///
    /// # Errors
    /// [`ErrorKind::Provider`] if the reply has no rows.
    pub fn status(&self, ids: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Vec<TurboSmsStatus>, Error> {
        let ids: Vec<_> = ids.into_iter().collect();
        let rows =
            self.engine.run(Ask { endpoint: &STATUS, ids: &ids, class: TurboSmsStatus::class() }, &self.options)?;
        let judged = rows.into_iter().map(|mut row| {
            judge(&mut row);
            TurboSmsStatus::of(row)
        });
        Ok(judged.collect())
    }

    /// All that is known of messages, one entry for each id as in [`Self::status`].
    ///
    /// # Errors
    /// [`ErrorKind::Provider`] if the reply has no rows.
    pub fn details(&self, ids: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Vec<TurboSmsDetails>, Error> {
        let ids: Vec<_> = ids.into_iter().collect();
        let rows =
            self.engine.run(Ask { endpoint: &DETAILS, ids: &ids, class: TurboSmsDetails::class() }, &self.options)?;
        Ok(rows
            .into_iter()
            .map(|mut row| {
                for name in ["sms", "viber"] {
                    let ValueRef::Part(Object::Typed(channel)) = row.get(name) else { continue };
                    let mut channel = channel.clone();
                    judge(&mut channel);
                    row.put(name, Value::Part(Box::new(Object::Typed(channel))));
                }
                TurboSmsDetails::of(row)
            })
            .collect())
    }
}

/// `turbosms.send`.
struct Send {
    message: Object,
    warnings: Vec<Problem>,
}

impl Operation for Send {
    type Reply = TurboSmsResult;

    fn endpoint(&self) -> &Endpoint {
        &SEND
    }

    fn request(&mut self, config: &Config) -> Result<Request, Error> {
        self.warnings = validate([("message", &self.message)], &config.rules)?;
        let mut body = Vec::new();
        write_wire(&self.message, None, &config.rules, &mut body);
        Ok(Request::to(SEND.path).json(body))
    }

    fn read(&mut self, answer: &Answer, config: &Config) -> Result<TurboSmsResult, Error> {
        let reply = envelope(answer, TurboSmsResult::class())?;
        if !has_rows(&reply) {
            return Err(refused(answer, &reply));
        }
        Ok(finish(reply, &self.message, &self.warnings, &config.rules))
    }

    fn ids(&self) -> Vec<String> {
        sequence_id(&self.message).into_iter().collect()
    }
}

/// `turbosms.send_multi`.
struct SendMulti {
    messages: Vec<(String, Object)>,
    warnings: Vec<Problem>,
}

impl Operation for SendMulti {
    type Reply = Vec<(String, TurboSmsResult)>;

    fn endpoint(&self) -> &Endpoint {
        &SEND_MULTI
    }

    fn request(&mut self, config: &Config) -> Result<Request, Error> {
        let paths: Vec<String> = self.messages.iter().map(|(name, _)| format!("messages.{name}")).collect();
        let named = paths.iter().zip(&self.messages).map(|(path, (_, message))| (path.as_str(), message));
        self.warnings = validate(named, &config.rules)?;
        let mut body = vec![b'{'];
        for (i, (name, message)) in self.messages.iter().enumerate() {
            if i > 0 {
                body.push(b',');
            }
            write_string(&mut body, name);
            body.push(b':');
            write_wire(message, None, &config.rules, &mut body);
        }
        body.push(b'}');
        Ok(Request::to(SEND_MULTI.path).json(body))
    }

    fn read(&mut self, answer: &Answer, config: &Config) -> Result<Self::Reply, Error> {
        read_multi(answer, &self.messages, &self.warnings, &config.rules)
    }

    fn ids(&self) -> Vec<String> {
        self.messages.iter().filter_map(|(_, message)| sequence_id(message)).collect()
    }
}

/// `turbosms.status` and `turbosms.details`.
struct Ask<'a, S> {
    endpoint: &'static Endpoint,
    ids: &'a [S],
    class: &'static Class,
}

impl<S: AsRef<str>> Operation for Ask<'_, S> {
    type Reply = Vec<Record>;

    fn endpoint(&self) -> &Endpoint {
        self.endpoint
    }

    fn request(&mut self, _: &Config) -> Result<Request, Error> {
        if self.ids.is_empty() || self.ids.iter().any(|id| id.as_ref().is_empty()) {
            return Err(Error::invalid("message_ids", "not_empty", "must be ids that are not empty"));
        }
        let mut body = b"{\"messages\":[".to_vec();
        for (i, id) in self.ids.iter().enumerate() {
            if i > 0 {
                body.push(b',');
            }
            write_string(&mut body, id.as_ref());
        }
        body.extend_from_slice(b"]}");
        Ok(Request::to(self.endpoint.path).json(body))
    }

    fn read(&mut self, answer: &Answer, _: &Config) -> Result<Vec<Record>, Error> {
        let reply = envelope(answer, Envelope::class())?;
        let ValueRef::Json(rows) = reply.get("rows") else { return Err(refused(answer, &reply)) };
        if !rows.as_str().starts_with('[') {
            return Err(refused(answer, &reply));
        }
        let rows = read_rows(self.class, rows).map_err(|e| error_body::unreadable(answer, e))?;
        Ok(by_id(rows, self.ids, self.class))
    }
}

crate::model::reply! {
    /// What every reply looks like.
    Envelope {
        /// Native code.
        response_code: crate::model::Number = "response_code",
        /// Its name.
        response_status: crate::model::Word = "response_status",
        /// What belongs to it.
        rows: crate::model::Extra = "response_result",
    }
}

fn validate<'m>(
    messages: impl IntoIterator<Item = (&'m str, &'m Object)>,
    rules: &Rules,
) -> Result<Vec<Problem>, Error> {
    let (mut found, mut advice) = (Vec::new(), Vec::new());
    let mut messages = messages.into_iter().peekable();
    if messages.peek().is_none() {
        return Err(Error::invalid("messages", "count", "is empty; give at least one"));
    }
    for (path, message) in messages {
        check(message, &mut Problems::new(&mut found, &mut advice, path, rules));
        let belongs = |r: &Record| TurboSmsMessage::CLASSES.iter().any(|c| std::ptr::eq(*c, r.class()));
        if message.record().is_some_and(|r| !belongs(r)) {
            found.push(Problem::new(path, "type", "must be a TurboSmsMessage or a plain object"));
        }
    }
    if found.is_empty() { Ok(advice) } else { Err(Error::validation(found)) }
}

fn sequence_id(message: &Object) -> Option<String> {
    match message {
        Object::Typed(record) => record.get("sequence_id").as_str().map(str::to_owned),
        Object::Plain(json) => json.text_member("sequence_id"),
    }
}

fn envelope(answer: &Answer, class: &'static Class) -> Result<Record, Error> {
    match read_record(class, &answer.json()) {
        Ok(reply) if !reply.get("response_code").is_null() => Ok(reply),
        Ok(_) => Err(error_body::refused_or_unreadable(answer, || "it has no 'response_code'")),
        Err(why) => Err(error_body::unreadable(answer, why)),
    }
}

fn has_rows(reply: &Record) -> bool {
    matches!(reply.get("recipients"), ValueRef::Parts(rows) if !rows.is_empty())
}

/// A reply without rows: the code speaks for the whole request.
fn refused(answer: &Answer, reply: &Record) -> Error {
    let code = reply.get("response_code").as_i64().unwrap_or_default();
    let said = error_body::read(answer.text()).unwrap_or_default();
    error_body::from_refusal(answer, said).with(|d| {
        d.outcome = match codes::outcome(code) {
            // A success without rows does not say for whom.
            Outcome::Accepted => Outcome::Unknown,
            outcome => outcome,
        };
        d.kind = ErrorKind::Provider;
    })
}

/// One row for each id, in the order of the ids.
fn by_id<S: AsRef<str>>(rows: Vec<Record>, ids: &[S], class: &'static Class) -> Vec<Record> {
    // Ids are GUIDs, which are written in either case.
    let lower: Vec<Option<String>> =
        rows.iter().map(|row| row.get("message_id").as_str().map(str::to_ascii_lowercase)).collect();
    let names: Vec<RowNames<'_>> = lower.iter().map(|id| RowNames { id: id.as_deref(), to: None }).collect();
    // The same id may be asked for twice; one row answers both.
    let mut asked: Vec<Sent<'_>> = Vec::new();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut number = |id: &str| {
        let id = id.to_ascii_lowercase();
        *numbers.entry(id.clone()).or_insert_with(|| {
            asked.push(Sent { id: Some(id.into()), to: None });
            asked.len() - 1
        })
    };
    let order: Vec<usize> = ids.iter().map(|id| number(id.as_ref())).collect();
    let (places, _) = place_rows(&asked, &names, |one, other| rows[one].values().eq(rows[other].values()));
    let row = |(id, number): (&S, &usize)| match places[*number].row() {
        Some(row) => rows[row].clone(),
        None => {
            let mut row = Record::new(class);
            row.put("message_id", Value::from(id.as_ref()));
            row
        }
    };
    ids.iter().zip(&order).map(row).collect()
}

/// Puts the rows in the order of the recipients; a recipient without a row, or with rows that contradict each other, is
/// unknown.
fn finish(mut reply: Record, message: &Object, warnings: &[Problem], rules: &Rules) -> TurboSmsResult {
    let rows: Vec<Record> = match reply.get("recipients") {
        ValueRef::Parts(rows) => rows.iter().filter_map(|r| r.record().cloned()).collect(),
        _ => Vec::new(),
    };
    let recipients = recipients_of(message, rules);
    let mut done = Vec::with_capacity(rows.len());
    if let Some(recipients) = &recipients {
        let sent: Vec<Sent<'_>> = recipients.iter().map(|to| Sent { id: None, to: Some(to.as_str().into()) }).collect();
        let names: Vec<RowNames<'_>> =
            rows.iter().map(|row| RowNames { id: None, to: row.get("phone").as_str() }).collect();
        let says = |row: usize| ["message_id", "response_code"].map(|name| rows[row].get(name));
        let (places, strays) = place_rows(&sent, &names, |one, other| says(one) == says(other));
        for (number, place) in recipients.iter().zip(&places) {
            done.push(match place {
                Place::Row(row) => rows[*row].clone(),
                Place::Missing => missing(number, &reply),
                Place::Doubt => in_doubt(number),
            });
        }
        // Somebody else's row is shown all the same.
        for row in strays.into_iter().filter(|row| names[*row].to.is_some()) {
            let mut row = rows[row].clone();
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
            judge_recipient(row);
        }
    }
    let ok = done.iter().all(|r| r.get("outcome") == ValueRef::Outcome(Outcome::Accepted));
    reply.put("recipients", Value::Parts(done.into_iter().map(Object::Typed).collect()));
    reply.put("ok", Value::Bool(ok));
    reply.put("warnings", Value::Texts(warnings.iter().map(ToString::to_string).collect()));
    TurboSmsResult::of(reply)
}

/// The digits of the message's recipients; `None` if a plain object has no list of them.
fn recipients_of(message: &Object, rules: &Rules) -> Option<Vec<String>> {
    let digits = |to: &str| recipient_digits(to.into(), rules).map_or_else(|| to.to_owned(), Cow::into_owned);
    match message {
        Object::Typed(record) => match record.get("recipients") {
            ValueRef::Texts(recipients) => Some(recipients.iter().map(|to| digits(to)).collect()),
            _ => None,
        },
        Object::Plain(json) => Some(json.scalar_items("recipients")?.iter().map(|to| digits(to)).collect()),
    }
}

fn in_doubt(number: &str) -> Record {
    let mut row = Record::new(TurboSmsRecipient::class());
    row.put("phone", Value::from(number));
    row.put("outcome", Value::Outcome(Outcome::Unknown));
    explain(&mut row, None, in_doubt_because().1.and_then(|refusal| refusal.reason), Outcome::Unknown);
    row
}

/// A recipient that the reply says nothing of: refused if the whole message was, else unknown.
fn missing(number: &str, reply: &Record) -> Record {
    let whole = reply.get("response_code").as_i64().map_or(Outcome::Unknown, codes::outcome);
    let mut row = Record::new(TurboSmsRecipient::class());
    row.put("phone", Value::from(number));
    let outcome = if whole == Outcome::Rejected && !has_rows(reply) { Outcome::Rejected } else { Outcome::Unknown };
    row.put("outcome", Value::Outcome(outcome));
    if outcome == Outcome::Rejected {
        let code = reply.get("response_code").as_i64().map(|code| code.to_string());
        let reason = reply.get("response_status").as_str().map(str::to_owned);
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

/// What became of the message to a recipient, and why if it was not accepted.
fn judge_recipient(row: &mut Record) {
    let outcome = outcome_of(row);
    let code = row.get("response_code").as_i64();
    if outcome != Outcome::Accepted {
        // A code of success beside no id explains nothing.
        let said = row.raw().filter(|_| code.map(codes::outcome) != Some(Outcome::Accepted)).map(refusal::read);
        let said = said.unwrap_or_default();
        explain(row, said.code, said.reason, outcome);
    }
    row.put("outcome", Value::Outcome(outcome));
}

/// Judged by id and code together (D61).
fn outcome_of(row: &Record) -> Outcome {
    let has_id = !row.get("message_id").is_null();
    match row.get("response_code").as_i64() {
        None if has_id => Outcome::Accepted,
        None => Outcome::Unknown,
        Some(code) => match codes::outcome(code) {
            // Taken, but under which id? Those that were there before need none.
            Outcome::Accepted if !has_id && ![407, 427, 507].contains(&code) => Outcome::Unknown,
            outcome => outcome,
        },
    }
}

fn read_multi(
    answer: &Answer,
    messages: &[(String, Object)],
    warnings: &[Problem],
    rules: &Rules,
) -> Result<Vec<(String, TurboSmsResult)>, Error> {
    let reply = envelope(answer, Envelope::class())?;
    let ValueRef::Json(rows) = reply.get("rows") else { return Err(refused(answer, &reply)) };
    let names: HashMap<&str, usize> = (0..).zip(messages).map(|(i, (name, _))| (name.as_str(), i)).collect();
    let mut found = vec![None; messages.len()];
    let place = |key: &str, row| names.get(key).map_or((), |i| found[*i] = Some(row));
    each_member(rows.as_str(), place).ok_or_else(|| refused(answer, &reply))?;
    let mut results = Vec::with_capacity(messages.len());
    for ((name, message), row) in messages.iter().zip(found) {
        let inner = row.and_then(|row: Raw<'_>| read_record(TurboSmsResult::class(), &rows.part(row.as_str())).ok());
        let inner = inner.unwrap_or_else(|| Record::new(TurboSmsResult::class()));
        let path = format!("messages.{name}");
        let own: Vec<Problem> = warnings.iter().filter(|w| w.path().starts_with(&path)).cloned().collect();
        results.push((name.clone(), finish(inner, message, &own, rules)));
    }
    Ok(results)
}

/// Whether a status is final, and whether it is a good one (`docs/provider/turbosms-codes.md` §3).
fn judge(row: &mut Record) {
    let word = row.get("status").as_str().unwrap_or_default().to_ascii_lowercase();
    let delivered = matches!(word.as_str(), "delivered" | "read");
    let lost = matches!(word.as_str(), "expired" | "undelivered" | "rejected" | "failed" | "cancelled");
    row.put("is_delivered", Value::Bool(delivered));
    row.put("is_final", Value::Bool(delivered || lost));
}
