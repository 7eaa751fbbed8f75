//! What was not delivered is sent again, by the schedule of the service.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use proptest::prelude::*;
use zoom_qos_emulator::Span;
use zoom_qos_emulator::clock::{ClockMode, Stopwatch, real_timeout};
use zoom_qos_emulator::delivery::EventFilter;
use zoom_qos_emulator::player::{Players, Tally};
use zoom_qos_emulator::scenario::plan::EventKind;
use zoom_qos_emulator::world::Subject;

use crate::receiver::{Answer, Received, Receiver, refusing_url};
use crate::stage::{MEETING, SECRET, SOON, START, Stage, subscription};

const WHOLE_SCHEDULE: Span = Span::from_minutes(5 + 20 + 60);

/// One event a participant, when the meeting ends.
fn summaries() -> EventFilter {
    EventFilter::from_iter([EventKind::MeetingParticipantQosSummary])
}

/// Minutes from the meeting's end to each request.
fn minutes(received: &[Received]) -> Vec<i64> {
    let end = (START + MEETING).seconds();
    received.iter().map(|received| (received.timestamp() - end) / 60).collect()
}

fn tally(players: &Players) -> Tally {
    players.iter().next().unwrap().tally()
}

#[tokio::test]
async fn a_jump_of_85_minutes_runs_the_whole_schedule() {
    let (stage, receiver, watch) = (Stage::new(0), Receiver::start().await, Stopwatch::start());
    receiver.answer(Answer::status(500));
    let players = stage.play([subscription(0, &receiver.url(), summaries())]);
    players.settled(stage.clock.advance(MEETING).unwrap()).await.unwrap();
    assert_eq!(minutes(&receiver.received()), [0]);
    assert_eq!(tally(&players), Tally { fired: 1, outstanding: 1, ..Tally::default() });

    players.settled(stage.clock.advance(WHOLE_SCHEDULE).unwrap()).await.unwrap();
    let received = receiver.received();
    assert_eq!(minutes(&received), [0, 5, 25, 85]);
    assert_eq!(tally(&players), Tally { fired: 1, exhausted: 1, ..Tally::default() });
    let header = |name| received.iter().map(|one| one.header(name).to_owned()).collect::<Vec<_>>();
    assert!(header("x-zm-request-id").windows(2).all(|two| two[0] == two[1]));
    for name in ["x-zm-signature", "x-zm-trackingid", "traceparent"] {
        assert!(header(name).windows(2).all(|two| two[0] != two[1]), "{name}");
    }
    assert!(received.iter().all(|one| one.is_signed_with(SECRET) && one.body == received[0].body));

    players.settled(stage.clock.advance(Span::DAY).unwrap()).await.unwrap();
    assert_eq!(receiver.traffic().arrived, 4);
    assert!(watch.elapsed() < SOON / 2, "{:?}", watch.elapsed());
}

#[tokio::test]
async fn one_jump_shows_what_many_small_ones_do() {
    let mut seen = Vec::new();
    for steps in [1, 19] {
        let (stage, receiver) = (Stage::new(3), Receiver::start().await);
        receiver.answer(Answer::status(503));
        let players = stage.play([subscription(0, &receiver.url(), EventFilter::all())]);
        for _ in 0..steps {
            let span = Span::from_seconds((MEETING + WHOLE_SCHEDULE).seconds() / steps);
            players.settled(stage.clock.advance(span).unwrap()).await.unwrap();
        }
        let mut requests: Vec<_> =
            receiver.received().iter().map(|one| (one.timestamp(), one.body.clone())).collect();
        requests.sort();
        assert_eq!(requests.len(), stage.events().len() * 4);
        seen.push(requests);
    }
    assert!(seen[0] == seen[1]);
}

#[tokio::test]
async fn within_a_jump_attempts_are_made_in_the_order_in_which_they_are_due() {
    let (stage, receiver) = (Stage::new(20), Receiver::start().await);
    receiver.answer(Answer::status(500));
    let players = stage.play([subscription(0, &receiver.url(), EventFilter::all())]);
    players.settled(stage.clock.advance(MEETING + WHOLE_SCHEDULE).unwrap()).await.unwrap();
    let (mut latest, mut tries) = (0, HashMap::new());
    for received in receiver.received() {
        let at = received.timestamp();
        assert!(at + 300 > latest, "{at} comes {} s late", latest - at);
        latest = latest.max(at);
        let before = tries.insert(received.header("x-zm-request-id").to_owned(), at);
        assert!(before.is_none_or(|before| before < at));
    }
    assert_eq!(tally(&players).exhausted, stage.events().len() as u64);
}

