//! Campaigns against the sandbox: which rows are sent, and their results.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod common;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use common::{bulk_options as options, sandbox};
use smsbat_core::bulk::{self, BulkOptions, BulkReport, CsvRows, JsonRows, ReportRow, Rows, Template};
use smsbat_core::{CallOptions, Client, ErrorKind, Json, Outcome, Sms, ViberPromo};
use smsbat_sandbox::{PlannedReply, Sandbox};

fn csv(client: &Client, text: &str, options: &BulkOptions) -> BulkReport {
    client.messages().send_bulk(CsvRows::new(text.as_bytes()).unwrap(), options).unwrap()
}

/// `to` and `text` columns with this many rows.
fn table(rows: usize) -> String {
    let mut text = "to,text\n".to_owned();
    (0..rows).for_each(|i| text.push_str(&format!("{},Hello {i}\n", 380_671_000_000_usize + i)));
    text
}

fn rows(report: &mut BulkReport) -> Vec<ReportRow> {
    report.rows().unwrap().map(Result::unwrap).collect()
}

fn sums(report: &BulkReport) -> [u64; 4] {
    [report.accepted(), report.rejected(), report.not_sent(), report.unknown()]
}

/// How often each recipient is in the inbox.
fn arrived(sandbox: &Sandbox) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for message in sandbox.messages() {
        *counts.entry(message["to"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    counts
}

#[test]
fn a_table_with_bad_rows_is_sent_without_them() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let text = "\u{feff}Phone;name;type;ttl\n\
                +380671234567;Ada;;\n\
                0671234567;national;;\n\
                380 (67) 123-45-67;twice;;\n\
                +380671234568;;;\n\
                +380671234569;Bob;sms;60\n\
                +380671234570;Eve;pigeon;\n\
                +380671234571;Mia;;soon\n\
                +380671234572;Ann;;;;\n\
                +380671234573\n";
    let mut options = options(&[("sender", "MyShop"), ("template", "Hi {name}!"), ("columns", "to=Phone")]);
    options.chunk_size = 2;
    let mut report = csv(&client, text, &options);
    assert_eq!(sums(&report), [2, 0, 7, 0]);
    assert!(report.error().is_none() && !report.ok());
    let rules: BTreeMap<u64, String> = rows(&mut report).into_iter().map(|r| (r.index, r.rule)).collect();
    let expected = ["", "phone", "duplicate", "template", "", "known", "type", "columns", "template"];
    assert_eq!(rules.into_values().collect::<Vec<_>>(), expected);
    let inbox = sandbox.messages();
    let texts: Vec<_> = inbox.iter().map(|m| m["text"].as_str().unwrap().to_owned()).collect();
    assert!(texts.contains(&"Hi Ada!".to_owned()) && texts.contains(&"Hi Bob!".to_owned()), "{texts:?}");
    assert_eq!(inbox.len(), 2);
}

#[test]
fn chunks_are_cut_by_count_and_by_bytes_and_every_row_is_matched() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    for (size, bytes, requests) in [("300", "4194304", 4), ("5000", "4096", 0)] {
        sandbox.reset();
        let mut options = options(&[("sender", "MyShop"), ("chunk_size", size), ("chunk_bytes", bytes)]);
        options.ordered = true;
        let mut report = csv(&client, &table(1000), &options);
        assert_eq!(sums(&report), [1000, 0, 0, 0]);
        assert!(report.ok());
        let inbox: HashMap<String, String> = sandbox
            .messages()
            .iter()
            .map(|m| (m["to"].as_str().unwrap().to_owned(), m["message_id"].as_str().unwrap().to_owned()))
            .collect();
        for (i, row) in rows(&mut report).iter().enumerate() {
            assert_eq!(row.index, i as u64);
            assert_eq!(row.to, (380_671_000_000_usize + i).to_string());
            assert_eq!(Some(&row.message_id), inbox.get(&format!("+{}", row.to)), "{row:?}");
            // Line 1 is the header.
            assert_eq!((row.parts, row.line), (Some(1), Some(i as u64 + 2)));
        }
        let sent = sandbox.requests();
        assert!(requests == 0 || sent.len() == requests, "{}", sent.len());
        let most = sent.iter().map(|request| request["body"].as_str().unwrap().len()).max().unwrap();
        assert!(most <= bytes.parse().unwrap(), "{most}");
    }
}

/// The cases of `tests/vectors/matching.json` that are of this API, with ids for all messages.
#[test]
fn rows_of_a_chunks_reply_are_matched_by_what_they_say() {
    let path = format!("{}/../tests/vectors/matching.json", env!("CARGO_MANIFEST_DIR"));
    let cases: Vec<serde_json::Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let mut ran = 0;
    for case in cases.iter().filter(|case| case["operation"] == "messages.send") {
        let sent = case["sent"].as_array().unwrap();
        if sent.iter().any(|message| message[0].is_null()) {
            continue;
        }
        sandbox.reset();
        let json = Some(serde_json::json!({"messages": case["rows"]}));
        sandbox.reply_next(PlannedReply { json, ..PlannedReply::default() }).unwrap();
        let messages: Vec<Sms> = sent
            .iter()
            .map(|m| Sms::new(m[1].as_str().unwrap(), "MyShop", "Hi").customer_message_id(m[0].as_str().unwrap()))
            .collect();
        let mut report =
            client.messages().send_bulk(Rows::new(messages), &options(&[("allow_duplicates", "true")])).unwrap();
        let rows = rows(&mut report);
        let outcomes: Vec<&str> = rows.iter().map(|row| row.outcome.as_str()).collect();
        assert_eq!(serde_json::json!(outcomes), case["outcomes"], "{}", case["name"]);
        for (row, id) in rows.iter().zip(case["message_ids"].as_array().into_iter().flatten()) {
            assert_eq!(row.message_id, id.as_str().unwrap_or_default(), "{}", case["name"]);
            assert_eq!(row.reason.is_empty(), row.outcome == Outcome::Accepted, "{}", case["name"]);
        }
        ran += 1;
    }
    assert!(ran > 40, "{ran}");
}

