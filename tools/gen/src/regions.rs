//! Lists of classes in files that are otherwise written by hand: what stands between two lines is written again.

use std::path::Path;

use smsbat_core::{
    Api, CASCADE_TYPES, CHAT_STATUSES, Class, MESSAGE_CLASSES, Method, OPERATOR_STATUSES, Outcome, PART_CLASSES,
};

use crate::python;

/// Path from the root and text of each file.
pub(crate) fn files() -> Result<Vec<(&'static str, String)>, String> {
    Ok(vec![
        file("python/smsbat/__init__.py", package)?,
        file("python/smsbat/_types.py", types)?,
        file("docs/reference/python/messages.md", page)?,
    ])
}

/// A file with its regions written again.
fn file(
    path: &'static str,
    regions: impl FnOnce(String) -> Result<String, String>,
) -> Result<(&'static str, String), String> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path));
    let text = text.map_err(|e| e.to_string()).and_then(regions);
    Ok((path, text.map_err(|e| format!("{path}: {e}"))?))
}

const IMPORTS: &str = "from ._smsbat import (\n";

fn import(name: &str) -> String {
    format!("    {name},\n")
}

/// Imports are sorted without regard to case, `__all__` with it.
fn class_first(name: &str) -> (bool, String) {
    (!name.starts_with(|c: char| c.is_ascii_uppercase()), name.to_lowercase())
}

fn package(text: String) -> Result<String, String> {
    let classes: Vec<&str> = python::class_names().collect();
    let text = with_all(&text, IMPORTS, ")\n", &classes, import, class_first)?;
    let export = |name: &str| format!("    \"{name}\",\n");
    with_all(&text, "__all__ = [\n", "]\n", &classes, export, str::to_owned)
}

fn types(text: String) -> Result<String, String> {
    let kinds: Vec<&str> = MESSAGE_CLASSES.iter().map(|group| group[0].name).collect();
    let tags = MESSAGE_CLASSES.iter().filter_map(|group| group[0].tag).map(|(_, word)| format!("    \"{word}\",\n"));
    let text = with_words(&with_all(&text, IMPORTS, ")\n", &kinds, import, class_first)?)?;
    let text = replaced(&text, "MessageObject: TypeAlias = (\n", ")\n", &union(&kinds))?;
    replaced(&text, "MessageTypeName: TypeAlias = Literal[\n", "]\n", &tags.collect::<String>())
}

fn page(text: String) -> Result<String, String> {
    let text = replaced(&text, "## SMSBAT API\n", "## Parts", &section(MESSAGE_CLASSES))?;
    replaced(&text, "## Parts of them\n", "## Cascade", &section(PART_CLASSES))
}

/// The text with something else between a line and the next place where `end` begins a line.
fn replaced(text: &str, start: &str, end: &str, new: &str) -> Result<String, String> {
    let (before, rest) = text.split_once(start).ok_or_else(|| format!("has no line {}", start.trim_end()))?;
    let at = if rest.starts_with(end) { Some(0) } else { rest.find(&format!("\n{end}")).map(|at| at + 1) };
    let at = at.ok_or_else(|| format!("has no line {} behind {}", end.trim_end(), start.trim_end()))?;
    Ok(format!("{before}{start}{new}{}", &rest[at..]))
}

/// The text with these names in a list, which keeps its others and stays sorted.
fn with_all<K: Ord>(
    text: &str,
    start: &str,
    end: &str,
    more: &[&str],
    line: impl Fn(&str) -> String,
    key: impl Fn(&str) -> K,
) -> Result<String, String> {
    let old = text.split_once(start).and_then(|(_, rest)| rest.split_once(&format!("\n{end}"))).map(|(old, _)| old);
    let mut names = more.to_vec();
    names.extend(old.unwrap_or_default().lines().map(|line| line.trim().trim_matches([',', '"'])));
    names.sort_by_key(|name| key(name));
    names.dedup();
    replaced(text, start, end, &names.into_iter().map(line).collect::<String>())
}

/// The types that are one of some words, in the lines that the formatter would make of them.
fn with_words(text: &str) -> Result<String, String> {
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
    lists.into_iter().try_fold(text.to_owned(), |text, (name, words)| {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_written_again() {
        assert_eq!(replaced("a\nb:\nold\nc\n", "b:\n", "c", "new\n").as_deref(), Ok("a\nb:\nnew\nc\n"));
        assert_eq!(replaced("b:\nc\n", "b:\n", "c", "new\n").as_deref(), Ok("b:\nnew\nc\n"));
    }

    #[test]
    fn a_file_without_the_lines_of_a_region_is_an_error() {
        assert_eq!(replaced("a\nc\n", "b:\n", "c", "new\n"), Err("has no line b:".to_owned()));
        assert_eq!(replaced("b:\na\n", "b:\n", "c", "new\n"), Err("has no line c behind b:".to_owned()));
    }
}
