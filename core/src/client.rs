//! The client, and the one function that runs every operation.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use once_cell::race::OnceBox;
use ureq::http::HeaderMap;
use zeroize::Zeroize;

use crate::builder::ClientBuilder;
use crate::cascade::Cascade;
use crate::chathub::ChatHub;
use crate::clock::Instant;
use crate::config::Config;
use crate::credentials::Secret;
use crate::endpoint::{Api, Effect, Endpoint, Method, RateClass};
use crate::error::{Error, ErrorKind, Outcome};
use crate::error_body;
use crate::http::call::{Call, Interrupt, Stop};
use crate::http::retry::{self, Situation};
use crate::http::{Answer, Http, JSON, Outgoing};
use crate::messages::{self, MessageId, MessageStatus, RawReply, SendResult};
use crate::messagio::Messagio;
use crate::model::{JsonError, Object, too_deep};
use crate::turbosms::TurboSmsApi;

/// What one call may have of its own.
#[derive(Clone, Default)]
pub struct CallOptions {
    /// Time for the whole call. Default: that of the client.
    pub timeout: Option<Duration>,
    /// How often it may be repeated. Default: that of the client.
    pub max_retries: Option<u32>,
    /// Repeat a send whose outcome is unknown, at the risk of sending it twice. Default: false.
    pub resend_unknown: bool,
    /// Asked every 50 ms of a wait, on the calling thread; `true` ends the call with
    /// [`ErrorKind::Cancelled`].
    pub interrupt: Option<Interrupt>,
}

impl std::fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CallOptions")
            .field("timeout", &self.timeout)
            .field("max_retries", &self.max_retries)
            .field("resend_unknown", &self.resend_unknown)
            .finish_non_exhaustive()
    }
}

/// A client of the SMSBAT APIs.
///
/// # Threads and processes
/// A client can be shared: clones and threads use one pool of connections and one rate limit. A child
/// process made by `fork` gets connections of its own at its first call.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

/// The address only: what else there is could hold a secret.
impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("base_url", &self.base_url()).finish_non_exhaustive()
    }
}

struct Inner {
    config: Config,
    http: Http,
    /// Headers of each API's requests, made at its first one. Found without a lock, which a fork could leave locked.
    headers: [OnceBox<HeaderMap>; Api::ALL.len()],
    closed: Arc<AtomicBool>,
    /// What `chathub.login` gave; read without a lock, so that a fork can leave none behind.
    session: ArcSwapOption<Session>,
}

/// A ChatHub company token from a login, and what renews it.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) token: Secret,
    pub(crate) login: Secret,
    pub(crate) password: Secret,
}

/// What an operation sends.
pub(crate) struct Request<'a> {
    path: Cow<'static, str>,
    content: Option<Content<'a>>,
    ids: &'a dyn Fn() -> Vec<String>,
    anonymous: bool,
}

/// A body and its type; wiped at the end if there is a secret in it.
struct Content<'a> {
    kind: &'static str,
    body: Cow<'a, [u8]>,
    secret: bool,
}

impl Drop for Content<'_> {
    fn drop(&mut self) {
        // Not always: a batch is large, and what is wiped is written byte by byte.
        if let (true, Cow::Owned(body)) = (self.secret, &mut self.body) {
            body.zeroize();
        }
    }
}

impl<'a> Request<'a> {
    pub(crate) fn to(path: impl Into<Cow<'static, str>>) -> Self {
        Self { path: path.into(), content: None, ids: &Vec::new, anonymous: false }
    }

    pub(crate) fn json(self, body: impl Into<Cow<'a, [u8]>>) -> Self {
        Self { content: Some(Content { kind: JSON, body: body.into(), secret: false }), ..self }
    }

    pub(crate) fn form(self, body: Vec<u8>) -> Self {
        let kind = "application/x-www-form-urlencoded";
        Self { content: Some(Content { kind, body: body.into(), secret: false }), ..self }
    }

    /// The body given before holds a secret: it is wiped when the call is over.
    pub(crate) fn secret(mut self) -> Self {
        self.content.iter_mut().for_each(|content| content.secret = true);
        self
    }

    /// Customer message ids in the request, asked for when it fails.
    pub(crate) fn ids(self, ids: &'a dyn Fn() -> Vec<String>) -> Self {
        Self { ids, ..self }
    }

    /// Without credentials in the headers.
    pub(crate) fn anonymous(self) -> Self {
        Self { anonymous: true, ..self }
    }
}

impl Client {
    pub(crate) fn new(config: Config, http: Http) -> Self {
        let (headers, closed, session) = (Default::default(), Arc::default(), ArcSwapOption::empty());
        Self(Arc::new(Inner { config, http, headers, closed, session }))
    }

