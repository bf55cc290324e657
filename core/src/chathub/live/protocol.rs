//! Messages of the hub: SignalR's JSON protocol (`docs/provider/chathub-hub.md` §2).

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::model::write_string;

/// Ends every message.
pub(super) const END: u8 = 0x1e;
/// First message of a connection.
pub(super) const HANDSHAKE: &[u8] = b"{\"protocol\":\"json\",\"version\":1}\x1e";
/// Keeps a connection alive.
pub(super) const PING: &[u8] = b"{\"type\":6}\x1e";
/// Ends a connection.
pub(super) const CLOSE: &[u8] = b"{\"type\":7}\x1e";

/// Describes a fault in the hub's JSON without the parser's text, which may repeat a customer's text or a token.
pub(super) fn wrong(error: &serde_json::Error) -> &'static str {
    if error.is_data() { "a field is missing or has another type than it should" } else { "it is not JSON" }
}

/// A message of the server.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A call of a method of ours, with its arguments as JSON.
    Invocation { target: String, arguments: Vec<Box<RawValue>> },
    /// The result of a call of ours.
    Completion { id: String, result: Option<Box<RawValue>>, error: Option<String> },
    /// The server ends the connection.
    Close { error: Option<String>, reconnect: bool },
    /// A ping, or what this client has no use for.
    Other,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Frame<'a> {
    #[serde(rename = "type")]
    kind: Option<u32>,
    #[serde(borrow)]
    target: Option<Cow<'a, str>>,
    #[serde(borrow)]
    invocation_id: Option<Cow<'a, str>>,
    arguments: Option<Vec<Box<RawValue>>>,
    result: Option<Box<RawValue>>,
    #[serde(borrow)]
    error: Option<Cow<'a, str>>,
    allow_reconnect: Option<bool>,
}

/// Reads one message, without the byte that ends it.
pub(super) fn read(message: &[u8]) -> Result<Incoming, String> {
    let frame: Frame<'_> = serde_json::from_slice(message).map_err(|e| wrong(&e).to_owned())?;
    let lacks = |name: &str| format!("a message of the hub has no {name}");
    Ok(match frame.kind {
        Some(1) => Incoming::Invocation {
            target: frame.target.ok_or_else(|| lacks("target"))?.into_owned(),
            arguments: frame.arguments.unwrap_or_default(),
        },
        Some(3) => Incoming::Completion {
            id: frame.invocation_id.ok_or_else(|| lacks("invocationId"))?.into_owned(),
            result: frame.result,
            error: frame.error.map(Cow::into_owned),
        },
        Some(7) => Incoming::Close {
            error: frame.error.map(Cow::into_owned),
            reconnect: frame.allow_reconnect.unwrap_or(false),
        },
        _ => Incoming::Other,
    })
}

/// Reads the answer to the handshake; the error is the server's.
pub(super) fn read_handshake(message: &[u8]) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Answer {
        error: Option<String>,
    }
    match serde_json::from_slice::<Answer>(message) {
        Ok(Answer { error: None }) => Ok(()),
        Ok(Answer { error: Some(error) }) => Err(error),
        Err(e) => Err(format!("the answer to the handshake cannot be read: {}", wrong(&e))),
    }
}

/// Writes a call of a method of the server. `arguments` are JSON.
pub(super) fn invocation(id: &str, target: &str, arguments: &[&[u8]]) -> Vec<u8> {
    let mut out = b"{\"type\":1,\"invocationId\":".to_vec();
    write_string(&mut out, id);
    out.extend_from_slice(b",\"target\":");
    write_string(&mut out, target);
    out.extend_from_slice(b",\"arguments\":[");
    out.extend_from_slice(&arguments.join(&b','));
    out.extend_from_slice(b"]}\x1e");
    out
}

/// A text of the provider, short and without anything that a terminal would take for more than text. Phones are masked.
pub(super) fn shown(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control()).collect();
    crate::phone::masked(&plain).chars().take(200).collect()
}

/// Puts what arrives together and takes it apart into messages.
#[derive(Debug, Default)]
pub(super) struct Splitter {
    bytes: Vec<u8>,
    /// Bytes of messages that were taken already.
    taken: usize,
    /// Bytes in which no end was found.
    searched: usize,
}

impl Splitter {
    /// Adds bytes; false if a message becomes larger than `most`.
    pub(super) fn add(&mut self, bytes: &[u8], most: u64) -> bool {
        self.bytes.drain(..self.taken);
        self.searched = self.searched.saturating_sub(self.taken);
        self.taken = 0;
        self.bytes.extend_from_slice(bytes);
        self.bytes.len() as u64 <= most
    }

    /// Bytes that no message was made of yet.
    pub(super) fn len(&self) -> u64 {
        self.bytes.len().saturating_sub(self.taken) as u64
    }

