//! A connection to the hub as a WebSocket.

use std::borrow::Cow;
use std::rc::Rc;

use tungstenite::handshake::HandshakeError;
use tungstenite::handshake::client::generate_key;
use tungstenite::protocol::WebSocketConfig;
use tungstenite::{Message, WebSocket, client::client_with_config};
use ureq::http::uri::Scheme;
use ureq::http::{HeaderValue, Request, Uri, header};

use super::negotiate::{self, Negotiated, Target};
use super::received::{self, Received};
use crate::credentials::Secret;
use crate::engine::Engine;
use crate::error::{Error, ErrorKind, Outcome};
use crate::http::Stream;
use crate::http::call::{Call, Progress};

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
        let uri = base.join(Cow::Owned(target.path("", query.expose())))?;
        let http = engine.http();
        let guard = call.begin();
        let stream = http.open(http.process(), call, base, &uri)?;
        let mut request = Request::new(());
        *request.uri_mut() = web_socket_address(uri)?;
        for (name, value) in target.headers(engine)?.iter() {
            if ![header::CONTENT_TYPE, header::CONTENT_LENGTH, header::ACCEPT, header::ACCEPT_ENCODING].contains(name) {
                request.headers_mut().insert(name, value.clone());
            }
        }
        let own = [
            (header::CONNECTION, HeaderValue::from_static("Upgrade")),
            (header::UPGRADE, HeaderValue::from_static("websocket")),
            (header::SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13")),
            (header::SEC_WEBSOCKET_KEY, HeaderValue::try_from(generate_key()).map_err(|e| unusable(&e))?),
        ];
        request.headers_mut().extend(own.map(|(name, value)| (Some(name), value)));
        let most = usize::try_from(http.max_reply_size).unwrap_or(usize::MAX);
        let config = WebSocketConfig::default().max_message_size(Some(most)).max_frame_size(Some(most));
        // The time for a connection holds for the answer, too.
        let shaken = client_with_config(request, stream, Some(config));
        drop(guard);
        match shaken {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(HandshakeError::Interrupted(_)) => Err(received::lost(call, "the hub did not answer in time")),
            Err(HandshakeError::Failure(tungstenite::Error::Http(response))) => {
                let status = response.status().as_u16();
                let kind = match status {
                    401 => ErrorKind::Authentication,
                    403 => ErrorKind::PermissionDenied,
                    404 => ErrorKind::NotFound,
                    _ => ErrorKind::Connection,
                };
                let message = format!("the hub refused the WebSocket (HTTP {status})");
                Err(Error::new(kind, message).with(|d| d.status_code = Some(status)))
            }
            Err(HandshakeError::Failure(error)) => Err(received::lost(call, &error.to_string())),
        }
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

/// The same address by the scheme of WebSockets.
fn web_socket_address(uri: Uri) -> Result<Uri, Error> {
    let mut parts = uri.into_parts();
    let scheme = if parts.scheme == Some(Scheme::HTTPS) { "wss" } else { "ws" };
    parts.scheme = Some(Scheme::try_from(scheme).map_err(|e| unusable(&e))?);
    Uri::from_parts(parts).map_err(|e| unusable(&e))
}

/// The token of the header, if it is one.
fn bearer(engine: &Engine, target: &Target) -> Result<Option<Secret>, Error> {
    let headers = target.headers(engine)?;
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    Ok(value.and_then(|value| value.strip_prefix("Bearer ")).map(Secret::new))
}

fn unusable(error: &dyn std::error::Error) -> Error {
    Error::internal(error.to_string())
}
