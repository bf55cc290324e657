//! Settings of a client. Their precedence is argument, environment, profile, default.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ureq::Proxy;
use zeroize::Zeroizing;

use crate::credentials::{Credentials, Headers, Secret};
use crate::engine::Api;
use crate::error::Error;
use crate::http::{BaseUrl, Trust, proxy};
use crate::phone::PhoneRules;
use crate::rules::Rules;
use crate::time::LONGEST_TIME;

/// A setting of a client. Its environment variable is `SMSBAT_` plus the name in capitals.
#[derive(Debug)]
#[non_exhaustive]
pub struct Setting {
    /// Name, the same in every language.
    pub name: &'static str,
    /// Type of the value.
    pub kind: SettingKind,
    /// True if the value is a secret, printed as `***`.
    pub secret: bool,
    /// Default value; empty if there is none.
    pub default: &'static str,
    /// Documentation.
    pub doc: &'static str,
}

/// Type of a setting's value. Every setting can be given as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SettingKind {
    /// Text.
    Text,
    /// Path of a file.
    Path,
    /// True or false.
    Flag,
    /// Number of seconds, with an optional fraction.
    Seconds,
    /// Whole number of 32 bits.
    Count,
    /// Whole number of 64 bits.
    Size,
    /// Whole number, or `none`.
    CountOrNone,
}

const fn setting(name: &'static str, kind: SettingKind, default: &'static str, doc: &'static str) -> Setting {
    Setting { name, kind, secret: false, default, doc }
}

const fn secret(name: &'static str, doc: &'static str) -> Setting {
    Setting { name, kind: SettingKind::Text, secret: true, default: "", doc }
}

/// All settings, in the order of the arguments in Python.
pub const SETTINGS: &[Setting] = &[
    secret("api_key", "Key of the account, created in the dashboard. Sent as `X-Authorization-Key`."),
    setting(
        "username",
        SettingKind::Text,
        "",
        "Login of the dashboard, for HTTP Basic authentication; requires `password`.",
    ),
    secret("password", "Password of the dashboard, for HTTP Basic authentication; requires `username`."),
    secret("company_token", "Company token of ChatHub."),
    secret("viber_bot_token", "Token of a Viber bot, for Cascade."),
    secret("telegram_bot_key", "Key of a Telegram bot, for Cascade."),
    setting("messagio_user", SettingKind::Text, "", "User of the Messagio-compatible API."),
    secret("messagio_sign", "Signature of the Messagio-compatible API."),
    setting(
        "base_url",
        SettingKind::Text,
        "https://restapi.smsbat.com",
        "URL of the SMSBAT, Cascade, TurboSMS and Messagio APIs.",
    ),
    setting(
        "chathub_url",
        SettingKind::Text,
        "https://chatapi.smsbat.com",
        "URL of the ChatHub API. If it is not set and `base_url` is a loopback address, `base_url` applies.",
    ),
    setting(
        "timeout",
        SettingKind::Seconds,
        "30",
        "Time limit of a whole call in seconds, including all attempts and the waits between them.",
    ),
    setting(
        "connect_timeout",
        SettingKind::Seconds,
        "5",
        "Time limit for opening one connection, in seconds: DNS, TCP, proxy, TLS.",
    ),
    setting("max_retries", SettingKind::Count, "2", "Maximum number of retries after the first attempt."),
    // A secret, because it may contain a password.
    secret("proxy", "URL of an HTTP proxy. Default: HTTPS_PROXY or ALL_PROXY, unless NO_PROXY covers the host."),
    setting(
        "ca_bundle",
        SettingKind::Path,
        "",
        "PEM file with certificates to trust in addition to the system's. Default: REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE.",
    ),
    setting(
        "profile",
        SettingKind::Text,
        "",
        "Table of the file ~/.config/smsbat/config.toml, on Windows %APPDATA%\\smsbat\\config.toml, from which settings are \
         read.",
    ),
    setting(
        "api_key_as_password",
        SettingKind::Flag,
        "false",
        "Send the key as the password of HTTP Basic authentication, with `@` as the user name.",
    ),
    setting(
        "max_reply_size",
        SettingKind::Size,
        "67108864",
        "Largest response body in bytes, after decompression. A response of any size may have at most 100,000 rows \
         and values.",
    ),
    setting(
        "country",
        SettingKind::Text,
        "",
        "Country code of national numbers. With `380`, `0671234567` means +380671234567. Without it, they are refused.",
    ),
    setting(
        "check_phones",
        SettingKind::Flag,
        "true",
        "Refuse numbers with an unknown country code or a wrong length. With `false`, only E.164's 7 to 15 digits are checked.",
    ),
    setting(
        "max_parts_per_message",
        SettingKind::CountOrNone,
        "10",
        "Maximum number of parts of one SMS; a longer text is refused. `none` means 255, the maximum of the standard.",
    ),
];

