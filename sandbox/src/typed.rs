//! Types of the Rust API for tests: messages, filters and rules.

use std::ops::Deref;
use std::time::Duration;

use serde_json::Value;

use crate::control::messages::MessageFilter;
use crate::simulate::planned::PlannedReply;
use crate::simulate::recipient::RecipientAction;
use crate::simulate::rules::{FaultKind, RuleSpec};

/// A received message. It dereferences to its JSON from `GET /_sandbox/messages`; use that for fields without a getter:
/// `message["history"]`.
#[derive(Debug, Clone, PartialEq)]
pub struct ReceivedMessage(pub(crate) Value);

impl ReceivedMessage {
    fn text_of(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap_or_default()
    }

    /// Message id; `None` if the message was refused.
    pub fn message_id(&self) -> Option<&str> {
        self.0["message_id"].as_str()
    }

    /// API that it came through: `messages`, `cascade`, `turbosms`, `messagio` or `gms`.
    pub fn api(&self) -> &str {
        self.text_of("api")
    }

    /// Type on the wire, such as `viber_promo`.
    pub fn kind(&self) -> &str {
        self.text_of("type")
    }

    /// Current channel, or the last one.
    pub fn channel(&self) -> &str {
        self.text_of("channel")
    }

    /// Sender.
    pub fn from(&self) -> &str {
        self.text_of("from")
    }

    /// Recipient, as the request has it.
    pub fn to(&self) -> &str {
        self.text_of("to")
    }

    /// Text, as the request has it.
    pub fn text(&self) -> &str {
        self.text_of("text")
    }

    /// Current status, or `rejected`.
    pub fn status(&self) -> &str {
        self.text_of("status")
    }

    /// Why it was refused.
    pub fn reason(&self) -> Option<&str> {
        self.0["reason"].as_str()
    }

    /// SMS parts.
    pub fn parts(&self) -> u64 {
        self.0["parts"].as_u64().unwrap_or_default()
    }

    /// The sender's own id.
    pub fn customer_message_id(&self) -> Option<&str> {
        self.0["customer_message_id"].as_str()
    }

    /// The message exactly as the request has it.
    pub fn request(&self) -> &Value {
        &self.0["request"]
    }
}

impl Deref for ReceivedMessage {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.0
    }
}

impl PartialEq<Value> for ReceivedMessage {
    fn eq(&self, other: &Value) -> bool {
        self.0 == *other
    }
}

impl From<ReceivedMessage> for Value {
    fn from(message: ReceivedMessage) -> Self {
        message.0
    }
}

/// A rule in force. It dereferences to its JSON from `GET /_sandbox/rules`; use that for its conditions and effects:
/// `rule["status"]`.
#[derive(Debug, Clone, PartialEq)]
pub struct ActiveRule(pub(crate) Value);

impl ActiveRule {
    /// Number of the rule, for [`Sandbox::remove_rule`](crate::Sandbox::remove_rule).
    pub fn number(&self) -> u64 {
        self.0["id"].as_u64().unwrap_or_default()
    }

    /// Number of requests or messages that it was applied to.
    pub fn hits(&self) -> u64 {
        self.0["hits"].as_u64().unwrap_or_default()
    }
}

impl Deref for ActiveRule {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.0
    }
}

/// Filter of messages. Everything that is set must match.
#[derive(Debug, Clone, Default)]
#[must_use = "it has no effect until it is passed to a method"]
pub struct Filter(pub(crate) MessageFilter);

impl Filter {
    /// Matches every message.
    pub fn new() -> Self {
        Self(MessageFilter::all())
    }

    /// Recipient, compared by digits.
    pub fn to(mut self, to: impl Into<String>) -> Self {
        self.0.to = Some(to.into());
        self
    }

    /// Part of the text.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.0.text = Some(text.into());
        self
    }

    /// Current status, or `rejected`.
    pub fn status(mut self, status: impl Into<String>) -> Self {
        self.0.status = Some(status.into());
        self
    }

    /// API, such as `cascade`.
    pub fn api(mut self, api: impl Into<String>) -> Self {
        self.0.api = Some(api.into());
        self
    }

    /// Type on the wire, such as `viber_promo`.
    pub fn kind(mut self, kind: impl Into<String>) -> Self {
        self.0.r#type = Some(kind.into());
        self
    }

    /// The sender's own id.
    pub fn customer_message_id(mut self, id: impl Into<String>) -> Self {
        self.0.customer_message_id = Some(id.into());
        self
    }

    /// Most messages, the newest.
    pub fn limit(mut self, limit: usize) -> Self {
        self.0.limit = Some(limit);
        self
    }
}

