//! Grants beyond `account_credentials`, and revocation.

use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Url};
use serde_json::Value;
use zoom_qos_emulator::{Emulator, Span};

use crate::support::{Answer, Running, WORLD, answer, plan};

const CALLBACK: &str = "http://127.0.0.1:9/callback?keep=this";
const SOMETHING: &str = "/v2/metrics/meetings/93201235621/participants/qos";
const INVALID_CODE: &str = r#"{"reason":"Invalid authorization code","error":"invalid_grant"}"#;
const INVALID_TOKEN: &str = r#"{"reason":"Invalid Token!","error":"invalid_grant"}"#;
const INVALID_REQUEST: &str = r#"{"reason":"Bad request","error":"invalid_request"}"#;

async fn start() -> Running {
    let mut plan = plan(WORLD);
    plan.apps[0].redirect_uris = vec![CALLBACK.to_owned()];
    plan.apps[0].tokens = vec!["a-static-token".to_owned()];
    Running::start(Emulator::builder(plan)).await
}

/// Asks as the first app.
async fn post(running: &Running, path: &str, form: &[(&str, &str)]) -> Answer {
    post_as(running, path, form, ("first", "secret-of-the-first")).await
}

async fn post_as(running: &Running, path: &str, form: &[(&str, &str)], client: (&str, &str)) -> Answer {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    answer(running.request(Method::POST, path).body(body).basic_auth(client.0, Some(client.1))).await
}

async fn status_with(running: &Running, token: &str) -> u16 {
    answer(running.request(Method::GET, SOMETHING).bearer_auth(token)).await.status
}

fn authorize(running: &Running, parameters: &[(&str, &str)]) -> Url {
    let base = [("response_type", "code"), ("client_id", "first"), ("redirect_uri", CALLBACK)];
    let url = format!("{}/oauth/authorize", running.url());
    let all =
        base.iter().filter(|(name, _)| !parameters.iter().any(|(given, _)| given == name)).chain(parameters);
    Url::parse_with_params(&url, all).unwrap()
}

/// What the user is sent back with.
async fn decide(running: &Running, decision: &str, parameters: &[(&str, &str)]) -> Vec<(String, String)> {
    let client = Client::builder().no_proxy().redirect(Policy::none()).build().unwrap();
    let request = client.post(authorize(running, parameters)).body(format!("decision={decision}"));
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 302);
    let target = Url::parse(response.headers()[LOCATION].to_str().unwrap()).unwrap();
    assert!(target.as_str().starts_with(CALLBACK), "{target}");
    let pairs = target.query_pairs().skip(1);
    pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

async fn code(running: &Running, parameters: &[(&str, &str)]) -> String {
    let sent_back = decide(running, "allow", parameters).await;
    assert_eq!(sent_back[0].0, "code", "{sent_back:?}");
    sent_back[0].1.clone()
}

async fn redeem(running: &Running, code: &str) -> Answer {
    let form = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", CALLBACK)];
    post(running, "/oauth/token", &form).await
}

async fn refresh(running: &Running, token: &str) -> Answer {
    post(running, "/oauth/token", &[("grant_type", "refresh_token"), ("refresh_token", token)]).await
}

fn text<'a>(body: &'a Value, name: &str) -> &'a str {
    body[name].as_str().unwrap()
}

fn refused(answer: &Answer, with: &str) {
    assert_eq!((answer.status, answer.body.to_string().as_str()), (400, with));
}

#[tokio::test]
async fn client_credentials_give_a_token_without_a_refresh_token() {
    let running = start().await;
    let body = post(&running, "/oauth/token", &[("grant_type", "client_credentials")]).await.ok();
    assert_eq!(body["refresh_token"], Value::Null);
    assert_eq!(status_with(&running, text(&body, "access_token")).await, 200);
}

