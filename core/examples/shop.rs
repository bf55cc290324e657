//! Messages of a small shop: confirmations with a fallback, a campaign to its own customers, statuses,
//! webhooks, and chats.
//!
//! `cargo run -p smsbat-core --features journal,serde --example shop` runs it against a sandbox of its own and sends
//! nothing to anybody.
#![deny(unused_must_use, clippy::pedantic)]
#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use smsbat_core::bulk::{BulkOptions, Problem, Row, Rows};
use smsbat_core::webhooks::{self, Webhook};
use smsbat_core::{
    Action, Button, CascadeMessage, ChatFilter, Client, Encoding, Error, ErrorKind, Fallback, Message, Messages,
    Outcome, Phone, Rcs, RcsButton, Sms, Template, TemplateRow, ViberBot, ViberPromo, ViberTransactional, segments,
};
use smsbat_sandbox::{Filter, Options, Rule, Sandbox};

const SENDER: &str = "MyShop";

/// A customer as the shop's database has one.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Customer {
    to: String,
    name: String,
    orders: u32,
    birthday: Option<String>,
}

/// An order that is ready.
struct Order {
    number: u64,
    phone: Phone,
    total: String,
}

/// Outcome of a confirmation, for the shop's own records.
#[derive(Debug, PartialEq, Eq)]
enum Told {
    /// The provider has it under this id.
    Yes(String),
    /// It was refused, for this reason.
    No(String),
    /// It cannot have been sent, so it may be sent again.
    Later,
    /// It may have been sent: ask before it is sent again.
    Unclear,
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Yes(id) => write!(f, "told, as {id}"),
            Self::No(reason) => write!(f, "refused: {reason}"),
            Self::Later => f.write_str("not sent, to be tried again"),
            Self::Unclear => f.write_str("unclear"),
        }
    }
}

/// Tells a customer that an order is ready: by Viber, and by SMS if Viber does not reach the phone in a minute.
fn confirm(messages: &Messages<'_>, order: &Order) -> Result<Told, Error> {
    let short = format!("Order {} is ready", order.number);
    let message = ViberTransactional::new(&order.phone, SENDER)
        .text(format!("{short}. To pay: {}", order.total))
        .ttl(Duration::from_secs(60))
        .customer_message_id(format!("order-{}", order.number))
        .fallback(Fallback::new(short));
    let result = match messages.send(message) {
        Ok(result) => result,
        // A slip of ours is for a person; a broken network is for the next run.
        Err(error) if error.is_validation() || error.is_configuration() => return Err(error),
        Err(error) if error.may_have_been_sent() => return Ok(Told::Unclear),
        Err(_) => return Ok(Told::Later),
    };
    let Some(row) = result.iter().next() else { return Ok(Told::Unclear) };
    Ok(match row.outcome() {
        Outcome::Accepted => Told::Yes(row.message_id().unwrap_or("-").to_owned()),
        Outcome::Rejected => Told::No(row.reason().unwrap_or("no reason given").to_owned()),
        Outcome::NotSent => Told::Later,
        Outcome::Unknown => Told::Unclear,
    })
}

/// One of each kind, as a file of drafts holds them.
fn drafts() -> Result<Vec<Message>, Box<dyn StdError>> {
    let rcs = Rcs::new("+380671234567", SENDER, "Your table is booked")
        .buttons([RcsButton::new("Call us", Action::dial("+380441234567"))]);
    let viber = ViberPromo::new("+380671234567", SENDER)
        .text("Spring sale")
        .image("https://shop.example.org/boots.jpg")
        .button(Button::new("Look", "https://shop.example.org/boots"));
    let drafts = vec![rcs.into(), viber.into(), Sms::new("+380671234567", SENDER, "Spring sale").into()];
    let text = serde_json::to_string_pretty(&drafts)?;
    let read: Vec<Message> = serde_json::from_str(&text)?;
    assert!(read == drafts, "drafts come back as they were");
    Ok(read)
}

