//! `serve`, from its first line to its end.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use super::running::{BINARY, Running, shell, shell_command};

fn serve(arguments: &[&str]) -> Running {
    Running::start(&[&["serve", "--listen", "127.0.0.1:0"], arguments].concat())
}

#[test]
fn the_commands_that_it_prints_work_when_they_are_copied() {
    let mut serving = serve(&[]);
    let lines = serving.announcement();
    assert!(lines[0].starts_with("listening on http://127.0.0.1:"), "{}", lines[0]);
    let commands: Vec<_> = lines.iter().filter_map(|line| line.strip_prefix("  ")).collect();
    let [get_token, ask, webhooks] = commands[..] else { panic!("{commands:?}") };

    let token: Value = serde_json::from_str(&shell(get_token)).unwrap();
    assert_eq!(token["token_type"], "bearer");
    let participant: Value = serde_json::from_str(&shell(ask)).unwrap();
    assert_eq!(participant["user_name"], "Ada Lovelace");
    assert!(!participant["user_qos"].as_array().unwrap().is_empty());

    // A free port, since another program may have that one.
    let mut listening = Running::spawn(shell_command(&format!("exec {webhooks} --port 0")));
    assert!(listening.line().starts_with("waiting for events on http://127.0.0.1:"));
}

#[test]
fn with_json_it_prints_one_line_for_programs() {
    let mut serving = serve(&["--json"]);
    let line: Value = serde_json::from_str(&serving.line()).unwrap();
    let names =
        ["url", "control_url", "client_id", "client_secret", "account_id", "access_token", "webhook_secret"];
    for name in names {
        assert!(!line[name].as_str().unwrap().is_empty(), "{name}");
    }
    assert_eq!(line.as_object().unwrap().len(), names.len());
    let url = line["url"].as_str().unwrap();
    let health = Command::new(BINARY).args(["health", "--url", url]).output().unwrap();
    assert!(health.status.success());
    assert_eq!(String::from_utf8(health.stdout).unwrap(), format!("ok: {url}/_emulator/health\n"));
}

#[test]
fn environment_variables_stand_for_flags() {
    let mut serving = Running::spawn(
        Command::new(BINARY)
            .arg("serve")
            .env("ZQE_LISTEN", "127.0.0.1:0")
            .env("ZQE_SCENARIO", "scenarios/quickstart.yaml")
            .env("ZQE_SEED", "99")
            .env("ZQE_CLOCK", "manual")
            .env("ZQE_START", "2030-01-01T00:00:00Z")
            .env("ZQE_WEBHOOK_URL", "http://127.0.0.1:9/webhook")
            .env("ZQE_WEBHOOK_SECRET", "from-the-environment")
            .env("ZQE_AUTH", "any"),
    );
    let text = serving.announcement().join("\n");
    for said in [
        "scenario        scenarios/quickstart.yaml, seed 99",
        "clock           manual",
        "now             2030-01-01T00:00:00Z",
        "webhook secret  from-the-environment",
        "listen --port 9 --secret from-the-environment",
        "posted to http://127.0.0.1:9/webhook",
    ] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
}

#[test]
fn it_stops_within_a_second_when_it_is_told_to() {
    for signal in ["INT", "TERM"] {
        let mut serving = serve(&["--webhook-url", "http://192.0.2.1:9/unreachable"]);
        serving.announcement();
        serving.signal(signal);
        let (status, took) = serving.wait();
        assert_eq!(status.code(), Some(0), "{signal}");
        assert!(took < Duration::from_secs(1), "{signal}: {took:?}");
    }
}

#[test]
fn it_does_not_mind_when_nobody_reads_what_it_prints() {
    let mut serving = serve(&["--webhook-url", "http://127.0.0.1:9/"]);
    serving.line();
    let empty = Command::new("true").stdout(Stdio::piped()).spawn().unwrap().stdout.take().unwrap();
    serving.out = BufReader::new(empty);
    serving.signal("TERM");
    assert_eq!(serving.wait().0.code(), Some(0));
    shell(&format!("{BINARY} generate scenarios/default.yaml --for 10h | head -n 1"));
}

#[test]
fn a_port_in_use_is_one_clear_error_with_a_hint() {
    let mut first = serve(&["--json"]);
    let line: Value = serde_json::from_str(&first.line()).unwrap();
    let address = line["url"].as_str().unwrap().trim_start_matches("http://").to_owned();
    let second = Command::new(BINARY).args(["serve", "--listen", &address]).output().unwrap();
    assert_eq!(second.status.code(), Some(1));
    assert!(second.stdout.is_empty());
    let said = String::from_utf8(second.stderr).unwrap();
    let lines: Vec<_> = said.lines().collect();
    assert_eq!(lines.len(), 2, "{said}");
    assert!(lines[0].starts_with(&format!("error: cannot listen on `{address}`: ")), "{said}");
    assert!(lines[1].starts_with("hint: another program listens there"), "{said}");
}

#[test]
fn listening_to_the_whole_network_is_warned_of() {
    let mut serving = serve(&["--listen", "0.0.0.0:0"]);
    let first = serving.line();
    assert!(first.starts_with("listening on http://127.0.0.1:"), "an address that works: {first}");
    serving.signal("TERM");
    serving.wait();
    let errors = serving.errors();
    assert!(errors.contains("WARN") && errors.contains("hint: "), "{errors}");
}

#[test]
fn no_secret_is_in_the_logs() {
    let mut serving =
        serve(&["-vv", "--webhook-url", "http://127.0.0.1:9/", "--webhook-secret", "s3cret-of-hooks"]);
    let lines = serving.announcement();
    let ask = lines.iter().find(|line| line.contains("Bearer")).unwrap();
    shell(ask.trim());
    let mut errors = BufReader::new(serving.child.stderr.take().unwrap());
    let mut said = String::new();
    while !said.contains("was not delivered") {
        assert_ne!(errors.read_line(&mut said).unwrap(), 0, "{said}");
    }
    let token = lines.iter().find_map(|line| line.strip_prefix("access token    ")).unwrap().to_owned();
    serving.signal("TERM");
    serving.wait();
    errors.read_to_string(&mut said).unwrap();
    for secret in ["s3cret-of-hooks", "Emulator-Secret", token.as_str()] {
        assert!(!said.contains(secret), "{said}");
    }
}
