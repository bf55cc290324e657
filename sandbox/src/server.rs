//! The listening socket, its connections, and the router behind them.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener as StdListener};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::{Router, middleware};
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio_rustls::TlsAcceptor;

use crate::app::App;
use crate::compare::{Comparison, pass_on};
use crate::error::Error;
use crate::guard::{AllowedHosts, allowed_hosts};
use crate::options::Options;
use crate::simulate::fault::{Abort, FaultOrder, FaultyStream};
use crate::store::Journal;
use crate::tls::{CaFile, Tls};
use crate::webhooks::delivery::deliver;
use crate::{control, guard, page, provider};

/// Interval between checks for changes to save.
const SAVE_INTERVAL: Duration = Duration::from_millis(500);

/// A bound socket that is not served yet.
pub(crate) struct Server {
    listener: StdListener,
    acceptor: Option<TlsAcceptor>,
    app: App,
    ca: Option<CaFile>,
    allowed: AllowedHosts,
    comparison: Option<Arc<Comparison>>,
}

/// The address under which this machine reaches a server.
pub(crate) fn reachable(mut address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    address
}

impl Server {
    pub(crate) fn bind(options: &Options) -> Result<Self, Error> {
        options.check()?;
        let allowed = allowed_hosts(options)?;
        let comparison = Comparison::new(options)?.map(Arc::new);
        let address = SocketAddr::new(options.host, options.port);
        let failed = |source: io::Error| match source.kind() {
            io::ErrorKind::AddrInUse => Error::PortInUse(address),
            _ => Error::Listen { address, source },
        };
        let listener = StdListener::bind(address).map_err(failed)?;
        listener.set_nonblocking(true)?;
        let tls = options.tls.then(|| Tls::new(&allowed, options.ca_file.as_deref()));
        let (acceptor, ca) = tls.transpose()?.map(|tls| (tls.acceptor, tls.ca)).unzip();
        let scheme = if acceptor.is_some() { "https" } else { "http" };
        let report = comparison.as_ref().map(|comparison| comparison.report());
        let app = App::open(options, format!("{scheme}://{}", reachable(listener.local_addr()?)), report)?;
        Ok(Self { listener, acceptor, app, ca, allowed, comparison })
    }

    pub(crate) fn app(&self) -> &App {
        &self.app
    }

    /// Takes the CA file, which is removed on drop.
    pub(crate) fn take_ca(&mut self) -> Option<CaFile> {
        self.ca.take()
    }

    /// Serves until `stop` ends, then waits up to `grace` for open requests and for callbacks that are due.
    pub(crate) async fn serve(self, grace: Duration, stop: impl Future<Output = ()>) -> Result<(), Error> {
        let app = self.app;
        let listener = TcpListener::from_std(self.listener)?;
        for space in app.spaces() {
            tokio::spawn(deliver(space, app.delivery()));
        }
        let saving = tokio::spawn(save(app.clone()));
        let (ending, ends) = watch::channel(());
        tokio::select! {
            () = stop => {}
            () = accept(&listener, self.acceptor.as_ref(), &app, router(&app, self.allowed, self.comparison), &ends) => {}
        }
        drop((listener, ends));
        saving.abort();
        // Ends the event streams, and the callbacks once nothing is due.
        app.spaces().iter().for_each(|space| space.close());
        let _ = ending.send(());
        let _ = tokio::time::timeout(grace, async { tokio::join!(ending.closed(), app.delivered()) }).await;
        app.save(true);
        // The file is closed when this returns, so that the next sandbox can open it.
        app.journal().map_or(Ok(()), Journal::close)
    }
}

/// Accepts connections forever and serves each in a task.
async fn accept(
    listener: &TcpListener,
    acceptor: Option<&TlsAcceptor>,
    app: &App,
    router: Router,
    ends: &watch::Receiver<()>,
) {
    let timeout = app.options().read_timeout;
    let places = Arc::new(Semaphore::new(app.options().max_connections.max(1)));
    loop {
        // Connections over the limit wait in the socket's backlog.
        let place = Arc::clone(&places).acquire_owned().await;
        let Ok((stream, _)) = listener.accept().await else {
            // Out of descriptors, or the client went away.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let (router, ends, acceptor) = (router.clone(), ends.clone(), acceptor.cloned());
        tokio::spawn(async move {
            match acceptor {
                None => connection(stream, timeout, router, ends).await,
                Some(acceptor) => {
                    let handshake = tokio::time::timeout(timeout, acceptor.accept(stream));
                    if let Ok(Ok(stream)) = handshake.await {
                        connection(stream, timeout, router, ends).await;
                    }
                }
            }
            drop(place);
        });
    }
}

/// Saves rules, settings and the like at intervals, and tells pages when that fails. Does nothing without a file.
async fn save(app: App) {
    let Some(mut problem) = app.journal().map(Journal::problem) else { return };
    loop {
        tokio::select! {
            () = tokio::time::sleep(SAVE_INTERVAL) => app.save(false),
            Ok(()) = problem.changed() => app.spaces().iter().for_each(|space| space.changed()),
        }
    }
}

async fn connection<S>(stream: S, timeout: Duration, router: Router, mut ends: watch::Receiver<()>)
where
    S: AsyncRead + AsyncWrite + Abort + Unpin + Send + 'static,
{
    let line = Arc::new(FaultOrder::default());
    let stream = FaultyStream::new(stream, Arc::clone(&line), timeout);
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

fn router(app: &App, allowed: AllowedHosts, comparison: Option<Arc<Comparison>>) -> Router {
    let provider = provider::routes(app);
    let provider = match comparison {
        Some(comparison) => Router::new()
            .fallback_service(provider.with_state(app.clone()))
            .layer(middleware::from_fn_with_state(comparison, pass_on)),
        None => provider,
    };
    Router::new()
        .nest("/_sandbox", control::routes(app))
        .merge(page::routes())
        .merge(provider::chathub::hub::routes())
        .merge(provider)
        .layer(middleware::from_fn_with_state(allowed, guard::known_host))
        .with_state(app.clone())
}
