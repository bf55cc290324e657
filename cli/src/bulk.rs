//! `smsbat bulk`.

use std::ffi::OsStr;
use std::fmt::Display;
use std::io::{self, BufReader, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value;
use smsbat_core::bulk::{
    self, BulkOptions, BulkPlan, BulkProgress, BulkReport, Input, ReportFile, ReportRow, Source, StopList,
    default_journal,
};
use smsbat_core::{CallOptions, Error, ErrorKind, Outcome, Phone};

use crate::arguments::{Bulk, ClientArguments};
use crate::bulk_plan::{plan_json, plan_text, problems_json};
use crate::exit::{DONE, REFUSED, UNKNOWN, UNWRITTEN, USAGE};
use crate::interrupt::on_ctrl_c;
use crate::messages::client;
use crate::output::{Output, TEXT, clean, note, text_or_stdin};

/// Length of the progress bar, because a source reports a fraction instead of a number of rows.
pub(crate) const BAR: u64 = 10_000;

/// Maximum number of failed rows that are listed on standard error.
const NAMED: usize = 10;

pub(crate) fn run(arguments: &ClientArguments, command: &Bulk, output: &Output) -> u8 {
    let reports = match reports(command) {
        Ok(reports) => reports,
        Err(message) => return output.usage(&message),
    };
    match send(arguments, command, output) {
        Ok(mut report) if report.plan().is_some() => match report.error() {
            // The plan of a part would be taken for that of the whole.
            Some(error) => output.error(error),
            None => finish_plan(command, &mut report, reports, output),
        },
        Ok(mut report) => finish(command, &mut report, reports, output),
        Err(error) => output.error(&error),
    }
}

/// Creates the files of the reports, before anything is sent.
fn reports(command: &Bulk) -> Result<Vec<ReportFile>, String> {
    let mut others = bulk::protected(Some(&command.file), command.stop_list.as_slice(), journal(command).as_deref());
    let mut files = Vec::new();
    for path in &command.report {
        let named = |why: &dyn Display| format!("--report {}: {why}", path.display());
        files.push(ReportFile::create(path, &others).map_err(|e| named(&e))?);
        if !has_format(path) {
            return Err(named(&"its name must end with .csv or .json, the formats of a report"));
        }
        others.push(path.clone());
    }
    Ok(files)
}

/// Returns true if the name says that a report can be read from it, or names a device or pipe.
fn has_format(path: &Path) -> bool {
    let known = |end: &OsStr| ["csv", "json"].iter().any(|known| end.eq_ignore_ascii_case(known));
    path.extension().is_some_and(known) || path.metadata().is_ok_and(|found| !found.is_file())
}

fn send(arguments: &ClientArguments, command: &Bulk, output: &Output) -> Result<BulkReport, Error> {
    if let Some(price) = &command.price {
        // Before a long file is read.
        BulkPlan::default().cost(price)?;
    }
    let client = client(arguments)?;
    let mut options = options(command)?;
    let source: Box<dyn Source + Send> = match command.file.to_str() {
        Some("-") => {
            let input = Input::standard();
            let input = input.map_err(|e| Error::invalid("source", "readable", format!("cannot be read: {e}")))?;
            bulk::from_reader(BufReader::new(input))
        }
        _ => bulk::open(&command.file)?,
    };
    let bar = (!output.json && io::stderr().is_terminal()).then(bar);
    if let Some(bar) = bar.clone() {
        options.progress = Some(Arc::new(move |progress| show(&bar, progress)));
    }
    let timeout = command.timeout.map(|t| CallOptions::seconds("timeout", t)).transpose()?;
    let mut call = CallOptions::new();
    (call.timeout, call.interrupt) = (timeout, Some(interrupt()));
    let report = client.messages().options(call).send_bulk(source, &options);
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    report
}

fn options(command: &Bulk) -> Result<BulkOptions, Error> {
    let mut options = BulkOptions::default();
    if let Some(template) = &command.template {
        if template == "-" && command.file.as_os_str() == "-" {
            return Err(Error::invalid("template", "stdin", "cannot be read from standard input, which has the rows"));
        }
        options
            .set("template", &text_or_stdin(template, TEXT).map_err(|why| Error::invalid("template", "file", why))?)?;
    }
    let given = [
        ("sender", &command.sender),
        ("encoding", &command.encoding),
        ("max_messages", &command.max_messages),
        ("max_parts", &command.max_parts),
        ("allow_list", &command.allow_list),
        ("quiet_hours", &command.quiet_hours),
    ];
    for (name, value) in given {
        if let Some(value) = value {
            options.set(name, value)?;
        }
    }
    for (name, value) in [
        ("chunk_size", &command.chunk_size),
        ("connections", &command.connections),
        ("max_failures", &command.max_failures),
    ] {
        options.set(name, value)?;
    }
    for pair in &command.columns {
        options.set("columns", pair)?;
    }
    options.journal = journal(command);
    if options.journal.is_none() && !command.no_journal && !command.dry_run {
        note(NO_JOURNAL);
    }
    options.stop_list = command.stop_list.clone().map(StopList::file);
    options.allow_duplicates = command.allow_duplicates;
    options.resend_unknown = command.resend_unknown;
    options.dry_run = command.dry_run;
    Ok(options)
}

/// Returns the journal's path: by default next to the source. What is read once, such as standard input, has no default.
fn journal(command: &Bulk) -> Option<PathBuf> {
    if command.no_journal || command.journal.is_some() {
        return command.journal.clone();
    }
    if command.file.as_os_str() == "-" || std::fs::metadata(&command.file).is_ok_and(|found| !found.is_file()) {
        return None;
    }
    Some(default_journal(&command.file))
}

const NO_JOURNAL: &str = "no journal is kept, because the rows come from no file; the same command again sends every message \
again. Name a journal with --journal, or decide against it with --no-journal";

/// Returns true once for each Ctrl-C: the first ends the run in an orderly way, the second aborts running requests.
fn interrupt() -> smsbat_core::Interrupt {
    let pressed = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&pressed);
    // Without a handler, the journal records the running requests.
    on_ctrl_c(move || {
        let text = match count.fetch_add(1, Ordering::SeqCst) {
            0 => "smsbat: ending after the responses to running requests; press Ctrl-C again to abort them",
            _ => "smsbat: aborting running requests",
        };
        let _ = writeln!(io::stderr(), "{text}");
    });
    let (seen, said) = (AtomicUsize::new(0), AtomicBool::new(false));
    Arc::new(move || {
        // Return false in between, so that two of them are distinguished.
        let before = seen.load(Ordering::SeqCst);
        let yes = pressed.load(Ordering::SeqCst) > before && !said.load(Ordering::SeqCst);
        if yes {
            seen.store(before + 1, Ordering::SeqCst);
        }
        said.store(yes, Ordering::SeqCst);
        yes
    })
}

