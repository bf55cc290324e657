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
pub use widget::{visitor_widget_html, widget_html};

use std::time::Duration;

use crate::config::Config;
use crate::credentials::Secret;
use crate::engine::{Api, CallOptions, Effect, Endpoint, Engine, Method, Operation, RateClass, Request, options};
use crate::error::Error;
use crate::error_body;
use crate::http::Answer;
use crate::messages::{RawReply, batch};
use crate::model::{Class, IntoMessages, Model, Object, Record, Value, Wrap, read_rows};

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
#[must_use = "no request is made until one of its methods is called"]
pub struct ChatHub<'c> {
    pub(crate) engine: &'c Engine,
    pub(crate) options: CallOptions,
}

options!(ChatHub);

impl ChatHub<'_> {
    /// Gets a company token, which the client keeps in memory for its calls and renews once when it is refused.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Authentication`] if login or password are wrong; else as every call.
    ///
    /// ```no_run
    /// # let client = smsbat_core::Client::builder().build()?;
    /// let password = smsbat_core::Secret::new(std::env::var("CHATHUB_PASSWORD").unwrap_or_default());
    /// let token = client.chathub().login("desk", &password)?;
    /// assert_eq!(token.to_string(), "***");
    /// println!("token of {} characters", token.expose().len());
    /// # Ok::<(), smsbat_core::Error>(())
    /// ```
    pub fn login(&self, login: impl AsRef<str>, password: impl AsRef<str>) -> Result<Secret, Error> {
        token::login(self.engine, login.as_ref(), password.as_ref(), &self.options)
    }

    /// Organizations of the company.
    ///
    /// # Errors
    /// As every call.
    pub fn organizations(&self) -> Result<Vec<Organization>, Error> {
        self.engine.run(Organizations, &self.options)
    }

    /// Operators of an organization.
    ///
    /// # Errors
    /// As every call.
    pub fn operators(&self, organization_id: i64) -> Result<Vec<Operator>, Error> {
        self.engine.run(Operators { organization_id }, &self.options)
    }

    /// Adds operators. A second call with the same names may add them twice.
    ///
    /// # Errors
    /// As every call.
    pub fn add_operators(&self, operators: impl IntoMessages) -> Result<Vec<Operator>, Error> {
        let operators = operators.into_messages();
        self.engine.run(AddOperators { operators: &operators }, &self.options)
    }

    /// Sets the status of an operator: a name of [`OPERATOR_STATUSES`] or a number as text.
    ///
    /// # Errors
    /// As every call.
    pub fn set_operator_status(&self, id: i64, status: &str) -> Result<(), Error> {
        let (endpoint, names) = (&SET_OPERATOR_STATUS, OPERATOR_STATUSES);
        self.engine.run(SetStatus { endpoint, names, id, status }, &self.options)
    }

    /// A token for one operator, for the widget and for work in chats.
    ///
    /// `expires_at` is ISO 8601 with a zone, at most 24 hours ahead. Default: a minute less than that.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] for a time that the provider does not allow; else as every call.
    pub fn operator_token(&self, id: i64, expires_at: Option<&str>) -> Result<Secret, Error> {
        self.engine.run(token::OperatorToken { id, expires_at }, &self.options)
    }

    /// What is known of an operator's token. A bad token is no error.
    ///
    /// # Errors
    /// As every call.
    pub fn validate_token(&self, token: impl AsRef<str>) -> Result<TokenInfo, Error> {
        self.engine.run(token::ValidateToken { token: token.as_ref() }, &self.options)
    }

    /// Chats that fit the filter, page by page.
    pub fn chats(&self, filter: ChatFilter) -> Chats {
        Chats::new(self.engine, filter, &self.options)
    }

    /// Sets the status of a chat: a name of [`CHAT_STATUSES`] or a number as text.
    ///
    /// # Errors
    /// As every call.
    pub fn set_chat_status(&self, id: i64, status: &str) -> Result<(), Error> {
        let (endpoint, names) = (&chats::SET_STATUS, CHAT_STATUSES);
        self.engine.run(SetStatus { endpoint, names, id, status }, &self.options)
    }

    /// Deletes a chat for good.
    ///
    /// # Errors
    /// As every call.
    pub fn delete_chat(&self, id: i64) -> Result<(), Error> {
        self.engine.run(chats::DeleteChat { id }, &self.options)
    }

    /// All messages of a chat.
    ///
    /// # Errors
    /// As every call.
    pub fn chat_messages(&self, chat_id: i64) -> Result<Vec<ChatMessage>, Error> {
        chat_messages::read(self.engine, chat_id, &self.options)
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
        self.engine.run(chat_messages::SendChatMessage { chat_id, text, media }, &self.options)
    }

    /// New messages of a chat as they come: asks every `interval`, ends when none came for `idle`.
    pub fn follow(&self, chat_id: i64, interval: Duration, idle: Duration) -> Follow {
        Follow::new(self.engine, chat_id, interval, idle, &self.options)
    }
}

