//! Setters and getters for C, and the header of the whole C library.
//!
//! cbindgen cannot see functions that a macro defines, so they are generated from the core's tables.

pub(crate) mod cpp;
mod events;
mod header;
mod macros;
mod operations;

use std::fmt::Write;

use minijinja::{Value, context};
use serde::Serialize;
use smsbat_core::bulk::{BULK_OPTIONS, BulkOption};
use smsbat_core::{
    API_CLASSES, API_REPLY_CLASSES, Class, EVENT_CLASSES, Field, Kind, MESSAGE_CLASSES, PART_CLASSES, REPLY_CLASSES,
    SETTINGS, Setting, SettingKind,
};

use crate::templates::render;

/// Classes of other APIs that are kinds of message in C: what stands behind `SMSBAT_MESSAGE_` for each, and its number.
const OTHER_KINDS: &[(&str, &str, usize)] = &[("CascadeMessage", "CASCADE", 9), ("TurboSmsMessage", "TURBOSMS", 10)];

/// Replies that have another name in C.
const REPLY_NAMES: &[(&str, &str)] = &[("MessageStatus", "status")];

/// Type of a setting that is not text in C.
fn setting_type(setting: &Setting) -> Option<&'static str> {
    match setting.kind {
        SettingKind::Flag => Some("bool"),
        SettingKind::Seconds => Some("f64"),
        SettingKind::Count | SettingKind::CountOrNone => Some("u32"),
        SettingKind::Size => Some("u64"),
        _ => None,
    }
}

/// Names in the core's comments, as C has them.
const WORDS: &[(&str, &str)] = &[
    ("`segments(text)`", "`smsbat_text_segments`"),
    ("`flash_call_matches`", "`smsbat_flash_call_matches`"),
    ("`status` and `wait`", "`smsbat_client_status` and `smsbat_client_wait`"),
];

/// Path from the root and text of each file.
pub(crate) fn files() -> Result<Vec<(&'static str, String)>, String> {
    let mut files = vec![
        ("ffi/src/generated/settings.rs", settings()),
        ("ffi/src/generated/bulk.rs", bulk_options()),
        ("ffi/src/generated/kinds.rs", kinds()),
        ("ffi/src/generated/messages.rs", messages()),
        ("ffi/src/generated/parts.rs", parts()),
        ("ffi/src/generated/operations.rs", operations::rust()),
        ("ffi/src/generated/reply_types.rs", operations::reply_types()),
        ("ffi/src/generated/replies.rs", replies()),
        ("ffi/src/generated/event_kinds.rs", events::kinds()),
        ("ffi/src/generated/events.rs", events::rust()),
    ];
    files.push(("include/smsbat.h", header::text(&files)?));
    files.push(("include/smsbat.hpp", cpp::text()));
    files.push(("docs/reference/operations.md", operations::page()));
    files.push(("docs/reference/errors.md", crate::errors::page()?));
    Ok(files)
}

/// Classes that callers fill in, in the order of the core's lists.
fn models() -> impl Iterator<Item = &'static Class> {
    MESSAGE_CLASSES.iter().chain(PART_CLASSES).chain(API_CLASSES).flat_map(|group| group.iter().copied())
}

/// Everything that comes back: replies, and events of the chat hub.
fn reply_groups() -> impl Iterator<Item = &'static Class> {
    REPLY_CLASSES.iter().chain(API_REPLY_CLASSES).chain(EVENT_CLASSES).flat_map(|group| group.iter().copied())
}

/// The kinds of message that C has builders for.
fn kinds_of_message() -> Vec<&'static Class> {
    models().filter(|class| is_kind(class)).collect()
}

fn is_kind(class: &Class) -> bool {
    other_kind(class).is_some() || MESSAGE_CLASSES.iter().any(|g| g.iter().any(|m| std::ptr::eq(*m, class)))
}

/// Parts of the messages that C has builders for, and parts of these parts. The other classes that people fill in
/// go as JSON through `smsbat_call`.
fn typed_parts() -> Vec<&'static Class> {
    let mut found = kinds_of_message();
    let messages = found.len();
    let mut next = 0;
    while let Some(class) = found.get(next).copied() {
        for field in class.fields {
            if let Kind::Part(classes) | Kind::Parts(classes, ..) = field.kind {
                let new: Vec<_> = classes.iter().filter(|c| !found.iter().any(|f| std::ptr::eq(*f, **c))).collect();
                found.extend(new);
            }
        }
        next += 1;
    }
    let given = operations::given_classes();
    let parts: Vec<_> = found[messages..]
        .iter()
        .chain(given.iter().filter(|c| !found[..messages].iter().any(|m| std::ptr::eq(*m, **c))))
        .collect();
    models().filter(|class| parts.iter().any(|f| std::ptr::eq(**f, *class))).collect()
}

