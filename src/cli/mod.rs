//! The command line: one file a subcommand.

mod check;
mod failure;
mod generate;
mod health;
mod listen;
pub(crate) mod logs;
mod openapi;
mod output;
mod paint;
mod sample;
mod scenario;
mod schema;
mod serve;
mod signals;
mod target;
mod trigger;
mod verify;

use clap::{ArgAction, Parser, Subcommand};

use failure::Failure;

/// Emulates Zoom's quality-of-service APIs and webhooks from a scenario, on a clock you control.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES, args_override_self = true)]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    command: Command,

    /// Say more on standard error; twice for even more. `RUST_LOG` says it in detail.
    #[arg(short, long, global = true, action = ArgAction::Count, display_order = 100)]
    pub(crate) verbose: u8,
}

const EXAMPLES: &str = "\
Examples:
  zoom-qos-emulator serve                                    the default scenario, on 127.0.0.1:8100
  zoom-qos-emulator serve --scenario my.yaml --clock manual  yours, with time that you advance
  zoom-qos-emulator check my.yaml                            what is wrong with it
  zoom-qos-emulator listen                                   a receiver that prints each event";

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Serve),
    Check(check::Check),
    Generate(generate::Generate),
    Schema(schema::Schema),
    Openapi(openapi::Openapi),
    Listen(listen::Listen),
    Trigger(trigger::Trigger),
    Verify(verify::Verify),
    Health(health::Health),
}

impl CommandLine {
    /// Does what was asked for.
    pub(crate) fn run(self) -> Result<(), Failure> {
        match self.command {
            Command::Serve(serve) => serve.run(),
            Command::Check(check) => check.run(),
            Command::Generate(generate) => generate.run(),
            Command::Schema(schema) => schema.run(),
            Command::Openapi(openapi) => openapi.run(),
            Command::Listen(listen) => listen.run(),
            Command::Trigger(trigger) => trigger.run(),
            Command::Verify(verify) => verify.run(),
            Command::Health(health) => health.run(),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        CommandLine::command().debug_assert();
    }
}
