//! From what is written to what is meant: names become indices, gaps are filled, contradictions are noted.
//!
//! Nothing here stops at a mistake. Where a value is missing or wrong something harmless takes its place, so
//! that the rest can be checked; the plan is only handed out if there was no mistake at all.

mod accounts;
mod calls;
mod environment;
mod gatherings;
mod names;
mod occasions;
mod people;
mod population;
mod timeline;
mod webhooks;

use super::defaults;
use super::diagnostics::Mistakes;
use super::plan::Plan;
use super::syntax::Scenario;
use names::Names;

/// Checks a scenario. The plan is to be thrown away if there are mistakes.
pub(in crate::scenario) fn check(written: &Scenario, mistakes: &mut Mistakes) -> Plan {
    let clock = environment::clock(&written.clock);
    let account = accounts::account(&written.account, mistakes);
    let apps = accounts::apps(&written.apps, mistakes);
    let webhooks = webhooks::webhooks(&written.webhooks, &apps, mistakes);
    let networks = environment::networks(&written.networks, mistakes);
    let network_names = Names::new("network", networks.iter().map(|network| network.name.as_str()));
    let offices = environment::offices(&written.offices, &network_names, mistakes);
    let office_names = Names::new("office", offices.iter().map(|office| office.name.as_str()));
    let places = Places { networks: network_names, offices: office_names };
    let population = population::population(&written.population, &places, mistakes);
    let gatherings = gatherings::gatherings(written, &places, mistakes);
    let calls = calls::calls(&written.calls, &places, mistakes);
    let timeline = timeline::timeline(written, clock.start, &gatherings, &calls, &places, mistakes);
    Plan {
        seed: written.seed.value().map_or(defaults::SEED, |seed| seed.0),
        clock,
        account,
        apps,
        api: accounts::api(written),
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
    networks: Names<'p>,
    offices: Names<'p>,
}