/// `ViberOtp` as `viber_otp`.
fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// The name for one entry of a list.
fn singular(name: &str) -> &str {
    match name {
        "carousel" => "carousel_card",
        "survey" => "survey_option",
        name if name.ends_with("ses") => &name[..name.len() - 2],
        name => name.strip_suffix('s').unwrap_or(name),
    }
}

/// Name of a field's function. `json` is that of the whole reply, and `operator` is a word of C++.
fn member(field: &str) -> &str {
    match field {
        "json" => "body_json",
        "operator" => "assigned_operator",
        field => field,
    }
}

/// A parameter's name that is no keyword of Rust, C or C++.
fn parameter(name: &str) -> &str {
    match name {
        "type" => "kind",
        "template" => "template_text",
        name => name,
    }
}

/// The text as a comment, line by line.
pub(crate) fn comment(text: &str) -> String {
    let mut out = String::new();
    let text = WORDS.iter().fold(text.to_owned(), |text, (core, c)| text.replace(core, c));
    for line in text.trim_end().lines() {
        let line = line.trim();
        if line.is_empty() {
            out.push_str("///\n");
        } else {
            wrap(&mut out, line);
        }
    }
    out.trim_end().to_owned()
}

/// Breaks a paragraph where the rest of the comments is broken; an item of a list goes on below its text.
fn wrap(out: &mut String, paragraph: &str) {
    let indent = if paragraph.trim_start().starts_with("- ") { "  " } else { "" };
    let mut line = String::new();
    for word in paragraph.split_whitespace() {
        if !line.trim().is_empty() && line.chars().count() + word.chars().count() > 112 {
            let _ = writeln!(out, "/// {line}");
            indent.clone_into(&mut line);
        }
        if !line.trim().is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    let _ = writeln!(out, "/// {line}");
}

/// The sentences of a field, as one paragraph.
fn sentences(field: &Field) -> String {
    field.doc.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn other_kind(class: &Class) -> Option<&'static (&'static str, &'static str, usize)> {
    OTHER_KINDS.iter().find(|(name, ..)| *name == class.name)
}

fn kind_constant(class: &Class) -> String {
    let name = other_kind(class).map_or_else(|| snake(class.name).to_uppercase(), |(_, name, _)| (*name).to_owned());
    format!("SMSBAT_MESSAGE_{name}")
}

/// The number of a kind, which never changes: `MESSAGE_CLASSES` grows at its end, and the other kinds came ninth.
fn kind_number(class: &Class) -> usize {
    let position = MESSAGE_CLASSES.iter().position(|group| group.iter().any(|c| std::ptr::eq(*c, class)));
    let after =
        |position| if position < OTHER_KINDS[0].2 - 1 { position + 1 } else { position + 1 + OTHER_KINDS.len() };
    other_kind(class).map_or_else(|| position.map_or(0, after), |(.., number)| *number)
}

/// Returns the path of a class in Rust.
fn path(class: &Class) -> String {
    let mut groups = MESSAGE_CLASSES.iter().chain(PART_CLASSES).chain(API_CLASSES);
    let group = groups.find(|g| g.iter().any(|c| std::ptr::eq(*c, class)));
    let position = group.and_then(|g| g.iter().position(|c| std::ptr::eq(*c, class))).unwrap_or_default();
    format!("smsbat_core::{}::CLASSES[{position}]", class.name)
}

/// The C function that sets a field.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Shape {
    Text,
    Integer,
    Flag,
    Texts,
    Part,
    Parts,
    Params,
    Json,
    /// None of these yet.
    Other,
}

fn shape(kind: Kind) -> Shape {
    match kind {
        Kind::Count | Kind::Number => Shape::Integer,
        Kind::Flag => Shape::Flag,
        Kind::Texts(..) | Kind::PhoneList(_) => Shape::Texts,
        Kind::Part(_) => Shape::Part,
        Kind::Parts(..) => Shape::Parts,
        Kind::Params => Shape::Params,
        Kind::Json => Shape::Json,
        Kind::Outcome | Kind::Decimal => Shape::Other,
        _ => Shape::Text,
    }
}

