//! Our Rust library with a campaign: `bench-bulk FILE URL [OPTION=VALUE…]`, with one line of JSON at the end.
#![allow(clippy::expect_used, clippy::print_stdout)]

use std::time::Instant;

use smsbat_bench::{KEY, cpu};
use smsbat_core::Client;
use smsbat_core::bulk::{self, BulkOptions};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, url, given @ ..] = arguments.as_slice() else { panic!("FILE URL [OPTION=VALUE…]") };
    let mut builder = Client::builder().api_key(KEY).base_url(url).ignore_environment();
    if let Ok(ca) = std::env::var("CA") {
        builder = builder.ca_bundle(ca);
    }
    let client = builder.build().expect("a client");
    let mut options = BulkOptions::default();
    options.set("sender", "MyShop").expect("sender");
    for pair in given {
        let (name, value) = pair.split_once('=').expect("OPTION=VALUE");
        options.set(name, value).expect("an option");
    }
    let (before, wall) = (cpu(), Instant::now());
    let report = client.messages().send_bulk(bulk::open(file).expect("a file"), &options).expect("a report");
    assert!(report.ok(), "{}", report.to_json());
    println!(
        "{{\"rows\":{},\"cpu\":{:.9},\"wall\":{:.9}}}",
        report.total(),
        cpu() - before,
        wall.elapsed().as_secs_f64()
    );
}
