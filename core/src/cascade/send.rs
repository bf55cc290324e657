//! `cascade.send` and `cascade.upload_variables`.

use super::message::{CascadeMessage, Variable};
use crate::config::Config;
use crate::engine::{Api, CallOptions, Effect, Endpoint, Engine, Method, Operation, RateClass, Request};
use crate::error::Error;
use crate::http::Answer;
use crate::messages::{RawReply, SendResult, batch};
use crate::model::{Model, Object, Problems, check};
use crate::problem::Problem;
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
    engine: &Engine,
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
    batch.send(engine, messages, options)
}

/// `cascade.upload_variables`.
pub(crate) struct UploadVariables<'a> {
    pub(crate) variables: &'a [Object],
}

impl Operation for UploadVariables<'_> {
    type Reply = RawReply;

    fn endpoint(&self) -> &Endpoint {
        &UPLOAD
    }

    fn request(&mut self, config: &Config) -> Result<Request, Error> {
        let (classes, before) = (&[Variable::CLASSES], b"{\"variables\":[");
        let body = batch::write_checked("variables", self.variables, classes, &config.rules, before, b"]}")?;
        Ok(Request::to(UPLOAD.path).json(body))
    }

    fn read(&mut self, answer: &Answer, _: &Config) -> Result<RawReply, Error> {
        RawReply::read(answer)
    }
}

/// Adds the problems of messages that will be sent.
pub(crate) fn check_all(messages: &[Object], name: &str, rules: &Rules, problems: &mut Vec<Problem>) {
    let mut advice = Vec::new();
    for (i, message) in messages.iter().enumerate() {
        check(message, &mut Problems::new(problems, &mut advice, format!("{name}[{i}]"), rules));
    }
}