/// The functions that make a part for this field.
fn makers(kind: Kind) -> String {
    let (Kind::Part(classes) | Kind::Parts(classes, ..)) = kind else { return String::new() };
    let names: Vec<_> = classes.iter().map(|c| format!("`{}`", constructor(c))).collect();
    names.join(", ")
}

fn constructor(class: &Class) -> String {
    match class.variant {
        Some(variant) => format!("smsbat_{}_{variant}", snake(class.name)),
        None => format!("smsbat_{}_new", snake(class.name)),
    }
}

fn constants(classes: &[&&Class]) -> String {
    let names: Vec<_> = classes.iter().map(|c| format!("`{}`", kind_constant(c))).collect();
    names.join(", ")
}

/// Documentation of a field for the kinds where it differs from the first.
fn other_meanings(having: &[&&Class], first: &Field) -> String {
    let mut out = String::new();
    let said = sentences(first);
    let mut told: Vec<String> = vec![said.clone()];
    for class in having {
        let Some(own) = class.position(first.name).map(|i| sentences(&class.fields[i])) else { continue };
        if said.starts_with(own.trim_end_matches('.')) || told.contains(&own) {
            continue;
        }
        let _ = write!(out, " For `{}`: {own}", kind_constant(class));
        told.push(own);
    }
    out
}

/// The kind of a field with the parts of all classes that have it.
fn widest(classes: &[&&Class], field: &Field) -> Kind {
    let mut parts: Vec<&'static Class> = Vec::new();
    for class in classes {
        let other = class.position(field.name).map(|i| class.fields[i].kind);
        if let Some(Kind::Part(more) | Kind::Parts(more, ..)) = other {
            parts.extend(more.iter().filter(|c| !parts.iter().any(|p| std::ptr::eq(*p, **c))).collect::<Vec<_>>());
        }
    }
    match field.kind {
        Kind::Part(_) => Kind::Part(parts.leak()),
        Kind::Parts(_, min, max) => Kind::Parts(parts.leak(), min, max),
        kind => kind,
    }
}

/// Name of a reply in C; `None` for one that no function returns.
fn reply_name(class: &Class) -> Option<String> {
    let webhook = ["IncomingMessage", "DeliveryReport"].contains(&class.name);
    if !webhook && !operations::reply_classes().iter().any(|known| std::ptr::eq(*known, class)) {
        return None;
    }
    let other = REPLY_NAMES.iter().find(|(name, _)| *name == class.name).map(|(_, name)| (*name).to_owned());
    Some(other.unwrap_or_else(|| snake(&class.name.replace("TurboSms", "Turbosms"))))
}

/// A field as the templates of setters have it, of messages (`owner` is `None`) or of a class of parts.
fn field_context(field: &Field, owner: Option<&Class>, note: &str) -> Value {
    context! {
        name => field.name,
        says => sentences(field),
        shape => shape(field.kind),
        one => singular(field.name),
        value => parameter(field.name),
        makers => makers(field.kind),
        part_of => cpp::part_of(field.kind),
        prefix => owner.map_or_else(|| "message".to_owned(), |class| snake(class.name)),
        owner => owner.map_or_else(|| "None".to_owned(), |class| format!("Some({:?})", class.name)),
        note,
    }
}

fn kinds() -> String {
    let kind = |class: &'static Class| {
        let sender = match class.name {
            "CascadeMessage" => " Sent by `smsbat_client_cascade_send`.",
            "TurboSmsMessage" => " Sent by `smsbat_client_turbosms_send`.",
            _ => "",
        };
        context! {
            doc => format!("{}{sender}", class.doc.trim_end()),
            constant => kind_constant(class),
            number => kind_number(class),
            path => path(class),
        }
    };
    let kinds: Vec<_> = kinds_of_message().into_iter().map(kind).collect();
    render("c/kinds.rs.j2", context! { kinds })
}

/// One setter for each field name of all kinds of message.
fn messages() -> String {
    let all = kinds_of_message();
    let mut done: Vec<&str> = Vec::new();
    let mut fields = Vec::new();
    for field in all.iter().flat_map(|c| c.fields) {
        if done.contains(&field.name) {
            continue;
        }
        done.push(field.name);
        let having: Vec<&&Class> = all.iter().filter(|c| c.position(field.name).is_some()).collect();
        let without: Vec<&&Class> = all.iter().filter(|c| c.position(field.name).is_none()).collect();
        let note = match (having.len(), without.len()) {
            (_, 0) => String::new(),
            (h, w) if w < h => format!(" For all kinds but {}.", constants(&without)),
            _ => format!(" For {}.", constants(&having)),
        };
        let note = format!("{note}{}", other_meanings(&having, field));
        // Kinds may want different parts for one name; the makers of all of them are named.
        let mut field = *field;
        field.kind = widest(&having, &field);
        fields.push(field_context(&field, None, &note));
    }
    render("c/messages.rs.j2", context! { fields })
}

