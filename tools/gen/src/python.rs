//! Python classes and stubs.

use minijinja::{Value, context};
use smsbat_core::{
    API_CLASSES, API_REPLY_CLASSES, Class, EVENT_CLASSES, Field, Kind, MESSAGE_CLASSES, PART_CLASSES, REPLY_CLASSES,
};

/// Path from the root and text of each file.
pub(crate) fn files() -> Vec<(&'static str, String)> {
    let (classes, namespaces, client) = (rust(), namespaces(), client());
    let door = crate::templates::render("python/client.rs.j2", crate::python_settings::client());
    let docs = crate::documented::docs(&[&classes, &namespaces, &door]);
    let (stub, twin) = (stub(&client), crate::python_async::stub(&client));
    vec![
        ("python/src/generated.rs", classes),
        ("python/src/namespaces.rs", namespaces),
        ("python/src/client.rs", door),
        ("python/smsbat/_smsbat.pyi", crate::documented::stub(&stub, &docs)),
        ("python/smsbat/_async.pyi", crate::documented::stub(&twin, &docs)),
    ]
}

/// Namespaces of the client, with their methods.
const NAMESPACES: &[&str] = &["messages", "cascade", "chathub", "turbosms", "messagio"];

fn namespaces() -> String {
    let methods = NAMESPACES.iter().map(|name| (*name, crate::python_operations::rust(name)));
    let methods: std::collections::BTreeMap<&str, String> = methods.collect();
    let context = context! { bulk => crate::python_settings::bulk(), ..Value::from(methods) };
    crate::templates::render("python/namespaces.rs.j2", context)
}

/// The stub of what is no class of the tables: by hand, but for the operations.
fn client() -> String {
    let mut text = CLIENT.to_owned();
    for namespace in NAMESPACES {
        let methods = crate::python_operations::stub(namespace);
        text = text.replace(&format!("    # operations of {namespace}\n"), &methods);
    }
    text = text.replace("        # settings\n", &crate::python_settings::stub());
    for (kind, dry_run) in [("", "Literal[False] = False"), (" (plan)", "Literal[True]"), (" (either)", "bool")] {
        let options = crate::python_settings::bulk_stub(dry_run);
        text = text.replace(&format!("        # options of campaigns{kind}\n"), &options);
    }
    text.replace(": ...\n    ...\n", ": ...\n")
}

/// The part of the stub that is written by hand.
const CLIENT: &str = include_str!("../../../python/stubs/client.pyi");

/// Returns true if the module defines this type.
pub(crate) fn defines(client: &str, name: &str) -> bool {
    let start = |line: &str| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(": TypeAlias"));
    let class = |line: &str| line.strip_prefix("class ").and_then(|l| l.strip_prefix(name)).is_some_and(|l| l == ":");
    groups().any(|(_, group)| group[0].name == name) || client.lines().any(|line| start(line) || class(line))
}

/// Purpose of a class, which determines its base and its constructors.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    Message,
    Part,
    Reply,
}

impl Role {
    fn base(self) -> &'static str {
        if self == Self::Reply { "Reply" } else { "Model" }
    }
}

fn groups() -> impl Iterator<Item = (Role, &'static [&'static Class])> {
    let role = |role: Role, groups: &'static [&'static [&'static Class]]| groups.iter().map(move |g| (role, *g));
    let api = API_CLASSES.iter().filter(|group| !ONLY_ARGUMENTS.contains(&group[0].name)).map(|group| {
        let role = if group[0].name.ends_with("Message") { Role::Message } else { Role::Part };
        (role, *group)
    });
    role(Role::Message, MESSAGE_CLASSES)
        .chain(role(Role::Part, PART_CLASSES))
        .chain(api)
        .chain(role(Role::Reply, REPLY_CLASSES))
        .chain(role(Role::Reply, API_REPLY_CLASSES))
        .chain(role(Role::Reply, EVENT_CLASSES))
}

/// Names of all classes of the tables.
pub(crate) fn class_names() -> impl Iterator<Item = &'static str> {
    groups().map(|(_, group)| group[0].name)
}

/// Classes that Python has no use for: their fields are the arguments of a method.
const ONLY_ARGUMENTS: &[&str] = &["MessagioMessage"];

