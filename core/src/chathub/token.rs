//! Company and operator tokens (`docs/provider/chathub-api.md` §1, D50–D53).

use std::borrow::Cow;

use jiff::{SignedDuration, Timestamp};

use super::replies::TokenInfo;
use crate::config::Config;
use crate::credentials::Secret;
use crate::engine::argument::ArgumentKind;
use crate::engine::{CallOptions, Endpoint, Engine, Operation, Request, Session, check_id, operation};
use crate::error::Error;
use crate::error_body;
use crate::http::Answer;
use crate::model::{Record, Wrap, each_member, only_value, read_record, write_string};

/// Longest life of an operator's token, and our default: a minute less.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);
const DEFAULT: SignedDuration = SignedDuration::from_mins(24 * 60 - 1);

operation! {
    /// Gets a company token. The client keeps it in memory for its calls and renews it once when it is refused.
    Login<'a> = "chathub.login" {
        /// Login of the company.
        login: Cow<'a, str>,
        /// Its password.
        password: Secret,
    }
    -> Secret = "The token. It is a secret: do not log it.";
    on Post "/api/company/get-token", ChatHub, Data, Read;
    by login;
    errors { Authentication = "Login or password are wrong." }
}

impl Operation for Login<'_> {
    type Reply = Secret;

    fn endpoint(&self) -> &Endpoint {
        &Self::ENDPOINT
    }

    fn request(&mut self, _: &Config) -> Result<Request, Error> {
        let (login, password) = (&self.login, self.password.expose());
        not_empty("login", login)?;
        not_empty("password", password)?;
        let body = secret_body(&[("login", login), ("password", password)]);
        Ok(Request::to(Self::ENDPOINT.path).json(body).secret(&self.password).anonymous())
    }

    fn read(&mut self, answer: &Answer, _: &Config) -> Result<Secret, Error> {
        read_token(answer)
    }

    fn secret_answer(&self) -> bool {
        true
    }
}

/// Gets a token and leaves it in the engine, with what renews it.
pub(super) fn login(engine: &Engine, given: Login<'_>, options: &CallOptions) -> Result<Secret, Error> {
    let (login, password) = (given.login.to_string(), given.password.clone());
    let token = engine.run(given, options)?;
    let renew = move |engine: &Engine, options: &CallOptions| {
        let again = Login { login: login.as_str().into(), password: password.clone() };
        self::login(engine, again, options).map(drop)
    };
    engine.set_session(Session { token: token.clone(), renew: Box::new(renew) });
    Ok(token)
}

operation! {
    /// Gets a token for one operator, for the widget and for work in chats.
    OperatorToken<'a> = "chathub.operator_token" {
        /// `id` of an operator.
        id: i64,
        /// Time when the token expires, at most 24 hours ahead. Default: in 23 hours 59 minutes.
        expires_at: Option<Cow<'a, str>> [ArgumentKind::Time],
    }
    -> Secret = "The token. It is a secret: give it to its operator only.";
    on Post "/api/operator/get-token", ChatHub, Data, Read;
    errors { Validation = "The provider does not allow the time." }
}

impl Operation for OperatorToken<'_> {
    type Reply = Secret;

    fn endpoint(&self) -> &Endpoint {
        &Self::ENDPOINT
    }

    fn request(&mut self, _: &Config) -> Result<Request, Error> {
        check_id("id", self.id)?;
        let expires_at = expiry(self.expires_at.as_deref())?.strftime("%Y-%m-%dT%H:%M:%SZ");
        let body = format!("{{\"id\":{},\"expiresAt\":\"{expires_at}\"}}", self.id);
        Ok(Request::to(Self::ENDPOINT.path).json(body.into_bytes()))
    }

    fn read(&mut self, answer: &Answer, _: &Config) -> Result<Secret, Error> {
        read_token(answer)
    }

    fn secret_answer(&self) -> bool {
        true
    }
}

