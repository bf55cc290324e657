//! TurboSMS's four ways to pass a token (`docs/provider/turbosms-codes.md` §0); SMSBAT documents one, Bearer.

use axum::body::Bytes;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use super::codes::{self, Code};
use super::input::{self, TOKEN};
use crate::app::App;
use crate::provider::common::credentials::{Account, key};

/// Returns the account, or 103 without a token, 105 for an unknown one, 106 if the account is suspended.
pub(crate) fn identify(app: &App, parts: &Parts, body: &Bytes) -> Result<Account, Code> {
    let native = app.state().settings.turbosms_native;
    let token = find(parts, body, native)?;
    key(&token).map_err(|refusal| {
        let suspended = refusal.status == axum::http::StatusCode::FORBIDDEN;
        if suspended { codes::REQUIRED_ACTIVE_USER } else { codes::REQUIRED_AUTH }
    })
}

fn find(parts: &Parts, body: &Bytes, native: bool) -> Result<String, Code> {
    if let Some(value) = parts.headers.get(AUTHORIZATION) {
        let value = value.to_str().map_err(|_| codes::INVALID_TOKEN)?;
        let (scheme, token) = value.split_once(' ').ok_or(codes::INVALID_TOKEN)?;
        let known = scheme.eq_ignore_ascii_case("bearer") || (native && scheme.eq_ignore_ascii_case("basic"));
        return if known { Ok(token.trim().to_owned()) } else { Err(codes::REQUIRED_TOKEN) };
    }
    if !native {
        return Err(codes::REQUIRED_TOKEN);
    }
    let in_query = input::pairs(parts.uri.query().unwrap_or_default().as_bytes())
        .find_map(|(name, value)| (name == TOKEN).then(|| value.into_owned()));
    let in_body = || input::body_fields(parts, body).ok()?.get(TOKEN)?.as_str().map(str::to_owned);
    in_query.or_else(in_body).filter(|token| !token.is_empty()).ok_or(codes::REQUIRED_TOKEN)
}
