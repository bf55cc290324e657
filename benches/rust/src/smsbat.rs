//! Our Rust library, with all its checks and finite timeouts.
#![allow(clippy::expect_used)]

use smsbat_bench::{Bench, KEY};
use smsbat_core::{Client, Outcome, Sms};

fn main() {
    let bench = Bench::from_arguments();
    let mut builder = Client::builder().api_key(KEY).base_url(&bench.url).rate_limit(None).ignore_environment();
    if let Some(ca) = &bench.ca {
        builder = builder.ca_bundle(ca.to_str().expect("a path that is UTF-8"));
    }
    let client = builder.build().expect("a client");
    bench.run(|bench| {
        let messages: Vec<Sms> = (0..bench.count)
            .map(|_| {
                let values = bench.values();
                Sms::new().to(values.to).sender("MyShop").text(values.text).customer_message_id(values.id)
            })
            .collect();
        let result = client.messages().send(&messages).expect("an answer");
        result.messages().iter().filter(|m| m.outcome() == Outcome::Accepted && m.message_id().is_some()).count()
    });
}
