//! Times on the wire, in UTC with whole seconds (D39), and the longest wait.

use std::time::Duration;

use jiff::{Timestamp, fmt::temporal::DateTimeParser};

/// Longest time limit or wait.
pub(crate) const LONGEST_TIME: Duration = Duration::from_secs(86_400);

/// Rule for a time in seconds.
pub(crate) const SECONDS: &str = "must be a number of seconds above 0 and at most 86400";

/// Converts ISO 8601 text with a time zone into `YYYY-MM-DDTHH:MM:SSZ`.
pub(crate) fn to_utc(text: &str) -> Result<String, &'static str> {
    static PARSER: DateTimeParser = DateTimeParser::new();
    let message =
        "must be an ISO 8601 time with a time zone, such as 2026-05-04T15:05:00Z or 2026-05-04T18:05:00+03:00";
    let instant: Timestamp = PARSER.parse_timestamp(text).map_err(|_| message)?;
    Ok(instant.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

#[cfg(test)]
mod tests {
    use super::to_utc;

    #[test]
    fn zones_are_needed_and_turned_to_utc() {
        assert_eq!(to_utc("2026-05-04T18:05:00+03:00").as_deref(), Ok("2026-05-04T15:05:00Z"));
        assert_eq!(to_utc("2026-05-04T15:05:00.123Z").as_deref(), Ok("2026-05-04T15:05:00Z"));
        assert!(to_utc("2026-05-04T15:05:00").is_err());
        assert!(to_utc("tomorrow").is_err());
    }
}
