//! Does what is due: a state acts for its recipients as its clock runs.

use smsbat_core::preview::{Choice, Preview};

use super::script::Scripted;
use super::state::State;
use crate::inbox::inbound::{Inbound, InboundKind};
use crate::inbox::message::Message;
use crate::simulate::clock::{Millis, rfc3339};
use crate::simulate::recipient::{RecipientAction, Wish};
use crate::webhooks::IncomingMessage;

impl State {
    /// Does everything that is due. Every lock of a state begins with it, so that nobody sees a state in which it is still
    /// to be done, and a frozen clock gives the same run each time. Returns true if something was done.
    pub(super) fn act(&mut self) -> bool {
        let now = self.clock.now();
        self.rules.set_now(now);
        for seq in self.inbox.take_scripted() {
            self.plan_actions(seq);
        }
        let mut has_acted = false;
        while let Some((at, scripted)) = self.script.take(now) {
            has_acted = true;
            match scripted {
                Scripted::Action { message, action } => self.recipient_acts(message, &action, at),
                Scripted::Incoming { digits, sender, text } => {
                    self.receive(&digits, &sender, text, InboundKind::Message, None, at);
                }
            }
        }
        has_acted
    }

    /// Plans the actions of the rule that decided a message's fate, from the time when it reached its recipient.
    fn plan_actions(&mut self, seq: u64) {
        let Some(message) = self.inbox.by_seq(seq) else { return };
        let reached =
            message.status_changes().into_iter().rfind(|change| matches!(change.overall, "delivered" | "read"));
        let Some(reached) = reached.map(|change| message.time_of(&change)) else { return };
        for (after, action) in self.rules.script(message.fate) {
            self.script.add(reached.saturating_add(after), Scripted::Action { message: seq, action });
        }
    }

    fn recipient_acts(&mut self, seq: u64, action: &RecipientAction, at: Millis) {
        let Some(message) = self.inbox.by_seq(seq) else { return };
        // A test may have decided otherwise since.
        if !matches!(message.status(at), "delivered" | "read") {
            return;
        }
        let Some((kind, text)) = chosen(message, action.wish()) else { return };
        let (digits, sender) = (message.digits.to_string(), message.from.to_string());
        if action.stop.is_some() {
            self.rules.stop(&digits, &sender);
        }
        self.receive(&digits, &sender, text, kind, Some(seq), at);
    }

    /// Stores what a recipient did, and tells the webhook URL unless a URL was opened. Returns the message as the webhook URL
    /// gets it, and whether it does.
    pub(crate) fn receive(
        &mut self,
        digits: &str,
        sender: &str,
        text: String,
        kind: InboundKind,
        about: Option<u64>,
        at: Millis,
    ) -> (IncomingMessage, bool) {
        let inbound = Inbound {
            seq: self.inbox.next_seq(),
            digits: digits.into(),
            sender: sender.into(),
            text: text.as_str().into(),
            kind,
            about,
            at,
        };
        let event = IncomingMessage {
            id_uuid: self.inbox.new_event_id(),
            alpha_name: sender.to_owned(),
            phone_number: digits.to_owned(),
            text,
            dt: rfc3339(at),
        };
        let is_told = kind != InboundKind::Open && self.webhooks.is_set();
        if is_told {
            self.webhooks.receive(&event, about, at);
        }
        self.inbox.receive(inbound);
        (event, is_told)
    }
}

/// The kind and text of an action; none if the message has no such option or button.
fn chosen(message: &Message, wish: Wish<'_>) -> Option<(InboundKind, String)> {
    if let Wish::Reply(text) = wish {
        return Some((InboundKind::Reply, text.to_owned()));
    }
    let request = smsbat_core::Json::object(message.request.get()).ok()?;
    Preview::of(&request.into()).choices().into_iter().find_map(|choice| match (wish, choice) {
        (Wish::Answer(option), Choice::Answer(text)) if text == option => Some((InboundKind::Answer, text.to_owned())),
        (Wish::Press(button), Choice::Opens { label, url }) if label == button => {
            Some((InboundKind::Open, opened(label, url)))
        }
        (Wish::Press(button), Choice::Tells { label, text }) if label == button => {
            Some((InboundKind::Press, text.to_owned()))
        }
        _ => None,
    })
}

/// The text of an opened URL.
pub(crate) fn opened(label: &str, url: &str) -> String {
    format!("{label}: {url}")
}
