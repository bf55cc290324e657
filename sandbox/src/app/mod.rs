//! The state that all handlers share, independent of the server.

pub(crate) mod act;
mod restore;
pub(crate) mod scenario;
pub(crate) mod script;
pub(crate) mod snapshot;
pub(crate) mod space;
pub(crate) mod state;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use tokio::sync::watch;

use self::scenario::Scenario;
use self::space::{MAX_SPACES, Space};
use self::state::State;
use crate::compare::report::Report;
use crate::error::Error;
use crate::filled::filled;
use crate::inbox::message::RequestOrigin;
use crate::options::Options;
use crate::provider::common::credentials::Account;
use crate::requests::LoggedRequest;
use crate::requests::recording::Recording;
use crate::simulate::random::Random;
use crate::store::{Journal, Row, StoreFile};
use crate::webhooks::Webhooks;

/// Odd, so that different seeds give different salts.
const SEED_SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Application state for a handler, in the space of its request.
#[derive(Clone)]
pub(crate) struct App {
    shared: Arc<Shared>,
    space: Arc<Space>,
    /// The provider request that is being served.
    caller: Option<Arc<RequestOrigin>>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("url", &self.shared.url).finish_non_exhaustive()
    }
}

struct Shared {
    common: Arc<Space>,
    /// The spaces of single API keys.
    spaces: Mutex<BTreeMap<String, Arc<Space>>>,
    start: StateTemplate,
    recording: Option<Recording>,
    /// With `compare`.
    report: Option<Arc<Report>>,
    url: String,
    requests: AtomicU64,
    /// Its receivers are those of [`App::delivery`].
    deliveries: watch::Sender<()>,
    journal: Option<Journal>,
    /// The next message number that was saved last.
    saved_number: AtomicU64,
}

/// Parameters of a new state.
struct StateTemplate {
    options: Options,
    scenario: Option<Arc<Scenario>>,
    salt: u64,
    secret: [u8; 32],
    /// The next message number, shared by all spaces.
    numbers: Arc<AtomicU64>,
}

impl StateTemplate {
    fn state(&self) -> State {
        State::new(&self.options, self.scenario.clone(), self.salt, &self.secret, Arc::clone(&self.numbers))
    }
}

impl App {
    /// Makes the state of a server at `url`, from the store file if the options name one.
    pub(crate) fn open(options: &Options, url: String, report: Option<Arc<Report>>) -> Result<Self, Error> {
        let no_random = |e: getrandom::Error| Error::System(io::Error::other(e.to_string()));
        Webhooks::new(options, 0)
            .map_err(|problem| Error::Option(format!("webhook_url (--webhook-url): {problem}")))?;
        let scenario = options.scenario.as_deref().map(Scenario::open).transpose()?.map(Arc::new);
        let seed = options.seed.or_else(|| scenario.as_ref()?.seed);
        let file = options.store.as_deref().map(StoreFile::open).transpose()?;
        // With a random seed, message ids repeat too.
        let salt = seed.map_or_else(getrandom::u64, |seed| Ok(seed.wrapping_mul(SEED_SPREAD)));
        let salt = file.as_ref().and_then(|file| file.salt).map_or(salt, Ok).map_err(no_random)?;
        let mut secret = [0; 32];
        match seed {
            // Tokens repeat, too; whoever knows the seed could sign them, and could log in as well.
            Some(seed) => Random::new(seed).fill(&mut secret),
            None => getrandom::fill(&mut secret).map_err(no_random)?,
        }
        let numbers = Arc::new(AtomicU64::new(file.as_ref().map_or(1, |file| file.next)));
        let start = StateTemplate { options: Options { seed, ..options.clone() }, scenario, salt, secret, numbers };
        let mut states = file.as_ref().map(|file| restore(file, &start)).transpose()?.unwrap_or_default();
        let journal = file.map(StoreFile::start).transpose()?;
        let mut common = states.remove("").unwrap_or_else(|| start.state());
        if let Some(journal) = &journal {
            journal.salt(salt);
            common.inbox.journal = Some(journal.for_space(""));
            states.iter_mut().for_each(|(key, state)| state.inbox.journal = Some(journal.for_space(key)));
        }
        let space = Arc::new(Space::new(None, common));
        let spaces = states.into_iter().map(|(key, state)| (key.clone(), Arc::new(Space::new(Some(key), state))));
        let shared = Shared {
            common: Arc::clone(&space),
            spaces: Mutex::new(filled(spaces)),
            start,
            recording: options.record.as_deref().filter(|_| report.is_none()).map(Recording::create).transpose()?,
            report,
            url,
            requests: AtomicU64::new(1),
            deliveries: watch::channel(()).0,
            journal,
            saved_number: AtomicU64::new(0),
        };
        Ok(Self { shared: Arc::new(shared), space, caller: None })
    }

