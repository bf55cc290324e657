//! Functions of operations, and the types of their replies, for C and C++.

use std::fmt::Write;

use minijinja::Value;
use serde::Serialize;
use smsbat_core::{Argument, ArgumentKind, Class, EVENT_CLASSES, ErrorKind, Field, Kind, Operation, Reply, operations};

use super::cpp::{cpp_name, doc as cpp_doc, fluent};
use super::{KINDS, doc, reply_name};
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

/// Whether a program owns a reply of this class; the others are rows of a list or of another reply. A class that is both
/// is a row, and alone it comes as a list of one.
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

fn is_message(groups: &[&[&Class]]) -> bool {
    groups.iter().flat_map(|g| g.iter()).any(|class| KINDS.iter().any(|(name, ..)| *name == class.name))
}

#[derive(Serialize)]
struct Parameter {
    name: String,
    ty: String,
}

/// An argument as C gives it.
#[derive(Serialize)]
struct Given {
    name: &'static str,
    parameters: Vec<Parameter>,
    /// Statements that read what is required.
    read: String,
    /// Value for the core.
    value: String,
    /// What is kept of an optional one, and how it is made.
    stored: &'static str,
    store: String,
    setter_doc: String,
}

fn parameter(name: &str, ty: &str) -> Parameter {
    Parameter { name: name.to_owned(), ty: ty.to_owned() }
}

/// A list as Rust writes it.
fn words(list: &[&str]) -> String {
    format!("{list:?}")
}

