//! Calls with an ID.

use std::collections::HashMap;

use super::Places;
use super::gatherings::{duration, location};
use crate::scenario::defaults;
use crate::scenario::diagnostics::{Mistake, Mistakes, Place};
use crate::scenario::plan::{CallFixture, PartyFixture};
use crate::scenario::syntax::decode::{Field, Located};
use crate::scenario::syntax::gathering::{Call, Party};

pub(super) fn calls(
    written: &Field<Vec<Call>>,
    places: &Places<'_>,
    mistakes: &mut Mistakes,
) -> Vec<CallFixture> {
    let mut taken: HashMap<u64, Place> = HashMap::new();
    let mut calls = Vec::new();
    for call in written.items() {
        if let Some(id) = call.id.written() {
            match taken.get(&id.value.0) {
                Some(first) => mistakes.add(
                    Mistake::new(id.place, "this ID is taken")
                        .related(*first, "by this")
                        .hint("an ID stands for one call; without one it is drawn"),
                ),
                None => {
                    taken.insert(id.value.0, id.place);
                }
            }
        }
        let lasting = call
            .duration
            .written()
            .map(|duration| Located { value: duration.value.0, place: duration.place });
        calls.push(CallFixture {
            id: call.id.value().map(|id| id.0),
            start: call.start.value().copied(),
            duration: duration(lasting, defaults::CALL_DURATION, mistakes),
            caller: party(call.caller.value(), places, mistakes),
            callee: party(call.callee.value(), places, mistakes),
        });
    }
    calls
}

fn party(written: Option<&Party>, places: &Places<'_>, mistakes: &mut Mistakes) -> PartyFixture {
    PartyFixture {
        name: written.map_or_else(String::new, |party| party.name.or(String::new())),
        email: written.and_then(|party| party.email.value()).map(|email| email.0.clone()),
        number: written.and_then(|party| party.number.value()).map(|number| number.0.clone()),
        device: written.and_then(|party| party.device.value().copied()),
        location: written.and_then(|party| location(&party.location, places, mistakes)),
        network: written
            .and_then(|party| party.network.written())
            .and_then(|network| places.networks.find(network, mistakes)),
    }
}
