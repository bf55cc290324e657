//! A message as the file keeps it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::inbox::message::{Api, Leg, Mark, Message, Origin};
use crate::provider::common::credentials::Account;
use crate::provider::tsms::content::Content;
use crate::simulate::clock::Millis;
use crate::simulate::lifecycle::Step;
use crate::simulate::magic::{Course, Fate};
use crate::words::intern;

/// All fields of a [`Message`].
#[derive(Debug, Deserialize)]
pub(super) struct StoredMessage {
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
    fate: StoredFate,
    received_at: Millis,
    starts_at: Millis,
    content: Option<Content>,
    request: Box<RawValue>,
    row: Option<Box<RawValue>>,
    origin: Option<(StoredAccount, String)>,
    #[serde(default)]
    directed: Vec<(Millis, usize, String, String)>,
    seen: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredFate {
    Refused(String, String, String),
    Taken(Option<String>, StoredCourse),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredCourse {
    Delivered,
    Read,
    Fails(String),
    FirstFails,
    Stuck,
    LateStatus,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredAccount {
    Key(String),
    Login(String),
}

impl StoredMessage {
    /// The row of a message.
    pub(super) fn text(message: &Message) -> String {
        /// Borrowed, in the fields of [`StoredMessage`].
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
            fate: StoredFate,
            received_at: Millis,
            starts_at: Millis,
            #[serde(skip_serializing_if = "Option::is_none")]
            content: Option<&'a Content>,
            request: &'a RawValue,
            #[serde(skip_serializing_if = "Option::is_none")]
            row: Option<&'a RawValue>,
            #[serde(skip_serializing_if = "Option::is_none")]
            origin: Option<(StoredAccount, &'a str)>,
            #[serde(skip_serializing_if = "Vec::is_empty")]
            directed: Vec<(Millis, usize, &'a str, &'a str)>,
            seen: bool,
        }
        let account = |account: &Account| match account {
            Account::Key(key) => StoredAccount::Key(key.clone()),
            Account::Login(login) => StoredAccount::Login(login.clone()),
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
            fate: StoredFate::of(message.fate),
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

    pub(super) fn into_message(self) -> Message {
        let account = |account| match account {
            StoredAccount::Key(key) => Account::Key(key),
            StoredAccount::Login(login) => Account::Login(login),
        };
        let step = |(after, channel, status, overall): (Millis, usize, String, String)| Step {
            after,
            channel,
            status: intern(&status),
            overall: intern(&overall),
        };
        let mut mark = Mark::default();
        mark.seen = self.seen;
        mark.origin = self.origin.map(|(who, request_id)| Arc::new(Origin { account: account(who), request_id }));
        mark.directed = self.directed.into_iter().map(step).collect();
        Message {
            seq: self.seq,
            list_id: self.list_id,
            api: Api::ALL.into_iter().find(|api| api.name() == self.api).unwrap_or(Api::Messages),
            kind: intern(&self.kind),
            channel: intern(&self.channel),
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

impl StoredFate {
    fn of(fate: Fate) -> Self {
        let course = |course| match course {
            Course::Delivered => StoredCourse::Delivered,
            Course::Read => StoredCourse::Read,
            Course::Fails(word) => StoredCourse::Fails(word.to_owned()),
            Course::FirstFails => StoredCourse::FirstFails,
            Course::Stuck => StoredCourse::Stuck,
            Course::LateStatus => StoredCourse::LateStatus,
        };
        match fate {
            Fate::Refused { status, code, reason } => Self::Refused(status.into(), code.into(), reason.into()),
            Fate::Taken { row, course: goes } => Self::Taken(row.map(Into::into), course(goes)),
            // A request that is refused as a whole leaves no message.
            Fate::Http(_) => Self::Taken(None, StoredCourse::Delivered),
        }
    }

    fn into_fate(self) -> Fate {
        match self {
            Self::Refused(status, code, reason) => {
                Fate::Refused { status: intern(&status), code: intern(&code), reason: intern(&reason) }
            }
            Self::Taken(row, course) => Fate::Taken {
                row: row.as_deref().map(intern),
                course: match course {
                    StoredCourse::Delivered => Course::Delivered,
                    StoredCourse::Read => Course::Read,
                    StoredCourse::Fails(text) => Course::Fails(intern(&text)),
                    StoredCourse::FirstFails => Course::FirstFails,
                    StoredCourse::Stuck => Course::Stuck,
                    StoredCourse::LateStatus => Course::LateStatus,
                },
            },
        }
    }
}