/// Returns true if the class is made through named constructors.
fn has_variants(group: &[&Class]) -> bool {
    group.iter().any(|c| c.variant.is_some())
}

/// Fields of all variants by name, the first of each.
fn union(group: &'static [&'static Class]) -> Vec<&'static Field> {
    let mut fields: Vec<&Field> = Vec::new();
    for field in group.iter().flat_map(|c| c.fields) {
        if !fields.iter().any(|f| f.name == field.name) {
            fields.push(field);
        }
    }
    fields
}

/// A field's name where Rust has a word of its own.
fn ident(name: &str) -> String {
    if ["type", "match", "ref", "move", "in", "for"].contains(&name) { format!("r#{name}") } else { name.to_owned() }
}

fn lines(doc: &str) -> Vec<&str> {
    doc.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end()).collect()
}

/// Text of a class's docstring: what it is, and its arguments.
fn class_doc(role: Role, group: &[&Class]) -> Vec<String> {
    let mut doc: Vec<String> = Vec::new();
    if has_variants(group) {
        return vec!["The action of an RCS button. Create it with one of its constructors.".to_owned()];
    }
    for class in group {
        doc.extend(lines(class.doc).into_iter().map(str::to_owned));
        if role == Role::Reply || class.fields.is_empty() {
            continue;
        }
        doc.push(String::new());
        doc.push("Args:".to_owned());
        arguments_doc(class, &mut doc);
    }
    doc
}

fn arguments_doc(class: &Class, doc: &mut Vec<String>) {
    for field in class.fields {
        let mut text = lines(field.doc).into_iter();
        let first = text.next().unwrap_or_default();
        doc.push(format!("    {}: {first}", field.name));
        doc.extend(text.map(|line| format!("        {line}")));
    }
}

/// Fields of replies that are never `None`, though their kind may be.
const ALWAYS: &[(&str, &str)] = &[
    ("MessageStatus", "delivery_status"),
    ("RawReply", "status_code"),
    ("RawReply", "text"),
    ("MessagioResult", "code"),
    ("MessagioResult", "xml"),
    ("IncomingMessage", "id"),
    ("DeliveryReport", "message_id"),
    ("DeliveryReport", "delivery_status"),
    ("TurboSmsEvent", "id"),
    ("ChatMessageReceived", "message"),
    ("ChatMediaReceived", "media"),
    ("ChatStatusChanged", "chat_id"),
    ("ChatStatusChanged", "status"),
    ("MessageStatusChanged", "message_id"),
    ("MessageStatusChanged", "status"),
    ("ChatCreated", "chat"),
    ("ConnectionChanged", "attempt"),
    ("UnknownEvent", "name"),
];

/// Attributes that are one of some words.
const WORDS: &[(&str, &str, &str)] = &[("ConnectionChanged", "state", "_types.HubStateName")];

/// Attributes of rows that are made with the row and read without a call: nearly every loop over the rows of a send reads
/// them.
const HELD: &[(&str, &str)] = &[("SentMessage", "message_id"), ("SentMessage", "outcome"), ("SentMessage", "reason")];

/// A field's default as Python writes it.
fn shown_default(field: &Field) -> String {
    field.default.map_or_else(|| "None".to_owned(), |text| format!("'{text}'"))
}

/// The classes as the templates have them.
fn classes() -> Vec<Value> {
    let field = |role: Role, class: &str, index: usize, field: &'static Field| {
        context! {
            index,
            held => HELD.contains(&(class, field.name)),
            name => field.name,
            ident => ident(field.name),
            doc => lines(field.doc),
            required => field.required,
            needed => argument_type(class, field).trim_end_matches(" | None"),
            default => shown_default(field),
            given => argument_type(class, field),
            type => value_type(role, class, field),
            property => if matches!(field.kind, Kind::Outcome) { "outcome_property" } else { "property" },
        }
    };
    let of = |(role, group): (Role, &'static [&'static Class])| {
        let name = group[0].name;
        let variant = |class: &&'static Class| {
            let mut doc: Vec<String> = lines(class.doc).into_iter().map(str::to_owned).collect();
            if !class.fields.is_empty() {
                doc.extend([String::new(), "Args:".to_owned()]);
                arguments_doc(class, &mut doc);
            }
            let fields: Vec<_> = class.fields.iter().enumerate().map(|(i, f)| field(role, name, i, f)).collect();
            context! { name => class.variant, doc, fields }
        };
        let variants: Vec<_> = group.iter().filter(|c| c.variant.is_some()).map(variant).collect();
        let fields: Vec<Value> = union(group).into_iter().enumerate().map(|(i, f)| field(role, name, i, f)).collect();
        context! {
            name,
            base => role.base(),
            message => role == Role::Message,
            one_of => one_of(role, group[0]),
            doc => class_doc(role, group),
            defaults => group[0].fields.iter().any(|f| f.default.is_some()),
            held => fields.iter().filter(|f| f.get_attr("held").is_ok_and(|held| held.is_true())).collect::<Vec<_>>(),
            fields,
            variants,
        }
    };
    groups().map(of).collect()
}