struct Organizations;

impl Operation for Organizations {
    type Reply = Vec<Organization>;

    fn endpoint(&self) -> &Endpoint {
        &ORGANIZATIONS
    }

    fn request(&mut self, _: &Config) -> Result<Request, Error> {
        Ok(Request::to(ORGANIZATIONS.path))
    }

    fn read(&mut self, answer: &Answer, _: &Config) -> Result<Self::Reply, Error> {
        Ok(rows(answer, Organization::class())?.into_iter().map(Organization::of).collect())
    }
}

struct Operators {
    organization_id: i64,
}

impl Operation for Operators {
    type Reply = Vec<Operator>;

    fn endpoint(&self) -> &Endpoint {
        &OPERATORS
    }

    fn request(&mut self, _: &Config) -> Result<Request, Error> {
        Ok(Request::to(format!("{}?organizationId={}", OPERATORS.path, self.organization_id)))
    }

    fn read(&mut self, answer: &Answer, _: &Config) -> Result<Self::Reply, Error> {
        Ok(rows(answer, Operator::class())?.into_iter().map(name_status).collect())
    }
}

struct AddOperators<'a> {
    operators: &'a [Object],
}

impl Operation for AddOperators<'_> {
    type Reply = Vec<Operator>;

    fn endpoint(&self) -> &Endpoint {
        &ADD_OPERATORS
    }

    fn request(&mut self, config: &Config) -> Result<Request, Error> {
        let classes = &[NewOperator::CLASSES];
        let body = batch::write_checked("operators", self.operators, classes, &config.rules, b"[", b"]")?;
        Ok(Request::to(ADD_OPERATORS.path).json(body))
    }

    fn read(&mut self, answer: &Answer, _: &Config) -> Result<Self::Reply, Error> {
        Ok(rows(answer, Operator::class())?.into_iter().map(name_status).collect())
    }
}

/// Sets the status of an operator or a chat.
struct SetStatus<'a> {
    endpoint: &'static Endpoint,
    /// Names of the statuses, in the order of their numbers.
    names: &'static [&'static str],
    id: i64,
    status: &'a str,
}

impl Operation for SetStatus<'_> {
    type Reply = ();

    fn endpoint(&self) -> &Endpoint {
        self.endpoint
    }

    fn request(&mut self, _: &Config) -> Result<Request, Error> {
        let status = status_number(self.names, self.status)?;
        let body = format!("{{\"id\":{},\"status\":{status}}}", self.id);
        Ok(Request::to(self.endpoint.path).json(body.into_bytes()))
    }

    fn read(&mut self, _: &Answer, _: &Config) -> Result<(), Error> {
        Ok(())
    }
}

/// Reads an array of objects.
fn rows(answer: &Answer, class: &'static Class) -> Result<Vec<Record>, Error> {
    read_rows(class, &answer.json()).map_err(|why| error_body::unreadable(answer, why))
}

fn name_status(mut operator: Record) -> Operator {
    let name = operator.get("status").as_i64().and_then(|n| OPERATOR_STATUSES.get(usize::try_from(n).ok()?));
    operator.put("status_name", name.map_or(Value::Null, |n| Value::from(*n)));
    Operator::of(operator)
}

/// A known name, or any number: the provider may have statuses that we do not know.
pub(crate) fn status_number(names: &[&str], status: &str) -> Result<i64, Error> {
    let known = names.iter().position(|n| n.eq_ignore_ascii_case(status)).map(|n| n as i64);
    known
        .or_else(|| status.parse().ok())
        .ok_or_else(|| Error::invalid("status", "known", format!("must be a number or one of: {}", names.join(", "))))
}
