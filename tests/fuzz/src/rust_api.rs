//! The public Rust API with any input: a value or an error comes back, and nothing panics.

use std::collections::BTreeMap;
use std::time::Duration;

use smsbat_core::bulk::{BULK_OPTIONS, BulkOptions, Problem, Row, Rows};
use smsbat_core::testing::MockTransport;
use smsbat_core::{
    CallOptions, CascadeMessage, ChatFilter, Client, Error, ErrorKind, Fallback, FlashCall, Json, Message, Outcome,
    Phone, Rcs, SETTINGS, Secret, Sms, Template, TemplateRow, TurboSms, TurboSmsMessage, Variable, ViberOtp,
    ViberPromo, ViberSurvey, flash_call_matches, preview, segments, visitor_widget_html, webhooks,
};

use crate::Input;

struct Values<'a>(Input<'a>);

impl Values<'_> {
    fn text(&mut self) -> String {
        match self.0.byte() % 8 {
            0 => "+380671234567".to_owned(),
            1 => "MyShop".to_owned(),
            2 => String::new(),
            3 => "\u{1F600}{name}é".repeat(usize::from(self.0.byte()) * 8),
            _ => String::from_utf8_lossy(self.0.part()).into_owned(),
        }
    }

    fn number(&mut self) -> i64 {
        let odd = [i64::MIN, i64::MAX, -1, 0, 1, 1 << 53];
        match self.0.byte() {
            small @ 0..=99 => small.into(),
            other => odd[usize::from(other) % odd.len()],
        }
    }

    fn count(&mut self) -> u32 {
        self.0.pick(&[0, 1, 2, 60, 5_000, u32::MAX - 1, u32::MAX])
    }

    fn time(&mut self) -> Duration {
        let nanosecond = Duration::from_nanos(1);
        self.0.pick(&[Duration::ZERO, nanosecond, Duration::from_secs(1), Duration::from_secs(86_400), Duration::MAX])
    }

    fn message(&mut self) -> Message {
        let (to, sender, text) = (self.text(), self.text(), self.text());
        match self.0.byte() % 9 {
            0 => Sms::new(to, sender, text).ttl(self.time()).into(),
            1 => ViberPromo::new(to, sender).text(text).image(self.text()).ttl(self.number()).into(),
            2 => ViberSurvey::new(to, sender, text, [self.text(), self.text()]).into(),
            3 => ViberOtp::new(to, sender, text, self.text(), [(self.text(), self.text())]).into(),
            4 => Rcs::new(to, sender, text).fallback(Fallback::new(self.text())).into(),
            5 => FlashCall::new(to, sender, text).customer_message_id(self.text()).into(),
            6 => Json::object(text).map_or_else(|_| Sms::new(to, sender, "x").into(), Into::into),
            7 => CascadeMessage::new(to, sender, text).text(self.text()).into(),
            _ => TurboSmsMessage::new([to, text]).sender(sender).sms(TurboSms::new()).text(self.text()).into(),
        }
    }
}

fn look(error: &Error) {
    let known = error.kind() == ErrorKind::Internal || !error.to_string().is_empty();
    assert!(known && error.kind() != ErrorKind::Internal, "{error:?}");
    let _ = (error.outcome(), error.retryable(), format!("{error:?}"));
}

pub fn run(data: &[u8]) {
    let mut values = Values(Input(data));
    let transport = MockTransport::new();
    for _ in 0..3 {
        transport.reply(200, values.text());
    }
    let mut builder = Client::builder().ignore_environment().api_key("fuzz-key").transport(&transport);
    builder = builder.timeout(Duration::from_millis(200)).max_retries(0);
    let set = &SETTINGS[usize::from(values.0.byte()) % SETTINGS.len()];
    // A file or a host that an input names is none of the fuzzer's.
    if !matches!(set.name, "profile" | "ca_bundle" | "proxy" | "base_url" | "chathub_url") {
        match builder.set(set.name, values.text()) {
            Ok(built) => builder = built,
            Err(error) => return look(&error),
        }
    }
    let client = match builder.build() {
        Ok(client) => client,
        Err(error) => return look(&error),
    };
    while !values.0.is_empty() {
        if let Err(error) = step(&client, &mut values) {
            look(&error);
        }
    }
}

