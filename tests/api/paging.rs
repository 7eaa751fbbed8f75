//! Pages of participants.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::Value;
use zoom_qos_emulator::Emulator;
use zoom_qos_emulator::clock::Stopwatch;
use zoom_qos_emulator::scenario::plan::Plan;

use crate::support::{LIVE, Running, WORLD, plan};

const INVALID: (u16, u64, &str) = (400, 300, "The next page token is invalid or expired.");

/// Everybody on every page, in order.
async fn follow(running: &Running, list: &str, members: &str, id: &str) -> Vec<String> {
    let separator = if list.contains('?') { '&' } else { '?' };
    let (mut everybody, mut token) = (Vec::new(), String::new());
    loop {
        let page = running.get(&format!("{list}{separator}next_page_token={token}")).await.ok();
        let elements = page[members].as_array().unwrap();
        assert!(!elements.is_empty() || everybody.is_empty(), "an empty page in between");
        everybody.extend(elements.iter().map(|element| element[id].as_str().unwrap().to_owned()));
        token = page["next_page_token"].as_str().unwrap().to_owned();
        if token.is_empty() {
            return everybody;
        }
        assert_eq!(token.len(), 35);
    }
}

#[tokio::test]
async fn following_the_tokens_gives_everybody_exactly_once() {
    let running = Running::world().await;
    let lists = [
        ("/metrics/meetings/93201235621/participants/qos", "participants", "user_id", "live"),
        ("/metrics/meetings/932012356/participants/qos", "participants", "user_id", "past"),
        ("/metrics/meetings/932012356/participants/qos_summary", "participants", "participant_id", "past"),
        ("/metrics/webinars/98765432101/participants/qos", "participants", "user_id", "live"),
        ("/metrics/webinars/98765432102/participants/qos_summary", "participants", "participant_id", "past"),
        ("/videosdk/sessions/DDDDDDDDDDDDDDDDDDDDDQ==/users/qos", "users", "id", "live"),
        ("/videosdk/sessions/EEEEEEEEEEEEEEEEEEEEEQ==/users/qos", "users", "id", "past"),
        ("/videosdk/sessions/EEEEEEEEEEEEEEEEEEEEEQ==/users/qos_summary", "users", "id", "past"),
    ];
    for (list, members, id, kind) in lists {
        let first = running.get(&format!("{list}?type={kind}&page_size=10")).await.ok();
        let mut orders = BTreeSet::new();
        for size in [1, 3, 7, 10] {
            let everybody =
                follow(&running, &format!("{list}?type={kind}&page_size={size}"), members, id).await;
            assert_eq!(everybody.iter().collect::<BTreeSet<_>>().len(), everybody.len(), "{list}");
            if let Some(total) = first["total_records"].as_u64() {
                assert_eq!(everybody.len() as u64, total, "{list}");
                assert_eq!(first["page_count"].as_u64(), Some(total.div_ceil(10)), "{list}");
            }
            orders.insert(everybody);
        }
        assert_eq!(orders.len(), 1, "{list} has another order with other pages");
    }
}

