//! Simulates power losses: records a campaign, builds possible states of its disk, and continues the campaign from
//! each.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use crate::bench::{Bench, JOURNAL, Trouble};
use crate::disk::{Disk, Event, Files};
use crate::random::{Random, hash};
use crate::record::Recorder;
use crate::scenario::{Fate, Scenario};
use crate::server::{self, Received};
use crate::verdict::Excuse;

/// A moment of a campaign: what is on the disk, what the server has, and what happened to it so far.
#[derive(Debug, Clone, Default)]
struct Moment {
    files: Files,
    received: Vec<Received>,
    /// Runs so far, and rows that they may have left unknown.
    runs: usize,
    unknown: usize,
}

/// A run from such a moment on.
struct Recording {
    scenario: Arc<Scenario>,
    before: Moment,
    /// Rows that the server's faults may have made unknown, to be added to those under way.
    troubled: usize,
    events: Vec<Event>,
    requests: Vec<Request>,
}

/// A request, in the recording.
struct Request {
    /// The event with which its last byte was handed over.
    sent: usize,
    /// The event with which its answer came, if one came.
    answered: Option<usize>,
    messages: Vec<Received>,
}

/// Most power losses before the one that is tried: the recordings of those that go on are recordings too.
const DEPTH: usize = 3;

/// Result of one seed.
#[derive(Debug, Default)]
pub(crate) struct Tried {
    pub(crate) recordings: usize,
    pub(crate) states: usize,
    /// Places in the recordings and what was wrong there.
    pub(crate) wrong: Vec<(Place, String)>,
}

/// One state of a disk, by which it can be built again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// Power losses before this one.
    pub(crate) level: usize,
    /// Events before the power is lost.
    pub(crate) cut: usize,
    /// Which of the many states the disk may be in.
    pub(crate) choice: u64,
}

/// Records the campaign of a seed, and runs that go on after a loss of power, and tries `states` different states of
/// their disks.
pub(crate) fn tries(bench: &Bench, seed: u64, states: usize) -> Result<Tried, Trouble> {
    let mut tried = Tried::default();
    let scenario = Arc::new(Scenario::new(seed));
    let mut moment = Moment::default();
    let depth = 1 + Random::new(seed, &[8]).below(DEPTH);
    for level in 0..depth {
        let recording = record(bench, &scenario, moment)?;
        tried.recordings += 1;
        let mut known = HashSet::new();
        let wanted = states.div_ceil(depth);
        // Not all are different: of a small recording there may not be so many.
        for choice in 0..wanted as u64 * 2 {
            if known.len() >= wanted {
                break;
            }
            let cut = recording.cut(&mut Random::new(seed, &[9, level as u64, choice]));
            let after = recording.after(cut, &mut Random::new(seed, &[10, level as u64, choice]));
            if !known.insert(after.hash()) {
                continue;
            }
            tried.states += 1;
            match go_on(bench, &scenario, &after) {
                Err(Trouble::Wrong(what)) => tried.wrong.push((Place { level, cut, choice }, what)),
                other => other?,
            }
        }
        moment = recording.last();
    }
    Ok(tried)
}

/// Records again up to a place, and tries the state that is found there.
pub(crate) fn one(bench: &Bench, seed: u64, place: Place) -> Result<Tried, Trouble> {
    let scenario = Arc::new(Scenario::new(seed));
    let mut recording = record(bench, &scenario, Moment::default())?;
    for _ in 0..place.level {
        recording = record(bench, &scenario, recording.last())?;
    }
    let cut = place.cut.min(recording.events.len());
    let after = recording.after(cut, &mut Random::new(seed, &[10, place.level as u64, place.choice]));
    go_on(bench, &scenario, &after)?;
    Ok(Tried { recordings: place.level + 1, states: 1, wrong: Vec::new() })
}

fn record(bench: &Bench, scenario: &Arc<Scenario>, before: Moment) -> Result<Recording, Trouble> {
    let folder = bench.folder()?;
    let path = folder.path().canonicalize()?;
    put(&path, &before.files)?;
    let mut recorder = Recorder::new(&path)?;
    bench.server.begin(scenario, before.received.clone());
    bench.child(scenario, before.runs, &path.join(JOURNAL), None, Some(&mut recorder))?;
    if let Some(problem) = recorder.problem {
        return Err(Trouble::Wrong(problem));
    }
    let seen = bench.server.seen()?;
    let requests = requests(scenario, &recorder.events)?;
    if requests.len() as u64 != seen.requests {
        return Err(Trouble::Wrong(format!("{} requests were recorded of {}", requests.len(), seen.requests)));
    }
    let troubled = seen.troubled * scenario.shape(before.runs).chunk;
    Ok(Recording { scenario: Arc::clone(scenario), before, troubled, events: recorder.events, requests })
}

