//! `/_sandbox/messages/{id}`: shows one message with its request, shows it as code, and deletes it.

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;

use super::call::{ControlError, DONE, Done, Params, Path};
use super::message_actions::find;
use super::view::{MessageView, preview};
use crate::app::App;
use crate::control::snippet::{self, CodeQuery, in_language};
use crate::requests::RequestView;

/// Returns the message with `exchange`, its whole request and response while they are kept.
pub(super) async fn read(app: App, Path(id): Path) -> Result<Response, ControlError> {
    let state = app.state();
    let now = state.clock.now();
    let message = find(&state, &id)?;
    let request = message.origin.as_ref().and_then(|origin| state.requests.find(&origin.request_id));
    #[derive(Serialize)]
    struct Detailed<'a> {
        #[serde(flatten)]
        item: MessageView<'a>,
        exchange: Option<RequestView<'a>>,
        preview: String,
    }
    let item = MessageView::new(message, &state.inbox, now);
    let exchange = request.map(|request| request.view(false));
    Ok(Json(Detailed { item, exchange, preview: preview(message, now).text() }).into_response())
}

pub(super) async fn remove(app: App, Path(id): Path) -> Result<Json<Done>, ControlError> {
    {
        let mut state = app.state();
        let seq = find(&state, &id)?.seq;
        state.queue_callbacks();
        state.inbox.remove(seq);
    }
    app.changed();
    Ok(DONE)
}

/// Returns code that sends it again.
pub(super) async fn code(
    app: App,
    Path(id): Path,
    Params(CodeQuery { language }): Params<CodeQuery>,
) -> Result<Json<Value>, ControlError> {
    let state = app.state();
    let message = find(&state, &id)?;
    let code = snippet::write(message, app.url(), &language);
    in_language(&language, code)
}
