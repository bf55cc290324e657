//! A connection to the hub as a WebSocket.

use std::io::Write as _;
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha1::{Digest, Sha1};
use tungstenite::protocol::{Role, WebSocketConfig};
use tungstenite::{Message, WebSocket};
use ureq::http::{Response, StatusCode, Uri, header};
use ureq_proto::parser::try_parse_response;
use zeroize::Zeroizing;

use super::negotiate::{self, Negotiated, Target};
use super::received::{self, Received};
use crate::credentials::Secret;
use crate::engine::Engine;
use crate::error::{Error, ErrorKind, Outcome};
use crate::http::Stream;
use crate::http::call::{Call, Progress};

/// Headers of the answer to the request for a WebSocket, and bytes of either.
const MOST_HEADERS: usize = 128;
const MOST_BYTES: usize = 64 * 1024;

pub(super) struct WebSocketLink(WebSocket<Stream>);

impl std::fmt::Debug for WebSocketLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebSocketLink").finish_non_exhaustive()
    }
}

impl WebSocketLink {
    /// Opens a connection. Where the header with the token is refused, the token goes into the query, as browsers send it.
    pub(super) fn open(engine: &Engine, negotiated: &Negotiated, call: &Rc<Call>) -> Result<Self, Error> {
        let id = negotiate::query(&negotiated.id);
        match Self::upgrade(engine, &negotiated.target, &id, call) {
            Err(error) if error.kind() == ErrorKind::Authentication => {
                let Some(token) = bearer(engine, &negotiated.target)? else { return Err(error) };
                let token: String = form_urlencoded::byte_serialize(token.expose().as_bytes()).collect();
                let query = Secret::new(format!("{}&access_token={token}", id.expose()));
                Self::upgrade(engine, &negotiated.target, &query, call)
            }
            other => other,
        }
    }

    pub(super) fn upgrade(engine: &Engine, target: &Target, query: &Secret, call: &Rc<Call>) -> Result<Self, Error> {
        let base = &target.base;
        let uri = target.uri(&target.path("", query.expose()))?;
        let http = engine.http();
        let (key, accept) = key()?;
        let head = head(target, engine, &uri, &key)?;
        // The time for a connection holds for the answer, too.
        let _guard = call.begin();
        let mut stream = http.open(http.process(), call, base, &uri)?;
        let broken = |error: &dyn std::fmt::Display| received::lost(call, &error.to_string());
        stream.write_all(&head).map_err(|e| broken(&e))?;
        let response = loop {
            let read = try_parse_response::<MOST_HEADERS>(stream.input()).map_err(|e| broken(&e))?;
            match read {
                Some((used, response)) => {
                    stream.consume(used);
                    let status = response.status();
                    // Other informational responses come before the one that counts.
                    if !status.is_informational() || status == StatusCode::SWITCHING_PROTOCOLS {
                        break response;
                    }
                }
                None if stream.input().len() > MOST_BYTES => return Err(broken(&"the answer is too large")),
                None if stream.more().map_err(|e| broken(&e))? => {}
                None => return Err(broken(&"it was closed before the answer")),
            }
        };
        check(&response, &accept)?;
        let rest = stream.input().to_vec();
        stream.consume(rest.len());
        let most = usize::try_from(http.max_reply_size).unwrap_or(usize::MAX);
        let config = WebSocketConfig::default().max_message_size(Some(most)).max_frame_size(Some(most));
        Ok(Self(WebSocket::from_partially_read(stream, rest, Role::Client, Some(config))))
    }

    /// Sends one message, within the call.
    pub(super) fn send(&mut self, bytes: &[u8], call: &Rc<Call>) -> Result<(), Error> {
        let text = std::str::from_utf8(bytes).map_err(|e| unusable(&e))?;
        let _guard = call.go_on_with(Progress::Writing);
        self.0.send(Message::text(text)).map_err(|error| {
            let outcome = if call.sent() { Outcome::Unknown } else { Outcome::NotSent };
            received::lost(call, &error.to_string()).with(|d| d.outcome = outcome)
        })
    }

    /// Waits for a message, as long as the call lasts. A goodbye is answered.
    pub(super) fn read(&mut self, call: &Rc<Call>) -> tungstenite::Result<Message> {
        let _guard = call.go_on_with(Progress::Sent);
        let message = self.0.read()?;
        if message.is_close() {
            // The next read would do it, but there is none.
            let _ = self.0.flush();
        }
        Ok(message)
    }

