//! Options that several subcommands share: a scenario, and what overrides it.

use std::path::PathBuf;

use zoom_qos_emulator::Moment;
use zoom_qos_emulator::emulator::{Builder, Emulator};
use zoom_qos_emulator::scenario::{self, plan::Plan};

use super::failure::Failure;

/// The plan of a scenario's file, or that of the default scenario.
pub(crate) fn load(file: Option<&PathBuf>) -> Result<Plan, Failure> {
    match file {
        Some(file) => Ok(scenario::load(file)?),
        None => Ok(scenario::default_plan()?),
    }
}

/// What overrides a scenario.
#[derive(Debug, clap::Args)]
pub(crate) struct Overrides {
    /// What every random choice is drawn from, instead of the scenario's seed.
    #[arg(long, env = "ZQE_SEED", value_name = "N", value_parser = seed)]
    seed: Option<u64>,

    /// The instant at which the emulator starts, like 2026-03-02T09:00:00Z.
    #[arg(long, env = "ZQE_START", value_name = "TIME", value_parser = instant)]
    start: Option<Moment>,
}

impl Overrides {
    /// An emulator of a plan with what overrides it.
    pub(crate) fn apply(&self, plan: Plan) -> Builder {
        let mut builder = Emulator::builder(plan);
        if let Some(seed) = self.seed {
            builder = builder.seed(seed);
        }
        if let Some(start) = self.start {
            builder = builder.start_at(start);
        }
        builder
    }
}

fn seed(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("write a whole number from 0 to {}", u64::MAX))
}

fn instant(text: &str) -> Result<Moment, String> {
    text.parse().map_err(|_| "write an instant like `2026-03-02T09:00:00Z`".to_owned())
}
