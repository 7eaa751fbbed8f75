//! The population: how much of everything, in which mix.

use super::Places;
use crate::scenario::defaults::{self, Usual};
use crate::scenario::diagnostics::{Mistake, Mistakes};
use crate::scenario::plan::{Crowd, Device, Population};
use crate::scenario::syntax::decode::{Field, Located, Named, Scalar, read_scalar};
use crate::scenario::syntax::population::{self, Calls, Gatherings};
use crate::scenario::syntax::quantity::{Count, Weight};
use crate::scenario::syntax::words::Quality;
use crate::time::Span;

/// How many people may take part in the population at a time.
const MOST_PEOPLE: u64 = 1_000_000;

pub(super) fn population(
    written: &Field<population::Population>,
    places: &Places<'_>,
    mistakes: &mut Mistakes,
) -> Population {
    let population = written.value();
    let gatherings = |field: Option<&Field<Gatherings>>, usual: &Usual| {
        field.and_then(Field::value).map(|gatherings| crowd(gatherings, usual))
    };
    let result = Population {
        meetings: gatherings(population.map(|population| &population.meetings), &defaults::MEETINGS),
        webinars: gatherings(population.map(|population| &population.webinars), &defaults::WEBINARS),
        sessions: gatherings(population.map(|population| &population.sessions), &defaults::SESSIONS),
        calls: population.and_then(|population| population.calls.value()).map(calls),
        devices: devices(population, mistakes),
        networks: networks(population, places, mistakes),
        quality: quality(population, mistakes),
    };
    if let Some(Located { value, .. }) = written.written() {
        people_at_a_time(value, &result, mistakes);
    }
    result
}

fn crowd(written: &Gatherings, usual: &Usual) -> Crowd {
    Crowd {
        live: written.live.value().map_or(0, |live| live.0),
        history: written.history.value().map_or(defaults::HISTORY, |history| history.0),
        participants: written.participants.value().map_or(usual.participants, |range| (range.0, range.1)),
        duration: written.duration.value().map_or_else(|| minutes(usual), |range| (range.0, range.1)),
    }
}

fn calls(written: &Calls) -> Crowd {
    let usual = &defaults::CALLS;
    Crowd {
        live: written.live.value().map_or(0, |live| live.0),
        history: written.history.value().map_or(defaults::HISTORY, |history| history.0),
        participants: usual.participants,
        duration: written.duration.value().map_or_else(|| minutes(usual), |range| (range.0, range.1)),
    }
}

fn minutes(usual: &Usual) -> (Span, Span) {
    (Span::from_minutes(usual.minutes.0), Span::from_minutes(usual.minutes.1))
}

/// Notes it if more people could be there at a time than the emulator is made for.
fn people_at_a_time(written: &population::Population, result: &Population, mistakes: &mut Mistakes) {
    let counts: [&Field<Count>; 4] = [
        &written.meetings.value().map(|part| part.live.clone()).unwrap_or_default(),
        &written.webinars.value().map(|part| part.live.clone()).unwrap_or_default(),
        &written.sessions.value().map(|part| part.live.clone()).unwrap_or_default(),
        &written.calls.value().map(|part| part.live.clone()).unwrap_or_default(),
    ];
    let crowds = [&result.meetings, &result.webinars, &result.sessions, &result.calls];
    let people =
        crowds.map(|crowd| crowd.map_or(0, |crowd| u64::from(crowd.live) * u64::from(crowd.participants.1)));
    let total: u64 = people.iter().sum();
    if total <= MOST_PEOPLE {
        return;
    }
    let most = counts
        .iter()
        .zip(people)
        .filter(|(count, _)| count.written().is_some())
        .max_by_key(|(_, people)| *people);
    if let Some((Field::Written(count), _)) = most {
        mistakes.add(
            Mistake::new(count.place, format!("up to {total} people would take part at a time"))
                .label("most of them here")
                .hint("at most 1,000,000 may: `live` times the most `participants`, added up"),
        );
    }
}