#[tokio::test]
async fn a_retry_that_is_taken_is_the_last() {
    let (stage, receiver) = (Stage::new(5), Receiver::start().await);
    let mut tries: HashMap<String, u32> = HashMap::new();
    receiver.answer_with(move |received| {
        let number = tries.entry(received.header("x-zm-request-id").to_owned()).or_default();
        *number += 1;
        Answer::status(if *number < 3 { 500 } else { 200 })
    });
    let players = stage.play([subscription(0, &receiver.url(), summaries())]);
    players.settled(stage.clock.advance(MEETING + WHOLE_SCHEDULE).unwrap()).await.unwrap();
    assert_eq!(receiver.traffic().answered, 6 * 3);
    assert_eq!(tally(&players), Tally { fired: 6, delivered: 6, ..Tally::default() });
    let counts = players.iter().next().unwrap().counts();
    assert_eq!((counts.attempts, counts.delivered, counts.retriable), (18, 6, 12));
}

#[tokio::test]
async fn only_errors_of_the_server_and_of_the_network_are_sent_again() {
    for (status, attempts) in [(301, 1), (400, 1), (404, 1), (429, 1), (500, 4), (502, 4)] {
        let (stage, receiver) = (Stage::new(0), Receiver::start().await);
        receiver.answer(Answer::status(status));
        let players = stage.play([subscription(0, &receiver.url(), summaries())]);
        players.settled(stage.clock.advance(MEETING + WHOLE_SCHEDULE).unwrap()).await.unwrap();
        assert_eq!(receiver.traffic().answered, attempts, "{status}");
        let tally = tally(&players);
        assert_eq!((tally.refused, tally.exhausted), if attempts == 1 { (1, 0) } else { (0, 1) });
    }
    let stage = Stage::new(0);
    let players = stage.play([subscription(0, &refusing_url().await, summaries())]);
    players.settled(stage.clock.advance(MEETING + WHOLE_SCHEDULE).unwrap()).await.unwrap();
    assert_eq!(players.iter().next().unwrap().counts().retriable, 4);
}

#[tokio::test]
async fn a_clock_that_runs_by_itself_retries_by_itself() {
    let (stage, receiver) = (Stage::with_mode(0, ClockMode::Scaled(3000.0)), Receiver::start().await);
    receiver.answer(Answer::status(500));
    let _players = stage.play([subscription(0, &receiver.url(), summaries())]);
    let minutes = minutes(&receiver.wait_for(3).await);
    // Not sooner; how much later depends on how often the clock is looked at, every 10 minutes of its own.
    assert!(minutes.iter().zip([0, 5, 25]).all(|(at, least)| *at >= least), "{minutes:?}");
}

#[tokio::test]
async fn a_clock_that_runs_by_itself_can_jump_over_the_schedule_as_well() {
    let (stage, receiver) = (Stage::with_mode(0, ClockMode::Real), Receiver::start().await);
    receiver.answer(Answer::status(500));
    let players = stage.play([subscription(0, &receiver.url(), summaries())]);
    players.settled(stage.clock.advance(MEETING + WHOLE_SCHEDULE).unwrap()).await.unwrap();
    assert_eq!(minutes(&receiver.received()), [0, 5, 25, 85]);
}

#[tokio::test]
async fn what_is_to_be_sent_again_takes_little_memory() {
    let (stage, receiver) = (Stage::new(100), Receiver::start().await);
    receiver.answer(Answer::status(500));
    let players = stage.play([subscription(0, &receiver.url(), EventFilter::all())]);
    players.settled(stage.clock.advance(MEETING).unwrap()).await.unwrap();
    let outstanding = players.iter().next().unwrap().outstanding();
    assert_eq!(outstanding.events, stage.events().len() as u64);
    assert!(outstanding.windows < outstanding.events as usize / 5, "{outstanding:?}");
    assert!(outstanding.bytes < outstanding.windows * 200, "{outstanding:?}");
}

