//! The caller of ChatHub, by the kind of its token (`docs/provider/chathub-api.md` §1, D54).

use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use super::token::{TokenError, TokenKind};
use crate::app::App;
use crate::app::state::State;
use crate::provider::common::credentials::{Account, KEY_HEADER, key, refused};
use crate::provider::common::refusal::Refusal;

/// Returns the account, or 401 for an invalid token and 403 for one of the wrong kind.
pub(crate) fn identify(app: &App, parts: &Parts) -> Result<Account, Refusal> {
    let path = parts.uri.path();
    if path == "/api/company/get-token" {
        // The login is in the body; the rate limit is shared by all logins.
        return Ok(Account::Login(String::new()));
    }
    let is_hub = path == "/chathub" || path.starts_with("/chathub/");
    let query = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
    // Browsers cannot give a WebSocket a header.
    let token = query.into_owned().find(|(name, _)| name == "access_token").filter(|_| is_hub);
    let state = app.state();
    if let Some((_, token)) = token {
        return jwt(&state, &token, path);
    }
    let header = |name: &str| parts.headers.get(name).map(|value| value.to_str().unwrap_or_default());
    match (header(AUTHORIZATION.as_str()), header(KEY_HEADER)) {
        (Some(value), _) => {
            let bearer = value.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
            let (_, token) = bearer.ok_or_else(|| refused("Authorization must be Bearer with a token"))?;
            jwt(&state, token.trim(), path)
        }
        // The header holds a bare token or a profile key.
        (None, Some(value)) if value.matches('.').count() == 2 => jwt(&state, value, path),
        (None, Some(value)) => key(value),
        (None, None) => Err(refused("no token: send Authorization: Bearer or X-Authorization-Key")),
    }
}

fn jwt(state: &State, token: &str, path: &str) -> Result<Account, Refusal> {
    let claims = state.signer.read(token, state.clock.now()).map_err(|bad| match bad {
        TokenError::Invalid => refused("the token is not valid"),
        TokenError::Expired => refused("the token has expired"),
    })?;
    // Company-level calls are not for operators.
    let is_of_chats = path.starts_with("/api/chat/") || path.starts_with("/chathub");
    if claims.kind == TokenKind::Operator && !is_of_chats {
        let message = "an operator's token may not do this; use the company's";
        return Err(Refusal::flat(StatusCode::FORBIDDEN, message, None));
    }
    Ok(match claims.operator_id {
        Some(id) => Account::Login(format!("operator {id}")),
        None => Account::Login(format!("company {}", claims.client_id)),
    })
}
