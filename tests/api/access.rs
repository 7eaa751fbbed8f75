//! What one must hold and what the account must have, before there is an answer.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::Method;
use serde_json::Value;
use sha2::Sha256;
use zoom_qos_emulator::scenario::plan::{AccountPlan, App, EventKind, Plan, StatusOfCode300, Webhook};
use zoom_qos_emulator::{AuthMode, Emulator};

use crate::hostile::OPERATIONS;
use crate::support::{Answer, LIVE, Running, WORLD, answer, plan};

const MEETING: &str = "/v2/metrics/meetings/93201235621/participants/qos";
const WEBINAR: &str = "/v2/metrics/webinars/98765432101/participants/qos";
const SESSION: &str = "/v2/videosdk/sessions/DDDDDDDDDDDDDDDDDDDDDQ==/users/qos";
const CALLS: &str = "/v2/phone/metrics/call_logs";
const SUMMARIES: [(&str, EventKind); 3] = [
    ("/v2/metrics/meetings/932012356/participants/qos_summary", EventKind::MeetingParticipantQosSummary),
    ("/v2/metrics/webinars/98765432102/participants/qos_summary", EventKind::WebinarParticipantQosSummary),
    ("/v2/videosdk/sessions/EEEEEEEEEEEEEEEEEEEEEQ==/users/qos_summary", EventKind::SessionUserQosSummary),
];

async fn start(change: impl FnOnce(&mut Plan)) -> Running {
    let mut plan = plan(WORLD);
    change(&mut plan);
    Running::start(Emulator::builder(plan)).await
}

async fn with_scopes(scopes: &[&str]) -> Running {
    start(|plan| plan.apps[0].scopes = Some(scopes.iter().map(|scope| (*scope).to_owned()).collect())).await
}

async fn ask(running: &Running, path: &str, token: &str) -> Answer {
    answer(running.request(Method::GET, path).bearer_auth(token)).await
}

#[tokio::test]
async fn an_operation_is_answered_to_whoever_has_one_of_its_scopes() {
    let sufficient = [
        ("dashboard:read:admin", [200, 200, 200, 400]),
        ("dashboard_meetings:read:admin", [200, 400, 200, 400]),
        ("dashboard:read:list_webinar_participants_qos:admin", [400, 200, 200, 400]),
        ("phone:read:admin", [400, 400, 200, 200]),
        ("phone:read:list_call_logs:admin", [400, 400, 200, 200]),
        ("something:else", [400, 400, 200, 400]),
    ];
    for (scope, expected) in sufficient {
        let running = with_scopes(&[scope]).await;
        for (path, status) in [MEETING, WEBINAR, SESSION, CALLS].into_iter().zip(expected) {
            assert_eq!(running.get(path).await.status, status, "{scope} {path}");
        }
    }
}

#[tokio::test]
async fn whoever_lacks_scopes_is_told_those_that_would_do() {
    let without = with_scopes(&[]).await;
    let classic = "Invalid access token, does not contain \
                   scopes:[dashboard_meetings:read:admin, dashboard:read:admin].";
    assert_eq!(without.get(MEETING).await.error(), (400, 4711, classic));
    let granular = with_scopes(&["phone:read:call_qos:admin"]).await;
    let told = "Invalid access token, does not contain \
                scopes:[dashboard:read:list_meeting_participants_qos:admin].";
    assert_eq!(granular.get(MEETING).await.error(), (400, 4711, told));
}

#[tokio::test]
async fn an_app_without_scopes_in_the_scenario_has_all_and_any_token_needs_none() {
    let all = start(|plan| plan.apps = vec![App::new("all", "of-them")]).await;
    let mut any = plan(WORLD);
    any.apps[0].scopes = Some(Vec::new());
    let any = Running::start(Emulator::builder(any).auth(AuthMode::Any)).await;
    for path in OPERATIONS {
        all.get(path).await.ok();
        any.get(path).await.ok();
    }
    let form = format!("/oauth/token?grant_type=account_credentials&account_id={}", all.account_id());
    let token = answer(all.request(Method::POST, &form).basic_auth("all", Some("of-them"))).await.ok();
    let scope = token["scope"].as_str().unwrap();
    assert!(
        scope.starts_with("dashboard_im:read:admin ") && scope.ends_with("list_api_logs:admin"),
        "{scope}"
    );
}

