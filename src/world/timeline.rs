//! What the timeline does to networks, processors and single metrics, folded by whom it touches.
//!
//! Nobody's conditions are walked through: at any instant, each entry tells when it last took effect, and the
//! latest wins. Times are seconds since the epoch.

use std::collections::HashMap;

use crate::scenario::plan::{Action, Occurs, Pin, Plan, Target, When};
use crate::time::Moment;
use crate::units::Percent;

/// When something happens: once, or at regular intervals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Occurrences {
    first: i64,
    interval: Option<i64>,
    until: i64,
}

impl Occurrences {
    pub(crate) fn new(occurs: Occurs, start: Moment) -> Self {
        match occurs {
            Occurs::At(when) => Self { first: seconds(when, start), interval: None, until: i64::MAX },
            Occurs::Every { interval, from, until } => Self {
                first: seconds(from, start),
                interval: Some(interval.seconds().max(1)),
                until: until.map_or(i64::MAX, |until| seconds(until, start)),
            },
        }
    }

    /// The latest time, at or before `at`.
    pub(crate) fn latest(&self, at: i64) -> Option<i64> {
        let at = at.min(self.until.saturating_sub(1));
        if at < self.first {
            return None;
        }
        Some(self.interval.map_or(self.first, |interval| at - (at - self.first) % interval))
    }

    /// The times in [from, to).
    pub(crate) fn within(self, from: i64, to: i64) -> impl Iterator<Item = i64> {
        let to = to.min(self.until).min(Moment::MAX.seconds());
        let next = match self.interval {
            _ if from <= self.first => Some(self.first),
            Some(interval) => Some(self.first + (from - self.first + interval - 1) / interval * interval),
            None => None,
        };
        std::iter::successors(next, move |at| Some(at + self.interval?)).take_while(move |&at| at < to)
    }
}

