//! Builds a client.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Duration;

use crate::client::Client;
use crate::config::{Config, SETTINGS, Sources};
use crate::credentials::Secret;
use crate::engine::{Attempt, Engine, Observer};
use crate::error::Error;
use crate::http::Http;
use crate::http::mock::MockTransport;
use crate::http::rate::RateLimit;

/// Version of this library.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Builds a [`Client`].
///
/// A setting that is not set here comes from the environment (`SMSBAT_API_KEY` and so on), then from the profile, then
/// from its default. See [`SETTINGS`] for all settings.
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
    /// Every value is kept as a secret, because even a URL may contain a password.
    settings: HashMap<&'static str, Secret>,
    ca_bundle: Option<PathBuf>,
    rate_limit: Option<Option<RateLimit>>,
    user_agent: Option<String>,
    mock: Option<MockTransport>,
    observer: Observer,
    ignore_environment: bool,
}

/// Shows the names of the settings that are set, without their values.
impl std::fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let given = self.settings.keys().copied().chain(self.ca_bundle.as_ref().map(|_| "ca_bundle"));
        f.write_str("ClientBuilder ")?;
        f.debug_set().entries(given).finish()
    }
}

/// Defines methods for settings that are text.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident($value:ident);)*) => {
        impl ClientBuilder {
            $(
                $(#[$doc])*
                pub fn $name(self, $value: impl Into<Secret>) -> Self {
                    self.put(stringify!($name), $value)
                }
            )*
        }
    };
}

texts! {
    /// Sets the key of the account.
    api_key(key);

    /// Sets the login of the dashboard; requires [`Self::password`].
    username(username);

    /// Sets the password of the dashboard; requires [`Self::username`].
    password(password);

    /// Sets the company token of ChatHub.
    company_token(token);

    /// Sets the token of a Viber bot, for Cascade.
    viber_bot_token(token);

    /// Sets the key of a Telegram bot, for Cascade.
    telegram_bot_key(key);

    /// Sets the user of the Messagio-compatible API.
    messagio_user(user);

    /// Sets the signature of the Messagio-compatible API.
    messagio_sign(sign);

    /// Sets the URL of the ChatHub API. Default: `https://chatapi.smsbat.com`, or [`Self::base_url`] if that is a
    /// loopback address.
    chathub_url(url);

    /// Reads settings from this table of the file `~/.config/smsbat/config.toml`, on Windows
    /// `%APPDATA%\smsbat\config.toml`. Default: no profile.
    profile(name);

    /// Sets the URL of the API. Default: `https://restapi.smsbat.com`. A loopback address applies to ChatHub, too,
    /// unless `chathub_url` is set.
    base_url(url);

    /// Sets the URL of an HTTP proxy. Default: `https_proxy`, `HTTPS_PROXY`, `all_proxy` or `ALL_PROXY` of the
    /// environment, unless `no_proxy` or `NO_PROXY` covers the host.
    proxy(url);

    /// Sets the country code of national numbers, such as `380`. Default: none; national numbers are refused.
    country(code);
}

impl ClientBuilder {
    /// Sets a setting of [`SETTINGS`] by name, as text.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Configuration`] if there is no such setting.
    pub fn set(self, name: &str, value: impl Into<Secret>) -> Result<Self, Error> {
        let Some(setting) = SETTINGS.iter().find(|s| s.name == name) else {
            // Not the name that was given: who takes name and value for each other gives a key.
            let names: Vec<_> = SETTINGS.iter().map(|s| s.name).collect();
            return Err(Error::configuration(format!(
                "there is no setting of this name; there are {}",
                names.join(", ")
            )));
        };
        Ok(self.put(setting.name, value))
    }

    fn put(mut self, name: &'static str, value: impl Into<Secret>) -> Self {
        if name == "ca_bundle" {
            self.ca_bundle = None;
        }
        self.settings.insert(name, value.into());
        self
    }

    /// Sends the key as the password of HTTP Basic authentication, with `@` as the user name. Default: false.
    pub fn api_key_as_password(self, on: bool) -> Self {
        self.put("api_key_as_password", on.to_string())
    }

    /// Sets login and password of the dashboard, for HTTP Basic authentication.
    pub fn login(self, username: impl Into<Secret>, password: impl Into<Secret>) -> Self {
        self.username(username).password(password)
    }

    /// Sets the time limit of a whole call, including all attempts and waits. Default: 30 s.
    pub fn timeout(self, time: Duration) -> Self {
        self.put("timeout", time.as_secs_f64().to_string())
    }

    /// Sets the time limit for opening one connection. Default: 5 s.
    pub fn connect_timeout(self, time: Duration) -> Self {
        self.put("connect_timeout", time.as_secs_f64().to_string())
    }

    /// Sets the maximum number of retries after the first attempt. Default: 2.
    pub fn max_retries(self, times: u32) -> Self {
        self.put("max_retries", times.to_string())
    }

    /// Trusts the certificates in this PEM file in addition to the system's.
    pub fn ca_bundle(mut self, path: impl Into<PathBuf>) -> Self {
        self.settings.remove("ca_bundle");
        self.ca_bundle = Some(path.into());
        self
    }

    /// Bytes of the largest answer that is read, 1 or more, after decompression. Default: 64 MiB. An answer of any size may hold at
    /// most 100,000 rows and values.
    pub fn max_reply_size(self, bytes: u64) -> Self {
        self.put("max_reply_size", bytes.to_string())
    }