#[test]
fn messages_objects_and_json_lines() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let viber = ViberPromo::new("380671234567", "MyShop").text("Sale").image("https://example.com/a.png");
    let plain = Json::object(r#"{"to":"+380671234568","from":"MyShop","type":"sms","text":"plain"}"#).unwrap();
    let rows_of: Vec<smsbat_core::Message> = vec![viber.into(), plain.into(), Sms::new("1", "", "").into()];
    let report = client.messages().send_bulk(Rows::new(rows_of), &BulkOptions::default()).unwrap();
    assert_eq!(sums(&report), [2, 0, 1, 0]);
    let lines = concat!(
        r#"{"to": 380671234569, "text": "a \"b\" \u043f"}"#,
        "\n\n[1]\n{\"to\"\n",
        r#"{"to":"+380671234570","from":"MyShop","type":"sms","text":"wire","customerMessageId":"mine"}"#,
        "\n",
        r#"{"to":"+380671234571","text":"x","type":"viber_promo","button":{"buttonText":"Go","buttonAction":"https://example.com"},"image":"https://example.com/i.png","unused":[1]}"#,
    );
    let source = JsonRows::new(lines.as_bytes()).unwrap();
    let mut report = client.messages().send_bulk(source, &options(&[("sender", "MyShop")])).unwrap();
    assert_eq!(sums(&report), [3, 0, 2, 0], "{:?}", rows(&mut report));
    assert!(rows(&mut report).iter().any(|r| r.customer_message_id == "mine"));
    assert!(sandbox.messages().iter().any(|m| m["text"] == "a \"b\" п"));
}

#[test]
fn a_message_can_be_the_template() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let viber = ViberPromo::new("", "MyShop")
        .text("Hi {name}")
        .image("https://example.com/{picture}.png")
        .fallback(smsbat_core::Fallback::new("{name}: {{sale}}"));
    let mut options = BulkOptions::default();
    options.template = Some(Template::message(viber).unwrap());
    let report = csv(&client, "to,name,picture\n380671234567,Ada,cat\n", &options);
    assert_eq!(sums(&report), [1, 0, 0, 0]);
    let request = sandbox.messages()[0]["request"].to_string();
    for part in ["Hi Ada", "https://example.com/cat.png", "Ada: {sale}"] {
        assert!(request.contains(part), "{part} in {request}");
    }
    let missing = CsvRows::new("to,name\n".as_bytes()).unwrap();
    let report = client.messages().send_bulk(missing, &options).unwrap();
    assert!(report.error().is_some_and(|e| e.to_string().contains("'picture'")));
}

#[test]
fn one_message_that_spoils_the_whole_request_does_not_stop_the_others() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    // 422 for the whole request, twice; the sandbox does not say for which message.
    let text = format!("{}380990000422,bad\n{}", table(150), &table(300)[table(150).len()..]);
    let text = text + "380990000101,stop list\n";
    let mut report = csv(&client, &text, &options(&[("sender", "MyShop")]));
    assert_eq!(sums(&report), [300, 1, 1, 0]);
    let bad: Vec<_> = rows(&mut report).into_iter().filter(|r| r.outcome == Outcome::NotSent).collect();
    assert_eq!(bad[0].to, "380990000422");
    assert!(bad[0].reason.contains("422"), "{}", bad[0].reason);
    assert!(arrived(&sandbox).values().all(|n| *n == 1));
}

#[test]
fn a_message_that_the_provider_names_is_sent_apart_from_the_others() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let people = |body: &serde_json::Value| -> Vec<String> {
        let body = body.as_str().map_or_else(|| body.clone(), |text| serde_json::from_str(text).unwrap());
        body["messages"].as_array().unwrap().iter().map(|m| m["to"].as_str().unwrap().to_owned()).collect()
    };
    // The place that is named, and the sizes of the requests that follow.
    for (named, sizes) in [(0, vec![1, 4]), (2, vec![2, 1, 2]), (4, vec![4, 1]), (5, vec![2, 3]), (77, vec![2, 3])] {
        sandbox.reset();
        let error =
            serde_json::json!({"error": {"code": "BAD", "message": "no", "field": format!("messages[{named}].text")}});
        sandbox.reply_next(PlannedReply { status: 422, json: Some(error), ..PlannedReply::default() }).unwrap();
        let options = options(&[("sender", "MyShop"), ("connections", "1")]);
        let mut report = csv(&client, &table(5), &options);
        assert_eq!(sums(&report), [5, 0, 0, 0], "{named}: {:?}", rows(&mut report));
        let requests: Vec<_> = sandbox.requests().iter().map(|r| people(&r["body"])).collect();
        assert_eq!(requests[0].len(), 5);
        assert_eq!(requests[1..].iter().map(Vec::len).collect::<Vec<_>>(), sizes, "{named}");
        assert_eq!(requests[1..].concat(), requests[0], "{named}");
        assert!(arrived(&sandbox).len() == 5 && arrived(&sandbox).values().all(|n| *n == 1));
    }
}

