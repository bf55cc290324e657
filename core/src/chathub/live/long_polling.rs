//! A connection to the hub by long polling: a request that the server answers when there is something.

use std::io::Write;
use std::rc::Rc;

use ureq::http::{Request, Uri, header};
use ureq_proto::BodyMode;
use ureq_proto::client::state::{RecvBody, RecvResponse};
use ureq_proto::client::{Call as Exchange, RecvBodyResult, RecvResponseResult, SendRequestResult};

use super::negotiate::{AT_THE_END, Negotiated, Target, query};
use super::received::{Received, ended, lost};
use crate::credentials::Secret;
use crate::engine::{CallOptions, Engine, Method};
use crate::error::{Error, ErrorKind};
use crate::http::Stream;
use crate::http::call::{Call, Progress};

/// Room for the head of a request.
const HEAD: usize = 64 * 1024;

#[derive(Debug)]
pub(super) struct LongPolling {
    target: Target,
    /// Path and query of every request.
    path: Secret,
    stream: Option<Stream>,
    poll: Poll,
    body: Vec<u8>,
}

/// State of the current poll, which stays open between two calls.
#[derive(Debug)]
enum Poll {
    None,
    Answer(Exchange<RecvResponse>),
    Body(Exchange<RecvBody>),
}

impl LongPolling {
    pub(super) fn new(negotiated: &Negotiated) -> Self {
        let target = negotiated.target.clone();
        let path = Secret::new(target.path("", query(&negotiated.id).expose()));
        Self { target, path, stream: None, poll: Poll::None, body: Vec::new() }
    }

    fn uri(&self) -> Result<Uri, Error> {
        self.target.uri(self.path.expose())
    }

    /// Sends messages beside the poll.
    pub(super) fn send(&mut self, engine: &Engine, bytes: &[u8], options: &CallOptions) -> Result<(), Error> {
        self.target.exchange(engine, Method::Post, self.path.expose(), Some(bytes), options).map(drop)
    }

    /// Waits for the answer to a poll, as long as the call lasts.
    pub(super) fn receive(&mut self, engine: &Engine, call: &Rc<Call>) -> Result<Received, Error> {
        if matches!(self.poll, Poll::None) {
            self.begin(engine, call)?;
        }
        let _guard = call.go_on_with(Progress::Sent);
        let Some(stream) = &mut self.stream else { return Err(Error::internal("a poll without a connection")) };
        loop {
            match std::mem::replace(&mut self.poll, Poll::None) {
                Poll::None => return Err(Error::internal("a poll that was not begun")),
                Poll::Answer(mut exchange) => {
                    let read = exchange.try_response(stream.input(), false).map_err(|e| lost(call, &e.to_string()))?;
                    let (used, response) = read;
                    stream.consume(used);
                    let Some(response) = response else {
                        self.poll = Poll::Answer(exchange);
                        if used > 0 {
                            // An informational response.
                            continue;
                        }
                        match stream.more() {
                            Ok(true) => continue,
                            Ok(false) => return Ok(Received::End("the connection was closed".to_owned())),
                            Err(error) => return ended(call, &error),
                        }
                    };
                    match response.status().as_u16() {
                        200 => {}
                        204 => return Ok(Received::End("the hub closed the connection".to_owned())),
                        status => {
                            let kind = match status {
                                401 => ErrorKind::Authentication,
                                403 => ErrorKind::PermissionDenied,
                                _ => ErrorKind::Connection,
                            };
                            let error = Error::new(kind, format!("the hub answered a poll with HTTP {status}"));
                            return Err(error.with(|d| d.status_code = Some(status)));
                        }
                    }
                    self.body.clear();
                    match exchange.proceed() {
                        Some(RecvResponseResult::RecvBody(exchange)) => self.poll = Poll::Body(exchange),
                        Some(RecvResponseResult::Cleanup(done)) => {
                            if done.must_close_connection() {
                                self.stream = None;
                            }
                            return Ok(Received::Data(Vec::new()));
                        }
                        _ => return Ok(Received::End("the answer to a poll makes no sense".to_owned())),
                    }
                }
                Poll::Body(mut exchange) => {
                    let mut part = [0; 16 * 1024];
                    let read = exchange.read(stream.input(), &mut part).map_err(|e| lost(call, &e.to_string()))?;
                    let (used, written) = read;
                    stream.consume(used);
                    self.body.extend_from_slice(part.get(..written).unwrap_or_default());
                    if self.body.len() as u64 > engine.http().max_reply_size {
                        return Ok(Received::End("the answer to a poll is larger than max_reply_size".to_owned()));
                    }
                    // Such a body can proceed at any byte.
                    let until_closed = exchange.body_mode() == BodyMode::CloseDelimited;
                    if exchange.can_proceed() && written == 0 && !until_closed {
                        if let Some(RecvBodyResult::Cleanup(done)) = exchange.proceed()
                            && done.must_close_connection()
                        {
                            self.stream = None;
                        }
                        return Ok(Received::Data(std::mem::take(&mut self.body)));
                    }
                    self.poll = Poll::Body(exchange);
                    if used > 0 || written > 0 {
                        continue;
                    }
                    match stream.more() {
                        Ok(true) => {}
                        Ok(false) if until_closed => {
                            (self.poll, self.stream) = (Poll::None, None);
                            return Ok(Received::Data(std::mem::take(&mut self.body)));
                        }
                        Ok(false) => return Ok(Received::End("the connection was closed".to_owned())),
                        Err(error) => return ended(call, &error),
                    }
                }
            }
        }
    }

    /// Sends the request of a poll.
    fn begin(&mut self, engine: &Engine, call: &Rc<Call>) -> Result<(), Error> {
        let uri = self.uri()?;
        if self.stream.is_none() {
            let options = CallOptions { timeout: Some(engine.config().connect_timeout), ..CallOptions::default() };
            let own = engine.call_to(&self.target.base, &options);
            let _guard = own.begin();
            let http = engine.http();
            self.stream = Some(http.open(http.process(), &own, &self.target.base, &uri)?);
        }
        let Some(stream) = &mut self.stream else { return Ok(()) };
        let mut request = Request::new(());
        *request.uri_mut() = uri;
        for (name, value) in self.target.headers(engine)?.iter() {
            if ![header::CONTENT_TYPE, header::CONTENT_LENGTH, header::ACCEPT_ENCODING].contains(name) {
                request.headers_mut().insert(name, value.clone());
            }
        }
        let broken = |error: &dyn std::fmt::Display| lost(call, &error.to_string());
        let mut exchange = Exchange::new(request).map_err(|e| broken(&e))?.proceed();
        let mut head = vec![0; HEAD];
        let length = exchange.write(&mut head).map_err(|e| broken(&e))?;
        let options = CallOptions { timeout: Some(AT_THE_END), ..CallOptions::default() };
        let own = engine.call_to(&self.target.base, &options);
        {
            let _guard = own.go_on_with(Progress::Writing);
            stream.write_all(head.get(..length).unwrap_or_default()).map_err(|e| broken(&e))?;
        }
        match exchange.proceed().map_err(|e| broken(&e))? {
            Some(SendRequestResult::RecvResponse(exchange)) => self.poll = Poll::Answer(exchange),
            _ => return Err(Error::internal("a poll that is too large")),
        }
        Ok(())
    }

    /// Ends the connection at the server.
    pub(super) fn close(&mut self, engine: &Engine) {
        let options = CallOptions { timeout: Some(AT_THE_END), ..CallOptions::default() };
        let _ = self.target.exchange(engine, Method::Delete, self.path.expose(), None, &options);
    }
}