    /// Refuses numbers with an unknown country code or a wrong length for their country. Default: true. With false,
    /// only the 7 to 15 digits of E.164 are checked.
    pub fn check_phones(self, on: bool) -> Self {
        self.put("check_phones", on.to_string())
    }

    /// Sets the maximum number of parts of one SMS, 1 to 255; a longer text is refused. `None` means 255, the maximum
    /// of the standard. Default: 10.
    pub fn max_parts_per_message(self, most: impl Into<Option<u32>>) -> Self {
        self.put("max_parts_per_message", most.into().map_or_else(|| "none".to_owned(), |most| most.to_string()))
    }

    /// Sets the client-side rate limit; `None` turns it off. Default: the provider's limits.
    pub fn rate_limit(mut self, limit: impl Into<Option<RateLimit>>) -> Self {
        self.rate_limit = Some(limit.into());
        self
    }

    /// Calls a function after each attempt of a call, for metrics and traces. Default: none.
    ///
    /// It runs on the thread that makes the attempt, in a campaign on several at once, and its time counts toward the
    /// call's `timeout`. It may make calls itself. If it panics, the call goes on. It is not called for a call that is
    /// refused before its first attempt, such as one with bad input. For [`crate::ChatHub::listen`] it is called for
    /// the negotiation of a connection; events report what happens to the connection itself.
    ///
    /// ```
    /// use std::sync::{Arc, Mutex};
    /// use smsbat_core::{Client, testing::MockTransport};
    ///
    /// # let mock = MockTransport::new();
    /// # mock.reply(200, r#"{"messageId": "m-1", "status": "delivered"}"#);
    /// let seen = Arc::new(Mutex::new(Vec::new()));
    /// let keep = Arc::clone(&seen);
    /// let client = Client::builder()
    ///     .api_key("test-key")
    ///     .on_attempt(move |a| keep.lock().unwrap().push((a.operation, a.attempt, a.status_code)))
    /// #   .transport(&mock)
    ///     .build()?;
    /// client.messages().status("m-1")?;
    /// assert_eq!(*seen.lock().unwrap(), [("messages.status", 1, Some(200))]);
    /// # Ok::<(), smsbat_core::Error>(())
    /// ```
    pub fn on_attempt(mut self, function: impl Fn(&Attempt) + Send + Sync + 'static) -> Self {
        self.observer = Observer::new(function);
        self
    }

    /// Answers all requests from a list instead of a server. For tests.
    pub fn transport(mut self, transport: impl Into<MockTransport>) -> Self {
        self.mock = Some(transport.into());
        self
    }

    /// Adds a part to the `User-Agent`, such as `python/3.12`. For bindings.
    #[doc(hidden)]
    pub fn user_agent_part(mut self, part: impl Into<String>) -> Self {
        self.user_agent = Some(part.into());
        self
    }

    /// Ignores the environment.
    pub fn ignore_environment(mut self) -> Self {
        self.ignore_environment = true;
        self
    }

    /// Checks the settings and creates the client. Opens no connection.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Configuration`] if settings contradict each other or cannot be used.
    pub fn build(self) -> Result<Client, Error> {
        let environment = self.environment();
        let config = Config::resolve(self.sources(&environment))?;
        let part = self.user_agent.as_deref().unwrap_or("rust");
        if part.chars().any(char::is_control) {
            return Err(Error::configuration("the part of the User-Agent contains a control character"));
        }
        let mut http = Http::new(
            format!("smsbat/{} ({part}; {}; {})", VERSION, std::env::consts::OS, std::env::consts::ARCH),
            config.proxy.clone(),
            config.trust.clone(),
            self.rate_limit.unwrap_or_else(|| Some(RateLimit::default())),
            config.max_reply_size,
        );
        http.mock = self.mock;
        Ok(Client::new(Engine::new(config, http, self.observer)))
    }

    /// Checks the settings and the connection step by step, for a call that fails: name look-up, proxy, TLS, the clock
    /// and the credentials. Sends no message. Each check takes at most 10 seconds, or `timeout` if that is shorter.
    ///
    /// Settings that cannot be used are a failed check, so this never fails.
    #[cfg(feature = "doctor")]
    pub fn diagnose(self) -> crate::doctor::Diagnosis {
        let environment = self.environment();
        let origins = crate::config::origins(self.sources(&environment));
        let proxy = origins.iter().all(|origin| origin.name != "proxy");
        let proxy = if proxy { crate::http::proxy::variable(&environment) } else { None };
        let client = self.build();
        crate::doctor::diagnose(origins, proxy, client.as_ref().map(Client::engine))
    }

    /// Returns a function that reads environment variables.
    fn environment(&self) -> impl Fn(&str) -> Option<String> + use<> {
        let ignore = self.ignore_environment;
        move |name: &str| {
            let value = if ignore { None } else { std::env::var_os(name) };
            // Invalid UTF-8 becomes U+FFFD, which every setting refuses. Ignoring the variable would be worse.
            value.filter(|v| !v.is_empty()).map(|v| v.to_string_lossy().into_owned())
        }
    }

    fn sources<'a>(&'a self, environment: &'a dyn Fn(&str) -> Option<String>) -> Sources<'a> {
        Sources { arguments: &self.settings, ca_bundle: self.ca_bundle.as_deref(), environment }
    }
}
