//! The Messagio-compatible API. Requests are forms, responses are XML, and refusals come with HTTP 200, too
//! (`docs/provider/messagio.md`).

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::config::Config;
use crate::engine::argument::Argument;
use crate::engine::description::{self, Arguments};
use crate::engine::reply::Answered;
use crate::engine::{Api, CallOptions, Effect, Endpoint, Engine, Method, Operation, RateClass, Request, options};
use crate::error::{Error, ErrorKind, Outcome, ProviderCode};
use crate::error_body::{self, Said};
use crate::http::Answer;
use crate::messages::batch::recipient_digits;
use crate::messages::validation::Findings;
use crate::model::{
    Id, MAX_VALUES, Model, Number, Object, PhoneDigits, Problems, Record, RowsOf, Text, Url, Value, Word, Wrap, model,
    reply, write_wire,
};
use crate::own_texts::OwnTexts;
use crate::phone::names;

model! {
    /// A Viber message for the Messagio-compatible API: text, text with a button, or an image.
    MessagioMessage {
        /// Recipient in international form.
        to required: PhoneDigits = "phone",
        /// Sender name registered for your account.
        sender required: Text = "from",
        /// Text; optional with an image.
        text: Text = "txt",
        /// Label of the button; requires `button_url`.
        button_text: Text = "button_text",
        /// URL that the button opens; requires `button_text`.
        button_url: Url = "button_link",
        /// URL of an image.
        image: Url = "image_link",
        /// Channel: `viber` or `viber_otp`. Default: `viber`.
        sending_method: Text = "sending_method" (default "viber"),
    }
    rules message
}

fn message(record: &Record, problems: &mut Problems<'_>) {
    let given = |name: &str| !record.get(name).is_null();
    if !given("text") && !given("image") {
        problems.refuse("txt", "content", "is required without an image");
    }
    if given("button_text") != given("button_url") {
        let missing = if given("button_text") { "button_link" } else { "button_text" };
        problems.refuse(missing, "required", "is required because a button needs a label and a URL");
    }
}

reply! {
    /// The provider's id for one recipient.
    MessagioSent {
        /// Recipient, digits only.
        phone: PhoneDigits = "phone",
        /// Id of the message.
        message_id: Id = "message_id",
    }
}

reply! {
    /// Result of a send through the Messagio-compatible API.
    #[must_use = "its outcome may be unknown"]
    MessagioResult {
        /// Native code; 0 means success.
        code: Number = "code",
        /// Text of the code, such as `OK`.
        tech_message: Word = "tech_message",
        /// Message id for each recipient.
        messages: RowsOf<MessagioSent> = "msg_id",
        /// Outcome: `accepted`, or `unknown` if the ids belong to other recipients.
        outcome: crate::model::ResultWord = "",
        /// The response body, as XML.
        xml: crate::model::AnyText = "",
    }
}

/// Operations of this API.
pub(crate) const OPERATIONS: &[description::Operation] = &[MessagioSend::DESCRIPTION];

/// The Messagio-compatible API of a client. Options set here apply to calls made through this value.
#[derive(Debug, Clone)]
#[must_use = "no request is made until one of its methods is called"]
pub struct Messagio<'c> {
    pub(crate) engine: &'c Engine,
    pub(crate) options: CallOptions,
}

options!(Messagio);

impl Messagio<'_> {
    /// Sends one Viber message.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Provider`] if the response's code is not 0, [`crate::ErrorKind::Response`] if the response is
    /// not XML. Otherwise the same as every call.
    ///
    /// ```no_run
    /// use smsbat_core::{Client, MessagioMessage};
    ///
    /// let client = Client::builder().messagio_user("shop").messagio_sign("…").build()?;
    /// let result = client.messagio().send(MessagioMessage::new("+380671234567", "MyShop").text("Hello"))?;
    /// println!("{}", result.outcome());
    /// # Ok::<(), smsbat_core::Error>(())
    /// ```
    pub fn send(&self, message: impl Into<MessagioMessage>) -> Result<MessagioResult, Error> {
        let message: MessagioMessage = message.into();
        MessagioSend { message: message.record().clone() }.call(self.engine, &self.options)
    }
}

/// Sends one Viber message: a text, a text with a button, or an image.
pub struct MessagioSend {
    /// A [`MessagioMessage`]. Its fields are the arguments of the operation.
    pub message: Record,
}

