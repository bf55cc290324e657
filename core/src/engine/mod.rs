//! The engine: runs every operation, and knows no API.
//!
//! `check → write → wait for a rate token → send → decide to retry → read`, all within the call's time limit. Only the
//! engine adds the operation's name, the outcome and the caller's ids to an error.

pub(crate) mod argument;
mod attempt;
pub(crate) mod description;
mod endpoint;
mod operation;
mod options;
pub(crate) mod reply;
mod request;
mod session;

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use once_cell::race::OnceBox;
use ureq::http::HeaderMap;

pub use self::attempt::Attempt;
pub(crate) use self::attempt::Observer;
pub(crate) use self::description::operation;
pub use self::endpoint::Api;
pub(crate) use self::endpoint::{Endpoint, check_id, wrong_segment};
pub(crate) use self::operation::Operation;
pub use self::options::CallOptions;
pub(crate) use self::options::{NO_JOURNAL, check_time, options, wrong_retries};
pub(crate) use self::request::Request;
pub(crate) use self::session::Session;
use crate::clock::{self, Instant};
use crate::config::Config;
use crate::credentials::Secret;
use crate::error::{Error, ErrorKind, Outcome};
use crate::error_body;
pub use crate::http::Method;
use crate::http::call::{Call, Stop};
pub(crate) use crate::http::rate::RateClass;
pub(crate) use crate::http::retry::Effect;
use crate::http::retry::{self, Situation};
use crate::http::{Answer, BaseUrl, Http, Outgoing};
use crate::nested::Nested;

/// Settings, connections, rate limit and session of a client; clones share them.
#[derive(Clone)]
pub struct Engine(Arc<Inner>);

/// Shows only the URL; other settings may be secret.
impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("base_url", &self.base_url()).finish_non_exhaustive()
    }
}

/// A response, and its attempt if somebody wants to know about it.
type Answered = (Answer, Option<Attempt>);

struct Inner {
    config: Config,
    http: Http,
    /// Headers of each API's requests, made for the first one. Read without a lock, which a fork could leave locked.
    headers: [OnceBox<HeaderMap>; Api::ALL.len()],
    closed: Arc<AtomicBool>,
    observer: Observer,
    /// Session of a login. Read without a lock, which a fork could leave locked.
    session: ArcSwapOption<Session>,
}

impl Engine {
    pub(crate) fn new(config: Config, http: Http, observer: Observer) -> Self {
        let (headers, closed, session) = (Default::default(), Arc::default(), ArcSwapOption::empty());
        Self(Arc::new(Inner { config, http, headers, closed, observer, session }))
    }

    /// Returns the URL of the SMSBAT API, without a trailing slash.
    pub(crate) fn base_url(&self) -> &str {
        &self.0.config.base(Api::Messages).url
    }

    pub(crate) fn close(&self) {
        self.0.closed.store(true, Ordering::Release);
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.0.closed.load(Ordering::Acquire)
    }

    /// Refuses a call of a closed client.
    pub(crate) fn check_open(&self) -> Result<(), Error> {
        if self.is_closed() { Err(Error::configuration("the client is closed; create a new one")) } else { Ok(()) }
    }

    /// Loads the files that the first request of an API would load.
    #[cfg(feature = "bulk")]
    pub(crate) fn prepare(&self, api: Api) -> Result<(), Error> {
        self.0.http.prepare(self.0.config.base(api))
    }

    pub(crate) fn config(&self) -> &Config {
        &self.0.config
    }

    pub(crate) fn set_session(&self, session: Session) {
        self.0.session.store(Some(Arc::new(session)));
    }

    fn session_for(&self, api: Api) -> Option<Arc<Session>> {
        if api.has_login() { self.0.session.load_full() } else { None }
    }

    /// Starts a call with its time limit and its interrupt.
    pub(crate) fn call(&self, api: Api, options: &CallOptions) -> std::rc::Rc<Call> {
        self.call_to(self.0.config.base(api), options)
    }

    /// Starts a call to a URL that the provider returned.
    pub(crate) fn call_to(&self, base: &BaseUrl, options: &CallOptions) -> std::rc::Rc<Call> {
        let config = &self.0.config;
        let deadline = clock::after(Instant::now(), options.timeout.unwrap_or(config.timeout));
        let (closed, interrupt) = (Arc::clone(&self.0.closed), options.interrupt.clone());
        Call::new(deadline, config.connect_timeout, closed, interrupt, base.authority.clone())
    }

    /// Returns the HTTP state, for connections that outlive one exchange.
    #[cfg(feature = "realtime")]
    pub(crate) fn http(&self) -> &Http {
        &self.0.http
    }

