//! `POST /api/items`: values for later messages (`docs/provider/cascade-api.md` §5).

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::{Extension, Json};
use serde_json::{Value, json};

use super::check_variables;
use super::variables::Variable;
use crate::app::App;
use crate::provider::common::body;
use crate::provider::common::check::problems::{Path, Problems};
use crate::provider::common::check::{array, object, required};
use crate::provider::common::credentials::Caller;
use crate::provider::common::refusal::Refusal;

pub(super) async fn upload(
    app: App,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let values = read(&body::json(&headers, &body)?)?;
    let mut state = app.state();
    for value in values {
        if !state.variables.store(&caller.account, value) {
            let message = "the sandbox keeps no more variables; reset it";
            return Err(Refusal::nested(StatusCode::UNPROCESSABLE_ENTITY, "TOO_MANY_VARIABLES", message));
        }
    }
    // The fields of the answer are not documented.
    Ok(Json(json!({})))
}

fn read(value: &Value) -> Result<Vec<Variable>, Refusal> {
    let (mut problems, root) = (Problems::nested(), Path::Root);
    let list = object(value, &root, &["variables"], &mut problems)
        .and_then(|map| required(map, &root, "variables", &mut problems));
    let place = root.key("variables");
    let items = list.and_then(|list| array(list, &place, 1..=usize::MAX, &mut problems)).unwrap_or_default();
    let checked =
        items.iter().enumerate().map(|(i, item)| check_variables::uploaded(item, &place.index(i), &mut problems));
    let values: Vec<Variable> = checked.flatten().collect();
    problems.done()?;
    Ok(values)
}
