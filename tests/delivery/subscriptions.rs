//! Subscriptions come, change and go while the emulator runs, and receivers may ask for a header of their own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use url::Url;
use zoom_qos_emulator::Span;
use zoom_qos_emulator::delivery::{
    Authorization, ClientAuthentication, EventFilter, Outcome, SubscriptionId, TokenSource, TooMany,
    TransportFailure, UnknownSubscription,
};
use zoom_qos_emulator::player::Tally;
use zoom_qos_emulator::scenario::plan::EventKind;

use crate::receiver::{Answer, Received, Receiver, refusing_url};
use crate::stage::{GRACE, MEETING, START, Stage, subscription};

#[tokio::test]
async fn a_new_one_gets_the_events_from_now_on() {
    let (stage, receiver) = (Stage::new(5), Receiver::start().await);
    let players = stage.play([]);
    let now = stage.clock.advance(Span::from_minutes(5)).unwrap();
    players.settled(now).await.unwrap();
    let player = players.add(subscription(7, &receiver.url(), EventFilter::all())).unwrap();
    stage.play_meeting(&players).await;
    let expected = stage.events().iter().filter(|event| event.at >= now).count();
    assert_eq!(receiver.traffic().answered, expected);
    assert_eq!(
        player.tally(),
        Tally { fired: expected as u64, delivered: expected as u64, ..Tally::default() }
    );
    assert_eq!(players.iter().count(), 1);
}

#[tokio::test]
async fn an_app_has_twenty_at_most() {
    let (stage, receiver) = (Stage::new(0), Receiver::start().await);
    let players = stage.play([]);
    for _ in 0..20 {
        players.add(subscription(0, &receiver.url(), EventFilter::NONE)).unwrap();
    }
    assert_eq!(players.add(subscription(0, &receiver.url(), EventFilter::NONE)).unwrap_err(), TooMany);
    stage.play_meeting(&players).await;
}

#[tokio::test]
async fn one_that_is_removed_while_it_fails_gets_nothing_more() {
    let (stage, receiver, other) = (Stage::new(50), Receiver::start().await, Receiver::start().await);
    receiver.answer(Answer::status(500));
    let both = [&receiver, &other].map(Receiver::url);
    let players = stage.play([0, 1].map(|id| subscription(id, &both[id as usize], EventFilter::all())));
    players.settled(stage.clock.advance(Span::from_minutes(2)).unwrap()).await.unwrap();
    let removed = players.remove(SubscriptionId(0)).unwrap();
    let Tally { fired, .. } = removed.tally();
    assert_eq!(removed.tally(), Tally { fired, dropped: fired, ..Tally::default() });
    assert_eq!(players.remove(SubscriptionId(0)).unwrap_err(), UnknownSubscription(SubscriptionId(0)));
    let arrived = receiver.traffic().arrived;

    players.settled(stage.clock.advance(Span::DAY).unwrap()).await.unwrap();
    assert!(removed.settled(stage.clock.now()).await.is_ok());
    assert_eq!(receiver.traffic().arrived, arrived);
    assert_eq!(other.traffic().answered, stage.events().len());
    assert!(stage.tasks.stop(GRACE).await.is_clean());
}

#[tokio::test]
async fn one_that_is_removed_amid_its_deliveries_ends_at_once() {
    let (stage, receiver) = (Stage::new(200), Receiver::start().await);
    receiver.answer(Answer::after(std::time::Duration::from_millis(100)));
    let players = stage.play([subscription(0, &receiver.url(), EventFilter::all())]);
    let now = stage.clock.advance(MEETING).unwrap();
    receiver.wait_for(5).await;
    let removed = players.remove(SubscriptionId(0)).unwrap();
    players.settled(now).await.unwrap();
    removed.settled(now).await.unwrap();
    assert!(stage.tasks.stop(GRACE).await.is_clean());
    let traffic = receiver.traffic();
    assert_eq!(traffic.arrived, traffic.answered);
    let tally = removed.tally();
    assert_eq!(tally.outstanding, 0);
    assert_eq!(tally.fired, tally.delivered + tally.dropped);
}

#[tokio::test]
async fn one_that_is_changed_sends_what_is_outstanding_to_where_it_now_points() {
    let (stage, [old, new]) = (Stage::new(4), [Receiver::start().await, Receiver::start().await]);
    old.answer(Answer::status(500));
    let wanted = EventFilter::from_iter([EventKind::MeetingParticipantData]);
    let players = stage.play([subscription(0, &old.url(), wanted)]);
    players.settled(stage.clock.advance(Span::MINUTE).unwrap()).await.unwrap();
    let failed = old.traffic().answered;
    let summaries = EventFilter::from_iter([EventKind::MeetingParticipantQosSummary]);
    players.change(SubscriptionId(0), subscription(0, &new.url(), summaries)).unwrap();
    stage.play_meeting(&players).await;
    assert_eq!(old.traffic().answered, failed);
    let names: Vec<String> = new.received().iter().map(Received::event).collect();
    let count = |name: &str| names.iter().filter(|one| *one == name).count();
    assert_eq!(count("meeting.participant_data"), failed);
    assert_eq!(count("meeting.participant_qos_summary"), 5);
    assert_eq!(names.len(), failed + 5);
}

