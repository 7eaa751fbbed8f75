//! `/marketplace/…`: event subscriptions and the logs of webhooks, as the reference has them.

use reqwest::{Method, StatusCode};
use serde_json::{Map, Value, json};
use zoom_qos_emulator::Emulator;

use crate::receiver::{Answer as Reaction, Receiver, refusing_url};
use crate::schema;
use crate::support::{Answer, Running, WORLD, answer, plan};

const PATH: &str = "/v2/marketplace/app/event_subscription";
const USER: &str = "3W35hpuuRqeuC8U8Jx8w7A";

fn contract() -> Map<String, Value> {
    serde_json::from_str(include_str!("../contract/marketplace.json")).unwrap()
}

fn assert_obeys(operation: &str, body: &Value) {
    let validator = schema::validator(&contract()[operation]["response"], None);
    if let Err(error) = validator.validate(body) {
        panic!("{operation} at {}: {error}", error.instance_path());
    }
}

/// Whether an error is documented; its text has parameters in braces.
fn assert_documented(operation: &str, answer: &Answer) {
    let (status, code, message) = answer.error();
    let documented = contract()[operation]["errors"].clone();
    let found = documented.as_array().unwrap().iter().any(|error| {
        let text = error["message"].as_str().unwrap_or_default().trim_start_matches(['`', ' ']);
        let beginning = text.split('{').next().unwrap_or_default();
        error["status"] == status && error["code"] == code && message.starts_with(beginning)
    });
    assert!(found, "{operation} has no {answer:?}");
}

/// An emulator without rate limits, whose app has all scopes.
async fn running() -> Running {
    let mut plan = plan(WORLD);
    plan.apps[0].scopes = None;
    Running::start(Emulator::builder(plan).rate_limits(false)).await
}

async fn create(running: &Running, body: &Value) -> Answer {
    answer(running.request(Method::POST, PATH).bearer_auth(&running.token).body(body.to_string())).await
}

async fn end(running: &Running, path: &str) -> StatusCode {
    let request = running.request(Method::DELETE, path).bearer_auth(&running.token);
    request.send().await.unwrap().status()
}

fn wanted(url: &str) -> Value {
    json!({
        "event_subscription_name": "Quality", "event_webhook_url": url, "subscription_scope": "account",
        "events": ["meeting.participant_qos", "meeting.participant_joined"],
    })
}

async fn listed(running: &Running, query: &str) -> Answer {
    let account = running.account_id();
    running.get(&format!("{PATH}?user_id={USER}&account_id={account}{query}")).await
}

/// A receiver that passes validation.
async fn valid_receiver(running: &Running) -> Receiver {
    let receiver = Receiver::start().await;
    let secret: &'static str = running.webhook_secret().to_owned().leak();
    receiver.answer_validations(secret, 200);
    receiver
}

#[tokio::test]
async fn a_subscription_is_validated_gets_events_and_is_gone_after_delete() {
    let running = running().await;
    let receiver = valid_receiver(&running).await;
    let created = create(&running, &wanted(&receiver.url())).await;
    assert_eq!(created.status, 201, "{}", created.body);
    assert_obeys("createEventSubscription", &created.body);
    let id = created.body["event_subscription_id"].as_str().unwrap();
    assert_eq!(receiver.received()[0].event(), "endpoint.url_validation");

    let list = listed(&running, "").await.ok();
    assert_obeys("getUserEventSubscriptions", &list);
    let one = &list["event_subscriptions"][0];
    assert_eq!((&one["event_subscription_id"], &one["created_source"]), (&id.into(), &"openapi".into()));
    assert_eq!(one["events"], json!(["meeting.participant_qos", "meeting.participant_joined"]));

    running.advance("3m").await;
    let received = receiver.received();
    assert!(received.len() > 1);
    assert!(received.iter().all(|one| one.is_signed_with(running.webhook_secret())));
    let patched = running.request(Method::PATCH, &format!("{PATH}/{id}")).bearer_auth(&running.token);
    let body = json!({"account_id": running.account_id(), "user_ids": [USER]}).to_string();
    assert_eq!(patched.body(body).send().await.unwrap().status(), 204);

    assert_eq!(end(&running, &format!("{PATH}/{id}")).await, 204);
    running.advance("3m").await;
    assert_eq!(receiver.received().len(), received.len());
    assert_eq!(listed(&running, "").await.ok()["event_subscriptions"], json!([]));
    assert_eq!(end(&running, &format!("{PATH}/{id}")).await, 404);
}

