//! `cascade.send` and `cascade.upload_variables`.

use super::message::{CascadeMessage, Variable};
use crate::client::{CallOptions, Client, Request};
use crate::endpoint::{Api, Effect, Endpoint, Method, RateClass};
use crate::error::Error;
use crate::messages::{Problem, RawReply, SendResult, batch};
use crate::model::{Model, Object, Problems, check};
use crate::rules::Rules;

static SEND: Endpoint = Endpoint {
    name: "cascade.send",
    method: Method::Post,
    path: "/api/CascadeMessage/send_message/async",
    api: Api::Cascade,
    rate: RateClass::Messaging,
    effect: Effect::Send,
};

/// The same with Telegram and Viber before the other channels.
static SEND_BOTS_FIRST: Endpoint = Endpoint { path: "/api/CascadeMessage/send_message/tg-viber/async", ..SEND };

static UPLOAD: Endpoint = Endpoint {
    name: "cascade.upload_variables",
    method: Method::Post,
    path: "/api/items",
    api: Api::Cascade,
    rate: RateClass::Messaging,
    // The same ids with the same values: twice is the same as once.
    effect: Effect::Change,
};

pub(crate) fn send(
    client: &Client,
    messages: &[Object],
    telegram_viber_first: bool,
    options: &CallOptions,
) -> Result<SendResult, Error> {
    let endpoint = if telegram_viber_first { &SEND_BOTS_FIRST } else { &SEND };
    let batch = batch::Batch {
        endpoint,
        classes: &[CascadeMessage::CLASSES],
        before: b"[",
        after: b"]",
        own_id: "id",
        to: ["toPhone", "recipient"],
        rows_have_status: false,
    };
    batch.send(client, messages, options)
}

pub(crate) fn upload(client: &Client, variables: &[Object], options: &CallOptions) -> Result<RawReply, Error> {
    let with_name = |e: Error| e.with(|d| d.operation = Some(UPLOAD.name));
    let body = batch::write_checked(
        "variables",
        variables,
        &[Variable::CLASSES],
        &client.config().rules,
        b"{\"variables\":[",
        b"]}",
    )
    .map_err(with_name)?;
    client
        .run(&UPLOAD, Request::to(UPLOAD.path).json(body), options)
        .and_then(|answer| RawReply::from_answer(answer, &UPLOAD))
}

/// Adds the problems of messages that will be sent.
pub(crate) fn check_all(messages: &[Object], name: &str, rules: &Rules, problems: &mut Vec<Problem>) {
    let mut advice = Vec::new();
    for (i, message) in messages.iter().enumerate() {
        check(message, &mut Problems::new(problems, &mut advice, format!("{name}[{i}]"), rules));
    }
}
