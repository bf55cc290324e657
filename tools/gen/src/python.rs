//! Python classes and stubs.

use std::fmt::Write;

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
    let context = minijinja::context! { bulk => crate::python_settings::bulk(), ..minijinja::Value::from(methods) };
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

/// Whether the module has this name, which is a type.
pub(crate) fn defines(client: &str, name: &str) -> bool {
    let start = |line: &str| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(": TypeAlias"));
    let class = |line: &str| line.strip_prefix("class ").and_then(|l| l.strip_prefix(name)).is_some_and(|l| l == ":");
    groups().any(|(_, group)| group[0].name == name) || client.lines().any(|line| start(line) || class(line))
}

/// What a class is for: decides its base and how it is made.
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

/// Classes that Python has no use for: their fields are the arguments of a method.
const ONLY_ARGUMENTS: &[&str] = &["MessagioMessage"];

/// Whether the class is made through named constructors.
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
        return vec!["What an RCS button does; one of its constructors makes it.".to_owned()];
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

/// What a method of a class needs beyond its fields: Rust, and its stub.
const MORE: &[(&str, &str, &str)] = &[
    (
        "SendResult",
        r#"
    /// Raises `ProviderError` unless every message was accepted. Its outcome is `unknown` if that of any
    /// message is, else `rejected`.
    fn raise_for_outcome(slf: &Bound<'_, Self>) -> PyResult<()> {
        crate::outcome::of_messages(slf.py(), &slf.as_super().get().record)
    }

    /// The rows as dicts of plain values: what `pandas.DataFrame` and `polars.DataFrame` take.
    fn to_dicts<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyList>> {
        crate::values::to_dicts(slf.py(), slf.as_super().get().record.get("messages"))
    }

    fn __len__(slf: &Bound<'_, Self>) -> PyResult<usize> {
        Self::messages(slf)?.len()
    }

    fn __getitem__<'py>(slf: &Bound<'py, Self>, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        crate::model::item(&Self::messages(slf)?, index)
    }

    fn __iter__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyIterator>> {
        Self::messages(slf)?.try_iter()
    }

    fn __reversed__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyIterator>> {
        crate::model::reversed(&Self::messages(slf)?)
    }
"#,
        "
    def raise_for_outcome(self) -> None: ...
    def to_dicts(self) -> list[dict[str, Any]]: ...
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: SupportsIndex, /) -> SentMessage: ...
    @overload
    def __getitem__(self, index: slice, /) -> list[SentMessage]: ...
    def __iter__(self) -> Iterator[SentMessage]: ...
    def __reversed__(self) -> Iterator[SentMessage]: ...
",
    ),
    (
        "TurboSmsResult",
        r#"
    /// Raises `ProviderError` unless the message to every recipient was accepted. Its outcome is `unknown` if
    /// that of any recipient is, else `rejected`; its `code` is the first that says no.
    fn raise_for_outcome(slf: &Bound<'_, Self>) -> PyResult<()> {
        crate::outcome::of_turbosms(slf.py(), &slf.as_super().get().record)
    }

    /// The rows as dicts of plain values: what `pandas.DataFrame` and `polars.DataFrame` take.
    fn to_dicts<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyList>> {
        crate::values::to_dicts(slf.py(), slf.as_super().get().record.get("recipients"))
    }

    fn __len__(slf: &Bound<'_, Self>) -> PyResult<usize> {
        Self::recipients(slf)?.len()
    }

    fn __getitem__<'py>(slf: &Bound<'py, Self>, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        crate::model::item(&Self::recipients(slf)?, index)
    }

    fn __iter__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyIterator>> {
        Self::recipients(slf)?.try_iter()
    }

    fn __reversed__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyIterator>> {
        crate::model::reversed(&Self::recipients(slf)?)
    }
"#,
        "
    def raise_for_outcome(self) -> None: ...
    def to_dicts(self) -> list[dict[str, Any]]: ...
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: SupportsIndex, /) -> TurboSmsRecipient: ...
    @overload
    def __getitem__(self, index: slice, /) -> list[TurboSmsRecipient]: ...
    def __iter__(self) -> Iterator[TurboSmsRecipient]: ...
    def __reversed__(self) -> Iterator[TurboSmsRecipient]: ...
",
    ),
];

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

