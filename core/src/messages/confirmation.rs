//! Reads responses whose content is not documented, and finds errors in them (D58, D78).

use super::RawReply;
use crate::error::{Error, Outcome};
use crate::error_body::{self, DEEPEST, Said, says_something};
use crate::http::Answer;
use crate::model::{Raw, each_item, each_member, only_value};

/// Responses that confirm a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Confirmation {
    /// Any response body, also an empty one, that is no error, HTML page or cut JSON (D58).
    AnyBody,
    /// A JSON object or list that holds no error (D78).
    Json,
}

impl Confirmation {
    /// Returns the response, unless it is an error or does not confirm the call.
    pub(crate) fn read(self, answer: &Answer) -> Result<RawReply, Error> {
        if let Some((said, outcome)) = error_body::refusal(answer) {
            return Err(error_body::from_refusal(answer, said, outcome));
        }
        let text = answer.text().trim();
        let value = only_value(text);
        let is_nested = text.starts_with(['{', '[']);
        let is_expected = match self {
            Self::AnyBody => !text.starts_with('<') && (value.is_some() || !is_nested),
            Self::Json => value.is_some() && is_nested,
        };
        let reply = RawReply::read(answer)?;
        match value {
            Some(value) if self.has_error(value, DEEPEST) => {
                Err(error_body::from_refusal(answer, words(answer, value), Outcome::Unknown))
            }
            _ if is_expected => Ok(reply),
            Some(_) => Err(error_body::unreadable(answer, "it is not a JSON object")),
            None => Err(error_body::unreadable(answer, "it is not JSON")),
        }
    }

    /// Returns true if an object says that the call failed, even if in no documented shape.
    fn has_error(self, value: Raw<'_>, levels: usize) -> bool {
        let text = value.as_str();
        let mut found = false;
        // The answer to a chat message may hold what people wrote.
        let goes_on = self == Self::Json && levels > 0;
        let inside = |value| goes_on && self.has_error(value, levels.saturating_sub(1));
        if text.starts_with('{') {
            each_member(text, |key, value| {
                let key = key.to_ascii_lowercase();
                let failed =
                    matches!(key.as_str(), "success" | "ok") && matches!(value.as_str(), "false" | "\"false\"");
                found |= failed || (key.starts_with("error") && says_something(value)) || inside(value);
            });
        } else if text.starts_with('[') {
            each_item(text, |value| found |= inside(value));
        }
        found
    }
}

/// Returns the message of an error in no documented shape.
fn words(answer: &Answer, value: Raw<'_>) -> Said {
    let mut message = None;
    each_member(value.as_str(), |key, value| {
        if key == "message" {
            message = value.string().map(|text| error_body::shown(answer, &text));
        }
    });
    Said { message, ..Said::default() }
}
