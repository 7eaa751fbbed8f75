//! Who takes part in a gathering: the named ones first, then the invented ones.

mod screens;

use super::gatherings::{Gathering, GatheringRef};
use super::ids::{ParticipantId, ParticipantUuid};
use super::link::Condition;
use super::named::{Instance, NamedStay, Settings};
use super::people::{self, Person};
use super::pool::Pool;
use super::seed::{Key, Purpose};
use super::stations::{self, Fittings, Station};
use super::stays::{Stay, Stays};
use super::timeline::Effects;
use super::whereabouts::{Whereabouts, targets};
use super::{World, places};
use crate::scenario::plan::{
    CITIES, Device, GatheringFixture, GatheringKind, Location, NetworkProfile, ParticipantFixture, Target,
};
use crate::time::Moment;

/// One stay of one person in one gathering. A person who leaves and comes again has two.
#[derive(Clone, Debug, PartialEq)]
pub struct Participant<'w> {
    /// Position within the gathering, from 0; never changes.
    pub index: u32,
    /// `user_id` / `participant_id`
    pub id: ParticipantId,
    /// `participant_uuid`
    pub uuid: ParticipantUuid,
    /// When they join.
    pub join: Moment,
    /// When they leave, be it in the future.
    pub leave: Moment,
    /// Who it is.
    pub person: Person<'w>,
    /// What they sit at.
    pub station: Station<'w>,
    /// `is_original_host`
    pub is_host: bool,
    /// What they are in the gathering.
    pub role: Role,
    /// Whether they have shared their screen.
    pub shares: bool,
    /// Whether the recording is theirs.
    pub records: bool,
    /// `total_jointime_cost`: how long it took them to get in, in hundredths of a second.
    pub join_cost: u32,
}

/// `role`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Whose gathering it is.
    Host,
    /// Who speaks in a webinar.
    Panelist,
    /// Everybody else.
    Attendee,
}

/// The participants of one gathering, not yet drawn.
#[derive(Clone, Copy)]
pub(crate) struct Cast<'w> {
    world: &'w World,
    kind: GatheringKind,
    key: Key,
    named: Option<NamedCast<'w>>,
    drawn: Stays,
    /// Whose people the invented ones are.
    pool: Pool,
}

#[derive(Clone, Copy)]
struct NamedCast<'w> {
    gathering: usize,
    fixture: &'w GatheringFixture,
    instance: &'w Instance,
}

/// How a participant came into being.
#[derive(Clone, Copy)]
pub(crate) enum Origin<'w> {
    Named {
        stay: &'w NamedStay,
        fixture: &'w ParticipantFixture,
    },
    /// With the position among the invented ones.
    Drawn {
        position: u32,
    },
}

/// A participant, as far as quality of service needs them.
#[derive(Clone, Copy)]
pub(crate) struct Actor<'w> {
    pub(crate) index: u32,
    pub(crate) key: Key,
    pub(crate) stay: Stay,
    pub(crate) origin: Origin<'w>,
    pub(crate) device: Device,
    /// On which they are when nothing goes wrong.
    pub(crate) network: &'w NetworkProfile,
    pub(crate) condition: Condition,
    pub(crate) effects: Effects<'w>,
    person_key: Key,
    member: u64,
    outside: bool,
    pub(crate) location: Location,
}

/// What is going on in a gathering at a time, as one of them perceives it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Surroundings<'w> {
    pub(crate) settings: Settings<'w>,
    pub(crate) sees_video: bool,
    pub(crate) sees_share: bool,
    pub(crate) share_shows: bool,
}

/// Someone shares for spells of five minutes.
const SHARING_SPELL: i64 = 300;
/// A fresh share has nothing to show for so many seconds.
const EMPTY_SHARE: i64 = 10;
/// Among so many, somebody's camera is on.
const MANY: u32 = 4;
/// Of a webinar, so many are panelists; the others only watch.
const PANELISTS: u32 = 5;

impl<'w> Cast<'w> {
    pub(crate) fn new(world: &'w World, gathering: &Gathering) -> Self {
        let (start, end) = (gathering.start.seconds(), gathering.end.seconds());
        match gathering.reference {
            GatheringRef::Population { kind, slot, nth } => {
                let slot_key = world.slot_key(kind, slot);
                let key = slot_key.of(Purpose::Instance).at(u64::from(nth));
                let most = world.schedule(kind).map_or(1, |schedule| schedule.crowd().participants.1);
                let series = u64::from(nth % super::schedule::SERIES_PER_SLOT);
                Self {
                    world,
                    kind,
                    key,
                    named: None,
                    drawn: Stays::new(key, gathering.size, start, end - start, end),
                    pool: Pool::of_slot(kind, slot, slot_key, series, most),
                }
            }
            GatheringRef::Named { gathering: index, nth } => {
                let index = index as usize;
                let named = &world.named.gatherings[index];
                let instance = &named.instances[nth as usize];
                Self {
                    world,
                    kind: gathering.kind,
                    key: named.key.of(Purpose::Instance).at(u64::from(nth)),
                    named: Some(NamedCast {
                        gathering: index,
                        fixture: &world.plan.gatherings[index],
                        instance,
                    }),
                    drawn: instance.crowd,
                    pool: Pool::of_crowd(index, named.key),
                }
            }
        }
    }

