//! Functions of operations, and the types of their replies, for C and C++.

use std::fmt::Write;

use minijinja::Value;
use serde::Serialize;
use smsbat_core::{Argument, ArgumentKind, Class, EVENT_CLASSES, ErrorKind, Field, Kind, Operation, Reply, operations};

use super::cpp::cpp_name;
use super::{comment, is_kind, reply_name};
use crate::arguments::kind_name;
use crate::templates::render;

/// Operations whose functions are written by hand, because they are older than the description or faster.
const BY_HAND: &[&str] = &["messages.send", "messages.status", "messages.wait", "cascade.send", "turbosms.send"];

/// Replies whose types are written by hand.
const TYPES_BY_HAND: &[&str] = &["SendResult", "MessageStatus", "TurboSmsResult"];

/// The operations that are generated.
pub(super) fn generated() -> impl Iterator<Item = &'static Operation> {
    operations().iter().filter(|operation| !BY_HAND.contains(&operation.name))
}

/// The name of an operation in functions: `chathub_operators`; without the namespace of the SMSBAT API.
pub(super) fn noun(operation: &Operation) -> String {
    operation.name.strip_prefix("messages.").unwrap_or(operation.name).replace('.', "_")
}

pub(super) fn function(operation: &Operation) -> String {
    match operation.is_call() {
        true => format!("smsbat_client_{}", noun(operation)),
        false => format!("smsbat_{}", noun(operation)),
    }
}

/// Classes that a reply consists of, the whole first.
pub(super) fn reply_class(reply: Reply) -> Option<&'static Class> {
    match reply {
        Reply::Record(class) | Reply::Records(class) | Reply::NamedRecords(class) => Some(class),
        _ => None,
    }
}

/// Every class that replies of operations consist of, in the order of the operations, then that of events.
pub(super) fn reply_classes() -> Vec<&'static Class> {
    let mut found: Vec<&Class> = Vec::new();
    let mut add = |class: &'static Class| {
        if !found.iter().any(|known| std::ptr::eq(*known, class)) {
            found.push(class);
        }
    };
    let events = EVENT_CLASSES.iter().flat_map(|group| group.iter().copied());
    for class in operations().iter().filter_map(|operation| reply_class(operation.reply)).chain(events) {
        add(class);
        for field in class.fields {
            if let Kind::Part(classes) | Kind::Parts(classes, ..) = field.kind {
                classes.iter().for_each(|class| add(class));
            }
        }
    }
    found
}

/// Returns true if a program owns a reply of this class. The others are rows of a list or of another reply. A class that
/// is both is a row, and alone it comes as a list of one.
pub(super) fn is_owned(class: &Class) -> bool {
    let same = |other: &Class| std::ptr::eq(other, class);
    let alone = operations().iter().any(|o| matches!(o.reply, Reply::Record(own) if same(own)));
    let listed = operations().iter().any(|o| matches!(o.reply, Reply::Records(own) if same(own)));
    let part = |field: &Field| match field.kind {
        Kind::Part(classes) | Kind::Parts(classes, ..) => classes.iter().any(|other| same(other)),
        _ => false,
    };
    let inside = reply_classes().iter().any(|other| other.fields.iter().any(part));
    TYPES_BY_HAND.contains(&class.name) || alone && !listed && !inside
}

/// Classes of what people fill in that operations take.
pub(super) fn given_classes() -> Vec<&'static Class> {
    let groups = operations().iter().flat_map(|o| o.arguments).filter_map(|a| match a.kind {
        ArgumentKind::Object(groups) | ArgumentKind::Objects(groups) | ArgumentKind::NamedObjects(groups) => {
            Some(groups)
        }
        _ => None,
    });
    groups.flat_map(|groups| groups.iter().flat_map(|group| group.iter().copied())).collect()
}

