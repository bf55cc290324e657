//! What a listener does: connect, catch up, read, keep alive, connect again.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::value::RawValue;

use super::super::chat_messages::{self, ChatMessages};
use super::super::chats::Chats;
use super::super::replies::{Chat, ChatMessage};
use super::super::{ChatFilter, HubTransport};
use super::events::{self, ChatEvent};
use super::history::{History, MOST_CHATS};
use super::link::{Link, Received};
use super::long_polling::LongPolling;
use super::negotiate::{AT_THE_END, negotiate};
use super::protocol::{self, CLOSE, HANDSHAKE, Incoming, PING, Splitter};
use super::web_socket::WebSocketLink;
use super::{Command, Listen, locked, shown};
use crate::clock::Instant;
use crate::engine::{Api, CallOptions, Engine};
use crate::error::{Error, ErrorKind, Outcome};
use crate::http::call::Interrupt;
use crate::model::{Json, Wrap, read_record};

/// A server that was not heard for so long is gone. A ping is sent after half of it without sending.
const DEAD_AFTER: Duration = Duration::from_secs(30);
/// Time for the answer to the handshake.
const HANDSHAKE_TIME: Duration = Duration::from_secs(15);
/// Waits before the first attempts to connect again; later ones wait as long as the last.
const DELAYS: [u64; 4] = [0, 2, 10, 30];
/// Events that are kept while one thread sends and nobody takes any.
const MOST_READY: usize = 10_000;

/// State and transport, for those who ask while another thread has the session.
#[derive(Debug, Default)]
pub(super) struct Face {
    state: AtomicU8,
    transport: AtomicU8,
    /// Somebody wants listening to end.
    pub(super) closing: AtomicBool,
}

const STATES: [&str; 4] = ["connecting", "connected", "reconnecting", "closed"];

impl Face {
    pub(super) fn state(&self) -> &'static str {
        STATES.get(usize::from(self.state.load(Ordering::Acquire))).copied().unwrap_or("closed")
    }

    pub(super) fn transport(&self) -> Option<HubTransport> {
        let place = usize::from(self.transport.load(Ordering::Acquire));
        place.checked_sub(1).and_then(|place| HubTransport::ALL.get(place)).copied()
    }

    fn set(&self, state: &str, transport: Option<HubTransport>) {
        let state = STATES.iter().position(|name| *name == state).unwrap_or(3);
        let transport =
            HubTransport::ALL.iter().position(|other| Some(*other) == transport).map_or(0, |place| place + 1);
        self.transport.store(transport as u8, Ordering::Release);
        self.state.store(state as u8, Ordering::Release);
    }
}

/// What can end a wait.
#[derive(Clone)]
pub(super) struct Hook {
    interrupt: Option<Interrupt>,
    face: Arc<Face>,
    commands: Arc<Mutex<Vec<Command>>>,
    engine: Engine,
    /// The interrupt said so. It may say it only once.
    stopped: Arc<AtomicBool>,
}

impl Hook {
    pub(super) fn new(
        interrupt: Option<Interrupt>,
        face: &Arc<Face>,
        commands: &Arc<Mutex<Vec<Command>>>,
        engine: &Engine,
    ) -> Self {
        let (face, commands, engine) = (Arc::clone(face), Arc::clone(commands), engine.clone());
        Self { interrupt, face, commands, engine, stopped: Arc::default() }
    }

    fn ask(&self) -> bool {
        if self.interrupt.as_ref().is_some_and(|interrupt| interrupt()) {
            self.stopped.store(true, Ordering::Release);
        }
        self.stopped.load(Ordering::Acquire) || self.face.closing.load(Ordering::Acquire)
    }

    /// Whether to go on.
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.ask() || self.engine.is_closed() { Err(self.reason()) } else { Ok(()) }
    }

    fn reason(&self) -> Error {
        if self.engine.is_closed() {
            return Error::configuration("the client is closed; make a new one");
        }
        Error::new(ErrorKind::Cancelled, "waiting for events of the chat hub was cancelled")
    }

    /// For requests.
    fn of_calls(&self) -> Interrupt {
        let hook = self.clone();
        Arc::new(move || hook.ask())
    }

    /// For waits, which also end when another thread wants to send.
    fn of_waits(&self) -> Interrupt {
        let hook = self.clone();
        Arc::new(move || hook.ask() || !locked(&hook.commands).is_empty())
    }
}

