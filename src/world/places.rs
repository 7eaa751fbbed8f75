//! What the scenario's mixes give to somebody: a device, a place, a network.

use super::link::Condition;
use super::seed::{Key, Purpose};
use crate::scenario::plan::{CITIES, Device, Location, Medium, Plan};

/// How many of the account's people are in an office.
const IN_OFFICE: f64 = 0.6;

/// What somebody connects with.
pub(crate) fn device(plan: &Plan, person: Key) -> Device {
    person.of(Purpose::Device).weighted(&plan.population.devices)
}

/// Where somebody is.
pub(crate) fn location(plan: &Plan, person: Key, outside: bool) -> Location {
    let place = person.of(Purpose::Place);
    if outside || !place.chance(IN_OFFICE) {
        return Location::Home(place.at(1).below(CITIES.len() as u64) as usize);
    }
    let total: u64 = plan.offices.iter().map(|office| u64::from(office.weight)).sum();
    let mut ticket = place.at(2).below(total);
    for (index, office) in plan.offices.iter().enumerate() {
        if ticket < u64::from(office.weight) {
            return Location::Office(index);
        }
        ticket -= u64::from(office.weight);
    }
    Location::Office(0)
}

/// The network of somebody there, an index of the plan's.
pub(crate) fn network(plan: &Plan, person: Key, device: Device, location: Location) -> usize {
    let draw = person.of(Purpose::Network);
    let mobile = matches!(device, Device::Ios | Device::Android);
    let fits = |network: usize| !mobile || plan.networks[network].medium != Medium::Wired;
    if let Location::Office(office) = location
        && fits(plan.offices[office].network)
    {
        return plan.offices[office].network;
    }
    // A telephone without a cable takes another draw.
    let first = draw.weighted(&plan.population.networks);
    let others = (1..8).map(|n| draw.at(n).weighted(&plan.population.networks));
    std::iter::once(first).chain(others).find(|&network| fits(network)).unwrap_or(first)
}

/// How well somebody's network does in one stay.
pub(crate) fn condition(plan: &Plan, stay: Key) -> Condition {
    let [good, fair, poor] = plan.population.quality;
    stay.of(Purpose::Quality).weighted(&[
        (Condition::Good, good),
        (Condition::Fair, fair),
        (Condition::Poor, poor),
    ])
}
