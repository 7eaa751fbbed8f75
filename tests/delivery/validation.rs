//! Receivers are asked who they are: before the first event, every 72 hours, and when somebody wants it.

use zoom_qos_emulator::Span;
use zoom_qos_emulator::clock::Stopwatch;
use zoom_qos_emulator::delivery::{EventFilter, Standing, Subscription};
use zoom_qos_emulator::player::{Player, Tally};

use crate::receiver::{Answer, Received, Receiver, encrypted};
use crate::stage::{Log, SECRET, SOON, START, Stage, subscription};

fn validated(url: &str) -> Subscription {
    subscription(0, url, EventFilter::all()).with_validation(true)
}

fn validations(receiver: &Receiver) -> Vec<Received> {
    receiver.received().into_iter().filter(|received| received.plain_token().is_some()).collect()
}

/// The whole days from the start to each validation.
fn days(receiver: &Receiver) -> Vec<i64> {
    let days = validations(receiver).into_iter();
    days.map(|received| (received.timestamp() - START.seconds()) / 86_400).collect()
}

fn standing(player: &Player) -> Standing {
    player.validity().standing()
}

#[tokio::test]
async fn the_first_request_is_a_validation() {
    let (stage, receiver) = (Stage::new(3), Receiver::start().await);
    receiver.answer_validations(SECRET, 200);
    let players = stage.play([validated(&receiver.url())]);
    assert_eq!(standing(&players.iter().next().unwrap()), Standing::Pending);
    stage.play_meeting(&players).await;
    let received = receiver.received();
    assert_eq!(received.len(), stage.events().len() + 1);
    assert_eq!(received[0].event(), "endpoint.url_validation");
    assert_eq!(received[0].plain_token().unwrap().len(), 22);
    assert_eq!(received[0].timestamp(), START.seconds());
    assert!(received[0].is_signed_with(SECRET));
    assert_eq!(received[0].header("clientid"), "an-app");
    assert_eq!(standing(&players.iter().next().unwrap()), Standing::Active);
}

#[tokio::test]
async fn who_is_not_validated_gets_no_event_and_is_asked_again() {
    let (stage, receiver) = (Stage::new(3), Receiver::start().await);
    let players = stage.play([validated(&receiver.url())]);
    players.settled(stage.clock.advance(Span::from_minutes(4)).unwrap()).await.unwrap();
    // Answered with 200, but without the tokens: after 0, 1 and 3 minutes.
    assert_eq!((receiver.traffic().arrived, validations(&receiver).len()), (3, 3));
    let player = players.iter().next().unwrap();
    assert_eq!(player.tally(), Tally::default());
    assert_eq!((standing(&player), player.validity().failures()), (Standing::Pending, 3));

    receiver.answer_validations(SECRET, 200);
    stage.play_meeting(&players).await;
    let tally = player.tally();
    assert!(tally.fired > 0 && tally.delivered == tally.fired, "{tally:?}");
    let late = receiver.received().into_iter().filter(|one| one.plain_token().is_none());
    assert!(late.into_iter().all(|one| one.timestamp() >= START.seconds() + 7 * 60));
}

#[tokio::test]
async fn a_receiver_is_validated_every_72_hours() {
    let (stage, receiver) = (Stage::new(1), Receiver::start().await);
    receiver.answer_validations(SECRET, 200);
    let players = stage.play([validated(&receiver.url())]);
    for _ in 0..10 {
        players.settled(stage.clock.advance(Span::DAY).unwrap()).await.unwrap();
    }
    assert_eq!(days(&receiver), [0, 3, 6, 9]);
}

