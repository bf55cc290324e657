//! Connects sockets: every address of a host in turn, in slices that hear of a stop.

use std::io;
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use ureq::unversioned::transport::{ConnectionDetails, Connector, Either, Transport};

use super::call::Call;
use super::resolver::Names;
use super::transport::{Stream, TcpTransport};
use crate::clock::SLICE;
use crate::descriptors;

/// Opens sockets.
#[derive(Debug, Default)]
pub(crate) struct TcpConnector(Names);

impl<In: Transport> Connector<In> for TcpConnector {
    type Out = Either<In, TcpTransport>;

    fn connect(&self, details: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<Self::Out>, ureq::Error> {
        if chained.is_some() {
            return Ok(chained.map(Either::A));
        }
        let stream = match connect_any(&self.0, &self.0.resolve(details.uri)?) {
            Ok(stream) => stream,
            Err(error) => {
                // A lack of descriptors says nothing of the addresses, and a look-up would lack them, too.
                if !matches!(&error, ureq::Error::Io(e) if descriptors::refused(e)) {
                    self.0.forget(details.uri);
                }
                return Err(error);
            }
        };
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(SLICE))?;
        stream.set_write_timeout(Some(SLICE))?;
        Ok(Some(Either::B(TcpTransport::new(stream, details.config))))
    }
}

/// Tries the addresses in turn. Each gets an equal share of the time left for connecting.
pub(super) fn connect_any(names: &Names, addresses: &[SocketAddr]) -> Result<Stream, ureq::Error> {
    let mut last = ureq::Error::HostNotFound;
    for (i, address) in addresses.iter().copied().enumerate() {
        let untried = u32::try_from(addresses.len().saturating_sub(i)).unwrap_or(u32::MAX);
        let share = connect_time_left().checked_div(untried).unwrap_or_default();
        match open(address, share.max(Duration::from_millis(10))) {
            Ok(stream) => {
                names.tried(address, true);
                return Ok(stream);
            }
            // Another address does not help if the call was stopped or no descriptors are left.
            Err(error) if descriptors::refused(&error) || Call::current().is_some_and(|c| c.stop().is_some()) => {
                return Err(ureq::Error::Io(error));
            }
            Err(error) => {
                names.tried(address, false);
                last = ureq::Error::Io(error);
            }
        }
    }
    Err(last)
}

#[cfg(not(feature = "simulation"))]
use connect as open;

#[cfg(feature = "simulation")]
fn open(address: SocketAddr, time: Duration) -> io::Result<Stream> {
    let slice = || Call::current().map_or(Ok(SLICE), |call| call.slice());
    match crate::simulation::connect(address, time, slice)? {
        Some(stream) => Ok(stream),
        None => connect(address, time).map(Stream::Tcp),
    }
}

/// Fails if this connection would leave too few file descriptors.
fn leaves_enough(stream: &TcpStream) -> io::Result<()> {
    (0..descriptors::SPARE).map(|_| stream.try_clone()).collect::<io::Result<Vec<_>>>().map(drop)
}

/// Connects on the calling thread, in slices.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn connect(address: SocketAddr, time: Duration) -> io::Result<TcpStream> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::io::Errno;
    use rustix::net::sockopt::socket_error;
    use rustix::net::{AddressFamily, SocketFlags, SocketType, socket_with};

    use crate::clock::{self, Instant};

    let end = clock::after(Instant::now(), time);
    let family = if address.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    let stream = TcpStream::from(socket_with(family, SocketType::STREAM, flags, None)?);
    leaves_enough(&stream)?;
    match rustix::net::connect(&stream, &address) {
        Ok(()) => {}
        // A signal does not end the attempt.
        Err(Errno::INPROGRESS | Errno::INTR) => loop {
            let slice = Call::current().map_or(Ok(SLICE), |call| call.slice())?;
            let Some(left) = end.checked_duration_since(Instant::now()) else {
                return Err(io::ErrorKind::TimedOut.into());
            };
            let slice = Timespec::try_from(slice.min(left)).map_err(io::Error::other)?;
            match poll(&mut [PollFd::new(&stream, PollFlags::OUT)], Some(&slice)) {
                Ok(0) | Err(Errno::INTR) => {}
                Ok(_) => break socket_error(&stream)??,
                Err(e) => return Err(e.into()),
            }
        },
        Err(e) => return Err(e.into()),
    }
    stream.set_nonblocking(false)?;
    Ok(stream)
}

