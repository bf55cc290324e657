//! The value that a program holds: several threads may wait, send and close at once.

use std::sync::atomic::Ordering;
use std::sync::mpsc::{RecvTimeoutError, TryRecvError, sync_channel};
use std::sync::{Arc, Mutex, TryLockError};
use std::time::Duration;

use base64::Engine as _;
use serde_json::value::RawValue;

use super::super::ChatMedia;
use super::events::ChatEvent;
use super::hook::{Command, Face, Hook, locked};
use super::options::{HubTransport, LISTEN, Listen};
use super::protocol;
use super::session::Session;
use crate::clock::{self, Instant, SLICE};
use crate::engine::{CallOptions, Engine};
use crate::error::{Error, ErrorKind, Outcome};
use crate::http::call::Interrupt;
use crate::model::write_string;
use crate::own_texts::OwnTexts;

const SEND_MESSAGE: &str = "chathub.listen.send_message";
const SEND_MEDIA: &str = "chathub.listen.send_media";

struct Shared {
    process: u32,
    engine: Engine,
    options: CallOptions,
    session: Mutex<Session>,
    face: Arc<Face>,
    /// Sends of other threads while one thread waits in `next`.
    commands: Arc<Mutex<Vec<Command>>>,
}

/// Events of the chat hub, in order. Clones share one connection.
///
/// Every message of the chats comes once, in the order of its chat: after an interruption what the hub did not push is
/// read from the history and marked as replayed. Without `chats` this holds for the 100 chats that changed last, and for
/// the 1,000 that had an event last. While the history of one chat cannot be read the others go on; after a few attempts
/// a [`ConnectionChanged`](super::ConnectionChanged) gives the reason.
///
/// Nothing runs in the background. A program that does not call [`ChatEvents::next`] for half a minute is taken for gone
/// by the hub; the next call connects again and loses nothing.
#[derive(Clone)]
#[must_use]
pub struct ChatEvents {
    shared: Arc<Shared>,
    /// Interrupts the waits of this clone.
    interrupt: Option<Interrupt>,
}

impl std::fmt::Debug for ChatEvents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ChatEvents").finish_non_exhaustive()
    }
}

impl ChatEvents {
    pub(in crate::chathub) fn open(engine: &Engine, listen: &Listen, options: &CallOptions) -> Result<Self, Error> {
        listen.check()?;
        options.check().map_err(|error| error.of(LISTEN))?;
        let (face, commands) = (Arc::default(), Arc::default());
        let hook = Hook::new(options.interrupt.clone(), &face, &commands, engine);
        let session = Session::open(engine, listen, options, &face, &hook).map_err(|error| error.of(LISTEN))?;
        let shared = Arc::new(Shared {
            process: std::process::id(),
            engine: engine.clone(),
            options: options.clone(),
            session: Mutex::new(session),
            face,
            commands,
        });
        Ok(Self { shared, interrupt: options.interrupt.clone() })
    }

    /// A child of a fork shares the socket and must not touch it.
    fn own(&self, operation: &'static str) -> Result<(), Error> {
        if self.shared.process == std::process::id() {
            return Ok(());
        }
        let why = "these events belong to the process that opened them; call listen() again in this one";
        Err(Error::configuration(why).of(operation))
    }

    /// The same events, whose waits end when `interrupt` says so.
    pub fn interrupt(&self, interrupt: Interrupt) -> Self {
        Self { shared: Arc::clone(&self.shared), interrupt: Some(interrupt) }
    }

    /// Waits for the next event: at most `timeout`, or as long as it takes. `None` if the time is up or listening has
    /// ended; see [`Self::is_closed`].
    ///
    /// After an interruption a call may take longer: it finishes one attempt to connect or one history that it began to
    /// read, each request of which ends after the `timeout` with which listening began. The next call goes on from there.
    ///
    /// # Errors
    /// [`ErrorKind::Cancelled`] if the interrupt says so; the next call goes on. [`ErrorKind::Authentication`],
    /// [`ErrorKind::PermissionDenied`] and the like end listening.
    pub fn next_event(&self, timeout: Option<Duration>) -> Result<Option<ChatEvent>, Error> {
        self.own(LISTEN)?;
        if let Some(event) = locked(&self.shared.face.returned).pop_front() {
            return Ok(Some(event));
        }
        let until = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        let hook = self.hook();
        let mut session = loop {
            // Another thread that sends drives the session, too.
            match self.shared.session.try_lock() {
                Ok(session) => break session,
                Err(TryLockError::Poisoned(poisoned)) => break poisoned.into_inner(),
                Err(TryLockError::WouldBlock) if until.is_some_and(|until| Instant::now() >= until) => return Ok(None),
                Err(TryLockError::WouldBlock) => {
                    hook.check().map_err(|error| error.of(LISTEN))?;
                    crate::clock::sleep(Duration::from_millis(1));
                }
            }
        };
        session.next(until, &hook).map_err(|error| error.of(LISTEN))
    }

    /// Takes an event back that the caller could not use, as the next one of a later call. Give several back in reverse
    /// order.
    pub fn put_back(&self, event: ChatEvent) {
        // It came before those that are there already.
        locked(&self.shared.face.returned).push_front(event);
    }

    fn hook(&self) -> Hook {
        Hook::new(self.interrupt.clone(), &self.shared.face, &self.shared.commands, &self.shared.engine)
    }

