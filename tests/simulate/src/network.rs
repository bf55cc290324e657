//! Connections between client and provider, and their failures.

use std::collections::VecDeque;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::time::Duration;

use smsbat_core::simulation::Socket;

use crate::attempt::{Attempt, Fate};
use crate::process::Point;
use crate::random::Random;
use crate::world::{Event, Guard, Key, Me, State};

/// Bytes that are on their way or not read yet, at most.
const WINDOW: usize = 64 * 1024;

/// How bad the network and the provider are during a process.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weather {
    /// Share of requests to which something happens.
    pub(crate) faults: f64,
    /// Share of connections that are not made.
    pub(crate) refusals: f64,
    /// Longest way of a byte.
    pub(crate) latency: Duration,
    /// Longest time of work on a request.
    pub(crate) work: Duration,
}

impl Weather {
    pub(crate) const CALM: Self =
        Self { faults: 0.0, refusals: 0.0, latency: Duration::from_millis(20), work: Duration::from_millis(300) };
}

#[derive(Debug)]
pub(crate) struct Network {
    pub(crate) weather: Weather,
    /// Nobody can connect.
    pub(crate) outage: bool,
    pub(crate) random: Random,
    connections: Vec<Connection>,
}

impl Network {
    pub(crate) fn new(random: Random) -> Self {
        Self { weather: Weather::CALM, outage: false, random, connections: Vec::new() }
    }

    fn latency(&mut self) -> Duration {
        let most = self.weather.latency;
        self.random.time(Duration::from_micros(100), most)
    }
}

#[derive(Debug)]
struct Connection {
    process: usize,
    /// When it is made, or refused; never without a time.
    made_at: Option<Duration>,
    refused: bool,
    /// Bytes to the provider that have not arrived.
    in_flight: usize,
    /// No byte overtakes another.
    to_server_at: Duration,
    to_client_at: Duration,
    /// Bytes that wait to be read by the client.
    inbox: VecDeque<u8>,
    /// The end behind them, by a reset or not.
    end: Option<bool>,
    /// Bytes that were sent to the client so far, and that it has read.
    sent: u64,
    read: u64,
    closed_by_client: bool,
    closed_by_server: bool,
    /// Attempts that went over it; the last one may be under way.
    attempts: Vec<usize>,
}

impl State {
    pub(crate) fn happen_in_network(&mut self, event: Event) {
        match event {
            Event::ToServer { connection, attempt, count } => self.arrive(connection, attempt, count),
            Event::Handle { attempt } => self.handle(attempt),
            Event::ToClient { connection, bytes } => {
                self.trace.note(&[10, connection as u64]);
                self.trace.note_bytes(&bytes);
                let this = &mut self.network.connections[connection];
                if this.end.is_none() {
                    this.inbox.extend(bytes);
                    self.wake(Key::Connection(connection));
                }
            }
            Event::ClientEnd { connection, reset } => {
                self.trace.note(&[11, connection as u64, u64::from(reset)]);
                let this = &mut self.network.connections[connection];
                if this.end.is_none() {
                    this.end = Some(reset);
                    if reset {
                        // What was not read is lost with a reset.
                        this.inbox.clear();
                    }
                }
                self.wake(Key::Connection(connection));
            }
            Event::IdleEnd { connection, attempts }
                if self.network.connections[connection].attempts.len() == attempts =>
            {
                self.close_by_server(connection, false);
            }
            _ => {}
        }
    }

    fn arrive(&mut self, connection: usize, attempt: usize, count: usize) {
        self.trace.note(&[12, connection as u64, count as u64]);
        let this = &mut self.network.connections[connection];
        this.in_flight -= count;
        let closed = this.closed_by_server;
        self.wake(Key::Connection(connection));
        if closed {
            // Bytes to a closed connection are answered with a reset.
            self.end_client(connection, true);
            return;
        }
        let this = &mut self.provider.attempts[attempt];
        this.arrived += count;
        let (arrived, total) = (this.arrived, this.total);
        let share = total.map_or(0.0, |total| arrived as f64 / total as f64);
        match this.fate {
            Fate::CutRequest(at) if share >= at => {
                self.say(|| format!("attempt {attempt} is cut after {arrived} bytes"));
                self.close_by_server(connection, true);
            }
            _ if total == Some(arrived) => {
                let work = self.network.weather.work;
                let work = self.network.random.time(Duration::from_micros(500), work);
                let late = match this_fate(&self.provider.attempts[attempt]) {
                    Fate::Late(time) => *time,
                    _ => Duration::ZERO,
                };
                self.at(self.now + work + late, Event::Handle { attempt });
            }
            _ => {}
        }
    }

    /// The provider closes a connection.
    pub(crate) fn close_by_server(&mut self, connection: usize, reset: bool) {
        self.network.connections[connection].closed_by_server = true;
        self.end_client(connection, reset);
    }

    fn end_client(&mut self, connection: usize, reset: bool) {
        let latency = self.network.latency();
        let this = &mut self.network.connections[connection];
        this.to_client_at = this.to_client_at.max(self.now + latency);
        let at = this.to_client_at;
        self.at(at, Event::ClientEnd { connection, reset });
    }

