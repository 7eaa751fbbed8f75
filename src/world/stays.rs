//! When invented participants come and go: arithmetic on their index, nothing stored.
//!
//! Most come within the first minutes, the host at once; the index follows the time of joining. A participant
//! reports every minute after joining. Whoever leaves or changes something does so a fixed number of seconds,
//! the gathering's `tail`, after a report, so what happens between two instants is found directly, without
//! visiting those who are silent. Times are seconds since the epoch.

use std::ops::Range;

use super::seed::{Key, Purpose};

/// How early people come: the smaller, the more of them in the first minutes.
const HASTE: f64 = 0.12;
/// Nobody comes after this share of the scheduled time,
const LAST_ARRIVAL: f64 = 0.6;
/// nor after so many seconds: who comes later than half an hour does not come.
const LATEST_ARRIVAL: f64 = 1800.0;
/// Below this many, visiting everybody is cheaper than asking who joined when.
const FEW: u32 = 48;

/// The stays of the invented participants of one gathering.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stays {
    key: Key,
    invited: u32,
    start: i64,
    /// For how long it is planned; arrivals follow the plan, even if it ends early.
    scheduled: i64,
    end: i64,
    tail: i64,
    /// Within so many seconds from the start people come.
    arrivals: f64,
}

/// From when to when somebody takes part; `join < leave`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stay {
    pub(crate) join: i64,
    pub(crate) leave: i64,
}

impl Stay {
    /// How many minutes it has, the last of which may be shorter.
    pub(crate) fn minutes(self) -> u32 {
        minutes_in(self.leave - self.join)
    }
}

/// How many minutes so many seconds are, rounded up.
pub(crate) fn minutes_in(seconds: i64) -> u32 {
    u32::try_from((seconds + 59).div_euclid(60)).unwrap_or(0)
}

/// What happens to somebody at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Moves {
    Joins,
    /// A setting or device changes.
    Changes,
    /// The n-th minute, from 0, is over.
    Reports(u32),
    Leaves,
}

impl Stays {
    pub(crate) fn new(key: Key, invited: u32, start: i64, scheduled: i64, end: i64) -> Self {
        let longest_tail = (scheduled as f64 * (1.0 - LAST_ARRIVAL)) as i64 - 1;
        let tail = key.of(Purpose::Tail).within(1..=longest_tail.clamp(1, 59) as u64) as i64;
        let arrivals = (LAST_ARRIVAL * scheduled as f64).min(LATEST_ARRIVAL);
        Self { key: key.of(Purpose::Stay), invited, start, scheduled, end, tail, arrivals }
    }

    /// The key of one of them.
    pub(crate) fn key(&self, index: u32) -> Key {
        self.key.at(u64::from(index))
    }

    /// How many come before the end.
    pub(crate) fn count(&self) -> u32 {
        if self.end >= self.start + self.scheduled { self.invited } else { self.joined(self.end - 1) }
    }

    /// How many have come by a time, inclusive.
    pub(crate) fn joined(&self, at: i64) -> u32 {
        self.first_joining(at.min(self.end - 1) + 1)
    }

    fn join(&self, index: u32) -> i64 {
        if index == 0 {
            return self.start;
        }
        let jitter = self.key(index).of(Purpose::Arrival).unit();
        let share = (f64::from(index) + jitter) / f64::from(self.invited);
        let hurried = HASTE * share / (1.0 + HASTE - share);
        self.start + (hurried * self.arrivals) as i64
    }

    /// The first index that joins at or after a time: joining times never fall with the index.
    fn first_joining(&self, at: i64) -> u32 {
        if at <= self.start {
            return 0;
        }
        // The inverse of `join`, which is off by the jitter of one index at most, and by rounding.
        let hurried = (at - self.start) as f64 / self.arrivals;
        let share = hurried * (1.0 + HASTE) / (HASTE + hurried);
        let mut index = ((share * f64::from(self.invited)) as u32).min(self.invited);
        while index > 0 && self.join(index - 1) >= at {
            index -= 1;
        }
        while index < self.invited && self.join(index) < at {
            index += 1;
        }
        index
    }

    /// How many whole minutes one stays who joined then, if the gathering ends as planned.
    fn planned_minutes(&self, index: u32, join: i64) -> i64 {
        let most = ((self.start + self.scheduled - join - self.tail) / 60).max(0);
        let departure = self.key(index).of(Purpose::Departure);
        if index == 0 || departure.chance(0.8) { most } else { departure.at(1).below(most as u64 + 1) as i64 }
    }

    /// From when to when one of them takes part; one who would come after the end never comes.
    pub(crate) fn stay(&self, index: u32) -> Stay {
        let join = self.join(index);
        self.stay_of(join, self.planned_minutes(index, join))
    }

    fn stay_of(&self, join: i64, planned: i64) -> Stay {
        Stay { join, leave: (join + 60 * planned + self.tail).min(self.end) }
    }

    /// When one of them changes a setting or device, if ever.
    pub(crate) fn change(&self, index: u32) -> Option<i64> {
        let join = self.join(index);
        self.change_of(index, join, self.planned_minutes(index, join))
    }

    fn change_of(&self, index: u32, join: i64, planned: i64) -> Option<i64> {
        let at = join + 60 * self.change_minute(index, planned)? + self.tail;
        (at < self.end).then_some(at)
    }

    fn change_minute(&self, index: u32, minutes: i64) -> Option<i64> {
        let change = self.key(index).of(Purpose::Change);
        (minutes >= 2 && change.chance(0.3)).then(|| 1 + change.at(1).below(minutes as u64 - 1) as i64)
    }