#[tokio::test]
async fn free_and_pro_accounts_have_no_dashboards() {
    let message = "This API is only available for ZMP and Business or higher accounts that have enabled the \
                   Dashboard feature.";
    for account_plan in [AccountPlan::Free, AccountPlan::Pro] {
        let running = start(|plan| plan.account.plan = account_plan).await;
        for path in [MEETING, WEBINAR, SUMMARIES[0].0] {
            assert_eq!(running.get(path).await.error(), (400, 400, message), "{path}");
        }
        running.get(SESSION).await.ok();
        running.get(CALLS).await.ok();
    }
    let switched_off = start(|plan| plan.account.dashboard = false).await;
    assert_eq!(switched_off.get(MEETING).await.error(), (400, 400, message));
    start(|plan| plan.account.plan = AccountPlan::Enterprise).await.get(MEETING).await.ok();
}

#[tokio::test]
async fn sessions_are_told_to_accounts_of_the_video_sdk_only() {
    let running = start(|plan| plan.account.video_sdk = false).await;
    let message = "This API is only available for Video SDK accounts.";
    for path in [SESSION, SUMMARIES[2].0] {
        assert_eq!(running.get(path).await.error(), (400, 200, message));
    }
    running.get(MEETING).await.ok();
}

#[tokio::test]
async fn a_summary_wants_a_subscription_to_its_event_if_the_scenario_says_so() {
    let message = "Event subscription not found. Subscribe to the Webinar Participant QoS Summary event in your \
                   Marketplace app to get access to this API.";
    for (subscribed, event) in SUMMARIES {
        let running = start(|plan| {
            plan.api.summary_requires_subscription = true;
            let url = "http://127.0.0.1:9/webhook".to_owned();
            plan.webhooks = vec![Webhook::new("webhook-1", url, "s3cret", vec![event])];
        })
        .await;
        for (path, _) in SUMMARIES {
            let answer = running.get(path).await;
            if path == subscribed {
                answer.ok();
            } else {
                assert_eq!(answer.error(), (400, 200, message), "{path}");
            }
        }
        running.get(MEETING).await.ok();
    }
    let free = Running::world().await;
    for (path, _) in SUMMARIES {
        free.get(path).await.ok();
    }
}

#[tokio::test]
async fn code_300_comes_with_the_status_that_the_scenario_says() {
    let wrong = format!("{MEETING}?page_size=11");
    assert_eq!(Running::world().await.get(&wrong).await.error().0, 400);
    let running = start(|plan| plan.api.status_of_code_300 = StatusOfCode300::MultipleChoices).await;
    assert_eq!(running.get(&wrong).await.error(), (300, 300, "Validation Failed."));
    let forged = format!("{MEETING}?next_page_token=x");
    assert_eq!(running.get(&forged).await.error().0, 300);
    let unknown = format!("/v2/metrics/meetings/{}/participants/qos", "123456789");
    assert_eq!(running.get(&unknown).await.error().0, 404);
}

#[tokio::test]
async fn accounts_under_hipaa_hide_who_and_where_people_are() {
    let (open, hidden) = (Running::world().await, start(|plan| plan.account.hipaa = true).await);
    for path in OPERATIONS {
        let (open, hidden) = (open.get(path).await.ok(), hidden.get(path).await.ok());
        assert_eq!(without_personal_data(open), hidden, "{path}");
    }
    let page = hidden.get(&format!("{MEETING}?page_size=10")).await.ok();
    let somebody = &page["participants"][0];
    for name in ["user_name", "ip_address", "location", "email"] {
        assert_eq!(somebody[name], "", "{name}");
    }
    assert_ne!(somebody["device"], "");
}

fn without_personal_data(value: Value) -> Value {
    const HIDDEN: [&str; 4] = ["user_name", "ip_address", "location", "email"];
    match value {
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| {
                let is_hidden = HIDDEN.contains(&name.as_str()) && value.is_string();
                (name, if is_hidden { "".into() } else { without_personal_data(value) })
            })
            .collect(),
        Value::Array(values) => values.into_iter().map(without_personal_data).collect(),
        other => other,
    }
}

