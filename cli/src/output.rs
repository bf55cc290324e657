//! Writes results and errors as text or as JSON.

use std::io::{self, Read, Write};

use serde_json::{Value, json};
use smsbat_core::preview::{escaped, is_order};
use smsbat_core::{Error, ErrorKind, Outcome};

use crate::exit::{DONE, REFUSED, UNKNOWN, UNWRITTEN, USAGE};

/// Output format and destination.
pub(crate) struct Output {
    pub(crate) json: bool,
    /// True if the result must not get lost even if standard output is closed.
    pub(crate) sends: bool,
}

impl Output {
    /// Writes a result and returns the exit code: `code`, or that of a failed write if everything else succeeded.
    pub(crate) fn finish(&self, text: &str, value: &Value, code: u8) -> u8 {
        let written = self.result(text, value);
        if written || code != DONE { code } else { UNWRITTEN }
    }

    /// Writes a result. Returns false if standard output failed and the result went to standard error.
    pub(crate) fn result(&self, text: &str, value: &Value) -> bool {
        let line = self.line(text, value);
        self.write(&line)
    }

    /// Writes one line of an endless result.
    pub(crate) fn next(&self, text: &str, value: &Value) -> io::Result<()> {
        writeln!(io::stdout(), "{}", self.line(text, value))
    }

    fn line(&self, text: &str, value: &Value) -> String {
        if self.json { escaped(&value.to_string(), is_order) } else { clean(text, true) }
    }

    /// Writes a line. A reader that is gone is not a failure, unless an id would get lost.
    fn write(&self, line: &str) -> bool {
        let mut out = io::stdout().lock();
        let Err(why) = writeln!(out, "{line}").and_then(|()| out.flush()) else { return true };
        if why.kind() == io::ErrorKind::BrokenPipe && !self.sends {
            return true;
        }
        let why = unwritten(&why);
        let _ = writeln!(io::stderr(), "smsbat: {why}; the result is:\n{line}");
        false
    }

    /// Writes bytes unchanged and returns the exit code.
    pub(crate) fn raw(&self, bytes: &[u8]) -> u8 {
        let mut out = io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            Err(why) if why.kind() != io::ErrorKind::BrokenPipe => {
                note(&unwritten(&why));
                UNWRITTEN
            }
            _ => DONE,
        }
    }

    /// Writes an error and returns its exit code.
    pub(crate) fn error(&self, error: &Error) -> u8 {
        if self.json {
            let value = json!({"error": {
                "kind": error.kind().as_str(),
                "outcome": error.outcome().as_str(),
                "message": error.message(),
                "status_code": error.status_code(),
                "code": error.code().map(ToString::to_string),
                "field": error.field(),
                "retry_after": error.retry_after().map(|t| t.as_secs_f64()),
                "request_id": error.request_id(),
                "retryable": error.retryable(),
                "problems": error.problems().iter().map(|p| json!({
                    "path": p.path(), "argument": p.argument(), "rule": p.rule(), "message": p.message(),
                })).collect::<Vec<_>>(),
                "help": error.help_url(),
                "customer_message_ids": error.customer_message_ids(),
            }});
            self.result("", &value);
        } else {
            self.note(&error.to_string());
            error.notes().iter().for_each(|line| self.note(line));
            if error.outcome() == Outcome::Unknown && !error.customer_message_ids().is_empty() {
                let ids = error.customer_message_ids().join(", ");
                self.note(&format!("ask the provider about customer message id {ids}"));
            }
        }
        match (error.outcome(), error.kind()) {
            (Outcome::Unknown, _) => UNKNOWN,
            (_, ErrorKind::Configuration | ErrorKind::Validation) => USAGE,
            _ => REFUSED,
        }
    }

    /// Writes one line to standard error, escaped for the terminal.
    pub(crate) fn note(&self, text: &str) {
        note(text);
    }

    /// Writes a usage error.
    pub(crate) fn usage(&self, message: &str) -> u8 {
        self.failure("usage", message, USAGE)
    }

    /// Writes a failure that is no error of the library, and returns its exit code.
    pub(crate) fn failure(&self, kind: &str, message: &str, code: u8) -> u8 {
        if self.json {
            self.result("", &json!({"error": {"kind": kind, "message": message}}));
        } else {
            self.note(message);
        }
        code
    }
}

/// Returns the text of a failed write. A closed standard output is a socket without a peer, see `main.rs`.
pub(crate) fn unwritten(why: &io::Error) -> String {
    match why.kind() {
        io::ErrorKind::NotConnected => "standard output cannot be written (it is closed)".to_owned(),
        _ => format!("standard output cannot be written ({why})"),
    }
}

/// Writes one line to standard error, escaped for the terminal.
pub(crate) fn note(text: &str) {
    let _ = writeln!(io::stderr(), "smsbat: {}", clean(text, false));
}

/// Most MiB that are read of a text. None that is sent is longer.
pub(crate) const TEXT: usize = 1;

/// Most MiB that are read of messages as JSON.
pub(crate) const MESSAGES: usize = 64;

/// Reads everything, unless it has more than `most` MiB: it may have no end.
pub(crate) fn read_all(input: impl Read, most: usize) -> Result<Vec<u8>, String> {
    let (mut bytes, limit) = (Vec::new(), most.saturating_mul(1 << 20));
    let mut input = input.take(limit.saturating_add(1) as u64);
    input.read_to_end(&mut bytes).map_err(|e| format!("cannot be read: {e}"))?;
    if bytes.len() > limit { Err(format!("must have at most {most} MiB")) } else { Ok(bytes) }
}

/// Returns the text, or for `-` the text of standard input without a byte order mark and the final line end.
pub(crate) fn text_or_stdin(text: &str, most: usize) -> Result<String, String> {
    if text != "-" {
        return Ok(text.to_owned());
    }
    let bytes = read_all(io::stdin(), most).map_err(|why| format!("on standard input {why}"))?;
    let text = smsbat_core::text_of_file(&bytes).map_err(|why| format!("on standard input {why}"))?;
    let text = text.strip_suffix('\n').unwrap_or(text);
    Ok(text.strip_suffix('\r').unwrap_or(text).to_owned())
}

/// Escapes characters that a terminal would interpret, as `\u001b`. Without `lines`, the text becomes one line.
pub(crate) fn clean(text: &str, lines: bool) -> String {
    let text = text.replace("\r\n", "\n");
    let text = if lines { text } else { text.replace(['\n', '\r', '\t'], " ") };
    escaped(&text, |c| is_order(c) && !matches!(c, '\n' | '\t'))
}
