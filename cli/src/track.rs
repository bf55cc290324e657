//! `smsbat track`.

use std::io::{self, IsTerminal};

use indicatif::ProgressBar;
use smsbat_core::delivery::{DeliverySummary, TrackOptions, TrackProgress, Tracked};
use smsbat_core::{CallOptions, Error};

use crate::arguments::{ClientArguments, Track};
use crate::bulk::{BAR, bar};
use crate::exit::{DONE, NOT_FINAL, UNWRITTEN};
use crate::interrupt::interrupt;
use crate::messages::client;
use crate::output::{Output, clean};

pub(crate) fn run(arguments: &ClientArguments, command: &Track, output: &Output) -> u8 {
    let summary = match track(arguments, command, output) {
        Ok(summary) => summary,
        Err(error) => return output.error(&error),
    };
    // The file comes first: who reads the rest may be slow or gone.
    let written = command.report.as_ref().map(|path| (path, summary.save(path)));
    let code = if summary.is_final() { DONE } else { NOT_FINAL };
    let mut code = output.finish(&text(&summary), &serde_json::from_str(&summary.to_json()).unwrap_or_default(), code);
    if let Some((path, Err(e))) = written {
        output.note(&format!("the report {} cannot be written: {e}", path.display()));
        output.note("the same command with --timeout 0 writes it without a request");
        code = if code == DONE { UNWRITTEN } else { code };
    }
    code
}

fn track(arguments: &ClientArguments, command: &Track, output: &Output) -> Result<DeliverySummary, Error> {
    let client = client(arguments)?;
    let mut options = TrackOptions::default();
    options.timeout = TrackOptions::seconds(command.timeout)?;
    let interrupt = interrupt();
    let tracked = Tracked::file_until(&command.file, Some(&interrupt))?;
    command.report.as_ref().map_or(Ok(()), |path| tracked.check_summary(path))?;
    let bar = (!output.json && io::stderr().is_terminal()).then(bar);
    if let Some(bar) = bar.clone() {
        options = options.progress(move |progress| show(&bar, progress));
    }
    let mut call = CallOptions::new();
    call.interrupt = Some(interrupt);
    let summary = client.messages().options(call).track(tracked, &options);
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    summary
}

fn show(bar: &ProgressBar, progress: &TrackProgress) {
    bar.set_position((progress.fraction * BAR as f64) as u64);
    let c = &progress.counts;
    bar.set_message(format!(
        "{} reached, {} not delivered, {} to go",
        c.delivered + c.read,
        c.undeliverable + c.expired,
        c.pending + c.unknown
    ));
}

fn text(summary: &DeliverySummary) -> String {
    let mut lines = vec![summary.to_string()];
    for channel in summary.by_channel() {
        let c = &channel.counts;
        let reached = c.delivered + c.read;
        lines.push(format!(
            "{:>12} by {}: {reached} reached, cost {}",
            c.total,
            clean(&channel.channel, false),
            c.cost
        ));
    }
    lines.join("\n")
}
