//! The message argument of `status`, `wait` and `wait_all`.

use super::{MessageStatus, SendResult, SentMessage};
use crate::engine::wrong_segment;
use crate::error::Error;
use crate::model::{Object, Record, ValueRef};
use crate::problem::Problem;

/// Identifies one message: an id, a row of a send, or the result of a send of one message.
pub trait MessageId {
    /// Returns the provider's id of the message.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] if the message has none, or if there is not exactly one message.
    fn message_id(&self) -> Result<&str, Error>;
}

impl MessageId for str {
    fn message_id(&self) -> Result<&str, Error> {
        Ok(self)
    }
}

impl MessageId for String {
    fn message_id(&self) -> Result<&str, Error> {
        Ok(self)
    }
}

/// The type that [`SentMessage::message_id`] returns.
impl<M: MessageId> MessageId for Option<M> {
    fn message_id(&self) -> Result<&str, Error> {
        self.as_ref().map_or_else(|| Err(missing()), MessageId::message_id)
    }
}

impl<M: MessageId + ?Sized> MessageId for &M {
    fn message_id(&self) -> Result<&str, Error> {
        (**self).message_id()
    }
}

macro_rules! of_record {
    ($($name:ident)*) => {$(
        impl MessageId for $name {
            fn message_id(&self) -> Result<&str, Error> {
                of_record(self.record())
            }
        }
    )*};
}

of_record!(SentMessage SendResult MessageStatus);

const NONE: &str = "is missing: the message has no id because it was not accepted";

/// Returns the error for a message without an id.
pub(crate) fn missing() -> Error {
    Error::invalid("message_id", "not_empty", NONE)
}

/// Returns the id of the only message of a record.
pub(crate) fn of_record(record: &Record) -> Result<&str, Error> {
    let ValueRef::Parts(rows) = record.get("messages") else {
        return record.get("message_id").as_str().ok_or_else(missing);
    };
    match &**rows {
        [Object::Typed(row)] => of_record(row),
        rows => {
            let message =
                format!("must be one message, but this result has {}; pass one row or use wait_all", rows.len());
            Err(Error::invalid("message_id", "count", message))
        }
    }
}

/// Returns the ids of all messages. The error names each message that has none.
pub(crate) fn all<M: MessageId>(messages: &[M]) -> Result<Vec<&str>, Error> {
    let (mut ids, mut problems) = (Vec::new(), Vec::new());
    for (i, message) in messages.iter().enumerate() {
        let path = format!("messages[{i}]");
        match message.message_id() {
            Ok(id) => match wrong_segment(id) {
                Some((rule, message)) => problems.push(Problem::new(&path, rule, message)),
                None => ids.push(id),
            },
            Err(error) => problems.extend(error.problems().iter().map(|p| Problem::new(&path, p.rule(), p.message()))),
        }
    }
    if problems.is_empty() { Ok(ids) } else { Err(Error::validation(problems)) }
}
