//! One client of the hub.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::Instant;

use super::protocol::END;

/// Messages that wait for a client; one that takes none is cut off.
const MOST_WAITING: usize = 10_000;
/// Largest message of a client, or body of a request: a file of 50 MiB in base64.
pub(super) const MOST_BYTES: usize = 80 << 20;

#[derive(Debug)]
pub(super) struct Connection {
    id: String,
    token: String,
    outgoing: Mutex<Option<Sender<String>>>,
    /// The beginning of a message of the client.
    beginning: Mutex<String>,
    waiting: tokio::sync::Mutex<Receiver<String>>,
    /// The handshake is done, so that pushes are understood.
    ready: AtomicBool,
    polled: AtomicBool,
    heard: Mutex<Instant>,
}

/// A message of the client is larger than [`MOST_BYTES`].
#[derive(Debug)]
pub(super) struct TooLarge;

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Connection {
    pub(super) fn new() -> Result<Self, getrandom::Error> {
        let random = || {
            let mut bytes = [0; 16];
            getrandom::fill(&mut bytes).map(|()| URL_SAFE_NO_PAD.encode(bytes))
        };
        let (sender, receiver) = channel(MOST_WAITING);
        Ok(Self {
            id: random()?,
            token: random()?,
            outgoing: Mutex::new(Some(sender)),
            beginning: Mutex::default(),
            waiting: tokio::sync::Mutex::new(receiver),
            ready: AtomicBool::new(false),
            polled: AtomicBool::new(false),
            heard: Mutex::new(Instant::now()),
        })
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn token(&self) -> &str {
        &self.token
    }

    pub(super) fn is_ended(&self) -> bool {
        locked(&self.outgoing).is_none()
    }

    /// Nothing more goes out after what waits.
    pub(super) fn end(&self) {
        *locked(&self.outgoing) = None;
    }

    /// Sends a message to a client that understands it.
    pub(super) fn push(&self, message: &str) {
        if self.is_ready() {
            self.send(message.to_owned());
        }
    }

    pub(super) fn send(&self, message: String) {
        let mut outgoing = locked(&self.outgoing);
        if outgoing.as_ref().is_some_and(|sender| sender.try_send(message).is_err()) {
            *outgoing = None;
        }
    }

    /// The next message to send, and those behind it; none at the end.
    pub(super) async fn next(&self) -> Option<String> {
        let mut waiting = self.waiting.lock().await;
        let mut text = waiting.recv().await?;
        while let Ok(more) = waiting.try_recv() {
            text.push_str(&more);
        }
        Some(text)
    }

    /// True once.
    pub(super) fn is_first_poll(&self) -> bool {
        !self.polled.swap(true, Ordering::AcqRel)
    }

    /// The client is there.
    pub(super) fn is_here(&self) {
        *locked(&self.heard) = Instant::now();
    }

    /// The handshake is done: from now on pushes are understood.
    pub(super) fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Acquire)
    }

    pub(super) fn set_ready(&self) {
        self.ready.store(true, Ordering::Release);
    }

    /// Time since the client was there.
    pub(super) fn silence(&self) -> Duration {
        locked(&self.heard).elapsed()
    }

    /// Adds what a client sent to the beginning of a message, if there is one, and returns the whole messages.
    pub(super) fn whole_messages(&self, text: &str) -> Result<Vec<String>, TooLarge> {
        let mut beginning = locked(&self.beginning);
        beginning.push_str(text);
        let mut whole: Vec<String> = beginning.split(END).map(str::to_owned).collect();
        *beginning = whole.pop().unwrap_or_default();
        if beginning.len() > MOST_BYTES { Err(TooLarge) } else { Ok(whole) }
    }
}
