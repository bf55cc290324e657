//! The listening socket, its connections, and the router behind them.

use std::collections::BTreeMap;
use std::io;
use std::net::{SocketAddr, TcpListener as StdListener};
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::{Router, middleware};
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio_rustls::TlsAcceptor;

use crate::credentials::Account;
use crate::error::Error;
use crate::fault::{Abort, Line, Wire};
use crate::inbox::Origin;
use crate::options::Options;
use crate::record::{Passed, Record};
pub(crate) use crate::space::Extract;
use crate::space::{MAX_SPACES, Space};
use crate::state::State;
use crate::store::{Journal, Stored};
use crate::tls::{CaFile, Tls};
use crate::{bat, cascade, chathub, control, exchange, gms, guard, messagio, page, tsms, webhooks};

/// Time between two looks at what is to be kept.
const KEEP: Duration = Duration::from_millis(500);
/// Odd, so that two seeds give two salts.
const SEED_SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// What every handler can reach.
#[derive(Clone)]
pub(crate) struct App {
    shared: Arc<Shared>,
    space: Arc<Space>,
    /// The request to the provider side that is being served.
    caller: Option<Arc<Origin>>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("origin", &self.shared.origin).finish_non_exhaustive()
    }
}

struct Shared {
    common: Arc<Space>,
    /// The spaces of single keys.
    spaces: Mutex<BTreeMap<String, Arc<Space>>>,
    options: Options,
    record: Option<Record>,
    origin: String,
    requests: AtomicU64,
    /// Numbers of messages.
    numbers: Arc<AtomicU64>,
    salt: u64,
    secret: [u8; 32],
    journal: Option<Journal>,
    /// The number of a message that the file has.
    kept_number: AtomicU64,
}

impl App {
    /// The state of the space. Never held across an `await`.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        let mut state = self.space.state();
        state.inbox.origin.clone_from(&self.caller);
        state
    }

    pub(crate) fn space(&self) -> &Space {
        &self.space
    }

    /// Wakes those who wait for messages.
    pub(crate) fn changed(&self) {
        self.space.changed();
    }

    /// Ends with the next [`App::changed`].
    pub(crate) fn change(&self) -> impl Future<Output = ()> {
        self.space.change()
    }

    fn in_space(&self, space: &Arc<Space>) -> Self {
        Self { shared: Arc::clone(&self.shared), space: Arc::clone(space), caller: None }
    }

    fn spaces(&self) -> MutexGuard<'_, BTreeMap<String, Arc<Space>>> {
        self.shared.spaces.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The application for a request of this account, in the space of its key if it has one.
    pub(crate) fn for_caller(&self, account: Account, request_id: String) -> Self {
        let mut app = match &account {
            Account::Key(key) => self.spaces().get(key).map(|space| self.in_space(space)),
            Account::Login(_) => None,
        }
        .unwrap_or_else(|| self.clone());
        app.caller = Some(Arc::new(Origin { account, request_id }));
        app
    }

    /// The space of a key. With the first call it is made, and gets what the key sent before; none when there are
    /// too many.
    pub(crate) fn claim(&self, key: &str) -> Option<Self> {
        let mut spaces = self.spaces();
        if let Some(space) = spaces.get(key) {
            return Some(self.in_space(space));
        }
        if spaces.len() >= MAX_SPACES {
            return None;
        }
        let shared = &self.shared;
        let mut state = State::new(&shared.options, shared.salt, &shared.secret, Arc::clone(&shared.numbers));
        let account = Account::Key(key.to_owned());
        state.inbox.journal = shared.journal.as_ref().map(|journal| journal.for_space(key));
        for message in shared.common.state().inbox.take_all(&account) {
            state.inbox.push(Arc::unwrap_or_clone(message));
        }
        let space = Arc::new(Space::new(Some(key.to_owned()), state));
        spaces.insert(key.to_owned(), Arc::clone(&space));
        let app = self.in_space(&space);
        tokio::spawn(webhooks::deliver(app.clone()));
        Some(app)
    }

    /// Drops the space of a key; what is sent with the key then comes to the common space again.
    pub(crate) fn release(&self, key: &str) -> bool {
        let released = self.spaces().remove(key);
        if let (Some(_), Some(journal)) = (&released, &self.shared.journal) {
            journal.for_space(key).forget();
        }
        released.inspect(|space| space.close()).is_some()
    }

    /// The keys that have a space.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.spaces().keys().cloned().collect()
    }

    /// Writes down what is kept beside the messages, where it changed.
    fn keep(&self) {
        let Some(journal) = &self.shared.journal else { return };
        let next = self.shared.numbers.load(Ordering::Relaxed);
        if self.shared.kept_number.swap(next, Ordering::Relaxed) != next {
            journal.next(next);
        }
        let own = self.spaces().clone();
        for (key, space) in own.iter().map(|(key, space)| (key.as_str(), space)).chain([("", &self.shared.common)]) {
            let kept = space.state().kept();
            if space.is_new(&kept) {
                journal.for_space(key).state(kept);
            }
        }
    }

    /// Ends what waits for changes, in every space.
    fn close(&self) {
        self.shared.common.close();
        self.spaces().values().for_each(|space| space.close());
    }

    /// Wakes those who wait, in every space.
    fn changed_everywhere(&self) {
        self.shared.common.changed();
        self.spaces().values().for_each(|space| space.changed());
    }

    /// The file that the state is saved to.
    pub(crate) fn journal(&self) -> Option<&Journal> {
        self.shared.journal.as_ref()
    }

    /// Time that a client has for each part of a request.
    pub(crate) fn read_timeout(&self) -> Duration {
        self.shared.options.read_timeout
    }

    pub(crate) fn records(&self) -> bool {
        self.shared.record.is_some()
    }

    pub(crate) fn write_record(&self, passed: &Passed<'_>) {
        if let Some(record) = &self.shared.record {
            record.write(&self.shared.origin, passed);
        }
    }

    /// Where this server is.
    pub(crate) fn url(&self) -> &str {
        &self.shared.origin
    }

    pub(crate) fn limits_rate(&self) -> bool {
        self.shared.options.rate_limit
    }

    pub(crate) fn new_request_id(&self) -> String {
        let number = self.shared.requests.fetch_add(1, Ordering::Relaxed);
        format!("req-{:08x}-{number:06}", self.shared.salt >> 32)
    }
}