/// The time that was asked for, if the provider allows it, or the default.
fn expiry(expires_at: Option<&str>) -> Result<Timestamp, Error> {
    let now = crate::clock::timestamp();
    let Some(text) = expires_at else {
        return now.saturating_add(DEFAULT).map_err(|e| Error::internal(format!("the default time has no form: {e}")));
    };
    let refuse = |rule, message: &str| Error::invalid("expires_at", rule, message);
    let text = crate::time::to_utc(text).map_err(|message| refuse("time", message))?;
    let time: Timestamp = text.parse().map_err(|_| refuse("time", "is not a time"))?;
    if time <= now {
        return Err(refuse("range", "must be in the future"));
    }
    if time.duration_since(now) > LONGEST {
        return Err(refuse("range", "must be at most 24 hours ahead (the provider's rule)"));
    }
    Ok(time)
}

operation! {
    /// Returns what is known of an operator's token. A bad token is no error: see `is_valid`.
    ValidateToken = "chathub.validate_token" {
        /// The token.
        token: Secret,
    }
    -> TokenInfo;
    on Post "/api/operator/validate-token", ChatHub, Data, Read;
}

impl Operation for ValidateToken {
    type Reply = TokenInfo;

    fn endpoint(&self) -> &Endpoint {
        &Self::ENDPOINT
    }

    fn request(&mut self, _: &Config) -> Result<Request, Error> {
        let token = self.token.expose();
        not_empty("token", token)?;
        Ok(Request::to(Self::ENDPOINT.path).json(secret_body(&[("token", token)])).secret(&self.token))
    }

    fn read(&mut self, answer: &Answer, _: &Config) -> Result<TokenInfo, Error> {
        let info = read_record(TokenInfo::class(), &answer.json()).ok();
        let info = info.filter(|r: &Record| !r.get("is_valid").is_null());
        info.map(TokenInfo::of).ok_or_else(|| not_read(answer, "it has no 'isValid'"))
    }
}

fn not_empty(name: &str, value: &str) -> Result<(), Error> {
    if value.is_empty() { Err(Error::invalid(name, "not_empty", "must not be empty")) } else { Ok(()) }
}

/// An object of these texts, with room for every character escaped: a larger copy would leave the smaller one behind.
fn secret_body(fields: &[(&str, &str)]) -> Vec<u8> {
    let room =
        |(name, value): &(&str, &str)| value.len().saturating_mul(6).saturating_add(name.len()).saturating_add(8);
    let mut body = Vec::with_capacity(fields.iter().map(room).sum());
    for (i, (name, value)) in fields.iter().enumerate() {
        body.push(if i == 0 { b'{' } else { b',' });
        write_string(&mut body, name);
        body.push(b':');
        write_string(&mut body, value);
    }
    body.push(b'}');
    body
}

/// A JSON string, plain text, or an object with `token`.
fn read_token(answer: &Answer) -> Result<Secret, Error> {
    let text = answer.text().trim();
    let token = match only_value(text) {
        Some(value) if value.as_str().starts_with('{') => {
            let mut token = None;
            each_member(value.as_str(), |key, value| {
                if key == "token" {
                    token = value.string();
                }
            });
            token.map(Cow::into_owned)
        }
        Some(value) => value.string().map(Cow::into_owned),
        // Three parts with dots between them: a bare JWT.
        None => Some(text.to_owned()).filter(|t| t.split('.').count() == 3 && !t.contains(char::is_whitespace)),
    };
    let token = token.filter(|t| !t.is_empty()).map(Secret::new);
    match token {
        Some(token) if token.check("token").is_ok() && token.expose().is_ascii() => Ok(token),
        // The next call would fail with it.
        Some(_) => Err(not_read(answer, "its token has characters that no header can have, or is too long")),
        None => match error_body::refusal(answer) {
            Some((said, outcome)) => Err(error_body::from_refusal(answer, said, outcome)),
            None => Err(not_read(answer, "it holds no token")),
        },
    }
}

/// The body is left out: it may be a token in a form that we do not know.
fn not_read(answer: &Answer, why: &str) -> Error {
    error_body::unreadable(answer, why).with(|d| d.body = None)
}
