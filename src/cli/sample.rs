//! Events to try a receiver with: those of the default scenario, as if it had been going on until now.

use zoom_qos_emulator::Span;
use zoom_qos_emulator::scenario::plan::EventKind;
use zoom_qos_emulator::world::{Event, World};

use super::failure::Failure;
use super::scenario::Overrides;

/// How far the default scenario reaches back.
const HISTORY: Span = Span::from_minutes(30 * 24 * 60);

/// So much time is looked through at once.
const WINDOW: Span = Span::from_minutes(1);

/// The default scenario's world, which starts now.
pub(crate) fn world(overrides: &Overrides) -> Result<World, Failure> {
    Ok(overrides.apply(super::scenario::load(None)?).into_world())
}

/// The latest `count` events of `kinds`, the earliest of them first; fewer if there are not so many.
pub(crate) fn latest(world: &World, kinds: &[EventKind], count: usize) -> Vec<Event> {
    let mut found = Vec::new();
    let mut to = world.start();
    let first = to - HISTORY;
    while found.len() < count && to > first {
        let from = to - WINDOW;
        let events = world.events(from, to).into_iter().rev();
        found.extend(events.filter(|event| kinds.contains(&event.kind(world))).take(count - found.len()));
        to = from;
    }
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use zoom_qos_emulator::{Emulator, scenario};

    use super::*;

    #[test]
    fn every_kind_of_event_has_happened_lately() {
        let start = "2026-03-02T09:00:00Z".parse().unwrap();
        let world = Emulator::builder(scenario::default_plan().unwrap()).start_at(start).into_world();
        for kind in EventKind::ALL {
            let events = latest(&world, &[kind], 2);
            assert_eq!(events.len(), 2, "{}", kind.name());
            assert!(events[0].at <= events[1].at && events[1].at < start, "{}", kind.name());
            assert!(events.iter().all(|event| event.kind(&world) == kind));
        }
    }
}
