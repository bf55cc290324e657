//! Everything that a space remembers, behind one lock.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use serde_json::{Value, json};

use super::scenario::Scenario;
use super::script::Script;
use super::snapshot::Snapshots;
use crate::inbox::Inbox;
use crate::inbox::message::Message;
use crate::options::Options;
use crate::provider::cascade::variables::Variables;
use crate::provider::chathub::company::{Chat, ChatMessage, Company};
use crate::provider::chathub::token::Signer;
use crate::provider::common::rate::Rates;
use crate::provider::common::settings::Settings;
use crate::provider::tsms::sequences::Sequences;
use crate::requests::Requests;
use crate::simulate::clock::{Clock, rfc3339};
use crate::simulate::planned::PlannedReplies;
use crate::simulate::rules::Rules;
use crate::webhooks::{IncomingMessage, Webhooks};

/// Everything that a space remembers.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) clock: Clock,
    pub(crate) inbox: Inbox,
    pub(crate) requests: Requests,
    pub(crate) planned: PlannedReplies,
    pub(crate) rules: Rules,
    pub(crate) rates: Rates,
    pub(crate) settings: Settings,
    /// Uploaded values for Cascade texts.
    pub(crate) variables: Variables,
    /// The contents of ChatHub.
    pub(crate) company: Company,
    /// Signs ChatHub's tokens; those from before a reset stay valid.
    pub(crate) signer: Signer,
    /// Requests of the TurboSMS-compatible API that must not run twice.
    pub(crate) sequences: Sequences,
    /// Callbacks to the webhook URL.
    pub(crate) webhooks: Webhooks,
    /// What recipients will do.
    pub(crate) script: Script,
    pub(super) scenario: Option<Arc<Scenario>>,
    /// Kept by a reset.
    pub(super) snapshots: Snapshots,
    options: Options,
    seed: u64,
}

impl State {
    pub(crate) fn new(
        options: &Options,
        scenario: Option<Arc<Scenario>>,
        salt: u64,
        secret: &[u8; 32],
        numbers: Arc<AtomicU64>,
    ) -> Self {
        let seed = options.seed.unwrap_or(salt);
        let clock = clock(options, scenario.as_deref());
        let mut state = Self {
            company: Company::seeded(clock.now()),
            webhooks: Webhooks::new(options, clock.now()).unwrap_or_default(),
            clock,
            signer: Signer::new(secret),
            inbox: Inbox::new(options.max_messages, salt, numbers),
            requests: Requests::default(),
            planned: PlannedReplies::default(),
            rules: Rules::new(seed),
            rates: Rates::default(),
            settings: Settings::default(),
            variables: Variables::default(),
            sequences: Sequences::default(),
            snapshots: Snapshots::default(),
            script: Script::default(),
            scenario,
            options: options.clone(),
            seed,
        };
        state.begin_scenario();
        state
    }

    fn begin_scenario(&mut self) {
        let Some(scenario) = self.scenario.clone() else { return };
        let now = self.clock.now();
        self.settings = scenario.settings();
        self.rules.set_now(now);
        for rule in scenario.rules() {
            // Checked when the file was read.
            let _ = self.rules.add(rule.clone());
        }
        for (after, event) in scenario.incoming() {
            self.script.add(now.saturating_add(after), event);
        }
    }

    /// Returns the saved part of the state beside the messages. Requests, planned replies, rates and uploaded values are not
    /// saved; callbacks that wait only at the end.
    pub(crate) fn to_saved(&self, is_end: bool) -> String {
        let kept = json!({
            "rules": self.rules.texts(),
            "settings": self.settings,
            "receivers": self.webhooks.urls(),
            "webhooks": self.webhooks.to_saved(is_end),
            "company": self.company,
            "ahead": self.clock.ahead(),
            "frozen_at": self.clock.is_frozen().then(|| self.clock.now()),
        });
        kept.to_string()
    }

