//! Table of the settings: the arguments of a client in each language, variables of the environment, names in a profile.

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
        "Largest response body in bytes, 1 or more, after decompression. A response of any size may have at most 100,000 rows \
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