fn given(operation: &Operation, argument: &'static Argument) -> Given {
    let n = argument.name;
    let text = "*const c_char";
    let list = format!("let {n} = objects({n}, count, \"{n}\")?;");
    let texts = format!("let {n} = read_all({n}, count, \"{n}\")?;");
    let plain = |parameters, stored, store: String| (parameters, String::new(), n.to_owned(), stored, store);
    let given = super::parameter(n);
    let read = format!("let {n} = read({given}, \"{n}\")?;");
    let (parameters, read, value, stored, store) = match argument.kind {
        ArgumentKind::Secret => (
            vec![parameter(n, text)],
            read,
            if operation.is_call() { format!("smsbat_core::Secret::new({n})") } else { n.to_owned() },
            "String",
            String::new(),
        ),
        ArgumentKind::Status(names) if !argument.required => (
            vec![parameter(n, text)],
            String::new(),
            String::new(),
            "i64",
            format!("operations::status_number(&{}, read({n}, \"{n}\")?)?", words(names)),
        ),
        ArgumentKind::Integer => plain(vec![parameter(n, "i64")], "i64", n.to_owned()),
        ArgumentKind::Count => plain(vec![parameter(n, "u32")], "u32", n.to_owned()),
        ArgumentKind::Flag => plain(vec![parameter(n, "bool")], "bool", n.to_owned()),
        ArgumentKind::Seconds => plain(
            vec![parameter(n, "f64")],
            "std::time::Duration",
            format!("binding::seconds(\"{n}\", {n})?"),
        ),
        ArgumentKind::Days => plain(
            vec![parameter("first", text), parameter("last", text)],
            "(String, String)",
            "(read(first, \"first\")?.to_owned(), read(last, \"last\")?.to_owned())".to_owned(),
        ),
        ArgumentKind::Range => {
            plain(vec![parameter("first", "u32"), parameter("last", "u32")], "(u32, u32)", "(first, last)".to_owned())
        }
        ArgumentKind::Objects(groups) => {
            let handle = if is_message(groups) { "smsbat_message" } else { "smsbat_part" };
            (
                vec![parameter(n, &format!("*const *mut {handle}")), parameter("count", "usize")],
                list,
                format!("Cow::Borrowed(&{n})"),
                "()",
                String::new(),
            )
        }
        ArgumentKind::NamedObjects(_) => (
            vec![
                parameter("names", "*const *const c_char"),
                parameter(n, "*const *mut smsbat_message"),
                parameter("count", "usize"),
            ],
            format!(
                "let names = read_all(names, count, \"names\")?; {list} \
                 let {n} = names.into_iter().map(str::to_owned).zip({n}.iter().cloned()).collect();"
            ),
            format!("Cow::Owned({n})"),
            "()",
            String::new(),
        ),
        ArgumentKind::MessageIds => (
            vec![parameter(n, "*const *const c_char"), parameter("count", "usize")],
            texts,
            format!("operations::MessageIds({n}.into_iter().map(Cow::Borrowed).collect())"),
            "()",
            String::new(),
        ),
        ArgumentKind::Ids => (
            vec![parameter(n, "*const *const c_char"), parameter("count", "usize")],
            texts,
            format!("Cow::Owned({n}.into_iter().map(str::to_owned).collect())"),
            "()",
            String::new(),
        ),
        ArgumentKind::Rows => (
            vec![parameter(n, "*const smsbat_template_rows")],
            format!("let {n} = shared({n})?.rows()?;"),
            n.to_owned(),
            "()",
            String::new(),
        ),
        ArgumentKind::File => (
            vec![
                parameter("name", text),
                parameter("format", text),
                parameter("data", "*const u8"),
                parameter("size", "usize"),
            ],
            String::new(),
            String::new(),
            "smsbat_core::ChatMedia",
            "{ let mut media = smsbat_core::ChatMedia::new(read(name, \"name\")?, read_bytes(data, size, \"data\")?.to_vec()); \
             if !format.is_null() { media.format = read(format, \"format\")?.to_owned(); } media }"
                .to_owned(),
        ),
        ArgumentKind::Json => (
            vec![parameter(n, text)],
            read,
            format!("{n}.into()"),
            "String",
            format!(
                "{{ let text = read({n}, \"{n}\")?; binding::json(text).ok_or_else(|| Fault::not_json(\"{n}\"))?; text.to_owned() }}"
            ),
        ),
        // Words, times, names of statuses and ids of messages are texts.
        _ => (
            vec![parameter(given, text)],
            read,
            if operation.class.is_some() { n.to_owned() } else { format!("{n}.into()") },
            "String",
            format!("read({n}, \"{n}\")?.to_owned()"),
        ),
    };
    let value = if argument.required { value } else { optional_value(argument) };
    let mut setter_doc = String::new();
    let wrong = match argument.kind {
        ArgumentKind::Integer | ArgumentKind::Count | ArgumentKind::Flag | ArgumentKind::Range => {
            "`SMSBAT_ERROR_INVALID_ARGUMENT` if `arguments` is NULL"
        }
        ArgumentKind::Seconds => {
            "`SMSBAT_ERROR_VALIDATION` for a number that is not above 0 and at most 86400, `SMSBAT_ERROR_INVALID_ARGUMENT` if `arguments` is NULL"
        }
        ArgumentKind::Status(_) => {
            "`SMSBAT_ERROR_VALIDATION` for a name that is not known, `SMSBAT_ERROR_INVALID_ARGUMENT` for NULL or text that is not UTF-8"
        }
        ArgumentKind::Json => "`SMSBAT_ERROR_INVALID_ARGUMENT` for NULL or text that is not JSON",
        _ => "`SMSBAT_ERROR_INVALID_ARGUMENT` for NULL or text that is not UTF-8",
    };
    doc(&mut setter_doc, &format!("Sets `{n}`: {}{}\n\nReturns {wrong}.", one_line(argument.doc), form(argument)));
    Given { name: n, parameters, read, value, stored, store, setter_doc: setter_doc.trim_end().to_owned() }
}

/// The value of an optional argument for the core.
fn optional_value(argument: &Argument) -> String {
    let own = format!("own.{}", argument.name);
    let default = argument.default;
    match argument.kind {
        ArgumentKind::File => format!("{own}.map(Cow::Owned)"),
        ArgumentKind::Flag => format!("{own}.unwrap_or({default})"),
        ArgumentKind::Seconds => format!("{own}.unwrap_or(std::time::Duration::from_secs_f64({default}))"),
        ArgumentKind::Integer | ArgumentKind::Count | ArgumentKind::Status(_) => own,
        ArgumentKind::Days | ArgumentKind::Range => own,
        _ if default.is_empty() => format!("{own}.map(Into::into)"),
        _ => format!("{own}.unwrap_or_else(|| {default}.to_owned()).into()"),
    }
}

/// Description of an argument's value, where the type does not tell.
fn form(argument: &Argument) -> &'static str {
    match argument.kind {
        ArgumentKind::Time => " ISO 8601 with a zone.",
        ArgumentKind::Status(_) => " A name or a number, as text.",
        ArgumentKind::Days => " Each is text, such as 2026-05-04.",
        ArgumentKind::File => " `format` is its MIME type; NULL stands for the one of its name's ending. It is copied.",
        ArgumentKind::Json => " JSON text.",
        ArgumentKind::Rows => " See `smsbat_template_rows_new`.",
        _ => "",
    }
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn error_code(kind: ErrorKind) -> String {
    format!("`SMSBAT_ERROR_{}`", kind.as_str().to_uppercase())
}

