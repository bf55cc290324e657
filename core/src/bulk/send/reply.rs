//! The answer to a chunk: what a report needs of each row.

use std::ops::Range;

use crate::bulk::chunk::{Chunk, Said, Settled};
use crate::error::{Error, Outcome};
use crate::http::Answer;
use crate::messages::batch::{
    MESSAGE_ID, PARTS, STATUS, in_doubt_because, judge_row, match_rows, recipient_digits, reply_and_rows, same,
};
use crate::messages::matching::{Place, RowNames, Sent, SentMessages};
use crate::messages::refusal::default_reason;
use crate::rules::Rules;

/// Gives the rows of one request what its answer says.
pub(crate) fn read(answer: &Answer, settled: &mut Settled, rows: Range<usize>) -> Result<(), Error> {
    let (_, replies) = reply_and_rows(answer)?;
    settled.texts.reserve(replies.len() * 32);
    let request = ChunkMessages { chunk: &settled.chunk, rows: rows.clone() };
    let places = match_rows(&replies, &request);
    for (i, row) in rows.enumerate() {
        let place = places.as_ref().map_or(Place::Row(i), |places| places[i]);
        let said = match place {
            Place::Row(reply) => {
                let message_id = replies.text_at(reply, MESSAGE_ID);
                let status = replies.text_at(reply, STATUS);
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
            Place::Missing => {
                let reason = default_reason(Outcome::Unknown, false, false).unwrap_or_default();
                Said { reason: settled.keep(reason), ..Said::NOTHING }
            }
            Place::Doubt => {
                let reason = in_doubt_because().1.and_then(|refusal| refusal.reason).unwrap_or_default();
                Said { reason: settled.keep(&reason), ..Said::NOTHING }
            }
        };
        settled.said[row] = said;
    }
    Ok(())
}

/// Messages of a chunk.
struct ChunkMessages<'a> {
    chunk: &'a Chunk,
    rows: Range<usize>,
}

impl SentMessages for ChunkMessages<'_> {
    fn count(&self) -> usize {
        self.rows.len()
    }

    fn sent(&self, message: usize) -> Sent<'_> {
        let row = &self.chunk.rows[self.rows.start + message];
        let to = match row.phone {
            0 => recipient_digits(self.chunk.text(row.to).into(), &Rules::default()),
            phone => Some(phone.to_string().into()),
        };
        Sent { id: Some(self.chunk.id(self.rows.start + message).into()), to }
    }

    fn is_exactly(&self, message: usize, row: RowNames<'_>) -> bool {
        let own = &self.chunk.rows[self.rows.start + message];
        row.id.is_none_or(|id| id == self.chunk.id(self.rows.start + message))
            && row.to.is_none_or(|to| same(to, self.chunk.text(own.to)))
    }
}
