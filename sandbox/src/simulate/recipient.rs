//! What recipients do with a message that reached them, as rules script it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::simulate::clock::Millis;

/// Longest time of a rule in seconds: a year.
pub(crate) const MAX_SECONDS: f64 = 366.0 * 86_400.0;
/// Most actions of one rule.
const MAX_ACTIONS: usize = 100;
/// Most bytes of a recipient's text.
pub(crate) const MAX_TEXT: usize = 7_000;

/// One action; exactly one of the texts is set.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct RecipientAction {
    /// Seconds after the message was delivered, or read if the recipient reads it.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) after: f64,
    /// Writes this text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reply: Option<String>,
    /// Chooses this option of a survey.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) answer: Option<String>,
    /// Presses the button with this label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) press: Option<String>,
    /// Writes this text, such as `STOP`; later messages of the sender to this recipient are refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stop: Option<String>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // the signature that serde asks for
fn is_zero(after: &f64) -> bool {
    *after == 0.0
}

impl RecipientAction {
    /// An action at this time, whose text is still to be set.
    pub(crate) fn after(after: Duration) -> Self {
        Self { after: after.as_secs_f64(), ..Self::default() }
    }

    fn check(&self) -> Result<(), String> {
        let texts: Vec<&String> = [&self.reply, &self.answer, &self.press, &self.stop].into_iter().flatten().collect();
        match texts.as_slice() {
            [text] if text.is_empty() || text.len() > MAX_TEXT => {
                Err(format!("the text of an action must have 1 to {MAX_TEXT} bytes"))
            }
            [_] => seconds("after", Some(self.after)).map(drop),
            _ => Err("an action needs exactly one of reply, answer, press and stop".to_owned()),
        }
    }

    pub(crate) fn wish(&self) -> Wish<'_> {
        match self {
            Self { answer: Some(option), .. } => Wish::Answer(option),
            Self { press: Some(button), .. } => Wish::Press(button),
            Self { stop: Some(text), .. } | Self { reply: Some(text), .. } => Wish::Reply(text),
            _ => Wish::Reply(""),
        }
    }
}

/// What a recipient wants to do, which the message may not allow.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Wish<'a> {
    Reply(&'a str),
    Answer(&'a str),
    Press(&'a str),
}

/// Checks the actions of a rule; the error says what is wrong.
pub(crate) fn check(actions: &[RecipientAction]) -> Result<(), String> {
    if actions.len() > MAX_ACTIONS {
        return Err(format!("actions must be at most {MAX_ACTIONS}"));
    }
    actions.iter().try_for_each(RecipientAction::check)
}

/// Reads a number of seconds.
pub(crate) fn seconds(name: &str, seconds: Option<f64>) -> Result<Option<Millis>, String> {
    let Some(seconds) = seconds else { return Ok(None) };
    if !(0.0..=MAX_SECONDS).contains(&seconds) {
        return Err(format!("{name} must be 0 seconds to a year"));
    }
    // In range, and a fraction of a millisecond does not matter.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    Ok(Some((seconds * 1000.0).round() as Millis))
}