#[tokio::test]
async fn the_user_is_asked_on_a_page_and_sent_back_with_code_and_state() {
    let running = start().await;
    let url = authorize(&running, &[("state", "a&b=\"c\">")]);
    let response = running.client.get(url).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "text/html;charset=UTF-8");
    let page = response.text().await.unwrap();
    assert!(page.contains("<code>first</code>") && page.contains("dashboard:read:admin"), "{page}");
    assert!(page.contains("method=\"post\"") && !page.contains("\"c\">"), "{page}");

    let sent_back = decide(&running, "allow", &[("state", "a&b=\"c\">")]).await;
    assert_eq!(sent_back[1], ("state".to_owned(), "a&b=\"c\">".to_owned()));
    let body = redeem(&running, &sent_back[0].1).await.ok();
    assert_eq!((&body["token_type"], &body["expires_in"]), (&"bearer".into(), &3600.into()));
    assert_eq!(status_with(&running, text(&body, "access_token")).await, 200);
    assert_eq!(status_with(&running, text(&body, "refresh_token")).await, 401);
}

#[tokio::test]
async fn a_user_who_declines_or_an_app_that_asks_wrongly_gets_an_error_and_the_state() {
    let running = start().await;
    let state = ("state".to_owned(), "s".to_owned());
    let error = |reason: &str| vec![("error".to_owned(), reason.to_owned()), state.clone()];
    assert_eq!(decide(&running, "decline", &[("state", "s")]).await, error("access_denied"));
    let wrong: [&[(&str, &str)]; 2] = [
        &[("state", "s"), ("code_challenge", "x"), ("code_challenge_method", "S512")],
        &[("state", "s"), ("code_challenge_method", "S256")],
    ];
    for parameters in wrong {
        assert_eq!(decide(&running, "allow", parameters).await, error("invalid_request"));
    }
    let sent_back = decide(&running, "allow", &[("response_type", "token"), ("state", "s")]).await;
    assert_eq!(sent_back, error("unsupported_response_type"));
}

#[tokio::test]
async fn nobody_is_sent_to_where_the_app_does_not_say() {
    let running = start().await;
    for uri in ["http://127.0.0.1:9/callback", "http://evil.example/", "", "javascript:alert(1)"] {
        for method in [Method::GET, Method::POST] {
            let url = authorize(&running, &[("redirect_uri", uri)]);
            let answer = answer(running.client.request(method, url).body("decision=allow")).await;
            let (status, code, _) = answer.error();
            assert_eq!((status, code), (400, 4700), "{uri}");
        }
    }
    let second = answer(running.client.get(authorize(&running, &[("client_id", "second")]))).await;
    assert_eq!(second.error().1, 4700, "the second app has none");
    let nobody = answer(running.client.get(authorize(&running, &[("client_id", "nobody")]))).await;
    assert_eq!(nobody.error(), (400, 4702, "Invalid client id: nobody."));
}

#[tokio::test]
async fn a_code_is_good_once_for_five_minutes_for_its_app_and_its_redirect_uri() {
    let running = start().await;
    let token = |code: &str, uri: &str| {
        let form = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", uri)];
        form.map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let once = code(&running, &[]).await;
    let form = token(&once, "http://127.0.0.1:9/other");
    let form: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    refused(&post(&running, "/oauth/token", &form).await, INVALID_CODE);
    let form = token(&once, CALLBACK);
    let form: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let as_second = ("second", "secret:of-the-second");
    refused(&post_as(&running, "/oauth/token", &form, as_second).await, INVALID_CODE);
    redeem(&running, &once).await.ok();
    refused(&redeem(&running, &once).await, INVALID_CODE);

    let late = code(&running, &[]).await;
    running.advance("4m 59s").await;
    redeem(&running, &late).await.ok();
    let too_late = code(&running, &[]).await;
    running.advance("5m").await;
    refused(&redeem(&running, &too_late).await, INVALID_CODE);
    refused(&redeem(&running, "x").await, INVALID_CODE);
    refused(&post(&running, "/oauth/token", &[("grant_type", "authorization_code")]).await, INVALID_REQUEST);
}

#[tokio::test]
async fn a_code_with_a_challenge_needs_its_verifier() {
    let running = start().await;
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let hashed = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    for (challenge, method) in [(hashed, "S256"), (verifier, "plain")] {
        let parameters = [("code_challenge", challenge), ("code_challenge_method", method)];
        let code = code(&running, &parameters).await;
        refused(&redeem(&running, &code).await, INVALID_CODE);
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", "wrong"),
        ];
        refused(&post(&running, "/oauth/token", &form).await, INVALID_CODE);
        form[3].1 = verifier;
        post(&running, "/oauth/token", &form).await.ok();
    }
}

