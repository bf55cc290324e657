//! Settings of a client. Their precedence is argument, environment, profile, default.

mod levels;
#[cfg(feature = "doctor")]
mod origin;
mod profile;
mod settings;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ureq::Proxy;

use crate::config::levels::{CREDENTIALS, Levels, places};
pub(crate) use crate::config::levels::{Sources, parse_seconds};
#[cfg(feature = "doctor")]
pub use crate::config::origin::Origin;
#[cfg(feature = "doctor")]
pub(crate) use crate::config::origin::origins;
pub use crate::config::settings::{SETTINGS, Setting, SettingKind};
use crate::credentials::{Credentials, Headers, Secret};
use crate::engine::Api;
use crate::error::Error;
use crate::http::{BaseUrl, Trust, proxy};
use crate::limits::MAX_RETRIES;
use crate::phone::PhoneRules;
use crate::rules::Rules;

/// Checked settings of a client.
#[derive(Debug)]
pub(crate) struct Config {
    credentials: Option<Credentials>,
    company_token: Option<Secret>,
    viber_bot_token: Option<Secret>,
    telegram_bot_key: Option<Secret>,
    messagio_user: Option<String>,
    messagio_sign: Option<Secret>,
    /// The values of all secret settings, which no error may repeat.
    secrets: Arc<[Secret]>,
    base: BaseUrl,
    chathub: BaseUrl,
    pub(crate) timeout: Duration,
    pub(crate) connect_timeout: Duration,
    pub(crate) max_retries: u32,
    pub(crate) max_reply_size: u64,
    pub(crate) proxy: Option<Proxy>,
    pub(crate) trust: Trust,
    pub(crate) rules: Rules,
}

impl Config {
    /// Returns the base URL of an API.
    pub(crate) fn base(&self, api: Api) -> &BaseUrl {
        match api {
            Api::ChatHub => &self.chathub,
            Api::Messages | Api::Cascade | Api::TurboSms | Api::Messagio => &self.base,
        }
    }

    /// Returns the texts that no error may repeat.
    pub(crate) fn secrets(&self) -> &Arc<[Secret]> {
        &self.secrets
    }

    /// Returns the headers with the credentials for an API (D8, D48, D54).
    pub(crate) fn credentials(&self, api: Api) -> Result<Headers, Error> {
        let key = match &self.credentials {
            Some(Credentials::Key(key) | Credentials::KeyAsPassword(key)) => Some(key),
            _ => None,
        };
        let lacking = |text: &str| Err(Error::configuration(text));
        match api {
            Api::Messages => match &self.credentials {
                Some(credentials) => Ok(vec![credentials.header()]),
                None => lacking("no credentials: pass api_key, or username and password, or set SMSBAT_API_KEY"),
            },
            Api::Cascade => {
                let given = [
                    ("X-Authorization-Key", key),
                    ("X-Viber-Auth-Token", self.viber_bot_token.as_ref()),
                    ("X-Tg-Bot-Key", self.telegram_bot_key.as_ref()),
                ];
                let headers: Headers = given.into_iter().filter_map(|(n, v)| Some((n, v?.to_header("")))).collect();
                if headers.is_empty() {
                    return lacking(
                        "Cascade requires api_key, viber_bot_token or telegram_bot_key; it does not accept a login",
                    );
                }
                Ok(headers)
            }
            Api::ChatHub => match (&self.company_token, key) {
                (Some(token), _) => Ok(vec![("Authorization", token.to_bearer("company_token")?)]),
                (None, Some(key)) => Ok(vec![("X-Authorization-Key", key.to_header(""))]),
                (None, None) => lacking("ChatHub requires company_token, chathub.login(…) or api_key"),
            },
            Api::TurboSms => match key {
                Some(key) => Ok(vec![("Authorization", key.to_bearer("api_key")?)]),
                None => lacking("the TurboSMS-compatible API requires api_key; it does not accept a login"),
            },
            // User and signature are form fields.
            Api::Messagio => Ok(Vec::new()),
        }
    }

    /// Returns the APIs whose hosts are worth a check: few accounts use the hub, which has a host of its own.
    #[cfg(feature = "doctor")]
    pub(crate) fn apis_with_credentials(&self) -> Vec<Api> {
        match (&self.credentials, &self.company_token) {
            (Some(_), Some(_)) => vec![Api::Messages, Api::ChatHub],
            (None, Some(_)) => vec![Api::ChatHub],
            _ => vec![Api::Messages],
        }
    }

