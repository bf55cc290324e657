//! Organizations and operators (`docs/provider/chathub-api.md` §3).

use axum::Json;
use axum::http::{StatusCode, Uri};
use serde_json::{Value, json};

use super::company::{Company, Operator, Organization};
use super::filter::Query;
use crate::app::App;
use crate::provider::common::body::JsonBody;
use crate::provider::common::check::Node;
use crate::provider::common::check::problems::{Path, ProblemKind, Problems};
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

pub(super) async fn synchronize(app: App, JsonBody(body): JsonBody) -> Result<Json<Vec<Value>>, Refusal> {
    let mut state = app.state();
    let mut added = Vec::new();
    for (organization, name) in new_operators(&body, &state.company)? {
        let operator = state.company.add_operator(organization, name);
        let operator = operator.ok_or_else(|| {
            Refusal::flat(StatusCode::BAD_REQUEST, "the sandbox cannot store more operators; reset it", None)
        })?;
        added.push(shown_operator(operator, None));
    }
    Ok(Json(added))
}

fn new_operators(body: &Value, company: &Company) -> Result<Vec<(u64, String)>, Refusal> {
    let problems = Problems::default();
    let mut found = Vec::new();
    for operator in Node::new(body, Path::Root, &problems).array(1..) {
        let Some(fields) = operator.object(&["organizationId", "name"]) else { continue };
        let organization = fields.required_id("organizationId");
        if organization.is_some_and(|id| !company.organizations.contains_key(&id)) {
            fields.problem("organizationId", ProblemKind::Format, "no such organization");
        }
        found.extend(organization.zip(fields.required_text("name").map(str::to_owned)));
    }
    problems.done()?;
    Ok(found)
}

pub(super) async fn set_status(app: App, JsonBody(body): JsonBody) -> Result<(), Refusal> {
    let (id, status) = id_and_status(&body, Some(2))?;
    match app.state().company.operators.get_mut(&id) {
        Some(operator) => operator.status = status,
        None => return Err(Refusal::flat(StatusCode::NOT_FOUND, "no such operator", None)),
    }
    Ok(())
}

/// `{"id", "status"}` with a status from 0 to `last`, or any small number.
pub(super) fn id_and_status(body: &Value, last: Option<u8>) -> Result<(u64, u8), Refusal> {
    let problems = Problems::default();
    let body = Node::new(body, Path::Root, &problems);
    let found = body.object(&["id", "status"]).and_then(|fields| {
        let (id, status) = (fields.required_id("id"), fields.required_id("status"));
        let last = last.unwrap_or(u8::MAX);
        let known = status.and_then(|status| u8::try_from(status).ok()).filter(|status| *status <= last);
        if let Some(status) = status.filter(|_| known.is_none()) {
            fields.problem("status", ProblemKind::Format, format_args!("must be 0 to {last}, not {status}"));
        }
        id.zip(known)
    });
    problems.done_with(found)
}