    /// Starts a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// The SMSBAT API: send messages, ask for their status.
    pub fn messages(&self) -> Messages<'_> {
        Messages { client: self, options: CallOptions::default() }
    }

    /// The Cascade API: one message over several channels.
    pub fn cascade(&self) -> Cascade<'_> {
        Cascade { client: self, options: CallOptions::default() }
    }

    /// The ChatHub API: operators, chats and their messages.
    pub fn chathub(&self) -> ChatHub<'_> {
        ChatHub { client: self, options: CallOptions::default() }
    }

    /// The layer that speaks TurboSMS.
    pub fn turbosms(&self) -> TurboSmsApi<'_> {
        TurboSmsApi { client: self, options: CallOptions::default() }
    }

    /// The layer that speaks Messagio.
    pub fn messagio(&self) -> Messagio<'_> {
        Messagio { client: self, options: CallOptions::default() }
    }

    /// Sends a request that this library has no method for, with the credentials of `api`.
    ///
    /// `path` begins with `/`; `json` is the body. Only a `GET` is repeated after a failure that may have
    /// been carried out.
    ///
    /// # Errors
    /// As every call; also [`ErrorKind::Validation`] if `path` does not begin with a single `/`.
    pub fn request(
        &self,
        method: Method,
        path: &str,
        json: Option<&str>,
        api: Api,
        options: &CallOptions,
    ) -> Result<RawReply, Error> {
        let clean = path.bytes().all(|b| (0x21..0x7f).contains(&b) && b != b'#');
        if !path.starts_with('/') || path.starts_with("//") || !clean {
            let message = "must begin with one '/' and hold no space, '#' or other character that needs encoding";
            return Err(Error::invalid("path", "path", message));
        }
        if let Some(json) = json {
            serde_json::from_str::<serde::de::IgnoredAny>(json)
                .map_err(|e| Error::invalid("json", "json", format!("is not JSON: {e}")))?;
            if too_deep(json) {
                return Err(Error::invalid("json", "depth", JsonError::TooDeep.to_string()));
            }
        }
        let (effect, rate) = match method {
            Method::Get => (Effect::Read, RateClass::Data),
            _ => (Effect::Send, RateClass::Messaging),
        };
        let endpoint = Endpoint { name: "request", method, path: "", api, rate, effect };
        let request = Request::to(path.to_owned());
        let request = match json {
            Some(json) => request.json(json.as_bytes().to_vec()),
            None => request,
        };
        self.run(&endpoint, request, options).and_then(|answer| RawReply::from_answer(answer, &endpoint))
    }

    /// Address of the SMSBAT API, without a slash at its end.
    pub fn base_url(&self) -> &str {
        &self.0.config.base(Api::Messages).url
    }

    /// Ends calls that are under way and refuses new ones. A send that is cut off has outcome `unknown`.
    pub fn close(&self) {
        self.0.closed.store(true, Ordering::Release);
    }

    /// Whether the client was closed.
    pub fn is_closed(&self) -> bool {
        self.0.closed.load(Ordering::Acquire)
    }

    /// Opens and reads what the first request of an API would.
    #[cfg(feature = "bulk")]
    pub(crate) fn prepare(&self, api: Api) -> Result<(), Error> {
        self.0.http.prepare(self.0.config.base(api))
    }

    /// Settings.
    pub(crate) fn config(&self) -> &Config {
        &self.0.config
    }

    pub(crate) fn session(&self) -> Option<Arc<Session>> {
        self.0.session.load_full()
    }

    pub(crate) fn set_session(&self, session: Session) {
        self.0.session.store(Some(Arc::new(session)));
    }

    /// A call's time and what can stop it.
    pub(crate) fn call(&self, api: Api, options: &CallOptions) -> std::rc::Rc<Call> {
        let config = &self.0.config;
        let deadline = Instant::now() + options.timeout.unwrap_or(config.timeout);
        let (closed, interrupt) = (Arc::clone(&self.0.closed), options.interrupt.clone());
        Call::new(deadline, config.connect_timeout, closed, interrupt, config.base(api).authority.clone())
    }

    /// Headers of a request with its credentials: mostly those that were made once.
    fn headers(&self, endpoint: &Endpoint, anonymous: bool) -> Result<Cow<'_, HeaderMap>, Error> {
        let (config, api) = (&self.0.config, endpoint.api);
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

    fn session_for(&self, api: Api) -> Option<Arc<Session>> {
        if api == Api::ChatHub { self.session() } else { None }
    }

    /// Runs one operation: wait for a rate token, send, decide to repeat, read, until the call's time is up.
    pub(crate) fn run(
        &self,
        endpoint: &Endpoint,
        request: Request<'_>,
        options: &CallOptions,
    ) -> Result<Answer, Error> {
        let session = self.session_for(endpoint.api).filter(|_| !request.anonymous);
        let session = session.map(|session| (session, Instant::now()));
        let mut result = self.attempts(endpoint, &request, options);
        // A 401 means that nothing was done, so the one repeat with a new token is safe.
        let refused = result.as_ref().is_err_and(|e| e.kind() == ErrorKind::Authentication);
        if let (true, Some((session, started))) = (refused, session) {
            let total = options.timeout.unwrap_or(self.0.config.timeout);
            let left = total.saturating_sub(started.elapsed()).max(Duration::from_millis(1));
            let options = CallOptions { timeout: Some(left), ..options.clone() };
            // With `resend_unknown` an attempt before the refused one may have arrived.
            let before = result.as_ref().map_or_else(Error::outcome, |_| Outcome::Accepted);
            result = match crate::chathub::renew(self, &session, &options) {
                Ok(true) => self.attempts(endpoint, &request, &options),
                Ok(false) => result,
                Err(error) => Err(error),
            };
            if before == Outcome::Unknown {
                result = result.map_err(|error| error.with(|d| d.outcome = Outcome::Unknown));
            }
        }
        result.map_err(|error| {
            error.with(|d| {
                // A renewal that failed has its own.
                d.operation = d.operation.or(Some(endpoint.name));
                d.customer_message_ids = (request.ids)();
                if endpoint.effect == Effect::Read {
                    d.outcome = Outcome::NotSent;
                }
            })
        })
    }

    fn attempts(&self, endpoint: &Endpoint, request: &Request<'_>, options: &CallOptions) -> Result<Answer, Error> {
        if self.is_closed() {
            return Err(Error::configuration("the client is closed; make a new one"));
        }
        let config = &self.0.config;
        let base = config.base(endpoint.api);
        let headers = self.headers(endpoint, request.anonymous)?;
        let call = self.call(endpoint.api, options);
        let outgoing = Outgoing {
            method: endpoint.method,
            base,
            uri: base.join(request.path.clone())?,
            headers: &headers,
            content: request.content.as_ref().map(|content| (content.kind, content.body.as_ref())),
        };
        let mut attempt = 0;
        // Once an attempt may have arrived, no later failure makes it certain that it did not.
        let mut may_have_arrived = false;
        loop {
            attempt += 1;
            let started = log::log_enabled!(target: "smsbat", log::Level::Debug).then(Instant::now);
            let result = self.attempt(endpoint, &call, &outgoing);
            if let Some(started) = started {
                log_attempt(endpoint, attempt, started, &result);
            }
            let mut error = match result {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            let situation = Situation {
                effect: endpoint.effect,
                kind: error.kind(),
                outcome: error.outcome(),
                hint: None,
                attempt,
                max_retries: options.max_retries.unwrap_or(config.max_retries),
                resend_unknown: options.resend_unknown,
                left: call.left(),
                jitter: crate::random::unit(),
            };
            may_have_arrived |= error.outcome() == Outcome::Unknown;
            let wait = retry::decide(situation.with_error(&error));
            let stopped = wait.map(|wait| call.sleep(wait));
            if let Some(Ok(())) = stopped {
                continue;
            }
            if may_have_arrived {
                error.detail().outcome = Outcome::Unknown;
            }
            if let Some(Err(Stop::Cancelled)) = stopped {
                let detail = error.detail();
                detail.kind = ErrorKind::Cancelled;
                detail.message =
                    format!("the call was cancelled while waiting to repeat it; before: {}", detail.message);
            }
            return Err(error);
        }
    }

    fn attempt(&self, endpoint: &Endpoint, call: &std::rc::Rc<Call>, outgoing: &Outgoing<'_>) -> Result<Answer, Error> {
        let stopped = |stop| match stop {
            Stop::Cancelled => Error::new(ErrorKind::Cancelled, "the call was cancelled"),
            _ => Error::new(ErrorKind::Timeout, "the time for the call ran out (timeout)"),
        };
        call.go_on().map_err(stopped)?;
        let mut process = self.0.http.process();
        if let Some(buckets) = &process.buckets {
            let Some(wait) = buckets.take(endpoint.rate, Instant::now(), call.left()) else {
                let message = "the client's rate limit leaves no room for this call within its timeout";
                return Err(Error::new(ErrorKind::RateLimit, message));
            };
            if !wait.is_zero() {
                call.sleep(wait).map_err(stopped)?;
                // What the interrupt runs may have forked.
                process = self.0.http.process();
            }
        }
        let answer = self.0.http.exchange(process, call, outgoing)?;
        if (200..300).contains(&answer.status) { Ok(answer) } else { Err(error_body::from_status(&answer)) }
    }
}

