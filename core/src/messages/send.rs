//! `messages.send`.

use super::batch::Batch;
use super::{MESSAGE_CLASSES, SendResult};
use crate::engine::{Api, CallOptions, Effect, Endpoint, Engine, Method, RateClass};
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

pub(crate) fn send(engine: &Engine, messages: &[Object], options: &CallOptions) -> Result<SendResult, Error> {
    let batch = Batch {
        endpoint: &SEND,
        classes: MESSAGE_CLASSES,
        before: b"{\"messages\":[",
        after: b"]}",
        own_id: "customerMessageId",
        to: ["to", "recipient"],
        rows_have_status: true,
    };
    batch.send(engine, messages, options)
}