    /// Sends bytes to the client, in pieces that may take their time. Gives where they end in all that was sent.
    pub(crate) fn send_to_client(&mut self, connection: usize, bytes: &[u8], slow: bool) -> u64 {
        let pieces = if slow { 8 } else { self.network.random.range(1, 3) as usize };
        for piece in bytes.chunks(bytes.len().div_ceil(pieces).max(1)) {
            let latency = self.network.latency();
            let pause = if slow {
                self.network.random.time(Duration::from_millis(100), Duration::from_secs(20))
            } else {
                Duration::ZERO
            };
            let this = &mut self.network.connections[connection];
            this.to_client_at = this.to_client_at.max(self.now) + latency + pause;
            this.sent += piece.len() as u64;
            let at = this.to_client_at;
            self.at(at, Event::ToClient { connection, bytes: piece.to_vec() });
        }
        self.network.connections[connection].sent
    }

    /// The provider closes a connection when it was idle for a while.
    pub(crate) fn close_when_idle(&mut self, connection: usize) {
        let time = self.network.random.time(Duration::from_millis(200), Duration::from_secs(90));
        let attempts = self.network.connections[connection].attempts.len();
        self.at(self.now + time, Event::IdleEnd { connection, attempts });
    }

    /// The system closes the connections of a process that was killed. Without power it sends no more of what it took.
    pub(crate) fn die_in_network(&mut self, process: usize, power: bool) {
        let mut lost = Vec::new();
        let mut cut: Vec<usize> = Vec::new();
        for (key, event) in &self.events {
            if let Event::ToServer { connection, .. } = event {
                let of_it = self.network.connections[*connection].process == process;
                if of_it && power && (cut.contains(connection) || self.network.random.chance(0.5)) {
                    cut.push(*connection);
                    lost.push(*key);
                }
            }
        }
        for key in lost {
            self.events.remove(&key);
        }
        for i in 0..self.network.connections.len() {
            if self.network.connections[i].process == process {
                self.network.connections[i].closed_by_client = true;
                self.wake(Key::Connection(i));
            }
        }
    }
}

fn this_fate(attempt: &Attempt) -> &Fate {
    &attempt.fate
}

impl Me {
    pub(crate) fn look_up(&self) -> io::Result<Vec<SocketAddr>> {
        let mut state = self.lock();
        let most = if state.network.random.chance(0.02) { 8000 } else { 50 };
        let time = state.network.random.time(Duration::from_millis(1), Duration::from_millis(most));
        state = self.sleep(state, time);
        let refusals = state.network.weather.refusals / 4.0;
        if state.pass(self.process, Point::Connect) || state.network.random.chance(refusals) {
            return Err(ErrorKind::NotFound.into());
        }
        let count = state.network.random.range(1, 2) as u8;
        Ok((1..=count).map(|n| SocketAddr::from(([127, 0, 0, n], 80))).collect())
    }
}

/// The client's end of a connection.
#[derive(Debug)]
pub(crate) struct SimulatedSocket {
    me: MeOf,
    connection: usize,
}

/// A connection may be used by another thread than the one that made it.
struct MeOf(Me);

impl std::fmt::Debug for MeOf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "process {}", self.0.process)
    }
}

impl SimulatedSocket {
    pub(crate) fn open(me: Me, _: SocketAddr) -> io::Result<Self> {
        let mut state = me.step(me.lock());
        if state.pass(me.process, Point::Connect) {
            return Err(ErrorKind::ConnectionReset.into());
        }
        let (now, outage, refusals) = (state.now, state.network.outage, state.network.weather.refusals);
        let latency = state.network.latency();
        let bad = outage || state.network.random.chance(refusals);
        let silent = bad && state.network.random.chance(0.3);
        let connection = state.network.connections.len();
        state.network.connections.push(Connection {
            process: me.process,
            made_at: (!silent).then_some(now + latency),
            refused: bad,
            in_flight: 0,
            to_server_at: now,
            to_client_at: now,
            inbox: VecDeque::new(),
            end: None,
            sent: 0,
            read: 0,
            closed_by_client: false,
            closed_by_server: false,
            attempts: Vec::new(),
        });
        state.trace.note(&[13, connection as u64, u64::from(bad)]);
        drop(state);
        Ok(Self { me: MeOf(me), connection })
    }

    /// The thread that uses it now.
    fn user(&self) -> Me {
        crate::world::me().unwrap_or_else(|| self.me.0.clone())
    }
}

/// Waits for a change of a connection, until a time; false if that has come.
fn wait<'a>(me: &'a Me, state: Guard<'a>, connection: usize, until: Duration) -> (Guard<'a>, bool) {
    if state.now >= until {
        return (state, false);
    }
    (me.wait(state, Key::Connection(connection), Some(until)), true)
}

