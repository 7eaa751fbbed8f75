//! First attempts: what is sent, when, and in which order.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use zoom_qos_emulator::Span;
use zoom_qos_emulator::clock::{ClockMode, Stopwatch, real_timeout};
use zoom_qos_emulator::delivery::{Counts, EventFilter, Outcome, TransportFailure, Verdict};
use zoom_qos_emulator::player::StoppedEarly;
use zoom_qos_emulator::scenario::plan::{DEFAULT_IN_FLIGHT, EventKind};
use zoom_qos_emulator::world::Subject;

use crate::receiver::{Answer, Received, Receiver, closing_url, javascript_round_trip, refusing_url};
use crate::stage::{GRACE, Log, MEETING, SECRET, SOON, START, Stage, subscription};

const IN_FLIGHT: usize = DEFAULT_IN_FLIGHT as usize;

#[tokio::test]
async fn every_event_arrives_once_and_signed() {
    let (stage, receiver) = (Stage::new(20), Receiver::start().await);
    let players = stage.play([subscription(0, &receiver.url(), EventFilter::all())]);
    stage.play_meeting(&players).await;

    let mut expected: Vec<Vec<u8>> = stage.events().iter().map(|event| stage.body(event)).collect();
    let received = receiver.received();
    let mut bodies: Vec<Vec<u8>> = received.iter().map(|received| received.body.to_vec()).collect();
    expected.sort_unstable();
    bodies.sort_unstable();
    assert!(expected.len() > 200, "{} events", expected.len());
    assert_eq!(bodies, expected);
    for received in &received {
        assert!(received.is_signed_with(SECRET));
        assert!(!received.is_signed_with("another"));
        assert_eq!(javascript_round_trip(&received.body), received.body);
    }
    let delivered = expected.len() as u64;
    let counts = players.iter().next().unwrap().counts();
    assert_eq!(counts, Counts { attempts: delivered, delivered, ..Counts::default() });
}

#[tokio::test]
async fn the_headers_are_the_documented_ones() {
    let (stage, receiver) = (Stage::new(1), Receiver::start().await);
    let players = stage.play([subscription(0, &receiver.url(), EventFilter::all())]);
    stage.play_meeting(&players).await;
    let received = receiver.received();
    for received in &received {
        assert_eq!(received.path, "/webhook");
        assert_eq!(received.header("user-agent"), "Zoom Marketplace/1.0a");
        assert_eq!(received.header("content-type"), "application/json; charset=utf-8");
        assert_eq!(received.header("clientid"), "an-app");
        assert_eq!(received.header("content-length"), received.body.len().to_string());
        let fired = received.json()["event_ts"].as_i64().unwrap() / 1000;
        assert_eq!(received.timestamp(), fired, "within a jump, each is sent when it fires");
        assert!(received.header("x-zm-trackingid").starts_with("v=2.0;clid=us04;rid=WEB_"));
        assert!(received.header("traceparent").starts_with("00-"));
    }
    let ids: BTreeSet<&str> = received.iter().map(|received| received.header("x-zm-request-id")).collect();
    assert_eq!(ids.len(), received.len());
}

#[tokio::test]
async fn a_retry_has_the_same_request_id_and_a_fresh_signature() {
    let (stage, receiver) = (Stage::new(1), Receiver::start().await);
    let (worker, event) = (stage.worker(&receiver.url()), stage.events()[0]);
    worker.attempt(event, 0, START).await;
    stage.clock.advance(Span::from_minutes(5)).unwrap();
    worker.attempt(event, 1, stage.clock.now()).await;
    let [first, second]: [Received; 2] = receiver.received().try_into().unwrap();
    assert_eq!(first.body, second.body);
    for (header, is_same) in [
        ("x-zm-request-id", true),
        ("x-zm-request-timestamp", false),
        ("x-zm-signature", false),
        ("x-zm-trackingid", false),
    ] {
        assert_eq!(first.header(header) == second.header(header), is_same, "{header}");
    }
    assert!(second.is_signed_with(SECRET));
}

