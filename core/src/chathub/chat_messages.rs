//! Messages of a chat: read, send, follow.

use std::borrow::Cow;
use std::collections::{HashSet, VecDeque};
use std::path::Path;
use std::time::Duration;

use base64::Engine as _;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::replies::ChatMessage;
use crate::clock::Instant;
use crate::config::Config;
use crate::engine::argument::{Argument, ArgumentKind, FromArgument};
use crate::engine::{Api, CallOptions, Endpoint, Engine, Operation, Request, check_time, operation};
use crate::error::{Error, ErrorKind};
use crate::error_body;
use crate::http::Answer;
use crate::http::call::Stop;
use crate::messages::{Confirmation, RawReply};
use crate::model::{Wrap, each_member, read_rows, write_string};
use crate::step::Step;
use crate::whole_file;

/// The path of a page that was cut off; asked when the first one is not there (D56).
static MESSAGES_OTHER: Endpoint = Endpoint { path: "/api/chat/chats/{}/messages", ..ChatMessages::ENDPOINT };

/// Largest file that is sent; it goes as base64 inside the request.
const LARGEST_FILE: u64 = 50 * 1024 * 1024;

/// A file to send into a chat.
#[derive(Clone)]
#[non_exhaustive]
pub struct ChatMedia {
    /// File name.
    pub name: String,
    /// MIME type, such as `image/png`.
    pub format: String,
    /// Contents.
    pub data: Vec<u8>,
    /// Kind as a number: 1 is a photo, others are not documented.
    pub kind: i64,
}

/// Type and size only: name and contents are personal.
impl std::fmt::Debug for ChatMedia {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut out = f.debug_struct("ChatMedia");
        out.field("format", &self.format).field("bytes", &self.data.len()).field("kind", &self.kind);
        out.finish_non_exhaustive()
    }
}

impl ChatMedia {
    /// The MIME type, where the name's ending does not tell it.
    #[must_use]
    pub fn format(mut self, format: impl Into<String>) -> Self {
        self.format = format.into();
        self
    }

    /// The kind as a number: 1 is a photo, others are not documented.
    #[must_use]
    pub fn kind(mut self, kind: i64) -> Self {
        self.kind = kind;
        self
    }

