//! Logs of instances: the latest first, any page of it, and how many there are, without visiting the others.

use std::cmp::Reverse;
use std::ops::Range;

use super::schedule::{Schedule, Slot};

/// What an instance is dated by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeOf {
    /// Its first instant.
    Start,
    /// The instant at which it was over.
    End,
}

/// The instances of a span: those of a timetable, counted by arithmetic, and those that a scenario names.
///
/// Times are seconds since the epoch. `N` names an instance of the timetable by slot and number.
pub(crate) struct Log<'w, R, N> {
    pub(crate) schedule: Option<&'w Schedule>,
    pub(crate) name: N,
    /// When each of the named ones was, and what it is; those outside the span are not counted.
    pub(crate) named: Vec<(i64, R)>,
    pub(crate) time: TimeOf,
    /// Whether those that still go on at `now` are left out.
    pub(crate) ended: bool,
    pub(crate) span: Range<i64>,
    pub(crate) now: i64,
}

impl<R: Copy + Ord, N: Fn(u32, u32) -> R> Log<'_, R, N> {
    /// Those after the `offset` latest ones, at most `limit`, and the number of all.
    pub(crate) fn page(&self, offset: u64, limit: usize) -> (Vec<R>, u64) {
        let total = self.count(self.span.start);
        let from = self.earliest_with(offset + limit as u64);
        let before = self.latest_without(offset);
        let mut found = self.within(from..before);
        found.sort_unstable_by_key(|&entry| Reverse(entry));
        let skip = offset - self.count(before).min(offset);
        let page = found.into_iter().skip(skip as usize).take(limit);
        (page.map(|(_, reference)| reference).collect(), total)
    }

    /// How many there are in [at, end of the span).
    fn count(&self, at: i64) -> u64 {
        let span = at..self.span.end;
        let named = self.named.iter().filter(|(time, _)| span.contains(time)).count() as u64;
        let population = self.slots().map(|(_, slot)| self.instances(&slot, &span).len() as u64);
        named + population.sum::<u64>()
    }

    fn slots(&self) -> impl Iterator<Item = (u32, Slot)> {
        self.schedule
            .into_iter()
            .flat_map(|schedule| (0..schedule.slots()).map(|index| (index, schedule.slot(index))))
    }

    /// The instances of a slot in a span, those left out that are forgotten.
    fn instances(&self, slot: &Slot, span: &Range<i64>) -> Range<u32> {
        let Some(crowd) = self.schedule.map(Schedule::crowd) else { return 0..0 };
        // One is over when the next one starts.
        let back = match self.time {
            TimeOf::Start => 0,
            TimeOf::End => 1,
        };
        let mut first = slot.first_from(span.start).saturating_sub(back);
        if span.start <= self.now - crowd.history.seconds() {
            first = first.max(slot.earliest(self.now, crowd.history.seconds()));
        }
        let mut after = slot.first_from(span.end).saturating_sub(back);
        if self.ended && span.end > self.now - crowd.duration.1.seconds() {
            after = after.min(slot.running(self.now));
        }
        first..after.max(first)
    }

    /// The latest time such that [it, end) has so many, or the start of the span.
    fn earliest_with(&self, wanted: u64) -> i64 {
        let (mut low, mut high) = (self.span.start, self.span.end.max(self.span.start));
        while low < high {
            let middle = low + (high - low + 1) / 2;
            if self.count(middle) >= wanted { low = middle } else { high = middle - 1 }
        }
        low
    }

    /// The earliest time such that [it, end) has no more than so many.
    fn latest_without(&self, most: u64) -> i64 {
        let (mut low, mut high) = (self.span.start, self.span.end.max(self.span.start));
        while low < high {
            let middle = low + (high - low) / 2;
            if self.count(middle) <= most { high = middle } else { low = middle + 1 }
        }
        low
    }

    /// Those of a part of the span, with their times, in no particular order.
    fn within(&self, span: Range<i64>) -> Vec<(i64, R)> {
        let named = self.named.iter().filter(|(time, _)| span.contains(time)).copied();
        let mut found: Vec<(i64, R)> = named.collect();
        for (index, slot) in self.slots() {
            found.extend(self.instances(&slot, &span).map(|nth| {
                let (start, end) = slot.times(nth);
                let time = if self.time == TimeOf::Start { start } else { end };
                (time, (self.name)(index, nth))
            }));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::scenario::plan::Crowd;
    use crate::time::Span;
    use crate::world::seed::Key;

    type Name = fn(u32, u32) -> (u32, u32);
    type PlainLog<'w> = Log<'w, (u32, u32), Name>;

    const NOW: i64 = 1_772_442_000;

    fn any_schedule() -> impl Strategy<Value = Schedule> {
        (any::<u64>(), 0u32..6, 60i64..2000, 0i64..2000, 0i64..50_000).prop_map(
            |(seed, live, shortest, more, history)| {
                let crowd = Crowd {
                    live,
                    history: Span::from_seconds(history),
                    participants: (1, 1),
                    duration: (Span::from_seconds(shortest), Span::from_seconds(shortest + more)),
                };
                Schedule::new(Key::of_seed(seed), crowd)
            },
        )
    }

    /// Every instance of the last day, visited.
    fn visited(log: &PlainLog<'_>, schedule: &Schedule) -> Vec<(u32, u32)> {
        let mut all: Vec<_> = log.named.iter().filter(|(time, _)| log.span.contains(time)).copied().collect();
        for index in 0..schedule.slots() {
            let slot = schedule.slot(index);
            for nth in slot.running(NOW - 60_000)..=slot.running(NOW) {
                let (start, end) = slot.times(nth);
                let time = if log.time == TimeOf::Start { start } else { end };
                let is_of_span = log.span.contains(&time) && schedule.remembers(end, NOW);
                if is_of_span && (!log.ended || end <= NOW) {
                    all.push((time, (index, nth)));
                }
            }
        }
        all.sort_unstable_by_key(|&entry| Reverse(entry));
        all.into_iter().map(|(_, reference)| reference).collect()
    }

    proptest! {
        #[test]
        fn a_page_holds_what_a_visit_of_everything_finds(
            schedule in any_schedule(), ago in 0i64..60_000, length in 0i64..60_000, by_end: bool, ended: bool,
            named in proptest::collection::vec(0i64..60_000, 0..4), offset in 0usize..40, limit in 0usize..20,
        ) {
            // What goes on has no end to be dated by.
            let (time, ended) = if by_end { (TimeOf::End, true) } else { (TimeOf::Start, ended) };
            let log = Log {
                schedule: Some(&schedule),
                name: (|slot, nth| (slot, nth)) as Name,
                named: named.iter().zip(0..).map(|(ago, n)| (NOW - ago, (u32::MAX, n))).collect(),
                time,
                ended,
                span: NOW - ago..(NOW - ago + length).min(NOW + 1),
                now: NOW,
            };
            let expected = visited(&log, &schedule);
            let (page, total) = log.page(offset as u64, limit);
            prop_assert_eq!(total, expected.len() as u64);
            let expected: Vec<_> = expected.into_iter().skip(offset).take(limit).collect();
            prop_assert_eq!(page, expected);
        }
    }
}
