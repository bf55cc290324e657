//! `messages.send`.

use std::borrow::Cow;

use super::SendResult;
use super::batch::Batch;
use super::content::MESSAGE_CLASSES;
#[cfg(feature = "bulk")]
use crate::engine::Endpoint;
use crate::engine::argument::ArgumentKind;
use crate::engine::{CallOptions, Engine, operation};
use crate::error::Error;
use crate::model::Object;

operation! {
    /// Sends one message, or up to 5,000 in one request.
    ///
    /// The call succeeds even if some messages were refused: check `ok` or the `outcome` of each row.
    MessagesSend<'a> = "messages.send" {
        /// Messages to send.
        messages: Cow<'a, [Object]> [ArgumentKind::Objects(MESSAGE_CLASSES)],
    }
    -> SendResult = "A `SendResult` with a `SentMessage` for each message, in the same order. Pass its `message_id` to \
                     `status` or `wait`.";
    on Post "/bat/messagelist", Messages, Messaging, Send;
    by by_name;
}

#[cfg(feature = "bulk")]
pub(crate) static SEND: Endpoint = MessagesSend::ENDPOINT;

fn by_name(engine: &Engine, given: MessagesSend<'_>, options: &CallOptions) -> Result<SendResult, Error> {
    send(engine, &given.messages, options)
}

pub(crate) fn send(engine: &Engine, messages: &[Object], options: &CallOptions) -> Result<SendResult, Error> {
    let batch = Batch {
        endpoint: &MessagesSend::ENDPOINT,
        classes: MESSAGE_CLASSES,
        before: b"{\"messages\":[",
        after: b"]}",
        own_id: "customerMessageId",
        to: ["to", "recipient"],
        rows_have_status: true,
    };
    batch.send(engine, messages, options)
}