#[tokio::test]
async fn a_subscription_ends_for_users_or_altogether() {
    let running = running().await;
    let receiver = valid_receiver(&running).await;
    let created = create(&running, &wanted(&receiver.url())).await;
    let id = created.body["event_subscription_id"].as_str().unwrap();
    let path = format!("{PATH}?account_id={}&event_subscription_id={id}", running.account_id());
    assert_eq!(end(&running, &format!("{path}&user_ids={USER}")).await, 204);
    assert_eq!(listed(&running, "").await.ok()["event_subscriptions"].as_array().unwrap().len(), 1);
    assert_eq!(end(&running, &path).await, 204);
    assert_eq!(end(&running, &path).await, 404);
}

#[tokio::test]
async fn what_is_wrong_is_told_as_documented() {
    let running = running().await;
    let receiver = valid_receiver(&running).await;
    let dead = refusing_url().await;
    let good = wanted(&receiver.url());
    let with = |name: &str, value: Value| {
        let mut body = good.clone();
        body[name] = value;
        body
    };
    let header = |value: Value| with("custom_header", value);
    for (body, code) in [
        (with("events", json!([])), 1500),
        (with("events", json!(["meeting.nothing"])), 1601),
        (with("event_webhook_url", json!("")), 1500),
        (with("event_webhook_url", json!("ftp://x/")), 1701),
        (with("event_webhook_url", json!(dead)), 1701),
        (with("subscription_scope", json!("all")), 1500),
        (with("user_ids", json!(["nobody"])), 1001),
        (with("account_id", json!("another")), 1001),
        (header(json!({"custom_header_type": 7})), 1801),
        (header(json!({"custom_header_type": 1, "password": "hush"})), 1500),
        (header(json!({"custom_header_type": 1, "username": "a".repeat(257), "password": "hush"})), 1500),
        (header(json!({"custom_header_type": 2, "client_id": "a", "client_secret": "hush"})), 1500),
        (
            header(
                json!({"custom_header_type": 2, "client_id": "a", "client_secret": "hush", "token_url": "x"}),
            ),
            1702,
        ),
        (
            header(
                json!({"custom_header_type": 3, "custom_header_key": "a b", "custom_header_value": "hush"}),
            ),
            1500,
        ),
        (
            header(
                json!({"custom_header_type": 3, "custom_header_key": "host", "custom_header_value": "hush"}),
            ),
            1500,
        ),
        (header(json!({"custom_header_type": 3, "custom_header_key": "x-key"})), 1500),
    ] {
        let refused = create(&running, &body).await;
        assert_eq!(refused.error().1, code, "{body}");
        assert_documented("createEventSubscription", &refused);
        assert!(!refused.body.to_string().contains("hush"), "{refused:?}");
    }
    assert_eq!(listed(&running, "").await.ok()["event_subscriptions"], json!([]));
    assert_documented("getUserEventSubscriptions", &listed(&running, "&subscription_scope=all").await);
    let stranger = running.get(&format!("{PATH}?user_id=nobody&account_id={}", running.account_id())).await;
    assert_documented("getUserEventSubscriptions", &stranger);
    assert_eq!(running.get(PATH).await.error(), (400, 300, "Validation Failed."));
    let unknown =
        answer(running.request(Method::DELETE, &format!("{PATH}/x")).bearer_auth(&running.token)).await;
    assert_documented("deleteEventSubscription", &unknown);
    assert_eq!(answer(running.request(Method::POST, PATH)).await.error().0, 401);
}

