//! Decides whether and when to retry, in one pure function.

use std::time::Duration;

use crate::error::{ErrorKind, Outcome};

/// Effect of a request at the provider, which decides whether it may be retried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Effect {
    /// Changes nothing. May be retried after any transient failure.
    Read,
    /// An idempotent change. May be retried like a read.
    Change,
    /// Sends or adds something. Retried only if it certainly was not executed.
    Send,
}

/// First wait. Doubled with each attempt (`docs/provider/errors-and-limits.md` §4).
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// Longest wait, even if the server asks for more.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// State after a failed attempt.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Situation {
    pub(crate) effect: Effect,
    pub(crate) kind: ErrorKind,
    pub(crate) outcome: Outcome,
    /// The server's `Retry-After`.
    pub(crate) hint: Option<Duration>,
    /// Number of attempts so far, at least 1.
    pub(crate) attempt: u32,
    pub(crate) max_retries: u32,
    pub(crate) resend_unknown: bool,
    /// Time left for the call.
    pub(crate) left: Duration,
    /// Random number from 0 to 1.
    pub(crate) jitter: f64,
}

/// Returns the wait before the next attempt, or `None` to give up.
///
/// A send is retried if it certainly was not executed (no byte reached a socket, or 429), or if the caller accepts a
/// duplicate. A read is retried after every transient failure.
pub(crate) fn decide(now: Situation) -> Option<Duration> {
    use ErrorKind::{Connection, RateLimit, Response, Server, Timeout};
    if now.attempt > now.max_retries {
        return None;
    }
    let passing = match now.effect {
        Effect::Read | Effect::Change => matches!(now.kind, Connection | Timeout | RateLimit | Server),
        Effect::Send => match now.outcome {
            Outcome::NotSent => matches!(now.kind, Connection | Timeout | RateLimit),
            Outcome::Unknown => now.resend_unknown && matches!(now.kind, Connection | Timeout | Server | Response),
            Outcome::Accepted | Outcome::Rejected => false,
        },
    };
    if !passing {
        return None;
    }
    let doubled = FIRST_WAIT.saturating_mul(1_u32 << now.attempt.saturating_sub(1).min(8));
    // Up to half more, so that many clients do not come back at once, and none before its time.
    let own = doubled.min(LONGEST_WAIT).mul_f64(1.0 + now.jitter.clamp(0.0, 1.0) / 2.0).min(LONGEST_WAIT);
    // A hint of 0 or of a time in the past does not shorten the wait.
    let wait = now.hint.map_or(own, |hint| hint.max(own));
    // If the server asks for more than the limit or the time left, a retry would be too early.
    (wait <= LONGEST_WAIT && wait < now.left).then_some(wait)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn base() -> Situation {
        Situation {
            effect: Effect::Send,
            kind: ErrorKind::Connection,
            outcome: Outcome::NotSent,
            hint: None,
            attempt: 1,
            max_retries: 2,
            resend_unknown: false,
            left: Duration::from_secs(30),
            jitter: 0.0,
        }
    }

    #[test]
    fn a_send_is_repeated_only_when_it_certainly_did_not_happen() {
        assert_eq!(decide(base()), Some(Duration::from_secs(1)));
        assert_eq!(decide(Situation { kind: ErrorKind::RateLimit, ..base() }), Some(Duration::from_secs(1)));
        for kind in ErrorKind::ALL {
            assert_eq!(decide(Situation { outcome: Outcome::Unknown, kind, ..base() }), None, "{kind:?}");
            assert_eq!(decide(Situation { outcome: Outcome::Rejected, kind, ..base() }), None, "{kind:?}");
        }
        for kind in [ErrorKind::BadRequest, ErrorKind::Authentication, ErrorKind::Validation, ErrorKind::Cancelled] {
            assert_eq!(decide(Situation { kind, ..base() }), None, "{kind:?}");
        }
    }

    #[test]
    fn the_caller_may_accept_a_second_message() {
        let unknown = Situation { outcome: Outcome::Unknown, resend_unknown: true, ..base() };
        assert!(decide(unknown).is_some());
        assert!(decide(Situation { kind: ErrorKind::Server, ..unknown }).is_some());
        assert_eq!(decide(Situation { kind: ErrorKind::Cancelled, ..unknown }), None);
    }

    #[test]
    fn a_read_is_repeated_after_passing_failures() {
        let read = Situation { effect: Effect::Read, ..base() };
        for kind in [ErrorKind::Connection, ErrorKind::Timeout, ErrorKind::RateLimit, ErrorKind::Server] {
            assert!(decide(Situation { kind, ..read }).is_some(), "{kind:?}");
        }
        for kind in [ErrorKind::NotFound, ErrorKind::Authentication, ErrorKind::Response] {
            assert_eq!(decide(Situation { kind, ..read }), None, "{kind:?}");
        }
    }

    #[test]
    fn waits_double_and_stay_inside_the_call() {
        let seconds =
            |attempt, jitter| decide(Situation { attempt, jitter, max_retries: 99, left: Duration::MAX, ..base() });
        for (attempt, least, most) in
            [(1, 1_000, 1_500), (2, 2_000, 3_000), (5, 16_000, 24_000), (6, 30_000, 30_000), (50, 30_000, 30_000)]
        {
            assert_eq!(seconds(attempt, 0.0), Some(Duration::from_millis(least)), "{attempt}");
            assert_eq!(seconds(attempt, 1.0), Some(Duration::from_millis(most)), "{attempt}");
        }
        assert_eq!(decide(Situation { attempt: 3, ..base() }), None);
        assert_eq!(decide(Situation { left: Duration::from_millis(900), ..base() }), None);
        // No time would be left for the attempt itself.
        assert_eq!(decide(Situation { left: Duration::from_secs(1), ..base() }), None);
    }

    #[test]
    fn the_servers_hint_is_obeyed_or_the_call_ends() {
        let hint =
            |s| decide(Situation { hint: Some(Duration::from_secs(s)), left: Duration::from_secs(60), ..base() });
        assert_eq!(hint(0), Some(Duration::from_secs(1)));
        assert_eq!(hint(7), Some(Duration::from_secs(7)));
        assert_eq!(hint(31), None);
    }

    /// Checks the table in the guide against the code.
    #[test]
    fn the_table_of_the_guide_is_true() {
        use ErrorKind::{BadRequest, Connection, RateLimit, Response, Server, Timeout};
        let rows: &[(&str, &[ErrorKind], Outcome)] = &[
            ("the connection was not opened", &[Connection, Timeout], Outcome::NotSent),
            ("429", &[RateLimit], Outcome::NotSent),
            ("the connection broke or timed out", &[Connection, Timeout], Outcome::Unknown),
            ("5xx", &[Server], Outcome::Unknown),
            ("a redirect, or a response that cannot be read", &[Response], Outcome::Unknown),
            ("any other 4xx", &[BadRequest, ErrorKind::NotFound, ErrorKind::PermissionDenied], Outcome::NotSent),
        ];
        let Some(guide) = crate::repository_file("docs/guides/errors.md") else { return };
        let (_, table) = guide.split_once("| what happened | a send | a read |").unwrap();
        let lines: Vec<&str> = table.lines().skip(2).take_while(|line| line.starts_with('|')).collect();
        assert_eq!(lines.len(), rows.len());
        for (line, (happened, kinds, outcome)) in lines.iter().zip(rows) {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            assert!(cells[0].starts_with(happened), "{line}");
            for kind in *kinds {
                let send = Situation { kind: *kind, outcome: *outcome, ..base() };
                match decide(send) {
                    Some(_) => assert!(cells[1].starts_with("retried"), "{kind:?}: {line}"),
                    None => {
                        assert!(cells[1].contains("not retried"), "{kind:?}: {line}");
                        assert!(cells[1].ends_with(&format!("`{}`", outcome.as_str())), "{kind:?}: {line}");
                    }
                }
                let read = decide(Situation { effect: Effect::Read, ..send }).is_some();
                let says = cells[2] == "retried" || (cells[2] == "the same" && cells[1].starts_with("retried"));
                assert_eq!(read, says, "{kind:?}: {line}");
            }
        }
        let default = |name: &str| crate::SETTINGS.iter().find(|s| s.name == name).unwrap().default;
        for said in [
            format!("At most `max_retries` times ({})", default("max_retries")),
            format!("inside `timeout` ({} s)", default("timeout")),
        ] {
            assert!(guide.contains(&said), "{said}");
        }
    }
}
