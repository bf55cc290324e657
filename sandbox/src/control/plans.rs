//! `/_sandbox/reply_next` and `/_sandbox/fail_next`: planned replies.

use axum::Json;
use serde::Deserialize;

use super::call::{ControlError, DONE, Done, JsonBody};
use crate::app::App;
use crate::simulate::planned::{PlannedReply, ReplyPlan};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Failure {
    #[serde(default = "one")]
    count: usize,
    status: u16,
    path_prefix: Option<String>,
}

fn one() -> usize {
    1
}

pub(super) async fn reply_next(app: App, JsonBody(reply): JsonBody<PlannedReply>) -> Result<Json<Done>, ControlError> {
    add(&app, ReplyPlan::reply(reply))
}

pub(super) async fn fail_next(app: App, JsonBody(failure): JsonBody<Failure>) -> Result<Json<Done>, ControlError> {
    add(&app, ReplyPlan::failure("status", failure.status, failure.count, failure.path_prefix))
}

fn add(app: &App, plan: Result<ReplyPlan, String>) -> Result<Json<Done>, ControlError> {
    plan.and_then(|plan| app.state().planned.add(plan)).map_err(ControlError::bad_request)?;
    Ok(DONE)
}
