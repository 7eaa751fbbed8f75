//! The laws of the world.

use std::sync::Arc;

use proptest::prelude::*;
use zoom_qos_emulator::scenario::plan::{
    Action, EventKind, GatheringKind, Occurs, Pin, Plan, StreamKind, StreamPin, Switch, Target,
    TimelineEntry, When,
};
use zoom_qos_emulator::units::{Jitter, Percent};
use zoom_qos_emulator::world::{CallId, Event, Gathering, State, Subject, Uuid, World, qos, quality};
use zoom_qos_emulator::{Moment, Span};

use crate::support::plans::{self, BAD, lively, noon, with_meeting};

fn world(plan: Plan) -> World {
    World::new(Arc::new(plan), noon())
}

fn all_gatherings(world: &World, now: Moment) -> Vec<Gathering> {
    [GatheringKind::Meeting, GatheringKind::Webinar, GatheringKind::Session]
        .into_iter()
        .flat_map(|kind| world.gatherings(kind, now).take(40))
        .collect()
}

fn minutes(world: &World, gathering: &Gathering, participant: u32) -> Vec<qos::Minute> {
    let participant = world.participant(gathering, participant, gathering.end);
    world.minutes(gathering, &participant, gathering.end).collect()
}

fn at(minutes: i64, action: Action) -> TimelineEntry {
    TimelineEntry { occurs: Occurs::At(When::FromStart(Span::from_minutes(minutes))), action }
}

fn first_of_first() -> Vec<Target> {
    vec![Target::Participant { gathering: 0, participant: 0 }]
}

fn named(world: &World) -> Gathering {
    world.gatherings(GatheringKind::Meeting, noon()).next().unwrap()
}

#[test]
fn the_same_seed_and_scenario_give_the_same_world_in_any_order_and_on_any_thread() {
    let describe = |world: &World, gathering: &Gathering| {
        let people: Vec<String> = world
            .participants(gathering, noon(), 0)
            .map(|p| format!("{p:?} {:?}", world.minutes(gathering, &p, noon()).collect::<Vec<_>>()))
            .collect();
        format!(
            "{} {:?} {} {people:?}",
            world.uuid(gathering),
            world.number(gathering),
            world.topic(gathering)
        )
    };
    let one = world(lively(7));
    let gatherings = all_gatherings(&one, noon());
    let forwards: Vec<String> = gatherings.iter().map(|g| describe(&one, g)).collect();
    let mut backwards: Vec<String> = gatherings.iter().rev().map(|g| describe(&one, g)).collect();
    backwards.reverse();
    assert_eq!(forwards, backwards);
    let two = Arc::new(world(lively(7)));
    let threads: Vec<String> = std::thread::scope(|scope| {
        let handles: Vec<_> = gatherings
            .iter()
            .map(|g| (Arc::clone(&two), g))
            .map(|(w, g)| scope.spawn(move || describe(&w, g)))
            .collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).collect()
    });
    assert_eq!(forwards, threads);
    let other = world(lively(8));
    assert_ne!(forwards[0], describe(&other, &all_gatherings(&other, noon())[0]));
}

#[test]
fn as_many_are_live_as_the_scenario_says() {
    let world = world(lively(3));
    for hours in 0..200 {
        let now = noon() + Span::from_minutes(hours * 61);
        let live = |kind| world.gatherings(kind, now).take_while(|g| g.state(now) == State::Live).count();
        assert_eq!(live(GatheringKind::Meeting), 5);
        assert_eq!(live(GatheringKind::Webinar), 2);
        assert_eq!(live(GatheringKind::Session), 2);
        assert_eq!(world.calls(now).take_while(|call| call.state(now) == State::Live).count(), 3);
    }
}

