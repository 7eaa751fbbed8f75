//! The built binary, a scenario in a file, a real client and a real receiver: everything that is said anywhere
//! agrees with everything said elsewhere.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "../support/receiver.rs"]
mod receiver;
mod served;

use std::collections::BTreeMap;

use receiver::{Received, Receiver};
use serde_json::Value;
use served::Served;

const SECRET: &str = "s3cret";
const ADA: &str = "16778240";
/// It begins with a slash, so it must be encoded twice.
const UUID: &str = "/bcdefghijklmnopqrstuQ==";
const UUID_ENCODED: &str = "%252FbcdefghijklmnopqrstuQ%253D%253D";

/// Streams that a minute may have, in REST answers and events.
const STREAMS: [&str; 6] =
    ["audio_input", "audio_output", "video_input", "video_output", "as_input", "as_output"];

async fn story() -> (Receiver, Served) {
    let receiver = Receiver::start().await;
    let scenario = include_str!("story.yaml").replace("RECEIVER", &receiver.url());
    (receiver, Served::start(&scenario).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_numbers_of_a_minute_are_the_same_wherever_they_are_told() {
    let (receiver, served) = story().await;
    served.advance("6m").await;
    let participants = served.everybody("/metrics/meetings/93201235621/participants/qos").await;
    assert!(participants.len() > 3, "{}", participants.len());
    let by_uuid = served.everybody(&format!("/metrics/meetings/{UUID_ENCODED}/participants/qos")).await;
    assert_eq!(participants, by_uuid);

    let events: BTreeMap<(String, String), Value> = minutes_told(&receiver.received());
    let mut compared = 0;
    for participant in &participants {
        let user_id = participant["user_id"].as_str().unwrap();
        for minute in participant["user_qos"].as_array().unwrap() {
            let date_time = minute["date_time"].as_str().unwrap();
            let event = events
                .get(&(user_id.to_owned(), date_time.to_owned()))
                .unwrap_or_else(|| panic!("no event of {user_id} at {date_time}"));
            assert_same_minute(minute, event);
            compared += 1;
        }
    }
    assert_eq!(compared, events.len(), "a minute is told of in both or in neither");

    let pinned = &participants[0]["user_qos"][5];
    assert_eq!(
        (&participants[0]["user_id"], &pinned["audio_input"]["jitter"]),
        (&ADA.into(), &"40 ms".into())
    );
    served.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_summary_is_the_aggregate_of_the_minutes_wherever_it_is_told() {
    let (receiver, served) = story().await;
    served.advance("30m").await;
    let minutes = served.everybody("/metrics/meetings/93201235621/participants/qos?type=past").await;
    let summaries = served.everybody("/metrics/meetings/93201235621/participants/qos_summary").await;
    assert_eq!(minutes.len(), summaries.len());
    let told: BTreeMap<String, Value> = receiver
        .received()
        .iter()
        .filter(|received| received.event() == "meeting.participant_qos_summary")
        .map(|received| received.json()["payload"]["object"]["participant"].take())
        .map(|participant| (participant["participant_id"].as_str().unwrap().to_owned(), participant))
        .collect();
    assert_eq!(told.len(), summaries.len());

    for (participant, summary) in minutes.iter().zip(&summaries) {
        let id = summary["participant_id"].as_str().unwrap();
        assert_eq!(participant["user_id"], id);
        let event = &told[id];
        for kind in STREAMS {
            let on: Vec<&Value> = participant["user_qos"]
                .as_array()
                .unwrap()
                .iter()
                .map(|minute| &minute[kind])
                .filter(|stream| stream["bitrate"] != "")
                .collect();
            let Some(details) = details(summary, kind) else {
                assert!(on.is_empty(), "{id} has {kind} in no summary");
                continue;
            };
            for metric in ["bitrate", "latency", "jitter"] {
                let values: Vec<f64> = on.iter().map(|stream| number(&stream[metric])).collect();
                let [least, mean, greatest] = ["min", "avg", "max"].map(|which| {
                    let value = &details[format!("{which}_{metric}")];
                    let told = &self::details(event, kind).unwrap()[format!("{which}_{metric}")];
                    assert_rounded(number(value), told);
                    number(value)
                });
                let what = format!("{metric} of {kind} of {id}");
                assert_eq!(least, values.iter().copied().fold(f64::INFINITY, f64::min), "{what}");
                assert_eq!(greatest, values.iter().copied().fold(0.0, f64::max), "{what}");
                let sum: f64 = values.iter().sum();
                assert!((mean - sum / values.len() as f64).abs() < 0.51, "{what}: {mean} of {values:?}");
            }
        }
    }
    served.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_gets_what_it_wants_signed_and_each_once() {
    let (receiver, served) = story().await;
    served.advance("10m").await;
    served.advance("1s").await;
    let received = receiver.received();
    let mut ids = Vec::new();
    let mut counts = BTreeMap::new();
    for one in &received {
        assert!(one.is_signed_with(SECRET), "{}", one.event());
        assert!(!one.is_signed_with("another"));
        let body = one.json();
        assert_eq!(body["payload"]["account_id"], "Story-Account-00000001");
        *counts.entry(one.event()).or_insert(0) += 1;
        ids.push(one.header("x-zm-request-id").to_owned());
        if one.event().starts_with("meeting.") {
            assert_eq!(body["payload"]["object"]["uuid"], UUID);
        }
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), received.len());
    let kinds: Vec<_> = counts.keys().map(String::as_str).collect();
    let expected = [
        "meeting.ended",
        "meeting.participant_data",
        "meeting.participant_data_summary",
        "meeting.participant_joined",
        "meeting.participant_left",
        "meeting.participant_qos",
        "meeting.participant_qos_summary",
        "meeting.started",
        "phone.call_qos_summary",
    ];
    assert_eq!(kinds, expected);
    assert_eq!(counts["phone.call_qos_summary"], 1);
    assert_eq!(counts["meeting.participant_qos_summary"], 12, "three with a name and nine without");
    assert_eq!([counts["meeting.participant_joined"], counts["meeting.participant_left"]], [12, 12]);
    assert_eq!([counts["meeting.started"], counts["meeting.ended"]], [1, 1]);
    served.stop().await;
}

/// (user, end of the minute) → `qos` of the event.
fn minutes_told(received: &[Received]) -> BTreeMap<(String, String), Value> {
    let events = received.iter().filter(|received| received.event() == "meeting.participant_qos");
    let minutes = events.map(|received| {
        let mut participant = received.json()["payload"]["object"]["participant"].take();
        let date_time = participant["qos"][0]["date_time"].as_str().unwrap().to_owned();
        ((participant["user_id"].as_str().unwrap().to_owned(), date_time), participant["qos"].take())
    });
    minutes.collect()
}

/// The details of an entry of `qos`.
fn details<'v>(participant: &'v Value, kind: &str) -> Option<&'v Value> {
    let entries = participant["qos"].as_array().unwrap();
    entries.iter().find(|entry| entry["type"] == kind).map(|entry| &entry["details"])
}

fn assert_same_minute(minute: &Value, event: &Value) {
    for kind in STREAMS {
        let entry = event.as_array().unwrap().iter().find(|entry| entry["type"] == kind);
        let Some(entry) = entry else {
            assert_eq!(minute[kind]["bitrate"], "", "{kind} is in no event");
            continue;
        };
        for metric in ["bitrate", "latency", "jitter", "avg_loss", "max_loss"] {
            assert_rounded(number(&minute[kind][metric]), &entry["details"][metric]);
        }
        for seen in ["resolution", "frame_rate"] {
            assert_eq!(minute[kind].get(seen), entry["details"].get(seen), "{kind} {seen}");
        }
    }
    if let Some(cpu) = event.as_array().unwrap().iter().find(|entry| entry["type"] == "cpu_usage")
        && minute["cpu_usage"]["zoom_avg_cpu_usage"] != ""
    {
        for (name, value) in minute["cpu_usage"].as_object().unwrap() {
            assert_eq!(&cpu["details"][name], value, "{name}");
        }
    }
}

/// `27.15 kbps` is told as `27 kbps` where there are no decimals.
fn assert_rounded(exact: f64, told: &Value) {
    let text = told.as_str().unwrap();
    let digits = text
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.bytes().take_while(u8::is_ascii_digit).count());
    let step = 10_f64.powi(-(digits as i32));
    assert!((number(told) - exact).abs() <= step / 2.0 + 1e-9, "{exact} is told as {text}");
}

/// The number before the unit.
fn number(value: &Value) -> f64 {
    let text = value.as_str().unwrap_or_else(|| panic!("no text: {value}"));
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    text[..end].parse().unwrap_or_else(|error| panic!("{error}: {text:?}"))
}
