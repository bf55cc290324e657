//! State that the engine and the transport share about a call.
//!
//! ureq does all the work of a request on the calling thread, so the transport finds the call in a thread-local.

use std::cell::RefCell;
use std::fmt;
use std::io;
use std::mem::ManuallyDrop;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ureq::http::uri::Authority;

use crate::clock::{self, Instant, SLICE};

/// Time in which a stopped call still reads data that is already in its socket. If the machine or the process was
/// suspended past the deadline, a response that arrived in time may be waiting there.
const LATE: Duration = Duration::from_millis(200);

/// Called between slices of a wait; `true` stops the call.
pub type Interrupt = Arc<dyn Fn() -> bool + Send + Sync>;

/// Reason why the transport stopped a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The interrupt returned true, or the client was closed.
    Cancelled,
    /// The call timed out.
    Deadline,
    /// Opening the connection timed out.
    ConnectDeadline,
}

/// Progress of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// DNS lookup, connect, proxy, TLS handshake.
    Connecting,
    /// The request's bytes are being written.
    Writing,
    /// The socket took at least one byte of the request.
    Sent,
}

struct State {
    progress: Progress,
    /// True if anything was read from a socket.
    answered: bool,
    /// True if writes go to the socket at once, because no read may follow.
    at_once: bool,
    stop: Option<Stop>,
    /// Time until which a stopped call still reads.
    late: Option<Instant>,
    connect_deadline: Option<Instant>,
    /// Time of the last call of the interrupt.
    asked: Option<Instant>,
}

/// One call, with one or more attempts. [`Call::begin`] starts each.
pub(crate) struct Call {
    pub(crate) deadline: Instant,
    connect_timeout: Duration,
    /// True if the client was closed.
    closed: Arc<AtomicBool>,
    interrupt: Option<Interrupt>,
    /// Host and port of the request, to distinguish it from a request to a proxy.
    target: Authority,
    state: RefCell<State>,
}

thread_local! {
    /// The guard empties this, so it has nothing to drop: `atexit` handlers and destructors of a thread's data can send.
    static CURRENT: RefCell<ManuallyDrop<Option<Rc<Call>>>> = const { RefCell::new(ManuallyDrop::new(None)) };
}

/// Makes this the thread's call, and returns the previous one.
fn replace_current(call: Option<Rc<Call>>) -> Option<Rc<Call>> {
    CURRENT.with(|current| std::mem::replace(&mut **current.borrow_mut(), call))
}

impl Call {
    pub(crate) fn new(
        deadline: Instant,
        connect_timeout: Duration,
        closed: Arc<AtomicBool>,
        interrupt: Option<Interrupt>,
        target: Authority,
    ) -> Rc<Self> {
        let state = State {
            progress: Progress::Connecting,
            answered: false,
            at_once: false,
            stop: None,
            late: None,
            connect_deadline: None,
            asked: None,
        };
        Rc::new(Self { deadline, connect_timeout, closed, interrupt, target, state: RefCell::new(state) })
    }

    /// Starts an attempt, and makes this the thread's call until the guard is dropped.
    pub(crate) fn begin(self: &Rc<Self>) -> Guard {
        let mut state = self.state.borrow_mut();
        state.progress = Progress::Connecting;
        state.answered = false;
        state.at_once = false;
        state.stop = None;
        state.late = None;
        state.connect_deadline = None;
        drop(state);
        Guard(replace_current(Some(Rc::clone(self))))
    }

    /// Starts an attempt on an open connection that outlives the call. Its bytes are written at once.
    #[cfg(feature = "realtime")]
    pub(crate) fn go_on_with(self: &Rc<Self>, progress: Progress) -> Guard {
        let guard = self.begin();
        let mut state = self.state.borrow_mut();
        state.progress = progress;
        state.at_once = true;
        drop(state);
        guard
    }

    /// Returns true if writes go to the socket at once.
    pub(crate) fn writes_at_once(&self) -> bool {
        self.state.borrow().at_once
    }

    /// Returns the thread's call.
    pub(crate) fn current() -> Option<Rc<Self>> {
        CURRENT.with(|current| (**current.borrow()).clone())
    }

