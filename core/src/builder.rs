//! Builds a client.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Duration;

use crate::client::Client;
use crate::config::{Config, SETTINGS, Sources};
use crate::credentials::Secret;
use crate::engine::Engine;
use crate::error::Error;
use crate::http::Http;
use crate::http::mock::MockTransport;
use crate::http::rate::RateLimit;

/// Version of this library.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Makes a [`Client`].
///
/// What is not set here is taken from the environment (`SMSBAT_API_KEY` and so on), then from the profile,
/// then it has its default: see [`SETTINGS`].
///
/// ```
/// use std::time::Duration;
///
/// let client = smsbat_core::Client::builder()
///     .api_key("test-key")
///     .base_url("http://127.0.0.1:8026")
///     .timeout(Duration::from_secs(10))
///     .country("380")
///     .build()?;
/// assert_eq!(client.base_url(), "http://127.0.0.1:8026");
/// # Ok::<(), smsbat_core::Error>(())
/// ```
#[derive(Clone, Default)]
#[must_use = "it makes no client until `build` is called"]
pub struct ClientBuilder {
    /// All of them are kept as secrets: an address may hold a password too.
    settings: HashMap<&'static str, Secret>,
    ca_bundle: Option<PathBuf>,
    rate_limit: Option<Option<RateLimit>>,
    user_agent: Option<String>,
    mock: Option<MockTransport>,
    ignore_environment: bool,
}

/// Which settings are given, not what they are.
impl std::fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let given = self.settings.keys().copied().chain(self.ca_bundle.as_ref().map(|_| "ca_bundle"));
        f.write_str("ClientBuilder ")?;
        f.debug_set().entries(given).finish()
    }
}

impl ClientBuilder {
    /// Sets any setting of [`SETTINGS`] by its name, as text.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Configuration`] if there is no such setting.
    pub fn set(mut self, name: &str, value: impl Into<Secret>) -> Result<Self, Error> {
        let Some(setting) = SETTINGS.iter().find(|s| s.name == name) else {
            return Err(Error::configuration(format!("there is no setting '{name}'")));
        };
        if setting.name == "ca_bundle" {
            self.ca_bundle = None;
        }
        self.settings.insert(setting.name, value.into());
        Ok(self)
    }

    fn put(self, name: &'static str, value: impl Into<Secret>) -> Self {
        // The name is one of the list, so there is no error to lose.
        self.set(name, value).unwrap_or_default()
    }

    /// The account's key.
    pub fn api_key(self, key: impl Into<Secret>) -> Self {
        self.put("api_key", key)
    }

    /// Sends the key as the password of HTTP Basic, with `@` as the user name. Default: false.
    pub fn api_key_as_password(self, on: bool) -> Self {
        self.put("api_key_as_password", on.to_string())
    }

    /// Login and password of the dashboard, for HTTP Basic.
    pub fn login(self, username: impl Into<Secret>, password: impl Into<Secret>) -> Self {
        self.username(username).password(password)
    }

    /// Login of the dashboard; needs [`Self::password`].
    pub fn username(self, username: impl Into<Secret>) -> Self {
        self.put("username", username)
    }

    /// Password of the dashboard; needs [`Self::username`].
    pub fn password(self, password: impl Into<Secret>) -> Self {
        self.put("password", password)
    }

    /// Company token of ChatHub.
    pub fn company_token(self, token: impl Into<Secret>) -> Self {
        self.put("company_token", token)
    }

    /// Token of a Viber bot, for Cascade.
    pub fn viber_bot_token(self, token: impl Into<Secret>) -> Self {
        self.put("viber_bot_token", token)
    }

    /// Key of a Telegram bot, for Cascade.
    pub fn telegram_bot_key(self, key: impl Into<Secret>) -> Self {
        self.put("telegram_bot_key", key)
    }

    /// User of the Messagio layer.
    pub fn messagio_user(self, user: impl Into<Secret>) -> Self {
        self.put("messagio_user", user)
    }

    /// Signature of the Messagio layer.
    pub fn messagio_sign(self, sign: impl Into<Secret>) -> Self {
        self.put("messagio_sign", sign)
    }

    /// Address of the ChatHub API. Default: `https://chatapi.smsbat.com`, or that of [`Self::base_url`] if it is a
    /// loopback address.
    pub fn chathub_url(self, url: impl Into<Secret>) -> Self {
        self.put("chathub_url", url)
    }

    /// Table of the file `~/.config/smsbat/config.toml` to take settings from. Default: none.
    pub fn profile(self, name: impl Into<Secret>) -> Self {
        self.put("profile", name)
    }

