//! The plan of `smsbat bulk --dry-run`, as text and as JSON.

use serde_json::{Value, json};
use smsbat_core::bulk::{BulkPlan, BulkReport};

/// Refused rows in the JSON; a report has all of them.
const PROBLEMS: usize = 1000;

pub(crate) fn plan_text(plan: &BulkPlan, cost: Option<&str>) -> String {
    let mut lines: Vec<String> = [
        (plan.valid, "would be sent"),
        (plan.invalid, "would not be sent"),
        (plan.resumed, "known by the journal"),
        (plan.total, "in all"),
        (plan.skipped, "blank rows skipped"),
    ]
    .into_iter()
    .map(|(count, word)| format!("{count:>12} {word}"))
    .collect();
    let encodings = plan.encodings.iter().map(|(encoding, count)| format!(", {count} in {}", encoding.as_str()));
    lines.push(format!("{:>12} SMS parts{}", plan.parts, encodings.collect::<String>()));
    if let Some(cost) = cost {
        lines.push(format!("{cost:>12} is the price of the parts"));
    }
    lines.extend(plan.previews.iter().map(|preview| format!("\n{}", preview.text().trim_end())));
    lines.join("\n")
}

pub(crate) fn plan_json(plan: &BulkPlan, cost: Option<&str>, report: &mut BulkReport) -> Value {
    let encodings: serde_json::Map<String, Value> =
        plan.encodings.iter().map(|(encoding, count)| (encoding.as_str().to_owned(), json!(count))).collect();
    let rows = report.problems().map(|rows| rows.flatten().take(PROBLEMS).collect::<Vec<_>>()).unwrap_or_default();
    let problems = rows
        .iter()
        .map(|row| json!({"index": row.index, "line": row.line, "to": row.to, "rule": row.rule, "reason": row.reason}));
    json!({
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
    })
}
