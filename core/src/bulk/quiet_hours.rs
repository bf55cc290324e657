//! Hours of the day in which nothing is sent.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::error::Error;

/// Hours of the day in which nothing is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    /// Minutes after midnight, where the offset holds.
    start: u32,
    end: u32,
    /// Minutes east of UTC.
    offset: i32,
}

impl QuietHours {
    /// Reads `21:00-08:00+03:00`: from, to, and the UTC offset of both. `Z` stands for UTC. The end may lie
    /// on the next day; from and to the same mean the whole day.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] for anything else.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let wrong = || {
            let message = "must be like 21:00-08:00+03:00: from, to, and the UTC offset ('Z' for UTC)";
            Error::invalid("quiet_hours", "form", message)
        };
        let text = text.trim();
        let minutes = |part: Option<&str>| {
            let (hours, minutes) = part?.split_once(':')?;
            let digits = |t: &str| t.len() == 2 && t.bytes().all(|b| b.is_ascii_digit());
            let (hours, minutes) = (digits(hours).then(|| hours.parse::<u32>().ok())??, {
                digits(minutes).then(|| minutes.parse::<u32>().ok())??
            });
            (hours < 24 && minutes < 60).then_some(hours.saturating_mul(60).saturating_add(minutes))
        };
        if text.get(5..6) != Some("-") {
            return Err(wrong());
        }
        let (start, end) = (minutes(text.get(..5)).ok_or_else(wrong)?, minutes(text.get(6..11)).ok_or_else(wrong)?);
        let offset = match text.get(11..) {
            Some("Z" | "z") => 0,
            Some(zone) if zone.starts_with(['+', '-']) => {
                let size = minutes(zone.get(1..)).filter(|m| *m <= 14 * 60).ok_or_else(wrong)? as i32;
                if zone.starts_with('-') { size.saturating_neg() } else { size }
            }
            _ => return Err(wrong()),
        };
        Ok(Self { start, end, offset })
    }

    /// Returns true if a time is in these hours.
    pub fn contain(&self, time: SystemTime) -> bool {
        let seconds = time.duration_since(UNIX_EPOCH).map_or(0, |t| t.as_secs() as i64);
        let minute = seconds.div_euclid(60).saturating_add(i64::from(self.offset)).rem_euclid(24 * 60) as u32;
        if self.start < self.end {
            (self.start..self.end).contains(&minute)
        } else {
            minute >= self.start || minute < self.end
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn at(hours: u64, minutes: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(1_790_000_000 / 86400 * 86400 + hours * 3600 + minutes * 60)
    }

    #[test]
    fn quiet_hours_know_midnight_and_offsets() {
        let quiet = QuietHours::parse("21:00-08:00+03:00");
        // 21:00 in Kyiv's summer is 18:00 UTC.
        for (hours, minutes, inside) in [(17, 59, false), (18, 0, true), (23, 0, true), (4, 59, true), (5, 0, false)] {
            assert_eq!(quiet.as_ref().map(|q| q.contain(at(hours, minutes))).ok(), Some(inside), "{hours}:{minutes}");
        }
        let west = QuietHours::parse("09:00-10:00-05:30");
        assert_eq!(west.map(|q| (q.contain(at(14, 29)), q.contain(at(14, 30)))).ok(), Some((false, true)));
        assert_eq!(QuietHours::parse("00:00-00:00Z").map(|q| q.contain(at(12, 0))).ok(), Some(true));
        for wrong in ["", "21-8", "21:00-08:00", "25:00-08:00Z", "21:00-08:00+3", "2100-0800Z", "21:00-08:00+15:00"]
            .into_iter()
            .chain([
                "24:00-08:00Z",
                "21:60-08:00Z",
                "+2:00-08:00Z",
                "21:+5-08:00Z",
                "21:00-08:00x03:00",
                "21:00 08:00Z",
            ])
        {
            assert!(QuietHours::parse(wrong).is_err(), "{wrong}");
        }
    }
}