/// Comment above a function.
fn function_doc(operation: &Operation, own: Option<&str>) -> String {
    let mut text = operation.doc.trim().to_owned();
    text.push_str("\n\n");
    for argument in operation.arguments.iter().filter(|a| a.required) {
        let name = match argument.kind {
            ArgumentKind::Objects(groups) if is_message(groups) => {
                format!("`{0}` points to `count` messages. `{0}`", argument.name)
            }
            ArgumentKind::Objects(groups) => {
                let makers: Vec<_> =
                    groups.iter().flat_map(|g| g.iter()).map(|c| format!("`{}`", super::constructor(c))).collect();
                format!(
                    "`{0}` points to `count` parts, made by {1} or `smsbat_part_from_json`. `{0}`",
                    argument.name,
                    makers.join(", ")
                )
            }
            ArgumentKind::NamedObjects(_) => {
                format!("`names` and `{0}` point to `count` names and messages. `{0}`", argument.name)
            }
            ArgumentKind::MessageIds | ArgumentKind::Ids => {
                format!("`{0}` points to `count` texts. `{0}`", argument.name)
            }
            _ => format!("`{}`", argument.name),
        };
        let _ = write!(text, "{name}: {}{} ", one_line(argument.doc), form(argument));
    }
    if let Some(own) = own {
        let _ = write!(text, "`arguments` may be NULL; see `{own}_new`. ");
    }
    if operation.is_call() {
        text.push_str("`options` may be NULL. ");
    }
    if let Some((out, ty)) = reply_type(operation) {
        let _ =
            write!(text, "On success `*{out}` is an object that the program frees with `{ty}_free`, otherwise NULL.");
    }
    if !operation.returns.is_empty() {
        let _ = write!(text, " {}", one_line(operation.returns));
    }
    text.push_str("\n\nReturns ");
    for (kind, cause) in operation.errors {
        let cause = one_line(cause);
        let _ = write!(text, "{}: {} ", error_code(*kind), cause);
    }
    match operation.is_call() {
        true => text.push_str("`SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL; else any code of a call."),
        false => text.push_str("`SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL."),
    }
    text.push_str(" Free the error with `smsbat_error_free`.");
    let mut out = String::new();
    doc(&mut out, &text);
    out.trim_end().to_owned()
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

#[derive(Serialize)]
struct Function {
    function: String,
    method: &'static str,
    type_name: &'static str,
    class: Option<&'static str>,
    client: bool,
    doc: String,
    own: Option<String>,
    store: String,
    required: Vec<Given>,
    optional: Vec<Given>,
    parameters: Vec<Parameter>,
    reply: Option<String>,
    out: &'static str,
    /// The only row of a list.
    row: bool,
}

pub(super) fn rust() -> String {
    let functions = generated().map(|operation| {
        let own = own_type(operation);
        let (required, optional): (Vec<_>, Vec<_>) = operation.arguments.iter().partition(|a| a.required);
        let required: Vec<Given> = required.into_iter().map(|a| given(operation, a)).collect();
        let reply = reply_type(operation);
        Function {
            function: function(operation),
            method: operation.name.split('.').next_back().unwrap_or_default(),
            type_name: operation.type_name,
            class: operation.class.map(|class| class.name),
            client: operation.is_call(),
            doc: function_doc(operation, own.as_deref()),
            store: pascal(&noun(operation)),
            own,
            parameters: required.iter().flat_map(|g| &g.parameters).map(|p| parameter(&p.name, &p.ty)).collect(),
            required,
            optional: optional.into_iter().map(|a| given(operation, a)).collect(),
            row: matches!(operation.reply, Reply::Record(class) if !is_owned(class)),
            out: reply.as_ref().map_or("", |(out, _)| out),
            reply: reply.map(|(_, ty)| ty),
        }
    });
    let functions: Vec<Function> = functions.collect();
    render("c/operations.rs.j2", minijinja::context! { operations => functions })
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
        let mut text = String::new();
        doc(&mut text, class.doc);
        Type { name: format!("smsbat_{noun}"), noun, class: class.name, doc: text.trim_end().to_owned() }
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
        ArgumentKind::Time => "a time in ISO 8601 with a zone".to_owned(),
        ArgumentKind::Days => "[first, last]: days or times".to_owned(),
        ArgumentKind::Range => "[first, last]: whole numbers".to_owned(),
        ArgumentKind::Status(names) => format!("{}, or a number", names.join(", ")),
        ArgumentKind::Object(_) => "an object in wire form".to_owned(),
        ArgumentKind::Objects(_) => "an object in wire form, or a list of them".to_owned(),
        ArgumentKind::NamedObjects(_) => "an object of names and objects in wire form".to_owned(),
        ArgumentKind::MessageIds => "a list of ids, or of rows of a send".to_owned(),
        ArgumentKind::Ids => "a list of texts".to_owned(),
        ArgumentKind::Rows => "a list of objects of texts and numbers".to_owned(),
        ArgumentKind::File => "an object of name, data_base64, and perhaps format and kind".to_owned(),
        ArgumentKind::Json => "any JSON".to_owned(),
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
pub(super) fn cpp_lists() -> String {
    let mut out = String::new();
    let mut done: Vec<String> = Vec::new();
    for operation in operations() {
        let (Reply::Records(class) | Reply::Record(class)) = operation.reply else { continue };
        let raw = format!("smsbat_{}", reply_name(class).unwrap_or_default());
        if is_owned(class) || done.contains(&raw) {
            continue;
        }
        let row = cpp_name(class);
        let _ = writeln!(
            out,
            "/// List of `{row}`, which belong to it.\nusing {row}List = detail::OwnedList<{row}, {raw}_list, {raw}, \
             {raw}_list_count,\n    {raw}_list_at, {raw}_list_free>;\n"
        );
        done.push(raw);
    }
    out
}

/// An argument as C++ gives it.
struct CppGiven {
    /// Template parameter, for a list that may be a braced one.
    template: String,
    parameter: String,
    /// Statements before the call.
    before: String,
    /// Expressions passed to the C function.
    passed: String,
}

fn cpp_given(argument: &Argument) -> CppGiven {
    let n = super::parameter(argument.name);
    let own = |parameter: String, before: String, passed: String| CppGiven {
        template: String::new(),
        parameter,
        before,
        passed,
    };
    let text = || {
        let check = format!(
            "    if (auto error = detail::bad_text({n}, \"{n}\")) {{\n      return *std::move(error);\n    }}\n"
        );
        own(
            format!("std::string_view {n}"),
            format!("{check}    const detail::Text {n}_text({n}, \"{n}\");\n"),
            format!("{n}_text.c_str()"),
        )
    };
    let texts = || {
        own(
            format!("const std::vector<std::string>& {n}"),
            format!(
                "    if (auto error = detail::bad_texts({n}, \"{n}\")) {{\n      return *std::move(error);\n    }}\n    const auto all = detail::pointers({n});\n"
            ),
            "all.data(), all.size()".to_owned(),
        )
    };
    match argument.kind {
        ArgumentKind::Integer => own(format!("std::int64_t {n}"), String::new(), n.to_owned()),
        ArgumentKind::Count => own(format!("std::uint32_t {n}"), String::new(), n.to_owned()),
        ArgumentKind::Seconds => own(format!("Seconds {n}"), String::new(), format!("{n}.count()")),
        ArgumentKind::Flag => own(format!("bool {n}"), String::new(), n.to_owned()),
        ArgumentKind::Objects(groups) => {
            let class = groups.iter().flat_map(|g| g.iter()).next().map_or("Part", |class| class.name);
            let list = own(
                format!("const All& {n}"),
                format!(
                    "    std::vector<smsbat_part*> all;\n    for (const Part& one : {n}) {{\n      all.push_back(one.get());\n    }}\n"
                ),
                "all.data(), all.size()".to_owned(),
            );
            CppGiven { template: format!("class All = std::initializer_list<{class}>"), ..list }
        }
        ArgumentKind::NamedObjects(_) => CppGiven {
            template: "class All = std::initializer_list<std::pair<std::string, const Message&>>".to_owned(),
            ..own(
                format!("const All& {n}"),
                format!(
                    "    std::vector<const char*> names;\n    std::vector<smsbat_message*> all;\n    for (const auto& [name, message] : {n}) {{\n      \
                 if (auto error = detail::bad_text(name, \"{n}\")) {{\n        return *std::move(error);\n      }}\n      names.push_back(name.c_str());\n      all.push_back(message.get());\n    }}\n"
                ),
                "names.data(), all.data(), all.size()".to_owned(),
            )
        },
        ArgumentKind::MessageIds | ArgumentKind::Ids => texts(),
        ArgumentKind::Rows => own(format!("const TemplateRows& {n}"), String::new(), format!("{n}.get()")),
        _ => text(),
    }
}

/// Classes of optional arguments, for C++.
pub(super) fn cpp_arguments() -> String {
    let mut out = String::new();
    for operation in generated() {
        let Some(own) = own_type(operation) else { continue };
        let class = format!("{}Arguments", pascal(&noun(operation)));
        let _ = write!(
            out,
            "/// Optional arguments of `Client::{}`.\nclass {class} {{\n public:\n  {class}() noexcept : handle_({own}_new()) {{}}\n\n",
            noun(operation)
        );
        for argument in operation.arguments.iter().filter(|a| !a.required) {
            let n = argument.name;
            let set = format!("{own}_set_{n}");
            cpp_doc(&mut out, "  ", &format!("{}{}", one_line(argument.doc), cpp_form(argument)));
            let (parameters, given, body) = match argument.kind {
                ArgumentKind::Integer => ("std::int64_t value".to_owned(), "value", format!("{set}(get(), value);")),
                ArgumentKind::Count => ("std::uint32_t value".to_owned(), "value", format!("{set}(get(), value);")),
                ArgumentKind::Flag => ("bool value = true".to_owned(), "value", format!("{set}(get(), value);")),
                ArgumentKind::Seconds => ("Seconds value".to_owned(), "value", format!("{set}(get(), value.count());")),
                ArgumentKind::Days => (
                    "std::string_view first, std::string_view last".to_owned(),
                    "first, last",
                    format!(
                        "{set}(get(), detail::Text(first, \"first\").c_str(), detail::Text(last, \"last\").c_str());"
                    ),
                ),
                ArgumentKind::Range => (
                    "std::uint32_t first, std::uint32_t last".to_owned(),
                    "first, last",
                    format!("{set}(get(), first, last);"),
                ),
                ArgumentKind::File => (
                    "std::string_view file, std::string_view data".to_owned(),
                    "file, data",
                    format!(
                        "{set}(get(), detail::Text(file, \"name\").c_str(), nullptr, reinterpret_cast<const std::uint8_t*>(data.data()), data.size());"
                    ),
                ),
                _ => (
                    "std::string_view value".to_owned(),
                    "value",
                    format!("{set}(get(), detail::Text(value, \"{n}\").c_str());"),
                ),
            };
            fluent(&mut out, &class, ("", n, &parameters, given), &body);
            out.push('\n');
        }
        let _ = write!(
            out,
            "  /// The C object, which stays this one's.\n  {own}* get() const noexcept {{ return handle_.get(); }}\n\n private:\n  \
             detail::Handle<{own}, {own}_free> handle_;\n}};\n\n"
        );
    }
    out
}

fn cpp_form(argument: &Argument) -> &'static str {
    match argument.kind {
        ArgumentKind::File => " Its name tells its MIME type.",
        ArgumentKind::Json => " JSON text.",
        ArgumentKind::Time | ArgumentKind::Status(_) | ArgumentKind::Days => form(argument),
        _ => "",
    }
}

/// Methods of the client, for C++.
pub(super) fn cpp() -> String {
    let mut out = String::new();
    for operation in generated().filter(|operation| operation.is_call()) {
        let name = noun(operation);
        let required: Vec<_> = operation.arguments.iter().filter(|a| a.required).collect();
        let given: Vec<_> = required.iter().map(|a| cpp_given(a)).collect();
        let mut parameters: Vec<String> = given.iter().map(|g| g.parameter.clone()).collect();
        let mut names: Vec<String> = required.iter().map(|a| super::parameter(a.name).to_owned()).collect();
        let mut passed: Vec<String> = vec!["get()".to_owned()];
        passed.extend(given.iter().map(|g| g.passed.clone()));
        if own_type(operation).is_some() {
            parameters.push(format!("const {}Arguments& arguments = {{}}", pascal(&name)));
            names.push("arguments".to_owned());
            passed.push("arguments.get()".to_owned());
        }
        parameters.push("const CallOptions& options = {}".to_owned());
        names.push("options".to_owned());
        passed.push("options.get()".to_owned());
        let before: String = given.iter().map(|g| g.before.as_str()).collect();
        let (parameters, names, passed) = (parameters.join(", "), names.join(", "), passed.join(", "));
        let c = function(operation);
        let raw = reply_type(operation).map(|(_, ty)| ty).unwrap_or_default();
        let (ty, body) = match operation.reply {
            Reply::Nothing => (
                "void".to_owned(),
                format!("    return detail::run([&](smsbat_error** error) {{ return {c}({passed}, error); }});\n"),
            ),
            Reply::Secret => (
                "std::string".to_owned(),
                format!(
                    "    return detail::run_text([&](smsbat_string** text, smsbat_error** error) {{\n      return {c}({passed}, text, error);\n    }});\n"
                ),
            ),
            Reply::Records(class) if is_owned(class) => {
                let row = cpp_name(class);
                let item = raw.trim_end_matches("_list");
                (
                    format!("std::vector<{row}>"),
                    format!(
                        "    {raw}* list = nullptr;\n    smsbat_error* error = nullptr;\n    if ({c}({passed}, &list, &error) != SMSBAT_OK) {{\n      \
                         const detail::ErrorHandle owned(error);\n      return Error::from(error);\n    }}\n    \
                         const detail::Handle<{raw}, {raw}_free> owned(list);\n    std::vector<{row}> rows;\n    \
                         for (std::size_t i = 0; i < {raw}_count(list); ++i) {{\n      rows.emplace_back({item}_copy({raw}_at(list, i)));\n    }}\n    return rows;\n"
                    ),
                )
            }
            Reply::NamedRecords(class) => {
                let row = cpp_name(class);
                let item = raw.trim_end_matches("_list");
                (
                    format!("std::map<std::string, {row}>"),
                    format!(
                        "    {raw}* list = nullptr;\n    smsbat_error* error = nullptr;\n    if ({c}({passed}, &list, &error) != SMSBAT_OK) {{\n      \
                         const detail::ErrorHandle owned(error);\n      return Error::from(error);\n    }}\n    \
                         const detail::Handle<{raw}, {raw}_free> owned(list);\n    std::map<std::string, {row}> rows;\n    \
                         for (std::size_t i = 0; i < {raw}_count(list); ++i) {{\n      rows.emplace({raw}_name(list, i), {row}({item}_copy({raw}_at(list, i))));\n    }}\n    return rows;\n"
                    ),
                )
            }
            reply => {
                let class = reply_class(reply).map(cpp_name).unwrap_or_default();
                let ty = if reply_class(reply).is_some_and(|class| !is_owned(class)) {
                    format!("{class}List")
                } else {
                    class.to_owned()
                };
                let body = format!(
                    "    return detail::run<{ty}, {raw}>([&]({raw}** reply, smsbat_error** error) {{\n      return {c}({passed}, reply, error);\n    }});\n"
                );
                (ty, body)
            }
        };
        let template: Vec<_> = given.iter().map(|g| g.template.as_str()).filter(|t| !t.is_empty()).collect();
        let template =
            if template.is_empty() { String::new() } else { format!("  template <{}>\n", template.join(", ")) };
        let mut text = operation.doc.trim().to_owned();
        for argument in &required {
            let _ = write!(
                text,
                "{}`{}`: {}{}",
                if text.ends_with('\n') { "" } else { " " },
                argument.name,
                one_line(argument.doc),
                cpp_form(argument)
            );
        }
        cpp_doc(&mut out, "  ", &text);
        let result = if ty == "void" { String::new() } else { "return ".to_owned() };
        let _ = write!(
            out,
            "{template}  {ty} {name}({parameters}) const {{\n    {result}try_{name}({names}).value();\n  }}\n{template}  \
             Result<{ty}> try_{name}({parameters}) const {{\n{before}{body}  }}\n\n"
        );
    }
    out
}

/// Functions that need no client, for C++.
pub(super) fn cpp_local() -> String {
    let mut out = String::new();
    for operation in generated().filter(|operation| !operation.is_call()) {
        let argument = operation.arguments[0].name;
        cpp_doc(
            &mut out,
            "",
            &format!("{} `{argument}`: {}", operation.doc.trim(), one_line(operation.arguments[0].doc)),
        );
        let _ = write!(
            out,
            "inline std::string {}(std::string_view {argument}) {{\n  const detail::Text own({argument}, \"{argument}\");\n  \
             return detail::run_text([&](smsbat_string** text, smsbat_error** error) {{\n    return {}(own.c_str(), text, error);\n  }}).value();\n}}\n\n",
            noun(operation),
            function(operation),
        );
    }
    out
}