pub(crate) fn bar() -> ProgressBar {
    let bar = ProgressBar::new(BAR);
    // The message is cut at the end of the line: a second line would stay behind when the terminal becomes narrower.
    let style = ProgressStyle::with_template("{bar:20} {percent:>3} %  {wide_msg}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

fn show(bar: &ProgressBar, progress: &BulkProgress) {
    bar.set_position((progress.fraction.unwrap_or(0.0) * BAR as f64) as u64);
    let mut text = format!("{} accepted", progress.accepted);
    for (count, word) in
        [(progress.rejected, "rejected"), (progress.not_sent, "not sent"), (progress.unknown, "unknown")]
    {
        if count > 0 {
            text.push_str(&format!(", {count} {word}"));
        }
    }
    text.push_str(&format!("  {:.0}/s", progress.rate));
    let waits = progress.waiting_until.and_then(|until| until.duration_since(SystemTime::now()).ok());
    if let Some(waits) = waits {
        text.push_str(&format!("  quiet hours for {} more", words(waits)));
    } else if let Some(left) = progress.time_left.filter(|t| *t >= Duration::from_secs(1)) {
        text.push_str(&format!("  {} left", words(left)));
    }
    bar.set_message(text);
}

fn words(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds / 60 % 60),
    }
}

/// Says what would be sent.
fn finish_plan(command: &Bulk, report: &mut BulkReport, files: Vec<ReportFile>, output: &Output) -> u8 {
    let plan = report.plan().cloned().unwrap_or_default();
    let cost = match command.price.as_deref().map(|price| plan.cost(price)).transpose() {
        Ok(cost) => cost,
        Err(error) => return output.error(&error),
    };
    let mut failures = write_reports(command, report, files);
    let code = if plan.invalid == 0 { DONE } else { REFUSED };
    let json = if output.json { plan_json(&plan, cost.as_deref(), report) } else { Ok(Value::Null) };
    let json = json.unwrap_or_else(|e| {
        failures.push(format!("the refused rows cannot be read: {e}"));
        Value::Null
    });
    let mut code = output.finish(&plan_text(&plan, cost.as_deref()), &json, code);
    if !failures.is_empty() {
        failures.iter().for_each(|failure| output.note(failure));
        code = if code == DONE { UNWRITTEN } else { code };
    }
    if !output.json {
        name_missed(command, report, output);
    }
    code
}