/// One line for each attempt; nothing in it is secret or personal.
fn log_attempt(endpoint: &Endpoint, attempt: u32, started: Instant, result: &Result<Answer, Error>) {
    let (status, request_id, word) = match result {
        Ok(answer) => (Some(answer.status), answer.request_id(), "ok"),
        Err(error) => (error.status_code(), error.request_id(), error.kind().as_str()),
    };
    log::debug!(
        target: "smsbat",
        "{} attempt={attempt} result={word} status={} ms={} request_id={}",
        endpoint.name,
        status.map_or_else(|| "-".to_owned(), |s| s.to_string()),
        started.elapsed().as_millis(),
        request_id.unwrap_or("-"),
    );
}

/// Builder methods for the options of a namespace's calls.
macro_rules! options {
    ($name:ident) => {
        impl $name<'_> {
            /// Takes all options of the calls at once.
            #[must_use]
            pub fn options(mut self, options: $crate::CallOptions) -> Self {
                self.options = options;
                self
            }

            /// Time for a whole call.
            #[must_use]
            pub fn timeout(mut self, time: std::time::Duration) -> Self {
                self.options.timeout = Some(time);
                self
            }

            /// How often a call may be repeated.
            #[must_use]
            pub fn max_retries(mut self, times: u32) -> Self {
                self.options.max_retries = Some(times);
                self
            }

            /// Repeats a send whose outcome is unknown, at the risk of sending it twice.
            #[must_use]
            pub fn resend_unknown(mut self, on: bool) -> Self {
                self.options.resend_unknown = on;
                self
            }
        }
    };
}
pub(crate) use options;