fn rust() -> String {
    let mut out = String::from(
        "//! Classes of messages, parts and replies. Written by `make gen` from the core's tables; do not edit.\n\
         #![allow(clippy::too_many_arguments)]\n\n\
         use pyo3::prelude::*;\n\
         use pyo3::types::{PyIterator, PyList, PyTuple};\n\
         use smsbat_core::{self as core, Class, Record};\n\n\
         use crate::model::{Given, Model, Reply, made, match_args};\n",
    );
    for (role, group) in groups() {
        rust_class(&mut out, role, group);
    }
    out.push_str("\n/// The Python object of a record.\npub(crate) fn instance(py: Python<'_>, record: Record) -> PyResult<Bound<'_, PyAny>> {\n");
    out.push_str("    Ok(match record.class().name {\n");
    for (role, group) in groups() {
        let name = group[0].name;
        let base = match role {
            Role::Reply => "Reply::from(record)",
            _ => "Model { record }",
        };
        let _ = writeln!(
            out,
            "        \"{name}\" => Bound::new(py, PyClassInitializer::from({base}).add_subclass({name}))?.into_any(),"
        );
    }
    out.push_str("        // A class that is not in the tables cannot come out of them.\n");
    out.push_str("        name => return Err(pyo3::exceptions::PyTypeError::new_err(name)),\n    })\n}\n");
    out.push_str("\n/// Adds every class to the module.\npub(crate) fn add_classes(module: &Bound<'_, PyModule>) -> PyResult<()> {\n");
    for (_, group) in groups() {
        let _ = writeln!(out, "    module.add_class::<{}>()?;", group[0].name);
    }
    out.push_str("    Ok(())\n}\n");
    out
}

fn rust_class(out: &mut String, role: Role, group: &'static [&'static Class]) {
    let (name, base) = (group[0].name, role.base());
    out.push('\n');
    for line in class_doc(role, group) {
        let _ = writeln!(out, "/// {line}");
    }
    let _ = writeln!(out, "#[pyclass(frozen, extends = {base}, module = \"smsbat\")]");
    let _ = writeln!(out, "pub(crate) struct {name};\n\n#[pymethods]\nimpl {name} {{");
    if has_variants(group) {
        for (i, class) in group.iter().enumerate() {
            rust_variant(out, i, class);
        }
    } else {
        let _ = writeln!(
            out,
            "    #[classattr]\n    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {{\n        \
             match_args(py, core::{name}::class())\n    }}"
        );
        if role != Role::Reply {
            rust_constructor(out, role, group[0]);
        }
    }
    for (i, field) in union(group).into_iter().enumerate() {
        out.push('\n');
        for line in lines(field.doc) {
            let _ = writeln!(out, "    /// {line}");
        }
        let value = match has_variants(group) {
            true => format!("named(slf.py(), \"{}\")", field.name),
            false => format!("field(slf.py(), {i})"),
        };
        let _ = writeln!(
            out,
            "    #[getter]\n    fn {}<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {{\n        \
             slf.as_super().get().{value}\n    }}",
            ident(field.name)
        );
    }
    if let Some((_, more, _)) = MORE.iter().find(|(class, ..)| *class == name) {
        out.push_str(more);
    }
    out.push_str("}\n");
}

fn parameters(class: &Class) -> (String, String) {
    let declared = class.fields.iter().map(|f| format!("{}: Given<'_>", ident(f.name))).collect::<Vec<_>>().join(", ");
    let passed = class.fields.iter().map(|f| ident(f.name)).collect::<Vec<_>>().join(", ");
    (declared, passed)
}

fn rust_constructor(out: &mut String, role: Role, class: &Class) {
    let (declared, passed) = parameters(class);
    let defaults = class.fields.iter().map(|f| format!("{} = None", ident(f.name))).collect::<Vec<_>>().join(", ");
    let star = if role == Role::Message { "*, " } else { "" };
    let name = class.name;
    // The default itself is filled in by `made`, from the same table.
    let shown = match class.fields.iter().any(|f| f.default.is_some()) {
        true => {
            let shown: Vec<String> = class.fields.iter().map(|f| format!("{}={}", f.name, shown_default(f))).collect();
            format!(", text_signature = {:?}", format!("({star}{})", shown.join(", ")))
        }
        false => String::new(),
    };
    let _ = writeln!(
        out,
        "\n    #[new]\n    #[pyo3(signature = ({star}{defaults}){shown})]\n    \
         fn new(py: Python<'_>, {declared}) -> PyResult<PyClassInitializer<Self>> {{\n        \
         made(py, core::{name}::class(), &[{passed}]).map(|model| model.add_subclass(Self))\n    }}"
    );
}

