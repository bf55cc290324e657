//! How a taken message moves on (reference `smsbat-api.md` §4), as a pure function of its age.

use crate::clock::Millis;
use crate::magic::Course;

/// Age at which a message leaves the queue.
const PROCESSING: Millis = 1_000;
/// Age at which a first channel that fails has failed, and a fallback starts.
const FIRST_CHANNEL: Millis = 2_000;
/// Age at which the last status is reached.
pub(crate) const FINAL: Millis = 3_000;

/// Prefix of a fallback status that says the channel was not needed.
const NOT_USED: &str = "not_used";

/// One change of one channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) after: Millis,
    /// Whether the fallback channel changes, not the first.
    pub(crate) fallback: bool,
    /// New status of the channel.
    pub(crate) status: &'static str,
    /// Status of the message from then on.
    pub(crate) overall: &'static str,
}

/// Every step of a message, in order of time.
pub(crate) fn steps(course: Course, has_fallback: bool) -> Vec<Step> {
    let first = |after, status, overall| Step { after, fallback: false, status, overall };
    let second = |after, status, overall| Step { after, fallback: true, status, overall };
    let mut steps = vec![first(0, "scheduled", "scheduled"), first(PROCESSING, "processing", "processing")];
    let chain = |word, reached| {
        [
            first(FIRST_CHANNEL, word, "processing"),
            second(FIRST_CHANNEL, "processing", "processing"),
            second(
                FINAL,
                if reached { "delivered" } else { "undeliverable" },
                if reached { "delivered" } else { word },
            ),
        ]
    };
    match course {
        Course::Delivered | Course::LateStatus => steps.push(first(FINAL, "delivered", "delivered")),
        Course::Read => steps.push(first(FINAL, "read", "read")),
        Course::Fails(word) if has_fallback => steps.extend(chain(word, false)),
        Course::Fails(word) => steps.push(first(FINAL, word, word)),
        Course::FirstFails if has_fallback => steps.extend(chain("undeliverable", true)),
        Course::FirstFails => steps.push(first(FINAL, "undeliverable", "undeliverable")),
        Course::Stuck => {}
    }
    steps
}

/// Where a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) overall: &'static str,
    pub(crate) first: &'static str,
    pub(crate) fallback: &'static str,
}

impl Standing {
    /// Whether the fallback carries the message now.
    pub(crate) fn fallback_runs(&self) -> bool {
        self.fallback != NOT_USED
    }
}

/// Where a message of this age stands.
pub(crate) fn standing(steps: &[Step], age: Millis) -> Standing {
    let mut standing = Standing { overall: "scheduled", first: "scheduled", fallback: NOT_USED };
    for step in steps.iter().take_while(|step| step.after <= age) {
        standing.overall = step.overall;
        if step.fallback {
            standing.fallback = step.status;
        } else {
            standing.first = step.status;
        }
    }
    standing
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(course: Course, has_fallback: bool) -> Vec<(&'static str, &'static str, &'static str)> {
        let steps = steps(course, has_fallback);
        [0, 1_000, 2_000, 3_000, 1_000_000]
            .map(|age| {
                let s = standing(&steps, age);
                (s.overall, s.first, s.fallback)
            })
            .to_vec()
    }

    #[test]
    fn delivered() {
        assert_eq!(
            words(Course::Delivered, true),
            [
                ("scheduled", "scheduled", "not_used"),
                ("processing", "processing", "not_used"),
                ("processing", "processing", "not_used"),
                ("delivered", "delivered", "not_used"),
                ("delivered", "delivered", "not_used"),
            ]
        );
    }

    #[test]
    fn fallback_takes_effect() {
        assert_eq!(
            words(Course::FirstFails, true)[2..],
            [
                ("processing", "undeliverable", "processing"),
                ("delivered", "undeliverable", "delivered"),
                ("delivered", "undeliverable", "delivered"),
            ]
        );
        assert_eq!(words(Course::FirstFails, false)[3], ("undeliverable", "undeliverable", "not_used"));
        assert_eq!(words(Course::Fails("expired"), true)[3], ("expired", "expired", "undeliverable"));
        assert_eq!(words(Course::Stuck, true)[4].0, "processing");
    }
}
