//! A message as the file keeps it.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::clock::Millis;
use crate::credentials::Account;
use crate::inbox::{Api, Leg, Mark, Message, Origin};
use crate::lifecycle::Step;
use crate::magic::{Course, Fate};
use crate::tsms::Content;

/// A word that the program knows, from a file. The words are few; each is kept once.
pub(crate) fn word(text: &str) -> &'static str {
    static WORDS: Mutex<Option<HashSet<&'static str>>> = Mutex::new(None);
    let mut words = WORDS.lock().unwrap_or_else(PoisonError::into_inner);
    let words = words.get_or_insert_default();
    match words.get(text) {
        Some(known) => known,
        None => {
            let word: &'static str = Box::leak(text.to_owned().into_boxed_str());
            words.insert(word);
            word
        }
    }
}

/// All fields of a [`Message`].
#[derive(Debug, Deserialize)]
pub(crate) struct KeptMessage {
    seq: u64,
    list_id: u64,
    api: String,
    kind: String,
    channel: String,
    from: Box<str>,
    to: Box<str>,
    digits: Box<str>,
    text: Box<str>,
    rendered: Option<Box<str>>,
    own_id: Option<Box<str>>,
    ttl: Option<u64>,
    caller_id: Option<Box<str>>,
    #[serde(default)]
    legs: Vec<(Box<str>, Box<str>)>,
    fate: KeptFate,
    received_at: Millis,
    starts_at: Millis,
    content: Option<Content>,
    request: Box<RawValue>,
    row: Option<Box<RawValue>>,
    origin: Option<(KeptAccount, String)>,
    #[serde(default)]
    directed: Vec<(Millis, usize, String, String)>,
    seen: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KeptFate {
    Refused(String, String, String),
    Taken(Option<String>, KeptCourse),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KeptCourse {
    Delivered,
    Read,
    Fails(String),
    FirstFails,
    Stuck,
    LateStatus,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KeptAccount {
    Key(String),
    Login(String),
}

impl KeptMessage {
    /// The row of a message.
    pub(crate) fn text(message: &Message) -> String {
        /// Borrowed, in the fields of [`KeptMessage`].
        #[derive(Serialize)]
        struct Row<'a> {
            seq: u64,
            list_id: u64,
            api: &'a str,
            kind: &'a str,
            channel: &'a str,
            from: &'a str,
            to: &'a str,
            digits: &'a str,
            text: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            rendered: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            own_id: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            ttl: Option<u64>,
            #[serde(skip_serializing_if = "Option::is_none")]
            caller_id: Option<&'a str>,
            #[serde(skip_serializing_if = "Vec::is_empty")]
            legs: Vec<(&'a str, &'a str)>,
            fate: KeptFate,
            received_at: Millis,
            starts_at: Millis,
            #[serde(skip_serializing_if = "Option::is_none")]
            content: Option<&'a Content>,
            request: &'a RawValue,
            #[serde(skip_serializing_if = "Option::is_none")]
            row: Option<&'a RawValue>,
            #[serde(skip_serializing_if = "Option::is_none")]
            origin: Option<(KeptAccount, &'a str)>,
            #[serde(skip_serializing_if = "Vec::is_empty")]
            directed: Vec<(Millis, usize, &'a str, &'a str)>,
            seen: bool,
        }
        let account = |account: &Account| match account {
            Account::Key(key) => KeptAccount::Key(key.clone()),
            Account::Login(login) => KeptAccount::Login(login.clone()),
        };
        let row = Row {
            seq: message.seq,
            list_id: message.list_id,
            api: message.api.name(),
            kind: message.kind,
            channel: message.channel,
            from: &message.from,
            to: &message.to,
            digits: &message.digits,
            text: &message.text,
            rendered: message.rendered.as_deref(),
            own_id: message.customer_message_id.as_deref(),
            ttl: message.ttl,
            caller_id: message.caller_id.as_deref(),
            legs: message.legs.iter().map(|leg| (&*leg.channel, &*leg.text)).collect(),
            fate: KeptFate::of(message.fate),
            received_at: message.received_at,
            starts_at: message.starts_at,
            content: message.content.as_deref(),
            request: &message.request,
            row: message.row.as_deref(),
            origin: message.mark.origin.as_ref().map(|origin| (account(&origin.account), origin.request_id.as_str())),
            directed: message.mark.directed.iter().map(|s| (s.after, s.channel, s.status, s.overall)).collect(),
            seen: message.mark.seen,
        };
        serde_json::to_string(&row).unwrap_or_default()
    }

    pub(crate) fn into_message(self) -> Message {
        let account = |account| match account {
            KeptAccount::Key(key) => Account::Key(key),
            KeptAccount::Login(login) => Account::Login(login),
        };
        let step = |(after, channel, status, overall): (Millis, usize, String, String)| Step {
            after,
            channel,
            status: word(&status),
            overall: word(&overall),
        };
        let mut mark = Mark::default();
        mark.seen = self.seen;
        mark.origin = self.origin.map(|(who, request_id)| Arc::new(Origin { account: account(who), request_id }));
        mark.directed = self.directed.into_iter().map(step).collect();
        Message {
            seq: self.seq,
            list_id: self.list_id,
            api: Api::ALL.into_iter().find(|api| api.name() == self.api).unwrap_or(Api::Messages),
            kind: word(&self.kind),
            channel: word(&self.channel),
            from: self.from,
            to: self.to,
            digits: self.digits,
            text: self.text,
            rendered: self.rendered,
            customer_message_id: self.own_id,
            ttl: self.ttl,
            caller_id: self.caller_id,
            legs: self.legs.into_iter().map(|(channel, text)| Leg { channel, text }).collect(),
            fate: self.fate.into_fate(),
            received_at: self.received_at,
            starts_at: self.starts_at,
            content: self.content.map(Arc::new),
            request: self.request.into(),
            row: self.row,
            mark,
        }
    }
}

impl KeptFate {
    fn of(fate: Fate) -> Self {
        let course = |course| match course {
            Course::Delivered => KeptCourse::Delivered,
            Course::Read => KeptCourse::Read,
            Course::Fails(word) => KeptCourse::Fails(word.to_owned()),
            Course::FirstFails => KeptCourse::FirstFails,
            Course::Stuck => KeptCourse::Stuck,
            Course::LateStatus => KeptCourse::LateStatus,
        };
        match fate {
            Fate::Refused { status, code, reason } => Self::Refused(status.into(), code.into(), reason.into()),
            Fate::Taken { row, course: goes } => Self::Taken(row.map(Into::into), course(goes)),
            // A request that is refused as a whole leaves no message.
            Fate::Http(_) => Self::Taken(None, KeptCourse::Delivered),
        }
    }

    fn into_fate(self) -> Fate {
        match self {
            Self::Refused(status, code, reason) => {
                Fate::Refused { status: word(&status), code: word(&code), reason: word(&reason) }
            }
            Self::Taken(row, course) => Fate::Taken {
                row: row.as_deref().map(word),
                course: match course {
                    KeptCourse::Delivered => Course::Delivered,
                    KeptCourse::Read => Course::Read,
                    KeptCourse::Fails(text) => Course::Fails(word(&text)),
                    KeptCourse::FirstFails => Course::FirstFails,
                    KeptCourse::Stuck => Course::Stuck,
                    KeptCourse::LateStatus => Course::LateStatus,
                },
            },
        }
    }
}
