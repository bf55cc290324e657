//! A log of the last requests to the provider's APIs.

pub(crate) mod masking;
pub(crate) mod recording;

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, Uri};
use serde::Serialize;

use crate::simulate::clock::{Millis, rfc3339};

/// Most requests kept.
const MAX_REQUESTS: usize = 1_000;
/// Most bytes kept of one body.
const MAX_BODY: usize = 2 << 20;
/// Most bytes kept of all bodies.
const MAX_BODIES: usize = 64 << 20;

/// One request and its response.
#[derive(Debug, Clone)]
pub(crate) struct LoggedRequest {
    pub(crate) at: Millis,
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) status: u16,
    pub(crate) request_id: String,
    pub(crate) answer: Bytes,
}

/// A request as the control API shows it.
#[derive(Debug, Serialize)]
pub(crate) struct RequestView<'a> {
    at: String,
    method: &'a str,
    path: &'a str,
    query: Option<String>,
    headers: BTreeMap<&'a str, String>,
    body: Cow<'a, str>,
    status: u16,
    request_id: &'a str,
    response_body: Cow<'a, str>,
}

impl LoggedRequest {
    pub(crate) fn view(&self, show_secrets: bool) -> RequestView<'_> {
        // This response is a token.
        let has_token = self.uri.path().ends_with("/get-token") && self.status < 300;
        RequestView {
            at: rfc3339(self.at),
            method: self.method.as_str(),
            path: self.uri.path(),
            query: if show_secrets { self.uri.query().map(str::to_owned) } else { masking::query(&self.uri) },
            headers: masking::headers(&self.headers, show_secrets),
            body: match show_secrets {
                true => String::from_utf8_lossy(&self.body),
                false => masking::body(&self.uri, &self.headers, &self.body),
            },
            status: self.status,
            request_id: &self.request_id,
            response_body: match has_token && !show_secrets {
                true => masking::MASK.into(),
                false => String::from_utf8_lossy(&self.answer),
            },
        }
    }

    fn bytes(&self) -> usize {
        self.body.len() + self.answer.len()
    }
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Requests {
    list: VecDeque<LoggedRequest>,
    bytes: usize,
}

impl Requests {
    pub(crate) fn push(&mut self, mut request: LoggedRequest) {
        for body in [&mut request.body, &mut request.answer] {
            if body.len() > MAX_BODY {
                // A copy, so that the rest of the body is freed.
                *body = Bytes::copy_from_slice(&body[..MAX_BODY]);
            }
        }
        self.bytes += request.bytes();
        self.list.push_back(request);
        while self.list.len() > MAX_REQUESTS || self.bytes > MAX_BODIES {
            let Some(oldest) = self.list.pop_front() else { break };
            self.bytes -= oldest.bytes();
        }
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    pub(crate) fn find(&self, request_id: &str) -> Option<&LoggedRequest> {
        self.list.iter().rev().find(|request| request.request_id == request_id)
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// The newest `limit`, newest last.
    pub(crate) fn newest(&self, limit: usize) -> impl Iterator<Item = &LoggedRequest> {
        self.list.iter().skip(self.list.len().saturating_sub(limit))
    }
}
