//! The ChatHub API: operators, chats and their messages (`docs/provider/chathub-api.md`).

mod chat_messages;
mod chats;
#[cfg(feature = "realtime")]
mod live;
mod media_type;
mod replies;
mod status;
mod token;
mod widget;

pub use chat_messages::{ChatMedia, Follow};
pub use chats::{ChatFilter, Chats};
#[cfg(feature = "test-echo")]
pub(crate) use live::echo;
#[cfg(feature = "realtime")]
pub use live::{
    ChatCreated, ChatEvent, ChatEvents, ChatMediaReceived, ChatMessageReceived, ChatStatusChanged, ConnectionChanged,
    HUB_CHAT_STATUSES, HUB_MESSAGE_STATUSES, HubTransport, Listen, MessageStatusChanged, UnknownEvent,
};
pub use replies::{
    CHAT_STATUSES, Chat, ChatMessage, ChatOperator, ChatPage, NewOperator, OPERATOR_STATUSES, Operator, Organization,
    TokenInfo,
};
pub use widget::{visitor_widget_html, widget_html};

pub use chat_messages::{ChatMessages, SendChatMessage};
pub use chats::{DeleteChat, SetChatStatus};
pub use token::{Login, OperatorToken, ValidateToken};
pub use widget::{VisitorWidgetHtml, WidgetHtml};

use std::borrow::Cow;
use std::time::Duration;

use status::{name_status, set_status};

use crate::config::Config;
use crate::credentials::Secret;
use crate::engine::argument::ArgumentKind;
use crate::engine::{CallOptions, Endpoint, Engine, Operation, Request, check_id, description, operation, options};
use crate::error::Error;
use crate::error_body;
use crate::http::Answer;
use crate::messages::{Confirmation, RawReply, batch};
use crate::model::{Class, IntoMessages, Model, Object, Record, Wrap, read_rows};

/// Operations of this API.
pub(crate) const OPERATIONS: &[description::Operation] = &[
    Login::DESCRIPTION,
    Organizations::DESCRIPTION,
    Operators::DESCRIPTION,
    AddOperators::DESCRIPTION,
    SetOperatorStatus::DESCRIPTION,
    OperatorToken::DESCRIPTION,
    ValidateToken::DESCRIPTION,
    ChatFilter::DESCRIPTION,
    SetChatStatus::DESCRIPTION,
    DeleteChat::DESCRIPTION,
    ChatMessages::DESCRIPTION,
    SendChatMessage::DESCRIPTION,
    WidgetHtml::DESCRIPTION,
    VisitorWidgetHtml::DESCRIPTION,
];

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
        let (login, password) = (login.as_ref().into(), Secret::new(password.as_ref()));
        token::login(self.engine, Login { login, password }, &self.options)
    }

    /// Organizations of the company.
    ///
    /// # Errors
    /// As every call.
    pub fn organizations(&self) -> Result<Vec<Organization>, Error> {
        self.engine.run(Organizations {}, &self.options)
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
        self.engine.run(AddOperators { operators: operators.into_messages().into() }, &self.options)
    }

    /// Sets the status of an operator: a name of [`OPERATOR_STATUSES`] or a number as text.
    ///
    /// # Errors
    /// As every call.
    pub fn set_operator_status(&self, id: i64, status: &str) -> Result<(), Error> {
        self.engine.run(SetOperatorStatus { id, status: status.into() }, &self.options)
    }

    /// A token for one operator, for the widget and for work in chats.
    ///
    /// `expires_at` is ISO 8601 with a zone, at most 24 hours ahead. Default: a minute less than that.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] for a time that the provider does not allow; else as every call.
    pub fn operator_token(&self, id: i64, expires_at: Option<&str>) -> Result<Secret, Error> {
        self.engine.run(OperatorToken { id, expires_at: expires_at.map(Into::into) }, &self.options)
    }

    /// Checks an operator's token. A bad token is not an error.
    ///
    /// # Errors
    /// As every call.
    pub fn validate_token(&self, token: impl AsRef<str>) -> Result<TokenInfo, Error> {
        self.engine.run(ValidateToken { token: Secret::new(token.as_ref()) }, &self.options)
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
        self.engine.run(SetChatStatus { id, status: status.into() }, &self.options)
    }

    /// Deletes a chat for good.
    ///
    /// # Errors
    /// As every call.
    pub fn delete_chat(&self, id: i64) -> Result<(), Error> {
        self.engine.run(DeleteChat { id }, &self.options)
    }

    /// All messages of a chat.
    ///
    /// # Errors
    /// As every call.
    pub fn chat_messages(&self, chat_id: i64) -> Result<Vec<ChatMessage>, Error> {
        chat_messages::read(self.engine, ChatMessages { id: chat_id }, &self.options)
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
        let (text, media) = (text.map(Into::into), media.map(Cow::Borrowed));
        self.engine.run(SendChatMessage { id: chat_id, text, media }, &self.options)
    }

    /// Connects to the chat hub, and gives what happens in the chats from now on.
    ///
    /// # Errors
    /// As every call.
    #[cfg(feature = "realtime")]
    pub fn listen(&self, listen: &Listen) -> Result<ChatEvents, Error> {
        ChatEvents::open(self.engine, listen, &self.options)
    }

    /// New messages of a chat as they come: asks every `interval`, ends when none came for `idle`.
    pub fn follow(&self, chat_id: i64, interval: Duration, idle: Duration) -> Follow {
        Follow::new(self.engine, chat_id, interval, idle, &self.options)
    }
}

