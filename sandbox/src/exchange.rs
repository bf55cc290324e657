//! What every request to the provider side goes through: read, planned answer, credentials, rate, record.

use std::time::Instant;

use axum::body::{Body, Bytes};
use axum::extract::{MatchedPath, Request, State as Extract};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;

use crate::record::Passed;
use crate::refusal::Refusal;
use crate::requests::SeenRequest;
use crate::server::App;
use crate::service::{Caller, Denied, Service};

/// Largest body that is read.
pub(crate) const MAX_BODY: usize = 64 << 20;
/// Bytes of a body that is too large which are read and dropped, so that the sender gets to see the answer.
const MAX_DROPPED: usize = 256 << 20;

/// Header that names a request in the answer.
const REQUEST_ID: &str = "x-request-id";

pub(crate) async fn exchange(Extract(app): Extract<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let request_id = app.new_request_id();
    let at = app.state().clock.now();
    let body = read(body).await;
    let kept = body.as_ref().ok().cloned().unwrap_or_default();

    let seen = |status: StatusCode, parts: &Parts| SeenRequest {
        at,
        method: parts.method.clone(),
        uri: parts.uri.clone(),
        headers: parts.headers.clone(),
        body: kept.clone(),
        status: status.as_u16(),
        request_id: request_id.clone(),
    };
    let planned = app.state().plans.take(parts.uri.path());
    let mut response = if let Some(answer) = planned {
        let delay = answer.delay;
        let response = answer.into_response();
        // Before the delay: a client that gives up ends this function.
        app.state().requests.push(seen(response.status(), &parts));
        tokio::time::sleep(delay).await;
        response
    } else {
        let admitted = body.map_err(Denied::Http).and_then(|body| Ok((admit(&app, &parts, &body)?, body)));
        let response = match admitted {
            Ok((caller, body)) => {
                let mut request = Request::from_parts(parts.clone(), Body::from(body));
                request.extensions_mut().insert(caller);
                next.run(request).await
            }
            Err(denied) => denied.into_response(),
        };
        app.state().requests.push(seen(response.status(), &parts));
        let passed = response.status().is_success() && response.extensions().get::<Refused>().is_none();
        if passed { record(&app, &parts, &kept, response).await } else { response }
    };
    if let Ok(value) = HeaderValue::from_str(&request_id) {
        response.headers_mut().entry(REQUEST_ID).or_insert(value);
    }
    response
}

/// Keeps a good exchange for a validator.
async fn record(app: &App, parts: &Parts, body: &Bytes, response: Response) -> Response {
    if !app.records() {
        return response;
    }
    let (head, answer) = response.into_parts();
    let answer = answer.collect().await.map(|collected| collected.to_bytes()).unwrap_or_default();
    app.write_record(&Passed {
        method: &parts.method,
        uri: &parts.uri,
        headers: &parts.headers,
        body,
        operation: parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str),
        status: head.status.as_u16(),
        answer: &answer,
    });
    Response::from_parts(head, Body::from(answer))
}

/// Marks an answer that says no with HTTP 200.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Refused;

/// Credentials and rate.
fn admit(app: &App, parts: &Parts, body: &Bytes) -> Result<Caller, Denied> {
    let service = Service::of(parts.uri.path());
    let caller = service.identify(app, parts, body)?;
    if parts.method == Method::HEAD {
        return Err(Refusal::of_status(StatusCode::METHOD_NOT_ALLOWED).into());
    }
    let class = service.rate_class(&parts.method, parts.uri.path());
    if app.limits_rate() && !app.state().rates.take(&caller.account, class, Instant::now()) {
        return Err(Refusal::of_status(StatusCode::TOO_MANY_REQUESTS).into());
    }
    Ok(caller)
}

/// The whole body, or 413.
async fn read(mut body: Body) -> Result<Bytes, Refusal> {
    let mut bytes = Vec::new();
    let mut total = 0_usize;
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else {
            return Err(Refusal::flat(StatusCode::BAD_REQUEST, "the body ended too early", Some(1001)));
        };
        let Some(data) = frame.data_ref() else { continue };
        total = total.saturating_add(data.len());
        if total > MAX_DROPPED {
            break;
        }
        if total <= MAX_BODY {
            bytes.extend_from_slice(data);
        } else {
            bytes = Vec::new();
        }
    }
    if total > MAX_BODY { Err(Refusal::of_status(StatusCode::PAYLOAD_TOO_LARGE)) } else { Ok(bytes.into()) }
}

/// Unknown path.
pub(crate) async fn not_found() -> Response {
    Refusal::of_status(StatusCode::NOT_FOUND).into_response()
}

/// Known path, other method.
pub(crate) async fn method_not_allowed() -> Response {
    Refusal::of_status(StatusCode::METHOD_NOT_ALLOWED).into_response()
}