    /// Contents with a name, whose ending tells the MIME type: `application/octet-stream` if it is not a usual one.
    pub fn new(name: impl Into<String>, data: Vec<u8>) -> Self {
        let name = name.into();
        let format = super::media_type::of(&name).to_owned();
        Self { name, format, data, kind: 1 }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`] if it cannot be read or is larger than 50 MiB.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let refuse = |message: String| Error::invalid("media", "file", message);
        let unread = |e: std::io::Error| refuse(format!("cannot be read: {}", crate::os_text::why(&e)));
        let file = whole_file::open(path).map_err(unread)?;
        let size = file.metadata().map_err(unread)?.len();
        if size > LARGEST_FILE {
            return Err(refuse(format!("has {size} bytes; at most {LARGEST_FILE} are sent")));
        }
        let data = whole_file::read(&file, LARGEST_FILE).map_err(unread)?;
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
        Ok(Self::new(name.ok_or_else(|| refuse("is not a file".to_owned()))?, data))
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        for (name, value) in [("media.name", &self.name), ("media.format", &self.format)] {
            if value.is_empty() {
                return Err(Error::invalid(name, "not_empty", "must not be empty"));
            }
            if value.contains(char::is_control) {
                return Err(Error::invalid(name, "characters", "must not contain control characters"));
            }
        }
        Self::check_size(self.data.len())
    }

    pub(crate) fn check_size(size: usize) -> Result<(), Error> {
        if size == 0 || size as u64 > LARGEST_FILE {
            let message = format!("has {size} bytes; 1 to {LARGEST_FILE} are sent");
            return Err(Error::invalid("media.data", "length", message));
        }
        Ok(())
    }
}

operation! {
    /// Returns all messages of a chat.
    ChatMessages = "chathub.chat_messages" {
        /// `id` of a chat.
        id: i64,
    }
    -> Vec<ChatMessage> = "The messages, in the order of the provider.";
    on Get "/api/chat/{}/messages", ChatHub, Data, Read;
    by read;
    errors { NotFound = "There is no such chat." }
}

struct MessagesAt {
    chat_id: i64,
    endpoint: &'static Endpoint,
}

impl Operation for MessagesAt {
    type Reply = Vec<ChatMessage>;

    fn endpoint(&self) -> &Endpoint {
        self.endpoint
    }

    fn request(&mut self, _: &Config) -> Result<Request, Error> {
        Ok(Request::to(self.endpoint.path_of("id", self.chat_id)?))
    }

    fn read(&mut self, answer: &Answer, _: &Config) -> Result<Vec<ChatMessage>, Error> {
        // The list alone, or an object with it: the answer is not documented.
        let whole = answer.json();
        let list = whole.as_str().starts_with('[').then(|| whole.clone());
        let (mut items, mut messages) = (None, None);
        let object = each_member(whole.as_str(), |key, value| match key {
            "items" => items = Some(value),
            "messages" => messages = Some(value),
            _ => {}
        });
        let inside = object.and_then(|()| items.or(messages));
        let rows = list.or_else(|| inside.map(|rows| whole.part(rows.as_str())));
        let read = rows.ok_or_else(|| "it has no list of messages".to_owned()).and_then(|rows| {
            let rows = read_rows(ChatMessage::class(), &rows).map_err(|e| e.to_string())?;
            Ok(rows.into_iter().map(ChatMessage::of).collect())
        });
        read.map_err(|why| error_body::unreadable(answer, why))
    }
}

pub(super) fn read(engine: &Engine, given: ChatMessages, options: &CallOptions) -> Result<Vec<ChatMessage>, Error> {
    let chat_id = given.id;
    match engine.run(MessagesAt { chat_id, endpoint: &ChatMessages::ENDPOINT }, options) {
        Err(e) if e.kind() == ErrorKind::NotFound => {
            engine.run(MessagesAt { chat_id, endpoint: &MESSAGES_OTHER }, options)
        }
        other => other,
    }
}

operation! {
    /// Sends a text, a file, or both into a chat.
    SendChatMessage<'a> = "chathub.send_chat_message" {
        /// `id` of a chat.
        id: i64,
        /// Text; required without `media`.
        text: Option<Cow<'a, str>>,
        /// A file of at most 50 MiB.
        media: Option<Cow<'a, ChatMedia>>,
    }
    -> RawReply;
    on Post "/api/chat/{}/message", ChatHub, Messaging, Send;
    errors { Validation = "There is nothing to send, or the file cannot be read or is too large." }
}

impl<'a> FromArgument<'a> for Cow<'a, ChatMedia> {
    const KIND: ArgumentKind = ArgumentKind::File;

    fn read(argument: &Argument, json: &'a RawValue) -> Result<Self, Error> {
        #[derive(Deserialize)]
        struct File {
            name: String,
            format: Option<String>,
            data_base64: String,
            kind: Option<i64>,
        }
        let file: File = argument.parse(json)?;
        let data = base64::engine::general_purpose::STANDARD
            .decode(&file.data_base64)
            .map_err(|_| Error::invalid(&format!("{}.data_base64", argument.name), "base64", "is not base64"))?;
        let mut media = ChatMedia::new(file.name, data);
        media.format = file.format.unwrap_or(media.format);
        media.kind = file.kind.unwrap_or(media.kind);
        Ok(Cow::Owned(media))
    }
}

impl Operation for SendChatMessage<'_> {
    type Reply = RawReply;

    fn endpoint(&self) -> &Endpoint {
        &Self::ENDPOINT
    }

    fn request(&mut self, _: &Config) -> Result<Request, Error> {
        if self.text.as_deref().is_none_or(|text| text.trim().is_empty()) && self.media.is_none() {
            return Err(Error::invalid("text", "content", "is required without media"));
        }
        let mut body = b"{\"textMessage\":".to_vec();
        write_string(&mut body, self.text.as_deref().unwrap_or_default());
        body.extend_from_slice(b",\"author\":0");
        if let Some(media) = &self.media {
            media.check()?;
            body.extend_from_slice(b",\"media\":{\"name\":");
            write_string(&mut body, &media.name);
            body.extend_from_slice(b",\"format\":");
            write_string(&mut body, &media.format);
            body.extend_from_slice(b",\"dataBase64\":\"");
            body.extend_from_slice(base64::engine::general_purpose::STANDARD.encode(&media.data).as_bytes());
            body.extend_from_slice(format!("\",\"type\":{}}}", media.kind).as_bytes());
        }
        body.push(b'}');
        Ok(Request::to(Self::ENDPOINT.path_of("id", self.id)?).json(body))
    }

    fn read(&mut self, answer: &Answer, _: &Config) -> Result<RawReply, Error> {
        Confirmation::AnyBody.read(answer)
    }
}

/// New messages of a chat as they come, by polling.
///
/// Ends when none came for the idle time. An error ends it too, but for passing failures, after which it asks
/// again.
#[derive(Debug)]
#[must_use = "no request is made until it is iterated"]
pub struct Follow {
    engine: Engine,
    options: CallOptions,
    chat_id: i64,
    interval: Duration,
    idle: Duration,
    known: Option<HashSet<String>>,
    ready: VecDeque<ChatMessage>,
    /// Since when nothing came.
    since: Option<Instant>,
    done: bool,
}

impl Follow {
    pub(super) fn new(
        engine: &Engine,
        chat_id: i64,
        interval: Duration,
        idle: Duration,
        options: &CallOptions,
    ) -> Self {
        let (engine, options) = (engine.clone(), options.clone());
        Self { engine, options, chat_id, interval, idle, known: None, ready: VecDeque::new(), since: None, done: false }
    }

    /// Key that tells messages apart: the id or, without one, the whole message.
    fn key(message: &ChatMessage) -> String {
        let raw = || message.record().raw().map(str::to_owned).unwrap_or_default();
        message.id().map_or_else(raw, str::to_owned)
    }

    fn poll(&mut self) -> Result<(), Error> {
        let messages = match read(&self.engine, ChatMessages { id: self.chat_id }, &self.options) {
            Ok(messages) => messages,
            // The first question must be answered; later ones may fail for a while.
            Err(e) if e.retryable() && self.known.is_some() => return Ok(()),
            Err(e) => return Err(e),
        };
        match &mut self.known {
            // What was there before is not new.
            None => self.known = Some(messages.iter().map(Self::key).collect()),
            Some(known) => {
                for message in messages {
                    if known.insert(Self::key(&message)) {
                        self.ready.push_back(message);
                    }
                }
            }
        }
        Ok(())
    }

    /// The next message if there is one, at most two questions; `None` at the end.
    pub(crate) fn ask(&mut self) -> Result<Option<Step<ChatMessage>>, Error> {
        if self.done {
            return Ok(None);
        }
        let result = self.step();
        self.done = !matches!(result, Ok(Some(_)));
        result
    }

    fn step(&mut self) -> Result<Option<Step<ChatMessage>>, Error> {
        if self.known.is_none() {
            let times = check_time("interval", self.interval).and_then(|()| check_time("idle_timeout", self.idle));
            times.map_err(|e| e.of("chathub.follow"))?;
        }
        if self.ready.is_empty() {
            let since = *self.since.get_or_insert_with(Instant::now);
            let first = self.known.is_none();
            self.poll()?;
            if first {
                self.poll()?;
            }
            if self.ready.is_empty() {
                // At the end of the idle time comes one last question.
                let left = self.idle.saturating_sub(since.elapsed());
                return Ok((!left.is_zero()).then(|| Step::After(self.interval.min(left))));
            }
        }
        self.since = None;
        Ok(self.ready.pop_front().map(Step::Item))
    }

    fn sleep(&self, pause: Duration) -> Result<(), Error> {
        let options = CallOptions { timeout: Some(pause), ..self.options.clone() };
        match self.engine.call(Api::ChatHub, &options).sleep(pause) {
            Err(Stop::Cancelled) => {
                let error = Error::new(ErrorKind::Cancelled, "following the chat was cancelled");
                Err(error.of("chathub.follow"))
            }
            _ => Ok(()),
        }
    }
}

impl Iterator for Follow {
    type Item = Result<ChatMessage, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.ask() {
                Ok(Some(Step::Item(message))) => return Some(Ok(message)),
                Ok(Some(Step::After(pause))) => {
                    if let Err(error) = self.sleep(pause) {
                        self.done = true;
                        return Some(Err(error));
                    }
                }
                Ok(None) => return None,
                Err(error) => return Some(Err(error)),
            }
        }
    }
}