fn rust() -> String {
    crate::templates::render("python/classes.rs.j2", context! { classes => classes() })
}

fn stub(client: &str) -> String {
    let head = "# Written by `make gen`: the classes from the core's tables, the rest from python/stubs/client.pyi.\n";
    let classes = crate::templates::render("python/classes.pyi.j2", context! { classes => classes() });
    format!("{head}{client}{}", classes.strip_prefix('\n').unwrap_or(&classes))
}

/// Arguments of which checkers ask for one of a message. A template for a campaign has neither recipient nor sender, but
/// nothing is no message.
fn one_of(role: Role, class: &Class) -> Vec<&'static str> {
    if role != Role::Message {
        return vec![""];
    }
    let known = ["to", "recipients", "sender", "text", "template_id", "image", "video", "file", "cards", "caller_id"];
    known.into_iter().filter(|name| class.position(name).is_some()).collect()
}

/// Type of an argument that may be left out.
fn argument_type(class: &str, field: &Field) -> String {
    if field.name == "message_type" && class.starts_with("Cascade") {
        return "_types.CascadeTypeName | None".to_owned();
    }
    let own = match field.kind {
        Kind::Count | Kind::Number => "int".to_owned(),
        Kind::Flag => "bool".to_owned(),
        Kind::Time => "str | datetime".to_owned(),
        Kind::Phone | Kind::PhoneDigits => "str | Phone".to_owned(),
        Kind::PhoneList(_) => "Iterable[str | Phone]".to_owned(),
        Kind::Texts(..) => "Iterable[str]".to_owned(),
        Kind::Json => return "Any".to_owned(),
        Kind::Part(classes) => format!("{} | dict[str, Any]", classes[0].name),
        Kind::Parts(classes, ..) => format!("Iterable[{} | dict[str, Any]]", classes[0].name),
        Kind::Params => "Mapping[str, str | int]".to_owned(),
        _ => "str".to_owned(),
    };
    format!("{own} | None")
}

/// Type of an attribute.
fn value_type(role: Role, class: &str, field: &Field) -> String {
    if let Some((.., words)) = WORDS.iter().find(|(of, name, _)| (*of, *name) == (class, field.name)) {
        return (*words).to_owned();
    }
    let always = ALWAYS.contains(&(class, field.name));
    let (own, never_none) = match (field.kind, role) {
        (Kind::Count | Kind::Number, _) => ("int".to_owned(), false),
        (Kind::Flag, role) => ("bool".to_owned(), role == Role::Reply),
        (Kind::Decimal, _) => ("Decimal".to_owned(), false),
        (Kind::Outcome, _) => ("Outcome".to_owned(), true),
        (Kind::Json, _) => ("Any".to_owned(), true),
        (Kind::Texts(..) | Kind::PhoneList(_), role) => ("list[str]".to_owned(), role == Role::Reply),
        (Kind::Params, role) => ("dict[str, str | int]".to_owned(), role == Role::Reply),
        (Kind::Part(classes), Role::Reply) => (classes[0].name.to_owned(), false),
        (Kind::Part(classes), _) => (format!("{} | dict[str, Any]", classes[0].name), false),
        (Kind::Parts(classes, ..), Role::Reply) => (format!("tuple[{}, ...]", classes[0].name), true),
        (Kind::Parts(classes, ..), _) => (format!("list[{} | dict[str, Any]]", classes[0].name), false),
        _ => ("str".to_owned(), false),
    };
    if never_none || always { own } else { format!("{own} | None") }
}
