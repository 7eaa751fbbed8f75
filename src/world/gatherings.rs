//! Meetings, webinars and sessions: finding them, and what there is to know of them.

use std::borrow::Cow;

use fake::Fake;
use fake::faker::company::en::{BsAdj, BsNoun};

use super::World;
use super::cast::{Cast, Participant};
use super::client::Client;
use super::ids::{ParticipantId, ShortId, Uuid};
use super::media::Sample;
use super::qos::{Minute, Summary};
use super::schedule::{SERIES_PER_SLOT, Schedule};
use super::seed::{Key, Purpose};
use super::stations::Station;
use super::stays::{Stays, minutes_in};
use crate::scenario::plan::GatheringKind;
use crate::time::Moment;

/// Which gathering, in a form that costs nothing to keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GatheringRef {
    /// Of the population.
    Population {
        /// Which kind.
        kind: GatheringKind,
        /// Which slot of that kind.
        slot: u32,
        /// Which of the slot's instances, counted from the epoch.
        nth: u32,
    },
    /// Named by the scenario.
    Named {
        /// An index of [`crate::scenario::plan::Plan::gatherings`].
        gathering: u32,
        /// Which instance, from 0.
        nth: u32,
    },
}

/// One instance of a meeting, webinar or session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gathering {
    /// Where it comes from.
    pub reference: GatheringRef,
    /// What it is.
    pub kind: GatheringKind,
    /// When it starts.
    pub start: Moment,
    /// When it ends.
    pub end: Moment,
    /// How many stays of participants it has from start to end.
    pub size: u32,
}

/// Whether something is going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum State {
    Upcoming,
    Live,
    Past,
}

impl State {
    /// Of something that lasts from `start` until just before `end`.
    pub(crate) fn of(start: Moment, end: Moment, now: Moment) -> Self {
        if now < start {
            Self::Upcoming
        } else if now < end {
            Self::Live
        } else {
            Self::Past
        }
    }
}

impl Gathering {
    /// Whether it is going on: live from its first instant until just before its end.
    pub fn state(&self, now: Moment) -> State {
        State::of(self.start, self.end, now)
    }
}

/// Where UUIDs keep what names a gathering of the scenario.
const NAMED: u8 = 16;
/// Where numbers keep it: beyond all series of the population.
const NAMED_SERIES: u64 = 1 << 33;
/// Where numbers keep the series of the population's sessions: beyond what a scenario can name.
const SESSION_SERIES: u64 = 1 << 34;

const KINDS: [GatheringKind; 3] = [GatheringKind::Meeting, GatheringKind::Webinar, GatheringKind::Session];

impl World {
    pub(crate) fn schedule(&self, kind: GatheringKind) -> Option<&Schedule> {
        self.schedules[kind as usize].as_ref()
    }

    pub(crate) fn slot_key(&self, kind: GatheringKind, slot: u32) -> Key {
        self.schedule(kind).map_or(self.key, |schedule| schedule.slot_key(slot))
    }

    /// The latest instance, of whatever kind, of the series that `number` names, that has started by `now`.
    pub fn gathering_by_number(&self, number: u64, now: Moment) -> Option<Gathering> {
        if let Some(gathering) = self.named.by_number(number) {
            return self.latest_named(gathering, now);
        }
        let series = self.ids.of_number(number)?;
        if let Some(gathering) = series.checked_sub(NAMED_SERIES) {
            let gathering = usize::try_from(gathering).ok()?;
            let fixture = self.plan.gatherings.get(gathering)?;
            let is_its_number = fixture.number.is_none() && fixture.kind != GatheringKind::Session;
            return is_its_number.then(|| self.latest_named(gathering, now)).flatten();
        }
        let kind = if series % 2 == 0 { GatheringKind::Meeting } else { GatheringKind::Webinar };
        let turn = (series / 2 % u64::from(SERIES_PER_SLOT)) as u32;
        let slot = u32::try_from(series / 2 / u64::from(SERIES_PER_SLOT)).ok()?;
        let schedule = self.schedule(kind).filter(|schedule| slot < schedule.slots())?;
        let running = schedule.slot(slot).running(now.seconds());
        let back = (running % SERIES_PER_SLOT + SERIES_PER_SLOT - turn) % SERIES_PER_SLOT;
        self.remembered(kind, slot, running.checked_sub(back)?, now)
    }

    pub(crate) fn latest_named(&self, gathering: usize, now: Moment) -> Option<Gathering> {
        let instances = &self.named.gatherings[gathering].instances;
        let started = instances.partition_point(|instance| instance.start <= now.seconds());
        let nth = u32::try_from(started.checked_sub(1)?).ok()?;
        Some(self.gathering(GatheringRef::Named { gathering: gathering as u32, nth }))
    }

