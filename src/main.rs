//! The command line of the emulator.

mod cli;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let command_line = cli::CommandLine::parse();
    cli::logs::start(command_line.verbose);
    match command_line.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
