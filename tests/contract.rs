//! Every answer and every event obeys the contract of the real service.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "contract/gatherings.rs"]
mod gatherings;
#[path = "contract/plan.rs"]
mod plan;
#[path = "contract/schema.rs"]
mod schema;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;
use zoom_qos_emulator::scenario::plan::{EventKind, GatheringKind};
use zoom_qos_emulator::wire::{self, ApiError, Operation, Page};
use zoom_qos_emulator::world::{Event, Gathering, State, World};
use zoom_qos_emulator::{Moment, Span};

fn world() -> World {
    World::new(Arc::new(plan::plan()), plan::start())
}

/// While some have left and others are in, and after all have left.
fn moments() -> [Moment; 2] {
    [plan::start() + Span::from_seconds(200), plan::start() + Span::from_minutes(30)]
}

/// Bodies of every operation, live and past.
fn answers(world: &World) -> BTreeMap<&'static str, Vec<Vec<u8>>> {
    let mut answers = BTreeMap::<_, Vec<_>>::new();
    for now in moments() {
        for kind in [GatheringKind::Meeting, GatheringKind::Webinar, GatheringKind::Session] {
            let [list, single, summary] = operations(kind);
            for gathering in world.gatherings(kind, now).take(8) {
                if gathering.state(now) == State::Upcoming {
                    continue;
                }
                let page = page(world.joined(&gathering, now).into());
                let participants = || world.participants(&gathering, now, 0);
                let body = wire::qos_page(world, &gathering, &page, participants(), now);
                answers.entry(list).or_default().push(body);
                for participant in participants() {
                    let body = wire::qos(world, &gathering, &participant, now);
                    answers.entry(single).or_default().push(body);
                }
                if gathering.state(now) == State::Past {
                    let body = wire::qos_summary_page(world, &gathering, &page, participants());
                    answers.entry(summary).or_default().push(body);
                }
            }
        }
        let calls: Vec<_> = world.calls(now).take(30).collect();
        assert!(calls.len() > 3, "the scenario names three calls");
        let body = wire::call_logs_page(world, &page(30), "2026-03-02", "2026-03-02", &calls, now);
        answers.entry("listCallLogsMetrics").or_default().push(body);
        for call in &calls {
            let body = wire::call_log(world, call, now);
            answers.entry("getCallLogMetricsDetails").or_default().push(body);
            answers.entry("getCallQoS").or_default().push(wire::call_qos(world, call, now));
        }
        gatherings::answer(world, now, |operation, body| answers.entry(operation).or_default().push(body));
    }
    answers
}

fn page(total_records: u64) -> Page<'static> {
    Page { next_page_token: "IAfJX3jsOLW7w3dokmFl84zOa0MAVGyMEB2", page_size: 10, total_records }
}

/// List, single and summary.
const fn operations(kind: GatheringKind) -> [&'static str; 3] {
    match kind {
        GatheringKind::Meeting => [
            "dashboardMeetingParticipantsQOS",
            "dashboardMeetingParticipantQOS",
            "dashboardMeetingParticipantsQOSSummary",
        ],
        GatheringKind::Webinar => [
            "dashboardWebinarParticipantsQOS",
            "dashboardWebinarParticipantQOS",
            "dashboardWebinarParticipantsQOSSummary",
        ],
        GatheringKind::Session => ["sessionUsersQOS", "sessionUserQOS", "sessionUsersQOSSummary"],
    }
}

/// Members that are left out where they do not apply: `""` is no member of their types.
const OPTIONAL: [&str; 11] = [
    "leave_time",
    "cpu_pressure_level",
    "wifi_rssi",
    "extension_type",
    "leave_reason",
    "end_time",
    "audio_quality",
    "video_quality",
    "screen_share_quality",
    // Only where `include_fields` asks for them.
    "registrant_id",
    "tracking_fields",
];

/// Nobody sets custom keys in the world.
fn is_never_told(path: &str) -> bool {
    path.contains("custom_keys[]")
}

fn events(world: &World) -> Vec<Event> {
    world.events(plan::start(), plan::start() + Span::from_minutes(10))
}

fn json(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(body)))
}

#[test]
fn every_answer_obeys_its_schema_and_holds_all_of_it() {
    let world = world();
    let answers = answers(&world);
    for (operation, contract) in schema::rest() {
        let validator = schema::validator(&contract["response"], Some(&OPTIONAL));
        let bodies = answers.get(operation.as_str()).unwrap_or_else(|| panic!("no answer of {operation}"));
        let mut seen = BTreeSet::new();
        for body in bodies {
            let body = json(body);
            if let Err(error) = validator.validate(&body) {
                panic!("{operation} at {}: {error}", error.instance_path());
            }
            schema::walk_body(&body, "", &mut |path, _| {
                seen.insert(path.to_owned());
            });
        }
        let missing: Vec<_> = schema::paths_of_schema(&contract["response"])
            .into_iter()
            .filter(|path| !seen.contains(path) && !is_never_told(path))
            .collect();
        assert!(missing.is_empty(), "{operation} never has {missing:?}");
    }
}