#[tokio::test]
async fn a_page_holds_one_participant_unless_told_otherwise() {
    let running = Running::world().await;
    let page = running.get(&format!("/metrics/meetings/{LIVE}/participants/qos")).await.ok();
    assert_eq!(page["page_size"], 1);
    assert_eq!(page["participants"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn who_joins_while_somebody_pages_shifts_no_page() {
    let running = Running::world().await;
    let list = format!("/metrics/meetings/{LIVE}/participants/qos?page_size=2");
    let first = running.get(&list).await.ok();
    let token = first["next_page_token"].as_str().unwrap();
    let expected = running.get(&format!("{list}&next_page_token={token}")).await.ok();
    running.advance("14m").await;
    let now = running.get(&format!("{list}&next_page_token={token}")).await.ok();
    let ids = |page: &Value| {
        let ids = page["participants"].as_array().unwrap().iter();
        ids.map(|participant| participant["user_id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let late_comer = "16780288".to_owned();
    assert!(!ids(&expected).contains(&late_comer), "was not there at first");
    let everybody = follow(&running, &list, "participants", "user_id").await;
    assert!(everybody.contains(&late_comer), "is there now");
    // The second page goes on where the first ended: with the one who came meanwhile.
    assert_eq!(ids(&now).first(), Some(&late_comer));
    assert!(!ids(&now).contains(&ids(&first)[0]) && !ids(&now).contains(&ids(&first)[1]));
}

#[tokio::test]
async fn a_token_lives_for_fifteen_minutes_of_the_clock() {
    let running = Running::world().await;
    let list = format!("/metrics/meetings/{LIVE}/participants/qos");
    let page = running.get(&list).await.ok();
    let next = format!("{list}?next_page_token={}", page["next_page_token"].as_str().unwrap());
    running.advance("14m 59s").await;
    assert_eq!(running.get(&next).await.status, 200);
    running.advance("1s").await;
    assert_eq!(running.get(&next).await.error(), INVALID);
}

#[tokio::test]
async fn a_token_holds_for_its_own_query_only() {
    let running = Running::world().await;
    let list = format!("/metrics/meetings/{LIVE}/participants/qos?page_size=2");
    let page = running.get(&list).await.ok();
    let token = page["next_page_token"].as_str().unwrap();
    assert_eq!(running.get(&format!("/v2{list}&next_page_token={token}")).await.status, 200);
    for other in [
        format!("/metrics/meetings/{LIVE}/participants/qos?page_size=3"),
        "/metrics/meetings/9999999996/participants/qos?page_size=2".to_owned(),
        "/metrics/webinars/98765432101/participants/qos?page_size=2".to_owned(),
        "/videosdk/sessions/DDDDDDDDDDDDDDDDDDDDDQ==/users/qos?page_size=2".to_owned(),
        "/metrics/meetings/932012356/participants/qos?page_size=2&type=past".to_owned(),
        "/metrics/meetings/932012356/participants/qos_summary?page_size=2".to_owned(),
        "/phone/metrics/call_logs?page_size=2".to_owned(),
    ] {
        let answer = running.get(&format!("{other}&next_page_token={token}")).await;
        assert_eq!(answer.error(), INVALID, "{other}");
    }
    for forged in ["x", "IAfJX3jsOLW7w3dokmFl84zOa0MAVGyMEB2", "%00", "%F0%9F%98%80"] {
        assert_eq!(running.get(&format!("{list}&next_page_token={forged}")).await.error(), INVALID);
    }
}

#[tokio::test]
async fn a_second_emulator_with_the_same_configuration_goes_on() {
    let (one, two) = (Running::world().await, Running::world().await);
    let list = format!("/metrics/meetings/{LIVE}/participants/qos?page_size=2");
    let page = one.get(&list).await.ok();
    let next = format!("{list}&next_page_token={}", page["next_page_token"].as_str().unwrap());
    assert_eq!(one.get(&next).await.ok(), two.get(&next).await.ok());
}

#[tokio::test]
async fn a_token_of_an_instance_that_was_followed_by_another_leads_nowhere() {
    let recurring = WORLD.to_owned()
        + "
timeline:
  - { at: 5m, end: Live }
  - { at: 6m, start: Live }
";
    let running = Running::start(Emulator::builder(plan(&recurring))).await;
    let list = format!("/metrics/meetings/{LIVE}/participants/qos");
    let page = running.get(&list).await.ok();
    running.advance("7m").await;
    assert_eq!(running.get(&list).await.status, 200);
    let next = format!("{list}?next_page_token={}", page["next_page_token"].as_str().unwrap());
    assert_eq!(running.get(&next).await.error(), INVALID);
}

#[tokio::test]
async fn a_page_of_a_large_meeting_costs_no_more_than_one_of_a_small_one() {
    let plan = |crowd| -> Plan {
        plan(&format!(
            "version: 1\nclock: {{ speed: manual }}\nmeetings: \
             [{{ id: 93201235621, topic: T, start: -10m, duration: 1h, crowd: {crowd} }}]"
        ))
    };
    let mut times = Vec::new();
    for crowd in [100, 1_000_000] {
        let running = Running::start(Emulator::builder(plan(crowd))).await;
        let list = format!("/metrics/meetings/{LIVE}/participants/qos?page_size=10");
        running.get(&list).await.ok();
        let mut fastest = Duration::MAX;
        for _ in 0..5 {
            let watch = Stopwatch::start();
            running.get(&list).await.ok();
            fastest = fastest.min(watch.elapsed());
        }
        times.push(fastest);
    }
    assert!(times[1] < times[0] * 5, "{times:?}");
}