/// A field's default as Python writes it.
fn shown_default(field: &Field) -> String {
    field.default.map_or_else(|| "None".to_owned(), |text| format!("'{text}'"))
}

fn rust_variant(out: &mut String, index: usize, class: &'static Class) {
    let (declared, passed) = parameters(class);
    let (name, variant) = (class.name, class.variant.unwrap_or_default());
    let signature: Vec<String> = class
        .fields
        .iter()
        .map(|f| if f.required { ident(f.name) } else { format!("{} = None", ident(f.name)) })
        .collect();
    let mut doc: Vec<String> = lines(class.doc).into_iter().map(str::to_owned).collect();
    if !class.fields.is_empty() {
        doc.extend([String::new(), "Args:".to_owned()]);
        arguments_doc(class, &mut doc);
    }
    out.push('\n');
    for line in doc {
        let _ = writeln!(out, "    /// {line}");
    }
    let _ = writeln!(
        out,
        "    #[staticmethod]\n    #[pyo3(signature = ({}))]\n    \
         fn {variant}<'py>(py: Python<'py>, {}) -> PyResult<Bound<'py, PyAny>> {{\n        \
         let class: &'static Class = <core::{name} as core::Model>::CLASSES[{index}];\n        \
         Ok(Bound::new(py, made(py, class, &[{passed}])?.add_subclass(Self))?.into_any())\n    }}",
        signature.join(", "),
        declared.replace("'_", "'py"),
    );
}

fn stub(client: &str) -> String {
    let mut out = String::from(
        "# Written by `make gen`: the classes from the core's tables, the rest from python/stubs/client.pyi.\n",
    );
    out.push_str(client);
    for (role, group) in groups() {
        stub_class(&mut out, role, group);
    }
    out
}

fn stub_class(out: &mut String, role: Role, group: &'static [&'static Class]) {
    let name = group[0].name;
    let _ = writeln!(out, "\n@final\nclass {name}({}):", role.base());
    if has_variants(group) {
        for class in group {
            let arguments: Vec<String> = class
                .fields
                .iter()
                .map(|f| match f.required {
                    true => format!("{}: {}", f.name, argument_type(f)),
                    false => format!("{}: {} = None", f.name, argument_type(f)),
                })
                .collect();
            let variant = class.variant.unwrap_or_default();
            let _ = writeln!(out, "    @staticmethod\n    def {variant}({}) -> {name}: ...", arguments.join(", "));
        }
    } else {
        let names: Vec<String> = group[0].fields.iter().map(|f| format!("\"{}\",", f.name)).collect();
        let _ = writeln!(out, "    __match_args__ = ({})", names.join(" "));
        if role != Role::Reply {
            let star = if role == Role::Message { "        *,\n" } else { "" };
            let _ =
                writeln!(out, "    def __new__(\n        cls,\n{star}{}    ) -> Self: ...", stub_arguments(group[0]));
        }
    }
    for field in union(group) {
        let _ = writeln!(out, "    @property\n    def {}(self) -> {}: ...", field.name, value_type(role, name, field));
    }
    if let Some((_, _, more)) = MORE.iter().find(|(class, ..)| *class == name) {
        out.push_str(more.trim_start_matches('\n'));
    }
}

fn stub_arguments(class: &Class) -> String {
    class.fields.iter().map(|f| format!("        {}: {} = {},\n", f.name, argument_type(f), shown_default(f))).collect()
}

/// Type of an argument, which may always be left out: rules are checked when a message is sent.
fn argument_type(field: &Field) -> String {
    let own = match field.kind {
        Kind::Count | Kind::Number => "int".to_owned(),
        Kind::Flag => "bool".to_owned(),
        Kind::Time => "str | datetime".to_owned(),
        Kind::Texts(..) | Kind::PhoneList(_) => "Iterable[str]".to_owned(),
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
