//! `POST /api/items`: values for later messages (`docs/provider/cascade-api.md` §5).

use axum::http::StatusCode;
use axum::{Extension, Json};
use serde_json::{Value, json};

use super::check_variables;
use super::variables::Variable;
use crate::app::App;
use crate::provider::common::body::JsonBody;
use crate::provider::common::check::Node;
use crate::provider::common::check::problems::{Path, Problems};
use crate::provider::common::credentials::Caller;
use crate::provider::common::refusal::Refusal;

pub(super) async fn upload(
    app: App,
    Extension(caller): Extension<Caller>,
    JsonBody(body): JsonBody,
) -> Result<Json<Value>, Refusal> {
    let values = read(&body)?;
    let mut state = app.state();
    for value in values {
        if !state.variables.store(&caller.account, value) {
            let message = "the sandbox cannot store more variables; reset it";
            return Err(Refusal::nested(StatusCode::UNPROCESSABLE_ENTITY, "TOO_MANY_VARIABLES", message));
        }
    }
    // The fields of the answer are not documented.
    Ok(Json(json!({})))
}

fn read(body: &Value) -> Result<Vec<Variable>, Refusal> {
    let problems = Problems::nested();
    let body = Node::new(body, Path::Root, &problems);
    let mut values = Vec::new();
    if let Some(fields) = body.object(&["variables"])
        && let Some(variables) = fields.required("variables")
    {
        values.extend(variables.array(1..).filter_map(|variable| check_variables::uploaded(&variable)));
    }
    problems.done()?;
    Ok(values)
}