/// A JWT, signed with HS256 whatever its header says.
fn jwt(header: &str, claims: &str, secret: &str) -> String {
    let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap().chain_update(&signed);
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

#[tokio::test]
async fn a_token_of_the_sdk_key_opens_the_paths_of_the_video_sdk_and_no_others() {
    let running = start(|plan| {
        plan.api.sdk_key.key = "sdk-key".to_owned();
        plan.api.sdk_key.secret = "sdk-secret".to_owned();
    })
    .await;
    let header = r#"{"alg":"HS256","typ":"JWT"}"#;
    let claims = r#"{"iss":"sdk-key","iat":1772442000,"exp":1772442060}"#;
    let good = jwt(header, claims, "sdk-secret");
    ask(&running, SESSION, &good).await.ok();
    ask(&running, SUMMARIES[2].0, &good).await.ok();
    for path in [MEETING, CALLS] {
        assert_eq!(ask(&running, path, &good).await.error(), (401, 124, "Invalid access token."));
    }
    let wrong = [
        jwt(header, claims, "other-secret"),
        jwt(r#"{"alg":"none"}"#, claims, "sdk-secret"),
        jwt(header, r#"{"iss":"other-key","exp":1772442060}"#, "sdk-secret"),
    ];
    for token in wrong {
        assert_eq!(ask(&running, SESSION, &token).await.error(), (401, 124, "Invalid access token."));
    }
    running.advance("1m").await;
    assert_eq!(ask(&running, SESSION, &good).await.error(), (401, 124, "Access token is expired."));
}

const MASTER: &str = "
version: 1
seed: 7
clock: { start: 2026-03-02T09:00:00Z, speed: manual }
account: { id: Master-Account, sub_accounts: [Sub-One, { id: Sub-Two, plan: free }] }
apps:
  - { client_id: all, client_secret: s3cret }
  - { client_id: own, client_secret: s3cret, scopes: [phone:read:admin], tokens: own-token }
  - { client_id: master, client_secret: s3cret, scopes: [phone:read:master], tokens: master-token }
population: { calls: { live: 5 } }
meetings: [{ id: 93201235621, topic: Live, start: -10m, participants: [Ada Lovelace] }]
";

#[tokio::test]
async fn sub_accounts_have_the_same_population_but_other_people_in_it() {
    let running = Running::start(Emulator::builder(plan(MASTER)).rate_limits(false)).await;
    let list = async |account: &str| running.get(&format!("{account}/phone/metrics/call_logs")).await.ok();
    let own = list("/v2").await;
    assert_eq!(list("/v2/accounts/Master-Account").await, own);
    assert_eq!(list("/accounts/Master-Account").await, own);
    let (one, two) = (list("/v2/accounts/Sub-One").await, list("/accounts/Sub-Two").await);
    let ids = |list: &Value| -> Vec<String> {
        list["call_logs"].as_array().unwrap().iter().map(|call| call["call_id"].to_string()).collect()
    };
    assert!(!ids(&own).is_empty());
    assert!(ids(&one).iter().all(|id| !ids(&own).contains(id) && !ids(&two).contains(id)));
    let id = one["call_logs"][0]["call_id"].as_str().unwrap();
    running.get(&format!("/v2/accounts/Sub-One/phone/metrics/call_logs/{id}/qos")).await.ok();

    let named = format!("/metrics/meetings/{LIVE}/participants/qos");
    running.get(&named).await.ok();
    assert_eq!(running.get(&format!("/accounts/Sub-One{named}")).await.error().1, 3001);
    assert_eq!(running.get(&format!("/accounts/Sub-Two{named}")).await.error().1, 400, "it is free");
}

#[tokio::test]
async fn a_path_of_a_sub_account_wants_the_scopes_of_a_master_account() {
    let running = Running::start(Emulator::builder(plan(MASTER))).await;
    let sub = "/v2/accounts/Sub-One/phone/metrics/call_logs";
    ask(&running, CALLS, "own-token").await.ok();
    ask(&running, sub, "master-token").await.ok();
    let told = "Invalid access token, does not contain scopes:[phone:read:master].";
    assert_eq!(ask(&running, sub, "own-token").await.error(), (400, 4711, told));
    assert_eq!(ask(&running, CALLS, "master-token").await.error().1, 4711);
    assert_eq!(answer(running.request(Method::GET, sub)).await.error().1, 124);
}

#[tokio::test]
async fn an_account_that_is_not_the_masters_does_not_exist() {
    let running = Running::start(Emulator::builder(plan(MASTER))).await;
    let unknown = running.get("/v2/accounts/Other/phone/metrics/call_logs").await;
    assert_eq!(unknown.error(), (404, 2001, "Account does not exist: Other."));
    let nothing = running.get("/v2/accounts/Sub-One/nothing").await;
    assert_eq!(nothing.error().1, 2300);
    let no_master = Running::world().await.get("/v2/accounts/Sub-One/phone/metrics/call_logs").await;
    assert_eq!(no_master.error().1, 2001);
}
