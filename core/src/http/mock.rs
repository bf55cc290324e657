//! A transport without sockets, for unit tests of programs that use this library.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::method::Method;
use crate::error::{Error, ErrorKind, Outcome};

/// Answers requests from a list, in order, and records them. Nothing is sent over the network.
///
/// Everything above the socket is the real library: checks, credentials, retries and parsing of responses. Clones share
/// the list. If the list is empty, a request fails as if the connection were refused. For tests that need the
/// provider's behavior, use the sandbox (`smsbat-sandbox`).
///
/// ```
/// use smsbat_core::testing::MockTransport;
/// use smsbat_core::{Client, Outcome, Sms};
///
/// let transport = MockTransport::new();
/// transport.reply(200, r#"{"messages":[{"messageId":"m-1","status":"accepted"}]}"#);
/// transport.lose_answer();
/// let client = Client::builder().api_key("test-key").transport(&transport).build()?;
///
/// let sms = Sms::new("+380671234567", "MyShop", "Hello");
/// let result = client.messages().send(&sms)?;
/// assert_eq!(result[0].message_id(), Some("m-1"));
/// assert!(transport.requests()[0].body().contains("+380671234567"));
///
/// let error = client.messages().send(&sms).unwrap_err();
/// assert_eq!(error.outcome(), Outcome::Unknown);
/// assert!(error.may_have_been_sent());
/// # Ok::<(), smsbat_core::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct MockTransport(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    replies: VecDeque<Reply>,
    requests: Vec<MockRequest>,
}

enum Reply {
    Answer(u16, String),
    Refused,
    Lost,
}

/// A request that reached a [`MockTransport`].
#[derive(Clone)]
pub struct MockRequest {
    method: Method,
    path: String,
    body: String,
}

impl MockRequest {
    /// Returns the HTTP method.
    pub fn method(&self) -> Method {
        self.method
    }

    /// Returns path and query.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the request body; empty if there was none.
    pub fn body(&self) -> &str {
        &self.body
    }
}

/// Leaves out the body, and the path, which may contain an id or a filter.
impl fmt::Debug for MockRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockRequest").field("method", &self.method).finish_non_exhaustive()
    }
}

impl MockTransport {
    /// Creates a transport without replies.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a reply with an HTTP status and a body.
    pub fn reply(&self, status: u16, body: impl Into<String>) {
        self.state().replies.push_back(Reply::Answer(status, body.into()));
    }

    /// Adds a refused connection: nothing is sent.
    pub fn refuse_connection(&self) {
        self.state().replies.push_back(Reply::Refused);
    }

    /// Adds a connection that breaks after the request, so that its outcome is unknown.
    pub fn lose_answer(&self) {
        self.state().replies.push_back(Reply::Lost);
    }

    /// Returns the requests so far, in order.
    pub fn requests(&self) -> Vec<MockRequest> {
        self.state().requests.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records a request and returns status and body of its response.
    pub(super) fn exchange(&self, method: Method, path: String, body: &[u8]) -> Result<(u16, String), Error> {
        let body = String::from_utf8_lossy(body).into_owned();
        let mut state = self.state();
        let reply = state.replies.pop_front();
        if !matches!(reply, None | Some(Reply::Refused)) {
            state.requests.push(MockRequest { method, path, body });
        }
        let failed = |outcome, why| Err(Error::new(ErrorKind::Connection, why).with(|d| d.outcome = outcome));
        match reply {
            Some(Reply::Answer(status, body)) => Ok((status, body)),
            Some(Reply::Refused) => failed(Outcome::NotSent, "the mock transport refused the connection"),
            Some(Reply::Lost) => failed(Outcome::Unknown, "the mock transport lost the response"),
            None => failed(Outcome::NotSent, "the mock transport has no more replies"),
        }
    }
}

/// Shows only counts, because requests contain personal values.
impl fmt::Debug for MockTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("MockTransport")
            .field("replies", &state.replies.len())
            .field("requests", &state.requests.len())
            .finish()
    }
}

impl From<&MockTransport> for MockTransport {
    fn from(transport: &MockTransport) -> Self {
        transport.clone()
    }
}
