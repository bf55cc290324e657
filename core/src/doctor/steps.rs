//! The checks of one host, each with a time limit.

use std::borrow::Cow;
use std::rc::Rc;
use std::time::Duration;

use ureq::http::Uri;

use super::certificate;
use super::check::{Check, CheckState};
use crate::clock::Instant;
use crate::engine::{Api, CallOptions, Engine, Method};
use crate::error::{Error, ErrorKind};
use crate::http::{Answer, BaseUrl, Call, Http, Outgoing, Stream};

/// Longest time of one check.
const LIMIT: Duration = Duration::from_secs(10);
/// Largest difference between two clocks that is harmless.
const CLOCK_OFF: Duration = Duration::from_secs(60);
/// Message that no account has. A key that is accepted gets a 404 for it.
const NO_MESSAGE: &str = "/bat/message/00000000-0000-4000-8000-000000000000";
/// Names of all checks of a host, in order.
const NAMES: [&str; 7] = ["name", "connection", "proxy", "tls", "server", "clock", "credentials"];

/// Runs all checks of a host. After a failure, those that depend on it are skipped.
pub(super) fn host(engine: &Engine, api: Api, proxy: Option<&'static str>) -> Vec<Check> {
    let base = engine.config().base(api);
    let mut run = Run { engine, api, base, host: base.host().to_owned(), proxy, checks: Vec::new() };
    if run.all().is_none() {
        let missing = NAMES.iter().skip(run.checks.len());
        let skipped = missing.map(|name| Check {
            state: CheckState::Skipped,
            ..run.check(name, "not checked, because the check before failed".to_owned())
        });
        let skipped: Vec<_> = skipped.collect();
        run.checks.extend(skipped);
    }
    run.checks
}

/// A connection to the server without TLS.
enum Opened {
    Bare(Stream),
    /// Only the whole chain can open it, because the proxy itself speaks TLS.
    Later,
    Not(Error),
}

struct Run<'a> {
    engine: &'a Engine,
    api: Api,
    base: &'a BaseUrl,
    host: String,
    /// Variable of the environment that names the proxy.
    proxy: Option<&'static str>,
    checks: Vec<Check>,
}

