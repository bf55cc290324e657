//! A log of the last requests to the provider's APIs.

mod fields;
pub(crate) mod masking;
pub(crate) mod recording;

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, Uri};
use serde::Serialize;

use crate::hash::fnv1a;
use crate::provider::common::credentials::Account;
use crate::simulate::clock::{Millis, rfc3339};
use crate::simulate::rules::FaultKind;

/// Most requests kept.
pub(crate) const MAX_REQUESTS: usize = 1_000;
/// Most bytes kept of one body.
const MAX_BODY: usize = 2 << 20;
/// Most bytes kept of all headers and bodies.
const MAX_BYTES: usize = 64 << 20;

/// What decided a response in place of the handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Decider {
    PlannedReply,
    Rule,
}

/// One request and its response.
#[derive(Debug, Clone)]
pub(crate) struct LoggedRequest {
    pub(crate) at: Millis,
    /// Delay of the response that was ordered. Real times are not kept, so that equal runs have equal logs.
    pub(crate) delay: Duration,
    pub(crate) api: &'static str,
    /// None if the credentials were refused, or not looked at.
    pub(crate) account: Option<Account>,
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) status: u16,
    pub(crate) request_id: String,
    pub(crate) answer_headers: HeaderMap,
    pub(crate) answer: Bytes,
    /// True if the response, or a row of it, refuses something, or if it was broken.
    pub(crate) is_refused: bool,
    pub(crate) decided_by: Option<Decider>,
    pub(crate) fault: Option<FaultKind>,
}

/// A request in a list without headers and bodies.
#[derive(Debug, Serialize)]
pub(crate) struct RequestSummary<'a> {
    request_id: &'a str,
    at: String,
    delay_ms: u128,
    api: &'static str,
    /// The key or login, masked; `none` without one that was accepted.
    key: String,
    method: &'a str,
    path: &'a str,
    query: Option<String>,
    status: u16,
    refused: bool,
    decided_by: Option<Decider>,
    fault: Option<FaultKind>,
}

/// A request as the control API shows it.
#[derive(Debug, Serialize)]
pub(crate) struct RequestView<'a> {
    #[serde(flatten)]
    summary: RequestSummary<'a>,
    headers: BTreeMap<&'a str, String>,
    body: Cow<'a, str>,
    response_headers: BTreeMap<&'a str, String>,
    response_body: Cow<'a, str>,
}

impl LoggedRequest {
    pub(crate) fn view(&self, show_secrets: bool) -> RequestView<'_> {
        let mut summary = self.summary();
        if show_secrets {
            summary.query = self.uri.query().map(str::to_owned);
        }
        RequestView {
            summary,
            headers: masking::headers(&self.headers, show_secrets),
            body: if show_secrets { String::from_utf8_lossy(&self.body) } else { self.masked_body() },
            response_headers: masking::headers(&self.answer_headers, show_secrets),
            response_body: if show_secrets { String::from_utf8_lossy(&self.answer) } else { self.masked_answer() },
        }
    }

    pub(crate) fn summary(&self) -> RequestSummary<'_> {
        RequestSummary {
            request_id: &self.request_id,
            at: rfc3339(self.at),
            delay_ms: self.delay.as_millis(),
            api: self.api,
            key: self.key(),
            method: self.method.as_str(),
            path: self.uri.path(),
            query: masking::query(&self.uri, &masking::stars),
            status: self.status,
            refused: self.is_refused,
            decided_by: self.decided_by,
            fault: self.fault,
        }
    }

    /// The key or login, masked. Four digits of a hash tell one from another.
    pub(crate) fn key(&self) -> String {
        match &self.account {
            Some(Account::Key(key)) => format!("key {}", fingerprint(key)),
            Some(Account::Login(login)) => format!("login {}", fingerprint(login)),
            None => "none".to_owned(),
        }
    }

    pub(crate) fn masked_body(&self) -> Cow<'_, str> {
        masking::body(&self.headers, &self.body, &masking::stars)
    }

    pub(crate) fn masked_answer(&self) -> Cow<'_, str> {
        // This response is a token.
        let is_token = self.uri.path().ends_with("/get-token") && self.status < 300;
        if is_token {
            return masking::MASK.into();
        }
        masking::body(&self.answer_headers, &self.answer, &masking::stars)
    }

    /// True if the end of the body was too much to keep.
    pub(crate) fn is_cut(&self) -> bool {
        self.body.len() >= MAX_BODY
    }

    fn bytes(&self) -> usize {
        let headers = self.headers.iter().chain(&self.answer_headers);
        let headers: usize = headers.map(|(name, value)| name.as_str().len() + value.len()).sum();
        self.body.len() + self.answer.len() + headers
    }
}

fn fingerprint(secret: &str) -> String {
    format!("{:04x}", fnv1a(secret) & 0xffff)
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Requests {
    list: VecDeque<LoggedRequest>,
    bytes: usize,
    refused: usize,
    /// Number of requests since the log was cleared, those that are no longer kept included.
    seen: u64,
}

impl Requests {
    pub(crate) fn push(&mut self, mut request: LoggedRequest) {
        for body in [&mut request.body, &mut request.answer] {
            if body.len() > MAX_BODY {
                // A copy, so that the rest of the body is freed.
                *body = Bytes::copy_from_slice(&body[..MAX_BODY]);
            }
        }
        self.seen += 1;
        self.bytes += request.bytes();
        self.refused += usize::from(request.is_refused);
        self.list.push_back(request);
        while self.list.len() > MAX_REQUESTS || self.bytes > MAX_BYTES {
            let Some(oldest) = self.list.pop_front() else { break };
            self.bytes -= oldest.bytes();
            self.refused -= usize::from(oldest.is_refused);
        }
    }

    /// Number of refused requests that are kept.
    pub(crate) fn refused(&self) -> usize {
        self.refused
    }

    /// Number of requests since the log was cleared.
    pub(crate) fn seen(&self) -> u64 {
        self.seen
    }

    /// Newest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &LoggedRequest> {
        self.list.iter().rev()
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
