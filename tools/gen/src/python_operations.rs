//! Methods of operations in Python: their Rust, their docstrings and their stubs.

use minijinja::{Value, context};
use smsbat_core::{Argument, ArgumentKind, Class, Operation, Reply, operations};

use crate::arguments::kind_name;

/// Operations whose body is written by hand: their reply is an iterator.
const BY_HAND: &[(&str, &str)] = &[("chathub.chats", "Chats")];

/// Examples of docstrings: each under `## ` and the operation's name.
const EXAMPLES: &str = include_str!("../templates/python/examples.txt");

/// Longest line of a docstring.
const WIDTH: usize = 108;

/// The operations of a namespace.
fn of(namespace: &str) -> impl Iterator<Item = &'static Operation> {
    let prefix = format!("{namespace}.");
    operations().iter().filter(move |operation| operation.name.starts_with(&prefix))
}

fn method(operation: &Operation) -> &'static str {
    operation.name.split('.').next_back().unwrap_or_default()
}

fn by_hand(operation: &Operation) -> Option<&'static str> {
    BY_HAND.iter().find(|(name, _)| *name == operation.name).map(|(_, reply)| *reply)
}

/// Options of a call that a method has beside its arguments: name, type in Rust, in a stub, and default.
fn common(operation: &Operation) -> Vec<(&'static str, &'static str, &'static str, &'static str)> {
    let mut options = Vec::new();
    if operation.is_call() {
        if !operation.arguments.iter().any(|a| a.name == "timeout") {
            options.push(("timeout", "Option<Seconds>", "float | None", "None"));
        }
        options.push(("max_retries", "Option<Int>", "int | None", "None"));
        if operation.sends() {
            options.push(("resend_unknown", "bool", "bool", "False"));
        }
    }
    options
}

/// Words for an object of these classes, with an article.
fn thing(groups: &[&[&Class]]) -> String {
    match groups {
        [group] if !group[0].name.ends_with("Message") => format!("a {}", group[0].name),
        _ => "a message".to_owned(),
    }
}

/// Advice for a text in place of an object of these classes: the arguments of other libraries.
fn class_to_use(groups: &[&[&Class]]) -> String {
    match groups {
        [group] => format!("make one with smsbat.{}(…)", group[0].name),
        _ => "make one with a class, such as smsbat.Sms(to=…, sender=…, text=…)".to_owned(),
    }
}

/// A default as Python writes it.
fn python_default(operation: &Operation, argument: &Argument) -> String {
    // The fields of a message have defaults of their own, which are texts.
    let field = operation.class.and_then(|class| class.fields.iter().find(|field| field.name == argument.name));
    if let Some(default) = field.and_then(|field| field.default) {
        return format!("'{default}'");
    }
    match argument.default {
        "" => "None".to_owned(),
        "true" => "True".to_owned(),
        "false" => "False".to_owned(),
        text => text.replace('"', "'"),
    }
}

/// A default as Rust writes it; of a class, the core fills it in.
fn rust_default(operation: &Operation, argument: &Argument) -> String {
    if argument.default.is_empty() || operation.class.is_some() {
        "None".to_owned()
    } else {
        argument.default.to_owned()
    }
}

/// The signature in these words for a default.
fn signature(operation: &Operation, python: bool) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut named = false;
    let star = |parts: &mut Vec<String>, named: &mut bool| {
        if !std::mem::replace(named, true) {
            parts.push("*".to_owned());
        }
    };
    for argument in operation.arguments {
        if argument.named {
            star(&mut parts, &mut named);
        }
        let default = match argument.kind {
            _ if python => python_default(operation, argument),
            ArgumentKind::Seconds => format!("Seconds::of({})", rust_default(operation, argument)),
            _ => rust_default(operation, argument),
        };
        let equals = if python { "=" } else { " = " };
        parts.push(match argument.required {
            true => argument.name.to_owned(),
            false => format!("{}{equals}{default}", argument.name),
        });
    }
    for (name, _, _, default) in common(operation) {
        star(&mut parts, &mut named);
        parts.push(if python {
            format!("{name}={default}")
        } else {
            format!("{name} = {}", default.replace("False", "false"))
        });
    }
    parts.join(", ")
}

