//! How a subscription stands with validation: what passes and failures lead to.

use std::collections::VecDeque;
use std::time::Duration;

use super::validation::Flaw;
use crate::time::{Moment, Span};

/// From one validation that has passed or failed to the next, while a subscription is active.
pub const VALIDATION_PERIOD: Span = Span::from_minutes(72 * 60);

/// After so many failures in a row a notice is given.
pub const NOTICES: [u32; 2] = [2, 4];

/// After so many failures in a row an active subscription is disabled.
pub const FAILURES_UNTIL_DISABLED: u32 = 6;

/// A subscription that never passed is tried again after this, then twice this, and so on.
const FIRST_PAUSE: Span = Span::MINUTE;

/// The longest of these pauses.
const LONGEST_PAUSE: Span = Span::HOUR;

/// So many notices are kept.
const KEPT: usize = 32;

/// Whether a subscription gets events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It does: its URL is not validated by schedule.
    Unchecked,
    /// It does not: its URL must be validated first, which is tried when an event is to be sent. The events
    /// until then are not sent later.
    Pending,
    /// It does.
    Active,
    /// It does not, until somebody has its URL validated again with success.
    Disabled,
}

/// A validation that has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validation {
    /// When it began, on the emulator's clock.
    pub at: Moment,
    /// How long the answer took, in real time.
    pub took: Duration,
    /// What was wrong, if anything was.
    pub result: Result<(), Flaw>,
}

/// What the service writes to the owner of an app by mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// When, on the emulator's clock.
    pub at: Moment,
    /// So many validations in a row have failed.
    pub failures: u32,
    /// Whether the subscription was disabled by it.
    pub disabled: bool,
    /// What was wrong the last time.
    pub flaw: Flaw,
}

/// How a subscription stands, and how that came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validity {
    standing: Standing,
    failures: u32,
    /// When it is next due while it is active; the earliest time for the next try while it is pending.
    next: Moment,
    last: Option<Validation>,
    notices: VecDeque<Notice>,
}

impl Validity {
    /// Of a new subscription.
    pub fn new(is_validated: bool) -> Self {
        let standing = if is_validated { Standing::Pending } else { Standing::Unchecked };
        Self { standing, failures: 0, next: Moment::EPOCH, last: None, notices: VecDeque::new() }
    }

    /// How it stands.
    pub fn standing(&self) -> Standing {
        self.standing
    }

    /// So many validations in a row have failed.
    pub fn failures(&self) -> u32 {
        self.failures
    }

    /// The latest validation.
    pub fn last(&self) -> Option<&Validation> {
        self.last.as_ref()
    }

    /// The latest notices, the oldest first, 32 at most.
    pub fn notices(&self) -> impl Iterator<Item = &Notice> {
        self.notices.iter()
    }

    /// When the next validation is due whether or not there is an event; `None` unless it is active.
    pub fn due(&self) -> Option<Moment> {
        (self.standing == Standing::Active).then_some(self.next)
    }

    /// The first moment whose events are worth a try; `None` unless it is pending.
    pub fn not_before(&self) -> Option<Moment> {
        (self.standing == Standing::Pending).then_some(self.next)
    }

    /// Takes note of a validation; a notice when one is to be given.
    pub fn conclude(&mut self, validation: &Validation) -> Option<Notice> {
        self.last = Some(validation.clone());
        let at = validation.at;
        let Err(flaw) = &validation.result else {
            self.failures = 0;
            self.next = at + VALIDATION_PERIOD;
            if self.standing != Standing::Unchecked {
                self.standing = Standing::Active;
            }
            return None;
        };
        self.failures += 1;
        match self.standing {
            Standing::Pending => {
                let doublings = (self.failures - 1).min(10);
                let pause = Span::from_millis(FIRST_PAUSE.millis() << doublings);
                self.next = at + pause.min(LONGEST_PAUSE);
            }
            Standing::Active => self.next = at + VALIDATION_PERIOD,
            Standing::Unchecked | Standing::Disabled => {}
        }
        let disabled = self.standing == Standing::Active && self.failures >= FAILURES_UNTIL_DISABLED;
        if disabled {
            self.standing = Standing::Disabled;
        }
        if !disabled && !NOTICES.contains(&self.failures) {
            return None;
        }
        let notice = Notice { at, failures: self.failures, disabled, flaw: flaw.clone() };
        if self.notices.len() == KEPT {
            self.notices.pop_front();
        }
        self.notices.push_back(notice.clone());
        Some(notice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::TransportFailure;

    const NINE: Moment = Moment::from_seconds(1_772_442_000);

    fn validation(at: Moment, passes: bool) -> Validation {
        let flaw = Flaw::NoAnswer(TransportFailure::Refused);
        Validation { at, took: Duration::ZERO, result: if passes { Ok(()) } else { Err(flaw) } }
    }

    fn active() -> Validity {
        let mut validity = Validity::new(true);
        validity.conclude(&validation(NINE, true));
        validity
    }

    #[test]
    fn six_failures_in_a_row_take_eighteen_days_and_disable() {
        let mut validity = active();
        let mut told = Vec::new();
        while let Some(due) = validity.due() {
            if let Some(notice) = validity.conclude(&validation(due, false)) {
                told.push(((due - NINE).seconds() / 86400, notice.failures, notice.disabled));
            }
        }
        assert_eq!(told, [(6, 2, false), (12, 4, false), (18, 6, true)]);
        assert_eq!(validity.standing(), Standing::Disabled);
        validity.conclude(&validation(NINE + Span::DAY, true));
        assert_eq!((validity.standing(), validity.failures()), (Standing::Active, 0));
    }

    #[test]
    fn a_pass_ends_the_row() {
        let mut validity = active();
        for _ in 0..3 {
            for passes in [false, false, false, false, false, true] {
                validity.conclude(&validation(NINE, passes));
            }
        }
        assert_eq!(validity.standing(), Standing::Active);
    }

    #[test]
    fn one_that_never_passed_is_tried_again_soon_and_then_less_often() {
        let mut validity = Validity::new(true);
        let mut minutes = Vec::new();
        while minutes.len() < 9 {
            let at = validity.not_before().unwrap().max(NINE);
            minutes.push((at - NINE).seconds() / 60);
            validity.conclude(&validation(at, false));
        }
        assert_eq!(minutes, [0, 1, 3, 7, 15, 31, 63, 123, 183]);
    }

    #[test]
    fn one_that_is_not_checked_by_schedule_can_be_checked_by_hand_without_consequence() {
        let mut validity = Validity::new(false);
        for _ in 0..20 {
            validity.conclude(&validation(NINE, false));
        }
        assert_eq!((validity.standing(), validity.failures()), (Standing::Unchecked, 20));
        assert_eq!((validity.due(), validity.not_before()), (None, None));
    }
}
