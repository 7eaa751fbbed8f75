//! Tells, once in a while, that a receiver cannot keep up.

use std::time::Duration;

use crate::clock::{Clock, Stopwatch};
use crate::delivery::Subscription;
use crate::time::{Moment, Span};

/// So far behind is worth a line, in real time.
const FAR: Duration = Duration::from_secs(5);

/// It must have lasted so long: after a jump of the clock everybody is behind for a moment.
const LASTING: Duration = Duration::from_secs(5);

/// From one line to the next.
const QUIET: Duration = Duration::from_secs(30);

/// Decides when to tell of a lag. All its times are real.
#[derive(Debug)]
pub(super) struct LagLog {
    watch: Stopwatch,
    behind_since: Option<Duration>,
    last_line: Option<Duration>,
}

impl LagLog {
    pub(super) fn new() -> Self {
        Self { watch: Stopwatch::start(), behind_since: None, last_line: None }
    }

    /// Takes note of how far events have settled, and logs it if that is far behind the clock. On a manual
    /// clock nobody is behind: whoever advances it waits.
    pub(super) fn note(&mut self, clock: &Clock, settled: Moment, subscription: &Subscription) {
        let behind: Span = clock.now() - settled;
        let Some(real) = clock.real_length(behind) else { return };
        if self.is_due(self.watch.elapsed(), real) {
            tracing::warn!(
                webhook = subscription.name(),
                receiver = subscription.target(),
                "the receiver is {} s behind: its events wait, none is lost. hint: it answers too slowly for \
                 {} deliveries at a time",
                behind.seconds(),
                subscription.in_flight(),
            );
        }
    }

    fn is_due(&mut self, now: Duration, behind: Duration) -> bool {
        if behind < FAR {
            self.behind_since = None;
            return false;
        }
        let lasting = now.saturating_sub(*self.behind_since.get_or_insert(now)) >= LASTING;
        let quiet = self.last_line.is_none_or(|last| now.saturating_sub(last) >= QUIET);
        if lasting && quiet {
            self.last_line = Some(now);
        }
        lasting && quiet
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(behind: impl Fn(u64) -> u64) -> Vec<u64> {
        let mut log = LagLog::new();
        let due = |&now: &u64| log.is_due(Duration::from_secs(now), Duration::from_secs(behind(now)));
        (0..100).filter(due).collect()
    }

    #[test]
    fn a_receiver_that_falls_behind_is_told_of_once_in_a_while() {
        assert_eq!(lines(|now| now), [10, 40, 70]);
    }

    #[test]
    fn one_that_catches_up_after_a_jump_is_not_told_of() {
        assert_eq!(lines(|now| 3600_u64.saturating_sub(now * 1000)), [0; 0]);
    }
}
