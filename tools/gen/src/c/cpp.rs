//! The C++ header: inserts the code of every class into the text of `smsbat.hpp` next to this file.

use std::fmt::Write;

use minijinja::{Value, context};
use smsbat_core::bulk::{BULK_OPTIONS, BulkOption, BulkOptionKind};
use smsbat_core::{Class, Field, Kind, SETTINGS, Setting, SettingKind};

use super::{
    ReplyField, constructor, default_sentence, events, field_context, kind_constant, kinds_of_message, operations,
    reply_groups, reply_name, setting_type, typed_parts, wrap,
};
use crate::templates::render;

/// The text of `include/smsbat.hpp`.
pub(super) fn text() -> String {
    let text = include_str!("smsbat.hpp")
        .replace("@BULK@\n", include_str!("bulk.hpp"))
        .replace("@DELIVERY@\n", include_str!("delivery.hpp"))
        .replace("@LOG@\n", include_str!("log.hpp"))
        .replace("@CHAT_EVENTS@\n", include_str!("chat_events.hpp"))
        .replace("@CHAT_EVENT_KINDS@\n", &chunks("cpp/event_kinds.hpp.j2", events::all()))
        .replace("@CHAT_EVENT_PARTS@\n", &chunks("cpp/event_parts.hpp.j2", events::all()))
        .replace("@BULK_OPTIONS@\n", &bulk_options())
        .replace("@PARTS@\n", &parts())
        .replace("@MESSAGES@\n", &messages())
        .replace("@REPLIES@\n", &replies())
        .replace("@ARGUMENTS@\n", &chunks("cpp/arguments.hpp.j2", operations::cpp()))
        .replace("@OPERATIONS@\n", &chunks("cpp/operations.hpp.j2", operations::cpp()))
        .replace("@WIDGETS@\n", &chunks("cpp/local.hpp.j2", operations::cpp()))
        .replace("@OPTIONS@\n", &options());
    let mut out = String::new();
    for line in text.lines() {
        broken(&mut out, line);
    }
    out
}

/// Breaks a line that is too long where that reads well.
fn broken(out: &mut String, line: &str) {
    let indent = " ".repeat(line.len() - line.trim_start().len());
    match line.split_once(" { return ") {
        // A comment goes on to the end of its line.
        _ if line.len() <= 120 || line.trim_start().starts_with("//") => {
            let _ = writeln!(out, "{line}");
        }
        Some((declared, body)) if body.ends_with(" }") => {
            let _ = writeln!(out, "{declared} {{");
            broken(out, &format!("{indent}  return {}", body.trim_end_matches(" }")));
            let _ = writeln!(out, "{indent}}}");
        }
        _ => match line.rsplit_once(", ") {
            Some((start, end)) => {
                broken(out, &format!("{start},"));
                let _ = writeln!(out, "{indent}    {end}");
            }
            None => {
                let _ = writeln!(out, "{line}");
            }
        },
    }
}

/// The paragraphs as a comment.
pub(crate) fn comment(text: &str, indent: &str) -> String {
    let paragraphs = text.split("\n\n").map(|paragraph| {
        let mut lines = String::new();
        wrap(&mut lines, paragraph);
        lines
    });
    let lines = paragraphs.collect::<Vec<_>>().join("///\n");
    lines.lines().map(|line| format!("{indent}{line}")).collect::<Vec<_>>().join("\n")
}

/// The name of a class in C++.
pub(super) fn cpp_name(class: &Class) -> &'static str {
    if class.name == "MessageStatus" { "Status" } else { class.name }
}

pub(super) fn part_of(kind: Kind) -> String {
    let (Kind::Part(classes) | Kind::Parts(classes, ..)) = kind else { return String::new() };
    let mut names: Vec<_> = classes.iter().map(|c| c.name).collect();
    names.dedup();
    format!("detail::PartOf<{}>", names.join(", "))
}

/// The chunks of a template stand one under the other, with an empty line behind each.
fn chunks(template: &str, context: Value) -> String {
    render(template, context).trim_start_matches('\n').to_owned()
}

fn messages() -> String {
    let message = |class: &'static Class| {
        let fields: Vec<_> = class.fields.iter().map(|f| field_context(f, None, "")).collect();
        context! { name => class.name, doc => class.doc.trim(), constant => kind_constant(class), fields }
    };
    let messages: Vec<_> = kinds_of_message().into_iter().map(message).collect();
    chunks("cpp/messages.hpp.j2", context! { messages })
}