fn finish(command: &Bulk, report: &mut BulkReport, files: Vec<ReportFile>, output: &Output) -> u8 {
    if let (0, Some(error)) = (report.total(), report.error()) {
        return output.error(error);
    }
    let mut code = match report.error() {
        _ if report.unknown() > 0 => UNKNOWN,
        // Once anything was sent, it is not a usage error.
        Some(error) if error.outcome() == Outcome::Unknown => UNKNOWN,
        Some(error) if is_usage(error) => USAGE,
        Some(_) => REFUSED,
        None if report.ok() => DONE,
        None => REFUSED,
    };
    // The files come first, because the reader of standard output may be slow or gone.
    let mut failures = write_reports(command, report, files);
    let json = if output.json { report_json(report) } else { Ok(Value::Null) };
    let json = json.unwrap_or_else(|e| {
        failures.push(format!("the rows that were not accepted cannot be read: {e}"));
        sums(report)
    });
    code = output.finish(&text(report), &json, code);
    if let Some(error) = report.error().filter(|_| !output.json) {
        output.note(&error.to_string());
    }
    if let Some(journal) = journal(command).filter(|_| !output.json && !command.dry_run) {
        match report.error() {
            Some(error) if error.retryable() => {
                output.note(&format!("run the same command again to continue ({})", journal.display()));
            }
            None if report.unknown() > 0 && !command.resend_unknown => output.note(
                "the same command does not send unknown messages again: find out whether they arrived, or add \
                 --resend-unknown, at the risk of sending them twice",
            ),
            _ => {}
        }
    }
    if !failures.is_empty() {
        failures.iter().for_each(|failure| output.note(failure));
        rescue(command, report, output);
        code = if code == DONE { UNWRITTEN } else { code };
    }
    if !output.json {
        name_missed(command, report, output);
    }
    code
}

fn sums(report: &BulkReport) -> Value {
    serde_json::from_str(&report.to_json()).unwrap_or_default()
}

/// The sums, and the first rows that were not accepted.
fn report_json(report: &mut BulkReport) -> io::Result<Value> {
    let mut json = sums(report);
    let is_missed = |row: &io::Result<ReportRow>| row.as_ref().map_or(true, |row| row.outcome != Outcome::Accepted);
    json["problems"] = match report.total() - report.accepted() {
        0 => Vec::new(),
        _ => problems_json(report.rows()?.filter(is_missed))?,
    }
    .into();
    Ok(json)
}

/// Writes the files of the reports, and returns what could not be written.
fn write_reports(command: &Bulk, report: &mut BulkReport, files: Vec<ReportFile>) -> Vec<String> {
    let written = files.into_iter().zip(&command.report).map(|(file, path)| {
        file.write(report).map_err(|e| format!("the report {} cannot be written: {e}", path.display()))
    });
    written.filter_map(Result::err).collect()
}

fn is_usage(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Configuration | ErrorKind::Validation)
}

/// Saves the rows of a report that could not be written to its file.
fn rescue(command: &Bulk, report: &mut BulkReport, output: &Output) {
    match (report.rescue(), journal(command)) {
        (Ok(path), _) => output.note(&format!("all rows of the report are in {}", path.display())),
        (Err(_), Some(journal)) => {
            output.note(&format!("the journal {} has every row that was sent", journal.display()))
        }
        (Err(_), None) => {
            output.note("the rows of the report are:");
            let mut rows = Vec::new();
            // In memory, because the disk is full, and escaped for the terminal.
            let _ = report.write_csv(&mut rows);
            let _ = write!(io::stderr(), "{}", clean(&String::from_utf8_lossy(&rows), true));
        }
    }
}

/// Lists the rows that were not accepted on standard error, with line and reason but without numbers and texts.
fn name_missed(command: &Bulk, report: &mut BulkReport, output: &Output) {
    let (planned, missed) = match report.plan() {
        Some(plan) => (true, plan.invalid),
        None => (false, report.total() - report.accepted()),
    };
    let Ok(rows) = report.rows() else { return };
    let is_missed = |row: &ReportRow| if planned { row.is_problem() } else { row.outcome != Outcome::Accepted };
    for row in rows.flatten().filter(is_missed).take(NAMED) {
        let place = row.line.map_or_else(|| format!("row {}", row.index + 1), |line| format!("line {line}"));
        let code = if row.code.is_empty() { String::new() } else { format!(" [{}]", row.code) };
        // Without one of our rules, the reason is the provider's text, which may contain a number.
        let reason = if row.rule.is_empty() { Phone::masked_in(&row.reason) } else { row.reason };
        output.note(&format!("{place}: {}{code} {reason}", row.outcome));
    }
    if missed > NAMED as u64 {
        output.note(&format!("and {} more", missed - NAMED as u64));
    }
    if missed > 0 && command.report.is_empty() {
        output.note("use --report FILE for the outcome of every row");
    }
}

fn text(report: &BulkReport) -> String {
    let counts = report.counts();
    let mut lines = Vec::new();
    for (count, word) in [
        (report.accepted(), "accepted"),
        (report.rejected(), "rejected"),
        (report.not_sent(), "not sent"),
        (report.unknown(), "unknown"),
    ] {
        lines.push(format!("{count:>12} {word}"));
    }
    let mut total = format!("{:>12} in all", report.total());
    if report.resumed() > 0 {
        total.push_str(&format!(", {} of them from the journal", report.resumed()));
    }
    lines.push(total);
    if report.skipped() > 0 {
        lines.push(format!("{:>12} blank rows skipped", report.skipped()));
    }
    lines.push(format!("{:>12} SMS parts, {}, {:.0} messages/s", counts.parts, words(counts.elapsed), counts.rate));
    lines.join("\n")
}
