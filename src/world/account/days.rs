//! The meetings that were over on a day, and the few that stand for them where there are many.

use super::super::overview::spread;
use crate::scenario::plan::GatheringKind;
use crate::time::{Day, Moment};
use crate::world::World;
use crate::world::gatherings::{Gathering, GatheringRef};

/// Of so many slots of the population all are looked at; of more, so many, spread evenly.
const SLOTS: u32 = 256;
/// So many participants of a day are looked at one by one; a day with no more is told exactly.
const PARTICIPANTS: u32 = 128;
/// Where there are more, they are taken from so many meetings.
const MEETINGS: u32 = 32;

/// The meetings that were over on a day.
#[derive(Debug)]
pub(super) struct DayLog {
    /// Those that are looked at: the scenario's, then the population's.
    seen: Vec<GatheringRef>,
    /// How many there were, seen or not.
    pub(super) meetings: u64,
    /// How many participants they had.
    pub(super) participants: u64,
}

impl World {
    /// The meetings that were over on a day, as it is known at `now`: those that can still be asked for.
    pub(super) fn day_log(&self, day: Day, now: Moment) -> DayLog {
        let kind = GatheringKind::Meeting;
        let (from, to) = (day.start().seconds(), day.end().seconds().min(now.seconds() + 1));
        let named: Vec<Gathering> = self
            .named_instances(kind)
            .filter(|meeting| (from..to).contains(&meeting.end.seconds()))
            .collect();
        let mut log = DayLog {
            seen: named.iter().map(|meeting| meeting.reference).collect(),
            meetings: named.len() as u64,
            participants: named.iter().map(|meeting| u64::from(meeting.size)).sum(),
        };
        let Some(schedule) = self.schedule(kind) else { return log };
        let from = from.max(now.seconds() - schedule.crowd().history.seconds());
        let slots = schedule.slots();
        let (mut meetings, mut participants) = (0, 0);
        for slot in spread(slots, SLOTS).filter(|_| from < to) {
            let times = schedule.slot(slot);
            // One is over when the next one starts.
            for nth in times.first_from(from).saturating_sub(1)..times.first_from(to).saturating_sub(1) {
                log.seen.push(GatheringRef::Population { kind, slot, nth });
                meetings += 1;
                participants += u64::from(schedule.size(slot, nth));
            }
        }
        let all = |looked_at: u64| looked_at * u64::from(slots) / u64::from(slots.clamp(1, SLOTS));
        log.meetings += all(meetings);
        log.participants += all(participants);
        log
    }

    /// Meetings of a day, at most so many, spread evenly.
    pub(super) fn meetings_of<'w>(
        &'w self,
        log: &'w DayLog,
        most: u32,
    ) -> impl Iterator<Item = Gathering> + use<'w> {
        spread(log.seen.len() as u32, most).map(|n| self.gathering(log.seen[n as usize]))
    }

    /// Those who stand for all participants of a day, by index: all of them if there are no more than 128.
    pub(super) fn sampled<'w>(&'w self, log: &'w DayLog) -> impl Iterator<Item = (Gathering, u32)> + use<'w> {
        let is_exact = log.participants <= u64::from(PARTICIPANTS);
        let meetings = (log.seen.len() as u32).min(if is_exact { PARTICIPANTS } else { MEETINGS });
        let each = if is_exact { PARTICIPANTS } else { PARTICIPANTS / meetings.max(1) };
        self.meetings_of(log, meetings)
            .flat_map(move |meeting| spread(meeting.size, each).map(move |index| (meeting, index)))
    }
}

/// What `counted` of `looked_at` means for `all`.
pub(super) fn scaled(counted: u64, looked_at: u64, all: u64) -> u64 {
    if looked_at == 0 { 0 } else { (2 * counted * all + looked_at) / (2 * looked_at) }
}
