//! Zoom Rooms.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::account::{follow, small, start, uuid};
use crate::support::Running;

const MONTH: &str = "from=2026-02-02&to=2026-03-02";

async fn rooms(running: &Running) -> Vec<Value> {
    running.get("/metrics/zoomrooms?page_size=300").await.ok()["zoom_rooms"].as_array().unwrap().clone()
}

fn id(room: &Value) -> &str {
    room["id"].as_str().unwrap()
}

#[tokio::test]
async fn every_room_is_on_one_page_and_can_be_asked_for() {
    let running = start(&small()).await;
    let all = rooms(&running).await;
    for size in [1, 2, 300] {
        let paged = follow(&running, "/metrics/zoomrooms?", "zoom_rooms", size).await;
        assert_eq!(paged.iter().map(id).collect::<Vec<_>>(), all.iter().map(id).collect::<Vec<_>>());
    }
    assert_eq!(all.iter().map(id).collect::<BTreeSet<_>>().len(), all.len());
    assert_eq!(all.iter().map(|room| room["email"].as_str()).collect::<BTreeSet<_>>().len(), all.len());
    for room in rooms(&running).await {
        let single = running.get(&format!("/metrics/zoomrooms/{}?{MONTH}", id(&room))).await.ok();
        for name in
            ["id", "room_name", "camera", "device_ip", "status", "health", "issues", "last_start_time"]
        {
            assert_eq!(single[name], room[name], "{name}");
        }
        assert_eq!(single.get("live_meeting").is_some(), room["status"] == "In Meeting");
    }
    let second = running.get("/metrics/zoomrooms?page_size=2&page_number=2").await.ok();
    assert_eq!((&second["page_number"], id(&second["zoom_rooms"][0])), (&2.into(), id(&all[2])));
    let beyond = running.get("/metrics/zoomrooms?page_size=300&page_number=4294967295").await.ok();
    assert_eq!((beyond["zoom_rooms"].as_array().unwrap().len(), &beyond["next_page_token"]), (0, &"".into()));
}

#[tokio::test]
async fn the_scenarios_room_is_in_the_meeting_that_it_takes_part_in() {
    let running = start(&small()).await;
    let all = rooms(&running).await;
    assert_eq!((&all[0]["room_name"], &all[0]["status"]), (&"Boardroom".into(), &"In Meeting".into()));
    let room = running.get(&format!("/metrics/zoomrooms/{}?{MONTH}", id(&all[0]))).await.ok();
    assert_eq!(room["live_meeting"]["id"], 93_201_235_621_u64);
    assert_eq!(room["past_meetings"]["total_records"], 0);
    running.advance("2h").await;
    let room = running.get(&format!("/metrics/zoomrooms/{}?{MONTH}", id(&all[0]))).await.ok();
    assert!(room.get("live_meeting").is_none());
    assert_eq!(room["past_meetings"]["meetings"][0]["topic"], "Live");
}

#[tokio::test]
async fn every_meeting_of_a_room_is_told_once_and_as_the_meeting_itself_tells_it() {
    let running = start(&small()).await;
    let mut told = 0;
    for room in rooms(&running).await.iter().skip(1).take(3) {
        let list = format!("/metrics/zoomrooms/{}?{MONTH}&", id(room));
        let meetings = follow(&running, &list, "past_meetings/meetings", 40).await;
        let uuids: BTreeSet<_> = meetings.iter().map(|meeting| meeting["uuid"].to_string()).collect();
        assert_eq!(uuids.len(), meetings.len());
        assert!(meetings.is_sorted_by(|a, b| a["start_time"].as_str() >= b["start_time"].as_str()));
        for meeting in meetings.iter().step_by(60) {
            let single = running.get(&format!("/metrics/meetings/{}?type=past", uuid(meeting))).await.ok();
            for (name, value) in meeting.as_object().unwrap() {
                assert_eq!(&single[name], value, "{name}");
            }
            assert!(meeting["in_room_participants"].as_u64() > Some(0));
            told += 1;
        }
    }
    assert!(told > 10, "{told}");
}

