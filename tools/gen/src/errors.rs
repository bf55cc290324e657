//! The reference page of errors, from the core's kinds.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use smsbat_core::{ErrorKind, Outcome};

const INTRODUCTION: &str = "\
# All errors

<!-- Written by `make gen` from the core's table of errors; do not edit. -->

The text of an error names the operation, says what is wrong, and warns if the outcome is unknown:
`messages.send: sender must be at most 11 letters and digits (A-Z, a-z, 0-9), or a phone number`. An argument has the name
that it has in your program; the path in wire names, such as `messages[0].from`, is the `path` of the problem.

Each section lists every text that this library has for a kind. `…` stands for what a call inserts: a name, a number, or the
reason of the system or of another library. After a response, the text begins with its status and ends with what the provider
says: `HTTP 404: not found: …`.

Below the text stand notes: each problem if there are several, what to do next, and the section of this page. Python shows
them with the traceback (`error.__notes__`), Rust returns them from `Error::notes()`, C from `smsbat_error_note`, and the
command writes them to standard error.

";

const INVALID_ARGUMENT: &str = "\
## invalid_argument

A function in C got an argument that it cannot read. In C `SMSBAT_ERROR_INVALID_ARGUMENT`; other languages cannot pass such an
argument.

Next: fix the program; nothing was sent.

";

pub(crate) fn page() -> Result<String, String> {
    let mut page = INTRODUCTION.to_owned();
    // Writing to a text cannot fail.
    for outcome in Outcome::ALL {
        if let Some(advice) = outcome.advice() {
            let _ = writeln!(page, "If the outcome is `{outcome}`, the first advice is: {advice}.\n");
        }
    }
    page.push_str(
        "After these two, advice to call or send again is left out, unless the same call sends nothing twice.\n\n",
    );
    let texts = crate::error_texts::read()?;
    page.push_str("Behind the text may stand:\n\n");
    for text in texts.additions.keys() {
        let _ = writeln!(page, "- {}", cell(text));
    }
    page.push('\n');
    for kind in ErrorKind::ALL {
        let name = kind.as_str();
        let class = match kind {
            ErrorKind::Cancelled | ErrorKind::Internal => "SmsbatError".to_owned(),
            _ => format!("{kind:?}Error"),
        };
        let _ = write!(
            page,
            "## {name}\n\n{} In Python `{class}`, in Rust `ErrorKind::{kind:?}`, in C `SMSBAT_ERROR_{}`.\n\nNext: {}.\n\n",
            kind.cause(),
            name.to_uppercase(),
            kind.advice()
        );
        if kind == ErrorKind::Validation {
            table(&mut page, "Rule", "Text, after the name of the argument", &texts.rules);
            page.push_str("Advice does not stop a message. It is logged, and a `SmsbatWarning` in Python.\n\n");
            table(&mut page, "Rule", "Advice, after the name of the argument", &texts.advice);
        } else if let Some(found) = texts.kinds.get(&format!("{kind:?}")) {
            page.push_str("Texts:\n\n");
            for text in found {
                let _ = writeln!(page, "- {}", cell(text));
            }
            page.push('\n');
        }
    }
    page.push_str(INVALID_ARGUMENT);
    table(&mut page, "Rule", "Text, after the name of the argument", &texts.arguments);
    Ok(format!("{}\n", page.trim_end()))
}

/// A row for each text.
fn table(page: &mut String, left: &str, right: &str, rows: &BTreeMap<String, BTreeSet<String>>) {
    let _ = writeln!(page, "| {left} | {right} |\n|---|---|");
    for (rule, texts) in rows {
        for text in texts {
            let _ = writeln!(page, "| `{rule}` | {} |", cell(text));
        }
    }
    page.push('\n');
}

/// A text as Markdown shows it literally. Two values side by side are one.
fn cell(text: &str) -> String {
    let mut out = String::new();
    for c in text.replace("….…", "…").replace("……", "…").chars() {
        if "|*_<>[]\\".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
