//! Reads from the histories what the hub did not push.

use std::collections::HashSet;
use std::time::Duration;

use super::super::ChatFilter;
use super::super::chat_messages::{self, ChatMessages};
use super::super::chats::Chats;
use super::super::replies::{Chat, ChatMessage};
use super::events;
use super::history::{CatchUp, MOST_CHATS};
use super::hook::Hook;
use super::received::is_final;
use super::session::Session;
use crate::clock::{self, Instant};
use crate::engine::{Api, CallOptions, Engine};
use crate::error::{Error, ErrorKind};

impl Session {
    /// Notes what is there before the first connection: it is not new.
    pub(super) fn begin(&mut self, options: &CallOptions) -> Result<(), Error> {
        let chats = match &self.listen.chats {
            Some(chats) => chats.clone(),
            None => {
                let (chats, complete) = self.list(options)?;
                self.history.begun(complete);
                for chat in &chats {
                    if let (Some(id), Some(status)) = (chat.id(), chat.status()) {
                        self.history.status(id, events::hub_status(status));
                    }
                }
                chats.iter().filter_map(Chat::id).collect()
            }
        };
        for chat in chats {
            match history_of(&self.engine, chat, options) {
                Ok(messages) => self.history.begin(chat, &messages),
                // It was deleted since the list was read.
                Err(error) if error.kind() == ErrorKind::NotFound && self.listen.chats.is_none() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// The chats that changed last, and whether these are all.
    fn list(&self, options: &CallOptions) -> Result<(Vec<Chat>, bool), Error> {
        let filter = ChatFilter { per_page: Some(MOST_CHATS as u32), ..ChatFilter::default() };
        let mut found = Vec::new();
        for chat in Chats::new(&self.engine, filter, options) {
            if found.len() == MOST_CHATS {
                return Ok((found, false));
            }
            found.push(chat?);
        }
        Ok((found, true))
    }

    /// One step of catching up. Nothing is read from the connection before the last, so that order is kept.
    pub(super) fn catch_up_step(&mut self, step: CatchUp, until: Option<Instant>, hook: &Hook) -> Result<bool, Error> {
        let now = Instant::now();
        if let Some((at, _)) = self.pause.filter(|(at, _)| now < *at) {
            let end = until.map_or(at, |until| until.min(at));
            let time = end.saturating_duration_since(now);
            let options = self.within(time.saturating_add(Duration::from_secs(1)), hook.of_waits());
            let _ = self.engine.call(Api::ChatHub, &options).sleep(time);
            hook.check()?;
            return Ok(end == at);
        }
        let timeout = self.options.timeout.unwrap_or(self.engine.config().timeout);
        let options = self.within(timeout, hook.of_calls());
        let result = match &step {
            CatchUp::List => self.list(&options).map(|(chats, _)| self.listed(chats)),
            CatchUp::Known(chat) => history_of(&self.engine, *chat, &options).map(|messages| {
                let missed = self.history.missed(*chat, messages);
                self.replay(*chat, missed);
            }),
            CatchUp::Found(chat) => {
                let id = chat.id().unwrap_or_default();
                history_of(&self.engine, id, &options).map(|messages| {
                    let (new, missed) = self.history.found(chat, messages);
                    if new {
                        self.tell(Some(events::chat_created((**chat).clone())));
                    }
                    self.replay(id, missed);
                })
            }
        };
        match result {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::Cancelled => return Err(error),
            // A chat that was deleted has nothing to tell.
            Err(error) if error.kind() == ErrorKind::NotFound && !matches!(step, CatchUp::List) => {
                if let CatchUp::Known(chat) = step {
                    self.history.forget(chat);
                }
            }
            Err(error) if is_final(&error) => {
                self.end(Some(&error.to_string()));
                return Err(error);
            }
            Err(_) => {
                let failed = self.pause.map_or(0, |(_, failed)| failed);
                let seconds = 1_u64 << failed.min(5);
                self.pause =
                    Some((clock::after(Instant::now(), Duration::from_secs(seconds)), failed.saturating_add(1)));
                return Ok(true);
            }
        }
        self.pause = None;
        self.catch_up.pop_front();
        Ok(true)
    }

    /// Plans what to read for a list of chats, and tells of their statuses.
    fn listed(&mut self, chats: Vec<Chat>) {
        let mut planned: HashSet<i64> = HashSet::new();
        for chat in chats {
            let Some(id) = chat.id().filter(|id| planned.insert(*id)) else { continue };
            if let Some(status) = chat.status().map(events::hub_status)
                && self.history.compare_status(id, status)
            {
                self.tell(Some(events::chat_status(id, status)));
            }
            let known = self.history.knows(id);
            self.catch_up.push_back(if known { CatchUp::Known(id) } else { CatchUp::Found(Box::new(chat)) });
        }
        let others = self.history.recent().into_iter().filter(|id| !planned.contains(id));
        self.catch_up.extend(others.map(CatchUp::Known));
    }

    fn replay(&mut self, chat: i64, missed: Vec<ChatMessage>) {
        if !missed.is_empty() {
            // A network that cuts often brings messages this way only; the next connection must not wait for that.
            self.attempts = 0;
        }
        for message in missed {
            let is_media = !message.record().get("media").is_null();
            let chat = message.chat_id().unwrap_or(chat);
            self.tell(Some(events::message(Some(chat), message, is_media, true)));
        }
    }
}

/// The whole history of a chat, oldest first.
fn history_of(engine: &Engine, chat: i64, options: &CallOptions) -> Result<Vec<ChatMessage>, Error> {
    chat_messages::read(engine, ChatMessages { id: chat }, options)
}
