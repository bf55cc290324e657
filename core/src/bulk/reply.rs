//! The answer to a chunk: only what a report needs of each row, borrowed from the answer.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::chunk::{Said, Settled};
use crate::error::{Error, Outcome};
use crate::http::Answer;
use crate::messages::SentMessage;
use crate::messages::batch::{match_rows, outcome_of, without_rows};
use crate::model::{BorrowedText as Text, Field, rank, scalar};

/// Gives the rows of one request what its answer says.
pub(super) fn read(answer: &Answer, settled: &mut Settled, rows: Range<usize>) -> Result<(), Error> {
    match serde_json::from_str::<Reply<'_, false>>(&answer.body) {
        Ok(reply) => take(answer, reply, settled, rows),
        // A second, slower look: at numbers whose digits would be lost, and at what is not understood.
        Err(_) => match serde_json::from_str::<Reply<'_, true>>(&answer.body) {
            Ok(reply) => take(answer, reply, settled, rows),
            Err(why) => Err(without_rows(answer, why)),
        },
    }
}

fn take<const EXACT: bool>(
    answer: &Answer,
    reply: Reply<'_, EXACT>,
    settled: &mut Settled,
    rows: Range<usize>,
) -> Result<(), Error> {
    let Some(replies) = reply.0 else { return Err(without_rows(answer, "it has no list 'messages'")) };
    settled.texts.reserve(replies.len() * 32);
    let ids: Vec<&str> = rows.clone().map(|row| settled.chunk.id(row)).collect();
    let echoed: Vec<Option<&str>> = replies.iter().map(|reply| reply.id.as_deref()).collect();
    let places = match_rows(&echoed, |i| Some(ids[i]), ids.len());
    for (row, place) in rows.zip(places) {
        let said = match place.map(|place| &replies[place]) {
            Some(reply) => {
                let ReplyRow { message_id, status, .. } = reply;
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
                    parts: reply.parts,
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

/// An object with a list `messages`, or the list alone. With `EXACT` numbers keep their digits.
struct Reply<'a, const EXACT: bool>(Option<Vec<ReplyRow<'a, EXACT>>>);

impl<'de, const EXACT: bool> Deserialize<'de> for Reply<'de, EXACT> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<const EXACT: bool>;
        impl<'de, const EXACT: bool> Visitor<'de> for Either<EXACT> {
            type Value = Reply<'de, EXACT>;
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
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(Reply(rows))
            }
        }
        deserializer.deserialize_any(Either::<EXACT>)
    }
}

/// What is said of one message.
struct ReplyRow<'a, const EXACT: bool> {
    message_id: Option<Cow<'a, str>>,
    status: Option<Cow<'a, str>>,
    parts: Option<u32>,
    id: Option<Cow<'a, str>>,
}

/// The fields of [`ReplyRow`] in the table of the reply.
fn fields() -> &'static [Option<&'static Field>; 4] {
    static FIELDS: once_cell::race::OnceBox<[Option<&Field>; 4]> = once_cell::race::OnceBox::new();
    FIELDS.get_or_init(|| {
        let field = |name| SentMessage::class().position(name).map(|i| &SentMessage::class().fields[i]);
        Box::new(["message_id", "status", "parts", "customer_message_id"].map(field))
    })
}

impl<'de, const EXACT: bool> Deserialize<'de> for ReplyRow<'de, EXACT> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<const EXACT: bool>;
        impl<'de, const EXACT: bool> Visitor<'de> for Members<EXACT> {
            type Value = ReplyRow<'de, EXACT>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut row = ReplyRow { message_id: None, status: None, parts: None, id: None };
                let mut ranks = [usize::MAX; 4];
                while let Some(key) = map.next_key::<Text<'de>>()? {
                    let mut fields = fields().iter().enumerate();
                    let Some((i, rank)) = fields.find_map(|(i, f)| Some((i, rank((*f)?, &key.0)?))) else {
                        map.next_value::<IgnoredAny>()?;
                        continue;
                    };
                    let value = if EXACT {
                        scalar(map.next_value::<&'de RawValue>()?.get()).map_or(Scalar::Nothing, Scalar::Text)
                    } else {
                        map.next_value::<Scalar<'de>>()?
                    };
                    if rank < ranks[i] && !matches!(value, Scalar::Nothing) {
                        ranks[i] = rank;
                        match i {
                            0 => row.message_id = value.into_text(),
                            1 => row.status = value.into_text(),
                            2 => row.parts = value.number(),
                            _ => row.id = value.into_text(),
                        }
                    }
                }
                Ok(row)
            }
        }
        deserializer.deserialize_map(Members::<EXACT>)
    }
}

/// A text, number or boolean; anything else is as good as absent.
enum Scalar<'a> {
    Nothing,
    Text(Cow<'a, str>),
    Number(u64),
}

impl<'a> Scalar<'a> {
    fn into_text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Nothing => None,
            Self::Text(text) => Some(text),
            Self::Number(number) => Some(number.to_string().into()),
        }
    }

    fn number(&self) -> Option<u32> {
        match self {
            Self::Nothing => None,
            Self::Text(text) => text.parse().ok(),
            Self::Number(number) => (*number).try_into().ok(),
        }
    }
}

/// Fails for a number that is not exact: see [`read`].
impl<'de> Deserialize<'de> for Scalar<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Scalar<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, an integer or a boolean")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Scalar::Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Scalar::Text(text.to_owned().into()))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
                Ok(Scalar::Number(number))
            }
            fn visit_bool<E>(self, flag: bool) -> Result<Self::Value, E> {
                Ok(Scalar::Text(Cow::Borrowed(if flag { "true" } else { "false" })))
            }
            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Scalar::Nothing)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Scalar::Nothing)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Scalar::Nothing)
            }
        }
        deserializer.deserialize_any(Any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row<const EXACT: bool>(json: &str) -> Option<([Option<String>; 3], Option<u32>)> {
        let ReplyRow::<'_, EXACT> { message_id, status, id, parts } = serde_json::from_str(json).ok()?;
        Some(([message_id, status, id].map(|text| text.map(Cow::into_owned)), parts))
    }

    #[test]
    fn both_ways_of_reading_say_the_same() {
        for json in [
            r#"{"messageId":"m-1","status":"accepted","parts":2,"customerMessageId":"a","to":"1"}"#,
            r#"{"messageId":18446744073709551615,"status":true,"parts":"3","trackingId":7,"trackinId":"first"}"#,
            r#"{"customerMessageId":null,"trackinId":"\u0430\"","status":{"a":[1.5]},"parts":[2],"messageId":[]}"#,
            r#"{"parts":4294967296,"messageId":""}"#,
            "{}",
        ] {
            let fast = row::<false>(json);
            assert!(fast.is_some(), "{json}");
            assert_eq!(fast, row::<true>(json), "{json}");
        }
    }

    #[test]
    fn no_digit_of_a_number_is_lost() {
        for number in ["18446744073709551616", "-7", "1.50", "1e3"] {
            let json = format!(r#"{{"messageId":{number}}}"#);
            assert_eq!(row::<false>(&json), None, "{number}");
            assert_eq!(row::<true>(&json).map(|(texts, _)| texts[0].clone()), Some(Some(number.to_owned())));
        }
        assert_eq!(row::<false>("[]"), None);
        assert_eq!(row::<true>("[]"), None);
    }
}
