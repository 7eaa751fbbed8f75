//! The account's daily figures, and that they and the answers about Zoom Rooms obey the contract.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use zoom_qos_emulator::world::qos::Quality;
use zoom_qos_emulator::world::{Gathering, GatheringKind, Judged, TimeOf, World, quality};
use zoom_qos_emulator::{AuthMode, Emulator, Moment, Span};

use crate::schema;
use crate::support::{Answer, NINE, Running, WORLD, plan};

/// Nothing but an account.
const EMPTY: &str = "version: 1\nclock: { start: 2026-03-02T09:00:00Z, speed: manual }\n";

const SMALL_POPULATION: &str = "
population:
  meetings: { live: 2, history: 30d, participants: 2..6, duration: 30m..90m }
  webinars: { live: 1, history: 30d, participants: 2..9, duration: 30m..90m }
  quality: { good: 1, fair: 2, poor: 2 }
offices:
  - { name: Headquarters, city: New York, network: office-wired }
  - { city: Berlin, network: office-wifi }
";

const MONTH: &str = "from=2026-02-02&to=2026-03-02";
const WEEK: &str = "from=2026-02-24&to=2026-03-02";

pub(crate) fn small() -> String {
    let room =
        "\n      - { name: Boardroom, email: boardroom@example.com, device: Room, location: Headquarters }";
    let with_room = WORLD.replacen("join: 20m }", &format!("join: 20m }}{room}"), 1);
    assert_ne!(with_room, WORLD);
    format!("{with_room}{SMALL_POPULATION}")
}

fn large() -> String {
    let offices =
        (0..150).map(|n| format!("  - {{ name: Office {n}, city: Berlin, network: office-wifi }}\n"));
    format!(
        "{EMPTY}population:\n  meetings: {{ live: 50000, history: 30d, participants: 2..20, duration: 30m..60m }}\n\
         offices:\n{}",
        offices.collect::<String>()
    )
}

pub(crate) async fn start(text: &str) -> Running {
    Running::start(Emulator::builder(plan(text)).auth(AuthMode::Any).rate_limits(false)).await
}

/// All elements of a list, page by page, while time passes.
pub(crate) async fn follow(running: &Running, list: &str, at: &str, size: u32) -> Vec<Value> {
    let (mut all, mut token) = (Vec::new(), String::new());
    loop {
        let page = running.get(&format!("{list}page_size={size}&next_page_token={token}")).await.ok();
        let elements = page.pointer(&format!("/{at}")).unwrap().as_array().unwrap();
        assert!(elements.len() <= size as usize);
        assert!(!elements.is_empty() || all.is_empty(), "an empty page in between");
        all.extend(elements.iter().cloned());
        let holder =
            at.rsplit_once('/').map_or(&page, |(holder, _)| page.pointer(&format!("/{holder}")).unwrap());
        if let Some(total) = holder["total_records"].as_u64()
            && holder["next_page_token"] == ""
        {
            assert_eq!(total, all.len() as u64, "{list}");
        }
        token = holder["next_page_token"].as_str().unwrap().to_owned();
        if token.is_empty() {
            return all;
        }
        running.advance("1m").await;
    }
}

