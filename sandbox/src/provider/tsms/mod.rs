//! The TurboSMS layer (`docs/provider/turbosms.md`, and `docs/provider/turbosms-codes.md` for what native TurboSMS does).
//!
//! HTTP 200 whatever happened; the envelope tells. Clients of native TurboSMS work with another host and token, so
//! the native forms of token, path and data are taken too, unless the setting `turbosms_native` is off.

mod check;
mod codes;
mod content;
mod details;
mod input;
mod send;
mod status;
mod token;

use axum::body::Bytes;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Json, Router};
use http_body_util::BodyExt;
use serde::Serialize;
use serde_json::{Map, Value};

pub(crate) use self::codes::Code;
use self::codes::Envelope;
pub(crate) use self::content::Content;
pub(crate) use self::send::Sequences;
pub(crate) use self::token::identify;
use crate::exchange::Refused;
use crate::refusal::Refusal;
use crate::server::{App, Extract};
use crate::service::Caller;

/// Path that all methods of this layer share.
const PREFIX: &str = "/api/tsms/message/";

/// One method of the module `message`.
#[derive(Debug, Clone, Copy)]
enum Method {
    Ping,
    Send,
    SendMulti,
    Status,
    Details,
}

/// The operations of this API, with and without the suffix of the format.
pub(crate) fn routes() -> Router<App> {
    let methods = [
        ("ping", Method::Ping),
        ("send", Method::Send),
        ("sendmulti", Method::SendMulti),
        ("status", Method::Status),
        ("details", Method::Details),
    ];
    let mut router = Router::new();
    for (name, method) in methods {
        let handler =
            move |app: Extract<App>, caller: Extension<Caller>, request: Request| call(app, caller, method, request);
        for suffix in ["", ".json"] {
            router = router.route(&format!("{PREFIX}{name}{suffix}"), get(handler).post(handler));
        }
    }
    router
}

async fn call(
    Extract(app): Extract<App>,
    Extension(caller): Extension<Caller>,
    method: Method,
    request: Request,
) -> Response {
    let native = app.state().settings.turbosms_native;
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map(|body| body.to_bytes()).unwrap_or_else(|_| Bytes::new());
    if !native {
        if parts.uri.path().ends_with(".json") {
            return Refusal::of_status(axum::http::StatusCode::NOT_FOUND).into_response();
        }
        if parts.method != axum::http::Method::POST {
            return Refusal::of_status(axum::http::StatusCode::METHOD_NOT_ALLOWED).into_response();
        }
    }
    if matches!(method, Method::Ping) {
        return answer(codes::PONG, Value::Null);
    }
    let data = match input::data(&parts, &body, native) {
        Ok(data) => data,
        Err(code) => return refused(code),
    };
    let response = {
        let mut state = app.state();
        match method {
            Method::Ping => answer(codes::PONG, Value::Null),
            Method::Send => send::one(&mut state, &caller.account, data),
            Method::SendMulti => send::many(&mut state, &caller.account, &data),
            Method::Status => status::status(&state, &data),
            Method::Details => details::details(&state, &data),
        }
    };
    app.changed();
    response
}

/// An answer that carries something.
fn answer(code: Code, result: impl Serialize) -> Response {
    let mut response = Json(Envelope::new(code, result)).into_response();
    if !code.is_success() {
        response.extensions_mut().insert(Refused);
    }
    response
}

/// The answer that says no to a whole request.
pub(crate) fn refused(code: Code) -> Response {
    answer(code, Value::Null)
}

/// The ids of a request for statuses.
fn ids(data: &Map<String, Value>) -> Result<&[Value], Code> {
    match data.get("messages") {
        None => Err(codes::REQUIRED_CONTENT),
        Some(Value::Array(ids)) if ids.is_empty() => Err(codes::REQUIRED_CONTENT),
        Some(Value::Array(ids)) => Ok(ids),
        Some(_) => Err(codes::INVALID_REQUEST),
    }
}
