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
}

impl Texts {
    fn of(&mut self, group: Group) -> &mut BTreeMap<String, BTreeSet<String>> {
        match group {
            Group::Rule => &mut self.rules,
            Group::Advice => &mut self.advice,
            Group::Argument => &mut self.arguments,
            Group::Kind => &mut self.kinds,
        }
    }
}

/// What makes no errors of calls: reports of the doctor, replies of tests.
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
    let (texts, unread) = calls::read(&Sources::of(files));
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