    /// The instance, of whatever kind, that `uuid` names, if it has started by `now`.
    pub fn gathering_by_uuid(&self, uuid: Uuid, now: Moment) -> Option<Gathering> {
        if let Some(gathering) = self.named.by_uuid(uuid.0) {
            return self.started(gathering, 0, now);
        }
        let (kind, slot, nth) = self.ids.of_uuid(uuid)?;
        if kind == NAMED {
            let gathering = slot as usize;
            let is_given = nth == 0 && self.plan.gatherings.get(gathering)?.uuid.is_some();
            return if is_given { None } else { self.started(gathering, nth, now) };
        }
        let kind = *KINDS.get(usize::from(kind))?;
        self.schedule(kind).filter(|schedule| slot < schedule.slots())?;
        self.remembered(kind, slot, nth, now)
    }

    fn started(&self, gathering: usize, nth: u32, now: Moment) -> Option<Gathering> {
        let instance = self.named.gatherings.get(gathering)?.instances.get(nth as usize)?;
        (instance.start <= now.seconds())
            .then(|| self.gathering(GatheringRef::Named { gathering: gathering as u32, nth }))
    }

    /// Whether an instance that has started can still be asked for.
    pub(crate) fn is_remembered(&self, gathering: &Gathering, now: Moment) -> bool {
        match gathering.reference {
            GatheringRef::Population { kind, .. } => self
                .schedule(kind)
                .is_some_and(|schedule| schedule.remembers(gathering.end.seconds(), now.seconds())),
            GatheringRef::Named { .. } => true,
        }
    }

    /// An instance of the population, if it has started and is not forgotten.
    fn remembered(&self, kind: GatheringKind, slot: u32, nth: u32, now: Moment) -> Option<Gathering> {
        let gathering = self.gathering(GatheringRef::Population { kind, slot, nth });
        let schedule = self.schedule(kind)?;
        (gathering.start <= now && schedule.remembers(gathering.end.seconds(), now.seconds()))
            .then_some(gathering)
    }

    /// The instance behind a reference that this world gave out.
    pub fn gathering(&self, reference: GatheringRef) -> Gathering {
        match reference {
            GatheringRef::Population { kind, slot, nth } => {
                let (start, end, size) = self.schedule(kind).map_or((0, 1, 1), |schedule| {
                    let (start, end) = schedule.slot(slot).times(nth);
                    (start, end, schedule.size(slot, nth))
                });
                Gathering {
                    reference,
                    kind,
                    start: Moment::from_seconds(start),
                    end: Moment::from_seconds(end),
                    size,
                }
            }
            GatheringRef::Named { gathering, nth } => {
                let instance = &self.named.gatherings[gathering as usize].instances[nth as usize];
                Gathering {
                    reference,
                    kind: self.plan.gatherings[gathering as usize].kind,
                    start: Moment::from_seconds(instance.start),
                    end: Moment::from_seconds(instance.end),
                    size: instance.stays.len() as u32 + instance.crowd.count(),
                }
            }
        }
    }

    /// The stays of an instance of the population.
    pub(crate) fn population_stays(
        &self,
        schedule: &Schedule,
        slot: u32,
        nth: u32,
        (start, end): (i64, i64),
    ) -> Stays {
        let key = schedule.slot_key(slot).of(Purpose::Instance).at(u64::from(nth));
        Stays::new(key, schedule.size(slot, nth), start, end - start, end)
    }

    /// UUID of an instance.
    pub fn uuid(&self, gathering: &Gathering) -> Uuid {
        match gathering.reference {
            GatheringRef::Population { kind, slot, nth } => self.ids.uuid(kind as u8, slot, nth),
            GatheringRef::Named { gathering, nth } => match self.plan.gatherings[gathering as usize].uuid {
                Some(uuid) if nth == 0 => Uuid(uuid),
                _ => self.ids.uuid(NAMED, gathering, nth),
            },
        }
    }

    /// ID of the series; `None` for sessions.
    pub fn number(&self, gathering: &Gathering) -> Option<u64> {
        if gathering.kind == GatheringKind::Session {
            return None;
        }
        Some(match gathering.reference {
            GatheringRef::Population { kind, slot, nth } => {
                let turn = u64::from(slot) * u64::from(SERIES_PER_SLOT) + u64::from(nth % SERIES_PER_SLOT);
                self.ids.number(turn * 2 + u64::from(kind == GatheringKind::Webinar))
            }
            GatheringRef::Named { gathering, .. } => self.plan.gatherings[gathering as usize]
                .number
                .unwrap_or_else(|| self.ids.number(NAMED_SERIES + u64::from(gathering))),
        })
    }

    /// `session_number`: of the same form as the IDs of series, of which none leads here.
    pub fn session_number(&self, session: &Gathering) -> u64 {
        match session.reference {
            GatheringRef::Population { slot, nth, .. } => {
                let turn = u64::from(slot) * u64::from(SERIES_PER_SLOT) + u64::from(nth % SERIES_PER_SLOT);
                self.ids.number(SESSION_SERIES + turn)
            }
            GatheringRef::Named { gathering, .. } => self.ids.number(NAMED_SERIES + u64::from(gathering)),
        }
    }

