//! Replies that a test plans for later requests.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::provider::common::refusal::Refusal;

/// Longest delay of a response in milliseconds.
pub(crate) const MAX_DELAY_MS: u64 = 600_000;
/// Most planned replies that wait.
const MAX_PLANS: usize = 10_000;

/// Response to the next matching requests to the provider's APIs, whatever they ask for.
///
/// The request is logged and otherwise ignored. The same object is the body of
/// `POST /_sandbox/reply_next`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlannedReply {
    /// Number of requests that get it. Default 1.
    pub count: usize,
    /// Start of the path of the requests that get it. Default: any path.
    pub path_prefix: Option<String>,
    /// HTTP status, 200 to 599. Default 200.
    pub status: u16,
    /// Headers, such as `Location` or `Content-Encoding`. The sandbox sets `Content-Length`.
    pub headers: BTreeMap<String, String>,
    /// Body as text. At most one of `body`, `json` and `body_base64` may be set.
    pub body: Option<String>,
    /// Body as JSON; also sets `Content-Type`.
    pub json: Option<Value>,
    /// Body as base64.
    pub body_base64: Option<String>,
    /// Milliseconds before the response. Default 0, at most 600,000.
    pub delay_ms: u64,
}

impl Default for PlannedReply {
    fn default() -> Self {
        Self {
            count: 1,
            path_prefix: None,
            status: 200,
            headers: BTreeMap::new(),
            body: None,
            json: None,
            body_base64: None,
            delay_ms: 0,
        }
    }
}

/// A valid planned reply.
#[derive(Debug, Clone)]
pub(crate) struct ReplyPlan {
    count: usize,
    path_prefix: String,
    answer: PlannedAnswer,
}

/// Response to one request.
#[derive(Debug, Clone)]
pub(crate) struct PlannedAnswer {
    pub(crate) delay: Duration,
    content: Content,
}

#[derive(Debug, Clone)]
enum Content {
    Exact { status: StatusCode, headers: HeaderMap, body: Bytes },
    Documented(StatusCode),
}

impl PlannedAnswer {
    pub(crate) fn into_response(self) -> Response {
        match self.content {
            Content::Documented(status) => Refusal::of_status(status).into_response(),
            Content::Exact { status, headers, body } => {
                let mut response = Response::new(Body::from(body));
                *response.status_mut() = status;
                *response.headers_mut() = headers;
                response
            }
        }
    }
}

impl ReplyPlan {
    /// Checks a reply; the error says what is wrong with it.
    pub(crate) fn reply(reply: PlannedReply) -> Result<Self, String> {
        let status = status(reply.status)?;
        let mut headers = HeaderMap::new();
        for (name, value) in &reply.headers {
            let name: HeaderName = name.parse().map_err(|_| format!("{name:?} is not a header name"))?;
            if [CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION].contains(&name) {
                return Err(format!("the sandbox sets header {name} itself"));
            }
            let value: HeaderValue =
                value.parse().map_err(|_| format!("the value of header {name} has control characters"))?;
            headers.insert(name, value);
        }
        let body = match (reply.body, reply.json, reply.body_base64) {
            (None, None, None) => Bytes::new(),
            (Some(text), None, None) => text.into(),
            (None, Some(json), None) => {
                headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
                json.to_string().into()
            }
            (None, None, Some(text)) => STANDARD.decode(text).map_err(|e| format!("body_base64: {e}"))?.into(),
            _ => return Err("give at most one of body, json and body_base64".to_owned()),
        };
        if reply.delay_ms > MAX_DELAY_MS {
            return Err(format!("delay_ms must be at most {MAX_DELAY_MS}"));
        }
        let delay = Duration::from_millis(reply.delay_ms);
        let answer = PlannedAnswer { delay, content: Content::Exact { status, headers, body } };
        Ok(Self { count: reply.count, path_prefix: reply.path_prefix.unwrap_or_default(), answer })
    }

    /// The response to one request, for a rule, which counts its own hits.
    pub(crate) fn into_answer(self) -> PlannedAnswer {
        self.answer
    }

    /// Plans the documented error for the status in this field.
    pub(crate) fn failure(field: &str, code: u16, count: usize, path_prefix: Option<String>) -> Result<Self, String> {
        let status = Refusal::documented(code).ok_or_else(|| {
            format!("{field} must be the status of a documented error: {}; not {code}", Refusal::documented_list())
        })?;
        let answer = PlannedAnswer { delay: Duration::ZERO, content: Content::Documented(status) };
        Ok(Self { count, path_prefix: path_prefix.unwrap_or_default(), answer })
    }
}

/// Refuses the start of a path that no path has.
pub(crate) fn check_prefix(prefix: &str) -> Result<(), String> {
    match prefix.is_empty() || prefix.starts_with('/') {
        true => Ok(()),
        false => Err("path_prefix must begin with a slash, such as /bat/".to_owned()),
    }
}

fn status(code: u16) -> Result<StatusCode, String> {
    StatusCode::from_u16(code)
        .ok()
        .filter(|status| (200..600).contains(&status.as_u16()))
        .ok_or_else(|| format!("status must be 200 to 599, not {code}"))
}

/// The planned replies that wait, in the order they were made.
#[derive(Debug, Clone, Default)]
pub(crate) struct PlannedReplies {
    waiting: VecDeque<ReplyPlan>,
}

impl PlannedReplies {
    pub(crate) fn add(&mut self, plan: ReplyPlan) -> Result<(), String> {
        if self.waiting.len() >= MAX_PLANS {
            return Err(format!("there are {MAX_PLANS} planned replies already"));
        }
        if plan.count == 0 {
            return Err("count must be at least 1".to_owned());
        }
        check_prefix(&plan.path_prefix)?;
        self.waiting.push_back(plan);
        Ok(())
    }

    /// Takes the first response that is planned for this path.
    pub(crate) fn take(&mut self, path: &str) -> Option<PlannedAnswer> {
        let index = self.waiting.iter().position(|plan| path.starts_with(&plan.path_prefix))?;
        let plan = self.waiting.get_mut(index)?;
        plan.count -= 1;
        if plan.count > 0 { Some(plan.answer.clone()) } else { self.waiting.remove(index).map(|plan| plan.answer) }
    }
}
