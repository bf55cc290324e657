//! Rules of a campaign, each by its right value: columns, templates, order, counts.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod common;

use common::compare::compare;
use serde_json::{Value, json};
use smsbat_core::bulk::{BulkOptions, BulkReport, Cell, CsvRows, Intake, JsonRows, ReportRow, Source, Template};
use smsbat_core::{
    Action, Button, Card, Client, Error, Json, Object, Outcome, Rcs, RcsButton, Sms, ViberCarousel, ViberOtp,
    ViberPromo, ViberSurvey, binding,
};
use smsbat_sandbox::{Options, Sandbox};

fn sandbox() -> (Sandbox, Client) {
    let sandbox = Sandbox::start(Options { port: 0, rate_limit: false, ..Options::default() }).unwrap();
    let client = common::client(sandbox.url());
    (sandbox, client)
}

fn options(pairs: &[(&str, &str)]) -> BulkOptions {
    let mut options = BulkOptions::default();
    pairs.iter().for_each(|(name, value)| options.set(name, value).unwrap());
    options
}

fn send(client: &Client, source: impl Source, options: &BulkOptions) -> (BulkReport, Vec<ReportRow>) {
    let mut report = client.messages().send_bulk(source, options).unwrap();
    let rows = report.rows().unwrap().map(Result::unwrap).collect();
    (report, rows)
}

/// JSON Lines of objects.
fn lines(objects: &[Value]) -> JsonRows<std::io::Cursor<String>> {
    let text: Vec<String> = objects.iter().map(ToString::to_string).collect();
    JsonRows::new(std::io::Cursor::new(text.join("\n"))).unwrap()
}

/// A source that a function fills at once.
struct Filled<F>(F);

impl<F: FnMut(&mut Intake<'_>)> Source for Filled<F> {
    fn read(&mut self, intake: &mut Intake<'_>, _: usize) -> Result<bool, Error> {
        (self.0)(intake);
        Ok(false)
    }
}

/// What went out, in the order of the recipients.
fn requests(sandbox: &Sandbox) -> Vec<Value> {
    let mut messages = sandbox.messages();
    messages.sort_by_key(|message| message["to"].to_string());
    messages.into_iter().map(|message| message["request"].clone()).collect()
}

const UUID: &str = "0b5f6e0a-7d2c-4c1e-9a51-1f2e3d4c5b6a";

#[test]
fn a_column_can_hold_every_kind_of_value() {
    let (sandbox, client) = sandbox();
    let button = json!({"label": "Go", "actionUrl": "https://example.com/go"});
    let card = json!({"title": "Cup", "imageUrl": "https://example.com/cup.png", "primaryButton": button});
    let rows = [
        json!({"type": "viber_survey", "text": "Which?", "options": ["yes", "no"], "ttl": "60"}),
        json!({"type": "viber_otp", "template_id": UUID, "template_lang": "uk", "template_params": {"pin": "0042", "minutes": 7}}),
        json!({"type": "rcs", "text": "x", "media": {"url": "https://example.com/a.jpg", "type": "image/jpeg"},
               "buttons": [{"text": "Go", "action": {"type": "openUrl", "url": "https://example.com"}}]}),
        json!({"type": "ViberCarousel", "cards": [card, card], "ttl": 90}),
        json!({"type": "flashcall", "caller_id": 380441234567_u64}),
    ];
    let expected = [
        json!({"type": "viber_survey", "ttl": 60, "messageData": {"survey": {"options": ["yes", "no"]}}}),
        json!({"messageData": {"templateId": UUID, "templateLang": "uk", "templateParams": {"pin": "0042", "minutes": 7}}}),
        json!({"messageData": {"media": {"type": "image/jpeg"}, "buttons": [{"action": {"type": "openUrl"}}]}}),
        json!({"type": "viber_carousel", "ttl": 90, "messageData": {"carousel": {"items": [card, card]}}}),
        json!({"messageData": {"callerId": "+380441234567"}}),
    ];
    let to = |i: usize| 380_671_000_000 + i;
    let numbered = |(i, row): (usize, &Value)| {
        let mut row = row.clone();
        row["to"] = json!(to(i));
        row
    };
    let objects: Vec<Value> = rows.iter().enumerate().map(numbered).collect();
    // The same as cells of a table, where lists and objects are JSON in a text.
    let names = ["to", "type", "text", "options", "ttl", "template_id", "template_lang", "template_params", "media"];
    let names = [&names[..], &["buttons", "cards", "caller_id"]].concat();
    let quoted = |value: &Value| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        format!("\"{}\"", text.replace('"', "\"\""))
    };
    let cells = |row: &Value| {
        names.iter().map(|name| row.get(name).map(quoted).unwrap_or_default()).collect::<Vec<_>>().join(",")
    };
    let table = format!("{}\n{}", names.join(","), objects.iter().map(cells).collect::<Vec<_>>().join("\n"));
    let options = options(&[("sender", "MyShop")]);
    for form in ["json", "csv"] {
        sandbox.reset();
        let (report, rows) = match form {
            "json" => send(&client, lines(&objects), &options),
            _ => send(&client, CsvRows::new(table.as_bytes()).unwrap(), &options),
        };
        assert!(report.ok(), "{form}: {rows:?}");
        for (sent, expected) in requests(&sandbox).iter().zip(&expected) {
            compare(form, expected, sent);
        }
    }
}