/// A bound socket that nobody serves yet.
pub(crate) struct Server {
    listener: StdListener,
    acceptor: Option<TlsAcceptor>,
    app: App,
    url: String,
    ca: Option<CaFile>,
}

impl Server {
    pub(crate) fn bind(options: &Options) -> Result<Self, Error> {
        if !options.host.is_loopback() {
            return Err(Error::NotLoopback(options.host));
        }
        let address = SocketAddr::new(options.host, options.port);
        let failed = |source: io::Error| match source.kind() {
            io::ErrorKind::AddrInUse => Error::PortInUse(address),
            _ => Error::Listen { address, source },
        };
        let listener = StdListener::bind(address).map_err(failed)?;
        listener.set_nonblocking(true)?;
        let tls = options.tls.then(Tls::new).transpose()?;
        let scheme = if tls.is_some() { "https" } else { "http" };
        let url = format!("{scheme}://{}", listener.local_addr()?);
        let no_random = |e: getrandom::Error| Error::System(io::Error::other(e.to_string()));
        // With a seed, ids repeat too.
        let stored = options.store.as_deref().map(Stored::open).transpose()?;
        let salt = options.seed.map_or_else(getrandom::u64, |seed| Ok(seed.wrapping_mul(SEED_SPREAD)));
        let salt = stored.as_ref().and_then(|stored| stored.salt).map_or(salt, Ok).map_err(no_random)?;
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(no_random)?;
        let numbers = Arc::new(AtomicU64::new(stored.as_ref().map_or(1, |stored| stored.next)));
        let new = || State::new(options, salt, &secret, Arc::clone(&numbers));
        let (journal, spaces) = stored.map(|stored| stored.start(new)).transpose()?.unzip();
        let mut spaces = spaces.unwrap_or_default();
        let mut common = spaces.remove("").unwrap_or_else(new);
        if let Some(journal) = &journal {
            journal.salt(salt);
            common.inbox.journal = Some(journal.for_space(""));
            spaces.iter_mut().for_each(|(key, state)| state.inbox.journal = Some(journal.for_space(key)));
        }
        let common = Arc::new(Space::new(None, common));
        let spaces = spaces.into_iter().map(|(key, state)| (key.clone(), Arc::new(Space::new(Some(key), state))));
        let shared = Shared {
            common: Arc::clone(&common),
            spaces: Mutex::new(spaces.collect()),
            options: options.clone(),
            record: options.record.as_deref().map(Record::create).transpose()?,
            origin: url.clone(),
            requests: AtomicU64::new(1),
            numbers,
            salt,
            secret,
            journal,
            kept_number: AtomicU64::new(0),
        };
        let (acceptor, ca) = tls.map(|tls| (tls.acceptor, tls.ca)).unzip();
        let app = App { shared: Arc::new(shared), space: common, caller: None };
        Ok(Self { listener, acceptor, app, url, ca })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn app(&self) -> &App {
        &self.app
    }

    /// Hands the CA file over; it is removed when its holder drops it.
    pub(crate) fn take_ca(&mut self) -> Option<CaFile> {
        self.ca.take()
    }

    /// Serves until `stop` ends, then gives open exchanges the time `grace` to end.
    pub(crate) async fn serve(self, grace: Duration, stop: impl Future<Output = ()>) -> Result<(), Error> {
        let listener = TcpListener::from_std(self.listener)?;
        let callbacks = tokio::spawn(webhooks::deliver(self.app.clone()));
        let app = self.app.clone();
        for space in app.spaces().values() {
            tokio::spawn(webhooks::deliver(app.in_space(space)));
        }
        let keeper = tokio::spawn(keep(app.clone()));
        let (timeout, places) = (app.read_timeout(), Semaphore::new(app.shared.options.max_connections.max(1)));
        let places = Arc::new(places);
        let router = router(self.app);
        let (ending, ends) = watch::channel(());
        let mut stop = pin!(stop);
        loop {
            // Those for whom there is no place wait in the queue of the socket.
            let accepted = async {
                let place = Arc::clone(&places).acquire_owned().await;
                (listener.accept().await, place)
            };
            let (stream, place) = tokio::select! {
                () = &mut stop => break,
                accepted = accepted => accepted,
            };
            let Ok((stream, _)) = stream else {
                // Out of descriptors, or the client went away.
                tokio::time::sleep(Duration::from_millis(20)).await;
                continue;
            };
            let _ = stream.set_nodelay(true);
            let (router, ends) = (router.clone(), ends.clone());
            match self.acceptor.clone() {
                None => {
                    tokio::spawn(async move {
                        connection(stream, timeout, router, ends).await;
                        drop(place);
                    });
                }
                Some(acceptor) => {
                    tokio::spawn(async move {
                        let handshake = tokio::time::timeout(timeout, acceptor.accept(stream));
                        if let Ok(Ok(stream)) = handshake.await {
                            connection(stream, timeout, router, ends).await;
                        }
                        drop(place);
                    });
                }
            }
        }
        drop((listener, ends));
        callbacks.abort();
        keeper.abort();
        // Ends the streams of events.
        app.close();
        let _ = ending.send(());
        let _ = tokio::time::timeout(grace, ending.closed()).await;
        app.keep();
        // It has done with the file when this returns, so that the next sandbox can have it.
        app.journal().map_or(Ok(()), Journal::close)
    }
}

/// Keeps rules, settings and the like, now and then, and tells pages whether that works; does nothing without a file.
async fn keep(app: App) {
    let Some(mut problem) = app.journal().map(Journal::problem) else { return };
    loop {
        tokio::select! {
            () = tokio::time::sleep(KEEP) => app.keep(),
            Ok(()) = problem.changed() => app.changed_everywhere(),
        }
    }
}

async fn connection<S>(stream: S, timeout: Duration, router: Router, mut ends: watch::Receiver<()>)
where
    S: AsyncRead + AsyncWrite + Abort + Unpin + Send + 'static,
{
    let line = Arc::new(Line::default());
    let stream = Wire::new(stream, Arc::clone(&line), timeout);
    let service = TowerToHyperService::new(router);
    let service = service_fn(move |mut request| {
        request.extensions_mut().insert(Arc::clone(&line));
        service.call(request)
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(timeout);
    // Upgrades are for the hub's WebSockets.
    let mut served = pin!(builder.serve_connection(TokioIo::new(stream), service).with_upgrades());
    // An error here is the client's: it went away or did not speak HTTP.
    tokio::select! {
        _ = served.as_mut() => {}
        _ = ends.changed() => {
            served.as_mut().graceful_shutdown();
            let _ = served.await;
        }
    }
}

fn router(app: App) -> Router {
    let provider = bat::routes()
        .merge(cascade::routes())
        .merge(chathub::routes())
        .merge(tsms::routes())
        .merge(messagio::routes())
        .merge(gms::routes())
        .method_not_allowed_fallback(exchange::method_not_allowed)
        .fallback(exchange::not_found)
        // The exchange has its own bound.
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(app.clone(), exchange::exchange))
        .layer(middleware::from_fn(guard::no_page));
    Router::new()
        .nest("/_sandbox", control::routes(&app))
        .merge(page::routes())
        .merge(chathub::hub::routes())
        .merge(provider)
        .layer(middleware::from_fn(guard::loopback_host))
        .with_state(app)
}
