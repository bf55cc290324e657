//! What the SMSBAT API answers (`docs/provider/smsbat-api.md` §3.13 and §4).

use crate::error::{Error, ErrorKind, Outcome};
use crate::error_body;
use crate::http::Answer;
use crate::messages::refusal;
use crate::model::{
    Decimal, Extra, Flag, Json, MAX_DEPTH, Number, Params, PhoneNumber, Reason, Record, ResultWord, RowsOf, Value,
    Word, Wrap, reply, rows, too_deep,
};

reply! {
    /// What became of one message of a send.
    #[must_use = "it may say that the message was refused"]
    SentMessage {
        /// The provider's id, for `status` and `wait`; none for a message that was refused or has no row.
        message_id: Word = "messageId",
        /// The provider's word, such as `accepted`, `rejected`, `failed` or `sent`.
        status: Word = "status",
        /// What became of the message.
        outcome: ResultWord = "",
        /// SMS parts.
        parts: Number = "parts",
        /// Your id of the message, or the one that was made for it.
        customer_message_id: Word = "customerMessageId|trackinId|trackingId",
        /// The recipient.
        to: PhoneNumber = "to|recipient",
        /// Flash call: the number that rings.
        caller_id: Word = "callerId",
        /// Flash call: digits and `*`, for `flash_call_matches`.
        pattern: Word = "pattern",
        /// Flash call: seconds in which the call is made.
        ttl: Number = "ttl",
        /// The provider's code for a message that was not accepted, such as `INVALID_RECIPIENT`, if it gives one.
        code: Word = "",
        /// Why the message was not accepted: the provider's words, or ours if it gives none. Absent if it was accepted.
        reason: Reason = "",
    }
}

reply! {
    /// What became of the messages of a send, in their order.
    #[must_use = "messages may have been refused: look at `ok` or each row's `outcome`, or call `raise_for_outcome`"]
    SendResult {
        /// Id of the list.
        messagelist_id: Word = "messagelistId",
        /// One entry for each message that was sent, in the same order.
        messages: RowsOf<SentMessage> = "messages",
        /// Whether every message was accepted.
        ok: Flag = "",
        /// What the provider advises against and the messages have, one line each.
        warnings: crate::model::Texts<0, { usize::MAX }> = "",
    }
    shown SendResult::in_words
}

rows!(SendResult messages SentMessage);

impl SendResult {
    /// `Ok` if every message was accepted.
    ///
    /// # Errors
    /// An error of kind [`ErrorKind::Provider`] that counts the messages that were not, with their customer
    /// message ids, and the code and reason of the first. Its outcome is `unknown` if that of any message is, else
    /// `rejected`.
    pub fn raise_for_outcome(&self) -> Result<(), Error> {
        let messages = self.messages();
        let missed: Vec<&SentMessage> = messages.iter().filter(|m| m.outcome() != Outcome::Accepted).collect();
        let Some(first) = missed.first() else { return Ok(()) };
        let unknown = missed.iter().any(|m| m.outcome() == Outcome::Unknown);
        let message = format!(
            "{} of {} messages were not accepted; the first has status '{}'{}",
            missed.len(),
            messages.len(),
            first.status().unwrap_or("none"),
            refusal::in_words(first.code(), first.reason()),
        );
        let ids = missed.iter().filter_map(|m| m.customer_message_id().map(str::to_owned)).collect();
        Err(Error::new(ErrorKind::Provider, message).with(|d| {
            d.outcome = if unknown { Outcome::Unknown } else { Outcome::Rejected };
            d.code = first.code().map(refusal::provider_code);
            d.customer_message_ids = ids;
        }))
    }
}

reply! {
    /// How a channel of a fallback chain did.
    FallbackStatus {
        /// Channel, such as `sms`.
        r#type: Word = "type",
        /// Its status, such as `not_used` or `delivered`.
        status: Word = "status",
    }
}

reply! {
    /// Delivery status of one message.
    #[must_use = "it says whether the message arrived"]
    MessageStatus {
        /// Id of the message.
        message_id: Word = "messageId",
        /// Id of the list it was sent in.
        messagelist_id: Word = "messagelistId",
        /// The provider's word in lower case, such as `scheduled`, `processing`, `delivered`.
        delivery_status: Word = "deliverystatus|deliveryStatus|status",
        /// SMS parts.
        parts_count: Number = "partscount|partsCount|parts",
        /// Price of the message; the currency is that of the account.
        cost: Decimal = "cost",
        /// How each fallback channel did.
        fallbacks: RowsOf<FallbackStatus> = "fallbacks",
        /// Status of each channel.
        extended_statuses: Params = "extendedStatuses",
        /// Price of one part.
        rate: Decimal = "rate",
        /// Price of the message in the currency of the rate.
        rate_amount: Decimal = "rateAmount",
        /// Currency of the rate.
        rate_currency: Word = "rateCurrency",
        /// Price in the currency of the bill.
        bill_amount: Decimal = "billAmount",
        /// Currency of the bill.
        bill_currency: Word = "billCurrency",
        /// Whether the status changes no more: delivered, read, undeliverable, permanenterror, failed and
        /// expired are final, every other word is not.
        is_final: Flag = "",
        /// Whether it reached the recipient: delivered or read.
        is_delivered: Flag = "",
    }
}

reply! {
    /// Answer to a request that this library has no method for.
    RawReply {
        /// HTTP status, 200 to 299.
        status_code: Number = "",
        /// The body, if it is JSON.
        json: Extra = "",
        /// The body as text.
        text: crate::model::AnyText = "",
        /// The server's id of the request.
        request_id: Word = "",
    }
}

impl RawReply {
    pub(crate) fn read(answer: &Answer) -> Result<Self, Error> {
        let json = serde_json::from_str::<Json>(answer.text()).ok();
        if json.as_ref().is_some_and(|json| too_deep(json.as_str())) {
            return Err(error_body::unreadable(answer, format!("it is nested more than {MAX_DEPTH} levels deep")));
        }
        let mut reply = Record::new(Self::class());
        reply.put("status_code", Value::Int(answer.status.into()));
        reply.put("json", json.map_or(Value::Null, Value::from));
        reply.put("text", Value::from(answer.text()));
        reply.put("request_id", answer.request_id().map_or(Value::Null, |id| Value::Text(id.into())));
        Ok(Self::of(reply))
    }
}
