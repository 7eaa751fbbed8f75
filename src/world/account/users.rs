//! The users of the account: those whom the scenario names, then the population's, team by team.

use std::collections::HashSet;

use crate::scenario::plan::{Device, GatheringKind, Plan};
use crate::world::World;
use crate::world::people::{self, Person};
use crate::world::places;
use crate::world::pool::Pool;
use crate::world::seed::{Key, Purpose};
use crate::world::whereabouts::Whereabouts;

/// A user of the account.
#[derive(Clone, Debug, PartialEq)]
pub struct User<'w> {
    /// A number that is theirs alone; the users are in its order.
    pub position: u32,
    /// Who it is.
    pub person: Person<'w>,
    /// What they connect with.
    pub device: Device,
    pub(super) key: Key,
}

/// Where the users of a plan are found, not yet drawn.
#[derive(Debug, Default)]
pub(crate) struct Users {
    /// Once each, as participants: indices of the plan's gatherings and of their participants.
    named: Vec<(usize, usize)>,
    /// Those of the population's people in groups, by the position of the first; not all of them are users.
    groups: Vec<(u64, Group)>,
    /// How many positions there are.
    positions: u64,
}

#[derive(Clone, Copy, Debug)]
enum Group {
    /// The teams of all slots, each of so many people.
    Teams { kind: GatheringKind, size: u64 },
    /// The crowd of a gathering that the scenario names.
    Crowd { gathering: usize },
}

impl Users {
    pub(crate) fn new(plan: &Plan, world: Key) -> Self {
        let mut known = HashSet::new();
        let mut named = Vec::new();
        for (gathering, fixture) in plan.gatherings.iter().enumerate() {
            for (participant, fixture) in fixture.participants.iter().enumerate() {
                let Whereabouts { person_key, device, .. } = Whereabouts::new(plan, world, fixture);
                let domain = &plan.account.domain;
                let person = people::named(person_key, &fixture.name, fixture.email.as_deref(), domain);
                if person.in_account() && device != Device::Room && known.insert(person_key.bits()) {
                    named.push((gathering, participant));
                }
            }
        }
        let mut users = Self { positions: named.len() as u64, named, groups: Vec::new() };
        let population = &plan.population;
        // The users of Video SDK sessions are users of whoever made the app, not of the account.
        for (kind, crowd) in
            [(GatheringKind::Meeting, population.meetings), (GatheringKind::Webinar, population.webinars)]
        {
            if let Some(crowd) = crowd.filter(|crowd| crowd.live > 0) {
                let size = Pool::of_slot(kind, 0, world, 0, crowd.participants.1).size();
                users.add(Group::Teams { kind, size }, u64::from(crowd.live) * size);
            }
        }
        for (gathering, fixture) in plan.gatherings.iter().enumerate() {
            if fixture.crowd > 0 && fixture.kind != GatheringKind::Session {
                users.add(Group::Crowd { gathering }, u64::from(fixture.crowd));
            }
        }
        users
    }

    fn add(&mut self, group: Group, people: u64) {
        self.groups.push((self.positions, group));
        self.positions += people;
    }
}

impl World {
    /// The users of the account, from a position on. At least every other position is a user's, unless most
    /// people are rooms.
    pub fn users(&self, from: u32) -> impl Iterator<Item = User<'_>> {
        (from..self.user_positions()).filter_map(|position| self.user(position))
    }

    /// How many positions there are.
    pub(super) fn user_positions(&self) -> u32 {
        u32::try_from(self.users.positions).unwrap_or(u32::MAX)
    }

    /// The user at a position; `None` if that is somebody from outside, or a room.
    pub(super) fn user(&self, position: u32) -> Option<User<'_>> {
        let domain = &self.plan.account.domain;
        if let Some(&(gathering, participant)) = self.users.named.get(position as usize) {
            let fixture = &self.plan.gatherings[gathering].participants[participant];
            let Whereabouts { person_key: key, device, .. } = Whereabouts::new(&self.plan, self.key, fixture);
            let person = people::named(key, &fixture.name, fixture.email.as_deref(), domain);
            return Some(User { position, person, device, key });
        }
        let (pool, member, kind) = self.found(u64::from(position))?;
        let key = pool.person_key(member);
        let device = places::device(&self.plan, key);
        if device == Device::Room || pool.is_outside(member, kind) {
            return None;
        }
        let person = people::invented(key, pool.ordinal(member), true, domain);
        Some(User { position, person, device, key })
    }

    /// Somebody of the population: which pool, which of its members, and what they meet in.
    fn found(&self, position: u64) -> Option<(Pool, u64, GatheringKind)> {
        let groups = &self.users.groups;
        let (first, group) =
            groups[groups.partition_point(|&(first, _)| first <= position).checked_sub(1)?];
        let place = position - first;
        Some(match group {
            Group::Teams { kind, size } => {
                let slot = (place / size) as u32;
                let most = self.schedule(kind)?.crowd().participants.1;
                let pool = Pool::of_slot(kind, slot, self.slot_key(kind, slot), 0, most);
                (pool, place % size, kind)
            }
            Group::Crowd { gathering } => {
                let pool = Pool::of_crowd(gathering, self.named.gatherings[gathering].key);
                (pool, place, self.plan.gatherings[gathering].kind)
            }
        })
    }
}

impl User<'_> {
    /// What is drawn of them for chat.
    pub(super) fn chat_key(&self) -> Key {
        self.key.of(Purpose::Chat)
    }
}
