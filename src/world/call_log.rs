//! The log of calls: the latest first, any page of it, and how many there are.

use std::cmp::Reverse;

use super::World;
use super::calls::{Call, CallRef};
use crate::time::Moment;

impl World {
    /// Calls that started in [from, to) and by `now`, latest first: those after the first `offset` ones, at most
    /// `limit`, and the number of all.
    pub fn calls_started(
        &self,
        from: Moment,
        to: Moment,
        now: Moment,
        offset: u64,
        limit: usize,
    ) -> (Vec<Call>, u64) {
        let to = to.seconds().min(now.seconds() + 1);
        let log = CallLog { world: self, from: from.seconds(), to, now: now.seconds() };
        let total = log.count(log.from);
        let from = log.earliest_with(offset + limit as u64);
        let before = log.latest_without(offset);
        let mut calls = log.within(from, before);
        calls.sort_unstable_by_key(|call| Reverse((call.start, call.reference)));
        let skip = offset - log.count(before).min(offset);
        (calls.into_iter().skip(skip as usize).take(limit).collect(), total)
    }
}

/// The calls of a span, counted without visiting them.
struct CallLog<'w> {
    world: &'w World,
    from: i64,
    to: i64,
    now: i64,
}

impl CallLog<'_> {
    /// How many started in [at, to).
    fn count(&self, at: i64) -> u64 {
        let named = self.named().filter(|call| (at..self.to).contains(&call.start.seconds())).count() as u64;
        let population = self.world.calls.as_ref().map_or(0, |schedule| {
            let from = at.max(self.now - schedule.crowd().history.seconds());
            (0..schedule.slots())
                .map(|slot| schedule.slot(slot))
                .map(|slot| u64::from(slot.first_from(self.to).saturating_sub(slot.first_from(from))))
                .sum()
        });
        named + population
    }

    fn named(&self) -> impl Iterator<Item = Call> {
        self.world.named_calls.references().map(|reference| self.world.call(reference))
    }

    /// The latest time such that [it, to) has so many calls, or the start of the span.
    fn earliest_with(&self, calls: u64) -> i64 {
        let (mut low, mut high) = (self.from, self.to);
        while low < high {
            let middle = low + (high - low + 1) / 2;
            if self.count(middle) >= calls { low = middle } else { high = middle - 1 }
        }
        low
    }

    /// The earliest time such that [it, to) has no more than so many calls.
    fn latest_without(&self, calls: u64) -> i64 {
        let (mut low, mut high) = (self.from, self.to);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.count(middle) <= calls { high = middle } else { low = middle + 1 }
        }
        low
    }

    /// The calls that started in [from, before).
    fn within(&self, from: i64, before: i64) -> Vec<Call> {
        let span = from..before;
        let mut calls: Vec<Call> = self.named().filter(|call| span.contains(&call.start.seconds())).collect();
        if let Some(schedule) = &self.world.calls {
            let from = from.max(self.now - schedule.crowd().history.seconds());
            for index in 0..schedule.slots() {
                let slot = schedule.slot(index);
                calls.extend(
                    (slot.first_from(from)..slot.first_from(before))
                        .map(|nth| self.world.call(CallRef::Population { slot: index, nth })),
                );
            }
        }
        calls
    }
}
