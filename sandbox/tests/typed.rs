//! The sandbox as a Rust test has it: a client, typed messages, filters, statuses and rules.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use smsbat_core::{Outcome, Sms, ViberPromo};
use smsbat_sandbox::{Error, FaultKind, Filter, Options, Rule, Sandbox};

const LONG: Duration = Duration::from_secs(30);

fn sandbox() -> Sandbox {
    Sandbox::start(Options { clock_frozen: true, rate_limit: false, ..Options::default() }).unwrap()
}

#[test]
fn messages_are_found_by_what_they_are() {
    let sandbox = sandbox();
    let client = sandbox.client().unwrap();
    let sms = Sms::new("+380671234567", "MyShop", "Your order is ready").customer_message_id("order-1");
    client.messages().send(sms).unwrap().raise_for_outcome().unwrap();
    let viber = ViberPromo::new("+380501234567", "MyShop").text("Spring sale");
    let result = client.messages().send(viber).unwrap();

    let first = sandbox.wait_for(&Filter::new().customer_message_id("order-1"), LONG).unwrap();
    assert_eq!(
        (first.kind(), first.api(), first.from(), first.text()),
        ("sms", "messages", "MyShop", "Your order is ready")
    );
    assert_eq!((first.parts(), first.customer_message_id(), first.reason()), (1, Some("order-1"), None));
    assert_eq!(first.request()["to"], "+380671234567");
    assert_eq!((first.status(), &first["history"][0]["status"]), ("scheduled", &"scheduled".into()));
    let kinds = |filter: Filter| -> Vec<String> {
        sandbox.find(&filter).iter().map(|message| message.kind().to_owned()).collect()
    };
    assert_eq!(kinds(Filter::new()), ["sms", "viber_promo"]);
    assert_eq!(kinds(Filter::new().to("38 050 123-45-67")), ["viber_promo"]);
    assert_eq!(kinds(Filter::new().kind("sms").api("messages").text("ready")), ["sms"]);
    assert_eq!(kinds(Filter::new().limit(1)), ["viber_promo"]);
    assert_eq!(kinds(Filter::new().api("cascade")), Vec::<String>::new());

    let id = result[0].message_id().unwrap();
    assert_eq!(sandbox.message(id).unwrap().channel(), "viber");
    assert_eq!(sandbox.set_status(id, "undeliverable").unwrap().status(), "undeliverable");
    assert!(matches!(sandbox.set_status(id, "eaten"), Err(Error::Refused(why)) if why.contains("fallback")));
    assert!(matches!(sandbox.set_status("nobody's", "read"), Err(Error::Refused(_))));
    let missing = sandbox.wait_for(&Filter::new().text("something else"), Duration::ZERO).unwrap_err();
    assert!(missing.to_string().contains("Spring sale"), "{missing}");
}

#[test]
fn rules_decide_what_happens() {
    let sandbox = sandbox();
    let client = sandbox.client_builder().max_retries(0).build().unwrap();
    let number = sandbox.add_rule(Rule::new().to("38067*").status("rejected")).unwrap();
    let send = |to: &str| client.messages().send(Sms::new(to, "MyShop", "Hello")).map(|result| result[0].outcome());
    assert_eq!(send("+380671234567").unwrap(), Outcome::Rejected);
    assert_eq!(send("+380501234567").unwrap(), Outcome::Accepted);
    assert!(sandbox.remove_rule(number));
    assert!(!sandbox.remove_rule(number));
    assert_eq!(send("+380671234567").unwrap(), Outcome::Accepted);

    sandbox.add_rule(Rule::new().fault(FaultKind::Reset, true).count(1)).unwrap();
    assert_eq!(send("+380671234568").unwrap_err().outcome(), Outcome::Unknown);
    assert_eq!(sandbox.find(&Filter::new().to("380671234568")).len(), 1);
    sandbox.add_rule(Rule::new().error(503).text("Hello").path_prefix("/bat").sender("MyShop").count(1)).unwrap();
    assert_eq!(send("+380671234569").unwrap_err().status_code(), Some(503));
    assert!(matches!(sandbox.add_rule(Rule::new()), Err(Error::Refused(_))));
}