    /// Address of the API. Default: `https://restapi.smsbat.com`. A loopback address is that of ChatHub too, unless
    /// `chathub_url` is set.
    pub fn base_url(self, url: impl Into<Secret>) -> Self {
        self.put("base_url", url)
    }

    /// Time for a whole call, with all attempts and waits. Default: 30 s.
    pub fn timeout(self, time: Duration) -> Self {
        self.put("timeout", time.as_secs_f64().to_string())
    }

    /// Time for making one connection. Default: 5 s.
    pub fn connect_timeout(self, time: Duration) -> Self {
        self.put("connect_timeout", time.as_secs_f64().to_string())
    }

    /// How often a call may be repeated. Default: 2.
    pub fn max_retries(self, times: u32) -> Self {
        self.put("max_retries", times.to_string())
    }

    /// PEM file with certificates to trust beside the system's.
    pub fn ca_bundle(mut self, path: impl Into<PathBuf>) -> Self {
        self.settings.remove("ca_bundle");
        self.ca_bundle = Some(path.into());
        self
    }

    /// Address of an HTTP proxy. Default: that of `https_proxy`, `HTTPS_PROXY`, `all_proxy` or `ALL_PROXY`, unless
    /// `no_proxy` or `NO_PROXY` covers the host.
    pub fn proxy(self, url: impl Into<Secret>) -> Self {
        self.put("proxy", url)
    }

    /// Bytes of the largest answer that is read, after decompression. Default: 64 MiB. An answer of any size may hold at
    /// most 100,000 rows and values.
    pub fn max_reply_size(self, bytes: u64) -> Self {
        self.put("max_reply_size", bytes.to_string())
    }

    /// Country code of national numbers, such as `380`. Default: none, and national numbers are refused.
    pub fn country(self, code: impl Into<Secret>) -> Self {
        self.put("country", code)
    }

    /// Refuses numbers with an unknown country code or a length that its country does not have. Default: true; false
    /// leaves the 7 to 15 digits of E.164.
    pub fn check_phones(self, on: bool) -> Self {
        self.put("check_phones", on.to_string())
    }

    /// Most parts of one SMS, 1 to 255; a longer text is refused. `None` is 255, the most an SMS can have. Default: 10.
    pub fn max_parts_per_message(self, most: impl Into<Option<u32>>) -> Self {
        self.put("max_parts_per_message", most.into().map_or_else(|| "none".to_owned(), |most| most.to_string()))
    }

    /// Client-side rate limit, or `None` for none. Default: the provider's own limits.
    pub fn rate_limit(mut self, limit: impl Into<Option<RateLimit>>) -> Self {
        self.rate_limit = Some(limit.into());
        self
    }

    /// Answers all requests from a list instead of a server, in tests.
    pub fn transport(mut self, transport: impl Into<MockTransport>) -> Self {
        self.mock = Some(transport.into());
        self
    }

    /// What a binding adds to the `User-Agent`, such as `python/3.12`.
    #[doc(hidden)]
    pub fn user_agent_part(mut self, part: impl Into<String>) -> Self {
        self.user_agent = Some(part.into());
        self
    }

    /// Takes nothing from the environment.
    pub fn ignore_environment(mut self) -> Self {
        self.ignore_environment = true;
        self
    }

    /// Checks the settings and makes the client. No connection is made.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Configuration`] if settings contradict each other or cannot be used.
    pub fn build(self) -> Result<Client, Error> {
        let ignore = self.ignore_environment;
        let environment = move |name: &str| {
            let value = if ignore { None } else { std::env::var_os(name) };
            // Bytes that are not UTF-8 become U+FFFD, which no setting takes: better than a variable that is not heeded.
            value.filter(|v| !v.is_empty()).map(|v| v.to_string_lossy().into_owned())
        };
        let ca_bundle = self.ca_bundle.as_deref();
        let config = Config::resolve(Sources { arguments: &self.settings, ca_bundle, environment: &environment })?;
        let part = self.user_agent.as_deref().unwrap_or("rust");
        if part.chars().any(char::is_control) {
            return Err(Error::configuration("the part of the User-Agent holds a control character"));
        }
        let mut http = Http::new(
            format!("smsbat/{} ({part}; {}; {})", VERSION, std::env::consts::OS, std::env::consts::ARCH),
            config.proxy.clone(),
            config.trust.clone(),
            self.rate_limit.unwrap_or_else(|| Some(RateLimit::default())),
            config.max_reply_size,
        );
        http.mock = self.mock;
        Ok(Client::new(Engine::new(config, http)))
    }
}
