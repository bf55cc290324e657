//! Sends callbacks, several at once.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::http::header::{CONTENT_TYPE, HOST};
use axum::http::{Method, Request};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::queue::Underway;
use super::{Answer, DueCallback, MAX_ANSWER};
use crate::app::space::Space;

/// Real time to wait for the response.
const TIMEOUT: Duration = Duration::from_secs(5);
/// Real time to wait for the start of its body, which is only shown.
const BODY_TIMEOUT: Duration = Duration::from_secs(1);

/// Sends callbacks as they become due. Once the space is closed, sends what is due and ends. `_ends` is dropped then.
pub(crate) async fn deliver(space: Arc<Space>, _ends: watch::Receiver<()>) {
    let (mut underway, mut attempts) = (Underway::default(), JoinSet::new());
    loop {
        let (change, is_closed) = (space.change(), space.is_closed());
        let wait = start(&space, &mut underway, &mut attempts);
        if is_closed && attempts.is_empty() && wait != Some(Duration::ZERO) {
            return;
        }
        let due = async {
            match wait {
                Some(wait) => tokio::time::sleep(wait).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            Some(Ok((job, answer, took))) = attempts.join_next() => {
                underway.remove(&job.url.url, job.subjects);
                let mut state = space.state();
                let now = state.clock.now();
                state.webhooks.done(job, answer, took, now);
                drop(state);
                space.logged();
            }
            () = change => {}
            () = due => {}
        }
    }
}

/// A callback with its response or error, and how long that took.
type Attempted = (DueCallback, Result<Answer, String>, Duration);

/// Starts the callbacks that are due, and returns how long to wait for more; none if nothing waits or the clock is frozen.
fn start(space: &Space, underway: &mut Underway, attempts: &mut JoinSet<Attempted>) -> Option<Duration> {
    let mut state = space.state();
    let state = &mut *state;
    let now = state.clock.now();
    state.webhooks.queue(&state.inbox, now);
    while let Some(job) = state.webhooks.take(underway) {
        underway.add(&job.url.url, job.subjects);
        attempts.spawn(attempt(job));
    }
    // What recipients do then is done by the lock, and may cause a callback.
    let due = [state.webhooks.next_due(), state.script.next_due()].into_iter().flatten().min()?;
    let is_due = due <= now || !state.clock.is_frozen();
    is_due.then(|| Duration::from_millis(due.saturating_sub(now)))
}

async fn attempt(job: DueCallback) -> Attempted {
    let began = Instant::now();
    let answer = match tokio::time::timeout(TIMEOUT, post(&job)).await {
        Ok(answer) => answer.map_err(|e| e.to_string()),
        Err(_) => Err("no response within 5 seconds".to_owned()),
    };
    (job, answer, began.elapsed())
}

/// Sends a callback and returns the response. Redirects are not followed.
async fn post(job: &DueCallback) -> io::Result<Answer> {
    let mut failed = io::Error::from(io::ErrorKind::AddrNotAvailable);
    let url = &job.url.url;
    let addresses = match (job.url.addresses.as_slice(), url.host()) {
        ([], Some(host)) => tokio::net::lookup_host((host, url.port_u16().unwrap_or(80))).await?.collect(),
        (known, _) => known.to_vec(),
    };
    for address in addresses {
        match TcpStream::connect(address).await {
            Ok(stream) => return exchange(stream, job).await.map_err(io::Error::other),
            Err(e) => failed = e,
        }
    }
    Err(failed)
}

async fn exchange(stream: TcpStream, job: &DueCallback) -> hyper::Result<Answer> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // Ends with this function, also when it is stopped.
    let mut driver = JoinSet::new();
    driver.spawn(connection);
    let url = &job.url.url;
    let mut request = Request::new(Full::new(Bytes::from(job.body.get().to_owned())));
    *request.method_mut() = Method::POST;
    if let Some(Ok(path)) = url.path_and_query().map(|path| path.as_str().parse()) {
        *request.uri_mut() = path;
    }
    let headers = request.headers_mut();
    if let Some(Ok(host)) = url.authority().map(|authority| authority.as_str().parse()) {
        headers.insert(HOST, host);
    }
    headers.insert(CONTENT_TYPE, axum::http::HeaderValue::from_static("application/json"));
    let (head, body) = sender.send_request(request).await?.into_parts();
    Ok(Answer { status: head.status.as_u16(), text: start_of(body).await })
}

/// Reads the start of a body. The status decides the attempt, so that a body that is late or broken changes nothing.
async fn start_of(mut body: Incoming) -> String {
    let mut bytes = Vec::new();
    let read = async {
        while let Some(Ok(frame)) = body.frame().await {
            bytes.extend_from_slice(frame.data_ref().map_or(&[][..], |data| data));
            if bytes.len() >= MAX_ANSWER {
                break;
            }
        }
    };
    let _ = tokio::time::timeout(BODY_TIMEOUT, read).await;
    bytes.truncate(MAX_ANSWER);
    String::from_utf8_lossy(&bytes).into_owned()
}
