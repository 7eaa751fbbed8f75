//! Zoom Rooms: those that the scenario names, then those that are drawn for each office.
//!
//! A room's position among all of them is what its ID leads back to. Rooms take part in meetings of the world
//! ([`meetings`]), things go wrong in them ([`issues`]), and each that is in a meeting takes up a port of the
//! conference room connector ([`ports`]).

mod issues;
mod meetings;
mod ports;

use std::collections::HashMap;

pub use issues::{RoomEpisode, RoomIssue, RoomState, RoomStatus};
pub use meetings::RoomMeeting;
pub use ports::HourUsage;

use super::World;
use super::ids::ShortId;
use super::seed::{Key, Purpose};
use super::stations::{self, Fittings, Station};
use super::whereabouts::Whereabouts;
use crate::scenario::plan::{CITIES, Device, Location, Plan};

/// How many rooms an office has, least and most.
const ROOMS: (u64, u64) = (2, 6);
/// On how many floors they are.
const FLOORS: u64 = 12;

/// A Zoom Room.
#[derive(Clone, Debug, PartialEq)]
pub struct Room<'w> {
    /// Its position among all of them, from 0; never changes.
    pub position: u32,
    /// `id`
    pub id: ShortId,
    /// `room_name`
    pub name: String,
    /// `email`
    pub email: String,
    /// Name of the office that it is in.
    pub office: &'w str,
    /// On which floor.
    pub floor: u64,
    /// `location_id`, of the office and floor.
    pub location_id: ShortId,
    /// Camera, microphone, speaker and address.
    pub station: Station<'w>,
    key: Key,
    origin: Origin,
}

/// How a room came into being.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// The scenario names it; an index of [`Rooms::named`].
    Named(usize),
    /// Drawn for an office.
    Drawn,
}

/// The rooms of a plan, not yet drawn.
#[derive(Debug, Default)]
pub(crate) struct Rooms {
    named: Vec<NamedRoom>,
    /// Position of the first room of every office, and of the one after the last.
    first: Vec<u32>,
}

/// A participant who is a room in an office: in each gathering where the scenario names it.
#[derive(Debug)]
struct NamedRoom {
    key: Key,
    office: usize,
    /// Indices of the plan's gatherings, and of their participants.
    appearances: Vec<(usize, usize)>,
}

impl Rooms {
    pub(crate) fn new(plan: &Plan, world: Key) -> Self {
        let mut named: Vec<NamedRoom> = Vec::new();
        let mut known: HashMap<u64, usize> = HashMap::new();
        for (gathering, fixture) in plan.gatherings.iter().enumerate() {
            for (participant, fixture) in fixture.participants.iter().enumerate() {
                let Whereabouts { person_key, device, location, .. } = Whereabouts::new(plan, world, fixture);
                let (Device::Room, Location::Office(office)) = (device, location) else { continue };
                let index = *known.entry(person_key.bits()).or_insert_with(|| {
                    named.push(NamedRoom { key: person_key, office, appearances: Vec::new() });
                    named.len() - 1
                });
                named[index].appearances.push((gathering, participant));
            }
        }
        let mut first = vec![named.len() as u32];
        for office in 0..plan.offices.len() {
            let rooms = office_key(world, office).within(ROOMS.0..=ROOMS.1) as u32;
            first.push(first.last().map_or(0, |last| last.saturating_add(rooms)));
        }
        Self { named, first }
    }

    fn count(&self) -> u32 {
        self.first.last().copied().unwrap_or_default()
    }
}

fn office_key(world: Key, office: usize) -> Key {
    world.of(Purpose::Room).at(office as u64)
}

impl World {
    /// How many Zoom Rooms there are.
    pub fn room_count(&self) -> u32 {
        self.rooms.count()
    }

    /// The Zoom Rooms, from a position on: the scenario's, then office by office.
    pub fn rooms(&self, from: u32) -> impl Iterator<Item = Room<'_>> {
        (from..self.room_count()).filter_map(|position| self.room(position))
    }

    /// The Zoom Room that an ID names.
    pub fn room_by_id(&self, id: ShortId) -> Option<Room<'_>> {
        self.room(self.ids.of_room(id)?)
    }

    fn room(&self, position: u32) -> Option<Room<'_>> {
        if let Some(named) = self.rooms.named.get(position as usize) {
            let &(gathering, participant) = named.appearances.first()?;
            let fixture = &self.plan.gatherings[gathering].participants[participant];
            let email = fixture.email.clone();
            let email = email.unwrap_or_else(|| format!("room{position}@{}", self.plan.account.domain));
            let name = (fixture.name.clone(), email);
            return Some(self.furnished(
                position,
                named.key,
                named.office,
                name,
                Origin::Named(position as usize),
            ));
        }
        let (office, number, key) = self.drawn_room(position)?;
        let city = CITIES[self.plan.offices[office].city.min(CITIES.len() - 1)];
        let name = format!("{} {number}", self.plan.offices[office].name);
        let code = city.country_code.to_ascii_lowercase();
        let email = format!("room-{code}{}-{number}@{}", office + 1, self.plan.account.domain);
        Some(self.furnished(position, key, office, (name, email), Origin::Drawn))
    }

    /// Office, number within it, and key of a room that is drawn.
    fn drawn_room(&self, position: u32) -> Option<(usize, u32, Key)> {
        let office = self.rooms.first.partition_point(|&first| first <= position).checked_sub(1)?;
        let number = position - self.rooms.first[office] + 1;
        let key = office_key(self.key, office).at(u64::from(number));
        (office < self.plan.offices.len()).then_some((office, number, key))
    }

    fn furnished(
        &self,
        position: u32,
        key: Key,
        office: usize,
        (name, email): (String, String),
        origin: Origin,
    ) -> Room<'_> {
        let place = &self.plan.offices[office];
        let floor = 1 + key.of(Purpose::Place).below(FLOORS);
        let station = stations::station(
            key,
            &Fittings {
                device: Device::Room,
                city: &CITIES[place.city.min(CITIES.len() - 1)],
                office: Some(office),
                network: &self.plan.networks[place.network],
                domain: Some(&self.plan.account.domain),
                camera_on: true,
                microphone: None,
            },
        );
        let location_id = ShortId::of(office_key(self.key, office).of(Purpose::Place).at(floor));
        Room {
            position,
            id: self.ids.room(position),
            name,
            email,
            office: &place.name,
            floor,
            location_id,
            station,
            key,
            origin,
        }
    }
}
