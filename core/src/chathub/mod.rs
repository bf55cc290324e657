//! The ChatHub API: operators, chats and their messages (`docs/provider/chathub-api.md`).

mod chat_messages;
mod chats;
mod media_type;
mod replies;
mod token;
mod widget;

pub use chat_messages::{ChatMedia, Follow};
pub use chats::{ChatFilter, Chats};
pub use replies::{
    CHAT_STATUSES, Chat, ChatMessage, ChatOperator, ChatPage, NewOperator, OPERATOR_STATUSES, Operator, Organization,
    TokenInfo,
};
pub(crate) use token::renew;
pub use widget::{visitor_widget_html, widget_html};

use std::time::Duration;

use crate::client::{CallOptions, Client, Request};
use crate::credentials::Secret;
use crate::endpoint::{Api, Effect, Endpoint, Method, RateClass};
use crate::error::{Error, Outcome};
use crate::error_body;
use crate::http::Answer;
use crate::messages::{RawReply, batch};
use crate::model::{Class, Model, Object, Record, Value, read_rows};

static ORGANIZATIONS: Endpoint = Endpoint {
    name: "chathub.organizations",
    method: Method::Get,
    path: "/api/company/organization",
    api: Api::ChatHub,
    rate: RateClass::Data,
    effect: Effect::Read,
};
static OPERATORS: Endpoint = Endpoint { name: "chathub.operators", path: "/api/operator", ..ORGANIZATIONS };
static ADD_OPERATORS: Endpoint = Endpoint {
    name: "chathub.add_operators",
    method: Method::Post,
    path: "/api/operator/synchronize",
    rate: RateClass::Messaging,
    // It may add a second operator of the same name.
    effect: Effect::Send,
    ..ORGANIZATIONS
};
static SET_OPERATOR_STATUS: Endpoint = Endpoint {
    name: "chathub.set_operator_status",
    method: Method::Post,
    path: "/api/operator/status",
    effect: Effect::Change,
    ..ORGANIZATIONS
};

/// The ChatHub API of a client. Options set here hold for the calls made through it.
///
/// Calls carry the token of [`ChatHub::login`], else `company_token`, else `api_key`.
#[derive(Debug, Clone)]
pub struct ChatHub<'c> {
    pub(crate) client: &'c Client,
    pub(crate) options: CallOptions,
}

crate::client::options!(ChatHub);

