//! Whatever is asked, the answer is JSON and no fault of ours.

use std::net::SocketAddr;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;
use zoom_qos_emulator::{AuthMode, Emulator};

use crate::support::{Running, WORLD, plan, raw};

/// A path of every operation.
pub(crate) const OPERATIONS: [&str; 12] = [
    "/metrics/meetings/93201235621/participants/qos",
    "/metrics/meetings/93201235621/participants/16778240/qos",
    "/metrics/meetings/932012356/participants/qos_summary",
    "/metrics/webinars/98765432101/participants/qos",
    "/metrics/webinars/98765432101/participants/16778240/qos",
    "/metrics/webinars/98765432102/participants/qos_summary",
    "/videosdk/sessions/DDDDDDDDDDDDDDDDDDDDDQ==/users/qos",
    "/videosdk/sessions/DDDDDDDDDDDDDDDDDDDDDQ==/users/16778240/qos",
    "/videosdk/sessions/EEEEEEEEEEEEEEEEEEEEEQ==/users/qos_summary",
    "/phone/metrics/call_logs",
    "/phone/metrics/call_logs/6994413874384519291",
    "/phone/metrics/call_logs/6994413874384519291/qos",
];

async fn open_to_all() -> Running {
    Running::start(Emulator::builder(plan(WORLD)).auth(AuthMode::Any)).await
}

