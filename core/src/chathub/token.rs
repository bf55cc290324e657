//! Company and operator tokens (`docs/provider/chathub-api.md` §1, D50–D53).

use std::borrow::Cow;

use jiff::{SignedDuration, Timestamp};

use super::replies::TokenInfo;
use crate::config::Config;
use crate::credentials::Secret;
use crate::engine::{Api, CallOptions, Effect, Endpoint, Engine, Method, Operation, RateClass, Request, Session};
use crate::error::Error;
use crate::error_body;
use crate::http::Answer;
use crate::model::{Record, Wrap, each_member, only_value, read_record, write_string};

static LOGIN: Endpoint = Endpoint {
    name: "chathub.login",
    method: Method::Post,
    path: "/api/company/get-token",
    api: Api::ChatHub,
    rate: RateClass::Data,
    effect: Effect::Read,
};
static OPERATOR_TOKEN: Endpoint = Endpoint { name: "chathub.operator_token", path: "/api/operator/get-token", ..LOGIN };
static VALIDATE: Endpoint = Endpoint { name: "chathub.validate_token", path: "/api/operator/validate-token", ..LOGIN };

/// Longest life of an operator's token, and our default: a minute less.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);
const DEFAULT: SignedDuration = SignedDuration::from_mins(24 * 60 - 1);

struct Login<'a> {
    login: &'a str,
    password: &'a str,
}

impl Operation for Login<'_> {
    type Reply = Secret;

    fn endpoint(&self) -> &Endpoint {
        &LOGIN
    }

    fn request(&mut self, _: &Config) -> Result<Request, Error> {
        not_empty("login", self.login)?;
        not_empty("password", self.password)?;
        let body = secret_body(&[("login", self.login), ("password", self.password)]);
        Ok(Request::to(LOGIN.path).json(body).secret().anonymous())
    }

    fn read(&mut self, answer: &Answer, _: &Config) -> Result<Secret, Error> {
        read_token(answer)
    }

    fn secret_answer(&self) -> bool {
        true
    }
}

/// Gets a token and leaves it in the engine, with what renews it.
pub(super) fn login(engine: &Engine, login: &str, password: &str, options: &CallOptions) -> Result<Secret, Error> {
    let token = engine.run(Login { login, password }, options)?;
    let (login, password) = (Secret::new(login), Secret::new(password));
    let renew = move |engine: &Engine, options: &CallOptions| {
        self::login(engine, login.expose(), password.expose(), options).map(drop)
    };
    engine.set_session(Session { token: token.clone(), renew: Box::new(renew) });
    Ok(token)
}

pub(super) struct OperatorToken<'a> {
    pub(super) id: i64,
    pub(super) expires_at: Option<&'a str>,
}

impl Operation for OperatorToken<'_> {
    type Reply = Secret;

    fn endpoint(&self) -> &Endpoint {
        &OPERATOR_TOKEN
    }

    fn request(&mut self, _: &Config) -> Result<Request, Error> {
        let expires_at = expiry(self.expires_at)?.strftime("%Y-%m-%dT%H:%M:%SZ");
        let body = format!("{{\"id\":{},\"expiresAt\":\"{expires_at}\"}}", self.id);
        Ok(Request::to(OPERATOR_TOKEN.path).json(body.into_bytes()))
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
        return now.saturating_add(DEFAULT).map_err(|e| Error::internal(e.to_string()));
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

pub(super) struct ValidateToken<'a> {
    pub(super) token: &'a str,
}

impl Operation for ValidateToken<'_> {
    type Reply = TokenInfo;

    fn endpoint(&self) -> &Endpoint {
        &VALIDATE
    }

    fn request(&mut self, _: &Config) -> Result<Request, Error> {
        not_empty("token", self.token)?;
        Ok(Request::to(VALIDATE.path).json(secret_body(&[("token", self.token)])).secret())
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
    let mut body = Vec::with_capacity(fields.iter().map(|(name, value)| 8 + name.len() + 6 * value.len()).sum());
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
        Some(token) if token.check("token").is_ok() => Ok(token),
        _ => match error_body::read(answer.text()) {
            Some(said) => Err(error_body::from_refusal(answer, said)),
            None => Err(not_read(answer, "it holds no token")),
        },
    }
}

/// The body is left out: it may be a token in a form that we do not know.
fn not_read(answer: &Answer, why: &str) -> Error {
    error_body::unreadable(answer, why).with(|d| d.body = None)
}