#[tokio::test]
async fn deliveries_run_side_by_side_up_to_the_bound() {
    let (stage, receiver) = (Stage::new(200), Receiver::start().await);
    receiver.answer(Answer::after(Duration::from_millis(30)));
    let players = stage.play([subscription(0, &receiver.url(), EventFilter::all())]);
    players.settled(stage.clock.advance(Span::MINUTE).unwrap()).await.unwrap();
    let most = receiver.traffic().most_at_once;
    assert!(most > IN_FLIGHT / 2 && most <= IN_FLIGHT, "{most} at once");
}

#[tokio::test]
async fn a_webhook_may_have_a_bound_of_its_own() {
    let (stage, receiver) = (Stage::new(20), Receiver::start().await);
    receiver.answer(Answer::after(Duration::from_millis(2)));
    let players = stage.play([subscription(0, &receiver.url(), EventFilter::all()).with_in_flight(1)]);
    players.settled(stage.clock.advance(Span::MINUTE).unwrap()).await.unwrap();
    assert_eq!(receiver.traffic().most_at_once, 1);
}

#[tokio::test]
async fn events_of_one_participant_arrive_in_order() {
    let (stage, receiver) = (Stage::new(50), Receiver::start().await);
    receiver.answer(Answer::after(Duration::from_millis(2)));
    let players = stage.play([subscription(0, &receiver.url(), EventFilter::all())]);
    stage.play_meeting(&players).await;

    let mut position = HashMap::new();
    for (index, received) in receiver.received().into_iter().enumerate() {
        position.insert(received.body.to_vec(), index);
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
        let here = position[&stage.body(&event)];
        if let Some(before) = last.insert(participant, here) {
            assert!(before < here, "{event:?} arrived too early");
        }
    }
    assert_eq!(last.len(), 51);
}

#[tokio::test]
async fn settled_means_answered_and_not_only_sent() {
    let (stage, receiver) = (Stage::new(10), Receiver::start().await);
    receiver.answer(Answer::after(Duration::from_millis(50)));
    let players = stage.play([subscription(0, &receiver.url(), EventFilter::all())]);
    for _ in 0..3 {
        let now = stage.clock.advance(Span::MINUTE).unwrap();
        players.settled(now).await.unwrap();
        let due = stage.world.events(START, now + Span::from_millis(1)).len();
        let traffic = receiver.traffic();
        assert_eq!((traffic.arrived, traffic.answered), (due, due));
        assert!(players.iter().all(|player| player.settled_through() == now));
    }
}

#[tokio::test]
async fn a_subscription_gets_what_it_wants_and_one_that_wants_nothing_settles_at_once() {
    let (stage, some, none) = (Stage::new(5), Receiver::start().await, Receiver::start().await);
    let wanted = EventFilter::from_iter([EventKind::MeetingParticipantQosSummary]);
    let players =
        stage.play([subscription(0, &some.url(), wanted), subscription(1, &none.url(), EventFilter::NONE)]);
    stage.play_meeting(&players).await;
    let received = some.received();
    assert_eq!(received.len(), 6);
    assert!(received.iter().all(|received| received.event() == "meeting.participant_qos_summary"));
    assert_eq!(none.received().len(), 0);
}

#[tokio::test]
async fn an_event_that_two_want_is_delivered_twice_with_different_ids() {
    let (stage, receiver) = (Stage::new(1), Receiver::start().await);
    let wanted = EventFilter::from_iter([EventKind::MeetingParticipantData]);
    let players = stage.play([0, 1].map(|id| subscription(id, &receiver.url(), wanted)));
    stage.play_meeting(&players).await;
    let received = receiver.received();
    let bodies: BTreeSet<Vec<u8>> = received.iter().map(|received| received.body.to_vec()).collect();
    let ids: BTreeSet<&str> = received.iter().map(|received| received.header("x-zm-request-id")).collect();
    assert_eq!((bodies.len() * 2, ids.len()), (received.len(), received.len()));
}

