//! From what is written to what is meant: names become indices, gaps are filled, contradictions are noted.
//!
//! Nothing here stops at a mistake. Where a value is missing or wrong something harmless takes its place, so
//! that the rest can be checked; the plan is only handed out if there was no mistake at all.

mod calls;
mod environment;
mod gatherings;
mod occasions;
mod people;
mod population;
mod timeline;

use super::defaults;
use super::diagnostics::{Mistake, Mistakes, Place};
use super::plan::{NetworkProfile, Office, Plan};
use super::suggest::{listed, suggest};
use super::syntax::Scenario;
use super::syntax::decode::{Located, shortened};

/// Checks a scenario. The plan is to be thrown away if there are mistakes.
pub(in crate::scenario) fn check(written: &Scenario, mistakes: &mut Mistakes) -> Plan {
    let clock = environment::clock(&written.clock);
    let account = environment::account(&written.account);
    let apps = environment::apps(&written.apps, mistakes);
    let webhooks = environment::webhooks(&written.webhooks);
    let networks = environment::networks(&written.networks, mistakes);
    let offices = environment::offices(&written.offices, &networks, mistakes);
    let places = Places { networks: &networks, offices: &offices };
    let population = population::population(&written.population, &places, mistakes);
    let gatherings = gatherings::gatherings(written, &places, mistakes);
    let calls = calls::calls(&written.calls, &places, mistakes);
    let timeline = timeline::timeline(written, clock.start, &gatherings, &calls, &places, mistakes);
    Plan {
        seed: written.seed.value().map_or(defaults::SEED, |seed| seed.0),
        clock,
        account,
        apps,
        webhooks,
        population,
        gatherings,
        calls,
        timeline,
        networks,
        offices,
    }
}

/// What a scenario calls by name wherever people are.
struct Places<'p> {
    networks: &'p [NetworkProfile],
    offices: &'p [Office],
}

impl Places<'_> {
    /// The index of a network.
    fn network(&self, name: Option<&Located<String>>, mistakes: &mut Mistakes) -> Option<usize> {
        find("network", name?, self.networks.iter().map(|network| network.name.as_str()), mistakes)
    }
}

/// The index of a name among others; if it is not there this is noted, with what may have been meant.
fn find<'n>(
    what: &str,
    name: &Located<String>,
    names: impl Iterator<Item = &'n str> + Clone,
    mistakes: &mut Mistakes,
) -> Option<usize> {
    let index = names.clone().position(|other| other == name.value);
    if index.is_none() {
        unknown(what, &name.value, name.place, names, mistakes);
    }
    index
}

/// Notes that there is nothing of a name.
fn unknown<'n>(
    what: &str,
    name: &str,
    place: Place,
    names: impl Iterator<Item = &'n str> + Clone,
    mistakes: &mut Mistakes,
) {
    let mut mistake = Mistake::new(place, format!("no {what} is called `{}`", shortened(name)));
    if !mistakes.is_full() {
        let hint = suggest(name, names.clone()).unwrap_or_else(|| {
            let mut some: Vec<&str> = Vec::new();
            // One more than is shown, so that it shows that there are more.
            for name in names {
                if some.len() > 20 {
                    break;
                }
                if !some.contains(&name) {
                    some.push(name);
                }
            }
            if some.is_empty() { "there is none".to_owned() } else { format!("there is {}", listed(&some)) }
        });
        mistake = mistake.hint(hint);
    }
    mistakes.add(mistake);
}