/// Checked settings of a client.
#[derive(Debug)]
pub(crate) struct Config {
    credentials: Option<Credentials>,
    company_token: Option<Secret>,
    viber_bot_token: Option<Secret>,
    telegram_bot_key: Option<Secret>,
    messagio_user: Option<String>,
    messagio_sign: Option<Secret>,
    /// All of these that are secret, which no error may repeat.
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

/// Sources of the values. Tests replace those of the process.
pub(crate) struct Sources<'a> {
    pub(crate) arguments: &'a HashMap<&'static str, Secret>,
    /// `ca_bundle`, if it was given as a path.
    pub(crate) ca_bundle: Option<&'a Path>,
    pub(crate) environment: &'a dyn Fn(&str) -> Option<String>,
}

struct Levels<'a> {
    sources: Sources<'a>,
    profile: HashMap<String, Secret>,
}

impl Levels<'_> {
    fn levels(&self, name: &str) -> [Option<Secret>; 3] {
        let environment = (self.sources.environment)(&variable(name)).map(Secret::new);
        [self.sources.arguments.get(name).cloned(), environment, self.profile.get(name).cloned()]
    }

    /// Returns a value and a description of its source.
    fn get(&self, name: &str) -> Option<(Secret, String)> {
        self.levels(name).into_iter().zip(places(name)).find_map(|(value, from)| Some((value?, from)))
    }

    fn or_default(&self, name: &str) -> (Secret, String) {
        self.get(name).unwrap_or_else(|| {
            let default = SETTINGS.iter().find(|s| s.name == name).map_or("", |s| s.default);
            (Secret::new(default), name.to_owned())
        })
    }
}

/// A setting that has a value, and its source. The value is masked if it may be secret or personal.
#[cfg(feature = "doctor")]
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Origin {
    /// Name of the setting.
    pub name: &'static str,
    /// Value, or `***`.
    pub value: String,
    /// Source: `argument`, a variable of the environment such as `SMSBAT_API_KEY`, `profile` and its name, or `default`.
    pub from: String,
}

/// Returns a value without what is secret or personal in it.
#[cfg(feature = "doctor")]
fn shown(setting: &Setting, value: &str) -> String {
    match setting.name {
        "proxy" => match proxy::parse(value, "proxy") {
            Ok(proxy) => format!("{}:{}", proxy.host(), proxy.port()),
            Err(_) => "***".to_owned(),
        },
        "base_url" | "chathub_url" if BaseUrl::parse(value).is_err() => "***".to_owned(),
        "username" | "messagio_user" => "***".to_owned(),
        _ if setting.secret => format!("*** ({} characters)", value.chars().count()),
        _ => value.to_owned(),
    }
}

/// Describes the source of a setting at each level.
fn places(name: &str) -> [String; 3] {
    [name.to_owned(), variable(name), format!("{name} (profile)")]
}