impl Socket for SimulatedSocket {
    fn connected(&mut self, slice: Duration) -> io::Result<bool> {
        let me = self.user();
        let mut state = me.lock();
        let end = state.now + slice;
        let made = state.network.connections[self.connection].made_at;
        let until = made.map_or(end, |made| made.min(end));
        let time = until.saturating_sub(state.now);
        state = me.sleep(state, time);
        if state.pass(me.process, Point::Connect) {
            return Err(ErrorKind::ConnectionReset.into());
        }
        let this = &state.network.connections[self.connection];
        match this.made_at {
            Some(made) if made <= state.now && this.refused => Err(ErrorKind::ConnectionRefused.into()),
            Some(made) => Ok(made <= state.now),
            None => Ok(false),
        }
    }

    fn read(&self, buffer: &mut [u8], slice: Duration) -> io::Result<usize> {
        let me = self.user();
        let mut state = me.step(me.lock());
        let until = state.now + slice;
        loop {
            let this = &mut state.network.connections[self.connection];
            let (waiting, end) = (this.inbox.len(), this.end);
            if waiting > 0 || end.is_some() {
                if state.pass(me.process, Point::SocketRead) {
                    return Err(ErrorKind::ConnectionReset.into());
                }
                if waiting == 0 {
                    return match end {
                        Some(true) => Err(ErrorKind::ConnectionReset.into()),
                        _ => {
                            state.read_end(self.connection);
                            Ok(0)
                        }
                    };
                }
                let some =
                    if state.network.random.chance(0.2) { 1 + state.network.random.below(waiting) } else { waiting };
                let count = some.min(buffer.len());
                let this = &mut state.network.connections[self.connection];
                for (to, from) in buffer.iter_mut().zip(this.inbox.drain(..count)) {
                    *to = from;
                }
                this.read += count as u64;
                let (read, attempt) = (this.read, this.attempts.last().copied());
                state.trace.note(&[14, self.connection as u64, count as u64]);
                if let Some(attempt) = attempt {
                    state.provider.attempts[attempt].client_read(read);
                    state.say(|| format!("attempt {attempt}: the client has read up to byte {read}"));
                }
                return Ok(count);
            }
            if state.is_dead(me.process) {
                return Err(ErrorKind::ConnectionReset.into());
            }
            let (next, in_time) = wait(&me, state, self.connection, until);
            if !in_time {
                return Err(ErrorKind::WouldBlock.into());
            }
            state = next;
        }
    }

    fn write(&mut self, bytes: &[u8], slice: Duration) -> io::Result<usize> {
        let me = self.user();
        let mut state = me.step(me.lock());
        let until = state.now + slice;
        loop {
            if state.pass(me.process, Point::SocketWrite) {
                return Err(ErrorKind::ConnectionReset.into());
            }
            let this = &state.network.connections[self.connection];
            if this.end == Some(true) {
                return Err(ErrorKind::BrokenPipe.into());
            }
            let room = WINDOW - this.in_flight;
            if room > 0 && !bytes.is_empty() {
                let mut count = bytes.len().min(room);
                if state.network.random.chance(0.2) {
                    count = 1 + state.network.random.below(count);
                }
                state.leave(me.process, self.connection, &bytes[..count]);
                drop(me.step(state));
                return Ok(count);
            }
            let (next, in_time) = wait(&me, state, self.connection, until);
            if !in_time {
                return Err(ErrorKind::WouldBlock.into());
            }
            state = next;
        }
    }

    fn is_quiet(&self) -> bool {
        let state = self.me.0.lock();
        let this = &state.network.connections[self.connection];
        this.inbox.is_empty() && this.end.is_none()
    }
}

impl Drop for SimulatedSocket {
    fn drop(&mut self) {
        let mut state = self.me.0.lock();
        state.network.connections[self.connection].closed_by_client = true;
    }
}

impl State {
    /// Bytes of a request leave a process.
    fn leave(&mut self, process: usize, connection: usize, mut bytes: &[u8]) {
        self.processes[process].sent = true;
        while !bytes.is_empty() {
            let current = self.network.connections[connection].attempts.last().copied();
            let attempt = match current.filter(|attempt| !self.provider.attempts[*attempt].is_whole()) {
                Some(attempt) => attempt,
                None => {
                    let attempt = self.new_attempt(process, connection);
                    self.network.connections[connection].attempts.push(attempt);
                    attempt
                }
            };
            let taken = self.write_attempt(attempt, bytes);
            self.trace.note(&[15, connection as u64, attempt as u64]);
            self.trace.note_bytes(&bytes[..taken]);
            bytes = &bytes[taken..];
            let latency = self.network.latency();
            let this = &mut self.network.connections[connection];
            this.in_flight += taken;
            this.to_server_at = this.to_server_at.max(self.now + latency);
            let at = this.to_server_at;
            self.at(at, Event::ToServer { connection, attempt, count: taken });
        }
    }

    /// The client has read the end of an answer that ends with its connection.
    fn read_end(&mut self, connection: usize) {
        if let Some(attempt) = self.network.connections[connection].attempts.last() {
            self.provider.attempts[*attempt].client_read_end();
        }
    }
}