/// Connects on a helper thread, which can be abandoned, and waits for it in slices.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn connect(address: SocketAddr, time: Duration) -> io::Result<TcpStream> {
    use std::sync::mpsc::{RecvTimeoutError, sync_channel};

    let (sender, receiver) = sync_channel(1);
    let work = move || TcpStream::connect_timeout(&address, time);
    let thread = std::thread::Builder::new().name("smsbat-connect".to_owned()).stack_size(256 * 1024);
    let started = thread.spawn(move || {
        // The receiver is gone if the call was stopped.
        let _ = sender.send(work());
    });
    let stream = match started {
        Ok(_) => loop {
            let slice = Call::current().map_or(Ok(SLICE), |call| call.slice())?;
            match receiver.recv_timeout(slice) {
                Ok(result) => break result?,
                Err(RecvTimeoutError::Timeout) => {}
                Err(e) => return Err(io::Error::other(e)),
            }
        },
        // The system refused a thread. This wait cannot be interrupted.
        Err(_) => work()?,
    };
    leaves_enough(&stream)?;
    Ok(stream)
}

fn connect_time_left() -> Duration {
    Call::current().map_or(Duration::from_secs(5), |c| c.connect_left())
}

#[cfg(all(test, target_os = "linux", not(feature = "simulation")))]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::net::TcpListener;
    use std::sync::Arc;

    use super::*;
    use crate::clock::Instant;
    use crate::http::call::tests::call_with;

    const LONG: Duration = Duration::from_secs(100);

    /// Returns an address that neither accepts nor refuses connections, and the sockets that keep it so.
    fn silent() -> (SocketAddr, impl Sized) {
        use rustix::net::{AddressFamily, SocketType, bind, getsockname, listen, socket};
        let socket = socket(AddressFamily::INET, SocketType::STREAM, None).unwrap();
        bind(&socket, &SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        listen(&socket, 0).unwrap();
        let address = SocketAddr::try_from(getsockname(&socket).unwrap()).unwrap();
        let connect = || TcpStream::connect_timeout(&address, Duration::from_millis(50)).ok();
        let held: Vec<TcpStream> = std::iter::from_fn(connect).collect();
        (address, (socket, held))
    }

    #[test]
    fn each_address_gets_its_share_of_the_time_for_connecting() {
        let time = Duration::from_millis(400);
        let (silent, _held) = silent();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let names = Names::default();
        let first = call_with(LONG, time, None);
        let guard = first.begin();
        let started = Instant::now();
        let stream = connect_any(&names, &[silent, listener.local_addr().unwrap()]).unwrap();
        assert!(started.elapsed() >= time / 2);
        assert_eq!(stream.peer_addr().unwrap(), listener.local_addr().unwrap());
        assert!(rustix::io::fcntl_getfd(&stream).unwrap().contains(rustix::io::FdFlags::CLOEXEC));
        drop(guard);
        assert!(names.dead.lock().unwrap().contains_key(&silent));
        // A stopped call says nothing about the address.
        let names = Names::default();
        let cancelled = call_with(LONG, time, Some(Arc::new(|| true)));
        let guard = cancelled.begin();
        assert!(connect_any(&names, &[silent, listener.local_addr().unwrap()]).is_err());
        assert!(names.dead.lock().unwrap().is_empty());
        drop(guard);
        // The call uses all its time before it gives up.
        let second = call_with(LONG, time, None);
        let _guard = second.begin();
        let started = Instant::now();
        assert!(connect_any(&names, &[silent, silent]).is_err());
        assert!(started.elapsed() >= time - Duration::from_millis(10), "{:?}", started.elapsed());
    }
}