async fn answers(running: &Running) -> BTreeMap<&'static str, Vec<Value>> {
    let mut answers: BTreeMap<_, Vec<Value>> = BTreeMap::new();
    let lists = [
        ("dashboardChat", "/metrics/chat?"),
        ("dashboardClientFeedback", "/metrics/client/feedback?"),
        ("listMeetingSatisfaction", "/metrics/client/satisfaction?"),
        ("getClientVersions", "/metrics/client_versions?"),
        ("dashboardCRC", "/metrics/crc?"),
        ("dashboardIssueZoomRoom", "/metrics/issues/zoomrooms?"),
        ("dashboardQuality", "/metrics/quality?type=meeting&"),
        ("dashboardQuality", "/v2/metrics/quality?type=participants&"),
        ("dashboardZoomRooms", "/v2/metrics/zoomrooms?"),
        ("dashboardZoomRoomIssue", "/v2/metrics/zoomrooms/issues?"),
    ];
    for (operation, path) in lists {
        let body = running.get(&format!("{path}{WEEK}&unknown=parameter")).await.ok();
        answers.entry(operation).or_default().push(body);
    }
    for feedback in 1..=5 {
        let body = running.get(&format!("/metrics/client/feedback/{feedback}?{WEEK}")).await.ok();
        answers.entry("dashboardClientFeedbackDetail").or_default().push(body);
    }
    let rooms = answers["dashboardZoomRooms"][0]["zoom_rooms"].as_array().unwrap().clone();
    assert!(!rooms.is_empty(), "every office has rooms");
    for room in rooms.iter().take(10) {
        let id = room["id"].as_str().unwrap();
        let body = running.get(&format!("/metrics/zoomrooms/{id}?{WEEK}")).await.ok();
        answers.entry("dashboardZoomRoom").or_default().push(body);
        let body = running.get(&format!("/metrics/issues/zoomrooms/{id}?{WEEK}")).await.ok();
        answers.entry("dashboardIssueDetailZoomRoom").or_default().push(body);
    }
    answers
}

fn contract() -> Map<String, Value> {
    serde_json::from_str(include_str!("../contract/account.json")).unwrap()
}

#[tokio::test]
async fn every_answer_obeys_its_schema_in_an_empty_a_small_and_a_large_world() {
    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for text in [EMPTY.to_owned(), small(), large()] {
        let running = start(&text).await;
        let answers = answers(&running).await;
        for (operation, contract) in contract() {
            let schema = &contract["response"];
            let validator = schema::validator(schema, Some(&["live_meeting", "end_time"]));
            for body in &answers[operation.as_str()] {
                if let Err(error) = validator.validate(body) {
                    panic!("{operation} at {}: {error}\n{body}", error.instance_path());
                }
                schema::assert_order(schema, body, &operation);
                schema::walk_body(body, "", &mut |path, _| {
                    seen.entry(operation.clone()).or_default().insert(path.to_owned());
                });
            }
        }
    }
    for (operation, contract) in contract() {
        let missing: Vec<_> = schema::paths_of_schema(&contract["response"])
            .into_iter()
            // Nobody has keys of their own, and what goes on has no end.
            .filter(|path| !path.contains("custom_keys[]") && path != "live_meeting.end_time")
            .filter(|path| !seen[&operation].contains(path))
            .collect();
        assert!(missing.is_empty(), "{operation} never has {missing:?}");
    }
}

