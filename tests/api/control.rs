//! The control API.

use reqwest::Method;
use serde_json::json;
use zoom_qos_emulator::scenario::plan::ClockMode;
use zoom_qos_emulator::{Emulator, Span};

use crate::support::{LIVE, NINE, Running, WORLD, answer, plan};

#[tokio::test]
async fn the_index_names_endpoints_that_are_there() {
    let running = Running::world().await;
    for path in ["/_emulator", "/_emulator/"] {
        let index = running.get(path).await.ok();
        assert_eq!(index["name"], "zoom-qos-emulator");
        for endpoint in index["endpoints"].as_array().unwrap() {
            let method: Method = endpoint["method"].as_str().unwrap().parse().unwrap();
            let path = endpoint["path"].as_str().unwrap();
            let request = running.request(method, path);
            if path.contains('{') {
                // Nothing has this number, and that is what is said.
                assert_eq!(answer(request).await.error().1, 404, "{endpoint}");
            } else {
                let status = request.send().await.unwrap().status();
                assert!(![404, 405].contains(&status.as_u16()), "{endpoint}");
            }
        }
    }
}

#[tokio::test]
async fn it_is_healthy() {
    let running = Running::world().await;
    assert_eq!(running.get("/_emulator/health").await.ok(), json!({"status": "ok"}));
}

#[tokio::test]
async fn the_clock_is_shown_and_advanced() {
    let running = Running::world().await;
    let shown = running.get("/_emulator/clock").await.ok();
    let start = "2026-03-02T09:00:00Z";
    assert_eq!(shown, json!({"mode": "manual", "speed": 0, "now": start, "start": start}));
    let answer = running.post("/_emulator/clock/advance", r#"{"by":"90s"}"#).await.ok();
    assert_eq!(answer, json!({"now": "2026-03-02T09:01:30Z"}));
    assert_eq!(running.clock().now(), NINE + Span::from_seconds(90));

    let scaled = Running::start(Emulator::builder(plan(WORLD)).clock(ClockMode::Scaled(2.5))).await;
    let shown = scaled.get("/_emulator/clock").await.ok();
    assert_eq!((&shown["mode"], &shown["speed"]), (&"scaled".into(), &2.5.into()));
}

#[tokio::test]
async fn a_jump_that_makes_no_sense_moves_nothing() {
    let running = Running::world().await;
    let long = format!(r#"{{"by":"{}"}}"#, "9".repeat(20_000));
    for body in [
        "",
        "{}",
        r#"{"by":90}"#,
        r#"{"by":"-90s"}"#,
        r#"{"by":"soon"}"#,
        r#"{"by":"9999999d"}"#,
        "[",
        "\u{0}",
    ] {
        let answer = running.post("/_emulator/clock/advance", body).await;
        assert_eq!(answer.error(), (400, 300, "Validation Failed."), "{body}");
        assert_eq!(answer.body["errors"][0]["field"], "by");
    }
    assert_eq!(running.post("/_emulator/clock/advance", &long).await.error().0, 413);
    assert_eq!(running.get("/_emulator/clock/advance").await.error().0, 405);
    assert_eq!(running.clock().now(), NINE);
}

#[tokio::test]
async fn the_world_lists_what_can_be_asked_for() {
    let running = Running::world().await;
    let world = running.get("/_emulator/world").await.ok();
    let meeting = &world["meetings"][0];
    assert_eq!((&meeting["id"], &meeting["state"]), (&LIVE.into(), &"live".into()));
    for (kind, path) in [("meetings", "metrics/meetings"), ("webinars", "metrics/webinars")] {
        for gathering in world[kind].as_array().unwrap() {
            let (id, state) = (gathering["id"].as_str().unwrap(), gathering["state"].as_str().unwrap());
            if state == "upcoming" {
                continue;
            }
            for participant in gathering["participant_ids"].as_array().unwrap() {
                let participant = participant.as_str().unwrap();
                running.get(&format!("/{path}/{id}/participants/{participant}/qos?type={state}")).await.ok();
            }
        }
    }
    let call = world["calls"][0]["call_id"].as_str().unwrap();
    running.get(&format!("/phone/metrics/call_logs/{call}")).await.ok();
}

#[tokio::test]
async fn the_world_is_listed_in_bounded_pieces() {
    let running = Running::world().await;
    let whole = running.get("/_emulator/world").await.ok();
    let piece = running.get("/_emulator/world?limit=2&offset=1").await.ok();
    assert_eq!(piece["meetings"], json!([whole["meetings"][1], whole["meetings"][2]]));
    for wrong in ["limit=0", "limit=1001", "offset=-1", "offset=99999999999", "limit=many"] {
        let answer = running.get(&format!("/_emulator/world?{wrong}")).await;
        assert_eq!(answer.error(), (400, 300, "Validation Failed."), "{wrong}");
    }
    assert_eq!(running.get("/_emulator/world?offset=1000000").await.ok()["meetings"], json!([]));
}