/// Seconds since the epoch of a time that a scenario names.
pub(crate) fn seconds(when: When, start: Moment) -> i64 {
    match when {
        When::FromStart(span) => (start + span).seconds(),
        When::At(moment) => moment.seconds(),
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Effect {
    Degrade(usize),
    Repair,
    Pin(Pin),
    Load(Percent),
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    /// Position in the scenario: of two at the same instant the later one wins.
    order: usize,
    occurrences: Occurrences,
    lasting: Option<i64>,
    effect: Effect,
}

impl Entry {
    /// When it last took effect, if that still lasts at `at`.
    fn active_since(&self, at: i64) -> Option<i64> {
        let since = self.occurrences.latest(at)?;
        self.lasting.is_none_or(|lasting| at < since.saturating_add(lasting)).then_some(since)
    }
}

/// The entries of a timeline that change how well things go.
#[derive(Debug, Default)]
pub(crate) struct Timeline {
    by_target: HashMap<Target, Vec<Entry>>,
}

impl Timeline {
    pub(crate) fn new(plan: &Plan, start: Moment) -> Self {
        let mut timeline = Self::default();
        for (order, entry) in plan.timeline.iter().enumerate() {
            let (who, effect, lasting) = match &entry.action {
                Action::Degrade { who, network, lasting } => (who, Effect::Degrade(*network), *lasting),
                Action::Repair { who } => (who, Effect::Repair, None),
                Action::Pin { who, pin, lasting } => (who, Effect::Pin(*pin), *lasting),
                Action::Cpu { who, load, lasting } => (who, Effect::Load(*load), *lasting),
                _ => continue,
            };
            let entry = Entry {
                order,
                occurrences: Occurrences::new(entry.occurs, start),
                lasting: lasting.map(|lasting| lasting.seconds().max(1)),
                effect,
            };
            for target in who {
                timeline.by_target.entry(*target).or_default().push(entry);
            }
        }
        timeline
    }

    /// What happens to somebody who is all of these targets.
    pub(crate) fn effects_on(&self, targets: [Option<Target>; 4]) -> Effects<'_> {
        if self.by_target.is_empty() {
            return Effects::default();
        }
        let of = |target: Option<Target>| {
            target.and_then(|target| self.by_target.get(&target)).map_or(&[][..], Vec::as_slice)
        };
        Effects { entries: targets.map(of) }
    }
}

/// What the timeline does to one participant.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Effects<'w> {
    entries: [&'w [Entry]; 4],
}

impl<'w> Effects<'w> {
    /// Whether nothing ever happens to them, as is the case for most.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.iter().all(|entries| entries.is_empty())
    }

    fn iter(&self) -> impl Iterator<Item = &'w Entry> {
        self.entries.into_iter().flatten()
    }

    /// The network that theirs has been degraded to, an index of the plan's.
    pub(crate) fn network(&self, at: i64) -> Option<usize> {
        let repaired = self
            .iter()
            .filter(|entry| entry.effect == Effect::Repair)
            .filter_map(|entry| Some((entry.occurrences.latest(at)?, entry.order)))
            .max();
        self.iter()
            .filter_map(|entry| match entry.effect {
                Effect::Degrade(network) => Some(((entry.active_since(at)?, entry.order), network)),
                _ => None,
            })
            .filter(|&(since, _)| repaired.is_none_or(|repaired| since > repaired))
            .max()
            .map(|(_, network)| network)
    }

    /// How busy their computer is with other things.
    pub(crate) fn load(&self, at: i64) -> Option<Percent> {
        self.iter()
            .filter_map(|entry| match entry.effect {
                Effect::Load(load) => Some(((entry.active_since(at)?, entry.order), load)),
                _ => None,
            })
            .max()
            .map(|(_, load)| load)
    }

    /// The pinned metrics, those that win last.
    pub(crate) fn pins(&self, at: i64) -> Vec<Pin> {
        let mut pins: Vec<_> = self
            .iter()
            .filter_map(|entry| match entry.effect {
                Effect::Pin(pin) => Some(((entry.active_since(at)?, entry.order), pin)),
                _ => None,
            })
            .collect();
        pins.sort_unstable_by_key(|&(since, _)| since);
        pins.into_iter().map(|(_, pin)| pin).collect()
    }

    /// The times in (from, to) at which their network may become another one.
    pub(crate) fn network_changes(&self, from: i64, to: i64) -> Vec<i64> {
        let mut times = Vec::new();
        for entry in self.iter() {
            if !matches!(entry.effect, Effect::Degrade(_) | Effect::Repair) {
                continue;
            }
            times.extend(entry.occurrences.within(from + 1, to));
            if let Some(lasting) = entry.lasting {
                let ends = entry.occurrences.within(from + 1 - lasting, to - lasting);
                times.extend(ends.map(|at| at + lasting));
            }
        }
        times.sort_unstable();
        times.dedup();
        times
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Span;

    fn minutes(minutes: i64) -> When {
        When::FromStart(Span::from_minutes(minutes))
    }

    #[test]
    fn something_regular_occurs_from_its_first_time_until_its_last() {
        let occurs =
            Occurs::Every { interval: Span::from_minutes(10), from: minutes(5), until: Some(minutes(30)) };
        let occurrences = Occurrences::new(occurs, Moment::EPOCH);
        assert_eq!(occurrences.latest(4 * 60), None);
        assert_eq!(occurrences.latest(5 * 60), Some(300));
        assert_eq!(occurrences.latest(24 * 60 + 59), Some(900));
        assert_eq!(occurrences.latest(99 * 60), Some(1500));
        assert_eq!(occurrences.within(0, i64::MAX).collect::<Vec<_>>(), [300, 900, 1500]);
        assert_eq!(occurrences.within(301, 1500).collect::<Vec<_>>(), [900]);
        let once = Occurrences::new(Occurs::At(minutes(5)), Moment::EPOCH);
        assert_eq!(once.within(0, i64::MAX).collect::<Vec<_>>(), [300]);
        assert_eq!(once.within(301, i64::MAX).count(), 0);
    }

    #[test]
    fn the_latest_degradation_wins_and_gives_way_to_the_one_before() {
        let entry = |order, first, lasting, effect| Entry {
            order,
            occurrences: Occurrences { first, interval: None, until: i64::MAX },
            lasting,
            effect,
        };
        let entries = [
            entry(0, 100, None, Effect::Degrade(1)),
            entry(1, 200, Some(50), Effect::Degrade(2)),
            entry(2, 300, None, Effect::Repair),
            entry(3, 300, Some(10), Effect::Degrade(3)),
        ];
        let effects = Effects { entries: [&entries, &[], &[], &[]] };
        let networks: Vec<_> = [99, 100, 200, 249, 250, 300, 309, 310].map(|at| effects.network(at)).into();
        assert_eq!(networks, [None, Some(1), Some(2), Some(2), Some(1), Some(3), Some(3), None]);
        assert_eq!(effects.network_changes(0, 1000), [100, 200, 250, 300, 310]);
        assert_eq!(effects.network_changes(100, 300), [200, 250]);
    }
}