    /// Restores what was saved; what cannot be read is as after the start.
    pub(crate) fn restore(&mut self, kept: &str) {
        let mut kept: Value = serde_json::from_str(kept).unwrap_or_default();
        let mut take = |name: &str| kept.get_mut(name).map(Value::take).unwrap_or_default();
        self.clock.advance(Duration::from_millis(take("ahead").as_u64().unwrap_or(0) * 100));
        if let Some(at) = take("frozen_at").as_u64() {
            self.clock.freeze_at(at);
        }
        // A scenario replaces the saved rules and settings, which may be its own of the last start.
        if self.scenario.is_none() {
            self.rules.set_now(self.clock.now());
            for rule in serde_json::from_value(take("rules")).unwrap_or_else(|_| Vec::new()) {
                let _ = self.rules.add(rule);
            }
            self.settings = serde_json::from_value(take("settings")).unwrap_or_default();
        }
        if let Ok(company) = serde_json::from_value(take("company")) {
            self.company = company;
        }
        // A webhook URL of the options replaces the saved ones.
        if self.options.webhook_url.is_none() {
            // Files of earlier versions have one.
            let one = take("receiver").as_str().map(str::to_owned);
            let urls: Vec<String> =
                serde_json::from_value(take("receivers")).unwrap_or_else(|_| one.into_iter().collect());
            let _ = self.webhooks.set(&urls, &self.inbox, self.clock.now());
        }
        self.webhooks.restore(serde_json::from_value(take("webhooks")).unwrap_or_default(), self.clock.now());
    }

    /// Plans the reports of restored messages.
    pub(super) fn watch_restored(&mut self) {
        self.webhooks.watch_restored(&self.inbox);
    }

    /// Adds a message. The oldest goes if there is no room.
    pub(crate) fn push(&mut self, message: Message) {
        if self.inbox.is_full() {
            self.queue_callbacks();
        }
        self.inbox.push(message);
    }

    /// Makes the reports that are due, before messages go.
    pub(crate) fn queue_callbacks(&mut self) {
        self.webhooks.queue_all(&self.inbox, self.clock.now());
    }

    /// The client of a chat writes. The webhook URL, if set, gets it as an incoming message.
    pub(crate) fn client_writes(&mut self, chat_id: u64, text: String) -> Option<ChatMessage> {
        let now = self.clock.now();
        let message = self.company.incoming(chat_id, text, now)?.clone();
        if self.webhooks.is_set() {
            let sender = self.company.organization_of(chat_id).unwrap_or_default().to_owned();
            let event = self.incoming_message(sender, message.phone().to_owned(), message.text().to_owned());
            self.webhooks.receive(&event, None, now);
        }
        Some(message)
    }

    /// An operator writes.
    pub(crate) fn operator_writes(&mut self, chat_id: u64, text: String) -> Option<ChatMessage> {
        let now = self.clock.now();
        self.company.answer(chat_id, 0, text, None, now).cloned()
    }

    /// A client opens a chat.
    pub(crate) fn client_opens(&mut self, client: String, phone: String, theme: String) -> Option<Chat> {
        let now = self.clock.now();
        self.company.open_chat(client, phone, theme, now).cloned()
    }

    /// Makes a message from `phone` to one of the customer's senders, as the webhook URL gets it.
    pub(crate) fn incoming_message(&self, sender: String, phone: String, text: String) -> IncomingMessage {
        let (id_uuid, dt) = (self.inbox.new_event_id(), rfc3339(self.clock.now()));
        IncomingMessage { id_uuid, alpha_name: sender, phone_number: phone, text, dt }
    }

    /// Resets to the state after the start. Message ids are never reused.
    pub(crate) fn reset(&mut self) {
        self.inbox.clear();
        self.requests.clear();
        self.planned = PlannedReplies::default();
        self.rules = Rules::new(self.seed);
        self.rates = Rates::default();
        self.settings = Settings::default();
        self.variables = Variables::default();
        self.sequences = Sequences::default();
        self.clock = clock(&self.options, self.scenario.as_deref());
        self.webhooks.replace(Webhooks::new(&self.options, self.clock.now()).unwrap_or_default());
        self.company = Company::seeded(self.clock.now());
        self.script = Script::default();
        self.begin_scenario();
    }
}

/// The clock after the start.
fn clock(options: &Options, scenario: Option<&Scenario>) -> Clock {
    scenario.map_or_else(|| Clock::new(options.clock_frozen), |scenario| scenario.clock(options.clock_frozen))
}
