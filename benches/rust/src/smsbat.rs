//! Our Rust library, with all its checks and finite timeouts.
#![allow(clippy::expect_used)]

use smsbat_bench::{Bench, KEY};
use smsbat_core::bulk::{BulkOptions, CsvRows};
use smsbat_core::{Client, Outcome, SentMessage, Sms};

const CAMPAIGN: [(&str, &str); 4] = [
    ("columns", "to=phone"),
    ("sender", "MyShop"),
    ("template", "Hi {name}, your order {order} is ready. Come and get it!"),
    ("chunk_size", "5000"),
];

fn main() {
    let bench = Bench::from_arguments();
    let mut builder = Client::builder().api_key(KEY).base_url(&bench.url).rate_limit(None).ignore_environment();
    if let Some(ca) = &bench.ca {
        builder = builder.ca_bundle(ca.to_str().expect("a path that is UTF-8"));
    }
    let client = builder.build().expect("a client");
    if bench.item == "csv" {
        return bench.run_campaign(|path| {
            let mut options = BulkOptions::default();
            for (name, value) in CAMPAIGN {
                options.set(name, value).expect("an option");
            }
            if std::env::var_os("BENCH_JOURNAL").is_some() {
                options.journal = Some(path.with_extension("journal"));
            }
            let report = client.messages().send_bulk(CsvRows::open(path).expect("a file"), &options);
            report.expect("a report").accepted() as usize
        });
    }
    bench.run(|bench| {
        let messages: Vec<Sms> = (0..bench.count)
            .map(|_| {
                let values = bench.values();
                Sms::new(values.to, "MyShop", values.text).customer_message_id(values.id)
            })
            .collect();
        let result = client.messages().send(&messages).expect("an answer");
        let accepted = |row: &&SentMessage| {
            row.outcome() == Outcome::Accepted && row.message_id().is_some() && row.reason().is_none()
        };
        result.iter().filter(accepted).count()
    });
}