/// The methods of a namespace, in Rust.
pub(crate) fn rust(namespace: &str) -> String {
    let operations: Vec<_> = of(namespace).map(context).collect();
    crate::templates::render("python/methods.rs.j2", context! { operations })
}

/// An operation as the template of methods has it.
fn context(operation: &'static Operation) -> Value {
    let argument = |argument: &Argument| {
        let (thing, advice) = match argument.kind {
            ArgumentKind::Objects(groups) => (thing(groups), class_to_use(groups)),
            ArgumentKind::Status(names) => (status_class(names).to_owned(), Default::default()),
            _ => Default::default(),
        };
        let optional = !argument.required && argument.default.is_empty();
        // A default is written in Rust, so an argument that has one is text of Rust.
        let kind = match kind_name(argument.kind) {
            "text" if argument.default.is_empty() => "unicode",
            kind => kind,
        };
        context! { name => argument.name, kind, optional, thing, advice }
    };
    let mut attribute = format!("signature = ({})", signature(operation, false));
    let shown = operation.arguments.iter().any(|a| !["None", "False"].contains(&python_default(operation, a).as_str()));
    if shown {
        attribute.push_str(&format!(", text_signature = \"($self, {})\"", signature(operation, true)));
    }
    let options = common(operation);
    context! {
        name => method(operation),
        namespace => operation.name.split('.').next(),
        doc => doc(operation),
        client => operation.is_call(),
        sends => operation.sends(),
        type_name => operation.type_name,
        class => operation.class.map(|class| class.name),
        by_hand => by_hand(operation),
        timeout => if options.iter().any(|(name, ..)| *name == "timeout") { "timeout" } else { "None" },
        form => match operation.reply {
            Reply::Record(class) if class.position("warnings").is_some() => "warned",
            Reply::Record(_) => "record",
            Reply::Records(_) => "records",
            Reply::NamedRecords(_) => "named",
            Reply::Secret => "secret",
            _ => "nothing",
        },
        arguments => operation.arguments.iter().map(argument).collect::<Vec<_>>(),
        options,
        attribute,
    }
}

/// The class of Python that has these names.
fn status_class(names: &[&str]) -> &'static str {
    if names.contains(&"closed") { "ChatStatus" } else { "OperatorStatus" }
}

/// Form of an argument, in the words of Python.
fn form(argument: &Argument) -> String {
    match argument.kind {
        ArgumentKind::Object(groups) => {
            format!("A `{}`, or a dict in wire form, which is sent unchanged.", groups[0][0].name)
        }
        ArgumentKind::Objects(groups) if groups.len() > 1 => {
            "A message, a dict in wire form, which is sent unchanged, or an iterable of these.".to_owned()
        }
        ArgumentKind::Objects(groups) => {
            format!("A `{}`, a dict in wire form, which is sent unchanged, or an iterable of these.", groups[0][0].name)
        }
        ArgumentKind::NamedObjects(_) => "A mapping of names to messages, each the same as for `send`.".to_owned(),
        ArgumentKind::MessageId => {
            "An id, a row of a send (`SentMessage`), or the `SendResult` of a single message.".to_owned()
        }
        ArgumentKind::MessageIds => {
            "Ids, rows of sends (`SentMessage`), rows of a report, or a `SendResult`.".to_owned()
        }
        ArgumentKind::Ids => "A single id, or an iterable of ids.".to_owned(),
        ArgumentKind::Time => "A `datetime` or ISO 8601 text, with a time zone.".to_owned(),
        ArgumentKind::Days => "Each is a `date`, a `datetime` with a time zone, or text.".to_owned(),
        ArgumentKind::Status(names) => {
            let class = status_class(names);
            format!(
                "A{} `{class}`, its name, such as `\"{}\"`, or any number.",
                if class.starts_with('O') { "n" } else { "" },
                names[1]
            )
        }
        ArgumentKind::File => "A path, a pair `(name, bytes)`, or a `ChatMedia`.".to_owned(),
        ArgumentKind::Rows => "Mappings.".to_owned(),
        ArgumentKind::Json => "Plain Python types.".to_owned(),
        _ => String::new(),
    }
}