#[test]
fn a_value_of_another_kind_is_refused_by_the_name_of_its_place() {
    let (sandbox, client) = sandbox();
    let survey = |options: Value| json!({"type": "viber_survey", "text": "?", "options": options});
    let otp = |params: Value| json!({"type": "viber_otp", "template_id": UUID, "template_lang": "uk", "template_params": params});
    let rcs = |name: &str, value: Value| json!({"type": "rcs", "text": "x", name: value});
    let list = "messageData.survey.options must be a list of texts";
    let params = "messageData.templateParams must be names with text or integer values";
    let parts = "messageData.buttons must be a list of parts of the kind that belongs here, or of plain objects";
    let part = "messageData.media must be a part of the kind that belongs here, or a plain object";
    let cases = [
        (survey(json!("yes")), list),
        (survey(json!([1])), list),
        (survey(json!(true)), list),
        (otp(json!({"pin": 1.5})), params),
        (otp(json!({"pin": true})), params),
        (otp(json!({"pin": null})), params),
        (otp(json!(["pin"])), params),
        (rcs("buttons", json!(["x"])), parts),
        (rcs("buttons", json!([{"text": "x"}, 1])), parts),
        (rcs("buttons", json!({"text": "x"})), parts),
        (rcs("media", json!(["x"])), part),
        (rcs("media", json!("x")), part),
        (json!({"text": {"a": 1}}), "text must be text"),
        (json!({"text": ["a"]}), "text must be text"),
        (json!({"text": true}), "text must be text"),
        (json!({"text": "x", "ttl": true}), "ttl must be an integer"),
        (json!({"text": "x", "ttl": "1.5"}), "ttl must be an integer"),
        (json!({"type": 7, "text": "x"}), "type must be one of sms, viber_promo, viber_trans, viber_carousel"),
    ];
    let objects: Vec<Value> = cases
        .iter()
        .enumerate()
        .map(|(i, (row, _))| {
            let mut row = row.clone();
            row["to"] = json!(380_671_000_000_usize + i);
            row
        })
        .collect();
    let (report, rows) = send(&client, lines(&objects), &options(&[("sender", "MyShop")]));
    assert_eq!((report.not_sent(), rows.len()), (cases.len() as u64, cases.len()));
    for (row, (given, reason)) in rows.iter().zip(&cases) {
        assert!(row.reason.starts_with(reason), "{given}: {}", row.reason);
        assert!(matches!(&*row.rule, "type" | "known"), "{row:?}");
        assert!(!row.to.is_empty(), "{given}");
    }
    assert!(sandbox.requests().is_empty());
}

