//! Replies of the SMSBAT API (`docs/provider/smsbat-api.md` §3.13 and §4).

use crate::error::{Error, ErrorKind, Outcome};
use crate::error_body;
use crate::http::Answer;
use crate::messages::refusal;
use crate::model::{
    Decimal, Extra, Flag, Id, Json, MAX_DEPTH, Number, Params, PhoneNumber, Reason, Record, ResultWord, RowsOf, Value,
    Word, Wrap, reply, rows, too_deep,
};

reply! {
    /// Result for one message of a send.
    #[must_use = "it may say that the message was refused"]
    SentMessage {
        /// The provider's message id, for `status` and `wait`. Absent if the message was refused or has no row.
        message_id: Id = "messageId",
        /// Status in the provider's words, such as `accepted`, `rejected`, `failed` or `sent`.
        status: Word = "status",
        /// Outcome: `accepted`, `rejected`, `not_sent` or `unknown`.
        outcome: ResultWord = "",
        /// Number of SMS parts.
        parts: Number = "parts",
        /// Your own message id, or the one that was made for the message.
        customer_message_id: Id = "customerMessageId|trackinId|trackingId",
        /// Recipient.
        to: PhoneNumber = "to|recipient",
        /// Flash call: the number that calls the recipient.
        caller_id: Word = "callerId",
        /// Flash call: pattern of digits and `*` for `flash_call_matches`.
        pattern: Word = "pattern",
        /// Flash call: seconds within which the call is made.
        ttl: Number = "ttl",
        /// The provider's error code for a message that was not accepted, such as `INVALID_RECIPIENT`, if it gives one.
        code: Word = "",
        /// Reason why the message was not accepted, in the provider's words or, if it gives none, in this library's.
        /// Absent if the message was accepted.
        reason: Reason = "",
        /// True if the journal of the send knew the message as accepted or under way, so that it was not sent again. Then
        /// the other fields are what the journal has.
        resumed: Flag = "",
    }
}

reply! {
    /// Results for the messages of a send, in the same order.
    #[must_use = "messages may have been refused: look at `ok` or each row's `outcome`, or call `raise_for_outcome`"]
    SendResult {
        /// The provider's id of the list of messages.
        messagelist_id: Word = "messagelistId",
        /// One entry for each message that was sent, in the same order.
        messages: RowsOf<SentMessage> = "messages",
        /// True if every message was accepted.
        ok: Flag = "",
        /// Advice of the provider that the messages do not follow, one line each.
        warnings: crate::model::Texts<0, { usize::MAX }> = "",
    }
    shown SendResult::in_words
}

rows!(SendResult messages SentMessage);

impl SendResult {
    /// Returns an error unless every message was accepted.
    ///
    /// # Errors
    /// [`ErrorKind::Provider`] with the number and the customer message ids of the messages that were not accepted, and
    /// the code and the reason of the first. The error's outcome is `unknown` if the outcome of any message is, else
    /// `rejected`.
    pub fn raise_for_outcome(&self) -> Result<(), Error> {
        let messages = self.messages();
        let missed: Vec<&SentMessage> = messages.iter().filter(|m| m.outcome() != Outcome::Accepted).collect();
        let Some(first) = missed.first() else { return Ok(()) };
        let unknown = missed.iter().any(|m| m.outcome() == Outcome::Unknown);
        let message = format!(
            "{} of {} messages were not accepted; {}",
            missed.len(),
            messages.len(),
            refusal::in_words(first.status(), first.code(), first.reason()),
        );
        let ids = missed.iter().filter_map(|m| m.customer_message_id().map(str::to_owned)).collect();
        Err(Error::new(ErrorKind::Provider, message).with(|d| {
            d.outcome = if unknown { Outcome::Unknown } else { Outcome::Rejected };
            d.in_part = missed.len() < messages.len();
            d.code = first.code().map(refusal::provider_code);
            d.customer_message_ids = ids;
        }))
    }
}

reply! {
    /// Status of one channel of a fallback chain.
    FallbackStatus {
        /// Channel, such as `sms`.
        r#type: Word = "type",
        /// Status of the channel, such as `not_used` or `delivered`.
        status: Word = "status",
    }
}

reply! {
    /// Delivery status of one message.
    #[must_use = "it says whether the message arrived"]
    MessageStatus {
        /// Id of the message.
        message_id: Id = "messageId",
        /// Id of the list in which it was sent.
        messagelist_id: Word = "messagelistId",
        /// Delivery status in the provider's words, in lower case, such as `scheduled`, `processing` or `delivered`.
        delivery_status: Word = "deliverystatus|deliveryStatus|status",
        /// Number of SMS parts.
        parts_count: Number = "partscount|partsCount|parts",
        /// Price of the message, in the currency of the account.
        cost: Decimal = "cost",
        /// Status of each fallback channel.
        fallbacks: RowsOf<FallbackStatus> = "fallbacks",
        /// Status of each channel.
        extended_statuses: Params = "extendedStatuses",
        /// Price of one part.
        rate: Decimal = "rate",
        /// Price of the message, in the currency of the rate.
        rate_amount: Decimal = "rateAmount",
        /// Currency of the rate.
        rate_currency: Word = "rateCurrency",
        /// Price of the message, in the currency of the bill.
        bill_amount: Decimal = "billAmount",
        /// Currency of the bill.
        bill_currency: Word = "billCurrency",
        /// True if the status is final: `delivered`, `read`, `undeliverable`, `permanenterror`, `failed` or `expired`.
        is_final: Flag = "",
        /// True if the message reached the recipient: `delivered` or `read`.
        is_delivered: Flag = "",
    }
}

reply! {
    /// Response to a request for which this library has no typed method.
    RawReply {
        /// HTTP status, 200 to 299.
        status_code: Number = "",
        /// The body, if it is JSON.
        json: Extra = "",
        /// The body as text.
        text: crate::model::AnyText = "",
        /// The provider's id of the request.
        request_id: Word = "",
    }
}

impl RawReply {
    pub(crate) fn read(answer: &Answer) -> Result<Self, Error> {
        if !answer.is_success() {
            return Err(error_body::in_doubt(answer));
        }
        let json = serde_json::from_str::<Json>(answer.text()).ok();
        if json.as_ref().is_some_and(|json| too_deep(json.as_str())) {
            return Err(error_body::unreadable(answer, format!("it is nested more than {MAX_DEPTH} levels deep")));
        }
        let mut reply = Record::new(Self::class());
        reply.put("status_code", Value::Int(answer.status.into()));
        reply.put("json", json.map_or(Value::Null, Value::from));
        reply.put("text", Value::from(answer.text()));
        reply.put("request_id", answer.request_id().map_or(Value::Null, Value::from));
        Ok(Self::of(reply))
    }
}
