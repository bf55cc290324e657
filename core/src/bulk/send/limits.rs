//! Limits of a run. Each keeps rows from being sent, with a reason; none stops the rest.

use roaring::RoaringTreemap;

use crate::bulk::options::BulkOptions;
use crate::bulk::quiet_hours::QuietHours;
use crate::clock;
use crate::error::Error;
use crate::model::{Object, ValueRef};
use crate::problem::Problem;
use crate::rules::Rules;
use crate::text::parts;

/// Limits of a run, and what counts against them.
pub(super) struct SendLimits {
    /// Recipients so far; `None` if a recipient may be sent to more than once.
    seen: Option<RoaringTreemap>,
    allowed: Option<RoaringTreemap>,
    quiet: Option<QuietHours>,
    max_messages: Option<u64>,
    max_parts: Option<u64>,
    messages: u64,
    parts: u64,
}

impl SendLimits {
    pub(super) fn new(options: &BulkOptions, rules: &Rules) -> Result<Self, Error> {
        let allowed = options.allowed(rules)?.map(|list| list.into_iter().collect());
        Ok(Self {
            seen: (!options.allow_duplicates).then(RoaringTreemap::new),
            allowed,
            quiet: options.quiet_hours,
            max_messages: options.max_messages,
            max_parts: options.max_parts,
            messages: 0,
            parts: 0,
        })
    }

    /// Returns why a row is not sent, or counts it as sent. `phone` is its recipient as a number, if it is one.
    pub(super) fn refuse(&mut self, phone: Option<u64>, object: &Object) -> Option<Problem> {
        if self.allowed.as_ref().is_some_and(|allowed| phone.is_none_or(|p| !allowed.contains(p))) {
            return Some(Problem::new("to", "allow_list", "is not on the allow-list"));
        }
        if self.quiet.is_some_and(|quiet| quiet.contain(clock::wall())) {
            return Some(Problem::new("", "quiet_hours", "came up in the quiet hours"));
        }
        let full = if self.max_messages.is_some_and(|most| self.messages >= most) {
            Some(Problem::new("", "max_messages", "is beyond the limit of messages"))
        } else if self.max_parts.is_some_and(|most| self.parts.saturating_add(parts_of(object)) > most) {
            Some(Problem::new("text", "max_parts", "is beyond the limit of SMS parts"))
        } else {
            None
        };
        // One look into the set, which is far from the processor: a row that is sent is put in by it.
        let seen = match (&mut self.seen, phone) {
            (Some(seen), Some(phone)) if full.is_some() => seen.contains(phone),
            (Some(seen), Some(phone)) => !seen.insert(phone),
            _ => false,
        };
        if seen {
            return Some(Problem::new("to", "duplicate", "is the recipient of an earlier row"));
        }
        if full.is_none() {
            self.count_message(object);
        }
        full
    }

    /// Counts a row that an earlier run sent or may have sent.
    pub(super) fn count(&mut self, phone: Option<u64>, object: &Object) {
        if let (Some(seen), Some(phone)) = (&mut self.seen, phone) {
            seen.insert(phone);
        }
        self.count_message(object);
    }

    fn count_message(&mut self, object: &Object) {
        if self.max_parts.is_some() {
            self.parts = self.parts.saturating_add(parts_of(object));
        }
        self.messages = self.messages.saturating_add(1);
    }
}

/// Returns the SMS parts of a message: those of an SMS, or of the SMS it falls back to.
fn parts_of(object: &Object) -> u64 {
    let count = |text: Option<&str>| text.map_or(0, |t| parts(t) as u64);
    match object {
        Object::Typed(record) if record.class().name == "Sms" => count(record.get("text").as_str()),
        Object::Typed(record) => match record.get("fallback") {
            ValueRef::Part(part) => match part {
                Object::Typed(fallback) => count(fallback.get("text").as_str()),
                Object::Plain(json) => count(json.text_member("text").as_deref()),
            },
            _ => 0,
        },
        Object::Plain(json) if json.text_member("type").as_deref() == Some("sms") => {
            count(json.text_member("text").as_deref())
        }
        Object::Plain(_) => 0,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::messages::Sms;

    #[test]
    fn parts_are_those_of_the_sms_that_may_go_out() {
        use crate::messages::{Fallback, ViberPromo};
        let long = "a".repeat(400);
        let json = |text: String| Object::Plain(crate::model::Json::object(&text).unwrap());
        let viber = || ViberPromo::new("", "").text(long.as_str());
        for (object, parts) in [
            (Object::from(Sms::new("", "", long.as_str())), 3),
            (viber().into(), 0),
            (viber().fallback(Fallback::new(long.as_str())).into(), 3),
            (viber().fallback(Fallback::new("")).into(), 0),
            (json(format!(r#"{{"type":"sms","text":"{long}"}}"#)), 3),
            (json(format!(r#"{{"type":"viber_promo","text":"{long}"}}"#)), 0),
            (json(format!(r#"{{"text":"{long}"}}"#)), 0),
            (json(r#"{"type":"sms"}"#.to_owned()), 0),
        ] {
            assert_eq!(parts_of(&object), parts, "{object:?}");
        }
        // A limit can be reached, and not be passed.
        let options = BulkOptions { max_parts: Some(3), ..BulkOptions::default() };
        let mut guard = SendLimits::new(&options, &Rules::default()).unwrap();
        let three = Object::from(Sms::new("", "", long.as_str()));
        assert!(guard.refuse(Some(380_671_234_567), &three).is_none());
        let one = Object::from(Sms::new("", "", "a"));
        assert!(guard.refuse(Some(380_671_234_568), &one).is_some_and(|problem| problem.rule() == "max_parts"));
    }

    #[test]
    fn a_row_that_is_refused_counts_against_nothing() {
        let mut options = BulkOptions { max_messages: Some(2), max_parts: Some(3), ..BulkOptions::default() };
        options.set("allow_list", "380671234567,380671234568").unwrap();
        let mut guard = SendLimits::new(&options, &Rules::default()).unwrap();
        let one = Object::from(Sms::new("", "", "a"));
        let three = Object::from(Sms::new("", "", "a".repeat(400)));
        let mut rule = |phone: u64, object: &Object| guard.refuse(Some(phone), object).map(|p| p.rule().to_owned());
        assert_eq!(rule(380_671_234_567, &one), None);
        assert_eq!(rule(380_671_234_567, &one).as_deref(), Some("duplicate"));
        assert_eq!(rule(380_671_234_569, &one).as_deref(), Some("allow_list"));
        assert_eq!(rule(380_671_234_568, &three).as_deref(), Some("max_parts"));
        assert_eq!(rule(380_671_234_568, &one), None);
        assert_eq!(guard.messages, 2);
    }
}
