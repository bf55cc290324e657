//! DNS lookup at connect time. IP literals need no lookup, names are cached, and lookups run on a helper thread that
//! can be abandoned.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use once_cell::race::OnceBox;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use super::call::Call;
use crate::clock::{Instant, SLICE};
use crate::descriptors;

/// Lifetime of a cached name.
const LIFETIME: Duration = Duration::from_secs(60);
/// Time for which an address that refused a connection comes after the others.
const AVOIDED: Duration = Duration::from_secs(300);

/// Cached names with the times of their lookups, and addresses that refused a connection.
#[derive(Debug, Default)]
pub(crate) struct Names {
    known: Mutex<HashMap<String, (Instant, Vec<SocketAddr>)>>,
    pub(super) dead: Mutex<HashMap<SocketAddr, Instant>>,
}

impl Names {
    fn get(&self, name: &str) -> Option<Vec<SocketAddr>> {
        let names = locked(&self.known);
        names.get(name).filter(|(at, _)| at.elapsed() < LIFETIME).map(|(_, addresses)| addresses.clone())
    }

    /// Returns the addresses of the host, at least one. Those that recently refused a connection come last.
    pub(crate) fn resolve(&self, uri: &Uri) -> Result<Vec<SocketAddr>, ureq::Error> {
        let (host, port) = host_and_port(uri).ok_or(ureq::Error::HostNotFound)?;
        if let Ok(ip) = host.trim_matches(['[', ']']).parse::<IpAddr>() {
            return Ok(vec![SocketAddr::new(ip, port)]);
        }
        let name = format!("{host}:{port}");
        let addresses = match self.get(&name) {
            Some(addresses) => addresses,
            None => {
                let addresses = look_up(&name)?;
                if addresses.is_empty() {
                    return Err(ureq::Error::HostNotFound);
                }
                locked(&self.known).insert(name, (Instant::now(), addresses.clone()));
                addresses
            }
        };
        let dead = locked(&self.dead);
        let is_avoided = |address: &SocketAddr| dead.get(address).is_some_and(|at| at.elapsed() < AVOIDED);
        let (last, mut first): (Vec<_>, Vec<_>) = addresses.into_iter().partition(is_avoided);
        first.extend(last);
        Ok(first)
    }

    /// Drops a name from the cache. Called when none of its addresses accepted a connection.
    pub(crate) fn forget(&self, uri: &Uri) {
        if let Some((host, port)) = host_and_port(uri) {
            locked(&self.known).remove(&format!("{host}:{port}"));
        }
    }

