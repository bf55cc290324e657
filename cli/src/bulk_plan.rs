//! The plan of `smsbat bulk --dry-run`, as text and as JSON.

use std::io;

use serde_json::{Value, json};
use smsbat_core::bulk::{BulkPlan, BulkReport, ReportRow};

/// Rows in a list of the JSON; a report has all of them.
const PROBLEMS: usize = 1000;

/// Returns the first of these rows, which were refused or failed.
pub(crate) fn problems_json(rows: impl Iterator<Item = io::Result<ReportRow>>) -> io::Result<Vec<Value>> {
    let row = |row: ReportRow| {
        json!({
            "index": row.index, "line": row.line, "to": row.to, "outcome": row.outcome.as_str(), "code": row.code,
            "rule": row.rule, "reason": row.reason,
        })
    };
    rows.take(PROBLEMS).map(|found| found.map(row)).collect()
}

pub(crate) fn plan_text(plan: &BulkPlan, cost: Option<&str>) -> String {
    let mut lines = vec![plan.to_string()];
    if let Some(cost) = cost {
        lines.push(format!("{cost:>12} is the price of the parts"));
    }
    lines.extend(plan.previews.iter().map(|preview| format!("\n{}", preview.text().trim_end())));
    lines.join("\n")
}

pub(crate) fn plan_json(plan: &BulkPlan, cost: Option<&str>, report: &mut BulkReport) -> io::Result<Value> {
    let encodings: serde_json::Map<String, Value> =
        plan.encodings.iter().map(|(encoding, count)| (encoding.as_str().to_owned(), json!(count))).collect();
    let problems = problems_json(report.problems()?)?;
    Ok(json!({
        "total": plan.total,
        "valid": plan.valid,
        "invalid": plan.invalid,
        "skipped": plan.skipped,
        "resumed": plan.resumed,
        "parts": plan.parts,
        "encodings": encodings,
        "cost": cost,
        "problems": problems,
        "previews": plan.previews.iter().map(|preview| preview.text()).collect::<Vec<_>>(),
    }))
}
