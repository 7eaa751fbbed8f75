//! What is counted of a subscription's attempts, and what is told of those that failed.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::attempt::Attempt;
use super::outcome::Verdict;
use super::standing::{Notice, Validation};
use super::subscription::Subscription;
use crate::clock::Stopwatch;
use crate::scenario::plan::EventKind;

/// From one line about failures to the next, in real time.
const QUIET: Duration = Duration::from_secs(30);

/// So many lines may come at once: of other kinds of failures, or of failures after a recovery.
const BURST: u32 = 5;

/// How many attempts a subscription has had, and what came of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All that are finished: the sum of the others.
    pub attempts: u64,
    /// Answered with 2xx in time.
    pub delivered: u64,
    /// Answered with 3xx or 4xx.
    pub not_retried: u64,
    /// Answered with 500 and above, or not at all.
    pub retriable: u64,
}

/// Counts the attempts of one subscription and logs its failures, without flooding the log: the first one
/// of a row, a summary now and then, and a line when events arrive again.
#[derive(Debug)]
pub struct Report {
    delivered: AtomicU64,
    not_retried: AtomicU64,
    retriable: AtomicU64,
    /// Spares those who succeed the lock while nothing is wrong.
    troubled: AtomicBool,
    row: Mutex<Row>,
    /// When the log was last told that something was given up.
    told_of_loss: Mutex<Option<Duration>>,
    since: Stopwatch,
}

impl Report {
    /// Nothing happened yet.
    pub fn new() -> Self {
        Self {
            delivered: AtomicU64::new(0),
            not_retried: AtomicU64::new(0),
            retriable: AtomicU64::new(0),
            troubled: AtomicBool::new(false),
            row: Mutex::default(),
            told_of_loss: Mutex::default(),
            since: Stopwatch::start(),
        }
    }

    /// The counts so far.
    pub fn counts(&self) -> Counts {
        let (delivered, not_retried) = (self.delivered.load(Relaxed), self.not_retried.load(Relaxed));
        let retriable = self.retriable.load(Relaxed);
        Counts { attempts: delivered + not_retried + retriable, delivered, not_retried, retriable }
    }

    /// Takes note of a finished attempt.
    pub fn note(&self, attempt: &Attempt, kind: EventKind, subscription: &Subscription) {
        let verdict = attempt.outcome.verdict();
        let counter = match verdict {
            Verdict::Delivered => &self.delivered,
            Verdict::NotRetried => &self.not_retried,
            Verdict::Retriable => &self.retriable,
        };
        counter.fetch_add(1, Relaxed);
        if verdict == Verdict::Delivered {
            if self.troubled.load(Relaxed)
                && let Some(lost) = self.row().success()
            {
                self.troubled.store(false, Relaxed);
                tracing::info!(
                    webhook = subscription.name(),
                    receiver = subscription.target(),
                    "events arrive again, after {lost} that did not"
                );
            }
            return;
        }
        self.troubled.store(true, Relaxed);
        let failure = (verdict, attempt.outcome.code());
        let Some(failures) = self.row().failure(self.since.elapsed(), failure) else { return };
        let event = kind.name();
        let hint = attempt.outcome.hint().unwrap_or_default();
        let (webhook, receiver) = (subscription.name(), subscription.target());
        let outcome = &attempt.outcome;
        if failures == 1 {
            tracing::warn!(webhook, receiver, "`{event}` was not delivered: {outcome}. hint: {hint}");
        } else {
            tracing::warn!(
                webhook,
                receiver,
                "{failures} events were not delivered, the last one a `{event}`: {outcome}. hint: {hint}"
            );
        }
    }

    /// Tells that so many events will not be sent again although they should be, once in a while.
    pub fn note_loss(&self, bound: usize, subscription: &Subscription) {
        let now = self.since.elapsed();
        let mut told = self.told_of_loss.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_some_and(|told| now.saturating_sub(told) < QUIET) {
            return;
        }
        *told = Some(now);
        let (webhook, receiver) = (subscription.name(), subscription.target());
        tracing::error!(
            webhook,
            receiver,
            "the list of what is to be sent again has reached its bound of {} MiB: events that fail now are \
             given up after this attempt. hint: mend the receiver, or subscribe it to fewer events",
            bound >> 20
        );
    }