    #[cfg(feature = "test-echo")]
    pub(super) fn write(&mut self, message: Message, call: &Rc<Call>) -> tungstenite::Result<()> {
        let _guard = call.go_on_with(Progress::Writing);
        self.0.send(message)
    }

    /// Waits for what a message brings, as long as the call lasts.
    pub(super) fn receive(&mut self, call: &Rc<Call>) -> Result<Received, Error> {
        match self.read(call) {
            Ok(Message::Text(text)) => Ok(Received::Data(text.as_bytes().to_vec())),
            Ok(Message::Binary(bytes)) => Ok(Received::Data(bytes.to_vec())),
            Ok(Message::Close(frame)) => {
                let why = frame.map(|frame| format!("{} {}", frame.code, frame.reason));
                Ok(Received::End(why.unwrap_or_else(|| "the hub closed the connection".to_owned())))
            }
            Ok(_) => Ok(Received::Data(Vec::new())),
            Err(tungstenite::Error::Io(error)) => received::ended(call, &error),
            Err(error) => Ok(Received::End(error.to_string())),
        }
    }

    /// Says goodbye; nobody waits for the answer.
    pub(super) fn close(&mut self, call: &Rc<Call>) {
        let _guard = call.go_on_with(Progress::Writing);
        let _ = self.0.close(None);
        let _ = self.0.flush();
    }
}

/// Key of a request, and the answer to it (RFC 6455 §4.1).
fn key() -> Result<(String, String), Error> {
    let key = BASE64.encode(crate::random::bytes()?);
    let hash = Sha1::new().chain_update(&key).chain_update("258EAFA5-E914-47DA-95CA-C5AB0DC85B11").finalize();
    Ok((key, BASE64.encode(hash)))
}

/// The request. It is written here because every library for it logs it, with the credentials.
fn head(target: &Target, engine: &Engine, uri: &Uri, key: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    // Room for all, so that no part of it is left behind where it grew.
    let mut head = Zeroizing::new(Vec::with_capacity(MOST_BYTES));
    for part in ["GET ", path, " HTTP/1.1\r\n"] {
        head.extend_from_slice(part.as_bytes());
    }
    for (name, value) in target.headers(engine)?.iter() {
        if ![header::CONTENT_TYPE, header::CONTENT_LENGTH, header::ACCEPT, header::ACCEPT_ENCODING].contains(name) {
            for part in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
                head.extend_from_slice(part);
            }
        }
    }
    let own = "connection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: ";
    for part in [own, key, "\r\n\r\n"] {
        head.extend_from_slice(part.as_bytes());
    }
    Ok(head)
}

/// Checks the answer as RFC 6455 §4.1 demands.
fn check(response: &Response<()>, accept: &str) -> Result<(), Error> {
    let status = response.status().as_u16();
    if status != 101 {
        let kind = match status {
            401 => ErrorKind::Authentication,
            403 => ErrorKind::PermissionDenied,
            404 => ErrorKind::NotFound,
            _ => ErrorKind::Connection,
        };
        let message = format!("the hub refused the WebSocket (HTTP {status})");
        return Err(Error::new(kind, message).with(|d| d.status_code = Some(status)));
    }
    let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let lists = response.headers().get_all(header::CONNECTION).iter().filter_map(|value| value.to_str().ok());
    let upgrades = lists.flat_map(|list| list.split(',')).any(|word| word.trim().eq_ignore_ascii_case("upgrade"));
    let offered = [header::SEC_WEBSOCKET_PROTOCOL, header::SEC_WEBSOCKET_EXTENSIONS];
    let more = offered.iter().any(|name| response.headers().contains_key(name));
    if !upgrades
        || !text(header::UPGRADE).eq_ignore_ascii_case("websocket")
        || text(header::SEC_WEBSOCKET_ACCEPT) != accept
        || more
    {
        return Err(Error::new(ErrorKind::Connection, "the answer to the request for a WebSocket makes no sense"));
    }
    Ok(())
}

/// The token of the header, if it is one.
fn bearer(engine: &Engine, target: &Target) -> Result<Option<Secret>, Error> {
    let headers = target.headers(engine)?;
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    Ok(value.and_then(|value| value.strip_prefix("Bearer ")).map(Secret::new))
}

fn unusable(error: &dyn std::error::Error) -> Error {
    Error::internal(format!("a message to the hub is not UTF-8: {error}"))
}
