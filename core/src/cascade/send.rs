//! `cascade.send` and `cascade.upload_variables`.

use std::borrow::Cow;

use super::message::{CascadeMessage, Variable};
use crate::config::Config;
use crate::engine::argument::ArgumentKind;
use crate::engine::{CallOptions, Endpoint, Engine, Operation, Request, operation};
use crate::error::Error;
use crate::http::Answer;
use crate::messages::{Confirmation, RawReply, SendResult, batch};
use crate::model::{Key, Model, Object};

operation! {
    /// Sends one message, or up to 5,000 in one request; 100 to 1,000 are advised. Each message tries channels in order
    /// until one works.
    ///
    /// The provider returns no status: a row with an id counts as accepted. The call succeeds even if some messages
    /// were refused.
    CascadeSend<'a> = "cascade.send" {
        /// Messages to send.
        messages: Cow<'a, [Object]> [ArgumentKind::Objects(&[CascadeMessage::CLASSES])],
    }
    named {
        /// Try Telegram and Viber before the other channels.
        telegram_viber_first: bool = "false",
    }
    -> SendResult = "A `SendResult` with a `SentMessage` for each message, in the same order.";
    on Post "/api/CascadeMessage/send_message/async", Cascade, Messaging, Send;
    by by_name;
}

fn by_name(engine: &Engine, given: CascadeSend<'_>, options: &CallOptions) -> Result<SendResult, Error> {
    send(engine, &given.messages, given.telegram_viber_first, options)
}

/// The same endpoint with Telegram and Viber before the other channels.
static BOTS_FIRST: Endpoint =
    Endpoint { path: "/api/CascadeMessage/send_message/tg-viber/async", ..CascadeSend::ENDPOINT };

pub(crate) fn send(
    engine: &Engine,
    messages: &[Object],
    telegram_viber_first: bool,
    options: &CallOptions,
) -> Result<SendResult, Error> {
    let endpoint = if telegram_viber_first { &BOTS_FIRST } else { &CascadeSend::ENDPOINT };
    let batch = batch::Batch {
        endpoint,
        classes: &[CascadeMessage::CLASSES],
        before: b"[",
        after: b"]",
        own_id: Key::new("id"),
        ids_differ: true,
        to: [Key::new("toPhone"), Key::new("recipient")],
        rows_have_status: false,
        more: "",
    };
    batch.send(engine, messages, options)
}

operation! {
    /// Uploads values for placeholders `%type=id%` in the texts of later messages. Uploading an id again replaces its
    /// value.
    UploadVariables<'a> = "cascade.upload_variables" {
        /// Values, up to 5,000.
        variables: Cow<'a, [Object]> [ArgumentKind::Objects(&[Variable::CLASSES])],
    }
    -> RawReply;
    // Idempotent, so it may be retried: the same ids get the same values.
    on Post "/api/items", Cascade, Messaging, Change;
}

impl Operation for UploadVariables<'_> {
    type Reply = RawReply;

    fn endpoint(&self) -> &Endpoint {
        &Self::ENDPOINT
    }

    fn request(&mut self, config: &Config) -> Result<Request, Error> {
        let (classes, before) = (&[Variable::CLASSES], b"{\"variables\":[");
        let body = batch::write_checked("variables", &self.variables, classes, &config.rules, before, b"]}")?;
        Ok(Request::to(Self::ENDPOINT.path).json(body))
    }

    fn read(&mut self, answer: &Answer, _: &Config) -> Result<RawReply, Error> {
        Confirmation::Json.read(answer)
    }
}