    /// Next whole message.
    pub(super) fn next(&mut self) -> Option<&[u8]> {
        let rest = self.bytes.get(self.searched..)?;
        let Some(place) = rest.iter().position(|byte| *byte == END) else {
            self.searched = self.bytes.len();
            return None;
        };
        let (start, end) = (self.taken, self.searched.saturating_add(place));
        self.taken = end.saturating_add(1);
        self.searched = self.taken;
        self.bytes.get(start..end)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    /// Sessions that were recorded, in both directions (`tests/vectors/README.md`): what servers say is read, and what
    /// clients say is what this one would say.
    #[test]
    fn recorded_sessions_are_read() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/vectors/hub");
        // The published package has none.
        let Ok(files) = std::fs::read_dir(folder) else { return };
        for path in files.map(|file| file.unwrap().path()) {
            let text = std::fs::read_to_string(&path).unwrap();
            let said = |by: &str| text.lines().filter_map(|line| line.strip_prefix(by)).collect::<Vec<_>>();
            let (client, server) = (said("> "), said("< "));
            assert!(read_handshake(server[0].as_bytes()).is_ok(), "{path:?}");
            let mut calls = Vec::new();
            for line in &client[1..] {
                let value: serde_json::Value = serde_json::from_str(line).unwrap();
                let (Some(id), Some(1)) = (value["invocationId"].as_str(), value["type"].as_u64()) else { continue };
                let arguments: Vec<String> =
                    value["arguments"].as_array().unwrap().iter().map(ToString::to_string).collect();
                let arguments: Vec<&[u8]> = arguments.iter().map(String::as_bytes).collect();
                let own = invocation(id, value["target"].as_str().unwrap(), &arguments);
                let own: serde_json::Value = serde_json::from_slice(&own[..own.len() - 1]).unwrap();
                assert_eq!(own, value, "{path:?}");
                calls.push(id.to_owned());
            }
            for line in &server[1..] {
                match read(line.as_bytes()) {
                    Ok(Incoming::Completion { id, result, error }) => {
                        assert!(calls.contains(&id) && !(result.is_some() && error.is_some()), "{path:?}: {line}");
                    }
                    Ok(Incoming::Invocation { target, .. }) => assert!(!target.is_empty(), "{path:?}: {line}"),
                    Ok(_) => {}
                    Err(why) => panic!("{path:?}: {line}: {why}"),
                }
            }
        }
    }

    #[test]
    fn texts_of_the_hub_show_no_phones() {
        let text = shown("no chat with 38067\u{7}1234567\u{1b}[31m");
        assert!(!text.contains("1234567") && !text.contains(char::is_control), "{text}");
        assert_eq!(shown(&"x".repeat(500)).len(), 200);
    }

    #[test]
    fn messages_are_put_together_and_taken_apart() {
        let text = b"{}\x1e{\"type\":6}\x1e{\"type\":1,\"target\":\"A\",\"arguments\":[1,\"\\u001e\"]}\x1e";
        for size in 1..text.len() {
            let (mut splitter, mut found) = (Splitter::default(), Vec::new());
            for part in text.chunks(size) {
                assert!(splitter.add(part, 1000));
                while let Some(message) = splitter.next() {
                    found.push(message.to_vec());
                }
            }
            assert_eq!(found.len(), 3, "{size}");
            assert!(read_handshake(&found[0]).is_ok());
            assert!(matches!(read(&found[1]), Ok(Incoming::Other)));
            let Ok(Incoming::Invocation { target, arguments }) = read(&found[2]) else { panic!("{size}") };
            assert_eq!((target.as_str(), arguments[1].get()), ("A", "\"\\u001e\""));
        }
        assert!(!Splitter::default().add(&[b' '; 11], 10));
    }

    #[test]
    fn calls_are_written_and_results_read() {
        let call = invocation("7", "SendMessage", &[b"9876", b"\"Hi\""]);
        assert_eq!(
            call,
            b"{\"type\":1,\"invocationId\":\"7\",\"target\":\"SendMessage\",\"arguments\":[9876,\"Hi\"]}\x1e"
        );
        let done = |json: &[u8]| match read(json).unwrap() {
            Incoming::Completion { id, result, error } => (id, result.map(|r| r.get().to_owned()), error),
            other => panic!("{other:?}"),
        };
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(done(br#"{"type":3,"invocationId":"7","result":{"id":1}}"#), ("7".into(), text("{\"id\":1}"), None));
        assert_eq!(done(br#"{"type":3,"invocationId":"8","error":"no"}"#), ("8".into(), None, text("no")));
        let close = read(br#"{"type":7,"error":"bye","allowReconnect":true}"#).unwrap();
        assert!(matches!(close, Incoming::Close { reconnect: true, error: Some(_) }));
        assert!(matches!(read(br#"{"type":99,"x":[]}"#), Ok(Incoming::Other)));
        assert_eq!(read(b"nothing").unwrap_err(), "it is not JSON");
        let error = read(br#"{"type":"a text of a customer"}"#).unwrap_err();
        assert_eq!(error, "a field is missing or has another type than it should");
        assert!(read(br#"{"type":1}"#).is_err());
        assert!(read_handshake(br#"{"error":"no such protocol"}"#).is_err());
    }
}
