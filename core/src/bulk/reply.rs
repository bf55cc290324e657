//! The answer to a chunk: only what a report needs of each row, borrowed from the answer.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::chunk::{Said, Settled};
use crate::error::{Error, Outcome};
use crate::http::Answer;
use crate::messages::SentMessage;
use crate::messages::batch::{match_rows, outcome_of, without_rows};
use crate::model::{BorrowedText as Text, Field, rank, scalar};

/// Gives the rows of one request what its answer says.
pub(super) fn read(answer: &Answer, settled: &mut Settled, rows: Range<usize>) -> Result<(), Error> {
    let reply: Reply<'_> = serde_json::from_str(&answer.body).map_err(|why| without_rows(answer, why))?;
    let Some(replies) = reply.0 else { return Err(without_rows(answer, "it has no list 'messages'")) };
    let ids: Vec<&str> = rows.clone().map(|row| settled.chunk.id(row)).collect();
    let echoed: Vec<Option<&str>> = replies.iter().map(ReplyRow::id).collect();
    let places = match_rows(&echoed, |i| Some(ids[i]), ids.len());
    for (row, place) in rows.zip(places) {
        let said = match place.map(|place| &replies[place]) {
            Some(reply) => {
                let [message_id, status, _, parts] = &reply.0;
                let outcome = outcome_of(status.as_deref(), message_id.is_some(), true);
                let reason = match outcome {
                    Outcome::Accepted => "",
                    Outcome::Rejected => "the provider refused this message",
                    _ => "the provider's word for its status is not known",
                };
                Said {
                    outcome,
                    message_id: settled.keep(message_id.as_deref().unwrap_or_default()),
                    status: settled.keep(status.as_deref().unwrap_or_default()),
                    parts: parts.as_deref().and_then(|p| p.parse().ok()),
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

/// An object with a list `messages`, or the list alone.
struct Reply<'a>(Option<Vec<ReplyRow<'a>>>);

impl<'de> Deserialize<'de> for Reply<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Reply<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with a list 'messages', or that list")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<Self::Value, A::Error> {
                let mut list = Vec::with_capacity(1024);
                while let Some(row) = rows.next_element()? {
                    list.push(row);
                }
                Ok(Reply(Some(list)))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut rows = None;
                while let Some(key) = map.next_key::<Text<'de>>()? {
                    if key.0 == "messages" {
                        rows = Some(map.next_value()?);
                    } else {
                        map.next_value::<serde::de::IgnoredAny>()?;
                    }
                }
                Ok(Reply(rows))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// `message_id`, `status`, `customer_message_id` and `parts`.
struct ReplyRow<'a>([Option<Cow<'a, str>>; 4]);

impl ReplyRow<'_> {
    fn id(&self) -> Option<&str> {
        self.0[2].as_deref()
    }
}

/// Those four in the table of the reply.
fn fields() -> &'static [Option<&'static Field>; 4] {
    static FIELDS: once_cell::race::OnceBox<[Option<&Field>; 4]> = once_cell::race::OnceBox::new();
    FIELDS.get_or_init(|| {
        let field = |name| SentMessage::class().position(name).map(|i| &SentMessage::class().fields[i]);
        Box::new(["message_id", "status", "customer_message_id", "parts"].map(field))
    })
}

impl<'de> Deserialize<'de> for ReplyRow<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = ReplyRow<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut values = [None, None, None, None];
                let mut ranks = [usize::MAX; 4];
                while let Some(key) = map.next_key::<Text<'de>>()? {
                    let mut fields = fields().iter().enumerate();
                    let Some((i, rank)) = fields.find_map(|(i, f)| Some((i, rank((*f)?, &key.0)?))) else {
                        map.next_value::<serde::de::IgnoredAny>()?;
                        continue;
                    };
                    let value = scalar(map.next_value::<&'de RawValue>()?.get());
                    if rank < ranks[i] && value.is_some() {
                        values[i] = value;
                        ranks[i] = rank;
                    }
                }
                Ok(ReplyRow(values))
            }
        }
        deserializer.deserialize_map(Members)
    }
}
