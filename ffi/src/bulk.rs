//! Campaigns: any number of messages, from a file or from the program, with a journal and a report.

use std::ffi::{c_char, c_void};
use std::sync::Arc;

use smsbat_core::bulk::{self, BulkOptions, BulkProgress, BulkReport, Intake, ReportRow, Source, Template};
use smsbat_core::{Error, Object, Problem, binding};

use crate::boundary;
use crate::client::smsbat_client;
use crate::draft::{Drafted, remember};
use crate::error::{Fault, outcome_number, smsbat_code, smsbat_error, smsbat_outcome};
use crate::handle::{Handle, Out, Owned, exclusive, free, give, shared};
use crate::message::smsbat_message;
use crate::options::smsbat_call_options;
use crate::string::{CText, read};

/// How a campaign is sent.
///
/// A setter copies what it is given. Its mistake is returned and also kept, so that the send fails with
/// `SMSBAT_ERROR_VALIDATION`: the return value of a setter need not be looked at.
pub struct smsbat_bulk_options {
    options: BulkOptions,
    mistakes: Vec<Problem>,
}

impl Handle for smsbat_bulk_options {
    const NAME: &'static str = "options";
}

impl Owned for smsbat_bulk_options {}

impl smsbat_bulk_options {
    fn options(&self) -> Result<BulkOptions, Fault> {
        if self.mistakes.is_empty() {
            Ok(self.options.clone())
        } else {
            Err(binding::validation(self.mistakes.clone()).into())
        }
    }
}

/// Makes options with their defaults. Never NULL; end them with `smsbat_bulk_options_free`.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_bulk_options_new() -> *mut smsbat_bulk_options {
    boundary::value(std::ptr::null_mut(), || {
        give(smsbat_bulk_options { options: BulkOptions::default(), mistakes: Vec::new() })
    })
}

/// Ends options. NULL is fine. No send may be using them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_options_free(options: *mut smsbat_bulk_options) {
    // SAFETY: the caller gives NULL or options that nobody uses any more.
    unsafe { free(options) }
}

/// # Safety
/// `options` is NULL or live options that no other thread uses.
unsafe fn change(
    options: *mut smsbat_bulk_options,
    name: &str,
    change: impl FnOnce(&mut BulkOptions) -> Result<(), Fault>,
) -> smsbat_code {
    // SAFETY: the caller's promise; there is no error to hand out.
    unsafe {
        boundary::call(std::ptr::null_mut(), || {
            let options = exclusive(options)?;
            options.mistakes.retain(|m| m.path() != name);
            change(&mut options.options).map_err(|fault| remember(&mut options.mistakes, name, fault))
        })
    }
}

/// Sets an option by its name, as text. The names, with their defaults:
///
/// - `sender`: sender of rows that name none.
/// - `template`: text of the rows, with columns in braces: `Hi {name}`. `{{` is a brace.
/// - `columns`: names of columns that differ from the argument's, as `to=phone, text=body`; adds to earlier ones.
/// - `journal`: file that makes the campaign resumable; it is made if it is not there.
/// - `chunk_size` (1000): messages of one request, 1 to 5000. A connection that breaks makes one chunk unknown.
/// - `chunk_bytes` (4194304): bytes of the largest request.
/// - `connections` (8): requests under way at once, 1 to 64.
/// - `ordered` (false): keep the order of the source in the report; a slow request holds up the others.
/// - `allow_duplicates` (false): send to a recipient more than once.
/// - `max_messages`, `max_parts`: most messages and SMS parts of the campaign; rows beyond are not sent.
/// - `allow_list`: recipients that may be sent to, with commas between them; all other rows are not sent.
/// - `quiet_hours`: hours in which nothing is sent, with their UTC offset: `21:00-08:00+03:00`.
/// - `resend_unknown` (false): send again what may have been sent before, at the risk of sending it twice.
/// - `max_failures` (10): requests that fail one after another before the run is stopped.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if there is no such option or the value is not one of it,
/// `SMSBAT_ERROR_INVALID_ARGUMENT` for NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_options_set(
    options: *mut smsbat_bulk_options,
    name: *const c_char,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller gives NULL or texts that end with a NUL, and NULL or options of its own.
    unsafe {
        let known = read(name, "name").unwrap_or("name");
        change(options, known, |o| Ok(o.set(read(name, "name")?, read(value, "value")?)?))
    }
}

