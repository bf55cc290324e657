//! The SMSBAT API: messages, sending, delivery status.

pub(crate) mod batch;
mod content;
mod id;
pub(crate) mod matching;
mod parts;
mod problem;
pub(crate) mod refusal;
mod replies;
mod send;
mod status;
mod wait_all;

pub use batch::MAX_MESSAGES;
pub use content::{FlashCall, Rcs, Sms, ViberCarousel, ViberOtp, ViberPromo, ViberSurvey, ViberTransactional};
pub use id::MessageId;
pub(crate) use id::{all as all_ids, missing as no_id, of_record as id_of};
pub use parts::{Action, Button, Card, Fallback, File, Media, RcsButton, RcsCard, Video};
pub use problem::Problem;
pub use replies::{FallbackStatus, MessageStatus, RawReply, SendResult, SentMessage};
#[cfg(feature = "bulk")]
pub(crate) use send::SEND;
pub(crate) use send::send;
pub use status::Waiting;
pub(crate) use status::{judge, status, wait};
pub use wait_all::WaitingAll;
pub(crate) use wait_all::wait_all;
