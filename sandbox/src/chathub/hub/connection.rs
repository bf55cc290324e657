//! One client of the hub.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::Instant;

use super::protocol::{self, END, Message};
use crate::chathub::messages;
use crate::server::App;

/// Messages that wait for a client; one that takes none is cut off.
const MOST_WAITING: usize = 10_000;
/// Largest message of a client: a file of 50 MiB in base64.
const MOST_BYTES: usize = 80 << 20;
/// A ping goes out after this time, as from ASP.NET Core.
const PING_AFTER: Duration = Duration::from_secs(15);
/// A client that was not heard for so long is gone.
const DEAD_AFTER: Duration = Duration::from_secs(30);

#[derive(Debug)]
pub(in crate::chathub) struct Connection {
    id: String,
    token: String,
    outgoing: Mutex<Option<Sender<String>>>,
    incoming: Mutex<Incoming>,
    waiting: tokio::sync::Mutex<Receiver<String>>,
    /// The handshake is done, so that pushes are understood.
    ready: AtomicBool,
    polled: AtomicBool,
    heard: Mutex<Instant>,
}

#[derive(Debug, Default)]
struct Incoming {
    /// The beginning of a message.
    text: String,
}

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
            incoming: Mutex::default(),
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
        if self.ready.load(Ordering::Acquire) {
            self.send(message.to_owned());
        }
    }

    fn send(&self, message: String) {
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

    /// Takes in what a client sent.
    pub(super) fn receive(&self, app: &App, text: &str) {
        self.is_here();
        let mut incoming = locked(&self.incoming);
        incoming.text.push_str(text);
        let whole = std::mem::take(&mut incoming.text);
        let mut parts = whole.split(END).peekable();
        while let Some(part) = parts.next() {
            if parts.peek().is_none() {
                if part.len() > MOST_BYTES {
                    self.refuse("a message is too large");
                }
                part.clone_into(&mut incoming.text);
            } else {
                self.handle(app, part);
            }
        }
    }

    fn refuse(&self, why: &str) {
        self.send(protocol::close(Some(why), false));
        self.end();
    }

    fn handle(&self, app: &App, text: &str) {
        if !self.ready.load(Ordering::Acquire) {
            match protocol::handshake(text) {
                Ok(()) => {
                    // Under the lock of the state, so that nothing happens between the answer and the first push.
                    let _state = app.state();
                    self.send(format!("{{}}{END}"));
                    self.ready.store(true, Ordering::Release);
                }
                Err(error) => {
                    self.send(protocol::message(&json!({"error": error})));
                    self.end();
                }
            }
            return;
        }
        let Ok(message) = serde_json::from_str::<Message>(text) else {
            return self.refuse("a message cannot be read");
        };
        match message.kind {
            Some(1) => {
                let target = message.target.unwrap_or_default();
                let result = call(app, &target, &message.arguments);
                if let Some(id) = message.invocation_id {
                    self.send(protocol::completion(&id, result));
                }
            }
            Some(4) => {
                let id = message.invocation_id.unwrap_or_default();
                self.send(protocol::completion(&id, Err("The hub has no method that streams.".to_owned())));
            }
            Some(7) => self.end(),
            _ => {}
        }
    }
}

/// A method of the hub.
fn call(app: &App, target: &str, arguments: &[Value]) -> Result<Value, String> {
    let failed = |why: &str| Err(format!("Failed to invoke '{target}' due to an error on the server. {why}"));
    let (text, media) = match target {
        "SendMessage" => match arguments {
            [_, Value::String(text)] if !text.is_empty() => (text.clone(), None),
            _ => return failed("The arguments are chatId and a text."),
        },
        "SendMediaMessage" => match arguments {
            [_, media] => match messages::hub_media(media) {
                Ok(media) => (String::new(), Some(media)),
                Err(why) => return failed(&why),
            },
            _ => return failed("The arguments are chatId and { Name, Format, DataBase64, Type }."),
        },
        _ => return Err(format!("Unknown hub method '{target}'")),
    };
    let chat = arguments.first().and_then(Value::as_u64);
    let message = {
        let mut state = app.state();
        let now = state.clock.now();
        chat.and_then(|chat| state.company.answer(chat, 0, text, media, now)).map(|message| json!({"id": message.id}))
    };
    app.changed();
    message.ok_or(()).or_else(|()| failed("There is no such chat."))
}

/// Keeps a connection alive, and ends one whose client is gone.
pub(super) async fn watch(app: App, connection: Weak<Connection>) {
    loop {
        tokio::time::sleep(PING_AFTER).await;
        let Some(connection) = connection.upgrade().filter(|connection| !connection.is_ended()) else { return };
        if locked(&connection.heard).elapsed() > DEAD_AFTER {
            app.state().company.hub.remove(connection.token());
            return;
        }
        connection.push(&protocol::ping());
    }
}