#[test]
fn a_run_tells_how_far_it_is_in_its_source() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let told = Arc::new(std::sync::Mutex::new(Vec::new()));
    let mut options = options(&[("sender", "MyShop")]);
    let seen = Arc::clone(&told);
    options.progress = Some(Arc::new(move |now| seen.lock().unwrap().push(now.fraction)));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.csv");
    std::fs::write(&file, table(2000)).unwrap();
    assert!(client.messages().send_bulk(bulk::open(&file).unwrap(), &options).unwrap().ok());
    let first = told.lock().unwrap()[0].unwrap();
    assert!((0.01..0.99).contains(&first), "{first}");
    assert_eq!(told.lock().unwrap().pop(), Some(Some(1.0)));
    // Nobody knows how much comes from a stream.
    let text = table(3);
    assert!(client.messages().send_bulk(bulk::from_reader(text.as_bytes()), &options).unwrap().ok());
    assert_eq!(told.lock().unwrap().pop(), Some(None));
}

#[test]
fn a_row_of_an_earlier_run_has_all_that_was_said_of_it() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let folder = tempfile::tempdir().unwrap();
    let mut options = options(&[("sender", "MyShop"), ("ordered", "true")]);
    options.journal = Some(folder.path().join("campaign.db"));
    let text = "to,text\n380671234567,one\n380990000101,stop list\n";
    let first = rows(&mut csv(&client, text, &options));
    let again = rows(&mut csv(&client, text, &options));
    assert_eq!(sandbox.requests().len(), 1);
    assert_eq!(first, again);
    assert!(first[0].line == Some(2) && !first[0].customer_message_id.is_empty() && !first[0].to.is_empty());
    assert!(!first[0].message_id.is_empty() && !first[0].status.is_empty() && first[0].parts == Some(1));
    assert!(!first[1].reason.is_empty() && !first[1].code.is_empty(), "{:?}", first[1]);
}

#[test]
fn a_report_is_saved_in_the_form_that_is_asked_for() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let mut report = csv(&client, &table(3), &options(&[("sender", "MyShop")]));
    let counts = report.counts();
    assert_eq!((counts.read, counts.accepted, counts.parts, counts.settled()), (3, 3, 3, 3));
    let folder = tempfile::tempdir().unwrap();
    let (csv, json) = (folder.path().join("a.json"), folder.path().join("b.csv"));
    // The form is that of the method, whatever the name ends with.
    report.save_csv(&csv).unwrap();
    report.save_json(&json).unwrap();
    let (csv, json) = (std::fs::read_to_string(csv).unwrap(), std::fs::read_to_string(json).unwrap());
    assert_eq!(csv.lines().count(), 4, "{csv}");
    assert!(csv.contains("380671000002") && json.contains("380671000002"));
    assert!(serde_json::from_str::<serde_json::Value>(&csv).is_err());
    json.lines()
        .for_each(|line| assert!(line.contains("\"accepted\"") || line.len() < 3 || line.contains('{'), "{line}"));
}

#[test]
fn what_may_have_been_sent_is_not_sent_again_unless_asked_for() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let directory = tempfile::tempdir().unwrap();
    let journal = directory.path().join("campaign.db");
    let mut options = options(&[("sender", "MyShop"), ("chunk_size", "10"), ("connections", "1")]);
    options.journal = Some(journal.clone());
    // The first chunk's answer is lost, the others are refused as a whole.
    sandbox.fail_next(1, 500).unwrap();
    sandbox.fail_next(3, 403).unwrap();
    let first = csv(&client, &table(40), &options);
    assert_eq!(first.error().map(|e| (e.kind(), e.outcome())), Some((ErrorKind::PermissionDenied, Outcome::Unknown)));
    assert_eq!((first.unknown(), first.accepted()), (10, 0));
    sandbox.reset();
    let mut second = csv(&client, &table(40), &options);
    assert_eq!((sums(&second), second.resumed()), ([30, 0, 0, 10], 10));
    assert!(rows(&mut second).iter().filter(|r| r.outcome == Outcome::Unknown).all(|r| r.index < 10));
    assert_eq!(arrived(&sandbox).len(), 30);
    options.resend_unknown = true;
    let third = csv(&client, &table(40), &options);
    assert_eq!((sums(&third), third.resumed()), ([40, 0, 0, 0], 30));
    let inbox = arrived(&sandbox);
    assert!(inbox.len() == 40 && inbox.values().all(|n| *n == 1));
    // Nothing is left to send, whatever the order of the source.
    let mut lines: Vec<_> = table(40).lines().skip(1).map(str::to_owned).collect();
    lines.reverse();
    let reversed = csv(&client, &format!("to,text\n{}", lines.join("\n")), &options);
    assert_eq!((sums(&reversed), reversed.resumed()), ([40, 0, 0, 0], 40));
    assert_eq!(sandbox.messages().len(), 40);
    // What is new among them is.
    let more = format!("to,text\n{}\n380672000000,new", lines.join("\n"));
    let more = csv(&client, &more, &options);
    assert_eq!((sums(&more), more.resumed()), ([41, 0, 0, 0], 40));
}