/// Description of an argument's value, where the type does not tell.
fn form(argument: &Argument) -> &'static str {
    match argument.kind {
        ArgumentKind::Time => " ISO 8601 with a time zone.",
        ArgumentKind::Status(_) => " A name or a number, as text.",
        ArgumentKind::Days => " Each is text, such as 2026-05-04.",
        ArgumentKind::File => {
            " `format` is its MIME type; `NULL` means the type of the file name's extension. The data is copied."
        }
        ArgumentKind::Json => " JSON text.",
        ArgumentKind::Rows => " See `smsbat_template_rows_new`.",
        _ => "",
    }
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Name of the output parameter and its type.
pub(super) fn reply_type(operation: &Operation) -> Option<(&'static str, String)> {
    Some(match operation.reply {
        Reply::Nothing => return None,
        Reply::Record(class) => {
            (if class.name.ends_with("Result") { "result" } else { "reply" }, format!("smsbat_{}", reply_name(class)?))
        }
        Reply::Records(class) => ("list", format!("smsbat_{}_list", reply_name(class)?)),
        Reply::NamedRecords(class) => ("list", format!("smsbat_{}_list", reply_name(class)?)),
        Reply::Secret => ("token", "smsbat_string".to_owned()),
        Reply::Html => ("html", "smsbat_string".to_owned()),
        _ => return None,
    })
}

/// The type of an operation's optional arguments.
pub(super) fn own_type(operation: &Operation) -> Option<String> {
    let optional = operation.arguments.iter().any(|a| !a.required);
    optional.then(|| format!("smsbat_{}_arguments", noun(operation)))
}

fn pascal(name: &str) -> String {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    name.split('_').map(capital).collect()
}

/// An argument as the templates of C and C++ have it.
fn argument_context(a: &'static Argument) -> Value {
    let classes: Vec<&'static Class> = match a.kind {
        ArgumentKind::Objects(groups) => groups.iter().flat_map(|g| g.iter().copied()).collect(),
        _ => Vec::new(),
    };
    let statuses = if let ArgumentKind::Status(names) = a.kind { names } else { &[] };
    minijinja::context! {
        name => a.name,
        given => super::parameter(a.name),
        kind => kind_name(a.kind),
        required => a.required,
        default => a.default,
        doc => one_line(a.doc),
        form => form(a),
        says => format!("{}{}", one_line(a.doc), cpp_form(a)),
        messages => classes.iter().any(|class| is_kind(class)),
        makers => classes.iter().map(|class| format!("`{}`", super::constructor(class))).collect::<Vec<_>>().join(", "),
        class => classes.first().map(|class| class.name),
        statuses => format!("{statuses:?}"),
    }
}

pub(super) fn rust() -> String {
    let function = |operation: &'static Operation| {
        let (required, optional): (Vec<&Argument>, Vec<&Argument>) =
            operation.arguments.iter().partition(|a| a.required);
        let reply = reply_type(operation);
        let error = |(kind, cause): &(ErrorKind, &str)| {
            format!("`SMSBAT_ERROR_{}`: {}", kind.as_str().to_uppercase(), one_line(cause))
        };
        minijinja::context! {
            function => function(operation),
            method => operation.name.split('.').next_back(),
            type_name => operation.type_name,
            class => operation.class.map(|class| class.name),
            client => operation.is_call(),
            doc => operation.doc.trim(),
            returns => one_line(operation.returns),
            errors => operation.errors.iter().map(error).collect::<Vec<_>>().join(" "),
            own => own_type(operation),
            store => pascal(&noun(operation)),
            required => required.into_iter().map(argument_context).collect::<Vec<_>>(),
            optional => optional.into_iter().map(argument_context).collect::<Vec<_>>(),
            row => matches!(operation.reply, Reply::Record(class) if !is_owned(class)),
            out => reply.as_ref().map(|(out, _)| out),
            reply => reply.as_ref().map(|(_, ty)| ty),
        }
    };
    render("c/operations.rs.j2", minijinja::context! { operations => generated().map(function).collect::<Vec<_>>() })
}

