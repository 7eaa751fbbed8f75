//! Clock, networks, offices: what does not depend on who meets whom.

use std::collections::HashMap;

use super::names::{Names, unknown};
use crate::scenario::defaults;
use crate::scenario::diagnostics::{Mistake, Mistakes, Place};
use crate::scenario::networks::{USUAL_SIGNAL, built_in};
use crate::scenario::plan::{CITIES, ClockMode, ClockPlan, Medium, NetworkProfile, Office};
use crate::scenario::syntax;
use crate::scenario::syntax::decode::{Field, Located, Named};
use crate::units::{Bitrate, Jitter, Latency, Loss};

/// The least bandwidth that anything gets through.
const LEAST_BANDWIDTH: Bitrate = Bitrate::from_kbps(1);

pub(super) fn clock(written: &Field<syntax::Clock>) -> ClockPlan {
    let clock = written.value();
    ClockPlan {
        start: clock.and_then(|clock| clock.start.value().copied()),
        mode: clock.map_or(ClockMode::Real, |clock| clock.speed.or(ClockMode::Real)),
    }
}

/// The built-in profiles and the scenario's own ones, which replace built-in ones of the same name.
pub(super) fn networks(
    written: &Field<Named<syntax::Network>>,
    mistakes: &mut Mistakes,
) -> Vec<NetworkProfile> {
    let mut networks = built_in();
    let mut indices: HashMap<String, usize> =
        networks.iter().enumerate().map(|(index, network)| (network.name.clone(), index)).collect();
    for (key, field) in written.value().map_or(&[][..], |named| &named.0) {
        if key.text.trim().is_empty() {
            mistakes.add(Mistake::new(key.place, "a network needs a name").hint("write it before the colon"));
            continue;
        }
        // A profile with a mistake still has a name that others may use.
        let profile = network(&key.text, field.value(), mistakes);
        match indices.get(&key.text).and_then(|index| networks.get_mut(*index)) {
            Some(built_in) => *built_in = profile,
            None => {
                indices.insert(key.text.clone(), networks.len());
                networks.push(profile);
            }
        }
    }
    networks
}

fn network(name: &str, written: Option<&syntax::Network>, mistakes: &mut Mistakes) -> NetworkProfile {
    let medium = written.and_then(|network| network.medium.value().copied());
    let signal = written.and_then(|network| network.signal.written());
    let medium = match (medium, signal) {
        (Some(medium), Some(signal)) if medium != Medium::Wifi => {
            mistakes.add(
                Mistake::new(signal.place, format!("`{name}` is no Wi-Fi, so there is no signal"))
                    .hint("leave out `signal`, or write `medium: wifi`"),
            );
            medium
        }
        (Some(medium), _) => medium,
        (None, Some(_)) => Medium::Wifi,
        (None, None) => Medium::Other,
    };
    let bandwidth = written.and_then(|network| network.bandwidth.written());
    if let Some(bandwidth) = bandwidth
        && bandwidth.value < LEAST_BANDWIDTH
    {
        mistakes.add(
            Mistake::new(bandwidth.place, "nothing gets through a network of less than 1 kbps")
                .hint("to lose everything, write `loss: 100%`"),
        );
    }
    NetworkProfile {
        name: name.to_owned(),
        medium,
        latency: written.map_or(Latency::default(), |network| network.latency.or(Latency::default())),
        jitter: written.map_or(Jitter::default(), |network| network.jitter.or(Jitter::default())),
        loss: written.map_or(Loss::default(), |network| network.loss.or(Loss::default())),
        bandwidth: bandwidth.map_or(LEAST_BANDWIDTH, |bandwidth| bandwidth.value),
        rssi: (medium == Medium::Wifi).then(|| signal.map_or(USUAL_SIGNAL, |signal| signal.value)),
    }
}

pub(super) fn offices(
    written: &Field<Vec<Located<syntax::Office>>>,
    networks: &Names<'_>,
    mistakes: &mut Mistakes,
) -> Vec<Office> {
    let index_of = |name: &str| networks.position(name).unwrap_or(0);
    let mut offices: Vec<Office> = Vec::new();
    let mut seen: HashMap<&str, Place> = HashMap::new();
    for Located { value: office, place } in written.items() {
        let city = office.city.written().and_then(|city| find_city(city, mistakes));
        let name = office.name.written().or(office.city.written());
        // Without a name there is nothing to refer to; that it is missing has been noted.
        let Some(name) = name else { continue };
        if let Some(first) = seen.insert(&name.value, *place) {
            mistakes.add(
                Mistake::new(name.place, format!("two offices are called `{}`", name.value))
                    .related(first, "first here")
                    .hint("give each office a `name` of its own"),
            );
        }
        let network = match &office.network {
            Field::Absent => index_of(defaults::OFFICE_NETWORK),
            network => network.written().and_then(|network| networks.find(network, mistakes)).unwrap_or(0),
        };
        offices.push(Office {
            name: name.value.clone(),
            city: city.unwrap_or(0),
            network,
            weight: office.weight.value().map_or(1, |weight| weight.0),
        });
    }
    if offices.is_empty() && !written.is_invalid() {
        for (city, network, weight) in defaults::OFFICES {
            offices.push(Office {
                name: city.to_owned(),
                city: city_index(city).unwrap_or(0),
                network: index_of(network),
                weight,
            });
        }
    }
    if let Some(list) = written.written()
        && !offices.is_empty()
        && offices.iter().all(|office| office.weight == 0)
    {
        mistakes.add(
            Mistake::new(list.place, "every office has the weight 0, so nobody sits anywhere")
                .hint("give one of them a `weight` of at least 1"),
        );
    }
    offices
}

/// The index of a city in [`CITIES`], whatever the case of its letters and with or without accents.
pub(super) fn city_index(name: &str) -> Option<usize> {
    let name = plain(name);
    CITIES.iter().position(|city| plain(city.name) == name)
}

pub(super) fn find_city(name: &Located<String>, mistakes: &mut Mistakes) -> Option<usize> {
    match city_index(&name.value) {
        Some(index) => Some(index),
        None => {
            unknown("city", &name.value, name.place, CITIES.iter().map(|city| city.name), mistakes);
            None
        }
    }
}

fn plain(name: &str) -> String {
    name.to_lowercase().replace('ü', "u").replace('ã', "a")
}