/// The weights of a mix; percentages must add up.
fn mix(written: Option<&Located<Named<Weight>>>, mistakes: &mut Mistakes) -> Vec<(Located<String>, u32)> {
    let Some(mix) = written else { return Vec::new() };
    let mut weights = Vec::new();
    let (mut parts, mut percent) = (0_u64, 0_u64);
    let (mut any_parts, mut any_percent, mut complete) = (false, false, true);
    for (key, weight) in &mix.value.0 {
        let weight = match weight.value() {
            Some(Weight::Parts(weight)) => {
                any_parts = true;
                parts += u64::from(*weight);
                *weight
            }
            Some(Weight::Percent(weight)) => {
                any_percent = true;
                percent += u64::from(*weight);
                *weight
            }
            None => {
                complete = false;
                continue;
            }
        };
        weights.push((Located { value: key.text.clone(), place: key.place }, weight));
    }
    if any_parts && any_percent {
        mistakes.add(
            Mistake::new(mix.place, "this mixes parts and percentages")
                .hint("write all of them as parts, `3`, or all of them as percentages, `60%`"),
        );
    } else if any_percent && percent != 10_000 && complete {
        let shown = format!("{}.{:02}", percent / 100, percent % 100);
        let shown = shown.trim_end_matches('0').trim_end_matches('.');
        mistakes.add(
            Mistake::new(mix.place, format!("these percentages add up to {shown}%"))
                .hint("they must add up to 100%; parts, such as `3`, need not add up to anything"),
        );
    } else if !any_percent && parts == 0 && complete {
        mistakes.add(
            Mistake::new(mix.place, "nothing in this mix has any weight")
                .hint("give one of them a weight of at least 1"),
        );
    }
    weights
}

fn devices(written: Option<&population::Population>, mistakes: &mut Mistakes) -> Vec<(Device, u32)> {
    let mix = mix(written.and_then(|population| population.devices.written()), mistakes);
    let mut devices: Vec<(Device, u32)> = Vec::new();
    for (name, weight) in mix {
        let Some(device) = read_word::<Device>(&name, mistakes) else { continue };
        match devices.iter_mut().find(|(other, _)| *other == device) {
            Some(_) => mistakes.add(twice(&name)),
            None => devices.push((device, weight)),
        }
    }
    if devices.is_empty() { defaults::DEVICES.to_vec() } else { devices }
}

fn networks(
    written: Option<&population::Population>,
    places: &Places<'_>,
    mistakes: &mut Mistakes,
) -> Vec<(usize, u32)> {
    let mix = mix(written.and_then(|population| population.networks.written()), mistakes);
    let networks: Vec<(usize, u32)> = mix
        .into_iter()
        .filter_map(|(name, weight)| Some((places.networks.find(&name, mistakes)?, weight)))
        .collect();
    if !networks.is_empty() {
        return networks;
    }
    defaults::NETWORKS
        .into_iter()
        .filter_map(|(name, weight)| Some((places.networks.position(name)?, weight)))
        .collect()
}

fn quality(written: Option<&population::Population>, mistakes: &mut Mistakes) -> [u32; 3] {
    let Some(written) = written.and_then(|population| population.quality.written()) else {
        return defaults::QUALITY;
    };
    let mut weights = [None; 3];
    for (name, weight) in mix(Some(written), mistakes) {
        let [good, fair, poor] = &mut weights;
        let slot = match read_word::<Quality>(&name, mistakes) {
            Some(Quality::Good) => good,
            Some(Quality::Fair) => fair,
            Some(Quality::Poor) => poor,
            None => continue,
        };
        if slot.replace(weight).is_some() {
            mistakes.add(twice(&name));
        }
    }
    if written.value.0.is_empty() { defaults::QUALITY } else { weights.map(|weight| weight.unwrap_or(0)) }
}

fn read_word<T: Scalar>(name: &Located<String>, mistakes: &mut Mistakes) -> Option<T> {
    read_scalar(&name.value, name.place, mistakes)
}

fn twice(name: &Located<String>) -> Mistake {
    Mistake::new(name.place, format!("`{}` is in this mix twice", name.value)).hint("keep one of the two")
}