#[tokio::test]
async fn a_dead_receiver_delays_no_other() {
    let (stage, dead, alive) = (Stage::new(200), Receiver::start().await, Receiver::start().await);
    dead.answer(Answer::after(Duration::from_secs(3600)));
    let both = [&dead, &alive].map(Receiver::url);
    let players = stage.play([0, 1].map(|id| subscription(id, &both[id as usize], EventFilter::all())));
    let now = stage.clock.advance(Span::from_minutes(5)).unwrap();
    let [slow, quick] = [0, 1].map(|index| players.iter().nth(index).unwrap());
    real_timeout(Duration::from_secs(20), quick.settled(now)).await.unwrap().unwrap();
    assert_eq!(alive.traffic().answered, stage.world.events(START, now + Span::from_millis(1)).len());
    assert!(slow.settled_through() < now);
    assert!(dead.traffic().arrived <= IN_FLIGHT * 2);
    stage.tasks.stop(Duration::ZERO).await;
}

#[tokio::test]
async fn a_month_is_played_in_moments() {
    let (stage, receiver) = (Stage::new(3), Receiver::start().await);
    let players = stage.play([subscription(0, &receiver.url(), EventFilter::all())]);
    let now = stage.clock.advance(Span::from_minutes(30 * 24 * 60)).unwrap();
    real_timeout(SOON, players.settled(now)).await.unwrap().unwrap();
    assert_eq!(receiver.traffic().answered, stage.events().len());
}

#[tokio::test]
async fn a_clock_that_runs_by_itself_delivers_by_itself() {
    let (stage, receiver) = (Stage::with_mode(3, ClockMode::Scaled(600.0)), Receiver::start().await);
    let _players = stage.play([subscription(0, &receiver.url(), EventFilter::all())]);
    receiver.wait_for(stage.events().len()).await;
}

#[tokio::test]
async fn what_an_answer_means_is_told_apart() {
    let (stage, receiver) = (Stage::new(1), Receiver::start().await);
    let (worker, event) = (stage.worker(&receiver.url()), stage.events()[0]);
    for (status, verdict) in [
        (200, Verdict::Delivered),
        (204, Verdict::Delivered),
        (302, Verdict::NotRetried),
        (401, Verdict::NotRetried),
        (404, Verdict::NotRetried),
        (500, Verdict::Retriable),
        (503, Verdict::Retriable),
    ] {
        receiver.answer(Answer { body: "because\nof this".to_owned(), ..Answer::status(status) });
        let attempt = worker.attempt(event, 0, START).await;
        assert_eq!(attempt.outcome.verdict(), verdict, "{status}");
        assert_eq!(attempt.outcome.code(), Some(i32::from(status)));
        let says_why = attempt.outcome.to_string().contains("`because of this`");
        assert_eq!(says_why, !matches!(status, 200 | 204), "{}", attempt.outcome);
    }
    let counts = worker.report().counts();
    assert_eq!(counts, Counts { attempts: 7, delivered: 2, not_retried: 3, retriable: 2 });
}

#[tokio::test]
async fn why_there_is_no_answer_is_told_apart() {
    let (stage, receiver) = (Stage::new(1), Receiver::start().await);
    let event = stage.events()[0];
    let failure = async |url: &str| match stage.worker(url).attempt(event, 0, START).await.outcome {
        Outcome::Failed(failure) => failure,
        answered @ Outcome::Answered { .. } => panic!("{url}: {answered}"),
    };
    assert_eq!(failure(&refusing_url().await).await, TransportFailure::Refused);
    assert_eq!(failure(&closing_url().await).await, TransportFailure::Closed);
    let nowhere = format!("http://{}.invalid/", "x".repeat(70));
    assert!(matches!(failure(&nowhere).await, TransportFailure::UnknownHost(_)));
    let secure = receiver.url().replace("http:", "https:");
    let tls = failure(&secure).await;
    assert!(matches!(tls, TransportFailure::Tls(_)), "{tls:?}");
}

#[tokio::test]
async fn a_receiver_that_takes_longer_than_three_seconds_has_timed_out() {
    let (stage, receiver) = (Stage::new(1), Receiver::start().await);
    receiver.answer(Answer::after(Duration::from_secs(3600)));
    let attempt = stage.worker(&receiver.url()).attempt(stage.events()[0], 0, START).await;
    assert_eq!(attempt.outcome, Outcome::Failed(TransportFailure::TimedOut));
    assert_eq!(attempt.outcome.code(), Some(-1));
    assert!((3.0..3.9).contains(&attempt.took.as_secs_f64()), "{:?}", attempt.took);
}

