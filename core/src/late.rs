//! Errors of calls that were cancelled after the response had arrived, so that the caller does not get the reply.

use crate::error::{Error, ErrorKind, Outcome};
use crate::model::{Object, Record, ValueRef};

fn late(outcome: Outcome) -> Error {
    let error = Error::new(ErrorKind::Cancelled, "the call was cancelled after its response had arrived");
    error.with(|d| d.outcome = outcome)
}

/// Makes the error of a read, which can be repeated.
pub(crate) fn read() -> Error {
    late(Outcome::NotSent).with(|d| d.goes_on = true)
}

/// Makes the error of a call with these replies. Its outcome is the worst of all rows.
pub(crate) fn replies<'r>(replies: impl IntoIterator<Item = &'r Record>) -> Error {
    let (mut outcomes, mut ids) = (Vec::new(), Vec::new());
    for reply in replies {
        let rows = ["messages", "recipients"].into_iter().find_map(|name| match reply.get(name) {
            ValueRef::Parts(rows) => Some(rows),
            _ => None,
        });
        let rows = rows.map_or_else(|| vec![reply], |rows| rows.iter().filter_map(Object::record).collect());
        for row in rows {
            outcomes.extend(match row.get("outcome") {
                ValueRef::Outcome(outcome) => Some(outcome),
                _ => None,
            });
            ids.extend(row.get("customer_message_id").as_str().map(str::to_owned));
        }
    }
    let worst = [Outcome::Unknown, Outcome::NotSent, Outcome::Rejected].into_iter().find(|o| outcomes.contains(o));
    late(worst.unwrap_or(Outcome::Accepted)).with(|d| d.customer_message_ids = ids)
}

/// Makes the error of a campaign with these counts of rows.
#[cfg(feature = "bulk")]
pub(crate) fn campaign(total: u64, not_sent: u64, unknown: u64) -> Error {
    late(match (unknown, total == not_sent) {
        (1.., _) => Outcome::Unknown,
        (0, true) => Outcome::NotSent,
        (0, false) => Outcome::Accepted,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::{SendResult, SentMessage};
    use crate::model::Value;

    fn row(outcome: Outcome) -> Record {
        let mut row = Record::new(SentMessage::class());
        row.put("outcome", Value::Outcome(outcome));
        row.put("customer_message_id", Value::from(outcome.as_str()));
        row
    }

    #[test]
    fn the_worst_row_decides() {
        use Outcome::{Accepted, NotSent, Rejected, Unknown};
        for (rows, worst) in [
            (&[][..], Accepted),
            (&[Accepted], Accepted),
            (&[Accepted, Rejected], Rejected),
            (&[Rejected, NotSent], NotSent),
            (&[NotSent, Unknown, Accepted], Unknown),
        ] {
            let mut result = Record::new(SendResult::class());
            result.put("messages", Value::Parts(rows.iter().map(|o| Object::Typed(row(*o))).collect()));
            let error = replies([&result]);
            assert_eq!((error.outcome(), error.customer_message_ids().len()), (worst, rows.len()));
            assert!(!error.retryable());
        }
        assert_eq!(replies([&row(Rejected), &row(Accepted)]).outcome(), Rejected);
        assert!(read().retryable());
    }
}