operation! {
    /// Returns the organizations of the company.
    Organizations = "chathub.organizations" {}
    -> Vec<Organization>;
    on Get "/api/company/organization", ChatHub, Data, Read;
}

impl Operation for Organizations {
    type Reply = Vec<Organization>;

    fn endpoint(&self) -> &Endpoint {
        &Self::ENDPOINT
    }

    fn request(&mut self, _: &Config) -> Result<Request, Error> {
        Ok(Request::to(Self::ENDPOINT.path))
    }

    fn read(&mut self, answer: &Answer, _: &Config) -> Result<Self::Reply, Error> {
        Ok(rows(answer, Organization::class())?.into_iter().map(Organization::of).collect())
    }
}

operation! {
    /// Returns the operators of an organization.
    Operators = "chathub.operators" {
        /// `id` of an organization.
        organization_id: i64,
    }
    -> Vec<Operator>;
    on Get "/api/operator", ChatHub, Data, Read;
}

impl Operation for Operators {
    type Reply = Vec<Operator>;

    fn endpoint(&self) -> &Endpoint {
        &Self::ENDPOINT
    }

    fn request(&mut self, _: &Config) -> Result<Request, Error> {
        check_id("organization_id", self.organization_id)?;
        Ok(Request::to(format!("{}?organizationId={}", Self::ENDPOINT.path, self.organization_id)))
    }

    fn read(&mut self, answer: &Answer, _: &Config) -> Result<Self::Reply, Error> {
        operators(answer)
    }
}

operation! {
    /// Adds operators. A second call with the same names may add them twice.
    AddOperators<'a> = "chathub.add_operators" {
        /// Operators to add, up to 5,000.
        operators: Cow<'a, [Object]> [ArgumentKind::Objects(&[NewOperator::CLASSES])],
    }
    -> Vec<Operator>;
    // It may add a second operator of the same name.
    on Post "/api/operator/synchronize", ChatHub, Messaging, Send;
}

impl Operation for AddOperators<'_> {
    type Reply = Vec<Operator>;

    fn endpoint(&self) -> &Endpoint {
        &Self::ENDPOINT
    }

    fn request(&mut self, config: &Config) -> Result<Request, Error> {
        let classes = &[NewOperator::CLASSES];
        let body = batch::write_checked("operators", &self.operators, classes, &config.rules, b"[", b"]")?;
        Ok(Request::to(Self::ENDPOINT.path).json(body))
    }

    fn read(&mut self, answer: &Answer, _: &Config) -> Result<Self::Reply, Error> {
        operators(answer)
    }
}

operation! {
    /// Sets the status of an operator.
    SetOperatorStatus<'a> = "chathub.set_operator_status" {
        /// `id` of an operator.
        id: i64,
        /// The new status.
        status: Cow<'a, str> [ArgumentKind::Status(OPERATOR_STATUSES)],
    }
    -> ();
    on Post "/api/operator/status", ChatHub, Data, Change;
    errors { Validation = "The name of the status is not known." }
}

impl Operation for SetOperatorStatus<'_> {
    type Reply = ();

    fn endpoint(&self) -> &Endpoint {
        &Self::ENDPOINT
    }

    fn request(&mut self, _: &Config) -> Result<Request, Error> {
        set_status(&Self::ENDPOINT, OPERATOR_STATUSES, self.id, &self.status)
    }

    fn read(&mut self, answer: &Answer, _: &Config) -> Result<(), Error> {
        Confirmation::AnyBody.read(answer).map(drop)
    }
}

fn operators(answer: &Answer) -> Result<Vec<Operator>, Error> {
    let named = |operator| Operator::of(name_status(operator, OPERATOR_STATUSES));
    Ok(rows(answer, Operator::class())?.into_iter().map(named).collect())
}

/// Reads an array of objects.
fn rows(answer: &Answer, class: &'static Class) -> Result<Vec<Record>, Error> {
    read_rows(class, &answer.json()).map_err(|why| error_body::unreadable(answer, why))
}
