//! What the TurboSMS layer answers.

use crate::error::{Error, ErrorKind, Outcome};
use crate::messages::refusal;
use crate::model::{
    Count, Decimal, Extra, Flag, Number, OneOf, PhoneDigits, Reason, ResultWord, RowsOf, Word, reply, rows,
};

reply! {
    /// What became of the message to one recipient.
    #[must_use = "it may say that the message was refused"]
    TurboSmsRecipient {
        /// Recipient, digits only.
        phone: PhoneDigits = "phone",
        /// Id for `status` and `details`; none when it was refused.
        message_id: Word = "message_id",
        /// Native code; 0 is fine.
        response_code: Number = "response_code",
        /// Its name.
        response_status: Word = "response_status",
        /// What became of the message. `accepted` also when the provider already had it (407, 427, 507).
        outcome: ResultWord = "",
        /// `response_code` as text, for a message that was not accepted.
        code: Word = "",
        /// Why the message was not accepted: the provider's words, or ours if it gives none. Absent if it was accepted.
        reason: Reason = "",
    }
}

reply! {
    /// What became of a TurboSMS message.
    #[must_use = "recipients may have been refused: look at `ok`, or call `raise_for_outcome`"]
    TurboSmsResult {
        /// Native code of the request.
        response_code: Number = "response_code",
        /// Its name.
        response_status: Word = "response_status",
        /// One entry for each recipient, in the order of the message. Rows of others follow, with outcome unknown.
        recipients: RowsOf<TurboSmsRecipient> = "response_result",
        /// Whether every recipient's message was accepted.
        ok: Flag = "",
        /// What the provider advises against and the message has, one line each.
        warnings: crate::model::Texts<0, { usize::MAX }> = "",
    }
    shown TurboSmsResult::in_words
}

rows!(TurboSmsResult recipients TurboSmsRecipient);

impl TurboSmsResult {
    /// `Ok` if every recipient's message was accepted.
    ///
    /// # Errors
    /// [`ErrorKind::Provider`] with the first code that says no; the outcome is `unknown` if that of any
    /// recipient is, else `rejected`.
    pub fn raise_for_outcome(&self) -> Result<(), Error> {
        let recipients = self.recipients();
        let missed: Vec<_> = recipients.iter().filter(|r| r.outcome() != Outcome::Accepted).collect();
        let Some(first) = missed.first() else { return Ok(()) };
        let unknown = missed.iter().any(|r| r.outcome() == Outcome::Unknown);
        let message = format!(
            "{} of {} recipients were not accepted; the first has status '{}'{}",
            missed.len(),
            recipients.len(),
            first.response_status().unwrap_or("none"),
            refusal::in_words(first.code(), first.reason().filter(|reason| Some(*reason) != first.response_status())),
        );
        Err(Error::new(ErrorKind::Provider, message).with(|d| {
            d.operation = Some("turbosms.send");
            d.outcome = if unknown { Outcome::Unknown } else { Outcome::Rejected };
            d.code = first.code().map(refusal::provider_code);
        }))
    }
}

reply! {
    /// Delivery status of one message.
    TurboSmsStatus {
        /// Id of the message.
        message_id: Word = "message_id",
        /// Recipient, digits only.
        recipient: PhoneDigits = "recipient",
        /// When it was sent, as the provider writes it.
        sent: Word = "sent",
        /// When the status changed last.
        updated: Word = "updated",
        /// Such as `Queued`, `Sent`, `Delivered`, `Read`, `Expired`.
        status: Word = "status",
        /// `sms` or `viber`.
        r#type: Word = "type",
        /// Why it was rejected.
        rejected_status: Word = "rejected_status",
        /// Viber: when the button was pressed.
        click_time: Word = "click_time",
        /// Native code; 0 is fine.
        response_code: Number = "response_code",
        /// Its name.
        response_status: Word = "response_status",
        /// Whether the status changes no more.
        is_final: Flag = "",
        /// Whether it reached the recipient.
        is_delivered: Flag = "",
    }
}

reply! {
    /// What one channel did with a message.
    TurboSmsChannel {
        /// When it was taken.
        added: Word = "added",
        /// When it was to start.
        start: Word = "start",
        /// When it was sent.
        sent: Word = "sent",
        /// When the status changed last.
        updated: Word = "updated",
        /// Sender.
        sender: Word = "sender",
        /// Text.
        text: crate::model::AnyText = "text",
        /// Recipient, digits only.
        recipient: PhoneDigits = "recipient",
        /// `promotional` or `transactional`.
        message_type: Word = "message_type",
        /// Such as `Queued`, `Sent`, `Delivered`.
        status: Word = "status",
        /// Why it was rejected.
        rejected_status: Word = "rejected_status",
        /// Price.
        price: Decimal = "price",
        /// SMS parts.
        segments: Number = "segments",
        /// How long it may wait for delivery, in seconds.
        ttl: Number = "ttl",
        /// Label of the button.
        caption: crate::model::AnyText = "caption",
        /// Address that the button opens.
        action: crate::model::AnyText = "action",
        /// Address of the image.
        image_url: crate::model::AnyText = "image_url",
        /// Id of the file.
        file_id: Count = "file_id",
        /// When the button was pressed.
        click_time: Word = "click_time",
        /// Whether the status changes no more.
        is_final: Flag = "",
        /// Whether it reached the recipient.
        is_delivered: Flag = "",
    }
}

reply! {
    /// All that is known of one message.
    TurboSmsDetails {
        /// Id of the message.
        message_id: Word = "message_id",
        /// What was done by SMS; none while only Viber was tried.
        sms: OneOf<TurboSmsChannel> = "sms",
        /// What was done through Viber.
        viber: OneOf<TurboSmsChannel> = "viber",
        /// Native code; 0 is fine.
        response_code: Number = "response_code",
        /// Its name.
        response_status: Word = "response_status",
    }
}

reply! {
    /// An event that native TurboSMS sends to a webhook.
    TurboSmsEvent {
        /// Id of the event.
        id: Word = "id",
        /// SHA-1 of secret and id.
        signature: Word = "signature",
        /// Such as `DLR_SMS_API`, `DLR_VIBER_API`, `VIBER_BUTTON_CLICK`.
        r#type: Word = "type",
        /// When it was made, as the provider writes it.
        date: Word = "date",
        /// Number of the attempt to deliver it.
        attempt: Number = "try",
        /// What happened.
        data: Extra = "data",
    }
}
