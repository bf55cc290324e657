//! The SMSBAT API: messages, sending, delivery status.

pub(crate) mod batch;
#[cfg(feature = "bulk")]
mod channel;
mod confirmation;
pub(crate) mod content;
mod id;
mod id_key;
pub(crate) mod matching;
mod parts;
pub(crate) mod refusal;
mod replies;
mod send;
mod status;
pub(crate) mod validation;
mod wait_all;

#[cfg(feature = "bulk")]
pub(crate) use channel::{channel_of, only_channel};
pub(crate) use confirmation::Confirmation;
pub use content::*;
pub use id::MessageId;
pub(crate) use id::{all as all_ids, missing as no_id, of_record as id_of};
pub(crate) use id_key::{id_key, same_id};
pub use parts::{Action, Button, Card, Fallback, File, Media, RcsButton, RcsCard, Video};
pub use replies::{FallbackStatus, MessageStatus, RawReply, SendResult, SentMessage};
pub use send::MessagesSend;
#[cfg(feature = "bulk")]
pub(crate) use send::SEND;
pub(crate) use send::send;
pub use status::{Status, Wait, Waiting};
#[cfg(feature = "bulk")]
pub(crate) use status::{UNKNOWN_ID, is_lost, is_of_one_answer};
pub(crate) use status::{judge, set_delivery, wait};
pub(crate) use wait_all::wait_all;
pub use wait_all::{MessageIds, WaitAll, WaitingAll};

use std::path::PathBuf;
use std::time::Duration;

use crate::engine::{CallOptions, Engine, description, options};
use crate::error::Error;
use crate::model::IntoMessages;

/// Operations of this API.
pub(crate) const OPERATIONS: &[description::Operation] =
    &[MessagesSend::DESCRIPTION, Status::DESCRIPTION, Wait::DESCRIPTION, WaitAll::DESCRIPTION];

/// The SMSBAT API of a client. Options set here apply to calls made through this value.
#[derive(Debug, Clone)]
#[must_use = "no request is made until one of its methods is called"]
pub struct Messages<'c> {
    pub(crate) engine: &'c Engine,
    pub(crate) options: CallOptions,
}

options!(Messages);

impl Messages<'_> {
    /// Makes [`Self::send`] safe to run again: a message that the journal knows as accepted, or as under way, is not sent.
    /// Its row has the old id and outcome, and [`SentMessage::resumed`] is true. A message that was rejected or not sent
    /// is sent again.
    ///
    /// A message is known by its `customer_message_id`; without one by its recipient and all that the recipient sees.
    /// Two messages of one call that the journal cannot tell apart are refused. The messages are on disk before the
    /// request leaves. If the process is killed during the request, the next run reports them as unknown;
    /// [`Self::resend_unknown`] sends them again. The file is created if it does not exist, and belongs to these sends
    /// alone: a campaign needs another one. A call waits while another one has it, within its timeout. After a request,
    /// its outcome may wait 5 s for a program that reads the journal, even if that exceeds the timeout. If a call fails
    /// of whose messages the journal knows some, the error's outcome is unknown: do not send them without the journal.
    /// `Messages::track` reads it. Needs the feature `journal`.
    ///
    /// ```no_run
    /// use smsbat_core::{Client, Sms};
    ///
    /// let client = Client::builder().build()?;
    /// let sms = Sms::new("+380671234567", "MyShop", "Order 1234 is on its way").customer_message_id("order-1234");
    /// let result = client.messages().journal("sent.db").send(&sms)?;
    /// println!("{:?}, sent before: {}", result[0].message_id(), result[0].resumed());
    /// # Ok::<(), smsbat_core::Error>(())
    /// ```
    pub fn journal(mut self, path: impl Into<PathBuf>) -> Self {
        self.options = self.options.journal(path);
        self
    }

    /// Sends 1 to 5,000 messages in one request (`docs/provider/smsbat-api.md` §3): one message, or any collection or
    /// iterator of messages, by value or by reference.
    ///
    /// Succeeds even if some messages were refused: check [`SendResult::ok`] or each row's outcome, or call
    /// [`SendResult::raise_for_outcome`].
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] with all problems of all messages, before anything is sent. Otherwise the same
    /// as every call. [`Error::outcome`] applies to all messages of the request.
    ///
    /// ```no_run
    /// use smsbat_core::{Client, Message, Sms, ViberPromo};
    ///
    /// let client = Client::builder().api_key("…").build()?;
    /// let sms = Sms::new("+380671234567", "MyShop", "Your code is 1234").ttl(300);
    /// client.messages().send(&sms)?.raise_for_outcome()?;
    ///
    /// let promo = ViberPromo::new("+380501234567", "MyShop").text("Sale");
    /// let result = client.messages().send([Message::from(sms), promo.into()])?;
    /// println!("{result}");
    /// # Ok::<(), smsbat_core::Error>(())
    /// ```
    pub fn send(&self, messages: impl IntoMessages) -> Result<SendResult, Error> {
        send(self.engine, &messages.into_messages(), &self.options)
    }

    /// Returns the delivery status of a message (`docs/provider/smsbat-api.md` §4). `message` is an id or a row from a
    /// send, or the result of a send of one message.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`] if the provider does not know the id, [`crate::ErrorKind::Validation`] if the
    /// message has no id because it was not accepted. Otherwise the same as every call.
    pub fn status(&self, message: impl MessageId) -> Result<MessageStatus, Error> {
        let message_id = message.message_id().map_err(|e| e.of(Status::ENDPOINT.name))?;
        self.engine.run(Status { message_id: message_id.into() }, &self.options)
    }

    /// Polls the status until it is final or `time` is up, and returns the last one.
    ///
    /// The first request is made at once and the next after `interval`; then the interval grows to at most twice that,
    /// with jitter. An unknown id is tolerated for 30 s. `message` is the same as in [`Self::status`].
    ///
    /// # Errors
    /// Only if no status arrived within `time`, or a request failed with an error that is not retryable.
    pub fn wait(&self, message: impl MessageId, time: Duration, interval: Duration) -> Result<MessageStatus, Error> {
        let message_id = message.message_id().map_err(|e| e.of(status::WAIT))?;
        wait(self.engine, message_id, time, interval, &self.options)
    }

    /// Polls the statuses of many messages until all are final or `time` is up. Returns the last status of each, in the
    /// order of `messages`.
    ///
    /// Polls in rounds, at most once a second for each message, within the client's rate limit for reads. If no status
    /// arrives in time, or the provider still does not know an id after 30 s, the delivery status is `unknown`, which
    /// is not final. A response that cannot be read or does not come costs no other message its status.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] before the first request if a message has no id because it was not accepted;
    /// the error names every such message. Later only if the credentials are refused, if it is interrupted, or if no
    /// status arrived at all.
    pub fn wait_all(
        &self,
        messages: impl IntoIterator<Item = impl MessageId>,
        time: Duration,
        interval: Duration,
    ) -> Result<Vec<MessageStatus>, Error> {
        let messages: Vec<_> = messages.into_iter().collect();
        let ids = all_ids(&messages).map_err(|e| e.of(wait_all::WAIT_ALL))?;
        wait_all(self.engine, &ids, time, interval, &self.options)
    }
}
