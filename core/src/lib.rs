//! Blocking client for the SMSBAT messaging APIs.
//!
//! ```no_run
//! use smsbat_core::{Client, Sms};
//!
//! let client = Client::builder().api_key("…").build()?;
//! let result = client.messages().send(&[Sms::new("+380671234567", "MyShop", "Hello")])?;
//! for message in result.messages() {
//!     println!("{} {:?}", message.outcome(), message.message_id());
//! }
//! # Ok::<(), smsbat_core::Error>(())
//! ```
//!
//! Every row of a reply and every [`Error`] has an [`Outcome`]: accepted, rejected, not sent or unknown.
//!
//! # Cancellation and async programs
//! A call blocks its thread for at most its `timeout`. An interrupt is asked every 50 milliseconds and ends it; the error
//! says whether the message may have been sent:
//!
//! ```
//! use std::sync::Arc;
//! use std::sync::atomic::{AtomicBool, Ordering};
//! use smsbat_core::{Client, ErrorKind, Outcome, Sms};
//! # let client = Client::builder().api_key("test-key").base_url("http://127.0.0.1:9").build()?;
//!
//! let stop = Arc::new(AtomicBool::new(false));
//! let asked = Arc::clone(&stop);
//! let messages = client.messages().interrupt(move || asked.load(Ordering::Relaxed));
//! stop.store(true, Ordering::Relaxed); // from another thread, or a signal handler
//! let error = messages.send(Sms::new("+380671234567", "MyShop", "Hello")).unwrap_err();
//! assert_eq!((error.kind(), error.outcome()), (ErrorKind::Cancelled, Outcome::NotSent));
//! # Ok::<(), smsbat_core::Error>(())
//! ```
//!
//! With tokio a call belongs on a thread that may be blocked. A client is cheap to clone:
//!
//! ```
//! use smsbat_core::{Client, Sms, testing::MockTransport};
//!
//! # let mock = MockTransport::new();
//! # mock.reply(200, r#"{"messages": [{"messageId": "m-1", "status": "accepted"}]}"#);
//! # let client = Client::builder().api_key("test-key").transport(&mock).build()?;
//! # let runtime = tokio::runtime::Builder::new_current_thread().build()?;
//! # runtime.block_on(async {
//! let cloned = client.clone();
//! let sms = Sms::new("+380671234567", "MyShop", "Hello");
//! let result = tokio::task::spawn_blocking(move || cloned.messages().send(sms)).await??;
//! assert!(result.ok());
//! # Ok::<(), Box<dyn std::error::Error>>(()) })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Logging
//! Each attempt logs one line to the `log` facade, at level `debug` with the target `smsbat`: operation, attempt,
//! result, HTTP status, duration and request id. Neither log lines nor error texts nor `Debug` output contain secrets
//! or personal values. The HTTP library logs on its own: the target `ureq` writes request URLs at `debug`, which may
//! contain a phone number in a chat filter, and the target `ureq_proto` writes whole requests at `trace`, including
//! keys. With the feature `realtime`, the target `tungstenite` writes the messages of the chat hub at `trace`, but no
//! keys. Turn all of them off where logs are stored.
#![forbid(unsafe_code)]
#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::string_slice))]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod builder;
#[cfg(feature = "bulk")]
pub mod bulk;
mod cascade;
mod chathub;
mod classes;
mod client;
mod clock;
mod config;
mod credentials;
#[cfg(feature = "bulk")]
pub mod delivery;
mod descriptors;
#[cfg(feature = "doctor")]
pub mod doctor;
mod engine;
mod error;
mod error_body;
mod error_kind;
mod flash_call;
mod hex;
mod http;
mod late;
mod limits;
mod messages;
mod messagio;
mod model;
mod native_codes;
mod nested;
mod operations;
mod os_text;
mod own_texts;
mod phone;
mod placeholders;
pub mod preview;
mod problem;
mod random;
mod request;
mod rules;
#[cfg(feature = "serde")]
mod serial;
mod shown;
#[cfg(feature = "simulation")]
#[doc(hidden)]
pub mod simulation;
mod spelling;
mod step;
#[cfg(feature = "bulk")]
mod sync;
mod text;
mod text_file;
mod time;
mod turbosms;
pub mod webhooks;
mod whole_file;

