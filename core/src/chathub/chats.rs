//! Chats: list with filters, page by page; status; delete.

use std::borrow::Cow;
use std::collections::VecDeque;

use super::replies::{CHAT_STATUSES, Chat, ChatPage};
use super::status::{name_status, set_status};
use crate::config::Config;
use crate::engine::argument::ArgumentKind;
use crate::engine::{CallOptions, Endpoint, Engine, Operation, Request, operation};
use crate::error::Error;
use crate::error_body;
use crate::http::Answer;
use crate::messages::Confirmation;
use crate::model::{Wrap, read_record};
use crate::phone::PhoneRules;

operation! {
    /// Returns the chats that fit all filters. Arguments that are not set do not filter.
    #[derive(Clone, Default)]
    #[non_exhaustive]
    #[must_use = "it has no effect until it is passed to `chats`"]
    ChatFilter = "chathub.chats" {}
    named {
        /// Name or phone.
        search: Option<String>,
        /// Source: 1 Viber bot, 2 Telegram; others are not documented.
        source: Option<i64>,
        /// First and last day or time.
        date: Option<(String, String)>,
        /// Telegram user id.
        tg_user_id: Option<i64>,
        /// Phone number in international form.
        phone: Option<String>,
        /// Status: 0 new, 1 open, 2 waiting, 3 on pause, 4 closed.
        status: Option<i64> [ArgumentKind::Status(CHAT_STATUSES)],
        /// `id` of an organization.
        organization_id: Option<i64>,
        /// `id` of an operator.
        operator_id: Option<i64>,
        /// First page, from 1. Default: 1.
        page: Option<u32>,
        /// Chats on a page. Default: the provider's 20.
        per_page: Option<u32>,
    }
    -> Vec<Chat>;
    on Get "/api/chat/chats", ChatHub, Data, Read;
    by all;
    errors { Validation = "A filter cannot be used." }
}

fn all(engine: &Engine, filter: ChatFilter, options: &CallOptions) -> Result<Vec<Chat>, Error> {
    Chats::new(engine, filter, options).collect()
}

/// Which filters are set, not to what: some are personal.
impl std::fmt::Debug for ChatFilter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut out = f.debug_struct("ChatFilter");
        out.field("source", &self.source).field("status", &self.status).field("organization_id", &self.organization_id);
        out.field("operator_id", &self.operator_id).field("page", &self.page).field("per_page", &self.per_page);
        out.finish_non_exhaustive()
    }
}

