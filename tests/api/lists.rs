//! The lists that lead to quality of service: what is on them, in every kind of world, and page by page.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Validator;
use serde_json::Value;
use zoom_qos_emulator::Emulator;

use crate::schema;
use crate::support::{Answer, LIVE, Running, WORLD, plan};

const DAY: &str = "from=2026-03-02&to=2026-03-02";
const EMPTY: &str =
    "version: 1\nclock: { start: 2026-03-02T09:00:00Z, speed: manual }\napi: { rate_limits: off }\n";

/// Path of the list, its members, their ID, the operations: list, detail, participants, sharing, satisfaction.
const LISTS: [(&str, &str, &str, &str, [&str; 5]); 3] = [
    (
        "/metrics/meetings",
        "meetings",
        "uuid",
        "participants",
        [
            "dashboardMeetings",
            "dashboardMeetingDetail",
            "dashboardMeetingParticipants",
            "dashboardMeetingParticipantShare",
            "participantFeedback",
        ],
    ),
    (
        "/metrics/webinars",
        "webinars",
        "uuid",
        "participants",
        [
            "dashboardWebinars",
            "dashboardWebinarDetail",
            "dashboardWebinarParticipants",
            "dashboardWebinarParticipantShare",
            "participantWebinarFeedback",
        ],
    ),
    (
        "/videosdk/sessions",
        "sessions",
        "id",
        "users",
        ["sessions", "sessionDetail", "sessionUsers", "sessionParticipantShare", ""],
    ),
];

fn small() -> String {
    let crowd = "{ live: 3, history: 1d, participants: 1..6, duration: 5m..20m }";
    format!(
        "{WORLD}\npopulation:\n  meetings: {crowd}\n  webinars: {crowd}\n  sessions: {crowd}\n  calls: {{ live: 3, history: 30d, duration: 1m..15m }}\n"
    )
}

fn large() -> String {
    let crowd = "{ live: 400, history: 30d, participants: 1..40, duration: 5m..60m }";
    format!(
        "{EMPTY}population:\n  meetings: {crowd}\n  webinars: {crowd}\n  sessions: {crowd}\nwebinars:\n  - {{ id: 98765432101, topic: T, start: -10m, crowd: 2000 }}\n"
    )
}

async fn run(text: &str) -> Running {
    Running::start(Emulator::builder(plan(text))).await
}

/// Checks answers against the contract.
struct Contract(BTreeMap<String, Validator>);

impl Contract {
    fn read() -> Self {
        let validators = schema::rest().into_iter().map(|(operation, contract)| {
            let validator = schema::validator(&contract["response"], None);
            (operation, validator)
        });
        Self(validators.collect())
    }

    fn check(&self, operation: &str, body: &Value) {
        if let Err(error) = self.0[operation].validate(body) {
            panic!("{operation} at {}: {error}", error.instance_path());
        }
    }
}

/// Twice, for UUIDs with slashes.
fn encoded(uuid: &str) -> String {
    let once = uuid.replace('/', "%2F").replace('+', "%2B").replace('=', "%3D");
    once.replace('%', "%25")
}

fn faults(answer: &Answer) -> Vec<(&str, &str)> {
    assert_eq!(answer.error(), (400, 300, "Validation Failed."));
    let errors = answer.body["errors"].as_array().unwrap().iter();
    errors.map(|error| (error["field"].as_str().unwrap(), error["message"].as_str().unwrap())).collect()
}

/// All elements on all pages.
async fn follow(running: &Running, list: &str, members: &str) -> Vec<Value> {
    let (mut all, mut token) = (Vec::new(), String::new());
    loop {
        let page = running.get(&format!("{list}&next_page_token={token}")).await.ok();
        let elements = page[members].as_array().unwrap();
        assert!(!elements.is_empty() || all.is_empty(), "an empty page in between: {list}");
        all.extend(elements.iter().cloned());
        token = page["next_page_token"].as_str().unwrap().to_owned();
        if token.is_empty() {
            return all;
        }
    }
}

