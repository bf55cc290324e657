//! Texts of errors, collected from the sources that make them.
//!
//! A call that makes an error has a rule or kind and a text. Both are followed through variables, branches, functions and
//! closures to where they are written; what a format inserts becomes `…`, unless it is a text of the sources as well.

mod calls;
mod failures;
mod format;
mod names;
mod scope;
mod source;
mod sources;
mod texts;
mod values;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use calls::Group;
use source::Source;
use sources::Sources;

/// Texts by what they belong to: the rule of a problem, or the kind of an error. `…` stands for what the call inserts.
#[derive(Default)]
pub(crate) struct Texts {
    pub(crate) rules: BTreeMap<String, BTreeSet<String>>,
    /// Advice that a message does not follow. It is sent nevertheless.
    pub(crate) advice: BTreeMap<String, BTreeSet<String>>,
    /// Rules for the arguments of a function in C.
    pub(crate) arguments: BTreeMap<String, BTreeSet<String>>,
    pub(crate) kinds: BTreeMap<String, BTreeSet<String>>,
    /// Texts that are added behind a text of any kind.
    pub(crate) additions: BTreeMap<String, BTreeSet<String>>,
}

impl Texts {
    fn of(&mut self, group: Group) -> &mut BTreeMap<String, BTreeSet<String>> {
        match group {
            Group::Rule => &mut self.rules,
            Group::Advice => &mut self.advice,
            Group::Argument => &mut self.arguments,
            Group::Kind => &mut self.kinds,
            Group::Addition => &mut self.additions,
        }
    }
}

/// Files whose texts are no errors of calls: reports of the doctor, replies of tests.
const OTHERS: &[&str] = &["doctor", "http/mock.rs", "simulation", "simulation.rs"];

/// Reads the sources of the core, of the Python module and of the C library.
pub(crate) fn read() -> Result<Texts, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for folder in ["core/src", "python/src", "ffi/src"] {
        parse(&root, Path::new(folder), &mut files)?;
    }
    texts(&files)
}

/// The texts of all calls, or the calls that have one that is not found.
fn texts(files: &[Source]) -> Result<Texts, String> {
    let (texts, unread) = calls::read(&Sources::of(files), calls::FOREIGN);
    let Texts { rules, advice, arguments, kinds, additions } = &texts;
    if [rules, advice, arguments, kinds, additions].iter().any(|texts| texts.is_empty()) {
        return Err("one of the functions that make errors is not found, or is never called".to_owned());
    }
    if unread.is_empty() {
        return Ok(texts);
    }
    let unread = unread.into_iter().collect::<Vec<_>>().join("\n");
    Err(format!("the rule, kind or text of these errors is not found:\n{unread}"))
}

