//! Rules of campaigns: columns, templates, order, counts.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod common;

use common::compare::compare;
use common::{bulk_options as options, sandbox_and_client as sandbox};
use serde_json::{Value, json};
use smsbat_core::bulk::{BulkOptions, BulkReport, Cell, CsvRows, Intake, JsonRows, ReportRow, Source, Template};
use smsbat_core::testing::MockTransport;
use smsbat_core::{
    Action, Button, Card, Client, Error, Json, Object, Outcome, Rcs, RcsButton, Sms, ViberCarousel, ViberOtp,
    ViberPromo, ViberSurvey, binding,
};
use smsbat_sandbox::Sandbox;

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

/// Requests that the sandbox received, in the order of the recipients.
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
fn a_value_of_another_kind_is_refused_by_the_name_of_its_column() {
    let (sandbox, client) = sandbox();
    let survey = |options: Value| json!({"type": "viber_survey", "text": "?", "options": options});
    let otp = |params: Value| json!({"type": "viber_otp", "template_id": UUID, "template_lang": "uk", "template_params": params});
    let rcs = |name: &str, value: Value| json!({"type": "rcs", "text": "x", name: value});
    let list = "options must be a list of texts";
    let params = "template_params must be names with text or integer values";
    let parts = "buttons must be a list of parts that this field takes, or of plain objects";
    let part = "media must be a part that this field takes, or a plain object";
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

/// The provider would choose which of the two is sent, and a row's own reader must not choose for it.
#[test]
fn a_name_that_is_given_twice_in_a_cell_is_refused() {
    let (sandbox, client) = sandbox();
    let otp = |params: &str| {
        format!(r#""type":"viber_otp","template_id":"{UUID}","template_lang":"uk","template_params":{params}"#)
    };
    let viber = |fallback: &str| format!(r#""type":"viber_promo","text":"x","fallback":{fallback}"#);
    let rcs = |buttons: &str| format!(r#""type":"rcs","text":"x","buttons":{buttons}"#);
    let cases = [
        (otp(r#"{"pin":"1","minutes":5,"pin":"2"}"#), "template_params.pin"),
        (otp(r#"{"p\u0069n":"1","pin":"2"}"#), "template_params.pin"),
        (otp(r#""{\"pin\":\"1\",\"pin\":\"2\"}""#), "template_params.pin"),
        (viber(r#"{"type":"sms","text":"a","text":"b"}"#), "fallback.text"),
        (viber(r#"{"type":"sms","text":"a","more":[{},{"a":[[{"b":1,"b":1}]]}]}"#), "fallback.more[1].a[0][0].b"),
        (rcs(r#"[{"text":"a"},{"text":"a","text":"b"}]"#), "buttons[1].text"),
    ];
    let line = |(i, (row, _)): (usize, &(String, &str))| format!(r#"{{"to":"38067100000{i}",{row}}}"#);
    let text: Vec<String> = cases.iter().enumerate().map(line).collect();
    let source = JsonRows::new(std::io::Cursor::new(text.join("\n"))).unwrap();
    let (_, rows) = send(&client, source, &options(&[("sender", "MyShop")]));
    for (row, (given, path)) in rows.iter().zip(&cases) {
        assert_eq!((row.rule.as_str(), row.reason.as_str()), ("twice", &*format!("{path} is given twice")), "{given}");
    }
    // A message as given, at any depth.
    let plain = r#"{"type":"viber_promo","to":"380671234567","fallback":{"text":"a","text":"b"}}"#;
    let error = client.messages().send(&[Object::Plain(Json::object(plain).unwrap())]).unwrap_err();
    assert_eq!((error.problems()[0].rule(), error.problems()[0].argument()), ("twice", "fallback.text"), "{error}");
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
fn a_column_is_named_once() {
    let (sandbox, client) = sandbox();
    let mut pushed = options(&[("sender", "MyShop"), ("columns", "to=mobile")]);
    pushed.columns.push(("to".to_owned(), "home".to_owned()));
    for options in [
        options(&[("sender", "MyShop"), ("columns", "to=mobile, to=home")]),
        options(&[("sender", "MyShop"), ("columns", "to=mobile"), ("columns", "text=text,to=mobile")]),
        pushed,
    ] {
        let source = CsvRows::new("mobile,home,text\n+380671234567,+380501234567,x\n".as_bytes()).unwrap();
        let error = client.messages().send_bulk(source, &options).unwrap_err();
        assert_eq!(error.problems()[0].argument(), "columns");
        assert!(error.to_string().contains("names the column of 'to' twice"), "{error}");
    }
    assert!(sandbox.messages().is_empty());
}

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

/// What the eye takes for the name of a column.
#[test]
fn a_header_that_only_looks_right_is_told_what_differs() {
    let (sandbox, client) = sandbox();
    for (header, option, said) in [
        ("tо,text", "", "; character 2 of 'tо' is U+043E CYRILLIC SMALL LETTER O, not 'o'"),
        ("to,tехt", "", "; character 2 of 'tехt' is U+0435 CYRILLIC SMALL LETTER IE, not 'e'"),
        ("t\u{200b}o,text", "", "; character 2 of 't\\u{200b}o' is U+200B ZERO WIDTH SPACE"),
        ("Сума,to,text", "to=Cума", "; character 1 of 'Сума' is U+0421 CYRILLIC CAPITAL LETTER ES, not 'C'"),
        ("my\u{a0}phone,text", "to=my phone", "; character 3 of 'my\\u{a0}phone' is U+00A0 NO-BREAK SPACE, not U+0020"),
        ("phone,text", "", "Name yours: columns to=…"),
        // One of the same length, and one that begins alike.
        ("by,text", "", "Name yours: columns to=…"),
        ("tоwn,text", "", "Name yours: columns to=…"),
        ("tо,text", "to=phone", "has no column 'phone'; it has 'tо', 'text'"),
    ] {
        let options = options(&[("sender", "MyShop"), ("columns", option)]);
        let (report, _) = send_csv(&client, &format!("{header}\n+380671234567,x\n"), &options);
        let error = report.error().unwrap();
        assert!(error.message().ends_with(said), "{header}: {error}");
        let names: Vec<&str> = header.split(',').collect();
        assert!(options.needed_columns(&names).unwrap_err().message().ends_with(said), "{header}");
    }
    assert!(sandbox.messages().is_empty());
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

/// The template may say which column has the recipient, and then the others say nothing of it.
#[test]
fn a_recipient_of_the_template_is_a_column() {
    let (sandbox, client) = sandbox();
    let mut options = options(&[("sender", "MyShop")]);
    let template = |to: &str| Template::message(Sms::new(to, "", "Hi {name}")).ok();
    options.template = template("+{phone}");
    let source = Filled(|intake: &mut Intake<'_>| {
        assert_eq!(intake.recipient_column(), None);
        intake.json(r#"{"name": "Ada", "phone": 380671000000}"#);
    });
    assert!(send(&client, source, &options).0.ok());
    let (report, rows) = send_csv(&client, "name,phone,to\nBob,380671000001,+380671000002\n", &options);
    assert!(report.ok(), "{rows:?}");
    let sent: Vec<_> = requests(&sandbox).iter().map(|request| request["to"].clone()).collect();
    assert_eq!(sent, ["+380671000000", "+380671000001"]);
    // One person would get what is for others.
    for table in ["to,name\n+380671000001,Bob\n", "name\nBob\n"] {
        options.template = template("+380671000000");
        let source = CsvRows::new(table.as_bytes()).unwrap();
        let error = client.messages().send_bulk(source, &options).unwrap_err();
        assert_eq!((error.problems()[0].argument(), error.problems()[0].rule()), ("template", "to"), "{error}");
    }
    assert_eq!(sandbox.messages().len(), 2);
}

#[test]
fn a_template_is_the_text_of_rows_that_have_none() {
    let (sandbox, client) = sandbox();
    let table = "to,name,text,type\n\
                 380671000000,Ada,Your order is cancelled,\n\
                 380671000001,Bob,  ,\n\
                 380671000002,,Without a name,viber_promo\n\
                 380671000003,Eve,,viber_promo\n";
    let options =
        |pairs: &[(&str, &str)]| options(&[&[("sender", "MyShop"), ("template", "Hi {name}")], pairs].concat());
    let texts = |pairs: &[(&str, &str)], table: &str| {
        sandbox.reset();
        let (report, rows) = send_csv(&client, table, &options(pairs));
        assert!(report.ok(), "{rows:?}");
        requests(&sandbox).iter().map(|request| request["text"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(texts(&[], table), ["Your order is cancelled", "Hi Bob", "Without a name", "Hi Eve"]);
    let renamed = "to,name,body,text\n380671000000,Ada,Own,Note\n380671000001,Bob,,Note\n";
    assert_eq!(texts(&[("columns", "text=body")], renamed), ["Own", "Hi Bob"]);
    // The column that the template names is a part of its text.
    assert_eq!(texts(&[("template", "Hi {name}: {text}")], "to,name,text\n380671000000,Ada,x\n"), ["Hi Ada: x"]);
    // What a message sets holds for every row.
    let mut message = options(&[]);
    message.template = Some(Template::message(Sms::new("", "", "Hi {name}").ttl(600)).unwrap());
    sandbox.reset();
    assert!(send_csv(&client, "to,name,text,ttl\n380671000000,Ada,x,5\n", &message).0.ok());
    compare("message", &json!({"text": "Hi Ada", "ttl": 600}), &requests(&sandbox)[0]);
    for blank in ["", " \n"] {
        let source = CsvRows::new(table.as_bytes()).unwrap();
        let error = client.messages().send_bulk(source, &options(&[("template", blank)])).unwrap_err();
        assert_eq!((error.problems()[0].argument(), error.problems()[0].rule()), ("template", "not_empty"), "{error}");
    }
}

/// Rows as text, sent.
fn send_csv(client: &Client, text: &str, options: &BulkOptions) -> (BulkReport, Vec<ReportRow>) {
    send(client, CsvRows::new(std::io::Cursor::new(text.to_owned())).unwrap(), options)
}

/// Line and rule of each row.
fn lines_and_rules(rows: &[ReportRow]) -> Vec<(u64, &str)> {
    rows.iter().map(|row| (row.line.unwrap(), &*row.rule)).collect()
}

/// Once a record cannot be read, the next line is another record only if no quote can still be open.
#[test]
fn what_follows_a_record_that_cannot_be_read_depends_on_its_quotes() {
    let (sandbox, client) = sandbox();
    let options = options(&[("sender", "MyShop"), ("ordered", "true")]);
    for (broken, is_lost) in [
        // As many quotes as there should be, and the last one closes a value, or opens one.
        ("+380671234567,\"a\" b,\"c\"", false),
        ("+380671234567,\"a\" b,\"c", true),
        ("+380671234567,\"a\" b \"c\"", false),
        ("+380671234567,\"a\" b\",\"", true),
        // One too many.
        ("+380671234567,\"a\" b\",c", true),
        ("+380671234567,\"a\" b,\"", true),
    ] {
        sandbox.reset();
        let text = format!("to,text,note\n{broken}\n+380501234567,fine,x\n\n, ,\n+380631234567,\"fine\",x\n");
        let (report, rows) = send_csv(&client, &text, &options);
        let rule = if is_lost { "quotes" } else { "" };
        assert_eq!(lines_and_rules(&rows), [(2, "quotes"), (3, rule), (6, rule)], "{broken}");
        assert_eq!(report.skipped(), 2, "{broken}");
        if is_lost {
            assert_eq!(rows[1].reason, "may belong to a value whose quote opens in line 2", "{broken}");
        }
        assert_eq!(sandbox.messages().len(), if is_lost { 0 } else { 2 }, "{broken}");
    }
}

#[test]
fn a_header_says_what_is_wrong_with_it() {
    let (sandbox, client) = sandbox();
    let options = options(&[("sender", "MyShop")]);
    for (text, rule, said) in [
        ("to,\"text\" x\n+380671234567,a\n", "quotes", "a header whose quotes do not match"),
        ("to,\"te\"xt\"\n+380671234567,a\n", "quotes", "a header whose quotes do not match"),
        ("to\r,text\n+380671234567,a\n", "line", "a carriage return inside of its header"),
        ("\"to\"\r,text\n+380671234567,a\n", "quotes", "a header whose quotes do not match"),
        ("to,text,\"x\n+380671234567,a\n", "quotes", "a header with a quote that is not closed"),
        ("sep=;\n", "format", "has no header"),
        (" {\"to\": 1}\n", "format", "seems to be JSON"),
        ("\n[{\"to\": 1}]\n", "format", "seems to be JSON"),
    ] {
        let (report, rows) = send_csv(&client, text, &options);
        let error = report.error().unwrap();
        assert_eq!((error.problems()[0].rule(), rows.len()), (rule, 0), "{text:?}: {error}");
        assert!(error.message().contains(said), "{text:?}: {error}");
    }
    // A name may have a line end in it, and lines before the header are no rows.
    let (report, rows) = send_csv(&client, "\n \nto,text,\"no\nte\"\n+380671234567,a,b\n", &options);
    assert_eq!((report.ok(), report.skipped(), lines_and_rules(&rows)), (true, 0, vec![(5, "")]));
    // Space is no text, but neither is it the end of the file.
    let (report, _) = send_csv(&client, &format!("{}to,text\n+380671234567,a\n", " ".repeat(1 << 16)), &options);
    assert!(report.ok(), "{:?}", report.error());
    assert_eq!(sandbox.messages().len(), 2);
}

#[test]
fn a_list_ends_where_its_bracket_is() {
    let (sandbox, client) = sandbox();
    let options = options(&[("sender", "MyShop")]);
    let one = r#"{"to":"+380671234567","text":"one"}"#;
    for (list, said) in [
        (format!("[{one}],{one}"), "line 1 on: something stands behind it"),
        (format!("[{one}]\n{one}"), "line 2 on: something stands behind it"),
        (format!("[{one}]]"), "line 1 on: something stands behind it"),
        (format!("[{one},\n{{\"to\":1\\}}"), "line 2 on: it is not JSON"),
        // No text of JSON has a line end in it: a quote is missing.
        (format!("[{one},\n{{\"to\":\"a\nb\"}}]"), "line 2 on: an object is not closed, or larger than 1 MiB"),
        (format!("[{one},\n{{\"to\":\"a\rb\"}}]"), "line 2 on: an object is not closed, or larger than 1 MiB"),
        (format!("[{one}"), "line 1 on: it is not closed"),
    ] {
        sandbox.reset();
        let (report, rows) = send(&client, JsonRows::new(list.as_bytes()).unwrap(), &options);
        let error = report.error().unwrap_or_else(|| panic!("{list}"));
        assert!(error.message().ends_with(said), "{list}: {error}");
        assert!(rows.len() <= 1, "{list}: {rows:?}");
    }
    sandbox.reset();
    for (i, list) in [
        format!(" [ {one} ] \n\n"),
        format!("[\r\n{one}\r\n]"),
        "[{\"to\":\"+380671234567\",\"text\":\"\\\\\"}]".into(),
    ]
    .iter()
    .enumerate()
    {
        let (report, rows) = send(&client, JsonRows::new(list.as_bytes()).unwrap(), &options);
        assert!(report.ok() && rows.len() == 1, "{list}: {rows:?} {:?}", report.error());
        assert_eq!(sandbox.messages().len(), i + 1);
    }
}

#[test]
fn json_values_are_what_they_are() {
    let (sandbox, client) = sandbox();
    let text = concat!(
        r#"{"to":380671234567,"name":true}"#,
        "\n",
        r#"{"to":"+380501234567","name":false}"#,
        "\n",
        r#"{"to":"+380631234567","name":null}"#,
        "\n",
        r#"{"to":null,"name":"x"}"#,
        "\n",
        r#"{"to":"+380931234567","name":12.50}"#,
        "\n",
        r#"{"to":"+380961234567","name":-7}"#,
    );
    let (_, rows) = send(
        &client,
        JsonRows::new(text.as_bytes()).unwrap(),
        &options(&[("sender", "MyShop"), ("template", "{name}")]),
    );
    let rules: Vec<_> = rows.iter().map(|row| &*row.rule).collect();
    assert_eq!(rules, ["", "", "template", "required", "", ""], "{rows:?}");
    let texts: Vec<_> = requests(&sandbox).iter().map(|request| request["text"].clone()).collect();
    assert_eq!(texts, ["false", "true", "12.50", "-7"]);
}

/// Rows of a file in another encoding are all read, however many reads that takes, and progress knows how far it is.
/// A message in the API's form may have numbers where we write texts. The sandbox does not take them; the provider does
/// not say whether it does.
#[test]
fn a_recipient_and_an_id_may_be_numbers() {
    let mock = MockTransport::new();
    let client = Client::builder().api_key("test-key").transport(&mock).build().unwrap();
    let raw =
        |to: Value, id: Value| json!({"to": to, "from": "MyShop", "type": "sms", "text": "x", "customerMessageId": id});
    let (one, two) = (380_671_234_567_u64, 380_501_234_567_u64);
    let campaign = |rows: &[Value], options: &BulkOptions| {
        mock.reply(200, r#"{"messages": [{"messageId": "m-1", "status": "accepted"}]}"#);
        let (report, rows) = send(&client, lines(rows), options);
        let rows = rows.into_iter().map(|row| (row.to, row.rule, row.customer_message_id));
        (report.accepted(), report.resumed(), rows.collect::<Vec<_>>())
    };
    let row = |to: &str, rule: &str, id: &str| (to.to_owned(), rule.to_owned(), id.to_owned());
    let options = BulkOptions::default();
    let rows = [raw(one.into(), json!(1)), raw(one.into(), json!(2)), raw(json!("+380671234567"), json!("3"))];
    let expected =
        [row("380671234567", "", "1"), row("380671234567", "duplicate", "2"), row("+380671234567", "duplicate", "3")];
    assert_eq!(campaign(&rows, &options), (1, 0, expected.into()));
    let rows = [raw(json!(380_671_234_567.0), json!(1)), raw(one.into(), json!(2))];
    assert_eq!(campaign(&rows, &options).2[1].1, "duplicate");
    let twice = json!({"to": one, "recipient": two, "from": "MyShop", "type": "sms", "text": "x"});
    assert_eq!(campaign(&[twice], &options), (0, 0, vec![row("380671234567", "twice", "")]));
    let mut stopped = BulkOptions::default();
    stopped.stop_list = Some(["+380671234567"].into_iter().collect());
    let rows = [raw(one.into(), json!(1))];
    assert_eq!(campaign(&rows, &stopped), (0, 0, vec![row("380671234567", "stop_list", "1")]));
    let allowed = common::bulk_options(&[("allow_list", "+380671234567")]);
    assert_eq!(campaign(&rows, &allowed).0, 1);
    // A journal knows them by the id and the number.
    let folder = tempfile::tempdir().unwrap();
    let mut options = BulkOptions::default();
    options.journal = Some(folder.path().join("campaign.db"));
    assert_eq!(campaign(&rows, &options), (1, 0, vec![row("380671234567", "", "1")]));
    assert_eq!(campaign(&rows, &options), (1, 1, vec![row("380671234567", "", "1")]));
    assert_eq!(campaign(&[raw(two.into(), json!(1))], &options), (0, 0, vec![row("380501234567", "duplicate", "1")]));
    assert_eq!(campaign(&[raw(one.into(), json!(2))], &options), (0, 0, vec![row("380671234567", "duplicate", "2")]));
}

#[test]
fn a_long_file_is_read_to_its_end_in_every_encoding() {
    let (sandbox, client) = sandbox();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("customers.csv");
    let count = 2500;
    let mut text = "to,text\n".to_owned();
    let said = |i: u64| format!("{}{i}", "Привіт ".repeat(12));
    (0..count).for_each(|i| text.push_str(&format!("{},{}\n", 380_671_000_000 + i, said(i))));
    let wide = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let old = encoding_rs::WINDOWS_1251.encode(&text).0.into_owned();
    for (bytes, encoding) in
        [(text.clone().into_bytes(), None), (wide(u16::to_le_bytes), Some("utf-16le")), (old, Some("windows-1251"))]
    {
        sandbox.reset();
        assert!(bytes.len() > (1 << 17) * 3 / 2);
        std::fs::write(&file, &bytes).unwrap();
        let mut options = options(&[("sender", "MyShop"), ("ordered", "true")]);
        encoding.into_iter().for_each(|name| options.set("encoding", name).unwrap());
        let told = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let seen = std::sync::Arc::clone(&told);
        options.progress = Some(std::sync::Arc::new(move |now| seen.lock().unwrap().push(now.fraction.unwrap())));
        let (report, rows) = send(&client, CsvRows::open(&file).unwrap(), &options);
        assert_eq!((report.accepted(), report.total()), (count, count), "{encoding:?}");
        assert!(rows.iter().enumerate().all(|(i, row)| row.line == Some(i as u64 + 2)));
        let told = std::mem::take(&mut *told.lock().unwrap());
        // After the first thousand rows, and at the end.
        assert!((0.1..0.9).contains(&told[0]) && told.is_sorted(), "{encoding:?}: {told:?}");
        assert_eq!(told.last(), Some(&1.0), "{encoding:?}");
        let sent = requests(&sandbox);
        assert!(sent.iter().enumerate().all(|(i, request)| request["text"] == said(i as u64)), "{encoding:?}");
        // The same from a stream, of which nobody knows the length.
        sandbox.reset();
        options.progress = None;
        let (report, _) = send(&client, smsbat_core::bulk::from_reader(&*bytes), &options);
        assert_eq!(report.accepted(), count, "{encoding:?}");
    }
}

/// A file is looked at as a whole before anything is sent; a stream ends where it cannot be read.
#[test]
fn the_line_that_is_no_text_is_named() {
    let (sandbox, client) = sandbox();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("customers.csv");
    let base = options(&[("sender", "MyShop")]);
    let row = |i: u64| format!("{},{}\n", 380_671_000_000 + i, "x".repeat(50));
    // A block of the file ends in front of what is no text, so that a mark at its beginning must not count twice.
    let block = 1 << 17;
    let mut long = b"\xef\xbb\xbfto,text\n".to_vec();
    let mut lines = 1;
    while long.len() + 64 < block {
        long.extend(row(lines).bytes());
        lines += 1;
    }
    let last = block - long.len();
    long.extend(format!("{},{}", 380_671_000_000 + lines, "x".repeat(last - 13)).bytes());
    assert_eq!(long.len(), block);
    long.extend(b"\xff\n380672000000,fine\n");
    // Half of a pair, in UTF-16.
    let wide = |text: &str| text.encode_utf16().collect::<Vec<u16>>();
    let units =
        [wide("to,text\n380671000000,one\n380671000001,"), vec![0xd800], wide("x\n380671000002,three\n")].concat();
    let wide: Vec<u8> = units.into_iter().flat_map(u16::to_le_bytes).collect();
    for (bytes, encoding, line, advice) in [
        (long, None, lines + 1, "is not UTF-8 (line "),
        (b"to,text\n380671000000,\xcf\n".to_vec(), None, 2, "such as windows-1251"),
        (wide, Some("utf-16le"), 3, "is not UTF-16LE (line 3); name another encoding"),
    ] {
        let mut options = base.clone();
        encoding.into_iter().for_each(|name| options.set("encoding", name).unwrap());
        std::fs::write(&path, &bytes).unwrap();
        let error = client.messages().send_bulk(CsvRows::open(&path).unwrap(), &options).unwrap_err();
        assert_eq!((error.field(), error.problems()[0].rule()), (Some("source"), "encoding"), "{error}");
        assert!(error.message().contains(advice) && error.message().contains(&format!("line {line})")), "{error}");
        assert!(sandbox.messages().is_empty());
        let (report, _) = send(&client, CsvRows::new(&*bytes).unwrap(), &options);
        let error = report.error().unwrap();
        assert!(error.message().contains(advice) && error.message().contains(&format!("line {line})")), "{error}");
        sandbox.reset();
    }
}

/// Requests that are refused as a whole are split to find the message that is to blame, and no more than that takes.
#[test]
fn a_refused_request_is_split_no_more_than_it_takes() {
    let (sandbox, client) = sandbox();
    let table = |bad: &dyn Fn(usize) -> bool, count: usize| {
        let to = |i| if bad(i) { 380_990_000_422 } else { 380_671_000_000 + i };
        (0..count).fold("to,text\n".to_owned(), |text, i| text + &format!("{},Hello {i}\n", to(i)))
    };
    let base = options(&[("sender", "MyShop"), ("connections", "1"), ("allow_duplicates", "true")]);
    // One of eight: the whole, then two halves of each part that has it.
    for place in 0..8 {
        sandbox.reset();
        let (report, rows) = send_csv(&client, &table(&|i| i == place, 8), &base);
        assert_eq!((report.accepted(), report.not_sent(), sandbox.requests().len()), (7, 1, 7), "{place}");
        assert_eq!(rows[place].outcome, Outcome::NotSent);
    }
    // All of them: after 20 parts without a success, it is not a single message that is bad.
    sandbox.reset();
    let (report, _) = send_csv(&client, &table(&|_| true, 1000), &base);
    assert_eq!((report.not_sent(), sandbox.requests().len()), (1000, 41));
    // Many of them: 64 parts at most.
    sandbox.reset();
    let (report, _) = send_csv(&client, &table(&|i| i % 5 == 4, 1000), &base);
    assert_eq!((report.accepted() + report.not_sent(), sandbox.requests().len()), (1000, 129));
    assert!(report.accepted() > 50 && report.accepted() == sandbox.messages().len() as u64, "{}", report.accepted());
    // Two of them, which is too few to halve more than once.
    sandbox.reset();
    let (report, _) = send_csv(&client, &table(&|_| true, 2), &base);
    assert_eq!((report.not_sent(), sandbox.requests().len()), (2, 3));
    // Another refusal is about the whole request, and no other connection tries it again.
    for (status, connections) in [401, 403, 404, 405, 429, 500, 503].into_iter().flat_map(|s| [(s, 1), (s, 4)]) {
        sandbox.reset();
        sandbox.fail_next(1, status).unwrap();
        let mut options = base.clone();
        (options.max_failures, options.connections) = (1, connections);
        let (report, _) = send_csv(&client, &table(&|_| false, 4), &options);
        assert_eq!((report.accepted(), sandbox.requests().len()), (0, 1), "{status}, {connections}");
    }
}

/// A chunk that an earlier attempt may have sent is not split.
#[test]
fn a_request_that_may_have_been_sent_is_not_split() {
    let (sandbox, _) = sandbox();
    let client = Client::builder().api_key("test-key").base_url(sandbox.url()).max_retries(1).ignore_environment();
    let client = client.build().unwrap();
    sandbox.fail_next(1, 500).unwrap();
    sandbox.fail_next(1, 422).unwrap();
    let options = options(&[("sender", "MyShop"), ("resend_unknown", "true")]);
    let (report, _) = send_csv(&client, "to,text\n380671000000,one\n380671000001,two\n", &options);
    assert_eq!((report.unknown(), sandbox.requests().len()), (2, 2));
    assert!(sandbox.messages().is_empty());
}

/// The name of a file helps; a table or a number in its place is a stranger's data.
#[test]
fn a_source_that_cannot_be_opened_is_named() {
    let opened = |path: &str| CsvRows::open(path).map(drop).unwrap_err().to_string();
    assert!(opened("/nowhere/customers.csv").contains("/nowhere/customers.csv: "));
    assert!(!opened("to,text\n+380671234567,Hello").contains("text"));
    assert!(!opened("+380671234567").contains("1234567"));
}

/// Quotes in a value that is not quoted are meant as they stand, unless they look like the rest of another value's.
#[test]
fn quotes_in_a_value_that_is_not_quoted() {
    let (sandbox, client) = sandbox();
    let options = options(&[("sender", "MyShop"), ("ordered", "true"), ("template", "{name}")]);
    for (value, is_sent) in [
        ("Кафе \"Мрія\"", true),
        ("5\" or 7\"", true),
        ("5\"", false),
        ("Ada\"\"", false),
        ("Ada \"\" Bob", false),
        // The end of the line was replaced by a quote: the next row's name would be in this one's text.
        ("Ada\"+380501234567;\"\"\"Bob\"", false),
    ] {
        sandbox.reset();
        let (_, rows) = send_csv(&client, &format!("to,name\n+380671234567,{value}\n"), &options);
        assert_eq!(lines_and_rules(&rows), [(2, if is_sent { "" } else { "quotes" })], "{value}");
        let texts: Vec<String> = sandbox.messages().into_iter().map(|message| message.text().to_owned()).collect();
        assert_eq!(texts, if is_sent { vec![value] } else { vec![] });
    }
}

/// A line of a quoted value that looks like another row is taken for one: its quotes may be somebody's slip.
#[test]
fn a_value_of_several_lines_holds_no_row() {
    let (sandbox, client) = sandbox();
    let options = options(&[("sender", "MyShop"), ("ordered", "true"), ("template", "{name}")]);
    for (header, record, is_sent) in [
        // The last line of the value, or its first one, is a row.
        ("to,name", "+380671234567,\"Ada\n+380501234567,Bob\"", false),
        ("name,to", "\"Ada,+380671234567\nBob\",+380501234567", false),
        ("name,to", "\"Ada\nBob,+380501234567\",+380671234567", false),
        // The number stands behind the value.
        ("name,to", "\"Ada\nBob\",+380671234567", true),
        ("name,to", "\"Ada,\nBob, Eve\",+380671234567", true),
        // A number in the value with too few columns around it for a row.
        ("to,name,x,y", "+380671234567,\"a\nb,+380441234567,c\nd\",x,y", true),
        ("x,y,to,name", "x,y,+380671234567,\"a\n1,2,+380441234567\nd\"", true),
        ("x,y,to,name", "x,y,+380671234567,\"a\n1,2,+380441234567,d\ne\"", false),
        ("x,to,y,name", "x,+380671234567,y,\"a\n1,+380441234567,2\ne\"", true),
        ("x,to,y,name", "x,+380671234567,y,\"a\n1,+380441234567,2,3\ne\"", false),
        // More columns than the table has: a value can contain separators.
        ("to,name", "+380671234567,\"a\n1,+380441234567,2\ne\"", false),
        // Seven digits are a number, six are none.
        ("to,name", "+380671234567,\"a\n1234567,b\"", false),
        ("to,name", "+380671234567,\"a\n123456,b\"", true),
    ] {
        sandbox.reset();
        let (_, rows) = send_csv(&client, &format!("{header}\n{record}\n"), &options);
        // A line that may be a row is one in the report.
        let (rule, count) = if is_sent { ("", 1) } else { ("quotes", record.lines().count()) };
        assert!(rows.iter().all(|row| row.rule == rule), "{header}: {record:?}: {rows:?}");
        assert_eq!((rows.len(), sandbox.messages().len()), (count, usize::from(is_sent)), "{header}: {record:?}");
    }
}

/// A line that is too long for a record, by the quotes in it: what follows is other rows only if they match.
#[test]
fn a_line_that_is_too_long_may_hold_an_open_quote() {
    let (sandbox, client) = sandbox();
    let options = options(&[("sender", "MyShop"), ("ordered", "true")]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("customers.csv");
    let (near, far, farther) = (100, 900_000, 1_100_000);
    for quotes in
        [&[][..], &[near], &[far], &[near, far], &[near, near + 1, far], &[far, farther], &[near, far, farther]]
    {
        sandbox.reset();
        let mut long = "x".repeat(1_200_000).into_bytes();
        quotes.iter().for_each(|place| long[*place] = b'"');
        let long = String::from_utf8(long).unwrap();
        // In one piece, and in the many of a file.
        let text = format!("to,text\n{long}\n380501234567,fine\n{long}\n");
        let (_, whole) = send_csv(&client, &text, &options);
        sandbox.reset();
        std::fs::write(&path, &text).unwrap();
        let (_, rows) = send(&client, CsvRows::open(&path).unwrap(), &options);
        assert_eq!(lines_and_rules(&rows), lines_and_rules(&whole), "{quotes:?}");
        let is_lost = quotes.len() % 2 == 1;
        let (rule, again) = if is_lost { ("quotes", "quotes") } else { ("", "size") };
        assert_eq!(lines_and_rules(&rows), [(2, "size"), (3, rule), (4, again)], "{quotes:?}");
        assert_eq!(sandbox.messages().len(), usize::from(!is_lost), "{quotes:?}");
    }
    // After an open quote it belongs to that.
    let long = "x".repeat(1_200_000);
    let text = format!("to,text\n380671234567,\"a\" b\"\n{long}\n380501234567,fine\n");
    let (_, rows) = send_csv(&client, &text, &options);
    assert_eq!(lines_and_rules(&rows), [(2, "quotes"), (3, "quotes"), (4, "quotes")]);
    assert!(rows[1..].iter().all(|row| row.reason.ends_with("whose quote opens in line 2")), "{rows:?}");
}

#[test]
fn a_file_of_json_is_protected_and_knows_how_far_it_is_read() {
    let (_sandbox, client) = sandbox();
    let folder = tempfile::tempdir().unwrap();
    for name in ["customers.jsonl", "customers.json", "customers.NDJSON"] {
        let file = folder.path().join(name);
        let objects: Vec<String> =
            (0..2000).map(|i| format!("{{\"to\":{},\"text\":\"Hello\"}}", 380_671_000_000_u64 + i)).collect();
        let list = name.ends_with("json");
        let text = if list { format!("[{}]", objects.join(",\n")) } else { objects.join("\n") };
        std::fs::write(&file, &text).unwrap();
        let mut options = options(&[("sender", "MyShop")]);
        let told = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let seen = std::sync::Arc::clone(&told);
        options.progress = Some(std::sync::Arc::new(move |now| seen.lock().unwrap().push(now.fraction.unwrap())));
        let (mut report, _) = send(&client, smsbat_core::bulk::open(&file).unwrap(), &options);
        assert!(report.ok(), "{name}");
        let told = told.lock().unwrap();
        assert!((0.01..0.99).contains(&told[0]) && told.last() == Some(&1.0), "{name}: {told:?}");
        let error = report.save(&file).unwrap_err();
        assert!(error.to_string().contains("another file"), "{name}: {error}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    }
}

#[test]
fn numbers_of_a_partitioned_campaign_are_read_as_those_of_a_run() {
    let (_sandbox, client) = sandbox();
    let messages = client.messages();
    let place = |country: Option<&str>, to: &str| {
        let phones = smsbat_core::bulk::phone_rules(&messages, country).unwrap();
        smsbat_core::bulk::place("sale", &Cell::Text(to), false, phones)
    };
    let whole = place(None, "+380671234567");
    assert!(whole.is_some());
    assert_eq!(place(Some("380"), "0671234567"), whole);
    assert_ne!(place(None, "0671234567"), whole);
    assert!(smsbat_core::bulk::phone_rules(&messages, Some("999999")).is_err());
}

#[test]
fn a_row_says_how_many_rules_it_breaks() {
    let (_sandbox, client) = sandbox();
    let rows = [
        json!({"to": "+380671234567"}),
        json!({"to": "+380671234567", "sender": "MyShop"}),
        json!({"to": "12", "ttl": 0, "customer_message_id": "own"}),
        json!({"to": "+380671234567", "text": "x", "sender": "MyShop"}),
    ];
    let (_, rows) = send(&client, lines(&rows), &BulkOptions::default());
    let more = |row: &ReportRow| row.reason.split_once(" (and ").map(|(_, more)| more.to_owned());
    let expected = [Some("1 more)".to_owned()), None, Some("3 more)".to_owned()), None];
    assert_eq!(rows.iter().map(more).collect::<Vec<_>>(), expected, "{rows:?}");
    assert!(rows[0].reason.starts_with("sender is required"), "{}", rows[0].reason);
    assert_eq!((rows[2].to.as_str(), rows[2].customer_message_id.as_str()), ("12", "own"));
}
