//! A campaign and the processes that send it, one after another, until nothing is left to send.

use std::collections::HashMap;
use std::fmt::Write;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use smsbat_core::bulk::{BulkOptions, BulkReport, from_reader};
use smsbat_core::simulation::enter;
use smsbat_core::{CallOptions, Client, Error, RateLimit};

use crate::network::Weather;
use crate::process::{Kill, Point, Process};
use crate::provider::{Person, Provider, Verdict};
use crate::random::Random;
use crate::verdict::{self, Told};
use crate::world::{Event, Me, Simulation, State};

const SENDER: &str = "MyShop";

/// Kind of a row of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Good,
    /// Its recipient is that of another row.
    Repeated,
    /// No number.
    Invalid,
}

#[derive(Debug, Clone)]
pub(crate) struct SourceRow {
    pub(crate) kind: Kind,
    pub(crate) to: String,
    name: String,
    pub(crate) verdict: Verdict,
}

/// State that all processes share.
#[derive(Debug)]
pub(crate) struct Campaign {
    pub(crate) rows: Vec<SourceRow>,
    pub(crate) journal: Option<PathBuf>,
    pub(crate) resend_unknown: bool,
    pub(crate) allow_duplicates: bool,
    templated: bool,
    own_ids: bool,
    chunk_size: usize,
    connections: usize,
    timeout: Duration,
    connect_timeout: Duration,
    max_retries: u32,
    max_failures: u32,
    rate: Option<RateLimit>,
    /// Final results of rows: outcome and the provider's id.
    pub(crate) known: Mutex<HashMap<usize, Told>>,
}

/// Fate of one process.
#[derive(Debug)]
struct Plan {
    weather: Weather,
    process: Process,
    disk_errors: f64,
    slow_disk: u64,
    /// Calls of the progress function after which it closes the client.
    close_after: Option<u64>,
    /// Nothing goes wrong.
    calm: bool,
}

impl Campaign {
    fn new(random: &mut Random, folder: &std::path::Path) -> Self {
        let count = random.time(Duration::from_secs(3), Duration::from_secs(500)).as_secs() as usize;
        let mut rows: Vec<SourceRow> = Vec::new();
        let repeats = *random.pick(&[0.03, 0.03, 0.3]);
        let (rejects, refuses) = (*random.pick(&[0.0, 0.05, 0.3]), *random.pick(&[0.0, 0.0, 0.02]));
        for i in 0..count {
            let mut to = format!("+{}", 380_671_000_000_u64 + i as u64);
            let mut kind = Kind::Good;
            if random.chance(0.02) {
                (kind, to) = (Kind::Invalid, "+38067".to_owned());
            } else if random.chance(repeats) {
                let earlier: Vec<&SourceRow> = rows.iter().filter(|row| row.kind == Kind::Good).collect();
                if !earlier.is_empty() {
                    (kind, to) = (Kind::Repeated, random.pick(&earlier).to.clone());
                }
            }
            let verdict = match () {
                () if random.chance(rejects) => Verdict::Rejects,
                () if random.chance(refuses) => Verdict::RefusesAll,
                () => Verdict::Accepts,
            };
            rows.push(SourceRow { kind, to, name: format!("N{}", random.below(1000)), verdict });
        }
        let slow = random.chance(0.2);
        let rate = slow.then(|| RateLimit::new((1, random.range(1, 3) as u32), RateLimit::default().data));
        Self {
            rows,
            journal: (!random.chance(0.1)).then(|| folder.join("campaign.db")),
            resend_unknown: random.chance(0.15),
            allow_duplicates: random.chance(0.2),
            templated: random.chance(0.5),
            own_ids: random.chance(0.3),
            chunk_size: random.time(Duration::from_secs(1), Duration::from_secs(80)).as_secs() as usize,
            connections: random.range(1, 8) as usize,
            timeout: random.time(Duration::from_secs(2), Duration::from_secs(120)),
            connect_timeout: random.time(Duration::from_millis(500), Duration::from_secs(10)),
            max_retries: random.range(0, 3) as u32,
            max_failures: random.range(1, 15) as u32,
            rate,
            known: Mutex::default(),
        }
    }

    pub(crate) fn text(&self, row: usize) -> String {
        format!("Hi {}, your order #{row}# is ready", self.rows[row].name)
    }

    /// Recipients by number of row.
    fn people(&self) -> HashMap<usize, Person> {
        let good = self.rows.iter().enumerate().filter(|(_, row)| row.kind != Kind::Invalid);
        good.map(|(i, row)| (i, Person { to: row.to.clone(), text: self.text(i), verdict: row.verdict })).collect()
    }

    /// The source as a file of this order.
    fn source(&self, order: &[usize]) -> String {
        let mut csv = String::from(if self.templated { "to,name,number" } else { "to,text" });
        csv.push_str(if self.own_ids { ",customer_message_id\n" } else { "\n" });
        for row in order {
            let SourceRow { to, name, .. } = &self.rows[*row];
            let _ = match self.templated {
                true => write!(csv, "{to},{name},{row}"),
                false => write!(csv, "{to},\"{}\"", self.text(*row)),
            };
            let _ = if self.own_ids { writeln!(csv, ",own-{row}") } else { writeln!(csv) };
        }
        csv
    }

