//! Kinds of events of the chat hub, and what an event of each kind holds.

use std::fmt::Write;

use smsbat_core::{Class, EVENT_CLASSES};

use super::cpp::{cpp_name, doc as cpp_doc};
use super::{doc, file, function, operations::one_line, reply_name};

/// Events, their names without `chat_event_`, and their numbers. A number is never used for another kind.
const KINDS: &[(&str, &str, i32)] = &[
    ("UnknownEvent", "unknown", 1),
    ("ChatMessageReceived", "message_received", 2),
    ("ChatMediaReceived", "media_received", 3),
    ("ChatStatusChanged", "chat_status_changed", 4),
    ("MessageStatusChanged", "message_status_changed", 5),
    ("ChatCreated", "chat_created", 6),
    ("ConnectionChanged", "connection_changed", 7),
];

struct Event {
    class: &'static Class,
    name: &'static str,
    number: i32,
}

impl Event {
    fn constant(&self) -> String {
        format!("SMSBAT_CHAT_EVENT_{}", self.name.to_uppercase())
    }

    fn raw(&self) -> String {
        format!("smsbat_{}", reply_name(self.class).unwrap_or_default())
    }
}

/// By their numbers. One without a number has a name that does not compile.
fn events() -> Vec<Event> {
    let of = |class: &'static Class| {
        let known = KINDS.iter().find(|(own, ..)| *own == class.name);
        known.map_or(Event { class, name: "lacks a number in KINDS of tools/gen/src/c/events.rs", number: 0 }, |k| {
            Event { class, name: k.1, number: k.2 }
        })
    };
    let mut all: Vec<Event> = EVENT_CLASSES.iter().flat_map(|group| group.iter().copied()).map(of).collect();
    all.sort_by_key(|event| event.number);
    all
}

pub(super) fn rust() -> String {
    let mut out = file(
        "Kinds of events of the chat hub.",
        &["crate::chat_events::event::{self, smsbat_chat_event}", "crate::generated::reply_types::*"],
    );
    out.push_str("/// What `smsbat_chat_event_kind` may return. A value is never used for anything else later.\n");
    out.push_str("#[repr(C)]\n#[derive(Debug, Clone, Copy, PartialEq, Eq)]\npub enum smsbat_chat_event_kinds {\n");
    for event in events() {
        let says = one_line(event.class.doc);
        doc(&mut out, &format!("{says} `smsbat_chat_event_{}` returns it.", event.name));
        let _ = writeln!(out, "    {} = {},", event.constant(), event.number);
    }
    out.push_str("}\n\n/// The kind of a class of events, by its name.\n");
    out.push_str("pub(crate) fn chat_event_kind(class: &str) -> smsbat_chat_event_kinds {\n    match class {\n");
    for event in events().iter().skip(1) {
        let _ = writeln!(out, "        \"{}\" => smsbat_chat_event_kinds::{},", event.class.name, event.constant());
    }
    out.push_str("        _ => smsbat_chat_event_kinds::SMSBAT_CHAT_EVENT_UNKNOWN,\n    }\n}\n\n");
    for event in events() {
        let name = format!("smsbat_chat_event_{}", event.name);
        let says = one_line(event.class.doc);
        function(
            &mut out,
            &format!("{says} Borrowed from the event; NULL if it is of another kind."),
            &name,
            "event: *const smsbat_chat_event",
            &format!("*const {}", event.raw()),
            &format!("event::part(event, smsbat_chat_event_kinds::{})", event.constant()),
        );
    }
    out
}

/// The enumerators of C++.
pub(super) fn cpp_kinds() -> String {
    let mut out = String::new();
    for event in events() {
        cpp_doc(&mut out, "  ", &one_line(event.class.doc));
        let _ = writeln!(out, "  {} = {},", event.name, event.constant());
    }
    out
}

/// What an event holds, by its kind, for C++.
pub(super) fn cpp_parts() -> String {
    let mut out = String::new();
    for event in events() {
        let (name, class) = (event.name, cpp_name(event.class));
        cpp_doc(&mut out, "  ", &format!("{} None if it is of another kind.", one_line(event.class.doc)));
        let _ = write!(
            out,
            "  std::optional<{class}> {name}() const& noexcept {{\n    \
             return detail::row<{class}>(smsbat_chat_event_{name}(get()));\n  }}\n  \
             std::optional<{class}> {name}() const&& = delete;\n"
        );
    }
    out
}
