//! `/_sandbox/messages/{id}`: one message with its exchange, as code, or gone.

use axum::Json;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{ControlError, DONE, Done, Params};
use super::message_actions::{no_such_message, sequence};
use super::view::{MessageView, preview};
use crate::app::App;
use crate::control::snippet::{self, LANGUAGES};
use crate::requests::RequestView;

/// The message with `exchange`: the whole request and its answer, while it is kept.
pub(super) async fn read(app: App, Path(id): Path<String>) -> Result<Response, ControlError> {
    let state = app.state();
    let seq = sequence(&state, &id)?;
    let now = state.clock.now();
    let message = state.inbox.by_seq(seq).ok_or_else(no_such_message)?;
    let request = message.origin.as_ref().and_then(|origin| state.requests.find(&origin.request_id));
    #[derive(serde::Serialize)]
    struct Shown<'a> {
        #[serde(flatten)]
        item: MessageView<'a>,
        exchange: Option<RequestView<'a>>,
        preview: String,
    }
    let item = MessageView::new(message, &state.inbox, now);
    let exchange = request.map(|request| request.view(false));
    Ok(Json(Shown { item, exchange, preview: preview(message, now).text() }).into_response())
}

pub(super) async fn remove(app: App, Path(id): Path<String>) -> Result<Json<Done>, ControlError> {
    {
        let mut state = app.state();
        let seq = sequence(&state, &id)?;
        state.inbox.remove(seq);
    }
    app.changed();
    Ok(DONE)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CodeQuery {
    language: String,
}

/// The code that sends it again.
pub(super) async fn code(
    app: App,
    Path(id): Path<String>,
    Params(CodeQuery { language }): Params<CodeQuery>,
) -> Result<Json<Value>, ControlError> {
    let state = app.state();
    let seq = sequence(&state, &id)?;
    let message = state.inbox.by_seq(seq).ok_or_else(no_such_message)?;
    let code = snippet::write(message, app.url(), &language);
    let code = code.ok_or_else(|| ControlError::bad_request(format!("language is one of {}", LANGUAGES.join(", "))))?;
    Ok(Json(json!({"language": language, "code": code})))
}