/// Wishes everybody a good spring; people without an order get nothing.
fn campaign(
    client: &Client,
    customers: &[Customer],
    journal: &Path,
    stop: &Arc<AtomicBool>,
) -> Result<BTreeMap<Outcome, u64>, Box<dyn StdError>> {
    let mut options = BulkOptions::default();
    options.set("template", "Hi {name}, thank you for {orders} orders!")?;
    options.sender = Some(SENDER.to_owned());
    options.journal = Some(journal.to_owned());
    options.max_parts = Some(1_000);
    let mut calls = 0;
    options.on_progress(move |progress| {
        calls += 1;
        if calls % 50 == 0 {
            println!("{} rows are settled", progress.settled());
        }
    });
    let asked = Arc::clone(stop);
    let messages = client.messages().interrupt(move || asked.load(Ordering::Relaxed));
    let loyal = customers.iter().filter(|customer| customer.orders > 0);
    let mut report = messages.send_bulk(Rows::named(loyal), &options)?;
    if let Some(error) = report.error() {
        println!("it ended early: {error}");
    }
    let mut counts = BTreeMap::new();
    for row in report.rows()? {
        let row = row?;
        *counts.entry(row.outcome).or_default() += 1;
        if !row.rule.is_empty() {
            println!("row {}: {} ({})", row.index, row.reason, row.rule);
        }
    }
    Ok(counts)
}

/// Birthday wishes, built by hand: a customer without a birthday is a row of the report all the same.
fn birthdays(client: &Client, customers: &[Customer]) -> Result<u64, Error> {
    let rows = customers.iter().map(|customer| match &customer.birthday {
        Some(_) => Row::from(Sms::new(&customer.to, SENDER, format!("Happy birthday, {}!", customer.name))),
        None => Row::Broken(Problem::new("birthday", "required", "is not known")),
    });
    let report = client.messages().send_bulk(Rows::new(rows), &BulkOptions::default())?;
    Ok(report.accepted())
}

/// Parcels, by the channel that works, with a link of its own for each.
fn parcels(client: &Client) -> Result<(), Error> {
    let template = Template::new("Hi {name}, track it: {link:short_url}", SENDER);
    let rows: Vec<_> = [("+380671234567", "Oksana", 1), ("+380501234567", "Taras", 2)]
        .into_iter()
        .map(|(to, name, parcel)| {
            let link = format!("https://shop.example.org/parcels/{parcel}");
            TemplateRow::new(to).value("name", name).value("link", link)
        })
        .collect();
    client.cascade().send_template(&template, &rows)?.raise_for_outcome()?;
    let one = CascadeMessage::new("+380671234567", SENDER, "transaction")
        .text("Your parcel is on its way")
        .viber(ViberBot::new().text("On its way! Track it in the bot."));
    client.cascade().send(one, false)?.raise_for_outcome()
}

/// Reads a webhook as the shop's server gets it; the name of what it was.
fn receive(body: &[u8]) -> Result<&'static str, Error> {
    Ok(match webhooks::parse(body)? {
        Webhook::Delivery(report) if report.is_delivered() => "delivered",
        Webhook::Delivery(report) if report.is_final() => "lost",
        Webhook::Delivery(_) => "under way",
        Webhook::Incoming(message) => match message.text() {
            Some("STOP") => "stop",
            _ => "answer",
        },
        _ => "something new",
    })
}

/// Chats that nobody has answered.
fn waiting_chats(client: &Client) -> Result<usize, Error> {
    let chathub = client.chathub();
    chathub.login("test-desk", "test-password")?;
    let mut waiting = 0;
    for chat in chathub.chats(ChatFilter::new().per_page(50)) {
        let Some(id) = chat?.id() else { continue };
        if chathub.chat_messages(id)?.last().is_some_and(|message| message.text().is_some()) {
            waiting += 1;
        }
    }
    Ok(waiting)
}