/// Returns the environment variable of a setting.
fn variable(name: &str) -> String {
    format!("SMSBAT_{}", name.to_ascii_uppercase())
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
                (Some(token), _) => Ok(vec![("Authorization", token.to_header("Bearer "))]),
                (None, Some(key)) => Ok(vec![("X-Authorization-Key", key.to_header(""))]),
                (None, None) => lacking("ChatHub requires company_token, chathub.login(…) or api_key"),
            },
            Api::TurboSms => match key {
                Some(key) => Ok(vec![("Authorization", key.to_header("Bearer "))]),
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

    /// Returns the settings that have a value, and the source of each.
    #[cfg(feature = "doctor")]
    pub(crate) fn origins(sources: Sources<'_>) -> Vec<Origin> {
        let mut levels = Levels { sources, profile: HashMap::new() };
        let profile = levels.get("profile");
        if let Some((profile, from)) = &profile {
            // `resolve` reports what is wrong with it.
            levels.profile = read_profile(profile.expose(), from, levels.sources.environment).unwrap_or_default();
        }
        let table = profile.map_or_else(String::new, |(name, _)| format!("profile {}", name.expose()));
        let found = SETTINGS.iter().filter_map(|setting| {
            let argument = || "argument".to_owned();
            let path = levels.sources.ca_bundle.filter(|_| setting.name == "ca_bundle");
            let path = path.map(|path| (Secret::new(path.to_string_lossy()), argument()));
            let places = [argument(), variable(setting.name), table.clone()];
            let given = levels.levels(setting.name).into_iter().zip(places).find_map(|(v, from)| Some((v?, from)));
            let (value, from) = path.or(given).or_else(|| {
                (!setting.default.is_empty()).then(|| (Secret::new(setting.default), "default".to_owned()))
            })?;
            let value = crate::shown::line(shown(setting, value.expose()));
            Some(Origin { name: setting.name, value, from })
        });
        found.collect()
    }

    /// Returns user and signature of the Messagio-compatible API.
    pub(crate) fn messagio(&self) -> Result<(&str, &Secret), Error> {
        match (&self.messagio_user, &self.messagio_sign) {
            (Some(user), Some(sign)) => Ok((user, sign)),
            _ => Err(Error::configuration("the Messagio-compatible API requires messagio_user and messagio_sign")),
        }
    }

    pub(crate) fn resolve(sources: Sources<'_>) -> Result<Self, Error> {
        let mut levels = Levels { sources, profile: HashMap::new() };
        if let Some((profile, from)) = levels.get("profile") {
            levels.profile = read_profile(profile.expose(), &from, levels.sources.environment)?;
        }
        let mut base = base_url(&levels, "base_url")?;
        let mut chathub = match levels.get("chathub_url") {
            // Someone who uses a local server does not mean the provider.
            None if base.loopback => base.clone(),
            _ => base_url(&levels, "chathub_url")?,
        };
        let proxy = proxy(&levels, [&mut base, &mut chathub])?;
        let credentials = credentials(&levels)?;
        let [company_token, viber_bot_token, telegram_bot_key, messagio_sign] =
            ["company_token", "viber_bot_token", "telegram_bot_key", "messagio_sign"]
                .map(|name| secret_of(&levels, name));
        let (company_token, viber_bot_token) = (company_token?, viber_bot_token?);
        let (telegram_bot_key, messagio_sign) = (telegram_bot_key?, messagio_sign?);
        let others = [&company_token, &viber_bot_token, &telegram_bot_key, &messagio_sign].into_iter().flatten();
        let secrets = credentials.iter().flat_map(Credentials::secrets).chain(others.cloned()).collect();
        Ok(Self {
            credentials,
            company_token,
            viber_bot_token,
            telegram_bot_key,
            messagio_user: secret_of(&levels, "messagio_user")?.map(|user| user.expose().to_owned()),
            messagio_sign,
            secrets,
            base,
            chathub,
            timeout: seconds(&levels, "timeout")?,
            connect_timeout: seconds(&levels, "connect_timeout")?,
            max_retries: whole(&levels, "max_retries", 100)? as u32,
            max_reply_size: whole(&levels, "max_reply_size", u64::MAX)?,
            proxy,
            trust: trust(&levels)?,
            rules: rules(&levels)?,
        })
    }
}