impl MessagioSend {
    const ENDPOINT: Endpoint = Endpoint {
        name: "messagio.send",
        method: Method::Post,
        path: "/api/SendMessage",
        api: Api::Messagio,
        rate: RateClass::Messaging,
        effect: Effect::Send,
    };

    #[expect(clippy::indexing_slicing, reason = "evaluated at compile time")]
    pub(crate) const DESCRIPTION: description::Operation = description::Operation {
        name: Self::ENDPOINT.name,
        type_name: "MessagioSend",
        doc: "Sends one Viber message: a text, a text with a button, or an image.\n",
        arguments: &Argument::of_fields::<{ MessagioMessage::FIELDS.len() }>(MessagioMessage::FIELDS),
        class: Some(<MessagioMessage as Model>::CLASSES[0]),
        reply: <MessagioResult as Answered>::REPLY,
        returns: "",
        errors: &[(ErrorKind::Provider, "The provider refused the message; `code` is the native code.")],
        endpoint: Some(&Self::ENDPOINT),
        run: |engine, given, options| {
            let mut message = Record::new(MessagioMessage::class());
            for argument in Self::DESCRIPTION.arguments {
                if let Some(text) = given.take::<Option<String>>(argument.name)? {
                    message.put(argument.name, Value::from(text));
                }
            }
            Self { message }.call(engine, options).map(Answered::into_json)
        },
    };
}

impl Arguments for MessagioSend {
    type Reply = MessagioResult;

    fn call(self, engine: &Engine, options: &CallOptions) -> Result<MessagioResult, Error> {
        engine.run(Send { message: Object::Typed(self.message) }, options)
    }
}

struct Send {
    message: Object,
}

impl Operation for Send {
    type Reply = MessagioResult;

    fn endpoint(&self) -> &Endpoint {
        &MessagioSend::ENDPOINT
    }

    fn request(&mut self, config: &Config) -> Result<Request, Error> {
        let mut findings = Findings::default();
        findings.add(&self.message, String::new, &[MessagioMessage::CLASSES], &config.rules);
        findings.finish()?;
        let (user, sign) = config.messagio()?;
        // Allocate for the whole form: growing would leave a copy of the signature in the old buffer.
        let mut form = form_urlencoded::Serializer::new(String::with_capacity(8192));
        form.append_pair("user", user).append_pair("sign", sign.expose());
        // All fields are flat text, so the output of the JSON writer can be split into form fields.
        let mut wire = Vec::new();
        write_wire(&self.message, None, &config.rules, &mut wire);
        let fields: std::collections::BTreeMap<String, String> =
            serde_json::from_slice(&wire).map_err(|e| Error::internal(format!("a form field is not text: {e}")))?;
        for (name, value) in &fields {
            form.append_pair(name, value);
        }
        Ok(Request::to(MessagioSend::ENDPOINT.path).form(form.finish().into_bytes()).secret(sign))
    }

    fn read(&mut self, answer: &Answer, config: &Config) -> Result<MessagioResult, Error> {
        let read = read(answer.text()).map_err(|why| error_body::unreadable(answer, why))?;
        if read.code != Some(0) {
            let own = self.message.record().and_then(|message| message.get("text").as_str()).unwrap_or_default();
            let message = read.text.map(|text| OwnTexts::one(own).hide(&error_body::shown(answer, &text)).into_owned());
            let said = Said { code: read.code.map(ProviderCode::Number), message, ..Said::default() };
            return Err(error_body::from_refusal(answer, said, Outcome::Rejected));
        }
        let mut reply = Record::new(MessagioResult::class());
        reply.put("code", Value::Int(0));
        reply.put("tech_message", read.text.map_or(Value::Null, Value::from));
        let to = self.message.record().and_then(|message| message.get("to").as_str()).unwrap_or_default();
        let to = recipient_digits(Cow::Borrowed(to), &config.rules);
        let outcome = outcome_for(&read.sent, to.as_deref().unwrap_or_default());
        reply.put("messages", Value::Parts(read.sent.into()));
        reply.put("outcome", Value::Outcome(outcome));
        reply.put("xml", Value::from(answer.text()));
        Ok(MessagioResult::of(reply))
    }
}

