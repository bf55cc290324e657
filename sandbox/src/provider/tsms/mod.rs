//! The TurboSMS-compatible API (`docs/provider/turbosms.md`; `docs/provider/turbosms-codes.md` for TurboSMS itself).
//!
//! Every response has HTTP 200; the envelope tells the result. TurboSMS's own clients work with another host and
//! token, so its forms of token, path and data are accepted too, unless the setting `turbosms_native` is off.

pub(super) mod answer;
mod check;
pub(crate) mod codes;
pub(crate) mod content;
mod details;
mod input;
mod rows;
mod send;
pub(crate) mod sequences;
mod status;
pub(super) mod token;

use axum::body::Bytes;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use http_body_util::BodyExt;
use serde_json::Value;

use self::answer::{answer, refused};

use crate::app::App;
use crate::provider::common::credentials::Caller;
use crate::provider::common::refusal::Refusal;

/// Start of all paths.
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
        let handler = move |app: App, caller: Extension<Caller>, request: Request| call(app, caller, method, request);
        for suffix in ["", ".json"] {
            router = router.route(&format!("{PREFIX}{name}{suffix}"), get(handler).post(handler));
        }
    }
    router
}

async fn call(app: App, Extension(caller): Extension<Caller>, method: Method, request: Request) -> Response {
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