fn faults(answer: &Answer) -> Vec<(&str, &str)> {
    assert_eq!(answer.error(), (400, 300, "Validation Failed."));
    let errors = answer.body["errors"].as_array().unwrap().iter();
    errors.map(|error| (error["field"].as_str().unwrap(), error["message"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn wrong_parameters_are_named() {
    let running = start(EMPTY).await;
    let rooms = running.get("/metrics/zoomrooms").await.ok();
    let room = rooms["zoom_rooms"][0]["id"].as_str().unwrap();
    let of_room = [format!("/metrics/zoomrooms/{room}"), format!("/metrics/issues/zoomrooms/{room}")];
    let required = ["chat", "client/feedback", "crc", "issues/zoomrooms", "quality", "zoomrooms/issues"];
    let required: Vec<_> = required.iter().map(|path| format!("/metrics/{path}")).chain(of_room).collect();
    for path in &required {
        let both = [("from", "is required"), ("to", "is required")];
        assert_eq!(faults(&running.get(path).await), both, "{path}");
    }
    let optional = ["client/feedback/1", "client/satisfaction"].map(|path| format!("/metrics/{path}"));
    for path in required.iter().chain(&optional) {
        for (wrong, expected) in [
            ("from=2026-03-02&to=2026-03-01", ("from", "must not be later than `to`, 2026-03-01")),
            (
                "from=2026-01-01&to=2026-02-02",
                ("to", "must be at most one month later than `from`, 2026-01-01"),
            ),
            (
                "from=2025-09-01&to=2025-09-02",
                ("from", "must be within the last six months: 2025-09-02 or later"),
            ),
            ("from=2026-03-01&to=soon", ("to", "must be a date, like 2026-03-02")),
        ] {
            assert_eq!(faults(&running.get(&format!("{path}?{wrong}")).await), [expected], "{path}?{wrong}");
        }
    }
    for (path, expected) in [
        (format!("/metrics/quality?{MONTH}&type=webinar"), ("type", "must be one of: meeting, participants")),
        (
            format!("/metrics/chat?{MONTH}&page_size=301"),
            ("page_size", "must be a whole number from 1 to 300"),
        ),
        ("/metrics/zoomrooms?page_size=0".into(), ("page_size", "must be a whole number from 1 to 300")),
        (
            "/metrics/zoomrooms?page_number=0".into(),
            ("page_number", "must be a whole number from 1 to 4294967295"),
        ),
    ] {
        assert_eq!(faults(&running.get(&path).await), [expected], "{path}");
    }
}

#[tokio::test]
async fn an_unknown_feedback_is_not_found() {
    let running = start(EMPTY).await;
    for id in ["0", "6", "x", "01", "%FF"] {
        let answer = running.get(&format!("/metrics/client/feedback/{id}")).await;
        assert_eq!((answer.status, answer.error().1), (404, 3001), "{id}");
    }
}

#[tokio::test]
async fn every_user_is_on_one_page_whatever_its_size() {
    let running = start(&small()).await;
    let mut orders = BTreeSet::new();
    for size in [1, 7, 300] {
        let users = follow(&running, &format!("/metrics/chat?{MONTH}&"), "users", size).await;
        let ids: Vec<_> = users.iter().map(|user| user["user_id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        assert!(ids.len() > 10);
        assert!(users.iter().any(|user| user["email"] == "ada@example.com"));
        assert!(users.iter().all(|user| user["email"].as_str().unwrap().ends_with("@example.com")));
        orders.insert(ids);
    }
    assert_eq!(orders.len(), 1);
}

#[tokio::test]
async fn who_takes_part_in_a_meeting_as_a_user_of_the_account_is_among_the_users() {
    let running = start(&small()).await;
    let users = follow(&running, &format!("/metrics/chat?{MONTH}&"), "users", 300).await;
    let known: BTreeMap<_, _> = users.iter().map(|user| (user["user_id"].as_str().unwrap(), user)).collect();
    let meetings = running.get(&format!("/metrics/meetings?type=past&page_size=20&{MONTH}")).await.ok();
    let mut found = 0;
    for meeting in meetings["meetings"].as_array().unwrap() {
        let path = format!("/metrics/meetings/{}/participants?type=past&page_size=300", uuid(meeting));
        for participant in running.get(&path).await.ok()["participants"].as_array().unwrap() {
            if participant["id"] == "" || participant["device"] == "H.323/SIP" {
                continue;
            }
            let user = known[participant["id"].as_str().unwrap()];
            assert_eq!(
                (&user["email"], &user["user_name"]),
                (&participant["email"], &participant["user_name"])
            );
            found += 1;
        }
    }
    assert!(found > 30, "{found}");
}

/// As it stands in a path: encoded twice.
pub(crate) fn uuid(meeting: &Value) -> String {
    let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    encode(&encode(meeting["uuid"].as_str().unwrap()))
}

const COUNTS: [&str; 10] = [
    "audio_sent",
    "code_sippet_sent",
    "files_sent",
    "giphys_sent",
    "group_sent",
    "images_sent",
    "p2p_sent",
    "text_sent",
    "total_sent",
    "video_sent",
];

#[tokio::test]
async fn chats_of_days_add_up_to_those_of_a_period_and_kinds_to_the_total() {
    let running = start(&small()).await;
    let users = async |range: &str| {
        running.get(&format!("/metrics/chat?page_size=300&{range}")).await.ok()["users"].clone()
    };
    let period = users("from=2026-02-26&to=2026-03-05").await;
    let mut days = Vec::new();
    for day in ["2026-02-26", "2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02", "2026-03-03"] {
        days.push(users(&format!("from={day}&to={day}")).await);
    }
    let of = |users: &Value, user: usize, name: &str| users[user][name].as_u64().unwrap();
    for user in 0..period.as_array().unwrap().len() {
        for name in COUNTS {
            let sum: u64 = days.iter().map(|day| of(day, user, name)).sum();
            assert_eq!(sum, of(&period, user, name), "{name}");
        }
        let count = |name| of(&period, user, name);
        assert_eq!(count("total_sent"), count("group_sent") + count("p2p_sent"));
        let media =
            ["audio_sent", "code_sippet_sent", "files_sent", "giphys_sent", "images_sent", "video_sent"];
        assert_eq!(count("total_sent"), count("text_sent") + media.map(count).iter().sum::<u64>());
    }
    let total = |users: &Value| -> u64 {
        (0..users.as_array().unwrap().len()).map(|user| of(users, user, "total_sent")).sum()
    };
    assert!(total(&days[1]) > 5 * total(&days[2]), "a Friday and a Saturday");
    assert_eq!(total(&days[5]), 0, "tomorrow");
    let before = total(&days[4]);
    running.advance("6h").await;
    assert!(total(&users("from=2026-03-02&to=2026-03-02").await) > before, "the day goes on");
}

#[tokio::test]
async fn as_many_complained_as_the_details_name_and_of_meetings_that_can_be_asked_for() {
    let running = start(&small()).await;
    let counts = running.get(&format!("/metrics/client/feedback?{WEEK}")).await.ok();
    let satisfaction = running.get(&format!("/metrics/client/satisfaction?{WEEK}")).await.ok();
    let mut asked = BTreeSet::new();
    let mut total = 0;
    for feedback in counts["client_feedbacks"].as_array().unwrap() {
        let list = format!("/metrics/client/feedback/{}?{WEEK}&", feedback["feedback_id"].as_str().unwrap());
        let details = follow(&running, &list, "client_feedback_details", 100).await;
        assert_eq!(feedback["participants_count"], details.len());
        assert!(details.is_sorted_by(|a, b| a["time"].as_str() >= b["time"].as_str()));
        total += details.len() as u64;
        for detail in details {
            assert!(("2026-02-24".."2026-03-03").contains(&detail["time"].as_str().unwrap()), "{detail}");
            let id = detail["meeting_id"].as_str().unwrap();
            if asked.len() < 20 && asked.insert(id.to_owned()) {
                let found = ["past", "live"].map(|kind| format!("/metrics/meetings/{id}?type={kind}"));
                let statuses = [running.get(&found[0]).await.status, running.get(&found[1]).await.status];
                assert!(statuses.contains(&200), "{id}: {statuses:?}");
            }
        }
    }
    assert!(total > 5, "{total}");
    assert_eq!(counts["total_records"], 5);
    let days = satisfaction["client_satisfaction"].as_array().unwrap();
    assert_eq!((days.len(), &satisfaction["total_records"]), (7, &7.into()));
    let not_good: u64 = days.iter().map(|day| day["not_good_count"].as_u64().unwrap()).sum();
    // So long as everybody of a day is asked.
    assert!(not_good >= total, "{not_good} {total}");
    for day in days {
        let [good, none, not_good] =
            ["good_count", "none_count", "not_good_count"].map(|name| day[name].as_f64().unwrap());
        let all = good + none + not_good;
        let percent = if all == 0.0 { 100.0 } else { (good + none) / all * 100.0 };
        assert!((day["satisfaction_percent"].as_f64().unwrap() - percent).abs() < 0.006, "{day}");
    }
}

#[tokio::test]
async fn the_quality_of_days_adds_up_to_that_of_a_period() {
    let running = start(&small()).await;
    for kind in ["meeting", "participants"] {
        let get =
            async |range: &str| running.get(&format!("/metrics/quality?type={kind}&{range}")).await.ok();
        let period = get("from=2026-02-25&to=2026-03-02").await;
        let mut sums: BTreeMap<String, u64> = BTreeMap::new();
        for day in ["2026-02-25", "2026-02-26", "2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"] {
            schema::walk_body(
                &get(&format!("from={day}&to={day}")).await["quality"],
                "",
                &mut |path, value| {
                    *sums.entry(path.to_owned()).or_default() += value.as_u64().unwrap_or(0);
                },
            );
        }
        schema::walk_body(&period["quality"], "", &mut |path, value| {
            assert_eq!(sums[path], value.as_u64().unwrap_or(0), "{kind} {path}");
        });
        assert!(sums["audio.good"] > 0 && sums["audio.bad"] > 0, "{sums:?}");
    }
}

/// Good, fair, poor, bad.
fn counted(scores: impl Iterator<Item = zoom_qos_emulator::units::Mos>) -> [u64; 4] {
    let mut counts = [0; 4];
    for score in scores {
        counts[match quality(score) {
            Quality::Good => 0,
            Quality::Fair => 1,
            Quality::Poor => 2,
            Quality::Bad => 3,
        }] += 1;
    }
    counts
}

#[test]
fn the_quality_of_a_small_day_is_that_of_all_who_took_part() {
    let plan = plan(&small().replace("live: 2", "live: 1"));
    let world = World::new(plan.into(), NINE);
    let yesterday = zoom_qos_emulator::time::Day::of(NINE - Span::DAY);
    let span = (yesterday.start(), yesterday.end());
    let (meetings, _): (Vec<Gathering>, _) =
        world.gatherings_past(GatheringKind::Meeting, TimeOf::End, span, NINE, 0, 1000);
    let everybody: Vec<_> = meetings
        .iter()
        .flat_map(|meeting| world.participants(meeting, NINE, 0).map(move |one| (meeting, one)))
        .collect();
    assert!((30..=128).contains(&everybody.len()), "{}", everybody.len());
    let mean_of_minutes = |meeting: &Gathering, one: &zoom_qos_emulator::world::Participant<'_>| {
        let scores: Vec<u32> = world
            .minutes(meeting, one, Moment::MAX)
            .filter_map(|minute| minute.scores.audio.map(|score| score.0))
            .collect();
        let (sum, count) = (scores.iter().sum::<u32>(), scores.len() as u32);
        zoom_qos_emulator::units::Mos((2 * sum + count) / (2 * count))
    };
    let expected = counted(everybody.iter().map(|(meeting, one)| mean_of_minutes(meeting, one)));
    let told = world.day_quality(yesterday, Judged::Participants, NINE).audio;
    assert_eq!([told.good, told.fair, told.poor, told.bad], expected);

    let scores = meetings.iter().filter_map(|meeting| world.overview(meeting, NINE).scores.video);
    let told = world.day_quality(yesterday, Judged::Meetings, NINE).video;
    assert_eq!([told.good, told.fair, told.poor, told.bad], counted(scores));

    let satisfaction = world.satisfaction(yesterday, NINE);
    let complaints = everybody.len() as u64 - satisfaction.good - satisfaction.none;
    assert_eq!(satisfaction.not_good, complaints);
    assert_eq!(world.client_feedback(yesterday, NINE).len() as u64, complaints);
}

#[tokio::test]
async fn versions_of_clients_are_those_of_the_participants() {
    let running = start(&small()).await;
    let versions = running.get("/metrics/client_versions").await.ok();
    let counts: BTreeMap<_, _> = versions["client_versions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|version| {
            let name = version["client_version"].as_str().unwrap();
            (name.split_once('_').unwrap().1.to_owned(), version["total_count"].as_u64().unwrap())
        })
        .collect();
    let users = follow(&running, &format!("/metrics/chat?{MONTH}&"), "users", 300).await;
    let total: u64 = counts.values().sum();
    assert!(total > 10 && total <= users.len() as u64, "{total} of {}", users.len());
    let list = format!("/metrics/meetings/{}/participants/qos?page_size=10", crate::support::LIVE);
    let participants = running.get(&list).await.ok();
    let ada = &participants["participants"][0];
    assert!(counts.contains_key(ada["version"].as_str().unwrap()), "{ada}");
}