/// The status of an answer, whose body is JSON in the shape of its status.
fn asked(address: SocketAddr, method: &str, url: &[u8], rest: &str) -> u16 {
    let mut request = format!("{method} ").into_bytes();
    request.extend_from_slice(url);
    request.extend_from_slice(format!(" HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{rest}").as_bytes());
    let (status, body) = raw(address, &request);
    // What is no HTTP at all is answered without a body.
    if method != "HEAD" && !body.is_empty() {
        let body: Value = serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}"));
        assert!(
            status == 200 || body["message"].is_string() || body["reason"].is_string(),
            "{status} {body}"
        );
    }
    status
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_answers_with_v2_and_without() {
    let running = open_to_all().await;
    for path in OPERATIONS {
        for prefix in ["", "/v2"] {
            let answer = running.get(&format!("{prefix}{path}")).await;
            assert_eq!(answer.headers["content-type"], "application/json;charset=UTF-8");
            answer.ok();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_paths_and_methods_are_answered_in_json() {
    let running = open_to_all().await;
    for path in ["/", "/v2", "/v2/", "/v3/metrics", "/_emulator/nothing", "/oauth"] {
        let answer = running.get(path).await;
        assert_eq!(answer.error(), (404, 2300, "This API endpoint is not recognized."), "{path}");
    }
    for path in OPERATIONS {
        let answer = running.post(path, "").await;
        assert_eq!(answer.error(), (405, 405, "Request method 'POST' not supported"));
        assert_eq!(answer.headers["allow"], "GET,HEAD");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn oversized_requests_are_bounded() {
    let running = open_to_all().await;
    let address = running.address();
    let url = |length| format!("/v2/metrics/meetings/{}/participants/qos", "9".repeat(length));
    assert_eq!(asked(address, "GET", url(4_000).as_bytes(), "\r\n"), 404);
    assert_eq!(asked(address, "GET", url(10_000).as_bytes(), "\r\n"), 414);
    let header = format!("x-long: {}\r\n\r\n", "x".repeat(100_000));
    assert_eq!(asked(address, "GET", b"/_emulator/health", &header), 431);
    let body = format!("content-length: 20000\r\n\r\n{}", " ".repeat(20_000));
    assert_eq!(asked(address, "POST", b"/oauth/token", &body), 413);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_request_whatsoever_is_a_fault_of_ours() {
    let running = open_to_all().await;
    let address = running.address();
    let mut runner = TestRunner::new(Config { cases: 1500, failure_persistence: None, ..Config::default() });
    let asked = runner.run(&(method(), url(), body()), |(method, url, body)| {
        let status = asked(address, method, &url, &format!("content-length: {}\r\n\r\n{body}", body.len()));
        prop_assert!((200..500).contains(&status), "{status}");
        Ok(())
    });
    asked.unwrap();
    running.get("/_emulator/health").await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_asked_of_oauth_is_a_fault_of_ours() {
    let mut plan = plan(WORLD);
    plan.apps[0].redirect_uris = vec!["http://127.0.0.1:9/callback".to_owned()];
    let running = Running::start(Emulator::builder(plan)).await;
    let address = running.address();
    let path = prop::sample::select(&["/oauth/authorize", "/oauth/token", "/oauth/revoke"][..]);
    let name = prop::sample::select(
        &[
            "response_type",
            "client_id",
            "redirect_uri",
            "state",
            "code_challenge",
            "grant_type",
            "code",
            "token",
        ][..],
    );
    let value = prop_oneof![
        Just("first".to_owned()),
        Just("code".to_owned()),
        Just("http%3A%2F%2F127.0.0.1%3A9%2Fcallback".to_owned()),
        "(%[0-9A-F]{2}){0,9}",
        "[!-~&&[^#]]{0,20}",
    ];
    let query = prop::collection::vec((name, value), 0..7);
    let mut runner = TestRunner::new(Config { cases: 500, failure_persistence: None, ..Config::default() });
    let asked = runner.run(&(method(), path, query, ".{0,60}"), |(method, path, query, body)| {
        let query: Vec<String> = query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = format!(
            "{method} {path}?{} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
             authorization: Basic Zmlyc3Q6c2VjcmV0LW9mLXRoZS1maXJzdA==\r\ncontent-length: {}\r\n\r\n{body}",
            query.join("&"),
            body.len()
        );
        let (status, _) = raw(address, request.as_bytes());
        prop_assert!((200..500).contains(&status), "{status}");
        Ok(())
    });
    asked.unwrap();
}

fn method() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        8 => Just("GET"),
        2 => Just("POST"),
        1 => prop::sample::select(&["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "BREW"][..]),
    ]
}

/// Something like a URL of ours, with something else in it.
fn url() -> impl Strategy<Value = Vec<u8>> {
    let ours = prop_oneof![
        3 => prop::sample::select(&OPERATIONS[..]),
        1 => prop::sample::select(&["/oauth/token", "/_emulator/clock", "/_emulator/clock/advance", "/_emulator/world"][..]),
    ];
    let segment = prop_oneof![
        "[0-9]{0,22}",
        "[A-Za-z0-9+]{21}[AQgw]==",
        "(%[0-9A-Fa-f]{2}){0,12}",
        "%25(25){0,3}2F[!-~&&[^/?#]]{0,8}",
        "[!-~&&[^#?]]{0,30}",
    ];
    let parameter = (
        prop::sample::select(
            &[
                "type",
                "page_size",
                "next_page_token",
                "from",
                "to",
                "quality_type",
                "site_id",
                "limit",
                "offset",
                "grant_type",
            ][..],
        ),
        prop_oneof![
            Just("past".to_owned()),
            "-?[0-9]{0,22}",
            "[0-9]{4}-[0-9]{2}-[0-9]{2}",
            "[A-Za-z0-9_-]{35}",
            "(%[0-9A-Fa-f]{0,2}){0,8}",
            "[!-~&&[^#]]{0,20}",
        ],
    );
    let query = prop::collection::vec(parameter, 0..4);
    (any::<bool>(), ours, prop::option::of((0..6usize, segment)), query, any::<bool>()).prop_map(
        |(versioned, ours, replaced, query, high)| {
            let mut segments: Vec<String> = ours.split('/').map(str::to_owned).collect();
            if let Some((place, segment)) = replaced {
                let place = 1 + place % (segments.len() - 1);
                segments[place] = segment;
            }
            let mut url = if versioned { "/v2".to_owned() } else { String::new() };
            url += &segments.join("/");
            for (index, (name, value)) in query.into_iter().enumerate() {
                url += &format!("{}{name}={value}", if index == 0 { '?' } else { '&' });
            }
            let mut url = url.into_bytes();
            if high {
                url.push(0xff);
            }
            url
        },
    )
}

fn body() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just(String::new()),
        1 => r#"\{"by":"-?[0-9]{0,12}(ms|s|m|h|d)"\}"#,
        1 => "grant_type=account_credentials&account_id=.{0,10}",
        1 => ".{0,200}",
    ]
}
