//! A sandbox in a thread of this process.

use std::path::Path;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use axum::Json;
use serde_json::{Value, json};
use smsbat_core::{Client, ClientBuilder};
use tokio::sync::oneshot;

use crate::app::App;
use crate::control::call::ControlError;
use crate::control::message_actions::{answer_survey, press_button, set_status, write_back};
use crate::control::messages::select;
use crate::control::sent::{check, sent};
use crate::control::snapshots::restore_snapshot;
use crate::control::view::MessageView;
use crate::control::wait::until;
use crate::control::webhooks::{Incoming, receive, set_urls};
use crate::error::Error;
use crate::options::Options;
use crate::provider::chathub::company::LAST_CHAT_STATUS;
use crate::provider::common::credentials::TEST_KEY;
use crate::server::Server;
use crate::simulate::planned::{PlannedReply, ReplyPlan};
use crate::tls::CaFile;
use crate::typed::{ActiveRule, Filter, ReceivedMessage, Rule};

/// Longest wait for a message.
const LONGEST_WAIT: Duration = Duration::from_secs(600);

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
    /// Starts a sandbox. It answers requests as soon as this returns.
    ///
    /// # Errors
    /// The port is in use, the address is not loopback, or a file or the system refused something.
    pub fn start(options: Options) -> Result<Self, Error> {
        let mut server = Server::bind(&options)?;
        let (url, app, ca) = (server.app().url().to_owned(), server.app().clone(), server.take_ca());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = thread::Builder::new().name("smsbat-sandbox".to_owned()).spawn(move || {
            // No grace period, so that a test does not wait. No error is possible after the bind.
            let _ = runtime.block_on(server.serve(Duration::ZERO, async {
                let _ = stopped.await;
            }));
        })?;
        Ok(Self { url, app, ca, stop: Some(stop), thread: Some(thread) })
    }

    /// Base URL of the SMSBAT API, without a trailing slash.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Base URL of ChatHub: the same origin.
    pub fn chathub_url(&self) -> &str {
        &self.url
    }

    /// With TLS, the PEM file of the sandbox's own authority. It is removed when the sandbox is dropped.
    pub fn ca_bundle(&self) -> Option<&Path> {
        self.ca.as_ref().map(CaFile::path)
    }

    /// Returns a client of this sandbox, with a valid API key. The environment has no effect on it.
    ///
    /// # Errors
    /// As [`ClientBuilder::build`].
    pub fn client(&self) -> Result<Client, smsbat_core::Error> {
        self.client_builder().build()
    }

    /// Returns the builder of such a client, for more settings.
    pub fn client_builder(&self) -> ClientBuilder {
        let builder = Client::builder().ignore_environment().api_key(TEST_KEY);
        let builder = builder.base_url(self.url()).chathub_url(self.chathub_url());
        match self.ca_bundle() {
            Some(path) => builder.ca_bundle(path),
            None => builder,
        }
    }

    /// Returns all messages, newest last.
    pub fn messages(&self) -> Vec<ReceivedMessage> {
        self.find(&Filter::new())
    }

    /// Returns the messages that match, newest last.
    pub fn find(&self, filter: &Filter) -> Vec<ReceivedMessage> {
        let state = self.app.state();
        let (items, _) = select(&state.inbox, &filter.0, state.clock.now());
        items.iter().map(|item| ReceivedMessage(json!(item))).collect()
    }

    /// Returns the message with this message id.
    pub fn message(&self, message_id: &str) -> Option<ReceivedMessage> {
        self.messages().into_iter().find(|message| message.message_id() == Some(message_id))
    }

    /// Waits for a message that matches, and returns the newest. Do not wait for a status while the clock is frozen.
    ///
    /// # Errors
    /// [`Error::Timeout`] if there is none in time, [`Error::Option`] if the filter has a value that no message has.
    pub fn wait_for(&self, filter: &Filter, timeout: Duration) -> Result<ReceivedMessage, Error> {
        filter.0.check().map_err(Error::Option)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
        let newest = |items: &[MessageView<'_>], _| items.last().map(|item| ReceivedMessage(json!(item)));
        let timeout = timeout.min(LONGEST_WAIT);
        // On a thread of its own: a test of an async program has a runtime on this one.
        let found = thread::scope(|scope| {
            let waiting = thread::Builder::new()
                .spawn_scoped(scope, || runtime.block_on(until(&self.app, &filter.0, 1, timeout, newest)));
            waiting.map(|thread| thread.join().unwrap_or(Err(0)))
        })?;
        found.ok().flatten().ok_or_else(|| {
            let arrived = self.find(&Filter::new().limit(5));
            let shown: Vec<_> =
                arrived.iter().map(|m| format!("{} to {}, {}: {:?}", m.kind(), m.to(), m.status(), m.text())).collect();
            let last = if shown.is_empty() { "none arrived at all".to_owned() } else { shown.join("; ") };
            Error::Timeout(format!("no message matched within {timeout:?}; the last that arrived: {last}"))
        })
    }

    /// Sets the status of an accepted message: `processing`, `delivered`, `read`, `undeliverable`, `permanenterror`,
    /// `expired`, `failed`, or `fallback` to make its channel fail and the next one deliver.
    ///
    /// # Errors
    /// [`Error::Refused`] if no message has this id, or it cannot have this status.
    pub fn set_status(&self, message_id: &str, status: &str) -> Result<ReceivedMessage, Error> {
        let changed = set_status(&self.app, message_id, status);
        changed.map(|Json(message)| ReceivedMessage(message)).map_err(|why| Error::Refused(why.message))
    }

    /// Checks that `count` messages match, and returns them. Messages that were refused match only if the filter has a
    /// status.
    ///
    /// # Panics
    /// More or fewer match, or the filter has a value that no message has. The text names the nearest misses and how they
    /// differ.
    #[track_caller]
    pub fn assert_sent(&self, filter: &Filter, count: usize) -> Vec<ReceivedMessage> {
        let state = self.app.state();
        let problem = check(&state, &filter.0, count).err().unwrap_or_default();
        let messages = sent(&state, &filter.0);
        let messages = messages.iter().map(|message| ReceivedMessage(json!(message))).collect();
        drop(state);
        assert!(problem.is_empty(), "{problem}");
        messages
    }

    /// The recipient of a message writes back, to your webhook URL too if one is set. Returns the `kind` and `text` of what
    /// came, and `webhook`, which is true if the webhook URL gets it.
    ///
    /// # Errors
    /// [`Error::Refused`] if no message has this id, or the text is empty or too long.
    pub fn reply(&self, message_id: &str, text: &str) -> Result<Value, Error> {
        refused(write_back(&self.app, message_id, text.to_owned()))
    }

    /// The recipient of a survey chooses an option. Returns the same as [`Sandbox::reply`].
    ///
    /// # Errors
    /// [`Error::Refused`] if no message has this id, or it has no such option; the text names those that it has.
    pub fn answer(&self, message_id: &str, option: &str) -> Result<Value, Error> {
        refused(answer_survey(&self.app, message_id, option.to_owned()))
    }

    /// The recipient of a message presses the button with this label. Returns the same as [`Sandbox::reply`].
    ///
    /// # Errors
    /// [`Error::Refused`] if no message has this id, or it has no such button; the text names those that it has.
    pub fn press(&self, message_id: &str, button: &str) -> Result<Value, Error> {
        refused(press_button(&self.app, message_id, button))
    }

    /// Somebody writes to one of your senders. Returns the message as the webhook URL gets it.
    ///
    /// # Errors
    /// [`Error::Refused`] if `from` is no phone number, or the sender or text is empty or too long.
    pub fn incoming(&self, from: &str, sender: &str, text: &str) -> Result<Value, Error> {
        let incoming = Incoming { from: from.to_owned(), sender: sender.to_owned(), text: text.to_owned() };
        receive(&self.app, incoming).map(|message| json!(message)).map_err(|why| Error::Refused(why.message))
    }

    /// Sets the webhook URL, which gets delivery reports and incoming messages; `None` for none.
    ///
    /// # Errors
    /// [`Error::Refused`] if the URL is not on loopback.
    pub fn set_webhook_url(&self, url: Option<&str>) -> Result<(), Error> {
        set_urls(&self.app, url.as_slice()).map_err(Error::Refused)
    }

    /// Returns the webhook URL, the number of callbacks that wait, and the last attempts.
    pub fn webhooks(&self) -> Value {
        json!(self.app.state().webhooks.show())
    }

    /// Takes a snapshot of everything, for [`Sandbox::restore`], and returns its number. The last 100 are kept, also by a
    /// reset.
    pub fn snapshot(&self) -> u64 {
        self.app.state().snapshot()
    }

    /// Goes back to a snapshot: messages, requests, rules, settings, ChatHub, webhooks and the clock are as they were.
    /// Message ids are not reused.
    ///
    /// # Errors
    /// [`Error::Refused`] if there is no such snapshot.
    pub fn restore(&self, snapshot: u64) -> Result<(), Error> {
        restore_snapshot(&self.app, Some(snapshot)).map(drop).map_err(|why| Error::Refused(why.message))
    }

    /// Returns the rules in force, in the order in which they are tried.
    pub fn rules(&self) -> Vec<ActiveRule> {
        self.app.state().rules.show().into_iter().map(ActiveRule).collect()
    }

    /// Adds a rule and returns its number. Earlier rules are tried first.
    ///
    /// # Errors
    /// [`Error::Refused`] if it has no effect, or two.
    pub fn add_rule(&self, rule: Rule) -> Result<u64, Error> {
        let number = self.app.state().rules.add(rule.0).map_err(Error::Refused);
        self.app.changed();
        number
    }

    /// Removes a rule. Returns false if there is no such rule.
    pub fn remove_rule(&self, number: u64) -> bool {
        let removed = self.app.state().rules.remove(number);
        self.app.changed();
        removed
    }

    /// Returns the last requests to the provider's APIs, newest last, with credentials masked.
    pub fn requests(&self) -> Vec<Value> {
        self.app.state().requests.newest(usize::MAX).map(|request| json!(request.view(false))).collect()
    }

    /// Advances the sandbox's clock.
    pub fn advance(&self, by: Duration) {
        self.app.state().clock.advance(by);
        self.app.changed();
    }

    /// Freezes the sandbox's clock, or lets it run.
    pub fn set_frozen(&self, frozen: bool) {
        self.app.state().clock.set_frozen(frozen);
        self.app.changed();
    }

    /// Answers the next matching requests with exactly this reply.
    ///
    /// # Errors
    /// The reply cannot be sent over HTTP.
    pub fn reply_next(&self, reply: PlannedReply) -> Result<(), Error> {
        self.plan(ReplyPlan::reply(reply))
    }

    /// Answers the next `count` requests with the documented error for `status`.
    ///
    /// # Errors
    /// The status is not 400 to 599.
    pub fn fail_next(&self, count: usize, status: u16) -> Result<(), Error> {
        self.plan(ReplyPlan::failure("status", status, count, None))
    }

    fn plan(&self, plan: Result<ReplyPlan, String>) -> Result<(), Error> {
        plan.and_then(|plan| self.app.state().planned.add(plan)).map_err(Error::PlannedReply)
    }

    /// Returns the contents of ChatHub: organizations, operators, and chats with their messages.
    pub fn chathub(&self) -> Value {
        self.app.state().company.to_json()
    }

    /// Writes into a chat as its client. The webhook URL, if set, gets it too. None if there is no such chat.
    pub fn chat_message(&self, chat_id: u64, text: &str) -> Option<Value> {
        let message = self.app.state().client_writes(chat_id, text.to_owned());
        self.app.changed();
        message.map(|message| json!(message))
    }

    /// Writes into a chat as an operator. None if there is no such chat.
    pub fn answer_chat(&self, chat_id: u64, text: &str) -> Option<Value> {
        let message = self.app.state().operator_writes(chat_id, text.to_owned());
        self.app.changed();
        message.map(|message| json!(message))
    }

    /// Sets the status of a chat, 0 to 4. Returns false if there is no such chat or status.
    pub fn set_chat_status(&self, chat_id: u64, status: u8) -> bool {
        let found = status <= LAST_CHAT_STATUS && self.app.state().company.set_chat_status(chat_id, status);
        self.app.changed();
        found
    }

    /// Opens a chat with a client, whose `phone` is in digits. None if there is no organization left.
    pub fn open_chat(&self, client: &str, phone: &str) -> Option<Value> {
        let chat = self.app.state().client_opens(client.to_owned(), phone.to_owned(), String::new());
        self.app.changed();
        chat.map(|chat| json!(chat))
    }

    /// Calls a method of every client of the hub, with any arguments, such as an event that a client does not know.
    pub fn push_hub(&self, target: &str, arguments: &Value) {
        self.app.state().company.push(target, arguments);
    }

    /// Closes every connection to the hub. Clients may reconnect at once.
    pub fn disconnect_hub(&self) {
        self.app.state().company.disconnect();
    }

    /// With [`Options::compare`], the number of calls, and each field in which the sandbox would have answered differently.
    pub fn differences(&self) -> Option<Value> {
        self.app.report().map(|report| report.show())
    }

    /// Clears all state, as after the start.
    pub fn reset(&self) {
        self.app.state().reset();
        self.app.changed();
    }
}

fn refused(result: Result<Json<Value>, ControlError>) -> Result<Value, Error> {
    result.map(|Json(value)| value).map_err(|why| Error::Refused(why.message))
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // Dropping the sender stops the server.
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