#[derive(Serialize)]
struct Type {
    name: String,
    noun: String,
    class: &'static str,
    doc: String,
}

#[derive(Serialize)]
struct ListType {
    name: String,
    item: String,
    source: String,
    stored: String,
    form: &'static str,
}

pub(super) fn reply_types() -> String {
    let of = |class: &'static Class| {
        let noun = reply_name(class).unwrap_or_default().to_owned();
        Type { name: format!("smsbat_{noun}"), noun, class: class.name, doc: comment(class.doc) }
    };
    let by_hand = ["SentMessage", "FallbackStatus", "TurboSmsRecipient"];
    let own = reply_classes().into_iter().filter(|c| !TYPES_BY_HAND.contains(&c.name) && !by_hand.contains(&c.name));
    let (owned, rows): (Vec<_>, Vec<_>) = own.partition(|class| is_owned(class));
    let mut lists: Vec<ListType> = Vec::new();
    for operation in operations() {
        let (class, named) = match operation.reply {
            Reply::Records(class) => (class, false),
            Reply::Record(class) if !is_owned(class) => (class, false),
            Reply::NamedRecords(class) => (class, true),
            _ => continue,
        };
        let item = format!("smsbat_{}", reply_name(class).unwrap_or_default());
        let name = format!("{item}_list");
        if lists.iter().any(|list| list.name == name) {
            continue;
        }
        let (form, stored) = match (named, is_owned(class)) {
            (true, _) => ("named", format!("(CText, {item})")),
            (false, true) => ("owned", item.clone()),
            (false, false) => ("rows", "Views".to_owned()),
        };
        lists.push(ListType { name, item, source: format!("smsbat_core::{}", class.name), stored, form });
    }
    let context = minijinja::context! {
        owned => owned.into_iter().map(of).collect::<Vec<_>>(),
        rows => rows.into_iter().map(of).collect::<Vec<_>>(),
        lists => lists,
    };
    render("c/reply_types.rs.j2", context)
}

/// Words for what an argument may hold.
fn kind(argument: &Argument) -> String {
    match argument.kind {
        ArgumentKind::Word(words) => words.join(", "),
        ArgumentKind::Integer | ArgumentKind::Count => "a whole number".to_owned(),
        ArgumentKind::Flag => "true or false".to_owned(),
        ArgumentKind::Seconds => "seconds".to_owned(),
        ArgumentKind::Time => "a time in ISO 8601 with a time zone".to_owned(),
        ArgumentKind::Days => "[first, last]: days or times".to_owned(),
        ArgumentKind::Range => "[first, last]: whole numbers".to_owned(),
        ArgumentKind::Status(names) => format!("{}, or a number", names.join(", ")),
        ArgumentKind::Object(_) => "an object in wire form".to_owned(),
        ArgumentKind::Objects(_) => "an object in wire form, or a list of such objects".to_owned(),
        ArgumentKind::NamedObjects(_) => "an object with an object in wire form for each name".to_owned(),
        ArgumentKind::MessageIds => "a list of message ids, or of rows of a send".to_owned(),
        ArgumentKind::Ids => "a list of texts".to_owned(),
        ArgumentKind::Rows => "a list of objects whose values are texts or numbers".to_owned(),
        ArgumentKind::File => "an object with name, data_base64, and optionally format and kind".to_owned(),
        ArgumentKind::Json => "any JSON value".to_owned(),
        ArgumentKind::Path => "the path of a file".to_owned(),
        _ => "text".to_owned(),
    }
}

