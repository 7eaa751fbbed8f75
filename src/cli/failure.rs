//! How the command line says what went wrong.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use zoom_qos_emulator::scenario::{Diagnostics, LoadError};

/// What went wrong, who can mend it, and how.
#[derive(Debug)]
pub(crate) struct Failure {
    /// Whole lines, as they are to be printed.
    text: String,
    hint: Option<String>,
    code: u8,
}

impl Failure {
    /// What was asked for makes no sense.
    pub(crate) fn usage(error: impl fmt::Display) -> Self {
        Self { text: format!("error: {error}"), hint: None, code: 2 }
    }

    /// What was asked for does not work here and now.
    pub(crate) fn run_time(error: impl fmt::Display) -> Self {
        Self { text: format!("error: {error}"), hint: None, code: 1 }
    }

    /// With what to do about it.
    pub(crate) fn hint(mut self, hint: impl fmt::Display) -> Self {
        self.hint = Some(hint.to_string());
        self
    }

    /// One failure for several.
    pub(crate) fn all(failures: Vec<Self>) -> Result<(), Self> {
        let one = failures.into_iter().reduce(|first, second| Self {
            text: format!("{}\n\n{}", first.whole_text(), second.whole_text()),
            hint: None,
            code: first.code.max(second.code),
        });
        one.map_or(Ok(()), Err)
    }

    /// Tells it on standard error.
    pub(crate) fn report(&self) -> ExitCode {
        // If standard error is gone, nobody is there to be told.
        let _ = writeln!(io::stderr(), "{}", self.whole_text());
        ExitCode::from(self.code)
    }

    fn whole_text(&self) -> String {
        match &self.hint {
            Some(hint) => format!("{}\nhint: {hint}", self.text),
            None => self.text.clone(),
        }
    }
}

impl From<Diagnostics> for Failure {
    fn from(mistakes: Diagnostics) -> Self {
        Self { text: mistakes.render(io::stderr().is_terminal()), hint: None, code: 2 }
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Mistakes(mistakes) => mistakes.into(),
            LoadError::Missing(_) => {
                Self::usage(error).hint("the path is relative to the directory that you are in")
            }
            error => Self::usage(error),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::run_time(error)
    }
}