async fn visit(running: &Running, most: usize) -> usize {
    let contract = Contract::read();
    let mut visited = 0;
    for (path, members, id, people, [list, detail, participants, sharing, satisfaction]) in LISTS {
        for kind in ["live", "past"] {
            let page = running.get(&format!("{path}?type={kind}&{DAY}&page_size=300")).await.ok();
            contract.check(list, &page);
            for listed in page[members].as_array().unwrap().iter().take(most) {
                visited += 1;
                let one = format!("{path}/{}", encoded(listed[id].as_str().unwrap()));
                let whole = running.get(&format!("{one}?type={kind}")).await.ok();
                contract.check(detail, &whole);
                for (name, value) in whole.as_object().unwrap() {
                    assert!(
                        listed.get(name).is_none_or(|listed| listed == value),
                        "{name}: {listed} {whole}"
                    );
                }
                let list = format!("{one}/{people}?type={kind}&page_size=300");
                let page = running.get(&list).await.ok();
                contract.check(participants, &page);
                let everybody = follow(running, &list, people).await;
                let count = if people == "users" { "user_count" } else { "participants" };
                assert_eq!(listed[count], everybody.len(), "{list}");
                if let Some(total) = page["total_records"].as_u64() {
                    assert_eq!(total, everybody.len() as u64);
                }
                let user = if people == "users" { "id" } else { "user_id" };
                for somebody in everybody.iter().take(3) {
                    let their = somebody[user].as_str().unwrap();
                    let qos = running.get(&format!("{one}/{people}/{their}/qos?type={kind}")).await.ok();
                    for name in ["ip_address", "join_time", "leave_time", "device", "location"] {
                        if (people, name) != ("users", "location") {
                            assert_eq!(qos.get(name), somebody.get(name), "{name}");
                        }
                    }
                }
                let page = running.get(&format!("{one}/{people}/sharing?type={kind}")).await.ok();
                contract.check(sharing, &page);
                assert_eq!(listed["has_screen_share"], !page[people].as_array().unwrap().is_empty());
                if !satisfaction.is_empty() {
                    let list = format!("{one}/{people}/satisfaction?type={kind}");
                    contract.check(satisfaction, &running.get(&list).await.ok());
                }
            }
        }
    }
    let calls = running.get("/phone/metrics/past_calls").await.ok();
    contract.check("listPastCallMetrics", &calls);
    for call in calls["call_logs"].as_array().unwrap() {
        let id = call["call_id"].as_str().unwrap();
        let single = running.get(&format!("/phone/metrics/call_logs/{id}")).await.ok();
        for name in ["mos", "duration", "direction", "date_time"] {
            assert_eq!(single[name], call[name]);
        }
    }
    visited
}

#[tokio::test]
async fn everything_on_a_list_can_be_asked_for_and_says_the_same() {
    assert_eq!(visit(&run(EMPTY).await, 300).await, 0);
    assert!(visit(&run(&small()).await, 12).await > 40);
}

#[tokio::test]
async fn a_large_world_is_told_as_a_small_one() {
    assert!(visit(&run(&large()).await, 2).await > 10);
}

#[tokio::test]
async fn following_the_tokens_gives_everything_exactly_once_whatever_the_page_size() {
    let running = run(&small()).await;
    let mut lists = vec![("/phone/metrics/past_calls?x=".to_owned(), "call_logs", "call_id", [30, 40, 100])];
    for (path, members, id, people, _) in LISTS {
        for kind in ["live", "past"] {
            lists.push((format!("{path}?type={kind}&{DAY}"), members, id, [1, 7, 300]));
        }
        let user = if people == "users" { "id" } else { "user_id" };
        let ids = [
            ("93201235621", "932012356"),
            ("98765432101", "98765432102"),
            ("DDDDDDDDDDDDDDDDDDDDDQ==", "EEEEEEEEEEEEEEEEEEEEEQ=="),
        ];
        let (live, past) = ids[LISTS.iter().position(|list| list.0 == path).unwrap()];
        for (one, kind) in [(live, "live"), (past, "past")] {
            lists.push((format!("{path}/{one}/{people}?type={kind}"), people, user, [1, 4, 300]));
            lists.push((format!("{path}/{one}/{people}/sharing?type={kind}"), people, user, [1, 4, 300]));
            if people != "users" {
                lists.push((
                    format!("{path}/{one}/{people}/satisfaction?type={kind}"),
                    people,
                    "date_time",
                    [1, 4, 300],
                ));
            }
        }
    }
    for (list, members, id, sizes) in lists {
        let mut orders = BTreeSet::new();
        for size in sizes {
            let all = follow(&running, &format!("{list}&page_size={size}"), members).await;
            let ids: Vec<_> = all.iter().map(|element| element[id].as_str().unwrap().to_owned()).collect();
            if id != "date_time" {
                assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{list}");
            }
            let first = running.get(&format!("{list}&page_size={size}")).await.ok();
            if let Some(total) = first["total_records"].as_u64() {
                assert_eq!(total, ids.len() as u64, "{list}");
            }
            orders.insert(ids);
        }
        assert_eq!(orders.len(), 1, "{list} has another order with other pages");
    }
}