/// Sets a message as the template: its texts may hold columns in braces. The message stays the program's.
///
/// Returns `SMSBAT_ERROR_VALIDATION` for a message made from JSON, `SMSBAT_ERROR_INVALID_ARGUMENT` for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_options_set_template(
    options: *mut smsbat_bulk_options,
    message: *const smsbat_message,
) -> smsbat_code {
    // SAFETY: the caller gives NULL or a live message, and NULL or options of its own.
    unsafe {
        change(options, "template", |o| {
            o.template = Some(Template::message(object(shared(message)?)?)?);
            Ok(())
        })
    }
}

/// The message, unless it was filled in with mistakes.
fn object(message: &smsbat_message) -> Result<Object, Fault> {
    let mistakes: Vec<Problem> = message.draft().mistakes().cloned().collect();
    if mistakes.is_empty() { Ok(message.draft().object().clone()) } else { Err(binding::validation(mistakes).into()) }
}

/// Told how far a campaign is, about ten times a second and at its end, on the thread that sends it. `counts` is
/// good for the call only. It must return, and must not end the client.
pub type smsbat_bulk_progress = Option<unsafe extern "C" fn(counts: *const smsbat_bulk_counts, userdata: *mut c_void)>;

/// A pointer of the program's that only its own callbacks look at, on the thread that the program called from.
struct Userdata(*mut c_void);

// SAFETY: it is handed back to the program, never looked at.
unsafe impl Send for Userdata {}
// SAFETY: as above.
unsafe impl Sync for Userdata {}

impl Userdata {
    fn get(&self) -> *mut c_void {
        self.0
    }
}

/// Sets what is told of the progress; NULL for none. `userdata` is handed to it and must live as long as a send
/// with these options.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_options_set_progress(
    options: *mut smsbat_bulk_options,
    progress: smsbat_bulk_progress,
    userdata: *mut c_void,
) -> smsbat_code {
    let userdata = Userdata(userdata);
    let told = progress.map(|tell| -> bulk::ProgressFn {
        Arc::new(move |counts| {
            let counts = smsbat_bulk_counts(*counts);
            // SAFETY: the program's own function, as it promised to give.
            unsafe { tell(&counts, userdata.get()) }
        })
    });
    let set = |o: &mut BulkOptions| {
        o.progress = told;
        Ok(())
    };
    // SAFETY: the caller gives NULL or options of its own.
    unsafe { change(options, "progress", set) }
}

/// Gives the next message of a campaign, which is the library's from then on; NULL at the end. Called on the thread
/// that sends.
pub type smsbat_bulk_next = Option<unsafe extern "C" fn(userdata: *mut c_void) -> *mut smsbat_message>;

struct Pull {
    next: unsafe extern "C" fn(userdata: *mut c_void) -> *mut smsbat_message,
    userdata: *mut c_void,
}

impl Source for Pull {
    fn read(&mut self, intake: &mut Intake<'_>, most: usize) -> Result<bool, Error> {
        for _ in 0..most {
            // SAFETY: the program's own function with its own pointer.
            let message = unsafe { (self.next)(self.userdata) };
            if message.is_null() {
                return Ok(false);
            }
            // SAFETY: the program gives messages that it made and does not use any more.
            let message = unsafe { Box::from_raw(message) };
            match message.draft().mistakes().next() {
                None => intake.message(message.draft().object().clone()),
                Some(mistake) => intake.broken(mistake.clone()),
            }
        }
        Ok(true)
    }
}