    pub(crate) fn left(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    /// Returns true if a socket took any byte of this attempt's request.
    pub(crate) fn sent(&self) -> bool {
        self.state.borrow().progress == Progress::Sent
    }

    pub(crate) fn stop(&self) -> Option<Stop> {
        self.state.borrow().stop
    }

    pub(crate) fn is_target(&self, authority: Option<&Authority>) -> bool {
        authority == Some(&self.target)
    }

    /// Notes that bytes were read from a socket.
    pub(crate) fn answered(&self) {
        self.state.borrow_mut().answered = true;
    }

    /// Returns true if bytes were read from a socket in this attempt.
    pub(crate) fn has_answer(&self) -> bool {
        self.state.borrow().answered
    }

    /// Returns true if the caller interrupted the call or the client was closed.
    fn interrupted(&self) -> bool {
        self.closed.load(Ordering::Acquire) || self.interrupt.as_ref().is_some_and(|interrupt| interrupt())
    }

    /// Notes that the following bytes belong to the request.
    pub(crate) fn request_begins(&self) {
        let mut state = self.state.borrow_mut();
        if state.progress == Progress::Connecting {
            state.progress = Progress::Writing;
        }
    }

    /// Notes that the socket took bytes.
    pub(crate) fn bytes_left(&self) {
        let mut state = self.state.borrow_mut();
        if state.progress == Progress::Writing {
            state.progress = Progress::Sent;
        }
    }

    /// Does the same as `slice` while a reply keeps arriving, but calls the interrupt at most once per slice.
    pub(crate) fn progressing(&self) -> io::Result<()> {
        let now = Instant::now();
        let asked = *self.state.borrow_mut().asked.get_or_insert(now);
        if now >= self.deadline || now >= clock::after(asked, SLICE) {
            self.slice()?;
        }
        Ok(())
    }

    /// Returns the length of the next slice, or an error if the call was stopped. Called between slices.
    pub(crate) fn slice(&self) -> io::Result<Duration> {
        let now = Instant::now();
        self.state.borrow_mut().asked = Some(now);
        let connect_deadline = {
            let mut state = self.state.borrow_mut();
            match state.progress {
                // TLS and proxy handshakes count as connecting.
                Progress::Connecting => {
                    Some(*state.connect_deadline.get_or_insert_with(|| clock::after(now, self.connect_timeout)))
                }
                _ => None,
            }
        };
        let stop = if self.interrupted() {
            Some(Stop::Cancelled)
        } else if now >= self.deadline {
            Some(Stop::Deadline)
        } else if connect_deadline.is_some_and(|d| now >= d) {
            Some(Stop::ConnectDeadline)
        } else {
            None
        };
        if let Some(stop) = stop {
            self.state.borrow_mut().stop = Some(stop);
            // Not `Interrupted`, because readers and writers above would retry.
            return Err(io::Error::new(io::ErrorKind::TimedOut, "the call was stopped"));
        }
        let end = connect_deadline.map_or(self.deadline, |d| d.min(self.deadline));
        Ok(SLICE.min(end.saturating_duration_since(now)))
    }

    /// Returns true if a stopped call may still read data that is already there.
    pub(crate) fn reads_on(&self) -> bool {
        let now = Instant::now();
        let mut state = self.state.borrow_mut();
        state.progress == Progress::Sent && now < *state.late.get_or_insert_with(|| clock::after(now, LATE))
    }

    /// Returns the time left for connecting.
    pub(crate) fn connect_left(&self) -> Duration {
        let now = Instant::now();
        let connect =
            *self.state.borrow_mut().connect_deadline.get_or_insert_with(|| clock::after(now, self.connect_timeout));
        connect.min(self.deadline).saturating_duration_since(now)
    }

    /// Returns an error if the call was stopped before its first wait.
    pub(crate) fn go_on(&self) -> Result<(), Stop> {
        if self.interrupted() { Err(Stop::Cancelled) } else { Ok(()) }
    }

    /// Sleeps, unless the call is stopped.
    pub(crate) fn sleep(&self, time: Duration) -> Result<(), Stop> {
        let until = clock::after(Instant::now(), time);
        loop {
            self.go_on()?;
            let now = Instant::now();
            if now >= self.deadline {
                return Err(Stop::Deadline);
            }
            if now >= until {
                return Ok(());
            }
            let left = until.min(self.deadline).saturating_duration_since(now);
            clock::sleep(SLICE.min(left));
        }
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").finish_non_exhaustive()
    }
}

/// Restores the thread's previous call, if there was one.
pub(crate) struct Guard(Option<Rc<Call>>);

impl Drop for Guard {
    fn drop(&mut self) {
        drop(replace_current(self.0.take()));
    }
}

#[cfg(test)]
#[cfg(not(feature = "simulation"))]
#[allow(clippy::unwrap_used)]
pub(super) mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    const LONG: Duration = Duration::from_secs(100);
    const SHORT: Duration = Duration::from_millis(20);

    /// A call with this much time, of which so much is for connecting.
    pub(in crate::http) fn call_with(time: Duration, connect: Duration, interrupt: Option<Interrupt>) -> Rc<Call> {
        let target = Authority::from_static("api.example:443");
        Call::new(Instant::now() + time, connect, Arc::default(), interrupt, target)
    }

    fn call(time: Duration, connect: Duration) -> Rc<Call> {
        call_with(time, connect, None)
    }

    fn send_some(call: &Call) {
        call.request_begins();
        call.bytes_left();
    }

    #[test]
    fn only_bytes_of_the_request_make_it_sent() {
        let call = call(LONG, LONG);
        // A handshake with the server or a proxy.
        call.bytes_left();
        assert!(!call.sent());
        call.request_begins();
        assert!(!call.sent());
        call.bytes_left();
        assert!(call.sent());
        send_some(&call);
        call.request_begins();
        assert!(call.sent());
        call.answered();
        assert!(call.has_answer());
        // The next attempt has sent nothing yet.
        let _guard = call.begin();
        assert!(!call.sent() && !call.has_answer());
    }