/// The price of a text in parts, before anybody pays for it.
fn parts(text: &str) -> String {
    let count = segments(text);
    let letters = match count.encoding {
        Encoding::Gsm7 => "plain letters",
        _ => "letters beyond the plain ones",
    };
    format!("{} of {} units, {letters}", count.parts, count.per_part)
}

fn orders() -> Result<Vec<Order>, Error> {
    let phones = ["+380671234567", "067 123-45-68", "+380990000101", "+380990000503"];
    let order = |(number, phone): (u64, &str)| {
        let phone = Phone::parse_in(phone, "380")?;
        Ok(Order { number, phone, total: format!("{}.00 UAH", number * 100) })
    };
    (5512..).zip(phones).map(order).collect()
}

fn main() -> Result<(), Box<dyn StdError>> {
    let sandbox = Sandbox::start(Options { rate_limit: false, ..Options::default() })?;
    let client = sandbox.client_builder().country("380").max_retries(0).timeout(Duration::from_secs(10)).build()?;

    println!("{}", parts("Order 5512 is ready"));
    println!("{}", parts("Замовлення готове"));

    for order in orders()? {
        println!("order {}: {}", order.number, confirm(&client.messages(), &order)?);
    }
    match client.messages().send(Sms::new("+380671234567", SENDER, "")) {
        Err(error) => println!("{}: {}", error.kind(), error.problems().first().map_or("", Problem::message)),
        Ok(result) => println!("{result}"),
    }

    let result = client.messages().send(drafts()?)?;
    result.raise_for_outcome()?;
    let (timeout, interval) = (Duration::from_secs(30), Duration::from_secs(1));
    sandbox.advance(Duration::from_secs(10));
    for status in client.messages().wait_all(&result, timeout, interval)? {
        println!("{}: {}", status.message_id().unwrap_or("-"), status.delivery_status().unwrap_or("unknown"));
    }

    let number = sandbox.add_rule(Rule::new().to("38050*").status("undeliverable"))?;
    let customer = |to: &str, name: &str, orders, birthday: Option<&str>| Customer {
        to: to.to_owned(),
        name: name.to_owned(),
        orders,
        birthday: birthday.map(str::to_owned),
    };
    let customers = [
        customer("+380671234500", "Oksana", 3, Some("1990-05-04")),
        customer("+380501234501", "Taras", 1, None),
        customer("12", "Nobody", 7, Some("1990-05-04")),
        customer("+380631234502", "Olena", 0, Some("1985-01-31")),
    ];
    let folder = tempfile::tempdir()?;
    let journal = folder.path().join("spring.journal");
    let stop = Arc::new(AtomicBool::new(false));
    for (outcome, rows) in campaign(&client, &customers, &journal, &stop)? {
        println!("{rows} {outcome}");
    }
    // The same campaign again sends nobody a second message.
    let before = sandbox.find(&Filter::new().text("thank you")).len();
    drop(campaign(&client, &customers, &journal, &stop)?);
    assert_eq!(sandbox.find(&Filter::new().text("thank you")).len(), before);
    assert!(sandbox.remove_rule(number));

    println!("{} birthday wishes", birthdays(&client, &customers)?);
    parcels(&client)?;
    println!("a webhook: {}", receive(br#"{"messageId": "m-1", "deliverystatus": "delivered"}"#)?);
    println!("{} chats wait", waiting_chats(&client)?);

    // A canceled call reports its outcome.
    stop.store(true, Ordering::Relaxed);
    let asked = Arc::clone(&stop);
    let messages = client.messages().interrupt(move || asked.load(Ordering::Relaxed));
    match messages.send(Sms::new("+380671234567", SENDER, "Too late")) {
        Err(error) if error.kind() == ErrorKind::Cancelled => println!("cancelled: {}", error.outcome()),
        other => println!("{other:?}"),
    }
    Ok(())
}
