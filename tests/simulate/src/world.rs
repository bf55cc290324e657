//! The world of one campaign: its clock, and the threads that take turns in it.
//!
//! Threads are those of the system, but only one of them runs at a time, and it hands over only where it waits or asks.
//! The clock stands still while one runs, but for the microseconds that each step takes; when all wait, it jumps to
//! what comes next. So a seed decides everything.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use smsbat_core::simulation::{Socket, Task, World};

use crate::counts::Counts;
use crate::disk::Disk;
use crate::network::{Network, SimulatedSocket};
use crate::process::{Point, Process};
use crate::provider::Provider;
use crate::random::Random;
use crate::trace::Trace;

/// When the world begins: 2026-01-01 in UTC.
const BEGINNING: Duration = Duration::from_secs(1_767_225_600);
/// Steps of a campaign after which it is held to hang.
const MOST_STEPS: u64 = 3_000_000;
/// The system's word for a thread that it refuses.
const EAGAIN: i32 = 11;

/// Event for which a thread waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    Time,
    Address(usize),
    Connection(usize),
    Process(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    Ready,
    Waits(Key, Option<Duration>),
    Ended,
}

struct Thread {
    process: usize,
    status: Status,
    turn: Arc<Condvar>,
}

/// Scheduled event.
#[derive(Debug)]
pub(crate) enum Event {
    /// Bytes of an attempt reach the provider.
    ToServer { connection: usize, attempt: usize, count: usize },
    /// The provider works on a whole request.
    Handle { attempt: usize },
    /// Bytes reach the client.
    ToClient { connection: usize, bytes: Vec<u8> },
    /// An end or a reset reaches the client.
    ClientEnd { connection: usize, reset: bool },
    /// The provider closes a connection that was idle since then.
    IdleEnd { connection: usize, attempts: usize },
    /// Somebody's reader of the journal begins or ends.
    Reader { on: bool },
    /// The disk fills up, or is cleaned.
    DiskFull { on: bool },
    /// The provider, or the way to it, is gone, or there again.
    Outage { on: bool },
}

pub(crate) struct State {
    pub(crate) seed: u64,
    pub(crate) now: Duration,
    pub(crate) trace: Trace,
    pub(crate) events: BTreeMap<(Duration, u64), Event>,
    pub(crate) processes: Vec<Process>,
    pub(crate) network: Network,
    pub(crate) provider: Provider,
    pub(crate) disk: Disk,
    pub(crate) failures: Vec<String>,
    pub(crate) counts: Counts,
    threads: Vec<Thread>,
    running: usize,
    schedule: Random,
    /// Share of the steps after which another thread may run.
    switch: f64,
    sequence: u64,
}

/// One world, shared by its threads.
pub(crate) struct Simulation(Mutex<State>);

/// Identity of a simulated thread.
#[derive(Clone)]
pub(crate) struct Me {
    pub(crate) simulation: Arc<Simulation>,
    pub(crate) process: usize,
    thread: usize,
}

thread_local! {
    static ME: RefCell<Option<Me>> = const { RefCell::new(None) };
}

/// Returns the identity of this thread.
pub(crate) fn me() -> Option<Me> {
    ME.with(|me| me.borrow().clone())
}

pub(crate) type Guard<'a> = MutexGuard<'a, State>;

impl State {
    /// Something happens later, or at once.
    pub(crate) fn at(&mut self, time: Duration, event: Event) {
        self.sequence += 1;
        self.events.insert((time.max(self.now), self.sequence), event);
    }

    pub(crate) fn wake(&mut self, what: Key) {
        for thread in &mut self.threads {
            if matches!(thread.status, Status::Waits(key, _) if key == what) {
                thread.status = Status::Ready;
            }
        }
    }

    /// Keeps a line of what happens.
    pub(crate) fn say(&mut self, line: impl FnOnce() -> String) {
        self.trace.say(self.now, line);
    }

    pub(crate) fn fail(&mut self, what: impl Into<String>) {
        let what = what.into();
        self.say(|| format!("FAILED {what}"));
        self.failures.push(what);
    }

    fn tick(&mut self) {
        self.counts.steps += 1;
        self.now += Duration::from_nanos(self.schedule.range(200, 20_000));
        if self.counts.steps > MOST_STEPS {
            self.hang("it takes too many steps");
        }
    }

    /// Ends the program: threads that wait for ever cannot be ended otherwise.
    fn hang(&self, why: &str) -> ! {
        let waits: Vec<String> =
            self.threads.iter().enumerate().map(|(i, t)| format!("thread {i}: {:?}", t.status)).collect();
        let text = format!("seed {}: HANGS: {why}\n{}\n{}\n", self.seed, waits.join("\n"), self.trace.tail());
        let _ = io::Write::write_all(&mut io::stderr(), text.as_bytes());
        std::process::exit(3);
    }

    fn fire_due(&mut self) {
        while let Some(entry) = self.events.first_entry().filter(|entry| entry.key().0 <= self.now) {
            let event = entry.remove();
            self.counts.events += 1;
            self.happen(event);
        }
    }