/// Defines methods that set one filter.
macro_rules! filters {
    ($($(#[$doc:meta])* $name:ident($value:ident: $type:ty);)*) => {
        impl ChatFilter {
            $(
                $(#[$doc])*
                pub fn $name(mut self, $value: $type) -> Self {
                    self.$name = Some($value.into());
                    self
                }
            )*
        }
    };
}

filters! {
    /// Name or phone.
    search(text: impl Into<String>);

    /// Source: 1 Viber bot, 2 Telegram; others are not documented.
    source(number: i64);

    /// Telegram user id.
    tg_user_id(id: i64);

    /// Phone number.
    phone(phone: impl Into<String>);

    /// Status: 0 new, 1 open, 2 waiting, 3 on pause, 4 closed.
    status(status: i64);

    /// Organization.
    organization_id(id: i64);

    /// Operator.
    operator_id(id: i64);

    /// First page, from 1.
    page(page: u32);

    /// Chats on a page, at least 1.
    per_page(chats: u32);
}

impl ChatFilter {
    /// All chats.
    ///
    /// ```
    /// let filter = smsbat_core::ChatFilter::new().status(1).phone("+380671234567").per_page(50);
    /// # let _ = filter;
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// First and last day or time.
    pub fn date(mut self, first: impl Into<String>, last: impl Into<String>) -> Self {
        self.date = Some((first.into(), last.into()));
        self
    }

    fn query(&self, page: u32, phones: PhoneRules) -> Result<String, Error> {
        if page == 0 {
            return Err(Error::invalid("page", "min", "must be at least 1"));
        }
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("page", &page.to_string());
        if let Some(per_page) = self.per_page {
            if per_page == 0 {
                return Err(Error::invalid("per_page", "min", "must be at least 1"));
            }
            query.append_pair("per_page", &per_page.to_string());
        }
        if let Some(phone) = &self.phone {
            let digits = phones.digits(phone).map_err(|e| Error::invalid("phone", "phone", e.to_string()))?;
            query.append_pair("phone", &digits);
        }
        if let Some(search) = &self.search {
            query.append_pair("search", search);
        }
        if let Some((start, end)) = &self.date {
            query.append_pair("date", start).append_pair("date", end);
        }
        let numbers = [
            ("source", self.source),
            ("tg_user_id", self.tg_user_id),
            ("status", self.status),
            ("organizationId", self.organization_id),
            ("operatorId", self.operator_id),
        ];
        for (name, number) in numbers {
            if let Some(number) = number {
                query.append_pair(name, &number.to_string());
            }
        }
        // The provider documents `+` for nothing, so a space is written as the form that every server reads.
        Ok(query.finish().replace('+', "%20"))
    }
}

/// Chats page by page; a page is asked for when it is reached.
#[derive(Debug)]
#[must_use = "no page is requested until it is iterated"]
pub struct Chats {
    engine: Engine,
    options: CallOptions,
    filter: ChatFilter,
    page: u32,
    seen: u64,
    /// Ids of the page before: a server that ignores the page's number would never end.
    before: Vec<Option<i64>>,
    ready: VecDeque<Chat>,
    done: bool,
}

impl Chats {
    pub(super) fn new(engine: &Engine, filter: ChatFilter, options: &CallOptions) -> Self {
        let page = filter.page.unwrap_or(1);
        let (engine, options) = (engine.clone(), options.clone());
        Self { engine, options, filter, page, seen: 0, before: Vec::new(), ready: VecDeque::new(), done: false }
    }

    /// The next page; empty when there is none.
    ///
    /// # Errors
    /// As every call. The iterator ends with an error.
    pub fn next_page(&mut self) -> Result<Vec<Chat>, Error> {
        if self.done {
            return Ok(Vec::new());
        }
        let result = self.fetch();
        match &result {
            Ok(chats) if !chats.is_empty() && !self.done => self.page = self.page.saturating_add(1),
            _ => self.done = true,
        }
        result
    }

    fn fetch(&mut self) -> Result<Vec<Chat>, Error> {
        let options = self.options.clone();
        self.engine.clone().run(Page(self), &options)
    }
}

/// One page of chats.
struct Page<'a>(&'a mut Chats);

impl Operation for Page<'_> {
    type Reply = Vec<Chat>;

    fn endpoint(&self) -> &Endpoint {
        &ChatFilter::ENDPOINT
    }

    fn request(&mut self, config: &Config) -> Result<Request, Error> {
        let query = self.0.filter.query(self.0.page, config.rules.phones)?;
        Ok(Request::to(format!("{}?{query}", ChatFilter::ENDPOINT.path)))
    }

    fn read(&mut self, answer: &Answer, _: &Config) -> Result<Vec<Chat>, Error> {
        let Self(chats) = self;
        let page = read_record(ChatPage::class(), &answer.json()).map_err(|e| e.to_string());
        let page = page.and_then(|p| if p.get("items").is_null() { Err("it has no 'items'".into()) } else { Ok(p) });
        let page = ChatPage::of(page.map_err(|why| error_body::unreadable(answer, why))?);
        let named = |chat: &Chat| Chat::of(name_status(chat.record().clone(), CHAT_STATUSES));
        let items: Vec<Chat> = page.items().iter().map(named).collect();
        let ids: Vec<_> = items.iter().map(Chat::id).collect();
        if !ids.is_empty() && ids == chats.before {
            let why = format!("page {} holds the same chats as the one before", chats.page);
            return Err(error_body::unreadable(answer, why));
        }
        chats.before = ids;
        chats.seen = chats.seen.saturating_add(items.len() as u64);
        let filter = &chats.filter;
        let pages_before = u64::from(filter.page.unwrap_or(1)).saturating_sub(1);
        let before = pages_before.saturating_mul(u64::from(filter.per_page.unwrap_or(20)));
        let seen = chats.seen.saturating_add(before);
        chats.done = page.total().is_some_and(|total| seen >= total.max(0) as u64);
        Ok(items)
    }
}

impl Iterator for Chats {
    type Item = Result<Chat, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty() {
            match self.next_page() {
                Ok(chats) => self.ready.extend(chats),
                Err(error) => return Some(Err(error)),
            }
        }
        self.ready.pop_front().map(Ok)
    }
}

operation! {
    /// Sets the status of a chat.
    SetChatStatus<'a> = "chathub.set_chat_status" {
        /// `id` of a chat.
        id: i64,
        /// The new status.
        status: Cow<'a, str> [ArgumentKind::Status(CHAT_STATUSES)],
    }
    -> ();
    on Put "/api/chat/status", ChatHub, Data, Change;
    errors { Validation = "The name of the status is not known." }
}

impl Operation for SetChatStatus<'_> {
    type Reply = ();

    fn endpoint(&self) -> &Endpoint {
        &Self::ENDPOINT
    }

    fn request(&mut self, _: &Config) -> Result<Request, Error> {
        set_status(&Self::ENDPOINT, CHAT_STATUSES, self.id, &self.status)
    }

    fn read(&mut self, answer: &Answer, _: &Config) -> Result<(), Error> {
        Confirmation::AnyBody.read(answer).map(drop)
    }
}

operation! {
    /// Deletes a chat. It cannot be restored.
    DeleteChat = "chathub.delete_chat" {
        /// `id` of a chat.
        id: i64,
    }
    -> ();
    on Delete "/api/chat/chats/{}", ChatHub, Data, Change;
    errors { NotFound = "There is no such chat." }
}

impl Operation for DeleteChat {
    type Reply = ();

    fn endpoint(&self) -> &Endpoint {
        &Self::ENDPOINT
    }

    fn request(&mut self, _: &Config) -> Result<Request, Error> {
        Ok(Request::to(Self::ENDPOINT.path_of("id", self.id)?))
    }

    fn read(&mut self, answer: &Answer, _: &Config) -> Result<(), Error> {
        Confirmation::AnyBody.read(answer).map(drop)
    }
}
