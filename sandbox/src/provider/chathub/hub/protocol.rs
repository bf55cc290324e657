//! Messages of SignalR's JSON protocol.

use serde::Deserialize;
use serde_json::{Value, json};

/// Ends every message.
pub(super) const END: char = '\u{1e}';

/// A message of a client.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Message {
    /// 1 is a call, 6 a ping, 7 the end.
    #[serde(rename = "type")]
    pub(super) kind: Option<u32>,
    pub(super) target: Option<String>,
    pub(super) invocation_id: Option<String>,
    #[serde(default)]
    pub(super) arguments: Vec<Value>,
}

/// The first message of a client.
#[derive(Debug, Deserialize)]
struct Handshake {
    protocol: String,
    version: u32,
}

/// Text of a message, with its end.
pub(super) fn message(value: &Value) -> String {
    format!("{value}{END}")
}

pub(super) fn ping() -> String {
    message(&json!({"type": 6}))
}

pub(super) fn close(error: Option<&str>, reconnect: bool) -> String {
    let mut close = json!({"type": 7});
    if let Some(error) = error {
        close["error"] = json!(error);
    }
    if reconnect {
        close["allowReconnect"] = json!(true);
    }
    message(&close)
}

/// The result of a call.
pub(super) fn completion(id: &str, result: Result<Value, String>) -> String {
    message(&match result {
        Ok(result) => json!({"type": 3, "invocationId": id, "result": result}),
        Err(error) => json!({"type": 3, "invocationId": id, "error": error}),
    })
}

/// Reads the first message; the error goes to the client.
pub(super) fn handshake(text: &str) -> Result<(), String> {
    let handshake: Handshake = serde_json::from_str(text).map_err(|e| format!("the handshake cannot be read: {e}"))?;
    match (handshake.protocol.as_str(), handshake.version) {
        // As ASP.NET Core, every version up to its own (D72).
        ("json", 0..=2) => Ok(()),
        ("json", version) => Err(format!("The server does not support version {version} of the 'json' protocol.")),
        (protocol, _) => Err(format!("The protocol '{protocol}' is not supported.")),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    /// Sessions that were recorded, in both directions (`tests/vectors/README.md`): what clients say is read, and what a
    /// server says is what this one would say.
    #[test]
    fn sessions_are_read() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/vectors/hub");
        // The published package has none.
        let Ok(files) = std::fs::read_dir(folder) else { return };
        for path in files.map(|file| file.unwrap().path()) {
            let text = std::fs::read_to_string(&path).unwrap();
            let lines: Vec<_> = text.lines().filter(|line| !line.starts_with('#')).collect();
            let (first, rest) = lines.split_first().unwrap();
            assert_eq!(handshake(first.strip_prefix("> ").unwrap()), Ok(()), "{path:?}");
            for line in rest {
                if let Some(said) = line.strip_prefix("> ") {
                    let message: Message = serde_json::from_str(said).unwrap();
                    assert!(message.kind.is_some(), "{path:?}: {line}");
                    assert!(message.kind != Some(1) || message.target.is_some(), "{path:?}: {line}");
                }
            }
        }
    }

    #[test]
    fn other_protocols_are_refused() {
        assert_eq!(handshake(r#"{"protocol":"json","version":1}"#), Ok(()));
        assert_eq!(handshake(r#"{"protocol":"json","version":0}"#), Ok(()));
        assert_eq!(handshake(r#"{"protocol":"json","version":2}"#), Ok(()));
        assert!(handshake(r#"{"protocol":"json","version":3}"#).is_err());
        assert!(handshake(r#"{"protocol":"messagepack","version":1}"#).is_err());
        assert!(handshake("nothing").is_err());
    }
}