pub(crate) fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Breaks a paragraph into lines.
pub(crate) fn wrapped(text: &str, first: &str, rest: &str) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), first.to_owned());
    let mut empty = true;
    for word in text.split(' ') {
        if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(std::mem::replace(&mut line, rest.to_owned()));
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    lines.push(line);
    lines
}

/// Lines of a docstring.
fn doc(operation: &Operation) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in operation.doc.trim().split("\n\n").map(words) {
        lines.extend(wrapped(&paragraph, "", ""));
        lines.push(String::new());
    }
    if let Some(example) = example(operation.name) {
        lines.extend(example.lines().map(|line| format!("    {line}")));
        lines.push(String::new());
    }
    let options = common(operation);
    if !operation.arguments.is_empty() || !options.is_empty() {
        lines.push("Args:".to_owned());
        for argument in operation.arguments {
            let text = format!("{} {}", words(argument.doc), form(argument));
            lines.extend(wrapped(text.trim(), &format!("    {}: ", argument.name), "        "));
        }
        for (name, ..) in &options {
            let text = match *name {
                "timeout" => "Time limit of the whole call in seconds, including all attempts. Default: the client's.",
                "max_retries" => "Maximum number of retries. Default: the client's.",
                _ => "Retry even if an earlier attempt may have arrived, at the risk of sending it twice.",
            };
            lines.push(format!("    {name}: {text}"));
        }
        lines.push(String::new());
    }
    let returns = match (operation.returns, operation.reply) {
        ("", Reply::Record(class)) => format!("A `{}`.", class.name),
        ("", Reply::Records(class)) => match by_hand(operation) {
            Some(_) => format!("An iterator over `{}`. It requests each page when it is reached.", class.name),
            None => format!("A list of `{}`.", class.name),
        },
        (text, _) => words(text),
    };
    if !returns.is_empty() {
        lines.push("Returns:".to_owned());
        lines.extend(wrapped(&returns, "    ", "    "));
        lines.push(String::new());
    }
    if operation.is_call() {
        lines.push("Raises:".to_owned());
        for (kind, cause) in operation.errors {
            let name: String = kind.as_str().split('_').map(|w| w[..1].to_uppercase() + &w[1..]).collect();
            lines.extend(wrapped(&words(cause), &format!("    {name}Error: "), "        "));
        }
        let checked = operation.errors.iter().any(|(kind, _)| kind.as_str() == "validation");
        if operation.sends() && !checked {
            lines.push(
                "    ValidationError: The input breaks a rule; `problems` names every field. Nothing was sent."
                    .to_owned(),
            );
        }
        lines.push(match operation.reads() {
            true => "    SmsbatError: Every other failure.".to_owned(),
            false => {
                "    SmsbatError: Every other failure; `outcome` says whether anything may have been sent.".to_owned()
            }
        });
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

fn example(name: &str) -> Option<&'static str> {
    let section = EXAMPLES.split("## ").find(|section| section.lines().next() == Some(name))?;
    section.split_once('\n').map(|(_, text)| text.trim_end())
}