    /// Notes whether the address accepted a connection.
    pub(crate) fn tried(&self, address: SocketAddr, connected: bool) {
        let mut dead = locked(&self.dead);
        if connected {
            dead.remove(&address);
        } else {
            dead.retain(|_, at| at.elapsed() < AVOIDED);
            dead.insert(address, Instant::now());
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Resolver for ureq, which calls it before every request, even if it has a connection. It does nothing: the transport
/// resolves names when it connects.
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

/// Largest number of concurrent lookups in the process. The system's resolver can hang for any time, and its thread
/// cannot be stopped.
const MOST_LOOK_UPS: usize = 4;
/// A lookup that takes longer than this is not joined, because a new one may succeed at once.
const STALE: Duration = Duration::from_secs(10);

type Answer = Arc<OnceLock<Result<Vec<SocketAddr>, Arc<io::Error>>>>;

/// Lookups of one process, for all clients. A forked child gets its own, because it has none of the threads.
struct LookUps {
    process: u32,
    state: Mutex<UnderWay>,
    changed: Condvar,
    child: OnceBox<LookUps>,
}

#[derive(Default)]
struct UnderWay {
    count: usize,
    names: HashMap<String, (Instant, Answer)>,
}

impl LookUps {
    fn of_this_process() -> &'static Self {
        static FIRST: OnceBox<LookUps> = OnceBox::new();
        let process = std::process::id();
        let new = || {
            let (state, changed, child) = (Mutex::default(), Condvar::new(), OnceBox::new());
            Box::new(Self { process, state, changed, child })
        };
        let mut slot = &FIRST;
        loop {
            let found = slot.get_or_init(new);
            if found.process == process {
                return found;
            }
            slot = &found.child;
        }
    }

    /// Returns a running lookup of the name, or starts one if the limit allows it.
    fn join(&'static self, name: &str) -> Option<Answer> {
        let mut state = locked(&self.state);
        match state.names.get(name) {
            Some((since, answer)) if since.elapsed() < STALE => return Some(Arc::clone(answer)),
            _ if state.count >= MOST_LOOK_UPS => return None,
            _ => {}
        }
        let answer = Answer::default();
        state.count = state.count.saturating_add(1);
        state.names.insert(name.to_owned(), (Instant::now(), Arc::clone(&answer)));
        drop(state);
        let (named, theirs) = (name.to_owned(), Arc::clone(&answer));
        let thread = thread::Builder::new().name("smsbat-resolve".to_owned()).stack_size(256 * 1024);
        if thread.spawn(move || self.run(&named, &theirs)).is_err() {
            // The system refused a thread. This wait cannot be interrupted; only the resolver's own limits end it.
            self.run(name, &answer);
        }
        Some(answer)
    }

    fn run(&self, name: &str, answer: &Answer) {
        let found = name.to_socket_addrs().map(Iterator::collect);
        // Set only here, so this cannot fail.
        let _ = answer.set(found.map_err(|e| Arc::new(not_found(e))));
        let mut state = locked(&self.state);
        state.count = state.count.saturating_sub(1);
        if state.names.get(name).is_some_and(|(_, current)| Arc::ptr_eq(current, answer)) {
            state.names.remove(name);
        }
        drop(state);
        self.changed.notify_all();
    }

    /// Waits until a lookup has ended, at most for one slice.
    fn wait(&self, answer: Option<&Answer>, slice: Duration) {
        let state = locked(&self.state);
        // A finishing thread takes the lock between setting the answer and waking, so no wake-up is missed.
        if answer.is_none_or(|answer| answer.get().is_none()) {
            drop(self.changed.wait_timeout(state, slice));
        }
    }
}

fn look_up(name: &str) -> Result<Vec<SocketAddr>, ureq::Error> {
    #[cfg(feature = "simulation")]
    if let Some(world) = crate::simulation::current() {
        return world.look_up(name).map_err(|e| ureq::Error::Io(not_found(e)));
    }
    let look_ups = LookUps::of_this_process();
    let call = Call::current();
    let mut joined = None;
    loop {
        // Not under the lock, because the interrupt runs the caller's code.
        let slice = call.as_ref().map_or(Ok(SLICE), |call| call.slice())?;
        joined = joined.or_else(|| look_ups.join(name));
        match joined.as_ref().and_then(|answer| answer.get()) {
            Some(Ok(addresses)) => return Ok(addresses.clone()),
            Some(Err(error)) => return Err(ureq::Error::Io(shared(error))),
            None => look_ups.wait(joined.as_ref(), slice),
        }
    }
}

/// Makes an error of a separate kind, to distinguish it from a failed connect. Called by the thread that looked up, at
/// once, because a connection that ends gives its descriptor back.
fn not_found(error: io::Error) -> io::Error {
    // A resolver that cannot open its files reports an unknown name.
    if descriptors::refused(&error) || descriptors::exhausted() {
        return descriptors::refusal();
    }
    io::Error::new(io::ErrorKind::NotFound, error)
}

/// Returns the error of a lookup for each call that waited for it.
fn shared(error: &Arc<io::Error>) -> io::Error {
    if descriptors::refused(error) {
        return descriptors::refusal();
    }
    io::Error::new(error.kind(), Arc::clone(error))
}

#[cfg(test)]
#[cfg(not(feature = "simulation"))]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_took_no_connection_comes_last() {
        let names = Names::default();
        let [first, second] = [1, 2].map(|n| SocketAddr::from(([127, 0, 0, n], 80)));
        locked(&names.known).insert("two.example:80".to_owned(), (Instant::now(), vec![first, second]));
        let uri = Uri::from_static("http://two.example/");
        let resolve = || names.resolve(&uri).unwrap();
        assert_eq!(resolve(), [first, second]);
        names.tried(first, false);
        assert_eq!(resolve(), [second, first]);
        // If all are alike, the order is that of the lookup.
        names.tried(second, false);
        assert_eq!(resolve(), [first, second]);
        names.tried(second, true);
        assert_eq!(resolve(), [second, first]);
    }

