//! Reads from the histories what the hub did not push.

use std::collections::HashSet;
use std::time::Duration;

use super::super::ChatFilter;
use super::super::chat_messages::{self, ChatMessages};
use super::super::chats::Chats;
use super::super::replies::{Chat, ChatMessage};
use super::behind::Behind;
use super::events::{self, ChatEvent};
use super::history::{CatchUp, MOST_CHATS};
use super::hook::Hook;
use super::received::is_final;
use super::session::Session;
use crate::clock::{self, Instant};
use crate::engine::{Api, CallOptions, Engine};
use crate::error::{Error, ErrorKind};

/// Attempts to read something before the caller learns that it cannot be read.
const TRIES: u32 = 4;
/// Chats whose history cannot be read while others go on; with more of them it is the connection that fails.
const MOST_BEHIND: usize = 3;
/// Messages of one chat that wait for its history.
const MOST_HELD: usize = 10_000;

impl Session {
    /// Notes what is there before the first connection: it is not new.
    pub(super) fn begin(&mut self, options: &CallOptions) -> Result<(), Error> {
        let chats = match &self.listen.chats {
            Some(chats) => chats.clone(),
            None => {
                let (chats, complete) = self.list(options)?;
                self.history.begun(complete);
                for chat in &chats {
                    let Some(id) = chat.id() else { continue };
                    self.history.existed(id);
                    if let Some(status) = chat.status() {
                        self.history.status(id, events::hub_status(status));
                    }
                }
                chats.iter().filter_map(Chat::id).collect()
            }
        };
        for chat in chats {
            match history_of(&self.engine, chat, options) {
                Ok(messages) => self.history.begin(chat, messages),
                // It was deleted since the list was read, or is read after the connect.
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
    pub(super) fn catch_up_step(&mut self, until: Option<Instant>, hook: &Hook) -> Result<bool, Error> {
        let now = Instant::now();
        if let Some((at, _)) = self.pause.filter(|(at, _)| now < *at) {
            let end = until.map_or(at, |until| until.min(at));
            let time = end.saturating_duration_since(now);
            let options = self.within(time.saturating_add(Duration::from_secs(1)), hook.of_waits());
            let _ = self.engine.call(Api::ChatHub, &options).sleep(time);
            hook.check()?;
            return Ok(end == at);
        }
        let Some(step) = self.catch_up.front().cloned() else { return Ok(true) };
        if let Some(error) = self.read(&step, hook)? {
            match step.chat_id().filter(|_| self.behind.len() < MOST_BEHIND) {
                Some(chat) => self.behind.push(Behind { chat, step, at: again(1), failed: 1, held: Vec::new() }),
                None => {
                    let failed = self.pause.map_or(0, |(_, failed)| failed).saturating_add(1);
                    if failed == TRIES {
                        self.lost(&unread(&step, &error));
                    } else {
                        self.pause = Some((again(failed), failed));
                    }
                    return Ok(true);
                }
            }
        }
        self.pause = None;
        self.catch_up.pop_front();
        Ok(true)
    }

    /// Reads a history again that could not be read.
    pub(super) fn retry_step(&mut self, hook: &Hook) -> Result<(), Error> {
        let now = Instant::now();
        let due = self.behind.iter().find(|behind| behind.at <= now);
        let Some((chat, step)) = due.map(|behind| (behind.chat, behind.step.clone())) else { return Ok(()) };
        let error = self.read(&step, hook)?;
        let Some(place) = self.behind.iter().position(|behind| behind.chat == chat) else { return Ok(()) };
        let mut behind = self.behind.swap_remove(place);
        let Some(error) = error else {
            self.release(&mut behind);
            return Ok(());
        };
        behind.failed = behind.failed.saturating_add(1);
        behind.at = again(behind.failed);
        if behind.failed >= TRIES {
            self.release(&mut behind);
            if matches!(step, CatchUp::Unlisted(_)) && error.kind() == ErrorKind::NotFound {
                // The chat is gone.
                return Ok(());
            }
        }
        if behind.failed == TRIES {
            let why = self.shown(&unread(&step, &error));
            self.ready.push_back(events::connection("connected", 0, Some(&why)));
        }
        self.behind.push(behind);
        Ok(())
    }

    /// When the next history is read again that could not be read.
    pub(super) fn retry_at(&self) -> Option<Instant> {
        self.behind.iter().map(|behind| behind.at).min()
    }

    /// Reads what a step asks for. Returns the error if it may be tried again.
    fn read(&mut self, step: &CatchUp, hook: &Hook) -> Result<Option<Error>, Error> {
        let timeout = self.options.timeout.unwrap_or(self.engine.config().timeout);
        // Steps are tried again without holding up what else there is to do.
        let options = CallOptions { max_retries: Some(0), ..self.within(timeout, hook.of_calls()) };
        let result = match step.chat_id() {
            None => self.list(&options).map(|(chats, _)| self.listed(chats)),
            Some(chat) => history_of(&self.engine, chat, &options).map(|messages| self.replay(chat, step, messages)),
        };
        match result {
            Ok(()) => Ok(None),
            Err(error) if error.kind() == ErrorKind::Cancelled => Err(error),
            Err(error) if is_final(&error) => {
                self.end(Some(&error.to_string()));
                Err(error)
            }
            Err(error) => Ok(Some(error)),
        }
    }

    /// Hands on what was pushed while the history of a chat could not be read.
    fn release(&mut self, behind: &mut Behind) {
        let begins = !matches!(behind.step, CatchUp::Found(_)) || self.history.knows(behind.chat);
        for (message, is_media) in behind.held.drain(..) {
            if self.history.pushed(behind.chat, message.id(), begins) {
                self.tell(Some(events::message(Some(behind.chat), message, is_media, false)));
            }
        }
    }

    /// The same for all chats; false if there was nothing.
    pub(super) fn release_all(&mut self) -> bool {
        let any = self.behind.iter().any(|behind| !behind.held.is_empty());
        for mut behind in std::mem::take(&mut self.behind) {
            self.release(&mut behind);
            self.behind.push(behind);
        }
        any
    }

    /// A message of a chat that the hub pushed, if the caller may have it now and has not had it.
    pub(super) fn came(&mut self, chat: i64, message: ChatMessage, is_media: bool) -> Option<ChatEvent> {
        let mut begins = true;
        if let Some(behind) = self.behind.iter_mut().find(|behind| behind.chat == chat) {
            if behind.failed < TRIES && behind.held.len() < MOST_HELD {
                // Messages of the history come first.
                behind.held.push((message, is_media));
                return None;
            }
            begins = !matches!(behind.step, CatchUp::Found(_));
        }
        let new = self.history.pushed(chat, message.id(), begins);
        new.then(|| events::message(Some(chat), message, is_media, false))
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
            // Before the first connection there was nothing to miss.
            let known = self.history.knows(id) || (self.last_event.is_none() && self.history.exists(id));
            self.catch_up.push_back(if known { CatchUp::Known(id) } else { CatchUp::Found(Box::new(chat)) });
        }
        let others = self.history.recent().into_iter().filter(|id| !planned.contains(id));
        self.catch_up.extend(others.map(CatchUp::Unlisted));
    }

    /// Hands on what a history has and the hub did not push.
    fn replay(&mut self, chat: i64, step: &CatchUp, messages: Vec<ChatMessage>) {
        let missed = if let CatchUp::Found(found) = step {
            let (new, missed) = self.history.found(found, messages);
            if new {
                self.tell(Some(events::chat_created((**found).clone())));
            }
            missed
        } else {
            self.history.missed(chat, messages)
        };
        // A network that cuts often brings messages this way only.
        for message in missed {
            let is_media = !message.record().get("media").is_null();
            let chat = message.chat_id().unwrap_or(chat);
            self.tell(Some(events::message(Some(chat), message, is_media, true)));
        }
    }
}

/// When a step that failed so often is tried again: after 1, 2, 4 … 32 s.
fn again(failed: u32) -> Instant {
    let seconds = 1_u64 << failed.saturating_sub(1).min(5);
    clock::after(Instant::now(), Duration::from_secs(seconds))
}

/// Why messages do not come.
fn unread(step: &CatchUp, error: &Error) -> String {
    match step.chat_id() {
        None => format!("the list of chats cannot be read: {error}"),
        Some(chat) => format!("the history of chat {chat} cannot be read: {error}"),
    }
}

/// The whole history of a chat, oldest first.
fn history_of(engine: &Engine, chat: i64, options: &CallOptions) -> Result<Vec<ChatMessage>, Error> {
    chat_messages::read(engine, ChatMessages { id: chat }, options)
}