#[test]
fn whatever_is_listed_is_found_by_its_identifiers() {
    let world = world(Plan { gatherings: vec![plans::meeting(&["Ada"])], ..lively(5) });
    for gathering in all_gatherings(&world, noon()) {
        assert_eq!(world.gathering_by_uuid(world.uuid(&gathering), noon()), Some(gathering));
        if let Some(number) = world.number(&gathering) {
            let latest = world.gathering_by_number(number, noon()).unwrap();
            assert_eq!((latest.kind, world.number(&latest)), (gathering.kind, Some(number)));
            assert!(latest.start >= gathering.start);
        }
        for participant in world.participants(&gathering, noon(), 0) {
            assert_eq!(world.participant_by_id(&gathering, participant.id, noon()), Some(participant));
        }
    }
    for call in world.calls(noon()).take(100) {
        assert_eq!(world.call_by_id(call.id, noon()), Some(call));
    }
}

#[test]
fn what_is_older_than_the_history_is_forgotten_and_what_is_to_come_is_unknown() {
    let world = world(lively(5));
    let meetings: Vec<Gathering> = world.gatherings(GatheringKind::Meeting, noon()).collect();
    let month = Span::from_minutes(30 * 24 * 60);
    let oldest = meetings.iter().map(|meeting| meeting.end).min().unwrap();
    assert!(oldest >= noon() - month && oldest < noon() - month + Span::HOUR);
    let meeting = meetings[0];
    assert_eq!(world.gathering_by_uuid(world.uuid(&meeting), meeting.start - Span::SECOND), None);
    assert_eq!(world.gathering_by_uuid(world.uuid(&meeting), meeting.end + month), Some(meeting));
    assert_eq!(world.gathering_by_uuid(world.uuid(&meeting), meeting.end + month + Span::SECOND), None);
}

#[test]
fn the_log_of_calls_counts_what_it_lists_latest_first() {
    let world = world(Plan { calls: vec![], ..lively(9) });
    let (from, to) = (noon() - Span::DAY, noon());
    let (all, total) = world.calls_started(from, to, noon(), 0, usize::MAX >> 1);
    assert_eq!(all.len() as u64, total);
    assert!(total > 300, "{total}");
    assert!(all.windows(2).all(|pair| pair[0].start >= pair[1].start));
    assert!(all.iter().all(|call| from <= call.start && call.start < to));
    let mut paged = Vec::new();
    while paged.len() < all.len() {
        let (page, count) = world.calls_started(from, to, noon(), paged.len() as u64, 7);
        assert_eq!(count, total);
        assert!(!page.is_empty());
        paged.extend(page);
    }
    assert_eq!(paged, all);
}

