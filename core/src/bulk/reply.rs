//! The answer to a chunk: what a report needs of each row.

use std::ops::Range;

use super::chunk::{Said, Settled};
use crate::error::{Error, Outcome};
use crate::http::Answer;
use crate::messages::batch::{MESSAGE_ID, PARTS, STATUS, judge_row, match_rows, reply_and_rows};
use crate::messages::refusal::default_reason;

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
                let (outcome, refusal) = judge_row(&replies, reply, true);
                let refusal = refusal.unwrap_or_default();
                Said {
                    outcome,
                    message_id: settled.keep(message_id.unwrap_or_default()),
                    status: settled.keep(status.unwrap_or_default()),
                    parts: replies.at(reply, PARTS).as_i64().and_then(|parts| parts.try_into().ok()),
                    code: settled.keep(refusal.code.as_deref().unwrap_or_default()),
                    reason: settled.keep(refusal.reason.as_deref().unwrap_or_default()),
                }
            }
            None => {
                let reason = default_reason(Outcome::Unknown, false, false).unwrap_or_default();
                Said { reason: settled.keep(reason), ..Said::NOTHING }
            }
        };
        settled.said[row] = said;
    }
    Ok(())
}
