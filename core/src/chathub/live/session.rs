//! Session of a listener: connect, catch up, read, keep alive, reconnect.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::behind::Behind;
use super::connect::{Connected, Connector};
use super::events::{self, ChatEvent};
use super::history::{CatchUp, History};
use super::hook::{Face, Hook, Reply, locked};
use super::negotiate::AT_THE_END;
use super::options::Listen;
use super::protocol::{CLOSE, PING, shown};
use super::received::{Received, is_final};
use crate::clock::{self, Instant};
use crate::engine::{Api, CallOptions, Engine};
use crate::error::{Error, ErrorKind, Outcome};
use crate::http::call::Interrupt;

/// A server that was not heard for so long is gone. A ping is sent after half of it without sending.
const DEAD_AFTER: Duration = Duration::from_secs(30);
/// Waits before the first attempts to connect again; later ones wait as long as the last.
const DELAYS: [Duration; 4] =
    [Duration::ZERO, Duration::from_secs(2), Duration::from_secs(10), Duration::from_secs(30)];
/// Time after the end of a wait in which what has arrived is still read.
const LEFT_TO_READ: Duration = Duration::from_millis(100);
/// Events that are kept while one thread sends and nobody takes any.
const MOST_READY: usize = 10_000;

#[derive(Debug)]
pub(super) enum State {
    Connected(Box<Connected>),
    /// No connection; the next attempt comes at this time.
    Waiting(Instant),
    Closed,
}

pub(super) struct Session {
    pub(super) engine: Engine,
    pub(super) options: CallOptions,
    pub(super) listen: Listen,
    face: Arc<Face>,
    pub(super) state: State,
    pub(super) history: History,
    pub(super) catch_up: VecDeque<CatchUp>,
    /// When a step of catching up that failed is tried again, and how often it failed.
    pub(super) pause: Option<(Instant, u32)>,
    /// Chats whose history could not be read.
    pub(super) behind: Vec<Behind>,
    pub(super) ready: VecDeque<ChatEvent>,
    /// Calls that wait for their results.
    pub(super) pending: HashMap<String, (Reply, Instant)>,
    /// When the caller last had an event, or asked for the first.
    pub(super) last_event: Option<Instant>,
    /// Attempts to connect since a connection last held or brought something.
    pub(super) attempts: u32,
    /// When anybody last drove this.
    driven: Instant,
    /// Time for which nobody had driven this when the current call began.
    away: Duration,
}

impl Session {
    /// Connects for the first time. Messages that are in the histories now are not new.
    pub(super) fn open(
        engine: &Engine,
        listen: &Listen,
        options: &CallOptions,
        face: &Arc<Face>,
        hook: &Hook,
    ) -> Result<Self, Error> {
        let now = Instant::now();
        let mut session = Self {
            engine: engine.clone(),
            // A later wait has its own interrupt.
            options: CallOptions { interrupt: None, ..options.clone() },
            listen: listen.clone(),
            face: Arc::clone(face),
            state: State::Closed,
            history: History::default(),
            catch_up: VecDeque::new(),
            pause: None,
            behind: Vec::new(),
            ready: VecDeque::new(),
            pending: HashMap::new(),
            last_event: None,
            attempts: 0,
            driven: now,
            away: Duration::ZERO,
        };
        session.begin(options)?;
        let connected = session.connector().connect(options)?;
        session.connected(connected);
        // Catches up with messages that arrived during the connect. A failure is retried with the first event.
        while !session.catch_up.is_empty() && session.pause.is_none() {
            session.catch_up_step(None, hook)?;
        }
        session.driven = Instant::now();
        Ok(session)
    }

