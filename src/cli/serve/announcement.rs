//! What `serve` says when it is ready.

use std::env;

use serde_json::json;
use zoom_qos_emulator::Moment;
use zoom_qos_emulator::emulator::{DEFAULT_WEBHOOK_SECRET, Handle};
use zoom_qos_emulator::scenario::plan::{ClockMode, GatheringKind};
use zoom_qos_emulator::world::State;

use crate::cli::listen;

/// So many meetings are looked through for one with somebody in it.
const CANDIDATES: usize = 200;

/// One line, for programs.
pub(super) fn json(handle: &Handle) -> String {
    let line = json!({
        "url": handle.url(),
        "control_url": handle.control_url(),
        "client_id": handle.client_id(),
        "client_secret": handle.client_secret(),
        "account_id": handle.account_id(),
        "access_token": handle.access_token(),
        "webhook_secret": handle.webhook_secret(),
    });
    format!("{line}\n")
}

/// Where it is, credentials, and three commands to copy.
pub(super) fn text(handle: &Handle, scenario: &str) -> String {
    let url = handle.url();
    let token = handle.access_token();
    let clock = handle.clock();
    let mode = match clock.mode() {
        ClockMode::Real => "real".to_owned(),
        ClockMode::Scaled(factor) => format!("{factor}x"),
        ClockMode::Manual => format!("manual: curl -d '{{\"by\":\"90s\"}}' {url}/_emulator/clock/advance"),
    };
    format!(
        "\
listening on {url}

scenario        {scenario}, seed {seed}
clock           {mode}
now             {now}
account ID      {account_id}
client ID       {client_id}
client secret   {client_secret}
access token    {token}
webhook secret  {webhook_secret}

get a token, which is good for an hour of the emulator's clock:
  {get_token}

{ask}

receive webhooks:
{webhooks}

all that can be asked for: {control_url}/world
",
        seed = handle.world().plan().seed,
        now = clock.now(),
        account_id = handle.account_id(),
        client_id = handle.client_id(),
        client_secret = handle.client_secret(),
        webhook_secret = handle.webhook_secret(),
        control_url = handle.control_url(),
        get_token = get_token(handle),
        ask = ask(handle, &token),
        webhooks = webhooks(handle),
    )
}

fn get_token(handle: &Handle) -> String {
    let credentials = quoted(&format!("{}:{}", handle.client_id(), handle.client_secret()));
    let account_id = quoted(&format!("account_id={}", handle.account_id()));
    format!(
        "curl -s -u {credentials} -d grant_type=account_credentials --data-urlencode {account_id} {}/oauth/token",
        handle.url()
    )
}

fn ask(handle: &Handle, token: &str) -> String {
    let Some(somebody) = somebody(handle, handle.clock().now()) else {
        return format!("see whom and what can be asked for:\n  curl -s {}/world", handle.control_url());
    };
    let header = quoted(&format!("Authorization: Bearer {token}"));
    let url = quoted(&format!("{}/v2{}", handle.url(), somebody.path));
    format!(
        "ask for the quality of service of {} in “{}”:\n  curl -s -H {header} {url}",
        somebody.name, somebody.topic
    )
}

/// A participant who can be asked for.
struct Somebody {
    name: String,
    topic: String,
    path: String,
}

/// Somebody with a minute to show; else somebody who has just joined.
fn somebody(handle: &Handle, now: Moment) -> Option<Somebody> {
    let world = handle.world();
    let mut just_joined = None;
    for (kind, name) in [(GatheringKind::Meeting, "meetings"), (GatheringKind::Webinar, "webinars")] {
        for gathering in world.gatherings(kind, now).take(CANDIDATES) {
            let Some(number) = world.number(&gathering) else { continue };
            let Some(participant) = world.participants(&gathering, now, 0).next() else { continue };
            // A number stands for the latest instance of a series only.
            if world.gathering_by_number(number, now) != Some(gathering) {
                continue;
            }
            let state = if gathering.state(now) == State::Live { "live" } else { "past" };
            let somebody = Somebody {
                name: participant.person.name.to_string(),
                topic: world.topic(&gathering).into_owned(),
                path: format!("/metrics/{name}/{number}/participants/{}/qos?type={state}", participant.id.0),
            };
            if world.minutes_until(&participant, now) > 0 {
                return Some(somebody);
            }
            just_joined = just_joined.or(Some(somebody));
        }
    }
    just_joined
}

/// How to receive events, and where they go.
fn webhooks(handle: &Handle) -> String {
    let receivers: Vec<_> = handle.players().iter().map(|player| player.subscription().target()).collect();
    let port = receivers.iter().find_map(|receiver| local_port(receiver));
    let where_to = match (receivers.as_slice(), port) {
        ([], _) => format!(
            "start it first, then this emulator anew with `--webhook-url http://127.0.0.1:{}/webhook`",
            listen::PORT
        ),
        (_, Some(_)) => format!("events are posted to {}", receivers.join(" and ")),
        // None of them can be played here.
        (_, None) => return format!("  nothing to do: they are posted to {}", receivers.join(" and ")),
    };
    let program = quoted(&env::args().next().unwrap_or_else(|| "zoom-qos-emulator".to_owned()));
    let mut command = format!("{program} listen");
    if let Some(port) = port.filter(|&port| port != listen::PORT) {
        command.push_str(&format!(" --port {port}"));
    }
    if handle.webhook_secret() != DEFAULT_WEBHOOK_SECRET {
        command.push_str(&format!(" --secret {}", quoted(handle.webhook_secret())));
    }
    format!("  {command}\n{where_to}")
}

/// The port of a receiver that `listen` can play.
fn local_port(receiver: &str) -> Option<u16> {
    let url = url::Url::parse(receiver).ok()?;
    let is_local = matches!(url.host_str(), Some("127.0.0.1" | "localhost"));
    if url.scheme() == "http" && is_local { url.port_or_known_default() } else { None }
}

/// As one word of a POSIX shell.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_receiver_on_this_machine_can_be_played_here() {
        assert_eq!(local_port("http://127.0.0.1:9/webhook"), Some(9));
        assert_eq!(local_port("http://localhost/"), Some(80));
        assert_eq!(local_port("https://127.0.0.1:9/"), None);
        assert_eq!(local_port("http://example.com:9/"), None);
    }

    #[test]
    fn words_are_quoted_for_a_shell_only_where_they_must_be() {
        assert_eq!(quoted("target/debug/zoom-qos-emulator"), "target/debug/zoom-qos-emulator");
        assert_eq!(quoted("a b"), "'a b'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted("x?y=$z"), "'x?y=$z'");
        assert_eq!(quoted(""), "''");
    }
}