#[test]
fn what_may_have_been_sent_is_not_called_not_sent_when_it_is_refused_later() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let directory = tempfile::tempdir().unwrap();
    let mut options = options(&[("sender", "MyShop"), ("chunk_size", "10"), ("connections", "1")]);
    options.journal = Some(directory.path().join("campaign.db"));
    sandbox.fail_next(1, 500).unwrap();
    assert_eq!(sums(&csv(&client, &table(10), &options)), [0, 0, 0, 10]);
    options.resend_unknown = true;
    // The refusal is certain for this run alone.
    sandbox.fail_next(1, 403).unwrap();
    assert_eq!(sums(&csv(&client, &table(10), &options)), [0, 0, 0, 10]);
    options.resend_unknown = false;
    let mut last = csv(&client, &table(11), &options);
    assert_eq!((sums(&last), last.resumed()), ([1, 0, 0, 10], 10));
    assert!(rows(&mut last)[..10].iter().all(|row| row.outcome == Outcome::Unknown));
}

#[test]
fn a_journal_belongs_to_one_campaign_and_one_run() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let directory = tempfile::tempdir().unwrap();
    let journal = directory.path().join("campaign.db");
    let mut options = options(&[("sender", "MyShop")]);
    options.journal = Some(journal.clone());
    let refused = Arc::new(AtomicUsize::new(0));
    let (mut other, seen) = (options.clone(), Arc::clone(&refused));
    #[cfg(unix)]
    {
        // Another way to the same file.
        let link = directory.path().join("link.db");
        std::os::unix::fs::symlink(&journal, &link).unwrap();
        other.journal = Some(link);
    }
    let inner = client.clone();
    options.progress = Some(Arc::new(move |_| {
        // A second run, while the first one is under way.
        let error = inner.messages().send_bulk(CsvRows::new("to,text\n".as_bytes()).unwrap(), &other).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Configuration, Outcome::NotSent));
        assert!(error.to_string().contains(&std::process::id().to_string()), "{error}");
        seen.fetch_add(1, Ordering::SeqCst);
    }));
    assert!(csv(&client, &table(5), &options).ok());
    assert!(refused.load(Ordering::SeqCst) > 0);
    options.progress = None;
    // Before anything is sent, a mistake can be corrected; afterwards it is another campaign.
    let mut tried = options.clone();
    tried.journal = Some(directory.path().join("tried.db"));
    sandbox.fail_next(1, 403).unwrap();
    assert_eq!(csv(&client, &table(5), &tried).accepted(), 0);
    tried.sender = Some("Better".into());
    assert!(csv(&client, &table(5), &tried).ok());
    options.sender = Some("Other".into());
    let rows_of = || CsvRows::new("to,text\n".as_bytes()).unwrap();
    let error = client.messages().send_bulk(rows_of(), &options).unwrap_err();
    assert!(error.kind() == ErrorKind::Configuration && error.to_string().contains("'sender'"), "{error}");
    options.journal = Some(directory.path().join("text"));
    std::fs::write(options.journal.as_ref().unwrap(), "not a database, but long enough to be one".repeat(100)).unwrap();
    let error = client.messages().send_bulk(rows_of(), &options).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(sandbox.messages().len(), 10);
}

#[test]
fn what_an_earlier_run_sent_stays_sent_whatever_the_limits_are_now() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let directory = tempfile::tempdir().unwrap();
    let mut options = options(&[("sender", "MyShop"), ("chunk_size", "2")]);
    options.journal = Some(directory.path().join("campaign.db"));
    // The second request breaks: two rows are unknown.
    let reply = PlannedReply { status: 502, ..PlannedReply::default() };
    sandbox.reply_next(reply).unwrap();
    assert_eq!(sums(&csv(&client, &table(4), &options)), [2, 0, 0, 2]);
    let stop_list = directory.path().join("stop.txt").to_str().unwrap().to_owned();
    std::fs::write(
        &stop_list,
        table(6).lines().skip(1).map(|l| format!("{}\n", l.split(',').next().unwrap())).collect::<String>(),
    )
    .unwrap();
    for (name, value, resend_unknown) in [
        ("stop_list", stop_list.as_str(), false),
        ("stop_list", stop_list.as_str(), true),
        ("allow_list", "380999999999", false),
        ("allow_list", "380999999999", true),
        ("max_messages", "1", false),
        ("max_parts", "1", false),
    ] {
        let mut later = options.clone();
        later.set(name, value).unwrap();
        later.resend_unknown = resend_unknown;
        // Two more rows, which no earlier run had.
        let report = csv(&client, &table(6), &later);
        assert_eq!((sums(&report), report.resumed()), ([2, 0, 2, 2], 4), "{name}, {resend_unknown}");
    }
    assert_eq!(sandbox.messages().len(), 2);
}

