//! `/_emulator/subscriptions` and `/_emulator/deliveries`: receivers come and go, and what was sent is shown.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use zoom_qos_emulator::{Emulator, clock::Stopwatch};

use crate::receiver::{Answer as Reaction, Received, Receiver, refusing_url};
use crate::support::{ADA, Answer, Running, WORLD, answer, plan};

const SECRET: &str = "s3cret-of-the-receiver";

async fn create(running: &Running, body: &Value) -> Value {
    let answer = running.post("/_emulator/subscriptions", &body.to_string()).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.body
}

async fn patch(running: &Running, path: &str, body: &Value) -> Answer {
    answer(running.request(Method::PATCH, path).body(body.to_string())).await
}

async fn delete(running: &Running, path: &str) -> StatusCode {
    running.request(Method::DELETE, path).send().await.unwrap().status()
}

#[tokio::test]
async fn a_subscription_gets_events_from_when_it_is_created_until_it_is_deleted() {
    let (running, receiver) = (Running::world().await, Receiver::start().await);
    running.advance("1m").await;
    let body = json!({"name": "mine", "url": receiver.url(), "secret": SECRET, "events": ["meeting.*"]});
    let created = create(&running, &body).await;
    let path = format!("/_emulator/subscriptions/{}", created["id"]);
    assert_eq!((&created["name"], &created["standing"]), (&"mine".into(), &"unchecked".into()));
    assert_eq!(created["event_subscription_id"].as_str().unwrap().len(), 22);

    running.advance("5m").await;
    let received = receiver.received();
    assert!(!received.is_empty());
    assert!(received.iter().all(|one| one.event().starts_with("meeting.") && one.is_signed_with(SECRET)));
    let shown = running.get(&path).await.ok();
    assert_eq!(shown["counts"]["fired"], received.len());
    assert_eq!(shown["counts"]["delivered"], received.len());
    assert_eq!((&shown["counts"]["outstanding"], &shown["lag_ms"]), (&0.into(), &0.into()));
    let all = running.get("/_emulator/subscriptions").await.ok();
    assert_eq!(all["subscriptions"], json!([shown]));

    assert_eq!(delete(&running, &path).await, 204);
    running.advance("5m").await;
    assert_eq!(receiver.received().len(), received.len());
    assert_eq!(running.get(&path).await.error().0, 404);
    assert_eq!(delete(&running, &path).await, 404);
}

#[tokio::test]
async fn a_subscription_is_changed_member_by_member() {
    let (running, receiver) = (Running::world().await, Receiver::start().await);
    let url = refusing_url().await;
    let created = create(&running, &json!({"url": url, "secret": "old", "events": "phone.*"})).await;
    let path = format!("/_emulator/subscriptions/{}", created["id"]);
    let header = json!({"header": {"name": "x-api-key", "value": "key-of-mine"}});
    let change = json!({
        "name": "other", "url": receiver.url(), "secret": SECRET, "events": ["meeting.participant_qos"],
        "authorization": header,
    });
    let changed = patch(&running, &path, &change).await.ok();
    assert_eq!(changed["id"], created["id"]);
    assert_eq!(changed["events"], json!(["meeting.participant_qos"]));
    assert_eq!(changed["authorization"], json!({"name": "x-api-key", "value": "…"}));
    running.advance("2m").await;
    let received = receiver.received();
    assert!(!received.is_empty());
    for one in received {
        assert!(one.is_signed_with(SECRET) && one.header("x-api-key") == "key-of-mine");
    }
    let changed = patch(&running, &path, &json!({"authorization": null})).await.ok();
    assert_eq!((changed.get("authorization"), &changed["name"]), (None, &"other".into()));
}

#[tokio::test]
async fn the_twenty_first_of_an_app_is_refused() {
    let (running, url) = (Running::world().await, refusing_url().await);
    let body = json!({"url": url, "secret": SECRET, "events": "phone.*"});
    for _ in 0..20 {
        create(&running, &body).await;
    }
    let refused = running.post("/_emulator/subscriptions", &body.to_string()).await;
    let (status, code, message) = refused.error();
    assert_eq!((status, code), (409, 409));
    assert!(message.contains("already has 20"), "{message}");
}

