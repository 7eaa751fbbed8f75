//! Who owns a gathering, and what was arranged for it.

use super::World;
use super::calls::phone_number;
use super::cast::{Cast, Participant};
use super::gatherings::{Gathering, GatheringRef};
use super::ids::ShortId;
use super::people::{self, Person};
use super::seed::Purpose;
use super::whereabouts::Whereabouts;
use crate::scenario::plan::{CITIES, City, Device, Location};
use crate::time::Span;

/// The user of the account whose gathering it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host<'w> {
    /// Who they are, be they from outside the account.
    pub person: Person<'w>,
    /// `host_id`
    pub user_id: ShortId,
    /// Where they are; gatherings are arranged in its time zone.
    pub city: &'static City,
}

impl World {
    /// The host: the first whom the scenario names, be they there or not, or the first of the crowd. Where that
    /// is somebody from outside the account, the gathering is its owner's.
    pub fn host(&self, gathering: &Gathering) -> Host<'_> {
        let named = match gathering.reference {
            GatheringRef::Named { gathering, .. } => {
                self.plan.gatherings[gathering as usize].participants.first()
            }
            GatheringRef::Population { .. } => None,
        };
        let (person, location) = if let Some(fixture) = named {
            let Whereabouts { person_key, location, .. } = Whereabouts::new(&self.plan, self.key, fixture);
            let (email, domain) = (fixture.email.as_deref(), &self.plan.account.domain);
            (people::named(person_key, &fixture.name, email, domain), location)
        } else {
            let cast = Cast::new(self, gathering);
            let actor = cast.actor(0);
            (cast.person(&actor), actor.location)
        };
        let city = match location {
            Location::Office(office) => self.plan.offices[office].city,
            Location::Home(city) => city,
        };
        Host {
            user_id: person.user_id.unwrap_or_else(|| ShortId::of(self.key.of(Purpose::UserId))),
            city: &CITIES[city.min(CITIES.len() - 1)],
            person,
        }
    }

    /// How long it was to last when it was arranged; it may have ended earlier.
    pub fn scheduled(&self, gathering: &Gathering) -> Span {
        match gathering.reference {
            GatheringRef::Named { gathering, .. } => self.plan.gatherings[gathering as usize].duration,
            GatheringRef::Population { .. } => gathering.end - gathering.start,
        }
    }

    /// The number from which somebody dialled in, E.164, of a range for fiction; `None` for clients and rooms.
    pub fn dialled_from(&self, participant: &Participant<'_>) -> Option<String> {
        let dialled = participant.station.device == Device::Phone;
        dialled.then(|| {
            let person = participant.person.user_key.to_string();
            phone_number(self.key.of(Purpose::Phone).text(&person))
        })
    }
}