fn journal_rows(path: &Path) -> Vec<(i64, String, String, Option<String>)> {
    let connection = rusqlite::Connection::open(path).unwrap();
    let sql = "SELECT position, customer_message_id, outcome, message_id FROM report";
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn the_journal_has_every_row_under_the_id_it_went_out_with() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let directory = tempfile::tempdir().unwrap();
    let mut options = options(&[("sender", "MyShop"), ("allow_duplicates", "true")]);
    options.journal = Some(directory.path().join("campaign.db"));
    let text = "to,text,customer_message_id\n\
                380671234567,same,\n380671234567,same,\n380671234568,x,mine\n380671234569,y,mine\n380990000101,z,\n";
    let mut report = csv(&client, text, &options);
    // Twice the same message is two; twice the same id is one.
    assert_eq!(sums(&report), [3, 1, 1, 0], "{:?}", rows(&mut report));
    let kept = journal_rows(options.journal.as_ref().unwrap());
    let outcomes: Vec<_> = kept.iter().map(|r| r.2.as_str()).collect();
    assert_eq!(outcomes, ["accepted", "accepted", "accepted", "rejected"]);
    for message in sandbox.messages() {
        let id = message["customer_message_id"].as_str().unwrap();
        let row = kept.iter().find(|r| r.1 == id).unwrap();
        if row.2 == "accepted" {
            assert_eq!(row.3.as_deref(), message["message_id"].as_str());
        }
    }
    let again = csv(&client, text, &options);
    assert_eq!((sums(&again), again.resumed()), ([3, 1, 1, 0], 4));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(options.journal.as_ref().unwrap()).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
}

/// Whatever ends a campaign that sent something, its error invites nobody to send it again.
#[test]
fn an_error_after_something_was_sent_is_neither_not_sent_nor_retryable() {
    let sandbox = Arc::new(sandbox());
    let client = common::client(sandbox.url());
    let directory = tempfile::tempdir().unwrap();
    for (ending, kind) in [(429, ErrorKind::RateLimit), (401, ErrorKind::Authentication), (0, ErrorKind::Cancelled)] {
        for (sends, journal) in [(true, false), (true, true), (false, false)] {
            sandbox.reset();
            let mut options =
                options(&[("sender", "MyShop"), ("chunk_size", "10"), ("connections", "1"), ("max_failures", "1")]);
            options.journal = journal.then(|| directory.path().join(format!("{ending}.db")));
            let stop = Arc::new(AtomicUsize::new(0));
            let interrupted = Arc::clone(&stop);
            let call = CallOptions::new()
                .max_retries(0)
                .interrupt(move || ending == 0 && interrupted.load(Ordering::SeqCst) > 0);
            let server = Arc::clone(&sandbox);
            // Few rows are read before others are sent.
            let first = if sends { 500 } else { 0 };
            let messages = (0..1000_usize).map(move |i| {
                if i == first {
                    stop.store(1, Ordering::SeqCst);
                    if ending > 0 {
                        server.fail_next(1000, ending).unwrap();
                    }
                }
                Sms::new((380_671_000_000 + i).to_string(), "MyShop", "Hello")
            });
            let report = client.messages().options(call).send_bulk(Rows::new(messages), &options).unwrap();
            let error = report.error().unwrap();
            let expected = if sends { Outcome::Unknown } else { Outcome::NotSent };
            assert_eq!((error.kind(), error.outcome()), (kind, expected), "{error}");
            assert_eq!((report.accepted() > 0, report.unknown()), (sends, 0));
            // With a journal the same call goes on; without one it is safe only if nothing was sent.
            let helps = if journal { ending != 401 } else { !sends && ending == 429 };
            assert_eq!(error.retryable(), helps, "{error}");
        }
    }
}

#[test]
fn a_run_can_be_stopped_in_order() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let directory = tempfile::tempdir().unwrap();
    let mut options = options(&[("sender", "MyShop"), ("chunk_size", "10"), ("connections", "2")]);
    options.journal = Some(directory.path().join("campaign.db"));
    let read = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&read);
    let endless = (0..).map(move |i: usize| {
        seen.fetch_add(1, Ordering::SeqCst);
        Sms::new((380_671_000_000 + i).to_string(), "MyShop", "Hello")
    });
    let enough = Arc::clone(&read);
    let call = CallOptions::new().interrupt(move || enough.load(Ordering::SeqCst) > 500);
    let report = client.messages().options(call).send_bulk(Rows::new(endless), &options).unwrap();
    assert_eq!(report.error().map(|e| e.kind()), Some(ErrorKind::Cancelled));
    assert_eq!(report.unknown(), 0);
    assert_eq!(report.total(), read.load(Ordering::SeqCst) as u64);
    assert_eq!(report.accepted(), sandbox.messages().len() as u64);
    assert!(report.not_sent() > 0 || report.accepted() > 0);
    let finite = (0..600).map(|i| Sms::new((380_671_000_000_usize + i).to_string(), "MyShop", "Hello"));
    let resumed = client.messages().send_bulk(Rows::new(finite), &options).unwrap();
    assert_eq!((sums(&resumed), resumed.resumed()), ([600, 0, 0, 0], report.accepted()));
    let inbox = arrived(&sandbox);
    assert!(inbox.len() == 600 && inbox.values().all(|n| *n == 1));
}