    fn options(&self, plan: &Plan) -> Result<BulkOptions, Error> {
        let mut options = BulkOptions::default();
        options.set("sender", SENDER)?;
        if self.templated {
            options.set("template", "Hi {name}, your order #{number}# is ready")?;
        }
        options.journal = self.journal.clone();
        options.chunk_size = self.chunk_size;
        options.connections = self.connections;
        options.resend_unknown = self.resend_unknown;
        options.allow_duplicates = self.allow_duplicates;
        options.max_failures = if plan.calm { 10_000 } else { self.max_failures };
        Ok(options)
    }

    fn client(&self) -> Result<Client, Error> {
        let builder = Client::builder().ignore_environment().api_key("the-key").base_url("http://localhost:8080");
        let builder = builder.timeout(self.timeout).connect_timeout(self.connect_timeout);
        builder.max_retries(self.max_retries).rate_limit(self.rate).build()
    }

    pub(crate) fn known(&self) -> std::sync::MutexGuard<'_, HashMap<usize, Told>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Plan {
    fn calm() -> Self {
        let process = Process::new();
        Self { weather: Weather::CALM, process, disk_errors: 0.0, slow_disk: 10, close_after: None, calm: true }
    }

    fn new(random: &mut Random, state: &mut State) -> Self {
        let weather = Weather {
            faults: *random.pick(&[0.0, 0.05, 0.2, 0.6]),
            refusals: *random.pick(&[0.0, 0.0, 0.05, 0.3]),
            latency: random.time(Duration::from_millis(1), Duration::from_secs(2)),
            work: random.time(Duration::from_millis(5), Duration::from_secs(60)),
        };
        let mut process = Process::new();
        if random.chance(0.7) {
            let point = *random.pick(&Point::ALL);
            let most = match point {
                Point::Step => 3000,
                Point::DiskWrite | Point::DiskOther => 200,
                Point::Connect => 8,
                _ => 50,
            };
            let after = random.time(Duration::from_secs(1), Duration::from_secs(most)).as_secs() - 1;
            process.kill = Some(Kill { point, after, power: random.chance(0.5) });
        }
        if random.chance(0.1) {
            let first = state.now + random.time(Duration::from_millis(5), Duration::from_secs(30));
            process.interrupts.push(first);
            if random.chance(0.5) {
                process.interrupts.push(first + random.time(Duration::from_millis(60), Duration::from_secs(10)));
            }
        }
        if random.chance(0.1) {
            process.refused_threads = *random.pick(&[0.3, 1.0]);
        }
        let mut span = |state: &mut State, event: fn(bool) -> Event, most: u64| {
            let begin = state.now + random.time(Duration::from_millis(1), Duration::from_secs(20));
            let time = random.time(Duration::from_millis(10), Duration::from_secs(most));
            state.at(begin, event(true));
            state.at(begin + time, event(false));
        };
        if state.disk.random.chance(0.1) {
            span(state, |on| Event::Reader { on }, 90);
        }
        if state.disk.random.chance(0.05) {
            span(state, |on| Event::DiskFull { on }, 60);
        }
        if state.disk.random.chance(0.1) {
            span(state, |on| Event::Outage { on }, 120);
        }
        Self {
            weather,
            process,
            disk_errors: if random.chance(0.1) { *random.pick(&[0.001, 0.01, 0.1]) } else { 0.0 },
            slow_disk: *random.pick(&[1, 10, 100]),
            close_after: random.chance(0.05).then(|| random.below(30) as u64),
            calm: false,
        }
    }
}

/// One process from its begin to its end.
fn live(me: &Me, campaign: &Campaign, plan: &Plan, order: &[usize]) -> Option<Vec<Told>> {
    let (entered, user) = (enter(Arc::new(me.clone())), me.clone());
    let began = me.lock().now;
    // The limit of requests alone may leave a call no room in its time.
    let timeout = plan.calm.then_some(Duration::from_secs(3600));
    let mut call = CallOptions::new().interrupt(move || user.is_interrupted());
    call.timeout = timeout;
    let result = catch_unwind(AssertUnwindSafe(|| -> Result<BulkReport, Error> {
        let client = campaign.client()?;
        let mut options = campaign.options(plan)?;
        let (ours, calls, close_after) = (client.clone(), Mutex::new((0, 0)), plan.close_after);
        let watcher = me.clone();
        options.progress = Some(Arc::new(move |progress| {
            let mut calls = calls.lock().unwrap_or_else(PoisonError::into_inner);
            let settled = progress.settled();
            if settled < calls.1 || settled > progress.read {
                watcher.lock().fail(format!("progress says {settled} of {} rows, before {}", progress.read, calls.1));
            }
            *calls = (calls.0 + 1, settled);
            if close_after.is_some_and(|after| calls.0 > after) {
                ours.close();
            }
        }));
        let source = from_reader(Cursor::new(campaign.source(order)));
        client.messages().options(call).send_bulk(source, &options)
    }));
    drop(entered);
    let mut state = me.lock();
    let took = state.now - began;
    state.counts.busy += took;
    if state.is_dead(me.process) {
        // Nobody ran since its lock on the journal ended: the next one finds what it left.
        if let Err(e) = state.disk.settle() {
            state.fail(format!("the simulated disk cannot be put in place: {e}"));
        }
        state.say(|| format!("process {} is gone", me.process));
        return None;
    }
    match result {
        Ok(Ok(report)) => Some(verdict::of_report(&mut state, campaign, me.process, report, order, plan.calm)),
        Ok(Err(error)) => {
            verdict::of_error(&mut state, campaign, me.process, &error, plan.calm);
            None
        }
        Err(_) => {
            state.fail(format!("process {} panics", me.process));
            None
        }
    }
}