    /// Runs one operation.
    pub(crate) fn run<O: Operation>(&self, mut operation: O, options: &CallOptions) -> Result<O::Reply, Error> {
        let result = self.reply(&mut operation, options);
        result.map_err(|error| {
            let (endpoint, ids) = (operation.endpoint(), operation.ids());
            error.with(|d| {
                // A failed renewal of the token keeps its own operation.
                d.operation = d.operation.or(Some(endpoint.name));
                if d.kind != ErrorKind::Validation {
                    d.customer_message_ids = ids;
                }
                if endpoint.effect == Effect::Read {
                    d.outcome = Outcome::NotSent;
                }
            })
        })
    }

    fn reply<O: Operation>(&self, operation: &mut O, options: &CallOptions) -> Result<O::Reply, Error> {
        options.check()?;
        let _nested = Nested::enter()?;
        let request = operation.request(self.config())?;
        let answered = self.answer(operation.endpoint(), &request, options);
        let body = request.into_body();
        let (mut answer, attempt) = match answered {
            Ok(answered) => answered,
            Err(error) => {
                body.into_iter().for_each(|body| operation.keep(body));
                return Err(error);
            }
        };
        let is_kept = body.is_some();
        answer.sent = body.unwrap_or_default();
        let reply = operation.read(&answer, self.config());
        let reply = reply.map_err(|error| if answer.is_success() { error } else { error_body::in_doubt(&answer) });
        if let Some(attempt) = attempt {
            let attempt = attempt.answered(&answer);
            // Some APIs refuse with status 200.
            self.0.observer.tell(&match &reply {
                Ok(_) => attempt,
                Err(error) => attempt.failed(error, operation.endpoint().effect),
            });
        }
        if is_kept {
            operation.keep(std::mem::take(&mut answer.sent));
        }
        if operation.secret_answer() {
            answer.wipe();
        }
        reply
    }

    /// Returns the response to a request. If the token of a login gets a 401, renews the token and retries once.
    fn answer(&self, endpoint: &Endpoint, request: &Request, options: &CallOptions) -> Result<Answered, Error> {
        let session = self.session_for(endpoint.api).filter(|_| !request.anonymous);
        let Some(session) = session else { return self.attempts(endpoint, request, options) };
        let started = Instant::now();
        let refused = match self.attempts(endpoint, request, options) {
            // The request was not executed, so a retry with a new token is safe.
            Err(error) if error.kind() == ErrorKind::Authentication => error,
            result => return result,
        };
        let total = options.timeout.unwrap_or(self.0.config.timeout);
        let left = total.saturating_sub(started.elapsed()).max(Duration::from_millis(1));
        let options = CallOptions { timeout: Some(left), ..options.clone() };
        // With `resend_unknown`, an attempt before the refused one may have arrived.
        let before = refused.outcome();
        let result = match self.renew(endpoint.api, &session, &options) {
            Ok(true) => self.attempts(endpoint, request, &options),
            Ok(false) => Err(refused),
            Err(error) => Err(error),
        };
        match (before, result) {
            (Outcome::Unknown, Ok((answer, attempt))) => Ok((answer.after_doubt(), attempt)),
            (Outcome::Unknown, Err(error)) => Err(error.with(|d| d.outcome = Outcome::Unknown)),
            (_, result) => result,
        }
    }

    /// Returns true if there is a token other than the refused one. Another thread may have renewed it already.
    fn renew(&self, api: Api, used: &Session, options: &CallOptions) -> Result<bool, Error> {
        let Some(now) = self.session_for(api) else { return Ok(false) };
        if used.token != now.token {
            return Ok(true);
        }
        (now.renew)(self, options).map(|()| true)
    }

