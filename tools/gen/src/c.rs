//! C builders and accessors, and the header over all of the C library.
//!
//! cbindgen does not see functions that a macro makes, so they are written out here from the core's tables.

mod cpp;
mod events;
mod header;
mod operations;

use std::fmt::Write;

use smsbat_core::bulk::BULK_OPTIONS;
use smsbat_core::{
    API_CLASSES, API_REPLY_CLASSES, Class, EVENT_CLASSES, Field, Kind, MESSAGE_CLASSES, PART_CLASSES, REPLY_CLASSES,
    SETTINGS, Setting, SettingKind,
};

/// Classes that are kinds of message in C, what stands behind `SMSBAT_MESSAGE_` for each, and its number. A number is
/// never used for another kind.
const KINDS: &[(&str, &str, i32)] = &[
    ("Sms", "SMS", 1),
    ("ViberPromo", "VIBER_PROMO", 2),
    ("ViberTransactional", "VIBER_TRANSACTIONAL", 3),
    ("ViberCarousel", "VIBER_CAROUSEL", 4),
    ("ViberSurvey", "VIBER_SURVEY", 5),
    ("ViberOtp", "VIBER_OTP", 6),
    ("Rcs", "RCS", 7),
    ("FlashCall", "FLASH_CALL", 8),
    ("CascadeMessage", "CASCADE", 9),
    ("TurboSmsMessage", "TURBOSMS", 10),
];

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
pub(crate) fn files() -> Vec<(&'static str, String)> {
    let mut files = vec![
        ("ffi/src/generated/settings.rs", settings()),
        ("ffi/src/generated/bulk.rs", bulk_options()),
        ("ffi/src/generated/messages.rs", messages()),
        ("ffi/src/generated/parts.rs", parts()),
        ("ffi/src/generated/operations.rs", operations::rust()),
        ("ffi/src/generated/reply_types.rs", operations::reply_types()),
        ("ffi/src/generated/replies.rs", replies()),
        ("ffi/src/generated/events.rs", events::rust()),
    ];
    let header = header::text(&files);
    files.push(("include/smsbat.h", header));
    files.push(("include/smsbat.hpp", cpp::text()));
    files.push(("docs/reference/operations.md", operations::page()));
    files
}

/// The start of a file: what is in it, and what it needs.
fn file(what: &str, uses: &[&str]) -> String {
    let uses: String = uses.iter().map(|u| format!("use {u};\n")).collect();
    format!("//! {what} Written by `make gen` from the tables in core: do not edit.\n\n{uses}\n")
}

fn messages() -> String {
    let uses = [
        "std::ffi::c_char",
        "smsbat_core::{Class, Model, Value}",
        "crate::draft",
        "crate::error::smsbat_code",
        "crate::message::smsbat_message",
        "crate::part::smsbat_part",
    ];
    let mut out = file("Kinds of messages and their setters.", &uses);
    kinds(&mut out);
    message_setters(&mut out);
    out
}

fn parts() -> String {
    let uses = [
        "std::ffi::c_char",
        "smsbat_core::{Model, Value}",
        "crate::draft",
        "crate::error::smsbat_code",
        "crate::part::{self, smsbat_part}",
    ];
    let mut out = file("What makes parts, and their setters.", &uses);
    let classes = typed_parts();
    for class in &classes {
        part_constructor(&mut out, class);
    }
    part_setters(&mut out, &classes);
    out
}

/// What people fill in, in the order of the core's own lists.
fn models() -> impl Iterator<Item = &'static Class> {
    MESSAGE_CLASSES.iter().chain(PART_CLASSES).chain(API_CLASSES).flat_map(|group| group.iter().copied())
}

/// The kinds of message that C has builders for: those of the SMSBAT API, and those of `KINDS` from the other APIs.
fn kinds_of_message() -> Vec<&'static Class> {
    let other = models().filter(|c| {
        let main = MESSAGE_CLASSES.iter().any(|g| g.iter().any(|m| std::ptr::eq(*m, *c)));
        main || KINDS.iter().any(|(name, ..)| *name == c.name)
    });
    other.collect()
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

fn replies() -> String {
    let uses = [
        "std::ffi::c_char",
        "crate::error::smsbat_outcome",
        "crate::reply",
        "crate::result::{smsbat_send_result, smsbat_sent_message}",
        "crate::status::{smsbat_fallback_status, smsbat_status}",
        "crate::generated::reply_types::*",
        "crate::turbosms::{smsbat_turbosms_recipient, smsbat_turbosms_result}",
        "crate::webhook::{smsbat_delivery_report, smsbat_incoming_message}",
    ];
    let mut out = file("What is in replies.", &uses);
    for class in reply_groups() {
        reply_accessors(&mut out, class);
    }
    out
}