#[tokio::test]
async fn a_list_stays_as_it_was_while_it_is_paged_through() {
    for kind in ["live", "past"] {
        let running = run(&small()).await;
        let list = format!("/metrics/meetings?type={kind}&{DAY}&page_size=2");
        let before = follow(&running, &list, "meetings").await;
        let (mut all, mut token) = (Vec::new(), String::new());
        while all.is_empty() || !token.is_empty() {
            let page = running.get(&format!("{list}&next_page_token={token}")).await.ok();
            all.extend(page["meetings"].as_array().unwrap().iter().cloned());
            token = page["next_page_token"].as_str().unwrap().to_owned();
            if all.len() % 10 == 0 {
                running.advance("1s").await;
            }
        }
        assert_eq!(all, before, "{kind}");
    }
}

#[tokio::test]
async fn past_ones_are_listed_latest_first_and_by_the_time_that_is_asked_for() {
    let running = run(&small()).await;
    for (by, name) in [("start_time", "start_time"), ("end_time", "end_time")] {
        let list = format!("/metrics/meetings?type=past&query_date_type={by}&page_size=300");
        let range = "from=2026-03-02 07:30:00&to=2026-03-02 08:30:00";
        let all = follow(&running, &format!("{list}&{range}"), "meetings").await;
        let times: Vec<_> = all.iter().map(|meeting| meeting[name].as_str().unwrap()).collect();
        assert!(times.len() > 5 && times.is_sorted_by(|a, b| a >= b), "{times:?}");
        assert!(times.iter().all(|time| ("2026-03-02T07:30:00Z"..="2026-03-02T08:30:00Z").contains(time)));
        let whole = follow(&running, &format!("{list}&{DAY}"), "meetings").await;
        let within = |time: &str| ("2026-03-02T07:30:00Z"..="2026-03-02T08:30:00Z").contains(&time);
        assert_eq!(whole.iter().filter(|one| within(one[name].as_str().unwrap())).count(), times.len());
    }
    let end = running.get(&format!("/metrics/meetings?query_date_type=end_time&{DAY}")).await;
    assert_eq!(end.error(), (400, 12700, "This account cannot query meetings by `end_time`."));
}

#[tokio::test]
async fn those_with_a_single_participant_are_past_ones_too() {
    let running = run(&small()).await;
    let past = follow(&running, &format!("/metrics/meetings?type=past&{DAY}"), "meetings").await;
    let alone = follow(&running, &format!("/metrics/meetings?type=pastOne&{DAY}"), "meetings").await;
    let expected: Vec<_> = past.into_iter().filter(|meeting| meeting["participants"] == 1).collect();
    assert!(alone.len() > 3);
    assert_eq!(alone, expected);
    let one = encoded(alone[0]["uuid"].as_str().unwrap());
    for path in ["", "/participants", "/participants/satisfaction"] {
        let path = format!("/metrics/meetings/{one}{path}?type=pastOne");
        assert_eq!(running.get(&path).await.status, 200, "{path}");
    }
    let many = running.get("/metrics/meetings/932012356?type=pastOne").await;
    assert_eq!((many.status, many.error().1), (404, 3001));
    assert_eq!(running.get(&format!("/metrics/webinars?type=pastOne&{DAY}")).await.status, 400);
}

