//! The laws of what surrounds the quality of service: who starts, joins, leaves and ends, and in which order.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use zoom_qos_emulator::scenario::plan::{
    Action, CallFixture, Crowd, GatheringKind, Occurs, PartyFixture, Plan, Side, Target, TimelineEntry, When,
};
use zoom_qos_emulator::world::{Call, CallRef, Event, Gathering, GatheringRef, Subject, World};
use zoom_qos_emulator::{Moment, Span};

use crate::support::plans::{crowd, lively, noon, with_meeting};

fn world(plan: Plan) -> World {
    World::new(Arc::new(plan), noon())
}

fn after(seconds: i64) -> When {
    When::FromStart(Span::from_seconds(seconds))
}

fn at(seconds: i64, action: Action) -> TimelineEntry {
    TimelineEntry { occurs: Occurs::At(after(seconds)), action }
}

fn who(participant: usize) -> Vec<Target> {
    vec![Target::Participant { gathering: 0, participant }]
}

fn call(start: Option<i64>, duration: i64) -> CallFixture {
    let party = |name: &str| PartyFixture {
        name: name.to_owned(),
        email: Some(format!("{name}@example.com")),
        number: None,
        device: None,
        location: None,
        network: None,
    };
    CallFixture {
        id: None,
        start: start.map(after),
        duration: Span::from_seconds(duration),
        caller: party("ada"),
        callee: party("grace"),
    }
}

/// What is told of each gathering and of each call, in order.
#[derive(Default)]
struct Told {
    gatherings: BTreeMap<GatheringRef, Vec<Event>>,
    calls: BTreeMap<CallRef, Vec<Event>>,
}

fn told(events: &[Event]) -> Told {
    let mut told = Told::default();
    for &event in events {
        let of = match event.subject {
            Subject::Started { gathering }
            | Subject::Ended { gathering }
            | Subject::Joined { gathering, .. }
            | Subject::Data { gathering, .. }
            | Subject::Qos { gathering, .. }
            | Subject::QosSummary { gathering, .. }
            | Subject::DataSummary { gathering, .. }
            | Subject::Left { gathering, .. } => told.gatherings.entry(gathering).or_default(),
            Subject::CallRinging { call, .. }
            | Subject::CallAnswered { call }
            | Subject::CallConnected { call }
            | Subject::CallQos { call, .. }
            | Subject::CallQosSummary { call }
            | Subject::CallEnded { call, .. } => told.calls.entry(call).or_default(),
        };
        of.push(event);
    }
    told
}

/// Started, then every stay, then ended: each once.
fn assert_gathering_is_told(world: &World, gathering: &Gathering, events: &[Event]) {
    let [first, stays @ .., last] = events else { panic!("{events:?}") };
    let reference = gathering.reference;
    assert_eq!(*first, Event { at: gathering.start, subject: Subject::Started { gathering: reference } });
    assert_eq!(*last, Event { at: gathering.end, subject: Subject::Ended { gathering: reference } });
    let mut by_stay = BTreeMap::<u32, Vec<Event>>::new();
    for &event in stays {
        let (Subject::Joined { participant, .. }
        | Subject::Data { participant, .. }
        | Subject::Qos { participant, .. }
        | Subject::QosSummary { participant, .. }
        | Subject::DataSummary { participant, .. }
        | Subject::Left { participant, .. }) = event.subject
        else {
            panic!("{event:?} between start and end");
        };
        by_stay.entry(participant).or_default().push(event);
    }
    assert_eq!(by_stay.len(), gathering.size as usize);
    for (participant, events) in by_stay {
        assert_stay_is_told(world, gathering, participant, &events);
    }
}

