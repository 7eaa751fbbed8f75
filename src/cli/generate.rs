//! `generate`

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use zoom_qos_emulator::wire::event_body;
use zoom_qos_emulator::world::World;
use zoom_qos_emulator::{Moment, Span};

use super::failure::Failure;
use super::output::quietly;
use super::scenario::{Overrides, load};

/// So much time of the world is held in memory at once.
const WINDOW: Span = Span::from_seconds(5);

/// Print the events of a scenario, one JSON object a line, without a server.
///
/// They are the very bodies that `serve` would post.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  zoom-qos-emulator generate my.yaml --for 10m | jq .event | sort | uniq -c"
)]
pub(crate) struct Generate {
    /// The scenario; the default one if absent.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,

    /// For how long, from the start on.
    #[arg(long = "for", value_name = "SPAN", default_value = "1h", allow_hyphen_values = true)]
    length: Span,

    #[command(flatten)]
    overrides: Overrides,
}

impl Generate {
    pub(crate) fn run(self) -> Result<(), Failure> {
        if self.length < Span::ZERO {
            return Err(Failure::usage(format_args!("`--for {}` lies in the past", self.length))
                .hint("write a positive length of time, like `90s` or `1h 30m`"));
        }
        let world = self.overrides.apply(load(self.file.as_ref())?).into_world();
        let end = world.start() + self.length;
        let mut out = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
        let written = write_events(&world, end, &mut out).and_then(|()| out.flush());
        quietly(written).map(|_| ())
    }
}

fn write_events(world: &World, end: Moment, out: &mut impl Write) -> io::Result<()> {
    let mut from = world.start();
    while from < end {
        let to = end.min(from + WINDOW);
        for event in world.events(from, to) {
            out.write_all(&event_body(world, &event))?;
            out.write_all(b"\n")?;
        }
        from = to;
    }
    Ok(())
}
