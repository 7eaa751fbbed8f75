//! `trigger`, with `listen` at the other end.

use std::process::{Command, Output};

use serde_json::Value;

use super::listening::{end, listen};
use super::running::{BINARY, Running};

fn trigger(arguments: &[&str]) -> Output {
    Command::new(BINARY).arg("trigger").args(arguments).output().unwrap()
}

/// A receiver that prints bodies, and where it listens.
fn listen_json() -> (Running, String) {
    let mut listening = Running::start(&["listen", "--port", "0", "--json"]);
    let url = listening.error_line().strip_prefix("waiting for events on ").unwrap().to_owned();
    (listening, url)
}

fn body(listening: &mut Running) -> Value {
    serde_json::from_str(&listening.line()).unwrap()
}

#[test]
fn every_kind_of_event_is_accepted_without_any_options() {
    let (listening, url) = listen(&[]);
    let output = trigger(&["*", "--to", &url]);
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said.lines().next(), Some(format!("sending to {url}").as_str()));
    assert_eq!(said.lines().filter(|line| line.contains(" status 204 in ")).count(), 32, "{said}");
    let heard = end(listening);
    assert_eq!(heard.lines().last(), Some("32 events"), "{heard}");
}

#[test]
fn values_are_replaced_and_the_signature_covers_them() {
    let (mut listening, url) = listen_json();
    let output = trigger(&[
        "meeting.participant_qos",
        "--to",
        &url,
        "--set",
        "payload.object.participant.email=x@y.z",
        "--set",
        "payload.object.participant.qos.0.details.jitter=999 ms",
        "--set",
        "event_ts=1772442000000",
    ]);
    assert!(output.status.success(), "{output:?}");
    let body = body(&mut listening);
    let participant = &body["payload"]["object"]["participant"];
    assert_eq!(participant["email"], "x@y.z");
    assert_eq!(participant["qos"][0]["details"]["jitter"], "999 ms");
    assert_eq!(body["event_ts"], 1_772_442_000_000_u64);
    let keys: Vec<_> = body.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["event", "event_ts", "payload"], "the order is kept");
}

#[test]
fn several_are_different_and_in_the_order_of_time() {
    let (mut listening, url) = listen_json();
    let output = trigger(&["session.user_joined", "--to", &url, "--count", "5"]);
    assert!(output.status.success(), "{output:?}");
    let bodies: Vec<Value> = (0..5).map(|_| body(&mut listening)).collect();
    for pair in bodies.windows(2) {
        assert_ne!(pair[0], pair[1]);
        assert!(pair[0]["event_ts"].as_i64() <= pair[1]["event_ts"].as_i64());
    }
}

#[test]
fn a_refusal_is_an_exit_code_and_a_hint() {
    let (_listening, url) = listen(&["--secret", "s3cret"]);
    let output = trigger(&["meeting.started", "--to", &url, "--secret", "another", "--count", "2"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said.matches("meeting.started status 401").count(), 2, "{said}");
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.starts_with("error: 2 of 2 not accepted\nhint: the receiver may verify"), "{errors}");
}

#[test]
fn when_nobody_answers_the_others_are_not_tried() {
    let output = trigger(&["meeting.*", "--to", "http://user:pw@127.0.0.1:1/webhook?key=secret"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.starts_with("sending to http://127.0.0.1:1/webhook\n"), "{said}");
    assert_eq!(said.lines().count(), 2, "{said}");
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(
        errors.starts_with("error: 1 of 8 not accepted, 7 not sent\nhint: start the receiver"),
        "{errors}"
    );
}
