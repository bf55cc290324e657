//! Settings of the client and options of campaigns in Python: signatures, docstrings and stubs.

use minijinja::Value;
use smsbat_core::bulk::{BULK_OPTIONS, BulkOption, BulkOptionKind};
use smsbat_core::{SETTINGS, Setting, SettingKind};

use crate::python_operations::{words, wrapped};

/// Words of other languages, as Python has them.
fn pythonic(text: &str) -> String {
    words(text).replace("`none`", "`None`").replace("`true`", "`True`").replace("`false`", "`False`")
}

fn default(text: &str) -> String {
    match text {
        "" => String::new(),
        "true" => " Default: True.".to_owned(),
        "false" => " Default: False.".to_owned(),
        text if text.contains("://") => format!(" Default: `{text}`."),
        text => format!(" Default: {text}."),
    }
}

/// A line of `Args`, and those that it goes on in.
fn argument(name: &str, doc: &str, default_text: &str, indent: &str) -> String {
    let text = format!("{}{}", pythonic(doc), default(default_text));
    let lines = wrapped(&text, &format!("    {name}: "), "        ");
    lines.iter().map(|line| format!("{indent}/// {line}\n")).collect()
}

fn or_none(setting: &Setting) -> bool {
    setting.kind == SettingKind::CountOrNone
}

/// Values for the template of the client.
pub(crate) fn client() -> Value {
    let kind = |setting: &Setting| match setting.kind {
        SettingKind::Path => "Path",
        SettingKind::Flag => "Flag",
        SettingKind::Seconds => "Number",
        SettingKind::Count | SettingKind::Size => "Integer",
        _ => "Text",
    };
    let plain = || SETTINGS.iter().filter(|setting| !or_none(setting));
    let all = |of: &dyn Fn(&Setting) -> String| SETTINGS.iter().map(of).collect::<Vec<_>>().join(" ");
    minijinja::context! {
        docs => SETTINGS.iter().map(|s| argument(s.name, s.doc, s.default, "")).collect::<String>(),
        signature => all(&|s| format!("{} = {},", s.name, if or_none(s) { "MaxParts::Unset" } else { "None" })),
        parameters => all(&|s| format!("{}: {},", s.name, if or_none(s) { "MaxParts" } else { "Given<'_>" })),
        table => plain().map(|s| format!("(\"{0}\", Is::{1}, {0}),", s.name, kind(s))).collect::<Vec<_>>().join(" "),
        or_none => SETTINGS.iter().filter(|s| or_none(s)).map(|s| format!("(\"{0}\", {0})", s.name)).collect::<Vec<_>>().join(", "),
    }
}

/// The settings as arguments of a stub.
pub(crate) fn stub() -> String {
    let ty = |setting: &Setting| match setting.kind {
        SettingKind::Path => "str | PathLike[str]",
        SettingKind::Flag => "bool",
        SettingKind::Seconds => "float",
        SettingKind::Count | SettingKind::Size | SettingKind::CountOrNone => "int",
        _ => "str",
    };
    let default = |setting: &Setting| if or_none(setting) { "..." } else { "None" };
    SETTINGS.iter().map(|s| format!("        {}: {} | None = {},\n", s.name, ty(s), default(s))).collect()
}

/// Type of an option of a campaign in Rust, and its default.
fn option_type(option: &BulkOption) -> (&'static str, &'static str) {
    match (option.name, option.kind) {
        ("template" | "columns" | "allow_list" | "stop_list", _) => ("Given<'py>", "None"),
        ("journal", _) => ("Option<PathBuf>", "None"),
        ("max_parts_per_message", _) => ("MaxParts", "MaxParts::Unset"),
        (_, BulkOptionKind::Count) => ("Option<Int>", "None"),
        (_, BulkOptionKind::Flag) => ("bool", "false"),
        _ => ("Given<'py>", "None"),
    }
}

/// Options that Python hands over as something else than text.
const APART: &[&str] = &["template", "columns", "allow_list", "stop_list", "journal"];

/// Values for the template of `send_bulk`.
pub(crate) fn bulk() -> Value {
    let all = |of: &dyn Fn(&BulkOption) -> String| BULK_OPTIONS.iter().map(of).collect::<Vec<_>>().join(" ");
    let text = |option: &BulkOption| match option_type(option).0 {
        "Option<Int>" => format!("number({0}, \"{0}\")?", option.name),
        "bool" => format!("Some({}.to_string())", option.name),
        "MaxParts" => format!("{}.text()", option.name),
        _ => format!("bulk::text_of({0}, \"{0}\")?", option.name),
    };
    let form = |option: &BulkOption| match option.name {
        "template" => {
            " Or a message with such texts: what it sets holds for every row. Its recipient is left out, or names a column."
        }
        "columns" => " A dict: `{\"to\": \"phone\"}`.",
        "allow_list" | "stop_list" => " Or an iterable of phones, as text, integers or `smsbat.Phone`.",
        _ => "",
    };
    let texts = BULK_OPTIONS.iter().filter(|option| !APART.contains(&option.name));
    minijinja::context! {
        signature => all(&|o| format!("{} = {},", o.name, option_type(o).1)),
        parameters => all(&|o| match option_type(o).0 {
            kind @ ("bool" | "Option<PathBuf>") => format!("#[pyo3(from_py_with = named::{0})] {0}: {kind},", o.name),
            kind => format!("{}: {kind},", o.name),
        }),
        docs => BULK_OPTIONS.iter().map(|o| argument(o.name, &format!("{}{}", o.doc, form(o)), o.default, "    ")).collect::<String>(),
        texts => texts.map(|o| format!("(\"{}\", {}),", o.name, text(o))).collect::<Vec<_>>().join(" "),
    }
}

/// The options as arguments of a stub. `dry_run` is the type and default of the one that decides what is returned.
pub(crate) fn bulk_stub(dry_run: &str) -> String {
    let line = |option: &BulkOption| {
        let (ty, default) = match (option.name, option_type(option).0) {
            ("template", _) => ("str | _Template | None", "None"),
            ("columns", _) => ("dict[str, str] | None", "None"),
            ("allow_list", _) => ("Iterable[str | int | Phone] | None", "None"),
            ("stop_list", _) => ("_Path | Iterable[str | int | Phone] | None", "None"),
            ("journal", _) => ("_Path | None", "None"),
            (_, "MaxParts") => ("int | None", "..."),
            (_, "Option<Int>") => ("int | None", "None"),
            ("dry_run", _) => return format!("        dry_run: {dry_run},\n"),
            (_, "bool") => ("bool", "False"),
            _ => ("str | None", "None"),
        };
        format!("        {}: {ty} = {default},\n", option.name)
    };
    BULK_OPTIONS.iter().map(line).collect()
}