/// Joined, the first data, minutes and changes, the last minute, both summaries, left: each once.
fn assert_stay_is_told(world: &World, gathering: &Gathering, participant: u32, events: &[Event]) {
    let stay = world.participant(gathering, participant, gathering.end);
    let minutes = world.minutes_until(&stay, stay.leave);
    let [joined, data, between @ .., last_minute, qos_summary, data_summary, left] = events else {
        panic!("{events:?}");
    };
    let gathering = gathering.reference;
    let joins = |subject| Event { at: stay.join, subject };
    assert_eq!(*joined, joins(Subject::Joined { gathering, participant }));
    assert_eq!(*data, joins(Subject::Data { gathering, participant }));
    let mut next = 0;
    for event in between {
        match event.subject {
            Subject::Data { .. } => assert!(event.at > stay.join && event.at < stay.leave),
            Subject::Qos { minute, .. } => {
                assert_eq!(minute, next);
                next += 1;
            }
            _ => panic!("{event:?} between joining and leaving"),
        }
    }
    assert_eq!(next, minutes - 1);
    let leaves = |subject| Event { at: stay.leave, subject };
    assert_eq!(*last_minute, leaves(Subject::Qos { gathering, participant, minute: next }));
    assert_eq!(*qos_summary, leaves(Subject::QosSummary { gathering, participant }));
    assert_eq!(*data_summary, leaves(Subject::DataSummary { gathering, participant }));
    assert_eq!(*left, leaves(Subject::Left { gathering, participant }));
}

/// Both ring, one answers, the other is connected, the minutes, the summary, both end: each once.
fn assert_call_is_told(world: &World, call: &Call, events: &[Event]) {
    let Call { reference, ringing, start, end, .. } = *call;
    assert!(ringing <= start && start < end);
    let [begins @ .., _, _, _] = events else { panic!("{events:?}") };
    let (begins, minutes) = begins.split_at(4);
    let event = |at, subject| Event { at, subject };
    assert_eq!(
        begins,
        [
            event(ringing, Subject::CallRinging { call: reference, side: Side::Caller }),
            event(ringing, Subject::CallRinging { call: reference, side: Side::Callee }),
            event(start, Subject::CallAnswered { call: reference }),
            event(start, Subject::CallConnected { call: reference }),
        ]
    );
    assert_eq!(minutes.len(), 4 * world.call_minutes_until(call, end) as usize);
    assert!(minutes.iter().all(|event| matches!(event.subject, Subject::CallQos { .. })));
    assert_eq!(
        events[events.len() - 3..],
        [
            event(end, Subject::CallQosSummary { call: reference }),
            event(end, Subject::CallEnded { call: reference, side: Side::Caller }),
            event(end, Subject::CallEnded { call: reference, side: Side::Callee }),
        ]
    );
}

/// Checks all that happens from beginning to end in a span, and answers how many gatherings and calls it was.
fn assert_all_is_told(world: &World, from: Moment, to: Moment) -> [usize; 2] {
    let told = told(&world.events(from, to));
    let mut whole = [0; 2];
    for (reference, events) in told.gatherings {
        let gathering = world.gathering(reference);
        if from <= gathering.start && gathering.end < to {
            assert_gathering_is_told(world, &gathering, &events);
            whole[0] += 1;
        }
    }
    for (reference, events) in told.calls {
        let call = world.call(reference);
        if from <= call.ringing && call.end < to {
            assert_call_is_told(world, &call, &events);
            whole[1] += 1;
        }
    }
    whole
}

