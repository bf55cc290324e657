//! All models, grouped by their use.

use crate::cascade::{CascadeFallback, CascadeMessage, Telegram, TelegramButton, Variable, ViberBot};
use crate::chathub::{Chat, ChatMessage, ChatOperator, NewOperator, Operator, Organization, TokenInfo};
#[cfg(feature = "realtime")]
use crate::chathub::{
    ChatCreated, ChatMediaReceived, ChatMessageReceived, ChatStatusChanged, ConnectionChanged, MessageStatusChanged,
    UnknownEvent,
};
use crate::messages::{
    Action, Button, Card, Fallback, FallbackStatus, File, Media, MessageStatus, RawReply, RcsButton, RcsCard,
    SendResult, SentMessage, Video,
};
use crate::messagio::{MessagioMessage, MessagioResult, MessagioSent};
use crate::model::{Class, Model};
use crate::turbosms::{
    TurboCard, TurboSms, TurboSmsChannel, TurboSmsDetails, TurboSmsEvent, TurboSmsMessage, TurboSmsRecipient,
    TurboSmsResult, TurboSmsStatus, TurboViber,
};
use crate::webhooks::{DeliveryReport, IncomingMessage};

/// All parts of messages of the SMSBAT API.
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

/// All messages and parts of the other APIs.
pub const API_CLASSES: &[&[&Class]] = &[
    CascadeMessage::CLASSES,
    CascadeFallback::CLASSES,
    Variable::CLASSES,
    ViberBot::CLASSES,
    Telegram::CLASSES,
    TelegramButton::CLASSES,
    TurboSmsMessage::CLASSES,
    TurboSms::CLASSES,
    TurboViber::CLASSES,
    TurboCard::CLASSES,
    MessagioMessage::CLASSES,
    NewOperator::CLASSES,
];

/// All replies of the SMSBAT API.
pub const REPLY_CLASSES: &[&[&Class]] =
    &[SentMessage::CLASSES, SendResult::CLASSES, FallbackStatus::CLASSES, MessageStatus::CLASSES, RawReply::CLASSES];

/// All replies of the other APIs, and all webhook events.
pub const API_REPLY_CLASSES: &[&[&Class]] = &[
    TurboSmsRecipient::CLASSES,
    TurboSmsResult::CLASSES,
    TurboSmsStatus::CLASSES,
    TurboSmsChannel::CLASSES,
    TurboSmsDetails::CLASSES,
    TurboSmsEvent::CLASSES,
    MessagioSent::CLASSES,
    MessagioResult::CLASSES,
    Organization::CLASSES,
    Operator::CLASSES,
    TokenInfo::CLASSES,
    ChatOperator::CLASSES,
    Chat::CLASSES,
    ChatMessage::CLASSES,
    IncomingMessage::CLASSES,
    DeliveryReport::CLASSES,
];

/// Every event of the chat hub.
#[cfg(feature = "realtime")]
pub const EVENT_CLASSES: &[&[&Class]] = &[
    ChatMessageReceived::CLASSES,
    ChatMediaReceived::CLASSES,
    ChatStatusChanged::CLASSES,
    MessageStatusChanged::CLASSES,
    ChatCreated::CLASSES,
    ConnectionChanged::CLASSES,
    UnknownEvent::CLASSES,
];
