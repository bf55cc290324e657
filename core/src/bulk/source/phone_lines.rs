//! A file of phones, one on each line.

use std::path::Path;

use super::rows::unread;
use super::text_reader::{Line, TextSource};
use crate::error::Error;

/// Form of such a file. The option `encoding` is for the campaign's source only.
const FORM: &str = "save it as text in UTF-8 with one phone on each line";

/// Gives every line that is not blank to a function, with its number from 1. `name` is the option that names the file.
pub(crate) fn phone_lines(
    path: &Path,
    name: &str,
    take: &mut dyn FnMut(u64, &str) -> Result<(), Error>,
) -> Result<(), Error> {
    // The reader speaks of the campaign's source, and advises what does not help here.
    let renamed = |error: Error| {
        let Some(problem) = error.problems().first() else { return error };
        let what = problem.message().split(';').next().unwrap_or_default();
        match problem.rule() {
            "encoding" => Error::invalid(name, "encoding", format!("{what}; {FORM}")),
            "format" => Error::invalid(name, "format", format!("{what}; {FORM}")),
            _ => Error::invalid(name, problem.rule(), problem.message()),
        }
    };
    let wrong = |line: u64, rule: &str, what: &str| Error::invalid(name, rule, format!("line {line} {what}"));
    let mut file = TextSource::open(path).map_err(renamed)?;
    file.start(None).map_err(renamed)?;
    let text = file.text().map_err(renamed)?;
    let mut line = Vec::new();
    loop {
        line.clear();
        let found = text.line(&mut line).map_err(unread).map_err(renamed)?;
        match found {
            Line::End => return Ok(()),
            Line::TooLong { .. } => return Err(wrong(text.line, "size", "has more than 1 MiB")),
            Line::Whole => {}
        }
        let content = std::str::from_utf8(text.content(&line));
        let content = content.map_err(|_| wrong(text.line, "encoding", "is not UTF-8"))?.trim();
        // As a table with one column has it.
        let content = content.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(content);
        if !content.is_empty() {
            take(text.line, content)?;
        }
    }
}