/// Classes of parts; one with variants is made by their names.
fn parts() -> String {
    let classes = typed_parts();
    let mut names: Vec<&str> = classes.iter().map(|c| c.name).collect();
    names.dedup();
    let part = |name: &str| {
        let group: Vec<&'static Class> = classes.iter().copied().filter(|c| c.name == name).collect();
        let made = |class: &&'static Class| {
            let required = class.fields.iter().filter(|f| f.required).map(|f| field_context(f, Some(class), ""));
            context! {
                doc => class.doc.trim(),
                variant => class.variant,
                constructor => constructor(class),
                required => required.collect::<Vec<_>>(),
            }
        };
        let optional = |class: &&'static Class| {
            let class = *class;
            class.fields.iter().filter(|f| !f.required).map(move |f| field_context(f, Some(class), ""))
        };
        context! {
            name,
            variants => group.iter().any(|c| c.variant.is_some()),
            made => group.iter().map(made).collect::<Vec<_>>(),
            fields => group.iter().flat_map(optional).collect::<Vec<_>>(),
        }
    };
    chunks("cpp/parts.hpp.j2", context! { parts => names.into_iter().map(part).collect::<Vec<_>>() })
}

fn replies() -> String {
    let reply = |class: &'static Class| {
        let noun = reply_name(class)?;
        let field = |field: &'static Field| {
            let of = ReplyField::of(class, &noun, field);
            let row = of.class.and_then(reply_name).map(|row| format!("smsbat_{row}"));
            let class = of.class.map(cpp_name);
            context! { member => of.member, own => of.own, entry => of.entry, says => of.says, form => of.form, class, row }
        };
        Some(context! {
            name => cpp_name(class),
            doc => class.doc.trim(),
            raw => format!("smsbat_{noun}"),
            owned => operations::is_owned(class),
            checked => ["SendResult", "TurboSmsResult"].contains(&class.name),
            fields => class.fields.iter().map(field).collect::<Vec<_>>(),
        })
    };
    let replies: Vec<_> = reply_groups().filter_map(reply).collect();
    chunks("cpp/replies.hpp.j2", context! { replies, lists => operations::cpp_lists() })
}

fn bulk_options() -> String {
    let option = |option: &BulkOption| {
        // `template` is a word of C++; the names of columns come in pairs, for which there is a function of its own.
        let name = match option.name {
            "columns" => return None,
            "template" => "template_text",
            name => name,
        };
        let (parameter, value) = match option.kind {
            BulkOptionKind::Count => ("std::uint64_t value", "std::to_string(value)"),
            BulkOptionKind::Flag => ("bool value = true", "value ? \"true\" : \"false\""),
            BulkOptionKind::Path => ("const Path& value", "value"),
            _ => ("detail::Given value", "value"),
        };
        let doc = format!("{}{}", option.doc, default_sentence(option.default));
        Some(context! { name, doc, parameter, body => format!("set({:?}, {value});", option.name) })
    };
    // A number, or a word.
    let parts = context! {
        name => "max_parts_per_message",
        doc => "Does the same with a number.",
        parameter => "std::uint64_t value",
        body => "set(\"max_parts_per_message\", std::to_string(value));",
    };
    let options: Vec<_> = BULK_OPTIONS.iter().filter_map(option).chain([parts]).collect();
    chunks("cpp/options.hpp.j2", context! { class => "BulkOptions", options })
}

fn options() -> String {
    let option = |setting: &Setting| {
        let name = setting.name;
        let (parameter, value) = match setting_type(setting) {
            None if matches!(setting.kind, SettingKind::Path) => ("const Path& value", ""),
            None => ("detail::Given value", ""),
            Some("bool") => ("bool value = true", "value"),
            Some("f64") => ("Seconds value", "value.count()"),
            Some("u32") => ("std::uint32_t value", "value"),
            Some(_) => ("std::uint64_t value", "value"),
        };
        let body = match value {
            "" => format!("set(smsbat_options_set_{name}, value, {name:?});"),
            value => format!("smsbat_options_set_{name}(get(), {value});"),
        };
        let default = default_sentence(setting.default);
        let doc = format!("{}{default} Environment: `SMSBAT_{}`.", setting.doc, name.to_uppercase());
        context! { name, doc, parameter, body }
    };
    chunks(
        "cpp/options.hpp.j2",
        context! { class => "Options", options => SETTINGS.iter().map(option).collect::<Vec<_>>() },
    )
}