/// A meeting of Ada, Grace and a crowd, and two calls, with which anything may happen at any time; few times, so
/// that much happens in the same second.
fn eventful() -> impl Strategy<Value = Plan> {
    let action = (0..6, 0usize..2).prop_map(|(action, index)| match action {
        0 => Action::Join { who: who(index) },
        1 | 2 => Action::Leave { who: who(index) },
        3 => Action::StartGathering { gathering: 0 },
        4 => Action::EndGathering { gathering: 0 },
        _ if index == 0 => Action::StartCall { call: 0 },
        _ => Action::EndCall { call: 0 },
    });
    let entry = (0i64..40, action).prop_map(|(step, action)| at(step * 90, action));
    let entries = prop::collection::vec(entry, 0..24);
    (any::<u64>(), entries, 0u32..80, 1i64..900).prop_map(|(seed, timeline, crowd, duration)| {
        let mut plan = Plan { seed, ..with_meeting(&["Ada", "Grace"], timeline) };
        plan.gatherings[0].crowd = crowd;
        plan.calls = vec![call(None, duration), call(Some(0), duration)];
        plan
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_population_is_told_from_started_to_ended(seed: u64) {
        let mut plan = lively(seed);
        plan.population.meetings = Some(Crowd { duration: (Span::MINUTE, Span::HOUR), ..crowd(4, (1, 90)) });
        let [gatherings, calls] =
            assert_all_is_told(&world(plan), noon(), noon() + Span::from_minutes(150));
        prop_assert!(gatherings > 4 && calls > 10, "{} {}", gatherings, calls);
    }

    #[test]
    fn whatever_the_timeline_does_is_told_from_started_to_ended(plan in eventful()) {
        let world = world(plan);
        let whole = assert_all_is_told(&world, noon(), noon() + Span::from_minutes(180));
        let instances = world.gatherings(GatheringKind::Meeting, noon()).count();
        prop_assert_eq!(whole, [instances, world.calls(noon()).count()]);
    }

    #[test]
    fn what_the_timeline_does_is_told_once_however_the_time_is_cut(
        plan in eventful(), cuts in prop::collection::btree_set(1i64..4000, 1..20),
    ) {
        let world = world(plan);
        let cuts = cuts.into_iter().map(|seconds| noon() + Span::from_seconds(seconds));
        let bounds: Vec<Moment> = [noon()].into_iter().chain(cuts).chain([noon() + Span::DAY]).collect();
        let parts: Vec<Event> =
            bounds.windows(2).flat_map(|bound| world.events(bound[0], bound[1])).collect();
        prop_assert_eq!(parts, world.events(noon(), noon() + Span::DAY));
    }

    #[test]
    fn calls_that_ring_across_a_cut_are_told_once(seed: u64) {
        let world = world(lively(seed));
        let to = noon() + Span::from_minutes(20);
        let seconds = (0..1200).map(|second| noon() + Span::from_seconds(second));
        let parts: Vec<Event> =
            seconds.flat_map(|second| world.events(second, second + Span::SECOND)).collect();
        prop_assert_eq!(parts, world.events(noon(), to));
    }
}

fn kinds_of(world: &World, from: Moment, to: Moment) -> Vec<&'static str> {
    world.events(from, to).iter().map(|event| event.kind(world).name()).collect()
}

#[test]
fn a_meeting_that_is_started_again_in_the_second_of_its_end_has_ended_first() {
    let world = world(with_meeting(
        &["Ada"],
        vec![at(90, Action::EndGathering { gathering: 0 }), at(90, Action::StartGathering { gathering: 0 })],
    ));
    let instant = noon() + Span::from_seconds(90);
    assert_eq!(
        kinds_of(&world, instant, instant + Span::SECOND),
        [
            "meeting.participant_qos",
            "meeting.participant_qos_summary",
            "meeting.participant_data_summary",
            "meeting.participant_left",
            "meeting.ended",
            "meeting.started",
            "meeting.participant_joined",
            "meeting.participant_data",
        ]
    );
}

#[test]
fn whoever_comes_again_in_the_second_of_leaving_has_left_first() {
    let world = world(with_meeting(
        &["Ada", "Grace"],
        vec![at(90, Action::Leave { who: who(0) }), at(90, Action::Join { who: who(0) })],
    ));
    let instant = noon() + Span::from_seconds(90);
    assert_eq!(
        kinds_of(&world, instant, instant + Span::SECOND)[3..],
        ["meeting.participant_left", "meeting.participant_joined", "meeting.participant_data"]
    );
}

#[test]
fn a_call_rings_some_seconds_before_the_time_at_which_the_scenario_starts_it() {
    let plan = Plan { calls: vec![call(Some(600), 30)], gatherings: vec![], ..with_meeting(&[], vec![]) };
    let mut lengths = Vec::new();
    for seed in 0..50 {
        let world = world(Plan { seed, ..plan.clone() });
        let call = world.calls(noon()).next().unwrap();
        assert_eq!(call.start, noon() + Span::from_seconds(600));
        lengths.push((call.start - call.ringing).seconds());
    }
    assert!(lengths.iter().all(|length| (2..=20).contains(length)), "{lengths:?}");
    assert!(lengths.iter().any(|length| *length != lengths[0]));
}

#[test]
fn a_call_that_starts_with_the_emulator_is_told_from_its_ringing_on() {
    let plan = Plan { calls: vec![call(Some(0), 30)], gatherings: vec![], ..with_meeting(&[], vec![]) };
    let world = world(plan);
    assert_eq!(
        kinds_of(&world, noon(), noon() + Span::SECOND),
        ["phone.caller_ringing", "phone.callee_ringing", "phone.callee_answered", "phone.caller_connected",]
    );
}