#[tokio::test]
async fn a_receiver_gets_the_header_that_it_asks_for() {
    for (authorization, name, value) in [
        (Authorization::basic("ada", "pass").unwrap(), "authorization", "Basic YWRhOnBhc3M="),
        (Authorization::header("X-Api-Key", "1234").unwrap(), "x-api-key", "1234"),
    ] {
        let (stage, receiver) = (Stage::new(1), Receiver::start().await);
        let wants = subscription(0, &receiver.url(), EventFilter::all()).with_authorization(authorization);
        let players = stage.play([wants]);
        stage.play_meeting(&players).await;
        assert!(receiver.received().iter().all(|received| received.header(name) == value));
    }
}

fn source(url: &str) -> TokenSource {
    TokenSource {
        url: Url::parse(url).unwrap(),
        client_id: "emulator".to_owned(),
        client_secret: "sh&h".to_owned(),
        scope: Some("write:events".to_owned()),
        state: None,
        client_authentication: ClientAuthentication::Header,
    }
}

/// Answers each request for a token with another one.
fn give_tokens(receiver: &Receiver, expires_in: u32) -> Arc<AtomicU32> {
    let fetches = Arc::new(AtomicU32::new(0));
    let counts = fetches.clone();
    receiver.answer_with(move |_| {
        let number = counts.fetch_add(1, Relaxed) + 1;
        Answer::body(&format!(r#"{{"access_token":"token-{number}","expires_in":{expires_in}}}"#))
    });
    fetches
}

#[tokio::test]
async fn a_bearer_token_is_fetched_once_and_again_when_it_has_expired() {
    let (stage, receiver, tokens) = (Stage::new(20), Receiver::start().await, Receiver::start().await);
    let fetches = give_tokens(&tokens, 3600);
    receiver.answer(Answer::status(500));
    let bearer = Authorization::bearer(source(&tokens.url())).unwrap();
    let players =
        stage.play([subscription(0, &receiver.url(), EventFilter::all()).with_authorization(bearer)]);
    stage.play_meeting(&players).await;
    assert_eq!(fetches.load(Relaxed), 1);
    assert!(receiver.received().iter().all(|one| one.header("authorization") == "Bearer token-1"));
    let request = &tokens.received()[0];
    assert_eq!(request.header("authorization"), "Basic ZW11bGF0b3I6c2gmaA==");
    assert_eq!(request.header("content-type"), "application/x-www-form-urlencoded");
    assert_eq!(&request.body[..], b"grant_type=client_credentials&scope=write%3Aevents");

    // The last retries are made after it has expired.
    players.settled(stage.clock.advance(Span::from_minutes(90)).unwrap()).await.unwrap();
    assert_eq!(fetches.load(Relaxed), 2);
    let expired = START.seconds() + 3600;
    for one in receiver.received() {
        let number = 1 + u32::from(one.timestamp() >= expired);
        assert_eq!(one.header("authorization"), format!("Bearer token-{number}"));
    }
}

#[tokio::test]
async fn a_client_can_put_its_secret_into_the_form() {
    let (stage, receiver, tokens) = (Stage::new(0), Receiver::start().await, Receiver::start().await);
    give_tokens(&tokens, 3600);
    let source = TokenSource {
        client_authentication: ClientAuthentication::Body,
        scope: None,
        state: Some("s".to_owned()),
        ..source(&tokens.url())
    };
    let bearer = Authorization::bearer(source).unwrap();
    let players =
        stage.play([subscription(0, &receiver.url(), EventFilter::all()).with_authorization(bearer)]);
    stage.play_meeting(&players).await;
    let request = &tokens.received()[0];
    assert!(request.headers.get("authorization").is_none());
    let form = "grant_type=client_credentials&state=s&client_id=emulator&client_secret=sh%26h";
    assert_eq!(&request.body[..], form.as_bytes());
}

#[tokio::test]
async fn without_a_token_nothing_is_sent_and_the_code_is_minus_14() {
    let (stage, receiver, tokens) = (Stage::new(20), Receiver::start().await, Receiver::start().await);
    give_tokens(&tokens, 60);
    for (url, text) in [
        (tokens.url(), "`expires_in` is 60, and must be 3599 at least"),
        (refusing_url().await, "its token URL gave connection refused"),
    ] {
        let bearer = Authorization::bearer(source(&url)).unwrap();
        let wants = subscription(0, &receiver.url(), EventFilter::all()).with_authorization(bearer);
        let players = stage.play([wants]);
        players.settled(stage.clock.now()).await.unwrap();
        let record = players.log().latest(&Default::default(), None, 1).remove(0);
        assert_eq!(record.outcome.code(), Some(-14));
        let Outcome::Failed(TransportFailure::NoToken(reason)) = &*record.outcome else { panic!() };
        assert!(reason.contains(text), "{reason}");
        assert!(players.iter().next().unwrap().tally().outstanding > 0);
    }
    assert_eq!(receiver.traffic().arrived, 0);
}