/// Returns the outcome for a recipient if the code means success. If the ids belong only to others, it is unknown.
fn outcome_for(sent: &[Object], to: &str) -> Outcome {
    let named = |sent: &Object| names(sent.record()?.get("phone").as_str()?, to);
    let all: Vec<bool> = sent.iter().filter_map(named).collect();
    if all.is_empty() || all.contains(&true) { Outcome::Accepted } else { Outcome::Unknown }
}

#[derive(Debug, Default)]
struct Read {
    code: Option<i64>,
    text: Option<String>,
    sent: Vec<Object>,
}

/// Reads `response/code`, `response/tech_message` and every `response/msg_id`.
fn read(xml: &str) -> Result<Read, String> {
    let mut reader = Reader::from_str(xml);
    let mut read = Read::default();
    let mut path: Vec<String> = Vec::new();
    let mut phone = None;
    let mut text = String::new();
    let wrong = |e: &dyn std::fmt::Display| format!("it is not XML: {e}");
    loop {
        match reader.read_event().map_err(|e| wrong(&e))? {
            Event::Start(start) => {
                path.push(String::from_utf8_lossy(start.local_name().as_ref()).into_owned());
                phone = start
                    .try_get_attribute("phone")
                    .map_err(|e| wrong(&e))?
                    .map(|a| String::from_utf8_lossy(&a.value).into_owned());
                text.clear();
            }
            Event::Text(piece) => text.push_str(&piece.decode().map_err(|e| wrong(&e))?),
            Event::GeneralRef(name) => {
                let name = name.decode().map_err(|e| wrong(&e))?;
                let entity = quick_xml::escape::unescape(&format!("&{name};")).map_err(|e| wrong(&e))?.into_owned();
                text.push_str(&entity);
            }
            Event::CData(piece) => text.push_str(&String::from_utf8_lossy(&piece)),
            Event::End(_) => {
                let place: Vec<&str> = path.iter().map(String::as_str).collect();
                match place.as_slice() {
                    ["response", "code"] => {
                        let code = text.trim().parse().ok();
                        if read.code.is_some_and(|before| code != Some(before)) {
                            return Err("it has two codes".to_owned());
                        }
                        read.code = code;
                    }
                    ["response", "tech_message"] => read.text = Some(text.trim().to_owned()),
                    ["response", "msg_id"] if read.sent.len() == MAX_VALUES => {
                        return Err(format!("it has more than {MAX_VALUES} rows"));
                    }
                    ["response", "msg_id"] => {
                        let mut sent = Record::new(MessagioSent::class());
                        sent.put("phone", phone.take().map_or(Value::Null, Value::from));
                        let id = Some(text.trim()).filter(|id| !id.is_empty());
                        sent.put("message_id", id.map_or(Value::Null, Value::from));
                        read.sent.push(sent.into());
                    }
                    _ => {}
                }
                path.pop();
                text.clear();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if read.code.is_none() {
        return Err("it has no element response/code".to_owned());
    }
    Ok(read)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read() {
        let good = "<?xml version=\"1.0\"?>\n<response>\n <code>0</code><tech_message>O&amp;K</tech_message>\
                    <msg_id phone=\"380670000777\">g-1</msg_id><msg_id phone=\"380670000778\">g-2</msg_id></response>";
        let read_good = read(good).unwrap();
        assert_eq!((read_good.code, read_good.text.as_deref(), read_good.sent.len()), (Some(0), Some("O&K"), 2));
        assert_eq!(read_good.sent[0].record().unwrap().get("phone").as_str(), Some("380670000777"));
        assert_eq!(read("<response><code>7</code><tech_message>no</tech_message></response>").unwrap().code, Some(7));
        for bad in ["", "OK", "{}", "<html><body>x</body></html>", "<response><code>0</response>"] {
            assert!(read(bad).is_err(), "{bad}");
        }
        // One of two codes may be that of a refusal.
        for [one, other] in [["0", "7"], ["7", "0"], ["0", "x"]] {
            assert!(read(&format!("<response><code>{one}</code><code>{other}</code></response>")).is_err(), "{one}");
        }
        assert_eq!(read("<response><code>0</code><code> 0 </code></response>").unwrap().code, Some(0));
        let blank = read("<response><code>0</code><msg_id phone=\"380670000777\"> </msg_id></response>").unwrap();
        assert!(blank.sent[0].record().unwrap().get("message_id").is_null());
    }
}
