//! Campaigns and their delivery as HTML tables, for notebooks: sums, reasons, and first the rows that failed. Phone numbers
//! are masked.

use std::collections::HashMap;

use maud::{Markup, html};

use super::html::{Text, rest};
use super::table::{outcome_of, page};
use crate::bulk::BulkReport;
use crate::delivery::{DeliveryCounts, DeliveryOutcome, DeliverySummary};
use crate::error::Outcome;

/// Rows that are shown; further rows are only counted.
const MOST_ROWS: usize = 10;
/// Rows of a report that are read for its reasons: a notebook must not wait for a large one.
const MOST_READ: usize = 100_000;

/// Returns the report of a campaign as HTML: its sums, the reasons why rows were not accepted, and the first of those rows.
pub fn report(report: &mut BulkReport) -> String {
    let sums = [
        (Outcome::Accepted, report.accepted()),
        (Outcome::Rejected, report.rejected()),
        (Outcome::NotSent, report.not_sent()),
        (Outcome::Unknown, report.unknown()),
    ];
    let total = report.total();
    let failed = total.saturating_sub(report.accepted());
    let (mut reasons, mut first): (HashMap<_, u64>, Vec<_>) = (HashMap::new(), Vec::new());
    let mut read = 0_u64;
    if failed > 0 {
        for row in report.rows().into_iter().flatten().filter_map(Result::ok).take(MOST_READ) {
            read = read.saturating_add(1);
            if row.outcome == Outcome::Accepted {
                continue;
            }
            let code = if row.code.is_empty() { row.rule.clone() } else { row.code.clone() };
            let count = reasons.entry((row.outcome.as_str(), code, crate::phone::masked(&row.reason))).or_default();
            *count = count.saturating_add(1);
            if first.len() < MOST_ROWS {
                first.push(row);
            }
        }
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_unstable_by(|(a, a_count), (b, b_count)| b_count.cmp(a_count).then_with(|| a.cmp(b)));
    page(html! {
        @if !first.is_empty() {
            (table("Rows that were not accepted", &["index", "line", "to", "outcome", "reason"], first.iter().map(|row| [
                html! { (row.index) },
                html! { (row.line.map(|line| line.to_string()).unwrap_or_default()) },
                html! { (Text(&crate::phone::mask(&row.to))) },
                outcome_of(row.outcome),
                html! { (Text(&crate::phone::masked(&row.reason))) },
            ])))
            (rest(count_of(failed), first.len(), "rows"))
            (table("Reasons", &["rows", "outcome", "code or rule", "reason"],
                reasons.iter().take(MOST_ROWS).map(|((outcome, code, reason), count)| [
                    html! { (count) },
                    colored(outcome),
                    html! { (Text(code)) },
                    html! { (Text(reason)) },
                ])))
            (rest(reasons.len(), MOST_ROWS, "reasons"))
            @if read < total {
                p class="smsbat-note" { "from the first " (read) " rows" }
            }
        }
        (table("BulkReport", &["outcome", "rows", "share"], sums.iter().map(|(outcome, count)| [
            outcome_of(*outcome),
            html! { (count) },
            share(*count, total),
        ]).chain([[html! { "total" }, html! { (total) }, html! {}]])))
        @if let Some(error) = report.error() {
            p class="smsbat-note" { (Text(&error.to_string())) }
        }
    })
}

/// Returns the delivery of a campaign as HTML: the messages that failed first, then the counts and the channels.
pub fn delivery(summary: &DeliverySummary) -> String {
    let failed = |outcome| matches!(outcome, DeliveryOutcome::Undeliverable | DeliveryOutcome::Expired);
    let counts = summary.counts();
    let count = counts.undeliverable.saturating_add(counts.expired);
    let rows: Vec<_> = match count {
        0 => Vec::new(),
        _ => summary.rows().filter(|row| failed(row.outcome)).take(MOST_ROWS).collect(),
    };
    let text = |text: &Option<String>| html! { (Text(text.as_deref().unwrap_or_default())) };
    page(html! {
        @if !rows.is_empty() {
            (table("Messages that were not delivered", &["index", "to", "status", "at", "channel", "cost"], rows.iter().map(|row| [
                html! { (row.index) },
                html! { (Text(&crate::phone::mask(row.to.as_deref().unwrap_or_default()))) },
                html! { span class={ "smsbat-outcome smsbat-" (row.outcome.as_str()) } { (text(&row.delivery_status)) } },
                text(&row.status_at),
                text(&row.channel),
                text(&row.cost),
            ])))
            (rest(count_of(count), rows.len(), "messages"))
        }
        (table("DeliverySummary", &["delivery", "messages", "share"], each(counts).into_iter().map(|(outcome, count)| [
            colored(outcome.as_str()),
            html! { (count) },
            share(count, counts.total),
        ]).chain([
            [html! { "total" }, html! { (counts.total) }, html! {}],
            [html! { "cost" }, html! { (counts.cost) }, html! {}],
        ])))
        @if !summary.by_channel().is_empty() {
            (table("By channel", &["channel", "messages", "delivered", "read", "not delivered", "cost"],
                summary.by_channel().iter().map(|channel| [
                    html! { (Text(&channel.channel)) },
                    html! { (channel.counts.total) },
                    html! { (channel.counts.delivered) },
                    html! { (channel.counts.read) },
                    html! { (channel.counts.undeliverable + channel.counts.expired) },
                    html! { (channel.counts.cost) },
                ])))
        }
    })
}

fn each(counts: &DeliveryCounts) -> [(DeliveryOutcome, u64); 6] {
    [
        (DeliveryOutcome::Delivered, counts.delivered),
        (DeliveryOutcome::Read, counts.read),
        (DeliveryOutcome::Undeliverable, counts.undeliverable),
        (DeliveryOutcome::Expired, counts.expired),
        (DeliveryOutcome::Pending, counts.pending),
        (DeliveryOutcome::Unknown, counts.unknown),
    ]
}

fn colored(word: &str) -> Markup {
    html! { span class={ "smsbat-outcome smsbat-" (word) } { (word) } }
}

fn count_of(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

fn share(count: u64, total: u64) -> Markup {
    html! { @if total > 0 { (format!("{:.1} %", count as f64 * 100.0 / total as f64)) } }
}

fn table<const N: usize>(caption: &str, columns: &[&str; N], rows: impl Iterator<Item = [Markup; N]>) -> Markup {
    html! {
        table class="smsbat-table" {
            caption { (caption) }
            thead { tr { @for column in columns { th scope="col" { (column) } } } }
            tbody { @for row in rows { tr { @for cell in row { td { (cell) } } } } }
        }
    }
}
