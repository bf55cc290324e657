//! The Messagio-compatible API: form in, XML out, HTTP 200 even for errors (`docs/provider/messagio.md`).

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use quick_xml::Writer;
use quick_xml::events::BytesText;
use serde_json::json;
use serde_json::value::to_raw_value;

use crate::app::App;
use crate::app::state::State;
use crate::filled::filled;
use crate::inbox::message::{Api, Message};
use crate::provider::common::body::is_form;
use crate::provider::common::check::values::{is_url, phone_digits};
use crate::provider::common::credentials::{Account, SUSPENDED, is_known_login, refuse_suspended};
use crate::provider::common::refusal::Refusal;
use crate::provider::common::refusal::Refused;
use crate::simulate::magic::Fate;
use crate::simulate::rules::MessageFacts;

type Form = BTreeMap<String, String>;

/// Error codes. The numbers are invented, because the provider does not publish its list.
#[derive(Debug, Clone, Copy)]
enum Code {
    Auth = 1,
    Missing = 2,
    Phone = 3,
    Value = 4,
    Suspended = 5,
    Recipient = 6,
}

type Problem = (Code, String);

/// The operation of this API.
pub(crate) fn routes() -> Router<App> {
    Router::new().route("/api/SendMessage", post(send))
}

/// The account that a form names, known or not.
pub(crate) fn account(body: &[u8]) -> Account {
    Account::Login(form(body).remove("user").unwrap_or_default())
}

fn form(body: &[u8]) -> Form {
    form_urlencoded::parse(body).map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

async fn send(app: App, headers: HeaderMap, body: Bytes) -> Response {
    let form = form(&body);
    let taken = check(&headers, &form).and_then(|(kind, digits)| match fate(&app, &form, &digits) {
        Fate::Refused { reason, .. } => Err((Code::Recipient, reason.to_owned())),
        Fate::Http(StatusCode::UNAUTHORIZED) => Err((Code::Auth, "unknown login".to_owned())),
        Fate::Http(StatusCode::FORBIDDEN) => Err((Code::Suspended, SUSPENDED.to_owned())),
        Fate::Http(StatusCode::UNPROCESSABLE_ENTITY) => Err((Code::Phone, "phone is invalid".to_owned())),
        fate => Ok((kind, digits, fate)),
    });
    match taken {
        Ok((_, _, Fate::Http(status))) => Refusal::of_status(status).into_response(),
        Ok((kind, digits, fate)) => {
            let id = take(&mut app.state(), &form, kind, &digits, fate);
            app.changed();
            xml(0, "OK", Some((&digits, &id)))
        }
        Err((code, message)) => {
            let mut response = xml(code as u8, &message, None);
            response.extensions_mut().insert(Refused);
            response
        }
    }
}

fn field<'f>(form: &'f Form, key: &str) -> &'f str {
    form.get(key).map(String::as_str).unwrap_or_default()
}

fn fate(app: &App, form: &Form, digits: &str) -> Fate {
    app.state().rules.fate(&MessageFacts::new(digits, field(form, "from"), field(form, "txt")))
}

/// Returns the sending method and the digits of the phone, or the first problem.
fn check(headers: &HeaderMap, form: &Form) -> Result<(&'static str, String), Problem> {
    if !is_form(headers) {
        return Err((Code::Value, "send Content-Type: application/x-www-form-urlencoded".to_owned()));
    }
    let filled = |key: &str| Some(field(form, key)).filter(|value| !value.is_empty());
    let required = |key: &str| filled(key).ok_or_else(|| (Code::Missing, format!("{key} is required")));
    let (user, sign) = (required("user")?, required("sign")?);
    if !is_known_login(user, sign) {
        return Err((
            Code::Auth,
            "unknown user or sign; the sandbox accepts those that start with test and test-".to_owned(),
        ));
    }
    refuse_suspended(sign).map_err(|_| (Code::Suspended, SUSPENDED.to_owned()))?;
    required("from")?;
    let method = required("sending_method")?;
    let kind = ["viber", "viber_otp"].into_iter().find(|kind| *kind == method);
    let kind = kind.ok_or_else(|| (Code::Value, "sending_method must be viber or viber_otp".to_owned()))?;
    let digits = phone_digits(required("phone")?);
    let digits = digits.ok_or_else(|| (Code::Phone, "phone must be a number in international form".to_owned()))?;
    for key in ["button_link", "image_link"] {
        if filled(key).is_some_and(|url| !is_url(url)) {
            return Err((Code::Value, format!("{key} must be a URL")));
        }
    }
    if filled("txt").is_none() && filled("image_link").is_none() {
        return Err((Code::Missing, "txt is required without image_link".to_owned()));
    }
    match (filled("button_text"), filled("button_link")) {
        (Some(_), None) => Err((Code::Missing, "button_link is required with button_text".to_owned())),
        (None, Some(_)) => Err((Code::Missing, "button_text is required with button_link".to_owned())),
        _ => Ok((kind, digits)),
    }
}

/// Stores the message and returns its id.
fn take(state: &mut State, form: &Form, kind: &'static str, digits: &str, fate: Fate) -> String {
    let shown: BTreeMap<_, _> = filled(form.iter().filter(|(name, _)| *name != "sign"));
    let request = to_raw_value(&shown).unwrap_or_default();
    let message = state.inbox.new_message(Api::Messagio, kind, request.into(), state.clock.now());
    let id = state.inbox.id(Api::Messagio, message.seq);
    let list_id = state.inbox.new_list();
    state.push(Message {
        list_id,
        channel: "viber",
        from: field(form, "from").into(),
        to: field(form, "phone").into(),
        digits: digits.into(),
        text: field(form, "txt").into(),
        fate,
        row: to_raw_value(&json!({"phone": digits, "msg_id": id})).ok(),
        ..message
    });
    id
}

fn xml(code: u8, message: &str, id: Option<(&str, &str)>) -> Response {
    let mut writer = Writer::new(Vec::new());
    let written = writer.create_element("response").write_inner_content(|writer| {
        writer.create_element("code").write_text_content(BytesText::new(&code.to_string()))?;
        writer.create_element("tech_message").write_text_content(BytesText::new(message))?;
        if let Some((phone, id)) = id {
            let element = writer.create_element("msg_id").with_attribute(("phone", phone));
            element.write_text_content(BytesText::new(id))?;
        }
        Ok(())
    });
    match written {
        Ok(_) => ([(CONTENT_TYPE, "application/xml; charset=utf-8")], writer.into_inner()).into_response(),
        Err(_) => Refusal::of_status(StatusCode::INTERNAL_SERVER_ERROR).into_response(),
    }
}
