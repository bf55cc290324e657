//! The answer to a chunk: what a report needs of each row.

use std::ops::Range;

use super::chunk::{Said, Settled};
use crate::error::{Error, Outcome};
use crate::http::Answer;
use crate::messages::batch::{MESSAGE_ID, PARTS, STATUS, match_rows, outcome_of, reply_and_rows};

/// Gives the rows of one request what its answer says.
pub(super) fn read(answer: &Answer, settled: &mut Settled, rows: Range<usize>) -> Result<(), Error> {
    let (_, replies) = reply_and_rows(answer)?;
    settled.texts.reserve(replies.len() * 32);
    let (first, count) = (rows.start, rows.len());
    let places = match_rows(&replies, count, |i| Some(settled.chunk.id(first + i).into()));
    for (i, row) in rows.enumerate() {
        let place = places.as_ref().map_or(Some(i), |places| places[i]);
        let said = match place {
            Some(reply) => {
                let message_id = replies.at(reply, MESSAGE_ID).as_str();
                let status = replies.at(reply, STATUS).as_str();
                let outcome = outcome_of(status, message_id.is_some(), true);
                let reason = match outcome {
                    Outcome::Accepted => "",
                    Outcome::Rejected => "the provider refused this message",
                    _ => "the provider's word for its status is not known",
                };
                Said {
                    outcome,
                    message_id: settled.keep(message_id.unwrap_or_default()),
                    status: settled.keep(status.unwrap_or_default()),
                    parts: replies.at(reply, PARTS).as_i64().and_then(|parts| parts.try_into().ok()),
                    reason: settled.keep(reason),
                }
            }
            None => {
                let reason = settled.keep("the answer has no row for this message");
                Said { outcome: Outcome::Unknown, message_id: (0, 0), status: (0, 0), parts: None, reason }
            }
        };
        settled.said[row] = said;
    }
    Ok(())
}
