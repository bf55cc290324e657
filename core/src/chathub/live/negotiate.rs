//! Negotiation: the address and transports of the hub (`docs/provider/chathub-hub.md` §2).

use std::borrow::Cow;
use std::time::Duration;

use serde::Deserialize;
use ureq::http::{HeaderMap, Uri};

use super::options::LISTEN;
use super::protocol::{shown, wrong};
use crate::config::Config;
use crate::credentials::Secret;
use crate::engine::{Api, CallOptions, Effect, Endpoint, Engine, Method, Operation, RateClass, Request};
use crate::error::{Error, ErrorKind};
use crate::error_body;
use crate::http::{Answer, BaseUrl, Outgoing};

/// Path of the hub.
const HUB: &str = "/chathub";
/// Redirections that are followed, as in other clients.
const MOST_REDIRECTIONS: usize = 100;

static NEGOTIATE: Endpoint = Endpoint {
    name: LISTEN,
    method: Method::Post,
    path: "/chathub/negotiate?negotiateVersion=1",
    api: Api::ChatHub,
    rate: RateClass::Data,
    effect: Effect::Read,
};

/// Address of the hub, and its token if the provider sent one.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) base: BaseUrl,
    /// Path of the hub behind the address.
    path: &'static str,
    /// Query that a redirection asked for.
    query: Option<String>,
    token: Option<Secret>,
}

impl Target {
    /// The hub under another path.
    #[cfg(feature = "test-echo")]
    pub(super) fn at(base: BaseUrl, path: &'static str) -> Self {
        Self { base, path, query: None, token: None }
    }

    /// Path and query of a request.
    pub(super) fn path(&self, suffix: &str, query: &str) -> String {
        let path = format!("{}{suffix}", self.path);
        let path = if path.is_empty() && self.base.prefix.is_empty() { "/" } else { &path };
        match &self.query {
            Some(own) => format!("{path}?{own}&{query}"),
            None => format!("{path}?{query}"),
        }
    }

    /// Headers with credentials.
    pub(super) fn headers<'a>(&self, engine: &'a Engine) -> Result<Cow<'a, HeaderMap>, Error> {
        let own = engine.config().base(Api::ChatHub);
        let is_own = own.scheme == self.base.scheme && own.host().eq_ignore_ascii_case(self.base.host());
        let credentials = match &self.token {
            None if is_own => return engine.headers(Api::ChatHub, false),
            // The client's own credentials are for its own address alone.
            None => Vec::new(),
            Some(token) => vec![("Authorization", token.to_header("Bearer "))],
        };
        engine.http().headers(&self.base, credentials).map(Cow::Owned)
    }

    /// Address of a request. The hub named parts of it.
    pub(super) fn uri(&self, path: &str) -> Result<Uri, Error> {
        let wrong = |_| Error::new(ErrorKind::Response, "the hub named an address that cannot be written in HTTP");
        self.base.join(Cow::Owned(path.to_owned())).map_err(wrong)
    }

    /// One exchange beside the connection.
    pub(super) fn exchange(
        &self,
        engine: &Engine,
        method: Method,
        path: &str,
        body: Option<&[u8]>,
        options: &CallOptions,
    ) -> Result<Answer, Error> {
        let call = engine.call_to(&self.base, options);
        let headers = self.headers(engine)?;
        let outgoing = Outgoing {
            method,
            base: &self.base,
            uri: self.uri(path)?,
            headers: &headers,
            content: body.map(|body| ("text/plain;charset=UTF-8", body)),
            secrets: engine.secrets(Api::ChatHub).iter().chain(&self.token).cloned().collect(),
        };
        let http = engine.http();
        let answer = http.exchange(http.process(), &call, &outgoing)?;
        error_body::checked(answer)
    }
}

