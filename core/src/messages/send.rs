//! `messages.send`.

use std::borrow::Cow;
use std::path::PathBuf;

use super::SendResult;
use super::batch::Batch;
use super::content::MESSAGE_CLASSES;
#[cfg(feature = "bulk")]
use crate::engine::Endpoint;
#[cfg(not(feature = "journal"))]
use crate::engine::NO_JOURNAL;
use crate::engine::argument::ArgumentKind;
use crate::engine::{CallOptions, Engine, operation};
use crate::error::Error;
use crate::model::{Key, Object};

operation! {
    /// Sends one message, or up to 5,000 in one request.
    ///
    /// The call succeeds even if some messages were refused: check `ok` or the `outcome` of each row.
    MessagesSend<'a> = "messages.send" {
        /// Messages to send.
        messages: Cow<'a, [Object]> [ArgumentKind::Objects(MESSAGE_CLASSES)],
    }
    named {
        /// File that makes the send safe to run again; it is created if it does not exist. A message that it knows as
        /// accepted or under way is not sent: its row has the old id, and `resumed` is true. A message is known by its
        /// `customer_message_id`; without one by its recipient and content.
        journal: Option<PathBuf>,
    }
    -> SendResult = "A `SendResult` with a `SentMessage` for each message, in the same order. Pass its `message_id` to \
                     `status` or `wait`.";
    on Post "/bat/messagelist", Messages, Messaging, Send;
    by by_name;
}

#[cfg(feature = "bulk")]
pub(crate) static SEND: Endpoint = MessagesSend::ENDPOINT;

fn by_name(engine: &Engine, given: MessagesSend<'_>, options: &CallOptions) -> Result<SendResult, Error> {
    if given.journal.is_some() && options.journal.is_some() {
        // Each may know messages that the other does not.
        let message = "is in the options as well; name one journal";
        return Err(Error::invalid("journal", "twice", message).of(MessagesSend::ENDPOINT.name));
    }
    let options = CallOptions { journal: given.journal.or_else(|| options.journal.clone()), ..options.clone() };
    send(engine, &given.messages, &options)
}

pub(crate) fn send(engine: &Engine, messages: &[Object], options: &CallOptions) -> Result<SendResult, Error> {
    let batch = Batch {
        endpoint: &MessagesSend::ENDPOINT,
        classes: MESSAGE_CLASSES,
        before: b"{\"messages\":[",
        after: b"]}",
        own_id: Key::new("customerMessageId"),
        // "Uniqueness advised" (docs/provider/smsbat-api.md).
        ids_differ: false,
        to: [Key::new("to"), Key::new("recipient")],
        rows_have_status: true,
        more: ", use send_bulk for more",
    };
    let Some(path) = &options.journal else { return batch.send(engine, messages, options) };
    let options = CallOptions { journal: None, ..options.clone() };
    #[cfg(feature = "journal")]
    let sent = crate::bulk::send_with_journal(engine, &batch, messages, path, &options);
    #[cfg(not(feature = "journal"))]
    let sent = {
        let _ = (path, options);
        Err(Error::configuration(NO_JOURNAL))
    };
    sent.map_err(|error| error.of(MessagesSend::ENDPOINT.name))
}