fn parse(root: &Path, folder: &Path, files: &mut Vec<Source>) -> Result<(), String> {
    let unread = |e: &dyn std::fmt::Display, path: &Path| format!("{}: {e}", path.display());
    for entry in std::fs::read_dir(root.join(folder)).map_err(|e| unread(&e, folder))? {
        let entry = entry.map_err(|e| unread(&e, folder))?;
        let path = folder.join(entry.file_name());
        if OTHERS.iter().any(|other| path.ends_with(other)) {
            continue;
        }
        if root.join(&path).is_dir() {
            parse(root, &path, files)?;
        } else if path.extension().is_some_and(|e| e == "rs") {
            let text = std::fs::read_to_string(root.join(&path)).map_err(|e| unread(&e, &path))?;
            files.push(Source::parse(&path, &text)?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Functions that make errors, as in the core.
    const MAKERS: &[(&str, &str)] = &[
        (
            "core/src/problem.rs",
            "impl Problem { pub fn new(path: &str, rule: &str, message: impl Into<String>) -> Self { todo!() } }",
        ),
        (
            "core/src/error.rs",
            "impl Error {
                pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self { todo!() }
                pub fn invalid(path: &str, rule: &str, message: impl Into<String>) -> Self {
                    Self::validation(vec![Problem::new(path, rule, message)])
                }
            }",
        ),
    ];

    /// The texts of a file of the core as `rule or kind: text`.
    fn read(file: &str) -> Result<Vec<String>, String> {
        let parsed = MAKERS.iter().copied().chain([("core/src/x.rs", file)]);
        let files: Vec<_> =
            parsed.map(|(path, text)| Source::parse(Path::new(path), text)).collect::<Result<_, _>>()?;
        let (texts, unread) = calls::read(&Sources::of(&files), &[]);
        let unread: Vec<_> = unread.into_iter().collect();
        let found = texts.rules.into_iter().chain(texts.kinds);
        let lines = found.flat_map(|(name, texts)| texts.into_iter().map(move |text| format!("{name}: {text}")));
        if unread.is_empty() { Ok(lines.collect()) } else { Err(unread.join(" ")) }
    }

    fn assert_texts(file: &str, texts: &[&str]) {
        assert_eq!(read(file).as_deref(), Ok(texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>()).as_deref());
    }

    #[test]
    fn a_text_is_found_through_variables_and_branches() {
        assert_texts(
            r#"const MOST: &str = "no more than that";
            fn f(a: u8) -> Error {
                let message = if a > 1 { format!("has {a} entries; {MOST}") } else { "must not be empty".to_owned() };
                Error::invalid("rows", "count", message)
            }"#,
            &["count: has … entries; no more than that", "count: must not be empty"],
        );
    }

    #[test]
    fn a_rule_and_its_text_in_one_tuple_belong_together() {
        assert_texts(
            r#"fn f(a: Fault) -> Error {
                let (rule, message) = match a {
                    Fault::Open => ("quotes", "is not closed"),
                    Fault::Size => ("size", "is too long"),
                };
                Error::invalid("", rule, message)
            }"#,
            &["quotes: is not closed", "size: is too long"],
        );
    }

    #[test]
    fn closures_and_functions_pass_rules_and_texts_on() {
        assert_texts(
            r#"fn f(path: &str) -> Result<(), Error> {
                let refuse = |rule: &str, what: &str| Error::invalid(path, rule, format!("line {what}"));
                Err(refuse("size", "has more than 1 MiB"))
            }
            fn lost(what: &str) -> Error { Error::new(ErrorKind::Configuration, format!("{what} during the run")) }
            fn g() -> Error { lost("the journal was emptied") }"#,
            &["size: line has more than 1 MiB", "Configuration: the journal was emptied during the run"],
        );
    }

    #[test]
    fn the_errors_of_results_are_followed() {
        assert_texts(
            r#"#[derive(thiserror::Error)]
            enum Wrong { #[error("has {0} digits")] Digits(u8), #[error("is not a number")] Letters }
            fn check(text: &str) -> Result<(), Wrong> { other_crate::check(text) }
            fn split(text: &str) -> Result<u8, &'static str> {
                if text.is_empty() { return Err("must name a column"); }
                text.strip_prefix('{').map(|_| 1).ok_or("has no brace")
            }
            fn f(text: &str) -> Result<u8, Error> {
                check(text).map_err(|why| Error::invalid("to", "phone", why.to_string()))?;
                let wrong = |message| Error::invalid("template", "braces", message);
                split(text).map_err(wrong)
            }"#,
            &["braces: has no brace", "braces: must name a column", "phone: has … digits", "phone: is not a number"],
        );
    }

    #[test]
    fn a_call_whose_text_is_not_found_is_named_by_its_place() {
        for call in [
            "Error::invalid(\"a\", \"rule\", other_crate::text())",
            "Error::invalid(\"a\", other_crate::rule(), \"is wrong here\")",
            "Error::invalid(\"a\", \"rule\", why.to_string())",
            "Error::invalid(\"a\", \"rule\", \"wrong\")",
        ] {
            let file = format!("fn f(why: std::io::Error) -> Error {{\n    {call}\n}}");
            assert_eq!(read(&file), Err("core/src/x.rs:2".to_owned()), "{call}");
        }
        let in_a_macro = "m! { a => b,\n Problem::new(a, \"rule\", \"is not read\") ; }\nfn f() -> Error { Error::invalid(\"a\", \"rule\", \"is read\") }";
        assert_eq!(read(in_a_macro), Err("core/src/x.rs:2".to_owned()));
    }
}