/// Constructors of parts, and one setter for each optional field name.
fn parts() -> String {
    let classes = typed_parts();
    let mut done: Vec<(&str, &str)> = Vec::new();
    let mut fields = Vec::new();
    for class in &classes {
        for field in class.fields.iter().filter(|f| !f.required && !done.contains(&(class.name, f.name))) {
            let note =
                class.variant.map(|_| format!(" For parts made by `{}`.", constructor(class))).unwrap_or_default();
            fields.push(field_context(field, Some(class), &note));
        }
        done.extend(class.fields.iter().filter(|f| !f.required).map(|f| (class.name, f.name)));
    }
    let maker = |class: &&'static Class| {
        let required = class.fields.iter().filter(|f| f.required).map(|f| field_context(f, Some(class), ""));
        context! {
            doc => class.doc.trim(),
            constructor => constructor(class),
            path => path(class),
            fields => !class.fields.is_empty(),
            required => required.collect::<Vec<_>>(),
        }
    };
    let classes: Vec<_> = classes.iter().map(maker).collect();
    render("c/parts.rs.j2", context! { classes, fields })
}

fn settings() -> String {
    let setting = |setting: &Setting| {
        let default = default_sentence(setting.default);
        context! { name => setting.name, doc => setting.doc, default, type => setting_type(setting) }
    };
    render("c/settings.rs.j2", context! { settings => SETTINGS.iter().map(setting).collect::<Vec<_>>() })
}

/// ` Default: 5.`, or nothing.
fn default_sentence(default: &str) -> String {
    if default.is_empty() { String::new() } else { format!(" Default: {default}.") }
}

fn bulk_options() -> String {
    let option = |o: &BulkOption| context! { name => o.name, default => o.default, doc => o.doc };
    render("c/bulk.rs.j2", context! { options => BULK_OPTIONS.iter().map(option).collect::<Vec<_>>() })
}

/// The functions of a field of a reply, for C and C++.
struct ReplyField {
    /// Name of its function, without that of the reply.
    member: &'static str,
    own: String,
    /// Beginning of the names of the functions for one entry of a list.
    entry: String,
    says: String,
    form: &'static str,
    /// Class of an object or a row.
    class: Option<&'static Class>,
}

impl ReplyField {
    fn of(class: &Class, noun: &str, field: &'static Field) -> Self {
        let name = field.name;
        let (form, part) = match field.kind {
            Kind::Number | Kind::Count => ("number", None),
            Kind::Flag => ("flag", None),
            Kind::Outcome => ("outcome", None),
            Kind::Texts(..) => ("texts", None),
            Kind::Params => ("params", None),
            Kind::Part(classes) => ("part", classes.first()),
            Kind::Parts(classes, ..) => ("parts", classes.first()),
            _ => ("text", None),
        };
        let exact = if matches!(field.kind, Kind::Decimal) { " An exact decimal, as text." } else { "" };
        Self {
            member: member(name),
            own: format!("smsbat_{noun}_{}", member(name)),
            // The rows of a result are what it is made of, so their functions need no noun.
            entry: match (class.name, name) {
                ("SendResult", "messages") => format!("smsbat_{noun}"),
                _ => format!("smsbat_{noun}_{}", singular(name)),
            },
            says: format!("{}{exact}", sentences(field)),
            form,
            class: part.copied(),
        }
    }
}

fn replies() -> String {
    let reply = |class: &'static Class| {
        let noun = reply_name(class)?;
        let field = |field: &'static Field| {
            let of = ReplyField::of(class, &noun, field);
            let row = of.class.and_then(reply_name).unwrap_or_default();
            let quoted = format!("{:?}", field.name);
            context! { name => field.name, own => of.own, entry => of.entry, says => of.says, form => of.form, row, quoted }
        };
        let fields: Vec<_> = class.fields.iter().map(field).collect();
        Some(context! { shown => noun.replace('_', " "), noun, fields })
    };
    render("c/replies.rs.j2", context! { replies => reply_groups().filter_map(reply).collect::<Vec<_>>() })
}