    /// Returns true if there are credentials, but none that a read can check.
    #[cfg(feature = "doctor")]
    pub(crate) fn has_only_other_credentials(&self) -> bool {
        let other = self.viber_bot_token.is_some() || self.telegram_bot_key.is_some() || self.messagio_sign.is_some();
        other && self.credentials.is_none() && self.company_token.is_none()
    }

    /// Returns user and signature of the Messagio-compatible API.
    pub(crate) fn messagio(&self) -> Result<(&str, &Secret), Error> {
        match (&self.messagio_user, &self.messagio_sign) {
            (Some(user), Some(sign)) => Ok((user, sign)),
            _ => Err(Error::configuration("the Messagio-compatible API requires messagio_user and messagio_sign")),
        }
    }

    pub(crate) fn resolve(sources: Sources<'_>) -> Result<Self, Error> {
        let levels = Levels::of(sources)?;
        let mut base = base_url(&levels, "base_url")?;
        let mut chathub = match levels.get("chathub_url") {
            // Someone who uses a local server does not mean the provider.
            None if base.loopback => base.clone(),
            _ => base_url(&levels, "chathub_url")?,
        };
        let proxy = proxy(&levels, [&mut base, &mut chathub])?;
        let credentials = credentials(&levels)?;
        let given = SETTINGS.iter().filter(|setting| setting.secret).filter_map(|setting| levels.get(setting.name));
        let secrets = credentials.iter().flat_map(Credentials::secrets).chain(given.map(|(value, _)| value)).collect();
        Ok(Self {
            credentials,
            company_token: levels.secret("company_token")?,
            viber_bot_token: levels.secret("viber_bot_token")?,
            telegram_bot_key: levels.secret("telegram_bot_key")?,
            messagio_user: levels.secret("messagio_user")?.map(|user| user.expose().to_owned()),
            messagio_sign: levels.secret("messagio_sign")?,
            secrets,
            base,
            chathub,
            timeout: levels.seconds("timeout")?,
            connect_timeout: levels.seconds("connect_timeout")?,
            max_retries: levels.whole("max_retries", 0..=MAX_RETRIES.into())? as u32,
            max_reply_size: levels.whole("max_reply_size", 1..=u64::MAX)?,
            proxy,
            trust: trust(&levels)?,
            rules: rules(&levels)?,
        })
    }
}

/// Returns the credentials, all from the first level that has any.
fn credentials(levels: &Levels<'_>) -> Result<Option<Credentials>, Error> {
    let as_password = levels.flag("api_key_as_password")?;
    let Some(level) = levels.of_credentials() else { return Ok(None) };
    let given = CREDENTIALS.map(|name| levels.all(name).into_iter().zip(places(name)).nth(level));
    let [key, username, password] = given.map(|given| match given {
        Some((Some(value), place)) => value.check(&place).map(|()| Some(value)),
        _ => Ok(None),
    });
    Ok(match (key?, username?, password?) {
        (None, None, None) => None,
        (Some(key), None, None) if as_password => Some(Credentials::KeyAsPassword(key)),
        (Some(key), None, None) => Some(Credentials::Key(key)),
        (None, Some(username), Some(password)) => {
            if username.expose().contains(':') {
                return Err(Error::configuration(
                    "username contains ':', which HTTP Basic authentication does not allow",
                ));
            }
            Some(Credentials::Login { username, password })
        }
        (None, Some(_), None) => return Err(Error::configuration("username requires password")),
        (None, None, Some(_)) => return Err(Error::configuration("password requires username")),
        (Some(_), ..) => {
            return Err(Error::configuration(
                "api_key and username/password are both set; set only one of them, preferably api_key",
            ));
        }
    })
}

fn base_url(levels: &Levels<'_>, name: &str) -> Result<BaseUrl, Error> {
    let (text, from) = levels.or_default(name);
    BaseUrl::parse(text.expose()).map_err(|why| Error::configuration(format!("{from} {why}")))
}

fn rules(levels: &Levels<'_>) -> Result<Rules, Error> {
    let (country, from) = levels.get("country").unzip();
    let phones = PhoneRules::new(country.as_ref().map(Secret::expose), levels.flag("check_phones")?);
    let phones = phones.map_err(|e| Error::configuration(format!("{} {e}", from.unwrap_or_default())))?;
    let (parts, from) = levels.or_default("max_parts_per_message");
    let max_parts = Rules::read_parts(parts.expose());
    let max_parts = max_parts.ok_or_else(|| Error::configuration(format!("{from} {}", Rules::PARTS)))?;
    Ok(Rules { phones, max_parts })
}

