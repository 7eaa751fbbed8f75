//! The log of deliveries: who was sent what, when, and what came of it.

use std::time::Duration;

use zoom_qos_emulator::Span;
use zoom_qos_emulator::delivery::{
    Authorization, EventFilter, LogFilter, Record, RecordId, SubscriptionId, Verdict, Whom,
};
use zoom_qos_emulator::player::RedeliverError;
use zoom_qos_emulator::scenario::plan::EventKind;

use crate::receiver::{Answer, Receiver};
use crate::stage::{MEETING, SECRET, START, Stage, subscription};

const PATIENCE: Duration = Duration::from_secs(20);

fn kind(kind: EventKind) -> LogFilter {
    LogFilter { events: Some(EventFilter::from_iter([kind])), ..LogFilter::default() }
}

#[tokio::test]
async fn it_knows_exactly_what_was_sent() {
    let (stage, receiver) = (Stage::new(2), Receiver::start().await);
    receiver.answer(Answer { body: "no".to_owned(), ..Answer::status(500) });
    let secret_header = Authorization::basic("ada", "pass").unwrap();
    let players =
        stage.play([subscription(0, &receiver.url(), EventFilter::all()).with_authorization(secret_header)]);
    players.settled(stage.clock.advance(MEETING + Span::from_minutes(10)).unwrap()).await.unwrap();
    let log = players.log();
    let records = log.latest(&LogFilter::default(), None, usize::MAX);
    let received = receiver.received();
    assert_eq!(records.len(), received.len());
    for record in &records {
        let request = record.request(&stage.world);
        let tracking_id = |(name, _): &&(_, String)| *name == "x-zm-trackingid";
        let tracking_id = &request.headers.iter().find(tracking_id).unwrap().1;
        let one = received.iter().find(|one| one.header("x-zm-trackingid") == tracking_id).unwrap();
        assert_eq!(request.body.as_bytes(), one.body);
        assert_eq!(request.signed, format!("v0:{}:{}", one.timestamp(), request.body));
        assert_eq!(record.at.seconds(), one.timestamp());
        for (name, value) in &request.headers {
            if name == "authorization" {
                assert_eq!(value, "Basic …");
            } else {
                assert_eq!(value, one.header(name));
            }
        }
        assert_eq!(record.outcome.to_string(), "status 500, `no`");
        assert!(record.took < PATIENCE);
    }
}

#[tokio::test]
async fn it_can_be_searched() {
    let (stage, receiver, other) = (Stage::new(3), Receiver::start().await, Receiver::start().await);
    receiver.answer_with(|one| Answer::status(if one.event().ends_with("summary") { 404 } else { 200 }));
    let both = [&receiver, &other].map(Receiver::url);
    let players = stage.play([0, 1].map(|id| subscription(id, &both[id as usize], EventFilter::all())));
    stage.play_meeting(&players).await;
    let find = |filter: LogFilter| players.log().latest(&filter, None, usize::MAX);
    let everything = find(LogFilter::default());
    assert_eq!(everything.len(), stage.events().len() * 2);
    assert!(everything.is_sorted_by_key(|record| std::cmp::Reverse(record.id)));
    let by = |filter: LogFilter, holds: fn(&Record) -> bool| {
        let found = find(filter);
        assert!(!found.is_empty() && found.iter().all(holds));
        assert_eq!(found.len(), everything.iter().filter(|record| holds(record)).count());
    };
    by(kind(EventKind::MeetingParticipantQos), |record| record.kind == EventKind::MeetingParticipantQos);
    by(LogFilter { subscription: Some(SubscriptionId(1)), ..LogFilter::default() }, |record| {
        record.subscription.name() == "webhook-2"
    });
    by(LogFilter { verdict: Some(Verdict::NotRetried), ..LogFilter::default() }, |record| {
        record.outcome.code() == Some(404)
    });
    let from = Some(START + Span::MINUTE);
    by(LogFilter { from, to: from, ..LogFilter::default() }, |record| record.at == START + Span::MINUTE);
    by(LogFilter { participant: Some(0), ..LogFilter::default() }, |record| {
        matches!(Whom::of(record.event.subject), Whom::Participant { participant: 0, .. })
    });
}

#[tokio::test]
async fn a_test_can_wait_for_what_it_expects() {
    let (stage, receiver) = (Stage::new(2), Receiver::start().await);
    let players = stage.play([subscription(0, &receiver.url(), EventFilter::all())]);
    let filter = kind(EventKind::MeetingParticipantQosSummary);
    let wait = players.log().wait_for(&filter, 3, PATIENCE);
    let (found, moved) = tokio::join!(wait, async { stage.clock.advance(MEETING) });
    assert_eq!((found.len(), moved.is_ok()), (3, true));
    assert_eq!(players.log().wait_for(&filter, 4, Duration::from_millis(10)).await.len(), 3);
}

#[tokio::test]
async fn an_event_can_be_sent_once_more() {
    let (stage, receiver) = (Stage::new(0), Receiver::start().await);
    let players = stage.play([subscription(0, &receiver.url(), EventFilter::all())]);
    stage.play_meeting(&players).await;
    let tally = players.iter().next().unwrap().tally();
    let [record] = &players.log().latest(&kind(EventKind::MeetingParticipantQosSummary), None, 9)[..] else {
        panic!()
    };
    let again: Vec<RecordId> =
        vec![players.redeliver(record.id).await.unwrap(), players.redeliver(record.id).await.unwrap()];
    let received = receiver.received();
    let first = received.iter().find(|one| one.event() == "meeting.participant_qos_summary").unwrap();
    for (id, one) in again.iter().zip(&received[received.len() - 2..]) {
        assert_eq!(one.body, first.body);
        assert_eq!(one.header("x-zm-request-id"), first.header("x-zm-request-id"));
        assert_ne!(one.header("x-zm-trackingid"), first.header("x-zm-trackingid"));
        assert_eq!(one.timestamp(), stage.clock.now().seconds());
        assert!(one.is_signed_with(SECRET));
        let record = players.log().get(*id).unwrap();
        assert_eq!(record.retry_number(), None);
        assert!(record.request(&stage.world).signed.contains(&one.timestamp().to_string()));
    }
    assert_eq!(players.iter().next().unwrap().tally(), tally);
    let unknown = players.redeliver(RecordId(1_000_000)).await;
    assert_eq!(unknown, Err(RedeliverError::Unknown(RecordId(1_000_000))));
    players.remove(SubscriptionId(0)).unwrap();
    assert!(matches!(players.redeliver(record.id).await, Err(RedeliverError::Removed(_))));
}
