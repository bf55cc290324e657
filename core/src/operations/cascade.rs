//! `cascade.*` with JSON arguments.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{arguments, objects};
use crate::binding::view;
use crate::cascade::{Template, TemplateRow};
use crate::client::Client;
use crate::engine::CallOptions;
use crate::error::Error;

pub(super) fn send(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Arguments<'a> {
        #[serde(borrow)]
        messages: &'a RawValue,
        #[serde(default)]
        telegram_viber_first: bool,
    }
    let given: Arguments<'_> = arguments(request)?;
    let messages = objects("messages", given.messages)?;
    client.cascade().options(options).send(&messages, given.telegram_viber_first).map(|r| view(r.record()))
}

pub(super) fn upload_variables(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Arguments<'a> {
        #[serde(borrow)]
        variables: &'a RawValue,
    }
    let variables = objects("variables", arguments::<Arguments<'_>>(request)?.variables)?;
    client.cascade().options(options).upload_variables(&variables).map(|r| view(r.record()))
}

pub(super) const TEMPLATE_ARGUMENTS: &[&str] =
    &["template", "rows", "sender", "message_type", "ttl", "scheduled", "telegram_viber_first", "variable_ids"];

pub(super) fn send_template(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Arguments {
        template: String,
        rows: Vec<BTreeMap<String, serde_json::Value>>,
        sender: String,
        message_type: Option<String>,
        ttl: Option<u32>,
        scheduled: Option<String>,
        #[serde(default)]
        telegram_viber_first: bool,
        variable_ids: Option<(u32, u32)>,
    }
    let given: Arguments = arguments(request)?;
    let mut template = Template::new(given.template, given.sender);
    template.message_type = given.message_type.unwrap_or(template.message_type);
    template.ttl = given.ttl;
    template.scheduled = given.scheduled;
    template.telegram_viber_first = given.telegram_viber_first;
    template.variable_ids = given.variable_ids;
    let rows: Result<Vec<_>, _> = given.rows.into_iter().enumerate().map(|(i, row)| to_row(i, row)).collect();
    client.cascade().options(options).send_template(&template, &rows?).map(|r| view(r.record()))
}

/// `to` and `id` are the row's own; everything else is a value for the text.
fn to_row(i: usize, row: BTreeMap<String, serde_json::Value>) -> Result<TemplateRow, Error> {
    let mut result = TemplateRow::default();
    for (name, value) in row {
        let value = match value {
            serde_json::Value::String(text) => text,
            serde_json::Value::Number(number) => number.to_string(),
            serde_json::Value::Null => continue,
            _ => return Err(Error::invalid(&format!("rows[{i}].{name}"), "type", "must be text or a number")),
        };
        match name.as_str() {
            "to" => result.to = value,
            "id" => result.id = Some(value),
            _ => result.values.push((name, value)),
        }
    }
    Ok(result)
}
