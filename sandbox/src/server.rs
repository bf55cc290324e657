//! The listening socket, its connections, and the router behind them.

use std::io;
use std::net::{SocketAddr, TcpListener as StdListener};
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::{Router, middleware};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio_rustls::TlsAcceptor;

use crate::error::Error;
use crate::options::Options;
use crate::record::{Passed, Record};
use crate::state::State;
use crate::tls::{CaFile, Tls};
use crate::{bat, cascade, chathub, control, exchange, gms, guard, messagio, tsms, webhooks};

/// Time that a client has for a TLS handshake and for the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// What every handler can reach.
#[derive(Clone)]
pub(crate) struct App {
    shared: Arc<Shared>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("origin", &self.shared.origin).finish_non_exhaustive()
    }
}

struct Shared {
    state: Mutex<State>,
    changed: Notify,
    record: Option<Record>,
    origin: String,
    limits_rate: bool,
    requests: AtomicU64,
    salt: u64,
}

impl App {
    /// The state. Never held across an `await`.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes those who wait for messages.
    pub(crate) fn changed(&self) {
        self.shared.changed.notify_waiters();
    }

    /// Ends with the next [`App::changed`].
    pub(crate) fn change(&self) -> impl Future<Output = ()> {
        self.shared.changed.notified()
    }

    pub(crate) fn records(&self) -> bool {
        self.shared.record.is_some()
    }

    pub(crate) fn write_record(&self, passed: &Passed<'_>) {
        if let Some(record) = &self.shared.record {
            record.write(&self.shared.origin, passed);
        }
    }

    pub(crate) fn limits_rate(&self) -> bool {
        self.shared.limits_rate
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
        let salt = getrandom::u64().map_err(no_random)?;
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(no_random)?;
        let shared = Shared {
            state: Mutex::new(State::new(options, salt, &secret)),
            changed: Notify::new(),
            record: options.record.as_deref().map(Record::create).transpose()?,
            origin: url.clone(),
            limits_rate: options.rate_limit,
            requests: AtomicU64::new(1),
            salt,
        };
        let (acceptor, ca) = tls.map(|tls| (tls.acceptor, tls.ca)).unzip();
        Ok(Self { listener, acceptor, app: App { shared: Arc::new(shared) }, url, ca })
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
    pub(crate) async fn serve(self, grace: Duration, stop: impl Future<Output = ()>) -> io::Result<()> {
        let listener = TcpListener::from_std(self.listener)?;
        let callbacks = tokio::spawn(webhooks::deliver(self.app.clone()));
        let router = router(self.app);
        let graceful = GracefulShutdown::new();
        let mut stop = pin!(stop);
        loop {
            let stream = tokio::select! {
                () = &mut stop => break,
                accepted = listener.accept() => accepted,
            };
            let Ok((stream, _)) = stream else {
                // Out of descriptors, or the client went away.
                tokio::time::sleep(Duration::from_millis(20)).await;
                continue;
            };
            let _ = stream.set_nodelay(true);
            let (router, watcher) = (router.clone(), graceful.watcher());
            match self.acceptor.clone() {
                None => {
                    tokio::spawn(async move { connection(stream, router, watcher).await });
                }
                Some(acceptor) => {
                    tokio::spawn(async move {
                        let handshake = tokio::time::timeout(HEAD_TIMEOUT, acceptor.accept(stream));
                        if let Ok(Ok(stream)) = handshake.await {
                            connection(stream, router, watcher).await;
                        }
                    });
                }
            }
        }
        drop(listener);
        callbacks.abort();
        let _ = tokio::time::timeout(grace, graceful.shutdown()).await;
        Ok(())
    }
}

async fn connection<S>(stream: S, router: Router, watcher: hyper_util::server::graceful::Watcher)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT);
    let served = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    // An error here is the client's: it went away or did not speak HTTP.
    let _ = watcher.watch(served).await;
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
        .layer(middleware::from_fn_with_state(app.clone(), exchange::exchange));
    Router::new()
        .nest("/_sandbox", control::routes())
        .merge(provider)
        .layer(middleware::from_fn(guard::loopback_host))
        .with_state(app)
}