#[tokio::test]
async fn what_makes_no_sense_is_told_by_member_and_changes_nothing() {
    let (running, url) = (Running::world().await, refusing_url().await);
    for (body, field) in [
        (json!({"secret": SECRET}), "url"),
        (json!({"url": url}), "secret"),
        (json!({"url": "ftp://x/", "secret": SECRET}), "url"),
        (json!({"url": url, "secret": [SECRET]}), "secret"),
        (json!({"url": url, "secret": "é".repeat(257)}), "secret"),
        (json!({"url": url, "secret": SECRET, "events": ["meeting.particpant_qos"]}), "events"),
        (json!({"url": url, "secret": SECRET, "in_flight": 257}), "in_flight"),
        (json!({"url": url, "secret": SECRET, "app": "nobody"}), "app"),
        (json!({"url": url, "secret": SECRET, "authorization": {}}), "authorization"),
        (json!({"url": url, "secret": SECRET, "authorization": {"basic": {"user": "a"}}}), "password"),
        (
            json!({"url": url, "secret": SECRET, "authorization": {"header": {"name": "host", "value": "a"}}}),
            "authorization",
        ),
        (json!({"url": url, "secret": SECRET, "nonsense": 1}), "body"),
        (json!([]), "body"),
    ] {
        let answer = running.post("/_emulator/subscriptions", &body.to_string()).await;
        assert_eq!(answer.error(), (400, 300, "Validation Failed."), "{body}");
        assert_eq!(answer.body["errors"][0]["field"], field, "{}", answer.body);
        assert!(!answer.body.to_string().contains(SECRET), "{}", answer.body);
    }
    assert_eq!(running.get("/_emulator/subscriptions").await.ok()["subscriptions"], json!([]));
    for path in ["/_emulator/subscriptions/0", "/_emulator/subscriptions/x", "/_emulator/deliveries/0"] {
        assert_eq!(running.get(path).await.error().0, 404, "{path}");
    }
    assert_eq!(patch(&running, "/_emulator/subscriptions/7", &json!({})).await.error().0, 404);
}

#[tokio::test]
async fn a_receiver_is_validated_on_demand() {
    let (running, receiver) = (Running::world().await, Receiver::start().await);
    let created = create(&running, &json!({"url": receiver.url(), "secret": SECRET, "validate": true})).await;
    assert_eq!(created["standing"], "pending");
    let path = format!("/_emulator/subscriptions/{}", created["id"]);
    let failed = running.post(&format!("{path}/validate"), "").await.ok();
    assert_eq!((&failed["passed"], &failed["standing"]), (&false.into(), &"pending".into()));
    assert!(!failed["reason"].as_str().unwrap().is_empty() && !failed["hint"].as_str().unwrap().is_empty());
    receiver.answer_validations(SECRET, 200);
    let passed = running.post(&format!("{path}/validate"), "").await.ok();
    assert_eq!((&passed["passed"], &passed["standing"]), (&true.into(), &"active".into()));
    let shown = running.get(&path).await.ok();
    assert_eq!(shown["next_validation"], "2026-03-05T09:00:00Z");
    assert_eq!(shown["last_validation"]["passed"], true);
}