fn secret_of(levels: &Levels<'_>, name: &str) -> Result<Option<Secret>, Error> {
    let Some((secret, from)) = levels.get(name) else { return Ok(None) };
    secret.check(&from)?;
    Ok(Some(secret))
}

/// Returns the credentials, all from the first level that has any.
fn credentials(levels: &Levels<'_>) -> Result<Option<Credentials>, Error> {
    let given = |name: &str| levels.levels(name).into_iter().zip(places(name));
    let as_password = flag(levels, "api_key_as_password")?;
    for ((key, username), password) in given("api_key").zip(given("username")).zip(given("password")) {
        for (value, place) in [&key, &username, &password] {
            value.as_ref().map_or(Ok(()), |v| v.check(place))?;
        }
        return Ok(Some(match (key.0, username.0, password.0) {
            (None, None, None) => continue,
            (Some(key), None, None) if as_password => Credentials::KeyAsPassword(key),
            (Some(key), None, None) => Credentials::Key(key),
            (None, Some(username), Some(password)) => {
                if username.expose().contains(':') {
                    return Err(Error::configuration(
                        "username contains ':', which HTTP Basic authentication does not allow",
                    ));
                }
                Credentials::Login { username, password }
            }
            (None, Some(_), None) => return Err(Error::configuration("username requires password")),
            (None, None, Some(_)) => return Err(Error::configuration("password requires username")),
            (Some(_), ..) => {
                return Err(Error::configuration(
                    "api_key and username/password are both set; set only one of them, preferably api_key",
                ));
            }
        }));
    }
    Ok(None)
}

fn base_url(levels: &Levels<'_>, name: &str) -> Result<BaseUrl, Error> {
    let (text, from) = levels.or_default(name);
    BaseUrl::parse(text.expose()).map_err(|why| Error::configuration(format!("{from} {why}")))
}

/// Parses a number of seconds with an optional fraction: above 0, at most a day.
pub(crate) fn parse_seconds(text: &str) -> Option<Duration> {
    let seconds = text.trim().parse::<f64>().ok().filter(|s| *s > 0.0 && *s <= LONGEST_TIME.as_secs_f64())?;
    Some(Duration::from_secs_f64(seconds))
}

fn seconds(levels: &Levels<'_>, name: &str) -> Result<Duration, Error> {
    let (text, from) = levels.or_default(name);
    parse_seconds(text.expose()).ok_or_else(|| {
        Error::configuration(format!(
            "{from} must be a number of seconds above 0 and at most 86400 (no wait is unlimited)"
        ))
    })
}

fn whole(levels: &Levels<'_>, name: &str, most: u64) -> Result<u64, Error> {
    let (text, from) = levels.or_default(name);
    text.expose()
        .trim()
        .parse::<u64>()
        .ok()
        .filter(|n| *n <= most)
        .ok_or_else(|| Error::configuration(format!("{from} must be a whole number from 0 to {most}")))
}

fn flag(levels: &Levels<'_>, name: &str) -> Result<bool, Error> {
    let (text, from) = levels.or_default(name);
    match text.expose() {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(Error::configuration(format!("{from} must be true or false"))),
    }
}

fn rules(levels: &Levels<'_>) -> Result<Rules, Error> {
    let (country, from) = levels.get("country").unzip();
    let phones = PhoneRules::new(country.as_ref().map(Secret::expose), flag(levels, "check_phones")?);
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

/// Returns the folder for the configuration of programs. On Windows, it is that of the roaming profile.
fn config_folder(environment: &dyn Fn(&str) -> Option<String>, windows: bool) -> Result<PathBuf, &'static str> {
    let folder = |name: &str| environment(name).map(PathBuf::from);
    let own = || if windows { folder("APPDATA") } else { None };
    let home = || folder("HOME").map(|home| home.join(".config"));
    folder("XDG_CONFIG_HOME").or_else(own).or_else(home).ok_or(if windows {
        "none of XDG_CONFIG_HOME, APPDATA and HOME is set"
    } else {
        "neither XDG_CONFIG_HOME nor HOME is set"
    })
}