/// The SMSBAT API of a client. Options set here hold for the calls made through it.
#[derive(Debug, Clone)]
pub struct Messages<'c> {
    client: &'c Client,
    options: CallOptions,
}

options!(Messages);

#[cfg(feature = "bulk")]
impl Messages<'_> {
    pub(crate) fn client(&self) -> &Client {
        self.client
    }

    pub(crate) fn call_options(&self) -> &CallOptions {
        &self.options
    }
}

impl Messages<'_> {
    /// Sends 1 to 5,000 messages in one request (reference `smsbat-api.md` §3).
    ///
    /// Does not fail because some messages were refused: see [`SendResult::ok`] and each row's outcome, or
    /// [`SendResult::raise_for_outcome`].
    ///
    /// # Errors
    /// [`ErrorKind::Validation`] with all problems of all messages, before anything is sent; else as every
    /// call. [`Error::outcome`] holds for all messages of the request.
    pub fn send<M: Clone + Into<Object>>(&self, messages: &[M]) -> Result<SendResult, Error> {
        let messages: Vec<Object> = messages.iter().cloned().map(Into::into).collect();
        messages::send(self.client, &messages, &self.options)
    }

    /// Delivery status of a message: of the id or the row from its send, or of the result of a send of one message
    /// (reference `smsbat-api.md` §4).
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] if the provider does not know the id, [`ErrorKind::Validation`] if the message was not
    /// accepted and has none; else as every call.
    pub fn status(&self, message: impl MessageId) -> Result<MessageStatus, Error> {
        let named = |e: Error| e.with(|d| d.operation = Some("messages.status"));
        messages::status(self.client, message.message_id().map_err(named)?, &self.options)
    }

    /// Asks for the status until it is final or `time` is up, and returns the last one.
    ///
    /// The first question is asked at once, the next after `interval`, then in growing steps up to twice
    /// that, with jitter. An id that is not known yet is tolerated for 30 s. `message` is as in [`Self::status`].
    ///
    /// # Errors
    /// Only if no status was had at all within `time`, or a question failed for good.
    pub fn wait(&self, message: impl MessageId, time: Duration, interval: Duration) -> Result<MessageStatus, Error> {
        let named = |e: Error| e.with(|d| d.operation = Some("messages.wait"));
        messages::wait(self.client, message.message_id().map_err(named)?, time, interval, &self.options)
    }

    /// Asks for the statuses of many messages until all are final or `time` is up, and returns the last of each, in
    /// the order of `messages`.
    ///
    /// Asks in rounds, for each message at most once a second, under the client's rate limit of reads. If no status
    /// arrives in time, or the provider still does not know an id after 30 s, the delivery status is `unknown`, which
    /// is not final.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`] before the first question if a message has no id, because it was not accepted: every
    /// such message is named. Later only if a request failed for good, or if no status arrived at all.
    pub fn wait_all<'m, M: MessageId + 'm>(
        &self,
        messages: impl IntoIterator<Item = &'m M>,
        time: Duration,
        interval: Duration,
    ) -> Result<Vec<MessageStatus>, Error> {
        let ids = messages::all_ids(messages).map_err(|e| e.with(|d| d.operation = Some("messages.wait_all")))?;
        messages::wait_all(self.client, &ids, time, interval, &self.options)
    }
}
