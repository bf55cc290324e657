//! One exchange of request and response over ureq, and the outcome if it fails.

mod base_url;
mod body;
pub(crate) mod call;
mod connect;
mod failure;
mod method;
pub(crate) mod mock;
#[cfg(feature = "doctor")]
mod probe;
pub(crate) mod proxy;
pub(crate) mod rate;
mod request_mark;
mod resolver;
pub(crate) mod retry;
#[cfg(feature = "realtime")]
mod stream;
mod tls;
mod transport;

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use once_cell::race::OnceBox;
use once_cell::sync::OnceCell;
use ureq::http::{HeaderMap, HeaderName, HeaderValue, Request, Uri, header};
use ureq::tls::TlsConfig;
use ureq::unversioned::transport::{ConnectProxyConnector, Connector, RustlsConnector, Transport};
use ureq::{Agent, Proxy};

pub(crate) use self::base_url::BaseUrl;
pub use self::base_url::port;
use self::body::BodyError;
pub(crate) use self::call::Call;
use self::connect::TcpConnector;
#[cfg(feature = "bulk")]
pub(crate) use self::failure::lacks_descriptors;
use self::failure::{Peer, failed, failed_at};
pub use self::method::Method;
use self::rate::{Buckets, RateLimit};
use self::request_mark::RequestMark;
use self::resolver::Later;
#[cfg(feature = "realtime")]
use self::stream::Open;
#[cfg(feature = "realtime")]
pub(crate) use self::stream::Stream;
pub(crate) use self::tls::Trust;
use crate::credentials::{Headers, Secret, without_secrets};
use crate::error::{BODY_KEPT, Error, ErrorKind, Outcome};
use crate::model::Json;
use crate::own_texts::OwnTexts;
use crate::phone::{masked, masked_id};
use crate::spelling::start_of;

/// Number of connections that are kept for reuse. If there are more callers, some of them open new ones.
const IDLE_CONNECTIONS: usize = 1024;
/// Longest idle time of a connection. Shorter than the usual keep-alive of servers, so that few requests hit a
/// connection that is being closed.
const IDLE_AGE: Duration = Duration::from_secs(20);
/// Media type of most bodies.
pub(crate) const JSON: &str = "application/json";
const ACCEPT: &str = "application/json, text/plain, */*;q=0.1";
/// Longest wait that a server can ask for: a year.
const LONGEST_HINT: Duration = Duration::from_secs(365 * 86_400);
/// Headers that commonly carry a request id; the provider documents none.
const REQUEST_IDS: [HeaderName; 3] = [
    HeaderName::from_static("x-request-id"),
    HeaderName::from_static("request-id"),
    HeaderName::from_static("x-correlation-id"),
];

/// Everything that a client needs for HTTP.
#[derive(Debug)]
pub(crate) struct Http {
    pub(crate) user_agent: String,
    pub(crate) proxy: Option<Proxy>,
    pub(crate) trust: Trust,
    pub(crate) rate_limit: Option<RateLimit>,
    pub(crate) max_reply_size: u64,
    /// Answers in place of a server. For tests.
    pub(crate) mock: Option<mock::MockTransport>,
    processes: OnceBox<Process>,
}

/// Connections and rate limits of one process. A forked child gets its own, so that it neither shares a socket nor
/// waits for a lock that another thread of its parent held.
#[derive(Debug)]
pub(crate) struct Process {
    id: u32,
    /// One agent for each combination of TLS and proxy; without TLS, no certificates are loaded.
    agents: [OnceCell<Agent>; 4],
    /// Opens connections that outlive one exchange.
    #[cfg(feature = "realtime")]
    streams: OnceCell<Open>,
    pub(crate) buckets: Option<Buckets>,
    child: OnceBox<Process>,
}

/// A response with any status.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    body: Json,
    headers: HeaderMap,
    /// Credentials of the client.
    secrets: Arc<[Secret]>,
    /// Body of the request, as long as the response is read.
    pub(crate) sent: Vec<u8>,
    /// Texts of the request, once one of the response is to be shown.
    own: OnceCell<OwnTexts>,
    /// True if an earlier attempt of the call may have been executed.
    is_repeat: bool,
}

impl Answer {
    /// Returns true if the status is 2xx.
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Notes that an earlier attempt of the call may have been executed.
    pub(crate) fn after_doubt(self) -> Self {
        Self { is_repeat: true, ..self }
    }

    /// Returns true if an earlier attempt of the call may have been executed.
    pub(crate) fn is_repeat(&self) -> bool {
        self.is_repeat
    }