    /// Tells of everything that happens to anybody in a span of seconds, in no particular order.
    pub(crate) fn moves(&self, span: &Range<i64>, mut tell: impl FnMut(i64, u32, Moves)) {
        let from = span.start.max(self.start);
        // What is due at the end itself still belongs to the gathering.
        let to = span.end.min(self.end + 1);
        if from >= to {
            return;
        }
        let count = self.count();
        if count <= FEW || to - from >= 60 || to > self.end {
            for index in 0..count {
                self.moves_of(index, from..to, &mut tell);
            }
            return;
        }
        self.joining(from..to, |index, join| tell(join, index, Moves::Joins));
        // Who joined so many whole minutes ago?
        let mut minute = 1;
        while from - 60 * minute >= self.start - 59 {
            let ago = 60 * minute;
            self.joining(from - ago..to - ago, |index, join| {
                let stay = self.stay_of(join, self.planned_minutes(index, join));
                if join + ago < stay.leave {
                    tell(join + ago, index, Moves::Reports(minute as u32 - 1));
                }
            });
            minute += 1;
        }
        // And who joined so many whole minutes and a tail ago?
        let mut minute = 0;
        while from - 60 * minute - self.tail >= self.start - 59 {
            let ago = 60 * minute + self.tail;
            self.joining(from - ago..to - ago, |index, join| {
                let planned = self.planned_minutes(index, join);
                if planned == minute {
                    tell(join + ago, index, Moves::Reports(minute as u32));
                    tell(join + ago, index, Moves::Leaves);
                } else if self.change_minute(index, planned) == Some(minute) {
                    tell(join + ago, index, Moves::Changes);
                }
            });
            minute += 1;
        }
    }

    /// Tells of all who join in a span before the end.
    fn joining(&self, span: Range<i64>, mut tell: impl FnMut(u32, i64)) {
        if span.start > self.start + self.arrivals as i64 {
            return;
        }
        for index in self.first_joining(span.start)..self.invited {
            let join = self.join(index);
            if join >= span.end.min(self.end) {
                return;
            }
            tell(index, join);
        }
    }

    fn moves_of(&self, index: u32, span: Range<i64>, tell: &mut impl FnMut(i64, u32, Moves)) {
        let join = self.join(index);
        if join >= span.end {
            return;
        }
        let planned = self.planned_minutes(index, join);
        let change = self.change_of(index, join, planned);
        moves_of_stay(self.stay_of(join, planned), change, &span, |at, what| tell(at, index, what));
    }
}

/// Tells of everything that happens in one stay in a span of seconds.
pub(crate) fn moves_of_stay(
    stay: Stay,
    changes: impl IntoIterator<Item = i64>,
    span: &Range<i64>,
    mut tell: impl FnMut(i64, Moves),
) {
    if stay.leave < span.start || stay.join >= span.end {
        return;
    }
    if span.contains(&stay.join) {
        tell(stay.join, Moves::Joins);
    }
    for at in changes.into_iter().filter(|at| span.contains(at)) {
        tell(at, Moves::Changes);
    }
    let mut minute = minutes_in(span.start - stay.join).max(1);
    while minute < stay.minutes() && stay.join + 60 * i64::from(minute) < span.end {
        tell(stay.join + 60 * i64::from(minute), Moves::Reports(minute - 1));
        minute += 1;
    }
    if span.contains(&stay.leave) {
        tell(stay.leave, Moves::Reports(stay.minutes() - 1));
        tell(stay.leave, Moves::Leaves);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_stays() -> impl Strategy<Value = Stays> {
        (any::<u64>(), 1u32..400, 60i64..7200, 0.05f64..1.5).prop_map(|(seed, invited, scheduled, share)| {
            let end = 1000 + ((scheduled as f64 * share) as i64).clamp(1, scheduled);
            Stays::new(Key::of_seed(seed), invited, 1000, scheduled, end)
        })
    }

    proptest! {
        #[test]
        fn everybody_joins_before_they_leave_and_leaves_by_the_end(stays in any_stays()) {
            let mut last = 0;
            for index in 0..stays.count() {
                let stay = stays.stay(index);
                prop_assert!(stay.join < stay.leave);
                prop_assert!(stay.join >= stays.start && stay.leave <= stays.end);
                prop_assert!(stay.join >= last);
                last = stay.join;
                if let Some(change) = stays.change(index) {
                    prop_assert!(stay.join < change && change < stay.leave);
                }
            }
            prop_assert!(stays.count() >= 1);
        }

        #[test]
        fn who_has_joined_is_who_joins_until_then(stays in any_stays(), at in 900i64..9000) {
            let visited = (0..stays.count()).filter(|&index| stays.join(index) <= at).count();
            prop_assert_eq!(stays.joined(at), visited as u32);
        }

        #[test]
        fn looking_second_by_second_finds_what_a_visit_of_everybody_finds(stays in any_stays()) {
            let mut direct = Vec::new();
            for second in 990..stays.end + 10 {
                stays.moves(&(second..second + 1), |at, index, what| direct.push((at, index, what)));
            }
            let mut visited = Vec::new();
            for index in 0..stays.count() {
                stays.moves_of(index, 0..i64::MAX / 2, &mut |at, index, what| visited.push((at, index, what)));
            }
            direct.sort_unstable();
            visited.sort_unstable();
            prop_assert_eq!(direct, visited);
        }
    }
}