/// Response to a negotiation.
#[derive(Debug)]
pub(super) struct Negotiated {
    pub(super) target: Target,
    /// Names the connection in every request.
    pub(super) id: Secret,
    pub(super) web_socket: bool,
    pub(super) long_polling: bool,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Said {
    connection_id: Option<String>,
    connection_token: Option<String>,
    negotiate_version: u32,
    available_transports: Vec<Transport>,
    url: Option<String>,
    access_token: Option<String>,
    error: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Transport {
    transport: String,
    transfer_formats: Vec<String>,
}

struct Negotiate;

impl Operation for Negotiate {
    type Reply = Said;

    fn endpoint(&self) -> &Endpoint {
        &NEGOTIATE
    }

    fn request(&mut self, _: &Config) -> Result<Request, Error> {
        Ok(Request::to(NEGOTIATE.path).json(Vec::new()))
    }

    fn read(&mut self, answer: &Answer, _: &Config) -> Result<Said, Error> {
        read(answer)
    }

    fn secret_answer(&self) -> bool {
        true
    }
}

fn read(answer: &Answer) -> Result<Said, Error> {
    // The body is left out of errors: it may hold a token.
    let unread = |why: &str| error_body::unreadable(answer, why).with(|d| d.body = None);
    let said: Said = serde_json::from_str(answer.text()).map_err(|e| unread(wrong(&e)))?;
    match &said.error {
        Some(why) => {
            Err(Error::new(ErrorKind::Provider, format!("the hub refused: {}", shown(&answer.without_secrets(why)))))
        }
        None => Ok(said),
    }
}

/// Asks where the hub is and which connection is meant.
pub(super) fn negotiate(engine: &Engine, options: &CallOptions) -> Result<Negotiated, Error> {
    let base = engine.config().base(Api::ChatHub).clone();
    let mut target = Target { base, path: HUB, query: None, token: None };
    let mut said = engine.run(Negotiate, options)?;
    for _ in 0..MOST_REDIRECTIONS {
        let Some(url) = said.url.take() else { return settled(target, said) };
        let (address, query) = url.split_once('?').map_or((url.as_str(), None), |(url, query)| (url, Some(query)));
        let (base, query) = (redirected(&target.base, address)?, query.map(str::to_owned));
        target = Target { base, path: "", query, token: said.access_token.take().map(Secret::new) };
        let path = target.path("/negotiate", "negotiateVersion=1");
        let answer = target.exchange(engine, Method::Post, &path, None, options)?;
        said = read(&answer)?;
        answer.wipe();
    }
    Err(Error::new(ErrorKind::Response, format!("the hub redirected more than {MOST_REDIRECTIONS} times")))
}

fn settled(target: Target, said: Said) -> Result<Negotiated, Error> {
    let offers = |name: &str| {
        let mut found = said.available_transports.iter().filter(|t| t.transport.eq_ignore_ascii_case(name));
        found.any(|t| t.transfer_formats.iter().any(|format| format.eq_ignore_ascii_case("text")))
    };
    let (web_socket, long_polling) = (offers("WebSockets"), offers("LongPolling"));
    let id = if said.negotiate_version > 0 { said.connection_token } else { said.connection_id };
    match id.filter(|id| !id.is_empty()) {
        Some(id) => Ok(Negotiated { target, id: Secret::new(id), web_socket, long_polling }),
        None => Err(Error::new(ErrorKind::Response, "the hub named no connection")),
    }
}

/// Address of a redirection. The token for it may go to the same host only, or to a host of the same domain.
fn redirected(from: &BaseUrl, url: &str) -> Result<BaseUrl, Error> {
    let refuse = |why: &str| Error::new(ErrorKind::Response, format!("the hub redirected to an address that {why}"));
    let to = BaseUrl::parse(url).map_err(|why| refuse(&why))?;
    let (old, new) = (from.authority.host().to_ascii_lowercase(), to.authority.host().to_ascii_lowercase());
    // Below a domain of the provider; of other hosts nobody knows where a domain of theirs begins.
    let ours = |host: &str| host == DOMAIN || host.strip_suffix(DOMAIN).is_some_and(|rest| rest.ends_with('.'));
    if old == new || (ours(&old) && ours(&new)) {
        let direct = from.direct;
        return Ok(BaseUrl { direct, ..to });
    }
    Err(refuse("is on another domain; set chathub_url if it is right"))
}

/// Domain of the provider.
const DOMAIN: &str = "smsbat.com";

/// Time for one exchange at the end of a connection, which nobody waits for.
pub(super) const AT_THE_END: Duration = Duration::from_secs(2);

/// Query that names the connection.
pub(super) fn query(id: &Secret) -> Secret {
    let id = form_urlencoded::byte_serialize(id.expose().as_bytes()).collect::<String>();
    Secret::new(format!("id={id}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn to(from: &str, url: &str) -> Result<String, Error> {
        redirected(&BaseUrl::parse(from).unwrap(), url).map(|base| format!("{}{}", base.host(), base.prefix))
    }

    #[test]
    fn a_token_goes_to_the_provider_alone() {
        let chat = "https://chatapi.smsbat.com";
        assert_eq!(to(chat, "https://hub.smsbat.com/chathub").unwrap(), "hub.smsbat.com/chathub");
        assert_eq!(to(chat, "https://ChatApi.smsbat.com:8443/").unwrap(), "ChatApi.smsbat.com:8443");
        assert_eq!(to("http://127.0.0.1:8026", "http://127.0.0.1:9000/x").unwrap(), "127.0.0.1:9000/x");
        for url in [
            "https://evilsmsbat.com/",
            "https://smsbat.com.evil.org/",
            "http://hub.smsbat.com/",
            "https://hub.smsbat.com:99999/",
            "https://hub.smsbat.com:/",
            "nothing",
        ] {
            assert!(to(chat, url).is_err(), "{url}");
        }
        assert!(to("https://proxy.example.org", "https://hub.smsbat.com/").is_err());
    }
}