fn aggregate(values: &[u32]) -> (u32, u32, u32) {
    let sum: u32 = values.iter().sum();
    let mean = (f64::from(sum) / values.len() as f64 + 0.5).floor() as u32;
    (*values.iter().min().unwrap(), mean, *values.iter().max().unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_minute_is_the_aggregate_of_its_ten_samples(seed: u64, pick in 0usize..100, who in 0u32..60) {
        let world = world(lively(seed));
        let gatherings = all_gatherings(&world, noon());
        let gathering = gatherings[pick % gatherings.len()];
        let who = who % gathering.size;
        let stay = world.participant(&gathering, who, gathering.end);
        prop_assert!(stay.join < stay.leave);
        let all = minutes(&world, &gathering, who);
        for minute in &all {
            let samples = world.samples(&gathering, who, minute.index);
            let seconds = (minute.end - stay.join).seconds() - i64::from(minute.index) * 60;
            prop_assert_eq!(samples.len() as i64, (seconds + 5) / 6);
            prop_assert!(samples.len() == 10 || minute.index as usize == all.len() - 1);
            for kind in StreamKind::ALL {
                let on: Vec<_> = samples.iter().filter_map(|s| s.streams[kind as usize]).collect();
                match minute.streams[kind as usize] {
                    None => prop_assert!(on.is_empty()),
                    Some(stream) => {
                        let of = |value: fn(&_) -> u32| aggregate(&on.iter().map(value).collect::<Vec<u32>>());
                        prop_assert_eq!(stream.bitrate.0, of(|s: &zoom_qos_emulator::world::media::StreamSample| s.bitrate.0).1);
                        prop_assert_eq!(stream.latency.0, of(|s| s.latency.0).1);
                        prop_assert_eq!(stream.jitter.0, (of(|s| s.jitter.0).1 + 50) / 100 * 100);
                        prop_assert_eq!(stream.avg_loss.0, of(|s| s.loss.0).1);
                        prop_assert_eq!(stream.max_loss.0, of(|s| s.loss.0).2);
                        prop_assert_eq!(stream.picture.is_some(), kind.has_pictures());
                    }
                }
            }
        }
        prop_assert_eq!(all.last().unwrap().end, stay.leave);
    }

    #[test]
    fn a_summary_is_the_aggregate_of_the_minutes(seed: u64, pick in 0usize..100, who in 0u32..60) {
        let world = world(lively(seed));
        let gatherings = all_gatherings(&world, noon());
        let gathering = gatherings[pick % gatherings.len()];
        let who = who % gathering.size;
        let all = minutes(&world, &gathering, who);
        let summary = world.summary(&gathering, who);
        for kind in StreamKind::ALL {
            let on: Vec<_> = all.iter().filter_map(|m| m.streams[kind as usize]).collect();
            let Some(stream) = summary.streams[kind as usize] else {
                prop_assert!(on.is_empty());
                continue;
            };
            let of = |value: fn(&qos::Stream) -> u32| aggregate(&on.iter().map(value).collect::<Vec<u32>>());
            let range = |r: qos::Range<u32>| (r.min, r.avg, r.max);
            let bitrate = stream.bitrate;
            prop_assert_eq!((bitrate.min.0, bitrate.avg.0, bitrate.max.0), of(|s| s.bitrate.0));
            let latency = qos::Range { min: stream.latency.min.0, avg: stream.latency.avg.0, max: stream.latency.max.0 };
            prop_assert_eq!(range(latency), of(|s| s.latency.0));
            let jitter = stream.jitter;
            prop_assert_eq!((jitter.min.0 / 100, jitter.avg.0 / 100, jitter.max.0 / 100), of(|s| s.jitter.0 / 100));
            prop_assert_eq!((stream.loss.min.0, stream.loss.avg.0), (of(|s| s.avg_loss.0).0, of(|s| s.avg_loss.0).1));
            prop_assert_eq!(stream.loss.max.0, of(|s| s.max_loss.0).2);
            prop_assert!(stream.loss.min <= stream.loss.avg && stream.loss.avg <= stream.loss.max);
        }
        if let Some(cpu) = summary.cpu {
            prop_assert!(cpu.zoom.min <= cpu.zoom.avg && cpu.zoom.avg <= cpu.zoom.max);
            prop_assert!(cpu.zoom.max <= cpu.system_max);
        }
    }

    #[test]
    fn labels_follow_scores(seed: u64, pick in 0usize..100) {
        let world = world(lively(seed));
        let gatherings = all_gatherings(&world, noon());
        let gathering = gatherings[pick % gatherings.len()];
        for minute in minutes(&world, &gathering, 0) {
            for score in [minute.scores.audio, minute.scores.video, minute.scores.share].into_iter().flatten() {
                let expected = match f64::from(score.0) / 100.0 {
                    4.0.. => qos::Quality::Good,
                    3.6.. => qos::Quality::Fair,
                    3.1.. => qos::Quality::Poor,
                    _ => qos::Quality::Bad,
                };
                prop_assert_eq!(quality(score), expected);
            }
        }
    }

    #[test]
    fn events_of_a_span_are_those_of_its_parts(seed: u64, cut in 1i64..600) {
        let world = world(lively(seed));
        let (from, to) = (noon(), noon() + Span::from_minutes(10));
        let whole = world.events(from, to);
        let middle = from + Span::from_seconds(cut);
        let mut parts = world.events(from, middle);
        parts.extend(world.events(middle, to));
        prop_assert_eq!(&whole, &parts);
        prop_assert!(whole.is_sorted());
        prop_assert!(whole.iter().all(|event| from <= event.at && event.at < to));
    }

    #[test]
    fn no_identifier_makes_the_world_fail(uuid: [u8; 16], number: u64, call: u64) {
        let world = world(lively(1));
        let _ = world.gathering_by_uuid(Uuid(uuid), noon());
        let _ = world.gathering_by_number(number, noon());
        let _ = world.call_by_id(CallId(call), noon());
    }
}

#[test]
fn every_minute_of_every_stay_fires_once_and_each_stay_joins_and_leaves_once() {
    let world = world(Plan { gatherings: vec![plans::meeting(&["Ada", "Grace"])], ..lively(11) });
    let meeting = named(&world);
    let fired = world.events(noon(), meeting.end + Span::SECOND);
    let of = |wanted: u32| -> Vec<Event> {
        fired
            .iter()
            .copied()
            .filter(|event| match event.subject {
                Subject::Data { gathering, participant }
                | Subject::Qos { gathering, participant, .. }
                | Subject::QosSummary { gathering, participant }
                | Subject::DataSummary { gathering, participant } => {
                    gathering == meeting.reference && participant == wanted
                }
                _ => false,
            })
            .collect()
    };
    for who in 0..2 {
        let kinds: Vec<EventKind> = of(who).iter().map(|event| event.kind(&world)).collect();
        assert_eq!(kinds[0], EventKind::MeetingParticipantData);
        assert_eq!(kinds[1..31], [EventKind::MeetingParticipantQos; 30]);
        assert_eq!(
            kinds[31..],
            [EventKind::MeetingParticipantQosSummary, EventKind::MeetingParticipantDataSummary]
        );
    }
    // All kinds fire in an hour of a lively world.
    let hour = world.events(noon(), noon() + Span::HOUR);
    for kind in EventKind::ALL {
        assert!(hour.iter().any(|event| event.kind(&world) == kind), "{kind:?}");
    }
}

#[test]
fn a_call_tells_every_minute_of_both_sides_and_directions_and_then_its_summary() {
    let world = world(lively(2));
    let hour = world.events(noon(), noon() + Span::HOUR);
    let call = world
        .calls(noon() + Span::from_minutes(40))
        .find(|call| call.start > noon() && call.end < noon() + Span::HOUR)
        .unwrap();
    let of_call: Vec<Subject> = hour
        .iter()
        .map(|event| event.subject)
        .filter(|subject| match *subject {
            Subject::CallQos { call: reference, .. } | Subject::CallQosSummary { call: reference } => {
                reference == call.reference
            }
            _ => false,
        })
        .collect();
    let minutes = world.call_minutes_until(&call, call.end) as usize;
    assert_eq!(of_call.len(), minutes * 4 + 1);
    assert_eq!(of_call.last(), Some(&Subject::CallQosSummary { call: call.reference }));
}

#[test]
fn a_degraded_participants_minutes_are_worse_and_only_theirs() {
    let entry = TimelineEntry {
        occurs: Occurs::At(When::FromStart(Span::from_minutes(10))),
        action: Action::Degrade { who: first_of_first(), network: BAD, lasting: Some(Span::from_minutes(4)) },
    };
    let calm = world(with_meeting(&["Ada", "Grace"], vec![]));
    let rough = world(with_meeting(&["Ada", "Grace"], vec![entry]));
    let (before, after) = (minutes(&calm, &named(&calm), 0), minutes(&rough, &named(&rough), 0));
    for (calm, rough) in before.iter().zip(&after) {
        if !(10..14).contains(&calm.index) {
            assert_eq!(calm, rough);
            continue;
        }
        for (calm, rough) in calm.streams.iter().zip(&rough.streams) {
            let (Some(calm), Some(rough)) = (calm, rough) else {
                assert_eq!(calm, rough);
                continue;
            };
            assert!(rough.latency > calm.latency && rough.jitter > calm.jitter);
            assert!(rough.avg_loss > calm.avg_loss && rough.bitrate < calm.bitrate);
        }
        assert!(rough.scores.audio < calm.scores.audio && rough.scores.video < calm.scores.video);
    }
    assert_eq!(minutes(&calm, &named(&calm), 1), minutes(&rough, &named(&rough), 1));
}

#[test]
fn what_happens_within_a_minute_shows_in_its_samples_from_then_on_and_in_the_minute() {
    let entry = TimelineEntry {
        occurs: Occurs::At(When::FromStart(Span::from_seconds(10 * 60 + 30))),
        action: Action::Degrade {
            who: first_of_first(),
            network: BAD,
            lasting: Some(Span::from_seconds(12)),
        },
    };
    let calm = world(with_meeting(&["Ada", "Grace"], vec![]));
    let rough = world(with_meeting(&["Ada", "Grace"], vec![entry]));
    let before = calm.samples(&named(&calm), 0, 10);
    let after = rough.samples(&named(&rough), 0, 10);
    for (index, (before, after)) in before.iter().zip(&after).enumerate() {
        assert_eq!(before == after, !(5..7).contains(&index), "{index}");
    }
    let audio = rough.minute(&named(&rough), 0, 10).streams[0].unwrap();
    let latencies: Vec<u32> = after.iter().map(|sample| sample.streams[0].unwrap().latency.0).collect();
    let losses: Vec<u32> = after.iter().map(|sample| sample.streams[0].unwrap().loss.0).collect();
    assert_eq!(audio.latency.0, aggregate(&latencies).1);
    assert_eq!((audio.avg_loss.0, audio.max_loss.0), (aggregate(&losses).1, aggregate(&losses).2));
}

#[test]
fn an_entry_that_changes_nothing_leaves_every_number_as_it_is() {
    let nothing = Action::Cpu { who: first_of_first(), load: Percent(0), lasting: None };
    let calm = world(with_meeting(&["Ada", "Grace"], vec![]));
    let touched = world(with_meeting(&["Ada", "Grace"], vec![at(0, nothing)]));
    assert_eq!(minutes(&calm, &named(&calm), 0), minutes(&touched, &named(&touched), 0));
}

#[test]
fn a_pinned_metric_has_exactly_its_value_while_it_is_pinned() {
    let pin = Pin::Stream(StreamKind::AudioInput, StreamPin::Jitter(Jitter::from_millis(40)));
    let action = Action::Pin { who: first_of_first(), pin, lasting: Some(Span::MINUTE) };
    let world = world(with_meeting(&["Ada", "Grace"], vec![at(12, action)]));
    let jitter: Vec<Jitter> =
        minutes(&world, &named(&world), 0).iter().map(|m| m.streams[0].unwrap().jitter).collect();
    assert_eq!(jitter[12], Jitter::from_millis(40));
    assert!(jitter[11] != jitter[12] && jitter[13] != jitter[12]);
}

#[test]
fn a_stream_that_is_off_is_empty_and_a_switch_turns_it_on_and_tells() {
    let mut plan = with_meeting(
        &["Ada", "Grace"],
        vec![
            at(5, Action::Switch { who: first_of_first(), what: Switch::Camera, on: true }),
            at(10, Action::Switch { who: first_of_first(), what: Switch::Share, on: true }),
            at(12, Action::Switch { who: first_of_first(), what: Switch::Share, on: false }),
        ],
    );
    plan.gatherings[0].participants[0].camera = false;
    let world = world(plan);
    let meeting = named(&world);
    let (ada, grace) = (minutes(&world, &meeting, 0), minutes(&world, &meeting, 1));
    for minute in 0..30 {
        let on = |who: &[qos::Minute], kind: StreamKind| who[minute].streams[kind as usize].is_some();
        assert_eq!(on(&ada, StreamKind::VideoOutput), minute >= 5, "{minute}");
        assert_eq!(on(&grace, StreamKind::VideoInput), minute >= 5);
        assert_eq!(on(&ada, StreamKind::ShareOutput), (10..12).contains(&minute));
        assert_eq!(on(&grace, StreamKind::ShareInput), (10..12).contains(&minute));
        assert!(!on(&ada, StreamKind::ShareInput) && !on(&grace, StreamKind::ShareOutput));
        assert!(on(&ada, StreamKind::AudioInput) && on(&ada, StreamKind::AudioOutput));
    }
    let told: Vec<Moment> = world
        .events(noon() + Span::SECOND, meeting.end)
        .into_iter()
        .filter(|event| matches!(event.subject, Subject::Data { .. }))
        .map(|event| event.at)
        .collect();
    assert_eq!(told, [noon() + Span::from_minutes(5)]);
    assert_eq!(world.station(&meeting, 0, noon()).camera, "");
    assert_ne!(world.station(&meeting, 0, noon() + Span::from_minutes(5)).camera, "");
}

#[test]
fn cpu_pressure_shows_in_the_whole_computers_usage() {
    let load = Action::Cpu { who: first_of_first(), load: Percent(90), lasting: Some(Span::from_minutes(2)) };
    let world = world(with_meeting(&["Ada"], vec![at(3, load)]));
    let usage: Vec<u32> =
        minutes(&world, &named(&world), 0).iter().map(|m| m.cpu.unwrap().system_max.0).collect();
    assert!(usage[3] > 90 && usage[4] > 90 && usage[2] < 90 && usage[5] < 90, "{usage:?}");
}

#[test]
fn whoever_leaves_and_joins_again_has_two_stays() {
    let world = world(with_meeting(
        &["Ada", "Grace"],
        vec![
            at(5, Action::Leave { who: first_of_first() }),
            at(7, Action::Join { who: first_of_first() }),
            at(9, Action::Join { who: first_of_first() }),
        ],
    ));
    let meeting = named(&world);
    let stays: Vec<(String, i64, i64)> = world
        .participants(&meeting, meeting.end, 0)
        .map(|p| {
            (p.person.name.to_string(), (p.join - noon()).seconds() / 60, (p.leave - noon()).seconds() / 60)
        })
        .collect();
    let expected = [("Ada", 0, 5), ("Grace", 0, 30), ("Ada", 7, 30)];
    assert_eq!(stays, expected.map(|(name, join, leave)| (name.to_owned(), join, leave)));
    assert_eq!(world.joined(&meeting, noon() + Span::from_minutes(6)), 2);
}

#[test]
fn the_timeline_ends_and_restarts_a_meeting_with_another_uuid() {
    let world = world(with_meeting(
        &["Ada"],
        vec![at(10, Action::EndGathering { gathering: 0 }), at(20, Action::StartGathering { gathering: 0 })],
    ));
    let instances: Vec<Gathering> = world.gatherings(GatheringKind::Meeting, noon()).collect();
    let times: Vec<_> = instances
        .iter()
        .map(|g| ((g.start - noon()).seconds() / 60, (g.end - noon()).seconds() / 60))
        .collect();
    assert_eq!(times, [(0, 10), (20, 50)]);
    assert_ne!(world.uuid(&instances[0]), world.uuid(&instances[1]));
    assert_eq!(world.number(&instances[0]), world.number(&instances[1]));
    let latest = |minutes| world.gathering_by_number(93_201_235_621, noon() + Span::from_minutes(minutes));
    assert_eq!(latest(15), Some(instances[0]));
    assert_eq!(latest(20), Some(instances[1]));
}

#[test]
fn a_named_meeting_may_have_a_crowd() {
    let mut plan = with_meeting(&["Ada"], vec![at(10, Action::EndGathering { gathering: 0 })]);
    plan.gatherings[0].crowd = 500;
    let world = world(plan);
    let meeting = named(&world);
    let stays: Vec<_> = world.participants(&meeting, meeting.end, 0).collect();
    assert_eq!(stays.len() as u32, meeting.size);
    assert!(stays.len() > 200 && stays.len() < 501, "{}", stays.len());
    assert!(stays.iter().all(|p| p.join < p.leave && p.leave <= meeting.end));
    assert_eq!(stays.iter().filter(|p| p.is_host).count(), 1);
    assert!(stays[0].is_host);
    let mut ids: Vec<u64> = stays.iter().map(|p| p.id.0).collect();
    ids.dedup();
    assert_eq!(ids.len(), stays.len());
}

#[test]
fn nobody_is_in_two_places_of_one_meeting() {
    let world = world(lively(4));
    for gathering in all_gatherings(&world, noon()) {
        let mut emails: Vec<String> =
            world.participants(&gathering, gathering.end, 0).map(|p| p.person.email.to_string()).collect();
        let count = emails.len();
        emails.sort();
        emails.dedup();
        assert_eq!(emails.len(), count);
    }
}
