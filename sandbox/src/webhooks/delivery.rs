//! Sends callbacks one after the other, so that they arrive in order.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::header::{CONTENT_TYPE, HOST};
use axum::http::{Method, Request};
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::DueCallback;
use crate::app::space::Space;

/// Real time to wait for the response.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Sends callbacks as they become due, until the space is closed.
pub(crate) async fn deliver(space: Arc<Space>) {
    while !space.is_closed() {
        let change = space.change();
        let (job, wait) = next(&space);
        if let Some(job) = job {
            let answer = match tokio::time::timeout(TIMEOUT, post(&job)).await {
                Ok(answer) => answer.map_err(|e| e.to_string()),
                Err(_) => Err("no response within 5 seconds".to_owned()),
            };
            let mut state = space.state();
            let now = state.clock.now();
            state.webhooks.done(job, answer, now);
            continue;
        }
        match wait {
            Some(wait) => {
                let _ = tokio::time::timeout(wait, change).await;
            }
            None => change.await,
        }
    }
}

/// Returns the callback that is due, or how long to wait; none if nothing waits or the clock is frozen.
fn next(space: &Space) -> (Option<DueCallback>, Option<Duration>) {
    let mut state = space.state();
    let state = &mut *state;
    let now = state.clock.now();
    let job = state.webhooks.take(&state.inbox, now);
    let due = state.webhooks.next_due().filter(|_| !state.clock.is_frozen());
    (job, due.map(|due| Duration::from_millis(due.saturating_sub(now))))
}

/// Sends a callback and returns the HTTP status. The body is not read, redirects are not followed.
async fn post(job: &DueCallback) -> io::Result<u16> {
    let mut failed = io::Error::from(io::ErrorKind::AddrNotAvailable);
    let url = &job.target.url;
    let addresses = match (job.target.addresses.as_slice(), url.host()) {
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

async fn exchange(stream: TcpStream, job: &DueCallback) -> hyper::Result<u16> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let url = &job.target.url;
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
    let answer = sender.send_request(request);
    tokio::select! {
        answer = answer => answer.map(|answer| answer.status().as_u16()),
        Err(e) = connection => Err(e),
    }
}
