//! Credentials of the SMSBAT and Cascade APIs (`docs/provider/smsbat-api.md` §2, `docs/provider/cascade-api.md` §2).

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::provider::common::refusal::Refusal;

/// The API key of the documentation's examples. Every key that starts with `test-` works.
pub const TEST_KEY: &str = "test-key";

/// Header of an API key, in lower case as in a [`HeaderMap`].
pub(crate) const KEY_HEADER: &str = "x-authorization-key";

/// Header of a Viber bot token, for Cascade.
pub(crate) const VIBER_BOT_HEADER: &str = "x-viber-auth-token";
/// Header of a Telegram bot key, for Cascade.
pub(crate) const TELEGRAM_BOT_HEADER: &str = "x-tg-bot-key";

pub(crate) const SUSPENDED: &str = "the account is suspended";
pub(crate) const UNKNOWN_LOGIN: &str =
    "unknown login or password; the sandbox accepts those that start with test and test-";

/// Account of a request. Rate limits are per account.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Account {
    Key(String),
    Login(String),
}

/// Caller of a request, which handlers find in its extensions.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) account: Account,
}

/// Returns the account of a request, or 401 or 403.
pub(crate) fn identify(headers: &HeaderMap) -> Result<Account, Refusal> {
    let mut found: Option<Account> = None;
    let keys = headers.get_all(KEY_HEADER).iter().map(|v| key(v.to_str().unwrap_or_default()));
    let basics = headers.get_all(AUTHORIZATION).iter().map(|v| basic(v.to_str().unwrap_or_default()));
    for account in keys.chain(basics) {
        let account = account?;
        if found.as_ref().is_some_and(|other| *other != account) {
            return Err(refused("the request has two different credentials"));
        }
        found = Some(account);
    }
    found.ok_or_else(|| refused("no credentials: send X-Authorization-Key or Authorization: Basic"))
}

/// As [`identify`], for an API with HTTP Basic only.
pub(crate) fn identify_basic(headers: &HeaderMap) -> Result<Account, Refusal> {
    let value = headers.get(AUTHORIZATION).ok_or_else(|| refused("no credentials: send Authorization: Basic"))?;
    basic(value.to_str().unwrap_or_default())
}

/// As [`identify`], for Cascade: an API key, a Viber bot token or a Telegram bot key. The first one is the account.
pub(crate) fn identify_cascade(headers: &HeaderMap) -> Result<Account, Refusal> {
    let mut found = None;
    for name in [KEY_HEADER, VIBER_BOT_HEADER, TELEGRAM_BOT_HEADER] {
        for value in headers.get_all(name) {
            let account = key(value.to_str().unwrap_or_default())?;
            found.get_or_insert(account);
        }
    }
    found.ok_or_else(|| refused("no credentials: send X-Authorization-Key, X-Viber-Auth-Token or X-Tg-Bot-Key"))
}

/// Returns the account of a key.
pub(crate) fn key(key: &str) -> Result<Account, Refusal> {
    if !key.starts_with("test-") {
        return Err(refused("unknown key; the sandbox accepts keys that start with test-"));
    }
    refuse_suspended(key)?;
    Ok(Account::Key(key.to_owned()))
}

/// Returns true if the sandbox accepts this login.
pub(crate) fn is_known_login(login: &str, password: &str) -> bool {
    login.starts_with("test") && password.starts_with("test-")
}

/// Fails with 403 if the account of this key or password is suspended.
pub(crate) fn refuse_suspended(key: &str) -> Result<(), Refusal> {
    match key.starts_with("test-suspended") {
        true => Err(Refusal::flat(StatusCode::FORBIDDEN, SUSPENDED, None)),
        false => Ok(()),
    }
}

fn basic(value: &str) -> Result<Account, Refusal> {
    let decoded = value
        .split_once(' ')
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("basic"))
        .and_then(|(_, encoded)| STANDARD.decode(encoded.trim()).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok());
    match decoded.as_deref().and_then(|text| text.split_once(':')) {
        Some(("@", password)) => key(password),
        Some((login, password)) if is_known_login(login, password) => Ok(Account::Login(login.to_owned())),
        Some(_) => Err(refused(UNKNOWN_LOGIN)),
        None => Err(refused("Authorization must be Basic with base64 of login:password or @:key")),
    }
}

/// The response to wrong credentials.
pub(crate) fn refused(message: &str) -> Refusal {
    Refusal::flat(StatusCode::UNAUTHORIZED, message, None)
}

/// Returns true if a header holds a secret. It is masked wherever requests are shown.
pub(crate) fn is_secret(header: &str) -> bool {
    ["key", "token", "secret", "auth", "password", "cookie"].iter().any(|word| header.contains(word))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn answer(headers: &[(&'static str, &str)]) -> Result<Account, u16> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        identify(&map).map_err(|refusal| refusal.status.as_u16())
    }

    fn encoded(text: &str) -> String {
        format!("Basic {}", STANDARD.encode(text))
    }

    #[test]
    fn three_ways_in() {
        assert_eq!(answer(&[(KEY_HEADER, "test-key")]), Ok(Account::Key("test-key".into())));
        assert_eq!(answer(&[("authorization", &encoded("@:test-key"))]), Ok(Account::Key("test-key".into())));
        assert_eq!(answer(&[("authorization", &encoded("tester:test-pass"))]), Ok(Account::Login("tester".into())));
    }

    #[test]
    fn everything_else_stays_out() {
        assert_eq!(answer(&[]), Err(401));
        assert_eq!(answer(&[(KEY_HEADER, "live-key")]), Err(401));
        assert_eq!(answer(&[("authorization", "Bearer test-key")]), Err(401));
        assert_eq!(answer(&[("authorization", "Basic %%%")]), Err(401));
        assert_eq!(answer(&[("authorization", &encoded("someone:test-pass"))]), Err(401));
        assert_eq!(answer(&[("authorization", &encoded("tester:secret"))]), Err(401));
        assert_eq!(answer(&[(KEY_HEADER, "test-suspended-1")]), Err(403));
    }

    #[test]
    fn two_credentials_must_agree() {
        let same = encoded("@:test-key");
        assert!(answer(&[(KEY_HEADER, "test-key"), ("authorization", &same)]).is_ok());
        assert_eq!(answer(&[(KEY_HEADER, "test-other"), ("authorization", &same)]), Err(401));
        assert_eq!(answer(&[(KEY_HEADER, "test-key"), ("authorization", &encoded("tester:test-pass"))]), Err(401));
    }
}
