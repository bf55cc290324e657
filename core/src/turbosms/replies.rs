//! Replies of the TurboSMS-compatible API.

use crate::error::{Error, ErrorKind, Outcome};
use crate::messages::refusal;
use crate::model::{
    Count, Decimal, Extra, Flag, Id, Number, OneOf, PhoneDigits, Reason, ResultWord, RowsOf, Word, reply, rows,
};

reply! {
    /// Result for one recipient of a TurboSMS message.
    #[must_use = "it may say that the message was refused"]
    TurboSmsRecipient {
        /// Recipient, digits only.
        phone: PhoneDigits = "phone",
        /// Message id for `status` and `details`. Absent if the message was refused.
        message_id: Id = "message_id",
        /// Native code; 0 means success.
        response_code: Number = "response_code",
        /// Name of the code.
        response_status: Word = "response_status",
        /// Outcome: `accepted`, `rejected`, `not_sent` or `unknown`. It is `accepted`, too, if the provider already had
        /// the message (codes 407, 427 and 507).
        outcome: ResultWord = "",
        /// `response_code` as text, for a message that was not accepted.
        code: Word = "",
        /// Reason why the message was not accepted, in the provider's words or, if it gives none, in this library's.
        /// Absent if the message was accepted.
        reason: Reason = "",
    }
}

reply! {
    /// Result of sending a TurboSMS message.
    #[must_use = "recipients may have been refused: look at `ok`, or call `raise_for_outcome`"]
    TurboSmsResult {
        /// Native code of the request.
        response_code: Number = "response_code",
        /// Name of the code.
        response_status: Word = "response_status",
        /// One entry for each recipient, in the order of the message. Rows for other recipients follow, with the
        /// outcome `unknown`.
        recipients: RowsOf<TurboSmsRecipient> = "response_result",
        /// True if the message to every recipient was accepted.
        ok: Flag = "",
        /// Advice of the provider that the message does not follow, one line each.
        warnings: crate::model::Texts<0, { usize::MAX }> = "",
    }
    shown TurboSmsResult::in_words
}

rows!(TurboSmsResult recipients TurboSmsRecipient);

impl TurboSmsResult {
    /// Returns an error unless the message to every recipient was accepted.
    ///
    /// # Errors
    /// [`ErrorKind::Provider`] with the code of the first recipient whose message was not accepted. The error's outcome
    /// is `unknown` if the outcome of any recipient is, else `rejected`.
    pub fn raise_for_outcome(&self) -> Result<(), Error> {
        let recipients = self.recipients();
        let missed: Vec<_> = recipients.iter().filter(|r| r.outcome() != Outcome::Accepted).collect();
        let Some(first) = missed.first() else { return Ok(()) };
        let unknown = missed.iter().any(|r| r.outcome() == Outcome::Unknown);
        let (status, reason) = (first.response_status(), first.reason());
        let message = format!(
            "{} of {} recipients were not accepted; {}",
            missed.len(),
            recipients.len(),
            refusal::in_words(status, first.code(), reason.filter(|reason| Some(*reason) != status)),
        );
        Err(Error::new(ErrorKind::Provider, message).with(|d| {
            d.operation = Some("turbosms.send");
            d.outcome = if unknown { Outcome::Unknown } else { Outcome::Rejected };
            d.in_part = missed.len() < recipients.len();
            d.code = first.code().map(refusal::provider_code);
        }))
    }
}

reply! {
    /// Delivery status of one message.
    TurboSmsStatus {
        /// Id of the message.
        message_id: Id = "message_id",
        /// Recipient, digits only.
        recipient: PhoneDigits = "recipient",
        /// Time of sending, as the provider writes it.
        sent: Word = "sent",
        /// Time of the last status change, as the provider writes it.
        updated: Word = "updated",
        /// Status, such as `Queued`, `Sent`, `Delivered`, `Read` or `Expired`.
        status: Word = "status",
        /// Channel: `sms` or `viber`.
        r#type: Word = "type",
        /// Reason of the rejection.
        rejected_status: Word = "rejected_status",
        /// Viber: time at which the button was pressed.
        click_time: Word = "click_time",
        /// Native code; 0 means success.
        response_code: Number = "response_code",
        /// Name of the code.
        response_status: Word = "response_status",
        /// True if the status is final.
        is_final: Flag = "",
        /// True if the message reached the recipient.
        is_delivered: Flag = "",
    }
}

reply! {
    /// Details of a message on one channel.
    TurboSmsChannel {
        /// Time at which the provider accepted it, as the provider writes it.
        added: Word = "added",
        /// Scheduled time, as the provider writes it.
        start: Word = "start",
        /// Time of sending, as the provider writes it.
        sent: Word = "sent",
        /// Time of the last status change, as the provider writes it.
        updated: Word = "updated",
        /// Sender.
        sender: Word = "sender",
        /// Text.
        text: crate::model::AnyText = "text",
        /// Recipient, digits only.
        recipient: PhoneDigits = "recipient",
        /// Message type: `promotional` or `transactional`.
        message_type: Word = "message_type",
        /// Status, such as `Queued`, `Sent` or `Delivered`.
        status: Word = "status",
        /// Reason of the rejection.
        rejected_status: Word = "rejected_status",
        /// Price.
        price: Decimal = "price",
        /// Number of SMS parts.
        segments: Number = "segments",
        /// Seconds to wait for delivery before the message expires.
        ttl: Number = "ttl",
        /// Label of the button.
        caption: crate::model::AnyText = "caption",
        /// URL that the button opens.
        action: crate::model::AnyText = "action",
        /// URL of the image.
        image_url: crate::model::AnyText = "image_url",
        /// Id of the file.
        file_id: Count = "file_id",
        /// Time at which the button was pressed.
        click_time: Word = "click_time",
        /// True if the status is final.
        is_final: Flag = "",
        /// True if the message reached the recipient.
        is_delivered: Flag = "",
    }
}

reply! {
    /// Details of one message.
    TurboSmsDetails {
        /// Id of the message.
        message_id: Id = "message_id",
        /// Details of the SMS. Absent if only Viber was tried.
        sms: OneOf<TurboSmsChannel> = "sms",
        /// Details of the Viber message.
        viber: OneOf<TurboSmsChannel> = "viber",
        /// Native code; 0 means success.
        response_code: Number = "response_code",
        /// Name of the code.
        response_status: Word = "response_status",
    }
}

reply! {
    /// An event that native TurboSMS sends to a webhook.
    TurboSmsEvent {
        /// Id of the event.
        id: Word = "id",
        /// SHA-1 of the secret and the id.
        signature: Word = "signature",
        /// Type, such as `DLR_SMS_API`, `DLR_VIBER_API` or `VIBER_BUTTON_CLICK`.
        r#type: Word = "type",
        /// Time of the event, as the provider writes it.
        date: Word = "date",
        /// Number of the delivery attempt.
        attempt: Number = "try",
        /// Data of the event.
        data: Extra = "data",
    }
}
