//! Stop lists and quiet hours.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod common;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use common::{bulk_options as options, sandbox_and_client as sandbox};
use smsbat_core::bulk::{BulkOptions, BulkReport, QuietHours, ReportRow, Rows, StopList};
use smsbat_core::{CallOptions, Client, Error, ErrorKind, Json, Object, Outcome, Sms};

fn sms(to: &str) -> Object {
    Sms::new(to, "MyShop", "Hello").into()
}

fn rules(report: &mut BulkReport) -> Vec<String> {
    report.rows().unwrap().map(|row| row.unwrap().rule).collect()
}

#[test]
fn who_is_on_the_stop_list_gets_nothing_in_whatever_form_the_number_is() {
    let (sandbox, client) = sandbox();
    let plain = |to: &str| {
        Object::Plain(Json::object(format!(r#"{{"type":"sms","to":"{to}","from":"MyShop","text":"Hello"}}"#)).unwrap())
    };
    let rows = || {
        let typed = ["+380671234567", "067 123 45 67", "380501234567", "0501234568", "+48512345678"].map(sms);
        // What goes out as given, in the forms in which a person may be named there.
        let given = ["380671234567", "0671234567", "80671234567", "0991234567", "Ada"].map(plain);
        Rows::new(typed.into_iter().chain(given))
    };
    let mut options = options(&[("country", "380"), ("allow_duplicates", "true")]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("stop.txt");
    for list in [
        "\u{feff}067 123-45-67\r\n\r\n\"+38 (050) 123 45 67\"\r\n",
        "80671234567\n  \n+380501234567.0",
        "'+380671234567\r380501234567\r",
    ] {
        sandbox.reset();
        std::fs::write(&file, list).unwrap();
        options.set("stop_list", file.to_str().unwrap()).unwrap();
        let mut report = client.messages().send_bulk(rows(), &options).unwrap();
        let stop = "stop_list";
        assert_eq!(rules(&mut report), [stop, stop, stop, "", "", stop, stop, stop, "", stop], "{list:?}");
        assert_eq!(sandbox.messages().len() as u64, report.accepted());
        let _ = common::plan::agrees(list, rows(), &options, &mut report);
    }
    options.stop_list = Some(StopList::file(&file));
    let mut report = client.messages().send_bulk(rows(), &options).unwrap();
    assert_eq!(rules(&mut report).iter().filter(|rule| *rule == "stop_list").count(), 7);
    // The same from the program, in another form.
    options.stop_list = Some(["0671234567", "+380501234567"].into_iter().collect());
    let mut report = client.messages().send_bulk(rows(), &options).unwrap();
    let reasons: Vec<_> = report.problems().unwrap().map(|row| row.unwrap().reason).collect();
    assert!(
        reasons.len() == 7 && reasons[0].ends_with("is on the stop list") && reasons[6].contains("cannot be compared"),
        "{reasons:?}"
    );
}

#[test]
fn a_stop_list_with_anything_else_stops_the_campaign_before_it_begins() {
    let (sandbox, client) = sandbox();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("stop.txt");
    let send =
        |options: &BulkOptions| client.messages().send_bulk(Rows::new([sms("+380671234567")]), options).unwrap_err();
    let of_file = |bytes: &[u8]| {
        std::fs::write(&file, bytes).unwrap();
        send(&options(&[("stop_list", file.to_str().unwrap())]))
    };
    for (bytes, rule, text) in [
        (&b"+380671234567\nphone\n"[..], "phone", "line 2 "),
        (b"+380671234567\n\n0501234568\n", "phone", "line 3 "),
        (b"3.80671E+11\n", "phone", "line 1 has lost digits"),
        (b"+380671234567,+380671234568\n", "phone", "line 1 "),
        (b"", "format", "is empty"),
        (b"\n \n", "format", "is empty"),
        (b"PK\x03\x04workbook", "format", "is a workbook"),
        (b"+380671234567\n\xff\xfe\xfd", "encoding", "line 2); save it as text in UTF-8"),
        // The option `encoding` is that of the source.
        (b"+\x003\x008\x000\x00", "encoding", "UTF-16 without a mark; save it as text in UTF-8"),
        (b"<html>\n", "format", "a page or an XML document; save it as text in UTF-8 with one phone on each line"),
    ] {
        let error = of_file(bytes);
        assert_eq!((error.kind(), error.field()), (ErrorKind::Validation, Some("stop_list")), "{error}");
        assert_eq!(error.problems()[0].rule(), rule, "{error}");
        assert!(error.to_string().contains(text) && !error.to_string().contains("50123"), "{error}");
        assert!(!error.to_string().contains("option encoding"), "{error}");
    }
    let missing = send(&options(&[("stop_list", "/no/such/file.txt")]));
    assert_eq!((missing.field(), missing.problems()[0].rule()), (Some("stop_list"), "readable"), "{missing}");
    let mut listed = options(&[]);
    listed.stop_list = Some(["+380671234568", "nobody"].into_iter().collect());
    assert_eq!(send(&listed).field(), Some("stop_list[1]"));
    // UTF-16, as Excel writes "Unicode text".
    let wide: Vec<u8> = "\u{feff}+380671234567\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(&file, wide).unwrap();
    let wide = options(&[("stop_list", file.to_str().unwrap())]);
    let mut report = client.messages().send_bulk(Rows::new([sms("+380671234567")]), &wide).unwrap();
    assert_eq!(rules(&mut report), ["stop_list"]);
    // A report may not take its place.
    assert!(report.save(&file).is_err());
    assert!(sandbox.messages().is_empty());
}

#[test]
fn a_long_stop_list_is_read_as_a_stream() {
    let (sandbox, client) = sandbox();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("stop.txt");
    let lines: String = (0..200_000).map(|i| format!("+{}\n", 380_500_000_000_u64 + i * 97)).collect();
    std::fs::write(&file, lines).unwrap();
    let options = options(&[("stop_list", file.to_str().unwrap())]);
    let rows = (0..2000).map(|i| sms(&format!("+{}", 380_500_000_000_u64 + i * 97 + i % 2)));
    let report = client.messages().send_bulk(Rows::new(rows), &options).unwrap();
    assert_eq!((report.accepted(), report.not_sent()), (1000, 1000));
    assert_eq!(sandbox.messages().len(), 1000);
}

/// Hours of which now is in the middle, by the clock of a zone.
fn hours_of_now(zone: &str) -> String {
    let at = |hour: i32, zone: &str| {
        let shown = |hour: i32| format!("{:02}:00", (hour + 24) % 24);
        format!("{}-{}{zone}", shown(hour - 1), shown(hour + 2))
    };
    let now = SystemTime::now();
    // Without a zone, the hours themselves are the same.
    let holds = |hour: &i32| {
        let narrow =
            format!("{:02}:00-{:02}:00 {}", hour, (hour + 1) % 24, if zone.is_empty() { "Europe/Kyiv" } else { zone });
        QuietHours::parse(&narrow).unwrap().contain(now)
    };
    let hour = (0..24).find(holds).unwrap();
    at(hour, &if zone.is_empty() { String::new() } else { format!(" {zone}") })
}

/// Sends until the run only waits, and then stops it. Returns the report and until when it waited.
fn until_it_waits(client: &Client, rows: Vec<Object>, options: &BulkOptions) -> (BulkReport, SystemTime) {
    let stop = Arc::new(AtomicBool::new(false));
    let waited = Arc::new(Mutex::new(None));
    let mut options = options.clone();
    options.progress = Some(Arc::new({
        let (stop, waited) = (Arc::clone(&stop), Arc::clone(&waited));
        move |progress| {
            if let Some(until) = progress.waiting_until {
                waited.lock().unwrap().get_or_insert(until);
                stop.store(true, Ordering::Release);
            }
        }
    }));
    let mut call = CallOptions::new();
    call.interrupt = Some(Arc::new(move || stop.swap(false, Ordering::AcqRel)));
    let report = client.messages().options(call).send_bulk(Rows::new(rows), &options).unwrap();
    let waited = waited.lock().unwrap().expect("it did not wait");
    (report, waited)
}

/// A row that is refused because its zone is not known begins no chunk that would be sent at night.
#[test]
fn a_refused_row_in_front_takes_no_quiet_hours_away() {
    let (sandbox, client) = sandbox();
    let rows = ["+12025550123", "+380671234567", "+380671234568"].map(sms).to_vec();
    let options = options(&[("quiet_hours", &hours_of_now(""))]);
    let (mut report, _) = until_it_waits(&client, rows, &options);
    assert_eq!(rules(&mut report)[0], "quiet_hours");
    assert_eq!((report.accepted(), sandbox.messages().len()), (0, 0));
}

/// Rows that may be sent do not wait in a chunk that is not full while those of another country are held.
#[test]
fn few_rows_of_a_country_that_is_awake_do_not_wait_for_the_night_of_another() {
    let options = options(&[("quiet_hours", &hours_of_now("")), ("chunk_size", "10"), ("connections", "2")]);
    // Ten rows are read at a time, until four chunks are held. Those that are awake are then parked beside a chunk that
    // is begun, parked beside none, or are the chunk that is begun.
    for parts in [
        &[("awake", 3), ("asleep", 5000)][..],
        &[("awake", 3), ("asleep", 40), ("refused", 7), ("asleep", 100)],
        &[("refused", 2), ("asleep", 40), ("awake", 3), ("refused", 5), ("asleep", 100)],
    ] {
        let (sandbox, client) = sandbox();
        let mut rows = Vec::new();
        for (what, count) in parts {
            for _ in 0..*count {
                rows.push(match *what {
                    "awake" => sms(&format!("+{}", 447_911_123_000 + rows.len())),
                    "asleep" => sms(&format!("+{}", 380_671_000_000 + rows.len())),
                    _ => sms("no phone"),
                });
            }
        }
        let (report, _) = until_it_waits(&client, rows, &options);
        assert_eq!((report.accepted(), sandbox.messages().len()), (3, 3), "{parts:?}");
    }
}

/// A second list adds to the first one.
#[test]
fn stop_lists_add_up() {
    let (sandbox, client) = sandbox();
    let folder = tempfile::tempdir().unwrap();
    let files = ["one.txt", "two.txt"].map(|name| folder.path().join(name));
    let mut options = options(&[]);
    for (file, phone) in files.iter().zip(["+380671234567\n", "+380671234568\n"]) {
        std::fs::write(file, phone).unwrap();
        options.set("stop_list", file.to_str().unwrap()).unwrap();
    }
    options.stop_list.as_mut().unwrap().add("+380671234569");
    let rows = (567..571).map(|i| sms(&format!("+380671234{i}")));
    let mut report = client.messages().send_bulk(Rows::new(rows), &options).unwrap();
    assert_eq!(rules(&mut report), ["stop_list", "stop_list", "stop_list", ""]);
    assert_eq!(sandbox.messages().len(), 1);
    assert!(files.iter().all(|file| report.save(file).is_err()));
}

fn outcomes(report: &mut BulkReport) -> Vec<Outcome> {
    report.rows().unwrap().map(|row: std::io::Result<ReportRow>| row.unwrap().outcome).collect()
}

#[test]
fn a_campaign_waits_for_the_end_of_the_quiet_hours_and_can_be_stopped() {
    let (sandbox, client) = sandbox();
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("campaign.db");
    let rows: Vec<_> = (0..5000).map(|i| sms(&format!("+{}", 380_671_000_000_u64 + i))).collect();
    for journal in [None, Some(&*journal)] as [Option<&Path>; 2] {
        let mut options = options(&[("chunk_size", "100"), ("quiet_hours", &hours_of_now("Asia/Tokyo"))]);
        options.journal = journal.map(Path::to_owned);
        let (report, until) = until_it_waits(&client, rows.clone(), &options);
        let left = until.duration_since(SystemTime::now()).unwrap();
        assert!(left > Duration::from_secs(3500) && left <= Duration::from_secs(7200), "{left:?}");
        let error = report.error().unwrap();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Cancelled, Outcome::NotSent));
        assert_eq!(error.retryable(), journal.is_some());
        // It did not read on for ever.
        assert!(report.total() == report.not_sent() && report.total() < 3000, "{}", report.total());
        assert!(sandbox.messages().is_empty());
    }
    // The rows that waited are sent by a run that has no such hours.
    let mut later = options(&[("chunk_size", "100")]);
    later.journal = Some(journal);
    assert_eq!(client.messages().send_bulk(Rows::new(rows), &later).unwrap().accepted(), 5000);
}

#[test]
fn each_recipient_has_the_hours_of_their_country() {
    let (sandbox, client) = sandbox();
    // Kyiv is asleep; London, two hours behind, is not; Canada has many clocks.
    let rows: Vec<_> = (0..300)
        .map(|i| match i % 3 {
            0 => sms(&format!("+{}", 380_671_000_000_u64 + i)),
            1 => sms(&format!("+{}", 447_911_123_000_u64 + i)),
            _ => sms(&format!("+{}", 14_165_550_000_u64 + i)),
        })
        .collect();
    let options = options(&[("quiet_hours", &hours_of_now("")), ("chunk_size", "10")]);
    let (mut report, _) = until_it_waits(&client, rows.clone(), &options);
    let found = outcomes(&mut report);
    assert!(found.iter().skip(1).step_by(3).all(|outcome| *outcome == Outcome::Accepted));
    assert_eq!((report.total(), report.accepted(), sandbox.messages().len()), (300, 100, 100));
    let refused: Vec<_> = report.problems().unwrap().map(Result::unwrap).collect();
    assert!(refused.len() == 100 && refused.iter().all(|row| row.rule == "quiet_hours" && row.index % 3 == 2));
    assert!(refused[0].reason.contains("several time zones") && refused[0].reason.contains("Europe/Kyiv"));
    // A plan does not wait.
    let dry = common::plan::nobody().messages().send_bulk(Rows::new(rows), &{
        let mut options = options.clone();
        options.dry_run = true;
        options
    });
    let dry: Result<BulkReport, Error> = dry;
    assert_eq!(dry.unwrap().plan().map(|plan| (plan.valid, plan.invalid)), Some((200, 100)));
}
