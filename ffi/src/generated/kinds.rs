//! Kinds of messages. Written by `make gen` from the tables in core: do not edit.

use smsbat_core::{Class, Model};

/// Values of `smsbat_message_kind`. A value is never reused with another meaning.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum smsbat_message_kinds {
    /// An SMS. `smsbat_text_segments` returns the number of parts it is billed as.
    SMSBAT_MESSAGE_SMS = 1,
    /// A promotional Viber message: text, an image or a video, and a button.
    SMSBAT_MESSAGE_VIBER_PROMO = 2,
    /// A transactional Viber message: text, a document, or both.
    SMSBAT_MESSAGE_VIBER_TRANSACTIONAL = 3,
    /// A Viber carousel of cards.
    SMSBAT_MESSAGE_VIBER_CAROUSEL = 4,
    /// A Viber survey: a question in `text` with answers to choose from.
    SMSBAT_MESSAGE_VIBER_SURVEY = 5,
    /// A one-time password in Viber, made from one of Viber's templates.
    SMSBAT_MESSAGE_VIBER_OTP = 6,
    /// An RCS message: text, media, buttons or a carousel of cards.
    SMSBAT_MESSAGE_RCS = 7,
    /// A flash call: the recipient's phone rings, and the caller's number is the code.
    SMSBAT_MESSAGE_FLASH_CALL = 8,
    /// A message that tries channels in order until one works: Telegram, Viber, RCS, SMS. Sent by
    /// `smsbat_client_cascade_send`.
    SMSBAT_MESSAGE_CASCADE = 9,
    /// A message for many recipients: SMS, Viber, or Viber with SMS as a fallback. Sent by
    /// `smsbat_client_turbosms_send`.
    SMSBAT_MESSAGE_TURBOSMS = 10,
}

/// Returns the class of a kind of message.
pub(crate) fn message_class(kind: i32) -> Option<&'static Class> {
    Some(match kind {
        1 => smsbat_core::Sms::CLASSES[0],
        2 => smsbat_core::ViberPromo::CLASSES[0],
        3 => smsbat_core::ViberTransactional::CLASSES[0],
        4 => smsbat_core::ViberCarousel::CLASSES[0],
        5 => smsbat_core::ViberSurvey::CLASSES[0],
        6 => smsbat_core::ViberOtp::CLASSES[0],
        7 => smsbat_core::Rcs::CLASSES[0],
        8 => smsbat_core::FlashCall::CLASSES[0],
        9 => smsbat_core::CascadeMessage::CLASSES[0],
        10 => smsbat_core::TurboSmsMessage::CLASSES[0],
        _ => return None,
    })
}