/// The requests of a recording.
fn requests(scenario: &Scenario, events: &[Event]) -> Result<Vec<Request>, String> {
    let mut requests: Vec<Request> = Vec::new();
    let mut halves: HashMap<usize, Vec<u8>> = HashMap::new();
    let mut last: HashMap<usize, usize> = HashMap::new();
    for (number, event) in events.iter().enumerate() {
        match event {
            Event::Send { connection, bytes } => {
                let half = halves.entry(*connection).or_default();
                half.extend_from_slice(bytes);
                let Some(body) = server::body_of(half) else { continue };
                let message = |wire: server::Wire| Received {
                    accepted: scenario.fate(&wire.to) == Fate::Accepted,
                    to: wire.to,
                    text: wire.text,
                };
                let messages = server::messages(body).into_iter().map(message).collect();
                last.insert(*connection, requests.len());
                requests.push(Request { sent: number, answered: None, messages });
                half.clear();
            }
            Event::Answer { connection, bytes } => {
                let Some(request) = last.remove(connection) else { continue };
                requests[request].answered = Some(number);
                if !bytes.starts_with(b"HTTP/1.1 200") {
                    // Nothing of it was taken.
                    requests[request].messages.clear();
                }
            }
            _ => {}
        }
    }
    if halves.values().any(|half| !half.is_empty()) {
        return Err("a request was recorded in part".to_owned());
    }
    Ok(requests)
}

impl Recording {
    /// The event before which the power is lost; often one around a request.
    fn cut(&self, random: &mut Random) -> usize {
        let any = random.below(self.events.len() + 1);
        if self.requests.is_empty() || random.once_in(2) {
            return any;
        }
        let near = self.requests[random.below(self.requests.len())].sent + random.below(8);
        near.saturating_sub(2).min(self.events.len())
    }

    /// One of the states in which the world may be found.
    fn after(&self, cut: usize, random: &mut Random) -> Moment {
        let mut received = self.before.received.clone();
        // Mostly all that was handed over arrived: that is the worst that can happen.
        let arrives = random.below(4) > 0;
        for request in self.requests.iter().take_while(|request| request.sent < cut) {
            if arrives || request.answered.is_some_and(|at| at < cut) || random.once_in(2) {
                received.extend(request.messages.iter().cloned());
            }
        }
        Moment {
            files: Disk::new(&self.before.files, &self.events[..cut]).state(random),
            received,
            runs: self.before.runs + 1,
            unknown: self.before.unknown + self.scenario.shape(self.before.runs).most_taken() + self.troubled,
        }
    }

    /// The state that the next recording goes on from.
    fn last(&self) -> Moment {
        let mut random = Random::new(self.scenario.seed, &[11, self.before.runs as u64]);
        let cut = self.cut(&mut random);
        self.after(cut, &mut random)
    }
}

impl Moment {
    fn hash(&self) -> u64 {
        let files = self.files.iter().flat_map(|(name, bytes)| [name.as_bytes(), bytes]);
        let received = self.received.iter().flat_map(|r| [r.to.as_bytes(), r.text.as_bytes()]);
        files.chain(received).fold(0, |sum: u64, part| sum.rotate_left(7) ^ hash(part))
    }
}

/// Lets the campaign go on, and come to its end.
fn go_on(bench: &Bench, scenario: &Arc<Scenario>, moment: &Moment) -> Result<(), Trouble> {
    let folder = bench.folder()?;
    put(folder.path(), &moment.files)?;
    bench.server.begin(scenario, moment.received.clone());
    let excuse = Excuse { runs: moment.runs + 1, unknown: moment.unknown };
    bench.finish(scenario, moment.runs, &folder.path().join(JOURNAL), excuse)
}

fn put(folder: &Path, files: &Files) -> std::io::Result<()> {
    files.iter().try_for_each(|(name, bytes)| fs::write(folder.join(name), bytes))
}