    /// Locks the state of the space. Never hold it across an `await`.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        let mut state = self.space.state();
        state.inbox.origin.clone_from(&self.caller);
        state
    }

    pub(crate) fn space(&self) -> &Arc<Space> {
        &self.space
    }

    /// Wakes the tasks that wait for a change.
    pub(crate) fn changed(&self) {
        self.space.changed();
    }

    /// Keeps a request in the log of the space.
    pub(crate) fn log(&self, request: LoggedRequest) {
        self.state().requests.push(request);
        self.space.logged();
    }

    /// Completes at the next [`App::changed`].
    pub(crate) fn change(&self) -> impl Future<Output = ()> {
        self.space.change()
    }

    fn in_space(&self, space: &Arc<Space>) -> Self {
        Self { shared: Arc::clone(&self.shared), space: Arc::clone(space), caller: None }
    }

    fn own_spaces(&self) -> MutexGuard<'_, BTreeMap<String, Arc<Space>>> {
        self.shared.spaces.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The shared space and those of single keys.
    pub(crate) fn spaces(&self) -> Vec<Arc<Space>> {
        let own = self.own_spaces();
        [&self.shared.common].into_iter().chain(own.values()).map(Arc::clone).collect()
    }

    /// Returns the application for a request of this account, in the space of its key if there is one.
    pub(crate) fn for_caller(&self, account: Account, request_id: String) -> Self {
        let mut app = match &account {
            Account::Key(key) => self.own_spaces().get(key).map(|space| self.in_space(space)),
            Account::Login(_) => None,
        }
        .unwrap_or_else(|| self.clone());
        app.caller = Some(Arc::new(RequestOrigin { account, request_id }));
        app
    }

    /// Returns the application in the space of a key, and whether the space is new. A new space takes over what the key
    /// sent before. None when there are too many spaces.
    pub(crate) fn claim(&self, key: &str) -> Option<(Self, bool)> {
        let mut spaces = self.own_spaces();
        if let Some(space) = spaces.get(key) {
            return Some((self.in_space(space), false));
        }
        if spaces.len() >= MAX_SPACES {
            return None;
        }
        let mut state = self.shared.start.state();
        state.inbox.journal = self.shared.journal.as_ref().map(|journal| journal.for_space(key));
        self.shared.common.state().hand_over(&Account::Key(key.to_owned()), &mut state, true);
        let space = Arc::new(Space::new(Some(key.to_owned()), state));
        spaces.insert(key.to_owned(), Arc::clone(&space));
        Some((self.in_space(&space), true))
    }

    /// Hands over what this request sent to the shared space while its key got a space of its own.
    pub(crate) fn follow(&self) {
        let Some(Account::Key(key)) = self.caller.as_ref().map(|caller| &caller.account) else { return };
        if self.space.key.is_some() {
            return;
        }
        let spaces = self.own_spaces();
        let Some(space) = spaces.get(key) else { return };
        self.space.state().hand_over(&Account::Key(key.clone()), &mut space.state(), false);
        space.changed();
    }

    /// Drops the space of a key. From then on, the key uses the shared space again.
    pub(crate) fn release(&self, key: &str) {
        let Some(space) = self.own_spaces().remove(key) else { return };
        if let Some(journal) = &self.shared.journal {
            journal.for_space(key).forget();
        }
        space.state().webhooks.clear();
        space.close();
    }

    /// Held by each task that sends callbacks, until it ends.
    pub(crate) fn delivery(&self) -> watch::Receiver<()> {
        self.shared.deliveries.subscribe()
    }

    /// Completes when no task sends callbacks any more.
    pub(crate) async fn delivered(&self) {
        self.shared.deliveries.closed().await;
    }

    /// True if this key has a space.
    pub(crate) fn has_space(&self, key: &str) -> bool {
        self.own_spaces().contains_key(key)
    }

    /// The keys that have a space.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.own_spaces().keys().cloned().collect()
    }

    /// Saves rules, settings and the like where they changed; messages are saved on their own. At the end, also the callbacks
    /// that wait.
    pub(crate) fn save(&self, is_end: bool) {
        let Some(journal) = &self.shared.journal else { return };
        let next = self.shared.start.numbers.load(Ordering::Relaxed);
        if self.shared.saved_number.swap(next, Ordering::Relaxed) != next {
            journal.next(next);
        }
        for space in self.spaces() {
            let mut state = space.state();
            if is_end {
                state.queue_callbacks();
            }
            let saved = state.to_saved(is_end);
            drop(state);
            if space.is_new(&saved) {
                journal.for_space(space.key.as_deref().unwrap_or_default()).state(saved);
            }
        }
    }

    /// The store file.
    pub(crate) fn journal(&self) -> Option<&Journal> {
        self.shared.journal.as_ref()
    }

    pub(crate) fn options(&self) -> &Options {
        &self.shared.start.options
    }

    pub(crate) fn recording(&self) -> Option<&Recording> {
        self.shared.recording.as_ref()
    }

    pub(crate) fn report(&self) -> Option<&Arc<Report>> {
        self.shared.report.as_ref()
    }

    /// Base URL of the server.
    pub(crate) fn url(&self) -> &str {
        &self.shared.url
    }

    pub(crate) fn new_request_id(&self) -> String {
        let number = self.shared.requests.fetch_add(1, Ordering::Relaxed);
        format!("req-{:08x}-{number:06}", self.shared.start.salt >> 32)
    }
}

/// Reads the states of a file, by the keys of their spaces.
fn restore(file: &StoreFile, start: &StateTemplate) -> Result<BTreeMap<String, State>, Error> {
    let mut states: BTreeMap<String, State> = BTreeMap::new();
    file.read(|key, row| {
        if !states.contains_key(key) {
            states.insert(key.to_owned(), start.state());
        }
        let Some(state) = states.get_mut(key) else { return };
        match row {
            Row::Message(message) => state.inbox.push(*message),
            Row::Inbound(inbound) => state.inbox.receive(inbound),
            Row::State(saved) => state.restore(saved),
        }
    })?;
    states.values_mut().for_each(State::watch_restored);
    Ok(states)
}

/// The application, in the space that the request belongs to.
impl FromRequestParts<App> for App {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<App>().unwrap_or(app).clone())
    }
}
