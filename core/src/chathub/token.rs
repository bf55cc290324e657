//! Company and operator tokens (reference `chathub-api.md` §1, D50–D53).

use jiff::{SignedDuration, Timestamp};

use super::replies::TokenInfo;
use crate::client::{CallOptions, Client, Request, Session};
use crate::credentials::Secret;
use crate::endpoint::{Api, Effect, Endpoint, Method, RateClass};
use crate::error::{Error, Outcome};
use crate::error_body;
use crate::http::Answer;
use crate::model::{Record, read_record, write_string};

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

pub(super) fn login(client: &Client, login: &str, password: &str, options: &CallOptions) -> Result<Secret, Error> {
    let named = |e: Error| e.with(|d| d.operation = Some(LOGIN.name));
    for (name, value) in [("login", login), ("password", password)] {
        if value.is_empty() {
            return Err(named(Error::invalid(name, "not_empty", "must not be empty")));
        }
    }
    // Room for every character escaped: a larger copy would leave the smaller one behind.
    let mut body = Vec::with_capacity(64 + 6 * (login.len() + password.len()));
    body.extend_from_slice(b"{\"login\":");
    write_string(&mut body, login);
    body.extend_from_slice(b",\"password\":");
    write_string(&mut body, password);
    body.push(b'}');
    let answer = client.run(&LOGIN, Request::to(LOGIN.path).json(body).secret().anonymous(), options)?;
    let token = read_token(&answer).map_err(named);
    answer.wipe();
    let token = token?;
    let (login, password) = (Secret::new(login), Secret::new(password));
    client.set_session(Session { token: token.clone(), login, password });
    Ok(token)
}

/// A new token after a 401, if there was a login. `used` is the session that was refused: when another
/// thread has renewed it since, there is nothing to do.
pub(crate) fn renew(client: &Client, used: &Session, options: &CallOptions) -> Result<bool, Error> {
    let Some(now) = client.session() else { return Ok(false) };
    if used.token != now.token {
        return Ok(true);
    }
    login(client, now.login.expose(), now.password.expose(), options).map(|_| true)
}

pub(super) fn operator_token(
    client: &Client,
    operator_id: i64,
    expires_at: Option<&str>,
    options: &CallOptions,
) -> Result<Secret, Error> {
    let named = |e: Error| e.with(|d| d.operation = Some(OPERATOR_TOKEN.name));
    let now = crate::clock::timestamp();
    let expires_at = match expires_at {
        None => now.saturating_add(DEFAULT).map_err(|e| named(Error::internal(e.to_string())))?,
        Some(text) => {
            let refuse = |rule, message: &str| named(Error::invalid("expires_at", rule, message));
            let text = crate::time::to_utc(text).map_err(|message| refuse("time", message))?;
            let time: Timestamp = text.parse().map_err(|_| refuse("time", "is not a time"))?;
            if time <= now {
                return Err(refuse("range", "must be in the future"));
            }
            if time.duration_since(now) > LONGEST {
                return Err(refuse("range", "must be at most 24 hours ahead (the provider's rule)"));
            }
            time
        }
    };
    let expires_at = expires_at.strftime("%Y-%m-%dT%H:%M:%SZ");
    let body = format!("{{\"id\":{operator_id},\"expiresAt\":\"{expires_at}\"}}").into_bytes();
    let answer = client.run(&OPERATOR_TOKEN, Request::to(OPERATOR_TOKEN.path).json(body), options)?;
    let token = read_token(&answer).map_err(named);
    answer.wipe();
    token
}

pub(super) fn validate(client: &Client, token: &str, options: &CallOptions) -> Result<TokenInfo, Error> {
    let named = |e: Error| e.with(|d| d.operation = Some(VALIDATE.name));
    if token.is_empty() {
        return Err(named(Error::invalid("token", "not_empty", "must not be empty")));
    }
    let mut body = Vec::with_capacity(16 + 6 * token.len());
    body.extend_from_slice(b"{\"token\":");
    write_string(&mut body, token);
    body.push(b'}');
    let answer = client.run(&VALIDATE, Request::to(VALIDATE.path).json(body).secret(), options)?;
    let info = read_record(TokenInfo::class(), &answer.json()).ok().filter(|r: &Record| !r.get("is_valid").is_null());
    info.map(TokenInfo::from).ok_or_else(|| named(not_read(&answer, "it has no 'isValid'")))
}

/// A JSON string, plain text, or an object with `token`.
fn read_token(answer: &Answer) -> Result<Secret, Error> {
    let text = answer.text().trim();
    let token = match serde_json::from_str::<serde_json::Value>(text) {
        Ok(serde_json::Value::String(token)) => Some(token),
        Ok(serde_json::Value::Object(object)) => object.get("token").and_then(|t| t.as_str()).map(str::to_owned),
        Ok(_) => None,
        // Three parts with dots between them: a bare JWT.
        Err(_) => Some(text.to_owned()).filter(|t| t.split('.').count() == 3 && !t.contains(char::is_whitespace)),
    };
    let token = token.filter(|t| !t.is_empty()).map(Secret::new);
    match token {
        Some(token) if token.check("token").is_ok() => Ok(token),
        _ => match error_body::read(answer.text()) {
            Some(said) => Err(error_body::from_refusal(answer, said).with(|d| d.outcome = Outcome::NotSent)),
            None => Err(not_read(answer, "it holds no token")),
        },
    }
}

/// The body is left out: it may be a token in a form that we do not know.
fn not_read(answer: &Answer, why: &str) -> Error {
    error_body::unreadable(answer, why).with(|d| {
        d.outcome = Outcome::NotSent;
        d.body = None;
    })
}