#[tokio::test]
async fn as_many_issues_are_counted_as_the_details_name() {
    let running = start(&small()).await;
    let mut of_rooms = BTreeMap::new();
    let mut rooms_with: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for room in rooms(&running).await {
        let list = format!("/metrics/issues/zoomrooms/{}?{MONTH}&", id(&room));
        let mut orders = BTreeSet::new();
        for size in [1, 300] {
            let details = follow(&running, &list, "issue_details", size).await;
            assert!(details.is_sorted_by(|a, b| a["time"].as_str() >= b["time"].as_str()));
            for detail in &details {
                assert!(("2026-02-02".."2026-03-03").contains(&detail["time"].as_str().unwrap()));
                let issue = detail["issue"].as_str().unwrap().to_owned();
                rooms_with.entry(issue).or_default().insert(id(&room).to_owned());
            }
            of_rooms.insert(id(&room).to_owned(), details.len() as u64);
            orders.insert(details.iter().map(Value::to_string).collect::<Vec<_>>());
        }
        assert_eq!(orders.len(), 1);
    }
    let top = running.get(&format!("/metrics/issues/zoomrooms?{MONTH}")).await.ok();
    let listed = top["zoom_rooms"].as_array().unwrap();
    assert!(
        listed.len() <= 25
            && listed.is_sorted_by(|a, b| a["issues_count"].as_u64() >= b["issues_count"].as_u64())
    );
    assert_eq!(top["total_records"], listed.len());
    for room in listed {
        assert_eq!(room["issues_count"], of_rooms[id(room)]);
    }
    assert_eq!(listed.len(), of_rooms.values().filter(|&&issues| issues > 0).count().min(25));

    let issues = running.get(&format!("/metrics/zoomrooms/issues?{MONTH}")).await.ok();
    assert_eq!(issues["issues"].as_array().unwrap().len(), rooms_with.len());
    for issue in issues["issues"].as_array().unwrap() {
        assert_eq!(issue["zoom_rooms_count"], rooms_with[issue["issue_name"].as_str().unwrap()].len());
    }
}

#[tokio::test]
async fn a_room_that_is_offline_is_in_no_meeting_and_its_health_is_critical() {
    let offices =
        (0..30).map(|n| format!("  - {{ name: Office {n}, city: Berlin, network: office-wifi }}\n"));
    let running = start(&format!("{}{}", small(), offices.collect::<String>())).await;
    let mut statuses = BTreeSet::new();
    for _ in 0..96 {
        let now = running.advance("30m").await.to_string();
        for room in rooms(&running).await {
            let issues: Vec<_> =
                room["issues"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            let is_offline = issues.contains(&"Zoom room is offline");
            assert_eq!(is_offline, room["status"] == "Offline");
            assert!(!is_offline || room["health"] == "critical");
            assert_eq!(issues.is_empty(), room["health"] == "good");
            assert!(room["last_start_time"].as_str() <= Some(&*now));
            statuses.insert(room["status"].as_str().unwrap().to_owned());
        }
    }
    assert_eq!(statuses.len(), 3, "{statuses:?}");
}

#[tokio::test]
async fn a_port_is_taken_up_by_every_room_that_is_in_a_meeting() {
    let running = start(&small()).await;
    running.advance("1m").await;
    let in_meetings =
        rooms(&running).await.iter().filter(|room| room["status"] == "In Meeting").count() as u64;
    running.advance("9m").await;
    let usage = running.get("/metrics/crc?from=2026-03-01&to=2026-03-04").await.ok();
    let days = usage["crc_ports_usage"].as_array().unwrap();
    assert_eq!(days.len(), 2, "until today");
    let hour = |day: &Value, hour: usize| day["crc_ports_hour_usage"][hour].clone();
    // It is ten past nine o'clock.
    let (nine, ten) = (hour(&days[1], 9), hour(&days[1], 10));
    assert_eq!((&nine["hour"], ten["total_usage"].as_u64()), (&"09".into(), Some(0)));
    assert!(in_meetings > 0 && nine["max_usage"].as_u64() >= Some(in_meetings), "{nine}");
    for day in days {
        for usage in day["crc_ports_hour_usage"].as_array().unwrap() {
            assert!(usage["max_usage"].as_u64() <= usage["total_usage"].as_u64());
            assert!(usage["max_usage"].as_u64() <= Some(rooms(&running).await.len() as u64));
        }
    }
    assert!((0..24).any(|hour_of_day| hour(&days[0], hour_of_day)["max_usage"].as_u64() > Some(1)));
    // One day asked for alone has the same figures.
    let alone = running.get("/metrics/crc?from=2026-03-01&to=2026-03-01").await.ok();
    assert_eq!(alone["crc_ports_usage"][0], days[0]);
}

#[tokio::test]
async fn an_unknown_room_is_not_found() {
    let running = start(&small()).await;
    for id in ["x", "azGzXIVUTWOdEQB79aNHkA", "AAAAAAAAAAAAAAAAAAAAAQ", "%FF"] {
        for path in [format!("/metrics/zoomrooms/{id}"), format!("/metrics/issues/zoomrooms/{id}")] {
            let answer = running.get(&format!("{path}?{MONTH}")).await;
            let message = "This Zoom Room does not exist. The Zoom Room ID is not valid.";
            assert_eq!(answer.error(), (404, 3001, message), "{path}");
        }
    }
}