impl ChatHub<'_> {
    /// Gets a company token, which the client keeps in memory for its calls and renews once when it is refused.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Authentication`] if login or password are wrong; else as every call.
    pub fn login(&self, login: &str, password: &str) -> Result<Secret, Error> {
        token::login(self.client, login, password, &self.options)
    }

    /// Organizations of the company.
    ///
    /// # Errors
    /// As every call.
    pub fn organizations(&self) -> Result<Vec<Organization>, Error> {
        let answer = self.client.run(&ORGANIZATIONS, Request::to(ORGANIZATIONS.path), &self.options)?;
        let rows = rows(&answer, &ORGANIZATIONS, Organization::class())?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Operators of an organization.
    ///
    /// # Errors
    /// As every call.
    pub fn operators(&self, organization_id: i64) -> Result<Vec<Operator>, Error> {
        let path = format!("{}?organizationId={organization_id}", OPERATORS.path);
        let answer = self.client.run(&OPERATORS, Request::to(path), &self.options)?;
        Ok(rows(&answer, &OPERATORS, Operator::class())?.into_iter().map(name_status).collect())
    }

    /// Adds operators. A second call with the same names may add them twice.
    ///
    /// # Errors
    /// As every call.
    pub fn add_operators<O: Clone + Into<Object>>(&self, operators: &[O]) -> Result<Vec<Operator>, Error> {
        let named = |e: Error| e.with(|d| d.operation = Some(ADD_OPERATORS.name));
        let operators: Vec<Object> = operators.iter().cloned().map(Into::into).collect();
        let body = batch::write_checked(
            "operators",
            &operators,
            &[NewOperator::CLASSES],
            &self.client.config().rules,
            b"[",
            b"]",
        )
        .map_err(named)?;
        let answer = self.client.run(&ADD_OPERATORS, Request::to(ADD_OPERATORS.path).json(body), &self.options)?;
        Ok(rows(&answer, &ADD_OPERATORS, Operator::class())?.into_iter().map(name_status).collect())
    }

    /// Sets the status of an operator: a name of [`OPERATOR_STATUSES`] or a number as text.
    ///
    /// # Errors
    /// As every call.
    pub fn set_operator_status(&self, id: i64, status: &str) -> Result<(), Error> {
        let named = |e: Error| e.with(|d| d.operation = Some(SET_OPERATOR_STATUS.name));
        let status = status_number(OPERATOR_STATUSES, status).map_err(named)?;
        let body = format!("{{\"id\":{id},\"status\":{status}}}").into_bytes();
        let request = Request::to(SET_OPERATOR_STATUS.path).json(body);
        self.client.run(&SET_OPERATOR_STATUS, request, &self.options).map(drop)
    }

    /// A token for one operator, for the widget and for work in chats.
    ///
    /// `expires_at` is ISO 8601 with a zone, at most 24 hours ahead. Default: a minute less than that.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] for a time that the provider does not allow; else as every call.
    pub fn operator_token(&self, id: i64, expires_at: Option<&str>) -> Result<Secret, Error> {
        token::operator_token(self.client, id, expires_at, &self.options)
    }

    /// What is known of an operator's token. A bad token is no error.
    ///
    /// # Errors
    /// As every call.
    pub fn validate_token(&self, token: &str) -> Result<TokenInfo, Error> {
        token::validate(self.client, token, &self.options)
    }

    /// Chats that fit the filter, page by page.
    pub fn chats(&self, filter: ChatFilter) -> Chats {
        Chats::new(self.client, filter, &self.options)
    }

    /// Sets the status of a chat: a name of [`CHAT_STATUSES`] or a number as text.
    ///
    /// # Errors
    /// As every call.
    pub fn set_chat_status(&self, id: i64, status: &str) -> Result<(), Error> {
        chats::set_status(self.client, id, status, &self.options)
    }

    /// Deletes a chat for good.
    ///
    /// # Errors
    /// As every call.
    pub fn delete_chat(&self, id: i64) -> Result<(), Error> {
        chats::delete(self.client, id, &self.options)
    }

    /// All messages of a chat.
    ///
    /// # Errors
    /// As every call.
    pub fn chat_messages(&self, chat_id: i64) -> Result<Vec<ChatMessage>, Error> {
        chat_messages::read(self.client, chat_id, &self.options)
    }

    /// Sends a text, a file, or both into a chat.
    ///
    /// # Errors
    /// As every send.
    pub fn send_chat_message(
        &self,
        chat_id: i64,
        text: Option<&str>,
        media: Option<&ChatMedia>,
    ) -> Result<RawReply, Error> {
        chat_messages::send(self.client, chat_id, text, media, &self.options)
    }

    /// New messages of a chat as they come: asks every `interval`, ends when none came for `idle`.
    pub fn follow(&self, chat_id: i64, interval: Duration, idle: Duration) -> Follow {
        Follow::new(self.client, chat_id, interval, idle, &self.options)
    }
}

/// Reads an array of objects.
fn rows(answer: &Answer, endpoint: &Endpoint, class: &'static Class) -> Result<Vec<Record>, Error> {
    read_rows(class, &answer.json()).map_err(|why| {
        error_body::unreadable(answer, why).with(|d| {
            d.operation = Some(endpoint.name);
            if endpoint.effect == Effect::Read {
                d.outcome = Outcome::NotSent;
            }
        })
    })
}

fn name_status(mut operator: Record) -> Operator {
    let name = operator.get("status").as_i64().and_then(|n| OPERATOR_STATUSES.get(usize::try_from(n).ok()?));
    operator.put("status_name", name.map_or(Value::Null, |n| Value::from(*n)));
    operator.into()
}

/// A known name, or any number: the provider may have statuses that we do not know.
pub(crate) fn status_number(names: &[&str], status: &str) -> Result<i64, Error> {
    let known = names.iter().position(|n| n.eq_ignore_ascii_case(status)).map(|n| n as i64);
    known
        .or_else(|| status.parse().ok())
        .ok_or_else(|| Error::invalid("status", "known", format!("must be a number or one of: {}", names.join(", "))))
}