#[test]
fn every_measurement_is_spelled_like_its_example() {
    const MEASUREMENTS: [&str; 9] = [
        "bitrate",
        "latency",
        "jitter",
        "loss",
        "frame_rate",
        "resolution",
        "cpu_usage",
        "mos",
        "network_delay",
    ];
    let world = world();
    let answers = answers(&world);
    for (operation, contract) in schema::rest() {
        let mut shapes = BTreeMap::new();
        schema::walk_schema(&contract["response"], "", &mut |path, property| {
            if let Some(example) = property["example"].as_str()
                && MEASUREMENTS.iter().any(|measurement| path.ends_with(measurement))
            {
                shapes.insert(path.to_owned(), schema::shape(example));
            }
        });
        for body in &answers[operation.as_str()] {
            schema::walk_body(&json(body), "", &mut |path, value| {
                if let (Some(expected), Some(text)) = (shapes.get(path), value.as_str())
                    && !text.is_empty()
                {
                    assert_eq!(&schema::shape(text), expected, "{text} at {path} of {operation}");
                }
            });
        }
    }
}

#[test]
fn every_event_obeys_its_schema_and_holds_all_of_it() {
    let world = world();
    let mut bodies = BTreeMap::<_, Vec<_>>::new();
    for event in events(&world) {
        bodies.entry(event.kind(&world)).or_default().push(wire::event_body(&world, &event));
    }
    let contract = schema::events();
    for kind in EventKind::ALL {
        let name = kind.name();
        let schema = &contract[name]["schema"];
        let validator = schema::validator(schema, None);
        assert!(
            EventKind::LIFECYCLE.contains(&kind)
                || validator.is_valid(&contract[name]["example"])
                || name.contains("_data"),
            "example of {name}"
        );
        let bodies = bodies.get(&kind).unwrap_or_else(|| panic!("no {name}"));
        let mut seen = BTreeSet::new();
        for body in bodies {
            let body = json(body);
            if let Err(error) = validator.validate(&body) {
                panic!("{name} at {}: {error}\n{body}", error.instance_path());
            }
            assert_eq!(body["event"], name);
            schema::walk_body(&body, "", &mut |path, _| {
                seen.insert(path.to_owned());
            });
        }
        let missing: Vec<_> =
            schema::paths_of_schema(schema).into_iter().filter(|path| !seen.contains(path)).collect();
        assert_eq!(missing, left_out(kind), "{name} never has these");
    }
}

/// What an event never has.
fn left_out(kind: EventKind) -> &'static [&'static str] {
    match kind {
        // Deprecated in favour of `location`.
        EventKind::MeetingParticipantData => &["payload.object.participant.data[].Location"],
        // Set by apps that embed a meeting.
        EventKind::MeetingParticipantJoined
        | EventKind::MeetingParticipantLeft
        | EventKind::WebinarParticipantJoined
        | EventKind::WebinarParticipantLeft => &["payload.object.participant.customer_key"],
        // Nobody forwards a call.
        EventKind::PhoneCalleeRinging | EventKind::PhoneCalleeAnswered | EventKind::PhoneCalleeEnded => &[
            "payload.object.forwarded_by",
            "payload.object.forwarded_by.extension_number",
            "payload.object.forwarded_by.extension_type",
            "payload.object.forwarded_by.name",
            "payload.object.redirect_forwarded_by",
            "payload.object.redirect_forwarded_by.extension_number",
            "payload.object.redirect_forwarded_by.extension_type",
            "payload.object.redirect_forwarded_by.name",
            "payload.object.redirect_forwarded_by.phone_number",
        ],
        _ => &[],
    }
}

#[test]
fn members_come_in_the_order_of_the_contract() {
    let world = world();
    let rest = schema::rest();
    for (operation, bodies) in answers(&world) {
        for body in bodies {
            schema::assert_order(&rest[operation]["response"], &json(&body), operation);
        }
    }
    let contract = schema::events();
    for event in events(&world) {
        let name = event.kind(&world).name();
        schema::assert_order(&contract[name]["schema"], &json(&wire::event_body(&world, &event)), name);
    }
}

