//! Calls.

use serde_json::Value;
use zoom_qos_emulator::Emulator;

use crate::support::{Answer, Running, WORLD, plan};

const ENDED: &str = "6994413874384519291";
const LIVE: &str = "6994413874384519292";
const LIST: &str = "/v2/phone/metrics/call_logs";

fn ids(page: &Value) -> Vec<&str> {
    page["call_logs"].as_array().unwrap().iter().map(|call| call["call_id"].as_str().unwrap()).collect()
}

fn faults(answer: &Answer) -> Vec<(&str, &str)> {
    assert_eq!(answer.error(), (400, 300, "Validation Failed."));
    let errors = answer.body["errors"].as_array().unwrap().iter();
    errors.map(|error| (error["field"].as_str().unwrap(), error["message"].as_str().unwrap())).collect()
}

async fn crowded() -> Running {
    let text = format!("{WORLD}\npopulation:\n  calls: {{ live: 3, history: 30d, duration: 2m..10m }}\n");
    Running::start(Emulator::builder(plan(&text))).await
}

#[tokio::test]
async fn calls_are_listed_latest_first_from_yesterday_on() {
    let running = Running::world().await;
    let page = running.get(LIST).await.ok();
    assert_eq!(ids(&page), [LIVE, ENDED]);
    assert_eq!((&page["from"], &page["to"]), (&"2026-03-01".into(), &"2026-03-02".into()));
    assert_eq!((&page["page_size"], &page["total_records"]), (&30.into(), &2.into()));
    assert_eq!(page["next_page_token"], "");
}

#[tokio::test]
async fn a_call_in_the_list_can_be_asked_for_in_detail() {
    let running = crowded().await;
    let page = running.get(LIST).await.ok();
    assert_eq!(ids(&page).len(), 30);
    for (call, id) in page["call_logs"].as_array().unwrap().iter().zip(ids(&page)) {
        let single = running.get(&format!("{LIST}/{id}")).await.ok();
        for name in ["call_id", "date_time", "direction", "duration", "mos"] {
            assert_eq!(single[name], call[name], "{name}");
        }
        let qos = running.get(&format!("{LIST}/{id}/qos")).await.ok();
        assert_eq!(qos["call_id"], call["call_id"]);
        assert_eq!(qos["caller_qos"]["device_private_ip"], single["caller"]["device_private_ip"]);
    }
}

#[tokio::test]
async fn an_unknown_call_is_not_found() {
    let running = Running::world().await;
    for id in ["1", "x", "-1", "99999999999999999999", "%FF"] {
        for path in [format!("{LIST}/{id}"), format!("{LIST}/{id}/qos")] {
            let answer = running.get(&path).await;
            let message = "This call's detail info is not available. The call ID is not valid.";
            assert_eq!(answer.error(), (404, 3001, message), "{path}");
        }
    }
}

#[tokio::test]
async fn following_the_tokens_gives_every_call_exactly_once_even_while_new_ones_start() {
    let running = crowded().await;
    let whole = running.get(&format!("{LIST}?page_size=100&from=2026-03-02")).await.ok();
    let total = whole["total_records"].as_u64().unwrap();
    assert!(total > 100);
    let (mut seen, mut token) = (Vec::new(), String::new());
    loop {
        let page = running.get(&format!("{LIST}?page_size=40&from=2026-03-02&next_page_token={token}")).await;
        let page = page.ok();
        assert_eq!(page["total_records"].as_u64(), Some(total));
        seen.extend(ids(&page).into_iter().map(str::to_owned));
        token = page["next_page_token"].as_str().unwrap().to_owned();
        if token.is_empty() {
            break;
        }
        running.advance("1m").await;
    }
    assert_eq!(seen.len() as u64, total);
    assert_eq!(&seen[..100], ids(&whole));
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len() as u64, total);
    let now = running.get(&format!("{LIST}?page_size=40&from=2026-03-02")).await.ok();
    assert!(now["total_records"].as_u64() > Some(total), "others have started meanwhile");
}

#[tokio::test]
async fn filters_filter() {
    let running = crowded().await;
    let all = running.get(&format!("{LIST}?page_size=100")).await.ok()["total_records"].as_u64().unwrap();
    let mut total = 0;
    for quality in ["good", "bad"] {
        let page = running.get(&format!("{LIST}?page_size=100&quality_type={quality}")).await.ok();
        for call in page["call_logs"].as_array().unwrap() {
            let mos: f64 = call["mos"].as_str().unwrap().parse().unwrap();
            assert_eq!(mos >= 3.5, quality == "good", "{mos} is {quality}");
        }
        total += page["total_records"].as_u64().unwrap();
    }
    assert_eq!(total, all);

    let first = running.get(LIST).await.ok()["call_logs"][1].clone();
    let site = [&first["caller"]["site_id"], &first["callee"]["site_id"]];
    let site = site.iter().find_map(|site| site.as_str().filter(|site| !site.is_empty())).unwrap();
    let page = running.get(&format!("{LIST}?site_id={site}&page_size=100")).await.ok();
    assert!(!ids(&page).is_empty());
    for call in page["call_logs"].as_array().unwrap() {
        assert!([&call["caller"]["site_id"], &call["callee"]["site_id"]].contains(&&site.into()));
    }
    let nowhere = running.get(&format!("{LIST}?site_id=nowhere")).await.ok();
    assert_eq!((ids(&nowhere).len(), &nowhere["total_records"]), (0, &0.into()));
}

#[tokio::test]
async fn dates_include_both_ends() {
    let running = Running::world().await;
    assert_eq!(ids(&running.get(&format!("{LIST}?from=2026-03-02&to=2026-03-02")).await.ok()), [LIVE, ENDED]);
    let empty: [&str; 0] = [];
    assert_eq!(ids(&running.get(&format!("{LIST}?from=2026-02-20&to=2026-03-01")).await.ok()), empty);
    let open = running.get(&format!("{LIST}?from=2026-02-20")).await.ok();
    assert_eq!((ids(&open).len(), &open["to"]), (2, &"2026-03-02".into()));
    let open = running.get(&format!("{LIST}?from=2025-12-01")).await.ok();
    assert_eq!(open["to"], "2026-01-01");
}

#[tokio::test]
async fn a_range_is_at_most_a_month_of_the_last_six() {
    let running = Running::world().await;
    for right in
        ["from=2026-01-31&to=2026-02-28", "from=2025-09-02&to=2025-10-02", "to=2026-03-31&from=2026-03-02"]
    {
        assert_eq!(running.get(&format!("{LIST}?{right}")).await.status, 200, "{right}");
    }
    for (wrong, expected) in [
        ("from=2026-03-02&to=2026-03-01", ("from", "must not be later than `to`, 2026-03-01")),
        ("from=2026-01-01&to=2026-02-02", ("to", "must be at most one month later than `from`, 2026-01-01")),
        ("from=2025-09-01", ("from", "must be within the last six months: 2025-09-02 or later")),
        ("to=1999-01-01", ("to", "must be within the last six months: 2025-09-02 or later")),
        ("from=yesterday", ("from", "must be a date, like 2026-03-02")),
        ("to=2026-02-30", ("to", "must be a date, like 2026-03-02")),
        ("quality_type=splendid", ("quality_type", "must be one of: good, bad")),
        ("page_size=101", ("page_size", "must be a whole number from 1 to 100")),
    ] {
        assert_eq!(faults(&running.get(&format!("{LIST}?{wrong}")).await), [expected], "{wrong}");
    }
}
