//! Builds a client.

use std::collections::HashMap;
use std::time::Duration;

use crate::client::Client;
use crate::config::{Config, SETTINGS, Sources};
use crate::credentials::Secret;
use crate::engine::Engine;
use crate::error::Error;
use crate::http::Http;
use crate::http::rate::RateLimit;

/// Version of this library.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Makes a [`Client`].
///
/// What is not set here is taken from the environment (`SMSBAT_API_KEY` and so on), then from the profile,
/// then it has its default: see [`SETTINGS`].
#[derive(Clone, Default)]
pub struct ClientBuilder {
    arguments: HashMap<&'static str, String>,
    secrets: Vec<(&'static str, Secret)>,
    rate_limit: Option<Option<RateLimit>>,
    user_agent: Option<String>,
    ignore_environment: bool,
}

/// Which settings are given, not what they are: an address may hold a password too.
impl std::fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let given = self.arguments.keys().chain(self.secrets.iter().map(|(name, _)| name));
        f.write_str("ClientBuilder ")?;
        f.debug_set().entries(given).finish()
    }
}

impl ClientBuilder {
    /// Sets any setting of [`SETTINGS`] by its name, as text.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Configuration`] if there is no such setting.
    pub fn set(mut self, name: &str, value: impl Into<String>) -> Result<Self, Error> {
        let Some(setting) = SETTINGS.iter().find(|s| s.name == name) else {
            return Err(Error::configuration(format!("there is no setting '{name}'")));
        };
        if setting.secret {
            self.secrets.push((setting.name, Secret::new(value)));
        } else {
            self.arguments.insert(setting.name, value.into());
        }
        Ok(self)
    }

    fn put(self, name: &'static str, value: impl Into<String>) -> Self {
        // The name is one of the list, so there is no error to lose.
        self.set(name, value).unwrap_or_default()
    }

    /// The account's key.
    #[must_use]
    pub fn api_key(self, key: impl Into<String>) -> Self {
        self.put("api_key", key)
    }

    /// Sends the key as the password of HTTP Basic, with `@` as the user name. Default: false.
    #[must_use]
    pub fn api_key_as_password(self, on: bool) -> Self {
        self.put("api_key_as_password", on.to_string())
    }

    /// Login and password of the dashboard, for HTTP Basic.
    #[must_use]
    pub fn login(self, username: impl Into<String>, password: impl Into<String>) -> Self {
        self.put("username", username).put("password", password)
    }

    /// Address of the API. Default: `https://restapi.smsbat.com`. A loopback address is that of ChatHub too, unless
    /// `chathub_url` is set.
    #[must_use]
    pub fn base_url(self, url: impl Into<String>) -> Self {
        self.put("base_url", url)
    }

    /// Time for a whole call, with all attempts and waits. Default: 30 s.
    #[must_use]
    pub fn timeout(self, time: Duration) -> Self {
        self.put("timeout", time.as_secs_f64().to_string())
    }

    /// Time for making one connection. Default: 5 s.
    #[must_use]
    pub fn connect_timeout(self, time: Duration) -> Self {
        self.put("connect_timeout", time.as_secs_f64().to_string())
    }

    /// How often a call may be repeated. Default: 2.
    #[must_use]
    pub fn max_retries(self, times: u32) -> Self {
        self.put("max_retries", times.to_string())
    }

    /// PEM file with certificates to trust beside the system's.
    #[must_use]
    pub fn ca_bundle(self, path: impl Into<String>) -> Self {
        self.put("ca_bundle", path)
    }

    /// Address of an HTTP proxy. Default: that of `https_proxy`, `HTTPS_PROXY`, `all_proxy` or `ALL_PROXY`, unless
    /// `no_proxy` or `NO_PROXY` covers the host.
    #[must_use]
    pub fn proxy(self, url: impl Into<String>) -> Self {
        self.put("proxy", url)
    }

    /// Bytes of the largest answer that is read. Default: 64 MiB.
    #[must_use]
    pub fn max_reply_size(self, bytes: u64) -> Self {
        self.put("max_reply_size", bytes.to_string())
    }

    /// Country code of national numbers, such as `380`. Default: none, and national numbers are refused.
    #[must_use]
    pub fn country(self, code: impl Into<String>) -> Self {
        self.put("country", code)
    }

    /// Refuses numbers with an unknown country code or a length that its country does not have. Default: true; false
    /// leaves the 7 to 15 digits of E.164.
    #[must_use]
    pub fn check_phones(self, on: bool) -> Self {
        self.put("check_phones", on.to_string())
    }

    /// Most parts of one SMS, 1 to 255; a longer text is refused. `None` is 255, the most an SMS can have. Default: 10.
    #[must_use]
    pub fn max_parts_per_message(self, most: impl Into<Option<u32>>) -> Self {
        self.put("max_parts_per_message", most.into().map_or_else(|| "none".to_owned(), |most| most.to_string()))
    }

    /// Client-side rate limit, or `None` for none. Default: the provider's own limits.
    #[must_use]
    pub fn rate_limit(mut self, limit: Option<RateLimit>) -> Self {
        self.rate_limit = Some(limit);
        self
    }

    /// What a binding adds to the `User-Agent`, such as `python/3.12`.
    #[doc(hidden)]
    #[must_use]
    pub fn user_agent_part(mut self, part: impl Into<String>) -> Self {
        self.user_agent = Some(part.into());
        self
    }

    /// Takes nothing from the environment.
    #[must_use]
    pub fn ignore_environment(mut self) -> Self {
        self.ignore_environment = true;
        self
    }

    /// Checks the settings and makes the client. No connection is made.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Configuration`] if settings contradict each other or cannot be used.
    pub fn build(self) -> Result<Client, Error> {
        let mut arguments = self.arguments;
        arguments.extend(self.secrets.iter().map(|(name, secret)| (*name, secret.expose().to_owned())));
        let ignore = self.ignore_environment;
        let environment = move |name: &str| {
            let value = if ignore { None } else { std::env::var_os(name) };
            // Bytes that are not UTF-8 become U+FFFD, which no setting takes: better than a variable that is not heeded.
            value.filter(|v| !v.is_empty()).map(|v| v.to_string_lossy().into_owned())
        };
        let config = Config::resolve(Sources { arguments: &arguments, environment: &environment });
        for value in arguments.values_mut() {
            zeroize::Zeroize::zeroize(value);
        }
        let config = config?;
        let part = self.user_agent.as_deref().unwrap_or("rust");
        if part.chars().any(char::is_control) {
            return Err(Error::configuration("the part of the User-Agent holds a control character"));
        }
        let http = Http::new(
            format!("smsbat/{} ({part}; {}; {})", VERSION, std::env::consts::OS, std::env::consts::ARCH),
            config.proxy.clone(),
            config.trust.clone(),
            self.rate_limit.unwrap_or_else(|| Some(RateLimit::default())),
            config.max_reply_size,
        );
        Ok(Client::new(Engine::new(config, http)))
    }
}
