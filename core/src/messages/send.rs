//! `messages.send`.

use super::SendResult;
use super::batch::Batch;
use crate::classes::MESSAGE_CLASSES;
use crate::client::{CallOptions, Client};
use crate::endpoint::{Api, Effect, Endpoint, Method, RateClass};
use crate::error::Error;
use crate::model::Object;

pub(crate) static SEND: Endpoint = Endpoint {
    name: "messages.send",
    method: Method::Post,
    path: "/bat/messagelist",
    api: Api::Messages,
    rate: RateClass::Messaging,
    effect: Effect::Send,
};

pub(crate) fn send(client: &Client, messages: &[Object], options: &CallOptions) -> Result<SendResult, Error> {
    let batch = Batch {
        endpoint: &SEND,
        classes: MESSAGE_CLASSES,
        before: b"{\"messages\":[",
        after: b"]}",
        own_id: "customerMessageId",
        to: ["to", "recipient"],
        rows_have_status: true,
    };
    batch.send(client, messages, options)
}
