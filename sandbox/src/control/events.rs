//! `/_sandbox/events`: server-sent events that keep a page up to date.

use std::convert::Infallible;
use std::time::Duration;

use axum::response::sse::{Event, Sse};
use futures_util::stream::{Stream, unfold};
use serde_json::json;
use tokio::time::Instant;

use crate::app::App;
use crate::simulate::clock::rfc3339;
use crate::store::Journal;

/// Changes within this time are one event.
const PACE: Duration = Duration::from_millis(150);
/// Interval of keep-alive comments, which reveal a dead connection.
const ALIVE: Duration = Duration::from_secs(15);

/// Sends an event `change` at once and after every change: `{"version", "total", "unread", "requests", "refused", "store",
/// "now", "frozen"}`. A request that only reads does not change the version.
pub(super) async fn events(app: App) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    Sse::new(unfold((app, (0, 0)), |(app, seen)| async move {
        let deadline = Instant::now() + ALIVE;
        loop {
            let (change, log) = (app.change(), app.space().log());
            let version = versions(&app);
            if app.space().is_closed() {
                return None;
            }
            if version != seen {
                drop((change, log));
                if seen != (0, 0) {
                    tokio::time::sleep(PACE).await;
                }
                // Includes what changed in the meantime.
                let version = versions(&app);
                let event = Event::default().event("change").data(summary(&app, version.0));
                return Some((Ok(event), (app, version)));
            }
            let is_quiet = tokio::select! {
                () = change => false,
                () = log => false,
                () = tokio::time::sleep_until(deadline) => true,
            };
            if is_quiet {
                return Some((Ok(Event::default().comment("")), (app, seen)));
            }
        }
    }))
}

/// The version of the space, and the number of its requests and of its callbacks.
fn versions(app: &App) -> (u64, u64) {
    let state = app.state();
    (app.space().version(), state.requests.seen() + state.webhooks.attempts())
}

fn summary(app: &App, version: u64) -> String {
    let store = app.journal().map(Journal::health);
    let state = app.state();
    let (now, frozen) = (rfc3339(state.clock.now()), state.clock.is_frozen());
    let (total, unread) = (state.inbox.len(), state.inbox.unread());
    let (requests, refused) = (state.requests.seen(), state.requests.refused());
    json!({"version": version, "total": total, "unread": unread, "requests": requests, "refused": refused,
        "store": store, "now": now, "frozen": frozen})
    .to_string()
}