#[test]
fn every_event_has_the_keys_of_its_example() {
    let world = world();
    let contract = schema::events();
    let mut paths = BTreeMap::<_, BTreeSet<_>>::new();
    for event in events(&world) {
        let seen = paths.entry(event.kind(&world)).or_default();
        schema::walk_body(&json(&wire::event_body(&world, &event)), "", &mut |path, _| {
            seen.insert(path.to_owned());
        });
    }
    for (kind, seen) in paths {
        schema::walk_body(&contract[kind.name()]["example"], "", &mut |path, _| {
            assert!(seen.contains(path), "{} has no {path}", kind.name());
        });
    }
}

/// What a receiver does before it computes the signature.
fn parsed_and_stringified(body: &[u8]) -> Vec<u8> {
    fn no_key_looks_like_an_integer(value: &Value) {
        schema::walk_body(value, "", &mut |path, _| {
            let key = path.rsplit('.').next().unwrap_or_default();
            assert!(key.parse::<u64>().is_err(), "JavaScript moves the key {key} to the front");
        });
    }
    let value = json(body);
    no_key_looks_like_an_integer(&value);
    serde_json::to_vec(&value).unwrap()
}

#[test]
fn every_body_survives_parse_and_stringify() {
    let world = world();
    let mut bodies: Vec<_> = answers(&world).into_values().flatten().collect();
    bodies.extend(events(&world).iter().map(|event| wire::event_body(&world, event)));
    bodies.extend(moments().map(|now| wire::inventory(&world, now, 0, 50)));
    for body in bodies {
        assert!(parsed_and_stringified(&body) == body, "{}", String::from_utf8_lossy(&body));
    }
}

#[test]
fn a_minute_has_the_same_numbers_in_answer_and_event() {
    let world = world();
    let [_, past] = moments();
    let mut compared = 0;
    let of_meetings =
        events(&world).into_iter().filter(|event| event.kind(&world) == EventKind::MeetingParticipantQos);
    for event in of_meetings.step_by(5) {
        let body = json(&wire::event_body(&world, &event));
        let participant = &body["payload"]["object"]["participant"];
        let uuid = body["payload"]["object"]["uuid"].as_str().unwrap().parse().unwrap();
        let gathering: Gathering = world.gathering_by_uuid(uuid, past).unwrap();
        let id = zoom_qos_emulator::world::ParticipantId(
            participant["user_id"].as_str().unwrap().parse().unwrap(),
        );
        let view = world.participant_by_id(&gathering, id, past).unwrap();
        let answer = json(&wire::qos(&world, &gathering, &view, past));
        for entry in participant["qos"].as_array().unwrap() {
            let Some(latency) = entry["details"]["latency"].as_str() else { continue };
            let minutes = answer["user_qos"].as_array().unwrap();
            let minute = minutes.iter().find(|minute| minute["date_time"] == entry["date_time"]).unwrap();
            assert_eq!(minute[entry["type"].as_str().unwrap()]["latency"], latency);
            compared += 1;
        }
    }
    assert!(compared > 50);
}

#[test]
fn people_outside_the_account_have_neither_id_nor_address() {
    let world = world();
    let [live, _] = moments();
    let meeting = world.gatherings(GatheringKind::Meeting, live).next().unwrap();
    let participants = world.participants(&meeting, live, 0);
    let body = json(&wire::qos_page(&world, &meeting, &page(16), participants, live));
    for participant in body["participants"].as_array().unwrap() {
        let outside = participant["user_name"].as_str().unwrap().starts_with("Гость");
        assert_eq!(participant["email"] == "", outside, "{participant}");
        assert_eq!(participant["id"] == "", outside, "{participant}");
        // The guests left after two and a half minutes; the others are still in.
        assert_eq!(participant.get("leave_time").is_some(), outside, "{participant}");
    }
}

#[test]
fn a_uuid_leads_to_its_meeting_and_participants_by_the_events_that_surround_it() {
    let world = world();
    let (mut numbers, mut people) = (BTreeMap::new(), BTreeMap::new());
    let mut found = 0;
    for event in events(&world) {
        let kind = event.kind(&world);
        let body = json(&wire::event_body(&world, &event));
        let object = &body["payload"]["object"];
        let uuid = object["uuid"].as_str().unwrap_or_default().to_owned();
        let participant = &object["participant"];
        match kind {
            EventKind::MeetingStarted => {
                numbers.insert(uuid, object["id"].clone());
            }
            EventKind::MeetingParticipantJoined if numbers.get(&uuid) == Some(&object["id"]) => {
                people.insert((uuid, participant["user_id"].to_string()), participant.clone());
            }
            EventKind::MeetingParticipantQos if numbers.contains_key(&uuid) => {
                let joined = &people[&(uuid, participant["user_id"].to_string())];
                assert_eq!(joined["participant_user_id"], participant["participant_user_id"]);
                assert_eq!(joined["email"], participant["email"]);
                found += 1;
            }
            _ => {}
        }
    }
    assert!(found > 50);
}