fn read_profile(
    profile: &str,
    from: &str,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<HashMap<String, Secret>, Error> {
    let base =
        config_folder(environment, cfg!(windows)).map_err(|why| Error::configuration(format!("{from}: {why}")))?;
    let path = base.join("smsbat").join("config.toml");
    let refuse = |why: String| Error::configuration(format!("{from}: {}: {why}", path.display()));
    let bytes = Zeroizing::new(
        std::fs::read(&path).map_err(|e| refuse(format!("cannot be read: {}", crate::os_text::why(&e))))?,
    );
    let text = crate::text_file::read(&bytes).map_err(|why| refuse(why.to_owned()))?;
    // The parser's own error would repeat the line, which may contain a secret.
    let file: toml::Table = text.parse().map_err(|_| refuse("is not TOML".to_owned()))?;
    let Some(toml::Value::Table(table)) = file.get(profile) else {
        return Err(refuse(format!("has no table [{profile}]")));
    };
    let mut values = HashMap::new();
    for (key, value) in table {
        if !SETTINGS.iter().any(|s| s.name == key && key != "profile") {
            return Err(refuse(format!("[{profile}] has the unknown setting '{key}'")));
        }
        let value = match value {
            toml::Value::String(text) => text.clone(),
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Float(number) => number.to_string(),
            toml::Value::Boolean(flag) => flag.to_string(),
            _ => return Err(refuse(format!("[{profile}] {key} must be a string, a number, true or false"))),
        };
        values.insert(key.clone(), Secret::new(value));
    }
    Ok(values)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use std::borrow::Cow;

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
            (vec![("company_token", "k\u{fffd}")], "is not UTF-8"),
            (vec![("messagio_user", "k\r")], "control character"),
            (vec![("base_url", "http://example.org")], "use https://"),
            (vec![("base_url", "restapi.smsbat.com")], "must begin with https://"),
            (vec![("base_url", "https://u:p@example.org")], "user or password"),
            (vec![("proxy", "socks5://localhost:1")], "only http:// and https://"),
            (vec![("timeout", "0")], "above 0"),
            (vec![("timeout", "inf")], "no wait is unlimited"),
            (vec![("max_retries", "-1")], "whole number"),
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
    fn the_profile_is_where_the_system_keeps_settings() {
        for (windows, set, want) in [
            (false, vec![("HOME", "/home/ada"), ("APPDATA", "x")], Ok("/home/ada/.config")),
            (false, vec![("XDG_CONFIG_HOME", "/etc/xdg"), ("HOME", "/home/ada")], Ok("/etc/xdg")),
            (false, vec![("APPDATA", "x")], Err("HOME")),
            (true, vec![("APPDATA", "C:/Users/Ada/AppData/Roaming")], Ok("C:/Users/Ada/AppData/Roaming")),
            (true, vec![("HOME", "/c/Users/ada")], Ok("/c/Users/ada/.config")),
            (true, vec![("USERPROFILE", "C:/Users/Ada")], Err("APPDATA")),
        ] {
            let environment = |name: &str| set.iter().find(|(k, _)| *k == name).map(|(_, v)| (*v).to_owned());
            match (config_folder(&environment, windows), want) {
                (Ok(folder), Ok(want)) => assert_eq!(folder, PathBuf::from(want)),
                (Err(why), Err(want)) => assert!(why.contains(want), "{why}"),
                (have, want) => panic!("{have:?} instead of {want:?}"),
            }
        }
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
