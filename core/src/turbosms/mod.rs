//! The TurboSMS-compatible API. Every response is HTTP 200, with the outcome in the body (`docs/provider/turbosms.md`).

mod message;
mod outcomes;
mod replies;

pub use message::{TurboCard, TurboSms, TurboSmsMessage, TurboViber};
pub use replies::{TurboSmsChannel, TurboSmsDetails, TurboSmsEvent, TurboSmsRecipient, TurboSmsResult, TurboSmsStatus};

use std::borrow::Cow;
use std::collections::HashSet;

use self::outcomes::{by_id, envelope, finish, has_rows, judge, read_multi, refused, result, sequence_id};
use crate::config::Config;
use crate::engine::argument::ArgumentKind;
use crate::engine::{CallOptions, Endpoint, Engine, Operation, Request, description, operation, options};
use crate::error::Error;
use crate::error_body;
use crate::http::Answer;
use crate::messages::validation::Findings;
use crate::model::{Class, Model, Object, Record, Value, ValueRef, Wrap, read_rows, write_string, write_wire};
use crate::problem::Problem;

/// Operations of this API.
pub(crate) const OPERATIONS: &[description::Operation] =
    &[TurboSmsSend::DESCRIPTION, SendMulti::DESCRIPTION, RecipientStatus::DESCRIPTION, RecipientDetails::DESCRIPTION];

/// The TurboSMS-compatible API of a client. Options set here apply to calls made through this value.
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
    /// [`crate::ErrorKind::Provider`] if the reply has no rows for recipients. Refused recipients are not an error.
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
        send(self.engine, TurboSmsSend { message: Cow::Owned(message.into()) }, &self.options)
    }

    /// Sends several messages in one request, each under a name that you choose. Returns the results by name.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Provider`] if the whole request was refused. If only one message was refused, all its rows have that
    /// outcome.
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
        let messages: Vec<_> = messages.into_iter().map(|(name, message)| (name.into(), message.into())).collect();
        send_multi(self.engine, SendMulti { messages: Cow::Owned(messages) }, &self.options)
    }

    /// Returns the delivery statuses of messages, one for each id, in the same order. If the reply has no clear row for
    /// an id, its status has only the id.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Provider`] if the reply has no rows.
    pub fn status(&self, ids: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Vec<TurboSmsStatus>, Error> {
        let message_ids = ids.into_iter().map(|id| id.as_ref().to_owned()).collect();
        status(self.engine, RecipientStatus { message_ids }, &self.options)
    }

    /// Returns the details of messages, one entry for each id as in [`Self::status`].
    ///
    /// # Errors
    /// [`crate::ErrorKind::Provider`] if the reply has no rows.
    pub fn details(&self, ids: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Vec<TurboSmsDetails>, Error> {
        let message_ids = ids.into_iter().map(|id| id.as_ref().to_owned()).collect();
        details(self.engine, RecipientDetails { message_ids }, &self.options)
    }
}

operation! {
    /// Sends one message to its recipients.
    ///
    /// The call succeeds even if some recipients were refused: check `ok` or the `outcome` of each row.
    TurboSmsSend<'a> = "turbosms.send" {
        /// Message to send.
        message: Cow<'a, Object> [ArgumentKind::Object(&[TurboSmsMessage::CLASSES])],
    }
    -> TurboSmsResult;
    on Post "/api/tsms/message/send", TurboSms, Messaging, Send;
    by send;
    errors { Provider = "The response has no rows for recipients; `code` is the native code." }
}

operation! {
    /// Sends several messages in one request, each under a name that you choose. Returns the results by name.
    SendMulti<'a> = "turbosms.send_multi" {
        /// Messages by name.
        messages: Cow<'a, [(String, Object)]> [ArgumentKind::NamedObjects(&[TurboSmsMessage::CLASSES])],
    }
    -> Vec<(String, TurboSmsResult)> = "A `TurboSmsResult` for each name.";
    on Post "/api/tsms/message/sendmulti", TurboSms, Messaging, Send;
    by send_multi;
    errors { Provider = "The whole request was refused; `code` is the native code." }
}

operation! {
    /// Returns the delivery statuses of messages, one for each id, in the same order. If the response has no clear row
    /// for an id, its status has only the id.
    RecipientStatus<'a> = "turbosms.status" {
        /// Message ids: the `message_id` of rows of a send.
        message_ids: Cow<'a, [String]>,
    }
    -> Vec<TurboSmsStatus>;
    on Post "/api/tsms/message/status", TurboSms, Data, Read;
    by status;
    errors { Provider = "The response has no rows; `code` is the native code." }
}

operation! {
    /// Returns the details of messages, one entry for each id, in the same order, as in `status`.
    RecipientDetails<'a> = "turbosms.details" {
        /// Message ids: the `message_id` of rows of a send.
        message_ids: Cow<'a, [String]>,
    }
    -> Vec<TurboSmsDetails>;
    on Post "/api/tsms/message/details", TurboSms, Data, Read;
    by details;
    errors { Provider = "The response has no rows; `code` is the native code." }
}

fn send(engine: &Engine, given: TurboSmsSend<'_>, options: &CallOptions) -> Result<TurboSmsResult, Error> {
    engine.run(Sending { message: &given.message, warnings: Vec::new() }, options)
}

fn send_multi(
    engine: &Engine,
    given: SendMulti<'_>,
    options: &CallOptions,
) -> Result<Vec<(String, TurboSmsResult)>, Error> {
    engine.run(SendingMulti { messages: &given.messages, warnings: Vec::new() }, options)
}

