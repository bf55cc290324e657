//! `/_sandbox/messages/wait`: responds once enough messages match.

use std::time::Duration;

use axum::http::StatusCode;
use axum::response::Response;
use tokio::time::Instant;

use super::call::{ControlError, Params};
use super::messages::{MessageFilter, listing, select};
use super::view::MessageView;
use crate::app::App;
use crate::app::state::State;

/// Default and longest timeout in seconds.
const DEFAULT_TIMEOUT: f64 = 5.0;
const MAX_TIMEOUT: f64 = 600.0;

pub(super) async fn wait(app: App, Params(filter): Params<MessageFilter>) -> Result<Response, ControlError> {
    let seconds = filter.timeout.unwrap_or(DEFAULT_TIMEOUT);
    if !(0.0..=MAX_TIMEOUT).contains(&seconds) {
        return Err(ControlError::bad_request("timeout must be 0 to 600 seconds"));
    }
    filter.check().map_err(ControlError::bad_request)?;
    let wanted = filter.count.unwrap_or(1);
    let found = until(&app, &filter, wanted, Duration::from_secs_f64(seconds), listing).await;
    found.map_err(|seen| {
        let message = format!("{seen} of {wanted} messages matched within {seconds} s");
        ControlError::new(StatusCode::REQUEST_TIMEOUT, "TIMEOUT", message)
    })
}

/// Waits until enough messages match and returns `show` of them. On timeout, returns the number of matches.
pub(crate) async fn until<T>(
    app: &App,
    filter: &MessageFilter,
    wanted: usize,
    timeout: Duration,
    show: impl Fn(&[MessageView<'_>], usize) -> T,
) -> Result<T, usize> {
    let deadline = Instant::now() + timeout;
    loop {
        let change = app.change();
        let (found, next) = search(&app.state(), filter, wanted, &show);
        let seen = match found {
            Ok(answer) => return Ok(answer),
            Err(seen) => seen,
        };
        // Checks once more after the deadline, because a status may be due at that moment.
        if Instant::now() >= deadline {
            return Err(seen);
        }
        let wake = next.map_or(deadline, |next| deadline.min(Instant::now() + next));
        tokio::select! {
            () = change => {}
            () = tokio::time::sleep_until(wake) => {}
        }
    }
}

/// Returns what is shown of the matches or their number so far, and when a status changes next.
fn search<T>(
    state: &State,
    filter: &MessageFilter,
    wanted: usize,
    show: impl Fn(&[MessageView<'_>], usize) -> T,
) -> (Result<T, usize>, Option<Duration>) {
    let now = state.clock.now();
    let (items, total) = select(&state.inbox, filter, now);
    if total >= wanted {
        return (Ok(show(&items, total)), None);
    }
    let moves = filter.status.is_some() && !state.clock.is_frozen();
    let next = if moves { filter.next_change(&state.inbox, now) } else { None };
    (Err(total), next.map(|next| Duration::from_millis(next - now)))
}
