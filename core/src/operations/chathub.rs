//! `chathub.*` with JSON arguments.

use base64::Engine;
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use super::{arguments, objects, views};
use crate::binding::view;
use crate::chathub::{ChatFilter, ChatMedia};
use crate::client::Client;
use crate::engine::CallOptions;
use crate::error::Error;

/// A status as its name or its number.
#[derive(Deserialize)]
#[serde(untagged)]
enum Status {
    Name(String),
    Number(i64),
}

impl Status {
    fn text(self) -> String {
        match self {
            Self::Name(name) => name,
            Self::Number(number) => number.to_string(),
        }
    }
}

#[derive(Deserialize)]
struct IdAndStatus {
    id: i64,
    status: Status,
}

#[derive(Deserialize)]
struct Id {
    id: i64,
}

pub(super) fn login(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Arguments {
        login: String,
        password: String,
    }
    let given: Arguments = arguments(request)?;
    let password = zeroize::Zeroizing::new(given.password);
    let token = client.chathub().options(options).login(&given.login, &password)?;
    Ok(json!({"token": token.expose()}).to_string())
}

pub(super) fn organizations(client: &Client, _: &str, options: CallOptions) -> Result<String, Error> {
    let list = client.chathub().options(options).organizations()?;
    Ok(views(list.iter().map(|o| o.record())))
}

pub(super) fn operators(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Arguments {
        organization_id: i64,
    }
    let given: Arguments = arguments(request)?;
    let list = client.chathub().options(options).operators(given.organization_id)?;
    Ok(views(list.iter().map(|o| o.record())))
}

pub(super) fn add_operators(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Arguments<'a> {
        #[serde(borrow)]
        operators: &'a RawValue,
    }
    let operators = objects("operators", arguments::<Arguments<'_>>(request)?.operators)?;
    let list = client.chathub().options(options).add_operators(&operators)?;
    Ok(views(list.iter().map(|o| o.record())))
}

pub(super) fn set_operator_status(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    let given: IdAndStatus = arguments(request)?;
    client.chathub().options(options).set_operator_status(given.id, &given.status.text())?;
    Ok("{}".to_owned())
}

pub(super) fn operator_token(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Arguments {
        id: i64,
        expires_at: Option<String>,
    }
    let given: Arguments = arguments(request)?;
    let token = client.chathub().options(options).operator_token(given.id, given.expires_at.as_deref())?;
    Ok(json!({"token": token.expose()}).to_string())
}

pub(super) fn validate_token(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Arguments {
        token: String,
    }
    let given: Arguments = arguments(request)?;
    client.chathub().options(options).validate_token(&given.token).map(|i| view(i.record()))
}

pub(super) const FILTERS: &[&str] = &[
    "search",
    "source",
    "date",
    "tg_user_id",
    "phone",
    "status",
    "organization_id",
    "operator_id",
    "page",
    "per_page",
];

pub(super) fn chats(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Arguments {
        search: Option<String>,
        source: Option<i64>,
        date: Option<(String, String)>,
        tg_user_id: Option<i64>,
        phone: Option<String>,
        status: Option<i64>,
        organization_id: Option<i64>,
        operator_id: Option<i64>,
        page: Option<u32>,
        per_page: Option<u32>,
    }
    let given: Arguments = arguments(request)?;
    let filter = ChatFilter {
        search: given.search,
        source: given.source,
        date: given.date,
        tg_user_id: given.tg_user_id,
        phone: given.phone,
        status: given.status,
        organization_id: given.organization_id,
        operator_id: given.operator_id,
        page: given.page,
        per_page: given.per_page,
    };
    let list: Vec<_> = client.chathub().options(options).chats(filter).collect::<Result<_, _>>()?;
    Ok(views(list.iter().map(|c| c.record())))
}

pub(super) fn set_chat_status(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    let given: IdAndStatus = arguments(request)?;
    client.chathub().options(options).set_chat_status(given.id, &given.status.text())?;
    Ok("{}".to_owned())
}

pub(super) fn delete_chat(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    let given: Id = arguments(request)?;
    client.chathub().options(options).delete_chat(given.id)?;
    Ok("{}".to_owned())
}

pub(super) fn chat_messages(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    let given: Id = arguments(request)?;
    let list = client.chathub().options(options).chat_messages(given.id)?;
    Ok(views(list.iter().map(|m| m.record())))
}

pub(super) fn send_chat_message(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Media {
        name: String,
        format: Option<String>,
        data_base64: String,
        kind: Option<i64>,
    }
    #[derive(Deserialize)]
    struct Arguments {
        id: i64,
        text: Option<String>,
        media: Option<Media>,
    }
    let given: Arguments = arguments(request)?;
    let media = given.media.map(|m| {
        let data = base64::engine::general_purpose::STANDARD
            .decode(&m.data_base64)
            .map_err(|_| Error::invalid("media.data_base64", "base64", "is not base64"))?;
        let mut media = ChatMedia::new(m.name, data);
        media.format = m.format.unwrap_or(media.format);
        media.kind = m.kind.unwrap_or(media.kind);
        Ok::<_, Error>(media)
    });
    let media = media.transpose()?;
    let sent = client.chathub().options(options).send_chat_message(given.id, given.text.as_deref(), media.as_ref())?;
    Ok(view(sent.record()))
}

pub(super) fn widget_html(_: &Client, request: &str, _: CallOptions) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Arguments {
        token: String,
    }
    let given: Arguments = arguments(request)?;
    Ok(json!({"html": crate::chathub::widget_html(&given.token)}).to_string())
}

pub(super) fn visitor_widget_html(_: &Client, request: &str, _: CallOptions) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Arguments {
        guid: String,
    }
    let given: Arguments = arguments(request)?;
    Ok(json!({"html": crate::chathub::visitor_widget_html(&given.guid)}).to_string())
}