    fn happen(&mut self, event: Event) {
        self.trace.note(&[1, self.now.as_nanos() as u64]);
        match event {
            Event::Reader { on } => {
                self.say(|| format!("a reader of the journal {}", if on { "begins" } else { "ends" }));
                self.disk.reader = on.then_some(self.now);
            }
            Event::DiskFull { on } => {
                self.say(|| format!("the disk is {}", if on { "full" } else { "cleaned" }));
                self.disk.full = on;
            }
            Event::Outage { on } => {
                self.say(|| format!("outage: {on}"));
                self.network.outage = on;
            }
            event => self.happen_in_network(event),
        }
    }

    /// The thread that runs next. Time passes if all wait.
    fn choose(&mut self) -> usize {
        loop {
            self.fire_due();
            let now = self.now;
            let mut ready = Vec::new();
            let mut next: Option<Duration> = self.events.keys().next().map(|(time, _)| *time);
            for (i, thread) in self.threads.iter_mut().enumerate() {
                match thread.status {
                    Status::Waits(_, Some(until)) if until <= now => thread.status = Status::Ready,
                    Status::Waits(_, Some(until)) => next = Some(next.map_or(until, |n| n.min(until))),
                    _ => {}
                }
                if thread.status == Status::Ready {
                    ready.push(i);
                }
            }
            if !ready.is_empty() {
                let chosen = *self.schedule.pick(&ready);
                self.trace.note(&[2, chosen as u64, now.as_nanos() as u64]);
                return chosen;
            }
            match next {
                Some(next) => self.now = next.max(now),
                None => self.hang("every thread waits for another"),
            }
        }
    }

    /// A process passes a point, at which it may be killed. Gives whether it is dead.
    pub(crate) fn pass(&mut self, process: usize, point: Point) -> bool {
        let this = &mut self.processes[process];
        if let Some(kill) = this.kill.as_mut().filter(|kill| !this.dead && kill.point == point) {
            match kill.after.checked_sub(1) {
                Some(after) => kill.after = after,
                None => {
                    this.dead = true;
                    let power = kill.power;
                    self.trace.note(&[3, process as u64, u64::from(power)]);
                    self.say(|| format!("process {process} is killed at {point:?}, power lost: {power}"));
                    self.counts.kills += 1;
                    self.counts.power_losses += u64::from(power);
                    self.die_in_network(process, power);
                    self.disk.die(power);
                }
            }
        }
        self.processes[process].dead
    }

    pub(crate) fn is_dead(&self, process: usize) -> bool {
        self.processes[process].dead
    }
}

impl Simulation {
    /// A new world, whose first thread is this one.
    pub(crate) fn begin(
        seed: u64,
        folder: PathBuf,
        verbose: bool,
        provider: impl FnOnce(&mut Random) -> Provider,
    ) -> Me {
        let mut random = Random::new(seed);
        let schedule = random.fork();
        let network = Network::new(random.fork());
        let disk = Disk::new(random.fork(), folder);
        let provider = provider(&mut random);
        let switch = *random.pick(&[0.02, 0.1, 0.5, 0.9]);
        let state = State {
            seed,
            now: Duration::ZERO,
            trace: Trace::new(verbose),
            events: BTreeMap::new(),
            processes: Vec::new(),
            network,
            provider,
            disk,
            failures: Vec::new(),
            counts: Counts::default(),
            threads: vec![Thread { process: 0, status: Status::Ready, turn: Arc::default() }],
            running: 0,
            schedule,
            switch,
            sequence: 0,
        };
        let me = Me { simulation: Arc::new(Self(Mutex::new(state))), process: 0, thread: 0 };
        ME.set(Some(me.clone()));
        me
    }