#[tokio::test]
async fn a_stop_finishes_what_is_in_flight_and_starts_nothing_new() {
    let (stage, receiver) = (Stage::new(200), Receiver::start().await);
    receiver.answer(Answer::after(Duration::from_millis(200)));
    let players = stage.play([subscription(0, &receiver.url(), EventFilter::all())]);
    let now = stage.clock.advance(MEETING).unwrap();
    receiver.wait_for(IN_FLIGHT / 2).await;
    let stopped = stage.tasks.stop(GRACE).await;
    assert!(stopped.is_clean(), "{stopped:?}");
    let traffic = receiver.traffic();
    assert_eq!(traffic.arrived, traffic.answered);
    assert!(traffic.arrived <= IN_FLIGHT * 2, "{traffic:?}");
    assert_eq!(real_timeout(SOON, players.settled(now)).await, Some(Err(StoppedEarly)));
}

#[tokio::test]
async fn a_stop_does_not_wait_for_a_receiver_that_never_answers() {
    let (stage, receiver) = (Stage::new(10), Receiver::start().await);
    receiver.answer(Answer::after(Duration::from_secs(3600)));
    let players = stage.play([subscription(0, &receiver.url(), EventFilter::all())]);
    stage.clock.advance(Span::MINUTE).unwrap();
    receiver.wait_for(1).await;
    let watch = Stopwatch::start();
    let stopped = stage.tasks.stop(GRACE).await;
    assert!(watch.elapsed() < Duration::from_secs(1), "{:?}", watch.elapsed());
    assert!(stopped.aborted.iter().all(|name| name.starts_with("webhook-1, lane")), "{stopped:?}");
    assert!(!stopped.aborted.is_empty());
    assert!(players.settled(stage.clock.now()).await.is_err());
}

#[tokio::test]
async fn a_long_answer_is_not_read_to_its_end() {
    let (stage, receiver) = (Stage::new(1), Receiver::start().await);
    receiver.answer(Answer { body: "x".repeat(50_000_000), ..Answer::status(400) });
    let attempt = stage.worker(&receiver.url()).attempt(stage.events()[0], 0, START).await;
    assert_eq!(attempt.outcome.code(), Some(400));
    assert!(attempt.outcome.to_string().len() < 300);
}

#[tokio::test]
async fn an_unreachable_receiver_gives_one_clear_line() {
    let log = Log::default();
    let _guard = log.record();
    let stage = Stage::new(20);
    let url = refusing_url().await;
    let secret_url = url.replace("http://", "http://ada:pass@");
    let players = stage.play([subscription(0, &secret_url, EventFilter::all())]);
    stage.play_meeting(&players).await;
    let player = players.iter().next().unwrap();
    assert_eq!(player.tally().outstanding, stage.events().len() as u64);

    let lines = log.lines_with("WARN");
    assert_eq!(lines.len(), 1, "{lines:#?}");
    for part in ["WARN", "webhook-1", &url, "`meeting.", "connection refused", "hint: start the receiver"] {
        assert!(lines[0].contains(part), "`{part}` is not in {}", lines[0]);
    }
    for secret in [SECRET, "pass"] {
        assert!(!lines[0].contains(secret), "{}", lines[0]);
    }
}

#[tokio::test]
async fn a_receiver_that_recovers_is_told_of() {
    let log = Log::default();
    let _guard = log.record();
    let (stage, receiver) = (Stage::new(1), Receiver::start().await);
    let (worker, event) = (stage.worker(&receiver.url()), stage.events()[0]);
    for status in [500, 500, 200, 200] {
        receiver.answer(Answer::status(status));
        worker.attempt(event, 0, START).await;
    }
    let lines = log.lines();
    assert_eq!(lines.len(), 2, "{lines:#?}");
    assert!(lines[1].contains("events arrive again, after 2 that did not"), "{}", lines[1]);
}