/// Type of an argument in a stub.
fn stub_type(argument: &Argument) -> String {
    let alias = |class: &str| match class {
        "CascadeMessage" | "TurboSmsMessage" => format!("_{class}"),
        class => format!("{class} | dict[str, Any]"),
    };
    let own = match argument.kind {
        ArgumentKind::Integer | ArgumentKind::Count => "int".to_owned(),
        ArgumentKind::Flag => "bool".to_owned(),
        ArgumentKind::Seconds => "float".to_owned(),
        ArgumentKind::Time => "str | datetime".to_owned(),
        ArgumentKind::Days => "tuple[_Day, _Day]".to_owned(),
        ArgumentKind::Range => "tuple[int, int]".to_owned(),
        ArgumentKind::Status(names) if names.contains(&"closed") => "_ChatStatus".to_owned(),
        ArgumentKind::Status(_) => "_OperatorStatus".to_owned(),
        _ if argument.name == "message_type" => "_CascadeType".to_owned(),
        ArgumentKind::Object(groups) => alias(groups[0][0].name),
        ArgumentKind::Objects(groups) if groups.len() > 1 => "_Message | Iterable[_Message]".to_owned(),
        ArgumentKind::Objects(groups) => format!("{0} | Iterable[{0}]", alias(groups[0][0].name)),
        ArgumentKind::NamedObjects(groups) => format!("Mapping[str, {}]", alias(groups[0][0].name)),
        ArgumentKind::MessageId => "_MessageId".to_owned(),
        ArgumentKind::MessageIds => "_MessageId | Iterable[_MessageId]".to_owned(),
        ArgumentKind::Ids => "Iterable[str]".to_owned(),
        ArgumentKind::Rows => "Iterable[Mapping[str, Any]]".to_owned(),
        ArgumentKind::File => "_Path | tuple[str, bytes] | ChatMedia".to_owned(),
        ArgumentKind::Json => "Any".to_owned(),
        ArgumentKind::Path => "_Path".to_owned(),
        _ => "str".to_owned(),
    };
    // What has a text for its default may be `None` where the core fills it in.
    let optional = !argument.required && argument.default.is_empty();
    if optional { format!("{own} | None") } else { own }
}

/// The methods of a namespace, as a stub.
pub(crate) fn stub(namespace: &str) -> String {
    of(namespace).map(stub_method).collect()
}

fn stub_method(operation: &'static Operation) -> String {
    let name = method(operation);
    let reply = match (by_hand(operation), operation.reply) {
        (Some(reply), _) => reply.to_owned(),
        (None, Reply::Record(class)) => class.name.to_owned(),
        (None, Reply::Records(class)) => format!("list[{}]", class.name),
        (None, Reply::NamedRecords(class)) => format!("dict[str, {}]", class.name),
        (None, Reply::Secret | Reply::Html) => "str".to_owned(),
        _ => "None".to_owned(),
    };
    let mut parts: Vec<String> = Vec::new();
    if operation.is_call() {
        parts.push("self".to_owned());
    }
    let mut named = false;
    let mut star = |parts: &mut Vec<String>| {
        if !std::mem::replace(&mut named, true) {
            parts.push("*".to_owned());
        }
    };
    for argument in operation.arguments {
        if argument.named {
            star(&mut parts);
        }
        let none = operation.class.is_some() && !argument.required;
        let ty = stub_type(argument);
        let ty = if none && !ty.ends_with("None") { format!("{ty} | None") } else { ty };
        parts.push(match argument.required {
            true => format!("{}: {ty}", argument.name),
            false => format!("{}: {ty} = {}", argument.name, python_default(operation, argument)),
        });
    }
    for (option, _, ty, default) in common(operation) {
        star(&mut parts);
        parts.push(format!("{option}: {ty} = {default}"));
    }
    let decorator = if operation.is_call() { "" } else { "    @staticmethod\n" };
    let line = format!("    def {name}({}) -> {reply}: ...\n", parts.join(", "));
    if line.len() <= 110 {
        return format!("{decorator}{line}");
    }
    let parts: String = parts.iter().map(|part| format!("        {part},\n")).collect();
    format!("{decorator}    def {name}(\n{parts}    ) -> {reply}: ...\n")
}