    /// Returns the outcome of a message after all attempts. A refusal of the last one says nothing of those before: that
    /// they were executed may be its reason.
    pub(crate) fn at_most(&self, outcome: Outcome) -> Outcome {
        match outcome {
            Outcome::Rejected | Outcome::NotSent if self.is_repeat => Outcome::Unknown,
            outcome => outcome,
        }
    }

    /// Returns the body without credentials, for errors.
    pub(crate) fn shown(&self) -> Cow<'_, str> {
        self.without_secrets(self.text())
    }

    /// Returns a text of the response without credentials.
    pub(crate) fn without_secrets<'t>(&self, text: &'t str) -> Cow<'t, str> {
        without_secrets(text, &self.secrets)
    }

    /// Returns the same without texts of the request's messages.
    pub(crate) fn without_texts(&self, text: &str) -> String {
        let own = self.own.get_or_init(|| OwnTexts::of(&self.sent));
        own.hide(&self.without_secrets(text)).into_owned()
    }

    /// Takes the texts of the request's body, for an error.
    pub(crate) fn repeats(self, body: &[u8]) -> Self {
        Self { own: OwnTexts::of(body).into(), ..self }
    }

    /// Returns the body.
    pub(crate) fn text(&self) -> &str {
        self.body.as_str()
    }

    /// Returns the body without surrounding space, for records that share it.
    pub(crate) fn json(&self) -> Json {
        self.body.part(self.body.as_str())
    }

    /// Returns the provider's id of the request, without credentials and phone numbers.
    pub(crate) fn request_id(&self) -> Option<String> {
        request_id(&self.headers, &self.secrets)
    }

    /// Returns type and size of the body.
    pub(crate) fn described(&self) -> String {
        described(&self.headers, &self.secrets, self.text().len())
    }

    /// Returns the wait that the server asks for.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        retry_after(self.headers.get(header::RETRY_AFTER)?.to_str().ok()?)
    }

    /// Returns the time of the server's clock.
    #[cfg(feature = "doctor")]
    pub(crate) fn date(&self) -> Option<jiff::Timestamp> {
        http_date(self.headers.get(header::DATE)?.to_str().ok()?)?
    }

    /// Returns the target of a redirect, without credentials.
    pub(crate) fn location(&self) -> Option<String> {
        let location = String::from_utf8_lossy(self.headers.get(header::LOCATION)?.as_bytes());
        Some(self.without_secrets(&location).into_owned())
    }

    /// Overwrites a body that contains a secret. No record may share it.
    pub(crate) fn wipe(self) {
        self.body.wipe();
    }
}

/// One request, ready to be written.
#[derive(Debug)]
pub(crate) struct Outgoing<'a> {
    pub(crate) method: Method,
    pub(crate) base: &'a BaseUrl,
    pub(crate) uri: Uri,
    /// Result of [`Http::headers`].
    pub(crate) headers: &'a HeaderMap,
    /// Media type and body.
    pub(crate) content: Option<(&'static str, &'a [u8])>,
    /// Credentials that the server may repeat, and no error may.
    pub(crate) secrets: Arc<[Secret]>,
}

impl Http {
    pub(crate) fn new(
        user_agent: String,
        proxy: Option<Proxy>,
        trust: Trust,
        rate_limit: Option<RateLimit>,
        max_reply_size: u64,
    ) -> Self {
        let processes = OnceBox::new();
        Self { user_agent, proxy, trust, rate_limit, max_reply_size, mock: None, processes }
    }

    /// Returns the state of this process, without a lock.
    pub(crate) fn process(&self) -> &Process {
        let id = std::process::id();
        let mut slot = &self.processes;
        loop {
            let process = slot.get_or_init(|| Box::new(Process::new(id, self.rate_limit)));
            if process.id == id {
                return process;
            }
            slot = &process.child;
        }
    }

    /// Returns all headers of a request with a JSON body. They can be reused for other requests; headers that depend on
    /// the body are placeholders that get replaced.
    pub(crate) fn headers(&self, base: &BaseUrl, credentials: Headers) -> Result<HeaderMap, Error> {
        let text = |text: &str| value(Bytes::copy_from_slice(text.as_bytes()));
        let mut headers = HeaderMap::with_capacity(8);
        // ureq searches for these two, so they come first.
        headers.insert(header::HOST, text(base.host())?);
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
        headers.insert(header::USER_AGENT, text(&self.user_agent)?);
        headers.insert(header::ACCEPT, HeaderValue::from_static(ACCEPT));
        #[cfg(feature = "gzip")]
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        for (name, secret) in credentials {
            let mut value = value(Bytes::from_owner(secret))?;
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(JSON));
        Ok(headers)
    }

