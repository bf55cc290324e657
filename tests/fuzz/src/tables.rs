//! Any file as a list of recipients: it is read or refused, each row is accounted for, and nobody gets a message whose
//! number is not in the file.

use std::collections::HashSet;

use smsbat_core::bulk::{self, BulkOptions, CsvRows, JsonRows, Source};

use crate::Input;
use crate::answerer::{UNNAMED, answering, http, recipients};

const ENCODINGS: &[&str] = &["", "", "", "utf-16le", "windows-1251", "shift_jis"];

pub fn run(data: &[u8]) {
    let mut input = Input(data);
    let (kind, choices) = (input.byte() % 4, input.byte());
    let encoding = input.pick(ENCODINGS);
    let bytes = input.0;
    let mut options = BulkOptions::default();
    options.sender = Some("MyShop".to_owned());
    options.connections = 1;
    options.country = (choices & 1 == 1).then(|| "380".to_owned());
    if choices & 2 == 2 {
        options.template = Some("Hi {name}".into());
    }
    if choices & 4 == 4 {
        options.columns = vec![("to".to_owned(), "phone".to_owned())];
    }
    if !encoding.is_empty() {
        options.set("encoding", encoding).expect("an encoding");
    }
    let source: Result<Box<dyn Source + '_>, _> = match kind {
        0 => Ok(bulk::from_reader(bytes)),
        1 => JsonRows::new(bytes).map(|rows| Box::new(rows) as _),
        _ => CsvRows::new(bytes).map(|rows| Box::new(rows) as _),
    };
    let Ok(source) = source else { return };
    let answer = http(200, "application/json", br#"{"messages":[]}"#);
    answering(answer, true, |server| {
        let Ok(mut report) = server.client.messages().send_bulk(source, &options) else { return };
        let counts = [report.accepted(), report.rejected(), report.not_sent(), report.unknown()];
        let rows: Vec<_> = report.rows().expect("rows").map(|row| row.expect("a row")).collect();
        assert_eq!(counts.iter().sum::<u64>(), report.total());
        assert_eq!(rows.len() as u64, report.total());
        assert_eq!(rows.iter().map(|row| row.index).collect::<HashSet<_>>().len(), rows.len());
        let sent = recipients();
        assert_eq!(sent.len() as u64, report.accepted() + report.rejected() + report.unknown());
        assert_eq!(sent.iter().collect::<HashSet<_>>().len(), sent.len(), "somebody got two messages");
        // Digits that are written as something else: 3.8E+11, \u0033, (0), and a national number.
        let plain = !bytes.iter().any(|b| b"eE\\(".contains(b)) && options.country.is_none();
        if plain {
            let digits: String = bytes.iter().filter(|b| b.is_ascii_digit()).map(|b| char::from(*b)).collect();
            for to in sent.iter().filter(|to| !to.starts_with(UNNAMED)) {
                // A row in the provider's format is sent unchanged.
                let is_given = String::from_utf8_lossy(bytes).contains(to.as_str());
                assert!(is_given || digits.contains(to.trim_start_matches('+')), "{to} is not in the file");
            }
        }
    });
}
