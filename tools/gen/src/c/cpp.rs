//! The C++ header: what is repeated for every class is put into the text of `smsbat.hpp` beside this file.

use std::fmt::Write;

use smsbat_core::bulk::{BULK_OPTIONS, BulkOptionKind};
use smsbat_core::{Class, Field, Kind, SETTINGS};

use super::{
    Shape, constructor, events, kind_constant, kinds_of_message, member, operations, reply_groups, reply_name,
    sentences, setting_type, shape, singular, snake, typed_parts, wrap,
};

/// The text of `include/smsbat.hpp`.
pub(super) fn text() -> String {
    let text = include_str!("smsbat.hpp")
        .replace("@BULK@\n", include_str!("bulk.hpp"))
        .replace("@LOG@\n", include_str!("log.hpp"))
        .replace("@CHAT_EVENTS@\n", include_str!("chat_events.hpp"))
        .replace("@CHAT_EVENT_KINDS@\n", &events::cpp_kinds())
        .replace("@CHAT_EVENT_PARTS@\n", &events::cpp_parts())
        .replace("@BULK_OPTIONS@\n", &bulk_options())
        .replace("@PARTS@\n", &parts())
        .replace("@MESSAGES@\n", &messages())
        .replace("@REPLIES@\n", &replies())
        .replace("@ARGUMENTS@\n", &operations::cpp_arguments())
        .replace("@OPERATIONS@\n", &operations::cpp())
        .replace("@WIDGETS@\n", &operations::cpp_local())
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
        _ if line.len() <= 120 => {
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
pub(super) fn doc(out: &mut String, indent: &str, text: &str) {
    let mut lines = String::new();
    for (i, paragraph) in text.split("\n\n").enumerate() {
        if i > 0 {
            lines.push_str("///\n");
        }
        wrap(&mut lines, &paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    for line in lines.lines() {
        let _ = writeln!(out, "{indent}{line}");
    }
}

/// A function that changes the object and gives it back: for one that has a name, and for a temporary.
pub(super) fn fluent(out: &mut String, class: &str, declared: (&str, &str, &str, &str), body: &str) {
    let (template, name, parameters, arguments) = declared;
    let template = if template.is_empty() { String::new() } else { format!("  {template}\n") };
    let _ = write!(
        out,
        "{template}  {class}& {name}({parameters}) & {{\n    {body}\n    return *this;\n  }}\n\
         {template}  {class} {name}({parameters}) && {{ return std::move({name}({arguments})); }}\n"
    );
}

/// The name of a class in C++.
pub(super) fn cpp_name(class: &Class) -> &'static str {
    if class.name == "MessageStatus" { "Status" } else { class.name }
}

fn part_of(kind: Kind) -> String {
    let (Kind::Part(classes) | Kind::Parts(classes, ..)) = kind else { return String::new() };
    let mut names: Vec<_> = classes.iter().map(|c| c.name).collect();
    names.dedup();
    format!("detail::PartOf<{}>", names.join(", "))
}

/// The functions that fill a field in.
fn setters(out: &mut String, class: &str, prefix: &str, field: &Field) {
    let name = field.name;
    let one = singular(name);
    let says = sentences(field);
    let (set, add) = (format!("smsbat_{prefix}_set_{name}"), format!("smsbat_{prefix}_add_{one}"));
    let value = |ty: &str| format!("{ty} value");
    out.push('\n');
    match shape(field.kind) {
        Shape::Text | Shape::Json => {
            let json = if matches!(field.kind, Kind::Json) { " A JSON text." } else { "" };
            doc(out, "  ", &format!("{says}{json}"));
            let body = format!("set({set}, value, \"{name}\");");
            fluent(out, class, ("", name, &value("std::string_view"), "value"), &body);
        }
        Shape::Integer => {
            doc(out, "  ", &says);
            fluent(out, class, ("", name, &value("std::int64_t"), "value"), &format!("{set}(get(), value);"));
        }
        Shape::Flag => {
            doc(out, "  ", &says);
            // A flag that is set without a word is on.
            fluent(out, class, ("", name, "bool value = true", "value"), &format!("{set}(get(), value);"));
        }
        Shape::Part => {
            doc(out, "  ", &says);
            fluent(
                out,
                class,
                ("", name, &value(&part_of(field.kind)), "value"),
                &format!("{set}(get(), value.get());"),
            );
        }
        Shape::Texts | Shape::Parts => {
            let (ty, each, body) = if matches!(shape(field.kind), Shape::Texts) {
                let body = format!("set({add}, value, \"{name}\");");
                ("std::string_view".to_owned(), "std::string_view", body)
            } else {
                (part_of(field.kind), "const auto&", format!("{add}(get(), value.get());"))
            };
            let adder = format!("add_{one}");
            doc(out, "  ", &format!("{says} This adds one."));
            fluent(out, class, ("", &adder, &value(&ty), "value"), &body);
            doc(out, "  ", &format!("Adds several to `{name}`."));
            let all = format!("for ({each} one : all) {{\n      {adder}(one);\n    }}");
            fluent(out, class, ("", name, &format!("std::initializer_list<{ty}> all"), "all"), &all);
            fluent(out, class, ("template <class All>", name, "const All& all", "all"), &all);
        }
        Shape::Params => {
            let set = format!("smsbat_{prefix}_set_{one}");
            doc(out, "  ", &format!("{says} This sets one of them to a text."));
            let body = format!(
                "{set}(get(), detail::Text(name, \"{name}\").c_str(), detail::Text(value, \"{name}\").c_str());"
            );
            let parameters = "std::string_view name, std::string_view value";
            fluent(out, class, ("", one, parameters, "name, value"), &body);
            doc(out, "  ", "The same with an integer.");
            let body = format!("{set}_int(get(), detail::Text(name, \"{name}\").c_str(), value);");
            fluent(out, class, ("", one, "std::string_view name, std::int64_t value", "name, value"), &body);
        }
        Shape::Other => {
            let _ = writeln!(out, "#error \"{name} has a kind that tools/gen/src/c/cpp.rs has no setter for\"");
        }
    }
}

fn messages() -> String {
    let mut out = String::new();
    for class in kinds_of_message() {
        let name = class.name;
        doc(&mut out, "", class.doc.trim());
        let _ = write!(
            out,
            "class {name} : public Message {{\n public:\n  {name}() noexcept : Message(smsbat_message_new({})) {{}}\n",
            kind_constant(class)
        );
        for field in class.fields {
            setters(&mut out, name, "message", field);
        }
        out.push_str("};\n\n");
    }
    out
}

fn parts() -> String {
    let classes = typed_parts();
    let mut names: Vec<&str> = classes.iter().map(|c| c.name).collect();
    names.dedup();
    let mut out = String::new();
    for name in &names {
        let _ = writeln!(out, "class {name};");
    }
    out.push('\n');
    for name in names {
        let group: Vec<&Class> = classes.iter().copied().filter(|c| c.name == name).collect();
        part(&mut out, name, &group);
    }
    out
}

/// A class of parts; one with variants is made by their names.
fn part(out: &mut String, name: &str, group: &[&Class]) {
    let variants = group.iter().any(|c| c.variant.is_some());
    let about = if variants { "What a button does; one of the functions makes it." } else { group[0].doc.trim() };
    doc(out, "", about);
    let _ = write!(out, "class {name} : public Part {{\n public:\n");
    for class in group {
        let (parameters, arguments, says) = required(class);
        if let Some(variant) = class.variant {
            doc(out, "  ", &format!("{} {says}", class.doc.trim()));
            let make = constructor(class);
            let _ = writeln!(
                out,
                "  static {name} {variant}({parameters}) {{\n    return {name}({make}({arguments}));\n  }}"
            );
        } else {
            if !says.is_empty() {
                doc(out, "  ", &says);
            }
            let one = class.fields.iter().filter(|f| f.required).count() == 1;
            let explicit = if one { "explicit " } else { "" };
            let _ = writeln!(
                out,
                "  {explicit}{name}({parameters})\n      : Part({}({arguments})) {{}}",
                constructor(class)
            );
        }
    }
    for field in group.iter().flat_map(|c| c.fields.iter()).filter(|f| !f.required) {
        setters(out, name, &snake(name), field);
    }
    if variants {
        let _ = write!(out, "\n private:\n  explicit {name}(smsbat_part* part) noexcept : Part(part) {{}}\n");
    }
    out.push_str("};\n\n");
}

/// Parameters for what is required, what C is given for them, and what they are.
fn required(class: &Class) -> (String, String, String) {
    let (mut parameters, mut arguments, mut says) = (Vec::new(), Vec::new(), Vec::new());
    for field in class.fields.iter().filter(|f| f.required) {
        let name = field.name;
        says.push(format!("`{name}`: {}", sentences(field)));
        match shape(field.kind) {
            Shape::Integer => {
                parameters.push(format!("std::int64_t {name}"));
                arguments.push(name.to_owned());
            }
            Shape::Part => {
                parameters.push(format!("{} {name}", part_of(field.kind)));
                arguments.push(format!("{name}.get()"));
            }
            // What has no simple shape was refused when the C constructor was written.
            _ => {
                parameters.push(format!("std::string_view {name}"));
                arguments.push(format!("detail::Text({name}, \"{name}\").c_str()"));
            }
        }
    }
    (parameters.join(", "), arguments.join(", "), says.join(" "))
}

fn replies() -> String {
    let mut out = String::new();
    for class in reply_groups() {
        if let Some(noun) = reply_name(class) {
            reply(&mut out, class, &noun);
        }
    }
    out.push_str(&operations::cpp_lists());
    out
}

fn reply(out: &mut String, class: &Class, noun: &str) {
    let name = cpp_name(class);
    let owned = operations::is_owned(class);
    let whose = if owned { "" } else { " It belongs to what it was read from." };
    doc(out, "", &format!("{}{whose}", class.doc.trim()));
    let raw = format!("smsbat_{noun}");
    let _ = write!(out, "class {name} {{\n public:\n");
    if owned {
        let _ = writeln!(out, "  /// Takes over a C object.\n  explicit {name}({raw}* raw) noexcept : raw_(raw) {{}}");
    } else {
        let _ = writeln!(
            out,
            "  /// Reads from a C object, which must not be NULL.\n  explicit {name}(const {raw}* raw) noexcept : raw_(raw) {{}}"
        );
    }
    let get = Getter { owned };
    for field in class.fields {
        out.push('\n');
        accessor(out, class, noun, field, &get);
    }
    if ["SendResult", "TurboSmsResult"].contains(&class.name) {
        let _ = write!(
            out,
            "\n  /// Throws a `ProviderError` unless everything was accepted.\n  \
             void raise_for_outcome() const {{ check().value(); }}\n  \
             /// The same without exceptions.\n  \
             Result<void> check() const {{\n    \
             return detail::run([&](smsbat_error** error) {{ return {raw}_check(get(), error); }});\n  }}\n"
        );
    }
    out.push_str("\n  /// All of it as a JSON object of the names of these functions, with decimals as text.\n");
    let body = format!("detail::sized(get(), {raw}_json).value_or(std::string_view())");
    get.borrowed(out, "std::string_view", "json", &body);
    out.push_str("  /// The exact JSON that the provider sent for it, with what this library has no function for.\n");
    get.borrowed(out, "std::optional<std::string_view>", "raw", &format!("detail::sized(get(), {raw}_raw)"));
    if owned {
        let _ = write!(
            out,
            "\n  /// The C object, which stays this one's.\n  const {raw}* get() const noexcept {{ return raw_.get(); }}\n\n \
             private:\n  detail::Handle<{raw}, {raw}_free> raw_;\n}};\n\n"
        );
    } else {
        let _ = write!(
            out,
            "\n  /// The C object.\n  const {raw}* get() const noexcept {{ return raw_; }}\n\n private:\n  const {raw}* raw_;\n}};\n\n"
        );
    }
}

/// How what is borrowed may be asked for.
struct Getter {
    owned: bool,
}

impl Getter {
    /// A function whose result belongs to the object.
    fn borrowed(&self, out: &mut String, ty: &str, name: &str, body: &str) {
        let (on, off) = if self.owned { ("const&", "const&&") } else { ("const", "") };
        let _ = writeln!(out, "  {ty} {name}() {on} noexcept {{ return {body}; }}");
        if !off.is_empty() {
            let _ = writeln!(out, "  {ty} {name}() {off} = delete;");
        }
    }
}

/// The name of the type of a list: that of the field.
fn list_type(name: &str) -> String {
    format!("{}{}", name[..1].to_uppercase(), &name[1..])
}

fn alias(out: &mut String, name: &str, ty: &str) {
    let _ = writeln!(out, "  using {} = {ty};", list_type(name));
}

fn listed(out: &mut String, name: &str, get: &Getter) {
    let alias = list_type(name);
    get.borrowed(out, &alias, name, &format!("{alias}(get())"));
}

fn accessor(out: &mut String, class: &Class, noun: &str, field: &Field, get: &Getter) {
    let name = member(field.name);
    let own = format!("smsbat_{noun}_{name}");
    let entry = if (class.name, name) == ("SendResult", "messages") {
        format!("smsbat_{noun}")
    } else {
        format!("smsbat_{noun}_{}", singular(name))
    };
    let says = sentences(field);
    let list = |ty: &str, c: &str| format!("detail::List<{ty}, smsbat_{noun}, {c}, {entry}_count, {entry}_at>");
    match field.kind {
        Kind::Number | Kind::Count => {
            doc(out, "  ", &says);
            let _ = writeln!(
                out,
                "  std::optional<std::int64_t> {name}() const noexcept {{ return detail::number({own}(get())); }}"
            );
        }
        Kind::Flag => {
            doc(out, "  ", &says);
            let _ = writeln!(out, "  bool {name}() const noexcept {{ return {own}(get()); }}");
        }
        Kind::Outcome => {
            doc(out, "  ", &says);
            let _ = writeln!(out, "  Outcome {name}() const noexcept {{ return static_cast<Outcome>({own}(get())); }}");
        }
        Kind::Texts(..) => {
            alias(out, name, &list("std::string_view", "char"));
            doc(out, "  ", &says);
            listed(out, name, get);
        }
        Kind::Part(classes) => {
            let row = classes.first().copied().map(cpp_name).unwrap_or_default();
            doc(out, "  ", &says);
            get.borrowed(out, &format!("std::optional<{row}>"), name, &format!("detail::row<{row}>({own}(get()))"));
        }
        Kind::Parts(classes, ..) => {
            let row = classes.first().copied();
            let c = row.and_then(reply_name).unwrap_or_default();
            alias(out, name, &list(row.map(cpp_name).unwrap_or_default(), &format!("smsbat_{c}")));
            doc(out, "  ", &says);
            listed(out, name, get);
        }
        Kind::Params => {
            doc(out, "  ", &format!("{says} Pairs of names and values."));
            let ty = "std::vector<std::pair<std::string_view, std::string_view>>";
            let (on, off) = if get.owned { ("const&", "const&&") } else { ("const", "") };
            let _ = write!(
                out,
                "  {ty} {name}() {on} {{\n    {ty} all;\n    \
                 for (std::size_t i = 0; i < {entry}_count(get()); ++i) {{\n      \
                 all.emplace_back({entry}_name(get(), i), {entry}_value(get(), i));\n    }}\n    return all;\n  }}\n"
            );
            if !off.is_empty() {
                let _ = writeln!(out, "  {ty} {name}() {off} = delete;");
            }
        }
        kind => {
            let exact = if matches!(kind, Kind::Decimal) { " An exact decimal, as text." } else { "" };
            doc(out, "  ", &format!("{says}{exact}"));
            get.borrowed(out, "std::optional<std::string_view>", name, &format!("detail::borrowed({own}(get()))"));
        }
    }
}

fn bulk_options() -> String {
    let mut out = String::new();
    for option in BULK_OPTIONS {
        // `template` is a word of C++; the names of columns come in pairs, for which there is a function of its own.
        let name = match option.name {
            "columns" => continue,
            "template" => "template_text",
            name => name,
        };
        let default = if option.default.is_empty() { String::new() } else { format!(" Default: {}.", option.default) };
        doc(&mut out, "  ", &format!("{}{default}", option.doc));
        let (parameter, value) = match option.kind {
            BulkOptionKind::Count => ("std::uint64_t value", "std::to_string(value)"),
            BulkOptionKind::Flag => ("bool value = true", "value ? \"true\" : \"false\""),
            _ => ("std::string_view value", "value"),
        };
        let body = format!("set(\"{}\", {value});", option.name);
        fluent(&mut out, "BulkOptions", ("", name, parameter, "value"), &body);
        out.push('\n');
    }
    out
}

fn options() -> String {
    let mut out = String::new();
    for setting in SETTINGS {
        let name = setting.name;
        let kind = setting_type(setting);
        let default =
            if setting.default.is_empty() { String::new() } else { format!(" Default: {}.", setting.default) };
        doc(&mut out, "  ", &format!("{}{default} Environment: `SMSBAT_{}`.", setting.doc, name.to_uppercase()));
        let set = format!("smsbat_options_set_{name}");
        let (parameter, value) = match kind {
            None => ("std::string_view value", ""),
            Some("bool") => ("bool value = true", "value"),
            Some("f64") => ("Seconds value", "value.count()"),
            Some("u32") => ("std::uint32_t value", "value"),
            Some(_) => ("std::uint64_t value", "value"),
        };
        let body = if value.is_empty() {
            format!("set({set}, value, \"{name}\");")
        } else {
            format!("{set}(get(), {value});")
        };
        fluent(&mut out, "Options", ("", name, parameter, "value"), &body);
        out.push('\n');
    }
    out
}