#[tokio::test]
async fn groups_are_departments_and_filter_by_host_or_participant() {
    let running = run(&small()).await;
    let people = running.get(&format!("/metrics/meetings/{LIVE}/participants?page_size=300")).await.ok();
    let group = people["participants"][0]["groupId"].as_str().unwrap();
    assert_eq!(group.len(), 22);
    let qos = running.get(&format!("/metrics/meetings/{LIVE}/participants/qos")).await.ok();
    assert_eq!(qos["participants"][0]["groupId"], group);
    let list = format!("/metrics/meetings?type=past&{DAY}&page_size=300");
    let all = follow(&running, &list, "meetings").await.len();
    let hosts = follow(&running, &format!("{list}&group_id=nobody,{group}"), "meetings").await;
    let members = format!("{list}&group_id={group}&group_include_participant=true");
    let members = follow(&running, &members, "meetings").await;
    assert!(!hosts.is_empty() && hosts.len() < members.len() && members.len() < all);
    let dept = running.get(&format!("/metrics/meetings/{LIVE}")).await.ok()["dept"].clone();
    assert!(hosts.iter().all(|meeting| meeting["dept"] == dept), "Ada hosts the live one");
    for meeting in members.iter().take(10) {
        let uuid = encoded(meeting["uuid"].as_str().unwrap());
        let people = running.get(&format!("/metrics/meetings/{uuid}/participants?type=past")).await.ok();
        let people = people["participants"].as_array().unwrap();
        assert!(people.iter().any(|somebody| somebody["groupId"] == group) || hosts.contains(meeting));
    }
    let nobody = running.get(&format!("{list}&group_id=nobody")).await.ok();
    assert_eq!((&nobody["total_records"], nobody["meetings"].as_array().unwrap().len()), (&0.into(), 0));
}

#[tokio::test]
async fn sessions_are_found_by_name_and_key() {
    let running = run(&small()).await;
    let list = format!("/videosdk/sessions?type=past&{DAY}&page_size=300");
    let named = follow(&running, &format!("{list}&session_name=Past session"), "sessions").await;
    assert_eq!(named.len(), 1);
    assert_eq!(named[0]["id"], "EEEEEEEEEEEEEEEEEEEEEQ==");
    let key = named[0]["session_key"].as_str().unwrap();
    assert_eq!(follow(&running, &format!("{list}&session_key={key}"), "sessions").await, named);
    assert!(follow(&running, &format!("{list}&session_key=x"), "sessions").await.is_empty());
}

#[tokio::test]
async fn a_session_that_is_still_to_come_can_be_asked_for() {
    let text = format!(
        "{EMPTY}sessions:\n  - {{ name: Later, uuid: AAAAAAAAAAAAAAAAAAAAAQ==, start: 1h, participants: [Ada] }}\n"
    );
    let running = run(&text).await;
    let path = "/videosdk/sessions/AAAAAAAAAAAAAAAAAAAAAQ==";
    let session = running.get(&format!("{path}?type=scheduled")).await.ok();
    assert_eq!((&session["user_count"], &session["duration"]), (&0.into(), &"00:00".into()));
    Contract::read().check("sessionDetail", &session);
    assert_eq!(running.get(path).await.error(), (404, 3001, "Session does not exist."));
}

#[tokio::test]
async fn fields_are_included_when_they_are_asked_for() {
    let running = Running::world().await;
    let list = format!("/metrics/meetings?{DAY}");
    let plain = running.get(&list).await.ok()["meetings"][0].clone();
    let more = running.get(&format!("{list}&include_fields=tracking_fields")).await.ok();
    assert!(plain.get("tracking_fields").is_none());
    assert_eq!(more["meetings"][0]["tracking_fields"][0]["field"], "Meeting purpose");
    let list = format!("/metrics/meetings/{LIVE}/participants?type=live");
    assert!(running.get(&list).await.ok()["participants"][0].get("registrant_id").is_none());
    let more = running.get(&format!("{list}&include_fields=registrant_id")).await.ok();
    assert_eq!(more["participants"][0]["registrant_id"], "", "Ada is a user of the account");
}

