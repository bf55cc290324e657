//! Middleware of every provider request: body, planned reply or rule, credentials, rate limit, log.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::extract::{MatchedPath, Request};
use axum::http::header::CONTENT_LENGTH;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;

use crate::app::App;
use crate::guard;
use crate::provider::common::credentials::Caller;
use crate::provider::common::refusal::{Refusal, Refused, RefusedRows};
use crate::provider::service::{Denied, Service};
use crate::requests::{Decider, LoggedRequest};
use crate::simulate::clock::Millis;
use crate::simulate::fault::{ConnectionFault, FaultOrder};
use crate::simulate::rules::{self, Effect, FaultKind};

/// Largest body accepted.
pub(crate) const MAX_BODY: usize = 64 << 20;
/// Most bytes of a too large body that are read and dropped, so that the client sees the response.
const MAX_DROPPED: usize = 256 << 20;

/// Header of the request id in a response.
pub(crate) const REQUEST_ID: &str = "x-request-id";

/// Marks a request whose response is not delayed and whose rate is not limited, because another response waits for it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Immediate;

pub(crate) async fn exchange(app: App, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let request_id = app.new_request_id();
    let service = Service::of(parts.uri.path());
    // A page of another origin reaches no planned reply, no rule and no handler; the log shows why.
    let foreign = guard::page_refusal(&parts.headers);
    let (kept, identified) = match foreign {
        Some(refusal) => (Bytes::new(), Err(Denied::Foreign(refusal))),
        None => {
            let body = read(body, app.options().read_timeout).await;
            let kept = body.as_ref().ok().cloned().unwrap_or_default();
            let identified = body.map_err(Denied::Http).and_then(|body| {
                let caller = service.identify(&app, &parts, &body)?;
                Ok((caller, body))
            });
            (kept, identified)
        }
    };
    let account = identified.as_ref().ok().map(|(caller, _)| caller.account.clone());
    let app = match &account {
        Some(account) => app.for_caller(account.clone(), request_id.clone()),
        None => app,
    };
    parts.extensions.insert(app.clone());
    let is_foreign = matches!(identified, Err(Denied::Foreign(_)));
    let (at, mut effect, decided_by) = orders(&app, &parts, &kept, is_foreign);
    let is_carried_out = effect.carries_out();
    let response = match effect.answer.take() {
        Some(answer) => {
            effect.delay += answer.delay;
            answer.into_response()
        }
        None if is_carried_out => {
            match identified.and_then(|(caller, body)| Ok((admit(&app, &parts, caller)?, body))) {
                Ok((caller, body)) => {
                    let mut request = Request::from_parts(parts.clone(), Body::from(body));
                    request.extensions_mut().insert(caller);
                    let response = next.run(request).await;
                    app.follow();
                    response
                }
                Err(denied) => denied.into_response(),
            }
        }
        // The response breaks anyway, and the request is not carried out.
        None => Refusal::of_status(StatusCode::INTERNAL_SERVER_ERROR).into_response(),
    };

    let (mut head, answer) = response.into_parts();
    let mut answer = answer.collect().await.map(|collected| collected.to_bytes()).unwrap_or_default();
    if let Ok(value) = HeaderValue::from_str(&request_id) {
        head.headers.entry(REQUEST_ID).or_insert(value);
    }
    let has_passed = is_carried_out && head.status.is_success() && !has::<Refused>(&head.extensions);
    let request = LoggedRequest {
        at,
        delay: effect.delay,
        api: service.name(),
        account,
        method: parts.method.clone(),
        uri: parts.uri.clone(),
        headers: parts.headers.clone(),
        body: kept,
        status: head.status.as_u16(),
        request_id,
        answer_headers: head.headers.clone(),
        answer: answer.clone(),
        is_refused: head.status.as_u16() >= 400
            || has::<Refused>(&head.extensions)
            || has::<RefusedRows>(&head.extensions)
            || effect.fault.is_some(),
        decided_by,
        fault: effect.fault,
    };
    if let Some(recording) = app.recording().filter(|_| has_passed) {
        let operation = parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
        recording.write(app.url(), operation, &request);
    }
    // Before the delay, because a client that disconnects ends this function.
    app.log(request);
    if let Some(fault) = effect.fault {
        break_answer(fault, &parts, &mut head, &mut answer);
    }
    if !effect.delay.is_zero() && !has::<Immediate>(&parts.extensions) {
        tokio::time::sleep(effect.delay).await;
    }
    Response::from_parts(head, Body::from(answer))
}