    /// Tells of a validation that has failed, and of what follows.
    pub fn note_validation(
        &self,
        validation: &Validation,
        notice: Option<&Notice>,
        subscription: &Subscription,
    ) {
        let (webhook, receiver) = (subscription.name(), subscription.target());
        let (at, took) = (validation.at, validation.took.as_millis());
        let Err(flaw) = &validation.result else {
            tracing::info!(webhook, receiver, "the URL was validated at {at}, in {took} ms");
            return;
        };
        let hint = flaw.hint();
        tracing::warn!(webhook, receiver, "the URL was not validated at {at}: {flaw}. hint: {hint}");
        let Some(Notice { failures, disabled, .. }) = notice else { return };
        if *disabled {
            tracing::error!(
                webhook,
                receiver,
                "{failures} validations in a row have failed: the subscription is disabled and gets no more \
                 events. hint: mend the receiver, then have it validated again"
            );
        } else {
            tracing::warn!(
                webhook,
                receiver,
                "{failures} validations in a row have failed; after 6 an active subscription is disabled"
            );
        }
    }

    fn row(&self) -> MutexGuard<'_, Row> {
        self.row.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Report {
    fn default() -> Self {
        Self::new()
    }
}

/// Failures since events last arrived.
#[derive(Debug, Default)]
struct Row {
    failures: u64,
    /// The kind of failure that was told of, if any was.
    told: Option<Kind>,
    last_line: Option<Duration>,
    /// When the current period of [`QUIET`] began, and how many lines it has had.
    period: (Duration, u32),
}

/// What makes two failures the same to somebody who reads the log.
type Kind = (Verdict, Option<i32>);

impl Row {
    /// How many failures to tell of at `now`, if it is time to.
    fn failure(&mut self, now: Duration, kind: Kind) -> Option<u64> {
        self.failures += 1;
        if now.saturating_sub(self.period.0) >= QUIET {
            self.period = (now, 0);
        }
        let is_new = self.told != Some(kind) && self.period.1 < BURST;
        let is_due = self.last_line.is_none_or(|last| now.saturating_sub(last) >= QUIET);
        if !is_new && !is_due {
            return None;
        }
        self.period.1 += 1;
        self.last_line = Some(now);
        self.told = Some(kind);
        Some(self.failures)
    }

    /// How many failures came before, if anything was told of them. Those of a receiver that fails now and
    /// then add up until it is time for a line.
    fn success(&mut self) -> Option<u64> {
        self.told.take()?;
        Some(std::mem::take(&mut self.failures))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REFUSED: Kind = (Verdict::Retriable, Some(-2));

    fn millis(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    #[test]
    fn a_dead_receiver_gives_one_line_and_then_a_summary_now_and_then() {
        let mut row = Row::default();
        let lines: Vec<u64> = (0..6100).filter_map(|n| row.failure(millis(n * 10), REFUSED)).collect();
        assert_eq!(lines, [1, 3001, 6001]);
    }

    #[test]
    fn another_kind_of_failure_is_told_of_at_once() {
        let mut row = Row::default();
        let kinds = [REFUSED, REFUSED, (Verdict::NotRetried, Some(401)), (Verdict::NotRetried, Some(401))];
        let told = kinds.map(|kind| row.failure(millis(0), kind));
        assert_eq!(told, [Some(1), None, Some(3), None]);
    }

    #[test]
    fn recovery_is_told_once_and_the_next_failure_at_once() {
        let mut row = Row::default();
        assert_eq!(row.success(), None);
        row.failure(millis(0), REFUSED);
        row.failure(millis(1), REFUSED);
        assert_eq!(row.success(), Some(2));
        assert_eq!(row.success(), None);
        assert_eq!(row.failure(millis(2), REFUSED), Some(1));
    }

    #[test]
    fn a_receiver_that_fails_now_and_then_floods_no_log() {
        let mut row = Row::default();
        let mut lines = 0;
        for n in 0..6000 {
            lines += u32::from(row.failure(millis(n * 10), REFUSED).is_some());
            lines += u32::from(row.success().is_some());
        }
        assert_eq!(lines, 2 * 2 * BURST, "in a minute, failures and recoveries");
    }
}
