//! Hooks for `tests/simulate`, behind a feature that no released build enables: a [`World`] can replace the clock, the
//! random numbers, the threads and the network of a process, so that one seed decides everything.

pub(crate) mod threads;

use std::cell::RefCell;
use std::fmt;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::ops::{Add, Sub};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use crate::clock::{self, SLICE};

/// Replacement of the system for one simulated process. Only one thread of a world runs at a time.
pub trait World: Send + Sync {
    /// Returns the time since the world began.
    fn now(&self) -> Duration;

    /// Returns the time of day.
    fn wall(&self) -> SystemTime;

    /// Fills a buffer with random bytes.
    fn fill(&self, bytes: &mut [u8]);

    /// Wakes the threads that wait for this address. No other thread runs meanwhile.
    fn changed(&self, what: usize);

    /// Lets other threads run.
    fn step(&self);

    /// Lets other threads run until this address is changed or, if `until` is given, until that time.
    fn wait(&self, what: usize, until: Option<Duration>);

    /// Starts a thread.
    ///
    /// # Errors
    /// If the simulated system refuses it.
    fn thread(&self, name: &str) -> io::Result<Arc<dyn Task>>;

    /// Returns the addresses of `host:port`.
    ///
    /// # Errors
    /// If the name does not exist.
    fn look_up(&self, name: &str) -> io::Result<Vec<SocketAddr>>;

    /// Starts to connect.
    ///
    /// # Errors
    /// If it fails at once.
    fn connect(&self, address: SocketAddr) -> io::Result<Box<dyn Socket>>;
}

/// A thread of a world.
pub trait Task: Send + Sync {
    /// Waits until the new thread may run. Called first on it.
    fn begin(&self);

    /// Ends the task. Called last on the thread.
    fn end(&self);

    /// Returns true if the task has ended.
    fn has_ended(&self) -> bool;
}

/// A connection of a world.
pub trait Socket: fmt::Debug + Send + Sync {
    /// Waits up to `slice` for the connection, and returns true once it is open.
    ///
    /// # Errors
    /// If it cannot be opened.
    fn connected(&mut self, slice: Duration) -> io::Result<bool>;

    /// Waits up to `slice` for bytes.
    ///
    /// # Errors
    /// Same as a socket with a timeout.
    fn read(&self, buffer: &mut [u8], slice: Duration) -> io::Result<usize>;

    /// Waits up to `slice` until bytes can be written.
    ///
    /// # Errors
    /// Same as a socket with a timeout.
    fn write(&mut self, bytes: &[u8], slice: Duration) -> io::Result<usize>;

    /// Returns true if nothing can be read, not even the end. No other thread runs meanwhile.
    fn is_quiet(&self) -> bool;
}

thread_local! {
    static CURRENT: RefCell<Option<Arc<dyn World>>> = const { RefCell::new(None) };
}

/// Returns the world of this thread.
pub(crate) fn current() -> Option<Arc<dyn World>> {
    CURRENT.with(|current| current.borrow().clone())
}

/// Puts this thread into a world until the guard is dropped.
#[must_use]
pub fn enter(world: Arc<dyn World>) -> Entered {
    Entered(CURRENT.with(|current| current.replace(Some(world))))
}

/// Guard that [`enter`] returns.
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

/// Fills a buffer from the world of this thread. Returns false if there is none.
pub(crate) fn fill(bytes: &mut [u8]) -> bool {
    current().is_some_and(|world| {
        world.fill(bytes);
        true
    })
}

/// Replacement for `std::time::Instant`.
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

/// Replacement for `std::thread::sleep`.
pub(crate) fn sleep(time: Duration) {
    let Some(world) = current() else { return std::thread::sleep(time) };
    let until = world.now().saturating_add(time);
    while world.now() < until {
        world.wait(0, Some(until));
    }
}

/// Replacement for `std::net::TcpStream`.
#[derive(Debug)]
pub(crate) enum Stream {
    Tcp(TcpStream),
    Simulated(Box<dyn Socket>),
}

/// Connects in the world of this thread, and checks between slices whether to continue. `None` if there is no world.
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
            // Its waits are always slices.
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