#[test]
fn a_call_is_told_of_with_nothing_of_people_outside_the_account_but_name_and_number() {
    let world = world();
    let mut outside = 0;
    for event in events(&world) {
        if !event.kind(&world).name().contains("_ringing") {
            continue;
        }
        let object = &json(&wire::event_body(&world, &event))["payload"]["object"];
        for side in [&object["caller"], &object["callee"]] {
            assert_ne!(side["phone_number"], "");
            assert_ne!(side["name"], "");
            let is_outside = side["extension_type"] == "pstn";
            assert_eq!(side["extension_id"] == "", is_outside);
            assert_eq!(side["connection_type"] == "pstn_off_net", is_outside);
            for member in ["extension_number", "timezone", "device_id"] {
                assert!(!is_outside || side.get(member).is_none(), "{side}");
            }
            outside += u32::from(is_outside);
        }
    }
    assert!(outside > 0);
}

#[test]
fn every_documented_error_can_be_answered() {
    for (operation, name) in [
        (Operation::MeetingParticipantsQos, "dashboardMeetingParticipantsQOS"),
        (Operation::MeetingParticipantQos, "dashboardMeetingParticipantQOS"),
        (Operation::MeetingParticipantsQosSummary, "dashboardMeetingParticipantsQOSSummary"),
        (Operation::WebinarParticipantsQos, "dashboardWebinarParticipantsQOS"),
        (Operation::WebinarParticipantQos, "dashboardWebinarParticipantQOS"),
        (Operation::WebinarParticipantsQosSummary, "dashboardWebinarParticipantsQOSSummary"),
        (Operation::SessionUsersQos, "sessionUsersQOS"),
        (Operation::SessionUserQos, "sessionUserQOS"),
        (Operation::Meetings, "dashboardMeetings"),
        (Operation::MeetingDetail, "dashboardMeetingDetail"),
        (Operation::MeetingParticipants, "dashboardMeetingParticipants"),
        (Operation::MeetingSatisfaction, "participantFeedback"),
        (Operation::MeetingSharing, "dashboardMeetingParticipantShare"),
        (Operation::Webinars, "dashboardWebinars"),
        (Operation::WebinarDetail, "dashboardWebinarDetail"),
        (Operation::WebinarParticipants, "dashboardWebinarParticipants"),
        (Operation::WebinarSatisfaction, "participantWebinarFeedback"),
        (Operation::WebinarSharing, "dashboardWebinarParticipantShare"),
        (Operation::Sessions, "sessions"),
        (Operation::SessionDetail, "sessionDetail"),
        (Operation::SessionUsers, "sessionUsers"),
        (Operation::SessionSharing, "sessionParticipantShare"),
    ] {
        let ours = [
            ApiError::not_found(operation),
            ApiError::too_old(operation),
            ApiError::not_subscribed(),
            ApiError::no_video_sdk(),
            ApiError::no_dashboard(),
            ApiError::no_paid_dashboard(),
            ApiError::no_end_time(),
        ];
        for documented in schema::rest()[name]["errors"].as_array().unwrap() {
            let found = ours.iter().any(|error| {
                documented["status"] == error.status
                    && documented["code"] == error.code
                    && documented["message"] == *error.message
            });
            assert!(found, "{name} lacks {documented}");
        }
    }
}

#[test]
fn the_inventory_lists_what_can_be_asked_for() {
    let world = world();
    let [live, _] = moments();
    let body = json(&wire::inventory(&world, live, 0, 50));
    let first = &body["meetings"][0];
    assert_eq!(first["id"], "93201235621");
    assert_eq!((&first["state"], &first["participant_count"]), (&"live".into(), &16.into()));
    assert_eq!(first["participant_ids"].as_array().unwrap().len(), 10);
    assert_eq!(body["webinars"][0]["topic"], "Ask us anything");
    assert_eq!(body["sessions"][0]["user_count"], 16);
    let uuid = body["sessions"][0]["id"].as_str().unwrap().parse().unwrap();
    assert!(world.gathering_by_uuid(uuid, live).is_some());
    for call in body["calls"].as_array().unwrap() {
        let id = zoom_qos_emulator::world::CallId(call["call_id"].as_str().unwrap().parse().unwrap());
        assert!(world.call_by_id(id, live).is_some());
    }
}