    #[test]
    fn a_call_within_a_call_gives_the_thread_back() {
        let (outer, inner) = (call(LONG, LONG), call(LONG, LONG));
        let is_current = |call| Call::current().is_some_and(|current| Rc::ptr_eq(&current, call));
        let guard = outer.begin();
        let within = inner.begin();
        assert!(is_current(&inner));
        drop(within);
        assert!(is_current(&outer));
        drop(guard);
        assert!(Call::current().is_none());
    }

    #[test]
    fn the_target_is_told_from_a_proxy() {
        let call = call(LONG, LONG);
        let is_target = |authority| call.is_target(Some(&Authority::from_static(authority)));
        assert!(is_target("api.example:443"));
        assert!(!is_target("proxy.example:443") && !is_target("api.example:444") && !call.is_target(None));
    }

    #[test]
    fn a_wait_is_cut_where_the_first_limit_ends() {
        assert_eq!(call(LONG, LONG).slice().unwrap(), SLICE);
        assert!(call(SHORT, LONG).slice().unwrap() <= SHORT);
        let connecting = call(LONG, SHORT);
        assert!(connecting.slice().unwrap() <= SHORT);
        // The limit applies only to the connection.
        connecting.request_begins();
        assert_eq!(connecting.slice().unwrap(), SLICE);
        let stopped = |call: &Call| {
            assert!(call.slice().is_err());
            call.stop()
        };
        assert_eq!(stopped(&call(Duration::ZERO, LONG)), Some(Stop::Deadline));
        assert_eq!(stopped(&call(LONG, Duration::ZERO)), Some(Stop::ConnectDeadline));
        let cancelled = || call_with(Duration::ZERO, LONG, Some(Arc::new(|| true)));
        assert_eq!(stopped(&cancelled()), Some(Stop::Cancelled));
        let closed = call(LONG, LONG);
        assert_eq!((closed.go_on(), closed.stop()), (Ok(()), None));
        closed.closed.store(true, Ordering::Release);
        assert_eq!(stopped(&closed), Some(Stop::Cancelled));
        assert_eq!(closed.go_on(), Err(Stop::Cancelled));
        // The reason that stopped this attempt does not stop the next.
        let _guard = closed.begin();
        assert_eq!(closed.stop(), None);
    }

    #[test]
    fn the_time_for_connecting_begins_once_and_ends_with_the_call() {
        let connecting = call(LONG, LONG / 2);
        let left = connecting.connect_left();
        assert!(left > LONG / 4 && left <= LONG / 2, "{left:?}");
        let begun = connecting.state.borrow().connect_deadline;
        assert!(connecting.connect_left() <= left && connecting.slice().is_ok());
        assert_eq!(connecting.state.borrow().connect_deadline, begun);
        let left = call(SHORT, LONG).connect_left();
        assert!(left <= SHORT, "{left:?}");
        let left = call(LONG, LONG).left();
        assert!(left > LONG / 2 && left <= LONG, "{left:?}");
    }

    #[test]
    fn a_reply_that_keeps_coming_asks_the_interrupt_once_a_slice() {
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let call = call_with(LONG, LONG, Some(Arc::new(move || count.fetch_add(1, Ordering::SeqCst) > 0)));
        let times = || asked.load(Ordering::SeqCst);
        let asked_at = |at| call.state.borrow_mut().asked = Some(at);
        // Not before a slice has passed. Retried if the machine was too slow.
        loop {
            let begun = Instant::now();
            asked_at(begun + SLICE);
            if begun.elapsed() < SLICE {
                call.progressing().unwrap();
                break;
            }
        }
        assert_eq!(times(), 0);
        asked_at(Instant::now() - SLICE);
        call.progressing().unwrap();
        assert_eq!(times(), 1);
        asked_at(Instant::now() - SLICE);
        assert!(call.progressing().is_err());
        assert_eq!((times(), call.stop()), (2, Some(Stop::Cancelled)));
        // The end of the call is noticed at once.
        let late = self::call(Duration::ZERO, LONG);
        late.state.borrow_mut().asked = Some(Instant::now() + LONG);
        assert!(late.progressing().is_err());
    }

    #[test]
    fn a_call_that_was_stopped_reads_on_only_for_an_answer() {
        let call = call(Duration::ZERO, LONG);
        assert!(!call.reads_on());
        call.request_begins();
        assert!(!call.reads_on());
        call.bytes_left();
        assert!(call.reads_on() && call.reads_on());
        call.state.borrow_mut().late = Some(Instant::now());
        assert!(!call.reads_on());
        // Each attempt gets the full time.
        let _guard = call.begin();
        send_some(&call);
        assert!(call.reads_on());
    }

    #[test]
    fn a_wait_ends_in_time_or_says_why_not() {
        let started = Instant::now();
        assert_eq!(call(LONG, LONG).sleep(SHORT), Ok(()));
        assert!(started.elapsed() >= SHORT);
        assert_eq!(call(SHORT, LONG).sleep(LONG), Err(Stop::Deadline));
        let started = Instant::now();
        assert_eq!(call_with(LONG, LONG, Some(Arc::new(|| true))).sleep(LONG), Err(Stop::Cancelled));
        assert!(started.elapsed() < LONG);
    }
}
