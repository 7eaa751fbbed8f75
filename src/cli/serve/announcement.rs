//! What `serve` says when it is ready.

use std::env;

use serde_json::json;
use zoom_qos_emulator::Moment;
use zoom_qos_emulator::emulator::Handle;
use zoom_qos_emulator::scenario::plan::{ClockMode, GatheringKind};
use zoom_qos_emulator::world::{Gathering, ParticipantId, State};

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
    let now = handle.clock().now();
    let Some(somebody) = somebody(handle, now) else {
        return "nobody can be asked for yet; later ask for the IDs:\n  ".to_owned()
            + &format!("curl -s {}/world", handle.control_url());
    };
    format!(
        "ask for the quality of service of {name} in “{topic}”:\n  curl -s -H {header} {url}",
        name = somebody.name,
        topic = somebody.topic,
        header = quoted(&format!("Authorization: Bearer {token}")),
        url = quoted(&format!(
            "{}/v2/metrics/meetings/{}/participants/{}/qos?type={}",
            handle.url(),
            somebody.meeting,
            somebody.id.0,
            somebody.state
        )),
    )
}

/// A participant who can be asked for.
struct Somebody {
    name: String,
    topic: String,
    meeting: u64,
    id: ParticipantId,
    state: &'static str,
}

/// Somebody with a minute to show; else somebody who has just joined.
fn somebody(handle: &Handle, now: Moment) -> Option<Somebody> {
    let world = handle.world();
    let describe = |meeting: &Gathering| {
        let participant = world.participants(meeting, now, 0).next()?;
        let somebody = Somebody {
            name: participant.person.name.to_string(),
            topic: world.topic(meeting).into_owned(),
            meeting: world.number(meeting)?,
            id: participant.id,
            state: if meeting.state(now) == State::Live { "live" } else { "past" },
        };
        Some((world.minutes_until(&participant, now), somebody))
    };
    let mut found = None;
    for meeting in world.gatherings(GatheringKind::Meeting, now).take(CANDIDATES) {
        // A number stands for the latest instance of a series only.
        let latest = world.number(&meeting).and_then(|number| world.gathering_by_number(number, now));
        if meeting.state(now) == State::Upcoming || latest != Some(meeting) {
            continue;
        }
        match describe(&meeting) {
            Some((minutes, somebody)) if minutes > 0 => return Some(somebody),
            Some((_, somebody)) => found = found.or(Some(somebody)),
            None => {}
        }
    }
    found
}

fn webhooks(handle: &Handle) -> String {
    let receivers: Vec<_> = handle.players().iter().map(|player| player.subscription().target()).collect();
    if receivers.is_empty() {
        let mut words: Vec<_> = env::args().map(|word| quoted(&word)).collect();
        words.push("--webhook-url http://127.0.0.1:3000/webhook".to_owned());
        format!("{}   # instead of this one", words.join(" "))
    } else {
        format!("nothing to do: they are posted to {}", receivers.join(" and "))
    }
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
    fn words_are_quoted_for_a_shell_only_where_they_must_be() {
        assert_eq!(quoted("target/debug/zoom-qos-emulator"), "target/debug/zoom-qos-emulator");
        assert_eq!(quoted("a b"), "'a b'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted("x?y=$z"), "'x?y=$z'");
        assert_eq!(quoted(""), "''");
    }
}