#[tokio::test]
async fn a_receiver_that_fails_now_and_then_gets_first_attempts_in_order() {
    let (stage, receiver) = (Stage::new(20), Receiver::start().await);
    let mut count = 0;
    receiver.answer_with(move |_| {
        count += 1;
        Answer::status(if count % 3 == 0 { 500 } else { 200 })
    });
    let players = stage.play([subscription(0, &receiver.url(), EventFilter::all())]);
    players.settled(stage.clock.advance(MEETING + WHOLE_SCHEDULE).unwrap()).await.unwrap();
    let mut first = HashMap::new();
    for (index, received) in receiver.received().into_iter().enumerate() {
        first.entry(received.body.to_vec()).or_insert(index);
    }
    let mut last: BTreeMap<u32, usize> = BTreeMap::new();
    for event in stage.events() {
        let (Subject::Data { participant, .. }
        | Subject::Qos { participant, .. }
        | Subject::QosSummary { participant, .. }
        | Subject::DataSummary { participant, .. }) = event.subject
        else {
            continue;
        };
        let here = first[&stage.body(&event)];
        assert!(last.insert(participant, here).is_none_or(|before| before < here), "{event:?}");
    }
    assert_eq!(last.len(), 21);
}

/// What a receiver answers to the attempt `number` of an event, by the pattern of a test.
fn status(pattern: (u64, u8), request_id: &str, number: u32) -> u16 {
    let mut hasher = DefaultHasher::new();
    (pattern.0, request_id, number).hash(&mut hasher);
    let draw = hasher.finish() % 100;
    match draw {
        draw if draw < u64::from(pattern.1) => 500 + (draw % 5) as u16,
        draw if draw % 3 == 0 => 400 + (draw % 30) as u16,
        _ => 200,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn each_event_ends_delivered_refused_or_exhausted_after_four_attempts(
        seed: u64, failing in 0_u8..=100, steps in 1_i64..6,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (tries, tally, events) = runtime.block_on(play_pattern((seed, failing), steps));
        let mut ended = Tally { fired: events as u64, ..Tally::default() };
        prop_assert_eq!(tries.len(), events);
        for (id, answers) in tries {
            let (last, before) = answers.split_last().unwrap();
            prop_assert!(before.iter().all(|status| *status >= 500), "{id}: {answers:?}");
            match last {
                200..=299 => ended.delivered += 1,
                300..=499 => ended.refused += 1,
                _ => {
                    prop_assert_eq!(answers.len(), 4);
                    ended.exhausted += 1;
                }
            }
        }
        prop_assert_eq!(tally, ended);
    }
}

async fn play_pattern(pattern: (u64, u8), steps: i64) -> (BTreeMap<String, Vec<u16>>, Tally, usize) {
    let (stage, receiver) = (Stage::new(8), Receiver::start().await);
    let mut numbers: HashMap<String, u32> = HashMap::new();
    receiver.answer_with(move |received| {
        let id = received.header("x-zm-request-id");
        let number = numbers.entry(id.to_owned()).or_default();
        *number += 1;
        Answer::status(status(pattern, id, *number))
    });
    let players = stage.play([subscription(0, &receiver.url(), EventFilter::all())]);
    for _ in 0..steps {
        let span = Span::from_seconds((MEETING + WHOLE_SCHEDULE).seconds() / steps + 1);
        let now = stage.clock.advance(span).unwrap();
        real_timeout(SOON * 5, players.settled(now)).await.unwrap().unwrap();
        let Tally { fired, delivered, refused, exhausted, dropped, outstanding } = tally(&players);
        assert_eq!(fired, delivered + refused + exhausted + dropped + outstanding);
    }
    let mut tries: BTreeMap<String, Vec<u16>> = BTreeMap::new();
    for received in receiver.received() {
        let id = received.header("x-zm-request-id").to_owned();
        let answers = tries.entry(id.clone()).or_default();
        answers.push(status(pattern, &id, answers.len() as u32 + 1));
    }
    (tries, tally(&players), stage.events().len())
}
