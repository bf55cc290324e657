//! Docstrings of stubs, copied from the native module's classes and methods so that editors show them.

use std::collections::HashMap;
use std::path::Path;

/// Docstrings by class, or by class and member with a dot between.
pub(crate) type Docs = HashMap<String, Vec<String>>;

/// The docstrings of the module's sources, and of what is generated into it.
pub(crate) fn docs(generated: &[&str]) -> Docs {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../python/src");
    let mut docs = Docs::new();
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<_> =
        files.map(|file| file.path()).filter(|path| path.extension().is_some_and(|e| e == "rs")).collect();
    files.sort();
    for path in files {
        let text = std::fs::read_to_string(&path);
        read(&text.unwrap_or_else(|e| crate::fail(&format!("{}: {e}", path.display()))), &mut docs);
    }
    // The committed file of what is generated may be out of date.
    generated.iter().for_each(|text| read(text, &mut docs));
    docs
}

/// Reads the comments above functions of the module, above classes, above their fields that are attributes, and above
/// the methods of a class. A macro `m!(Class, …)` gives a class the methods in its `macro_rules`, which stands before it.
fn read(source: &str, docs: &mut Docs) {
    let (mut doc, mut class) = (Vec::new(), String::new());
    let (mut methods, mut function, mut attribute, mut attributes) = (false, false, false, false);
    for line in source.lines() {
        let line = line.replacen("fn r#", "fn ", 1);
        let (line, code) = (line.as_str(), line.trim_start());
        if let Some(text) = code.strip_prefix("///") {
            doc.push(text.strip_prefix(' ').unwrap_or(text).to_owned());
            continue;
        }
        let is_outer = !line.starts_with(' ');
        if is_outer && code.starts_with("#[") {
            methods |= code.starts_with("#[pymethods]");
            function |= code.starts_with("#[pyfunction]");
            attributes |= code.starts_with("#[pyclass(") && code.contains("get_all");
            continue;
        }
        if code == "#[pyo3(get)]" {
            attribute = true;
            continue;
        }
        let words: Vec<&str> =
            code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect();
        let after = |word: &str| words.iter().position(|w| *w == word).and_then(|at| words.get(at + 1)).copied();
        let indent = if class.ends_with('!') { "            " } else { "    " };
        let inner = line.strip_prefix(indent).filter(|rest| !rest.starts_with(' ') && !class.is_empty());
        if let Some(name) = code.strip_prefix("macro_rules! ").filter(|_| is_outer) {
            class = format!("{}!", name.trim_end_matches(" {"));
        } else if let Some((name, called)) =
            code.split_once("!(").filter(|(_, called)| is_outer && called.ends_with('{'))
        {
            class = called.split(',').next().unwrap_or_default().to_owned();
            let of_macro = format!("{name}!.");
            let shared: Vec<_> =
                docs.iter().filter_map(|(of, text)| Some((of.strip_prefix(&of_macro)?, text))).collect();
            let shared: Vec<_> = shared.into_iter().map(|(of, text)| (format!("{class}.{of}"), text.clone())).collect();
            docs.extend(shared);
        } else if is_outer && code.starts_with("impl ") && methods {
            class = after("impl").unwrap_or_default().to_owned();
            methods = false;
        } else if is_outer && line.starts_with('}') {
            class.clear();
            attributes = false;
        } else if let Some(name) = after("struct").filter(|_| is_outer) {
            put(docs, name.to_owned(), &mut doc);
            class = if line.ends_with('{') { name.to_owned() } else { String::new() };
        } else if let Some(name) = after("fn").filter(|_| inner.is_some()) {
            put(docs, format!("{class}.{name}"), &mut doc);
        } else if let Some(name) = after("fn").filter(|_| is_outer && function) {
            put(docs, name.to_owned(), &mut doc);
            function = false;
        } else if let Some((name, _)) = code.split_once(": ").filter(|_| attribute || (attributes && inner.is_some())) {
            put(docs, format!("{class}.{}", name.trim_start_matches("pub(crate) ")), &mut doc);
        }
        attribute = false;
        // Attributes stand between a comment and its function, on several lines.
        if after("fn").is_some() || after("struct").is_some() || code.is_empty() {
            doc.clear();
        }
    }
}

fn put(docs: &mut Docs, name: String, doc: &mut Vec<String>) {
    if !doc.is_empty() {
        docs.insert(name, std::mem::take(doc));
    }
}

/// The stub with docstrings. A class `AsyncX` has those of `X`. Every other public class and attribute must have one,
/// because no editor finds another text for what is native.
pub(crate) fn stub(stub: &str, docs: &Docs) -> String {
    let mut out = String::new();
    let (mut class, mut member, mut is_async) = (String::new(), String::new(), false);
    let mut last = String::new();
    for line in stub.lines() {
        let is_outer = !line.starts_with(' ') && !line.is_empty();
        if is_outer {
            class.clear();
        }
        out.push_str(line);
        out.push('\n');
        let need = |name: &str, is_native: bool| {
            let doc = docs.get(name);
            if doc.is_none() && is_native && !name.starts_with('_') {
                crate::fail(&format!("{name} has no comment of which a docstring can be made"));
            }
            doc
        };
        if let Some(rest) = line.strip_prefix("class ") {
            let name = rest.split(['(', ':']).next().unwrap_or_default();
            is_async = name.starts_with("Async");
            class = name.strip_prefix("Async").unwrap_or(name).to_owned();
            if let Some(doc) = need(&class, !is_async).filter(|_| !is_async) {
                insert(&mut out, "    ", doc);
            }
            continue;
        }
        let indent = if is_outer { "" } else { "    " };
        let start =
            line.strip_prefix(indent).and_then(|rest| rest.strip_prefix("async ").unwrap_or(rest).strip_prefix("def "));
        if let Some(rest) = start {
            member = rest.split('(').next().unwrap_or_default().to_owned();
        }
        if line.ends_with(": ...") && !member.is_empty() {
            let name = if class.is_empty() { member.clone() } else { format!("{class}.{member}") };
            // Of overloads, the first one has the text.
            let doc = if member.starts_with('_') || name == last {
                None
            } else {
                need(&name, !is_async && !class.is_empty())
            };
            last = name;
            if let Some(doc) = doc {
                out.truncate(out.len() - " ...\n".len());
                out.push('\n');
                insert(&mut out, &format!("{}    ", if class.is_empty() { "" } else { "    " }), doc);
            }
            member.clear();
        }
    }
    out
}

fn insert(out: &mut String, indent: &str, doc: &[String]) {
    let raw = if doc.iter().any(|line| line.contains('\\')) { "r" } else { "" };
    let last = doc.len() - 1;
    for (i, line) in doc.iter().enumerate() {
        let text = if line.is_empty() { String::new() } else { format!("{indent}{line}") };
        match (i == 0, i == last) {
            (true, true) => out.push_str(&format!("{indent}{raw}\"\"\"{line}\"\"\"\n")),
            (true, false) => out.push_str(&format!("{indent}{raw}\"\"\"{line}\n")),
            (false, true) => out.push_str(&format!("{text}\n{indent}\"\"\"\n")),
            (false, false) => out.push_str(&format!("{text}\n")),
        }
    }
}
