//! The logs of meetings, webinars and sessions: what is over, and what goes on.

use super::World;
use super::gatherings::{Gathering, GatheringRef, State};
use super::log::{Log, TimeOf};
use crate::scenario::plan::GatheringKind;
use crate::time::Moment;

impl World {
    /// Instances that are over at `now`, and of which `time` lies in [from, to), latest first: those after the
    /// first `offset` ones, at most `limit`, and the number of all.
    pub fn gatherings_past(
        &self,
        kind: GatheringKind,
        time: TimeOf,
        (from, to): (Moment, Moment),
        now: Moment,
        offset: u64,
        limit: usize,
    ) -> (Vec<Gathering>, u64) {
        let over = self.named_instances(kind).filter(|gathering| gathering.end <= now);
        let log = Log {
            schedule: self.schedule(kind),
            name: |slot, nth| GatheringRef::Population { kind, slot, nth },
            named: over
                .map(|gathering| {
                    let dated = if time == TimeOf::Start { gathering.start } else { gathering.end };
                    (dated.seconds(), gathering.reference)
                })
                .collect(),
            time,
            ended: true,
            span: from.seconds()..to.seconds().min(now.seconds() + 1),
            now: now.seconds(),
        };
        let (references, total) = log.page(offset, limit);
        (references.into_iter().map(|reference| self.gathering(reference)).collect(), total)
    }

    /// Instances that go on at `now`, each with a position that is its own as long as it does, from a position
    /// on: the named ones in the order of the scenario, then the population's. It costs what is taken of it.
    pub fn gatherings_live(
        &self,
        kind: GatheringKind,
        now: Moment,
        from: u32,
    ) -> impl Iterator<Item = (u32, Gathering)> + '_ {
        let fixtures = self.plan.gatherings.len() as u32;
        let named = (from..fixtures)
            .filter(move |&index| self.plan.gatherings[index as usize].kind == kind)
            .filter_map(move |index| Some((index, self.latest_named(index as usize, now)?)))
            .filter(move |(_, gathering)| gathering.state(now) == State::Live);
        let population = self.schedule(kind).into_iter().flat_map(move |schedule| {
            (from.saturating_sub(fixtures)..schedule.slots()).map(move |slot| {
                let nth = schedule.slot(slot).running(now.seconds());
                (fixtures + slot, self.gathering(GatheringRef::Population { kind, slot, nth }))
            })
        });
        named.chain(population)
    }

    /// How many of those that go on at `now` started before a time.
    pub fn gatherings_live_count(&self, kind: GatheringKind, now: Moment, before: Moment) -> u64 {
        if before <= now {
            let live = self.gatherings_live(kind, now, 0);
            return live.filter(|(_, gathering)| gathering.start < before).count() as u64;
        }
        let fixtures = self.plan.gatherings.len() as u32;
        let named = self.gatherings_live(kind, now, 0).take_while(|&(position, _)| position < fixtures);
        named.count() as u64 + self.schedule(kind).map_or(0, |schedule| u64::from(schedule.slots()))
    }

    pub(crate) fn named_instances(&self, kind: GatheringKind) -> impl Iterator<Item = Gathering> + '_ {
        let fixtures = self.named.gatherings.iter().enumerate();
        fixtures.filter(move |&(index, _)| self.plan.gatherings[index].kind == kind).flat_map(
            move |(index, gathering)| {
                (0..gathering.instances.len() as u32)
                    .map(move |nth| self.gathering(GatheringRef::Named { gathering: index as u32, nth }))
            },
        )
    }
}
