//! Lists of what can be asked for.

use super::World;
use super::calls::{Call, CallRef};
use super::gatherings::{Gathering, GatheringRef};
use super::schedule::Schedule;
use crate::scenario::plan::GatheringKind;
use crate::time::Moment;

impl World {
    /// What can be asked for at `now`: all instances of the named ones in the order of the scenario, upcoming
    /// ones too; then the population's live ones; then its past ones, the latest of every slot first.
    pub fn gatherings(&self, kind: GatheringKind, now: Moment) -> impl Iterator<Item = Gathering> + '_ {
        let named = self
            .named
            .gatherings
            .iter()
            .enumerate()
            .filter(move |&(index, _)| self.plan.gatherings[index].kind == kind)
            .flat_map(|(index, gathering)| {
                (0..gathering.instances.len() as u32)
                    .map(move |nth| GatheringRef::Named { gathering: index as u32, nth })
            });
        let population = self.schedule(kind).into_iter().flat_map(move |schedule| {
            recent(schedule, now).map(move |(slot, nth)| GatheringRef::Population { kind, slot, nth })
        });
        named.chain(population).map(|reference| self.gathering(reference))
    }

    /// The calls that can be asked for at `now`, in the same order.
    pub fn calls(&self, now: Moment) -> impl Iterator<Item = Call> + '_ {
        let population = self.calls.iter().flat_map(move |schedule| {
            recent(schedule, now).map(|(slot, nth)| CallRef::Population { slot, nth })
        });
        self.named_calls.references().chain(population).map(|reference| self.call(reference))
    }
}

/// (slot, instance) of all that run in a timetable, then of all that ran just before, and so on.
fn recent(schedule: &Schedule, now: Moment) -> impl Iterator<Item = (u32, u32)> + '_ {
    let now = now.seconds();
    let history = schedule.crowd().history.seconds();
    let shortest = schedule.crowd().duration.0.seconds().max(1);
    // Nobody has had more instances than this since the history began.
    let most = u32::try_from(history / shortest + 2).unwrap_or(u32::MAX);
    (0..=most).flat_map(move |back| {
        (0..schedule.slots()).filter_map(move |index| {
            let slot = schedule.slot(index);
            let nth = slot.running(now).checked_sub(back)?;
            (nth >= slot.earliest(now, history)).then_some((index, nth))
        })
    })
}
