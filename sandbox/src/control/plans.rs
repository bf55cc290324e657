//! `/_sandbox/reply_next` and `/_sandbox/fail_next`: answers ordered beforehand.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::{ControlError, from_body};
use crate::app::App;
use crate::simulate::planned::{Plan, PlannedReply};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Failure {
    #[serde(default = "one")]
    count: usize,
    status: u16,
    path_prefix: Option<String>,
}

fn one() -> usize {
    1
}

pub(super) async fn reply_next(app: App, body: Result<Bytes, BytesRejection>) -> Result<Json<Value>, ControlError> {
    let reply: PlannedReply = from_body(body)?;
    add(&app, Plan::reply(reply))
}

pub(super) async fn fail_next(app: App, body: Result<Bytes, BytesRejection>) -> Result<Json<Value>, ControlError> {
    let failure: Failure = from_body(body)?;
    add(&app, Plan::failure(failure.count, failure.status, failure.path_prefix))
}

fn add(app: &App, plan: Result<Plan, String>) -> Result<Json<Value>, ControlError> {
    plan.and_then(|plan| app.state().plans.add(plan)).map_err(ControlError::bad_request)?;
    Ok(Json(json!({"ok": true})))
}