#[tokio::test]
async fn a_refresh_token_gives_new_access_once_and_is_replaced() {
    let running = start().await;
    let first = redeem(&running, &code(&running, &[]).await).await.ok();
    running.advance("1h").await;
    assert_eq!(status_with(&running, text(&first, "access_token")).await, 401);
    let second = refresh(&running, text(&first, "refresh_token")).await.ok();
    assert_eq!(status_with(&running, text(&second, "access_token")).await, 200);
    refused(&refresh(&running, text(&first, "refresh_token")).await, INVALID_TOKEN);
    let third = refresh(&running, text(&second, "refresh_token")).await.ok();
    running.clock().advance(Span::from_minutes(90 * 24 * 60)).unwrap();
    refused(&refresh(&running, text(&third, "refresh_token")).await, INVALID_TOKEN);

    for wrong in [text(&third, "access_token"), "x"] {
        refused(&refresh(&running, wrong).await, INVALID_TOKEN);
    }
    refused(&post(&running, "/oauth/token", &[("grant_type", "refresh_token")]).await, INVALID_REQUEST);
}

#[tokio::test]
async fn what_is_revoked_is_worth_nothing_with_all_that_was_granted_together() {
    let running = start().await;
    let revoke = async |token: &str| post(&running, "/oauth/revoke", &[("token", token)]).await;
    let user = redeem(&running, &code(&running, &[]).await).await.ok();
    let (other, server) = (running.access_token(), running.access_token());
    let answer = revoke(text(&user, "access_token")).await;
    assert_eq!((answer.status, answer.body.to_string().as_str()), (200, r#"{"status":"success"}"#));
    assert_eq!(status_with(&running, text(&user, "access_token")).await, 401);
    refused(&refresh(&running, text(&user, "refresh_token")).await, INVALID_TOKEN);

    revoke(&server).await.ok();
    assert_eq!((status_with(&running, &server).await, status_with(&running, &other).await), (401, 200));

    assert_eq!(status_with(&running, "a-static-token").await, 200);
    revoke("a-static-token").await.ok();
    assert_eq!(status_with(&running, "a-static-token").await, 401);

    refused(&revoke("x").await, INVALID_TOKEN);
    refused(&post(&running, "/oauth/revoke", &[]).await, INVALID_REQUEST);
    let as_second = ("second", "secret:of-the-second");
    refused(&post_as(&running, "/oauth/revoke", &[("token", &other)], as_second).await, INVALID_TOKEN);
    let unknown = post_as(&running, "/oauth/revoke", &[("token", &other)], ("first", "wrong")).await;
    assert_eq!((unknown.status, unknown.body["error"].as_str()), (401, Some("invalid_client")));
}

#[tokio::test]
async fn static_tokens_never_expire() {
    let running = start().await;
    running.clock().advance(Span::from_minutes(60 * 24 * 30)).unwrap();
    assert_ne!(status_with(&running, "a-static-token").await, 401);
    assert_eq!(status_with(&running, "a-static-tokem").await, 401);
}

#[tokio::test]
async fn a_new_server_to_server_token_makes_the_previous_one_invalid_if_the_scenario_says_so() {
    for newest_token_only in [false, true] {
        let mut plan = plan(WORLD);
        plan.api.newest_token_only = newest_token_only;
        let running = Running::start(Emulator::builder(plan)).await;
        let previous = running.access_token();
        let form = [("grant_type", "account_credentials"), ("account_id", running.account_id())];
        let second_app =
            post_as(&running, "/oauth/token", &form, ("second", "secret:of-the-second")).await.ok();
        let newest = post(&running, "/oauth/token", &form).await.ok();
        let expected = if newest_token_only { 401 } else { 200 };
        assert_eq!(status_with(&running, &previous).await, expected);
        assert_eq!(status_with(&running, text(&newest, "access_token")).await, 200);
        assert_eq!(status_with(&running, text(&second_app, "access_token")).await, 200);
    }
}