fn ids(answer: &Value) -> Vec<u64> {
    answer["deliveries"].as_array().unwrap().iter().map(|one| one["id"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn deliveries_are_filtered_and_paged() {
    let (running, receiver) = (Running::world().await, Receiver::start().await);
    receiver
        .answer_with(|received| Reaction::status(if received.event().ends_with("_qos") { 500 } else { 200 }));
    let other = refusing_url().await;
    for (name, url, events) in [("good", receiver.url(), "*"), ("dead", other, "phone.*")] {
        create(&running, &json!({"name": name, "url": url, "secret": SECRET, "events": events})).await;
    }
    running.advance("3m").await;
    let of = async |query: &str| running.get(&format!("/_emulator/deliveries?limit=1000&{query}")).await.ok();
    let everything = of("").await;
    let count = |test: &dyn Fn(&Value) -> bool| {
        everything["deliveries"].as_array().unwrap().iter().filter(|one| test(one)).count()
    };
    for (query, expected) in [
        ("event=meeting.*", count(&|one| one["event"].as_str().unwrap().starts_with("meeting."))),
        ("subscription=1", count(&|one| one["subscription"] == 1)),
        ("subscription=dead", count(&|one| one["subscription_name"] == "dead")),
        ("outcome=delivered", count(&|one| one["code"] == 200)),
        ("outcome=failed", count(&|one| one["code"] == 500 || one["code"] == -2)),
        (&format!("participant={ADA}"), count(&|one| one["participant"] == 16_778_240)),
    ] {
        let found = ids(&of(query).await).len();
        assert!(found > 0 && found == expected, "{query}: {found}, {expected}");
    }
    assert!(ids(&of("outcome=refused").await).is_empty());

    let (mut paged, mut before) = (Vec::new(), String::new());
    loop {
        let page = running.get(&format!("/_emulator/deliveries?limit=7{before}")).await.ok();
        paged.extend(ids(&page));
        let Some(next) = page["next_before"].as_u64() else { break };
        before = format!("&before={next}");
    }
    assert_eq!(paged, ids(&everything));
    assert!(paged.is_sorted_by(|one, next| one > next));

    for wrong in
        ["event=x", "subscription=nobody", "participant=1", "outcome=x", "limit=0", "before=x", "wait=61s"]
    {
        let answer = running.get(&format!("/_emulator/deliveries?{wrong}")).await;
        assert_eq!(answer.error(), (400, 300, "Validation Failed."), "{wrong}");
        assert_eq!(answer.body["errors"][0]["field"], wrong.split('=').next().unwrap());
    }
}

#[tokio::test]
async fn whoever_waits_for_deliveries_is_answered_as_soon_as_they_are_there() {
    let (running, receiver) = (Running::world().await, Receiver::start().await);
    create(&running, &json!({"url": receiver.url(), "secret": SECRET})).await;
    let watch = Stopwatch::start();
    let path = "/_emulator/deliveries?event=meeting.participant_qos&wait=20s&count=3";
    let (found, _) = tokio::join!(running.get(path), running.advance("2m"));
    assert_eq!(ids(&found.ok()).len(), 3);
    assert!(watch.elapsed() < Duration::from_secs(10));
    let none = running.get("/_emulator/deliveries?outcome=refused&wait=50ms&count=1").await.ok();
    assert_eq!(ids(&none), [0; 0]);
}

#[tokio::test]
async fn a_delivery_is_shown_as_it_was_sent_and_sent_again_on_demand() {
    let (running, receiver) = (Running::world().await, Receiver::start().await);
    create(&running, &json!({"url": receiver.url(), "secret": SECRET, "events": "meeting.participant_qos"}))
        .await;
    running.advance("1m").await;
    let sent = receiver.received();
    let deliveries = running.get("/_emulator/deliveries").await.ok();
    let first = &deliveries["deliveries"][0];
    let shown = running.get(&format!("/_emulator/deliveries/{}", first["id"])).await.ok();
    let is_it = |one: &&Received| shown["request_id"] == one.header("x-zm-request-id");
    let received = sent.iter().find(is_it).unwrap();
    let body = std::str::from_utf8(&received.body).unwrap();
    assert_eq!(shown["request"]["body"], body);
    let signed = format!("v0:{}:{body}", received.header("x-zm-request-timestamp"));
    assert_eq!(shown["request"]["signed"], signed);
    for header in shown["request"]["headers"].as_array().unwrap() {
        let name = header["name"].as_str().unwrap();
        assert_eq!(header["value"], *received.header(name), "{name}");
    }

    let again = running.post(&format!("/_emulator/deliveries/{}/redeliver", first["id"]), "").await.ok();
    assert_eq!((&again["request_id"], &again["outcome"]), (&shown["request_id"], &"delivered".into()));
    assert_ne!(again["id"], shown["id"]);
    assert_eq!(receiver.received().len(), sent.len() + 1);
    assert_eq!(running.post("/_emulator/deliveries/999999/redeliver", "").await.error().0, 404);
}

#[tokio::test]
async fn no_answer_tells_a_secret() {
    let (receiver, tokens) = (Receiver::start().await, Receiver::start().await);
    tokens.answer(Reaction::body(r#"{"access_token":"hush-token","expires_in":3600}"#));
    let text = format!(
        "{WORLD}
webhooks:
  - name: basic
    url: {}
    secret: hush-1
    authorization: {{ basic: {{ user: ada, password: hush-2 }} }}
  - url: {}
    secret: hush-3
    in_flight: 1
    authorization: {{ bearer: {{ token_url: '{}', client_id: me, client_secret: hush-4 }} }}
",
        receiver.url().replace("http://", "http://ada:hush-5@"),
        receiver.url() + "?key=hush-6",
        tokens.url(),
    );
    let running = Running::start(Emulator::builder(plan(&text))).await;
    create(
        &running,
        &json!({"url": receiver.url(), "secret": "hush-7", "authorization": {"header": {"name": "x-api-key", "value": "hush-8"}}}),
    )
    .await;
    running.advance("2m").await;
    let has_token =
        |one: &Received| one.headers.get("authorization").is_some_and(|value| value == "Bearer hush-token");
    assert!(receiver.received().iter().any(has_token));
    let mut answers = vec![
        running.get("/_emulator/subscriptions").await.ok(),
        running.get("/_emulator/deliveries?limit=1000").await.ok(),
    ];
    for subscription in 0..3 {
        let path = format!("/_emulator/deliveries?subscription={subscription}&limit=1");
        let latest = running.get(&path).await.ok();
        answers.push(running.get(&format!("/_emulator/deliveries/{}", ids(&latest)[0])).await.ok());
    }
    for answer in answers {
        assert!(!answer.to_string().contains("hush"), "{answer}");
    }
}