/// Rule for the requests or messages that match all that is set. The first rule that matches applies.
///
/// ```
/// use smsbat_sandbox::{Rule, Sandbox};
///
/// let sandbox = Sandbox::start(smsbat_sandbox::Options::default())?;
/// sandbox.add_rule(Rule::new().to("38067*").status("undeliverable"))?;
/// # Ok::<(), smsbat_sandbox::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
#[must_use = "it has no effect until it is passed to `Sandbox::add_rule`"]
pub struct Rule(pub(crate) RuleSpec);

impl Rule {
    /// A rule without a condition and an effect yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Recipient, compared by digits; a `*` at the end stands for any digits.
    pub fn to(mut self, to: impl Into<String>) -> Self {
        self.0.to = Some(to.into());
        self
    }

    /// Sender.
    pub fn sender(mut self, sender: impl Into<String>) -> Self {
        self.0.sender = Some(sender.into());
        self
    }

    /// Part of the text.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.0.text = Some(text.into());
        self
    }

    /// Start of the request's path.
    pub fn path_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.0.path_prefix = Some(prefix.into());
        self
    }

    /// Probability that it applies to a match, 0 to 1.
    pub fn probability(mut self, probability: f64) -> Self {
        self.0.probability = Some(probability);
        self
    }

    /// Number of times it applies; then it is removed.
    pub fn count(mut self, count: u64) -> Self {
        self.0.count = Some(count);
        self
    }

    /// Makes messages end so: `delivered`, `read`, `undeliverable`, `permanenterror`, `expired`, `fallback`, `stuck`,
    /// `rejected` or `failed`.
    pub fn status(mut self, status: impl Into<String>) -> Self {
        self.0.status = Some(status.into());
        self
    }

    /// Delivers messages after this time, instead of 3 seconds.
    pub fn delivered_after(mut self, after: Duration) -> Self {
        self.0.delivered_after = Some(after.as_secs_f64());
        self
    }

    /// Lets recipients read messages this long after their delivery.
    pub fn read_after(mut self, after: Duration) -> Self {
        self.0.read_after = Some(after.as_secs_f64());
        self
    }

    /// Lets recipients write this text, this long after the message was delivered, or read if they read it.
    pub fn reply_after(self, after: Duration, text: impl Into<String>) -> Self {
        self.action(RecipientAction { reply: Some(text.into()), ..RecipientAction::after(after) })
    }

    /// Lets recipients choose this option of a survey.
    pub fn answer_after(self, after: Duration, option: impl Into<String>) -> Self {
        self.action(RecipientAction { answer: Some(option.into()), ..RecipientAction::after(after) })
    }

    /// Lets recipients press the button with this label.
    pub fn press_after(self, after: Duration, button: impl Into<String>) -> Self {
        self.action(RecipientAction { press: Some(button.into()), ..RecipientAction::after(after) })
    }

    /// Lets recipients write this text, such as `STOP`; later messages of the sender to them are refused.
    pub fn stop_after(self, after: Duration, text: impl Into<String>) -> Self {
        self.action(RecipientAction { stop: Some(text.into()), ..RecipientAction::after(after) })
    }

    fn action(mut self, action: RecipientAction) -> Self {
        self.0.actions.push(action);
        self
    }

    /// Time on the clock until the rule begins to apply.
    pub fn starts_after(mut self, after: Duration) -> Self {
        self.0.starts_after = Some(after.as_secs_f64());
        self
    }

    /// Time on the clock for which the rule applies.
    pub fn lasts(mut self, time: Duration) -> Self {
        self.0.lasts = Some(time.as_secs_f64());
        self
    }

    /// Answers requests this much later.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.0.delay_ms = Some(u64::try_from(delay.as_millis()).unwrap_or(u64::MAX));
        self
    }

    /// Answers requests with the documented error for this HTTP status.
    pub fn error(mut self, status: u16) -> Self {
        self.0.error = Some(status);
        self
    }

    /// Answers requests with exactly this.
    pub fn reply(mut self, reply: PlannedReply) -> Self {
        self.0.reply = Some(reply);
        self
    }

    /// Breaks the response to requests, after they were carried out if `taken`.
    pub fn fault(mut self, fault: FaultKind, taken: bool) -> Self {
        (self.0.fault, self.0.taken) = (Some(fault), Some(taken));
        self
    }
}
