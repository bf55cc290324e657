//! The calls that give and judge tokens (`docs/provider/chathub-api.md` §3).

use axum::Json;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::token::{Bad, Claims, Kind};
use crate::app::App;
use crate::app::state::State;
use crate::provider::common::body;
use crate::provider::common::check::problems::{Path, Problems, Rule};
use crate::provider::common::check::{object, required, text_field, time_field};
use crate::provider::common::credentials::refused;
use crate::provider::common::refusal::Refusal;
use crate::provider::common::settings::TokenForm;
use crate::simulate::clock::{rfc3339, timestamp};

/// Seconds that a company token lives. The provider does not publish it.
const COMPANY_TOKEN: u64 = 24 * 3_600;
/// Longest life of an operator token.
const OPERATOR_TOKEN: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

pub(super) async fn company(app: App, headers: HeaderMap, body: Bytes) -> Result<Response, Refusal> {
    let value = body::json(&headers, &body)?;
    let (mut problems, root) = (Problems::default(), Path::Root);
    let map = object(&value, &root, &["login", "password"], &mut problems);
    let mut field = |key| map.and_then(|map| text_field(map, &root, key, true, &mut problems)).unwrap_or_default();
    let (login, password) = (field("login"), field("password"));
    problems.done()?;
    if !login.starts_with("test") || !password.starts_with("test-") {
        return Err(refused("the login or the password is not known; here they start with test and test-"));
    }
    if password.starts_with("test-suspended") {
        return Err(Refusal::flat(StatusCode::FORBIDDEN, "the account is suspended", None));
    }
    let state = app.state();
    let iat = state.clock.now() / 1000;
    let claims = Claims {
        kind: Kind::Company,
        client_id: state.company.id,
        operator_id: None,
        iat,
        exp: iat.saturating_add(COMPANY_TOKEN),
    };
    Ok(given(&state, &claims))
}

pub(super) async fn operator(app: App, headers: HeaderMap, body: Bytes) -> Result<Response, Refusal> {
    let value = body::json(&headers, &body)?;
    let state = app.state();
    let now = timestamp(state.clock.now()).unwrap_or(jiff::Timestamp::MAX);
    let (mut problems, root) = (Problems::default(), Path::Root);
    let map = object(&value, &root, &["id", "expiresAt"], &mut problems);
    let id = map.and_then(|map| super::operators::id_field(map, &root, "id", &mut problems));
    let expires_at = map.and_then(|map| time_field(map, &root, "expiresAt", true, &mut problems));
    if let Some(time) = expires_at {
        if time <= now {
            problems.add(&root.key("expiresAt"), Rule::Format, "lies in the past");
        } else if time > now.saturating_add(OPERATOR_TOKEN).unwrap_or(jiff::Timestamp::MAX) {
            problems.add(&root.key("expiresAt"), Rule::Format, "may lie at most 24 hours ahead");
        }
    }
    problems.done()?;
    let (Some(id), Some(expires_at)) = (id, expires_at) else {
        return Err(Refusal::of_status(StatusCode::BAD_REQUEST));
    };
    if state.company.operator(id).is_none() {
        return Err(Refusal::flat(StatusCode::NOT_FOUND, "no such operator", None));
    }
    let claims = Claims {
        kind: Kind::Operator,
        client_id: state.company.id,
        operator_id: Some(id),
        iat: state.clock.now() / 1000,
        // A part of a second is given away rather than kept.
        exp: u64::try_from(expires_at.as_second()).unwrap_or_default(),
    };
    Ok(given(&state, &claims))
}

/// A token in the form that the settings name (D50).
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

pub(super) async fn validate(app: App, headers: HeaderMap, body: Bytes) -> Result<Json<Value>, Refusal> {
    let value = body::json(&headers, &body)?;
    let (mut problems, root) = (Problems::default(), Path::Root);
    let map = object(&value, &root, &["token"], &mut problems);
    let _ = map.and_then(|map| required(map, &root, "token", &mut problems));
    let token = map.and_then(|map| text_field(map, &root, "token", false, &mut problems)).unwrap_or_default();
    problems.done()?;
    let state = app.state();
    let old = state.settings.old_token_verdict;
    let verdict = if old { "valid" } else { "isValid" };
    let read = state.signer.read(token, state.clock.now());
    Ok(Json(match read {
        Ok(Claims { kind: Kind::Operator, client_id, operator_id, exp, .. }) => json!({
            verdict: true,
            "operatorId": operator_id,
            "clientId": client_id,
            "expiresAt": rfc3339(exp.saturating_mul(1000)),
            "error": null,
        }),
        Err(Bad::Expired) if old => json!({verdict: false, "error": "Token expired"}),
        _ => json!({verdict: false, "error": "Invalid token"}),
    }))
}
