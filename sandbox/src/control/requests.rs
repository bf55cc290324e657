//! `/_sandbox/requests`: the last requests to the provider's APIs.

use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Json, body::Body};
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::advice::{Reason, reasons};
use super::call::{ControlError, DONE, Done, Params, Path};
use super::snippet::{CodeQuery, in_language};
use super::{har, request_code};
use crate::app::App;
use crate::app::state::State;
use crate::provider;
use crate::provider::exchange::REQUEST_ID;
use crate::provider::service::Service;
use crate::requests::{LoggedRequest, MAX_REQUESTS, RequestSummary, RequestView};

/// Most recipients listed for one request, and messages searched for them.
const MAX_SENT: usize = 20;
const MAX_SEARCHED: usize = 20_000;

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct RequestQuery {
    limit: Option<usize>,
    secrets: u8,
    /// False to leave out headers and bodies.
    bodies: Option<bool>,
    /// An HTTP status, a class such as `4xx`, `refused` or `accepted`.
    status: Option<String>,
    api: Option<String>,
    /// The masked key, as the list shows it.
    key: Option<String>,
}

impl RequestQuery {
    fn check(&self) -> Result<(), ControlError> {
        let is_status = |word: &str| {
            let class = word.strip_suffix("xx").filter(|digit| matches!(*digit, "1" | "2" | "3" | "4" | "5"));
            matches!(word, "refused" | "accepted")
                || class.is_some()
                || word.parse::<u16>().is_ok_and(|number| (100..600).contains(&number))
        };
        if self.status.as_deref().is_some_and(|word| !is_status(word)) {
            let message = "status must be an HTTP status, a class such as 4xx, refused or accepted";
            return Err(ControlError::bad_request(message));
        }
        if self.api.as_deref().is_some_and(|api| Service::ALL.iter().all(|service| service.name() != api)) {
            let names = Service::ALL.map(Service::name).join(", ");
            return Err(ControlError::bad_request(format!("api must be one of {names}")));
        }
        Ok(())
    }

    fn fits(&self, request: &LoggedRequest) -> bool {
        self.status.as_deref().is_none_or(|word| match word {
            "refused" => request.is_refused,
            "accepted" => !request.is_refused,
            word => match word.strip_suffix("xx") {
                Some(class) => (request.status / 100).to_string() == class,
                None => request.status.to_string() == word,
            },
        }) && self.api.as_deref().is_none_or(|api| api == request.api)
            && self.key.as_deref().is_none_or(|key| key == request.key())
    }

    /// The newest that fit, newest last.
    fn select<'s>(&self, state: &'s State) -> Vec<&'s LoggedRequest> {
        let fitting = state.requests.iter().filter(|request| self.fits(request));
        let mut found: Vec<_> = fitting.take(self.limit.unwrap_or(usize::MAX)).collect();
        found.reverse();
        found
    }

    fn show<'r>(&self, request: &'r LoggedRequest) -> Shown<'r> {
        let reasons = reasons(request);
        match self.bodies {
            Some(false) => Shown::Summary { request: Box::new(request.summary()), reasons },
            _ => Shown::Whole { request: Box::new(request.view(self.secrets == 1)), reasons },
        }
    }
}

/// A request with the reasons why it was refused.
#[derive(Serialize)]
#[serde(untagged)]
enum Shown<'a> {
    Whole {
        #[serde(flatten)]
        request: Box<RequestView<'a>>,
        reasons: Vec<Reason>,
    },
    Summary {
        #[serde(flatten)]
        request: Box<RequestSummary<'a>>,
        reasons: Vec<Reason>,
    },
}

#[derive(Serialize)]
struct Listing<'a> {
    requests: Vec<Shown<'a>>,
    /// Number of requests that are kept.
    total: usize,
    refused: usize,
    /// Number of requests since the log was cleared.
    seen: u64,
    /// Most requests that are kept.
    most: usize,
    /// The masked keys of the requests that are kept.
    keys: Vec<String>,
}

pub(super) async fn list(app: App, Params(wanted): Params<RequestQuery>) -> Result<Response, ControlError> {
    wanted.check()?;
    let state = app.state();
    let mut keys: Vec<String> = state.requests.iter().map(LoggedRequest::key).collect();
    keys.sort_unstable();
    keys.dedup();
    let listing = Listing {
        requests: wanted.select(&state).into_iter().map(|request| wanted.show(request)).collect(),
        total: state.requests.len(),
        refused: state.requests.refused(),
        seen: state.requests.seen(),
        most: MAX_REQUESTS,
        keys,
    };
    Ok(Json(listing).into_response())
}

pub(super) async fn clear(app: App) -> Json<Done> {
    app.state().requests.clear();
    app.changed();
    DONE
}

fn find<'s>(state: &'s State, id: &str) -> Result<&'s LoggedRequest, ControlError> {
    state.requests.find(id).ok_or_else(|| {
        let message = "no such request; the oldest ones are dropped";
        ControlError::new(StatusCode::NOT_FOUND, "NO_SUCH_REQUEST", message)
    })
}

/// One request with the reasons why it was refused, and the messages that it sent.
pub(super) async fn read(app: App, Path(id): Path) -> Result<Response, ControlError> {
    #[derive(Serialize)]
    struct Detailed<'a> {
        #[serde(flatten)]
        request: RequestView<'a>,
        reasons: Vec<Reason>,
        messages: Vec<Value>,
    }
    let state = app.state();
    let request = find(&state, &id)?;
    let sent = state.inbox.newest().take(MAX_SEARCHED);
    let sent = sent.filter(|message| message.origin.as_ref().is_some_and(|origin| origin.request_id == id));
    let messages = sent.take(MAX_SENT).map(|message| json!({"id": message.seq, "phone": message.digits})).collect();
    let detailed = Detailed { request: request.view(false), reasons: reasons(request), messages };
    Ok(Json(detailed).into_response())
}

/// Returns code that makes it again.
pub(super) async fn code(
    app: App,
    Path(id): Path,
    Params(CodeQuery { language }): Params<CodeQuery>,
) -> Result<Json<Value>, ControlError> {
    let state = app.state();
    let request = find(&state, &id)?;
    let code = request_code::write(request, app.url(), &language)?;
    in_language(&language, code)
}

/// The requests that fit as an HTTP archive, with credentials masked.
pub(super) async fn archive(app: App, Params(wanted): Params<RequestQuery>) -> Result<Json<Value>, ControlError> {
    wanted.check()?;
    let state = app.state();
    Ok(Json(har::archive(&wanted.select(&state), app.url())))
}

/// Makes a request again, in this sandbox, with the credentials that it had. It is a request like any other: a send makes
/// messages again.
pub(super) async fn replay(app: App, Path(id): Path) -> Result<Json<Value>, ControlError> {
    let request = {
        let state = app.state();
        let logged = find(&state, &id)?;
        if logged.is_cut() {
            let message = "the body was too large to keep whole, so the request cannot be made again";
            return Err(ControlError::new(StatusCode::CONFLICT, "BODY_CUT", message));
        }
        let mut request = Request::new(Body::from(logged.body.clone()));
        *request.method_mut() = logged.method.clone();
        *request.uri_mut() = logged.uri.clone();
        *request.headers_mut() = logged.headers.clone();
        request
    };
    let router = provider::routes(&app).with_state(app.clone());
    let Ok(response) = TowerToHyperService::new(router).call(request).await;
    let id = response.headers().get(REQUEST_ID).and_then(|value| value.to_str().ok());
    Ok(Json(json!({"request_id": id, "status": response.status().as_u16()})))
}
