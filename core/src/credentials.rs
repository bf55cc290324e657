//! Secrets, and the headers that carry them (`docs/provider/smsbat-api.md` §2).

use std::borrow::Cow;
use std::fmt;

use base64::Engine;
use zeroize::Zeroizing;

use crate::error::Error;
use crate::phone::is_invisible;
use crate::shown::is_order;
use crate::spelling;

/// A secret text. Wiped when dropped, and printed as `***`.
///
/// Copies inside the HTTP and TLS libraries are not wiped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Makes a secret of a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// Returns the text. Copies of it are not wiped.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Returns the value of a header: `prefix` and the secret.
    pub(crate) fn to_header(&self, prefix: &str) -> Zeroizing<String> {
        Zeroizing::new(format!("{prefix}{}", self.expose()))
    }

    /// Refuses a text that cannot be a credential. It is never changed to fit.
    pub(crate) fn check(&self, name: &str) -> Result<(), Error> {
        let text = self.expose();
        let wrong = if text.is_empty() {
            "is empty"
        } else if text.chars().any(char::is_control) {
            "contains a control character, such as a line break"
        } else if text.contains(|c| c != ' ' && (is_invisible(c) || is_order(c))) {
            "contains an invisible character, such as a byte order mark"
        } else if text.contains(char::REPLACEMENT_CHARACTER) {
            "is not UTF-8"
        } else if text.trim() != text {
            "begins or ends with a space"
        } else if text.len() > LONGEST {
            "is longer than 8192 bytes"
        } else {
            return Ok(());
        };
        Err(Error::configuration(format!("{name} {wrong}; check how it was copied or read")))
    }

    /// Returns the header with this token. HTTP libraries and servers take ASCII only there.
    pub(crate) fn to_bearer(&self, name: &str) -> Result<Zeroizing<String>, Error> {
        if self.expose().is_ascii() {
            return Ok(self.to_header("Bearer "));
        }
        let message = format!("{name} contains a character that is not ASCII, which no token has");
        Err(Error::configuration(format!("{message}; check how it was copied or read")))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// For arguments that take text, such as that of [`crate::ChatHub::validate_token`].
impl AsRef<str> for Secret {
    fn as_ref(&self) -> &str {
        self.expose()
    }
}

impl<S: Into<String>> From<S> for Secret {
    fn from(text: S) -> Self {
        Self::new(text)
    }
}

impl From<&Secret> for Secret {
    fn from(secret: &Secret) -> Self {
        secret.clone()
    }
}

/// Names and values of headers that hold credentials.
pub(crate) type Headers = Vec<(&'static str, Zeroizing<String>)>;

/// Credentials of a client for the SMSBAT API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Credentials {
    /// `X-Authorization-Key: <key>`.
    Key(Secret),
    /// `Authorization: Basic`, with user name `@` and the key as password.
    KeyAsPassword(Secret),
    /// `Authorization: Basic` with the dashboard's login and password.
    Login { username: Secret, password: Secret },
}

impl Credentials {
    /// Returns header name and value.
    pub(crate) fn header(&self) -> (&'static str, Zeroizing<String>) {
        match self {
            Self::Key(key) => ("X-Authorization-Key", key.to_header("")),
            Self::KeyAsPassword(key) => ("Authorization", basic("@", key.expose())),
            Self::Login { username, password } => ("Authorization", basic(username.expose(), password.expose())),
        }
    }
}

impl Credentials {
    /// Returns the secrets that a server may repeat: the key or password, and how it is sent.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        let (Self::Key(secret) | Self::KeyAsPassword(secret) | Self::Login { password: secret, .. }) = self;
        let (_, header) = self.header();
        let sent = header.strip_prefix("Basic ").unwrap_or(&header);
        Vec::from([secret.clone(), Secret::new(sent)])
    }
}

/// Longest secret, in bytes. A longer one is a file that was read in its place, and no header has room for it.
const LONGEST: usize = 8192;

/// Shortest text that is taken for a secret: a shorter one is in many words by chance.
const SHORTEST: usize = 4;

/// Puts `***` in the place of secrets in a text that is shown or logged, also of those with escapes or in base64. Cuts a
/// text with escapes that is longer than any error keeps.
pub(crate) fn without_secrets<'t>(text: &'t str, secrets: &[Secret]) -> Cow<'t, str> {
    let plain = || secrets.iter().map(Secret::expose).filter(|secret| secret.len() >= SHORTEST);
    // Most texts, such as the id of a request, are too short for one.
    let fits = |secret: &&str| secret.len().saturating_mul(4) / 3 <= text.len();
    let encoded: Vec<_> = plain().filter(fits).flat_map(in_base64).collect();
    let secrets = plain().chain(encoded.iter().map(|encoded| encoded.as_str()));
    let mut text = spelling::without(text, secrets.clone(), SHORTEST).map_or(Cow::Borrowed(text), Cow::Owned);
    // A secret and the text around it can look like an escape.
    for secret in secrets {
        if text.contains(secret) {
            text = Cow::Owned(text.replace(secret, "***"));
        }
    }
    text
}

/// A secret in both alphabets of base64, with what fills it up and without.
fn in_base64(secret: &str) -> [Zeroizing<String>; 4] {
    use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
    [STANDARD, URL_SAFE, STANDARD_NO_PAD, URL_SAFE_NO_PAD].map(|form| Zeroizing::new(form.encode(secret)))
}

fn basic(user: &str, password: &str) -> Zeroizing<String> {
    let pair = Zeroizing::new(format!("{user}:{password}"));
    let mut header = Zeroizing::new(String::with_capacity(pair.len().saturating_mul(2).saturating_add(8)));
    header.push_str("Basic ");
    base64::engine::general_purpose::STANDARD.encode_string(pair.as_bytes(), &mut header);
    header
}
