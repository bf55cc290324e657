//! Reads the response to a chunk: what a report needs of each row.

use std::ops::Range;

use crate::bulk::chunk::{Chunk, ChunkResult, ChunkRow, RowResult};
use crate::error::{Error, Outcome};
use crate::http::Answer;
use crate::messages::batch::{
    MESSAGE_ID, PARTS, STATUS, in_doubt_because, judge_row, match_rows, recipient_digits, reply_and_rows, same,
};
use crate::messages::matching::{Place, RowNames, Sent, SentMessages};
use crate::messages::refusal::{default_reason, of_repeat};
use crate::rules::Rules;

/// Gives the rows of one request what its response says.
pub(super) fn read(answer: &Answer, result: &mut ChunkResult, rows: Range<usize>) -> Result<(), Error> {
    let (_, replies) = reply_and_rows(answer)?;
    result.texts.reserve(replies.len().saturating_mul(32));
    let request = ChunkMessages { chunk: &result.chunk, rows: rows.clone() };
    let places = match_rows(&replies, &request);
    for (i, row) in rows.enumerate() {
        let place = places.as_ref().map_or(Place::Row(i), |places| places.get(i).copied().unwrap_or(Place::Doubt));
        let row_result = match place {
            Place::Row(reply) => {
                let message_id = replies.text_at(reply, MESSAGE_ID);
                let status = replies.text_at(reply, STATUS);
                let (judged, refusal) = judge_row(answer, &replies, reply, true);
                let outcome = result.chunk.rows.get(row).map_or(judged, |own| own.at_least(judged));
                let refusal = refusal.unwrap_or_default();
                // A word that means accepted is no secret.
                let hidden = status.filter(|_| outcome != Outcome::Accepted).map(|status| answer.without_texts(status));
                let reason = match refusal.reason.as_deref() {
                    reason if outcome != judged => of_repeat(reason),
                    reason => reason.unwrap_or_default(),
                };
                RowResult {
                    outcome,
                    message_id: result.texts.push(message_id.unwrap_or_default()),
                    status: result.texts.push(hidden.as_deref().or(status).unwrap_or_default()),
                    parts: replies.at(reply, PARTS).as_i64().and_then(|parts| parts.try_into().ok()),
                    code: result.texts.push(refusal.code.as_deref().unwrap_or_default()),
                    reason: result.texts.push(reason),
                }
            }
            Place::Missing => {
                let reason = default_reason(Outcome::Unknown, false, false).unwrap_or_default();
                RowResult { reason: result.texts.push(reason), ..RowResult::UNKNOWN }
            }
            Place::Doubt => {
                let reason = in_doubt_because().1.and_then(|refusal| refusal.reason).unwrap_or_default();
                RowResult { reason: result.texts.push(&reason), ..RowResult::UNKNOWN }
            }
        };
        if let Some(place) = result.rows.get_mut(row) {
            *place = row_result;
        }
    }
    Ok(())
}

/// Messages of a chunk.
struct ChunkMessages<'a> {
    chunk: &'a Chunk,
    rows: Range<usize>,
}

impl ChunkMessages<'_> {
    fn row(&self, message: usize) -> Option<&ChunkRow> {
        self.chunk.rows.get(self.rows.start.saturating_add(message))
    }
}

impl SentMessages for ChunkMessages<'_> {
    fn count(&self) -> usize {
        self.rows.len()
    }

    fn sent(&self, message: usize) -> Sent<'_> {
        let Some(row) = self.row(message) else { return Sent { id: None, to: None } };
        let to = match row.phone {
            0 => recipient_digits(self.chunk.texts.get(row.to).into(), &Rules::default()),
            phone => Some(phone.to_string().into()),
        };
        Sent { id: Some(self.chunk.texts.get(row.id).into()), to }
    }

    fn is_exactly(&self, message: usize, row: RowNames<'_>) -> bool {
        let Some(own) = self.row(message) else { return false };
        row.id.is_none_or(|id| id == self.chunk.texts.get(own.id))
            && row.to.is_none_or(|to| same(to, self.chunk.texts.get(own.to)))
    }
}