/// Everything that comes back: replies, and events of the chat hub.
fn reply_groups() -> impl Iterator<Item = &'static Class> {
    REPLY_CLASSES.iter().chain(API_REPLY_CLASSES).chain(EVENT_CLASSES).flat_map(|group| group.iter().copied())
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

fn doc(out: &mut String, text: &str) {
    let text = WORDS.iter().fold(text.to_owned(), |text, (core, c)| text.replace(core, c));
    for line in text.trim_end().lines() {
        let line = line.trim();
        if line.is_empty() {
            out.push_str("///\n");
        } else {
            wrap(out, line);
        }
    }
}

/// Breaks a paragraph where the rest of the comments is broken.
fn wrap(out: &mut String, paragraph: &str) {
    let mut line = String::new();
    for word in paragraph.split_whitespace() {
        if !line.is_empty() && line.chars().count() + word.chars().count() > 112 {
            let _ = writeln!(out, "/// {line}");
            line.clear();
        }
        if !line.is_empty() {
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

fn function(out: &mut String, text: &str, name: &str, parameters: &str, result: &str, body: &str) {
    doc(out, text);
    let result = if result.is_empty() { String::new() } else { format!(" -> {result}") };
    let _ = writeln!(out, "#[unsafe(no_mangle)]");
    let _ = writeln!(out, "pub unsafe extern \"C\" fn {name}({parameters}){result} {{");
    let _ =
        writeln!(out, "    // SAFETY: the caller's promises about the pointers are those that the helper asks for.");
    let _ = writeln!(out, "    unsafe {{ {body} }}\n}}\n");
}

fn settings() -> String {
    let uses = ["std::ffi::c_char", "crate::error::smsbat_code", "crate::options::{self, smsbat_options}"];
    let mut out = file("Setters of the client's settings.", &uses);
    for setting in SETTINGS {
        let name = setting.name;
        let kind = setting_type(setting);
        let default =
            if setting.default.is_empty() { String::new() } else { format!(" Default: {}.", setting.default) };
        let wrong = match kind {
            None => "if a pointer is NULL or the text is not UTF-8",
            Some(_) => "if `options` is NULL",
        };
        let text = format!(
            "Sets `{name}`: {}{default} Environment: `SMSBAT_{}`.\n\nReturns `SMSBAT_ERROR_INVALID_ARGUMENT` {wrong}. The value is checked by `smsbat_client_new`.",
            setting.doc,
            name.to_uppercase(),
        );
        let (ty, helper) = match kind {
            None => ("*const c_char", "set_text"),
            Some(ty) => (ty, "set_shown"),
        };
        let parameters = format!("options: *mut smsbat_options, value: {ty}");
        let body = format!("options::{helper}(options, \"{name}\", value)");
        function(&mut out, &text, &format!("smsbat_options_set_{name}"), &parameters, "smsbat_code", &body);
    }
    out
}

fn bulk_options() -> String {
    let uses = ["std::ffi::c_char", "crate::bulk::options::{self, smsbat_bulk_options}", "crate::error::smsbat_code"];
    let mut out = file("The setter of a campaign's options.", &uses);
    let mut text = "Sets an option by its name, as text. The names, with their defaults:\n\n".to_owned();
    for option in BULK_OPTIONS {
        let default = if option.default.is_empty() { String::new() } else { format!(" ({})", option.default) };
        let _ = writeln!(text, "- `{}`{default}: {}", option.name, option.doc);
    }
    text.push_str(
        "\n`columns` adds to what was set before. Returns `SMSBAT_ERROR_VALIDATION` if there is no such option or the \
         value is not one of it, `SMSBAT_ERROR_INVALID_ARGUMENT` for NULL or text that is not UTF-8.",
    );
    let parameters = "options: *mut smsbat_bulk_options, name: *const c_char, value: *const c_char";
    let body = "options::set(options, name, value)";
    function(&mut out, &text, "smsbat_bulk_options_set", parameters, "smsbat_code", body);
    out
}

fn kind_constant(class: &Class) -> String {
    let kind = KINDS.iter().find(|(name, ..)| *name == class.name);
    format!("SMSBAT_MESSAGE_{}", kind.map_or("", |(_, shown, _)| shown))
}

/// How to reach a class in Rust.
fn path(class: &Class) -> String {
    let mut groups = MESSAGE_CLASSES.iter().chain(PART_CLASSES).chain(API_CLASSES);
    let group = groups.find(|g| g.iter().any(|c| std::ptr::eq(*c, class)));
    let position = group.and_then(|g| g.iter().position(|c| std::ptr::eq(*c, class))).unwrap_or_default();
    format!("smsbat_core::{}::CLASSES[{position}]", class.name)
}

fn kinds(out: &mut String) {
    out.push_str("/// What `smsbat_message_kind` may be. A value is never used for anything else later.\n");
    out.push_str("#[repr(C)]\n#[derive(Debug, Clone, Copy, PartialEq, Eq)]\npub enum smsbat_message_kinds {\n");
    let mut arms = String::new();
    for class in kinds_of_message() {
        let Some((.., number)) = KINDS.iter().find(|(name, ..)| *name == class.name) else {
            // Does not compile, and says why.
            let _ = writeln!(out, "compile_error!(\"{} needs a number in KINDS of tools/gen/src/c.rs\")", class.name);
            continue;
        };
        let sender = match class.name {
            "CascadeMessage" => " Sent by `smsbat_client_cascade_send`.",
            "TurboSmsMessage" => " Sent by `smsbat_client_turbosms_send`.",
            _ => "",
        };
        doc(out, &format!("{}{sender}", class.doc.trim_end()));
        let _ = writeln!(out, "    {} = {number},", kind_constant(class));
        let _ = writeln!(arms, "        {number} => {},", path(class));
    }
    out.push_str("}\n\n/// The class of a kind of message.\n");
    let _ = writeln!(
        out,
        "pub(crate) fn message_class(kind: i32) -> Option<&'static Class> {{\n    Some(match kind {{\n{arms}        _ => return None,\n    }})\n}}\n"
    );
}

/// What C calls to fill a field in.
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

/// One setter, of messages (`class` is `None`) or of a class of parts.
fn setter(out: &mut String, prefix: &str, target: &str, class: Option<&str>, field: &Field, note: &str) {
    let (what, noun) = (if class.is_some() { "part" } else { "message" }, field.name);
    let owner = class.map_or_else(|| "None".to_owned(), |c| format!("Some(\"{c}\")"));
    let says = sentences(field);
    let value = parameter(noun);
    let errors = |wrong: &str| {
        format!(
            "Returns `SMSBAT_ERROR_VALIDATION` if this kind of {what} has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` {wrong}."
        )
    };
    let text_errors = errors("for NULL or text that is not UTF-8");
    let mut write = |verb: &str, name: &str, text: String, parameters: &str, body: String| {
        let name = format!("smsbat_{prefix}_{verb}_{name}");
        let parameters = format!("{what}: *mut {target}, {parameters}");
        function(out, &text, &name, &parameters, "smsbat_code", &body);
    };
    let one = singular(noun);
    match shape(field.kind) {
        Shape::Text => write(
            "set",
            noun,
            format!("Sets `{noun}`: {says}{note}\n\n{text_errors}"),
            &format!("{value}: *const c_char"),
            format!("draft::set_text({what}, {owner}, \"{noun}\", {value})"),
        ),
        Shape::Json => write(
            "set",
            noun,
            format!("Sets `{noun}`, a JSON text: {says}{note}\n\n{}", errors("for NULL or text that is not JSON")),
            &format!("{value}: *const c_char"),
            format!("draft::set_json({what}, {owner}, \"{noun}\", {value})"),
        ),
        Shape::Integer => write(
            "set",
            noun,
            format!("Sets `{noun}`: {says}{note}\n\n{}", errors(&format!("if the {what} is NULL"))),
            &format!("{value}: i64"),
            format!("draft::set({what}, {owner}, \"{noun}\", Value::Int({value}))"),
        ),
        Shape::Flag => write(
            "set",
            noun,
            format!("Sets `{noun}`: {says}{note}\n\n{}", errors(&format!("if the {what} is NULL"))),
            &format!("{value}: bool"),
            format!("draft::set({what}, {owner}, \"{noun}\", Value::Bool({value}))"),
        ),
        Shape::Texts => write(
            "add",
            one,
            format!("Adds one to `{noun}`: {says}{note}\n\n{text_errors}"),
            &format!("{one}: *const c_char"),
            format!("draft::add_text({what}, {owner}, \"{noun}\", {one})"),
        ),
        Shape::Part => write(
            "set",
            noun,
            format!(
                "Sets `{noun}`: {says} It is copied.{note}\n\nMade by {} or `smsbat_part_from_json`. {}",
                makers(field.kind),
                errors("if a pointer is NULL")
            ),
            &format!("{value}: *const smsbat_part"),
            format!("draft::set_part({what}, {owner}, \"{noun}\", {value})"),
        ),
        Shape::Parts => write(
            "add",
            one,
            format!(
                "Adds one to `{noun}`: {says} It is copied.{note}\n\nMade by {} or `smsbat_part_from_json`. {}",
                makers(field.kind),
                errors("if a pointer is NULL")
            ),
            &format!("{one}: *const smsbat_part"),
            format!("draft::add_part({what}, {owner}, \"{noun}\", {one})"),
        ),
        Shape::Other => {
            let _ = writeln!(out, "compile_error!(\"{noun} has a kind that tools/gen/src/c.rs has no setter for\");");
        }
        Shape::Params => {
            write(
                "set",
                one,
                format!("Sets one of `{noun}` to a text: {says}{note}\n\n{text_errors}"),
                "name: *const c_char, value: *const c_char",
                format!("draft::set_param_text({what}, {owner}, \"{noun}\", name, value)"),
            );
            write(
                "set",
                &format!("{one}_int"),
                format!("Sets one of `{noun}` to an integer: {says}{note}\n\n{text_errors}"),
                "name: *const c_char, value: i64",
                format!("draft::set_param({what}, {owner}, \"{noun}\", name, || Ok(Value::Int(value)))"),
            );
        }
    }
}

/// One setter for each field name of all kinds of message.
fn message_setters(out: &mut String) {
    let all = kinds_of_message();
    let mut done: Vec<&str> = Vec::new();
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
        setter(out, "message", "smsbat_message", None, &field, &note);
    }
}

fn constants(classes: &[&&Class]) -> String {
    let names: Vec<_> = classes.iter().map(|c| format!("`{}`", kind_constant(c))).collect();
    names.join(", ")
}

/// What a field means for those kinds that say something else of it than the first.
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

fn part_constructor(out: &mut String, class: &Class) {
    let class_name = class.name;
    let (mut parameters, mut fill, mut says) = (Vec::new(), Vec::new(), String::new());
    for field in class.fields.iter().filter(|f| f.required) {
        let name = parameter(field.name);
        let _ = write!(says, " `{name}`: {}", sentences(field));
        let owner = format!("Some(\"{class_name}\")");
        match shape(field.kind) {
            Shape::Text => {
                parameters.push(format!("{name}: *const c_char"));
                fill.push(format!("draft::set_given_text(made, {owner}, \"{}\", {name});", field.name));
            }
            Shape::Integer => {
                parameters.push(format!("{name}: i64"));
                fill.push(format!("draft::set(made, {owner}, \"{}\", Value::Int({name}));", field.name));
            }
            Shape::Part => {
                let _ = write!(says, " It is copied; made by {}.", makers(field.kind));
                parameters.push(format!("{name}: *const smsbat_part"));
                fill.push(format!("draft::set_given_part(made, {owner}, \"{}\", {name});", field.name));
            }
            _ => fill
                .push(format!("compile_error!(\"{class_name}.{} is required and of no simple shape\");", field.name)),
        }
    }
    let name = constructor(class);
    let never = "Never NULL; end it with `smsbat_part_free`.";
    if fill.is_empty() {
        let later = if class.fields.is_empty() { "" } else { " All of it is set afterwards." };
        doc(out, &format!("{}{later}\n\n{never}", class.doc.trim()));
        let _ = writeln!(out, "#[unsafe(no_mangle)]");
        let _ = writeln!(
            out,
            "pub extern \"C\" fn {name}() -> *mut smsbat_part {{\n    part::new({}, |_| {{}})\n}}\n",
            path(class)
        );
        return;
    }
    let text = format!(
        "{}\n\n{}\n\n{never} What is wrong is kept, and a parameter that is NULL counts as left out: sending the message fails with it.",
        class.doc.trim(),
        says.trim()
    );
    let body = format!("part::new({}, |made| {{ {} }})", path(class), fill.join(" "));
    function(out, &text, &name, &parameters.join(", "), "*mut smsbat_part", &body);
}

/// One setter for each optional field of each name of part.
fn part_setters(out: &mut String, classes: &[&'static Class]) {
    let mut done: Vec<(&str, &str)> = Vec::new();
    for class in classes {
        for field in class.fields.iter().filter(|f| !f.required) {
            if done.contains(&(class.name, field.name)) {
                continue;
            }
            done.push((class.name, field.name));
            let prefix = snake(class.name);
            let note =
                class.variant.map(|_| format!(" For parts made by `{}`.", constructor(class))).unwrap_or_default();
            setter(out, &prefix, "smsbat_part", Some(class.name), field, &note);
        }
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

fn reply_accessors(out: &mut String, class: &Class) {
    let Some(noun) = reply_name(class) else { return };
    let this = format!("{noun}: *const smsbat_{noun}");
    for field in class.fields {
        let name = field.name;
        let says = sentences(field);
        // The rows of a result are what it is made of, so their functions need no noun.
        let entry = if (class.name, name) == ("SendResult", "messages") {
            format!("smsbat_{noun}")
        } else {
            format!("smsbat_{noun}_{}", singular(name))
        };
        let own = format!("smsbat_{noun}_{}", member(name));
        let mut get = |name: &str, text: String, parameters: &str, result: &str, body: String| {
            function(out, &text, name, &format!("{this}{parameters}"), result, &body);
        };
        let borrowed = format!("Borrowed from the {}; ", noun.replace('_', " "));
        let count = format!("How many there are of `{name}`: {says} 0 for NULL.");
        let behind = format!("NULL if `index` is not below `{entry}_count`.");
        match field.kind {
            Kind::Number | Kind::Count => {
                get(
                    &own,
                    format!("{says} -1 if there is none."),
                    "",
                    "i64",
                    format!("reply::number({noun}, \"{name}\")"),
                );
            }
            Kind::Flag => {
                get(&own, format!("{says} False for NULL."), "", "bool", format!("reply::flag({noun}, \"{name}\")"))
            }
            Kind::Outcome => get(
                &own,
                format!("{says} One of `smsbat_outcomes`; unknown for NULL."),
                "",
                "smsbat_outcome",
                format!("reply::outcome({noun}, \"{name}\")"),
            ),
            Kind::Texts(..) => {
                get(&format!("{entry}_count"), count, "", "usize", format!("reply::count({noun}, \"{name}\")"));
                get(
                    &format!("{entry}_at"),
                    format!("One of `{name}`. {borrowed}{behind}"),
                    ", index: usize",
                    "*const c_char",
                    format!("reply::text_at({noun}, \"{name}\", index)"),
                );
            }
            Kind::Params => {
                get(&format!("{entry}_count"), count, "", "usize", format!("reply::count({noun}, \"{name}\")"));
                for (part, helper) in [("name", "name_at"), ("value", "value_at")] {
                    get(
                        &format!("{entry}_{part}"),
                        format!("The {part} of one of `{name}`. {borrowed}{behind}"),
                        ", index: usize",
                        "*const c_char",
                        format!("reply::{helper}({noun}, \"{name}\", index)"),
                    );
                }
            }
            Kind::Part(classes) => {
                let row = classes.first().and_then(|c| reply_name(c)).unwrap_or_default();
                get(
                    &own,
                    format!("{says} {borrowed}NULL if there is none."),
                    "",
                    &format!("*const smsbat_{row}"),
                    format!("reply::row({noun}, \"{name}\", 0)"),
                );
            }
            Kind::Parts(classes, ..) => {
                let row = classes.first().and_then(|c| reply_name(c)).unwrap_or_default();
                get(&format!("{entry}_count"), count, "", "usize", format!("reply::count({noun}, \"{name}\")"));
                get(
                    &format!("{entry}_at"),
                    format!("One of `{name}`. {borrowed}{behind}"),
                    ", index: usize",
                    &format!("*const smsbat_{row}"),
                    format!("reply::row({noun}, \"{name}\", index)"),
                );
            }
            kind => {
                let exact = if matches!(kind, Kind::Decimal) { " An exact decimal, as text." } else { "" };
                get(
                    &own,
                    format!("{says}{exact} {borrowed}NULL if there is none."),
                    "",
                    "*const c_char",
                    format!("reply::text({noun}, \"{name}\")"),
                );
            }
        }
    }
    let shown = noun.replace('_', " ");
    for (name, says) in [
        ("json", "All of it as a JSON object of the names of the functions above, with decimals as text."),
        ("raw", "The exact JSON that the provider sent for it, with what this library has no function for."),
    ] {
        let absent = if name == "raw" { "NULL if it sent none." } else { "NULL for NULL." };
        function(
            out,
            &format!("{says}\n\nBorrowed from the {shown}. `length`, unless NULL, gets its length in bytes. {absent}"),
            &format!("smsbat_{noun}_{name}"),
            &format!("{this}, length: *mut usize"),
            "*const c_char",
            &format!("reply::{name}({noun}, length)"),
        );
    }
}