#[test]
fn a_cell_can_be_parts_of_a_message() {
    let (sandbox, client) = sandbox();
    let button = |text: &str| Object::from(Button::new(text, "https://example.com"));
    let card = |title: &str| {
        Object::from(Card::new(title, "https://example.com/c.png", Button::new("Go", "https://example.com")))
    };
    let (one, two, cards) = ([button("Go")], [button("a"), button("b")], [card("a"), card("b")]);
    let source = Filled(|intake: &mut Intake<'_>| {
        let number = |name: &str| intake.column(name).unwrap();
        let (to, kind, text) = (number("to"), number("type"), number("text"));
        let (button, cards_at, options) = (number("button"), number("cards"), number("options"));
        let row = |i: i64, class: &'static str| {
            vec![(to, Cell::Int(380_671_000_000 + i)), (kind, Cell::Text(class)), (text, Cell::Text("x"))]
        };
        let with = |mut row: Vec<_>, place, cell| {
            row.push((place, cell));
            row
        };
        for row in [
            with(row(0, "viber_promo"), button, Cell::Parts(&one)),
            with(row(1, "viber_carousel"), cards_at, Cell::Parts(&cards)),
            // Two parts where one belongs, another class than belongs there, parts where none belong.
            with(row(2, "viber_promo"), button, Cell::Parts(&two)),
            with(row(3, "viber_promo"), button, Cell::Parts(&cards[..1])),
            with(row(4, "viber_survey"), options, Cell::Parts(&one)),
            vec![(to, Cell::Int(380_671_000_005)), (text, Cell::Parts(&one))],
            with(row(6, "viber_survey"), options, Cell::Other("a time")),
        ] {
            intake.columns(&row);
        }
    });
    let (_, rows) = send(&client, source, &options(&[("sender", "MyShop")]));
    let said: Vec<_> = rows.iter().map(|row| (row.outcome, &*row.rule)).collect();
    let refused = (Outcome::NotSent, "type");
    assert_eq!(said, [&[(Outcome::Accepted, ""); 2][..], &[refused; 5]].concat(), "{rows:?}");
    assert!(rows[6].reason.contains("is a time, which a message cannot hold"), "{}", rows[6].reason);
    let sent = requests(&sandbox);
    compare("button", &json!({"messageData": {"buttonText": "Go"}}), &sent[0]);
    compare("cards", &json!({"messageData": {"carousel": {"items": [{"title": "a"}, {"title": "b"}]}}}), &sent[1]);
}