    /// The key of a series: all its instances share topic and session key.
    pub(crate) fn series_key(&self, gathering: &Gathering) -> Key {
        match gathering.reference {
            GatheringRef::Population { kind, slot, nth } => {
                self.slot_key(kind, slot).of(Purpose::Series).at(u64::from(nth % SERIES_PER_SLOT))
            }
            GatheringRef::Named { gathering, .. } => self.named.gatherings[gathering as usize].key,
        }
    }

    /// Topic, or the name of a session.
    pub fn topic(&self, gathering: &Gathering) -> Cow<'_, str> {
        match gathering.reference {
            GatheringRef::Named { gathering, .. } => {
                Cow::Borrowed(&self.plan.gatherings[gathering as usize].topic)
            }
            GatheringRef::Population { .. } => {
                const OCCASIONS: [&str; 8] = [
                    "sync",
                    "review",
                    "planning",
                    "stand-up",
                    "workshop",
                    "retrospective",
                    "briefing",
                    "demo",
                ];
                let topic = self.series_key(gathering).of(Purpose::Topic);
                let mut words = topic.words();
                let adjective: &str = BsAdj().fake_with_rng(&mut words);
                let noun: &str = BsNoun().fake_with_rng(&mut words);
                let mut text = [adjective, noun, topic.pick(&OCCASIONS)].join(" ");
                if let Some(first) = text.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
                Cow::Owned(text)
            }
        }
    }

    /// `session_key`
    pub fn session_key(&self, gathering: &Gathering) -> String {
        ShortId::of(self.series_key(gathering).of(Purpose::UserKey)).to_string()
    }

    /// How many participants have joined by `now`.
    pub fn joined(&self, gathering: &Gathering, now: Moment) -> u32 {
        Cast::new(self, gathering).joined(now.seconds())
    }

    /// The participants who have joined by `now`, as they are then, from the index `from` on. It costs what is
    /// taken of it.
    pub fn participants<'w>(
        &'w self,
        gathering: &Gathering,
        now: Moment,
        from: u32,
    ) -> impl Iterator<Item = Participant<'w>> + use<'w> {
        let cast = Cast::new(self, gathering);
        let at = now.seconds();
        let mut from = from;
        std::iter::from_fn(move || {
            let index = cast.next_joined(from, at)?;
            from = index + 1;
            Some(cast.participant(index, at))
        })
    }

    /// One participant, as they are at a time; an index that is too high is taken for the last.
    pub fn participant(&self, gathering: &Gathering, index: u32, at: Moment) -> Participant<'_> {
        Cast::new(self, gathering).participant(index, at.seconds())
    }

    /// The participant whom an ID names, if they have joined by `now`.
    pub fn participant_by_id(
        &self,
        gathering: &Gathering,
        id: ParticipantId,
        now: Moment,
    ) -> Option<Participant<'_>> {
        let cast = Cast::new(self, gathering);
        let index = id.index()?;
        (cast.next_joined(index, now.seconds()) == Some(index))
            .then(|| cast.participant(index, now.seconds()))
    }

    /// How many minutes of a stay are complete at `now`; the last, shorter one is when the participant has left.
    pub fn minutes_until(&self, participant: &Participant<'_>, now: Moment) -> u32 {
        minutes_until(participant.join, participant.leave, now)
    }

    /// One minute of a stay.
    pub fn minute(&self, gathering: &Gathering, participant: u32, index: u32) -> Minute {
        Client::new(Cast::new(self, gathering), participant).minute(index)
    }

    /// The minutes of a stay that are complete at `now`, in order.
    pub fn minutes<'w>(
        &'w self,
        gathering: &Gathering,
        participant: &Participant<'_>,
        now: Moment,
    ) -> impl ExactSizeIterator<Item = Minute> + use<'w> {
        let client = Client::new(Cast::new(self, gathering), participant.index);
        (0..self.minutes_until(participant, now)).map(move |index| client.minute(index))
    }

    /// The samples of one minute of a stay: ten, or fewer if the stay ends in it.
    pub fn samples(&self, gathering: &Gathering, participant: u32, minute: u32) -> Vec<Sample> {
        Client::new(Cast::new(self, gathering), participant).samples(minute)
    }

    /// A whole stay.
    pub fn summary(&self, gathering: &Gathering, participant: u32) -> Summary {
        Client::new(Cast::new(self, gathering), participant).summary()
    }

    /// What a participant sits at at a time.
    pub fn station(&self, gathering: &Gathering, participant: u32, at: Moment) -> Station<'_> {
        let cast = Cast::new(self, gathering);
        cast.station(&cast.actor(participant), at.seconds())
    }
}

/// How many minutes of something that lasts from `start` to `end` are complete at `now`.
pub(crate) fn minutes_until(start: Moment, end: Moment, now: Moment) -> u32 {
    if now >= end {
        minutes_in(end.seconds() - start.seconds())
    } else {
        u32::try_from((now.seconds() - start.seconds()) / 60).unwrap_or(0)
    }
}