/// Returns the proxy, and marks the targets that bypass it.
fn proxy(levels: &Levels<'_>, targets: [&mut BaseUrl; 2]) -> Result<Option<Proxy>, Error> {
    if let Some((address, from)) = levels.get("proxy") {
        return proxy::parse(address.expose(), &from).map(Some);
    }
    let environment = levels.sources.environment;
    let mut all_direct = true;
    for target in targets {
        target.direct = target.loopback || proxy::is_exempt(environment, target.authority.host());
        all_direct &= target.direct;
    }
    // The variable is not used, so its value is not checked.
    if all_direct { Ok(None) } else { proxy::from_environment(environment) }
}

fn trust(levels: &Levels<'_>) -> Result<Trust, Error> {
    if let Some(path) = levels.sources.ca_bundle {
        return Trust::new(Some(("ca_bundle", path)));
    }
    if let Some((path, _)) = levels.get("ca_bundle") {
        return Trust::new(Some(("ca_bundle", Path::new(path.expose()))));
    }
    for name in ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"] {
        if let Some(path) = (levels.sources.environment)(name) {
            return Trust::new(Some((name, &PathBuf::from(path))));
        }
    }
    Trust::new(None)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use std::borrow::Cow;
    use std::collections::HashMap;

    use super::*;

    fn resolve(arguments: &[(&'static str, &str)], environment: &[(&str, &str)]) -> Result<Config, String> {
        let arguments = arguments.iter().map(|(k, v)| (*k, Secret::new(*v))).collect();
        let environment = |name: &str| environment.iter().find(|(k, _)| *k == name).map(|(_, v)| (*v).to_owned());
        Config::resolve(Sources { arguments: &arguments, ca_bundle: None, environment: &environment })
            .map_err(|e| e.to_string())
    }

    #[test]
    fn the_first_level_with_credentials_gives_them_whole() {
        let config = resolve(&[("api_key", "k")], &[("SMSBAT_USERNAME", "u"), ("SMSBAT_PASSWORD", "p")]).unwrap();
        assert_eq!(config.credentials, Some(Credentials::Key(Secret::new("k"))));
        let config = resolve(&[], &[("SMSBAT_USERNAME", "u"), ("SMSBAT_PASSWORD", "p")]).unwrap();
        assert!(matches!(config.credentials, Some(Credentials::Login { .. })));
        let config = resolve(&[("api_key", "k")], &[("SMSBAT_API_KEY_AS_PASSWORD", "true")]).unwrap();
        assert_eq!(config.credentials, Some(Credentials::KeyAsPassword(Secret::new("k"))));
    }

    #[test]
    fn contradictions_and_slips_are_refused_with_advice() {
        for (arguments, want) in [
            (vec![("api_key", "k"), ("username", "u")], "both set"),
            (vec![("username", "u")], "requires password"),
            (vec![("api_key", "k\n")], "control character"),
            (vec![("api_key", " k")], "space"),
            (vec![("api_key", "\u{feff}k")], "byte order mark"),
            (vec![("api_key", "k\u{202e}k")], "invisible character"),
            (vec![("password", "k\u{ad}k"), ("username", "u")], "invisible character"),
            (vec![("messagio_sign", "k\u{a0}k")], "invisible character"),
            (vec![("api_key", "k\u{2028}k")], "invisible character"),
            (vec![("api_key", &"k".repeat(8193))], "api_key is longer than 8192 bytes"),
            (vec![("company_token", "k\u{fffd}")], "is not UTF-8"),
            (vec![("messagio_user", "k\r")], "control character"),
            (vec![("base_url", "http://example.org")], "use https://"),
            (vec![("base_url", "restapi.smsbat.com")], "must begin with https://"),
            (vec![("base_url", "https://u:p@example.org")], "user or password"),
            (vec![("proxy", "socks5://localhost:1")], "only http:// and https://"),
            (vec![("timeout", "0")], "above 0"),
            (vec![("timeout", "inf")], "no wait is unlimited"),
            (vec![("max_retries", "-1")], "whole number"),
            (vec![("max_reply_size", "0")], "whole number from 1 to"),
            (vec![("ca_bundle", "/nonexistent/ca.pem")], "cannot be read"),
            (vec![("country", "999")], "country must be the digits of a country code"),
            (vec![("country", "UA")], "country must be the digits of a country code"),
            (vec![("check_phones", "maybe")], "true or false"),
            (vec![("max_parts_per_message", "0")], "from 1 to 255"),
            (vec![("max_parts_per_message", "256")], "from 1 to 255"),
            (vec![("profile", "x")], "HOME"),
        ] {
            let error = resolve(&arguments, &[]).unwrap_err();
            assert!(error.contains(want), "{error}");
            assert!(!error.contains("k\n"), "{error}");
        }
    }

    #[test]
    fn a_port_that_cannot_be_is_not_left_out() {
        let home = std::env::temp_dir().join(format!("smsbat-ports-{}", std::process::id()));
        std::fs::create_dir_all(home.join("smsbat")).unwrap();
        for port in ["99999", "65536", "-1", "+80", "0", "80abc", "8026;x", ""] {
            for host in ["http://127.0.0.1", "http://[::1]", "https://example.org"] {
                let url = format!("{host}:{port}/v1");
                std::fs::write(home.join("smsbat/config.toml"), format!("[p]\nchathub_url = \"{url}\"\n")).unwrap();
                let profile = [("XDG_CONFIG_HOME", home.to_str().unwrap()), ("SMSBAT_PROFILE", "p")];
                for (arguments, environment, place) in [
                    (&[("base_url", url.as_str())][..], &[][..], "base_url"),
                    (&[("chathub_url", &url)], &[], "chathub_url"),
                    (&[], &[("SMSBAT_BASE_URL", url.as_str())], "SMSBAT_BASE_URL"),
                    (&[], &[("SMSBAT_CHATHUB_URL", &url)], "SMSBAT_CHATHUB_URL"),
                    (&[], &profile, "chathub_url (profile)"),
                ] {
                    let error = resolve(arguments, environment).unwrap_err();
                    assert_eq!(error, format!("{place} has a port that is not a number from 1 to 65535"), "{url}");
                }
            }
        }
        for host in ["", "[]", "[127.0.0.1]"] {
            let error = resolve(&[("base_url", &format!("https://{host}:443"))], &[]).unwrap_err();
            assert!(error.contains("and a host name"), "{host}: {error}");
        }
        assert!(resolve(&[("base_url", "http://[::1]x:80")], &[]).unwrap_err().contains("has a port"));
        assert_eq!(resolve(&[("base_url", "http://[::1]:65535")], &[]).unwrap().base.host(), "[::1]:65535");
        std::fs::remove_dir_all(home).unwrap();
    }

    #[test]
    fn loopback_may_be_plain() {
        for url in ["http://127.0.0.1:8026", "http://localhost:8026/", "http://[::1]:8026"] {
            assert!(resolve(&[("base_url", url)], &[]).unwrap().base.loopback);
        }
        assert!(!resolve(&[], &[]).unwrap().base.loopback);
    }

    /// Runs `tests/vectors/proxies.json`; its README describes the format.
    #[test]
    fn the_environments_proxies_are_read_as_curl_reads_them() {
        let Some(cases) = crate::repository_file("tests/vectors/proxies.json") else { return };
        for case in serde_json::from_str::<Vec<serde_json::Value>>(&cases).unwrap() {
            let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
            let url = text(&case["base_url"]).unwrap();
            let arguments = HashMap::from([("base_url", Secret::new(url.as_str())), ("chathub_url", Secret::new(url))]);
            let environment = |name: &str| text(&case["environment"][name]).filter(|value| !value.is_empty());
            let config = Config::resolve(Sources { arguments: &arguments, ca_bundle: None, environment: &environment });
            if let Some(variable) = case["error"].as_str() {
                let error = config.unwrap_err().to_string();
                assert!(error.contains(&format!("{variable} ")), "{}: {error}", case["name"]);
                assert!(!error.contains("proxy.invalid"), "{}: {error}", case["name"]);
                continue;
            }
            let config = config.unwrap_or_else(|error| panic!("{}: {error}", case["name"]));
            assert_eq!(config.base.direct, config.chathub.direct, "{}", case["name"]);
            let proxy = config.proxy.filter(|_| !config.base.direct);
            let found = proxy.map(|p| format!("{}://{}:{}", p.uri().scheme_str().unwrap(), p.host(), p.port()));
            assert_eq!(found, text(&case["proxy"]), "{}", case["name"]);
        }
    }

    #[test]
    fn each_host_has_its_own_way() {
        let given = [("HTTPS_PROXY", "http://u:p%40@proxy.invalid"), ("NO_PROXY", "restapi.smsbat.com")];
        let config = resolve(&[], &given).unwrap();
        assert_eq!((config.base.direct, config.chathub.direct), (true, false));
        let proxy = config.proxy.unwrap();
        assert_eq!((proxy.username(), proxy.password(), proxy.port()), (Some("u"), Some("p@"), 1080));
        // NO_PROXY does not apply to a proxy that is set for this client.
        let config = resolve(&[("proxy", "proxy.invalid:1"), ("base_url", "http://127.0.0.1")], &given).unwrap();
        assert_eq!((config.base.direct, config.proxy.unwrap().port()), (false, 1));
    }

    #[test]
    fn a_loopback_address_leads_all_apis_there() {
        let here = "http://127.0.0.1:8026";
        let urls = |arguments: &[(&'static str, &str)], environment: &[(&str, &str)]| {
            let config = resolve(arguments, environment).unwrap();
            [config.base(Api::Messages).url.clone(), config.base(Api::ChatHub).url.clone()]
        };
        for address in [here, "https://localhost", "http://[::1]:1"] {
            assert_eq!(urls(&[], &[("SMSBAT_BASE_URL", address)]), [address; 2]);
            assert_eq!(urls(&[("base_url", address)], &[]), [address; 2]);
        }
        let other = "http://127.0.0.1:9";
        assert_eq!(urls(&[("chathub_url", other)], &[("SMSBAT_BASE_URL", here)]), [here, other]);
        assert_eq!(urls(&[("base_url", here)], &[("SMSBAT_CHATHUB_URL", other)]), [here, other]);
        let production = "https://chatapi.smsbat.com";
        assert_eq!(urls(&[("base_url", "https://example.invalid")], &[]), ["https://example.invalid", production]);
    }

    #[test]
    fn an_address_and_its_host() {
        for (url, host, whole) in [
            ("https://api.example.org", "api.example.org", "https://api.example.org/bat/x"),
            ("https://api.example.org:443/", "api.example.org", "https://api.example.org:443/bat/x"),
            ("https://api.example.org:80/v1/", "api.example.org:80", "https://api.example.org:80/v1/bat/x"),
            ("HTTPS://api.example.org/v1", "api.example.org", "https://api.example.org/v1/bat/x"),
            ("http://[::1]:8026", "[::1]:8026", "http://[::1]:8026/bat/x"),
            ("http://[::1]", "[::1]", "http://[::1]/bat/x"),
        ] {
            let base = resolve(&[("base_url", url)], &[]).unwrap().base;
            assert_eq!(base.host(), host);
            assert_eq!(base.secure(), whole.starts_with("https:"));
            for path in [Cow::Borrowed("/bat/x"), Cow::Owned("/bat/x".to_owned())] {
                assert_eq!(base.join(path).unwrap(), whole);
            }
        }
        let base = resolve(&[], &[]).unwrap().base;
        let error = base.join(Cow::Borrowed("/a b")).unwrap_err();
        assert_eq!(error.kind(), crate::ErrorKind::Configuration);
    }

    #[test]
    fn a_profile_stands_below_the_environment() {
        let home = std::env::temp_dir().join(format!("smsbat-config-{}", std::process::id()));
        std::fs::create_dir_all(home.join("smsbat")).unwrap();
        let text = "[work]\napi_key = \"from-profile\"\ntimeout = 7\nmax_retries = 0\n[bad]\nkey = 1\n";
        std::fs::write(home.join("smsbat/config.toml"), text).unwrap();
        let environment = [("XDG_CONFIG_HOME", home.to_str().unwrap()), ("SMSBAT_TIMEOUT", "9")];
        let config = resolve(&[("profile", "work")], &environment).unwrap();
        assert_eq!((config.timeout, config.max_retries), (Duration::from_secs(9), 0));
        assert_eq!(config.credentials, Some(Credentials::Key(Secret::new("from-profile"))));
        for variable in ["SMSBAT_API_KEY", "SMSBAT_COMPANY_TOKEN", "SMSBAT_MESSAGIO_SIGN"] {
            let error = resolve(&[], &[(variable, "k\r")]).unwrap_err();
            assert!(error.contains(&format!("{variable} contains a control character")), "{error}");
        }
        let other = text.replace('\n', "\r\n");
        std::fs::write(home.join("smsbat/config.toml"), format!("\u{feff}{other}")).unwrap();
        assert_eq!(resolve(&[("profile", "work")], &environment).unwrap().max_retries, 0);
        let wide: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        std::fs::write(home.join("smsbat/config.toml"), wide).unwrap();
        assert!(resolve(&[("profile", "work")], &environment).unwrap_err().contains("is UTF-16"));
        std::fs::write(home.join("smsbat/config.toml"), text).unwrap();
        assert!(resolve(&[("profile", "bad")], &environment).unwrap_err().contains("unknown setting 'key'"));
        assert!(resolve(&[("profile", "none")], &environment).unwrap_err().contains("no table [none]"));
        std::fs::remove_dir_all(home).unwrap();
    }
}
