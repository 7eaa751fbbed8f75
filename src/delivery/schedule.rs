//! When an event that was not delivered is sent again, and when it is not.

use super::outcome::Verdict;
use crate::time::{Moment, Span};

/// From each attempt to the next: 5 minutes after the first one, 20 minutes after the second, an hour after
/// the third. It is the schedule of the service's documentation of webhooks.
pub const DELAYS: [Span; 3] = [Span::from_minutes(5), Span::from_minutes(20), Span::from_minutes(60)];

/// No attempt follows another sooner than this.
pub const SHORTEST_DELAY: Span = DELAYS[0];

/// How an event has ended for a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// The receiver took it.
    Delivered,
    /// The receiver answered with 3xx or 4xx: it is not sent again.
    Refused,
    /// The last attempt has failed.
    Exhausted,
}

/// What follows an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing.
    Over(Fate),
    /// Another one.
    Again {
        /// Its number: 1 for the first retry.
        number: u32,
        /// When it is due: at a whole second, so that attempts that fail together are due together.
        due: Moment,
    },
}

/// What follows the attempt `number` (0 is the first), which began at `at`.
pub fn after(number: u32, at: Moment, verdict: Verdict) -> Next {
    match verdict {
        Verdict::Delivered => Next::Over(Fate::Delivered),
        Verdict::NotRetried => Next::Over(Fate::Refused),
        Verdict::Retriable => match usize::try_from(number).ok().and_then(|index| DELAYS.get(index)) {
            Some(&delay) => Next::Again { number: number + 1, due: whole_second_from(at + delay) },
            None => Next::Over(Fate::Exhausted),
        },
    }
}

/// The first whole second that is not before `moment`.
fn whole_second_from(moment: Moment) -> Moment {
    (moment + Span::from_millis(999)).whole_second()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NINE: Moment = Moment::from_seconds(1_772_442_000);

    #[test]
    fn a_dead_receiver_is_asked_at_0_5_25_and_85_minutes() {
        let (mut number, mut at, mut minutes) = (0, NINE, vec![0]);
        while let Next::Again { number: next, due } = after(number, at, Verdict::Retriable) {
            (number, at) = (next, due);
            minutes.push((at - NINE).seconds() / 60);
        }
        assert_eq!(minutes, [0, 5, 25, 85]);
        assert_eq!(after(number, at, Verdict::Retriable), Next::Over(Fate::Exhausted));
    }

    #[test]
    fn who_answers_is_not_asked_again_unless_the_answer_is_an_error_of_the_server() {
        for number in 0..4 {
            assert_eq!(after(number, NINE, Verdict::Delivered), Next::Over(Fate::Delivered));
            assert_eq!(after(number, NINE, Verdict::NotRetried), Next::Over(Fate::Refused));
        }
    }

    #[test]
    fn a_retry_is_due_at_a_whole_second_and_not_too_soon() {
        let at = NINE + Span::from_millis(1);
        let due = NINE + Span::from_minutes(5) + Span::SECOND;
        assert_eq!(after(0, at, Verdict::Retriable), Next::Again { number: 1, due });
    }
}
