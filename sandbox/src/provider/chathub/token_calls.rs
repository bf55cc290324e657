//! Issues and validates tokens (`docs/provider/chathub-api.md` §3).

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::token::{Claims, TokenError, TokenKind};
use crate::app::App;
use crate::app::state::State;
use crate::provider::common::body::JsonBody;
use crate::provider::common::check::Node;
use crate::provider::common::check::problems::{Path, ProblemKind, Problems};
use crate::provider::common::credentials::{UNKNOWN_LOGIN, is_known_login, refuse_suspended, refused};
use crate::provider::common::refusal::Refusal;
use crate::provider::common::settings::TokenForm;
use crate::simulate::clock::{rfc3339, timestamp};

/// Lifetime of a company token in seconds. The provider does not publish it.
const COMPANY_TOKEN: u64 = 24 * 3_600;
/// Longest lifetime of an operator token.
const OPERATOR_TOKEN: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

pub(super) async fn company(app: App, JsonBody(body): JsonBody) -> Result<Response, Refusal> {
    let problems = Problems::default();
    let body = Node::new(&body, Path::Root, &problems);
    let fields = body.object(&["login", "password"]);
    let login = fields.and_then(|fields| fields.required_text("login"));
    let password = fields.and_then(|fields| fields.required_text("password"));
    let (login, password) = problems.done_with(login.zip(password))?;
    if !is_known_login(login, password) {
        return Err(refused(UNKNOWN_LOGIN));
    }
    refuse_suspended(password)?;
    let state = app.state();
    let iat = state.clock.now() / 1000;
    let claims = Claims {
        kind: TokenKind::Company,
        client_id: state.company.id,
        operator_id: None,
        iat,
        exp: iat.saturating_add(COMPANY_TOKEN),
    };
    Ok(given(&state, &claims))
}

pub(super) async fn operator(app: App, JsonBody(body): JsonBody) -> Result<Response, Refusal> {
    let state = app.state();
    let now = timestamp(state.clock.now()).unwrap_or(jiff::Timestamp::MAX);
    let problems = Problems::default();
    let body = Node::new(&body, Path::Root, &problems);
    let found = body.object(&["id", "expiresAt"]).and_then(|fields| {
        let (id, expires_at) = (fields.required_id("id"), fields.required_time("expiresAt"));
        if let Some(time) = expires_at {
            if time <= now {
                fields.problem("expiresAt", ProblemKind::Format, "is in the past");
            } else if time > now.saturating_add(OPERATOR_TOKEN).unwrap_or(jiff::Timestamp::MAX) {
                fields.problem("expiresAt", ProblemKind::Format, "must be at most 24 hours ahead");
            }
        }
        id.zip(expires_at)
    });
    let (id, expires_at) = problems.done_with(found)?;
    if state.company.operator(id).is_none() {
        return Err(Refusal::flat(StatusCode::NOT_FOUND, "no such operator", None));
    }
    let claims = Claims {
        kind: TokenKind::Operator,
        client_id: state.company.id,
        operator_id: Some(id),
        iat: state.clock.now() / 1000,
        // Rounded down to whole seconds.
        exp: u64::try_from(expires_at.as_second()).unwrap_or_default(),
    };
    Ok(given(&state, &claims))
}

/// Returns a token in the form that the settings name (D50).
fn given(state: &State, claims: &Claims) -> Response {
    let token = state.signer.sign(claims);
    match state.settings.token_form {
        TokenForm::String => Json(token).into_response(),
        TokenForm::Text => token.into_response(),
        TokenForm::Object => {
            Json(json!({"token": token, "expiration": rfc3339(claims.exp.saturating_mul(1000))})).into_response()
        }
    }
}

pub(super) async fn validate(app: App, JsonBody(body): JsonBody) -> Result<Json<Value>, Refusal> {
    let problems = Problems::default();
    let body = Node::new(&body, Path::Root, &problems);
    let token = body.object(&["token"]).and_then(|fields| fields.required_text("token"));
    let token = problems.done_with(token)?;
    let state = app.state();
    let old = state.settings.old_token_verdict;
    let verdict = if old { "valid" } else { "isValid" };
    let read = state.signer.read(token, state.clock.now());
    Ok(Json(match read {
        Ok(Claims { kind: TokenKind::Operator, client_id, operator_id, exp, .. }) => json!({
            verdict: true,
            "operatorId": operator_id,
            "clientId": client_id,
            "expiresAt": rfc3339(exp.saturating_mul(1000)),
            "error": null,
        }),
        Err(TokenError::Expired) if old => json!({verdict: false, "error": "Token expired"}),
        _ => json!({verdict: false, "error": "Invalid token"}),
    }))
}