#[test]
fn failures_one_after_another_end_the_run() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let failure = PlannedReply { count: 1000, status: 500, ..PlannedReply::default() };
    sandbox.reply_next(failure).unwrap();
    let options = options(&[("sender", "MyShop"), ("chunk_size", "1"), ("connections", "1"), ("max_failures", "3")]);
    let report = csv(&client, &table(1000), &options);
    assert_eq!(report.error().map(|e| (e.kind(), e.outcome())), Some((ErrorKind::Server, Outcome::Unknown)));
    assert!(report.unknown() >= 3 && report.unknown() < 10, "{}", report.unknown());
    assert!(report.total() < 1000);
}

#[test]
fn mistakes_in_the_options_are_found_before_anything_is_read() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let refused = |pairs: &[(&str, &str)], text: &str| {
        let result = client.messages().send_bulk(CsvRows::new(text.as_bytes()).unwrap(), &options(pairs));
        match result {
            Err(error) => error.to_string(),
            Ok(report) => report.error().map(ToString::to_string).unwrap_or_default(),
        }
    };
    let table = table(3);
    for (pairs, text, said) in [
        (&[("template", "Hi {name")][..], &*table, "'{' without"),
        (&[("columns", "too=a")], &table, "'too' is not an argument"),
        (&[("columns", "to=to, to=text")], &table, "names the column of 'to' twice"),
        (&[("columns", "to=to"), ("columns", "to=text")], &table, "names the column of 'to' twice"),
        (&[("sender", "MyShop"), ("columns", "to=phone")], &table, "no column 'phone'"),
        (&[("sender", "MyShop"), ("template", "{name}")], &table, "no column 'name'"),
        (&[], &table, "no column 'sender'"),
        (&[("sender", "MyShop")], "phone,text\n1,2\n", "no column 'to'"),
        (&[("sender", "MyShop")], "to,body\n1,2\n", "no column 'text'"),
        (&[("sender", "MyShop")], "to,to,text\n1,2,3\n", "twice"),
        (&[("sender", "MyShop")], "to,text,from\n1,2,3\n", "the column 'from', a name of the API; say what it is"),
        (&[("sender", "MyShop")], "to,text, recipient\n1,2,3\n", "as columns to=recipient"),
    ] {
        let message = refused(pairs, text);
        assert!(message.contains(said), "{message:?} does not say {said:?}");
    }
    // Numbers that were set as numbers.
    let mut own = options(&[("sender", "MyShop")]);
    own.chunk_size = 5001;
    let error = client.messages().send_bulk(CsvRows::new(table.as_bytes()).unwrap(), &own).unwrap_err();
    assert_eq!((error.kind(), error.field()), (ErrorKind::Validation, Some("chunk_size")));
    assert!(sandbox.requests().is_empty());
}

/// A row that is refused for its id or its size leaves the recipient, and the place within a limit, to the next one.
#[test]
fn a_refused_row_counts_against_no_limit() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let pairs = [("sender", "MyShop"), ("max_messages", "2")];
    let text = "to,text,customer_message_id\n380671234567,a,1\n380671234568,b,1\n380671234568,c,2\n380671234569,d,3\n";
    let directory = tempfile::tempdir().unwrap();
    let journal = directory.path().join("ids.db");
    let mut report = csv(&client, text, &options(&[&pairs[..], &[("journal", journal.to_str().unwrap())]].concat()));
    let rules: Vec<_> = rows(&mut report).into_iter().map(|row| row.rule).collect();
    assert_eq!(rules, ["", "duplicate", "", "max_messages"]);

    let large = "x".repeat(5000);
    let row = |filler: &str| {
        format!("{{\"from\":\"MyShop\",\"to\":\"380671234567\",\"type\":\"sms\",\"text\":\"{filler}\"}}\n")
    };
    let json = [row(&large), row("short")].concat();
    let source = JsonRows::new(json.as_bytes()).unwrap();
    let mut report = client
        .messages()
        .send_bulk(source, &options(&[("chunk_bytes", "4096"), ("max_parts_per_message", "none"), pairs[1]]))
        .unwrap();
    let rules: Vec<_> = rows(&mut report).into_iter().map(|row| row.rule).collect();
    assert_eq!(rules, ["size", ""]);
}

/// A row that may have been sent stays in doubt, also if it is too large to be sent again.
#[test]
fn a_row_in_doubt_that_has_become_too_large_stays_in_doubt() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let directory = tempfile::tempdir().unwrap();
    let journal = directory.path().join("journal.db");
    let filler = "x".repeat(5000);
    let json = format!("{{\"from\":\"MyShop\",\"to\":\"380671234567\",\"type\":\"sms\",\"text\":\"{filler}\"}}\n");
    let run = |more: &[(&str, &str)]| {
        let pairs = [&[("journal", journal.to_str().unwrap()), ("max_parts_per_message", "none")][..], more].concat();
        client.messages().send_bulk(JsonRows::new(json.as_bytes()).unwrap(), &options(&pairs)).unwrap()
    };
    sandbox.fail_next(1, 500).unwrap();
    assert_eq!(sums(&run(&[])), [0, 0, 0, 1]);
    assert_eq!(sums(&run(&[("resend_unknown", "true"), ("chunk_bytes", "4096")])), [0, 0, 0, 1]);
    assert_eq!(sums(&run(&[("resend_unknown", "true")])), [1, 0, 0, 0]);
}