pub use builder::{ClientBuilder, VERSION};
pub use cascade::{
    CASCADE_TYPES, Cascade, CascadeFallback, CascadeMessage, Telegram, TelegramButton, Template, TemplateRow, Variable,
    ViberBot,
};
pub use chathub::{
    CHAT_STATUSES, Chat, ChatFilter, ChatHub, ChatMedia, ChatMessage, ChatOperator, ChatPage, Chats, Follow,
    NewOperator, OPERATOR_STATUSES, Operator, Organization, TokenInfo, visitor_widget_html, widget_html,
};
#[cfg(feature = "realtime")]
pub use chathub::{
    ChatCreated, ChatEvent, ChatEvents, ChatMediaReceived, ChatMessageReceived, ChatStatusChanged, ConnectionChanged,
    HUB_CHAT_STATUSES, HUB_MESSAGE_STATUSES, HubTransport, Listen, MessageStatusChanged, UnknownEvent,
};
#[cfg(feature = "realtime")]
pub use classes::EVENT_CLASSES;
pub use classes::{API_CLASSES, API_REPLY_CLASSES, PART_CLASSES, REPLY_CLASSES};
pub use client::Client;
pub use config::{SETTINGS, Setting, SettingKind};
pub use credentials::Secret;
pub use engine::argument::{Argument, ArgumentKind};
pub use engine::reply::Reply;
pub use engine::{Api, Attempt, CallOptions, Method};
pub use error::{Error, ErrorKind, Outcome, ProviderCode, UnknownName};
pub use flash_call::flash_call_matches;
pub use http::call::Interrupt;
pub use http::rate::RateLimit;
pub use limits::MAX_MESSAGES;
pub use messages::content::*;
pub use messages::{
    Action, Button, Card, Fallback, FallbackStatus, File, Media, MessageId, MessageStatus, Messages, RawReply,
    RcsButton, RcsCard, SendResult, SentMessage, Video,
};
pub use messagio::{Messagio, MessagioMessage, MessagioResult, MessagioSent};
pub use model::{
    Class, Field, IntoField, IntoMessages, Json, JsonError, Kind, Model, Object, Parts, Problems, Record, SetError,
    SmallStr, Value, ValueRef, WrongClass,
};
pub use native_codes::{TURBOSMS_CODES, TurboSmsCode};
pub use operations::{Operation, operations};
pub use phone::{Phone, PhoneError};
pub use problem::Problem;
pub use text::{Encoding, Segments, segments};
pub use text_file::read as text_of_file;
pub use turbosms::{
    TurboCard, TurboSms, TurboSmsApi, TurboSmsChannel, TurboSmsDetails, TurboSmsEvent, TurboSmsMessage,
    TurboSmsRecipient, TurboSmsResult, TurboSmsStatus, TurboViber,
};
pub use webhooks::{DeliveryReport, IncomingMessage, Webhook};

/// Stand-ins for unit tests of programs that use this library.
pub mod testing {
    pub use crate::http::mock::{MockRequest, MockTransport};
}

/// A message: one of the kinds in [`MESSAGE_CLASSES`], or a JSON object that is sent unchanged.
pub type Message = Object;

/// Field types, used in the signatures of builder methods and getters.
pub mod fields {
    pub use crate::model::{
        AnyText, Count, Decimal, Extra, FieldType, Flag, Id, ListOf, Number, OneOf, OwnId, Params, PartOf, PhoneDigits,
        PhoneList, PhoneNumber, RcsText, Reason, ResultWord, RowsOf, Seconds, Sender, Text, Texts, Time, Url, Word,
        Wrap,
    };
}

/// Support for the bindings. Not for use in Rust programs.
#[doc(hidden)]
pub mod binding {
    use std::time::Duration;

    use crate::credentials::Secret;
    use crate::error::{Error, Outcome};
    pub use crate::http::port;
    pub use crate::messages::{Waiting, WaitingAll};
    use crate::model::{Class, Json, Object, Record, Value};
    pub use crate::model::{MAX_DEPTH, write_string};
    pub use crate::phone::{PhoneRules, mask};
    use crate::problem::Problem;
    use crate::rules::Rules;
    pub use crate::step::Step;
    use crate::{CallOptions, ChatMessage, Client, Follow, Interrupt, MessageStatus};

    /// Arguments of operations; [`call`] runs what they describe.
    pub mod operations {
        pub use crate::cascade::*;
        pub use crate::chathub::*;
        pub use crate::engine::argument::status_number;
        pub use crate::engine::description::Arguments;
        pub use crate::engine::reply::{Answered, Html};
        pub use crate::messages::*;
        pub use crate::messagio::*;
        pub use crate::request::*;
        pub use crate::turbosms::*;
    }