    /// Loads the certificates now instead of at the first request to the URL.
    #[cfg(feature = "bulk")]
    pub(crate) fn prepare(&self, base: &BaseUrl) -> Result<(), Error> {
        self.agent(self.process(), base).map(drop)
    }

    /// Returns what connections to a URL are made to.
    fn peer<'a>(&'a self, base: &'a BaseUrl) -> Peer<'a> {
        match &self.proxy {
            Some(proxy) if !base.direct => Peer::Proxy(proxy),
            _ => Peer::Server(base),
        }
    }

    fn agent<'a>(&self, process: &'a Process, base: &BaseUrl) -> Result<&'a Agent, Error> {
        let secure = base.secure();
        let direct = base.direct || self.proxy.is_none();
        let [plain, plain_direct, tls, tls_direct] = &process.agents;
        let cell = match (secure, direct) {
            (false, false) => plain,
            (false, true) => plain_direct,
            (true, false) => tls,
            (true, true) => tls_direct,
        };
        cell.get_or_try_init(|| self.new_agent(secure, if direct { None } else { self.proxy.clone() }))
    }

    fn new_agent(&self, secure: bool, proxy: Option<Proxy>) -> Result<Agent, Error> {
        let tls = if secure { self.trust.config()? } else { TlsConfig::default() };
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // A redirect is refused, so that credentials reach no other host.
            .max_redirects(0)
            .max_redirects_will_error(false)
            // For proxies; requests to the API have it among their headers.
            .user_agent(&self.user_agent)
            .max_idle_connections(IDLE_CONNECTIONS)
            .max_idle_connections_per_host(IDLE_CONNECTIONS)
            .max_idle_age(IDLE_AGE)
            .proxy(proxy)
            .tls_config(tls)
            .build();
        Ok(Agent::with_parts(config, connector(), Later))
    }

    /// Opens a connection that outlives one exchange. The call must have begun.
    #[cfg(feature = "realtime")]
    pub(crate) fn open(&self, process: &Process, call: &Rc<Call>, base: &BaseUrl, uri: &Uri) -> Result<Stream, Error> {
        if self.mock.is_some() {
            return Err(Error::configuration("the mock answers requests only; it has no connection to the chat hub"));
        }
        let agent = self.agent(process, base)?;
        let open = process.streams.get_or_init(|| Open::new(connector()));
        open.connect(agent.config(), uri).map_err(|error| failed_at(error, call, self.peer(base)))
    }

    /// Sends one request and reads the response. On failure, the error's outcome says whether bytes were sent.
    pub(crate) fn exchange(&self, process: &Process, call: &Rc<Call>, request: &Outgoing<'_>) -> Result<Answer, Error> {
        if let Some(mock) = &self.mock {
            let path = request.uri.path_and_query().map_or_else(String::new, ToString::to_string);
            let body = request.content.map_or(&[][..], |(_, body)| body);
            let (status, body) = mock.exchange(request.method, path, body)?;
            return Ok(Answer {
                status,
                body: Json::trusted(body),
                headers: HeaderMap::new(),
                secrets: Arc::clone(&request.secrets),
                sent: Vec::new(),
                own: OnceCell::new(),
                is_repeat: false,
            });
        }
        let agent = self.agent(process, request.base)?;
        let _guard = call.begin();
        let (mut head, ()) = Request::new(()).into_parts();
        head.method = request.method.to_http();
        head.uri = request.uri.clone();
        head.headers = request.headers.clone();
        // Set here, because ureq searches all headers for each one that it adds.
        let result = match request.content {
            Some((kind, body)) => {
                if kind != JSON {
                    head.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
                }
                head.headers.insert(header::CONTENT_LENGTH, body.len().into());
                agent.run(Request::from_parts(head, body))
            }
            None => {
                head.headers.remove(header::CONTENT_TYPE);
                head.headers.remove(header::CONTENT_LENGTH);
                match request.method {
                    Method::Get | Method::Delete => agent.run(Request::from_parts(head, ())),
                    // ureq would say that chunks follow, and some servers refuse a request without a length.
                    Method::Post | Method::Put | Method::Patch => {
                        head.headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
                        agent.run(Request::from_parts(head, &[][..]))
                    }
                }
            }
        };
        let response = result.map_err(|e| failed_at(e, call, self.peer(request.base)))?;
        let (parts, body) = response.into_parts();
        let status = parts.status.as_u16();
        let unreadable = |message| unreadable(message, &parts.headers, &request.secrets, status);
        let body = match body::read(body, &parts.headers, self.max_reply_size) {
            Ok(body) => body,
            // A 4xx is a refusal even if its body was cut off.
            Err(_) if (400..500).contains(&status) && call.stop().is_none() => Vec::new(),
            Err(BodyError::TooLarge) => {
                let message = format!("the response is larger than max_reply_size ({} bytes)", self.max_reply_size);
                return Err(unreadable(message));
            }
            Err(BodyError::Unusable(why)) => return Err(unreadable(why)),
            Err(BodyError::Broken(e)) => {
                let mut error = failed(e, call);
                error.detail().status_code = Some(status);
                error.detail().request_id = request_id(&parts.headers, &request.secrets);
                return Err(error);
            }
        };
        let body = String::from_utf8(body).or_else(|e| {
            if (400..500).contains(&status) {
                return Ok(String::from_utf8_lossy(e.as_bytes()).into_owned());
            }
            let described = described(&parts.headers, &request.secrets, e.as_bytes().len());
            Err(unreadable(format!("the response is not UTF-8 ({described})")))
        })?;
        Ok(Answer {
            status,
            body: Json::trusted(body),
            headers: parts.headers,
            secrets: Arc::clone(&request.secrets),
            sent: Vec::new(),
            own: OnceCell::new(),
            is_repeat: false,
        })
    }
}

