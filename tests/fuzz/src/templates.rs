//! Any template with any values: each row is accounted for, and braces that are doubled stand for themselves.

use smsbat_core::{Template, TemplateRow};

use crate::Input;
use crate::answerer::{answering, http, last_body};

pub fn run(data: &[u8]) {
    let mut input = Input(data);
    let text = String::from_utf8_lossy(input.part()).into_owned();
    let mut rows = Vec::new();
    while !input.is_empty() && rows.len() < 8 {
        let mut values = Vec::new();
        for _ in 0..input.byte() % 4 {
            let (name, value) = (input.part(), input.part());
            values.push((String::from_utf8_lossy(name).into_owned(), String::from_utf8_lossy(value).into_owned()));
        }
        let mut row = TemplateRow::new("+380671234567");
        row.values = values;
        rows.push(row);
    }
    let answer = http(200, "application/json", br#"{"messagelist_id":"1","messages":[]}"#);
    answering(answer, true, |server| {
        let cascade = server.client.cascade();
        if let Ok(result) = cascade.send_template(&Template::new(&text, "MyShop"), &rows) {
            assert_eq!(result.messages().len(), rows.len());
        }
        let literal = Template::new(text.replace('{', "{{").replace('}', "}}"), "MyShop");
        let row = TemplateRow::new("+380671234567");
        if cascade.send_template(&literal, &[row]).is_ok() {
            let sent: serde_json::Value = serde_json::from_slice(&last_body()).expect("the body is JSON");
            assert_eq!(sent[0]["text"], text.as_str());
        }
    });
}
