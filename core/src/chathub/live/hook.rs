//! State that waiting, sending and closing threads share outside the session.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::value::RawValue;

use super::events::ChatEvent;
use super::options::HubTransport;
use crate::clock::Instant;
use crate::engine::Engine;
use crate::error::{Error, ErrorKind};
use crate::http::call::Interrupt;

/// Takes the result of a call.
pub(super) type Reply = SyncSender<Result<Option<Box<RawValue>>, Error>>;

/// A call of the hub that waits to be sent, or for its result.
pub(super) struct Command {
    pub(super) id: String,
    pub(super) frame: Vec<u8>,
    pub(super) deadline: Instant,
    pub(super) reply: Reply,
}

pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// State and transport, for those who ask while another thread has the session.
#[derive(Debug, Default)]
pub(super) struct Face {
    state: AtomicU8,
    transport: AtomicU8,
    /// Events that a caller could not use; they come before all others.
    pub(super) returned: Mutex<VecDeque<ChatEvent>>,
    /// Somebody wants listening to end.
    pub(super) closing: AtomicBool,
}

const STATES: [&str; 4] = ["connecting", "connected", "reconnecting", "closed"];

impl Face {
    pub(super) fn state(&self) -> &'static str {
        STATES.get(usize::from(self.state.load(Ordering::Acquire))).copied().unwrap_or("closed")
    }

    pub(super) fn transport(&self) -> Option<HubTransport> {
        let place = usize::from(self.transport.load(Ordering::Acquire));
        place.checked_sub(1).and_then(|place| HubTransport::ALL.get(place)).copied()
    }

    pub(super) fn set(&self, state: &str, transport: Option<HubTransport>) {
        let state = STATES.iter().position(|name| *name == state).unwrap_or(3);
        let transport = HubTransport::ALL
            .iter()
            .position(|other| Some(*other) == transport)
            .map_or(0, |place| place.saturating_add(1));
        self.transport.store(transport as u8, Ordering::Release);
        self.state.store(state as u8, Ordering::Release);
    }
}

/// Ends a wait: the interrupts of the thread, closing, a command of another thread.
#[derive(Clone)]
pub(super) struct Hook {
    interrupt: Option<Interrupt>,
    face: Arc<Face>,
    pub(super) commands: Arc<Mutex<Vec<Command>>>,
    engine: Engine,
    /// True if the client was closed before the wait.
    late: bool,
    /// The interrupt said so. It may say it only once.
    stopped: Arc<AtomicBool>,
    /// The call whose result this thread waits for.
    call: Option<String>,
}

impl Hook {
    pub(super) fn new(
        interrupt: Option<Interrupt>,
        face: &Arc<Face>,
        commands: &Arc<Mutex<Vec<Command>>>,
        engine: &Engine,
    ) -> Self {
        let (face, commands, engine) = (Arc::clone(face), Arc::clone(commands), engine.clone());
        let late = engine.is_closed();
        Self { interrupt, face, commands, engine, late, stopped: Arc::default(), call: None }
    }

    /// For a thread that waits for the result of this call.
    pub(super) fn of_call(self, id: &str) -> Self {
        Self { call: Some(id.to_owned()), ..self }
    }

    /// Takes the first call that waits to be sent.
    pub(super) fn next_command(&self) -> Option<Command> {
        let mut commands = locked(&self.commands);
        (!commands.is_empty()).then(|| commands.remove(0))
    }

    pub(super) fn take_returned(&self) -> Option<ChatEvent> {
        locked(&self.face.returned).pop_front()
    }

    /// Returns true if there is a returned event for this thread, which waits for events.
    fn has_returned(&self) -> bool {
        self.call.is_none() && !locked(&self.face.returned).is_empty()
    }

    fn ask(&self) -> bool {
        if self.interrupt.as_ref().is_some_and(|interrupt| interrupt()) {
            self.stopped.store(true, Ordering::Release);
        }
        self.stopped.load(Ordering::Acquire) || self.face.closing.load(Ordering::Acquire)
    }

    /// Fails if the wait must end.
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.ask() || self.engine.is_closed() { Err(self.reason()) } else { Ok(()) }
    }

    /// The error of a wait that may not go on.
    pub(super) fn reason(&self) -> Error {
        match self.engine.check_open() {
            Err(closed) if self.late => closed,
            Err(_) => Error::new(ErrorKind::Cancelled, "the client was closed while it waited for the chat hub"),
            Ok(()) => Error::new(ErrorKind::Cancelled, "waiting for events of the chat hub was cancelled"),
        }
    }

    /// For requests.
    pub(super) fn of_calls(&self) -> Interrupt {
        let hook = self.clone();
        Arc::new(move || hook.ask())
    }

    /// For sending a call. What ends the wait of this thread does not end a call of another.
    pub(super) fn of_command(&self, id: &str) -> Interrupt {
        let (hook, own) = (self.clone(), self.call.as_deref() == Some(id));
        Arc::new(move || if own { hook.ask() } else { hook.face.closing.load(Ordering::Acquire) })
    }

    /// For waits, which also end when another thread wants to send or has returned an event.
    pub(super) fn of_waits(&self) -> Interrupt {
        let hook = self.clone();
        Arc::new(move || hook.ask() || hook.has_returned() || !locked(&hook.commands).is_empty())
    }

    /// For waits without a connection, when nothing can be sent.
    pub(super) fn of_pauses(&self) -> Interrupt {
        let hook = self.clone();
        Arc::new(move || hook.ask() || hook.has_returned())
    }
}
