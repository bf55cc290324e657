//! Writing of results and errors, as text or as JSON.

use std::io::{self, Read, Write};

use serde_json::{Value, json};
use smsbat_core::{Error, ErrorKind, Outcome, binding};

use crate::{REFUSED, UNKNOWN, USAGE};

/// How to write.
pub(crate) struct Output {
    pub(crate) json: bool,
}

impl Output {
    /// Writes a result; a closed pipe is not our failure.
    pub(crate) fn result(&self, text: &str, value: &Value) {
        let line = if self.json { value.to_string() } else { text.to_owned() };
        let _ = writeln!(io::stdout(), "{line}");
    }

    /// Writes bytes as they are.
    pub(crate) fn raw(&self, bytes: &[u8]) {
        let _ = io::stdout().write_all(bytes);
    }

    /// Writes an error and gives the exit code for it.
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
                    "path": p.path(), "rule": p.rule(), "message": p.message(),
                })).collect::<Vec<_>>(),
                "customer_message_ids": error.customer_message_ids(),
            }});
            let _ = writeln!(io::stdout(), "{value}");
        } else {
            let _ = writeln!(io::stderr(), "smsbat: {error}");
            for problem in error.problems().iter().skip(1) {
                let _ = writeln!(io::stderr(), "smsbat: {problem}");
            }
            if error.outcome() == Outcome::Unknown && !error.customer_message_ids().is_empty() {
                let ids = error.customer_message_ids().join(", ");
                let _ = writeln!(io::stderr(), "smsbat: ask the provider about customer message id {ids}");
            }
        }
        match (error.outcome(), error.kind()) {
            (Outcome::Unknown, _) => UNKNOWN,
            (_, ErrorKind::Configuration | ErrorKind::Validation) => USAGE,
            _ => REFUSED,
        }
    }

    /// Writes what is wrong with the arguments.
    pub(crate) fn usage(&self, message: &str) -> u8 {
        if self.json {
            let _ = writeln!(io::stdout(), "{}", json!({"error": {"kind": "usage", "message": message}}));
        } else {
            let _ = writeln!(io::stderr(), "smsbat: {message}");
        }
        USAGE
    }
}

/// The text, or standard input for `-`, without the mark and the line end that programs put around it.
pub(crate) fn text_or_stdin(text: &str) -> Result<String, String> {
    if text != "-" {
        return Ok(text.to_owned());
    }
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes).map_err(|e| format!("standard input cannot be read: {e}"))?;
    let text = binding::text_file(&bytes).map_err(|why| format!("standard input {why}"))?;
    let text = text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text));
    Ok(text.to_owned())
}
