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

/// Reads the comments above structs, above their fields that are attributes, and above functions in the methods of a class.
fn read(source: &str, docs: &mut Docs) {
    let (mut doc, mut class) = (Vec::new(), String::new());
    let (mut methods, mut attribute) = (false, false);
    for line in source.lines() {
        let line = line.replacen("fn r#", "fn ", 1);
        let (line, code) = (line.as_str(), line.trim_start());
        if let Some(text) = code.strip_prefix("///") {
            doc.push(text.strip_prefix(' ').unwrap_or(text).to_owned());
            continue;
        }
        if code.starts_with("#[pymethods]") {
            methods = true;
        }
        if code == "#[pyo3(get)]" {
            attribute = true;
            continue;
        }
        let words: Vec<&str> =
            code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect();
        let after = |word: &str| words.iter().position(|w| *w == word).and_then(|at| words.get(at + 1)).copied();
        if !line.starts_with(' ') && code.starts_with("impl ") && methods {
            class = after("impl").unwrap_or_default().to_owned();
            methods = false;
        } else if !line.starts_with(' ') && line.starts_with('}') {
            class.clear();
        } else if let Some(name) = after("struct").filter(|_| !line.starts_with(' ')) {
            put(docs, name.to_owned(), &mut doc);
            class = if line.ends_with('{') { name.to_owned() } else { String::new() };
        } else if let Some((name, _)) = code.split_once(": ").filter(|_| attribute) {
            put(docs, format!("{class}.{name}"), &mut doc);
        } else if let Some(name) = after("fn").filter(|_| line.starts_with("    ") && !line.starts_with("     "))
            && !class.is_empty()
        {
            put(docs, format!("{class}.{name}"), &mut doc);
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

/// The stub with docstrings. A class `AsyncX` has those of `X`.
pub(crate) fn stub(stub: &str, docs: &Docs) -> String {
    let mut out = String::new();
    let (mut class, mut member) = (String::new(), String::new());
    let mut last = String::new();
    for line in stub.lines() {
        out.push_str(line);
        out.push('\n');
        if let Some(rest) = line.strip_prefix("class ") {
            let name = rest.split(['(', ':']).next().unwrap_or_default();
            class = name.strip_prefix("Async").unwrap_or(name).to_owned();
            if let Some(doc) = docs.get(&class).filter(|_| !name.starts_with("Async")) {
                insert(&mut out, "    ", doc);
            }
            continue;
        }
        let start = line.strip_prefix("    def ").or_else(|| line.strip_prefix("    async def "));
        if let Some(rest) = start {
            member = rest.split('(').next().unwrap_or_default().to_owned();
        }
        if !class.is_empty() && line.starts_with("    ") && line.ends_with(": ...") && !member.is_empty() {
            let name = format!("{class}.{member}");
            // Of overloads, the first one has the text.
            let doc = docs.get(&name).filter(|_| !member.starts_with('_') && name != last);
            last = name;
            if let Some(doc) = doc {
                out.truncate(out.len() - " ...\n".len());
                out.push('\n');
                insert(&mut out, "        ", doc);
            }
            member.clear();
        }
        if !line.starts_with(' ') && !line.is_empty() {
            class.clear();
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