/// Outcome, rule and recipient of each row.
fn said(report: &mut BulkReport) -> Vec<(Outcome, String, String)> {
    rows(report).into_iter().map(|r| (r.outcome, r.rule, r.to)).collect()
}

#[test]
fn a_journal_belongs_to_people_not_to_texts() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let directory = tempfile::tempdir().unwrap();
    let mut options = options(&[("sender", "MyShop"), ("template", "Hi {name}")]);
    options.journal = Some(directory.path().join("campaign.db"));
    let first = "to,name\n+380671234567,Ada\n+380501234567,Bob\n+380990000101,Eve\n12,Nobody\n";
    assert_eq!(sums(&csv(&client, first, &options)), [2, 1, 1, 0]);
    // A corrected name, another order, a correction of who was rejected, and somebody new.
    let second = "to,name\n+380631234567,Zoe\n380 50 123-45-67,Bobby\n+380671234567,Ada\n+380671234567,Adah\n+380990000101,Eva\n";
    let mut report = csv(&client, second, &options);
    let duplicate = |to: &str| (Outcome::NotSent, "duplicate".to_owned(), to.to_owned());
    let sent = |to: &str| (Outcome::Accepted, String::new(), to.to_owned());
    let rejected = (Outcome::Rejected, String::new(), "+380990000101".to_owned());
    let expected = [
        sent("+380631234567"),
        duplicate("380 50 123-45-67"),
        sent("+380671234567"),
        duplicate("+380671234567"),
        rejected.clone(),
    ];
    assert_eq!(said(&mut report), expected);
    assert_eq!(report.resumed(), 1);
    let reason = rows(&mut report)[1].reason.clone();
    assert!(reason.contains("earlier run") && reason.contains("allow_duplicates"), "{reason}");
    let mut inbox: Vec<_> = sandbox.messages().iter().map(|m| m["text"].as_str().unwrap().to_owned()).collect();
    inbox.sort();
    // The provider said no to both of Eve's.
    assert_eq!(inbox, ["Hi Ada", "Hi Bob", "Hi Eva", "Hi Eve", "Hi Zoe"]);
    // The reason's advice, with the same journal: who has this text already is not sent it again.
    options.allow_duplicates = true;
    let mut report = csv(&client, "to,name\n+380501234567,Bobby\n+380671234567,Ada\n", &options);
    assert_eq!(said(&mut report), [sent("+380501234567"), sent("+380671234567")]);
    assert_eq!((report.resumed(), sandbox.messages().len()), (1, 6));
    options.allow_duplicates = false;
    let mut report = csv(&client, "to,name\n+380501234567,Robert\n", &options);
    assert_eq!(said(&mut report), [duplicate("+380501234567")]);
}

#[test]
fn who_may_have_been_sent_a_message_gets_no_other_one() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let directory = tempfile::tempdir().unwrap();
    let mut options = options(&[("sender", "MyShop")]);
    options.journal = Some(directory.path().join("campaign.db"));
    sandbox.fail_next(1, 500).unwrap();
    let original = "to,text\n+380671234567,one\n";
    assert_eq!(sums(&csv(&client, original, &options)), [0, 0, 0, 1]);
    let corrected = "to,text\n+380671234567,two\n";
    let mut report = csv(&client, corrected, &options);
    assert_eq!(said(&mut report)[0].1, "duplicate");
    assert!(rows(&mut report)[0].reason.contains("may have been sent"));
    options.resend_unknown = true;
    // A refusal without a reason is one of the repeat alone.
    let refusal = serde_json::json!({"messages": [{"to": "+380671234567", "status": "rejected"}]});
    sandbox.reply_next(PlannedReply { json: Some(refusal), ..PlannedReply::default() }).unwrap();
    let mut report = csv(&client, original, &options);
    assert_eq!(rows(&mut report)[0].outcome, Outcome::Unknown);
    assert!(rows(&mut report)[0].reason.ends_with("may have accepted it before"));
    assert_eq!(sums(&csv(&client, corrected, &options)), [1, 0, 0, 0]);
    assert_eq!(sandbox.messages().len(), 1);
}

#[test]
fn an_id_of_ones_own_stays_with_its_recipient() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let directory = tempfile::tempdir().unwrap();
    let mut options = options(&[("sender", "MyShop")]);
    options.journal = Some(directory.path().join("campaign.db"));
    let row = |to: &str, id: &str| format!("to,text,customer_message_id\n{to},Hello,{id}\n");
    assert!(csv(&client, &row("+380671234567", "order-1"), &options).ok());
    // Nobody can call the message to somebody else accepted.
    let mut other = csv(&client, &row("+380501234567", "order-1"), &options);
    assert_eq!(said(&mut other)[0].1, "duplicate");
    assert!(rows(&mut other)[0].reason.contains("another recipient"));
    // Nor does another id send the same person a second one.
    assert_eq!(said(&mut csv(&client, &row("+380671234567", "order-2"), &options))[0].1, "duplicate");
    assert!(csv(&client, &row("+380501234567", "order-3"), &options).ok());
    assert_eq!(sandbox.messages().len(), 2);
}

