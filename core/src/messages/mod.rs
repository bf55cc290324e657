//! The SMSBAT API: messages, sending, delivery status.

mod content;
mod parts;
mod problem;
mod replies;
mod send;
mod status;

pub use content::{FlashCall, Rcs, Sms, ViberCarousel, ViberOtp, ViberPromo, ViberSurvey, ViberTransactional};
pub use parts::{Action, Button, Card, Fallback, File, Media, RcsButton, RcsCard, Video};
pub use problem::Problem;
pub use replies::{FallbackStatus, MessageStatus, RawReply, SendResult, SentMessage};
pub use send::MAX_MESSAGES;
pub(crate) use send::send_prepared;
pub(crate) use status::{status, wait};

use crate::model::{Class, Model};

/// Every class of message, in the order of the documentation.
pub const MESSAGE_CLASSES: &[&[&Class]] = &[
    Sms::CLASSES,
    ViberPromo::CLASSES,
    ViberTransactional::CLASSES,
    ViberCarousel::CLASSES,
    ViberSurvey::CLASSES,
    ViberOtp::CLASSES,
    Rcs::CLASSES,
    FlashCall::CLASSES,
];

/// Every class of part.
pub const PART_CLASSES: &[&[&Class]] = &[
    Fallback::CLASSES,
    Button::CLASSES,
    Video::CLASSES,
    File::CLASSES,
    Card::CLASSES,
    Media::CLASSES,
    RcsButton::CLASSES,
    RcsCard::CLASSES,
    Action::CLASSES,
];

/// Every class of reply.
pub const REPLY_CLASSES: &[&[&Class]] =
    &[SentMessage::CLASSES, SendResult::CLASSES, FallbackStatus::CLASSES, MessageStatus::CLASSES, RawReply::CLASSES];
