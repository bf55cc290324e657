//! Organizations and operators (`docs/provider/chathub-api.md` §3).

use axum::Json;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, Uri};
use serde_json::{Map, Value, json};

use super::company::{Company, Operator, Organization};
use super::filter::Query;
use crate::app::App;
use crate::provider::common::body;
use crate::provider::common::check::problems::{Path, Problems, Rule};
use crate::provider::common::check::values::shown;
use crate::provider::common::check::{array, object, required, text_field};
use crate::provider::common::refusal::Refusal;

pub(super) async fn organizations(app: App) -> Json<Vec<Organization>> {
    Json(app.state().company.organizations.values().cloned().collect())
}

pub(super) async fn list(app: App, uri: Uri) -> Result<Json<Vec<Value>>, Refusal> {
    let query = Query::read(&uri, &["organizationId"])?;
    let id = query.integer("organizationId")?;
    let id = id.ok_or_else(|| Refusal::flat(StatusCode::BAD_REQUEST, "organizationId is required", Some(1002)))?;
    let state = app.state();
    let organization = u64::try_from(id).ok().and_then(|id| state.company.organizations.get(&id));
    let organization =
        organization.ok_or_else(|| Refusal::flat(StatusCode::NOT_FOUND, "no such organization", None))?;
    let own = state.company.operators.values().filter(|operator| operator.organization_id == organization.id);
    Ok(Json(own.map(|operator| shown_operator(operator, Some(organization))).collect()))
}

fn shown_operator(operator: &Operator, organization: Option<&Organization>) -> Value {
    let mut shown = json!({"id": operator.id, "name": operator.name, "status": operator.status});
    if let Some(organization) = organization {
        shown["organization"] = json!(organization);
    }
    shown
}

pub(super) async fn synchronize(app: App, headers: HeaderMap, body: Bytes) -> Result<Json<Vec<Value>>, Refusal> {
    let value = body::json(&headers, &body)?;
    let mut state = app.state();
    let mut added = Vec::new();
    for (organization, name) in new_operators(&value, &state.company)? {
        let operator = state.company.add_operator(organization, name);
        let operator = operator.ok_or_else(|| {
            Refusal::flat(StatusCode::BAD_REQUEST, "the sandbox keeps no more operators; reset it", None)
        })?;
        added.push(shown_operator(operator, None));
    }
    Ok(Json(added))
}

fn new_operators(value: &Value, company: &Company) -> Result<Vec<(u64, String)>, Refusal> {
    let (mut problems, root) = (Problems::default(), Path::Root);
    let mut found = Vec::new();
    for (i, item) in array(value, &root, 1..=usize::MAX, &mut problems).unwrap_or_default().iter().enumerate() {
        let at = root.index(i);
        let Some(map) = object(item, &at, &["organizationId", "name"], &mut problems) else { continue };
        let organization = id_field(map, &at, "organizationId", &mut problems);
        if organization.is_some_and(|id| !company.organizations.contains_key(&id)) {
            problems.add(&at.key("organizationId"), Rule::Format, "no such organization");
        }
        let name = text_field(map, &at, "name", true, &mut problems);
        found.extend(organization.zip(name.map(str::to_owned)));
    }
    problems.done()?;
    Ok(found)
}

pub(super) async fn set_status(app: App, headers: HeaderMap, body: Bytes) -> Result<(), Refusal> {
    let (id, status) = id_and_status(&body::json(&headers, &body)?, 2)?;
    match app.state().company.operators.get_mut(&id) {
        Some(operator) => operator.status = status,
        None => return Err(Refusal::flat(StatusCode::NOT_FOUND, "no such operator", None)),
    }
    Ok(())
}

/// `{"id", "status"}` with a status from 0 to `last`.
pub(super) fn id_and_status(value: &Value, last: u8) -> Result<(u64, u8), Refusal> {
    let (mut problems, root) = (Problems::default(), Path::Root);
    let map = object(value, &root, &["id", "status"], &mut problems);
    let id = map.and_then(|map| id_field(map, &root, "id", &mut problems));
    let status = map.and_then(|map| id_field(map, &root, "status", &mut problems));
    let known = status.and_then(|status| u8::try_from(status).ok()).filter(|status| *status <= last);
    if let Some(status) = status.filter(|_| known.is_none()) {
        problems.add(&root.key("status"), Rule::Format, format_args!("must be 0 to {last}, not {status}"));
    }
    match (id, known) {
        (Some(id), Some(status)) if problems.is_empty() => Ok((id, status)),
        _ => Err(problems.refusal()),
    }
}

/// A required integer from 0.
pub(super) fn id_field(map: &Map<String, Value>, at: &Path<'_>, key: &str, problems: &mut Problems) -> Option<u64> {
    let value = required(map, at, key, problems)?;
    let id = value.as_u64();
    if id.is_none() {
        problems.add(&at.key(key), Rule::Format, format_args!("must be an integer, not {}", shown(value)));
    }
    id
}