#[derive(Debug)]
enum State {
    Connected(Box<Connected>),
    /// No connection; the next attempt comes at this time.
    Waiting {
        until: Instant,
        attempt: u32,
    },
    Closed,
}

#[derive(Debug)]
struct Connected {
    link: Link,
    splitter: Splitter,
    sent: Instant,
    /// When the hub is taken for gone unless it is heard before.
    dead_at: Instant,
}

/// A step of catching up.
#[derive(Debug, Clone)]
enum CatchUp {
    /// Read the list of chats.
    List,
    /// Read the history of a chat that is known.
    Known(i64),
    /// Read that of a chat that was not known to exist.
    Found(Box<Chat>),
}

type Reply = SyncSender<Result<Option<Box<RawValue>>, Error>>;

pub(super) struct Session {
    engine: Engine,
    options: CallOptions,
    listen: Listen,
    face: Arc<Face>,
    state: State,
    history: History,
    catch_up: VecDeque<CatchUp>,
    /// When a step of catching up that failed is tried again, and how often it failed.
    pause: Option<(Instant, u32)>,
    ready: VecDeque<ChatEvent>,
    /// Calls that wait for their results.
    pending: HashMap<String, (Reply, Instant)>,
    /// When the caller last had an event, or asked for the first.
    last_event: Option<Instant>,
    /// When anybody last drove this.
    driven: Instant,
}