#[test]
fn every_text_of_a_template_is_filled_in() {
    let (sandbox, client) = sandbox();
    let card = |title: &str| {
        let button = Button::new("Go", "https://example.com/{code}");
        Card::new(title, "https://example.com/c.png", button)
    };
    let plain = Json::object(r#"{"text":"{name}","action":{"type":"shareLocation"}}"#).unwrap();
    let typed = RcsButton::new("For {name}", Action::open_url("https://example.com/{code}"));
    let templates = [
        Template::message(ViberSurvey::new("", "", "Which, {name}?", ["{code}", "no {{}}"])).unwrap(),
        Template::message(ViberCarousel::new("", "", [card("Cup"), card("{name}")])).unwrap(),
        Template::message(ViberOtp::new("", "", UUID, "uk", [("pin", "{code}"), ("to", "{name}")])).unwrap(),
        Template::message(Rcs::new("", "", "x").buttons([Object::from(typed), plain.into()])).unwrap(),
    ];
    let expected = [
        json!({"text": "Which, Ada?", "messageData": {"survey": {"options": ["0042", "no {}"]}}}),
        json!({"messageData": {"carousel": {"items": [
            {"title": "Cup", "primaryButton": {"actionUrl": "https://example.com/0042"}},
            {"title": "Ada", "primaryButton": {"actionUrl": "https://example.com/0042"}}]}}}),
        json!({"messageData": {"templateParams": {"pin": "0042", "to": "Ada"}}}),
        // A plain object goes out as given.
        json!({"messageData": {"buttons": [
            {"text": "For Ada", "action": {"url": "https://example.com/0042"}}, {"text": "{name}"}]}}),
    ];
    for (template, expected) in templates.into_iter().zip(&expected) {
        sandbox.reset();
        let mut options = options(&[("sender", "MyShop")]);
        options.template = Some(template);
        // The second row shows that nothing of the first one stays.
        let table = "to,name,code\n380671000000,Ada,0042\n380671000001,Bob,7\n380671000002,,7\n";
        let (report, rows) = send(&client, CsvRows::new(table.as_bytes()).unwrap(), &options);
        assert_eq!((report.accepted(), report.not_sent()), (2, 1), "{rows:?}");
        assert_eq!((&*rows[2].rule, &*rows[2].to), ("template", "380671000002"));
        let sent = requests(&sandbox);
        compare("template", expected, &sent[0]);
        assert!(!sent[1].to_string().contains("Ada") && sent[1].to_string().contains("Bob"), "{}", sent[1]);
        // Columns that only inner texts name are asked for before anything is sent.
        for (table, missing) in [("to,name\n380671000000,Ada\n", "'code'"), ("to,code\n380671000000,7\n", "'name'")] {
            let (report, rows) = send(&client, CsvRows::new(table.as_bytes()).unwrap(), &options);
            let error = report.error().unwrap();
            assert!(error.to_string().contains(&format!("has no column {missing}")) && rows.is_empty(), "{error}");
        }
    }
}

#[test]
fn braces_are_looked_at_before_anything_is_read() {
    let (sandbox, client) = sandbox();
    for message in [
        Object::from(ViberSurvey::new("", "", "x", ["{code"])),
        ViberPromo::new("", "").text("x").button(Button::new("}", "https://example.com")).into(),
        ViberOtp::new("", "", "", "", [("pin", "{}")]).into(),
    ] {
        let mut options = options(&[("sender", "MyShop")]);
        options.template = Some(Template::message(message).unwrap());
        let error = client.messages().send_bulk(lines(&[json!({"to": 1})]), &options).unwrap_err();
        assert_eq!((error.field(), error.problems()[0].rule()), (Some("template"), "braces"), "{error}");
    }
    assert!(sandbox.requests().is_empty());
}

/// A message as the template fills in rows of its own class; rows of another class have their own columns.
#[test]
fn a_row_of_another_class_takes_nothing_of_the_template() {
    let (sandbox, client) = sandbox();
    let mut options = options(&[("sender", "MyShop")]);
    options.template = Some(
        Template::message(ViberPromo::new("", "").text("Hi {name}").image("https://example.com/a.png").ttl(90))
            .unwrap(),
    );
    let rows = [
        json!({"to": 380671000000_u64, "name": "Ada"}),
        json!({"to": 380671000001_u64, "name": "Bob", "type": "sms", "text": "plain"}),
        json!({"to": 380671000002_u64, "name": "Eve", "type": "sms"}),
        json!({"to": 380671000003_u64, "name": "Zoe", "text": "not used"}),
    ];
    let (_, rows) = send(&client, lines(&rows), &options);
    let rules: Vec<_> = rows.iter().map(|row| &*row.rule).collect();
    assert_eq!(rules, ["", "", "required", ""], "{rows:?}");
    let sent = requests(&sandbox);
    compare("viber", &json!({"type": "viber_promo", "text": "Hi Ada", "ttl": 90}), &sent[0]);
    compare("sms", &json!({"type": "sms", "text": "plain", "ttl": null, "messageData": null}), &sent[1]);
    compare("viber", &json!({"type": "viber_promo", "text": "Hi Zoe", "ttl": 90}), &sent[2]);
}

/// Names of columns help to correct a mistake, but cells of a file without a header are personal.
#[test]
fn only_what_can_be_a_header_is_shown_in_an_error() {
    let (_sandbox, client) = sandbox();
    let (short, long) = ("c".repeat(40), "c".repeat(41));
    let many = (0..30).map(|i| format!("c{i}")).collect::<Vec<_>>().join(",");
    for (header, shown) in [
        (format!("phone,{short}"), format!("it has 'phone', '{short}'")),
        (format!("phone,{long}"), "it has other columns, or no header".to_owned()),
        ("phone,first name".to_owned(), "it has other columns, or no header".to_owned()),
        (format!("phone,text,{long}"), format!("it has 'phone', 'text', '{long}'")),
        (many, "'c18', 'c19'. Name yours".to_owned()),
    ] {
        let source = CsvRows::new(std::io::Cursor::new(format!("{header}\nx,y\n"))).unwrap();
        let (report, _) = send(&client, source, &options(&[("sender", "MyShop")]));
        let error = report.error().unwrap().to_string();
        assert!(error.contains(&shown) && error.contains("has no column 'to'"), "{error}");
    }
}

#[test]
fn a_source_is_told_what_its_columns_are() {
    let (sandbox, client) = sandbox();
    let source = Filled(|intake: &mut Intake<'_>| {
        let (to, text) = (intake.column("Phone").unwrap(), intake.column("text").unwrap());
        assert_eq!((intake.name(to), intake.name(text), intake.name(999)), ("Phone", "text", ""));
        assert_eq!((intake.column("to"), intake.column("elsewhere")), (None, None));
        assert_eq!(intake.recipient_column(), Some(to));
        let cells = [(text, Cell::Text("x")), (to, Cell::Text(" 067 "))];
        assert_eq!(intake.recipient(&cells).as_deref(), Some("067"));
        assert_eq!(intake.recipient(&[(to, Cell::Int(7))]).as_deref(), Some("7"));
        for nobody in [&[(text, Cell::Text("x"))][..], &[(to, Cell::Null)], &[(to, Cell::Text(" "))]] {
            assert_eq!(intake.recipient(nobody), None);
        }
        intake.json(r#"{"Phone": "+380671000000", "text": "one"}"#);
        intake.at_line(7);
        intake.json("[1]");
        intake.skip();
        intake.at_line(9);
        intake.broken_row(Some("+380671000002".to_owned()), &binding::problem("", "quotes", "is odd"));
        intake.broken(binding::problem("text", "form", "is odd"));
        // In the form of the API, where the key is not the name of a column.
        intake.json(
            r#"{"to": "+380671000003", "from": "MyShop", "type": "sms", "text": "two", "customerMessageId": "own"}"#,
        );
    });
    let (report, rows) = send(&client, source, &options(&[("sender", "MyShop"), ("columns", "to=Phone")]));
    let said: Vec<_> = rows.iter().map(|row| (row.index, row.line, &*row.to, &*row.rule, &*row.reason)).collect();
    let expected = [
        (0, None, "+380671000000", "", ""),
        (1, Some(7), "", "json", "must be a JSON object"),
        (2, Some(9), "+380671000002", "quotes", "is odd"),
        (3, Some(9), "", "form", "text is odd"),
        (4, Some(9), "+380671000003", "", ""),
    ];
    assert_eq!(said, expected);
    assert_eq!((report.skipped(), report.total(), &*rows[4].customer_message_id), (1, 5, "own"));
    assert_eq!(sandbox.messages().len(), 2);
}

/// The template may say who gets the message, and then no column has to.
#[test]
fn a_recipient_of_the_template_needs_no_column() {
    let (sandbox, client) = sandbox();
    let mut options = options(&[("sender", "MyShop")]);
    options.template = Some(Template::message(Sms::new("+380671000000", "", "Hi {name}")).unwrap());
    let source = Filled(|intake: &mut Intake<'_>| {
        assert_eq!(intake.recipient_column(), None);
        intake.json(r#"{"name": "Ada"}"#);
    });
    assert!(send(&client, source, &options).0.ok());
    let (report, rows) = send(&client, CsvRows::new(&b"name\nBob\n"[..]).unwrap(), &options);
    assert!(report.ok(), "{rows:?}");
    let texts: Vec<_> = requests(&sandbox).iter().map(|request| request["text"].clone()).collect();
    assert_eq!(texts, ["Hi Ada", "Hi Bob"]);
}