    /// The networks of the plan.
    pub(crate) fn networks(&self) -> &'w [NetworkProfile] {
        &self.world.plan.networks
    }

    fn named_stays(&self) -> &'w [NamedStay] {
        self.named.map_or(&[], |named| &named.instance.stays)
    }

    /// How many stays there are, past and future.
    pub(crate) fn size(&self) -> u32 {
        self.named_stays().len() as u32 + self.drawn.count()
    }

    /// How many have joined by a time.
    pub(crate) fn joined(&self, at: i64) -> u32 {
        self.named_joined(at) + self.drawn.joined(at)
    }

    /// The first index, from `from` on, of one who has joined by a time.
    pub(crate) fn next_joined(&self, from: u32, at: i64) -> Option<u32> {
        if from < self.named_joined(at) {
            return Some(from);
        }
        let first_drawn = self.named_stays().len() as u32;
        let index = from.max(first_drawn);
        (index - first_drawn < self.drawn.joined(at)).then_some(index)
    }

    /// Tells of everything that happens to anybody in a span of seconds.
    pub(crate) fn moves(
        &self,
        span: &std::ops::Range<i64>,
        mut tell: impl FnMut(i64, u32, super::stays::Moves),
    ) {
        for (index, stay) in self.named_stays().iter().enumerate() {
            super::stays::moves_of_stay(stay.stay, stay.changes.iter().copied(), span, |at, what| {
                tell(at, index as u32, what);
            });
        }
        let first_drawn = self.named_stays().len() as u32;
        self.drawn.moves(span, |at, position, what| tell(at, first_drawn + position, what));
    }

    /// One of them; an index that is too high is taken for the last.
    pub(crate) fn actor(&self, index: u32) -> Actor<'w> {
        let index = index.min(self.size().saturating_sub(1));
        match (self.named, self.named_stays().get(index as usize)) {
            (Some(named), Some(stay)) => self.named_actor(index, named, stay),
            _ => self.drawn_actor(index),
        }
    }

    fn named_actor(&self, index: u32, named: NamedCast<'w>, stay: &'w NamedStay) -> Actor<'w> {
        let fixture = &named.fixture.participants[stay.participant];
        let plan = &self.world.plan;
        let Whereabouts { person_key, device, location, network } =
            Whereabouts::new(plan, self.world.key, fixture);
        let target = Target::Participant { gathering: named.gathering, participant: stay.participant };
        Actor {
            index,
            key: stay.key,
            stay: stay.stay,
            origin: Origin::Named { stay, fixture },
            device,
            network: &plan.networks[network],
            // The scenario says what network they are on, and means it.
            condition: Condition::Good,
            effects: self.effects(Some(target), location),
            person_key,
            member: 0,
            outside: false,
            location,
        }
    }

    fn drawn_actor(&self, index: u32) -> Actor<'w> {
        let position = index.saturating_sub(self.named_stays().len() as u32);
        let member = self.pool.member(position);
        let person_key = self.pool.person_key(member);
        let outside = self.pool.is_outside(member, self.kind);
        let plan = &self.world.plan;
        let device = places::device(plan, person_key);
        let location = places::location(plan, person_key, outside);
        let key = self.drawn.key(position);
        Actor {
            index,
            key,
            stay: self.drawn.stay(position),
            origin: Origin::Drawn { position },
            device,
            network: &plan.networks[places::network(plan, person_key, device, location)],
            condition: places::condition(plan, key),
            effects: self.effects(None, location),
            person_key,
            member,
            outside,
            location,
        }
    }

    fn effects(&self, participant: Option<Target>, location: Location) -> Effects<'w> {
        let gathering = self.named.map(|named| named.gathering);
        self.world.timeline.effects_on(targets(participant, gathering, location))
    }

    /// All about one of them, as it is at a time.
    pub(crate) fn participant(&self, index: u32, at: i64) -> Participant<'w> {
        let actor = self.actor(index);
        let at = at.clamp(actor.stay.join, actor.stay.leave - 1);
        let is_host = match actor.origin {
            Origin::Named { stay, .. } => stay.participant == 0,
            Origin::Drawn { position } => position == 0 && self.has_no_named(),
        };
        let details = actor.key.of(Purpose::Stay);
        Participant {
            index: actor.index,
            id: ParticipantId::of_index(actor.index),
            uuid: ParticipantUuid::of(details),
            join: Moment::from_seconds(actor.stay.join),
            leave: Moment::from_seconds(actor.stay.leave),
            person: self.person(&actor),
            station: self.station(&actor, at),
            is_host,
            role: self.role(&actor, is_host),
            shares: self.first_share(&actor).is_some_and(|since| since <= at),
            records: is_host && self.is_recorded(),
            join_cost: join_cost(actor.key),
        }
    }

    fn role(&self, actor: &Actor<'w>, is_host: bool) -> Role {
        match (self.kind, actor.origin) {
            _ if is_host => Role::Host,
            (GatheringKind::Webinar, Origin::Named { .. }) => Role::Panelist,
            (GatheringKind::Webinar, Origin::Drawn { position }) if position < PANELISTS => Role::Panelist,
            _ => Role::Attendee,
        }
    }

    /// Whether the host, if they come, records it.
    fn is_recorded(&self) -> bool {
        self.key.of(Purpose::Media).chance(0.4)
    }

    /// Whether it has been recorded by a time: from when the host joins.
    pub(crate) fn has_recorded(&self, at: i64) -> bool {
        let mut named = self.named_stays().iter().take_while(|stay| stay.stay.join <= at);
        self.is_recorded()
            && (named.any(|stay| stay.participant == 0) || self.has_no_named() && self.drawn.joined(at) > 0)
    }

    /// The key of one stay.
    pub(crate) fn stay_key(&self, index: u32) -> Key {
        let named = self.named_stays();
        named
            .get(index as usize)
            .map_or_else(|| self.drawn.key(index.saturating_sub(named.len() as u32)), |stay| stay.key)
    }

    /// The index of the n-th, from 0, of those who have joined by a time.
    pub(crate) fn nth_joined(&self, n: u32, at: i64) -> u32 {
        let named = self.named_joined(at);
        if n < named { n } else { n - named + self.named_stays().len() as u32 }
    }

    /// How many of the named ones have joined by a time.
    pub(crate) fn named_joined(&self, at: i64) -> u32 {
        self.named_stays().partition_point(|stay| stay.stay.join <= at) as u32
    }

    /// What one of them connects with; cheaper than all about them.
    pub(crate) fn device(&self, index: u32) -> Device {
        let plan = &self.world.plan;
        match (self.named, self.named_stays().get(index as usize)) {
            (Some(named), Some(stay)) => {
                let fixture = &named.fixture.participants[stay.participant];
                Whereabouts::new(plan, self.world.key, fixture).device
            }
            _ => {
                let position = index.saturating_sub(self.named_stays().len() as u32);
                places::device(plan, self.pool.person_key(self.pool.member(position)))
            }
        }
    }

    /// Who one of them is; cheaper than all about them.
    pub(crate) fn person_at(&self, index: u32) -> Person<'w> {
        self.person(&self.actor(index))
    }

    fn has_no_named(&self) -> bool {
        self.named.is_none_or(|named| named.fixture.participants.is_empty())
    }

    pub(crate) fn person(&self, actor: &Actor<'w>) -> Person<'w> {
        let domain = &self.world.plan.account.domain;
        match actor.origin {
            Origin::Named { fixture, .. } => {
                people::named(actor.person_key, &fixture.name, fixture.email.as_deref(), domain)
            }
            Origin::Drawn { .. } => {
                let ordinal = self.pool.ordinal(actor.member);
                people::invented(actor.person_key, ordinal, !actor.outside, domain)
            }
        }
    }

    /// What one of them sits at at a time.
    pub(crate) fn station(&self, actor: &Actor<'w>, at: i64) -> Station<'w> {
        let settings = self.settings(actor, at);
        let (city, office) = match actor.location {
            Location::Office(office) => (self.world.plan.offices[office].city, Some(office)),
            Location::Home(city) => (city, None),
        };
        let fittings = Fittings {
            device: actor.device,
            city: &CITIES[city.min(CITIES.len() - 1)],
            office,
            network: self.network(actor, at),
            domain: (!actor.outside).then_some(self.world.plan.account.domain.as_str()),
            camera_on: settings.camera,
            microphone: settings.other_microphone,
        };
        let mut station = stations::station(actor.person_key, &fittings);
        if let Origin::Drawn { position } = actor.origin
            && let Some(change) = self.drawn.change(position)
            && change <= at
            && swaps_microphone(actor.key)
            && !station.microphone.is_empty()
        {
            station.microphone = stations::another_microphone(actor.key, station.microphone);
        }
        station
    }

    /// The network that one of them is on at a time. Whoever is named may move to another; the others' gets
    /// worse or better, but remains what it is.
    pub(crate) fn network(&self, actor: &Actor<'w>, at: i64) -> &'w NetworkProfile {
        match (actor.origin, actor.effects.network(at)) {
            (Origin::Named { .. }, Some(network)) => &self.world.plan.networks[network],
            _ => actor.network,
        }
    }

    /// What one of them has on at a time.
    pub(crate) fn settings(&self, actor: &Actor<'w>, at: i64) -> Settings<'w> {
        let has_video = stations::has_video(actor.device);
        let mut settings = match (actor.origin, self.named) {
            (Origin::Named { stay, .. }, Some(named)) => stay.settings(&self.world.plan, named.fixture, at),
            (Origin::Drawn { position }, _) => self.drawn_settings(actor, position, at),
            (Origin::Named { .. }, None) => Settings::default(),
        };
        settings.camera &= has_video;
        if !has_video {
            settings.sharing_since = None;
        }
        settings
    }

    fn drawn_settings(&self, actor: &Actor<'w>, position: u32, at: i64) -> Settings<'w> {
        let watches = self.kind == GatheringKind::Webinar && position >= PANELISTS;
        let camera = actor.key.of(Purpose::Camera);
        let changed =
            !swaps_microphone(actor.key) && self.drawn.change(position).is_some_and(|change| change <= at);
        let shares = position == 0 && self.has_no_named();
        Settings {
            camera: !watches && (camera.chance(0.7) != changed),
            microphone: !watches,
            sharing_since: self.spell(at).filter(|_| shares).map(|_| at - at % SHARING_SPELL),
            other_microphone: None,
        }
    }

    /// Whether somebody of the invented ones shares in the spell around a time, and whether it shows anything.
    fn spell(&self, at: i64) -> Option<bool> {
        let spell = self.key.of(Purpose::Sharing).at((at / SHARING_SPELL) as u64);
        (self.has_no_named() && spell.chance(0.5)).then(|| !spell.at(1).chance(0.04))
    }

    /// What goes on around one of them at a time.
    pub(crate) fn surroundings(&self, actor: &Actor<'w>, at: i64) -> Surroundings<'w> {
        let settings = self.settings(actor, at);
        let plan = &self.world.plan;
        let has_video = stations::has_video(actor.device);
        let (others_film, others_share) = match self.named {
            Some(named) => {
                let itself = matches!(actor.origin, Origin::Named { .. }).then_some(actor.index as usize);
                let films = named.instance.anybody_films(plan, named.fixture, itself, at);
                let shared = named.instance.shared_since(plan, named.fixture, itself, at);
                (
                    films,
                    shared.map(|since| at >= since + EMPTY_SHARE).or_else(|| self.spell_of_others(actor, at)),
                )
            }
            None => (self.others_film(actor, at), self.spell_of_others(actor, at)),
        };
        let own_shows = settings.sharing_since.map(|since| match actor.origin {
            Origin::Named { .. } => at >= since + EMPTY_SHARE,
            Origin::Drawn { .. } => self.spell(at) == Some(true),
        });
        Surroundings {
            settings,
            sees_video: has_video && others_film,
            sees_share: has_video && others_share.is_some(),
            share_shows: own_shows.or(others_share).unwrap_or(false),
        }
    }

    /// Until when the surroundings of one of them surely are what they are at a time.
    pub(crate) fn surroundings_last(&self, actor: &Actor<'w>, at: i64) -> i64 {
        let Origin::Drawn { position } = actor.origin else {
            return at + 1;
        };
        if self.named.is_some() || self.drawn.count() < MANY {
            return at + 1;
        }
        let spell = at - at % SHARING_SPELL + SHARING_SPELL;
        self.drawn.change(position).filter(|&change| change > at).map_or(spell, |change| change.min(spell))
    }

    fn spell_of_others(&self, actor: &Actor<'w>, at: i64) -> Option<bool> {
        let shares_itself = matches!(actor.origin, Origin::Drawn { position: 0 });
        self.spell(at).filter(|_| !shares_itself)
    }

    fn others_film(&self, actor: &Actor<'w>, at: i64) -> bool {
        self.drawn.count() >= MANY
            || (0..self.drawn.count()).filter(|&other| other != actor.index).any(|other| {
                let other = self.drawn_actor(other);
                other.stay.join <= at && at < other.stay.leave && self.settings(&other, at).camera
            })
    }
}

/// An invented participant who changes something takes another microphone; most switch the camera.
fn swaps_microphone(key: Key) -> bool {
    key.of(Purpose::Change).at(2).chance(0.25)
}

/// How long it took somebody to get in, in hundredths of a second.
pub(crate) fn join_cost(stay: Key) -> u32 {
    stay.of(Purpose::Stay).at(7).within(90..=620) as u32
}
