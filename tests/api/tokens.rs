//! `/oauth/token` and access tokens.

use reqwest::{Method, RequestBuilder};
use zoom_qos_emulator::{AuthMode, Emulator};

use crate::support::{Answer, Running, WORLD, answer, plan};

const GRANT: &str = "grant_type=account_credentials&account_id=Test-Account-000000001";
const SOMETHING: &str = "/v2/metrics/meetings/93201235621/participants/qos";

fn ask_for_token(running: &Running, query: &str) -> RequestBuilder {
    running.request(Method::POST, &format!("/oauth/token{query}"))
}

async fn ask(running: &Running, authorization: &str) -> Answer {
    answer(running.request(Method::GET, SOMETHING).header("authorization", authorization)).await
}

#[tokio::test]
async fn a_token_is_given_for_credentials_in_query_or_form() {
    let running = Running::world().await;
    let in_query = ask_for_token(&running, &format!("?{GRANT}"));
    let in_form =
        ask_for_token(&running, "").header("content-type", "application/x-www-form-urlencoded").body(GRANT);
    for request in [in_query, in_form] {
        let answer = answer(request.basic_auth("first", Some("secret-of-the-first"))).await;
        assert_eq!(answer.headers["content-type"], "application/json;charset=UTF-8");
        let body = answer.ok();
        assert_eq!(body["token_type"], "bearer");
        assert_eq!(body["expires_in"], 3600);
        assert_eq!(body["scope"], "dashboard:read:admin phone:read:admin");
        assert_eq!(body["api_url"], running.url());
        let token = body["access_token"].as_str().unwrap();
        assert_eq!(ask(&running, &format!("Bearer {token}")).await.status, 200);
        assert_eq!(ask(&running, &format!("bearer {token}")).await.status, 200, "schemes have no case");
    }
}

#[tokio::test]
async fn every_app_has_its_own_credentials() {
    let running = Running::world().await;
    let request = ask_for_token(&running, &format!("?{GRANT}"));
    let second = answer(request.basic_auth("second", Some("secret:of-the-second"))).await;
    let token = second.ok()["access_token"].as_str().unwrap().to_owned();
    assert_eq!(ask(&running, &format!("Bearer {token}")).await.status, 200);
}

#[tokio::test]
async fn a_refused_client_is_told_why() {
    let running = Running::world().await;
    let unknown = r#"{"reason":"Invalid client_id or client_secret","error":"invalid_client"}"#;
    for (id, secret) in [("first", "wrong"), ("nobody", "secret-of-the-first"), ("", "")] {
        let request = ask_for_token(&running, &format!("?{GRANT}")).basic_auth(id, Some(secret));
        let answer = answer(request).await;
        assert_eq!((answer.status, answer.body.to_string().as_str()), (401, unknown));
    }
    let answer_without = answer(ask_for_token(&running, &format!("?{GRANT}"))).await;
    assert_eq!(answer_without.status, 401);

    let wrong = [
        ("", r#"{"reason":"unsupported grant type","error":"unsupported_grant_type"}"#),
        ("?grant_type=password", r#"{"reason":"unsupported grant type","error":"unsupported_grant_type"}"#),
        ("?grant_type=account_credentials", r#"{"reason":"Bad request","error":"invalid_request"}"#),
        (
            "?grant_type=account_credentials&account_id=x",
            r#"{"reason":"Bad request","error":"invalid_request"}"#,
        ),
    ];
    for (query, expected) in wrong {
        let request = ask_for_token(&running, query).basic_auth("first", Some("secret-of-the-first"));
        let answer = answer(request).await;
        assert_eq!((answer.status, answer.body.to_string().as_str()), (400, expected), "{query}");
    }
}

#[tokio::test]
async fn tokens_are_asked_for_with_post_only() {
    let running = Running::world().await;
    let answer = running.get(&format!("/oauth/token?{GRANT}")).await;
    assert_eq!(answer.error(), (405, 405, "Request method 'GET' not supported"));
    assert_eq!(answer.headers["allow"], "POST");
}

#[tokio::test]
async fn what_is_no_token_is_refused() {
    let running = Running::world().await;
    let refused = (401, 124, "Invalid access token.");
    let token = running.access_token();
    let changed = format!("Bearer {}A", &token[..token.len() - 1]);
    let wrong = ["", "Bearer", "Bearer ", "Bearer x", "Basic Zmlyc3Q6eA==", &token, &changed];
    for authorization in wrong {
        assert_eq!(ask(&running, authorization).await.error(), refused, "{authorization}");
    }
    let without = answer(running.request(Method::GET, SOMETHING)).await;
    assert_eq!(without.error(), refused);
}

#[tokio::test]
async fn a_token_expires_after_an_hour_of_the_clock() {
    let running = Running::world().await;
    running.advance("59m 59s").await;
    assert_eq!(running.get(SOMETHING).await.status, 200);
    running.advance("1s").await;
    assert_eq!(running.get(SOMETHING).await.error(), (401, 124, "Access token is expired."));
}

#[tokio::test]
async fn a_second_emulator_with_the_same_configuration_accepts_it() {
    let (one, two) = (Running::world().await, Running::world().await);
    let bearer = format!("Bearer {}", one.token);
    assert_eq!(ask(&two, &bearer).await.status, 200);

    let other_account = WORLD.replace("Test-Account-000000001", "Test-Account-000000002");
    let three = Running::start(Emulator::builder(plan(&other_account))).await;
    assert_eq!(ask(&three, &bearer).await.error(), (401, 124, "Invalid access token."));
}

#[tokio::test]
async fn with_any_token_everybody_may_ask() {
    let running = Running::start(Emulator::builder(plan(WORLD)).auth(AuthMode::Any)).await;
    assert_eq!(ask(&running, "Bearer whatever").await.status, 200);
    assert_eq!(answer(running.request(Method::GET, SOMETHING)).await.status, 200);
}

#[tokio::test]
async fn every_operation_wants_a_token() {
    let running = Running::world().await;
    for path in crate::hostile::OPERATIONS {
        for prefix in ["", "/v2"] {
            let answer = answer(running.request(Method::GET, &format!("{prefix}{path}"))).await;
            assert_eq!(answer.error(), (401, 124, "Invalid access token."), "{path}");
        }
    }
}
