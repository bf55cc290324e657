//! A sandbox inside this process.

use std::path::Path;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::control::{Filter, select};
use crate::error::Error;
use crate::options::Options;
use crate::planned::{Plan, PlannedReply};
use crate::server::{App, Server};
use crate::tls::CaFile;

/// A running sandbox in a thread of this process. Dropping it stops it.
///
/// ```
/// let sandbox = smsbat_sandbox::Sandbox::start(smsbat_sandbox::Options::default())?;
/// assert!(sandbox.url().starts_with("http://127.0.0.1:"));
/// # Ok::<(), smsbat_sandbox::Error>(())
/// ```
#[derive(Debug)]
pub struct Sandbox {
    url: String,
    app: App,
    ca: Option<CaFile>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Starts a sandbox; it answers when this returns.
    ///
    /// # Errors
    /// The port is in use, the address is not loopback, or the system refused something.
    pub fn start(options: Options) -> Result<Self, Error> {
        let mut server = Server::bind(&options)?;
        let (url, app, ca) = (server.url().to_owned(), server.app().clone(), server.take_ca());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = thread::Builder::new().name("smsbat-sandbox".to_owned()).spawn(move || {
            // Without grace: who drops a sandbox in a test waits for nobody. An error cannot come after the bind.
            let _ = runtime.block_on(server.serve(Duration::ZERO, async {
                let _ = stopped.await;
            }));
        })?;
        Ok(Self { url, app, ca, stop: Some(stop), thread: Some(thread) })
    }

    /// Where the SMSBAT API is served, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where ChatHub is served: the same origin.
    pub fn chathub_url(&self) -> &str {
        &self.url
    }

    /// With TLS: the PEM file of the sandbox's own authority, removed when the sandbox is dropped.
    pub fn ca_bundle(&self) -> Option<&Path> {
        self.ca.as_ref().map(CaFile::path)
    }

    /// All messages, newest last, as `GET /_sandbox/messages` lists them.
    pub fn messages(&self) -> Vec<Value> {
        let state = self.app.state();
        let (items, _) = select(&state.inbox, &Filter::all(), state.clock.now());
        items.iter().map(|item| json!(item)).collect()
    }

    /// The last requests to the provider side, newest last, with credentials masked.
    pub fn requests(&self) -> Vec<Value> {
        self.app.state().requests.newest(usize::MAX).map(|request| request.to_json(false)).collect()
    }

    /// Moves the sandbox's clock forward.
    pub fn advance(&self, by: Duration) {
        self.app.state().clock.advance(by);
        self.app.changed();
    }

    /// Stops the sandbox's clock, or lets it run.
    pub fn set_frozen(&self, frozen: bool) {
        self.app.state().clock.set_frozen(frozen);
        self.app.changed();
    }

    /// Gives the next matching requests exactly this answer.
    ///
    /// # Errors
    /// The reply cannot be sent over HTTP.
    pub fn reply_next(&self, reply: PlannedReply) -> Result<(), Error> {
        self.plan(Plan::reply(reply))
    }

    /// Gives the next `count` requests the documented error for `status`.
    ///
    /// # Errors
    /// The status is not 400 to 599.
    pub fn fail_next(&self, count: usize, status: u16) -> Result<(), Error> {
        self.plan(Plan::failure(count, status, None))
    }

    fn plan(&self, plan: Result<Plan, String>) -> Result<(), Error> {
        plan.and_then(|plan| self.app.state().plans.add(plan)).map_err(Error::PlannedReply)
    }

    /// What ChatHub holds: organizations, operators, and chats with their messages.
    pub fn chathub(&self) -> Value {
        self.app.state().company.to_json()
    }

    /// Writes into a chat as its client, and tells the receiver of callbacks; none if there is no such chat.
    pub fn chat_message(&self, chat_id: u64, text: &str) -> Option<Value> {
        let message = self.app.state().client_writes(chat_id, text.to_owned());
        self.app.changed();
        message
    }

    /// Writes into a chat as an operator; none if there is no such chat.
    pub fn chat_answer(&self, chat_id: u64, text: &str) -> Option<Value> {
        let message = self.app.state().operator_writes(chat_id, text.to_owned());
        self.app.changed();
        message
    }

    /// Sets the status of a chat, 0 to 4; false if there is no such chat.
    pub fn set_chat_status(&self, chat_id: u64, status: u8) -> bool {
        let found = self.app.state().company.set_chat_status(chat_id, status);
        self.app.changed();
        found
    }

    /// Opens a chat with a client; `phone` is in digits.
    pub fn open_chat(&self, client: &str, phone: &str) -> Option<Value> {
        let chat = self.app.state().client_opens(client.to_owned(), phone.to_owned(), String::new());
        self.app.changed();
        chat
    }

    /// Cuts every connection to the hub. Clients may come back at once.
    pub fn disconnect_hub(&self) {
        self.app.state().company.disconnect();
    }

    /// Forgets everything, as after the start.
    pub fn reset(&self) {
        self.app.state().reset();
        self.app.changed();
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // Dropping the sender ends the wait as well as sending does.
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