#[tokio::test]
async fn six_failures_in_eighteen_days_disable_until_it_is_validated_again() {
    let log = Log::default();
    let _guard = log.record();
    let (stage, receiver, watch) = (Stage::new(1), Receiver::start().await, Stopwatch::start());
    receiver.answer_validations(SECRET, 200);
    let players = stage.play([validated(&receiver.url())]);
    stage.play_meeting(&players).await;
    let player = players.iter().next().unwrap();
    let delivered = player.tally().delivered;

    receiver.answer_validations("another", 200);
    players.settled(stage.clock.advance(Span::from_minutes(30 * 24 * 60)).unwrap()).await.unwrap();
    assert_eq!(days(&receiver), [0, 3, 6, 9, 12, 15, 18]);
    assert_eq!(standing(&player), Standing::Disabled);
    let validity = player.validity();
    let notices: Vec<_> = validity.notices().map(|notice| (notice.failures, notice.disabled)).collect();
    assert_eq!(notices, [(2, false), (4, false), (6, true)]);
    assert!(watch.elapsed() < SOON / 2, "{:?}", watch.elapsed());

    let lines = log.lines();
    for (part, times) in [
        ("under another secret", 6),
        ("hint: use the secret token of this subscription", 6),
        ("2 validations in a row have failed", 1),
        ("4 validations in a row have failed", 1),
        ("6 validations in a row have failed: the subscription is disabled", 1),
    ] {
        assert_eq!(lines.iter().filter(|line| line.contains(part)).count(), times, "{part}: {lines:#?}");
    }

    receiver.answer_validations(SECRET, 200);
    assert!(player.validate().await.result.is_ok());
    assert_eq!(standing(&player), Standing::Active);
    assert_eq!(player.tally().delivered, delivered);
    players.settled(stage.clock.advance(Span::from_minutes(4 * 24 * 60)).unwrap()).await.unwrap();
    assert_eq!(days(&receiver)[7..], [30, 33]);
}

#[tokio::test]
async fn a_disabled_subscription_gets_nothing_and_forgets_what_was_to_be_sent_again() {
    let (stage, receiver) = (Stage::new(5), Receiver::start().await);
    receiver.answer_validations(SECRET, 500);
    let players = stage.play([validated(&receiver.url())]);
    players.settled(stage.clock.advance(Span::from_minutes(5)).unwrap()).await.unwrap();
    let player = players.iter().next().unwrap();
    let fired = player.tally().fired;
    receiver.answer(Answer::status(500));
    for _ in 0..6 {
        assert!(player.validate().await.result.is_err());
    }
    assert_eq!(standing(&player), Standing::Disabled);
    stage.play_meeting(&players).await;
    assert_eq!(player.tally(), Tally { fired, dropped: fired, ..Tally::default() });
    assert_eq!(player.outstanding().events, 0);
}

#[tokio::test]
async fn each_failure_says_what_was_wrong() {
    let (stage, receiver) = (Stage::new(0), Receiver::start().await);
    let others = [("another", "webhook-2"), ("third", "webhook-3")];
    let other = others.map(|(secret, name)| {
        let (url, filter) = (receiver.url(), EventFilter::NONE);
        Subscription::new(zoom_qos_emulator::delivery::SubscriptionId(9), name, &url, secret, filter).unwrap()
    });
    let players = stage.play([validated(&receiver.url())]);
    for other in other {
        players.add(other).unwrap();
    }
    let player = players.iter().next().unwrap();
    for (answer, text) in [
        (Answer::status(401), "status 401 `` where 200 was expected"),
        (Answer::status(204), "status 204 with an empty body"),
        (Answer::body("pong"), "`pong` where JSON was expected"),
        (Answer::body(&encrypted("another", "x")), "`plainToken` is `x`"),
    ] {
        receiver.answer(answer);
        let flaw = player.validate().await.result.unwrap_err();
        assert!(flaw.to_string().contains(text), "{flaw}");
    }
    receiver.answer_validations("third", 200);
    let flaw = player.validate().await.result.unwrap_err();
    assert!(
        flaw.to_string().contains("signed with the secret of another subscription, `webhook-3`"),
        "{flaw}"
    );
    assert_eq!(player.validity().last().unwrap().result, Err(flaw));
}

#[tokio::test]
async fn a_new_url_must_be_validated_anew() {
    let (stage, [old, new]) = (Stage::new(2), [Receiver::start().await, Receiver::start().await]);
    for receiver in [&old, &new] {
        receiver.answer_validations(SECRET, 200);
    }
    let players = stage.play([validated(&old.url())]);
    players.settled(stage.clock.advance(Span::MINUTE).unwrap()).await.unwrap();
    let player = players.iter().next().unwrap();
    players.change(player.subscription().id(), validated(&new.url())).unwrap();
    assert_eq!(standing(&player), Standing::Pending);
    stage.play_meeting(&players).await;
    assert_eq!((validations(&old).len(), validations(&new).len()), (1, 1));
    assert_eq!(new.received()[0].event(), "endpoint.url_validation");
}