    /// Runs an operation.
    ///
    /// # Errors
    /// Same as the operation.
    pub fn call<A: operations::Arguments>(
        client: &Client,
        arguments: A,
        options: &CallOptions,
    ) -> Result<A::Reply, Error> {
        arguments.call(client.engine(), options)
    }

    /// Connects to a WebSocket at the address of ChatHub, sends every message back until the server ends it, and returns
    /// the last text. For Autobahn's cases; in no product.
    ///
    /// # Errors
    /// If there is no connection.
    #[cfg(feature = "test-echo")]
    pub fn echo(client: &Client, path: &'static str, query: &str, time: Duration) -> Result<String, Error> {
        crate::chathub::echo(client.engine(), path, query, time)
    }

    /// Returns the JSON that is sent for a message or part.
    pub fn wire(object: &Object) -> String {
        let mut out = Vec::new();
        crate::model::write_wire(object, None, &Rules::default(), &mut out);
        String::from_utf8(out).unwrap_or_default()
    }

    pub use crate::model::{Edit, Member, Written, key_number, write_noted};

    /// Returns a reply as a JSON object by field name, with decimals as strings.
    pub fn view(record: &Record) -> String {
        record.to_json()
    }

    /// Makes a problem that a binding found before the core could check the value.
    pub fn problem(path: &str, rule: &str, message: impl Into<String>) -> Problem {
        Problem::new(path, rule, message)
    }

    /// Returns the same problem with its path below `parent`.
    pub fn below(problem: &Problem, parent: &str) -> Problem {
        problem.below(parent)
    }

    /// Returns the same as [`crate::preview::error`] for an error that another language holds.
    pub fn error_table(caption: &str, outcome: Outcome, rows: &[(&str, String)], problems: &[String]) -> String {
        crate::preview::error_table(caption, outcome, rows, problems)
    }

    /// Makes the error for these problems.
    pub fn validation(problems: Vec<Problem>) -> Error {
        Error::validation(problems)
    }

    /// Returns the same problem at another path, on the wire and in the names of arguments.
    pub fn placed(problem: &Problem, path: &str, argument: &str) -> Problem {
        Problem::new(path, problem.rule(), problem.message()).called(argument.to_owned())
    }

    /// Returns an error if there are problems with the objects of a call, which has `count` of them.
    ///
    /// # Errors
    /// If there are any.
    pub fn refuse_objects(count: usize, problems: Vec<Problem>) -> Result<(), Error> {
        let mut findings = crate::messages::validation::Findings::of(count);
        problems.into_iter().for_each(|problem| findings.refuse(problem));
        findings.finish().map(drop)
    }

    /// Returns true if a field for parts of these classes takes the object.
    pub fn takes_part(classes: &[&'static crate::Class], object: &Object) -> bool {
        crate::model::allowed(classes, object)
    }

    /// Checks the number of objects in a request before they are read.
    ///
    /// # Errors
    /// If there are none, or more than one request takes.
    pub fn check_count(name: &str, count: usize) -> Result<(), Error> {
        crate::messages::batch::check_count(name, count, "")
    }

    /// Checks the number of bytes of a [`crate::ChatMedia`] before they are copied.
    ///
    /// # Errors
    /// If there are none, or more than are sent.
    pub fn check_media_size(size: usize) -> Result<(), Error> {
        crate::ChatMedia::check_size(size)
    }

    /// Makes the error for a panic that was caught at a language boundary. It is unknown how far the call got.
    pub fn panicked() -> Error {
        Error::panicked()
    }

    /// Makes the error of a read that was cancelled after its response had arrived.
    pub fn late_read() -> Error {
        crate::late::read()
    }

    /// Makes the error of any other call that was cancelled after its response had arrived, with these replies.
    pub fn late<'r>(replies: impl IntoIterator<Item = &'r Record>) -> Error {
        crate::late::replies(replies)
    }

    #[cfg(feature = "bulk")]
    pub use crate::delivery::TRACK_TIMEOUT;

    /// Makes the same error for a campaign with these counts of rows.
    #[cfg(feature = "bulk")]
    pub fn late_campaign(total: u64, not_sent: u64, unknown: u64) -> Error {
        crate::late::campaign(total, not_sent, unknown)
    }

    /// Makes the error of a call that the program cancelled.
    pub fn cancelled(why: &str) -> Error {
        Error::new(crate::ErrorKind::Cancelled, why)
    }