    #[test]
    fn a_name_whose_addresses_took_no_connection_is_looked_up_again() {
        let names = Names::default();
        let address = SocketAddr::from(([127, 0, 0, 1], 80));
        for (uri, known) in [
            ("http://two.example/x", "two.example:80"),
            ("https://two.example", "two.example:443"),
            ("https://two.example:8443", "two.example:8443"),
        ] {
            locked(&names.known).insert(known.to_owned(), (Instant::now(), vec![address]));
            assert_eq!(names.get(known), Some(vec![address]));
            names.forget(&Uri::from_static(uri));
            assert_eq!(names.get(known), None, "{uri}");
        }
    }

    fn look_ups() -> &'static LookUps {
        let (state, changed, child) = (Mutex::default(), Condvar::new(), OnceBox::new());
        Box::leak(Box::new(LookUps { process: std::process::id(), state, changed, child }))
    }

    #[test]
    fn a_look_up_that_has_ended_leaves_room_for_others() {
        let look_ups = look_ups();
        let answer = look_ups.join("127.0.0.1:80").unwrap();
        let started = Instant::now();
        while locked(&look_ups.state).count > 0 {
            assert!(started.elapsed() < STALE, "the look-up does not end");
            thread::yield_now();
        }
        assert!(locked(&look_ups.state).names.is_empty());
        assert_eq!(answer.get().unwrap().as_ref().unwrap(), &[SocketAddr::from(([127, 0, 0, 1], 80))]);
    }

    #[test]
    fn a_look_up_that_hangs_is_not_joined() {
        let look_ups = look_ups();
        let hanging = Answer::default();
        let Some(long_ago) = Instant::now().checked_sub(STALE) else { return };
        locked(&look_ups.state).names.insert("127.0.0.1:80".to_owned(), (long_ago, Arc::clone(&hanging)));
        assert!(!Arc::ptr_eq(&look_ups.join("127.0.0.1:80").unwrap(), &hanging));
    }

    #[test]
    fn a_wait_ends_with_the_look_up_or_with_its_slice() {
        let (look_ups, pending) = (look_ups(), Answer::default());
        let waited = |slice| {
            let started = Instant::now();
            look_ups.wait(Some(&pending), slice);
            started.elapsed()
        };
        assert!(waited(SLICE) >= SLICE);
        pending.set(Ok(Vec::new())).unwrap();
        assert!(waited(STALE) < STALE);
    }

    #[test]
    fn a_lack_of_descriptors_is_no_unknown_name() {
        let each = |error| shared(&Arc::new(not_found(error)));
        assert!(descriptors::refused(&each(descriptors::refusal())));
        let unknown = each(io::Error::other("no such name"));
        assert_eq!((unknown.kind(), unknown.to_string().as_str()), (io::ErrorKind::NotFound, "no such name"));
    }

    #[test]
    fn a_name_that_is_being_looked_up_is_not_looked_up_again() {
        let look_ups = LookUps::of_this_process();
        let pending = Answer::default();
        let started = Instant::now();
        locked(&look_ups.state).names.insert("pending.example:80".to_owned(), (started, Arc::clone(&pending)));
        assert!(Arc::ptr_eq(&look_ups.join("pending.example:80").unwrap(), &pending));
        locked(&look_ups.state).count += MOST_LOOK_UPS;
        assert!(look_ups.join("other.example:80").is_none());
        locked(&look_ups.state).count -= MOST_LOOK_UPS;
        let addresses = vec![SocketAddr::from(([127, 0, 0, 1], 80))];
        pending.set(Ok(addresses.clone())).unwrap();
        assert_eq!(look_up("pending.example:80").unwrap(), addresses);
        locked(&look_ups.state).names.remove("pending.example:80");
    }
}
