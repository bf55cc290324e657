//! The messages of a chat: read and send (`docs/provider/chathub-api.md` §3, D56, D57).

use axum::Json;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::chats::no_such_chat;
use super::company::{ChatMessage, Media};
use crate::app::App;
use crate::provider::common::body;
use crate::provider::common::check::problems::{Path as Place, Problems, Rule};
use crate::provider::common::check::{integer, open_object, required, text, text_field};
use crate::provider::common::refusal::Refusal;
use crate::provider::common::settings::MessagesPath;

/// `/api/chat/{chatId}/messages`, the path of the product site.
pub(super) async fn list(app: App, Path(id): Path<String>) -> Result<Json<Vec<ChatMessage>>, Refusal> {
    history(&app, &id, MessagesPath::Second)
}

/// `/api/chat/chats/{id}/messages`, inferred from a page that is cut off.
pub(super) async fn list_other(app: App, Path(id): Path<String>) -> Result<Json<Vec<ChatMessage>>, Refusal> {
    history(&app, &id, MessagesPath::First)
}

/// The whole history, oldest first; 404 when the settings leave only the other path.
fn history(app: &App, id: &str, other: MessagesPath) -> Result<Json<Vec<ChatMessage>>, Refusal> {
    let state = app.state();
    if state.settings.chat_messages_path == other {
        return Err(Refusal::of_status(StatusCode::NOT_FOUND));
    }
    let chat = id.parse().ok().and_then(|id| state.company.chats.get(&id)).ok_or_else(no_such_chat)?;
    Ok(Json(chat.messages.iter().cloned().collect()))
}

pub(super) async fn send(
    app: App,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let value = body::json(&headers, &body)?;
    let (mut problems, root) = (Problems::default(), Place::Root);
    let map = open_object(&value, &root, &["textMessage", "author", "media"], &mut problems);
    let content = map.map(|map| content(map, &root, &mut problems));
    problems.done()?;
    let (message, author, media) = content.unwrap_or_default();
    let id = id.parse().map_err(|_| no_such_chat())?;
    {
        let mut state = app.state();
        let now = state.clock.now();
        let company = &mut state.company;
        company.add_message(id, author, message, media, now).ok_or_else(no_such_chat)?;
        if let Some(chat) = company.chats.get_mut(&id) {
            chat.count_unread = 0;
        }
    }
    app.changed();
    // What the answer holds is not documented.
    Ok(Json(json!({})))
}

fn content(map: &Map<String, Value>, at: &Place<'_>, problems: &mut Problems) -> (String, i64, Option<Media>) {
    let message = map.get("textMessage").and_then(|value| text(value, &at.key("textMessage"), problems));
    let author = map.get("author").and_then(|value| integer(value, &at.key("author"), problems));
    let media = map.get("media").and_then(|value| media(value, &at.key("media"), problems));
    if message.is_none_or(str::is_empty) && !map.contains_key("media") {
        problems.add(&at.key("textMessage"), Rule::Missing, "field textMessage (or media) is required");
    }
    (message.unwrap_or_default().to_owned(), author.unwrap_or(0), media)
}

fn media(value: &Value, at: &Place<'_>, problems: &mut Problems) -> Option<Media> {
    let map = open_object(value, at, &["name", "format", "dataBase64", "type"], problems)?;
    let name = text_field(map, at, "name", true, problems);
    let format = text_field(map, at, "format", true, problems);
    let data = text_field(map, at, "dataBase64", true, problems).map(|data| STANDARD.decode(data));
    if let Some(Err(e)) = &data {
        problems.add(&at.key("dataBase64"), Rule::Format, format_args!("is not base64: {e}"));
    }
    let r#type = required(map, at, "type", problems).and_then(|value| integer(value, &at.key("type"), problems));
    let name = name?.to_owned();
    let uri = format!("https://files.example.org/chat/{}", name.replace(['/', '\\', '?', '#', ' '], "_"));
    Some(Media { uri, name, format: format?.to_owned(), r#type: r#type?, size: data?.ok()?.len() })
}
