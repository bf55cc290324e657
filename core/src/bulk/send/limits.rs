//! Limits of a run. Each keeps rows from being sent, with a reason; none stops the rest.

use roaring::RoaringTreemap;

use crate::bulk::options::BulkOptions;
use crate::bulk::row::sms_text;
use crate::bulk::source::phone_lines;
use crate::bulk::stop_list::{STOP_LIST, StopList, number};
use crate::error::Error;
use crate::model::Object;
use crate::phone::PhoneRules;
use crate::problem::Problem;
use crate::rules::Rules;
use crate::text::parts;

/// Limits of a run, and what counts against them.
pub(super) struct SendLimits {
    /// Recipients so far; `None` if a recipient may be sent to more than once.
    seen: Option<RoaringTreemap>,
    allowed: Option<RoaringTreemap>,
    stopped: Option<RoaringTreemap>,
    phones: PhoneRules,
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
            stopped: options.stop_list.as_ref().map(|list| stopped(list, rules.phones)).transpose()?,
            phones: rules.phones,
            max_messages: options.max_messages,
            max_parts: options.max_parts,
            messages: 0,
            parts: 0,
        })
    }

    /// Returns why a row is not sent, or counts it as sent. `phone` is its recipient `to` as a number, if it is one.
    pub(super) fn refuse(&mut self, to: &str, phone: Option<u64>, object: &Object) -> Option<Problem> {
        if let Some(problem) = self.stop(to, phone, object) {
            return Some(problem);
        }
        if self.allowed.as_ref().is_some_and(|allowed| phone.is_none_or(|p| !allowed.contains(p))) {
            return Some(Problem::new("to", "allow_list", "is not on the allow-list"));
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

    /// Returns why a recipient gets nothing: it is on the stop list, or cannot be compared with it. An object that goes out as given
    /// may name its recipient in a form that the provider reads in another way than we do.
    fn stop(&self, to: &str, phone: Option<u64>, object: &Object) -> Option<Problem> {
        let stopped = self.stopped.as_ref()?;
        let as_given = phone.is_none() || matches!(object, Object::Plain(_));
        let read = as_given.then(|| self.phones.digits(to).ok()?.parse().ok()).flatten();
        if [phone, read].into_iter().flatten().any(|number| stopped.contains(number)) {
            return Some(Problem::new("to", "stop_list", "is on the stop list"));
        }
        let unknown = "cannot be compared with the stop list, because it is no phone number in international form";
        (phone.is_none() && read.is_none()).then(|| Problem::new("to", "stop_list", unknown))
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

/// The numbers of a stop list.
fn stopped(list: &StopList, phones: PhoneRules) -> Result<RoaringTreemap, Error> {
    let mut numbers = list.numbers(phones)?;
    for path in list.paths() {
        phone_lines(path, STOP_LIST, &mut |line, text| {
            numbers.insert(number(phones, text, STOP_LIST, &format!("line {line} "))?);
            Ok(())
        })?;
    }
    Ok(numbers)
}

/// Returns the SMS parts of a message: those of an SMS, or of the SMS it falls back to.
fn parts_of(object: &Object) -> u64 {
    sms_text(object).map_or(0, |text| parts(&text) as u64)
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
            (json(format!(r#"{{"type":"sms","text":1{}}}"#, "0".repeat(400))), 3),
            (json(format!(r#"{{"type":"viber_promo","text":"a","fallback":{{"type":"sms","text":"{long}"}}}}"#)), 3),
            (json(r#"{"type":"viber_promo","text":"a","fallback":null}"#.to_owned()), 0),
            (viber().fallback(json(format!(r#"{{"type":"sms","text":"{long}"}}"#))).into(), 3),
        ] {
            assert_eq!(parts_of(&object), parts, "{object:?}");
        }
        // A limit can be reached, and not be passed.
        let options = BulkOptions { max_parts: Some(3), ..BulkOptions::default() };
        let mut guard = SendLimits::new(&options, &Rules::default()).unwrap();
        let three = Object::from(Sms::new("", "", long.as_str()));
        assert!(guard.refuse("", Some(380_671_234_567), &three).is_none());
        let one = Object::from(Sms::new("", "", "a"));
        assert!(guard.refuse("", Some(380_671_234_568), &one).is_some_and(|problem| problem.rule() == "max_parts"));
    }

    #[test]
    fn a_row_that_is_refused_counts_against_nothing() {
        let mut options = BulkOptions { max_messages: Some(2), max_parts: Some(3), ..BulkOptions::default() };
        options.set("allow_list", "380671234567,380671234568").unwrap();
        let mut guard = SendLimits::new(&options, &Rules::default()).unwrap();
        let one = Object::from(Sms::new("", "", "a"));
        let three = Object::from(Sms::new("", "", "a".repeat(400)));
        let mut rule = |phone: u64, object: &Object| guard.refuse("", Some(phone), object).map(|p| p.rule().to_owned());
        assert_eq!(rule(380_671_234_567, &one), None);
        assert_eq!(rule(380_671_234_567, &one).as_deref(), Some("duplicate"));
        assert_eq!(rule(380_671_234_569, &one).as_deref(), Some("allow_list"));
        assert_eq!(rule(380_671_234_568, &three).as_deref(), Some("max_parts"));
        assert_eq!(rule(380_671_234_568, &one), None);
        assert_eq!(guard.messages, 2);
    }
}
