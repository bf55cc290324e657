//! The SMSBAT API: messages, sending, delivery status.

pub(crate) mod batch;
mod content;
mod parts;
mod problem;
pub(crate) mod refusal;
mod replies;
mod send;
mod status;

pub use batch::MAX_MESSAGES;
pub use content::{FlashCall, Rcs, Sms, ViberCarousel, ViberOtp, ViberPromo, ViberSurvey, ViberTransactional};
pub use parts::{Action, Button, Card, Fallback, File, Media, RcsButton, RcsCard, Video};
pub use problem::Problem;
pub use replies::{FallbackStatus, MessageStatus, RawReply, SendResult, SentMessage};
#[cfg(feature = "bulk")]
pub(crate) use send::SEND;
pub(crate) use send::send;
pub use status::Waiting;
pub(crate) use status::{judge, status, wait};