impl Session {
    /// Connects for the first time. What is in the histories now is not new.
    pub(super) fn open(
        engine: &Engine,
        listen: &Listen,
        options: &CallOptions,
        face: &Arc<Face>,
    ) -> Result<Self, Error> {
        let now = Instant::now();
        let mut session = Self {
            engine: engine.clone(),
            options: options.clone(),
            listen: listen.clone(),
            face: Arc::clone(face),
            state: State::Closed,
            history: History::default(),
            catch_up: VecDeque::new(),
            pause: None,
            ready: VecDeque::new(),
            pending: HashMap::new(),
            last_event: None,
            driven: now,
        };
        let chats = match &listen.chats {
            Some(chats) => chats.clone(),
            None => {
                let (chats, complete) = session.list(options)?;
                session.history.begun(complete);
                for chat in &chats {
                    if let (Some(id), Some(status)) = (chat.id(), chat.status()) {
                        session.history.status(id, events::hub_status(status));
                    }
                }
                chats.iter().filter_map(Chat::id).collect()
            }
        };
        for chat in chats {
            session.history.begin(chat, &history_of(engine, chat, options)?);
        }
        let connected = session.connect(options)?;
        session.connected(connected);
        Ok(session)
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

    /// Makes a connection: negotiation, transport, handshake.
    fn connect(&self, options: &CallOptions) -> Result<Connected, Error> {
        let first = self.link(self.listen.transport, options);
        let link = match first {
            // A proxy in between may not let a WebSocket through.
            Err(error) if self.listen.transport.is_none() && error.kind() == ErrorKind::Connection => {
                self.link(Some(HubTransport::LongPolling), options).map_err(|_| error)?
            }
            other => other?,
        };
        self.shake_hands(link, options)
    }

    fn link(&self, transport: Option<HubTransport>, options: &CallOptions) -> Result<Link, Error> {
        let negotiated = negotiate(&self.engine, options)?;
        let lacks =
            || Err(Error::new(ErrorKind::Response, "the hub offers neither a WebSocket nor long polling as text"));
        let transport = match transport {
            Some(transport) => transport,
            None if negotiated.web_socket => HubTransport::WebSocket,
            None if negotiated.long_polling => HubTransport::LongPolling,
            None => return lacks(),
        };
        match transport {
            HubTransport::WebSocket => {
                let time = self.engine.config().connect_timeout;
                let options = CallOptions { timeout: Some(time), ..options.clone() };
                let call = self.engine.call_to(&negotiated.target.base, &options);
                Ok(Link::WebSocket(Box::new(WebSocketLink::open(&self.engine, &negotiated, &call)?)))
            }
            HubTransport::LongPolling => Ok(Link::LongPolling(Box::new(LongPolling::new(&negotiated)))),
        }
    }

    fn shake_hands(&self, mut link: Link, options: &CallOptions) -> Result<Connected, Error> {
        let options = CallOptions { timeout: Some(HANDSHAKE_TIME), ..options.clone() };
        let call = self.engine.call(Api::ChatHub, &options);
        let broken = |why: &str| {
            let message = format!("the hub did not answer the handshake: {}", shown(why));
            Error::new(ErrorKind::Connection, message)
        };
        if matches!(link, Link::LongPolling(_)) {
            // The server answers the first poll at once; before that it may not know the connection.
            if let Received::End(why) = link.receive(&self.engine, &call)? {
                return Err(broken(&why));
            }
        }
        link.send(&self.engine, HANDSHAKE, &options)?;
        let mut splitter = Splitter::default();
        loop {
            if let Some(message) = splitter.next() {
                protocol::read_handshake(message).map_err(|why| {
                    Error::new(ErrorKind::Provider, format!("the hub refused the connection: {}", shown(&why)))
                })?;
                let now = Instant::now();
                return Ok(Connected { link, splitter, sent: now, dead_at: now + self.dead_after() });
            }
            match link.receive(&self.engine, &call)? {
                Received::Data(bytes) if splitter.add(&bytes, self.engine.http().max_reply_size) => {}
                Received::Data(_) => return Err(broken("it is larger than max_reply_size")),
                Received::Nothing => return Err(broken("the time is up")),
                Received::End(why) => return Err(broken(&why)),
            }
        }
    }

    /// Takes over a new connection, and plans what must be read to catch up.
    fn connected(&mut self, connected: Connected) {
        self.face.set("connected", HubTransport::from_name(connected.link.transport()));
        self.state = State::Connected(Box::new(connected));
        self.ready.push_back(events::connection("connected", 0, None));
        self.pause = None;
        self.catch_up = match &self.listen.chats {
            Some(chats) => chats.iter().copied().map(CatchUp::Known).collect(),
            None => VecDeque::from([CatchUp::List]),
        };
    }

    fn dead_after(&self) -> Duration {
        self.listen.server_timeout.unwrap_or(DEAD_AFTER)
    }

    /// Gives a connection up; the next attempt is made after a while.
    fn lost(&mut self, why: &str, attempt: u32) {
        let away = self.driven.elapsed();
        let why = if away > self.dead_after() {
            format!("too slow: the program did not ask for events for {} s", away.as_secs())
        } else {
            shown(why)
        };
        for (_, (reply, _)) in self.pending.drain() {
            let error = Error::new(ErrorKind::Connection, "the connection to the hub broke before the result came");
            let _ = reply.send(Err(error.with(|d| d.outcome = Outcome::Unknown)));
        }
        let place = usize::try_from(attempt).unwrap_or(usize::MAX).saturating_sub(1);
        let seconds = DELAYS.get(place).or(DELAYS.last()).copied().unwrap_or(30);
        // Programs that lost the same server do not all come back at once.
        let delay = Duration::from_secs(seconds).mul_f64(0.8 + 0.4 * crate::random::unit());
        self.face.set("reconnecting", None);
        self.state = State::Waiting { until: Instant::now() + delay, attempt };
        self.ready.push_back(events::connection("reconnecting", attempt, Some(&why)));
    }

    fn end(&mut self, why: Option<&str>) {
        self.face.set("closed", None);
        self.state = State::Closed;
        for (_, (reply, _)) in self.pending.drain() {
            let error = Error::new(ErrorKind::Cancelled, "listening ended before the result came");
            let _ = reply.send(Err(error.with(|d| d.outcome = Outcome::Unknown)));
        }
        self.ready.push_back(events::connection("closed", 0, why.map(shown).as_deref()));
    }

    /// Tells the hub, and ends.
    pub(super) fn close(&mut self) {
        if let State::Connected(connected) = &mut self.state {
            let options = CallOptions { timeout: Some(AT_THE_END), interrupt: None, ..self.options.clone() };
            let _ = connected.link.send(&self.engine, CLOSE, &options);
            connected.link.close(&self.engine, &self.engine.call(Api::ChatHub, &options));
        }
        if !matches!(self.state, State::Closed) {
            self.end(None);
        }
        self.ready.clear();
    }

    /// The next event, at `until` at the latest.
    pub(super) fn next(&mut self, until: Option<Instant>, hook: &Hook) -> Result<Option<ChatEvent>, Error> {
        let started = *self.last_event.get_or_insert_with(Instant::now);
        let idle = self.listen.idle_timeout.map(|time| started + time);
        loop {
            if let Some(event) = self.ready.pop_front() {
                if !matches!(event, ChatEvent::ConnectionChanged(_)) {
                    self.last_event = Some(Instant::now());
                }
                return Ok(Some(event));
            }
            if matches!(self.state, State::Closed) {
                return Ok(None);
            }
            let earliest = [until, idle].into_iter().flatten().min();
            let went_on = self.step(earliest, hook)?;
            self.driven = Instant::now();
            if went_on || !self.ready.is_empty() {
                continue;
            }
            if idle.is_some_and(|idle| self.driven >= idle) {
                self.close();
                self.ready.push_back(events::connection("closed", 0, Some("idle_timeout")));
            } else if until.is_some_and(|until| self.driven >= until) {
                return Ok(None);
            }
        }
    }

    /// Drives the session for a thread that waits for the result of its call.
    pub(super) fn send(&mut self, id: &str, deadline: Instant, hook: &Hook) -> Result<(), Error> {
        let waits = |session: &Self| {
            session.pending.contains_key(id) || locked(&hook.commands).iter().any(|command| command.id == id)
        };
        while waits(self) && Instant::now() < deadline {
            if matches!(self.state, State::Closed) {
                return Err(Error::configuration("listening has ended; call listen() again"));
            }
            self.step(Some(deadline), hook)?;
            self.driven = Instant::now();
            if self.ready.len() > MOST_READY && matches!(self.state, State::Connected(_)) {
                self.lost("too slow: nobody takes the events", 1);
            }
        }
        Ok(())
    }

    /// One step; false if there was nothing to do until the time was up.
    fn step(&mut self, until: Option<Instant>, hook: &Hook) -> Result<bool, Error> {
        if let Err(error) = hook.check() {
            return self.stopped(error);
        }
        let result = match &self.state {
            State::Closed => return Ok(false),
            State::Waiting { until: at, attempt } => {
                let (at, attempt) = (*at, *attempt);
                self.wait_or_connect(at, attempt, until, hook)
            }
            State::Connected(_) => self.go_on(until, hook),
        };
        match result {
            Err(error) if error.kind() == ErrorKind::Cancelled => self.stopped(error),
            other => other,
        }
    }

    /// What a wait that was stopped means.
    fn stopped(&mut self, error: Error) -> Result<bool, Error> {
        if self.engine.is_closed() {
            self.end(Some("the client was closed"));
            return Err(error);
        }
        if self.face.closing.load(Ordering::Acquire) {
            self.close();
            return Ok(true);
        }
        Err(error)
    }

    fn wait_or_connect(
        &mut self,
        at: Instant,
        attempt: u32,
        until: Option<Instant>,
        hook: &Hook,
    ) -> Result<bool, Error> {
        let now = Instant::now();
        if now < at {
            let end = until.map_or(at, |until| until.min(at));
            let time = end.saturating_duration_since(now);
            let options = self.within(time + Duration::from_secs(1), hook.of_waits());
            // Another thread that wants to send waits for the connection, too.
            let _ = self.engine.call(Api::ChatHub, &options).sleep(time);
            hook.check()?;
            return Ok(end == at);
        }
        let timeout = self.options.timeout.unwrap_or(self.engine.config().timeout);
        let options = CallOptions { max_retries: Some(0), ..self.within(timeout, hook.of_calls()) };
        match self.connect(&options) {
            Ok(connected) => {
                self.connected(connected);
                Ok(true)
            }
            Err(error) if error.kind() == ErrorKind::Cancelled => Err(error),
            Err(error) if is_final(&error) => {
                self.end(Some(&error.to_string()));
                Err(error)
            }
            Err(error) => {
                self.lost(&error.to_string(), attempt.saturating_add(1));
                Ok(true)
            }
        }
    }

    fn within(&self, time: Duration, interrupt: Interrupt) -> CallOptions {
        CallOptions { timeout: Some(time), interrupt: Some(interrupt), ..self.options.clone() }
    }

    fn go_on(&mut self, until: Option<Instant>, hook: &Hook) -> Result<bool, Error> {
        if self.send_commands(hook) || self.keep_alive(hook) {
            return Ok(true);
        }
        if let Some(step) = self.catch_up.front().cloned() {
            return self.catch_up(step, until, hook);
        }
        if self.take_message() {
            return Ok(true);
        }
        let dead_after = self.dead_after();
        let State::Connected(connected) = &mut self.state else { return Ok(true) };
        let now = Instant::now();
        if now.saturating_duration_since(self.driven) > dead_after / 2 {
            // Nobody was here to listen: what the server said lies in the socket.
            connected.dead_at = connected.dead_at.max(now + dead_after / 2);
        }
        let wake = (connected.sent + dead_after / 2).min(connected.dead_at);
        let end = until.map_or(wake, |until| until.min(wake));
        let options = CallOptions {
            timeout: Some(end.saturating_duration_since(now)),
            interrupt: Some(hook.of_waits()),
            ..self.options.clone()
        };
        let call = self.engine.call(Api::ChatHub, &options);
        match connected.link.receive(&self.engine, &call) {
            Ok(Received::Data(bytes)) => {
                connected.dead_at = Instant::now() + dead_after;
                if !connected.splitter.add(&bytes, self.engine.http().max_reply_size) {
                    self.lost("a message is larger than max_reply_size", 1);
                }
                Ok(true)
            }
            Ok(Received::Nothing) => {
                if Instant::now() >= connected.dead_at {
                    self.lost("the hub was not heard in time", 1);
                    return Ok(true);
                }
                Ok(until.is_none_or(|until| Instant::now() < until))
            }
            Ok(Received::End(why)) => {
                self.lost(&why, 1);
                Ok(true)
            }
            // Another thread wants to send.
            Err(_) if hook.check().is_ok() => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// Sends what waits to be sent; true if there was something.
    fn send_commands(&mut self, hook: &Hook) -> bool {
        let now = Instant::now();
        self.pending.retain(|_, (_, deadline)| *deadline > now);
        let commands = std::mem::take(&mut *locked(&hook.commands));
        let any = !commands.is_empty();
        for command in commands {
            let State::Connected(connected) = &mut self.state else {
                locked(&hook.commands).push(command);
                continue;
            };
            let left = command.deadline.saturating_duration_since(Instant::now());
            let options = CallOptions { timeout: Some(left), max_retries: Some(0), ..self.options.clone() };
            // The result may come before the call of long polling returns.
            self.pending.insert(command.id.clone(), (command.reply.clone(), command.deadline));
            match connected.link.send(&self.engine, &command.frame, &options) {
                Ok(()) => connected.sent = Instant::now(),
                Err(error) => {
                    self.pending.remove(&command.id);
                    let why = error.to_string();
                    let _ = command.reply.send(Err(error));
                    self.lost(&why, 1);
                }
            }
        }
        any
    }

    /// Sends a ping when it is time; true if it did.
    fn keep_alive(&mut self, hook: &Hook) -> bool {
        let dead_after = self.dead_after();
        let State::Connected(connected) = &mut self.state else { return false };
        if connected.sent.elapsed() < dead_after / 2 {
            return false;
        }
        let options = CallOptions {
            timeout: Some(AT_THE_END),
            max_retries: Some(0),
            interrupt: Some(hook.of_calls()),
            ..self.options.clone()
        };
        match connected.link.send(&self.engine, PING, &options) {
            Ok(()) => connected.sent = Instant::now(),
            Err(error) => self.lost(&error.to_string(), 1),
        }
        true
    }

    /// Takes one message from what was read; true if there was one.
    fn take_message(&mut self) -> bool {
        let State::Connected(connected) = &mut self.state else { return false };
        let Some(message) = connected.splitter.next() else { return false };
        match protocol::read(message) {
            Ok(Incoming::Invocation { target, arguments }) => self.happened(&target, &arguments),
            Ok(Incoming::Completion { id, result, error }) => {
                if let Some((reply, _)) = self.pending.remove(&id) {
                    let refused = |why: String| {
                        let message = format!("the hub refused the call: {}", crate::phone::masked(&why));
                        Error::new(ErrorKind::Provider, message).with(|d| d.outcome = Outcome::Rejected)
                    };
                    let _ = reply.send(error.map_or(Ok(result), |why| Err(refused(why))));
                }
            }
            Ok(Incoming::Close { error, reconnect }) => {
                let why = error.unwrap_or_else(|| "the hub closed the connection".to_owned());
                if reconnect {
                    self.lost(&why, 1);
                } else {
                    self.end(Some(&why));
                }
            }
            Ok(Incoming::Other) => {}
            Err(why) => self.lost(&format!("a message of the hub cannot be read: {why}"), 1),
        }
        true
    }

    /// Turns a call of the server into an event, if it is one and new.
    fn happened(&mut self, target: &str, arguments: &[Box<RawValue>]) {
        let event = self.event(target, arguments).unwrap_or_else(|| Some(events::unknown(target, arguments)));
        self.tell(event);
    }

    /// Hands an event on, if it is of a chat that is wanted.
    fn tell(&mut self, event: Option<ChatEvent>) {
        let Some(event) = event else { return };
        let wanted = match (&self.listen.chats, event.chat_id()) {
            (Some(chats), Some(chat)) => chats.contains(&chat),
            _ => true,
        };
        if wanted {
            self.ready.push_back(event);
        }
    }

    /// The event of a call; nothing inside if the caller had it, `None` if it cannot be read.
    fn event(&mut self, target: &str, arguments: &[Box<RawValue>]) -> Option<Option<ChatEvent>> {
        let number = |place: usize| {
            let text = arguments.get(place)?.get();
            text.trim_matches('"').parse::<i64>().ok()
        };
        let object = |class| {
            let json = Json::object(arguments.first()?.get()).ok()?;
            read_record(class, &json).ok()
        };
        match target {
            "ReceiveMessage" | "ReceiveMediaMessage" => {
                let message = ChatMessage::of(object(ChatMessage::class())?);
                let is_media = target == "ReceiveMediaMessage" || !message.record().get("media").is_null();
                let chat = message.chat_id();
                let new = chat.is_none_or(|chat| self.history.pushed(chat, message.id()));
                Some(new.then(|| events::message(chat, message, is_media, false)))
            }
            "ChatStatusChanged" => {
                let (chat, status) = (number(0)?, number(1)?);
                Some(self.history.status(chat, status).then(|| events::chat_status(chat, status)))
            }
            "MessageStatusChanged" => {
                let id = arguments.first()?.get().trim_matches('"');
                Some(Some(events::message_status(id, number(1)?)))
            }
            "ChatCreated" => {
                let chat = Chat::of(object(Chat::class())?);
                let id = chat.id()?;
                Some(self.history.created(id).then(|| events::chat_created(chat)))
            }
            _ => None,
        }
    }

    /// One step of catching up. Nothing is read from the connection before the last, so that order is kept.
    fn catch_up(&mut self, step: CatchUp, until: Option<Instant>, hook: &Hook) -> Result<bool, Error> {
        let now = Instant::now();
        if let Some((at, _)) = self.pause.filter(|(at, _)| now < *at) {
            let end = until.map_or(at, |until| until.min(at));
            let time = end.saturating_duration_since(now);
            let options = self.within(time + Duration::from_secs(1), hook.of_waits());
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
                self.pause = Some((Instant::now() + Duration::from_secs(seconds), failed + 1));
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
            if let Some(status) = chat.status().map(events::hub_status) {
                let known = self.history.knows(id);
                if self.history.compare_status(id, status) && known {
                    self.tell(Some(events::chat_status(id, status)));
                }
                if !known {
                    self.history.forget(id);
                }
            }
            let known = self.history.knows(id);
            self.catch_up.push_back(if known { CatchUp::Known(id) } else { CatchUp::Found(Box::new(chat)) });
        }
        let others = self.history.recent().into_iter().filter(|id| !planned.contains(id));
        self.catch_up.extend(others.map(CatchUp::Known));
    }

    fn replay(&mut self, chat: i64, missed: Vec<ChatMessage>) {
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

/// Whether another attempt cannot help.
fn is_final(error: &Error) -> bool {
    use ErrorKind::{Authentication, Configuration, NotFound, PermissionDenied, Validation};
    matches!(error.kind(), Authentication | Configuration | NotFound | PermissionDenied | Validation)
}