fn step(client: &Client, values: &mut Values<'_>) -> Result<(), Error> {
    let messages = client.messages();
    match values.0.byte() % 16 {
        0 => drop(messages.send([values.message(), values.message()])?.raise_for_outcome()),
        1 => {
            let options = CallOptions::new().timeout(values.time()).max_retries(0).resend_unknown(true);
            let result = messages.options(options).send(values.message())?;
            let _ = (result.iter().count(), result.to_string(), format!("{result:?}"));
            result.iter().for_each(|row| drop((row.outcome(), row.parts(), row.to_string())));
        }
        2 => drop(messages.status(values.text())?),
        // Every status that can be had is had within the time of the client, or the interval is refused.
        3 => {
            drop(messages.timeout(Duration::from_millis(1)).wait(values.text(), Duration::from_nanos(1), values.time()))
        }
        4 => drop(client.cascade().send([values.message()], values.number() % 2 == 0)?),
        5 => {
            let template = Template::new(values.text(), values.text()).ttl(values.count());
            let template = template.variable_ids(values.count(), values.count());
            let rows = [TemplateRow::new(values.text()).value(values.text(), values.number())];
            drop(client.cascade().send_template(&template, &rows)?);
        }
        6 => drop(client.cascade().upload_variables([Variable::new(values.number(), values.text())])?),
        7 => {
            let filter = ChatFilter::new().page(values.count()).per_page(values.count()).phone(values.text());
            let filter = filter.status(values.number()).date(values.text(), values.text());
            client.chathub().chats(filter).take(2).for_each(drop);
        }
        8 => drop(client.turbosms().send(values.message())?),
        9 => drop(client.turbosms().send_multi([(values.text(), values.message())])?),
        10 => drop(client.turbosms().status([values.text(), values.text()])?),
        11 => campaign(client, values)?,
        12 => {
            let (text, other) = (values.text(), values.text());
            let _ = (segments(&text), flash_call_matches(&text, &other), text.parse::<Phone>());
            let _ = (text.parse::<Outcome>(), text.parse::<ErrorKind>(), Phone::parse_in(&text, &other));
            let _ = (Phone::masked_in(&text), visitor_widget_html(&text));
            let _ = webhooks::parse(text.as_bytes()).map(|event| format!("{event:?}"));
            let _ = webhooks::verify_turbosms(text.as_bytes(), &other);
        }
        13 => {
            let message = values.message();
            let _ = (preview::html(&message), preview::text(&message), format!("{message:?}"));
        }
        14 => {
            let text = values.text();
            let read = serde_json::from_str::<Message>(&text);
            if let Ok(message) = read {
                let again = serde_json::to_string(&message).expect("what was read is written");
                assert_eq!(serde_json::from_str::<Message>(&again).expect("and read again"), message);
            }
            let message = values.message();
            drop(serde_json::to_string(&message));
        }
        _ => drop(client.chathub().login(Secret::new(values.text()), values.text())?),
    }
    Ok(())
}

fn campaign(client: &Client, values: &mut Values<'_>) -> Result<(), Error> {
    let mut options = BulkOptions::default();
    let option = &BULK_OPTIONS[usize::from(values.0.byte()) % BULK_OPTIONS.len()];
    if option.name != "journal" {
        options.set(option.name, &values.text())?;
    }
    options.sender = Some(values.text());
    options.connections = 1;
    let report = if values.0.byte().is_multiple_of(2) {
        let row = BTreeMap::from([("to".to_owned(), values.text()), (values.text(), values.text())]);
        client.messages().send_bulk(Rows::named([row]), &options)?
    } else {
        let broken = Row::Broken(Problem::new(&values.text(), "fuzz", values.text()));
        client.messages().send_bulk(Rows::new([Row::from(values.message()), broken]), &options)?
    };
    assert_eq!(report.total(), report.accepted() + report.rejected() + report.not_sent() + report.unknown());
    Ok(())
}