/// Sends a campaign from a file: JSON Lines if its name ends with `.jsonl`, `.ndjson` or `.json`, else CSV.
///
/// A CSV file has a header with `to`, `text` and any other argument of a message, by its setter's name; a column
/// `type` names another kind than sms. A line of JSON has the same names; one with `from` or `recipient` is a message
/// in the form of the API and goes out as given. The file is read as it is sent and never held as a whole. A row that
/// breaks a rule or a limit is reported as not sent and does not stop the rest.
///
/// With a journal, a run that ended before its time (an error, a crash, a power cut) goes on where it stopped when the
/// same call is made again: rows that were accepted are skipped, rows that may have been sent are reported as unknown
/// and not sent again unless `resend_unknown` is set. A journal belongs to one campaign: the same sender, template,
/// columns and address. It is an SQLite file; its view `report` has every row.
///
/// `options` and `call` may be NULL; the time and repeats of `call` hold for each request. Its cancel token ends the
/// run in order, once the requests under way are answered; `smsbat_client_close` cuts them off.
///
/// On success, and also when the run ended early, `*report` is a report that the program ends with
/// `smsbat_bulk_report_free`; NULL if nothing began. It succeeds when every row has an outcome, even if some were not
/// sent. Returns `SMSBAT_ERROR_CONFIGURATION` if there are no credentials, or the journal is of another campaign or in
/// use; `SMSBAT_ERROR_VALIDATION` if an option, the header or the file cannot be used; `SMSBAT_ERROR_CANCELLED` if it
/// was ended; else any code of a call. `smsbat_error_outcome` is unknown if any row is. Free the error with
/// `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_send_bulk_file(
    client: *const smsbat_client,
    path: *const c_char,
    options: *const smsbat_bulk_options,
    call: *const smsbat_call_options,
    report: *mut *mut smsbat_bulk_report,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller gives NULL or live objects and texts, and NULL or places for the report and the error.
    unsafe {
        let out = Out::new(report);
        boundary::call(error, || {
            let client = shared(client)?;
            let path = read(path, "path")?;
            out.check()?;
            let source = bulk::open(path)?;
            send(client, source, options, call, out)
        })
    }
}

/// Sends a campaign of messages that the program makes one by one.
///
/// `next` gives them. The messages are the library's once they are given, also those with mistakes, which are reported
/// as not sent. All else is as in `smsbat_client_send_bulk_file`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_send_bulk(
    client: *const smsbat_client,
    next: smsbat_bulk_next,
    userdata: *mut c_void,
    options: *const smsbat_bulk_options,
    call: *const smsbat_call_options,
    report: *mut *mut smsbat_bulk_report,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller gives NULL or live objects, and NULL or places for the report and the error.
    unsafe {
        let out = Out::new(report);
        boundary::call(error, || {
            let client = shared(client)?;
            let next = next.ok_or(Fault::null("next"))?;
            out.check()?;
            send(client, Pull { next, userdata }, options, call, out)
        })
    }
}

/// # Safety
/// `options` and `call` are NULL or live.
unsafe fn send(
    client: &smsbat_client,
    source: impl Source,
    options: *const smsbat_bulk_options,
    call: *const smsbat_call_options,
    out: Out<smsbat_bulk_report>,
) -> Result<(), Fault> {
    // SAFETY: the caller's promise.
    let (options, call) = unsafe { (options.as_ref(), smsbat_call_options::of(call)?) };
    let options = options.map_or_else(|| Ok(BulkOptions::default()), smsbat_bulk_options::options)?;
    let mut report = client.core().messages().options(call).send_bulk(source, &options)?;
    let error = report.take_error();
    let (counts, json) = (smsbat_bulk_counts(*report.counts()), CText::new(report.to_json()));
    out.set(smsbat_bulk_report { report, counts, json })?;
    error.map_or(Ok(()), |error| Err(error.into()))
}

/// Counts of a campaign, so far or at its end.
#[derive(Debug)]
pub struct smsbat_bulk_counts(BulkProgress);

impl Handle for smsbat_bulk_counts {
    const NAME: &'static str = "counts";
}

/// # Safety
/// `counts` is NULL or live.
unsafe fn count<T>(counts: *const smsbat_bulk_counts, none: T, look: impl FnOnce(&BulkProgress) -> T) -> T {
    // SAFETY: the caller's promise.
    unsafe { counts.as_ref() }.map_or(none, |counts| look(&counts.0))
}

/// Rows read from the source. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_read(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, 0, |p| p.read) }
}

/// Rows with an outcome: those of the four that follow. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_settled(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, 0, |p| p.settled()) }
}

/// Rows the provider took. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_accepted(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, 0, |p| p.accepted) }
}

