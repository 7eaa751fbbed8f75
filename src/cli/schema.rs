//! `schema`

use zoom_qos_emulator::scenario;

use super::failure::Failure;
use super::output::print;

/// Print the JSON schema of scenarios, for editors.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  zoom-qos-emulator schema > scenario.schema.json\n\n\
    and at the top of a scenario: # yaml-language-server: $schema=scenario.schema.json")]
pub(crate) struct Schema {}

impl Schema {
    pub(crate) fn run(self) -> Result<(), Failure> {
        print(&format!("{}\n", scenario::schema().trim_end()))
    }
}