#[tokio::test]
async fn wrong_parameters_are_named() {
    let running = Running::world().await;
    let both = [("from", "is required"), ("to", "is required")];
    for (path, _, _, people, _) in LISTS {
        assert_eq!(faults(&running.get(path).await), both);
        for (wrong, expected) in [
            ("from=2026-03-02", ("to", "is required")),
            ("from=2026-03-02&to=2026-03-01", ("from", "must not be later than `to`, 2026-03-01")),
            (
                "from=2026-01-01&to=2026-02-02",
                ("to", "must be at most one month later than `from`, 2026-01-01"),
            ),
            (
                "from=2025-09-01&to=2025-09-10",
                ("from", "must be within the last six months: 2025-09-02 or later"),
            ),
            (
                "from=2026-03-02&to=2026-03-02&page_size=301",
                ("page_size", "must be a whole number from 1 to 300"),
            ),
        ] {
            assert_eq!(faults(&running.get(&format!("{path}?{wrong}")).await), [expected], "{path}?{wrong}");
        }
        for wrong in ["type=all", "from=yesterday", "to="] {
            let url = format!("{path}?{wrong}&from=2026-03-02&to=2026-03-02");
            assert_eq!(running.get(&url).await.error().1, 300, "{url}");
        }
        for sub in ["", "sharing"] {
            let url = format!("{path}/932012356/{people}/{sub}?page_size=0").replace("/?", "?");
            let expected = ("page_size", "must be a whole number from 1 to 300");
            assert_eq!(faults(&running.get(&url).await), [expected]);
        }
    }
    let time = "/metrics/webinars?from=2026-03-02 09:00:00&to=2026-03-02";
    assert_eq!(faults(&running.get(time).await), [("from", "must be a date, like 2026-03-02")]);
    let field = format!("/metrics/meetings?{DAY}&include_fields=x&group_include_participant=yes");
    let expected = [
        ("group_include_participant", "must be one of: true, false"),
        ("include_fields", "must be one of: tracking_fields"),
    ];
    let answer = running.get(&format!("{field}&group_id=x")).await;
    assert_eq!(faults(&answer), expected);
}

#[tokio::test]
async fn past_calls_are_over_and_filters_filter() {
    let running = run(&small()).await;
    let list = "/phone/metrics/past_calls?page_size=100";
    let all = follow(&running, list, "call_logs").await;
    let logs = follow(&running, "/phone/metrics/call_logs?page_size=100", "call_logs").await;
    assert_eq!(logs.len() - all.len(), 4, "the named one and three others go on");
    for (name, words) in [
        ("directions", vec!["inbound", "outbound", "internal"]),
        ("durations", vec!["0", "1", "2", "3"]),
        ("quality_type", vec!["good", "bad"]),
    ] {
        let mut found = 0;
        for word in words {
            let calls = follow(&running, &format!("{list}&{name}={word}"), "call_logs").await;
            for call in &calls {
                let minutes = call["duration"].as_u64().unwrap() / 60;
                let band = match minutes {
                    0 => "0",
                    1..5 => "1",
                    5..10 => "2",
                    _ => "3",
                };
                assert!(name != "directions" || call["direction"] == word);
                assert!(name != "durations" || band == word);
            }
            found += calls.len();
        }
        assert_eq!(found, all.len(), "{name}");
    }
    let pair = follow(&running, &format!("{list}&directions=inbound&directions=outbound"), "call_logs").await;
    assert!(pair.len() < all.len() && pair.iter().all(|call| call["direction"] != "internal"));

    let sides = |call: &Value, name: &str| {
        [&call["caller"][name], &call["callee"][name]].map(|value| value.as_str().unwrap().to_owned())
    };
    for name in ["phone_number", "extension_number", "site_id"] {
        let [one, other] = sides(&all[0], name);
        let value = if one.is_empty() { other } else { one };
        let query = value.trim_start_matches('+');
        let calls = follow(&running, &format!("{list}&{name}={query}"), "call_logs").await;
        let expected: Vec<_> =
            all.iter().filter(|call| sides(call, name).contains(&value)).cloned().collect();
        assert_eq!(calls, expected, "{name}");
    }
    let of = async |query: &str| follow(&running, &format!("{list}&{query}"), "call_logs").await.len();
    assert!(
        0 < of("department=Sales").await && of("department=Sales").await < of("cost_center=Revenue").await
    );
    assert_eq!(of("department=Nobody").await, 0);
    let wrong = running.get(&format!("{list}&durations=4")).await;
    assert_eq!(faults(&wrong), [("durations", "must each be one of: 0, 1, 2, 3")]);
}
