//! Where those are whom a scenario names, and whom the timeline means by them.

use super::places;
use super::seed::{Key, Purpose};
use super::stays::Stay;
use super::timeline::Timeline;
use crate::scenario::plan::{Device, Location, ParticipantFixture, Plan, Target};

/// Who a participant is that a scenario names, and where, when nothing goes wrong.
pub(crate) struct Whereabouts {
    pub(crate) person_key: Key,
    pub(crate) device: Device,
    pub(crate) location: Location,
    /// An index of the plan's networks.
    pub(crate) network: usize,
}

impl Whereabouts {
    pub(crate) fn new(plan: &Plan, world: Key, fixture: &ParticipantFixture) -> Self {
        let email = fixture.email.as_deref().unwrap_or_default();
        let person_key = world.of(Purpose::Named).text(&fixture.name).text(email);
        let device = fixture.device.unwrap_or_else(|| places::device(plan, person_key));
        let location = fixture.location.unwrap_or_else(|| places::location(plan, person_key, false));
        let network = fixture.network.unwrap_or_else(|| places::network(plan, person_key, device, location));
        Self { person_key, device, location, network }
    }
}

/// Who the timeline may mean by a participant.
pub(crate) fn targets(
    participant: Option<Target>,
    gathering: Option<usize>,
    location: Location,
) -> [Option<Target>; 4] {
    let office = match location {
        Location::Office(office) => Some(Target::Office(office)),
        Location::Home(_) => None,
    };
    [participant, gathering.map(Target::Gathering), office, Some(Target::Everyone)]
}

/// When, in a stay, somebody who is named moves to a network of another medium.
pub(crate) fn medium_changes(
    plan: &Plan,
    world: Key,
    timeline: &Timeline,
    gathering: usize,
    participant: usize,
    stay: Stay,
) -> Vec<i64> {
    let whereabouts = Whereabouts::new(plan, world, &plan.gatherings[gathering].participants[participant]);
    let target = Target::Participant { gathering, participant };
    let effects = timeline.effects_on(targets(Some(target), Some(gathering), whereabouts.location));
    let medium = |at| plan.networks[effects.network(at).unwrap_or(whereabouts.network)].medium;
    let mut changes = effects.network_changes(stay.join, stay.leave);
    changes.retain(|&at| medium(at) != medium(at - 1));
    changes
}
