//! Parent and child of a fork over one client: none sees an answer of the other.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use smsbat_core::{Client, Outcome, Sms};
use smsbat_sandbox::{Options, Sandbox};

fn sends(client: &Client, who: &str, calls: usize) -> usize {
    let good = (0..calls).filter(|i| {
        let message = Sms::new("+380671234567", "NovaShop", "Hello");
        let id = format!("{who}-{i}");
        let result = client.messages().send(&[message.customer_message_id(id.clone())]);
        result.is_ok_and(|r| {
            let row = r.messages()[0].clone();
            row.outcome() == Outcome::Accepted && row.customer_message_id() == Some(id.as_str())
        })
    });
    good.count()
}

fn parent_and_child(tls: bool, calls: usize) {
    let sandbox = Sandbox::start(Options { tls, rate_limit: false, record: None, ..Options::default() }).unwrap();
    let mut client = Client::builder().api_key("test-key").base_url(sandbox.url()).max_retries(0).rate_limit(None);
    if let Some(bundle) = sandbox.ca_bundle() {
        client = client.ca_bundle(bundle.to_str().unwrap());
    }
    let client = client.timeout(std::time::Duration::from_secs(20)).ignore_environment().build().unwrap();
    // So that there is a connection that the child could take.
    assert_eq!(sends(&client, "before", calls), calls);
    // SAFETY: the child uses nothing but the client, and leaves without running what belongs to the parent.
    let child = unsafe { libc::fork() };
    if child == 0 {
        let good = catch_unwind(AssertUnwindSafe(|| sends(&client, "child", calls))).unwrap_or(0);
        // SAFETY: ends the process at once.
        unsafe { libc::_exit(i32::from(good != calls)) }
    }
    let good = sends(&client, "parent", calls);
    let mut status = 0;
    // SAFETY: waits for the child made above.
    assert_eq!(unsafe { libc::waitpid(child, &mut status, 0) }, child);
    assert_eq!((good, status), (calls, 0), "calls of the parent that went well, status of the child");
    let messages = sandbox.messages();
    let ids: HashSet<&str> = messages.iter().filter_map(|m| m["customer_message_id"].as_str()).collect();
    assert_eq!((messages.len(), ids.len()), (3 * calls, 3 * calls));
}

// One test: a fork while another test runs would copy what that holds.
#[test]
fn parent_and_child_share_no_connection() {
    parent_and_child(false, 1000);
    parent_and_child(true, 200);
}
