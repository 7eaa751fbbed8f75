//! Rate limits: how often one may ask, and what one is told.

use reqwest::Method;
use tokio::task::JoinSet;
use zoom_qos_emulator::Emulator;
use zoom_qos_emulator::scenario::plan::AccountPlan;

use crate::support::{Answer, Running, WORLD, answer, plan};

const HEAVY: &str = "/v2/metrics/meetings/93201235621/participants/qos";
const PHONE_HEAVY: &str = "/v2/phone/metrics/call_logs";
const PHONE_LIGHT: &str = "/v2/phone/metrics/call_logs/6994413874384519291/qos";
const UNLIMITED: &str = "/v2/phone/metrics/call_logs/6994413874384519291";
const A_SECOND: &str = "You have reached the maximum per-second rate limit for this API. Try again later.";
const A_DAY: &str = "You have reached the maximum daily rate limit for this API. Refer to the response header for \
                     details on when you can make another request.";

async fn limited() -> Running {
    Running::start(Emulator::builder(plan(WORLD)).rate_limits(true)).await
}

async fn limited_as(account_plan: AccountPlan) -> Running {
    let mut plan = plan(WORLD);
    plan.account.plan = account_plan;
    Running::start(Emulator::builder(plan).rate_limits(true)).await
}

fn header<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
    answer.headers.get(name).map(|value| value.to_str().unwrap())
}

/// How many requests pass until one is refused, and that one.
async fn until_refused(running: &Running, path: &str) -> (usize, Answer) {
    for passed in 0..200 {
        let answer = running.get(path).await;
        if answer.status == 429 {
            return (passed, answer);
        }
    }
    panic!("{path} is never refused");
}

#[tokio::test]
async fn an_answer_tells_its_category_and_what_is_left_of_the_day() {
    let running = limited().await;
    for left in ["59999", "59998"] {
        let answer = running.get(HEAVY).await;
        assert_eq!(header(&answer, "x-ratelimit-category"), Some("Heavy"));
        assert_eq!(header(&answer, "x-ratelimit-limit"), Some("60000"));
        assert_eq!(header(&answer, "x-ratelimit-remaining"), Some(left));
        assert_eq!(header(&answer, "x-ratelimit-type"), None);
        answer.ok();
    }
}

#[tokio::test]
async fn a_second_of_the_clock_lets_so_many_pass() {
    let running = limited().await;
    let (passed, refused) = until_refused(&running, HEAVY).await;
    assert_eq!((passed, refused.error()), (40, (429, 429, A_SECOND)));
    assert_eq!(header(&refused, "x-ratelimit-category"), Some("Heavy"));
    assert_eq!(header(&refused, "x-ratelimit-type"), Some("QPS"));
    for absent in ["x-ratelimit-limit", "x-ratelimit-remaining", "retry-after"] {
        assert_eq!(header(&refused, absent), None, "{absent}");
    }
    running.advance("1s").await;
    running.get(HEAVY).await.ok();
}

#[tokio::test]
async fn zoom_phone_counts_by_itself_and_by_its_own_table() {
    let running = limited().await;
    assert_eq!(until_refused(&running, PHONE_HEAVY).await.0, 10);
    assert_eq!(until_refused(&running, PHONE_LIGHT).await.0, 40);
    let answer = running.get(UNLIMITED).await;
    assert_eq!(header(&answer, "x-ratelimit-category"), None);
    answer.ok();
    running.get(HEAVY).await.ok();
}

#[tokio::test]
async fn the_plan_decides_how_many_pass() {
    let session = "/v2/videosdk/sessions/DDDDDDDDDDDDDDDDDDDDDQ==/users/qos";
    for (account_plan, most) in
        [(AccountPlan::Free, 1), (AccountPlan::Pro, 10), (AccountPlan::Enterprise, 40)]
    {
        let running = limited_as(account_plan).await;
        assert_eq!(until_refused(&running, session).await.0, most, "{account_plan:?}");
    }
}

#[tokio::test]
async fn a_full_day_says_when_the_next_one_begins() {
    let mut running = limited_as(AccountPlan::Free).await;
    let session = "/v2/videosdk/sessions/DDDDDDDDDDDDDDDDDDDDDQ==/users/qos";
    for second in 0..1_000 {
        let answer = running.get(session).await;
        assert_eq!(answer.status, 200, "{second}");
        running.advance("1s").await;
    }
    let refused = running.get(session).await;
    assert_eq!(refused.error(), (429, 429, A_DAY));
    assert_eq!(header(&refused, "x-ratelimit-category"), Some("Heavy"));
    assert_eq!(header(&refused, "x-ratelimit-type"), Some("Daily-limit"));
    assert_eq!(header(&refused, "x-ratelimit-limit"), Some("1000"));
    assert_eq!(header(&refused, "x-ratelimit-remaining"), Some("0"));
    assert_eq!(header(&refused, "retry-after"), Some("2026-03-03T00:00:00Z"));
    running.advance("15h").await;
    running.renew_token();
    assert_ne!(running.get(session).await.status, 429);
}

#[tokio::test(flavor = "multi_thread")]
async fn exactly_as_many_pass_as_may_whoever_asks_at_the_same_time() {
    let running = limited().await;
    let mut requests = JoinSet::new();
    for _ in 0..100 {
        let request = running.request(Method::GET, HEAVY).bearer_auth(&running.token);
        requests.spawn(async { answer(request).await.status });
    }
    let statuses = requests.join_all().await;
    let count = |wanted| statuses.iter().filter(|status| **status == wanted).count();
    assert_eq!((count(200), count(429)), (40, 60));
}

#[tokio::test]
async fn whoever_is_refused_for_another_reason_does_not_count() {
    let running = limited().await;
    for _ in 0..60 {
        assert_eq!(answer(running.request(Method::GET, HEAVY)).await.status, 401);
        assert_eq!(running.post(HEAVY, "").await.status, 405);
    }
    running.get(HEAVY).await.ok();
}

#[tokio::test]
async fn limits_can_be_switched_off_in_the_scenario_and_beside_it() {
    let off = Running::world().await;
    let off_beside_it = {
        let mut plan = plan(WORLD);
        plan.api.rate_limits = true;
        Running::start(Emulator::builder(plan).rate_limits(false)).await
    };
    for running in [off, off_beside_it] {
        for _ in 0..50 {
            let answer = running.get(HEAVY).await;
            assert_eq!(header(&answer, "x-ratelimit-category"), None);
            answer.ok();
        }
    }
}
