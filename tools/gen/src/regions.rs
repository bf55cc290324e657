//! Lists of classes in files that are otherwise written by hand: what stands between two lines is written again.

use std::path::Path;

use smsbat_core::{
    Api, CASCADE_TYPES, CHAT_STATUSES, Class, MESSAGE_CLASSES, Method, OPERATOR_STATUSES, Outcome, PART_CLASSES,
};

use crate::python;

/// Path from the root and text of each file.
pub(crate) fn files() -> Vec<(&'static str, String)> {
    let package = "python/smsbat/__init__.py";
    let types = "python/smsbat/_types.py";
    let page = "docs/reference/python/messages.md";
    let kinds: Vec<&str> = MESSAGE_CLASSES.iter().map(|group| group[0].name).collect();
    let tags = MESSAGE_CLASSES.iter().filter_map(|group| group[0].tag).map(|(_, word)| format!("    \"{word}\",\n"));
    // Imports are sorted without regard to case, `__all__` with it.
    let class_first = |name: &str| (!name.starts_with(|c: char| c.is_ascii_uppercase()), name.to_lowercase());
    let import = |name: &str| format!("    {name},\n");
    let classes: Vec<&str> = python::class_names().collect();
    let with_imports = with_all(&text(package), "from ._smsbat import (\n", ")\n", &classes, import, class_first);
    let export = |name: &str| format!("    \"{name}\",\n");
    vec![
        (package, with_all(&with_imports, "__all__ = [\n", "]\n", &classes, export, str::to_owned)),
        (
            types,
            [
                ("MessageObject: TypeAlias = (\n", ")\n", union(&kinds)),
                ("MessageTypeName: TypeAlias = Literal[\n", "]\n", tags.collect::<String>()),
            ]
            .into_iter()
            .fold(
                with_words(&with_all(&text(types), "from ._smsbat import (\n", ")\n", &kinds, import, class_first)),
                |text, (start, end, new)| replaced(&text, start, end, &new),
            ),
        ),
        (
            page,
            [("## SMSBAT API\n", "## Parts", MESSAGE_CLASSES), ("## Parts of them\n", "## Cascade", PART_CLASSES)]
                .into_iter()
                .fold(text(page), |text, (start, end, groups)| replaced(&text, start, end, &section(groups))),
        ),
    ]
}

fn text(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)).unwrap_or_default()
}

/// The text with something else between a line and the next place where `end` begins a line. Without them the file is
/// left as it is, and does not have the new class: tests of its surface fail.
fn replaced(text: &str, start: &str, end: &str, new: &str) -> String {
    let found = text.split_once(start).and_then(|(before, rest)| {
        let at = if rest.starts_with(end) { 0 } else { rest.find(&format!("\n{end}"))? + 1 };
        Some((before, &rest[..at], &rest[at..]))
    });
    match found {
        Some((before, _, after)) => format!("{before}{start}{new}{after}"),
        None => text.to_owned(),
    }
}

/// The text with these names in a list, which keeps its others and stays sorted.
fn with_all<K: Ord>(
    text: &str,
    start: &str,
    end: &str,
    more: &[&str],
    line: impl Fn(&str) -> String,
    key: impl Fn(&str) -> K,
) -> String {
    let old = text.split_once(start).and_then(|(_, rest)| rest.split_once(&format!("\n{end}"))).map(|(old, _)| old);
    let mut names = more.to_vec();
    names.extend(old.unwrap_or_default().lines().map(|line| line.trim().trim_matches([',', '"'])));
    names.sort_by_key(|name| key(name));
    names.dedup();
    replaced(text, start, end, &names.into_iter().map(line).collect::<String>())
}

/// The types that are one of some words, in the lines that the formatter would make of them.
fn with_words(text: &str) -> String {
    let upper = Method::NAMES.iter().map(|&name| name.to_owned());
    let methods: Vec<String> = upper.chain(Method::NAMES.iter().map(|name| name.to_lowercase())).collect();
    let owned = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<String>>();
    let lists = [
        ("ApiName", owned(Api::NAMES)),
        ("MethodName", methods),
        ("CascadeTypeName", owned(CASCADE_TYPES)),
        ("OutcomeName", owned(&Outcome::ALL.map(Outcome::as_str))),
        ("ChatStatusName", owned(CHAT_STATUSES)),
        ("OperatorStatusName", owned(OPERATOR_STATUSES)),
    ];
    lists.into_iter().fold(text.to_owned(), |text, (name, words)| {
        let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
        let (start, words) = (format!("{name}: TypeAlias = Literal["), words.join(", "));
        let fits = start.len() + words.len() < 110;
        let new = if fits { format!("{words}]\n") } else { format!("\n    {words}\n]\n") };
        replaced(&text, &start, "\"\"\"", &new)
    })
}

/// Names of classes as one type, in the lines that the formatter would make of them.
fn union(names: &[&str]) -> String {
    let line = format!("    {}\n", names.join(" | "));
    if line.len() <= 110 { line } else { format!("    {}\n", names.join("\n    | ")) }
}

/// Classes as entries of a page.
fn section(groups: &[&[&Class]]) -> String {
    let entry = |group: &&[&Class]| {
        let members = if group[0].variant.is_some() { "" } else { "      members: false\n" };
        format!("\n::: smsbat.{}\n    options:\n      heading_level: 3\n{members}", group[0].name)
    };
    groups.iter().map(entry).collect::<String>() + "\n"
}