    /// Takes over a new connection, and plans what must be read to catch up.
    fn connected(&mut self, connected: Connected) {
        self.face.set("connected", Some(connected.link.transport()));
        self.state = State::Connected(Box::new(connected));
        self.ready.push_back(events::connection("connected", 0, None));
        self.pause = None;
        // The histories that are read now have what was held.
        self.behind.clear();
        self.away = Duration::ZERO;
        self.catch_up = match &self.listen.chats {
            Some(chats) => chats.iter().copied().map(CatchUp::Known).collect(),
            None => VecDeque::from([CatchUp::List]),
        };
    }

    fn connector(&self) -> Connector<'_> {
        Connector { engine: &self.engine, transport: self.listen.transport, dead_after: self.dead_after() }
    }

    fn dead_after(&self) -> Duration {
        self.listen.server_timeout.unwrap_or(DEAD_AFTER)
    }

    /// The time without sending after which a ping is due.
    fn ping_after(&self) -> Duration {
        self.dead_after().checked_div(2).unwrap_or_default()
    }

    /// Gives a connection up; the next attempt is made after a while.
    pub(super) fn lost(&mut self, why: &str) {
        let dead_after = self.dead_after();
        let mut away = Duration::ZERO;
        if let State::Connected(connected) = &self.state {
            away = std::mem::take(&mut self.away);
            // A hub that accepts connections and breaks them must not be asked without end.
            if connected.since.elapsed() > dead_after {
                self.attempts = 0;
            }
        }
        self.attempts = self.attempts.saturating_add(1);
        let attempt = self.attempts;
        let why = if away > dead_after {
            format!("too slow: the program did not ask for events for {} s", away.as_secs())
        } else {
            self.shown(why)
        };
        for (_, (reply, _)) in self.pending.drain() {
            let error = Error::new(ErrorKind::Connection, "the connection to the hub broke before the result came");
            let _ = reply.send(Err(error.with(|d| d.outcome = Outcome::Unknown)));
        }
        let place = usize::try_from(attempt).unwrap_or(usize::MAX).saturating_sub(1);
        let delays = self.listen.reconnect_delays.as_deref().unwrap_or(&DELAYS);
        let delay = delays.get(place).or(delays.last()).copied().unwrap_or_default();
        // Programs that lost the same server do not all come back at once.
        let delay = delay.mul_f64(0.8 + 0.4 * crate::random::unit());
        self.face.set("reconnecting", None);
        self.state = State::Waiting(clock::after(Instant::now(), delay));
        self.ready.push_back(events::connection("reconnecting", attempt, Some(&why)));
    }

    pub(super) fn end(&mut self, why: Option<&str>) {
        self.release_all();
        self.face.set("closed", None);
        self.state = State::Closed;
        for (_, (reply, _)) in self.pending.drain() {
            let error = Error::new(ErrorKind::Cancelled, "listening ended before the result came");
            let _ = reply.send(Err(error.with(|d| d.outcome = Outcome::Unknown)));
        }
        self.ready.push_back(events::connection("closed", 0, why.map(|why| self.shown(why)).as_deref()));
    }

    /// A text of the hub, as programs may see it.
    pub(super) fn shown(&self, why: &str) -> String {
        shown(&self.engine.without_secrets(Api::ChatHub, why))
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
        let idle = self.listen.idle_timeout.and_then(|time| started.checked_add(time));
        self.arrive();
        loop {
            if let Some(event) = hook.take_returned() {
                return Ok(Some(event));
            }
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
            if !self.catch_up.is_empty() && self.ready.is_empty() && until.is_some_and(|until| self.driven >= until) {
                // The next step may take the time of another request.
                return Ok(None);
            }
            // A hub that says much which is no event does not keep a caller longer than this.
            let is_late = earliest.is_some_and(|end| self.driven > clock::after(end, LEFT_TO_READ));
            if !self.ready.is_empty() || (went_on && !is_late) {
                continue;
            }
            if idle.is_some_and(|idle| self.driven >= idle) && !self.release_all() {
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
        self.arrive();
        while waits(self) && Instant::now() < deadline {
            if matches!(self.state, State::Closed) {
                return Err(Error::configuration("listening has ended; call listen() again"));
            }
            if self.ready.len() > MOST_READY {
                if matches!(self.state, State::Connected(_)) {
                    self.lost("too slow: nobody takes the events");
                }
                // A call that was sent already has its result now.
                let why = "10,000 events wait; read them with next() before you send";
                return if waits(self) { Err(Error::configuration(why)) } else { Ok(()) };
            }
            self.step(Some(deadline), hook)?;
            self.driven = Instant::now();
        }
        Ok(())
    }

    /// Notes for how long nobody has driven this.
    fn arrive(&mut self) {
        let now = Instant::now();
        self.away = now.saturating_duration_since(self.driven);
        self.driven = now;
        let ping_after = self.ping_after();
        if self.away > ping_after
            && let State::Connected(connected) = &mut self.state
        {
            // Nobody was here to listen: what the server said lies in the socket.
            connected.dead_at = connected.dead_at.max(clock::after(now, ping_after));
        }
    }

    /// One step; false if there was nothing to do until the time was up.
    fn step(&mut self, until: Option<Instant>, hook: &Hook) -> Result<bool, Error> {
        if let Err(error) = hook.check() {
            return self.stopped(error, hook);
        }
        let result = match &self.state {
            State::Closed => return Ok(false),
            State::Waiting(at) => self.wait_or_connect(*at, until, hook),
            State::Connected(_) => self.go_on(until, hook),
        };
        match result {
            Err(error) if error.kind() == ErrorKind::Cancelled => self.stopped(error, hook),
            other => other,
        }
    }

    /// Handles a wait that was stopped.
    fn stopped(&mut self, error: Error, hook: &Hook) -> Result<bool, Error> {
        if self.engine.is_closed() {
            self.end(Some("the client was closed"));
            return Err(hook.reason());
        }
        if self.face.closing.load(Ordering::Acquire) {
            self.close();
            return Ok(true);
        }
        Err(error)
    }

    fn wait_or_connect(&mut self, at: Instant, until: Option<Instant>, hook: &Hook) -> Result<bool, Error> {
        let now = Instant::now();
        if now < at {
            let end = until.map_or(at, |until| until.min(at));
            let time = end.saturating_duration_since(now);
            // A thread that wants to send waits for the connection, too.
            let options = self.within(time.saturating_add(Duration::from_secs(1)), hook.of_pauses());
            let _ = self.engine.call(Api::ChatHub, &options).sleep(time);
            hook.check()?;
            return Ok(end == at);
        }
        let timeout = self.options.timeout.unwrap_or(self.engine.config().timeout);
        let options = CallOptions { max_retries: Some(0), ..self.within(timeout, hook.of_calls()) };
        match self.connector().connect(&options) {
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
                self.lost(&error.to_string());
                Ok(true)
            }
        }
    }

    pub(super) fn within(&self, time: Duration, interrupt: Interrupt) -> CallOptions {
        CallOptions { timeout: Some(time), interrupt: Some(interrupt), ..self.options.clone() }
    }

    fn go_on(&mut self, until: Option<Instant>, hook: &Hook) -> Result<bool, Error> {
        if self.send_commands(hook) || self.keep_alive(hook) {
            return Ok(true);
        }
        let retry_at = self.retry_at();
        let catching_up = !self.catch_up.is_empty();
        if catching_up || retry_at.is_some_and(|at| at <= Instant::now()) {
            // The hub gives up a client that does not poll.
            if self.hears_more() {
                self.receive(Instant::now(), hook)?;
                if !matches!(self.state, State::Connected(_)) {
                    return Ok(true);
                }
            }
            let went_on = if catching_up {
                self.catch_up_step(until, hook)?
            } else {
                self.retry_step(hook)?;
                true
            };
            let dead_after = self.dead_after();
            if self.catch_up.is_empty()
                && let State::Connected(connected) = &mut self.state
            {
                // Nobody listened meanwhile.
                connected.dead_at = clock::after(Instant::now(), dead_after);
            }
            return Ok(went_on);
        }
        if self.take_message() {
            return Ok(true);
        }
        let ping_after = self.ping_after();
        let State::Connected(connected) = &mut self.state else { return Ok(true) };
        let wake = clock::after(connected.sent, ping_after).min(connected.dead_at);
        let end = [until, retry_at].into_iter().flatten().fold(wake, Instant::min);
        if self.receive(end, hook)? {
            return Ok(true);
        }
        let State::Connected(connected) = &self.state else { return Ok(true) };
        let now = Instant::now();
        if now >= connected.dead_at {
            self.lost("the hub was not heard in time");
            return Ok(true);
        }
        Ok(until.is_none_or(|until| now < until))
    }

    /// Waits for what the hub says until `end`; false if there was nothing.
    fn receive(&mut self, end: Instant, hook: &Hook) -> Result<bool, Error> {
        let dead_after = self.dead_after();
        let State::Connected(connected) = &mut self.state else { return Ok(true) };
        let options = CallOptions {
            timeout: Some(end.saturating_duration_since(Instant::now())),
            interrupt: Some(hook.of_waits()),
            ..self.options.clone()
        };
        let call = self.engine.call(Api::ChatHub, &options);
        match connected.link.receive(&self.engine, &call) {
            Ok(Received::Data(bytes)) => {
                connected.dead_at = clock::after(Instant::now(), dead_after);
                if !connected.splitter.add(&bytes, self.engine.http().max_reply_size) {
                    self.lost("a message is larger than max_reply_size");
                }
            }
            Ok(Received::Nothing) => {
                // All input of the time away is read.
                self.away = Duration::ZERO;
                return Ok(false);
            }
            Ok(Received::End(why)) => self.lost(&why),
            // Another thread wants to send, or has returned an event.
            Err(_) if hook.check().is_ok() => {}
            Err(error) => return Err(error),
        }
        Ok(true)
    }

    /// Returns true if there is room for what the hub says before the histories are read.
    fn hears_more(&self) -> bool {
        let most = self.engine.http().max_reply_size;
        matches!(&self.state, State::Connected(connected) if connected.splitter.len() < most / 2)
    }

    /// Sends what waits to be sent; true if there was something.
    fn send_commands(&mut self, hook: &Hook) -> bool {
        let now = Instant::now();
        self.pending.retain(|_, (_, deadline)| *deadline > now);
        let mut any = false;
        // One at a time: what is still in the list is not sent if its caller gives up.
        while matches!(self.state, State::Connected(_)) {
            let Some(command) = hook.next_command() else { break };
            any = true;
            let left = command.deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let error = Error::new(ErrorKind::Timeout, "no time was left to send it (timeout)");
                let _ = command.reply.send(Err(error.with(|d| d.outcome = Outcome::NotSent)));
                continue;
            }
            let options = CallOptions { max_retries: Some(0), ..self.within(left, hook.of_command(&command.id)) };
            let State::Connected(connected) = &mut self.state else { break };
            // The result may come before the call of long polling returns.
            self.pending.insert(command.id.clone(), (command.reply.clone(), command.deadline));
            match connected.link.send(&self.engine, &command.frame, &options) {
                Ok(()) => connected.sent = Instant::now(),
                Err(error) => {
                    self.pending.remove(&command.id);
                    let why = error.to_string();
                    let _ = command.reply.send(Err(error));
                    self.lost(&why);
                }
            }
        }
        any
    }

    /// Sends a ping when it is time; true if it did.
    fn keep_alive(&mut self, hook: &Hook) -> bool {
        let ping_after = self.ping_after();
        let State::Connected(connected) = &mut self.state else { return false };
        if connected.sent.elapsed() < ping_after {
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
            Err(error) => self.lost(&error.to_string()),
        }
        true
    }
}