fn status(engine: &Engine, given: RecipientStatus<'_>, options: &CallOptions) -> Result<Vec<TurboSmsStatus>, Error> {
    let (endpoint, class) = (&RecipientStatus::ENDPOINT, TurboSmsStatus::class());
    let rows = engine.run(Ask { endpoint, ids: &given.message_ids, class }, options)?;
    let judged = rows.into_iter().map(|mut row| {
        judge(&mut row);
        TurboSmsStatus::of(row)
    });
    Ok(judged.collect())
}

fn details(engine: &Engine, given: RecipientDetails<'_>, options: &CallOptions) -> Result<Vec<TurboSmsDetails>, Error> {
    let (endpoint, class) = (&RecipientDetails::ENDPOINT, TurboSmsDetails::class());
    let rows = engine.run(Ask { endpoint, ids: &given.message_ids, class }, options)?;
    let judged = rows.into_iter().map(|mut row| {
        for name in ["sms", "viber"] {
            let ValueRef::Part(Object::Typed(channel)) = row.get(name) else { continue };
            let mut channel = channel.clone();
            judge(&mut channel);
            row.put(name, Value::Part(Box::new(Object::Typed(channel))));
        }
        TurboSmsDetails::of(row)
    });
    Ok(judged.collect())
}

struct Sending<'a> {
    message: &'a Object,
    warnings: Vec<Problem>,
}

impl Operation for Sending<'_> {
    type Reply = TurboSmsResult;

    fn endpoint(&self) -> &Endpoint {
        &TurboSmsSend::ENDPOINT
    }

    fn request(&mut self, config: &Config) -> Result<Request, Error> {
        let mut findings = Findings::default();
        findings.add(self.message, || "message".to_owned(), &[TurboSmsMessage::CLASSES], &config.rules);
        self.warnings = findings.finish()?;
        let mut body = Vec::new();
        write_wire(self.message, None, &config.rules, &mut body);
        Ok(Request::to(TurboSmsSend::ENDPOINT.path).json(body))
    }

    fn read(&mut self, answer: &Answer, config: &Config) -> Result<TurboSmsResult, Error> {
        let reply = result(answer)?;
        if !has_rows(&reply) {
            return Err(refused(answer, &reply));
        }
        Ok(finish(answer, reply, self.message, &self.warnings, &config.rules))
    }

    fn ids(&self) -> Vec<String> {
        sequence_id(self.message).into_iter().collect()
    }
}

struct SendingMulti<'a> {
    messages: &'a [(String, Object)],
    warnings: Vec<Problem>,
}

impl Operation for SendingMulti<'_> {
    type Reply = Vec<(String, TurboSmsResult)>;

    fn endpoint(&self) -> &Endpoint {
        &SendMulti::ENDPOINT
    }

    fn request(&mut self, config: &Config) -> Result<Request, Error> {
        if self.messages.is_empty() {
            return Err(Error::invalid("messages", "count", "must not be empty"));
        }
        // Of two members of one name, a reader takes one: the other message would be lost.
        let mut names = HashSet::new();
        if let Some((name, _)) = self.messages.iter().find(|(name, _)| !names.insert(name.as_str())) {
            return Err(Error::invalid(&format!("messages.{name}"), "duplicate", "is the name of two messages"));
        }
        let mut findings = Findings::default();
        for (name, message) in self.messages {
            findings.add(message, || format!("messages.{name}"), &[TurboSmsMessage::CLASSES], &config.rules);
        }
        self.warnings = findings.finish()?;
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
        Ok(Request::to(SendMulti::ENDPOINT.path).json(body))
    }

    fn read(&mut self, answer: &Answer, config: &Config) -> Result<Self::Reply, Error> {
        read_multi(answer, self.messages, &self.warnings, &config.rules)
    }

    fn ids(&self) -> Vec<String> {
        self.messages.iter().filter_map(|(_, message)| sequence_id(message)).collect()
    }
}

/// `turbosms.status` and `turbosms.details`.
struct Ask<'a> {
    endpoint: &'static Endpoint,
    ids: &'a [String],
    class: &'static Class,
}

impl Operation for Ask<'_> {
    type Reply = Vec<Record>;

    fn endpoint(&self) -> &Endpoint {
        self.endpoint
    }

    fn request(&mut self, _: &Config) -> Result<Request, Error> {
        if self.ids.is_empty() || self.ids.iter().any(String::is_empty) {
            return Err(Error::invalid("message_ids", "not_empty", "must have at least one id and no empty ids"));
        }
        let mut body = b"{\"messages\":[".to_vec();
        for (i, id) in self.ids.iter().enumerate() {
            if i > 0 {
                body.push(b',');
            }
            write_string(&mut body, id);
        }
        body.extend_from_slice(b"]}");
        Ok(Request::to(self.endpoint.path).json(body))
    }

    fn read(&mut self, answer: &Answer, _: &Config) -> Result<Vec<Record>, Error> {
        let reply = envelope(answer)?;
        let ValueRef::Json(rows) = reply.get("rows") else { return Err(refused(answer, &reply)) };
        if !rows.as_str().starts_with('[') {
            return Err(refused(answer, &reply));
        }
        let rows = read_rows(self.class, rows).map_err(|e| error_body::unreadable(answer, e))?;
        Ok(by_id(rows, self.ids, self.class))
    }
}
