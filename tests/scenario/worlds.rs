//! The world does what a scenario says.

use std::sync::Arc;

use zoom_qos_emulator::scenario::{built_in_networks, default_plan};
use zoom_qos_emulator::units::{Jitter, Mos};
use zoom_qos_emulator::world::qos::{Minute, Quality};
use zoom_qos_emulator::world::{Gathering, GatheringKind, State, World, quality};
use zoom_qos_emulator::{Moment, Span};

fn morning() -> Moment {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

fn world(text: &str) -> World {
    World::new(Arc::new(crate::plan(text)), morning())
}

fn live(world: &World, kind: GatheringKind, now: Moment) -> Vec<Gathering> {
    world.gatherings(kind, now).filter(|gathering| gathering.state(now) == State::Live).collect()
}

/// The minutes of a named person in the first meeting of this topic.
fn minutes(world: &World, topic: &str, name: &str) -> Vec<Minute> {
    let gathering = world
        .gatherings(GatheringKind::Meeting, morning() + Span::from_minutes(6))
        .find(|gathering| world.topic(gathering) == topic)
        .unwrap();
    let stay = world
        .participants(&gathering, gathering.end, 0)
        .find(|participant| participant.person.name.to_string() == name)
        .unwrap();
    world.minutes(&gathering, &stay, gathering.end).collect()
}

/// Latency of received audio, minute by minute.
fn latencies(minutes: &[Minute]) -> Vec<u32> {
    minutes.iter().map(|minute| minute.streams[0].unwrap().latency.0).collect()
}

#[test]
fn the_default_scenario_is_lively_from_its_first_moment() {
    let start = morning();
    let world = World::new(Arc::new(default_plan().unwrap()), start);
    let meetings = live(&world, GatheringKind::Meeting, start);
    assert!((30..=60).contains(&meetings.len()), "{}", meetings.len());
    assert!(!live(&world, GatheringKind::Webinar, start).is_empty());
    assert!(!live(&world, GatheringKind::Session, start).is_empty());
    assert!(world.calls(start).any(|call| call.state(start) == State::Live));
    let sync = world.gathering_by_number(93_201_235_621, start).unwrap();
    assert_eq!((sync.state(start), world.joined(&sync, start)), (State::Live, 5));
    assert!(world.events(start, start + Span::MINUTE).len() > 100);
}

#[test]
fn the_quickstart_has_one_bad_minute_and_one_exact_minute() {
    let world = world(include_str!("../../scenarios/quickstart.yaml"));
    let ada = minutes(&world, "First meeting", "Ada Lovelace");
    assert_eq!(ada.len(), 15);
    for (index, latency) in latencies(&ada).into_iter().enumerate() {
        assert_eq!(latency > 100, index == 5, "minute {index}: {latency} ms");
    }
    // Grace joins after a minute, so that minute 8 of the meeting is minute 7 of her stay.
    let grace = minutes(&world, "First meeting", "Grace Hopper");
    let exact = |minute: &Minute| minute.streams[0].unwrap().jitter == Jitter::from_millis(40);
    let exact: Vec<usize> = (0..grace.len()).filter(|index| exact(&grace[*index])).collect();
    assert_eq!(exact, [7]);
}

#[test]
fn the_wifi_collapses_in_berlin_and_nowhere_else() {
    let world = world(include_str!("../../scenarios/wifi-collapse.yaml"));
    for name in ["Lise Meitner", "Max Planck"] {
        let latency = latencies(&minutes(&world, "Stand-up", name));
        assert!(
            latency[..10].iter().chain(&latency[20..]).all(|latency| *latency < 80),
            "{name}: {latency:?}"
        );
        assert!(latency[10..15].iter().all(|latency| (80..200).contains(latency)), "{name}: {latency:?}");
        assert!(latency[15..20].iter().all(|latency| *latency > 250), "{name}: {latency:?}");
    }
    for name in ["Rosalind Franklin", "Maria Sibylla Merian"] {
        let latency = latencies(&minutes(&world, "Stand-up", name));
        assert!(latency.iter().all(|latency| *latency < 80), "{name}: {latency:?}");
    }
    let stays = |name: &str| {
        let meeting = world.gathering_by_number(91_100_000_001, morning()).unwrap();
        world
            .participants(&meeting, meeting.end, 0)
            .filter(|stay| stay.person.name.to_string() == name)
            .count()
    };
    assert_eq!((stays("Konrad Zuse"), stays("Emmy Noether")), (2, 1));
    let people: u32 = live(&world, GatheringKind::Meeting, morning() + Span::from_minutes(6))
        .iter()
        .map(|meeting| meeting.size)
        .sum();
    assert!((28..=34).contains(&people), "{people}");
}

#[test]
fn the_score_of_a_built_in_network_agrees_with_the_band_it_was_made_for() {
    let people: Vec<String> = built_in_networks()
        .iter()
        .map(|network| format!("{{ name: {0}, network: {0}, device: Windows }}", network.name))
        .collect();
    let world = world(&format!(
        "version: 1
population: {{ quality: {{ good: 1 }} }}
meetings: [{{ topic: All networks, start: 0m, duration: 2h, participants: [{}] }}]
",
        people.join(", ")
    ));
    for network in built_in_networks() {
        let minutes = minutes(&world, "All networks", &network.name);
        let scores: Vec<u32> = minutes.iter().map(|minute| minute.scores.audio.unwrap().0).collect();
        let mean = scores.iter().sum::<u32>() / u32::try_from(scores.len()).unwrap();
        let expected: &[Quality] = match network.latency.0 {
            0..=80 => &[Quality::Good],
            81..=180 => &[Quality::Fair],
            _ => &[Quality::Poor, Quality::Bad],
        };
        assert!(expected.contains(&quality(Mos(mean))), "{}: {mean}", network.name);
    }
}

#[test]
fn everything_that_can_be_written_runs() {
    let world = world(include_str!("everything.yaml"));
    let hour = world.events(morning(), morning() + Span::HOUR);
    assert!(hour.len() > 1000, "{}", hour.len());
}

#[test]
fn the_most_extreme_times_run() {
    let world = world(
        "version: 1
population:
  meetings: { live: 2, history: 36500d, participants: 1..3, duration: 1m..36500d }
  calls: { live: 3, history: 0s, duration: 1m }
meetings:
  - { topic: Long ago, start: -36500d, duration: 36500d, participants: [Ada] }
  - { topic: Far away, start: 36500d, duration: 36500d, participants: [Ada] }
  - { topic: At the end of time, start: 9999-12-30T21:59:59Z, participants: [Ada] }
  - { topic: Short, start: 1s, duration: 1s, participants: [{ name: Ada, leave: 1ms }], crowd: 3 }
  - { topic: Odd, start: 1ms, duration: 61s 1ms, participants: [{ name: Ada, join: 1ms, leave: 60s 1ms }] }
calls:
  - { id: 9999999999999999999, start: -36500d, duration: 36500d, caller: Ada, callee: Bob }
timeline:
  - { every: 1s, from: -36500d, pin: { who: everyone, metric: audio_input.loss, value: 100%, for: 36500d } }
  - { every: 1s, from: 0s, until: 5s, leave: Ada }
  - { every: 2s, from: 0s, join: Ada }
  - { every: 36500d, from: 1h, start: Short }
",
    );
    let minute = world.events(morning(), morning() + Span::MINUTE);
    assert!(!minute.is_empty());
}
