//! Hooks for `tests/simulate`, behind a feature that no product turns on: clock, randomness, threads and network of a
//! process can be those of a [`World`], in which one seed decides what happens.

pub(crate) mod threads;

use std::cell::RefCell;
use std::fmt;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::ops::{Add, Sub};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use crate::clock::{self, SLICE};

/// What stands in place of the system for one simulated process. Only one thread of a world runs at a time.
pub trait World: Send + Sync {
    /// Time since the world began.
    fn now(&self) -> Duration;

    /// Time of day.
    fn wall(&self) -> SystemTime;

    /// Random bytes.
    fn fill(&self, bytes: &mut [u8]);

    /// What has this address changed: wakes who waits for it. Nobody else runs meanwhile.
    fn changed(&self, what: usize);

    /// Others may run now.
    fn step(&self);

    /// Lets others run until what has this address changes or, if one is given, until a time comes.
    fn wait(&self, what: usize, until: Option<Duration>);

    /// A new thread, unless the system refuses it.
    ///
    /// # Errors
    /// If it does.
    fn thread(&self, name: &str) -> io::Result<Arc<dyn Task>>;

    /// Addresses of `host:port`.
    ///
    /// # Errors
    /// If there is no such name.
    fn look_up(&self, name: &str) -> io::Result<Vec<SocketAddr>>;

    /// Begins to connect.
    ///
    /// # Errors
    /// If that fails at once.
    fn connect(&self, address: SocketAddr) -> io::Result<Box<dyn Socket>>;
}

/// A thread of a world.
pub trait Task: Send + Sync {
    /// Called first on the new thread: waits until it may run.
    fn begin(&self);

    /// Called last.
    fn end(&self);

    /// Whether the end was reached.
    fn has_ended(&self) -> bool;
}

/// A connection of a world.
pub trait Socket: fmt::Debug + Send + Sync {
    /// Waits up to `slice` for the connection; whether it is made.
    ///
    /// # Errors
    /// If it cannot be made.
    fn connected(&mut self, slice: Duration) -> io::Result<bool>;

    /// Waits up to `slice` for bytes.
    ///
    /// # Errors
    /// As a socket with a timeout.
    fn read(&self, buffer: &mut [u8], slice: Duration) -> io::Result<usize>;

    /// Waits up to `slice` for room.
    ///
    /// # Errors
    /// As a socket with a timeout.
    fn write(&mut self, bytes: &[u8], slice: Duration) -> io::Result<usize>;

    /// Whether there is nothing to be read, not even an end. Nobody else runs meanwhile.
    fn is_quiet(&self) -> bool;
}

thread_local! {
    static CURRENT: RefCell<Option<Arc<dyn World>>> = const { RefCell::new(None) };
}

/// The world of this thread.
pub(crate) fn current() -> Option<Arc<dyn World>> {
    CURRENT.with(|current| current.borrow().clone())
}

/// Puts this thread into a world until the guard is dropped.
#[must_use]
pub fn enter(world: Arc<dyn World>) -> Entered {
    Entered(CURRENT.with(|current| current.replace(Some(world))))
}

/// What [`enter`] gives.
pub struct Entered(Option<Arc<dyn World>>);

impl fmt::Debug for Entered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entered")
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        CURRENT.with(|current| *current.borrow_mut() = self.0.take());
    }
}

/// Fills from the world of this thread; false if it is in none.
pub(crate) fn fill(bytes: &mut [u8]) -> bool {
    current().is_some_and(|world| {
        world.fill(bytes);
        true
    })
}

/// A moment, as `std::time::Instant`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(Duration);

impl Instant {
    pub(crate) fn now() -> Self {
        static BEGAN: OnceLock<std::time::Instant> = OnceLock::new();
        Self(match current() {
            Some(world) => world.now(),
            None => BEGAN.get_or_init(std::time::Instant::now).elapsed(),
        })
    }

    pub(crate) fn elapsed(self) -> Duration {
        Self::now().saturating_duration_since(self)
    }

    pub(crate) fn saturating_duration_since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }

    pub(crate) fn checked_duration_since(self, earlier: Self) -> Option<Duration> {
        self.0.checked_sub(earlier.0)
    }

    pub(crate) fn checked_add(self, time: Duration) -> Option<Self> {
        self.0.checked_add(time).map(Self)
    }
}

impl Add<Duration> for Instant {
    type Output = Self;

    fn add(self, time: Duration) -> Self {
        Self(self.0.saturating_add(time))
    }
}

impl Sub for Instant {
    type Output = Duration;

    fn sub(self, earlier: Self) -> Duration {
        self.saturating_duration_since(earlier)
    }
}

/// As `std::thread::sleep`.
pub(crate) fn sleep(time: Duration) {
    let Some(world) = current() else { return std::thread::sleep(time) };
    let until = world.now().saturating_add(time);
    while world.now() < until {
        world.wait(0, Some(until));
    }
}

/// A TCP connection, as `std::net::TcpStream`.
#[derive(Debug)]
pub(crate) enum Stream {
    Tcp(TcpStream),
    Simulated(Box<dyn Socket>),
}

/// Connects in the world of this thread, asking between slices whether to go on; `None` if it is in none.
pub(crate) fn connect(
    address: SocketAddr,
    time: Duration,
    slice: impl Fn() -> io::Result<Duration>,
) -> io::Result<Option<Stream>> {
    let Some(world) = current() else { return Ok(None) };
    let end = clock::after(Instant::now(), time);
    let mut socket = world.connect(address)?;
    loop {
        let slice = slice()?;
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        if socket.connected(slice.min(left))? {
            return Ok(Some(Stream::Simulated(socket)));
        }
    }
}

impl Stream {
    pub(crate) fn set_nodelay(&self, on: bool) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.set_nodelay(on),
            Self::Simulated(_) => Ok(()),
        }
    }

    pub(crate) fn set_read_timeout(&self, time: Option<Duration>) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.set_read_timeout(time),
            // Its waits are slices from the start.
            Self::Simulated(_) => Ok(()),
        }
    }

    pub(crate) fn set_write_timeout(&self, time: Option<Duration>) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.set_write_timeout(time),
            Self::Simulated(_) => Ok(()),
        }
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.read(buffer),
            Self::Simulated(socket) => socket.read(buffer, SLICE),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.write(bytes),
            Self::Simulated(socket) => socket.write(bytes, SLICE),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
