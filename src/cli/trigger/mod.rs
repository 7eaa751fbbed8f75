//! `trigger`

mod change;

use serde_json::Value;
use zoom_qos_emulator::delivery::{Outcome, Verdict};
use zoom_qos_emulator::emulator::DEFAULT_WEBHOOK_SECRET;
use zoom_qos_emulator::scenario::event_kinds;
use zoom_qos_emulator::wire::event_body;
use zoom_qos_emulator::world::{Event, World};

use super::failure::Failure;
use super::output::print;
use super::paint::{Paint, Tone, harmless};
use super::sample;
use super::scenario::Overrides;
use super::target::{Identity, Target, clock};
use change::Change;

/// Send an event to a receiver, correctly signed.
///
/// Its contents are those of the latest such event of the default scenario. Nothing is sent to anywhere but the URL.
/// The exit code is 1 if an event was not accepted.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Trigger {
    /// Which event, like `meeting.participant_qos`; one of each of several, like `phone.*`.
    #[arg(value_name = "EVENT")]
    event: String,

    /// The receiver.
    #[arg(long, value_name = "URL")]
    to: String,

    /// What to sign with.
    #[arg(long, env = "ZQE_WEBHOOK_SECRET", value_name = "SECRET", default_value = DEFAULT_WEBHOOK_SECRET, hide_env_values = true)]
    secret: String,

    /// Replace a value of the body; entries of arrays are counted from 0. Can be given several times.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    changes: Vec<Change>,

    /// How many different ones.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    count: u32,

    #[command(flatten)]
    overrides: Overrides,
}

const EXAMPLES: &str = "\
Examples:
  zoom-qos-emulator trigger meeting.participant_qos --to http://127.0.0.1:3000/webhook --secret s3cret
  zoom-qos-emulator trigger meeting.started --to http://127.0.0.1:3000/ --set payload.object.topic='Weekly sync'
  zoom-qos-emulator trigger 'phone.*' --count 3 --to http://127.0.0.1:3000/webhook";

/// What is sent.
struct Triggered {
    event: Event,
    name: String,
    body: Vec<u8>,
}

impl Trigger {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let world = sample::world(&self.overrides)?;
        let target = Target::new(&self.to, &self.secret, &world)?;
        let triggered = self.events(&world)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(send(&target, triggered))
    }

    fn events(&self, world: &World) -> Result<Vec<Triggered>, Failure> {
        let mut all = Vec::new();
        let count = usize::try_from(self.count).unwrap_or(usize::MAX);
        for kind in event_kinds(&self.event).map_err(Failure::usage)? {
            let events = sample::latest(world, &[kind], count);
            if events.len() < count {
                return Err(Failure::usage(format_args!(
                    "there were only {} of `{}` in the last 30 days of the default scenario",
                    events.len(),
                    kind.name()
                ))
                .hint("ask for fewer with `--count`"));
            }
            for event in events {
                let (name, body) = change::apply(&self.changes, event_body(world, &event))
                    .map_err(|error| Failure::usage(&error).hint(error.hint()))?;
                all.push(Triggered { event, name, body });
            }
        }
        Ok(all)
    }
}

async fn send(target: &Target, triggered: Vec<Triggered>) -> Result<(), Failure> {
    let paint = Paint::for_output();
    let clock = clock();
    let run = clock.now();
    print(&format!("sending to {}\n", target.shown()))?;
    let count = triggered.len();
    let (mut sent, mut accepted) = (0, 0);
    let mut hint = None;
    for Triggered { event, name, body } in triggered {
        let message = target.message(&Identity::new(run, event), clock.now(), body);
        let (outcome, took) = target.post(message).await;
        sent += 1;
        let (tone, verdict) = match outcome.verdict() {
            Verdict::Delivered => (Tone::Good, ""),
            Verdict::NotRetried => (Tone::Bad, ", not to be sent again"),
            Verdict::Retriable => (Tone::Bad, ", to be sent again"),
        };
        let said = paint.tone(tone, &format!("{}{verdict}", harmless(&outcome.to_string())));
        print(&format!(
            "{} {said} in {} ms\n",
            paint.tone(Tone::Strong, &harmless(&name)),
            took.as_millis()
        ))?;
        accepted += usize::from(outcome.verdict() == Verdict::Delivered);
        hint = hint.or(outcome.hint());
        // The others would wait in vain, too.
        if matches!(outcome, Outcome::Failed(_)) {
            break;
        }
    }
    if accepted == count {
        return Ok(());
    }
    let unsent = if sent < count { format!(", {} not sent", count - sent) } else { String::new() };
    let failure = Failure::run_time(format_args!("{} of {count} not accepted{unsent}", sent - accepted));
    Err(match hint {
        Some(hint) => failure.hint(hint),
        None => failure,
    })
}

/// The name that a body gives its event.
fn name(body: &Value) -> String {
    body.get("event").and_then(Value::as_str).unwrap_or("(no event)").to_owned()
}
