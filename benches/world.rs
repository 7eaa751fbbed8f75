//! What the world costs: a minute, a summary, and the events of a second, in a small and in a large world.
//!
//! `cargo bench --bench world`
#![allow(clippy::unwrap_used, missing_docs)]
#![expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]

#[path = "../tests/it/support/plans.rs"]
#[allow(dead_code)]
mod plans;

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use zoom_qos_emulator::Span;
use zoom_qos_emulator::scenario::plan::{GatheringKind, Plan, Population};
use zoom_qos_emulator::world::World;

use plans::{crowd, noon, plan};

fn world(meetings: u32, participants: u32) -> World {
    let base = plan(7);
    let population = Population {
        meetings: Some(crowd(meetings, (participants, participants))),
        devices: vec![(zoom_qos_emulator::scenario::plan::Device::Windows, 1)],
        ..base.population
    };
    World::new(Arc::new(Plan { population, ..base }), noon())
}

/// Median over eleven rounds of the time that one call takes.
fn measure<T>(mut call: impl FnMut() -> T) -> Duration {
    let mut rounds: Vec<Duration> = (0..11)
        .map(|_| {
            let start = Instant::now();
            let mut calls = 0;
            while start.elapsed() < Duration::from_millis(40) {
                black_box(call());
                calls += 1;
            }
            start.elapsed() / calls
        })
        .collect();
    rounds.sort();
    rounds[rounds.len() / 2]
}

fn main() {
    println!("{:<44} {:>14} {:>14}", "", "100 people", "1,000,000");
    let worlds = [world(10, 10), world(1000, 1000)];
    let row = |name: &str, call: &dyn Fn(&World) -> Duration| {
        let [small, large] = [call(&worlds[0]), call(&worlds[1])];
        println!("{name:<44} {small:>14.2?} {large:>14.2?}");
    };
    row("one minute of somebody", &|world| {
        let meeting = world.gatherings(GatheringKind::Meeting, noon()).next().unwrap();
        measure(|| world.minute(&meeting, 3, 2))
    });
    row("all about somebody but their minutes", &|world| {
        let meeting = world.gatherings(GatheringKind::Meeting, noon()).next().unwrap();
        measure(|| world.participant(&meeting, 3, meeting.end))
    });
    row("summary of a stay", &|world| {
        let meeting = world.gatherings(GatheringKind::Meeting, noon()).next().unwrap();
        measure(|| world.summary(&meeting, 3))
    });
    row("list of ten meetings", &|world| {
        measure(|| world.gatherings(GatheringKind::Meeting, noon()).take(10).count())
    });
    row("events of one second", &|world| measure(|| world.events(noon(), noon() + Span::SECOND).len()));
    let events = worlds.each_ref().map(|world| world.events(noon(), noon() + Span::MINUTE).len());
    println!("{:<44} {:>14} {:>14}", "events of one minute", events[0], events[1]);
    let scattered = world(200_000, 5);
    println!(
        "events of one second, 200,000 meetings of five: {:.2?}",
        measure(|| scattered.events(noon(), noon() + Span::SECOND).len())
    );
}
