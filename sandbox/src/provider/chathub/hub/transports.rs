//! The three ways to the hub: WebSocket, server-sent events, long polling.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{FromRequestParts, Request};
use axum::http::header::{ACCEPT, UPGRADE};
use axum::http::{Method, StatusCode};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::unfold;

use super::calls::receive;
use super::connection::{Connection, MOST_BYTES};
use super::negotiate::{bad, open};
use crate::app::App;
use crate::provider::chathub::access;
use crate::provider::common::refusal::Refusal;

/// A poll is answered after this time though there is nothing.
const POLL: Duration = Duration::from_secs(90);

pub(super) async fn serve(app: App, request: Request) -> Response {
    answer(app, request).await.unwrap_or_else(IntoResponse::into_response)
}

async fn answer(app: App, request: Request) -> Result<Response, Refusal> {
    let (mut parts, body) = request.into_parts();
    let account = access::identify(&app, &parts)?;
    let app = app.for_caller(account, app.new_request_id());
    let query = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
    let id = query.into_owned().find(|(name, _)| name == "id").map(|(_, id)| id);
    let upgrades = parts.headers.contains_key(UPGRADE);
    let connection = match id {
        Some(id) => app.state().company.hub.find(&id).ok_or_else(|| unknown("no connection with that id"))?,
        // A WebSocket may come without a negotiation.
        None if upgrades => open(&app)?,
        None => return Err(unknown("no connection is named: id is missing")),
    };
    match parts.method {
        Method::GET if upgrades => {
            let upgrade = WebSocketUpgrade::from_request_parts(&mut parts, &app).await;
            Ok(upgrade.map_or_else(IntoResponse::into_response, |upgrade| {
                bounded(upgrade).on_upgrade(move |socket| web_socket(app, connection, socket))
            }))
        }
        Method::GET => {
            let accepts = parts.headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
            connection.is_here();
            if accepts.contains("text/event-stream") {
                Ok(server_sent(connection))
            } else {
                Ok(poll(&app, &connection).await)
            }
        }
        Method::POST => {
            let read = tokio::time::timeout(app.options().read_timeout, to_bytes(body, MOST_BYTES)).await;
            let body = read.map_err(|_| Refusal::of_status(StatusCode::REQUEST_TIMEOUT))?;
            let body = body.map_err(|_| Refusal::of_status(StatusCode::PAYLOAD_TOO_LARGE))?;
            let text = std::str::from_utf8(&body).map_err(|_| bad("the body is not UTF-8"))?;
            receive(&app, &connection, text);
            Ok(StatusCode::OK.into_response())
        }
        Method::DELETE => {
            app.state().company.hub.remove(connection.token());
            Ok(StatusCode::ACCEPTED.into_response())
        }
        _ => Err(Refusal::of_status(StatusCode::METHOD_NOT_ALLOWED)),
    }
}

fn unknown(message: &str) -> Refusal {
    Refusal::flat(StatusCode::NOT_FOUND, message, None)
}

async fn web_socket(app: App, connection: Arc<Connection>, mut socket: WebSocket) {
    loop {
        tokio::select! {
            message = socket.recv() => match message {
                Some(Ok(Message::Text(text))) => receive(&app, &connection, text.as_str()),
                Some(Ok(Message::Binary(bytes))) => match std::str::from_utf8(&bytes) {
                    Ok(text) => receive(&app, &connection, text),
                    Err(_) => break,
                },
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => connection.is_here(),
                Some(Ok(Message::Close(_))) => {
                    // The answer to the goodbye leaves with the next read.
                    let _ = socket.recv().await;
                    break;
                }
                Some(Err(_)) | None => break,
            },
            text = connection.next() => match text {
                Some(text) => {
                    if socket.send(Message::Text(text.into())).await.is_err() {
                        break;
                    }
                }
                None => {
                    let _ = socket.send(Message::Close(None)).await;
                    break;
                }
            },
        }
    }
    app.state().company.hub.remove(connection.token());
}

/// The bounds of every WebSocket.
fn bounded(upgrade: WebSocketUpgrade) -> WebSocketUpgrade {
    upgrade.max_message_size(MOST_BYTES).max_frame_size(MOST_BYTES)
}

/// Sends every message back, for Autobahn's cases. In no product.
#[cfg(feature = "test-echo")]
pub(super) async fn echo(upgrade: WebSocketUpgrade) -> Response {
    bounded(upgrade).on_upgrade(|mut socket| async move {
        while let Some(Ok(message)) = socket.recv().await {
            if matches!(message, Message::Text(_) | Message::Binary(_)) && socket.send(message).await.is_err() {
                break;
            }
        }
    })
}

fn server_sent(connection: Arc<Connection>) -> Response {
    let events = unfold(connection, |connection| async move {
        let text = connection.next().await?;
        Some((Ok::<_, Infallible>(Event::default().data(text)), connection))
    });
    Sse::new(events).into_response()
}

/// The first poll is answered at once, so that the client knows that the connection is there.
async fn poll(app: &App, connection: &Arc<Connection>) -> Response {
    if connection.is_first_poll() {
        return (StatusCode::OK, Body::empty()).into_response();
    }
    match tokio::time::timeout(POLL, connection.next()).await {
        Ok(Some(text)) => ([("content-type", "text/plain; charset=utf-8")], text).into_response(),
        Ok(None) => {
            app.state().company.hub.remove(connection.token());
            StatusCode::NO_CONTENT.into_response()
        }
        Err(_) => (StatusCode::OK, Body::empty()).into_response(),
    }
}
