//! A plan as HTML, for notebooks: the counts, the first messages, the refused rows. Phones are masked.

use maud::{Markup, PreEscaped, html};

use super::bulk_report::BulkReport;
use super::plan::BulkPlan;
use super::row::ReportRow;
use crate::phone::mask;
use crate::preview::{Text, facts, page, rest};

/// Refused rows that are shown; the rest is counted.
const SHOWN: usize = 20;

impl BulkReport {
    /// The plan as HTML that needs nothing from outside; empty if this was no dry run.
    #[doc(hidden)]
    pub fn plan_html(&mut self) -> String {
        let Some(plan) = self.plan().cloned() else { return String::new() };
        let rows = self.problems().map(|rows| rows.flatten().take(SHOWN).collect::<Vec<_>>()).unwrap_or_default();
        page(html! {
            (sums(&plan))
            @if !plan.previews.is_empty() {
                div class="smsbat-row" {
                    @for preview in &plan.previews { (PreEscaped(preview.fragment())) }
                }
            }
            @if !rows.is_empty() { (refused(&rows, plan.invalid)) }
        })
    }
}

fn sums(plan: &BulkPlan) -> Markup {
    let count = |number: u64| html! { (number) };
    let encodings = plan.encodings.iter().map(|(encoding, count)| format!("{} {count}", encoding.as_str()));
    let mut rows = vec![
        ("total", count(plan.total)),
        ("valid", count(plan.valid)),
        ("invalid", count(plan.invalid)),
        ("resumed", count(plan.resumed)),
        ("skipped", count(plan.skipped)),
        ("parts", count(plan.parts)),
    ];
    rows.push(("encodings", html! { (encodings.collect::<Vec<_>>().join(", ")) }));
    facts("BulkPlan", rows.into_iter())
}

fn refused(rows: &[ReportRow], all: u64) -> Markup {
    html! {
        table class="smsbat-table" {
            caption { "Rows that would not be sent" }
            thead {
                tr { @for name in ["row", "to", "rule", "reason"] { th scope="col" { (name) } } }
            }
            tbody {
                @for row in rows {
                    tr {
                        td class="smsbat-short" {
                            @match row.line {
                                Some(line) => { "line " (line) }
                                None => { "index " (row.index) }
                            }
                        }
                        td class="smsbat-short" { (mask(&row.to)) }
                        td class="smsbat-short" { span class="smsbat-outcome smsbat-not_sent" { (Text(&row.rule)) } }
                        td { (Text(&row.reason)) }
                    }
                }
            }
        }
        (rest(usize::try_from(all).unwrap_or(usize::MAX), SHOWN, "rows"))
    }
}