/// Rows the provider said no to. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_rejected(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, 0, |p| p.rejected) }
}

/// Rows that were not sent: they broke a rule or a limit, or their request was refused as a whole. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_not_sent(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, 0, |p| p.not_sent) }
}

/// Rows that may or may not have been sent. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_unknown(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, 0, |p| p.unknown) }
}

/// Of all these, rows whose outcome an earlier run wrote into the journal. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_resumed(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, 0, |p| p.resumed) }
}

/// SMS parts of the rows accepted in this run, as the provider counts them. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_parts(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, 0, |p| p.parts) }
}

/// Seconds since the run began. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_elapsed(counts: *const smsbat_bulk_counts) -> f64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, 0.0, |p| p.elapsed.as_secs_f64()) }
}

/// Rows settled in this run for each second of it. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_rate(counts: *const smsbat_bulk_counts) -> f64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, 0.0, |p| p.rate) }
}

/// How much of the source is read, from 0 to 1; -1 if that is not known. -1 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_fraction(counts: *const smsbat_bulk_counts) -> f64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, -1.0, |p| p.fraction.unwrap_or(-1.0)) }
}

/// Seconds left at this pace; -1 if that is not known. -1 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_time_left(counts: *const smsbat_bulk_counts) -> f64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, -1.0, |p| p.time_left.map_or(-1.0, |t| t.as_secs_f64())) }
}

/// What became of a campaign, in sums and row by row.
///
/// Owned by the program; end it with `smsbat_bulk_report_free`. Rows stand in a temporary file, not in memory, so only
/// one thread at a time may read or save them.
pub struct smsbat_bulk_report {
    report: BulkReport,
    counts: smsbat_bulk_counts,
    json: CText,
}

impl Handle for smsbat_bulk_report {
    const NAME: &'static str = "report";
}

impl Owned for smsbat_bulk_report {}

/// Ends a report. NULL is fine.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_report_free(report: *mut smsbat_bulk_report) {
    // SAFETY: the caller gives NULL or a report that nobody uses any more.
    unsafe { free(report) }
}

/// The sums. Borrowed from the report. NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_report_counts(report: *const smsbat_bulk_report) -> *const smsbat_bulk_counts {
    // SAFETY: the caller gives NULL or a live report.
    unsafe { report.as_ref() }.map_or(std::ptr::null(), |report| &report.counts)
}

/// Whether the source was read to its end and every row was accepted. False for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_report_ok(report: *const smsbat_bulk_report) -> bool {
    // SAFETY: the caller gives NULL or a live report.
    unsafe { report.as_ref() }.is_some_and(|r| r.report.ok())
}

/// The sums as a JSON object. Borrowed from the report. NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_report_json(report: *const smsbat_bulk_report) -> *const c_char {
    // SAFETY: the caller gives NULL or a live report.
    unsafe { report.as_ref() }.map_or(std::ptr::null(), |report| report.json.as_ptr())
}

/// Writes the report into a file that only its owner may read: JSON if its name ends with `.json`, else CSV.
///
/// Returns `SMSBAT_ERROR_CONFIGURATION` if it cannot be written, `SMSBAT_ERROR_INVALID_ARGUMENT` for NULL or a path
/// that is not UTF-8. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_report_save(
    report: *mut smsbat_bulk_report,
    path: *const c_char,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller gives NULL or a live report and text, and NULL or a place for the error.
    unsafe {
        boundary::call(error, || {
            let report = exclusive(report)?;
            Ok(report.report.save(read(path, "path")?).map_err(|e| binding::unwritable(&e))?)
        })
    }
}

/// Told of one row of a report. `row` is good for the call only. False ends the reading.
pub type smsbat_bulk_take = Option<unsafe extern "C" fn(row: *const smsbat_bulk_row, userdata: *mut c_void) -> bool>;

