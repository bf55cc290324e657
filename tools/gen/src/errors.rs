//! The reference page of errors, from the core's kinds.

use std::fmt::Write;

use smsbat_core::{ErrorKind, Outcome};

const INTRODUCTION: &str = "\
# All errors

<!-- Written by `make gen` from the core's table of errors; do not edit. -->

The text of an error names the operation, says what is wrong, and warns if the outcome is unknown:
`messages.send: sender must be at most 11 letters and digits (A-Z, a-z, 0-9), or a phone number`. An argument has the name
that it has in your program; the path in wire names, such as `messages[0].from`, is the `path` of the problem.

Below the text stand notes: each problem if there are several, what to do next, and the section of this page. Python shows
them with the traceback (`error.__notes__`), Rust returns them from `Error::notes()`, and the command writes them to standard
error.

";

pub(crate) fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    let unknown = Outcome::Unknown.advice().unwrap_or_default();
    // Writing to a text cannot fail.
    let _ = writeln!(page, "If the outcome is `unknown`, the first advice is: {unknown}.\n");
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
    }
    format!("{}\n", page.trim_end())
}
