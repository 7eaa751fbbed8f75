//! `listen`

mod line;
mod receive;

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::http::StatusCode;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::mpsc;
use zoom_qos_emulator::Span;
use zoom_qos_emulator::delivery::Signer;
use zoom_qos_emulator::emulator::DEFAULT_WEBHOOK_SECRET;

use super::failure::Failure;
use super::output::quietly;
use super::paint::Paint;
use super::signals::Signals;
use line::Tally;
use receive::{Manners, Seen, receiver};

/// Where it listens if nobody says otherwise.
pub(crate) const PORT: u16 = 3000;

/// So many requests may wait to be printed; further ones wait to be answered.
const UNPRINTED: usize = 1024;

/// Whoever holds a connection open does not keep the process.
const LAST_WAIT: Duration = Duration::from_millis(50);

/// Receive webhooks: answer validations, verify each signature, print a line for each event.
///
/// It listens on 127.0.0.1 on every path. Requests that are not signed with the secret are answered 401. Ctrl-C ends it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Listen {
    /// Where to listen; port 0 picks a free one.
    #[arg(long, value_name = "N", default_value_t = PORT)]
    port: u16,

    /// What events are signed with.
    #[arg(long, env = "ZQE_WEBHOOK_SECRET", value_name = "SECRET", default_value = DEFAULT_WEBHOOK_SECRET, hide_env_values = true)]
    secret: String,

    /// Play a bad receiver: answer events with this status.
    #[arg(long, value_name = "STATUS", value_parser = clap::value_parser!(u16).range(200..=599))]
    fail: Option<u16>,

    /// Fail only every N-th time.
    #[arg(long, value_name = "N", requires = "fail", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    every: u64,

    /// Play a slow receiver: answer events only after so long, like `4s`; 3 s is the limit.
    #[arg(long, value_name = "SPAN", value_parser = positive, allow_hyphen_values = true)]
    slow: Option<Span>,

    /// Print the bodies of events instead, one a line; everything else goes to standard error.
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  zoom-qos-emulator listen --secret s3cret
  zoom-qos-emulator listen --fail 500 --every 3
  zoom-qos-emulator listen --json | jq .payload.object";

fn positive(text: &str) -> Result<Span, String> {
    match text.parse::<Span>() {
        Ok(span) if span < Span::ZERO => Err("write a positive length of time, like `4s`".to_owned()),
        Ok(span) => Ok(span),
        Err(error) => Err(error.to_string()),
    }
}

impl Listen {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let runtime = Runtime::new()?;
        let ended = runtime.block_on(self.listen());
        runtime.shutdown_timeout(LAST_WAIT);
        ended
    }

    async fn listen(self) -> Result<(), Failure> {
        let mut signals = Signals::new()?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let listener = TcpListener::bind(address).await.map_err(|error| {
            Failure::run_time(format_args!("cannot listen on `{address}`: {error}")).hint(
                "another program may listen there; choose another port with `--port`, or 0 for a free one",
            )
        })?;
        let printer = Printer { json: self.json, paint: Paint::for_output() };
        if !printer.tell(&format!("waiting for events on http://{}/webhook", listener.local_addr()?))? {
            return Ok(());
        }
        let (sender, mut seen) = mpsc::channel(UNPRINTED);
        let router = receiver(Signer::new(&self.secret), self.manners(), sender);
        let mut server = std::pin::pin!(axum::serve(listener, router).into_future());
        let mut tally = Tally::default();
        loop {
            tokio::select! {
                () = signals.next() => break,
                ended = server.as_mut() => ended?,
                Some(seen) = seen.recv() => {
                    tally.count(&seen);
                    if !printer.print(&seen)? {
                        return Ok(());
                    }
                }
            }
        }
        while let Ok(seen) = seen.try_recv() {
            tally.count(&seen);
            printer.print(&seen)?;
        }
        printer.tell(&tally.to_string())?;
        Ok(())
    }

    fn manners(&self) -> Manners {
        Manners {
            failure: self.fail.and_then(|status| StatusCode::from_u16(status).ok()),
            every: self.every,
            delay: self.slow.map_or(Duration::ZERO, Span::to_duration),
        }
    }
}

/// Prints what was seen.
#[derive(Clone, Copy, Debug)]
struct Printer {
    json: bool,
    paint: Paint,
}

impl Printer {
    /// A line about an event. Answers whether somebody still reads.
    fn print(self, seen: &Seen) -> Result<bool, Failure> {
        match seen {
            Seen::Event { event, .. } if self.json => write(&event.to_string()),
            seen => self.tell(&line::of(seen, self.paint)),
        }
    }

    /// A line for people. Answers whether somebody still reads.
    fn tell(self, line: &str) -> Result<bool, Failure> {
        if !self.json {
            return write(line);
        }
        // If standard error is gone, nobody is there to be told.
        let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("{line}\n").as_bytes());
        Ok(true)
    }
}

fn write(line: &str) -> Result<bool, Failure> {
    let mut out = std::io::stdout().lock();
    quietly(std::io::Write::write_all(&mut out, format!("{line}\n").as_bytes()))
}