/// Gives every row of a report to a function, in the order in which they were settled, or in that of the source if
/// it was asked for.
///
/// `userdata` is handed to it. Returns `SMSBAT_ERROR_CONFIGURATION` if a row cannot be read back from the temporary
/// file, `SMSBAT_ERROR_INVALID_ARGUMENT` for NULL. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_report_rows(
    report: *mut smsbat_bulk_report,
    take: smsbat_bulk_take,
    userdata: *mut c_void,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller gives NULL or a live report, a function of its own, and NULL or a place for the error.
    unsafe {
        boundary::call(error, || {
            let report = exclusive(report)?;
            let take = take.ok_or(Fault::null("take"))?;
            for row in report.report.rows().map_err(|e| binding::unwritable(&e))? {
                let row = smsbat_bulk_row::from(row.map_err(|e| binding::unwritable(&e))?);
                if !take(&row, userdata) {
                    break;
                }
            }
            Ok(())
        })
    }
}

/// What became of one row of the source.
pub struct smsbat_bulk_row {
    index: u64,
    outcome: smsbat_outcome,
    parts: i64,
    /// `customer_message_id`, `to`, `message_id`, `status`, `rule`, `reason`.
    texts: [Option<CText>; 6],
}

impl Handle for smsbat_bulk_row {
    const NAME: &'static str = "row";
}

impl From<ReportRow> for smsbat_bulk_row {
    fn from(row: ReportRow) -> Self {
        let texts = [row.customer_message_id, row.to, row.message_id, row.status, row.rule, row.reason];
        Self {
            index: row.index,
            outcome: outcome_number(row.outcome),
            parts: row.parts.map_or(-1, i64::from),
            texts: texts.map(|text| (!text.is_empty()).then(|| CText::new(text))),
        }
    }
}

/// Position of a row in the source, from 0. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_row_index(row: *const smsbat_bulk_row) -> u64 {
    // SAFETY: the caller gives NULL or a live row.
    unsafe { row.as_ref() }.map_or(0, |row| row.index)
}

/// What became of a row. Unknown for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_row_outcome(row: *const smsbat_bulk_row) -> smsbat_outcome {
    let unknown = outcome_number(smsbat_core::Outcome::Unknown);
    // SAFETY: the caller gives NULL or a live row.
    unsafe { row.as_ref() }.map_or(unknown, |row| row.outcome)
}

/// SMS parts of a row, as the provider counts them; -1 if it did not say, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_row_parts(row: *const smsbat_bulk_row) -> i64 {
    // SAFETY: the caller gives NULL or a live row.
    unsafe { row.as_ref() }.map_or(-1, |row| row.parts)
}

/// # Safety
/// `row` is NULL or live.
unsafe fn text(row: *const smsbat_bulk_row, place: usize) -> *const c_char {
    // SAFETY: the caller's promise.
    unsafe { row.as_ref() }.and_then(|row| row.texts[place].as_ref()).map_or(std::ptr::null(), CText::as_ptr)
}

/// The id a row went out with; NULL if it did not get that far. Borrowed from the row. NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_row_customer_message_id(row: *const smsbat_bulk_row) -> *const c_char {
    // SAFETY: the caller gives NULL or a live row.
    unsafe { text(row, 0) }
}

/// Recipient, as the source had it; NULL if it had none. Borrowed from the row. NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_row_to(row: *const smsbat_bulk_row) -> *const c_char {
    // SAFETY: the caller gives NULL or a live row.
    unsafe { text(row, 1) }
}

/// The provider's id; NULL for a row that it did not take. Borrowed from the row. NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_row_message_id(row: *const smsbat_bulk_row) -> *const c_char {
    // SAFETY: the caller gives NULL or a live row.
    unsafe { text(row, 2) }
}

/// The provider's word; NULL if it said none. Borrowed from the row. NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_row_status(row: *const smsbat_bulk_row) -> *const c_char {
    // SAFETY: the caller gives NULL or a live row.
    unsafe { text(row, 3) }
}

/// The rule that kept a row from being sent, such as `phone`, `duplicate` or `max_messages`; NULL if none did. Borrowed
/// from the row. NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_row_rule(row: *const smsbat_bulk_row) -> *const c_char {
    // SAFETY: the caller gives NULL or a live row.
    unsafe { text(row, 4) }
}

/// Why a row was not accepted, in words; NULL if it was. Borrowed from the row. NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_row_reason(row: *const smsbat_bulk_row) -> *const c_char {
    // SAFETY: the caller gives NULL or a live row.
    unsafe { text(row, 5) }
}
