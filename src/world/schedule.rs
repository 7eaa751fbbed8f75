//! The population's timetable: slots in which one instance follows another, without end and without gaps.
//!
//! A slot has a period drawn from the range of durations; instance n lasts from boundary n to boundary n + 1,
//! and each boundary lies near a multiple of the period, near enough that every duration stays in the range.
//! So as many instances as there are slots go on at any time, and "which one at t" is arithmetic. Times are
//! seconds since the epoch.

use super::seed::{Key, Purpose};
use crate::scenario::plan::Crowd;

/// Series that take turns in a slot: each recurs, and most of them have ended when one asks.
pub(crate) const SERIES_PER_SLOT: u32 = 8;

/// The timetable of one kind.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Schedule {
    key: Key,
    crowd: Crowd,
}

/// One slot of a timetable.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    key: Key,
    period: i64,
    phase: i64,
    sway: u64,
}

impl Schedule {
    pub(crate) fn new(key: Key, crowd: Crowd) -> Self {
        Self { key, crowd }
    }

    pub(crate) fn crowd(&self) -> &Crowd {
        &self.crowd
    }

    /// How many slots there are.
    pub(crate) fn slots(&self) -> u32 {
        self.crowd.live
    }

    /// The key of a slot, for all that is drawn for it.
    pub(crate) fn slot_key(&self, slot: u32) -> Key {
        self.key.at(u64::from(slot))
    }

    pub(crate) fn slot(&self, slot: u32) -> Slot {
        let key = self.slot_key(slot);
        let timing = key.of(Purpose::Slot);
        let shortest = self.crowd.duration.0.seconds().max(1);
        let longest = self.crowd.duration.1.seconds().max(shortest);
        let period = timing.at(0).within(shortest as u64..=longest as u64) as i64;
        // Two neighbouring boundaries move by at most this much each.
        let sway = (period - shortest).min(longest - period) as u64 / 2;
        let phase = -period - timing.at(1).below(period as u64) as i64;
        Slot { key: key.of(Purpose::Boundary), period, phase, sway }
    }

    /// How many people an instance has.
    pub(crate) fn size(&self, slot: u32, nth: u32) -> u32 {
        let (least, most) = self.crowd.participants;
        let size = self.slot_key(slot).of(Purpose::Size).at(u64::from(nth));
        size.within(u64::from(least.max(1))..=u64::from(most.max(1))) as u32
    }

    /// Whether an instance that ended at `end` can still be asked for at `now`.
    pub(crate) fn remembers(&self, end: i64, now: i64) -> bool {
        now - end <= self.crowd.history.seconds()
    }
}

impl Slot {
    fn boundary(&self, nth: i64) -> i64 {
        let sway = self.key.at(nth as u64).below(2 * self.sway + 1) as i64 - self.sway as i64;
        self.phase + nth * self.period + sway
    }

    /// The instance that is running at a time.
    pub(crate) fn running(&self, at: i64) -> u32 {
        let mut nth = (at - self.phase).div_euclid(self.period);
        if at < self.boundary(nth) {
            nth -= 1;
        } else if at >= self.boundary(nth + 1) {
            nth += 1;
        }
        u32::try_from(nth).unwrap_or(0)
    }

    /// When an instance starts and ends.
    pub(crate) fn times(&self, nth: u32) -> (i64, i64) {
        (self.boundary(i64::from(nth)), self.boundary(i64::from(nth) + 1))
    }

    /// The first instance that starts at a time or after it.
    pub(crate) fn first_from(&self, at: i64) -> u32 {
        let nth = self.running(at);
        if self.times(nth).0 == at { nth } else { nth + 1 }
    }

    /// The earliest instance that can still be asked for at `now` when the history reaches back so far.
    pub(crate) fn earliest(&self, now: i64, history: i64) -> u32 {
        let cutoff = (now - history).max(0);
        let nth = self.running(cutoff);
        // The one before ends exactly at the cutoff when this one starts there.
        if nth > 0 && self.times(nth).0 == cutoff { nth - 1 } else { nth }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::time::Span;

    fn schedule(seed: u64, shortest: i64, longest: i64) -> Schedule {
        let crowd = Crowd {
            live: 10,
            history: Span::DAY,
            participants: (1, 1),
            duration: (Span::from_seconds(shortest), Span::from_seconds(longest)),
        };
        Schedule::new(Key::of_seed(seed), crowd)
    }

    proptest! {
        #[test]
        fn exactly_one_instance_runs_in_a_slot_at_any_time(
            seed: u64, slot in 0u32..10, at in 0i64..253_402_300_799, shortest in 60i64..7200, more in 0i64..7200,
        ) {
            let slot = schedule(seed, shortest, shortest + more).slot(slot);
            let nth = slot.running(at);
            let (start, end) = slot.times(nth);
            prop_assert!(start <= at && at < end);
            prop_assert_eq!(slot.times(nth + 1).0, end);
            prop_assert!((shortest..=shortest + more).contains(&(end - start)));
        }

        #[test]
        fn the_earliest_instance_is_the_first_that_is_remembered(
            seed: u64, now in 1_000_000_000i64..2_000_000_000, history in 0i64..10_000_000,
        ) {
            let slot = schedule(seed, 600, 3600).slot(0);
            let earliest = slot.earliest(now, history);
            prop_assert!(now - slot.times(earliest).1 <= history);
            prop_assert!(now - slot.times(earliest - 1).1 > history);
        }
    }
}