/// Runs the campaign of a seed in a folder that is its own.
pub fn run(seed: u64, folder: &std::path::Path, verbose: bool) -> Simulated {
    crate::vfs::install();
    let mut random = Random::new(seed ^ 0x5157_2d00_0000_0000);
    let campaign = Arc::new(Campaign::new(&mut random, folder));
    let people = campaign.people();
    let mut me = Simulation::begin(seed, folder.to_owned(), verbose, |random| {
        Provider::new(people, SENDER, campaign.resend_unknown, random.fork())
    });
    me.lock().say(|| format!("{} rows, {campaign:?}", campaign.rows.len()));
    let mut order: Vec<usize> = (0..campaign.rows.len()).collect();
    let lives = if campaign.journal.is_some() { random.range(0, 6) } else { 1 };
    for _ in 0..lives {
        let mut plan = Plan::new(&mut random, &mut me.lock());
        begin(&mut me, &mut plan);
        if campaign.journal.is_some() && random.chance(0.15) {
            start_second(&me, &campaign, &mut random, order.clone());
        }
        let _ = live(&me, &campaign, &plan, &order);
        me.await_processes();
        end(&mut me);
        let pause = random.time(Duration::from_secs(1), Duration::from_secs(6 * 3600));
        drop(me.sleep(me.lock(), pause));
        if random.chance(0.3) {
            random.shuffle(&mut order);
        }
        if !me.lock().failures.is_empty() {
            break;
        }
    }
    if campaign.journal.is_some() {
        let mut rows = Vec::new();
        for _ in 0..2 {
            let mut plan = Plan::calm();
            begin(&mut me, &mut plan);
            let before = me.lock().counts.messages;
            let last = live(&me, &campaign, &plan, &order);
            end(&mut me);
            // What is under way arrives.
            drop(me.sleep(me.lock(), Duration::from_secs(300)));
            let mut state = me.lock();
            let Some(last) = last else { break };
            verdict::of_campaign(&mut state, &campaign, &last);
            if !rows.is_empty() {
                verdict::of_second_run(&mut state, &campaign, &rows, &last, before);
                verdict::of_journal(&mut state, &campaign, &last);
            }
            rows = last;
        }
    }
    let mut state = me.lock();
    state.counts.time = state.now;
    let (hash, failures, counts, tail) =
        (state.trace.hash(), std::mem::take(&mut state.failures), state.counts.clone(), state.trace.tail());
    Simulated { seed, hash, failures, counts, tail }
}

/// Result of a simulated campaign.
#[derive(Debug)]
pub struct Simulated {
    /// Random seed, which determines the run.
    pub seed: u64,
    /// Hash of all that happened.
    pub hash: u64,
    /// Broken promises.
    pub failures: Vec<String>,
    /// Counters.
    pub counts: crate::counts::Counts,
    /// Last events, as text.
    pub tail: String,
}

fn begin(me: &mut Me, plan: &mut Plan) {
    let process = std::mem::take(&mut plan.process);
    me.new_process(|_| process);
    let mut state = me.lock();
    state.network.weather = plan.weather;
    state.disk.errors = plan.disk_errors;
    state.disk.slow = plan.slow_disk;
}

/// After the last thread of a process: what was to disturb it does not disturb the next.
fn end(me: &mut Me) {
    let mut state = me.lock();
    state
        .events
        .retain(|_, event| !matches!(event, Event::Reader { .. } | Event::DiskFull { .. } | Event::Outage { .. }));
    state.network.outage = false;
    state.network.weather = Weather::CALM;
    state.disk.reader = None;
    state.disk.full = false;
    state.disk.errors = 0.0;
}

/// A second process with the same journal, at some time during the first.
fn start_second(me: &Me, campaign: &Arc<Campaign>, random: &mut Random, order: Vec<usize>) {
    let campaign = Arc::clone(campaign);
    let pause = random.time(Duration::from_millis(1), Duration::from_secs(30));
    me.spawn(Process::new(), move |me| {
        drop(me.sleep(me.lock(), pause));
        let plan = Plan { calm: false, ..Plan::calm() };
        let _ = live(&me, &campaign, &plan, &order);
    });
}