/// All operations with their arguments, for a template.
fn listed() -> Vec<Value> {
    let argument = |a: &Argument| {
        let required = if a.required { "; required" } else { "" };
        let default = if a.default.is_empty() { String::new() } else { format!("; default {}", a.default) };
        minijinja::context! { name => a.name, says => format!("{}{required}{default}", kind(a)), doc => one_line(a.doc) }
    };
    let of = |operation: &Operation| {
        let reply = match operation.reply {
            Reply::Nothing => "{}".to_owned(),
            Reply::Secret => "{\"token\"}".to_owned(),
            Reply::Html => "{\"html\"}".to_owned(),
            Reply::Record(class) => class.name.to_owned(),
            Reply::Records(class) => format!("list of {}", class.name),
            Reply::NamedRecords(class) => format!("{} by name", class.name),
            _ => String::new(),
        };
        minijinja::context! {
            name => operation.name,
            doc => operation.doc.trim().split("\n\n").map(one_line).collect::<Vec<_>>().join("\n\n"),
            function => function(operation),
            request => operation.request().map(|(method, path)| format!("{} {path}", format!("{method:?}").to_uppercase())),
            arguments => operation.arguments.iter().map(argument).collect::<Vec<_>>(),
            reply,
        }
    };
    operations().iter().map(of).collect()
}

/// The chapter of the header that lists all operations.
pub(super) fn chapter() -> String {
    render("c/chapter.txt.j2", minijinja::context! { operations => listed() })
}

/// The reference page of all operations.
pub(crate) fn page() -> String {
    render("docs/operations.md.j2", minijinja::context! { operations => listed() })
}

/// Lists that a program owns, for C++.
pub(super) fn cpp_lists() -> Vec<Value> {
    let mut done: Vec<&str> = Vec::new();
    let classes = operations().iter().filter_map(|operation| match operation.reply {
        Reply::Records(class) | Reply::Record(class) if !is_owned(class) => Some(class),
        _ => None,
    });
    let mut lists = Vec::new();
    for class in classes {
        if !done.contains(&class.name) {
            done.push(class.name);
            let raw = format!("smsbat_{}", reply_name(class).unwrap_or_default());
            lists.push(minijinja::context! { row => cpp_name(class), raw });
        }
    }
    lists
}

fn cpp_form(argument: &Argument) -> &'static str {
    match argument.kind {
        ArgumentKind::File => " The extension of its name selects its MIME type.",
        ArgumentKind::Json => " JSON text.",
        ArgumentKind::Time | ArgumentKind::Status(_) | ArgumentKind::Days => form(argument),
        _ => "",
    }
}

/// The operations as the templates of C++ have them.
pub(super) fn cpp() -> Value {
    let operation = |operation: &'static Operation| {
        let (required, optional): (Vec<&Argument>, Vec<&Argument>) =
            operation.arguments.iter().partition(|a| a.required);
        let name = noun(operation);
        let reply = reply_type(operation).map(|(_, ty)| ty).unwrap_or_default();
        let class = reply_class(operation.reply);
        let row = class.map(cpp_name).unwrap_or_default();
        let (form, result) = match operation.reply {
            Reply::Nothing => ("nothing", "void".to_owned()),
            Reply::Secret => ("secret", "std::string".to_owned()),
            Reply::Records(class) if is_owned(class) => ("list", format!("std::vector<{row}>")),
            Reply::NamedRecords(_) => ("named", format!("std::map<std::string, {row}>")),
            _ if class.is_some_and(|class| !is_owned(class)) => ("object", format!("{row}List")),
            _ => ("object", row.to_owned()),
        };
        let mut says = operation.doc.trim().to_owned();
        for argument in &required {
            let space = if says.ends_with('\n') { "" } else { " " };
            let _ = write!(says, "{space}`{}`: {}{}", argument.name, one_line(argument.doc), cpp_form(argument));
        }
        minijinja::context! {
            pascal => pascal(&name),
            noun => name,
            function => function(operation),
            client => operation.is_call(),
            own => own_type(operation),
            doc => operation.doc.trim(),
            item => reply.trim_end_matches("_list"),
            reply, row, form, result, says,
            required => required.into_iter().map(argument_context).collect::<Vec<_>>(),
            optional => optional.into_iter().map(argument_context).collect::<Vec<_>>(),
        }
    };
    minijinja::context! { operations => generated().map(operation).collect::<Vec<_>>() }
}