    /// Returns the headers of a request, with its credentials. They are cached for most requests.
    #[expect(clippy::indexing_slicing, reason = "there are as many places as APIs")]
    pub(crate) fn headers(&self, api: Api, anonymous: bool) -> Result<Cow<'_, HeaderMap>, Error> {
        let config = &self.0.config;
        let base = config.base(api);
        if anonymous {
            return self.0.http.headers(base, Vec::new()).map(Cow::Owned);
        }
        if let Some(session) = self.session_for(api) {
            let token = session.token.to_header("Bearer ");
            return self.0.http.headers(base, vec![("Authorization", token)]).map(Cow::Owned);
        }
        let make = || self.0.http.headers(base, config.credentials(api)?).map(Box::new);
        self.0.headers[api as usize].get_or_try_init(make).map(Cow::Borrowed)
    }

    /// Returns the texts that no error may repeat.
    pub(crate) fn secrets(&self, api: Api) -> Arc<[Secret]> {
        let configured = self.config().secrets();
        match self.session_for(api) {
            Some(session) => configured.iter().chain([&session.token]).cloned().collect(),
            None => Arc::clone(configured),
        }
    }

    /// Returns a text of the server without the credentials that it may repeat.
    #[cfg(feature = "realtime")]
    pub(crate) fn without_secrets<'t>(&self, api: Api, text: &'t str) -> Cow<'t, str> {
        crate::credentials::without_secrets(text, &self.secrets(api))
    }

    fn attempts(&self, endpoint: &Endpoint, request: &Request, options: &CallOptions) -> Result<Answered, Error> {
        self.check_open()?;
        let config = &self.0.config;
        let base = config.base(endpoint.api);
        let headers = self.headers(endpoint.api, request.anonymous)?;
        let call = self.call(endpoint.api, options);
        let outgoing = Outgoing {
            method: endpoint.method,
            base,
            uri: base.join(request.path.clone())?,
            headers: &headers,
            content: request.content.as_ref().map(|content| (content.kind, content.body.as_slice())),
            secrets: match &request.secret {
                Some(own) => self.secrets(endpoint.api).iter().chain([own]).cloned().collect(),
                None => self.secrets(endpoint.api),
            },
        };
        let mut attempt = 0_u32;
        // Once an attempt may have arrived, a later failure cannot rule that out.
        let mut may_have_arrived = false;
        loop {
            attempt = attempt.saturating_add(1);
            let started = self.0.observer.wants().then(Instant::now);
            let result = self.attempt(endpoint, &call, &outgoing);
            let seen = started.map(|started| Attempt::of(endpoint, attempt, started.elapsed()));
            let mut error = match result {
                Ok(answer) if may_have_arrived && endpoint.effect != Effect::Read => {
                    return Ok((answer.after_doubt(), seen));
                }
                Ok(answer) => return Ok((answer, seen)),
                Err(error) => error,
            };
            let situation = Situation {
                effect: endpoint.effect,
                kind: error.kind(),
                outcome: error.outcome(),
                hint: error.retry_after(),
                attempt,
                max_retries: options.max_retries.unwrap_or(config.max_retries),
                resend_unknown: options.resend_unknown,
                left: call.left(),
                jitter: crate::random::unit(),
            };
            may_have_arrived |= error.outcome() == Outcome::Unknown;
            let wait = retry::decide(situation);
            if let Some(seen) = seen {
                self.0.observer.tell(&Attempt { retry_in: wait, ..seen.failed(&error, endpoint.effect) });
            }
            let stopped = wait.map(|wait| call.sleep(wait));
            if let Some(Ok(())) = stopped {
                continue;
            }
            if may_have_arrived {
                error.detail().outcome = Outcome::Unknown;
            }
            if let Some(Err(Stop::Cancelled)) = stopped {
                let before = error.message();
                let message = format!("the call was cancelled while waiting for a retry; the error before: {before}");
                error.turn_into(ErrorKind::Cancelled, message);
            }
            return Err(error);
        }
    }

    fn attempt(&self, endpoint: &Endpoint, call: &std::rc::Rc<Call>, outgoing: &Outgoing<'_>) -> Result<Answer, Error> {
        call.go_on().map_err(stopped)?;
        let mut process = self.0.http.process();
        if let Some(buckets) = &process.buckets {
            let Some(wait) = buckets.take(endpoint.rate, Instant::now(), call.left()) else {
                let message = "the client's rate limit does not allow this call within its timeout";
                return Err(Error::new(ErrorKind::RateLimit, message));
            };
            if !wait.is_zero() {
                call.sleep(wait).map_err(stopped)?;
                // The interrupt runs the caller's code, which may have forked.
                process = self.0.http.process();
            }
        }
        let answer = self.0.http.exchange(process, call, outgoing)?;
        let has_rows = matches!(endpoint.api, Api::Messages | Api::Cascade | Api::TurboSms);
        if has_rows && endpoint.effect == Effect::Send && error_body::lists_taken(&answer) {
            return Ok(answer);
        }
        let body = outgoing.content.map_or(&[][..], |(_, body)| body);
        error_body::checked(if answer.is_success() { answer } else { answer.repeats(body) })
    }
}

/// Returns the error of a call that is stopped before its request.
pub(crate) fn stopped(stop: Stop) -> Error {
    match stop {
        Stop::Cancelled => Error::new(ErrorKind::Cancelled, "the call was cancelled"),
        _ => Error::new(ErrorKind::Timeout, "the call timed out (timeout)"),
    }
}