    /// Makes the error for a report that cannot be written or read back.
    pub fn unwritable(why: &std::io::Error) -> Error {
        Error::configuration(format!("the report cannot be written or read: {}", crate::os_text::why(why)))
    }

    /// Makes the error for a report whose rows are being read.
    pub fn report_in_use() -> Error {
        Error::configuration("the report is being read")
    }

    /// Reads any JSON value. Its exact text is kept.
    pub fn json(text: &str) -> Option<Json> {
        serde_json::from_str(text).ok()
    }

    /// Rebuilds a record from its values, for serializers of other languages. Values that do not fit are left out.
    pub fn restore(class: &'static Class, values: Vec<(&str, Value)>, raw: Option<&str>) -> Record {
        let mut record = Record::of(class, vec![Value::Null; class.fields.len()], raw.map(Json::trusted));
        for (name, value) in values {
            let _ = record.set(name, value);
        }
        record
    }

    /// Converts a number of seconds to a duration, with the limits that apply to every time in this library.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] if it is not above 0 and at most a day.
    pub fn seconds(name: &str, value: f64) -> Result<Duration, Error> {
        crate::engine::argument::seconds(name, value)
    }

    /// Reads a number of retries that is an argument.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] if it is not a whole number from 0 to 100.
    pub fn retries(digits: &str) -> Result<u32, Error> {
        crate::CallOptions::retries(digits)
    }

    /// Returns the text of a secret, for languages without a type for secrets.
    pub fn expose(secret: &Secret) -> &str {
        secret.expose()
    }

    /// Starts [`crate::Messages::wait`] without its pauses, for languages that wait in other ways than by a sleeping
    /// thread.
    ///
    /// # Errors
    /// Same as there, before the first request.
    pub fn waiting(
        client: &Client,
        message_id: &str,
        time: Duration,
        interval: Duration,
        options: &CallOptions,
    ) -> Result<Waiting, Error> {
        Waiting::new(client.engine(), message_id, time, interval, options)
    }

    /// Makes the next request of a wait.
    ///
    /// # Errors
    /// Same as [`crate::Messages::wait`].
    pub fn ask(waiting: &mut Waiting, interrupt: Interrupt) -> Result<Step<MessageStatus>, Error> {
        waiting.ask(Some(interrupt))
    }

    /// Starts [`crate::Messages::wait_all`] without its pauses.
    ///
    /// # Errors
    /// Same as there, before the first request.
    pub fn waiting_all(
        client: &Client,
        message_ids: &[&str],
        time: Duration,
        interval: Duration,
        options: &CallOptions,
    ) -> Result<WaitingAll, Error> {
        WaitingAll::new(client.engine(), message_ids, time, interval, options)
    }

    /// Makes the next round of requests.
    ///
    /// # Errors
    /// Same as [`crate::Messages::wait_all`].
    pub fn ask_all(waiting: &mut WaitingAll, interrupt: Interrupt) -> Result<Step<Vec<MessageStatus>>, Error> {
        waiting.ask(Some(interrupt))
    }

    /// Returns the id of the only message of a record: a row of a send, its result, or a status.
    ///
    /// # Errors
    /// Same as [`crate::MessageId::message_id`].
    pub fn message_id(record: &Record) -> Result<&str, Error> {
        crate::messages::id_of(record)
    }

    /// Makes the error for a message without an id.
    pub fn no_message_id() -> Error {
        crate::messages::no_id()
    }

    /// Makes the next request for a message of a chat; `None` at the end.
    ///
    /// # Errors
    /// Same as the iterator.
    pub fn follow(follow: &mut Follow) -> Result<Option<Step<ChatMessage>>, Error> {
        follow.ask()
    }

    /// Returns the number of a chat status from its name or number.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] if it is neither.
    pub fn chat_status(status: &str) -> Result<i64, Error> {
        let number = crate::engine::argument::status_number(crate::CHAT_STATUSES, status);
        number.map_err(|e| e.of("chathub.chats"))
    }
}

/// Default timeout of `wait`, in seconds.
pub const WAIT_TIMEOUT: f64 = 120.0;

/// Default interval of `wait`: seconds between the first two requests.
pub const WAIT_INTERVAL: f64 = 5.0;

/// Reads a file of the repository, for unit tests. The published package has none.
#[cfg(test)]
fn repository_file(name: &str) -> Option<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
    root.join("tests/vectors").exists().then(|| std::fs::read_to_string(root.join(name)).unwrap_or_default())
}
