//! `listen`, with an emulator that posts to it.

use std::io::Read;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::running::{BINARY, Running};

/// A receiver, and where it listens.
pub(crate) fn listen(arguments: &[&str]) -> (Running, String) {
    let mut listening = Running::start(&[&["listen", "--port", "0"], arguments].concat());
    let url = listening.line().strip_prefix("waiting for events on ").unwrap().to_owned();
    (listening, url)
}

/// An emulator that posts to `url`.
fn serve(url: &str, arguments: &[&str]) -> Running {
    let mut serving = Running::start(
        &[&["serve", "--listen", "127.0.0.1:0", "--json", "--webhook-url", url], arguments].concat(),
    );
    serving.line();
    serving
}

/// All that it prints from now until it has been interrupted and has ended.
pub(crate) fn end(mut listening: Running) -> String {
    listening.signal("INT");
    let mut said = String::new();
    listening.out.read_to_string(&mut said).unwrap();
    assert_eq!(listening.wait().0.code(), Some(0), "{said}");
    said
}

#[test]
fn it_prints_a_line_for_each_event_and_a_count_when_it_is_interrupted() {
    let (mut listening, url) = listen(&["--secret", "s3cret"]);
    let serving = serve(&url, &["--webhook-secret", "s3cret"]);
    for _ in 0..3 {
        let line = listening.line();
        let words: Vec<_> = line.split_whitespace().collect();
        assert!(words[0].len() == 8 && words[1].contains('.') && words.len() > 3, "{line}");
        assert!(!line.contains('\x1b'), "there is no terminal: {line}");
    }
    drop(serving);
    let said = end(listening);
    let last = said.lines().last().unwrap();
    assert!(last.ends_with(" events") && last != "0 events", "{said}");
}

#[test]
fn the_defaults_of_both_fit_together() {
    let (mut listening, url) = listen(&[]);
    let _serving = serve(&url, &[]);
    assert!(!listening.line().contains("refused"));
}

#[test]
fn what_is_signed_with_another_secret_is_refused() {
    let (mut listening, url) = listen(&["--secret", "s3cret"]);
    let serving = serve(&url, &["--webhook-secret", "another"]);
    assert_eq!(listening.line(), "refused with 401: the signature is wrong: another secret, or another body");
    drop(serving);
    let said = end(listening);
    assert!(said.lines().last().unwrap().starts_with("0 events, "), "{said}");
}

#[test]
fn it_can_play_a_receiver_that_fails_now_and_then() {
    let (mut listening, url) = listen(&["--fail", "503", "--every", "3"]);
    let serving = serve(&url, &[]);
    let lines: Vec<_> = (0..6).map(|_| listening.line()).collect();
    let failed: Vec<_> = lines.iter().map(|line| line.ends_with("answered 503")).collect();
    assert_eq!(failed, [false, false, true, false, false, true], "{lines:#?}");
    drop(serving);
    assert!(end(listening).contains(" answered badly on purpose"));
}

#[test]
fn with_json_it_prints_bodies_only() {
    let mut command = Command::new(BINARY);
    command.args(["listen", "--port", "0", "--json"]).stderr(Stdio::piped());
    let mut listening = Running::spawn(command);
    let url = listening.error_line().strip_prefix("waiting for events on ").unwrap().to_owned();
    let _serving = serve(&url, &[]);
    for _ in 0..3 {
        let body: Value = serde_json::from_str(&listening.line()).unwrap();
        assert!(body["event"].is_string() && body["payload"]["object"].is_object(), "{body}");
    }
}

#[test]
fn a_port_in_use_is_told_in_one_line_with_a_hint() {
    let (_first, url) = listen(&[]);
    let port = url.rsplit(':').next().unwrap().trim_end_matches("/webhook").to_owned();
    let second = Command::new(BINARY).args(["listen", "--port", &port]).output().unwrap();
    assert_eq!(second.status.code(), Some(1));
    let said = String::from_utf8(second.stderr).unwrap();
    let lines: Vec<_> = said.lines().collect();
    assert_eq!(lines.len(), 2, "{said}");
    assert!(lines[0].starts_with(&format!("error: cannot listen on `127.0.0.1:{port}`: ")), "{said}");
    assert!(lines[1].starts_with("hint: another program"), "{said}");
}