#[tokio::test]
async fn the_twenty_first_is_refused_and_the_others_are_listed_in_pages() {
    let running = running().await;
    let receiver = valid_receiver(&running).await;
    for _ in 0..20 {
        assert_eq!(create(&running, &wanted(&receiver.url())).await.status, 201);
    }
    assert_eq!(create(&running, &wanted(&receiver.url())).await.error().1, 1500);
    let (mut seen, mut token) = (Vec::new(), String::new());
    loop {
        let page = listed(&running, &format!("&page_size=7&next_page_token={token}")).await.ok();
        assert_obeys("getUserEventSubscriptions", &page);
        let ids = page["event_subscriptions"].as_array().unwrap().iter();
        seen.extend(ids.map(|one| one["event_subscription_id"].as_str().unwrap().to_owned()));
        token = page["next_page_token"].as_str().unwrap().to_owned();
        if token.is_empty() {
            break;
        }
    }
    assert_eq!(seen.len(), 20);
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 20);
}

#[tokio::test]
async fn webhook_logs_tell_of_the_last_seven_days() {
    let running = running().await;
    let receiver = valid_receiver(&running).await;
    let mut body = wanted(&receiver.url());
    body["custom_header"] =
        json!({"custom_header_type": 3, "custom_header_key": "x-key", "custom_header_value": "hush"});
    assert_eq!(create(&running, &body).await.status, 201);
    receiver
        .answer_with(|received| Reaction::status(if received.event().ends_with("_qos") { 503 } else { 200 }));
    running.advance("7m").await;
    let path = format!("/marketplace/apps/{}/webhook_logs", running.client_id());
    let of = async |query: &str| running.get(&format!("{path}?page_size=300&{query}")).await.ok();
    let all = of("type=3").await;
    assert_obeys("getWebhookLogs", &all);
    assert!(!all.to_string().contains("hush"), "{all}");
    let count = |answer: &Value| answer["webhook_logs"].as_array().unwrap().len();
    let (good, bad) = (of("type=1").await, of("").await);
    assert!(count(&bad) > 0);
    assert_eq!(count(&good) + count(&bad), count(&all));
    assert!(bad["webhook_logs"].as_array().unwrap().iter().all(|one| one["status"] == 503));
    assert_eq!(count(&of("event=meeting.participant_qos").await), count(&bad));
    let retried = of("retry_num=1").await;
    assert!(count(&retried) > 0 && count(&retried) < count(&bad));
    assert_eq!(
        count(&of("from=2026-03-02T09:07:00Z").await),
        count(&bad) - count(&of("to=2026-03-02T09:06:59Z").await)
    );

    let (mut paged, mut token) = (0, String::new());
    loop {
        let page = running.get(&format!("{path}?page_size=3&next_page_token={token}")).await.ok();
        paged += count(&page);
        token = page["next_page_token"].as_str().unwrap().to_owned();
        if token.is_empty() {
            break;
        }
    }
    assert_eq!(paged, count(&bad));

    for (query, code) in [
        ("from=yesterday", 1503),
        ("from=2026-03-09T09:00:00Z", 1504),
        ("from=2026-03-02T09:06:00Z&to=2026-03-02T09:05:00Z", 1501),
        ("from=2026-02-20T09:00:00Z", 1502),
        ("retry_num=4", 1506),
    ] {
        let refused = running.get(&format!("{path}?{query}")).await;
        assert_eq!(refused.error().1, code, "{query}");
        assert_documented("getWebhookLogs", &refused);
    }
    let unknown = running.get("/marketplace/apps/nobody/webhook_logs").await;
    assert_documented("getWebhookLogs", &unknown);
}
