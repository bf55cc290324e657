//! How a taken message moves on (`docs/provider/smsbat-api.md` §4), as a pure function of its age.

use crate::simulate::clock::Millis;
use crate::simulate::magic::Course;

/// Age at which a message leaves the queue.
const PROCESSING: Millis = 1_000;
/// Age at which a first channel that fails has failed, and the next one starts.
const FIRST_CHANNEL: Millis = 2_000;
/// Age at which the last status is reached.
pub(crate) const FINAL: Millis = 3_000;

/// Time that a next channel takes to deliver.
pub(crate) const HANDOVER: Millis = FINAL - FIRST_CHANNEL;

/// Status of a channel that was not needed, or not yet.
const NOT_USED: &str = "not_used";

/// One change of one channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    /// Age of the message, counted from the time it may start.
    pub(crate) after: Millis,
    /// Which channel changes; 0 is the first.
    pub(crate) channel: usize,
    /// New status of the channel.
    pub(crate) status: &'static str,
    /// Status of the message from then on.
    pub(crate) overall: &'static str,
}

/// Every step of a message that may use this many channels, in order of time. `ttl` is in milliseconds.
pub(crate) fn steps(course: Course, channels: usize, ttl: Option<Millis>) -> Vec<Step> {
    let step = |after, channel, status, overall| Step { after, channel, status, overall };
    let mut steps = vec![step(0, 0, "scheduled", "scheduled"), step(PROCESSING, 0, "processing", "processing")];
    let last = channels.saturating_sub(1);
    match course {
        Course::Delivered | Course::LateStatus => steps.push(step(FINAL, 0, "delivered", "delivered")),
        Course::Read => steps.push(step(FINAL, 0, "read", "read")),
        Course::Fails(word) if last == 0 => steps.push(step(FINAL, 0, word, word)),
        Course::Fails(word) => {
            for channel in 0..last {
                let after = FIRST_CHANNEL + (FINAL - FIRST_CHANNEL) * channel as Millis / last as Millis;
                let status = if channel == 0 { word } else { "undeliverable" };
                steps.push(step(after, channel, status, "processing"));
                steps.push(step(after, channel + 1, "processing", "processing"));
            }
            steps.push(step(FINAL, last, "undeliverable", word));
        }
        Course::FirstFails if last == 0 => steps.push(step(FINAL, 0, "undeliverable", "undeliverable")),
        Course::FirstFails => steps.extend([
            step(FIRST_CHANNEL, 0, "undeliverable", "processing"),
            step(FIRST_CHANNEL, 1, "processing", "processing"),
            step(FINAL, 1, "delivered", "delivered"),
        ]),
        Course::Stuck => match ttl.map(|ttl| ttl.max(FINAL)) {
            None => {}
            Some(ttl) if last == 0 => steps.push(step(ttl, 0, "expired", "expired")),
            Some(ttl) => steps.extend([
                step(ttl, 0, "expired", "processing"),
                step(ttl, 1, "processing", "processing"),
                step(ttl + FINAL - FIRST_CHANNEL, 1, "delivered", "delivered"),
            ]),
        },
    }
    steps
}

/// Where a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) overall: &'static str,
    /// The channel that carries the message, or carried it last.
    pub(crate) channel: usize,
    /// Age at which it came to stand so.
    pub(crate) since: Millis,
}

/// Where a message of this age stands.
pub(crate) fn standing(steps: &[Step], age: Millis) -> Standing {
    let start = Standing { overall: "scheduled", channel: 0, since: 0 };
    let gone = steps.iter().take_while(|step| step.after <= age);
    gone.fold(start, |standing, step| Standing {
        overall: step.overall,
        channel: step.channel.max(standing.channel),
        since: step.after,
    })
}

/// What the channel of this number has come to.
pub(crate) fn channel_status(steps: &[Step], channel: usize, age: Millis) -> &'static str {
    let gone = steps.iter().take_while(|step| step.after <= age).filter(|step| step.channel == channel);
    gone.last().map_or(NOT_USED, |step| step.status)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(course: Course, channels: usize, ttl: Option<Millis>) -> Vec<String> {
        let steps = steps(course, channels, ttl);
        [0, 1_000, 2_000, 3_000, 1_000_000]
            .map(|age| {
                let each: Vec<_> = (0..channels).map(|channel| channel_status(&steps, channel, age)).collect();
                format!("{}: {}", standing(&steps, age).overall, each.join(" "))
            })
            .to_vec()
    }

    #[test]
    fn delivered() {
        assert_eq!(
            words(Course::Delivered, 2, None),
            [
                "scheduled: scheduled not_used",
                "processing: processing not_used",
                "processing: processing not_used",
                "delivered: delivered not_used",
                "delivered: delivered not_used",
            ]
        );
    }

    #[test]
    fn the_next_channel_takes_over() {
        assert_eq!(
            words(Course::FirstFails, 2, None)[2..],
            [
                "processing: undeliverable processing",
                "delivered: undeliverable delivered",
                "delivered: undeliverable delivered",
            ]
        );
        assert_eq!(words(Course::FirstFails, 1, None)[3], "undeliverable: undeliverable");
        assert_eq!(words(Course::Fails("expired"), 2, None)[3], "expired: expired undeliverable");
        assert_eq!(words(Course::Fails("expired"), 3, None)[2], "processing: expired processing not_used");
        assert_eq!(words(Course::Fails("expired"), 3, None)[3], "expired: expired undeliverable undeliverable");
    }

    #[test]
    fn only_a_ttl_ends_the_wait() {
        assert_eq!(words(Course::Stuck, 2, None)[4], "processing: processing not_used");
        assert_eq!(words(Course::Stuck, 1, Some(90_000))[4], "expired: expired");
        assert_eq!(words(Course::Stuck, 2, Some(90_000))[4], "delivered: expired delivered");
    }
}
