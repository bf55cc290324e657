//! A client as people write it in Rust without our library: ureq, with its pool and finite timeouts, and serde.
#![allow(clippy::expect_used)]

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use smsbat_bench::{Bench, KEY};
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    r#type: &'static str,
    to: String,
    from: &'static str,
    text: String,
    customer_message_id: String,
}

#[derive(Serialize)]
struct Request {
    messages: Vec<Message>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    message_id: String,
    status: String,
    reason: Option<String>,
}

#[derive(Deserialize)]
struct Reply {
    messages: Vec<Row>,
}

fn main() {
    let bench = Bench::from_arguments();
    let roots = bench.ca.as_ref().map(|ca| {
        let pem = std::fs::read(ca).expect("a file");
        let certificates = parse_pem(&pem).filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        });
        RootCerts::Specific(Arc::new(certificates.collect()))
    });
    // No timeout of the whole call: with one, ureq starts a thread for every request.
    let agent = ureq::Agent::config_builder()
        .timeout_connect(Some(Duration::from_secs(5)))
        .timeout_recv_response(Some(Duration::from_secs(30)))
        .tls_config(TlsConfig::builder().root_certs(roots.unwrap_or(RootCerts::WebPki)).build())
        .build()
        .new_agent();
    let url = format!("{}/bat/messagelist", bench.url);
    bench.run(|bench| {
        let messages = (0..bench.count).map(|_| {
            let values = bench.values();
            Message { r#type: "sms", to: values.to, from: "MyShop", text: values.text, customer_message_id: values.id }
        });
        let request = Request { messages: messages.collect() };
        let mut answer = agent.post(&url).header("X-Authorization-Key", KEY).send_json(&request).expect("an answer");
        let reply: Reply = answer.body_mut().read_json().expect("a list");
        let accepted = |row: &&Row| row.status == "accepted" && !row.message_id.is_empty() && row.reason.is_none();
        reply.messages.iter().filter(accepted).count()
    });
}
