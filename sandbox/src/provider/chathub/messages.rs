//! The messages of a chat: read and send (`docs/provider/chathub-api.md` §3, D56, D57).

use axum::Json;
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::chats::no_such_chat;
use super::company::{ChatMessage, Media};
use crate::app::App;
use crate::filled::filled;
use crate::provider::common::body::{JsonBody, PathText};
use crate::provider::common::check::problems::{Path as Place, ProblemKind, Problems};
use crate::provider::common::check::{Fields, Node};
use crate::provider::common::refusal::Refusal;
use crate::provider::common::settings::MessagesPath;

/// `/api/chat/{chatId}/messages`, the path on the product site.
pub(super) async fn list(app: App, PathText(id): PathText) -> Result<Json<Vec<ChatMessage>>, Refusal> {
    history(&app, &id, MessagesPath::Second)
}

/// `/api/chat/chats/{id}/messages`, inferred from a truncated page.
pub(super) async fn list_other(app: App, PathText(id): PathText) -> Result<Json<Vec<ChatMessage>>, Refusal> {
    history(&app, &id, MessagesPath::First)
}

/// Returns the whole history, oldest first, or 404 if the settings allow only the other path.
fn history(app: &App, id: &str, other: MessagesPath) -> Result<Json<Vec<ChatMessage>>, Refusal> {
    let state = app.state();
    if state.settings.chat_messages_path == other {
        return Err(Refusal::of_status(StatusCode::NOT_FOUND));
    }
    let chat = id.parse().ok().and_then(|id| state.company.chats.get(&id)).ok_or_else(no_such_chat)?;
    Ok(Json(chat.messages.iter().cloned().collect()))
}

pub(super) async fn send(app: App, PathText(id): PathText, JsonBody(body): JsonBody) -> Result<Json<Value>, Refusal> {
    let problems = Problems::default();
    let body = Node::new(&body, Place::Root, &problems);
    let fields = body.open_object(&["textMessage", "author", "media"]);
    let (message, author, media) = problems.done_with(fields.as_ref().map(content))?;
    let id = id.parse().map_err(|_| no_such_chat())?;
    {
        let mut state = app.state();
        let now = state.clock.now();
        let company = &mut state.company;
        company.answer(id, author, message, media, now).ok_or_else(no_such_chat)?;
    }
    app.changed();
    // The fields of the response are not documented.
    Ok(Json(json!({})))
}

/// The file of a call of the hub, whose names are in capitals.
pub(super) fn hub_media(value: &Value) -> Option<Media> {
    let names = [("Name", "name"), ("Format", "format"), ("DataBase64", "dataBase64"), ("Type", "type")];
    let lower: Map<String, Value> = filled(value.as_object().into_iter().flatten().map(|(key, value)| {
        let name = names.iter().find(|(hub, _)| hub == key).map_or(key.as_str(), |(_, name)| name);
        (name.to_owned(), value.clone())
    }));
    let (lower, problems) = (Value::Object(lower), Problems::default());
    let media = media(&Node::new(&lower, Place::Root, &problems));
    media.filter(|_| problems.done().is_ok())
}

fn content(fields: &Fields<'_, '_>) -> (String, i64, Option<Media>) {
    let message = fields.string("textMessage");
    let author = fields.integer("author");
    let media = fields.get("media").as_ref().and_then(media);
    if message.is_none_or(str::is_empty) && !fields.has("media") {
        fields.problem("textMessage", ProblemKind::Missing, "field textMessage (or media) is required");
    }
    (message.unwrap_or_default().to_owned(), author.unwrap_or(0), media)
}

fn media(media: &Node<'_, '_>) -> Option<Media> {
    let fields = media.open_object(&["name", "format", "dataBase64", "type"])?;
    let name = fields.required_text("name");
    let format = fields.required_text("format");
    let data = fields.required_text("dataBase64").map(|data| STANDARD.decode(data));
    if let Some(Err(e)) = &data {
        fields.problem("dataBase64", ProblemKind::Format, format_args!("is not base64: {e}"));
    }
    let r#type = fields.required("type").and_then(|r#type| r#type.integer());
    let name = name?.to_owned();
    let uri = format!("https://files.example.org/chat/{}", name.replace(['/', '\\', '?', '#', ' '], "_"));
    Some(Media { uri, name, format: format?.to_owned(), r#type: r#type?, size: data?.ok()?.len() })
}