    /// Sends a text into a chat, and returns the hub's result as JSON, if there is one.
    ///
    /// May be called while another thread waits for events.
    ///
    /// # Errors
    /// With outcome `rejected` if the hub refused it, `not_sent` if no byte of it left, `unknown` if the connection broke
    /// or the time ran out after that. It is not sent again.
    pub fn send_message(&self, chat_id: i64, text: &str) -> Result<Option<String>, Error> {
        if text.trim().is_empty() {
            return Err(Error::invalid("text", "not_empty", "must not be blank").of(SEND_MESSAGE));
        }
        let mut json = Vec::new();
        write_string(&mut json, text);
        let sent = self.send(SEND_MESSAGE, "SendMessage", chat_id, &json);
        // The hub's reason may repeat it.
        sent.map_err(|error| error.with(|d| d.message = OwnTexts::one(text).hide(&d.message).into_owned()))
    }

    /// Sends a file into a chat. Result and errors are those of [`Self::send_message`].
    ///
    /// # Errors
    /// As those.
    pub fn send_media(&self, chat_id: i64, media: &ChatMedia) -> Result<Option<String>, Error> {
        media.check().map_err(|error| error.of(SEND_MEDIA))?;
        let mut json = b"{\"Name\":".to_vec();
        write_string(&mut json, &media.name);
        json.extend_from_slice(b",\"Format\":");
        write_string(&mut json, &media.format);
        json.extend_from_slice(b",\"DataBase64\":\"");
        json.extend_from_slice(base64::engine::general_purpose::STANDARD.encode(&media.data).as_bytes());
        json.extend_from_slice(format!("\",\"Type\":{}}}", media.kind).as_bytes());
        self.send(SEND_MEDIA, "SendMediaMessage", chat_id, &json)
    }

    fn send(
        &self,
        operation: &'static str,
        target: &str,
        chat_id: i64,
        argument: &[u8],
    ) -> Result<Option<String>, Error> {
        self.own(operation)?;
        if chat_id <= 0 {
            return Err(Error::invalid("chat_id", "range", "must be the id of a chat, above 0").of(operation));
        }
        let timeout = self.shared.options.timeout.unwrap_or(self.shared.engine.config().timeout);
        let deadline = clock::after(Instant::now(), timeout);
        let id = crate::random::id().map_err(|error| error.of(operation))?;
        let frame = protocol::invocation(&id, target, &[chat_id.to_string().as_bytes(), argument]);
        let (reply, result) = sync_channel(1);
        locked(&self.shared.commands).push(Command { id: id.clone(), frame, deadline, reply });
        let hook = self.hook().of_call(&id);
        // The session drops a call whose time is up.
        let late = || Error::new(ErrorKind::Timeout, "the hub did not answer in time (timeout)");
        let stopped = loop {
            // Whoever has the session sends it; if that is nobody, this thread does.
            let session = match self.shared.session.try_lock() {
                Ok(session) => Some(session),
                Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
                Err(TryLockError::WouldBlock) => None,
            };
            let driven = session.map(|mut session| session.send(&id, deadline, &hook));
            match result.try_recv() {
                Ok(result) => return self.done(operation, result),
                Err(TryRecvError::Disconnected) => break late(),
                Err(TryRecvError::Empty) => {}
            }
            match driven {
                Some(Err(error)) => break error,
                Some(Ok(())) => {}
                None => match result.recv_timeout(SLICE) {
                    Ok(result) => return self.done(operation, result),
                    Err(RecvTimeoutError::Disconnected) => break late(),
                    Err(RecvTimeoutError::Timeout) => {}
                },
            }
            if let Err(error) = hook.check() {
                break error;
            }
            if Instant::now() >= deadline {
                break late();
            }
        };
        // A command that is still in the list was not sent, and never will be.
        let mut commands = locked(&self.shared.commands);
        let waiting = commands.iter().position(|command| command.id == id);
        let outcome = if waiting.is_some() { Outcome::NotSent } else { Outcome::Unknown };
        waiting.map(|place| commands.remove(place));
        drop(commands);
        match result.try_recv() {
            Ok(result) => self.done(operation, result),
            Err(_) => Err(stopped.of(operation).with(|d| d.outcome = outcome)),
        }
    }

    fn done(
        &self,
        operation: &'static str,
        result: Result<Option<Box<RawValue>>, Error>,
    ) -> Result<Option<String>, Error> {
        let result = result.map_err(|error| error.of(operation))?;
        Ok(result.map(|json| json.get().to_owned()).filter(|json| json != "null"))
    }

    /// `connecting`, `connected`, `reconnecting` or `closed`.
    pub fn state(&self) -> &'static str {
        self.shared.face.state()
    }

    /// The transport of the connection; `None` while there is none.
    pub fn transport(&self) -> Option<HubTransport> {
        self.shared.face.transport()
    }

    /// True if no event will come any more. False while events of a connection that has ended are still to be read.
    pub fn is_closed(&self) -> bool {
        if self.shared.process != std::process::id() {
            return true;
        }
        if self.state() != "closed" || !locked(&self.shared.face.returned).is_empty() {
            return false;
        }
        match self.shared.session.try_lock() {
            Ok(session) => session.ready.is_empty(),
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner().ready.is_empty(),
            // Another thread takes them.
            Err(TryLockError::WouldBlock) => false,
        }
    }

    /// Ends listening and tells the hub. Another thread that waits in [`Self::next_event`] returns without an event.
    pub fn close(&self) {
        if self.own(LISTEN).is_ok() {
            self.shared.face.closing.store(true, Ordering::Release);
            locked(&self.shared.session).close();
            locked(&self.shared.face.returned).clear();
        }
    }
}

impl Iterator for ChatEvents {
    type Item = Result<ChatEvent, Error>;

    /// Waits for the next event, however long it takes.
    fn next(&mut self) -> Option<Self::Item> {
        self.next_event(None).transpose()
    }
}

impl Iterator for &ChatEvents {
    type Item = Result<ChatEvent, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_event(None).transpose()
    }
}
