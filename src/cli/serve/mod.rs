//! `serve`

mod announcement;

use std::io::ErrorKind;
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::FalseyValueParser;
use tokio::runtime::Runtime;
use zoom_qos_emulator::AuthMode;
use zoom_qos_emulator::emulator::{Builder, Handle, StartError};
use zoom_qos_emulator::scenario::plan::ClockMode;

use super::failure::Failure;
use super::output::print;
use super::scenario::{Overrides, load};
use super::signals::Signals;

/// Where an emulator listens if nobody says otherwise.
pub(crate) const LISTEN: &str = "127.0.0.1:8100";

/// How long what cannot be interrupted, like a look-up of a name, may keep the process.
const LAST_WAIT: Duration = Duration::from_millis(50);

/// Run the emulator.
///
/// Prints where it listens, credentials and commands to copy. Logs go to standard error.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, args_override_self = true)]
pub(crate) struct Serve {
    /// What the world is like and what happens in it; an ordinary working day if absent.
    #[arg(long, env = "ZQE_SCENARIO", value_name = "FILE")]
    scenario: Option<PathBuf>,

    /// Where to listen; port 0 picks a free one.
    #[arg(long, env = "ZQE_LISTEN", value_name = "ADDRESS", default_value = LISTEN)]
    listen: String,

    #[command(flatten)]
    overrides: Overrides,

    /// How time passes: `real`, so many times as fast (`60x`), or `manual`, only when told to.
    #[arg(long, env = "ZQE_CLOCK", value_name = "real|manual|60x")]
    clock: Option<ClockMode>,

    /// Post all events there, instead of to the scenario's webhooks.
    #[arg(long, env = "ZQE_WEBHOOK_URL", value_name = "URL")]
    webhook_url: Option<String>,

    /// Sign events with this secret, instead of the scenario's.
    #[arg(long, env = "ZQE_WEBHOOK_SECRET", value_name = "SECRET", hide_env_values = true)]
    webhook_secret: Option<String>,

    /// Who may ask: those with a valid token and the scopes, or anybody.
    #[arg(long, env = "ZQE_AUTH", value_enum, default_value_t = Auth::Strict)]
    auth: Auth,

    /// Whether there are rate limits, whatever the scenario says; they are on if nobody says otherwise.
    ///
    /// They count on the emulator's clock: when it is manual, a second lasts until the clock is advanced.
    #[arg(long, env = "ZQE_RATE_LIMITS", value_enum, value_name = "on|off", hide_possible_values = true)]
    rate_limits: Option<Switch>,

    /// Print one line of JSON instead, with `url`, `control_url`, `client_id`, `client_secret`, `account_id`,
    /// `access_token` and `webhook_secret`.
    #[arg(long, env = "ZQE_JSON", value_parser = FalseyValueParser::new())]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  zoom-qos-emulator serve --webhook-url http://127.0.0.1:3000/webhook --webhook-secret s3cret
  zoom-qos-emulator serve --scenario my.yaml --clock manual --start 2026-03-02T09:00:00Z
  zoom-qos-emulator serve --listen 127.0.0.1:0 --json";

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Auth {
    Strict,
    Any,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Switch {
    On,
    Off,
}

impl Serve {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let runtime = Runtime::new()?;
        let ended = runtime.block_on(self.serve());
        runtime.shutdown_timeout(LAST_WAIT);
        ended
    }

    async fn serve(self) -> Result<(), Failure> {
        let mut signals = Signals::new()?;
        let handle = self.builder()?.start().await.map_err(|error| self.failure(&error))?;
        if !handle.address().ip().is_loopback() {
            tracing::warn!(
                "listening on {}: whoever reaches this machine reaches the emulator. hint: `--listen {LISTEN}` keeps it here",
                handle.address()
            );
        }
        let announcement =
            if self.json { announcement::json(&handle) } else { announcement::text(&handle, &self.source()) };
        print(&announcement)?;
        tokio::select! {
            () = signals.next() => stop(handle, signals).await,
            () = handle.stopped() => {
                handle.stop().await;
                Err(Failure::run_time("the emulator broke").hint("this is a bug, please report what is said above"))
            }
        }
    }

    fn builder(&self) -> Result<Builder, Failure> {
        let mut builder = self.overrides.apply(load(self.scenario.as_ref())?).listen(&self.listen);
        if let Some(clock) = self.clock {
            builder = builder.clock(clock);
        }
        if let Some(url) = &self.webhook_url {
            builder = builder.webhook_url(url);
        }
        if let Some(secret) = &self.webhook_secret {
            builder = builder.webhook_secret(secret);
        }
        if let Some(rate_limits) = self.rate_limits {
            builder = builder.rate_limits(rate_limits == Switch::On);
        }
        Ok(builder.auth(match self.auth {
            Auth::Strict => AuthMode::Strict,
            Auth::Any => AuthMode::Any,
        }))
    }

    /// Where the world comes from.
    fn source(&self) -> String {
        self.scenario.as_ref().map_or_else(|| "default".to_owned(), |file| file.display().to_string())
    }

    fn failure(&self, error: &StartError) -> Failure {
        let failure = match error {
            StartError::Webhook(_) => Failure::usage(error),
            StartError::Listen { source, .. } if source.kind() == ErrorKind::InvalidInput => {
                Failure::usage(error)
            }
            _ => Failure::run_time(error),
        };
        match error.hint() {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}

/// Stops; at the second signal at once.
async fn stop(handle: Handle, mut signals: Signals) -> Result<(), Failure> {
    tokio::select! {
        stopped = handle.stop() => {
            if !stopped.is_clean() {
                tracing::debug!(?stopped, "not everything came to its end");
            }
        }
        () = signals.next() => {}
    }
    Ok(())
}
