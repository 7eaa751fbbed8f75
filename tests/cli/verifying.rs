//! `verify`, against receivers of many kinds.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use super::listening::listen;
use super::receiver::{Answer, Receiver};
use super::running::{BINARY, Running};

fn verify(arguments: &[&str]) -> Output {
    Command::new(BINARY).arg("verify").args(arguments).output().unwrap()
}

/// What it prints, without what differs from run to run: how long things took, and the port.
fn said(output: &Output) -> String {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        for at in 1..words.len() {
            if words[at].starts_with("ms") && words[at - 1].bytes().all(|byte| byte.is_ascii_digit()) {
                words[at - 1] = "N".to_owned();
            }
        }
        let line = words.join(" ");
        let port =
            line.split_once("127.0.0.1:").and_then(|(_, rest)| rest.split('/').next()).map(str::to_owned);
        lines.push(port.map_or(line.clone(), |port| line.replace(&format!(":{port}/"), ":PORT/")));
    }
    lines.join("\n")
}

/// The names of the checks with this grade.
fn graded(report: &Value, grade: &str) -> Vec<String> {
    let checks = report["checks"].as_array().unwrap().iter();
    checks
        .filter(|check| check["grade"] == grade)
        .map(|check| check["check"].as_str().unwrap().to_owned())
        .collect()
}

fn report(arguments: &[&str]) -> (Value, Option<i32>) {
    let output = verify(&[arguments, &["--json"]].concat());
    (serde_json::from_slice(&output.stdout).unwrap(), output.status.code())
}

#[test]
fn our_own_receiver_is_a_good_one() {
    let (_listening, url) = listen(&["--secret", "s3cret"]);
    let output = verify(&[&url, "--secret", "s3cret"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    insta::assert_snapshot!(said(&output));
}

#[test]
fn the_example_is_a_good_receiver() {
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--example", "verify_a_signature"])
        .status()
        .unwrap();
    assert!(built.success());
    let example = Path::new(BINARY).parent().unwrap().join("examples/verify_a_signature");
    let mut command = Command::new(example);
    let mut receiver = Running::spawn(command.env("PORT", "0").env("SECRET", "s3cret"));
    let url = receiver.line().strip_prefix("waiting for events on ").unwrap().to_owned();
    let (report, code) = report(&[&url, "--secret", "s3cret"]);
    assert_eq!(graded(&report, "fail"), [""; 0], "{report:#}");
    assert_eq!(graded(&report, "warn"), ["stale timestamp"]);
    assert_eq!(code, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_that_accepts_everything_is_no_good_one() {
    let receiver = Receiver::start().await;
    let output = verify(&[&receiver.url(), "--secret", "s3cret"]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(said(&output));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "error: 4 checks failed\n");
    assert!(receiver.received().iter().all(|request| request.path == "/webhook"));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_a_good_event_is_refused_the_rest_is_not_tried() {
    let receiver = Receiver::start().await;
    receiver.answer(Answer::status(403));
    let (report, code) = report(&[&receiver.url()]);
    assert_eq!(graded(&report, "fail"), ["endpoint validation", "good event"]);
    assert_eq!(report["skipped"], 14);
    assert_eq!(code, Some(1));
    assert_eq!(receiver.traffic().arrived, 2);
}

#[test]
fn a_receiver_that_is_slow_fails_and_the_rest_is_not_tried() {
    let (_listening, url) = listen(&["--slow", "4s"]);
    let output = verify(&[&url]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(said(&output));
}

#[test]
fn when_nobody_answers_it_says_so_at_once() {
    let output = verify(&["http://127.0.0.1:1/webhook"]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(said(&output));
}

#[test]
fn a_receiver_that_fails_now_and_then_is_found_out_and_told_in_xml() {
    let (_listening, url) = listen(&["--fail", "500", "--every", "3"]);
    let file = std::env::temp_dir().join(format!("verify-{}.xml", std::process::id()));
    let output = verify(&[&url, "--junit", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let xml = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(file).unwrap();
    assert!(xml.contains(" tests=\"16\" "), "{xml}");
    assert!(xml.contains("name=\"burst of 200\""), "{xml}");
    assert!(xml.contains("not accepted, such as: status 500\">hint: put events into a queue"), "{xml}");
}
