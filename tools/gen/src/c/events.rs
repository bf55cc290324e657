//! Kinds of events of the chat hub, and what an event of each kind holds.

use minijinja::{Value, context};
use smsbat_core::{Class, EVENT_CLASSES};

use super::cpp::cpp_name;
use super::operations::one_line;
use super::reply_name;
use crate::templates::render;

/// Events, their names behind `smsbat_chat_event_`, and their numbers. A number is never used for another kind.
const KINDS: &[(&str, &str, usize)] = &[
    ("UnknownEvent", "unknown", 1),
    ("ChatMessageReceived", "message_received", 2),
    ("ChatMediaReceived", "media_received", 3),
    ("ChatStatusChanged", "chat_status_changed", 4),
    ("MessageStatusChanged", "message_status_changed", 5),
    ("ChatCreated", "chat_created", 6),
    ("ConnectionChanged", "connection_changed", 7),
];

/// All events by their numbers, for a template. One without a number has a name that does not compile.
pub(super) fn all() -> Value {
    let of = |class: &'static Class| {
        let lacks = ("", "lacks a number in KINDS of tools/gen/src/c/events.rs", 0);
        let (_, name, number) = KINDS.iter().find(|(own, ..)| *own == class.name).copied().unwrap_or(lacks);
        let event = context! {
            class => class.name,
            doc => one_line(class.doc),
            name,
            number,
            constant => format!("SMSBAT_CHAT_EVENT_{}", name.to_uppercase()),
            raw => format!("smsbat_{}", reply_name(class).unwrap_or_default()),
            cpp => cpp_name(class),
        };
        (number, event)
    };
    let mut events: Vec<_> = EVENT_CLASSES.iter().flat_map(|group| group.iter().copied()).map(of).collect();
    events.sort_by_key(|(number, _)| *number);
    context! { events => events.into_iter().map(|(_, event)| event).collect::<Vec<_>>() }
}

pub(super) fn kinds() -> String {
    render("c/event_kinds.rs.j2", all())
}

pub(super) fn rust() -> String {
    render("c/events.rs.j2", all())
}
