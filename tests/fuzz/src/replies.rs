//! Any answer to any operation: it is read or refused, and what it says of messages is never better than what is known.

use once_cell::sync::Lazy;
use smsbat_core::{CallOptions, Error, Outcome, Sms, binding};

use crate::Input;
use crate::answerer::{answering, http};

/// Name and request of every operation, as the vectors have them.
static CALLS: Lazy<Vec<(String, String)>> = Lazy::new(|| {
    let vectors: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("../../vectors/operations.json")).expect("vectors");
    let calls = vectors.iter().map(|v| (v["operation"].as_str().expect("a name"), v["arguments"].to_string()));
    // It asks again until its time is up; what it reads is what `messages.status` reads.
    calls
        .filter(|(name, _)| !name.starts_with("messages.wait"))
        .map(|(name, request)| (name.to_owned(), request))
        .collect()
});

const STATUSES: &[u16] = &[200, 200, 200, 200, 201, 204, 301, 307, 400, 401, 403, 404, 422, 429, 500, 502, 503];
const KINDS: &[&str] = &["application/json", "application/json; charset=utf-8", "text/html", "application/xml"];

pub fn run(data: &[u8]) {
    let mut input = Input(data);
    let operation = usize::from(input.byte());
    let (status, kind) = (input.pick(STATUSES), input.pick(KINDS));
    // The rest is a body, or now and then the whole answer.
    let raw = input.byte() % 8 == 7;
    let answer = if raw { input.0.to_vec() } else { http(status, kind, input.0) };
    answering(answer, !raw, |server| {
        let send = operation % 3 == 0;
        if send {
            let messages = ["1", "2", "3"].map(|id| Sms::new("+380671234567", "MyShop", "Hi").customer_message_id(id));
            match server.client.messages().send(&messages) {
                Ok(result) => {
                    assert_eq!(result.messages().len(), messages.len());
                    let view = binding::view(result.record());
                    serde_json::from_str::<serde_json::Value>(&view).expect("a view is JSON");
                    for row in result.messages() {
                        let known = row.status().is_some();
                        assert!(known || row.outcome() == Outcome::Unknown, "a row without a status is {:?}", row);
                    }
                    let check = result.raise_for_outcome();
                    let all = result.messages().iter().all(|row| row.outcome() == Outcome::Accepted);
                    assert_eq!(check.is_ok(), all);
                }
                Err(error) => {
                    // A connection that an earlier answer broke has no status.
                    let answered = error.status_code() == Some(status);
                    if answered && (status >= 500 || (300..400).contains(&status)) {
                        assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
                    }
                    if answered && (400..500).contains(&status) {
                        // If the body names a message or a status, some messages may have been accepted.
                        let body = String::from_utf8_lossy(input.0).to_ascii_lowercase().replace('_', "");
                        let keys = ["messageid", "status", "responsecode", "\\u"];
                        let names = keys.iter().any(|key| body.contains(key));
                        let known = [Some(Outcome::NotSent), names.then_some(Outcome::Unknown)];
                        assert!(known.contains(&Some(error.outcome())), "{:?} {error}", error.outcome());
                    }
                    assert_eq!(error.customer_message_ids(), ["1", "2", "3"]);
                    readable(&error);
                }
            }
            return;
        }
        let (name, request) = &CALLS[operation % CALLS.len()];
        match server.client.call_json(name, request, CallOptions::default()) {
            Ok(reply) => drop(serde_json::from_str::<serde_json::Value>(&reply).expect("a reply is JSON")),
            Err(error) => readable(&error),
        }
    });
}

/// One line, and neither empty nor without end.
fn readable(error: &Error) {
    let text = error.to_string();
    assert!(!text.is_empty() && text.len() < 64 * 1024 && !text.contains(['\n', '\r', '\0']), "{text:?}");
    assert!(!text.contains("fuzz-key") && !text.contains("fuzz-sign"), "{text:?}");
}
