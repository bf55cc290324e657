//! Any body of a webhook is read or refused, and no signature is right by chance.

use smsbat_core::{Record, Webhook, binding, webhooks};

use crate::Input;

pub fn run(data: &[u8]) {
    match webhooks::parse(data) {
        Ok(Webhook::Incoming(message)) => assert!(message.id().is_some()),
        Ok(Webhook::Delivery(report)) => {
            assert!(report.message_id().is_some() && report.delivery_status().is_some());
            is_json(report.record());
        }
        Ok(_) => {}
        Err(error) => assert!(!error.to_string().contains(['\n', '\0']), "{error:?}"),
    }
    if let Ok(event) = webhooks::parse_turbosms(data) {
        is_json(event.record());
    }
    let mut input = Input(data);
    let secret = String::from_utf8_lossy(input.part()).into_owned();
    // Only one who knows SHA-1's inverse gets here.
    if let Ok(right) = webhooks::verify_turbosms(input.0, &secret) {
        assert!(!right || String::from_utf8_lossy(input.0).contains("sign"));
    }
}

fn is_json(reply: &Record) {
    serde_json::from_str::<serde_json::Value>(&binding::view(reply)).expect("a view is JSON");
}