#[test]
fn a_journal_of_the_first_version_is_brought_up() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("campaign.db");
    let mut options = options(&[("sender", "MyShop")]);
    options.journal = Some(path.clone());
    assert!(csv(&client, &table(3), &options).ok());
    // What version 0.1.0 made is this without what came later.
    rusqlite::Connection::open(&path)
        .unwrap()
        .execute_batch(
            "DROP VIEW report; ALTER TABLE message DROP COLUMN recipient; ALTER TABLE message DROP COLUMN channel;
              ALTER TABLE result DROP COLUMN code;
             CREATE VIEW report AS SELECT position FROM message; PRAGMA user_version = 1;",
        )
        .unwrap();
    let report = csv(&client, &table(5), &options);
    assert_eq!((sums(&report), report.resumed()), ([5, 0, 0, 0], 3));
    assert_eq!(sandbox.messages().len(), 5);
    let kept = journal_rows(&path);
    assert_eq!(kept.len(), 5);
    let connection = rusqlite::Connection::open(&path).unwrap();
    let to: Vec<Option<String>> = connection
        .prepare("SELECT \"to\" FROM report")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(to[4].as_deref(), Some("+380671000004"));
    connection.execute_batch("PRAGMA user_version = 4").unwrap();
    drop(connection);
    let source = CsvRows::new("to,text\n".as_bytes()).unwrap();
    let error = client.messages().send_bulk(source, &options).unwrap_err();
    assert!(error.to_string().contains("another version"), "{error}");
}

#[test]
fn the_sender_of_the_options_is_that_of_messages_without_one() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let message = |to: &str| Sms::new(to, "", "Hello");
    let messages = [message("+380671234567"), message("+380501234567").sender("Other")];
    let report = client.messages().send_bulk(Rows::new(messages.clone()), &options(&[("sender", "MyShop")])).unwrap();
    assert!(report.ok());
    let senders: Vec<_> =
        sandbox.messages().iter().map(|m| m["request"]["from"].as_str().unwrap().to_owned()).collect();
    assert_eq!(senders, ["MyShop", "Other"]);
    // A template has nothing to fill in there, and is not passed over in silence.
    let mut report = client
        .messages()
        .send_bulk(Rows::new(messages), &options(&[("sender", "MyShop"), ("template", "Hi")]))
        .unwrap();
    assert!(rows(&mut report).iter().all(|r| r.rule == "template" && r.outcome == Outcome::NotSent));
}

#[test]
fn a_report_is_never_written_over_the_source_or_the_journal() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let directory = tempfile::tempdir().unwrap();
    let at = |name: &str| directory.path().join(name);
    std::fs::write(at("customers.csv"), table(3)).unwrap();
    let mut options = options(&[("sender", "MyShop")]);
    options.journal = Some(at("campaign.db"));
    std::fs::hard_link(at("customers.csv"), at("same.csv")).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(at("customers.csv"), at("link.csv")).unwrap();
        // To a journal that is not there yet.
        std::os::unix::fs::symlink("campaign.db", at("dangling.csv")).unwrap();
        std::os::unix::fs::symlink(".", at("folder")).unwrap();
    }
    let others = bulk::protected(Some(&at("customers.csv")), &[], Some(&at("campaign.db")));
    let names = [
        "customers.csv",
        "same.csv",
        "link.csv",
        "dangling.csv",
        "campaign.db",
        "campaign.db-journal",
        "campaign.db-wal",
        "campaign.db-shm",
        "campaign.db.lock",
        "folder/customers.csv",
        "folder/./campaign.db",
    ];
    let refused = |name: &str| bulk::ReportFile::create(at(name), &others).err().map(|e| e.to_string());
    for name in names {
        assert!(refused(name).is_some_and(|e| e.contains("another file")), "{name}");
    }
    assert!(refused("none/report.csv").is_some());
    assert!(refused(".").is_some());
    // A place that was looked at stays as it is until the report is whole.
    std::fs::write(at("report.csv"), "before").unwrap();
    let file = bulk::ReportFile::create(at("report.csv"), &others).unwrap();
    let mut report = client.messages().send_bulk(bulk::open(at("customers.csv")).unwrap(), &options).unwrap();
    for name in names {
        assert!(report.save(at(name)).is_err(), "{name}");
    }
    assert_eq!(std::fs::read_to_string(at("customers.csv")).unwrap(), table(3));
    assert_eq!(std::fs::read_to_string(at("report.csv")).unwrap(), "before");
    file.write(&mut report).unwrap();
    let text = std::fs::read_to_string(at("report.csv")).unwrap();
    assert!(
        text.starts_with("index,line,to,outcome,code,reason,rule,message_id,status,parts,customer_message_id\n0,2,")
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(at("report.csv")).unwrap().permissions().mode() & 0o077, 0);
        // A pipe stands for all devices: a real one, such as /dev/null, would be lost to a program that replaces it.
        let pipe = at("report.pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || std::fs::read_to_string(pipe).unwrap()
        });
        let device = bulk::ReportFile::create(&pipe, &others).unwrap();
        device.write(&mut report).unwrap();
        assert_eq!(reader.join().unwrap(), text);
        assert!(!std::fs::metadata(&pipe).unwrap().is_file());
    }
    let left = std::fs::read_dir(directory.path()).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap());
    assert!(left.into_iter().all(|name| !name.starts_with(".smsbat-report")));
}