impl Run<'_> {
    /// Stops with `None` at the first failure that makes the rest pointless.
    fn all(&mut self) -> Option<()> {
        let target = self.base.join(Cow::Borrowed("/")).ok()?;
        // The first connection goes to the proxy, if there is one.
        let first = self.way().map_or_else(|| target.clone(), |proxy| proxy.uri().clone());
        self.look_up(&first)?;
        let bare = self.open(&target)?;
        self.tls(&target, bare)?;
        let answer = self.server()?;
        self.clock(&answer);
        self.credentials(&answer);
        Some(())
    }

    fn call(&self) -> Rc<Call> {
        let time = self.engine.config().timeout.min(LIMIT);
        self.engine.call_to(self.base, &CallOptions { timeout: Some(time), ..CallOptions::default() })
    }

    fn check(&self, name: &'static str, found: String) -> Check {
        let (host, details, duration) = (Some(self.host.clone()), Vec::new(), Duration::ZERO);
        Check { name, host, state: CheckState::Ok, found, next: None, details, duration }
    }

    fn well(&mut self, name: &'static str, found: String, since: Instant) {
        let check = Check { duration: since.elapsed(), ..self.check(name, found) };
        self.checks.push(check);
    }

    fn failed(&mut self, name: &'static str, found: String, next: String, since: Instant) {
        let (state, duration) = (CheckState::Failed, since.elapsed());
        let check = Check { state, next: Some(next), duration, ..self.check(name, found) };
        self.checks.push(check);
    }

    fn way(&self) -> Option<&ureq::Proxy> {
        self.engine.config().proxy.as_ref().filter(|_| !self.base.direct)
    }

    fn look_up(&mut self, hop: &Uri) -> Option<()> {
        let since = Instant::now();
        let host = hop.host().unwrap_or_default().to_owned();
        let setting = if self.way().is_some() { "the proxy's URL" } else { self.setting() };
        let addresses = match Http::look_up(&self.call(), hop) {
            Ok(addresses) => addresses,
            Err(error) => {
                let next = format!(
                    "Check {host} in {setting} for a typing error, and that this machine can look up names: \
                     `getent hosts {host}`. In a network without public DNS, set a proxy."
                );
                self.failed("name", error.message().to_owned(), next, since);
                return None;
            }
        };
        let ips: Vec<_> = addresses.iter().map(|address| address.ip().to_string()).collect();
        self.well("name", format!("{host} is {}", ips.join(", ")), since);
        let since = Instant::now();
        let port = addresses.first().map_or(0, std::net::SocketAddr::port);
        match Http::reach(&self.call(), &addresses) {
            Ok(()) => self.well("connection", format!("port {port} of {host} accepts connections"), since),
            Err(error) => {
                let next = match (error.kind(), self.base.loopback) {
                    (ErrorKind::Timeout, _) => format!(
                        "A firewall may block port {port} of {host}. Allow outgoing connections to it, or set a proxy."
                    ),
                    (_, true) => format!(
                        "Nothing listens on port {port} of {host}. Check {setting}; for the sandbox, start `smsbat sandbox`."
                    ),
                    (_, false) => {
                        format!("Nothing listens on port {port} of {host}, or a firewall refuses it. Check {setting}.")
                    }
                };
                self.failed("connection", error.message().to_owned(), next, since);
                return None;
            }
        }
        Some(())
    }

    fn setting(&self) -> &'static str {
        if self.api == Api::ChatHub { "chathub_url" } else { "base_url" }
    }

    /// Opens a connection to the server, through the proxy if there is one.
    fn open(&mut self, target: &Uri) -> Option<Opened> {
        let since = Instant::now();
        if let Some(proxy) = self.way().filter(|proxy| proxy.uri().scheme_str() == Some("https")) {
            let found = format!("{}:{}, itself by TLS; the next check goes through it", proxy.host(), proxy.port());
            self.well("proxy", found, since);
            return Some(Opened::Later);
        }
        let opened = self.engine.http().open_bare(&self.call(), self.base, target);
        let Some(proxy) = self.way() else {
            let why = match (self.base.loopback, self.base.direct && self.proxy.is_some()) {
                (true, _) => "none; the host is this machine",
                (false, true) => "none; NO_PROXY covers the host",
                (false, false) => "none is set",
            };
            self.well("proxy", why.to_owned(), since);
            return Some(opened.map_or_else(Opened::Not, Opened::Bare));
        };
        let from = self.proxy.map_or_else(|| "the setting proxy".to_owned(), |name| format!("the variable {name}"));
        let user = if proxy.username().is_some() { ", with a user" } else { "" };
        let place = format!("{}:{} from {from}{user}", proxy.host(), proxy.port());
        match opened {
            Ok(stream) => {
                self.well("proxy", format!("{place}, connects to {}", self.host), since);
                Some(Opened::Bare(stream))
            }
            Err(error) => {
                let next = format!(
                    "Ask the proxy's administrator to allow CONNECT to {}, and check user and password in the \
                     proxy's URL. To go around the proxy, add the host to NO_PROXY.",
                    self.host
                );
                self.failed("proxy", format!("{place}: {}", error.message()), next, since);
                None
            }
        }
    }

    /// Makes the TLS handshake, first to see the certificate and then to judge it.
    fn tls(&mut self, target: &Uri, opened: Opened) -> Option<()> {
        let since = Instant::now();
        let http = self.engine.http();
        if !self.base.secure() {
            // A connection that could not be opened is a failure of the next check.
            self.well("tls", "not used: http:// on this machine".to_owned(), since);
            return Some(());
        }
        let call = self.call();
        let shown = match opened {
            Opened::Bare(mut bare) => Http::handshake(&call, &mut bare, self.base.authority.host()).map(Some),
            Opened::Later => Ok(None),
            Opened::Not(error) => Err(error),
        };
        let (certificate, version) = match shown {
            Ok(Some(shown)) => (shown.certificate.as_deref().and_then(certificate::facts), shown.version),
            Ok(None) => (None, None),
            Err(error) => {
                let next = format!(
                    "{} does not speak TLS on this port, or something in between cuts it off. Check {}.",
                    self.host,
                    self.setting()
                );
                self.failed("tls", error.message().to_owned(), next, since);
                return None;
            }
        };
        let trusted = {
            let _guard = call.begin();
            http.open(http.process(), &call, self.base, target).map(drop)
        };
        let mut found = version.unwrap_or("TLS").to_owned();
        let mut details = Vec::new();
        if let Some(facts) = &certificate {
            let day = |at: jiff::Timestamp| at.strftime("%Y-%m-%d").to_string();
            found = format!("{found}, certificate from {}, valid until {}", facts.issuer, day(facts.expires));
            details = vec![
                ("subject", facts.subject.clone()),
                ("issuer", facts.issuer.clone()),
                ("not_before", facts.begins.to_string()),
                ("not_after", facts.expires.to_string()),
            ];
        }
        match trusted {
            Ok(()) => self.well("tls", found, since),
            Err(error) => {
                let now = crate::clock::timestamp();
                let next = match &certificate {
                    Some(facts) if facts.expires < now || facts.begins > now => {
                        "The certificate is not valid today. Check the clock of this machine, then tell the \
                         operator of the server or proxy."
                    }
                    _ => {
                        "If your company inspects TLS or the server is your own, put its CA certificate into a PEM \
                         file and set ca_bundle to it. Otherwise, somebody may be reading the connection: do not send."
                    }
                };
                self.failed("tls", format!("{}; {found}", error.message()), next.to_owned(), since);
            }
        }
        let check = self.checks.last_mut()?;
        check.details = details;
        (check.state == CheckState::Ok).then_some(())
    }

    /// Asks for something that does not exist. Any HTTP response shows that the server is reached.
    fn server(&mut self) -> Option<Answer> {
        let since = Instant::now();
        let path = if self.api == Api::ChatHub { "/api/company/organization" } else { NO_MESSAGE };
        let answer = self.ask(path);
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => {
                let next = "Run the command again. If it stays like this, something between here and the server cuts \
                            responses off: try without the proxy or from another network.";
                self.failed("server", error.message().to_owned(), next.to_owned(), since);
                return None;
            }
        };
        let found = format!("HTTP {} in {} ms", answer.status, since.elapsed().as_millis());
        let id = answer.request_id().map(|id| format!(", request id {id}")).unwrap_or_default();
        match answer.status {
            300..=399 => {
                let next =
                    format!("Set {} to the URL at which the API answers; redirects are not followed.", self.setting());
                self.failed("server", format!("{found}: a redirect"), next, since);
                None
            }
            500..=599 => {
                let next = "The provider's server failed. Try again in a few minutes; until then, a send may end with an unknown outcome.";
                self.failed("server", format!("{found}{id}"), next.to_owned(), since);
                None
            }
            _ => {
                self.well("server", format!("{found}{id}"), since);
                Some(answer)
            }
        }
    }

    fn ask(&self, path: &'static str) -> Result<Answer, Error> {
        let http = self.engine.http();
        // Without credentials the server still shows that it is there.
        let headers = self.engine.headers(self.api, false).or_else(|_| self.engine.headers(self.api, true))?;
        let outgoing = Outgoing {
            method: Method::Get,
            base: self.base,
            uri: self.base.join(Cow::Borrowed(path))?,
            headers: &headers,
            content: None,
            secrets: self.engine.secrets(self.api),
        };
        http.exchange(http.process(), &self.call(), &outgoing)
    }

    fn clock(&mut self, answer: &Answer) {
        let since = Instant::now();
        let Some(theirs) = answer.date() else {
            return self.well("clock", "not compared: the response has no Date".to_owned(), since);
        };
        let ours = crate::clock::timestamp();
        let off = ours.duration_since(theirs);
        let seconds = off.as_secs();
        if off.unsigned_abs() <= CLOCK_OFF {
            return self.well("clock", format!("{} s from the server's", seconds.unsigned_abs()), since);
        }
        let side = if seconds > 0 { "ahead of" } else { "behind" };
        let found = format!("this machine is {} s {side} the server", seconds.unsigned_abs());
        let next = "Set the clock of this machine, for example with NTP. Certificates, quiet hours and scheduled sends \
                    depend on it.";
        self.failed("clock", found, next.to_owned(), since);
    }

    fn credentials(&mut self, answer: &Answer) {
        let since = Instant::now();
        if self.engine.config().has_only_other_credentials() {
            let found = "not checked: tokens of Cascade and of Messagio cannot be checked without sending".to_owned();
            let check = Check { state: CheckState::Skipped, ..self.check("credentials", found) };
            return self.checks.push(check);
        }
        if let Err(error) = self.engine.headers(self.api, false) {
            let next = "Set SMSBAT_API_KEY to the key of your account, from the dashboard.".to_owned();
            return self.failed("credentials", error.message().to_owned(), next, since);
        }
        let (found, next) = match answer.status {
            401 if self.api == Api::ChatHub => (
                "the server does not accept them (HTTP 401)",
                "Company tokens expire: get a new one with `smsbat chathub login`, or use api_key instead.",
            ),
            401 => (
                "the server does not accept them (HTTP 401)",
                "Copy the key again from the dashboard, without spaces or quotes; the list of settings shows where it \
                 comes from.",
            ),
            403 => (
                "they lack a permission, or the account is suspended (HTTP 403)",
                "Ask the provider to allow the API for this account, and check the allowed IP addresses in the \
                 dashboard.",
            ),
            404 if self.api == Api::ChatHub => {
                ("the server does not know the API (HTTP 404)", "Check chathub_url: it is the URL without a path.")
            }
            429 => ("not checked: too many requests (HTTP 429)", "Wait a minute and run the command again."),
            // The page of a captive portal or of another server says nothing of the key.
            200..=299 | 400 | 404 | 422 if answer.text().trim_start().starts_with(['{', '[']) => {
                return self.well("credentials", "accepted".to_owned(), since);
            }
            _ => (
                "not checked: the response is unexpected",
                "Check that the URL is that of the API and not of a web page.",
            ),
        };
        self.failed("credentials", found.to_owned(), next.to_owned(), since);
    }
}