impl Process {
    fn new(id: u32, limit: Option<RateLimit>) -> Self {
        Self {
            id,
            agents: Default::default(),
            #[cfg(feature = "realtime")]
            streams: OnceCell::new(),
            buckets: limit.map(Buckets::new),
            child: OnceBox::new(),
        }
    }
}

/// Returns the connector for all connections.
fn connector() -> impl Connector<(), Out = impl Transport> {
    ().chain(ConnectProxyConnector::default())
        .chain(TcpConnector::default())
        .chain(RustlsConnector::default())
        .chain(RequestMark)
}

/// Describes type and size of a body, for an error.
fn described(headers: &HeaderMap, secrets: &[Secret], size: usize) -> String {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).map(str::trim);
    let kind = kind.filter(|kind| !kind.is_empty() && kind.len() <= 100).unwrap_or("no Content-Type");
    format!("{}, {size} bytes", masked(&without_secrets(kind, secrets)))
}

fn unreadable(message: String, headers: &HeaderMap, secrets: &[Secret], status: u16) -> Error {
    Error::new(ErrorKind::Response, message).with(|d| {
        d.outcome = Outcome::Unknown;
        d.status_code = Some(status);
        d.request_id = request_id(headers, secrets);
    })
}

fn value(text: Bytes) -> Result<HeaderValue, Error> {
    HeaderValue::from_maybe_shared(text).map_err(|_| Error::configuration("a header cannot be written in HTTP"))
}

fn request_id(headers: &HeaderMap, secrets: &[Secret]) -> Option<String> {
    let is_id = |id: &&str| !id.is_empty() && id.len() <= 128;
    let id = REQUEST_IDS.iter().find_map(|name| headers.get(name)?.to_str().ok().filter(is_id))?;
    Some(masked_id(&without_secrets(id, secrets)))
}

/// Parses seconds with an optional fraction, or an HTTP date. Very large values are valid, but programs cannot sleep for
/// so long.
fn retry_after(text: &str) -> Option<Duration> {
    let text = text.trim();
    let time = if text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        Duration::try_from_secs_f64(text.parse().ok()?).unwrap_or(LONGEST_HINT)
    } else {
        let now = crate::clock::timestamp();
        let after = |at: jiff::Timestamp| Duration::try_from(at.duration_since(now)).unwrap_or(Duration::ZERO);
        http_date(text)?.map_or(LONGEST_HINT, after)
    };
    Some(time.min(LONGEST_HINT))
}

/// Parses an HTTP date. The inner `None` is a date beyond the range of a timestamp.
#[allow(clippy::option_option, reason = "a date beyond the range is not a text that is no date")]
fn http_date(text: &str) -> Option<Option<jiff::Timestamp>> {
    if let Ok(at) = jiff::fmt::rfc2822::parse(text) {
        return Some(Some(at.timestamp()));
    }
    // Older date formats, wrong weekdays, and dates beyond the range of a timestamp.
    let rest = text.split_once(", ").map_or(text, |(_weekday, rest)| rest);
    let forms = ["%d %b %Y %H:%M:%S GMT", "%d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];
    let civil = forms.iter().find_map(|form| jiff::civil::DateTime::strptime(form, rest).ok())?;
    Some(jiff::tz::TimeZone::UTC.to_timestamp(civil).ok())
}

/// Returns the beginning of a body, for an error.
pub(crate) fn kept(body: &str) -> String {
    start_of(body, BODY_KEPT).to_owned()
}
