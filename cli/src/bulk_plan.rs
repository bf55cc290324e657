//! The plan of `smsbat bulk --dry-run`, as text and as JSON.

use std::io;

use serde_json::{Value, json};
use smsbat_core::bulk::{BulkPlan, BulkReport};

/// Refused rows in the JSON; a report has all of them.
const PROBLEMS: usize = 1000;

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
    let rows = report.problems()?.take(PROBLEMS).collect::<io::Result<Vec<_>>>()?;
    let problems = rows
        .iter()
        .map(|row| json!({"index": row.index, "line": row.line, "to": row.to, "rule": row.rule, "reason": row.reason}));
    Ok(json!({
        "total": plan.total,
        "valid": plan.valid,
        "invalid": plan.invalid,
        "skipped": plan.skipped,
        "resumed": plan.resumed,
        "parts": plan.parts,
        "encodings": encodings,
        "cost": cost,
        "problems": problems.collect::<Vec<_>>(),
        "previews": plan.previews.iter().map(|preview| preview.text()).collect::<Vec<_>>(),
    }))
}
