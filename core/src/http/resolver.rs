//! Name look-up: literals direct, names cached, the look-up itself on a helper thread that can be left behind.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use super::call::Call;

/// How long a name is trusted.
const LIFETIME: Duration = Duration::from_secs(60);
/// Addresses that are kept of a name.
const MOST: usize = 16;

/// Names and when they were looked up.
#[derive(Debug, Default)]
pub(crate) struct Names(Mutex<HashMap<String, (Instant, Vec<SocketAddr>)>>);

impl Names {
    fn get(&self, name: &str) -> Option<Vec<SocketAddr>> {
        let names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        names.get(name).filter(|(at, _)| at.elapsed() < LIFETIME).map(|(_, addresses)| addresses.clone())
    }

    fn put(&self, name: String, addresses: Vec<SocketAddr>) {
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        names.insert(name, (Instant::now(), addresses));
    }

    /// Called when none of a name's addresses took a connection.
    pub(crate) fn forget(&self, uri: &Uri) {
        if let Some((host, port)) = host_and_port(uri) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&format!("{host}:{port}"));
        }
    }
}

#[derive(Debug)]
pub(crate) struct CachingResolver(pub(crate) Arc<Names>);

impl Resolver for CachingResolver {
    fn resolve(&self, uri: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let (host, port) = host_and_port(uri).ok_or(ureq::Error::HostNotFound)?;
        let mut result = self.empty();
        if let Ok(ip) = host.trim_matches(['[', ']']).parse::<IpAddr>() {
            result.push(SocketAddr::new(ip, port));
            return Ok(result);
        }
        let name = format!("{host}:{port}");
        let addresses = match self.0.get(&name) {
            Some(addresses) => addresses,
            None => {
                let addresses = look_up(name.clone())?;
                self.0.put(name, addresses.clone());
                addresses
            }
        };
        for address in addresses.into_iter().take(MOST) {
            result.push(address);
        }
        if result.is_empty() { Err(ureq::Error::HostNotFound) } else { Ok(result) }
    }
}

fn host_and_port(uri: &Uri) -> Option<(&str, u16)> {
    let default = if uri.scheme_str() == Some("http") { 80 } else { 443 };
    Some((uri.host()?, uri.port_u16().unwrap_or(default)))
}

fn look_up(name: String) -> Result<Vec<SocketAddr>, ureq::Error> {
    in_thread("smsbat-resolve", move || {
        // A kind of its own, so that the error can be told from a failed connect.
        name.to_socket_addrs().map(Iterator::collect).map_err(|e| io::Error::new(io::ErrorKind::NotFound, e))
    })
}

/// Runs `work`, which cannot be interrupted, on a thread and waits for it in slices.
pub(super) fn in_thread<T: Send + 'static>(
    thread_name: &str,
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, ureq::Error> {
    let call = Call::current();
    let (sender, receiver) = sync_channel(1);
    std::thread::Builder::new().name(thread_name.to_owned()).stack_size(256 * 1024).spawn(move || {
        // The receiver is gone when the call was stopped.
        let _ = sender.send(work());
    })?;
    loop {
        let slice = call.as_ref().map_or(Ok(super::call::SLICE), |c| c.slice())?;
        match receiver.recv_timeout(slice) {
            Ok(result) => return result.map_err(ureq::Error::Io),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return Err(ureq::Error::Io(io::Error::other("the helper thread ended without a result")));
            }
        }
    }
}
