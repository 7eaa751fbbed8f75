//! `openapi`

use zoom_qos_emulator::openapi;

use super::failure::Failure;
use super::output::print;

/// Print what the emulated API looks like, as OpenAPI 3.1.
#[expect(clippy::doc_markdown, reason = "it is shown as it stands here")]
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  zoom-qos-emulator openapi > rest.json\n\n\
    A running emulator shows it at /openapi.json, and to people at /_emulator/docs.")]
pub(crate) struct Openapi {}

impl Openapi {
    pub(crate) fn run(self) -> Result<(), Failure> {
        print(openapi::REST)
    }
}
