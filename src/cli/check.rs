//! `check`

use std::path::PathBuf;

use zoom_qos_emulator::scenario;

use super::failure::Failure;
use super::output::print;

/// Check scenarios, and say all that is wrong with them.
///
/// The exit code is 2 if something is.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  zoom-qos-emulator check scenarios/*.yaml")]
pub(crate) struct Check {
    /// Scenarios.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Check {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let mut failures = Vec::new();
        for file in self.files {
            match scenario::load(&file) {
                Ok(_) => print(&format!("ok: {}\n", file.display()))?,
                Err(error) => failures.push(error.into()),
            }
        }
        Failure::all(failures)
    }
}
