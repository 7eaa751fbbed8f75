//! `verify`

mod check;
mod exam;
mod grade;
mod hostile;
mod report;

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

use zoom_qos_emulator::emulator::DEFAULT_WEBHOOK_SECRET;

use super::failure::Failure;
use super::output::print;
use super::paint::Paint;
use super::sample;
use super::scenario::Overrides;
use super::target::Target;
use exam::Exam;
use grade::Grade;

/// Grade a receiver of webhooks: what the service sends, and what others may.
///
/// It is sent some 230 requests, genuine, forged and odd, with made-up people; nothing is sent to anywhere but the URL.
/// It takes some seconds; where each answer takes its 3 s, two minutes. The exit code is 1 if a check fails; a warning
/// is no failure.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Verify {
    /// The receiver.
    #[arg(value_name = "URL")]
    url: String,

    /// What it knows as the secret token.
    #[arg(long, env = "ZQE_WEBHOOK_SECRET", value_name = "SECRET", default_value = DEFAULT_WEBHOOK_SECRET, hide_env_values = true)]
    secret: String,

    /// Print one line of JSON instead of a table.
    #[arg(long)]
    json: bool,

    /// Write the results into this file, too, in the XML of JUnit.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,

    #[command(flatten)]
    overrides: Overrides,
}

const EXAMPLES: &str = "\
Examples:
  zoom-qos-emulator verify http://127.0.0.1:3000/webhook --secret s3cret
  zoom-qos-emulator verify http://127.0.0.1:3000/webhook --json | jq '.checks[] | select(.grade != \"pass\")'
  zoom-qos-emulator verify http://127.0.0.1:3000/webhook --junit report.xml";

impl Verify {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let world = sample::world(&self.overrides)?;
        let target = Target::new(&self.url, &self.secret, &world)?;
        // Before anything is sent: a place that cannot be written to is better known at once.
        let junit = self.junit.as_ref().map(|path| self.create(path)).transpose()?;
        let url = target.shown();
        let paint = Paint::for_output();
        if !self.json {
            print(&format!("verifying {url}\n\n"))?;
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let mut printed = Ok(());
        let findings = runtime.block_on(Exam::new(&world, target).hold(|finding| {
            if !self.json && printed.is_ok() {
                printed = print(&report::row(finding, paint));
            }
        }));
        printed?;
        if self.json {
            print(&report::json(&url, &findings))?;
        } else {
            print(&format!("\n{}\n", report::summary(&findings)))?;
        }
        if let Some(mut file) = junit {
            file.write_all(report::junit(&url, &findings).as_bytes())?;
        }
        match report::count(&findings, Grade::Fail) {
            0 => Ok(()),
            1 => Err(Failure::run_time("1 check failed")),
            failed => Err(Failure::run_time(format_args!("{failed} checks failed"))),
        }
    }

    fn create(&self, path: &PathBuf) -> Result<File, Failure> {
        File::create(path)
            .map_err(|error| Failure::usage(format_args!("cannot write `{}`: {error}", path.display())))
    }
}