    pub(crate) fn lock(&self) -> Guard<'_> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Me {
    pub(crate) fn lock(&self) -> Guard<'_> {
        self.simulation.lock()
    }

    /// Makes this thread one of a new process.
    pub(crate) fn new_process(&mut self, process: impl FnOnce(&mut Random) -> Process) {
        let mut state = self.lock();
        let number = state.processes.len();
        let mut random = state.schedule.fork();
        let process = process(&mut random);
        state.processes.push(Process { random, ..process });
        state.counts.processes += 1;
        let thread = self.thread;
        state.threads[thread].process = number;
        let line = format!("process {number} begins: {:?}", state.processes[number]);
        state.say(|| line);
        drop(state);
        self.process = number;
        ME.set(Some(self.clone()));
    }

    /// Hands over to the thread that is chosen, until it is this one's turn.
    fn hand_over<'a>(&'a self, mut state: Guard<'a>) -> Guard<'a> {
        let next = state.choose();
        if next != self.thread {
            state.counts.switches += 1;
            state.running = next;
            state.threads[next].turn.notify_one();
            state = self.await_turn(state);
        }
        state
    }

    fn await_turn<'a>(&'a self, mut state: Guard<'a>) -> Guard<'a> {
        let turn = Arc::clone(&state.threads[self.thread].turn);
        while state.running != self.thread {
            state = turn.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state
    }

    /// Lets others run until there is something new under the key, or until a time.
    pub(crate) fn wait<'a>(&'a self, mut state: Guard<'a>, what: Key, until: Option<Duration>) -> Guard<'a> {
        state.tick();
        state.threads[self.thread].status = Status::Waits(what, until);
        self.hand_over(state)
    }

    /// Others may run now.
    pub(crate) fn step<'a>(&'a self, mut state: Guard<'a>) -> Guard<'a> {
        state.tick();
        let dead = state.pass(self.process, Point::Step);
        let switch = state.switch;
        // The dead hand over only where they wait, so that nobody sees what they leave before it is put in place.
        if !dead && state.schedule.chance(switch) { self.hand_over(state) } else { state }
    }

    pub(crate) fn sleep<'a>(&'a self, mut state: Guard<'a>, time: Duration) -> Guard<'a> {
        let until = state.now + time;
        while state.now < until {
            state = self.wait(state, Key::Time, Some(until));
        }
        state
    }

    /// Returns true if the user has interrupted the process, and always in a killed one.
    pub(crate) fn is_interrupted(&self) -> bool {
        let mut state = self.lock();
        let now = state.now;
        let process = &mut state.processes[self.process];
        if process.dead {
            return true;
        }
        let due = process.interrupts.first().is_some_and(|time| *time <= now);
        if due {
            process.interrupts.remove(0);
            state.say(|| format!("process {} is interrupted", self.process));
        }
        due
    }

    /// Starts a thread that is a process of its own.
    pub(crate) fn spawn(&self, process: Process, work: impl FnOnce(Me) + Send + 'static) {
        let mut state = self.lock();
        let number = state.processes.len();
        let random = state.schedule.fork();
        state.processes.push(Process { random, ..process });
        state.counts.processes += 1;
        let thread = state.threads.len();
        state.threads.push(Thread { process: number, status: Status::Ready, turn: Arc::default() });
        drop(state);
        let me = Self { simulation: Arc::clone(&self.simulation), process: number, thread };
        std::thread::spawn(move || {
            me.begin();
            work(me.clone());
            me.end();
        });
    }

    /// Lets others run until the other processes have ended.
    pub(crate) fn await_processes(&self) {
        let mut state = self.lock();
        while let Some(other) = state
            .threads
            .iter()
            .find(|thread| thread.process != self.process && thread.status != Status::Ended)
            .map(|thread| thread.process)
        {
            state = self.wait(state, Key::Process(other), None);
        }
    }
}

impl Task for Me {
    fn begin(&self) {
        ME.set(Some(self.clone()));
        drop(self.await_turn(self.lock()));
    }

    fn end(&self) {
        ME.set(None);
        let mut state = self.lock();
        state.threads[self.thread].status = Status::Ended;
        state.wake(Key::Process(self.process));
        state.wake(Key::Address(std::ptr::from_ref(self) as usize));
        let next = state.choose();
        state.running = next;
        state.threads[next].turn.notify_one();
    }

    fn has_ended(&self) -> bool {
        self.lock().threads[self.thread].status == Status::Ended
    }
}

impl World for Me {
    fn now(&self) -> Duration {
        self.lock().now
    }

    fn wall(&self) -> SystemTime {
        UNIX_EPOCH + BEGINNING + self.lock().now
    }

    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.lock();
        let random = &mut state.processes[self.process].random;
        for chunk in bytes.chunks_mut(8) {
            let number = random.next().to_le_bytes();
            chunk.copy_from_slice(&number[..chunk.len()]);
        }
    }

    fn changed(&self, what: usize) {
        self.lock().wake(Key::Address(what));
    }

    fn step(&self) {
        let Some(me) = me() else { return };
        drop(me.step(me.lock()));
    }

    fn wait(&self, what: usize, until: Option<Duration>) {
        let Some(me) = me() else { return };
        drop(me.wait(me.lock(), Key::Address(what), until));
    }

    fn thread(&self, name: &str) -> io::Result<Arc<dyn Task>> {
        let mut state = self.lock();
        let refused = state.processes[self.process].refused_threads;
        if state.schedule.chance(refused) {
            state.say(|| format!("process {}: no thread '{name}'", self.process));
            return Err(io::Error::from_raw_os_error(EAGAIN));
        }
        let thread = state.threads.len();
        state.threads.push(Thread { process: self.process, status: Status::Ready, turn: Arc::default() });
        drop(state);
        Ok(Arc::new(Self { simulation: Arc::clone(&self.simulation), process: self.process, thread }))
    }

    fn look_up(&self, _: &str) -> io::Result<Vec<SocketAddr>> {
        let Some(me) = me() else { return Err(io::ErrorKind::NotFound.into()) };
        me.look_up()
    }

    fn connect(&self, address: SocketAddr) -> io::Result<Box<dyn Socket>> {
        let Some(me) = me() else { return Err(io::ErrorKind::NotConnected.into()) };
        SimulatedSocket::open(me, address).map(|socket| Box::new(socket) as Box<dyn Socket>)
    }
}
