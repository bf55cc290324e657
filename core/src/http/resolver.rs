//! Name look-up, where a connection is made: literals direct, names cached, the look-up itself on a helper thread
//! that can be left behind.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use super::call::Call;

/// How long a name is trusted.
const LIFETIME: Duration = Duration::from_secs(60);

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

    /// Addresses of the host, at least one.
    pub(crate) fn resolve(&self, uri: &Uri) -> Result<Vec<SocketAddr>, ureq::Error> {
        let (host, port) = host_and_port(uri).ok_or(ureq::Error::HostNotFound)?;
        if let Ok(ip) = host.trim_matches(['[', ']']).parse::<IpAddr>() {
            return Ok(vec![SocketAddr::new(ip, port)]);
        }
        let name = format!("{host}:{port}");
        if let Some(addresses) = self.get(&name) {
            return Ok(addresses);
        }
        let addresses = look_up(name.clone())?;
        if addresses.is_empty() {
            return Err(ureq::Error::HostNotFound);
        }
        self.put(name, addresses.clone());
        Ok(addresses)
    }

    /// Called when none of a name's addresses took a connection.
    pub(crate) fn forget(&self, uri: &Uri) {
        if let Some((host, port)) = host_and_port(uri) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&format!("{host}:{port}"));
        }
    }
}

/// What ureq asks before every request, even if it has a connection: the look-up is left to who makes one.
#[derive(Debug)]
pub(crate) struct Later;

impl Resolver for Later {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        Ok(self.empty())
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