fn has<T: Send + Sync + 'static>(extensions: &Extensions) -> bool {
    extensions.get::<T>().is_some()
}

/// Returns the time, the planned reply or the effect of a rule for this request, and which of the two there is.
fn orders(app: &App, parts: &Parts, body: &Bytes, is_foreign: bool) -> (Millis, Effect, Option<Decider>) {
    let mut state = app.state();
    let at = state.clock.now();
    if is_foreign {
        return (at, Effect::default(), None);
    }
    let path = parts.uri.path();
    if let Some(planned) = state.planned.take(path) {
        return (at, Effect { answer: Some(planned), ..Effect::default() }, Some(Decider::PlannedReply));
    }
    let effect = match state.rules.concern_requests() {
        true => state.rules.request(path, &rules::messages(parts, body)),
        false => None,
    };
    // A rule that only delays decides nothing.
    let decides = effect.as_ref().is_some_and(|effect| effect.answer.is_some() || effect.fault.is_some());
    let decided_by = decides.then_some(Decider::Rule);
    (at, effect.unwrap_or_default(), decided_by)
}

/// Breaks the response, or makes the connection break.
fn break_answer(fault: FaultKind, parts: &Parts, head: &mut axum::http::response::Parts, answer: &mut Bytes) {
    let half = answer.len() / 2;
    let order = match fault {
        FaultKind::Reset => ConnectionFault::Reset,
        FaultKind::Stall => ConnectionFault::Stall,
        FaultKind::Half => ConnectionFault::Cut(u32::try_from(half).unwrap_or(u32::MAX)),
        FaultKind::Malformed => {
            answer.truncate(half);
            head.headers.remove(CONTENT_LENGTH);
            return;
        }
    };
    if let Some(line) = parts.extensions.get::<Arc<FaultOrder>>() {
        line.order(order);
    }
}

/// Checks method and rate limit.
fn admit(app: &App, parts: &Parts, caller: Caller) -> Result<Caller, Denied> {
    let service = Service::of(parts.uri.path());
    if parts.method == Method::HEAD {
        return Err(Refusal::of_status(StatusCode::METHOD_NOT_ALLOWED).into());
    }
    let class = service.rate_class(&parts.method, parts.uri.path());
    let is_limited = app.options().rate_limit && !has::<Immediate>(&parts.extensions);
    if is_limited && !app.state().rates.take(&caller.account, class, Instant::now()) {
        return Err(Refusal::of_status(StatusCode::TOO_MANY_REQUESTS).into());
    }
    Ok(caller)
}

/// Reads the whole body, or fails with 413 or 408.
pub(crate) async fn read(body: Body, timeout: Duration) -> Result<Bytes, Refusal> {
    let whole = tokio::time::timeout(timeout, read_all(body)).await;
    whole.unwrap_or_else(|_| Err(Refusal::of_status(StatusCode::REQUEST_TIMEOUT)))
}

async fn read_all(mut body: Body) -> Result<Bytes, Refusal> {
    let mut bytes = Vec::new();
    let mut total = 0_usize;
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else {
            return Err(Refusal::flat(StatusCode::BAD_REQUEST, "the body is incomplete", Some(1001)));
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

/// Answers an unknown path.
pub(crate) async fn not_found() -> Response {
    Refusal::of_status(StatusCode::NOT_FOUND).into_response()
}

/// Answers a known path with another method.
pub(crate) async fn method_not_allowed() -> Response {
    Refusal::of_status(StatusCode::METHOD_NOT_ALLOWED).into_response()
}
