//! Which stretch of the world's time to play next.

use crate::time::{Moment, Span};
use crate::world::World;

/// A window should hold no more events than about this.
const AIM: usize = 10_000;

/// A window must hold no more events than about this, even if a crowd arrives after a long silence.
const MOST: i64 = 200_000;

const FIRST: Span = Span::SECOND;
const SHORTEST: Span = Span::from_millis(10);
const MILLISECOND: Span = Span::from_millis(1);

/// A stretch of time, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) from: Moment,
    pub(super) through: Moment,
}

impl Window {
    /// The first moment after it.
    pub(super) fn end(self) -> Moment {
        self.through + MILLISECOND
    }
}

/// How far a subscription has been played, and how much of the time to take at once: little where much
/// happens, so that memory stays bounded, and much where little happens, so that a month takes moments.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor {
    /// The end of what has been played, included.
    played: Moment,
    length: Span,
    longest: Span,
}

impl Cursor {
    /// Nothing played; the first window begins at `start`.
    pub(super) fn new(start: Moment, longest: Span) -> Self {
        Self { played: start - MILLISECOND, length: FIRST.min(longest), longest }
    }

    /// The next window up to and including `now`; `None` when all of that has been played.
    pub(super) fn next(&self, now: Moment) -> Option<Window> {
        let full = Window { from: self.played + MILLISECOND, through: self.played + self.length };
        (self.played < now).then(|| Window { through: full.through.min(now), ..full })
    }

    /// Moves past a window that held so many events, and learns from it.
    pub(super) fn moved_past(&mut self, window: Window, events: usize) {
        let was_full = window.through - self.played == self.length;
        self.played = window.through;
        if events > AIM {
            let ratio = AIM as f64 / events as f64;
            let shorter = Span::from_millis((self.length.millis() as f64 * ratio) as i64);
            self.length = shorter.max(SHORTEST);
        } else if was_full && events <= AIM / 4 {
            self.length = (self.length + self.length).min(self.longest);
        }
    }

    /// The end of what has been played, included.
    pub(super) fn played(&self) -> Moment {
        self.played
    }

    /// Moves to `now` without looking.
    pub(super) fn skip(&mut self, now: Moment) {
        self.played = self.played.max(now);
    }
}

/// The longest window that is safe in a world: an hour, unless so many people could be active that they
/// would fire too many events in it at one a minute each.
pub(super) fn longest_window(world: &World) -> Span {
    let plan = world.plan();
    let population = &plan.population;
    let kinds = [&population.meetings, &population.webinars, &population.sessions];
    let crowds = kinds.into_iter().flatten();
    let nameless: i64 = crowds.map(|crowd| i64::from(crowd.live) * i64::from(crowd.participants.1)).sum();
    let named: i64 =
        plan.gatherings.iter().map(|one| one.participants.len() as i64 + i64::from(one.crowd)).sum();
    let calls = population.calls.map_or(0, |crowd| i64::from(crowd.live)) + plan.calls.len() as i64;
    // A call has two sides with two directions each.
    let a_minute = (nameless + named + calls * 4).max(1);
    Span::from_millis(MOST * Span::MINUTE.millis() / a_minute).clamp(SHORTEST, Span::HOUR)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const START: Moment = Moment::from_seconds(1_772_442_000);

    #[test]
    fn the_first_window_begins_at_the_start_and_the_last_ends_now() {
        let cursor = Cursor::new(START, Span::HOUR);
        assert_eq!(cursor.next(START - MILLISECOND), None);
        assert_eq!(cursor.next(START), Some(Window { from: START, through: START }));
        let second = cursor.next(START + Span::HOUR).unwrap();
        assert_eq!(second.end() - second.from, Span::SECOND);
    }

    #[test]
    fn a_silent_month_takes_few_windows() {
        let mut cursor = Cursor::new(START, Span::HOUR);
        let mut windows = 0;
        while let Some(window) = cursor.next(START + Span::from_minutes(30 * 24 * 60)) {
            cursor.moved_past(window, 0);
            windows += 1;
        }
        assert!(windows < 750, "{windows}");
    }

    #[test]
    fn where_a_million_people_are_a_window_holds_as_many_events_as_it_aims_at() {
        let mut cursor = Cursor::new(START, Span::HOUR);
        let mut most = 0;
        for n in 0..100 {
            let window = cursor.next(START + Span::HOUR).unwrap();
            let events = (window.end() - window.from).millis() as usize * 17;
            cursor.moved_past(window, events);
            most = if n == 0 { 0 } else { most.max(events) };
        }
        assert!(most > AIM / 4 && most <= AIM, "{most}");
    }

    #[test]
    fn the_end_of_time_is_played_once() {
        let mut cursor = Cursor::new(Moment::MAX - MILLISECOND, Span::HOUR);
        let window = cursor.next(Moment::MAX).unwrap();
        assert_eq!(window.through, Moment::MAX);
        cursor.moved_past(window, 0);
        assert_eq!(cursor.next(Moment::MAX), None);
    }

    proptest! {
        #[test]
        fn windows_leave_nothing_out_and_take_nothing_twice(
            looks in prop::collection::vec((0_i64..10_000_000, 0_usize..100_000), 1..200),
        ) {
            let mut cursor = Cursor::new(START, Span::HOUR);
            let (mut now, mut expected) = (START, START);
            for (pause, events) in looks {
                now = now + Span::from_millis(pause);
                if let Some(window) = cursor.next(now) {
                    prop_assert_eq!(window.from, expected);
                    prop_assert!(window.from <= window.through && window.through <= now);
                    prop_assert!(window.end() - window.from <= Span::HOUR);
                    expected = window.end();
                    cursor.moved_past(window, events);
                }
            }
        }
    }
}
